/* Inner header of batch: 审核.csv, the versions of institutions' papers that were accepted. */
#ifndef BATCH_ACCEPTED_H
#define BATCH_ACCEPTED_H

#include "batch/engine.h"

/* Reads the file of the request, by which joining decides from then on; nothing to do without one.
 * False if there is no row to be read: then the trouble says why. */
bool accepted_read(struct engine *engine);
/* Adds what became of it as rows of the ledger, if there is one. */
void accepted_add(const struct engine *engine);
/* For a report: holds the file against what the runs took. A row that they did not know, and whose
 * file they did not take, is reported (ACCEPTED_LATE, ACCEPTED_MISSING) and added. */
bool accepted_of_ledger(struct engine *engine);

#endif
