/* Inner header of write: comments of one sheet, ours beside the sender's own. */
#ifndef WRITE_RETURNED_COMMENTS_H
#define WRITE_RETURNED_COMMENTS_H

#include "write/returned/scan.h"

/* A comment of ours; row and column from 1. */
struct comment {
    uint32_t row, column;
    struct str text;
    /* It has been put to one of the sender's. */
    bool is_placed;
};

/* What is done to the comments of a sheet. */
struct comments {
    struct arena *arena;
    /* Who writes them, and the line between a comment of the sender's and ours below it. */
    struct str author, divider;
    /* Ours, by row and column. */
    struct comment *items;
    size_t n_items;
    /* The parts: comments, and the drawing of their boxes. Empty where the sheet has none. */
    struct str text, drawing;
};

/* Takes off what is ours from before and puts the comments in; false if a part is not understood.
 */
bool comments_edit(struct comments *comments);

#endif
