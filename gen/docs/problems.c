/* 问题清单.xlsx: every diagnostic for people, worst first within each file, and a sheet that says
 * what became of each file. */
#include "docs/room.h"

/* Columns of the list and their widths in characters. */
static const double list_widths[] = {28, 14, 9, 9, 20, 20, 28, 26, 46, 46};
static const double file_widths[] = {40, 10, 12, 10, 10, 10, 10, 10, 12};

/* Title row, header row from a list of names.yaml; returns the next row. */
static uint32_t add_head(const struct docs *docs, struct arena *arena, struct sheet *sheet,
                         const char *columns) {
    const struct yaml *names = yaml_get(yaml_get(docs->names, "problems"), columns);
    uint32_t n = names ? (uint32_t)names->n_items : 0;
    sheet_text(arena, sheet, 0, 0, docs_word(docs, "problems", "title"), STYLE_TITLE);
    if (n > 1) {
        sheet_merge(arena, sheet, (struct merge){0, 0, 0, n - 1});
    }
    for (uint32_t i = 0; i < n; i++) {
        sheet_text(arena, sheet, 1, i, names->items[i]->text, STYLE_HEADER);
    }
    sheet->header_rows = 2;
    sheet->filter_column = n ? n - 1 : 0;
    return 2;
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
        item->header,
        item->value,
        item->clause,
        item->message,
        item->suggestion,
    };
    enum cell_style style = item->severity >= SEVERITY_ERROR     ? STYLE_ERROR
                            : item->severity == SEVERITY_WARNING ? STYLE_WARNING
                                                                 : STYLE_BODY;
    add_row(arena, sheet, row, texts, sizeof texts / sizeof texts[0], style);
}

static void add_list(const struct docs *docs, struct arena *arena, struct workbook *workbook,
                     const struct diag *reported) {
    struct sheet *sheet = sheet_add(arena, workbook, docs_word(docs, "problems", "sheet"));
    sheet->widths = list_widths;
    sheet->n_widths = sizeof list_widths / sizeof list_widths[0];
    sheet->is_landscape = true;
    uint32_t row = add_head(docs, arena, sheet, "columns");
    if (!reported->n_items) {
        sheet_text(arena, sheet, row, 0, docs_word(docs, "problems", "none"), STYLE_NOTE);
    }
    for (int severity = SEVERITY_FATAL; severity >= SEVERITY_NOTE; severity--) {
        for (size_t i = 0; i < reported->n_items; i++) {
            if ((int)reported->items[i].severity == severity) {
                add_problem(docs, arena, sheet, row++, &reported->items[i]);
            }
        }
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
    struct sheet *sheet = sheet_add(arena, workbook, docs_word(docs, "problems", "files_sheet"));
    sheet->widths = file_widths;
    sheet->n_widths = sizeof file_widths / sizeof file_widths[0];
    sheet->is_landscape = true;
    uint32_t row = add_head(docs, arena, sheet, "files_columns");
    for (size_t i = 0; i < n_files; i++) {
        add_file_row(docs, arena, sheet, row++, &files[i]);
    }
}

bool docs_problems(struct docs *docs, struct arena *arena, const struct diag *reported,
                   const struct file_facts *files, size_t n_files, struct diag *diag,
                   const struct product_sink *sink) {
    (void)diag;
    struct workbook workbook = {.title = docs_word(docs, "problems", "title"),
                                .author = docs_word(docs, "problems", "author"),
                                .date = docs->settings.as_of};
    add_list(docs, arena, &workbook, reported);
    add_files(docs, arena, &workbook, files, n_files);
    const struct str none = {0};
    const struct product product = {.path = docs_path(docs, arena, "problems", none, none),
                                    .workbook = &workbook};
    return sink->take(sink->context, &product) &&
           docs_problem_tables(arena, reported, files, n_files, sink);
}
