/* The process that works: within limits, it puts down what it finds. */
#define _GNU_SOURCE
#include "read/apart_inner.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include "read/guard.h"

#define MIB ((rlim_t)1024 * 1024)

static void stop_out_of_memory(size_t size) {
    (void)size;
    _exit(IS_OUT_OF_MEMORY);
}

/* Writes behind the first `at` bytes of the file: the system has their pages at hand, while each
 * page of a view would cost a fault. */
static void write_at(const struct apart *apart, struct str bytes, size_t at) {
    while (bytes.len) {
        ssize_t n = pwrite(apart->file, bytes.data, bytes.len, (off_t)at);
        if (n == 0 || (n < 0 && errno != EINTR)) {
            _exit(n < 0 && errno == EFBIG ? IS_OUT_OF_ROOM : IS_OUT_OF_MEMORY);
        }
        at += n > 0 ? (size_t)n : 0;
        bytes = str_slice(bytes, n > 0 ? (size_t)n : 0, bytes.len);
    }
}

void apart_put(struct apart *apart, struct str bytes) {
    struct apart_head *head = &apart->head;
    if (bytes.len > apart->size - head->end) {
        _exit(IS_OUT_OF_ROOM);
    }
    write_at(apart, bytes, head->end);
    head->end += bytes.len;
}

/* Nothing is there yet. */
static void begin_file(struct apart *apart) {
    apart->head.end = sizeof apart->head;
}

static void end_file(const struct apart *apart) {
    write_at(apart, (struct str){(const char *)&apart->head, sizeof apart->head}, 0);
}

void apart_shut(struct apart *apart) {
    guard_shut(apart->line, apart->file);
}

/* The file may become as long as whoever limits this program allows. */
static void open_file(struct apart *apart, rlim_t size) {
    struct rlimit most;
    if (getrlimit(RLIMIT_FSIZE, &most) == 0 && most.rlim_cur < size) {
        size = most.rlim_cur;
    }
    apart->size = size;
    if (size < sizeof apart->head) {
        _exit(IS_OUT_OF_ROOM);
    }
    begin_file(apart);
}

static void set_limits(const struct read_limits *limits) {
    limits_no_dump();
    limits_file(limits->output * MIB);
    limits_memory(limits->memory * MIB);
}

/* Makes this process one that reads: it ends with whoever made it, and not by the signals of that.
 */
static void begin(struct apart *apart, const struct read_limits *limits) {
    static const int reset[] = {SIGTERM, SIGHUP, SIGXCPU, SIGXFSZ, SIGALRM};
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    for (size_t i = 0; i < sizeof reset / sizeof *reset; i++) {
        signal(reset[i], SIG_DFL);
    }
    signal(SIGINT, SIG_IGN);
    open_file(apart, limits->output * MIB);
    set_limits(limits);
}

_Noreturn void apart_serve(struct apart *apart, const struct read_limits *limits, apart_work *work,
                           void *context) {
    begin(apart, limits);
    limits_seconds(limits->cpu);
    work(apart, arena_open(stop_out_of_memory), context);
    end_file(apart);
    _exit(0);
}

/* False at the end of what is said. */
static bool hear(int line, void *bytes, size_t size) {
    for (size_t at = 0; at < size;) {
        ssize_t n = read(line, (char *)bytes + at, size - at);
        if (n == 0 || (n < 0 && errno != EINTR)) {
            return false;
        }
        at += n > 0 ? (size_t)n : 0;
    }
    return true;
}

_Noreturn void apart_serve_many(struct apart *apart, const struct read_limits *limits,
                                apart_ready *ready, apart_work *work) {
    size_t size;
    begin(apart, limits);
    if (ready) {
        ready(arena_open(stop_out_of_memory));
    }
    apart_shut(apart);
    while (hear(apart->line, &size, sizeof size)) {
        struct arena *arena = arena_open(stop_out_of_memory);
        char *bytes = arena_alloc_raw(arena, size, 1);
        struct str told = {bytes, size};
        if (!hear(apart->line, bytes, size)) {
            break;
        }
        begin_file(apart);
        work(apart, arena, &told);
        end_file(apart);
        arena_close(arena);
        uint32_t seconds = limits_used_seconds();
        if (write(apart->line, &seconds, sizeof seconds) != sizeof seconds) {
            break;
        }
    }
    _exit(IS_UNHEARD);
}
