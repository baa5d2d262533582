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

/* Asks for the pages of a stretch at a time, as each alone would cost a fault. */
static void ask_for_pages(struct apart *apart, size_t end) {
    enum { FEW = 64 * 1024, MANY = 1024 * 1024 };
    size_t step = end <= MANY ? FEW : MANY;
    size_t until = (end + step - 1) / step * step;
    until = until < apart->size ? until : apart->size;
    /* what was put down is not looked at again, and is not to count as memory of this process */
    if (!apart->room && end > MANY && apart->paged) {
        madvise(apart->bytes, apart->paged, MADV_DONTNEED);
    }
#ifdef MADV_POPULATE_WRITE
    madvise(apart->bytes + apart->paged, until - apart->paged, MADV_POPULATE_WRITE);
#endif
    apart->paged = until;
}

void apart_put(struct apart *apart, struct str bytes) {
    struct apart_head *head = &apart->head;
    if (bytes.len > apart->size - head->end) {
        _exit(IS_OUT_OF_ROOM);
    }
    apart->room = 0;
    if (bytes.len) {
        if (head->end + bytes.len > apart->paged) {
            ask_for_pages(apart, head->end + bytes.len);
        }
        memcpy(apart->bytes + head->end, bytes.data, bytes.len);
        head->end += bytes.len;
    }
}

char *apart_room(struct apart *apart, size_t size) {
    struct apart_head *head = &apart->head;
    if (!apart->room || size > apart->size - head->end) {
        return NULL;
    }
    apart->room = head->end;
    head->end += size;
    head->start = head->end;
    return (char *)apart->bytes + apart->room;
}

void apart_keep(struct apart *apart, size_t size) {
    if (apart->room) {
        apart->head.start = apart->head.end = apart->room + size;
    }
}

void apart_expect(struct apart *apart, const char *at, size_t size) {
    size_t end = (size_t)((uintptr_t)at - (uintptr_t)apart->bytes) + size;
    end = end < apart->head.end ? end : apart->head.end;
    if (end > apart->paged) {
        ask_for_pages(apart, end);
    }
}

size_t apart_place(const struct apart *apart, struct str text) {
    uintptr_t first = (uintptr_t)apart->bytes + sizeof apart->head, at = (uintptr_t)text.data;
    size_t size = apart->head.start - sizeof apart->head;
    bool is_there = at >= first && at - first <= size && text.len <= size - (at - first);
    return is_there ? at - first : SIZE_MAX;
}

/* Nothing is there yet. */
static void begin_file(struct apart *apart) {
    apart->head = (struct apart_head){sizeof apart->head, sizeof apart->head};
    apart->room = sizeof apart->head;
}

static void end_file(const struct apart *apart) {
    memcpy(apart->bytes, &apart->head, sizeof apart->head);
}

void apart_shut(struct apart *apart) {
    guard_shut(apart->line);
}

static void set_limit(unsigned which, rlim_t most) {
    struct rlimit limit;
    if (getrlimit(which, &limit) == 0 && (limit.rlim_cur > most || limit.rlim_max > most)) {
        limit = (struct rlimit){most, most};
        setrlimit(which, &limit);
    }
}

/* Bytes of addresses in use: they were asked for by whoever made this process. */
static rlim_t used_memory(void) {
    char text[64] = {0};
    unsigned long pages = 0;
    int file = open("/proc/self/statm", O_RDONLY | O_CLOEXEC);
    if (file >= 0) {
        ssize_t n = read(file, text, sizeof text - 1);
        close(file);
        for (ssize_t i = 0; i < n && text[i] >= '0' && text[i] <= '9'; i++) {
            pages = pages * 10 + (unsigned long)(text[i] - '0');
        }
    }
    return (rlim_t)pages * (rlim_t)sysconf(_SC_PAGESIZE);
}

/* The file is as long from the first as it may become, also by whoever limits this program: what is
 * not written takes no memory. */
static void open_file(struct apart *apart, rlim_t size) {
    struct rlimit most;
    if (getrlimit(RLIMIT_FSIZE, &most) == 0 && most.rlim_cur < size) {
        size = most.rlim_cur;
    }
    apart->size = size;
    apart->bytes = ftruncate(apart->file, (off_t)size)
                       ? NULL
                       : apart_map(apart->file, size, PROT_READ | PROT_WRITE);
    if (!apart->bytes || size < sizeof apart->head) {
        _exit(IS_OUT_OF_MEMORY);
    }
    begin_file(apart);
}

static void set_limits(const struct read_limits *limits) {
    set_limit(RLIMIT_CORE, 0);
    set_limit(RLIMIT_FSIZE, limits->output * MIB);
    if (!guard_is_sanitized()) {
        set_limit(RLIMIT_AS, used_memory() + limits->memory * MIB);
    }
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
    struct rlimit cpu = {limits->cpu, limits->cpu + 1};
    begin(apart, limits);
    setrlimit(RLIMIT_CPU, &cpu);
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

/* Seconds of processor used so far, begun ones too. */
static uint32_t used_seconds(void) {
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    return (uint32_t)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec + 1);
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
        uint32_t seconds = used_seconds();
        if (write(apart->line, &seconds, sizeof seconds) != sizeof seconds) {
            break;
        }
    }
    _exit(IS_UNHEARD);
}
