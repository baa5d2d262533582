/* Inner header of batch: this run beside an earlier one. */
#ifndef BATCH_PREVIOUS_H
#define BATCH_PREVIOUS_H

#include "batch/engine.h"

/* Reads the rows of request->previous, last year's run, into the engine; nothing to do without one.
 * What cannot be compared is reported as `report` would; false then. */
bool previous_open(struct engine *engine);
/* Makes the changes of the run's settled ledger since those, and settles it again. */
bool previous_compare(struct engine *engine);
/* Makes those since the last whole run into the same OUT, where no year is compared: once the
 * province is made, as they are none of its figures. Where nothing changed, or where that run's
 * tables are not as it left them, there is no such table. */
bool previous_compare_last(struct engine *engine);
/* The file of data/ is one that the next run into OUT compares with. */
bool previous_asks(struct str path);

#endif
