/*
 * Inner header of the tape: how cells stand on it. tape.c writes them, tape_play.c reads them.
 */
#ifndef READ_TAPE_INNER_H
#define READ_TAPE_INNER_H

#include "read/tape.h"

/* Texts that are kept by who plays, and the bytes of those worth it. */
#define TAPE_RECENT   4096U
#define TAPE_SHORTEST 3U
#define TAPE_LONGEST  64U

/* Flags beside the kind; the first kinds stand higher in a cell that is next to the one before. */
enum tape_flag {
    TAPE_KIND = 7,
    TAPE_NEXT_KIND = READ_ERROR + 1,
    TAPE_LAST_KIND_NEXT = TAPE_KIND - TAPE_NEXT_KIND,
    TAPE_SHARED = 8,
    TAPE_NEW_ROW = 16,
    TAPE_HIDDEN = 32,
    TAPE_NUMBER = 64,
    TAPE_RECENTLY = 128,
    /* Neither: it is part of what the tape leans on. */
    TAPE_LEANING = TAPE_SHARED | TAPE_RECENTLY,
};

/* A stretch of tape; no cell goes over its end. */
struct tape_block {
    struct tape_block *next;
    size_t size, capacity;
    unsigned char *bytes;
};

/* A text on the tape, and which of those that are worth it. */
struct tape_found {
    struct str text;
    size_t number;
};

struct tape {
    struct arena *arena;
    struct tape_block *first, *last;
    /* Row and column of the cell added last; 0 before the first. */
    uint32_t row, column;
    /* Texts on the tape that are worth it: how many, and the last of every hash. */
    size_t n_recent;
    struct tape_found *found;
    /* What kept texts are part of, and the end of the last of them. */
    struct str base;
    size_t base_at;
};

/* A text is worth being remembered: numbers are as quickly said again. */
static inline bool tape_is_worth(enum read_kind kind, struct str text) {
    return text.len >= TAPE_SHORTEST && text.len <= TAPE_LONGEST && kind != READ_NUMBER;
}

#endif
