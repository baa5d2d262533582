/*
 * Inner header of flow: a table between setting (table.c), breaking (table_pages.c) and drawing
 * (table_draw.c).
 */
#ifndef LAYOUT_FLOW_TABLE_H
#define LAYOUT_FLOW_TABLE_H

#include "layout/flow/flow.h"

/* A cell at its first row and column. */
struct set_cell {
    /* Place and extent. */
    size_t row, column, n_rows, n_columns;
    const struct table_cell *cell;
    /* What it says, and what it says on a page where it goes on; the latter only if it spans
     * rows. */
    const struct para *para, *continued;
    /* What it is a piece of; 0 until the table is placed. */
    uint32_t tag;
    /* How far a number stands from the right edge, so that points are below each other. */
    int32_t shift;
};

struct set_table {
    const struct flow_table *table;
    const struct table_style *style;
    /* Left edge of each column from the table's left, and the right edge of the last. */
    int32_t *edges;
    /* The cell that covers each place; n_rows × n_columns. */
    struct set_cell **owners;
    int32_t *heights;
    size_t n_header_rows;
    /* The caption, and what stands in its place on a page where the table goes on; NULL for none.
     */
    const struct para *caption, *again;
    /* Height of the body of an empty page, and of what the last rows hold under themselves. */
    int32_t page_height, tail;
    /* These are a note. */
    bool holds_note;
    /* Its number in the document, for the audit. */
    size_t number;
    /* It as a part of the document. */
    uint32_t tag;
};

/* Rows of the table on one page, or a slice of one row. */
struct segment {
    size_t first, end;
    /* Top on the page. */
    int32_t y;
    /* Height of a slice; 0 for whole rows. */
    int32_t slice;
    /* Lines of each column's cell that stood in the slices before; NULL for whole rows. */
    size_t *n_done;
    /* It stood on a page before: header rows. */
    bool is_again;
};

/* Height of rows [first, end). */
int32_t table_add_heights(const struct set_table *set, size_t first, size_t end);
/* Height a paragraph takes in a cell. */
int32_t table_pad_height(const struct set_table *set, const struct para *para);
/* Height that rows have on a page where the table goes on. */
int32_t table_page_room(const struct set_table *set);
/* Height of the smallest part of a row that may stand alone: two lines of one too high for any
 * page. */
int32_t table_least(const struct set_table *set, size_t row);
/* What a cell says again on a page where it goes on. */
const struct para *table_set_again(const struct flow *flow, const struct set_table *set,
                                   const struct set_cell *cell);
/* The paragraph that a cell shows in a segment that begins at row `first`. */
const struct para *table_choose_para(const struct set_cell *cell, size_t first);
/* Draws a segment at its place: shades, then lines, which they may not cover, then words. */
void table_draw(struct flow *flow, const struct set_table *set, const struct segment *segment);
/* Draws the frame from `top` to flow.y. */
void table_draw_frame(struct flow *flow, const struct set_table *set, int32_t top);

#endif
