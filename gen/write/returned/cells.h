/* Inner header of write: the cells of a sender's sheet, given other styles in place. */
#ifndef WRITE_RETURNED_CELLS_H
#define WRITE_RETURNED_CELLS_H

#include "write/returned/styles.h"

/* A sheet part being changed. */
struct cells {
    struct arena *arena;
    struct styles *styles;
    /* Its marks, by row and column. */
    const struct mark *marks;
    size_t n_marks;
    struct str text;
    /* Relationship of the drawing with boxes of comments: as it came (empty for none), or, where it
     * has none and is to get one, its identifier. */
    struct str drawing, new_drawing;
};

/* The identifier of the drawing that a sheet part names; empty for none. */
struct str cells_drawing(struct str text);
/* Changes the styles of marked cells, takes old marks off, and makes the sheet not the chosen one.
 * Cells that are not there are made. False if the part is not understood: rows or cells out of
 * order, among others. */
bool cells_edit(struct cells *cells);

#endif
