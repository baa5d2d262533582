/* Inner header of batch: the work on many institutions, by several processes. */
#ifndef BATCH_CREW_H
#define BATCH_CREW_H

#include "batch/hand.h"

/* Processes at most. */
#define CREW_MOST_JOBS 256

/* Takes what came of an institution, by its number; `work` is gone when it returns. False: no more
 * is wanted. */
typedef bool crew_take(struct engine *engine, size_t unit, const struct work *work);

/* Judges the institutions of the run and, if asked, makes their papers, one behind the other in
 * this process. False once `take` says so, or when the run is to be stopped. */
bool crew_alone(struct engine *engine, bool makes_papers, crew_take *take);
/* Works off the institutions of the run in request->n_jobs processes, which are forked now and so
 * share everything that has been read; a few alone, as a process costs more than they do. What
 * comes of each is handed to `take` in their order, whoever made it and when. A process that dies
 * is replaced and its institution tried once more; one that fells two, or goes beyond a limit of
 * the request, is reported (WORKER_LOST, WORKER_LIMIT) and keeps the papers it had. False as above,
 * or, reported, when none of several processes can be started; the work of one is done alone. */
bool crew_run(struct engine *engine, crew_take *take);

#endif
