/* Last year's run beside this one's, or the last into the same OUT: what changed since, as rows of
 * the ledger. */
#include "batch/previous.h"

#include "batch/earlier.h"
#include "batch/history.h"

/* ---- last year ------------------------------------------------------------------------------- */

bool previous_open(struct engine *engine) {
    const struct batch_request *request = engine->request;
    if (!request->previous.len) {
        return true;
    }
    struct batch_request earlier = *request;
    earlier.inboxes = &request->previous;
    earlier.n_inboxes = 1;
    struct earlier_runs *runs = earlier_open(&earlier);
    engine->previous = ledger_open(engine->arena);
    return runs && earlier_read(runs, &earlier, engine->previous, engine->reported) &&
           ledger_settle(engine->previous, request->trouble);
}

/* Of an institution that another share of the run has: it did not go. */
static bool is_of_another(void *context, const struct ledger_row *row) {
    return !engine_has(context, ledger_cell(row, LEDGER_CHANGES_UNIT_ID));
}

bool previous_compare(struct engine *engine) {
    if (!engine->previous) {
        return true;
    }
    struct arena *arena = arena_open_like(engine->arena);
    struct ledger_aliases aliases =
        history_aliases(engine->history, arena, engine->previous, engine->ledger);
    ledger_compare(engine->ledger, engine->previous, &aliases, engine->facts);
    if (engine->request->n_shards) {
        ledger_drop(engine->ledger, LEDGER_CHANGES, is_of_another, engine);
    }
    arena_close(arena);
    return ledger_settle(engine->ledger, engine->request->trouble);
}

/* ---- the last run into OUT ------------------------------------------------------------------- */

/* The tables that it is asked for; the first two are always there. */
static const enum ledger_table asked[] = {LEDGER_UNITS, LEDGER_SYSTEMS, LEDGER_MANAGEMENT,
                                          LEDGER_GAPS};
enum { N_ASKED = sizeof asked / sizeof asked[0], N_ALWAYS = 2 };

bool previous_asks(struct str path) {
    bool is_asked = false;
    for (size_t i = 0; i < N_ASKED; i++) {
        struct str name = ledger_table_name(asked[i]);
        is_asked |= str_starts(path, STR("data/")) && str_ends(path, STR(".csv")) &&
                    str_equal(str_slice(path, 5, path.len - 4), name);
    }
    return is_asked;
}

static void put_piece(void *context, struct str piece) {
    ledger_reader_put(context, piece);
}

/* Reads one of them; what is wrong with it needs no word, as it is not the run's. */
static bool read_last(const struct engine *engine, struct ledger *last, enum ledger_table table,
                      struct diag *diag) {
    struct arena *arena = engine->arena;
    const struct output *output = &engine->output;
    struct str path = earlier_table_path(arena, table), where;
    if (!output_find_last(output, arena, path, &where)) {
        return false;
    }
    struct source *source = ARENA_NEW(arena, struct source);
    source->file = path;
    struct ledger_reader *reader = ledger_reader_open(last, table, source, diag);
    bool is_read =
        folder_read_pieces(output->folder, where, EARLIER_LARGEST_TABLE, put_piece, reader);
    return ledger_reader_close(reader) && is_read;
}

/* Reads what there is; false if that is not all that the run left. */
static bool read_all(const struct engine *engine, struct ledger *last, struct diag *diag) {
    bool done = str_equal(engine->output.old.share, engine_share(engine));
    for (size_t i = 0; done && i < N_ASKED; i++) {
        struct str path = earlier_table_path(engine->arena, asked[i]);
        bool is_there = i < N_ALWAYS || output_has_listed(&engine->output, path);
        done = !is_there || read_last(engine, last, asked[i], diag);
    }
    return done && ledger_settle(last, diag);
}

bool previous_compare_last(struct engine *engine) {
    struct ledger *ledger = engine->ledger;
    engine->is_of_year = ledger_is_kept(ledger, LEDGER_CHANGES);
    if (engine->is_of_year) {
        return true;
    }
    struct arena *arena = arena_open_like(engine->arena);
    struct ledger *last = ledger_open(arena);
    if (!read_all(engine, last, diag_open(arena))) {
        arena_close(arena);
        return true;
    }
    struct ledger_aliases aliases = history_aliases(engine->history, arena, last, ledger);
    ledger_compare(ledger, last, &aliases, NULL);
    bool done = ledger_settle(ledger, engine->request->trouble);
    if (!ledger_n_rows(ledger, LEDGER_CHANGES)) {
        ledger_forget(ledger, LEDGER_CHANGES);
    }
    arena_close(arena);
    return done;
}
