/* Inner header of the font kit: faces, the glyphs taken out of them, and stocks of glyphs. */
#ifndef WRITE_FONT_KIT_H
#define WRITE_FONT_KIT_H

#include "write/font/cff.h"
#include "write/font/fontkit.h"

/* Glyph indexes and CIDs are 16 bits. */
#define MOST_GLYPHS 65536
/* Stocks that are kept. A run has a handful: as many as there are choices of forms. */
#define MOST_STOCKS 32

struct hb_face_t;
struct libdeflate_compressor;
struct stock_part;

/* A face of the kit. */
struct kit_face {
    struct fontkit *kit;
    /* What it was opened from. */
    const char *path;
    unsigned index;
    /* Why it cannot be used; NULL if it can. */
    const char *problem;
    struct sfnt figures;
    /* It is the kit's own: `figures` and `cff` are made up, and there is no file. */
    bool is_own;
    /* Outlines are of CFF kind; `cff` and `coder` are then valid, else `truetype`. */
    bool is_cff;
    struct cff cff;
    struct coder coder;
    struct hb_face_t *truetype;
    /* Glyphs taken out so far, by index; NULL for the others. */
    struct kit_glyph **glyphs;
    /* A bit for each glyph in use by the document at hand. */
    uint64_t used[MOST_GLYPHS / 64];
    size_t n_used;
    /* Its part in the stock of the document at hand, or NULL. */
    const struct stock_part *part;
};

/* The glyphs of one face in a stock. */
struct stock_part {
    struct kit_face *face;
    /* Without glyph 0, which comes first in every font; by ascending index. */
    struct kit_glyph **glyphs;
    size_t n_glyphs;
    /* The same as bits. */
    uint64_t bits[MOST_GLYPHS / 64];
    /* Their programs. */
    struct segment segment;
};

/* Glyphs that all documents with the same stock set: one segment of their fonts. */
struct stock {
    const struct page *const *pages;
    size_t n_pages;
    struct stock_part *parts;
    size_t n_parts, capacity;
};

struct fontkit {
    struct arena *arena;
    /* The document at hand, counted from 1. */
    uint32_t document;
    struct kit_face **faces;
    size_t n_faces;
    size_t capacity;
    /* The kit's own face, one of them; NULL before its first use. */
    struct kit_face *signs;
    /* Where a program is put while it is taken out. */
    struct buf program;
    struct libdeflate_compressor *compressor;
    /* The stocks prepared so far, and where they live. */
    struct arena *stock_arena;
    struct stock *stocks[MOST_STOCKS];
    size_t n_stocks;
    /* Where what was prepared is kept between runs, and what knows the digests of fonts; NULL:
     * nowhere. */
    struct cache *cache;
    const struct digests *digests;
};

/* The kit's face of a document's, opened where it was not; it may have a problem. */
struct kit_face *kit_find_face(struct fontkit *kit, const struct face *wanted);
/* Whether a glyph of a face with outlines of CFF kind has its program, which is taken out of the
 * face where it has not; false if it is not sound. */
bool kit_complete(struct kit_face *face, struct kit_glyph *glyph);
/* A new glyph of the face, for the run. */
struct kit_glyph *kit_add_glyph(struct kit_face *face, const struct kit_glyph *glyph);
/* The key under which something of a face is kept: what it is, the digest of the font, the face's
 * index; empty if nothing is kept of it. */
struct str kit_key(const struct kit_face *face, struct arena *arena, const char *what);
/* A compressor of that level, of libdeflate; out of memory ends the run as the arena does. */
struct libdeflate_compressor *kit_open_compressor(struct arena *arena, int level);

#endif
