/*
 * Inner header of read: number formats of cells and the numbers behind them, for whoever writes the
 * cells again. Nothing is kept unless it was asked for (read_input).
 */
#ifndef READ_SHOWN_H
#define READ_SHOWN_H

#include "read/store.h"
#include "read/styles.h"

/* Formats of a book that are kept (Excel itself vouches for 200 to 250), and cells of a sheet that
 * have one; a cell beyond is as one without. */
#define SHOWN_MOST_FORMATS 200U
#define SHOWN_MOST_PLACES  2000000U
/* Characters of a format code. */
#define SHOWN_MOST_CODE 255U

/* A cell that has a format; in 16 bytes, as there are many. */
struct shown_place {
    /* As in struct read_shown. */
    double number;
    uint32_t row;
    /* The column, and the format's place in the list. */
    uint16_t column, format;
};

/* The formats of a book. */
struct shown {
    struct arena *arena;
    struct read_format *formats;
    size_t n_formats, capacity;
    /* By style its format's place in the list, plus two; 1 for none, 0 not asked. */
    uint32_t *of_style;
    size_t n_styles;
};

/* No format yet. */
struct shown *shown_open(struct arena *arena);
/* Notes the format of a cell and the number behind it, NAN for none. Without effect where formats
 * are not kept, for the format General, and for one that Excel might not take. */
void shown_note(struct read_sheet *sheet, const struct styles *styles, uint32_t style,
                const struct shown_place *place);
/* The number of a cell that was read from ISO text, in the 1900 system; NAN for none. */
double shown_serial(const struct read_cell *cell);
/* The code is one that Excel takes, as far as can be told: quotes and brackets are closed, at most
 * four sections, and no letter that means nothing (18.8.31), nothing that has to be escaped. */
bool shown_is_sound(struct str code);
/* Makes places findable. */
void shown_sort(struct read_sheet *sheet);

#endif
