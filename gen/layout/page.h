/*
 * The page contract: what layout ends in and every writer replays. A page is plain data at fixed
 * places, in whole units of 1/1024 pt, origin top left, y downwards. No library type appears here,
 * and nothing on a page needs measuring again.
 */
#ifndef LAYOUT_PAGE_H
#define LAYOUT_PAGE_H

#include "base/base.h"

/* One point, and one millimetre (a fraction), in units. */
#define PT 1024
#define MM (72 * PT / 25.4)
/* Paper A4, 210 mm by 297 mm, in units. */
#define A4_WIDTH  609562
#define A4_HEIGHT 862095

/* A font face: one face of one file, opened by file and never by family name. */
struct face {
    /* Role and place in its chain, for dumps: "song", "song+1". */
    struct str name;
    /* File to open, NUL-ended. */
    const char *path;
    /* Face in a collection file, from 0. */
    unsigned index;
};

/* An area, in units. */
struct area {
    /* Left edge. */
    int32_t x;
    /* Top edge. */
    int32_t y;
    /* Width. */
    int32_t width;
    /* Height. */
    int32_t height;
};

/* A glyph of a run. Glyphs are in reading order; a cluster is a glyph with text_len > 0 and the
 * glyphs with text_len 0 behind it. Marks squeezed together (》（) are one cluster, as the second
 * begins within the advance of the first. */
struct glyph {
    /* Glyph index in the face. */
    uint32_t id;
    /* Left origin, from the run's x. */
    int32_t x;
    /* Baseline shift, downwards, from the run's y. */
    int32_t y;
    /* Advance as shaped, before any stretching: for writers that set word positions. */
    int32_t advance;
    /* Bytes of the run's text that this cluster stands for; the clusters cover the text in order.
     * 0: continues the cluster of the glyph before. */
    uint32_t text_len;
};

/* How the line of a run got its width. */
enum run_fill {
    /* By what stands on it. */
    RUN_NATURAL,
    /* By a little space between all characters, within the cap. */
    RUN_STRETCHED,
    /* Spread on purpose, without cap: labels of official forms. */
    RUN_SPREAD,
    /* It ought to be full, but the cap did not allow it. */
    RUN_RAGGED,
};

/* Text in one face and size on one baseline. */
struct run {
    /* Face, an index into document.faces. */
    uint32_t face;
    /* Type size. */
    int32_t size;
    /* Grey of the ink: 0 black to 255 white. */
    uint8_t gray;
    /* Start of the baseline. */
    int32_t x;
    /* Baseline. */
    int32_t y;
    /* Advance width of the whole. */
    int32_t width;
    /* The glyphs. */
    const struct glyph *glyphs;
    /* How many. */
    size_t n_glyphs;
    /* The source text. */
    struct str text;
    /* The area the text must stay in: a form cell, the body of a page. For the audit. */
    struct area bound;
    /* The line was begun, ended by layout's choice at this run, not by a forced break. For the
     * audit of line starts and ends. */
    bool starts_line, ends_line;
    /* It is a number in a table, which is not parted. For the audit. */
    bool is_number;
    /* For the audit of gaps. */
    enum run_fill fill;
    /* It stands on a line of the page's grid, and begins at one of its places. For the audit. */
    bool is_on_grid, begins_place;
    /* Number from 1 of the block of its document that the words name; 0 for other words. Layout
     * makes a link of it. */
    uint32_t refers;
};

/* A straight line. */
struct rule {
    /* Start. */
    int32_t x1, y1;
    /* End. */
    int32_t x2, y2;
    /* Thickness. */
    int32_t thickness;
    /* Grey, 0 black. */
    uint8_t gray;
    /* Length of dash and gap; 0 for a solid line. */
    int32_t dash;
};

/* How an area is filled: told apart without colour. */
enum hatch {
    /* Not at all. */
    HATCH_NONE,
    /* Plain grey. */
    HATCH_SOLID,
    /* Lines rising to the right. */
    HATCH_RISING,
    /* Lines falling to the right. */
    HATCH_FALLING,
    /* Both. */
    HATCH_CROSS,
    /* Level lines. */
    HATCH_LEVEL,
    /* Dots. */
    HATCH_DOTS,
};

/* A rectangle. */
struct box {
    /* Where. */
    struct area area;
    /* Thickness of its outline, drawn centred on the edge; 0 for none. */
    int32_t thickness;
    /* Grey of the outline. */
    uint8_t gray;
    /* Filling. */
    enum hatch hatch;
    /* Grey of the filling. */
    uint8_t fill_gray;
};

/* A point of a path. */
struct point {
    int32_t x, y;
};

/* A path that is a character of its line: a writer may have a font for it. */
enum path_mark {
    /* None. */
    PATH_PLAIN,
    /* □ */
    PATH_BOX,
    /* √ in its box, the box of which is the path before. */
    PATH_DONE,
    /* That box. */
    PATH_BOX_OF_DONE,
};

