/* Inner header of write: what the press keeps between documents. */
#ifndef WRITE_PRESS_H
#define WRITE_PRESS_H

#include "write/font/fontkit.h"
#include "write/write.h"

/* What raster.c keeps; opaque. */
struct raster;
/* What repeats.c keeps; opaque here. */
struct repeats;

struct press {
    /* Where it lives. */
    struct arena *arena;
    /* Memory of the document at hand, and its start: empty between documents. */
    struct arena *scratch;
    struct arena_mark start;
    /* Fonts of PDF files. */
    struct fontkit *fonts;
    /* The ICC profile that every file holds and the ToUnicode map of most fonts, compressed; empty
     * before the first. */
    struct str profile, common_map;
    /* Contents of pages that come again; NULL before the first. */
    struct repeats *repeats;
    /* The stream at hand, before compression; keeps its room from document to document. */
    struct buf text;
    /* Who measures; NULL: nobody. */
    struct meter *meter;
    /* Fonts of pictures; NULL before the first. */
    struct raster *raster;
};

#endif
