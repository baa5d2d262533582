/* 问题清单.xlsx: whom to call about which file, what became of each file, and every diagnostic for
 * people, worst first; and the same of one institution. */
#include "docs/problems.h"

/* Columns of the list and their widths in characters. */
static const double list_widths[] = {20, 9, 7, 7, 22, 15, 16, 17, 31, 29, 20};
static const double file_widths[] = {40, 10, 12, 10, 10, 10, 10, 10, 40};
static const double return_widths[] = {28, 12, 18, 36, 40, 9, 9, 60};
static const double confirmed_widths[] = {28, 36, 22, 40, 12, 12, 40};

/* Rows of problems on a sheet unless names.yaml says less: a sheet holds 1048576. */
#define MOST_ROWS 1000000

enum {
    N_LIST_COLUMNS = sizeof list_widths / sizeof list_widths[0],
    N_FILE_COLUMNS = sizeof file_widths / sizeof file_widths[0],
    N_RETURN_COLUMNS = sizeof return_widths / sizeof return_widths[0],
    N_CONFIRMED_COLUMNS = sizeof confirmed_widths / sizeof confirmed_widths[0],
    /* Reasons named of a file that goes back. */
    MOST_REASONS = 3,
};

static const struct yaml_shape severity_shape = {
    .kind = YAML_RECORD,
    .keys = YAML_KEYS(YAML_NEED("note", &yaml_some_text), YAML_NEED("warning", &yaml_some_text),
                      YAML_NEED("error", &yaml_some_text), YAML_NEED("fatal", &yaml_some_text))};
static const struct yaml_shape status_shape = {
    .kind = YAML_RECORD,
    .keys =
        YAML_KEYS(YAML_NEED("ok", &yaml_some_text), YAML_NEED("warned", &yaml_some_text),
                  YAML_NEED("partial", &yaml_some_text), YAML_NEED("rejected", &yaml_some_text))};

const struct yaml_shape docs_problems_shape = {
    .kind = YAML_RECORD,
    .keys = YAML_KEYS(
        YAML_NEED("title", &yaml_some_text), YAML_NEED("sheet", &docs_sheet_name),
        YAML_NEED("files_sheet", &docs_sheet_name), YAML_NEED("author", &yaml_some_text),
        YAML_NEED("columns", YAML_SHAPE(.kind = YAML_ENTRIES, .entry = &yaml_some_text,
                                        .low = N_LIST_COLUMNS, .high = N_LIST_COLUMNS)),
        YAML_NEED("files_columns", YAML_SHAPE(.kind = YAML_ENTRIES, .entry = &yaml_some_text,
                                              .low = N_FILE_COLUMNS, .high = N_FILE_COLUMNS)),
        YAML_NEED("returns_sheet", &docs_sheet_name),
        YAML_NEED("returns_columns", YAML_SHAPE(.kind = YAML_ENTRIES, .entry = &yaml_some_text,
                                                .low = N_RETURN_COLUMNS, .high = N_RETURN_COLUMNS)),
        YAML_NEED("confirmed_sheet", &docs_sheet_name),
        YAML_NEED("confirmed_columns",
                  YAML_SHAPE(.kind = YAML_ENTRIES, .entry = &yaml_some_text,
                             .low = N_CONFIRMED_COLUMNS, .high = N_CONFIRMED_COLUMNS)),
        YAML_NEED("because", &yaml_some_text), YAML_NEED("reason_mark", &yaml_some_text),
        YAML_NEED("none", &yaml_some_text), YAML_NEED("unit_title", &yaml_some_text),
        YAML_NEED("more", &yaml_some_text),
        YAML_MAY("rows_per_sheet", YAML_SHAPE(.kind = YAML_NUMBER, .low = 1, .high = MOST_ROWS)),
        YAML_NEED("severity", &severity_shape), YAML_NEED("status", &status_shape))};

static struct workbook *open_book(const struct docs *docs, struct arena *arena, struct str title) {
    struct workbook *workbook = ARENA_NEW(arena, struct workbook);
    workbook->title = title;
    workbook->author = docs_word(docs, "problems", "author");
    workbook->date = docs->settings.as_of;
    return workbook;
}

/* Opens a sheet: its name as title, headings from a list of names.yaml. */
static struct sheet *open_sheet(const struct docs *docs, struct arena *arena,
                                struct workbook *workbook, struct str name, const char *columns) {
    const struct yaml *list = yaml_get(yaml_get(docs->names, "problems"), columns);
    struct sheet *sheet = docs_add_sheet(arena, workbook, name, name, list);
    sheet->filter_column = (uint32_t)list->n_items - 1;
    return sheet;
}

