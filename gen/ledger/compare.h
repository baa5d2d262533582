/* Inner header of ledger: a comparison of two ledgers, of institutions and systems (compare.c) and
 * of what hangs on these: items of gap sheets and duties (compare_parts.c). */
#ifndef LEDGER_COMPARE_H
#define LEDGER_COMPARE_H

#include "ledger/facts.h"

/* A comparison. */
struct comparison {
    struct ledger *ledger;
    const struct ledger *previous;
    struct arena *scratch;
    /* What is told of duties and gaps since last year; NULL since the last run: all of gaps. */
    const struct ledger_facts *facts;
    /* Place of the first alias of an institution of now, by its id, and of the next of the same;
     * those of then that have become others; and of these the ones that rows name all the same. */
    const struct ledger_aliases *aliases;
    struct dictionary *first, *gone, *named;
    size_t *next;
};

/* Adds a change: a field of a unit, or of its system of that number, before and now. */
void compare_add(const struct comparison *comparison, struct str unit_id, struct str system_no,
                 struct str field, const struct str sides[2]);
/* The items whose verdict or state differs, or that only one of both sheets has; since last year
 * those that came to be met or ceased to be. */
void compare_system_gaps(const struct comparison *comparison, const struct ledger_row *before,
                         const struct ledger_row *after);
/* The duties of a system, or with an empty number of the unit, that came to be done or overdue, or
 * ceased to be. Both sides are unit and number. */
void compare_duties(const struct comparison *comparison, const struct str before[2],
                    const struct str after[2]);

#endif
