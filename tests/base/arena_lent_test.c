/* Arenas whose large chunks lie in a file: what is in them stays, whether its pages were given back
 * or not; a process that shares them cannot change them; without a disk they are memory. */
#define _DEFAULT_SOURCE
#include <criterion/criterion.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
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

/* KiB of files that this process has in memory. */
static size_t n_resident(void) {
    char line[256];
    size_t sum = 0, kib;
    FILE *status = fopen("/proc/self/status", "r");
    cr_assert_not_null(status);
    while (fgets(line, sizeof line, status)) {
        if (sscanf(line, "RssFile: %zu kB", &kib) == 1 ||
            sscanf(line, "RssShmem: %zu kB", &kib) == 1) {
            sum += kib;
        }
    }
    fclose(status);
    return sum;
}

/* Looks at each page of a block: the sum of a byte of each. */
static size_t count_pages(const unsigned char *block) {
    size_t sum = 0;
    for (size_t k = 0; k < BLOCK; k += 4096) {
        sum += block[k];
    }
    return sum;
}

/* Looks at all blocks three times, resting; how many KiB more than before are there at most. */
static size_t most_more(struct arena *lent, unsigned char *const *blocks) {
    size_t before = n_resident(), most = before;
    for (size_t i = 0; i < 3 * N_BLOCKS; i++) {
        count_pages(blocks[i % N_BLOCKS]);
        arena_rest(lent, 64 * i);
        most = n_resident() > most ? n_resident() : most;
    }
    return most - before;
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
    arena_rest(lent, 0);
    size_t most = most_more(lent, blocks);
    cr_assert_leq(most, 34 * 1024, "%zu KiB", most);
    for (size_t i = 0; i < 3 * N_BLOCKS; i++) {
        count_pages(blocks[i % N_BLOCKS]);
        most = n_resident();
        arena_rest(lent, 63);
        cr_assert_gt(n_resident() + 4096, most, "given back before a 64th");
    }
    arena_rest(lent, 64);
    cr_assert_lt(n_resident(), most - 16 * 1024, "%zu KiB of %zu", n_resident(), most);
    hold(blocks);
    arena_close(lent);
    fclose(file);
}

/* What its maker had does not count as its own. */
Test(arena_lent, a_process_that_was_forked_gives_back_as_well) {
    FILE *file = tmpfile();
    unsigned char *blocks[N_BLOCKS];
    struct arena *lent = arena_open_like(arena);
    arena_lend(lent, fileno(file));
    fill(lent, blocks);
    for (size_t i = 0; i < 4; i++) {
        fill(lent, blocks);
    }
    pid_t pid = fork();
    if (pid == 0) {
        arena_seal(lent);
        _exit(most_more(lent, blocks) > 30 * 1024);
    }
    int status = -1;
    waitpid(pid, &status, 0);
    cr_assert_eq(status, 0);
    arena_close(lent);
    fclose(file);
}

/* What comes back costs more than what stays. */
Test(arena_lent, little_is_not_given_back) {
    FILE *file = tmpfile();
    unsigned char *blocks[N_BLOCKS];
    struct arena *lent = arena_open_like(arena);
    arena_lend(lent, fileno(file));
    fill(lent, blocks);
    size_t before = n_resident();
    for (size_t i = 10; i < 20; i++) {
        count_pages(blocks[i]);
    }
    size_t after = n_resident();
    cr_assert_gt(after, before);
    arena_rest(lent, 0);
    cr_assert_gt(n_resident() + 4096, after);
    arena_close(lent);
    fclose(file);
}

/* The pages of a new chunk are made at once, and are there when it is written. */
Test(arena_lent, a_new_chunk_is_not_made_page_by_page) {
#ifdef MADV_POPULATE_WRITE
    FILE *file = tmpfile();
    unsigned char *blocks[N_BLOCKS];
    struct rusage before, after;
    long n_faults = 0;
    struct arena *lent = arena_open_like(arena);
    arena_lend(lent, fileno(file));
    fill(lent, blocks);
    void *probe = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    bool has_populate = madvise(probe, 4096, MADV_POPULATE_WRITE) == 0;
    for (size_t i = 0; i < N_BLOCKS; i++) {
        unsigned char *block = arena_alloc(lent, 1, BLOCK);
        getrusage(RUSAGE_SELF, &before);
        for (size_t k = 0; k < BLOCK; k += 4096) {
            block[k] = 1;
        }
        getrusage(RUSAGE_SELF, &after);
        n_faults += after.ru_minflt - before.ru_minflt;
        arena_rest(lent, 0);
    }
    cr_assert(!has_populate || n_faults < N_BLOCKS * BLOCK / 4096 / 4, "%ld faults", n_faults);
    munmap(probe, 4096);
    arena_close(lent);
    fclose(file);
#else
    cr_skip_test("no such advice here");
#endif
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
