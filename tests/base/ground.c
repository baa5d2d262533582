/* Removing a tree needs nftw, which is XSI. */
#define _XOPEN_SOURCE 700

#include "ground.h"
#include "reported.h"

#include <criterion/criterion.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct arena *arena;
struct diag *diag;
const struct source input = {STR_INIT("input"), STR_INIT("")};
static char folder[64];
static uint64_t seed = 1;

/* Set in the process of a test, where leaks are ours. */
static int is_test;

/* Asked by the leak checker at exit. Criterion 2.4.1 loses 48 bytes of its own now and then when
 * suites run side by side, and its process would end with a failure although every test passed. */
int __lsan_is_turned_off(void);
int __lsan_is_turned_off(void) {
    return !is_test;
}

static void run_out(size_t size) {
    (void)size;
    abort();
}

static int remove_one(const char *path, const struct stat *status, int kind, struct FTW *level) {
    (void)status;
    (void)kind;
    (void)level;
    return remove(path);
}

void open_ground(void) {
    is_test = 1;
    arena = arena_open(run_out);
    diag = diag_open(arena);
    folder[0] = 0;
    seed = 1;
}

void close_ground(void) {
    become_oneself();
    arena_close(arena);
    if (folder[0]) {
        nftw(folder, remove_one, 8, FTW_DEPTH | FTW_PHYS);
    }
}

bool same(struct str got, const char *want) {
    if (!str_is(got, want)) {
        fprintf(stderr, "got:\n%" STR_FMT "\nwanted:\n%s\n", STR_ARG(got), want);
    }
    return str_is(got, want);
}

enum diag_id only_id(void) {
    for (size_t i = 0; i < diag_n(diag) && diag_n(diag) > 1; i++) {
        fprintf(stderr, "reported: %" STR_FMT "\n", STR_ARG(reported(diag, i)->message));
    }
    cr_assert_eq(diag_n(diag), 1);
    return reported(diag, 0)->id;
}

struct str own_folder(void) {
    if (!folder[0]) {
        snprintf(folder, sizeof folder, "/tmp/dengbao-test-XXXXXX");
        cr_assert_not_null(mkdtemp(folder));
        cr_assert_eq(chmod(folder, 0755), 0);
    }
    return str_from_c(folder);
}

struct str own_path(const char *name) {
    return str_format(arena, "%" STR_FMT "/%s", STR_ARG(own_folder()), name);
}

void become_nobody(void) {
    if (geteuid() == 0) {
        cr_assert_eq(seteuid(65534), 0);
    }
}

void become_oneself(void) {
    cr_assert_eq(seteuid(getuid()), 0);
}

unsigned draw(unsigned limit) {
    seed = seed * 6364136223846793005ULL + 1442695040888963407ULL;
    return (unsigned)(seed >> 33) % limit;
}

struct str draw_text(size_t n, const char *letters) {
    char *text = ARENA_ARRAY(arena, char, n + 1);
    unsigned n_letters = (unsigned)strlen(letters);
    for (size_t i = 0; i < n; i++) {
        text[i] = letters[draw(n_letters)];
    }
    return (struct str){text, n};
}
