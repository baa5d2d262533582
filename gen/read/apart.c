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
};

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
    guard_shut(apart->file);
}

static void set_limit(int which, rlim_t most) {
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

/* The second of processor beyond the soft limit is for a process that does not hear of it. */
static void set_limits(const struct read_limits *limits) {
    struct rlimit cpu = {limits->cpu, limits->cpu + 1};
    setrlimit(RLIMIT_CPU, &cpu);
    set_limit(RLIMIT_CORE, 0);
    set_limit(RLIMIT_FSIZE, limits->output * MIB);
    if (!guard_is_sanitized()) {
        set_limit(RLIMIT_AS, used_memory() + limits->memory * MIB);
    }
}

static _Noreturn void serve(struct apart *apart, const struct read_limits *limits, apart_work *work,
                            void *context) {
    static const int reset[] = {SIGTERM, SIGHUP, SIGXCPU, SIGXFSZ, SIGALRM};
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    for (size_t i = 0; i < sizeof reset / sizeof *reset; i++) {
        signal(reset[i], SIG_DFL);
    }
    signal(SIGINT, SIG_IGN);
    set_limits(limits);
    work(apart, arena_open(stop_out_of_memory), context);
    _exit(0);
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

/* Waits until the process, which alone holds the other end of the pipe, is gone; kills one that is
 * late. */
static struct apart_end wait_for(struct arena *arena, const struct read_limits *limits, pid_t pid,
                                 int pipe_end) {
    struct pollfd file = {.fd = pipe_end, .events = POLLIN};
    uint64_t left = (uint64_t)limits->time * 1000 / PATIENCE;
    int ending = 0, n_ready = 0;
    while (left && n_ready <= 0) {
        n_ready = poll(&file, 1, PATIENCE);
        left--;
    }
    if (n_ready <= 0) {
        kill(pid, SIGKILL);
    }
    while (waitpid(pid, &ending, 0) < 0 && errno == EINTR) {
    }
    return judge(arena, limits, ending, n_ready <= 0);
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
    struct apart apart = {.file = memfd_create("dengbao", MFD_CLOEXEC)};
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
    struct apart_end end = pid < 0 ? no_process(arena) : wait_for(arena, limits, pid, ends[0]);
    if (end.is_done && !see(arena, apart.file, result)) {
        end = no_process(arena);
    }
    close(ends[0]);
    close(apart.file);
    return end;
}
