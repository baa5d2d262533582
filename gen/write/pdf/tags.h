/*
 * Inner header of write: a document's parts as the structure tree of a PDF (ISO 32000-1, 14.7 and
 * 14.8): which stretch of which page belongs to which part, and what is said of each. Works on text
 * alone; knows no PDF library.
 */
#ifndef WRITE_PDF_TAGS_H
#define WRITE_PDF_TAGS_H

#include "layout/page.h"

/* A stretch of a page that is marked as a piece of a part. Its number on the page (MCID) is its
 * place among the marks of that page. */
struct tag_mark {
    /* The part. */
    uint32_t tag;
    /* Index of the page. */
    uint32_t page;
    /* Number on the page. */
    uint32_t number;
    /* The next mark of the part, counted from 1; 0 after the last. */
    uint32_t next;
};

/* A link on a page, and the part that its words are. */
struct tag_link {
    uint32_t tag;
    /* Number of its object. */
    unsigned object;
};

/* The structure of a document, filled as its pages are written. */
struct tags {
    struct arena *arena;
    const struct document *document;
    /* Marks of all pages, in order. */
    struct tag_mark *marks;
    size_t n_marks, capacity;
    /* By tag: its first and last mark, counted from 1. */
    uint32_t *first_mark, *last_mark;
    /* By tag: its first child that is told of, and the next of its parent; 0 for none. */
    uint32_t *first_child, *next_child;
    /* By tag: number of its object; 0 if it is not told of. */
    unsigned *objects;
    /* The links, whose numbers in the parent tree come after those of the pages. */
    struct tag_link *links;
    size_t n_links, links_capacity;
    /* How many are told of. */
    size_t n_told;
};

/* Begins; tells nothing of a document without tags. */
void tags_begin(struct tags *tags, struct arena *arena, const struct document *document);
/* Whether anything is told. */
bool tags_are_there(const struct tags *tags);
/* Marks the next stretch of a page as a piece of a part; returns its number on the page. */
uint32_t tags_mark(struct tags *tags, uint32_t tag, uint32_t page);
/* Tells of a link; returns its number in the parent tree. */
size_t tags_link(struct tags *tags, uint32_t tag, unsigned object);
/* What the tree says of names that are not standard. */
#define TAGS_ROLE_MAP "/RoleMap<</Field/P/Value/Span>>"
/* Name of a part's kind, NUL-ended: "TD". */
const char *tags_name(const struct document_tag *tag);
/* Leaves out parts of which nothing stands on a page, and numbers the objects of the others from
 * `first_object` on; the last is first_object + n_told - 1. */
void tags_number(struct tags *tags, unsigned first_object);
/* Appends the entries of the object of a part that is told of. `root` is the object of the tree,
 * `pages` are those of the pages. */
void tags_add_entries(const struct tags *tags, uint32_t tag, unsigned root, const unsigned *pages,
                      struct buf *out);
/* Appends the parent tree: by page and number the part that a stretch is a piece of. */
void tags_add_parents(const struct tags *tags, struct buf *out);

#endif
