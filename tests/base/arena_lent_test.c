/* Arenas whose large chunks lie in a file: what is in them stays, whether its pages were given back
 * or not; a process that shares them cannot change them; without a disk they are memory. */
#define _DEFAULT_SOURCE
#include <criterion/criterion.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "ground.h"

TestSuite(arena_lent, .init = open_ground, .fini = close_ground);

enum { BLOCK = 1000000, N_BLOCKS = 40 };

/* Takes blocks that each hold one byte, their number. */
static void fill(struct arena *lent, unsigned char **blocks) {
    for (size_t i = 0; i < N_BLOCKS; i++) {
        blocks[i] = arena_alloc(lent, 1, BLOCK);
        for (size_t k = 0; k < BLOCK; k += 4096) {
            cr_assert_eq(blocks[i][k], 0);
        }
        memset(blocks[i], (int)i + 1, BLOCK);
    }
}

static void hold(unsigned char *const *blocks) {
    for (size_t i = 0; i < N_BLOCKS; i++) {
        cr_assert_eq(blocks[i][0], i + 1);
        cr_assert_eq(blocks[i][BLOCK - 1], i + 1);
    }
}

/* Pages of a block that are in memory, as this process has them. */
static size_t n_resident(const unsigned char *block) {
    char line[256];
    size_t kib = 0;
    bool is_inside = false;
    FILE *maps = fopen("/proc/self/smaps", "r");
    cr_assert_not_null(maps);
    while (fgets(line, sizeof line, maps)) {
        unsigned long first, end;
        if (sscanf(line, "%lx-%lx ", &first, &end) == 2) {
            is_inside = (uintptr_t)block >= first && (uintptr_t)block < end;
        }
        if (is_inside && sscanf(line, "Rss: %zu kB", &kib) == 1) {
            break;
        }
    }
    fclose(maps);
    return kib;
}

Test(arena_lent, what_is_in_a_file_stays_and_need_not_be_in_memory) {
    FILE *file = tmpfile();
    unsigned char *blocks[N_BLOCKS];
    struct stat about;
    struct arena *lent = arena_open_like(arena);
    arena_lend(lent, fileno(file));
    fill(lent, blocks);
    fstat(fileno(file), &about);
    cr_assert_gt(about.st_size, 20 * BLOCK, "nothing went to the file");
    hold(blocks);
    size_t before = n_resident(blocks[20]);
    arena_rest(lent, 63);
    cr_assert_eq(n_resident(blocks[20]), before);
    arena_rest(lent, 64 * 12);
    cr_assert_lt(n_resident(blocks[20]), before / 4);
    hold(blocks);
    arena_close(lent);
    fclose(file);
}

Test(arena_lent, a_mark_near_the_end_of_a_chunk_costs_the_file_one_chunk) {
    FILE *file = tmpfile();
    unsigned char *blocks[N_BLOCKS];
    struct stat before, after;
    struct arena *lent = arena_open_like(arena);
    arena_lend(lent, fileno(file));
    fill(lent, blocks);
    struct arena_mark mark = arena_mark(lent);
    fstat(fileno(file), &before);
    for (size_t i = 0; i < 100; i++) {
        memset(arena_alloc(lent, 1, 7 * BLOCK), 0xFF, 7 * BLOCK);
        arena_rewind(lent, mark);
    }
    fstat(fileno(file), &after);
    cr_assert_leq(after.st_size, before.st_size + 9 * 1024 * 1024);
    hold(blocks);
    arena_close(lent);
    fclose(file);
}

/* Memory that nobody touched is zero and is not cleared again; what somebody did is. */
Test(arena_lent, blocks_are_zero_again_after_a_mark) {
    FILE *file = tmpfile();
    struct arena *lent = arena_open_like(arena);
    arena_lend(lent, fileno(file));
    unsigned char *blocks[N_BLOCKS];
    fill(lent, blocks);
    struct arena_mark mark = arena_mark(lent);
    for (size_t n = BLOCK / 10; n < BLOCK; n += BLOCK / 10) {
        memset(arena_alloc_raw(lent, 1, n), 0xAA, n);
        arena_rewind(lent, mark);
        const unsigned char *block = arena_alloc(lent, 1, n + BLOCK / 20);
        for (size_t i = 0; i < n + BLOCK / 20; i++) {
            cr_assert_eq(block[i], 0, "%zu of %zu", i, n);
        }
        arena_rewind(lent, mark);
    }
    arena_close(lent);
    fclose(file);
}

Test(arena_lent, where_the_disk_has_no_room_it_is_memory) {
    int full = open("/dev/full", O_RDWR);
    unsigned char *blocks[N_BLOCKS];
    struct arena *lent = arena_open_like(arena);
    arena_lend(lent, full);
    fill(lent, blocks);
    arena_rest(lent, 0);
    hold(blocks);
    arena_close(lent);
    close(full);
}

Test(arena_lent, a_process_that_shares_them_can_read_but_not_write) {
    FILE *file = tmpfile();
    unsigned char *blocks[N_BLOCKS];
    struct arena *lent = arena_open_like(arena);
    int status = 0;
    arena_lend(lent, fileno(file));
    fill(lent, blocks);
    pid_t child = fork();
    if (child == 0) {
        signal(SIGSEGV, SIG_DFL);
        arena_seal(lent);
        arena_rest(lent, 0);
        if (blocks[20][5] != 21) {
            _exit(1);
        }
        blocks[20][5] = 0;
        _exit(2);
    }
    waitpid(child, &status, 0);
    cr_assert(WIFSIGNALED(status) && WTERMSIG(status) == SIGSEGV, "status %d", status);
    hold(blocks);
    arena_close(lent);
    fclose(file);
}

Test(arena_lent, a_process_that_is_not_trusted_has_a_copy) {
    FILE *file = tmpfile();
    unsigned char *blocks[N_BLOCKS];
    struct arena *lent = arena_open_like(arena);
    int status = 0;
    arena_lend(lent, fileno(file));
    fill(lent, blocks);
    size_t used = arena_used(lent);
    pid_t child = fork();
    if (child == 0) {
        arena_part(lent);
        bool is_whole = blocks[20][5] == 21 && blocks[39][5] == 40;
        memset(blocks[20], 0, BLOCK);
        memset(arena_alloc(lent, 1, 20 * BLOCK), 0xFF, 20 * BLOCK);
        bool is_shut = fcntl(fileno(file), F_GETFD) < 0;
        _exit(is_whole && is_shut ? 0 : 1);
    }
    waitpid(child, &status, 0);
    cr_assert_eq(status, 0);
    hold(blocks);
    cr_assert_eq(arena_used(lent), used);
    arena_close(lent);
    fclose(file);
}
