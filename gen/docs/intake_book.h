/* Inner header of docs: the blank workbook that institutions fill in. */
#ifndef DOCS_INTAKE_BOOK_H
#define DOCS_INTAKE_BOOK_H

#include "docs/room.h"

/* Wording, order and checks of the blank workbook. */
struct intake_book;

/* Reads templates/docs/intake-book.yaml and the option lists; NULL after a report. */
struct intake_book *intake_book_read(const struct docs *docs, struct diag *diag);
/* The same of wording that is there already, and has its shape. */
struct intake_book *intake_book_of(const struct docs *docs, const struct yaml *words,
                                   struct diag *diag);
/* Makes the workbook; NULL after reporting FORM_FIELD for a field that the file names and no column
 * has, YAML_VALUE for a file of columns that is not there. */
struct workbook *intake_book_build(const struct docs *docs, struct arena *arena,
                                   const struct column_book *books, size_t n_books,
                                   struct diag *diag);

#endif
