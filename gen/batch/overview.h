/* Inner header of batch: index.html over what OUT holds. */
#ifndef BATCH_OVERVIEW_H
#define BATCH_OVERVIEW_H

#include "batch/engine.h"

/* Writes index.html; the last file but the manifest, as it has a link to every other. */
bool overview_write(struct engine *engine, struct complaint_source reported);

#endif
