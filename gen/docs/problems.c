/* 问题清单.xlsx: every diagnostic for people, worst first, and a sheet that says what became of
 * each file. */
#include "docs/room.h"

/* Columns of the list and their widths in characters. */
static const double list_widths[] = {20, 9, 7, 7, 22, 15, 16, 17, 31, 29};
static const double file_widths[] = {40, 10, 12, 10, 10, 10, 10, 10, 12};

/* Rows of problems on a sheet unless names.yaml says less: a sheet holds 1048576. */
#define MOST_ROWS 1000000

enum {
    N_LIST_COLUMNS = sizeof list_widths / sizeof list_widths[0],
    N_FILE_COLUMNS = sizeof file_widths / sizeof file_widths[0],
};

static const struct yaml_shape severity_shape = {
    .kind = YAML_RECORD,
    .keys = YAML_KEYS(YAML_NEED("note", &yaml_some_text), YAML_NEED("warning", &yaml_some_text),
                      YAML_NEED("error", &yaml_some_text), YAML_NEED("fatal", &yaml_some_text))};
static const struct yaml_shape status_shape = {
    .kind = YAML_RECORD,
    .keys = YAML_KEYS(YAML_NEED("ok", &yaml_some_text), YAML_NEED("partial", &yaml_some_text),
                      YAML_NEED("rejected", &yaml_some_text))};

const struct yaml_shape docs_problems_shape = {
    .kind = YAML_RECORD,
    .keys = YAML_KEYS(
        YAML_NEED("title", &yaml_some_text), YAML_NEED("sheet", &docs_sheet_name),
        YAML_NEED("files_sheet", &docs_sheet_name), YAML_NEED("author", &yaml_some_text),
        YAML_NEED("columns", YAML_SHAPE(.kind = YAML_ENTRIES, .entry = &yaml_some_text,
                                        .low = N_LIST_COLUMNS, .high = N_LIST_COLUMNS)),
        YAML_NEED("files_columns", YAML_SHAPE(.kind = YAML_ENTRIES, .entry = &yaml_some_text,
                                              .low = N_FILE_COLUMNS, .high = N_FILE_COLUMNS)),
        YAML_NEED("none", &yaml_some_text),
        YAML_MAY("rows_per_sheet", YAML_SHAPE(.kind = YAML_NUMBER, .low = 1, .high = MOST_ROWS)),
        YAML_NEED("severity", &severity_shape), YAML_NEED("status", &status_shape))};

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

/* The part of the list that stands on one sheet. */
struct list_part {
    const struct docs *docs;
    const struct diag *reported;
    /* Problems before it, and at most in it. */
    size_t n_before, most_rows;
};

/* It while it is read. */
struct list_reading {
    const struct list_part *part;
    struct diag_cursor *cursor;
    size_t n_rows;
};

static void *begin_part(struct arena *arena, const void *context) {
    struct list_reading *reading = ARENA_NEW(arena, struct list_reading);
    struct diag_item item;
    reading->part = context;
    reading->cursor = diag_walk(reading->part->reported, arena, DIAG_BY_SEVERITY);
    for (size_t i = 0; i < reading->part->n_before; i++) {
        diag_next(reading->cursor, &item);
    }
    return reading;
}

static bool next_problem(struct arena *arena, void *context, struct sheet *into, uint32_t row) {
    struct list_reading *reading = context;
    struct diag_item item;
    if (reading->n_rows++ == reading->part->most_rows || !diag_next(reading->cursor, &item)) {
        return false;
    }
    const struct source *source = item.origin.source;
    const struct str none = {0};
    const struct str texts[] = {
        source ? source->file : none,
        source ? source->sheet : none,
        origin_cell(arena, item.origin),
        translate(reading->part->docs, arena, "severity", severity_name(item.severity)),
        diag_name(item.id),
        item.header,
        item.value,
        item.clause,
        item.message,
        item.suggestion,
    };
    enum cell_style style = item.severity >= SEVERITY_ERROR     ? STYLE_ERROR
                            : item.severity == SEVERITY_WARNING ? STYLE_WARNING
                                                                : STYLE_BODY;
    add_row(arena, into, row, texts, sizeof texts / sizeof texts[0], style);
    return true;
}

