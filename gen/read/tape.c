/* Cells in short: a byte of flags, the row where it changes, the column unless it is the next, and
 * the text, or its index among the shared ones, or how many texts ago it was said, or how far it
 * stands behind the one before in what the tape leans on; numbers of seven bits a byte, low ones
 * first. Columns say the same few things over and over: who writes finds them by hash, who plays
 * the tape keeps the last few. */
#include "read/tape.h"

#include <string.h>

#include "read/bytes.h"
#include "read/format.h"

/* Bytes of the first block and of the largest; a cell that needs more gets one of its own. */
#define FIRST_BLOCK   4096U
#define LARGEST_BLOCK 65536U
/* Bytes of a cell without its text, at most. */
#define MOST_HEAD 40U

/* Texts found by hash; those that are kept by who plays, and the bytes of those worth it. */
#define N_FOUND         2048U
#define N_RECENT        4096U
#define SHORTEST_RECENT 3U
#define LONGEST_RECENT  64U

/* Flags beside the kind; the first kinds stand higher in a cell that is next to the one before. */
enum {
    KIND_MASK = 7,
    NEXT_KIND = READ_ERROR + 1,
    LAST_KIND_NEXT = KIND_MASK - NEXT_KIND,
    IS_SHARED = 8,
    IS_NEW_ROW = 16,
    IS_HIDDEN = 32,
    HAS_NUMBER = 64,
    IS_RECENT = 128,
    /* Neither: it is part of what the tape leans on. */
    IS_LEANING = IS_SHARED | IS_RECENT,
};

/* A text on the tape, and which of those that are worth it. */
struct found {
    struct str text;
    size_t number;
};

/* A stretch of tape; no cell goes over its end. */
struct block {
    struct block *next;
    size_t size, capacity;
    unsigned char *bytes;
};

struct tape {
    struct arena *arena;
    struct block *first, *last;
    /* Row and column of the cell added last; 0 before the first. */
    uint32_t row, column;
    /* Texts on the tape that are worth it: how many, and the last of every hash. */
    size_t n_recent;
    struct found *found;
    /* What kept texts are part of, and the end of the last of them. */
    struct str base;
    size_t base_at;
};

/* A tape being played. */
struct player {
    const struct texts *shared;
    size_t n_shared;
    const struct tape_sink *sink;
    uint32_t row, column;
    /* The last texts worth it, and how many there were. */
    struct str *recent;
    size_t n_recent;
    struct str base;
    size_t base_at;
    /* Texts are held against UTF-8, each where it is said. */
    bool is_checking;
};

/* A text is worth being remembered. */
static bool is_worth(struct str text) {
    return text.len >= SHORTEST_RECENT && text.len <= LONGEST_RECENT;
}

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
    tape->found = ARENA_ARRAY(tape->arena, struct found, N_FOUND);
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

