/* The machine's copy of what was received and what is wrong with it: data/diagnostics and files. */
#include "docs/room.h"

/* A table being filled row by row. */
struct table_writer {
    struct arena *arena;
    struct workbook workbook;
    struct sheet *sheet;
    uint32_t row, column;
};

static void add_cell(struct table_writer *writer, struct str text) {
    sheet_text(writer->arena, writer->sheet, writer->row, writer->column++, text, STYLE_BODY);
}

static void add_count(struct table_writer *writer, size_t count) {
    add_cell(writer, str_format(writer->arena, "%zu", count));
}

static void end_row(struct table_writer *writer) {
    writer->row++;
    writer->column = 0;
}

/* Opens a table with the header given as comma-separated names. */
static void open_table(struct table_writer *writer, struct arena *arena, const char *header) {
    *writer = (struct table_writer){.arena = arena};
    writer->sheet = sheet_add(arena, &writer->workbook, STR("data"));
    struct str rest = str_from_c(header), name;
    while (str_split(&rest, STR(","), &name)) {
        add_cell(writer, name);
    }
    end_row(writer);
}

static bool take_table(const struct table_writer *writer, const char *path,
                       const struct product_sink *sink) {
    const struct product product = {.path = str_from_c(path), .table = writer->sheet};
    return sink->take(sink->context, &product);
}

static void add_diagnostic(struct table_writer *writer, const struct diag_item *item) {
    const struct source *source = item->origin.source;
    add_cell(writer, source ? source->file : (struct str){0});
    add_cell(writer, source ? source->sheet : (struct str){0});
    add_cell(writer, origin_cell(writer->arena, item->origin));
    add_cell(writer, diag_name(item->id));
    add_cell(writer, severity_name(item->severity));
    const struct str texts[] = {item->header, item->value, item->message, item->suggestion,
                                item->unit};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        add_cell(writer, str_copy(writer->arena, texts[i]));
    }
    end_row(writer);
}

static void add_file(struct table_writer *writer, const struct file_facts *file) {
    add_cell(writer, file->name);
    add_cell(writer, file->sha256);
    add_cell(writer, file->kind);
    add_cell(writer, file->encoding);
    const size_t counts[] = {file->n_sheets, file->n_units, file->n_systems, file->n_errors,
                             file->n_warnings};
    for (size_t i = 0; i < sizeof counts / sizeof counts[0]; i++) {
        add_count(writer, counts[i]);
    }
    add_cell(writer, file->status);
    end_row(writer);
}

bool docs_problem_tables(struct arena *arena, const struct diag *reported,
                         const struct file_facts *files, size_t n_files,
                         const struct product_sink *sink) {
    struct table_writer diagnostics, received;
    open_table(&diagnostics, arena,
               "file,sheet,cell,id,severity,header,value,message,suggestion,"
               "unit_id");
    struct diag_cursor *cursor = diag_walk(reported, arena, DIAG_BY_PLACE);
    struct diag_item item;
    while (diag_next(cursor, &item)) {
        add_diagnostic(&diagnostics, &item);
    }
    open_table(&received, arena,
               "file,sha256,kind,encoding,sheets,units,systems,errors,warnings,status");
    for (size_t i = 0; i < n_files; i++) {
        add_file(&received, &files[i]);
    }
    return take_table(&diagnostics, "data/diagnostics.csv", sink) &&
           take_table(&received, "data/files.csv", sink);
}
