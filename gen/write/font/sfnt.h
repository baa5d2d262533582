/*
 * Inner header of write: a font file as it lies on disk. Finds tables and reads the few figures a
 * writer needs, trusting no number in the file: fonts may come from anybody.
 */
#ifndef WRITE_FONT_SFNT_H
#define WRITE_FONT_SFNT_H

#include "base/base.h"

/* A stretch of a font file. */
struct bytes {
    /* First byte; may be NULL when size is 0. */
    const uint8_t *data;
    /* Bytes. */
    size_t size;
};

/* Reads big-endian numbers one behind the other. Reading past the end gives 0 and is remembered. */
struct scan {
    /* What is read. */
    struct bytes bytes;
    /* Next byte. */
    size_t at;
    /* Something lay past the end. */
    bool is_past_end;
};

/* A scan of `bytes` from `at` on. */
struct scan scan_from(struct bytes bytes, size_t at);
/* The next `width` (1 to 4) bytes as a number. */
uint32_t scan_number(struct scan *scan, unsigned width);
/* The next `size` bytes; empty if they are not there. */
struct bytes scan_bytes(struct scan *scan, size_t size);
/* Bytes [at, at + size) of `bytes`, or an empty stretch if they are not all there. */
struct bytes bytes_slice(struct bytes bytes, size_t at, size_t size);

/* One face of a font file. */
struct sfnt {
    /* The whole file. */
    struct bytes file;
    /* Its table records, 16 bytes each. */
    struct bytes directory;
    /* PostScript name, letters and digits only, NUL-ended. */
    char name[64];
    /* Glyphs in the face. */
    uint32_t n_glyphs;
    /* Design units of the em. */
    uint32_t units_per_em;
    /* Box around all glyphs: left, bottom, right, top, in thousandths of the em. */
    int32_t bbox[4];
    /* Heights over the baseline, in thousandths of the em; descent is negative. */
    int32_t ascent, descent, cap_height;
    /* Weight class, 1 to 1000; 400 is regular. */
    uint32_t weight;
    /* Entries of hmtx that have their own advance. */
    uint32_t n_advances;
    /* The table of advances. */
    struct bytes hmtx;
};

/* Maps a file and reads one face of it; the mapping lives as long as `arena`. On failure returns
 * false and names the fault (a table, a flag) in ASCII. A face whose licence flags (OS/2 fsType)
 * forbid embedding or subsetting is refused. */
bool sfnt_open(struct arena *arena, const char *path, unsigned index, struct sfnt *font,
               const char **problem);
/* The same over a file that is already in memory. */
bool sfnt_read(struct bytes file, unsigned index, struct sfnt *font, const char **problem);
/* A table by its four-letter tag; empty if it is not there. */
struct bytes sfnt_table(const struct sfnt *font, const char *tag);
/* Advance width of a glyph, in thousandths of the em, rounded. */
int32_t sfnt_advance(const struct sfnt *font, uint32_t glyph);

#endif