/* Room for a cell at the end of the last block, or of a new one. */
static struct block *room_for(struct tape *tape, size_t size) {
    struct block *block = tape->last;
    if (block && block->capacity - block->size >= size) {
        return block;
    }
    size_t capacity = block ? block->capacity * 2 : FIRST_BLOCK;
    capacity = capacity < LARGEST_BLOCK ? capacity : LARGEST_BLOCK;
    capacity = size > capacity ? size : capacity;
    block = ARENA_NEW(tape->arena, struct block);
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
static struct saying say(struct tape *tape, struct str text, size_t shared) {
    if (shared < TAPE_KEPT) {
        return (struct saying){.flags = IS_SHARED, .number = shared};
    }
    if (shared == TAPE_KEPT && is_leaning(tape, text)) {
        size_t at = (size_t)(text.data - tape->base.data), gap = at - tape->base_at;
        tape->base_at = at + text.len;
        return (struct saying){.flags = IS_LEANING, .number = gap};
    }
    struct saying said = {.number = text.len, .is_said = true, .is_worth = is_worth(text)};
    if (said.is_worth) {
        said.slot = slot_of(text);
        const struct found *found = &tape->found[said.slot];
        size_t ago = tape->n_recent - found->number;
        if (ago <= N_RECENT && str_equal(found->text, text)) {
            return (struct saying){.flags = IS_RECENT, .number = ago};
        }
    }
    return said;
}

size_t tape_add(struct tape *tape, const struct read_cell *cell, size_t shared) {
    bool is_new_row = cell->row != tape->row;
    bool is_next = cell->column == (is_new_row ? 0 : tape->column) + 1 &&
                   (unsigned)cell->kind <= LAST_KIND_NEXT;
    bool has_number = cell->kind == READ_NUMBER && !is_said_by_text(cell);
    struct saying said = say(tape, cell->text, shared);
    struct block *block = room_for(tape, MOST_HEAD + (said.is_said ? cell->text.len : 0));
    unsigned char *bytes = block->bytes;
    size_t start = block->size, at = start;
    bytes[at++] =
        (unsigned char)(((unsigned)cell->kind + (is_next ? NEXT_KIND : 0U)) | said.flags |
                        (is_new_row ? IS_NEW_ROW : 0) | (cell->is_row_hidden ? IS_HIDDEN : 0) |
                        (has_number ? HAS_NUMBER : 0));
    at = is_new_row ? bytes_put_short(bytes, at, cell->row) : at;
    at = is_next ? at : bytes_put_short(bytes, at, cell->column);
    at = bytes_put_short(bytes, at, said.number);
    if (said.flags == IS_LEANING) {
        at = bytes_put_short(bytes, at, cell->text.len);
    }
    if (said.is_said && cell->text.len) {
        str_put((char *)bytes + at, cell->text);
        if (said.is_worth) {
            tape->found[said.slot] =
                (struct found){{(const char *)bytes + at, cell->text.len}, tape->n_recent++};
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

/* The day that a text begins with; false if there is none. */
static bool read_day(struct read_cell *cell) {
    enum { N_YEAR = 4, N_MONTH = 7, N_DAY = 10 };
    static const char rest[] = "0001-01-01";
    char day[N_DAY];
    size_t n = cell->text.len < N_DAY ? cell->text.len : N_DAY;
    memcpy(day, rest, N_DAY);
    memcpy(day, cell->text.data, n);
    cell->precision = n <= N_YEAR ? DATE_YEAR : n <= N_MONTH ? DATE_MONTH : DATE_DAY;
    return date_from_iso((struct str){day, N_DAY}, &cell->date);
}

/* What a cell's text says in figures. */
static void read_figures(struct read_cell *cell) {
    if (cell->kind == READ_NUMBER) {
        format_parse(cell->text, &cell->number);
    } else if (cell->kind == READ_BOOL) {
        cell->number = str_is(cell->text, "TRUE");
    }
}

/* Cuts so many bytes off what is left. */
static bool cut_bytes(struct str *left, uint64_t size, struct str *text) {
    if (size > left->len) {
        return false;
    }
    *text = (struct str){left->data, (size_t)size};
    left->data += size;
    left->len -= (size_t)size;
    return true;
}

/* A text of what the tape leans on: so far behind the last, so long, whole characters. */
static bool take_leaning(struct player *player, uint64_t gap, struct str *left, struct str *text) {
    struct str base = player->base;
    uint64_t size;
    if (!bytes_cut_short(left, &size) || gap > base.len - player->base_at ||
        size > base.len - player->base_at - gap) {
        return false;
    }
    size_t start = player->base_at + (size_t)gap, end = start + (size_t)size;
    *text = (struct str){base.data + start, (size_t)size};
    player->base_at = end;
    return !player->is_checking || (utf8_starts(base, start) && utf8_starts(base, end));
}

/* The text of a cell whose flags are known. */
static bool take_text(struct player *player, unsigned flags, struct str *left, struct str *text) {
    uint64_t number;
    if (!bytes_cut_short(left, &number)) {
        return false;
    }
    switch (flags & IS_LEANING) {
    case IS_SHARED:
        if (number >= player->n_shared) {
            return false;
        }
        *text = texts_at(player->shared, (size_t)number);
        return true;
    case IS_RECENT:
        if (number == 0 || number > N_RECENT || number > player->n_recent) {
            return false;
        }
        *text = player->recent[(player->n_recent - number) % N_RECENT];
        return true;
    case IS_LEANING:
        return take_leaning(player, number, left, text);
    default:
        if (!cut_bytes(left, number, text)) {
            return false;
        }
        if (is_worth(*text)) {
            player->recent[player->n_recent++ % N_RECENT] = *text;
        }
        return !player->is_checking || utf8_valid(*text, NULL);
    }
}

/* Cuts a cell off what is left. */
static bool take_cell(struct player *player, struct str *left, struct read_cell *cell) {
    unsigned flags = (unsigned char)*left->data++, kind = flags & KIND_MASK;
    bool is_next = kind >= NEXT_KIND;
    uint64_t row = player->row, column = (flags & IS_NEW_ROW ? 0 : player->column) + UINT64_C(1);
    left->len--;
    if ((flags & IS_NEW_ROW && !bytes_cut_short(left, &row)) ||
        (!is_next && !bytes_cut_short(left, &column)) || row > UINT32_MAX || column > UINT32_MAX) {
        return false;
    }
    player->row = (uint32_t)row;
    player->column = (uint32_t)column;
    *cell = (struct read_cell){.row = player->row,
                               .column = player->column,
                               .kind = (enum read_kind)(is_next ? kind - NEXT_KIND : kind),
                               .is_row_hidden = (flags & IS_HIDDEN) != 0};
    if (!take_text(player, flags, left, &cell->text)) {
        return false;
    }
    if (flags & HAS_NUMBER) {
        struct str number;
        if (!cut_bytes(left, sizeof cell->number, &number)) {
            return false;
        }
        memcpy(&cell->number, number.data, sizeof cell->number);
    } else if (cell->kind == READ_DATE) {
        return read_day(cell);
    } else if (!player->is_checking) {
        read_figures(cell);
    }
    return true;
}

static bool play_block(struct player *player, const struct block *block) {
    struct str left = {(const char *)block->bytes, block->size};
    struct read_cell cell;
    while (left.len) {
        if (!take_cell(player, &left, &cell) ||
            !player->sink->take(player->sink->context, &cell, TAPE_OWN)) {
            return false;
        }
    }
    return true;
}

static bool play(const struct tape *tape, const struct texts *shared, const struct tape_sink *sink,
                 bool is_checking) {
    struct arena *scratch = arena_open_like(tape->arena);
    struct player player = {.shared = shared,
                            .n_shared = texts_count(shared),
                            .sink = sink,
                            .is_checking = is_checking,
                            .base = tape->base,
                            .recent = ARENA_ARRAY(scratch, struct str, N_RECENT)};
    bool is_whole = true;
    for (const struct block *block = tape->first; block && is_whole; block = block->next) {
        is_whole = play_block(&player, block);
    }
    arena_close(scratch);
    return is_whole;
}

bool tape_play(const struct tape *tape, const struct texts *shared, const struct tape_sink *sink) {
    return play(tape, shared, sink, false);
}

bool tape_check(const struct tape *tape, const struct texts *shared, const struct tape_sink *sink) {
    return play(tape, shared, sink, true);
}

/* ---- as bytes -------------------------------------------------------------------------------- */

void tape_each(const struct tape *tape, void (*take)(void *context, struct str bytes),
               void *context) {
    for (const struct block *block = tape->first; block; block = block->next) {
        take(context, (struct str){(const char *)block->bytes, block->size});
    }
}

size_t tape_size(const struct tape *tape) {
    size_t size = 0;
    for (const struct block *block = tape->first; block; block = block->next) {
        size += block->size;
    }
    return size;
}

struct tape *tape_of(struct arena *arena, struct str bytes) {
    struct tape *tape = ARENA_NEW(arena, struct tape);
    tape->arena = arena;
    tape->first = tape->last = ARENA_NEW(arena, struct block);
    *tape->first = (struct block){
        .size = bytes.len, .capacity = bytes.len, .bytes = (unsigned char *)(uintptr_t)bytes.data};
    return tape;
}
