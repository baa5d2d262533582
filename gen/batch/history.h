/* Inner header of batch: what became of institutions that were renamed, merged or closed. */
#ifndef BATCH_HISTORY_H
#define BATCH_HISTORY_H

#include "batch/engine.h"

/* 沿革, to be asked; opaque. */
struct history;

/* Reads the file of the request into the engine; nothing to do without one. Reports HISTORY_UNUSED
 * for a row that says nothing of the time up to the as-of date. False if there is no row to be
 * read: then the trouble says why. */
bool history_read(struct engine *engine);
/* The last row that says what became of an institution, by its code, else by its name in its place;
 * NULL if none does. `name` as inventory_key makes it. */
const struct intake_history_row *history_find(const struct history *history, struct arena *scratch,
                                              struct str code, struct str name, struct str region);
/* Tells of institutions of the inventory that handed in under what they are called no more, at
 * their names: HISTORY_BOTH where the one they became did too, HISTORY_FORMER where it did not, or
 * where they were closed. They are joined with none. */
void history_tell(struct engine *engine);
/* The institutions of an earlier ledger that are others of this one now; in the arena. */
struct ledger_aliases history_aliases(const struct history *history, struct arena *arena,
                                      const struct ledger *previous, const struct ledger *ledger);
/* Two region codes that cannot lie in each other: 360402 and 360403; 360400 and 360402 can. */
bool history_is_apart(struct str a, struct str b);

#endif
