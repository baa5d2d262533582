/* What was reported, walked over as rows; and the machine's copy of it, data/diagnostics.csv, as
 * ledger.def has it. */
#include "docs/room.h"

/* ---- walks ----------------------------------------------------------------------------------- */

static void *begin_reported(struct arena *arena, const void *reported) {
    return diag_walk(reported, arena, DIAG_BY_SEVERITY);
}

static bool next_reported(struct arena *arena, void *walk,
                          struct str cells[LEDGER_N_COMPLAINT_CELLS]) {
    struct diag_item item;
    if (!diag_next(walk, &item)) {
        return false;
    }
    ledger_complaint_cells(arena, &item, cells);
    return true;
}

struct complaint_source docs_complaints(const struct diag *reported) {
    return (struct complaint_source){begin_reported, next_reported, reported};
}

/* The ledger's rows, which are in order of places, severity by severity. */
struct kept_walk {
    const struct ledger *ledger;
    int severity;
    size_t at;
};

static void *begin_kept(struct arena *arena, const void *ledger) {
    struct kept_walk *walk = ARENA_NEW(arena, struct kept_walk);
    *walk = (struct kept_walk){ledger, SEVERITY_FATAL, 0};
    return walk;
}

static bool next_kept(struct arena *arena, void *context,
                      struct str cells[LEDGER_N_COMPLAINT_CELLS]) {
    struct kept_walk *walk = context;
    (void)arena;
    for (; walk->severity >= SEVERITY_NOTE; walk->severity--, walk->at = 0) {
        struct str wanted = severity_name((enum severity)walk->severity);
        while (walk->at < ledger_n_rows(walk->ledger, LEDGER_DIAGNOSTICS)) {
            const struct ledger_row *row = ledger_row(walk->ledger, LEDGER_DIAGNOSTICS, walk->at++);
            if (!str_equal(ledger_cell(row, LEDGER_DIAGNOSTICS_SEVERITY), wanted)) {
                continue;
            }
            for (size_t i = 0; i < LEDGER_N_COMPLAINT_CELLS; i++) {
                cells[i] = ledger_cell(row, (enum ledger_column)(LEDGER_DIAGNOSTICS_FILE + i));
            }
            return true;
        }
    }
    return false;
}

struct complaint_source docs_kept_complaints(const struct ledger *ledger) {
    return (struct complaint_source){begin_kept, next_kept, ledger};
}

/* ---- table ----------------------------------------------------------------------------------- */

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
    struct str cells[LEDGER_N_COMPLAINT_CELLS];
    ledger_complaint_cells(buf->arena, &item, cells);
    ledger_write_cells(buf, LEDGER_DIAGNOSTICS, cells);
    return true;
}

bool docs_problem_table(struct arena *arena, const struct diag *reported,
                        const struct product_sink *sink) {
    struct diagnostics walk = {.cursor = diag_walk(reported, arena, DIAG_BY_PLACE)};
    const struct text_source lines = {add_diagnostic, &walk};
    const struct product diagnostics = {.path = STR("data/diagnostics.csv"), .pieces = &lines};
    return sink->take(sink->context, &diagnostics);
}
