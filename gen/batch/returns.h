/* Inner header of batch: the files that go back to their senders. */
#ifndef BATCH_RETURNS_H
#define BATCH_RETURNS_H

#include "batch/engine.h"

/* Writes 退回修改 for each file of this run's share that has errors or warnings and holds a table:
 * the sender's own workbook with its bad cells marked. All must have been reported and counted. */
bool returns_write(struct engine *engine);

#endif
