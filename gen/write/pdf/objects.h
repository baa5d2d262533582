/* Inner header of write: a PDF file in the making. Objects are written straight behind one another
 * as they are known; those that others name before they are known have their numbers reserved. */
#ifndef WRITE_PDF_OBJECTS_H
#define WRITE_PDF_OBJECTS_H

#include "write/pdf/tags.h"
#include "write/press.h"

/* Entry of a stream that is compressed. */
#define DEFLATED "/Filter/FlateDecode"

/* A file in the making. */
struct file {
    struct arena *arena;
    const struct document *document;
    /* The bytes so far. */
    struct buf out;
    /* Where each object begins, by number less one; 0 where it is only reserved. */
    size_t *places;
    size_t n_objects, capacity;
    /* Numbers of the catalogue, of the root of the page tree, of the properties, and of the root of
     * the outline, which is 0 where there is none. */
    unsigned catalog, root, info, outline;
    /* Those of the pages. */
    unsigned *pages;
    /* Those of the links, page by page, how many, and room for. */
    unsigned *links;
    size_t n_links, links_capacity;
    /* That of the map of fonts whose codes are their characters; 0 before the first. */
    unsigned common_map;
    /* The fonts by the names that pages call them by, as entries. */
    struct buf fonts;
    /* What the identifier is made of: everything that tells this document from others. */
    struct buf essence;
};

/* Begins the file: `document`, `arena` and the arena of `out` are set. */
void file_open(struct file *file);
/* The number of an object that is written later. */
unsigned file_reserve(struct file *file);
/* Begins an object that is a dictionary; its entries are appended to `out`. */
void object_begin(struct file *file, unsigned number);
/* Ends it. */
void object_end(struct file *file);
/* A new object of these entries; returns its number. */
unsigned file_add_object(struct file *file, struct str entries);
/* A new object with these entries and a stream of `size` bytes: they go where the result points,
 * and object_end_stream follows. Its number is that of the newest object. */
char *object_begin_stream(struct file *file, struct str entries, size_t size);
/* Ends an object with a stream. */
void object_end_stream(struct file *file);
/* A new object with these entries and a stream that is at hand; returns its number. */
unsigned file_add_stream(struct file *file, struct str entries, struct str stream);
/* What was appended to `out` from `start` on tells this document from others. */
void file_note_essence(struct file *file, size_t start);
/* Appends a key and a reference to an object: "/Parent 2 0 R". */
void file_add_reference(struct buf *out, const char *key, unsigned number);
/* Ends the file: where each object begins, and the trailer with these entries. */
void file_close(struct file *file, struct str entries);

/* Appends a place on a page as a destination. */
void file_add_destination(const struct file *file, size_t page, int32_t y, struct buf *entries);
/* Appends a key and a text; nothing for an empty one. */
void file_add_text(struct buf *out, const char *key, struct str text);
/* The properties of the document, which the trailer names. */
void file_add_info(struct file *file);
/* The catalogue: XMP and output intent, the structure tree, language, labels of pages. Pages and
 * outline must be there. */
void file_add_catalog(struct file *file, struct press *press, struct tags *tags);
/* The outline. The pages must be there. */
void file_add_outline(struct file *file);
/* The identifier as an entry. It is made of the content, so it stays while the content does. */
struct str file_identifier(struct file *file);

#endif
