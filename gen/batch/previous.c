/* Last year's run beside this one's: what changed since, as rows of the ledger. */
#include "batch/previous.h"

#include "batch/earlier.h"
#include "batch/history.h"

bool previous_compare(struct engine *engine) {
    const struct batch_request *request = engine->request;
    if (!request->previous.len) {
        return true;
    }
    struct batch_request earlier = *request;
    earlier.inboxes = &request->previous;
    earlier.n_inboxes = 1;
    struct arena *arena = arena_open_like(engine->arena);
    struct earlier_runs *runs = earlier_open(&earlier);
    struct ledger *previous = ledger_open(arena);
    bool done = runs && earlier_read(runs, &earlier, previous, engine->reported) &&
                ledger_settle(previous, request->trouble);
    if (done) {
        struct ledger_aliases aliases =
            history_aliases(engine->history, arena, previous, engine->ledger);
        ledger_compare(engine->ledger, previous, &aliases);
        done = ledger_settle(engine->ledger, request->trouble);
    }
    arena_close(arena);
    return done;
}
