/*
 * Inner header of read: a web page in pieces, tags and text, without asking whether it is well
 * formed. Comments, declarations, scripts and style sheets are passed over.
 */
#ifndef READ_HTML_H
#define READ_HTML_H

#include "base/base.h"

/* What a piece is. */
enum html_kind { HTML_TEXT, HTML_CHARACTER, HTML_START, HTML_END };

/* A piece of a page. */
struct html_piece {
    enum html_kind kind;
    /* Of a tag: its name in lower case. */
    struct str name;
    /* Characters as they stand; of a tag, all behind the name in lower case. */
    struct str text;
    /* Of a tag, the same as it stands. */
    struct str raw;
    /* HTML_CHARACTER: what an entity stands for. */
    uint32_t code_point;
};

/* The piece at `*at`, which is moved behind it; false at the end of the page, also inside a tag.
 * What is made is in `arena`. */
bool html_next(struct arena *arena, struct str page, size_t *at, struct html_piece *piece);
/* The value of an attribute in the text of a tag; empty without. */
struct str html_attribute(struct str tag, const char *name);
/* An attribute that needs no value, as `checked`, is there. */
bool html_has(struct str tag, const char *name);

#endif
