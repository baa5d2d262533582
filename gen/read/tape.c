/* Cells in short: a byte of flags, the row where it changes, the column, and the text, or its index
 * among the shared ones, or its place among those just said; numbers of seven bits a byte, low ones
 * first. Columns say the same few things over and over: who writes and who plays the tape remember
 * the last text of every hash alike. */
#include "read/tape.h"

#include <string.h>

#include "read/format.h"

/* Bytes of the first block and of the largest; a cell that needs more gets one of its own. */
#define FIRST_BLOCK   4096U
#define LARGEST_BLOCK 65536U
/* Bytes of a cell without its text, at most. */
#define MOST_HEAD 40U

/* Texts remembered, and the bytes of those that are worth it. */
#define N_RECENT        2048U
#define SHORTEST_RECENT 3U
#define LONGEST_RECENT  64U

/* Flags beside the kind. */
enum {
    KIND_MASK = 7,
    IS_SHARED = 8,
    IS_NEW_ROW = 16,
    IS_HIDDEN = 32,
    HAS_NUMBER = 64,
    IS_RECENT = 128,
};

/* A stretch of tape; no cell goes over its end. */
struct block {
    struct block *next;
    size_t size, capacity;
    unsigned char bytes[];
};

struct tape {
    struct arena *arena;
    struct block *first, *last;
    /* Row of the cell added last; 0 before the first. */
    uint32_t row;
    /* Texts on the tape, by hash. */
    struct str *recent;
};

/* A tape being played. */
struct player {
    const struct str *shared;
    const struct tape_sink *sink;
    uint32_t row;
    struct str *recent;
};

static void release(void *object) {
    struct tape *tape = object;
    tape_close(tape);
}

struct tape *tape_open(struct arena *arena) {
    struct tape *tape = ARENA_NEW(arena, struct tape);
    tape->arena = arena_open_like(arena);
    tape->recent = ARENA_ARRAY(tape->arena, struct str, N_RECENT);
    arena_own(arena, tape, release);
    return tape;
}

void tape_close(struct tape *tape) {
    arena_close(tape->arena);
    *tape = (struct tape){0};
}

static size_t put_number(unsigned char *bytes, size_t at, uint64_t number) {
    for (; number >= 128; number >>= 7) {
        bytes[at++] = (unsigned char)(number | 128);
    }
    bytes[at++] = (unsigned char)number;
    return at;
}

static uint64_t take_number(const unsigned char **at) {
    uint64_t number = 0;
    for (unsigned shift = 0;; shift += 7) {
        unsigned char byte = *(*at)++;
        number |= (uint64_t)(byte & 127) << shift;
        if (byte < 128) {
            return number;
        }
    }
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
    block = arena_alloc(tape->arena, 1, sizeof *block + capacity);
    block->capacity = capacity;
    if (tape->last) {
        tape->last->next = block;
    } else {
        tape->first = block;
    }
    tape->last = block;
    return block;
}

/* Where a text is remembered; N_RECENT if it is not worth it. */
static size_t slot_of(struct str text) {
    bool is_worth = text.len >= SHORTEST_RECENT && text.len <= LONGEST_RECENT;
    return is_worth ? (size_t)(str_hash(text) % N_RECENT) : N_RECENT;
}

/* Reading a number's text gives the number, to the last bit. */
static bool is_said_by_text(const struct read_cell *cell) {
    double number;
    return format_is_plain(cell->text) && format_parse(cell->text, &number) &&
           memcmp(&number, &cell->number, sizeof number) == 0;
}

