/* What fuzz targets stand on: bytes through a reader of the room, every row of every sheet. */
#ifndef TESTS_FUZZ_FUZZ_H
#define TESTS_FUZZ_FUZZ_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "read/store.h"

/* A reader of store.h. */
typedef bool fuzz_opener(struct store_file *file, struct str bytes, struct read_book *book);

static inline void fuzz_give_up(size_t size) {
    fprintf(stderr, "out of memory: %zu bytes\n", size);
    abort();
}

/* What was read is looked at to the last byte. */
static inline bool fuzz_take(void *context, const struct read_row *row) {
    volatile unsigned char *sum = context;
    for (size_t i = 0; i < row->n_cells; i++) {
        if (i && row->cells[i].column <= row->cells[i - 1].column) {
            abort();
        }
        for (size_t k = 0; k < row->cells[i].text.len; k++) {
            *sum = (unsigned char)(*sum ^ (unsigned char)row->cells[i].text.data[k]);
        }
    }
    return true;
}

/* Reads bytes; a file that is refused must say why. */
static inline int fuzz_read(fuzz_opener *open, const uint8_t *data, size_t size) {
    static const struct source source = {STR_INIT("fuzz"), {"", 0}};
    struct arena *arena = arena_open(fuzz_give_up);
    struct diag *diag = diag_open(arena);
    struct store_file file = {.arena = arena,
                              .scratch = arena,
                              .diag = diag,
                              .source = &source,
                              .budget = store_full_budget()};
    struct read_book book = {.n_sheets = 0};
    volatile unsigned char sum = 0;
    bool is_read = open(&file, (struct str){(const char *)data, size}, &book);
    for (size_t i = 0; is_read && i < book.n_sheets; i++) {
        is_read = read_rows(book.sheets[i], fuzz_take, (void *)(uintptr_t)&sum);
    }
    if (!is_read && !diag_n_of(diag, SEVERITY_FATAL)) {
        abort();
    }
    arena_close(arena);
    return 0;
}

/* The entry of a target, as libFuzzer calls it. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#endif
