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

#endif
