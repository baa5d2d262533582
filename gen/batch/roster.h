/* Inner header of batch: who ought to report, and who of them did. */
#ifndef BATCH_ROSTER_H
#define BATCH_ROSTER_H

#include "batch/engine.h"

/* Reads the roster of the request, finds each of its institutions among those of the inventory, and
 * adds its rows to the ledger, where there is one. Reports ROSTER_NEAR for one that is found by a
 * name that is only alike, ROSTER_SEVERAL and ROSTER_TAKEN for one that is not found. Nothing to do
 * without a roster. False if it cannot be read: then the trouble says why, as nobody's rate would
 * be right. */
bool roster_of_inventory(struct engine *engine);
/* The same among the institutions of the settled ledger, whose own roster is replaced; settles it
 * anew. */
bool roster_of_ledger(struct engine *engine);

#endif