static struct str translate(const struct docs *docs, struct arena *arena, const char *list,
                            struct str word) {
    const struct yaml *words = yaml_get(yaml_get(docs->names, "problems"), list);
    return yaml_text(words, str_to_c(arena, word));
}

static void add_row(struct arena *arena, struct sheet *sheet, uint32_t row, const struct str *texts,
                    size_t n_texts, enum cell_style style) {
    for (size_t i = 0; i < n_texts; i++) {
        sheet_text(arena, sheet, row, (uint32_t)i, texts[i], style);
    }
}

/* A cell of a row of data/diagnostics.csv. */
#define CELL(cells, column) ((cells)[LEDGER_DIAGNOSTICS_##column - LEDGER_DIAGNOSTICS_FILE])

/* A problem as a row, from its cells; its institution is called `unit`. */
static void add_problem(const struct docs *docs, struct arena *arena, struct sheet *into,
                        uint32_t row, const struct str *cells, struct str unit) {
    struct str severity = CELL(cells, SEVERITY);
    const struct str texts[] = {
        CELL(cells, FILE),
        CELL(cells, SHEET),
        docs_cell(docs, arena, CELL(cells, CELL)),
        translate(docs, arena, "severity", severity),
        CELL(cells, ID),
        CELL(cells, HEADER),
        CELL(cells, VALUE),
        CELL(cells, CLAUSE),
        CELL(cells, MESSAGE),
        CELL(cells, SUGGESTION),
        unit,
    };
    bool is_error = str_is(severity, "error") || str_is(severity, "fatal");
    enum cell_style style = is_error                      ? STYLE_ERROR
                            : str_is(severity, "warning") ? STYLE_WARNING
                                                          : STYLE_BODY;
    add_row(arena, into, row, texts, sizeof texts / sizeof texts[0], style);
}

/* The part of the list that stands on one sheet. */
struct list_part {
    const struct docs *docs;
    const struct problem_facts *facts;
    /* Problems before it, and at most in it. */
    size_t n_before, most_rows;
};

/* It while it is read. */
struct list_reading {
    const struct list_part *part;
    void *walk;
    size_t n_rows;
};

/* Steps over so many problems; how many there were. */
static size_t skip(struct arena *arena, const struct complaint_source *reported, void *walk,
                   size_t most) {
    struct arena *scratch = arena_open_like(arena);
    struct str cells[LEDGER_N_COMPLAINT_CELLS];
    size_t n = 0;
    while (n < most && reported->next(scratch, walk, cells)) {
        n++;
        arena_reset(scratch);
    }
    arena_close(scratch);
    return n;
}

static void *begin_part(struct arena *arena, const void *context) {
    struct list_reading *reading = ARENA_NEW(arena, struct list_reading);
    reading->part = context;
    const struct complaint_source *reported = &reading->part->facts->reported;
    reading->walk = reported->begin(arena, reported->context);
    skip(arena, reported, reading->walk, reading->part->n_before);
    return reading;
}

/* What an institution is called; its id where nothing else is known of it. */
static struct str name_unit(const struct ledger *ledger, struct str unit_id) {
    size_t at = ledger && unit_id.len ? ledger_find_unit(ledger, unit_id) : SIZE_MAX;
    struct str name = at == SIZE_MAX
                          ? (struct str){0}
                          : ledger_cell(ledger_row(ledger, LEDGER_UNITS, at), LEDGER_UNITS_NAME);
    return name.len ? name : unit_id;
}

static bool next_problem(struct arena *arena, void *context, struct sheet *into, uint32_t row) {
    struct list_reading *reading = context;
    const struct problem_facts *facts = reading->part->facts;
    struct str cells[LEDGER_N_COMPLAINT_CELLS];
    if (reading->n_rows++ == reading->part->most_rows ||
        !facts->reported.next(arena, reading->walk, cells)) {
        return false;
    }
    add_problem(reading->part->docs, arena, into, row, cells,
                name_unit(facts->ledger, CELL(cells, UNIT_ID)));
    return true;
}

/* Items of a list, those that stand for several once. */
static size_t count_items(struct arena *arena, const struct complaint_source *reported) {
    struct arena *scratch = arena_open_like(arena);
    size_t n = skip(arena, reported, reported->begin(scratch, reported->context), SIZE_MAX);
    arena_close(scratch);
    return n;
}

