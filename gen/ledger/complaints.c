/* Complaints as rows; and what became of each file, counted from all that was reported of it. */
#include "ledger/rows.h"

void ledger_complaint_cells(struct arena *arena, const struct diag_item *item,
                            struct str cells[LEDGER_N_COMPLAINT_CELLS]) {
    const struct source *source = item->origin.source;
    const struct str all[LEDGER_N_COMPLAINT_CELLS] = {source ? source->file : (struct str){0},
                                                      source ? source->sheet : (struct str){0},
                                                      origin_cell(arena, item->origin),
                                                      diag_name(item->id),
                                                      severity_name(item->severity),
                                                      item->header,
                                                      item->value,
                                                      item->message,
                                                      item->suggestion,
                                                      item->unit,
                                                      item->clause};
    for (size_t i = 0; i < LEDGER_N_COMPLAINT_CELLS; i++) {
        cells[i] = all[i];
    }
}

void ledger_add_complaint(struct ledger *ledger, const struct diag_item *item) {
    struct arena *scratch = arena_open_like(ledger->arena);
    struct str cells[LEDGER_N_COMPLAINT_CELLS];
    ledger_complaint_cells(scratch, item, cells);
    ledger_add(ledger, LEDGER_DIAGNOSTICS, cells, (struct origin){0});
    arena_close(scratch);
}

struct counts {
    size_t n_errors, n_warnings;
};

/* Counts the rows of a file from `at` on; both tables are in order of files. */
static struct counts count_file(const struct ledger_rows *rows, struct str file, size_t *at) {
    struct counts counts = {0};
    for (int order = -1; *at < rows->n_items; *at += order <= 0) {
        const struct ledger_row *row = rows_at(rows, *at);
        order = str_compare(ledger_cell(row, LEDGER_DIAGNOSTICS_FILE), file);
        if (order > 0) {
            break;
        }
        struct str severity = ledger_cell(row, LEDGER_DIAGNOSTICS_SEVERITY);
        bool is_error = str_is(severity, "error") || str_is(severity, "fatal");
        counts.n_errors += order == 0 && is_error;
        counts.n_warnings += order == 0 && str_is(severity, "warning");
    }
    return counts;
}

/* The row with these counts. What was read of the file stays: one that is rejected is so. */
static const struct ledger_row *settle_row(struct ledger *ledger, const struct ledger_row *row,
                                           struct counts counts) {
    struct arena *scratch = arena_open_like(ledger->arena);
    struct str cells[LEDGER_FILES_KEPT - LEDGER_FILES_FILE + 1];
    struct str *errors = &cells[LEDGER_FILES_ERRORS - LEDGER_FILES_FILE];
    struct str *warnings = &cells[LEDGER_FILES_WARNINGS - LEDGER_FILES_FILE];
    struct str *status = &cells[LEDGER_FILES_STATUS - LEDGER_FILES_FILE];
    for (size_t i = 0; i < sizeof cells / sizeof cells[0]; i++) {
        cells[i] = ledger_cell(row, (enum ledger_column)(LEDGER_FILES_FILE + i));
    }
    *errors = str_format(scratch, "%zu", counts.n_errors);
    *warnings = str_format(scratch, "%zu", counts.n_warnings);
    if (!str_is(*status, "rejected")) {
        *status = counts.n_errors ? STR("partial") : STR("ok");
    }
    const struct ledger_row *settled = ledger_pack(ledger, LEDGER_FILES, cells, ledger_origin(row));
    arena_close(scratch);
    return settled;
}

static struct str file_at(const struct ledger_rows *files, size_t i) {
    return i < files->n_items ? ledger_cell(rows_at(files, i), LEDGER_FILES_FILE) : (struct str){0};
}

void ledger_count_complaints(struct ledger *ledger) {
    struct ledger_rows *files = &ledger->tables[LEDGER_FILES];
    const struct ledger_rows *complaints = &ledger->tables[LEDGER_DIAGNOSTICS];
    size_t at = 0;
    for (size_t i = 0; complaints->is_kept && i < files->n_items; i++) {
        struct str file = file_at(files, i);
        struct counts counts = count_file(complaints, file, &at);
        /* files of one name are of several runs, each of which has counted its own */
        bool is_one_of_several = (i > 0 && str_equal(file_at(files, i - 1), file)) ||
                                 str_equal(file_at(files, i + 1), file);
        if (!is_one_of_several) {
            rows_set(files, i, settle_row(ledger, rows_at(files, i), counts));
        }
    }
}
