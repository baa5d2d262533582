/* Inner header of write: a PDF file in the making, and its objects in libharu, whose entries and
 * streams are ours. */
#ifndef WRITE_PDF_OBJECTS_H
#define WRITE_PDF_OBJECTS_H

#include "write/pdf/tags.h"
#include "write/press.h"

#include <hpdf.h>
#include <hpdf_catalog.h>
#include <hpdf_doc.h>
#include <hpdf_objects.h>
#include <hpdf_pages.h>
#include <hpdf_streams.h>

/* Entry of a stream that is compressed. */
#define DEFLATED "/Filter/FlateDecode"

/* A file in the making. */
struct file {
    struct arena *arena;
    const struct document *document;
    /* Where the bytes go. */
    struct buf out;
    /* libharu's state; `error` is sticky. */
    HPDF_Error_Rec error;
    HPDF_MMgr memory;
    HPDF_Xref xref;
    HPDF_Stream sink;
    HPDF_Catalog catalog;
    HPDF_Pages root;
    /* Bytes of all streams. */
    size_t size;
    /* The pages' objects. */
    HPDF_Dict *pages;
    /* The links' objects, page by page, how many, and room for. */
    HPDF_Dict *links;
    size_t n_links, links_capacity;
    /* The map of fonts whose codes are their characters; NULL before the first. */
    HPDF_Dict common_map;
    /* What the identifier is made of: everything that tells this document from others. */
    struct buf essence;
};

/* The part of a dictionary that is written by us, and the stream behind it. */
struct body {
    struct file *file;
    struct str entries;
    /* The stream, already compressed. */
    struct str stream;
    /* Or what writes it, `size` bytes at `to`; NULL if it is at hand. */
    void (*write)(const struct body *body, char *to);
    size_t size;
    /* A font to be written. */
    const struct kit_subset *font;
};

/* Adds entries of ours to a dictionary of libharu. */
void file_attach(struct file *file, HPDF_Dict dict, struct str entries);
/* A new object of our entries. */
HPDF_Dict file_add_object(struct file *file, struct str entries);
/* A new object of our entries with a stream of `size` bytes, which the caller sets. */
struct body *file_add_stream(struct file *file, struct str entries, size_t size, HPDF_Dict *dict);
/* Number of an object, for references; 0 if it could not be made. */
unsigned file_number_of(HPDF_Dict dict);
/* Opens an empty file; false where libharu could not. It is closed with its arena. */
bool file_open(struct file *file);
/* Appends a place on a page as a destination. */
void file_add_destination(const struct file *file, size_t page, int32_t y, struct buf *entries);
/* The properties of the document, which the trailer names. */
void file_add_info(struct file *file);
/* What stands in the catalogue: XMP and output intent, the structure tree, language, labels of
 * pages. The pages must be there. */
void file_add_catalog(struct file *file, struct press *press, struct tags *tags);
/* The outline. The pages must be there. */
void file_add_bookmarks(struct file *file);
/* The identifier is made of the content, so it stays while the content does. */
void file_add_identifier(struct file *file);

#endif