/* What is too long for a sheet goes on with the next. */
static void add_list(const struct docs *docs, struct arena *arena, struct workbook *workbook,
                     const struct problem_facts *facts, size_t most_rows) {
    size_t n_items = count_items(arena, &facts->reported);
    size_t n_before = 0;
    do {
        struct str name = docs_word(docs, "problems", "sheet");
        if (n_before) {
            name = str_format(arena, "%" STR_FMT "%zu", STR_ARG(name), n_before / most_rows + 1);
        }
        struct sheet *sheet = open_sheet(docs, arena, workbook, name, "columns");
        sheet->widths = list_widths;
        sheet->n_widths = sizeof list_widths / sizeof list_widths[0];
        struct list_part *part = ARENA_NEW(arena, struct list_part);
        *part = (struct list_part){docs, facts, n_before, most_rows};
        struct sheet_rows *rows = ARENA_NEW(arena, struct sheet_rows);
        *rows = (struct sheet_rows){begin_part, next_problem, part};
        sheet->rows = rows;
        n_before += most_rows;
        if (!n_items) {
            sheet->rows = NULL;
            sheet_text(arena, sheet, DOCS_FIRST_ROW, 0, docs_word(docs, "problems", "none"),
                       STYLE_NOTE);
        }
    } while (n_before < n_items);
}

/* ---- files ----------------------------------------------------------------------------------- */

/* The worst that was said of a file, each message once. */
struct reasons {
    struct str ids[MOST_REASONS];
    struct str messages[MOST_REASONS];
    size_t n;
};

/* Notes a reason, unless it is one already or there are enough. */
static void add_reason(struct arena *arena, struct reasons *reasons, struct str id,
                       struct str message) {
    size_t k = 0;
    while (k < reasons->n && !str_equal(reasons->ids[k], id)) {
        k++;
    }
    if (k == reasons->n && k < MOST_REASONS) {
        reasons->ids[k] = str_copy(arena, id);
        reasons->messages[k] = str_copy(arena, message);
        reasons->n++;
    }
}

/* The reasons of every file, in the order of the files. */
static struct reasons *collect_reasons(struct arena *arena, const struct problem_facts *facts) {
    struct reasons *all = ARENA_ARRAY(arena, struct reasons, facts->n_files);
    struct dictionary *numbers = dictionary_open(arena);
    struct arena *walking = arena_open_like(arena), *scratch = arena_open_like(arena);
    const struct complaint_source *reported = &facts->reported;
    void *walk = reported->begin(walking, reported->context);
    struct str cells[LEDGER_N_COMPLAINT_CELLS];
    for (size_t i = 0; i < facts->n_files; i++) {
        dictionary_put(numbers, facts->files[i].name, i);
    }
    while (reported->next(scratch, walk, cells) && !str_is(CELL(cells, SEVERITY), "note")) {
        size_t at;
        if (dictionary_get(numbers, CELL(cells, FILE), &at)) {
            add_reason(arena, &all[at], CELL(cells, ID), CELL(cells, MESSAGE));
        }
        arena_reset(scratch);
    }
    arena_close(scratch);
    arena_close(walking);
    return all;
}

/* What became of a file, in words: one that was refused says why. */
static struct str status_words(const struct docs *docs, struct arena *arena,
                               const struct file_facts *file, const struct reasons *reasons) {
    bool is_warned = str_is(file->status, "ok") && file->n_warnings > 0;
    struct str words = translate(docs, arena, "status", is_warned ? STR("warned") : file->status);
    const struct str_argument arguments[] = {
        {STR("status"), words},
        {STR("reason"), reasons->n ? reasons->messages[0] : (struct str){0}}};
    bool says_why = str_is(file->status, "rejected") && reasons->n;
    return says_why ? str_fill(arena, docs_word(docs, "problems", "because"), arguments, 2) : words;
}

static void add_file_row(const struct docs *docs, struct arena *arena, struct sheet *sheet,
                         uint32_t row, const struct file_facts *file,
                         const struct reasons *reasons) {
    const size_t counts[] = {file->n_sheets, file->n_units, file->n_systems, file->n_errors,
                             file->n_warnings};
    const struct str texts[] = {file->name, file->kind, file->encoding};
    enum cell_style style = !str_is(file->status, "ok") ? STYLE_ERROR
                            : file->n_warnings > 0      ? STYLE_WARNING
                                                        : STYLE_BODY;
    add_row(arena, sheet, row, texts, 3, STYLE_BODY);
    for (uint32_t i = 0; i < sizeof counts / sizeof counts[0]; i++) {
        sheet_number(arena, sheet, row, 3 + i, (double)counts[i], STYLE_COUNT);
    }
    sheet_text(arena, sheet, row, 8, status_words(docs, arena, file, reasons), style);
}

