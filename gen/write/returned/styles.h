/*
 * Inner header of write: the styles of a sender's workbook, with those of marked cells. A marked
 * cell keeps its style but for the fill, whose colour is ours alone and tells the mark again; the
 * colour it had before stands in the fill as the colour behind, which a solid fill does not show.
 * So a mark can be taken off after any program has saved the book, and styles do not pile up.
 */
#ifndef WRITE_RETURNED_STYLES_H
#define WRITE_RETURNED_STYLES_H

#include "layout/sheet.h"
#include "write/returned/scan.h"

/* Number formats that a book made by this program has at most, built-in ones too. */
#define STYLES_FORMATS 512

/* A list of the part: fonts, fills, borders, cellXfs. */
struct style_list {
    /* The entries, those added behind them. */
    struct str *items;
    size_t n_items, capacity, n_before;
    /* Where the list's start tag is, and where entries are added. */
    struct scan_tag tag;
    size_t end;
    bool is_there;
};

/* The part being changed. */
struct styles {
    struct arena *arena;
    struct str text;
    struct style_list fonts, fills, borders, cells;
    /* Prefix of its elements. */
    struct str prefix;
    /* By cell style of the book as it came: the style without our mark, plus one; 0: not asked. */
    size_t *bare;
    /* By cell style and tone: the marked style, plus one. */
    size_t *marked;
    size_t n_known;
    /* By enum cell_style: style of our own sheet, plus one. By number format: style of a body cell
     * that has it, plus one. */
    size_t ours[N_STYLES], formatted[STYLES_FORMATS];
    /* The style of our links, plus one. */
    size_t link;
};

/* Reads the part; false if it is not understood. */
bool styles_open(struct arena *arena, struct str text, struct styles *styles);
/* The style of a cell without a mark of ours that it has from before. */
size_t styles_bare(struct styles *styles, size_t style);
/* The style of a cell, which has no mark of ours, with one. */
size_t styles_marked(struct styles *styles, size_t style, enum mark_tone tone);
/* The styles of our own sheet; `format` as in struct cell, of those that the book has. */
size_t styles_of(struct styles *styles, enum cell_style style, uint32_t format);
size_t styles_of_link(struct styles *styles);
/* The part with what was added. */
struct str styles_part(struct styles *styles);

#endif
