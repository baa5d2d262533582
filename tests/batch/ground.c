/* nftw */
#define _XOPEN_SOURCE 700

#include "ground.h"

#include <criterion/criterion.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>

struct arena *arena;
struct diag *trouble;
static char folder[64];

static void out_of_memory(size_t size) {
    fprintf(stderr, "out of memory: %zu\n", size);
    abort();
}

static int remove_one(const char *path, const struct stat *status, int kind, struct FTW *level) {
    (void)status;
    (void)kind;
    (void)level;
    return remove(path);
}

void open_ground(void) {
    arena = arena_open(out_of_memory);
    trouble = diag_open(arena);
    snprintf(folder, sizeof folder, "/tmp/dengbao-batch-XXXXXX");
    cr_assert(mkdtemp(folder));
}

void close_ground(void) {
    nftw(folder, remove_one, 8, FTW_DEPTH | FTW_PHYS);
    arena_close(arena);
}

struct str own_path(const char *name) {
    return str_from_c(str_to_c(arena, str_format(arena, "%s/%s", folder, name)));
}

void put_file(const char *name, const char *text) {
    cr_assert(file_write(own_path(name), str_from_c(text), trouble), "cannot write %s", name);
}

bool holds(const char *name, const char *text) {
    const struct source source = {own_path(name), {0}};
    struct str bytes;
    return file_read(arena, own_path(name), 1 << 20, &source, diag_open(arena), &bytes) &&
           str_is(bytes, text);
}