static void add_files(const struct docs *docs, struct arena *arena, struct workbook *workbook,
                      const struct file_facts *files, size_t n_files,
                      const struct reasons *reasons) {
    struct str name = docs_word(docs, "problems", "files_sheet");
    struct sheet *sheet = open_sheet(docs, arena, workbook, name, "files_columns");
    sheet->widths = file_widths;
    sheet->n_widths = sizeof file_widths / sizeof file_widths[0];
    for (size_t i = 0; i < n_files; i++) {
        add_file_row(docs, arena, sheet, DOCS_FIRST_ROW + (uint32_t)i, &files[i], &reasons[i]);
    }
}

static void add_return_row(const struct docs *docs, struct arena *arena, struct sheet *sheet,
                           uint32_t row, const struct file_facts *file,
                           const struct reasons *reasons) {
    bool is_rejected = str_is(file->status, "rejected");
    bool has_book = file->n_sheets > 0;
    const struct str texts[] = {
        file->unit, file->contact, docs_phone(docs, arena, file->phone), file->name,
        has_book ? docs_return_path(docs, arena, file->name) : (struct str){0}};
    enum cell_style style = is_rejected || file->n_errors ? STYLE_ERROR : STYLE_WARNING;
    add_row(arena, sheet, row, texts, sizeof texts / sizeof texts[0], STYLE_BODY);
    sheet_number(arena, sheet, row, 5, (double)file->n_errors, STYLE_COUNT);
    sheet_number(arena, sheet, row, 6, (double)file->n_warnings, STYLE_COUNT);
    sheet_text(
        arena, sheet, row, 7,
        str_join(arena, reasons->messages, reasons->n, docs_word(docs, "problems", "reason_mark")),
        style);
}

/* Files that go back: those with errors first. */
static void add_returns(const struct docs *docs, struct arena *arena, struct workbook *workbook,
                        const struct file_facts *files, size_t n_files,
                        const struct reasons *reasons) {
    struct str name = docs_word(docs, "problems", "returns_sheet");
    struct sheet *sheet = open_sheet(docs, arena, workbook, name, "returns_columns");
    uint32_t row = DOCS_FIRST_ROW;
    sheet->widths = return_widths;
    sheet->n_widths = sizeof return_widths / sizeof return_widths[0];
    for (int turn = 0; turn < 2; turn++) {
        for (size_t i = 0; i < n_files; i++) {
            bool is_now =
                turn == 0 ? files[i].n_errors > 0 : !files[i].n_errors && files[i].n_warnings > 0;
            if (is_now) {
                add_return_row(docs, arena, sheet, row++, &files[i], &reasons[i]);
            }
        }
    }
    if (row == DOCS_FIRST_ROW) {
        sheet_text(arena, sheet, row, 0, docs_word(docs, "problems", "none"), STYLE_NOTE);
    }
}

/* ---- what was confirmed ---------------------------------------------------------------------- */

/* What senders confirmed to be right, if they did. */
static void add_confirmed(const struct docs *docs, struct arena *arena, struct workbook *workbook,
                          const struct ledger *ledger) {
    static const enum ledger_column shown[] = {
        LEDGER_CONFIRMATIONS_CELL_KEY, LEDGER_CONFIRMATIONS_RULE, LEDGER_CONFIRMATIONS_REASON,
        LEDGER_CONFIRMATIONS_SAID_BY,  LEDGER_CONFIRMATIONS_DATE, LEDGER_CONFIRMATIONS_SOURCE};
    size_t n_rows = ledger ? ledger_n_rows(ledger, LEDGER_CONFIRMATIONS) : 0;
    if (n_rows > MOST_ROWS) {
        n_rows = MOST_ROWS;
    }
    struct str name = docs_word(docs, "problems", "confirmed_sheet");
    struct sheet *sheet =
        n_rows ? open_sheet(docs, arena, workbook, name, "confirmed_columns") : NULL;
    for (size_t i = 0; i < n_rows; i++) {
        const struct ledger_row *row = ledger_row(ledger, LEDGER_CONFIRMATIONS, i);
        struct str texts[N_CONFIRMED_COLUMNS] = {
            name_unit(ledger, ledger_cell(row, LEDGER_CONFIRMATIONS_UNIT_ID))};
        for (size_t k = 0; k < sizeof shown / sizeof shown[0]; k++) {
            texts[1 + k] = ledger_cell(row, shown[k]);
        }
        add_row(arena, sheet, DOCS_FIRST_ROW + (uint32_t)i, texts, N_CONFIRMED_COLUMNS, STYLE_BODY);
        sheet->widths = confirmed_widths;
        sheet->n_widths = N_CONFIRMED_COLUMNS;
    }
}

