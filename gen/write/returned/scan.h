/*
 * Inner header of write: the tags of an XML part with their places, so that it can be changed
 * without being written anew. What stands between two changes stays byte for byte.
 */
#ifndef WRITE_RETURNED_SCAN_H
#define WRITE_RETURNED_SCAN_H

#include "base/base.h"

/* A walk over the tags of a text; begin with the text alone set. */
struct scan {
    struct str text;
    /* Where the next tag is looked for. */
    size_t at;
    /* Elements open around it. */
    unsigned depth;
    /* The text is no XML that is understood here. */
    bool is_broken;
};

/* A tag. */
struct scan_tag {
    /* Its bytes. */
    size_t start, end;
    /* Its name with and without prefix. */
    struct str name, local;
    /* What stands behind the name. */
    struct str attributes;
    /* It ends an element; it is an element by itself. */
    bool is_end, is_empty;
    /* Depth of the element: 1 for the root. */
    unsigned depth;
};

/* The next tag; false at the end, or when the text is broken: a DOCTYPE, a tag that does not end,
 * elements that do not close. Comments, instructions and CDATA are passed over. */
bool scan_next(struct scan *scan, struct scan_tag *tag);
/* Goes behind the end of the element that a tag begins; `*end` gets the end's start. */
bool scan_skip(struct scan *scan, const struct scan_tag *tag, size_t *end);
/* The first start tag of that local name; false if there is none. */
bool scan_find(struct str text, const char *local, struct scan_tag *tag);
/* An attribute as it is written, by its name without prefix. */
bool scan_attribute(const struct scan_tag *tag, const char *local, struct str *value);
/* The same as a whole number from 0 to `most`. */
bool scan_count(const struct scan_tag *tag, const char *local, int64_t most, int64_t *number);
/* The prefix of a tag, with its colon; or empty. */
struct str scan_prefix(const struct scan_tag *tag);

/* A change: `with` in place of the bytes from start to end. */
struct edit {
    size_t start, end;
    struct str with;
};

/* Changes of one text, kept by rising place; none over another. */
struct edits {
    struct arena *arena;
    struct edit *items;
    size_t n_items, capacity;
};

/* Adds a change. */
void edits_add(struct edits *edits, size_t start, size_t end, struct str with);
/* Sets an attribute of a tag, by its name as written, or adds it. */
void edits_set(struct edits *edits, const struct scan_tag *tag, const char *attribute,
               struct str value);
/* Takes an attribute away. */
void edits_drop(struct edits *edits, const struct scan_tag *tag, const char *attribute);
/* The text with its changes. */
struct str edits_apply(const struct edits *edits, struct str text);

/* A text as it stands between tags or in quotes; what XML cannot hold becomes U+FFFD. */
void xml_add(struct buf *buf, struct str text);
/* The same, made by itself. */
struct str xml_escape(struct arena *arena, struct str text);
/* What a text between tags or in quotes means. */
struct str xml_plain(struct arena *arena, struct str text);

#endif
