/*
 * Inner header of intake: whether cells could be a field's, asked before a column is read.
 */
#ifndef INTAKE_FIT_H
#define INTAKE_FIT_H

#include "intake/columns.h"

/* Of the first cells below a header: how many are filled, and how many could be read as a field. */
struct fit {
    size_t n_filled, n_fit;
};
struct fit column_fit(const struct column_books *books, struct arena *scratch,
                      const struct header_column *column, enum field field);

#endif
