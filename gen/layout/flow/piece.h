/*
 * Inner header of flow: a block between setting (pieces.c) and placing (flow.c).
 */
#ifndef LAYOUT_FLOW_PIECE_H
#define LAYOUT_FLOW_PIECE_H

#include "layout/flow/flow.h"

/* A block with its text set. */
struct flow_piece {
    const struct flow_block *block;
    /* Its style, or that of its caption: gives the space around it. */
    const struct text_style *style;
    const struct para *para;
    struct set_table *table;
    struct set_figure *figure;
    /* Of the first of its paragraphs; the others have nothing. */
    struct set_signature *signature;
    struct set_contents *contents;
    /* Of a new page: what it is made by; NULL for what the page before was. */
    const struct master *master;
    /* Units it must have on the page where it begins, and of an empty page. */
    int32_t needs, page_height;
    /* Units behind its last line that stay with that: blanks and a signature or last words. */
    int32_t tail;
};

/* Sets all blocks to the widths of their pages, and adds to the needs of each kept one those of the
 * next. False, with a report, if one names what the styles lack. */
bool pieces_set(const struct flow *flow, const struct flow_block *blocks, size_t n_blocks,
                struct flow_piece *pieces);
/* It is a paragraph of a signature. */
bool piece_is_signed(const struct flow_piece *piece);

/* The body of a page of the master: on even pages it keeps its distance to the other edge. */
struct area master_body(const struct master *master, size_t number);
/* Adds running texts and marks to all pages, once they are counted. */
void margins_add(struct flow *flow, struct flow_marks marks);

#endif
