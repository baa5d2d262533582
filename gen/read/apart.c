/* Work done by a process of its own. What it puts down stands in a file that has no name. */
#define _GNU_SOURCE
#include "read/apart.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "read/guard.h"

#define MIB ((rlim_t)1024 * 1024)
/* Milliseconds that a wait takes at most. */
enum { PATIENCE = 100 };
/* How a process ends that is not done. */
enum { IS_OUT_OF_MEMORY = 3, IS_UNHEARD = 4 };

struct apart {
    /* Where things are put down. */
    int file;
    /* Where a process that is kept is told what to do, and says that it did it; -1 for another. */
    int line;
};

/* A process that is kept does so many works at most, and is not asked again after one that put down
 * more bytes than this: those are looked at where they lie. */
enum { MOST_WORKS = 256, MOST_COPIED = 1024 * 1024 };

/* ---- the process ----------------------------------------------------------------------------- */

static void stop_out_of_memory(size_t size) {
    (void)size;
    _exit(IS_OUT_OF_MEMORY);
}

void apart_put(struct apart *apart, struct str bytes) {
    while (bytes.len) {
        ssize_t n = write(apart->file, bytes.data, bytes.len);
        if (n < 0 && errno != EINTR) {
            _exit(IS_UNHEARD);
        }
        bytes = str_slice(bytes, n > 0 ? (size_t)n : 0, bytes.len);
    }
}

