/*
 * Inner header of intake: whose a table of systems is that does not say so itself: what a line or
 * a title above it, the sheet's name and the file's name say, weighed against each other.
 */
#ifndef INTAKE_WHOSE_H
#define INTAKE_WHOSE_H

#include "intake/columns.h"

struct desk;
struct claim;

/* The institution that a text begins with: all up to the last end of an institution's name; empty
 * if it begins with none. */
struct str institution_start(const struct spellings *spellings, struct arena *scratch,
                             struct str text);
/* What is written of a name before a seal, wide blanks or the next word with a colon. */
struct str name_in_line(struct arena *scratch, struct str said);
/* A line above the table names its institution, and nothing else names another. */
bool whose_line_holds(struct desk *desk, const struct table *table);
/* The claim about the institution that a table without a column of units is of. NULL if nothing
 * names one, or if two are named, which is reported once. */
struct claim *whose_claim(struct desk *desk, const struct table *table);

#endif
