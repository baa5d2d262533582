/* Inner header of batch: papers that need not be made again, as all they are made of is as it was
 * and they lie in OUT as they were made. */
#ifndef BATCH_FRESH_H
#define BATCH_FRESH_H

#include "batch/engine.h"

/* Hashes what the papers of all institutions are made of: the program, its templates and fonts,
 * what is asked of it. All templates must have been read. Reports FILE_READ
 * and returns false if that cannot be read. */
bool fresh_open(struct engine *engine);
/* The hash of that and of all that is known of the institution, what was told of it while it was
 * read and `judged` included. */
struct str fresh_hash(const struct engine *engine, const struct unit *unit,
                      const struct unit_complaints *told, const struct diag *judged,
                      struct arena *arena);
/* Takes the papers that OUT has of their unit, if they were made of that and nobody changed them
 * since. */
bool fresh_take(const struct engine *engine, struct str made_of, struct papers *papers,
                struct arena *arena);

#endif
