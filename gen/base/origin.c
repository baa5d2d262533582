/* Places as people write them. */
#include "base/origin.h"

#include "base/buf.h"

/* Appends the letters of a column from 1: A … Z, AA … */
static void add_letters(struct buf *buf, uint32_t column) {
    char letters[8];
    size_t n = 0;
    for (; column; column = (column - 1) / 26) {
        letters[n++] = (char)('A' + (column - 1) % 26);
    }
    while (n) {
        buf_add_byte(buf, (unsigned char)letters[--n]);
    }
}

struct str origin_cell(struct arena *arena, struct origin origin) {
    struct buf buf = {.arena = arena};
    add_letters(&buf, origin.column);
    if (origin.row) {
        buf_add_count(&buf, origin.row);
    }
    return buf_str(&buf);
}

struct str origin_text(struct arena *arena, struct origin origin) {
    struct buf buf = {.arena = arena};
    if (!origin.source) {
        return buf_str(&buf);
    }
    buf_add(&buf, origin.source->file);
    if (origin.source->sheet.len) {
        buf_add_byte(&buf, ':');
        buf_add(&buf, origin.source->sheet);
        if (origin.row || origin.column) {
            buf_add_byte(&buf, '!');
            buf_add(&buf, origin_cell(arena, origin));
        }
    } else if (origin.row) {
        buf_format(&buf, ":%u", origin.row);
        if (origin.column) {
            buf_format(&buf, ":%u", origin.column);
        }
    }
    return buf_str(&buf);
}