/* An open polyline, stroked with round ends: tick strokes, chart lines. */
struct path {
    /* Its points. */
    const struct point *points;
    /* How many. */
    size_t n_points;
    /* Thickness. */
    int32_t thickness;
    /* Grey, 0 black. */
    uint8_t gray;
    /* Text it stands for ("√", "□"), for extraction and dumps; empty for mere drawing. */
    struct str text;
    /* What it is as a character, of which type size, and the start of its baseline. */
    enum path_mark mark;
    int32_t size;
    struct point base;
};

/* What a part of a document is to a reader who does not see its pages. */
enum tag_kind {
    /* The whole: the first tag of every document. */
    TAG_DOCUMENT,
    /* A stretch with a heading of its own: one copy of a form. */
    TAG_SECTION,
    /* A heading of `level`. */
    TAG_HEADING,
    /* A paragraph. */
    TAG_PARA,
    /* A table, its caption, its rows and their cells. */
    TAG_TABLE,
    TAG_CAPTION,
    TAG_ROW,
    TAG_HEADER_CELL,
    TAG_CELL,
    /* A field of a form (栏目): its label, and in it its value (填写内容). */
    TAG_FIELD,
    TAG_VALUE,
    /* A drawing that `text` stands for. */
    TAG_FIGURE,
    /* A list of contents, an item of it, and the words of a link. */
    TAG_CONTENTS,
    TAG_CONTENTS_ITEM,
    TAG_LINK,
};

/* A node of the tree of a document's parts. */
struct document_tag {
    /* What it is. */
    enum tag_kind kind;
    /* Index of the tag it is in, which comes before it; children are read in order of index. */
    uint32_t parent;
    /* Level of a heading, from 1. */
    uint16_t level;
    /* Rows and columns that a cell covers; 0 counts as 1. */
    uint16_t n_rows, n_columns;
    /* Words in place of a figure. */
    struct str text;
};

/* What an item is. */
enum item_kind { ITEM_RUN, ITEM_RULE, ITEM_BOX, ITEM_PATH };

/* One thing on a page. */
struct item {
    /* Which member holds it. */
    enum item_kind kind;
    /* The tag it is a piece of; 0 for what only decorates or says again: lines, running titles. */
    uint32_t tag;
    union {
        struct run run;
        struct rule rule;
        struct box box;
        struct path path;
    };
};

/* The part of a table on a page: what the audit needs to see its header there. */
struct table_part {
    /* Number of the table in its document. */
    size_t table;
    /* It began on a page before. */
    bool is_continued;
    /* Items [first, end) of the page that are its header rows; none for a table without. */
    size_t header_first, header_end;
};

/* A place that leads to another. */
struct page_link {
    /* Where it is. */
    struct area area;
    /* Index of the page it leads to, and the top of the place there. */
    size_t page;
    int32_t y;
    /* The TAG_LINK whose words stand in the area. */
    uint32_t tag;
};

/* Lines and places for characters that the text of an official paper keeps to (版心的行与字). */
struct page_grid {
    /* What they fill. */
    struct area area;
    /* Distance of lines and of places; 0 for a page without. */
    int32_t line, place;
};

/* A page. */
struct page {
    /* Paper width and height. */
    int32_t width, height;
    /* Printed page number, for viewers: "1", "封面". */
    struct str label;
    /* Its items in reading order; later ones cover earlier ones. */
    struct item *items;
    /* How many. */
    size_t n_items;
    /* Room for. */
    size_t capacity;
    /* Its grid. */
    struct page_grid grid;
    /* Links on it, how many, and room for. */
    struct page_link *links;
    size_t n_links, links_capacity;
    /* Tag of the items that are added from now on. */
    uint32_t tag;
    /* Parts of tables on it. */
    struct table_part *tables;
    /* How many, and room for. */
    size_t n_tables, tables_capacity;
};

/* An entry of the outline. */
struct bookmark {
    /* What it says. */
    struct str title;
    /* 1 for the top level. */
    int level;
    /* Page index from 0. */
    size_t page;
    /* Top of its place on the page. */
    int32_t y;
};

/* A finished document. */
struct document {
    /* 标题, author institution, subject: for the properties. */
    struct str title, author, subject;
    /* Date of the properties: the as-of date of the run. */
    struct date date;
    /* Faces that runs point to; owned by the typesetter, the same for all its documents. */
    const struct face *faces;
    /* How many. */
    size_t n_faces;
    /* What all copies of its forms print, however they are filled in: a page a form, never printed
     * itself. It lives as long as the typesetter, so that writers may prepare for it. */
    const struct page **stock;
    /* How many, and room for. */
    size_t n_stock, stock_capacity;
    /* The pages. */
    struct page **pages;
    /* How many. */
    size_t n_pages;
    /* Room for pages. */
    size_t pages_capacity;
    /* The outline. */
    struct bookmark *bookmarks;
    /* How many. */
    size_t n_bookmarks;
    /* Room for bookmarks. */
    size_t bookmarks_capacity;
    /* Tables that go over pages, or may. */
    size_t n_tables;
    /* Its parts in reading order. Without any, nothing is told but the pages. */
    struct document_tag *tags;
    /* How many. */
    size_t n_tags;
    /* Room for tags. */
    size_t tags_capacity;
};

#endif
