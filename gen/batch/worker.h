/* Inner header of batch: the work on one institution, which depends on nothing else. */
#ifndef BATCH_WORKER_H
#define BATCH_WORKER_H

#include "batch/engine.h"

/* What comes of one institution: plain bytes, so that another process can do the work. */
struct work {
    /* Its papers, with the files written. */
    struct papers papers;
    /* Its rows of each table of data/, as ledger_write writes them; empty for none. */
    struct str rows[N_LEDGER_TABLES];
    /* What was reported, as diag_take gives it. */
    struct str complaints;
    /* All its papers were made. */
    bool is_done;
};

/* Judges a unit and, if asked, writes its papers. Everything in `work` lives in the arena. */
void worker_run(const struct engine *engine, const struct unit *unit, bool makes_papers,
                struct arena *arena, struct work *work);

#endif
