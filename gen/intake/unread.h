/*
 * Inner header of intake: what is known of a sheet that is not read, so that it can be said.
 */
#ifndef INTAKE_UNREAD_H
#define INTAKE_UNREAD_H

#include "intake/columns.h"

/* The row of a sheet that is likest a header of ours. */
struct unread {
    /* Its number, 0 if no header is known. */
    uint32_t row;
    /* Known headers in it, and how many of them only one kind of sheet has. */
    size_t n_known, n_marks;
    /* The first of them, and the column that would make a table of it. */
    struct str headers, lacks;
    /* It has what names a record, but nothing that only one kind of sheet has. */
    bool is_only_named;
    /* What the sheet is taken for instead; empty if for nothing. */
    struct str other;
};

/* Looks at the first rows of a sheet without a table of ours. */
struct unread unread_find(const struct column_books *books, struct arena *scratch,
                          const struct tables *tables, struct read_sheet *sheet);
/* The sheets of a book that are nearest to one of ours, and why they are not: one text. */
struct str unread_sheets(const struct column_books *books, struct arena *scratch,
                         const struct tables *tables, struct read_sheet *const *sheets,
                         size_t n_sheets);

#endif