bool docs_problems(struct docs *docs, struct arena *arena, const struct problem_facts *facts,
                   struct diag *diag, const struct product_sink *sink) {
    const struct file_facts *files = facts->files;
    int64_t rows = yaml_int(yaml_get(docs->names, "problems"), "rows_per_sheet", MOST_ROWS, diag);
    struct workbook *workbook = open_book(docs, arena, docs_word(docs, "problems", "title"));
    const struct reasons *reasons = collect_reasons(arena, facts);
    add_returns(docs, arena, workbook, files, facts->n_files, reasons);
    add_files(docs, arena, workbook, files, facts->n_files, reasons);
    add_confirmed(docs, arena, workbook, facts->ledger);
    add_list(docs, arena, workbook, facts, rows > 0 && rows < MOST_ROWS ? (size_t)rows : MOST_ROWS);
    const struct product product = {.path = docs_word(docs, "paths", "problems"),
                                    .workbook = workbook};
    return sink->take(sink->context, &product);
}

/* ---- one institution ------------------------------------------------------------------------- */

/* A problem on the list of its institution; texts that outlive the walk. */
static void add_own_problem(const struct subject *subject, struct sheet *sheet, uint32_t row,
                            const struct diag_item *item) {
    struct arena *arena = subject->arena;
    struct diag_item copy = diag_copy(arena, item);
    struct str cells[LEDGER_N_COMPLAINT_CELLS];
    copy.origin = papers_place(arena, item->origin);
    copy.message = papers_words(arena, item, item->message);
    copy.suggestion = papers_words(arena, item, item->suggestion);
    ledger_complaint_cells(arena, &copy, cells);
    add_problem(subject->docs, arena, sheet, row, cells,
                docs_text(&subject->findings->unit->record, FIELD_UNIT_NAME));
}

/* Adds what is reported of one severity; the next row. */
static uint32_t add_severity(const struct subject *subject, const struct dossier *dossier,
                             struct sheet *sheet, uint32_t row, enum severity severity) {
    for (size_t i = 0; i < dossier->told->n_items; i++) {
        if (dossier->told->items[i].severity == severity) {
            add_own_problem(subject, sheet, row++, &dossier->told->items[i]);
        }
    }
    struct diag_cursor *cursor = diag_walk(dossier->reported, subject->arena, DIAG_BY_SEVERITY);
    struct diag_item item;
    while (diag_next(cursor, &item)) {
        if (item.severity == severity) {
            add_own_problem(subject, sheet, row++, &item);
        }
    }
    return row;
}

bool unit_problems(const struct subject *subject, const struct dossier *dossier,
                   struct product *product) {
    const struct docs *docs = subject->docs;
    struct arena *arena = subject->arena;
    const struct unit *unit = subject->findings->unit;
    const struct unit_complaints *told = dossier->told;
    const struct str_argument name = {STR("unit"), docs_text(&unit->record, FIELD_UNIT_NAME)};
    struct str title = str_fill(arena, docs_word(docs, "problems", "unit_title"), &name, 1);
    struct workbook *workbook = open_book(docs, arena, title);
    struct sheet *sheet =
        open_sheet(docs, arena, workbook, docs_word(docs, "problems", "sheet"), "columns");
    uint32_t row = DOCS_FIRST_ROW;
    sheet->widths = list_widths;
    sheet->n_widths = sizeof list_widths / sizeof list_widths[0];
    sheet_text(arena, sheet, 0, 0, title, STYLE_TITLE);
    for (int severity = SEVERITY_FATAL; severity >= SEVERITY_WARNING; severity--) {
        row = add_severity(subject, dossier, sheet, row, (enum severity)severity);
    }
    size_t n_more = told->n_errors + told->n_warnings - told->n_items;
    if (n_more > 0) {
        const struct str_argument rest = {STR("n"), str_format(arena, "%zu", n_more)};
        sheet_text(arena, sheet, row, 0,
                   str_fill(arena, docs_word(docs, "problems", "more"), &rest, 1), STYLE_NOTE);
    }
    product->path = docs_path(docs, arena, docs_word(docs, "paths", "unit_problems"),
                              docs_unit_folder(docs, arena, unit), name.text);
    product->workbook = workbook;
    return row > DOCS_FIRST_ROW;
}
