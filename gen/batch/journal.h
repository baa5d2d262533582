/* Inner header of batch: a run's claim on OUT. While it lasts no other run may write there; what
 * the run makes is written down before it is made, so that the next run can sweep up after a killed
 * one. */
#ifndef BATCH_JOURNAL_H
#define BATCH_JOURNAL_H

#include "batch/folder.h"

/* The claim; ends with journal_end, or with its arena or process. */
struct journal;

/* Locks OUT and removes the temporary files of a killed run. Reports OUTPUT_LOCKED when another run
 * has it, OUTPUT_*, or, as a warning, OUTPUT_FOREIGN for a journal that another version wrote: that
 * one is put aside. NULL on failure; OUT is then as it was. */
struct journal *journal_begin(struct arena *arena, const struct folder *folder, struct diag *diag);
/* What runs that did not finish wrote down: plain paths below OUT. */
const struct str *journal_left(const struct journal *journal, size_t *n);
/* Writes down a path that will be made. Reports OUTPUT_*. */
bool journal_add(struct journal *journal, struct str path, struct diag *diag);
/* To be called before the first of the paths added since the last call is made: not even a power
 * cut takes these lines any more. Reports OUTPUT_*. */
bool journal_save(struct journal *journal, struct diag *diag);
/* Ends the claim. What was written down is forgotten if `forgets`, or if it is nothing; our own
 * folder goes when it is empty. */
void journal_end(struct journal *journal, bool forgets);

#endif