void apart_shut(struct apart *apart) {
    guard_shut(apart->file, apart->line);
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

static void set_limits(const struct read_limits *limits) {
    set_limit(RLIMIT_CORE, 0);
    set_limit(RLIMIT_FSIZE, limits->output * MIB);
    if (!guard_is_sanitized()) {
        set_limit(RLIMIT_AS, used_memory() + limits->memory * MIB);
    }
}

/* Makes this process one that reads: it ends with whoever made it, and not by the signals of that.
 */
static void begin(const struct read_limits *limits) {
    static const int reset[] = {SIGTERM, SIGHUP, SIGXCPU, SIGXFSZ, SIGALRM};
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    for (size_t i = 0; i < sizeof reset / sizeof *reset; i++) {
        signal(reset[i], SIG_DFL);
    }
    signal(SIGINT, SIG_IGN);
    set_limits(limits);
}

/* The second of processor beyond the soft limit is for a process that does not hear of it. */
static _Noreturn void serve(struct apart *apart, const struct read_limits *limits, apart_work *work,
                            void *context) {
    struct rlimit cpu = {limits->cpu, limits->cpu + 1};
    begin(limits);
    setrlimit(RLIMIT_CPU, &cpu);
    work(apart, arena_open(stop_out_of_memory), context);
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

/* Does work after work: each is a size and so many bytes, and is answered by the seconds that all
 * of them took. */
static _Noreturn void serve_many(struct apart *apart, const struct read_limits *limits,
                                 apart_ready *ready, apart_work *work) {
    size_t size;
    begin(limits);
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
        work(apart, arena, &told);
        arena_close(arena);
        uint32_t seconds = used_seconds();
        if (write(apart->line, &seconds, sizeof seconds) != sizeof seconds) {
            break;
        }
    }
    _exit(IS_UNHEARD);
}

/* ---- whoever waits for it -------------------------------------------------------------------- */

static struct apart_end end_by(enum diag_id id, enum diag_word word, struct str about) {
    return (struct apart_end){.id = id, .word = word, .about = about};
}

static struct apart_end limit(struct arena *arena, enum diag_word word, uint32_t most) {
    return end_by(DIAG_FILE_LIMIT, word, str_format(arena, "%u", (unsigned)most));
}

static struct apart_end no_process(struct arena *arena) {
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
    if (by == SIGXFSZ) {
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

/* Waits until the process, which alone holds the other end, says something or is gone; false for
 * one that is late. */
static bool wait_for(const struct read_limits *limits, int end) {
    struct pollfd file = {.fd = end, .events = POLLIN};
    uint64_t left = (uint64_t)limits->time * 1000 / PATIENCE;
    int n_ready = 0;
    while (left && n_ready <= 0) {
        n_ready = poll(&file, 1, PATIENCE);
        left--;
    }
    return n_ready > 0;
}

/* The end of a process; one that is late is killed. */
static struct apart_end end_of(struct arena *arena, const struct read_limits *limits, pid_t pid,
                               bool is_late) {
    int ending = 0;
    if (is_late) {
        kill(pid, SIGKILL);
    }
    while (waitpid(pid, &ending, 0) < 0 && errno == EINTR) {
    }
    return judge(arena, limits, ending, is_late);
}

/* What lies in a file, seen from an arena. */
struct view {
    void *bytes;
    size_t size;
};

static void release(void *object) {
    struct view *view = object;
    munmap(view->bytes, view->size);
}

/* Nobody writes to the file any more. */
static bool see(struct arena *arena, int file, struct str *bytes) {
    struct stat status;
    *bytes = (struct str){0};
    if (fstat(file, &status) || status.st_size < 0) {
        return false;
    }
    size_t size = (size_t)status.st_size;
    void *seen = size ? mmap(NULL, size, PROT_READ, MAP_PRIVATE, file, 0) : NULL;
    if (seen == MAP_FAILED) {
        return false;
    }
    if (size) {
        struct view *view = ARENA_NEW(arena, struct view);
        *view = (struct view){seen, size};
        arena_own(arena, view, release);
        *bytes = (struct str){seen, size};
    }
    return true;
}

struct apart_end apart_run(struct arena *arena, const struct read_limits *limits, apart_work *work,
                           void *context, struct str *result) {
    struct apart apart = {.file = memfd_create("dengbao", MFD_CLOEXEC), .line = -1};
    int ends[2];
    if (apart.file < 0) {
        return no_process(arena);
    }
    if (pipe2(ends, O_CLOEXEC)) {
        close(apart.file);
        return no_process(arena);
    }
    fflush(NULL);
    pid_t parent = getpid(), pid = fork();
    if (pid == 0) {
        close(ends[0]);
        if (getppid() == parent) {
            serve(&apart, limits, work, context);
        }
        _exit(0);
    }
    close(ends[1]);
    struct apart_end end =
        pid < 0 ? no_process(arena) : end_of(arena, limits, pid, !wait_for(limits, ends[0]));
    if (end.is_done && !see(arena, apart.file, result)) {
        end = no_process(arena);
    }
    close(ends[0]);
    close(apart.file);
    return end;
}

/* ---- a process that is kept ------------------------------------------------------------------ */

struct apart_desk {
    struct read_limits limits;
    apart_ready *ready;
    apart_work *work;
    /* The process, and whoever made it; 0 for none. */
    pid_t pid, owner;
    /* Its file, and this end of the line to it. */
    int file, line;
    /* Works done, and the seconds of processor they took. */
    size_t n_works;
    uint32_t seconds;
};

/* Parts from the process. Whoever is a copy of its maker has no say in it. */
static void dismiss(void *object) {
    struct apart_desk *desk = object;
    if (!desk->pid) {
        return;
    }
    if (desk->owner == getpid()) {
        shutdown(desk->line, SHUT_RDWR);
        while (waitpid(desk->pid, NULL, 0) < 0 && errno == EINTR) {
        }
    }
    close(desk->line);
    close(desk->file);
    desk->pid = 0;
}

/* Makes the process; false if there can be none. */
static bool call_up(struct apart_desk *desk) {
    int ends[2];
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends)) {
        return false;
    }
    struct apart apart = {.file = memfd_create("dengbao", MFD_CLOEXEC), .line = ends[1]};
    pid_t parent = getpid(), pid = -1;
    if (apart.file >= 0) {
        fflush(NULL);
        pid = fork();
    }
    if (pid == 0) {
        close(ends[0]);
        if (getppid() == parent) {
            serve_many(&apart, &desk->limits, desk->ready, desk->work);
        }
        _exit(0);
    }
    close(ends[1]);
    if (pid < 0) {
        close(ends[0]);
        close(apart.file);
        return false;
    }
    *desk = (struct apart_desk){.limits = desk->limits,
                                .ready = desk->ready,
                                .work = desk->work,
                                .pid = pid,
                                .owner = parent,
                                .file = apart.file,
                                .line = ends[0]};
    return true;
}

struct apart_desk *apart_open(struct arena *arena, const struct read_limits *limits,
                              apart_ready *ready, apart_work *work) {
    struct apart_desk *desk = ARENA_NEW(arena, struct apart_desk);
    *desk = (struct apart_desk){.limits = *limits, .ready = ready, .work = work};
    arena_own(arena, desk, dismiss);
    if (!ready) {
        call_up(desk); /* where there can be none now, asking tries again */
    }
    return desk;
}

/* What it may use from now on; the hard limit stays, so that this one can be raised again. */
static void allow_seconds(const struct apart_desk *desk) {
    struct rlimit cpu;
    if (prlimit(desk->pid, RLIMIT_CPU, NULL, &cpu) == 0) {
        cpu.rlim_cur = (rlim_t)desk->seconds + desk->limits.cpu;
        prlimit(desk->pid, RLIMIT_CPU, &cpu, NULL);
    }
}

/* False if nobody is there to hear it. */
static bool tell(int line, struct str bytes) {
    while (bytes.len) {
        ssize_t n = send(line, bytes.data, bytes.len, MSG_NOSIGNAL);
        if (n < 0 && errno != EINTR) {
            return false;
        }
        bytes = str_slice(bytes, n > 0 ? (size_t)n : 0, bytes.len);
    }
    return true;
}

/* What it put down, out of the way of what it will put down next. */
static bool take(struct arena *arena, struct apart_desk *desk, struct str *result) {
    struct stat status;
    if (fstat(desk->file, &status) || status.st_size < 0) {
        return false;
    }
    size_t size = (size_t)status.st_size;
    if (size > MOST_COPIED || ++desk->n_works == MOST_WORKS) {
        bool is_seen = see(arena, desk->file, result);
        dismiss(desk);
        return is_seen;
    }
    char *bytes = arena_alloc_raw(arena, size, 1);
    for (size_t at = 0; at < size;) {
        ssize_t n = pread(desk->file, bytes + at, size - at, (off_t)at);
        if (n == 0 || (n < 0 && errno != EINTR)) {
            return false;
        }
        at += n > 0 ? (size_t)n : 0;
    }
    *result = (struct str){bytes, size};
    return ftruncate(desk->file, 0) == 0 && lseek(desk->file, 0, SEEK_SET) == 0;
}

static struct apart_end ask_once(struct arena *arena, struct apart_desk *desk,
                                 const struct str *told, size_t n_told, struct str *result) {
    size_t size = 0;
    if (desk->pid && desk->owner != getpid()) {
        dismiss(desk);
    }
    if (!desk->pid && !call_up(desk)) {
        return no_process(arena);
    }
    for (size_t i = 0; i < n_told; i++) {
        size += told[i].len;
    }
    allow_seconds(desk);
    bool is_told = tell(desk->line, (struct str){(const char *)&size, sizeof size});
    for (size_t i = 0; i < n_told && is_told; i++) {
        is_told = tell(desk->line, told[i]);
    }
    bool is_late = is_told && !wait_for(&desk->limits, desk->line);
    ssize_t n_said = is_told && !is_late
                         ? recv(desk->line, &desk->seconds, sizeof desk->seconds, MSG_DONTWAIT)
                         : 0;
    if (n_said == sizeof desk->seconds) {
        bool is_taken = take(arena, desk, result);
        if (!is_taken) {
            dismiss(desk);
        }
        return is_taken ? (struct apart_end){.is_done = true} : no_process(arena);
    }
    /* Gone already, or it says what is none of ours. */
    kill(desk->pid, SIGKILL);
    struct apart_end end = end_of(arena, &desk->limits, desk->pid, is_late);
    close(desk->line);
    close(desk->file);
    desk->pid = 0;
    return end;
}

struct apart_end apart_ask(struct arena *arena, struct apart_desk *desk, const struct str *told,
                           size_t n_told, struct str *result) {
    bool is_used = desk->pid && desk->n_works > 0;
    struct apart_end end = ask_once(arena, desk, told, n_told, result);
    bool is_of_before = end.id == DIAG_FILE_NOT_READ || end.word == DIAG_WORD_LIMIT_MEMORY;
    return !end.is_done && is_used && is_of_before ? ask_once(arena, desk, told, n_told, result)
                                                   : end;
}