size_t tape_add(struct tape *tape, const struct read_cell *cell, size_t shared) {
    bool is_shared = shared != TAPE_OWN, is_new_row = cell->row != tape->row;
    size_t slot = is_shared ? N_RECENT : slot_of(cell->text);
    bool is_recent = slot < N_RECENT && str_equal(tape->recent[slot], cell->text);
    bool is_said = !is_shared && !is_recent;
    bool has_number = cell->kind == READ_NUMBER && !is_said_by_text(cell);
    struct block *block = room_for(tape, MOST_HEAD + (is_said ? cell->text.len : 0));
    unsigned char *bytes = block->bytes;
    size_t start = block->size, at = start;
    bytes[at++] =
        (unsigned char)((unsigned)cell->kind | (is_shared ? IS_SHARED : 0) |
                        (is_new_row ? IS_NEW_ROW : 0) | (cell->is_row_hidden ? IS_HIDDEN : 0) |
                        (has_number ? HAS_NUMBER : 0) | (is_recent ? IS_RECENT : 0));
    at = is_new_row ? put_number(bytes, at, cell->row) : at;
    at = put_number(bytes, at, cell->column);
    at = put_number(bytes, at, is_shared ? shared : is_recent ? slot : cell->text.len);
    if (is_said && cell->text.len) {
        memcpy(bytes + at, cell->text.data, cell->text.len);
        if (slot < N_RECENT) {
            tape->recent[slot] = (struct str){(const char *)bytes + at, cell->text.len};
        }
        at += cell->text.len;
    }
    if (has_number) {
        memcpy(bytes + at, &cell->number, sizeof cell->number);
        at += sizeof cell->number;
    }
    tape->row = cell->row;
    block->size = at;
    return at - start;
}

/* What a cell's text says in figures. */
static void read_figures(struct read_cell *cell) {
    if (cell->kind == READ_NUMBER) {
        format_parse(cell->text, &cell->number);
    } else if (cell->kind == READ_DATE) {
        enum { N_YEAR = 4, N_MONTH = 7, N_DAY = 10 };
        static const char rest[] = "0001-01-01";
        char day[N_DAY];
        size_t n = cell->text.len < N_DAY ? cell->text.len : N_DAY;
        memcpy(day, rest, N_DAY);
        memcpy(day, cell->text.data, n);
        date_from_iso((struct str){day, N_DAY}, &cell->date);
        cell->precision = n <= N_YEAR ? DATE_YEAR : n <= N_MONTH ? DATE_MONTH : DATE_DAY;
    } else if (cell->kind == READ_BOOL) {
        cell->number = str_is(cell->text, "TRUE");
    }
}

/* The text of a cell whose flags are known. */
static struct str take_text(struct player *player, unsigned flags, const unsigned char **at) {
    size_t number = (size_t)take_number(at);
    if (flags & IS_SHARED) {
        return player->shared[number];
    }
    if (flags & IS_RECENT) {
        return player->recent[number];
    }
    struct str text = {(const char *)*at, number};
    size_t slot = slot_of(text);
    *at += number;
    if (slot < N_RECENT) {
        player->recent[slot] = text;
    }
    return text;
}

static bool play_block(struct player *player, const struct block *block) {
    const unsigned char *at = block->bytes, *end = block->bytes + block->size;
    while (at < end) {
        unsigned flags = *at++;
        player->row = flags & IS_NEW_ROW ? (uint32_t)take_number(&at) : player->row;
        struct read_cell cell = {.row = player->row,
                                 .kind = (enum read_kind)(flags & KIND_MASK),
                                 .is_row_hidden = (flags & IS_HIDDEN) != 0};
        cell.column = (uint32_t)take_number(&at);
        cell.text = take_text(player, flags, &at);
        if (flags & HAS_NUMBER) {
            memcpy(&cell.number, at, sizeof cell.number);
            at += sizeof cell.number;
        } else {
            read_figures(&cell);
        }
        if (!player->sink->take(player->sink->context, &cell, TAPE_OWN)) {
            return false;
        }
    }
    return true;
}

bool tape_play(const struct tape *tape, const struct str *shared, const struct tape_sink *sink) {
    struct arena *scratch = arena_open_like(tape->arena);
    struct player player = {
        .shared = shared, .sink = sink, .recent = ARENA_ARRAY(scratch, struct str, N_RECENT)};
    bool is_whole = true;
    for (const struct block *block = tape->first; block && is_whole; block = block->next) {
        is_whole = play_block(&player, block);
    }
    arena_close(scratch);
    return is_whole;
}
