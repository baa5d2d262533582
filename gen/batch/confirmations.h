/* Inner header of batch: what senders confirmed to be right. */
#ifndef BATCH_CONFIRMATIONS_H
#define BATCH_CONFIRMATIONS_H

#include "batch/engine.h"

/* All that was confirmed, now and in earlier runs; opaque. */
struct confirmations;

/* What stands in the files that were read and in data/ of OUT and of the run before; what is wrong
 * with data/confirmations.csv is reported. */
struct confirmations *confirmations_open(const struct engine *engine);
/* The key of a problem of the input: its institution, what is said, of what, and the value that it
 * is said of, not the place. Empty if it is not known to belong to an institution. */
struct str confirmations_key(const struct engine *engine, struct arena *arena,
                             const struct diag_item *item);
/* Reports into another sink what was reported: a warning that its sender confirmed, with a reason,
 * as a note (CONFIRMED). Errors stay; that they cannot be confirmed is said once
 * (CONFIRMATION_REFUSED). False, with nothing reported, if nothing at all was confirmed. */
bool confirmations_apply(const struct engine *engine, const struct diag *reported,
                         struct diag *into);
/* The report is a warning that its sender confirmed, with a reason. */
bool confirmations_hold(const struct engine *engine, struct arena *arena,
                        const struct diag_note *note);
/* Adds the rows of what was honoured of an institution. */
void confirmations_add(const struct engine *engine, struct ledger *ledger, struct str unit_id);
/* Adds the rows that OUT has of institutions that this run is not about, those of its share. */
void confirmations_keep(const struct engine *engine);

#endif
