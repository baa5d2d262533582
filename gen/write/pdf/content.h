/*
 * Inner header of write: pages as PDF content streams. Works on text alone; knows no PDF library.
 */
#ifndef WRITE_PDF_CONTENT_H
#define WRITE_PDF_CONTENT_H

#include "write/font/fontkit.h"
#include "write/pdf/tags.h"

/* The glyphs of a document, found and put to use. */
struct ink {
    /* The document. */
    const struct document *document;
    /* Opened face for each of document.faces, and last the kit's own; NULL where nothing uses it.
     */
    struct kit_face **faces;
    /* The glyphs of all runs of all pages, in order. */
    struct kit_glyph **glyphs;
    /* The next of them to be written. */
    size_t next;
    /* What is marked of the pages written so far, and how many these are. */
    struct tags tags;
    uint32_t n_pages;
    /* The kit's own glyphs that are in use; NULL for the others. */
    struct kit_glyph *signs[N_KIT_SIGNS];
};

/* Puts all glyphs of a document to use and gives each its text: the text of the first cluster of
 * one glyph in which it stands. Reports FONT_UNUSABLE and returns false if some cannot be had. */
bool ink_take(struct ink *ink, struct fontkit *kit, struct arena *arena,
              const struct document *document, struct diag *diag);
/* Appends the content stream of the next page; pages must come in order. The codes of the glyphs
 * must be settled. A cluster that its glyphs' texts do not tell has its text beside it. */
void ink_write_page(struct ink *ink, struct arena *scratch, const struct page *page,
                    struct buf *out);

/* The sign that a path is set as: the blank one lies under paths that are a text and are drawn.
 * KIT_SIGN_MISSING for mere drawing. */
static inline enum kit_sign sign_of(const struct path *path) {
    return path->mark == PATH_BOX    ? KIT_SIGN_BOX
           : path->mark == PATH_DONE ? KIT_SIGN_DONE
           : path->text.len          ? KIT_SIGN_BLANK
                                     : KIT_SIGN_MISSING;
}

/* The text of the next cluster, cut off the front of what is left of a run's text. */
static inline struct str next_cluster(struct str *rest, size_t len) {
    struct str text = {rest->data, len < rest->len ? len : rest->len};
    if (text.len) {
        *rest = (struct str){rest->data + text.len, rest->len - text.len};
    }
    return text;
}

#endif
