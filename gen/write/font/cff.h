/*
 * Inner header of write: Compact Font Format outlines (Adobe Technical Notes 5176 and 5177). Takes
 * single glyphs out of a big CFF table, free of subroutines, and writes the small CID-keyed font
 * that a PDF embeds for them. Every offset and count of the table is checked before use.
 */
#ifndef WRITE_FONT_CFF_H
#define WRITE_FONT_CFF_H

#include "write/font/sfnt.h"

/* A list of byte strings (INDEX). */
struct cff_index {
    /* How many. */
    uint32_t n_items;
    /* Width of an offset, 1 to 4 bytes. */
    unsigned offset_width;
    /* The n_items + 1 offsets. */
    struct bytes offsets;
    /* What the offsets point into; offset 1 is its first byte. */
    struct bytes data;
};

/* A Font DICT: what glyphs of one design share. */
struct cff_dict {
    /* What its Private DICT says of widths. */
    struct bytes private_dict;
    /* Its local subroutines. */
    struct cff_index subrs;
    /* Operands of its FontMatrix; empty for none. */
    struct bytes matrix;
};

/* A CFF table opened for taking glyphs out. */
struct cff {
    /* The table. */
    struct bytes table;
    /* Glyph programs. */
    struct cff_index glyphs;
    /* Subroutines of all designs. */
    struct cff_index subrs;
    /* The Font DICTs; a font that is not CID-keyed has one. */
    struct cff_dict *dicts;
    /* How many, at most 256. */
    uint32_t n_dicts;
    /* FDSelect from its format byte on; empty for a font that is not CID-keyed. */
    struct bytes select;
    /* Operands of the font's FontMatrix and FontBBox; empty for none. */
    struct bytes matrix, bbox;
};

/* A glyph of a subset. */
struct cff_glyph {
    /* Its CID: the code it has in the document. */
    uint32_t cid;
    /* Its Font DICT in the face. */
    uint32_t dict;
    /* Bytes of its program. */
    uint32_t size;
};

/* Opens a CFF table; what it allocates lives in `arena`. On failure names the fault in ASCII. */
bool cff_read(struct arena *arena, struct bytes table, struct cff *font, const char **problem);
/* Item `i` of an index; false if there is none or its offsets are damaged. */
bool cff_index_item(const struct cff_index *index, uint32_t i, struct bytes *item);
/* Font DICT of a glyph, below n_dicts; false if the table does not say. */
bool cff_dict_of(const struct cff *font, uint32_t glyph, uint32_t *dict);
/* Appends the program of a glyph without hints and with every subroutine call replaced by what it
 * calls; one that computes the numbers of its hints keeps them. False if the program is damaged,
 * endless or composed of other glyphs by name (seac). */
bool cff_flatten(const struct cff *font, uint32_t glyph, struct buf *code);
/* A CID-keyed font named `name` up to where the programs of `glyphs` follow one behind the other.
 * CID 0 comes first. */
struct bytes cff_write_head(struct arena *arena, const struct cff *font, const char *name,
                            const struct cff_glyph *glyphs, size_t n_glyphs);

#endif
