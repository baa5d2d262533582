/* Questions beside the median of a class: asked of the rows alone, so that a run and a report of
 * its shares ask the same. */
#include "batch/questions.h"

bool questions_ask(struct engine *engine) {
    struct ledger_asked asked = {0};
    ledger_drop_class_questions(engine->ledger);
    if (engine->request->n_shards) {
        return true;
    }
    ledger_ask_classes(engine->questions, engine->arena, engine->ledger, &asked);
    for (size_t i = 0; i < asked.n_items; i++) {
        ledger_add_question(engine->ledger, &asked.items[i], false);
        diag_report(engine->reported, &asked.items[i].note);
    }
    return !asked.n_items || ledger_settle(engine->ledger, engine->request->trouble);
}
