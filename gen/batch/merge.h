/* Inner header of batch: what is made of the work on all institutions. */
#ifndef BATCH_MERGE_H
#define BATCH_MERGE_H

#include "batch/worker.h"

/* Takes in what came of one institution. False if its papers could not be made; what is fatal then
 * is our own trouble, as only our templates can be at fault. */
bool merge_work(struct engine *engine, const struct work *work);
/* Writes the tables of data/ that are computed from institutions and, if asked, the province. */
bool merge_ledger(struct engine *engine, bool makes_province);
/* Writes what was reported, and what became of each file. */
bool merge_problems(struct engine *engine);

#endif
