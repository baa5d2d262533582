/* Judges and renders one institution. */
#include "batch/worker.h"

#include "batch/told.h"

/* Its rows, in a ledger of their own. */
static void write_rows(const struct engine *engine, const struct unit_findings *findings,
                       struct arena *arena, struct work *work) {
    struct ledger *ledger = ledger_open(arena);
    ledger_add_unit(ledger, engine->facts, findings);
    for (size_t i = 0; i < N_LEDGER_TABLES; i++) {
        if (ledger_is_kept(ledger, (enum ledger_table)i)) {
            work->rows[i] = ledger_write(ledger, arena, (enum ledger_table)i);
        }
    }
}

void worker_run(const struct engine *engine, const struct unit *unit, bool makes_papers,
                struct arena *arena, struct work *work) {
    struct diag *reported = diag_open(arena);
    diag_set_unit(reported, unit->id);
    *work = (struct work){.papers = engine_papers(engine, unit, arena), .is_done = true};
    const struct unit_findings *findings =
        rules_judge(engine->rules, arena, unit, engine->request->as_of, reported);
    if (makes_papers) {
        struct output output = output_for(&engine->output, arena, &work->papers, reported);
        struct product_sink sink = output_sink(&output);
        const struct unit_complaints told = told_of(engine->told, unit->id);
        work->is_done = docs_unit(engine->docs, arena, findings, &told, reported, &sink);
    }
    if (engine->facts) {
        write_rows(engine, findings, arena, work);
    }
    work->complaints = diag_take(reported, arena);
}
