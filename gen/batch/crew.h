/* Inner header of batch: the work on many institutions, by several processes. */
#ifndef BATCH_CREW_H
#define BATCH_CREW_H

#include "batch/hand.h"

/* Processes at most. */
#define CREW_MOST_JOBS 256

/* Works off the institutions of the run in request->n_jobs processes, which
 * are forked now and so share everything that has been read. What comes of each is handed to `take`
 * in their order, whoever made it and when; `work` is gone when it returns. A process that dies is
 * replaced and its institution tried once more; one that fells two, or goes beyond a limit of the
 * request, is reported (WORKER_LOST, WORKER_LIMIT) and keeps the papers it had. False once `take`
 * says so, when the run is to be stopped, or, reported, when no process can be started. */
bool crew_run(struct engine *engine,
              bool (*take)(struct engine *engine, size_t unit, const struct work *work));

#endif
