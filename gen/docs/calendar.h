/* Inner header of docs: 到期日历, the unit's duties with a day as a calendar file (RFC 5545). */
#ifndef DOCS_CALENDAR_H
#define DOCS_CALENDAR_H

#include "docs/names.h"

/* Its words. */
struct calendar;

/* Reads templates/prose/calendar; NULL after reporting what is wrong. */
struct calendar *calendar_read(const struct docs *docs, struct diag *diag);
/* The calendar of the duties that are not done, or are due again, and have a day: an event of a
 * whole day for each, in the order of the days. Empty after reporting. */
struct str calendar_build(const struct docs *docs, struct subject *subject, struct diag *diag);

/* province/到期日历.ics: an event for each duty and day on which it is due, or was and is not done,
 * with whose it is, from the rows of obligations. */
struct str calendar_of_province(const struct docs *docs, struct arena *arena,
                                const struct ledger *ledger);

#endif
