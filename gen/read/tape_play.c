/* Cells off a tape. One that came from elsewhere may say anything. */
#include <string.h>

#include "read/bytes.h"
#include "read/format.h"
#include "read/tape_inner.h"

/* A tape being played, or looked at. */
struct player {
    const struct texts *shared;
    size_t n_shared;
    /* Who takes the cells; NULL: they are looked at, texts held against UTF-8, each where it is
     * said. */
    const struct tape_sink *sink;
    uint32_t row, column;
    /* The last texts worth it, and how many there were. */
    struct str *recent;
    size_t n_recent;
    struct str base;
    size_t base_at;
    /* What was seen so far, and the furthest place that cells may have. */
    struct tape_count count;
    struct tape_bounds bounds;
};

/* Figures of a day. */
enum { N_YEAR = 4, N_MONTH = 7, N_DAY = 10 };

/* The day that a text begins with; false if there is none. */
static bool read_day(struct read_cell *cell) {
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

/* What the loops below are made of: playing and looking are one text and two programs. */
#define ALWAYS_INLINE static inline __attribute__((always_inline))

/* What is left of a block. */
struct reel {
    const unsigned char *at, *end;
};

/* Cuts a number in short off; false if there is none. */
ALWAYS_INLINE bool cut_short(struct reel *reel, uint64_t *number) {
    if (reel->at < reel->end && *reel->at < 128) { /* as most are */
        *number = *reel->at++;
        return true;
    }
    struct str left = {(const char *)reel->at, (size_t)(reel->end - reel->at)};
    bool is_cut = bytes_cut_short(&left, number);
    reel->at = (const unsigned char *)left.data;
    return is_cut;
}

/* Cuts so many bytes off. */
ALWAYS_INLINE bool cut_bytes(struct reel *reel, uint64_t size, struct str *text) {
    *text = (struct str){(const char *)reel->at, (size_t)size};
    if (size > (size_t)(reel->end - reel->at)) {
        return false;
    }
    reel->at += size;
    return true;
}

/* A part of what the tape leans on begins and ends between characters. */
ALWAYS_INLINE bool is_whole(const struct player *player, struct str text) {
    size_t start = (size_t)(text.data - player->base.data);
    return utf8_starts(player->base, start) && utf8_starts(player->base, start + text.len);
}

/* A text of what the tape leans on: so far behind the last, so long, whole characters. */
ALWAYS_INLINE bool take_leaning(struct player *player, bool checks, uint64_t gap, struct reel *reel,
                                struct str *text) {
    struct str base = player->base;
    uint64_t size;
    if (!cut_short(reel, &size) || gap > base.len - player->base_at ||
        size > base.len - player->base_at - gap) {
        return false;
    }
    size_t start = player->base_at + (size_t)gap, end = start + (size_t)size;
    *text = (struct str){base.data + start, (size_t)size};
    player->base_at = end;
    return !checks || is_whole(player, *text);
}

/* Most texts of a tape are short, and many of ASCII. */
ALWAYS_INLINE bool is_utf8(struct str text) {
    enum { SHORT = 16 };
    unsigned all = text.len > SHORT ? 0x80 : 0;
    for (size_t i = 0; i < text.len && i < SHORT; i++) {
        all |= (unsigned char)text.data[i];
    }
    return all < 0x80 || utf8_valid(text, NULL);
}

/* The text of a cell whose kind and flags are known. */
ALWAYS_INLINE bool take_text(struct player *player, bool checks, struct reel *reel, unsigned flags,
                             struct read_cell *cell) {
    struct str *text = &cell->text;
    uint64_t number;
    if (!cut_short(reel, &number)) {
        return false;
    }
    switch (flags & TAPE_LEANING) {
    case TAPE_SHARED:
        if (number >= player->n_shared) {
            return false;
        }
        *text = texts_at(player->shared, (size_t)number);
        return true;
    case TAPE_RECENTLY:
        if (number == 0 || number > TAPE_RECENT || number > player->n_recent) {
            return false;
        }
        *text = player->recent[(player->n_recent - number) % TAPE_RECENT];
        return true;
    case TAPE_LEANING:
        return take_leaning(player, checks, number, reel, text);
    default:
        if (!cut_bytes(reel, number, text)) {
            return false;
        }
        if (tape_is_worth(cell->kind, *text)) {
            player->recent[player->n_recent++ % TAPE_RECENT] = *text;
        }
        return !checks || is_utf8(*text);
    }
}

/* Cuts a cell off. */
ALWAYS_INLINE bool take_cell(struct player *player, bool checks, struct reel *reel,
                             struct read_cell *cell) {
    unsigned flags = *reel->at++, kind = flags & TAPE_KIND;
    bool is_next = kind >= TAPE_NEXT_KIND;
    uint64_t row = player->row, column = (flags & TAPE_NEW_ROW ? 0 : player->column) + UINT64_C(1);
    if ((flags & TAPE_NEW_ROW && !cut_short(reel, &row)) ||
        (!is_next && !cut_short(reel, &column)) || row > UINT32_MAX || column > UINT32_MAX) {
        return false;
    }
    player->row = (uint32_t)row;
    player->column = (uint32_t)column;
    *cell = (struct read_cell){.row = player->row,
                               .column = player->column,
                               .kind = (enum read_kind)(is_next ? kind - TAPE_NEXT_KIND : kind),
                               .is_row_hidden = (flags & TAPE_HIDDEN) != 0};
    if (!take_text(player, checks, reel, flags, cell)) {
        return false;
    }
    if (flags & TAPE_NUMBER) {
        struct str number;
        if (!cut_bytes(reel, sizeof cell->number, &number)) {
            return false;
        }
        memcpy(&cell->number, number.data, sizeof cell->number);
    } else if (cell->kind == READ_DATE) {
        return read_day(cell);
    } else if (!checks) {
        read_figures(cell);
    }
    return true;
}

/* A text cell next to the one before that leans, as most cells of a list are: takes its text, or
 * leaves all as it is. What is wrong with it is told by the longer way. */
ALWAYS_INLINE bool take_next_leaning(struct player *player, struct reel *reel, struct str *text) {
    enum { FLAGS = (READ_TEXT + TAPE_NEXT_KIND) | TAPE_LEANING, SIZE = 3 };
    const unsigned char *at = reel->at;
    if (reel->end - at < SIZE || at[0] != FLAGS || (at[1] | at[2]) >= 128) {
        return false;
    }
    size_t start = player->base_at + at[1], end = start + at[2];
    if (end > player->base.len || player->column == UINT32_MAX) {
        return false;
    }
    *text = (struct str){player->base.data + start, end - start};
    player->base_at = end;
    player->column++;
    reel->at += SIZE;
    return true;
}

/* A cell that no sheet holds is told by false. */
ALWAYS_INLINE bool count_place(struct player *player, uint32_t row, size_t n_text) {
    player->count.is_scrambled |= player->row < row;
    player->count.n_text += n_text;
    player->count.n_cells++;
    return player->row > 0 && player->row <= player->bounds.rows && player->column > 0 &&
           player->column <= player->bounds.columns;
}

/* The same of a cell behind one of that row. */
ALWAYS_INLINE bool count_cell(struct player *player, const struct read_cell *cell, uint32_t row) {
    return count_place(player, row, cell->text.len) && cell->kind <= READ_ERROR;
}

static bool play_block(struct player *player, const struct tape_block *block) {
    struct reel reel = {block->bytes, block->bytes + block->size};
    const struct tape_sink *sink = player->sink;
    struct read_cell cell;
    while (reel.at < reel.end) {
        struct str text;
        bool is_next = take_next_leaning(player, &reel, &text);
        if (is_next) {
            cell = (struct read_cell){
                .row = player->row, .column = player->column, .kind = READ_TEXT, .text = text};
        }
        if ((!is_next && !take_cell(player, false, &reel, &cell)) ||
            !sink->take(sink->context, &cell, TAPE_OWN)) {
            return false;
        }
    }
    return true;
}

static bool check_block(struct player *player, const struct tape_block *block) {
    struct reel reel = {block->bytes, block->bytes + block->size};
    struct read_cell cell;
    while (reel.at < reel.end) {
        uint32_t row = player->row;
        struct str text;
        if (take_next_leaning(player, &reel, &text)) {
            if (!is_whole(player, text) || !count_place(player, player->row, text.len)) {
                return false;
            }
        } else if (!take_cell(player, true, &reel, &cell) || !count_cell(player, &cell, row)) {
            return false;
        }
    }
    return true;
}

static bool play(struct player *player, const struct tape *tape, const struct texts *shared) {
    struct arena *scratch = arena_open_like(tape->arena);
    bool is_whole = true;
    player->shared = shared;
    player->n_shared = texts_count(shared);
    player->base = tape->base;
    player->recent = ARENA_ARRAY(scratch, struct str, TAPE_RECENT);
    for (const struct tape_block *block = tape->first; block && is_whole; block = block->next) {
        is_whole = player->sink ? play_block(player, block) : check_block(player, block);
    }
    arena_close(scratch);
    return is_whole;
}

bool tape_play(const struct tape *tape, const struct texts *shared, const struct tape_sink *sink) {
    struct player player = {.sink = sink};
    return play(&player, tape, shared);
}

bool tape_check(const struct tape *tape, const struct texts *shared,
                const struct tape_bounds *bounds, struct tape_count *count) {
    struct player player = {.bounds = *bounds};
    bool is_good = play(&player, tape, shared);
    *count = player.count;
    return is_good;
}
