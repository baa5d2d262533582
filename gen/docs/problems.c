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

static void add_problem(const struct docs *docs, struct arena *arena, struct sheet *sheet,
                        uint32_t row, const struct diag_item *item) {
    const struct source *source = item->origin.source;
    const struct str texts[] = {
        source ? source->file : (struct str){0},
        source ? source->sheet : (struct str){0},
        origin_cell(arena, item->origin),
        translate(docs, arena, "severity", severity_name(item->severity)),
        diag_name(item->id),
        str_copy(arena, item->header),
        str_copy(arena, item->value),
        str_copy(arena, item->clause),
        str_copy(arena, item->message),
        str_copy(arena, item->suggestion),
    };
    enum cell_style style = item->severity >= SEVERITY_ERROR     ? STYLE_ERROR
                            : item->severity == SEVERITY_WARNING ? STYLE_WARNING
                                                                 : STYLE_BODY;
    add_row(arena, sheet, row, texts, sizeof texts / sizeof texts[0], style);
}

/* The list while it is filled; what is too long for a sheet goes on with the next. */
struct list {
    const struct docs *docs;
    struct arena *arena;
    struct workbook *workbook;
    struct sheet *sheet;
    uint32_t row, most_rows;
};

static void turn_sheet(struct list *list) {
    struct str name = docs_word(list->docs, "problems", "sheet");
    if (list->sheet) {
        name =
            str_format(list->arena, "%" STR_FMT "%zu", STR_ARG(name), list->workbook->n_sheets + 1);
    }
    list->sheet = open_sheet(list->docs, list->arena, list->workbook, name, "columns");
    list->sheet->widths = list_widths;
    list->sheet->n_widths = sizeof list_widths / sizeof list_widths[0];
    list->row = DOCS_FIRST_ROW;
}

static void add_list(const struct docs *docs, struct arena *arena, struct workbook *workbook,
                     const struct diag *reported, uint32_t most_rows) {
    struct list list = {docs, arena, workbook, NULL, DOCS_FIRST_ROW, most_rows};
    turn_sheet(&list);
    struct diag_cursor *cursor = diag_walk(reported, arena, DIAG_BY_SEVERITY);
    struct diag_item item;
    while (diag_next(cursor, &item)) {
        if (list.row == DOCS_FIRST_ROW + list.most_rows) {
            turn_sheet(&list);
        }
        add_problem(docs, arena, list.sheet, list.row++, &item);
    }
    if (!diag_n(reported)) {
        sheet_text(arena, list.sheet, list.row, 0, docs_word(docs, "problems", "none"), STYLE_NOTE);
    }
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
             rows > 0 && rows < MOST_ROWS ? (uint32_t)rows : MOST_ROWS);
    add_files(docs, arena, workbook, files, n_files);
    const struct str none = {0};
    const struct product product = {.path = docs_path(docs, arena, "problems", none, none),
                                    .workbook = workbook};
    return sink->take(sink->context, &product) &&
           docs_problem_tables(arena, reported, files, n_files, sink);
}
