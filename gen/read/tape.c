/* Cells in short: a byte of flags, the row where it changes, the column unless it is the next, and
 * the text, or its index among the shared ones, or how many texts ago it was said, or how far it
 * stands behind the one before in what the tape leans on; numbers of seven bits a byte, low ones
 * first. Columns say the same few things over and over: who writes finds them by hash, who plays
 * the tape keeps the last few. */
#include "read/tape_inner.h"

#include <string.h>

#include "read/bytes.h"
#include "read/format.h"

/* Bytes of the first block and of the largest; a cell that needs more gets one of its own. */
#define FIRST_BLOCK   4096U
#define LARGEST_BLOCK 65536U
/* Bytes of a cell without its text, at most. */
#define MOST_HEAD 40U

/* Texts found by hash. */
#define N_FOUND 2048U

/* `n` bytes, 8 or 4, as a number of this machine: a tape is played by the program that made it. */
static uint64_t load(const char *bytes, size_t n) {
    uint64_t eight = 0;
    uint32_t four = 0;
    memcpy(n == 8 ? (void *)&eight : &four, bytes, n == 8 ? 8 : 4);
    return eight | four;
}

static uint64_t mix(uint64_t hash, uint64_t word) {
    hash = (hash ^ word) * UINT64_C(0x9E3779B97F4A7C15);
    return hash ^ hash >> 32;
}

/* Where such a text is. */
static size_t slot_of(struct str text) {
    const char *end = text.data + text.len;
    uint64_t hash = text.len;
    if (text.len < 4) {
        return (size_t)(mix(hash, (uint64_t)(unsigned char)end[-1] << 16 |
                                      (uint64_t)(unsigned char)end[-2] << 8 |
                                      (unsigned char)end[-3]) %
                        N_FOUND);
    }
    if (text.len < 8) {
        return (size_t)(mix(hash, load(text.data, 4) << 32 | load(end - 4, 4)) % N_FOUND);
    }
    for (const char *at = text.data; end - at > 8; at += 8) {
        hash = mix(hash, load(at, 8));
    }
    return (size_t)(mix(hash, load(end - 8, 8)) % N_FOUND);
}

static void release(void *object) {
    struct tape *tape = object;
    tape_close(tape);
}

struct tape *tape_open(struct arena *arena) {
    struct tape *tape = ARENA_NEW(arena, struct tape);
    tape->arena = arena_open_like(arena);
    tape->found = ARENA_ARRAY(tape->arena, struct tape_found, N_FOUND);
    arena_own(arena, tape, release);
    return tape;
}

void tape_lean(struct tape *tape, struct str base) {
    tape->base = base;
    tape->base_at = 0;
}

void tape_close(struct tape *tape) {
    arena_close(tape->arena);
    *tape = (struct tape){0};
}

/* A further block with room for a cell. */
static struct tape_block *add_block(struct tape *tape, size_t size) {
    struct tape_block *block = tape->last;
    size_t capacity = block ? block->capacity * 2 : FIRST_BLOCK;
    capacity = capacity < LARGEST_BLOCK ? capacity : LARGEST_BLOCK;
    capacity = size > capacity ? size : capacity;
    block = ARENA_NEW(tape->arena, struct tape_block);
    block->bytes = arena_alloc_raw(tape->arena, capacity, 1);
    block->capacity = capacity;
    if (tape->last) {
        tape->last->next = block;
    } else {
        tape->first = block;
    }
    tape->last = block;
    return block;
}

/* Room for a cell at the end of the last block, or of a new one. */
static inline struct tape_block *room_for(struct tape *tape, size_t size) {
    struct tape_block *block = tape->last;
    return block && block->capacity - block->size >= size ? block : add_block(tape, size);
}

/* Reading a number's text gives the number, to the last bit. */
static bool is_said_by_text(const struct read_cell *cell) {
    double number;
    return format_is_plain(cell->text) && format_parse(cell->text, &number) &&
           memcmp(&number, &cell->number, sizeof number) == 0;
}

/* How a text goes onto the tape. */
struct saying {
    /* Flags of it, and the number behind them. */
    unsigned flags;
    size_t number;
    /* The text itself follows, and is to be found again. */
    bool is_said, is_worth;
    size_t slot;
};

/* The text lies in what the tape leans on, behind the one before. */
static bool is_leaning(const struct tape *tape, struct str text) {
    uintptr_t start = (uintptr_t)tape->base.data, at = (uintptr_t)text.data;
    return at >= start && at - start >= tape->base_at && at - start <= tape->base.len &&
           text.len <= tape->base.len - (at - start);
}

