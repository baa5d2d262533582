/* Inner header of batch: last year's run. */
#ifndef BATCH_PREVIOUS_H
#define BATCH_PREVIOUS_H

#include "batch/engine.h"

/* Adds to the settled ledger what changed since the OUT that the request names, and settles it
 * anew; nothing without one. Reports what earlier_open and earlier_read do; false then. */
bool previous_compare(struct engine *engine);

#endif
