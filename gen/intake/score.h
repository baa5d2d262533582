/*
 * Inner header of intake: what a header that no list knows may mean, by its words and by the cells
 * below it. The words are templates/columns/terms.yaml.
 */
#ifndef INTAKE_SCORE_H
#define INTAKE_SCORE_H

#include "intake/columns.h"

/* The columns' names taken apart, by kind of sheet; opaque. */
struct scorer;

/* Reads terms.yaml and takes the names of all columns apart; NULL after a report. */
const struct scorer *scorer_read(struct arena *arena, struct shelf *shelf, struct str edition,
                                 const struct headers *const *sheets, struct diag *diag);
/* Gives the headers that are not known yet the column that alone fits their words and their cells,
 * and notes of the others which may be meant, the likeliest first. */
void score_headers(const struct column_books *books, struct arena *scratch,
                   const struct headers *headers, struct header_column *columns, size_t n_columns);

#endif
