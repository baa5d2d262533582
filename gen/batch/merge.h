/* Inner header of batch: what is made of the work on all institutions. */
#ifndef BATCH_MERGE_H
#define BATCH_MERGE_H

#include "batch/worker.h"

/* Takes in what came of one institution. False if its papers could not be made; what is fatal then
 * is our own trouble, as only our templates can be at fault. */
bool merge_work(struct engine *engine, const struct work *work);
/* Settles the ledger; writes its tables and, if asked, the province. */
bool merge_ledger(struct engine *engine, bool makes_province);
/* Writes the tables of the settled ledger: those that may have rows. */
bool merge_tables(const struct engine *engine, struct arena *scratch,
                  const struct product_sink *sink);
/* Writes what is made of the settled ledger for the province. */
bool merge_province(struct engine *engine, struct arena *scratch, const struct product_sink *sink);
/* Notes with each file whom to call about it: the contact of the first institution that stands in
 * it. The ledger must be settled. */
void merge_note_senders(struct arena *arena, const struct ledger *ledger, struct file_facts *files,
                        size_t n);
/* Writes what was reported, and what became of each file; behind merge_ledger. */
bool merge_problems(struct engine *engine);

#endif
