/* Copies of rows, in room that is used again. */
#include "intake/held.h"

struct held held_open(struct arena *arena, const struct read_sheet *sheet, size_t longest) {
    return (struct held){.sheet = sheet, .arena = arena, .longest = longest};
}

/* Free room behind the rows. */
static struct held_row *next_room(struct held *held) {
    if (held->n_rows == held->n_room) {
        struct held_row room = {.text.arena = held->arena};
        ARENA_PUSH(held->arena, held->rows, held->n_room, held->capacity, room);
    }
    return &held->rows[held->n_rows];
}

void held_add(struct held *held, const struct read_row *row) {
    struct held_row *room = next_room(held);
    size_t at = 0;
    if (row->n_cells > room->capacity) {
        room->capacity = row->n_cells * 2;
        room->cells = ARENA_ARRAY(held->arena, struct read_cell, room->capacity);
    }
    room->text.len = 0;
    for (size_t i = 0; i < row->n_cells; i++) {
        room->cells[i] = row->cells[i];
        room->cells[i].text = str_cut(row->cells[i].text, held->longest);
        buf_add(&room->text, room->cells[i].text);
    }
    /* only now does the text stand still */
    for (size_t i = 0; i < row->n_cells; i++) {
        struct str *text = &room->cells[i].text;
        *text = str_slice(buf_str(&room->text), at, at + text->len);
        at += text->len;
    }
    room->row = *row;
    room->row.cells = room->cells;
    held->n_rows++;
}

void held_drop(struct held *held, size_t n) {
    for (size_t i = 0; n > 0 && i + n < held->n_rows; i++) {
        struct held_row room = held->rows[i];
        held->rows[i] = held->rows[i + n];
        held->rows[i + n] = room;
    }
    held->n_rows -= n;
}

size_t held_from(const struct held *held, uint32_t number) {
    size_t low = 0, high = held->n_rows;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (held->rows[middle].row.number < number) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

const struct read_row *held_row(const struct held *held, uint32_t number) {
    size_t index = held_from(held, number);
    bool is_there = index < held->n_rows && held->rows[index].row.number == number;
    return is_there ? &held->rows[index].row : NULL;
}

const struct read_cell *held_at(const struct held *held, uint32_t row, uint32_t column) {
    const struct read_row *found = held_row(held, row);
    return found ? read_cell_at(found, column) : NULL;
}
