/* The machine's copy of what was received and of what is wrong with it: data/diagnostics.csv and
 * data/files.csv, as ledger.def has them. */
#include "docs/room.h"

/* data/diagnostics.csv while it is written. */
struct diagnostics {
    struct diag_cursor *cursor;
    bool has_header;
};

/* Its next line. */
static bool add_diagnostic(void *context, struct buf *buf) {
    struct diagnostics *diagnostics = context;
    struct diag_item item;
    if (!diagnostics->has_header) {
        ledger_write_header(buf, LEDGER_DIAGNOSTICS);
        diagnostics->has_header = true;
        return true;
    }
    if (!diag_next(diagnostics->cursor, &item)) {
        return false;
    }
    const struct source *source = item.origin.source;
    const struct str cells[] = {source ? source->file : (struct str){0},
                                source ? source->sheet : (struct str){0},
                                origin_cell(buf->arena, item.origin),
                                diag_name(item.id),
                                severity_name(item.severity),
                                item.header,
                                item.value,
                                item.message,
                                item.suggestion,
                                item.unit};
    ledger_write_cells(buf, LEDGER_DIAGNOSTICS, cells);
    return true;
}

static void add_file(struct buf *buf, const struct file_facts *file) {
    const size_t counts[] = {file->n_sheets, file->n_units, file->n_systems, file->n_errors,
                             file->n_warnings};
    enum { N_TEXTS = 4, N_COUNTS = sizeof counts / sizeof counts[0] };
    struct str cells[N_TEXTS + N_COUNTS + 1] = {file->name, file->sha256, file->kind,
                                                file->encoding};
    for (size_t i = 0; i < N_COUNTS; i++) {
        cells[N_TEXTS + i] = str_format(buf->arena, "%zu", counts[i]);
    }
    cells[N_TEXTS + N_COUNTS] = file->status;
    ledger_write_cells(buf, LEDGER_FILES, cells);
}

bool docs_problem_tables(struct arena *arena, const struct diag *reported,
                         const struct file_facts *files, size_t n_files,
                         const struct product_sink *sink) {
    struct diagnostics walk = {.cursor = diag_walk(reported, arena, DIAG_BY_PLACE)};
    const struct text_source lines = {add_diagnostic, &walk};
    const struct product diagnostics = {.path = STR("data/diagnostics.csv"), .pieces = &lines};
    struct buf received = {.arena = arena};
    ledger_write_header(&received, LEDGER_FILES);
    for (size_t i = 0; i < n_files; i++) {
        add_file(&received, &files[i]);
    }
    const struct product facts = {.path = STR("data/files.csv"), .text = buf_str(&received)};
    return sink->take(sink->context, &diagnostics) && sink->take(sink->context, &facts);
}
