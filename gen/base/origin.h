/* Where a value came from: the thread that leads from any figure back to a cell somebody typed. */
#ifndef BASE_ORIGIN_H
#define BASE_ORIGIN_H

#include "base/str.h"

/* A file, or one sheet of it. Lives as long as the values that point to it. */
struct source {
    /* Name of the file as given on the command line, joined with '/' below folders. */
    struct str file;
    /* Sheet name; empty for CSV and our own templates. */
    struct str sheet;
};

/* A place in a source; all zero means nowhere in particular. */
struct origin {
    /* The file and sheet; NULL when none. */
    const struct source *source;
    /* Row as the sender sees it, from 1; for text files the physical line. 0: the whole source. */
    uint32_t row;
    /* Column from 1; for text files the byte column or the field. 0: the whole row. */
    uint32_t column;
    /* CSV record from 1 (differs from the line when quoted fields hold line breaks); else 0. */
    uint32_t record;
};

/* Cell name in A1 style ("C17"), "17" for a whole row, empty for a whole source. */
struct str origin_cell(struct arena *arena, struct origin origin);
/* `FILE:SHEET!C17`, `FILE:LINE:COLUMN` for a source without sheet, or as much as is known. */
struct str origin_text(struct arena *arena, struct origin origin);

#endif
