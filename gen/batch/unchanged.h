/* Inner header of batch: a run over what the last whole run into the same OUT was made of, which
 * has nothing to do but to make sure of that. */
#ifndef BATCH_UNCHANGED_H
#define BATCH_UNCHANGED_H

#include "batch/engine.h"

/* Hashes what this run will be made of: the program, its templates and fonts, what is asked of it,
 * every input, roster, history, what was accepted, last year's tables. The files must have been
 * listed and OUT claimed. Leaves it empty if one of them cannot be read: the run will say so. */
void unchanged_open(struct engine *engine);
/* The last run was made of just that, it came to its end with nothing that another try might mend,
 * and all it left lies in OUT as it was. Then the engine knows the counts of that run, and the
 * claim on OUT has ended. */
bool unchanged_take(struct engine *engine);
/* Keeps for the next run what this one was made of, unless another try might come to something
 * else. */
void unchanged_keep(struct engine *engine);
/* A complaint about what may pass: a disk that was away, a limit of time, a process that died. */
bool unchanged_may_pass(enum diag_id id);

#endif
