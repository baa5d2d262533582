/* Inner header of ledger: the texts of cells, each kept once where cells of a column repeat. */
#ifndef LEDGER_TEXTS_H
#define LEDGER_TEXTS_H

#include <string.h>

#include "ledger/ledger.h"

/* Words of four bytes in a segment, as a power of two. */
#define TEXTS_SEGMENT 12

/* Texts, each by the word that it begins at: its length, then its bytes. One that is longer than a
 * segment goes on in the next ones. */
struct cell_texts {
    struct arena *arena;
    /* Segments by number; a longer run of memory has several. */
    uint32_t **segments;
    size_t n_segments, capacity;
    /* Words used of the last. */
    size_t used;
    /* Words of the texts that are looked for before they are kept. */
    struct dictionary *words;
    /* By column: the text kept last; how many were looked for, and how many of these were new. */
    struct cell_texts_use {
        uint32_t last, n_asked, n_new;
    } uses[N_LEDGER_COLUMNS];
};

/* No texts but the empty one, whose word is 0. */
struct cell_texts *cell_texts_open(struct arena *arena);
/* The word of a text in a column; a copy is kept, unless there is one. */
uint32_t cell_texts_put(struct cell_texts *texts, enum ledger_column column, struct str text);

/* The text at a word that cell_texts_put gave. */
static inline struct str cell_texts_get(const struct cell_texts *texts, uint32_t word) {
    const uint32_t *at =
        texts->segments[word >> TEXTS_SEGMENT] + (word & ((1U << TEXTS_SEGMENT) - 1));
    return (struct str){(const char *)(at + 1), *at};
}

#endif
