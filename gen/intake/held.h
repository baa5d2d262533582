/*
 * Inner header of intake: rows kept for a while, as copies: the window in which headers are sought,
 * and a form.
 */
#ifndef INTAKE_HELD_H
#define INTAKE_HELD_H

#include "read/read.h"

/* Room for a row; it is used again for others. */
struct held_row {
    struct read_row row;
    struct read_cell *cells;
    size_t capacity;
    struct buf text;
};

/* Rows by rising number. */
struct held {
    const struct read_sheet *sheet;
    struct arena *arena;
    /* Rows, and behind them room that is free. */
    struct held_row *rows;
    size_t n_rows, n_room, capacity;
    /* Bytes that a text is cut to. */
    size_t longest;
};

/* No rows yet. `longest`: bytes that texts are cut to. */
struct held held_open(struct arena *arena, const struct read_sheet *sheet, size_t longest);
/* Keeps a copy of a row, which comes behind those there are. */
void held_add(struct held *held, const struct read_row *row);
/* Lets the first `n` rows go. */
void held_drop(struct held *held, size_t n);
/* Index of the first row at or below a number; n_rows if there is none. */
size_t held_from(const struct held *held, uint32_t number);
/* The row of a number, or NULL. */
const struct read_row *held_row(const struct held *held, uint32_t number);
/* The cell at a place, or NULL. */
const struct read_cell *held_at(const struct held *held, uint32_t row, uint32_t column);

#endif
