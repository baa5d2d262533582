/* Inner header of batch: a run over what the last whole run into the same OUT was made of, which
 * has nothing to do but to make sure of that. */
#ifndef BATCH_UNCHANGED_H
#define BATCH_UNCHANGED_H

#include "batch/engine.h"

/* Keeps what was said of the inboxes themselves, before anything is read: files that are no tables,
 * folders that do not open. */
void unchanged_open(struct engine *engine);
/* This run would be made of just what the last one was: the program, its templates and fonts, what
 * is asked of it, every input, roster, history, what was accepted, last year's tables. It came to
 * its end with nothing that another try might mend, and all it left lies in OUT as it was. The
 * files must have been listed and OUT claimed. Then the engine knows the counts of that run, and
 * the claim on OUT has ended. */
bool unchanged_take(struct engine *engine);
/* Keeps for the next run what this one was made of, each file as it was when it was read, unless
 * another try might come to something else. */
void unchanged_keep(struct engine *engine);
/* A complaint about what may pass: a disk that was away, a limit of time, a process that died. */
bool unchanged_may_pass(enum diag_id id);

#endif
