/*
 * Inner header of intake: sheets that are forms, labels with their values beside or below them. A
 * form is a table whose headers have their values with them.
 */
#ifndef INTAKE_FORM_SHEET_H
#define INTAKE_FORM_SHEET_H

#include "intake/columns.h"

struct desk;

/* The form on a sheet of at most 2,000 cells; NULL if there is none. */
struct table *form_sheet_find(const struct column_books *books, struct arena *arena,
                              struct arena *scratch, struct read_sheet *sheet);
/* Reads its records, and reports what a table would be reported for. */
void form_sheet_read(struct desk *desk, const struct column_books *books, const struct table *form);

#endif