/* What is to be said of a text. */
static struct saying say(struct tape *tape, const struct read_cell *cell, size_t shared) {
    struct str text = cell->text;
    if (shared < TAPE_KEPT) {
        return (struct saying){.flags = TAPE_SHARED, .number = shared};
    }
    if (shared == TAPE_KEPT && is_leaning(tape, text)) {
        size_t at = (size_t)(text.data - tape->base.data), gap = at - tape->base_at;
        tape->base_at = at + text.len;
        return (struct saying){.flags = TAPE_LEANING, .number = gap};
    }
    struct saying said = {
        .number = text.len, .is_said = true, .is_worth = tape_is_worth(cell->kind, text)};
    if (said.is_worth) {
        said.slot = slot_of(text);
        const struct tape_found *found = &tape->found[said.slot];
        size_t ago = tape->n_recent - found->number;
        if (ago <= TAPE_RECENT && str_equal(found->text, text)) {
            return (struct saying){.flags = TAPE_RECENTLY, .number = ago};
        }
    }
    return said;
}

/* A text of what the tape leans on, in the column that is next: most cells of a list are such. */
static size_t add_next_leaning(struct tape *tape, const struct read_cell *cell) {
    struct tape_block *block = room_for(tape, MOST_HEAD);
    size_t start = block->size, at = start, place = (size_t)(cell->text.data - tape->base.data);
    block->bytes[at++] = (unsigned char)(((unsigned)cell->kind + TAPE_NEXT_KIND) | TAPE_LEANING |
                                         (cell->is_row_hidden ? TAPE_HIDDEN : 0));
    at = bytes_put_short(block->bytes, at, place - tape->base_at);
    at = bytes_put_short(block->bytes, at, cell->text.len);
    tape->base_at = place + cell->text.len;
    tape->column = cell->column;
    block->size = at;
    return at - start;
}

size_t tape_add(struct tape *tape, const struct read_cell *cell, size_t shared) {
    if (shared == TAPE_KEPT && cell->kind == READ_TEXT && cell->row == tape->row &&
        cell->column == tape->column + 1 && is_leaning(tape, cell->text)) {
        return add_next_leaning(tape, cell);
    }
    bool is_new_row = cell->row != tape->row;
    bool is_next = cell->column == (is_new_row ? 0 : tape->column) + 1 &&
                   (unsigned)cell->kind <= TAPE_LAST_KIND_NEXT;
    bool has_number = cell->kind == READ_NUMBER && !cell->is_exact && !is_said_by_text(cell);
    struct saying said = say(tape, cell, shared);
    struct tape_block *block = room_for(tape, MOST_HEAD + (said.is_said ? cell->text.len : 0));
    unsigned char *bytes = block->bytes;
    size_t start = block->size, at = start;
    bytes[at++] =
        (unsigned char)(((unsigned)cell->kind + (is_next ? TAPE_NEXT_KIND : 0U)) | said.flags |
                        (is_new_row ? TAPE_NEW_ROW : 0) | (cell->is_row_hidden ? TAPE_HIDDEN : 0) |
                        (has_number ? TAPE_NUMBER : 0));
    at = is_new_row ? bytes_put_short(bytes, at, cell->row) : at;
    at = is_next ? at : bytes_put_short(bytes, at, cell->column);
    at = bytes_put_short(bytes, at, said.number);
    if (said.flags == TAPE_LEANING) {
        at = bytes_put_short(bytes, at, cell->text.len);
    }
    if (said.is_said && cell->text.len) {
        str_put((char *)bytes + at, cell->text);
        if (said.is_worth) {
            tape->found[said.slot] =
                (struct tape_found){{(const char *)bytes + at, cell->text.len}, tape->n_recent++};
        }
        at += cell->text.len;
    }
    if (has_number) {
        memcpy(bytes + at, &cell->number, sizeof cell->number);
        at += sizeof cell->number;
    }
    tape->row = cell->row;
    tape->column = cell->column;
    block->size = at;
    return at - start;
}

/* ---- as bytes -------------------------------------------------------------------------------- */

void tape_each(const struct tape *tape, void (*take)(void *context, struct str bytes),
               void *context) {
    for (const struct tape_block *block = tape->first; block; block = block->next) {
        take(context, (struct str){(const char *)block->bytes, block->size});
    }
}

size_t tape_size(const struct tape *tape) {
    size_t size = 0;
    for (const struct tape_block *block = tape->first; block; block = block->next) {
        size += block->size;
    }
    return size;
}

struct tape *tape_of(struct arena *arena, struct str bytes) {
    struct tape *tape = ARENA_NEW(arena, struct tape);
    tape->arena = arena;
    tape->first = tape->last = ARENA_NEW(arena, struct tape_block);
    *tape->first = (struct tape_block){
        .size = bytes.len, .capacity = bytes.len, .bytes = (unsigned char *)(uintptr_t)bytes.data};
    return tape;
}
