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
    /* What is wrong with our own files or with OUT, likewise; empty where that has been reported
     * at once. */
    struct str trouble;
    /* What the parts of it took, in nanoseconds; 0 if nobody measures. */
    int64_t spent[N_METER_PARTS];
    /* All its papers were made. */
    bool is_done;
};

/* Judges the run's unit of that number and, if asked, writes its papers. Everything in `work` lives
 * in the arena. */
void worker_run(const struct engine *engine, size_t number, bool makes_papers, struct arena *arena,
                struct work *work);
/* Adds all of it, whose papers they are too; what was added stays in place. False if the bytes are
 * not whole. */
void work_pack(const struct work *work, struct buf *buf);
bool work_unpack(struct str bytes, struct arena *arena, struct work *work);

#endif
