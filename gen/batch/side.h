/* Inner header of batch: files beside the inbox that a run is told of: the roster, 沿革, 审核. */
#ifndef BATCH_SIDE_H
#define BATCH_SIDE_H

#include "batch/engine.h"

/* Reads the file of that path, whose name and SHA-256 are noted in `facts`, by `take`, which intake
 * has for each kind and which is handed `context`. What is wrong with its cells is told with the
 * rest; what is wrong with all of it is trouble, and ends the run: then false. */
bool side_open(struct engine *engine, struct str path, struct file_facts *facts,
               bool (*take)(const struct intake *intake, struct str name, struct str bytes,
                            struct diag *diag, void *context),
               void *context);

#endif
