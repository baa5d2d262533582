/* Work done by a process of its own. What it puts down stands in a file that has no name. */
#define _GNU_SOURCE
#include "read/apart_inner.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

/* Milliseconds that a wait takes at most. */
enum { PATIENCE = 100 };

static struct apart_end end_by(enum diag_id id, enum diag_word word, struct str about) {
    return (struct apart_end){.id = id, .word = word, .about = about};
}

static struct apart_end limit(struct arena *arena, enum diag_word word, uint32_t most) {
    return end_by(DIAG_FILE_LIMIT, word, str_format(arena, "%u", (unsigned)most));
}

struct apart_end apart_no_process(struct arena *arena) {
    struct str about = str_copy(arena, str_from_c(strerror(errno)));
    return end_by(DIAG_FILE_NOT_READ, DIAG_WORD_READ_NO_PROCESS, about);
}

static struct apart_end judge(struct arena *arena, const struct read_limits *limits, int ending,
                              bool is_late) {
    int by = WIFSIGNALED(ending) ? WTERMSIG(ending) : 0;
    if (is_late) {
        return limit(arena, DIAG_WORD_LIMIT_TIME, limits->time);
    }
    if (by == SIGXCPU) {
        return limit(arena, DIAG_WORD_LIMIT_CPU, limits->cpu);
    }
    if (by == SIGXFSZ || (WIFEXITED(ending) && WEXITSTATUS(ending) == IS_OUT_OF_ROOM)) {
        return limit(arena, DIAG_WORD_LIMIT_OUTPUT, limits->output);
    }
    if (WIFEXITED(ending) && WEXITSTATUS(ending) == IS_OUT_OF_MEMORY) {
        return limit(arena, DIAG_WORD_LIMIT_MEMORY, limits->memory);
    }
    if (WIFEXITED(ending) && WEXITSTATUS(ending) == 0) {
        return (struct apart_end){.is_done = true};
    }
    return by ? end_by(DIAG_FILE_NOT_READ, DIAG_WORD_READ_SIGNAL, str_format(arena, "%d", by))
              : end_by(DIAG_FILE_NOT_READ, DIAG_WORD_READ_BROKEN, STR(""));
}

bool apart_wait_for(const struct read_limits *limits, int end) {
    struct pollfd file = {.fd = end, .events = POLLIN};
    uint64_t left = (uint64_t)limits->time * 1000 / PATIENCE;
    int n_ready = 0;
    while (left && n_ready <= 0) {
        n_ready = poll(&file, 1, PATIENCE);
        left--;
    }
    return n_ready > 0;
}

struct apart_end apart_end_of(struct arena *arena, const struct read_limits *limits, pid_t pid,
                              bool is_late) {
    int ending = 0;
    if (is_late) {
        kill(pid, SIGKILL);
    }
    while (waitpid(pid, &ending, 0) < 0 && errno == EINTR) {
    }
    return judge(arena, limits, ending, is_late);
}

/* ---- what it put down ------------------------------------------------------------------------ */

/* Bytes of a large page, and how many of what was put down are read at a time. */
#define LARGE_PAGE ((size_t)2 << 20)
#define PIECE      (8 * LARGE_PAGE)

/* Large pages, and their bytes. */
struct stretch {
    void *bytes;
    size_t size;
};

static void release(void *object) {
    struct stretch *stretch = object;
    munmap(stretch->bytes, stretch->size);
}

static size_t round_up(size_t size, size_t unit) {
    return (size + unit - 1) / unit * unit;
}

/* Memory for many bytes in large pages, where the system has such: each page costs once, when it is
 * first touched, and a small one not much less. NULL if there is none. */
static char *open_stretch(struct arena *arena, size_t size) {
    /* of a stretch that is too long by a page, what is before and behind is given back */
    size_t kept = round_up(size, LARGE_PAGE), all = kept + LARGE_PAGE;
    unsigned char *start = size <= SIZE_MAX / 2 ? mmap(NULL, all, PROT_READ | PROT_WRITE,
                                                       MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
                                                : MAP_FAILED;
    if (start == MAP_FAILED) {
        return NULL;
    }
    size_t before = round_up((uintptr_t)start, LARGE_PAGE) - (uintptr_t)start;
    if (before) {
        munmap(start, before);
    }
    munmap(start + before + kept, LARGE_PAGE - before);
    madvise(start + before, kept, MADV_HUGEPAGE);
    struct stretch *stretch = ARENA_NEW(arena, struct stretch);
    *stretch = (struct stretch){start + before, kept};
    arena_own(arena, stretch, release);
    return stretch->bytes;
}

bool apart_read_head(int file, struct apart_head *head) {
    struct stat status;
    return fstat(file, &status) == 0 && pread(file, head, sizeof *head, 0) == sizeof *head &&
           head->end >= sizeof *head && head->end <= (size_t)status.st_size;
}

/* Reading it into memory of our own costs less than a view of its pages, each of which is small. */
bool apart_see(struct arena *arena, int file, struct str *bytes) {
    struct apart_head head;
    if (!apart_read_head(file, &head)) {
        return false;
    }
    size_t size = head.end - sizeof head;
    char *seen =
        size < LARGE_PAGE / 2 ? arena_alloc_raw(arena, size, 1) : open_stretch(arena, size);
    for (size_t at = 0; seen && at < size;) {
        size_t piece = size - at < PIECE ? size - at : PIECE;
        off_t from = (off_t)(sizeof head + at);
        ssize_t n = pread(file, seen + at, piece, from);
        if (n == 0 || (n < 0 && errno != EINTR)) {
            return false;
        }
        at += n > 0 ? (size_t)n : 0;
        if (size >= PIECE && n > 0) { /* nothing large is there twice */
            fallocate(file, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, from, n);
        }
    }
    *bytes = (struct str){seen, size};
    return seen != NULL;
}

/* ---- a process for one work ------------------------------------------------------------------ */

void apart_own(struct arena *common) {
    if (common) {
        arena_part(common);
    }
}

struct apart_end apart_run(struct arena *arena, struct arena *common,
                           const struct read_limits *limits, apart_work *work, void *context,
                           struct str *result) {
    struct apart apart = {.file = memfd_create("dengbao", MFD_CLOEXEC), .line = -1};
    int ends[2];
    if (apart.file < 0) {
        return apart_no_process(arena);
    }
    if (pipe2(ends, O_CLOEXEC)) {
        close(apart.file);
        return apart_no_process(arena);
    }
    fflush(NULL);
    pid_t parent = getpid(), pid = fork();
    if (pid == 0) {
        close(ends[0]);
        apart_own(common);
        if (getppid() == parent) {
            apart_serve(&apart, limits, work, context);
        }
        _exit(0);
    }
    close(ends[1]);
    struct apart_end end = pid < 0
                               ? apart_no_process(arena)
                               : apart_end_of(arena, limits, pid, !apart_wait_for(limits, ends[0]));
    if (end.is_done && !apart_see(arena, apart.file, result)) {
        end = apart_no_process(arena);
    }
    close(ends[0]);
    close(apart.file);
    return end;
}