/* Items of a list, those that stand for several once. */
static size_t count_items(struct arena *arena, const struct diag *reported) {
    struct arena *scratch = arena_open_like(arena);
    struct diag_cursor *cursor = diag_walk(reported, scratch, DIAG_BY_SEVERITY);
    struct diag_item item;
    size_t n = 0;
    while (diag_next(cursor, &item)) {
        n++;
    }
    arena_close(scratch);
    return n;
}

/* What is too long for a sheet goes on with the next. */
static void add_list(const struct docs *docs, struct arena *arena, struct workbook *workbook,
                     const struct diag *reported, size_t most_rows) {
    size_t n_items = count_items(arena, reported);
    size_t n_before = 0;
    do {
        struct str name = docs_word(docs, "problems", "sheet");
        if (n_before) {
            name = str_format(arena, "%" STR_FMT "%zu", STR_ARG(name), workbook->n_sheets + 1);
        }
        struct sheet *sheet = open_sheet(docs, arena, workbook, name, "columns");
        sheet->widths = list_widths;
        sheet->n_widths = sizeof list_widths / sizeof list_widths[0];
        struct list_part *part = ARENA_NEW(arena, struct list_part);
        *part = (struct list_part){docs, reported, n_before, most_rows};
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

static void add_file_row(const struct docs *docs, struct arena *arena, struct sheet *sheet,
                         uint32_t row, const struct file_facts *file) {
    const size_t counts[] = {file->n_sheets, file->n_units, file->n_systems, file->n_errors,
                             file->n_warnings};
    const struct str texts[] = {file->name, file->kind, file->encoding};
    add_row(arena, sheet, row, texts, 3, STYLE_BODY);
    for (uint32_t i = 0; i < sizeof counts / sizeof counts[0]; i++) {
        sheet_number(arena, sheet, row, 3 + i, (double)counts[i], STYLE_COUNT);
    }
    sheet_text(arena, sheet, row, 8, translate(docs, arena, "status", file->status),
               str_is(file->status, "ok") ? STYLE_BODY : STYLE_ERROR);
}

static void add_files(const struct docs *docs, struct arena *arena, struct workbook *workbook,
                      const struct file_facts *files, size_t n_files) {
    struct str name = docs_word(docs, "problems", "files_sheet");
    struct sheet *sheet = open_sheet(docs, arena, workbook, name, "files_columns");
    sheet->widths = file_widths;
    sheet->n_widths = sizeof file_widths / sizeof file_widths[0];
    for (size_t i = 0; i < n_files; i++) {
        add_file_row(docs, arena, sheet, DOCS_FIRST_ROW + (uint32_t)i, &files[i]);
    }
}

bool docs_problems(struct docs *docs, struct arena *arena, const struct diag *reported,
                   const struct file_facts *files, size_t n_files, struct diag *diag,
                   const struct product_sink *sink) {
    int64_t rows = yaml_int(yaml_get(docs->names, "problems"), "rows_per_sheet", MOST_ROWS, diag);
    struct workbook *workbook = ARENA_NEW(arena, struct workbook);
    workbook->title = docs_word(docs, "problems", "title");
    workbook->author = docs_word(docs, "problems", "author");
    workbook->date = docs->settings.as_of;
    add_list(docs, arena, workbook, reported,
             rows > 0 && rows < MOST_ROWS ? (size_t)rows : MOST_ROWS);
    add_files(docs, arena, workbook, files, n_files);
    const struct str none = {0};
    const struct product product = {.path = docs_path(docs, arena, "problems", none, none),
                                    .workbook = workbook};
    return sink->take(sink->context, &product) &&
           docs_problem_tables(arena, reported, files, n_files, sink);
}
