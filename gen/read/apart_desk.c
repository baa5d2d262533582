/* A process that is kept: work after work, until it dies of one or has done enough. */
#define _GNU_SOURCE
#include "read/apart_inner.h"

#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

/* It does so many works at most, and is not asked again after one that put down more bytes than
 * this: its file and its memory would stay as large. */
enum { MOST_WORKS = 256, MOST_KEPT = 1024 * 1024 };

struct apart_desk {
    struct read_limits limits;
    apart_ready *ready;
    apart_work *work;
    /* What its processes have a copy of; NULL for nothing. */
    struct arena *common;
    /* The process, and whoever made it; 0 for none. */
    pid_t pid, owner;
    /* Its file, and this end of the line to it. */
    int file, line;
    /* Works done, and the seconds of processor they took. */
    size_t n_works;
    uint32_t seconds;
    /* Of the work told last: the process had done others, and it was heard to the end. */
    bool is_used, is_told;
};

/* Parts from the process, whatever it is at: what it had to say has been heard. Whoever is a copy
 * of its maker has no say in it. */
static void dismiss_process(struct apart_desk *desk) {
    if (desk->owner == getpid()) {
        kill(desk->pid, SIGKILL);
        while (waitpid(desk->pid, NULL, 0) < 0 && errno == EINTR) {
        }
    }
    close(desk->line);
    desk->pid = 0;
}

static void dismiss(void *object) {
    struct apart_desk *desk = object;
    if (desk->pid) {
        dismiss_process(desk);
        close(desk->file);
    }
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
        apart_own(desk->common);
        if (getppid() == parent) {
            apart_serve_many(&apart, &desk->limits, desk->ready, desk->work);
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
                                .common = desk->common,
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

void apart_set_common(struct apart_desk *desk, struct arena *common) {
    desk->common = common;
}

/* What it may use from now on; the hard limit stays, so that this one can be raised again. */
static void allow_seconds(const struct apart_desk *desk) {
    struct rlimit cpu;
    if (prlimit(desk->pid, RLIMIT_CPU, NULL, &cpu) == 0) {
        cpu.rlim_cur = (rlim_t)desk->seconds + desk->limits.cpu;
        prlimit(desk->pid, RLIMIT_CPU, &cpu, NULL);
    }
}

/* Tells it bytes; false if nobody is there to hear them, or takes none for the time of a work. */
static bool tell(const struct apart_desk *desk, struct str bytes) {
    struct pollfd room = {.fd = desk->line, .events = POLLOUT};
    int patience = (int)(desk->limits.time < INT_MAX / 1000 ? desk->limits.time * 1000 : INT_MAX);
    while (bytes.len) {
        ssize_t n = send(desk->line, bytes.data, bytes.len, MSG_NOSIGNAL | MSG_DONTWAIT);
        bool is_full = n < 0 && (errno == EAGAIN || errno == EWOULDBLOCK);
        if (n < 0 && errno != EINTR && !(is_full && poll(&room, 1, patience) > 0)) {
            return false;
        }
        bytes = str_slice(bytes, n > 0 ? (size_t)n : 0, bytes.len);
    }
    return true;
}

/* What it put down, out of the way of what it will put down next. */
static bool take(struct arena *arena, struct apart_desk *desk, struct str *result) {
    struct apart_head head;
    if (!apart_read_head(desk->file, &head)) {
        return false;
    }
    if (head.end <= MOST_KEPT && ++desk->n_works < MOST_WORKS) {
        return apart_see(arena, desk->file, result);
    }
    dismiss_process(desk);
    bool is_seen = apart_see(arena, desk->file, result);
    close(desk->file);
    return is_seen;
}

void apart_begin(struct apart_desk *desk, const struct str *told, size_t n_told) {
    size_t size = 0;
    if (desk->pid && desk->owner != getpid()) {
        dismiss(desk);
    }
    desk->is_used = desk->pid && desk->n_works > 0;
    desk->is_told = desk->pid || call_up(desk);
    if (!desk->pid) {
        return;
    }
    for (size_t i = 0; i < n_told; i++) {
        size += told[i].len;
    }
    allow_seconds(desk);
    desk->is_told = tell(desk, (struct str){(const char *)&size, sizeof size});
    for (size_t i = 0; i < n_told && desk->is_told; i++) {
        desk->is_told = tell(desk, told[i]);
    }
}

/* Waits for what was told last. */
static struct apart_end hear_end(struct arena *arena, struct apart_desk *desk, struct str *result) {
    if (!desk->pid) {
        return apart_no_process(arena);
    }
    bool is_late = desk->is_told && !apart_wait_for(&desk->limits, desk->line);
    ssize_t n_said = desk->is_told && !is_late
                         ? recv(desk->line, &desk->seconds, sizeof desk->seconds, MSG_DONTWAIT)
                         : 0;
    if (n_said == sizeof desk->seconds) {
        struct apart_end done = {.is_done = true};
        if (take(arena, desk, result)) {
            return done;
        }
        dismiss(desk);
        return apart_no_process(arena);
    }
    /* Gone already, or it says what is none of ours. */
    kill(desk->pid, SIGKILL);
    struct apart_end end = apart_end_of(arena, &desk->limits, desk->pid, is_late);
    close(desk->line);
    close(desk->file);
    desk->pid = 0;
    return end;
}

struct apart_end apart_finish(struct arena *arena, struct apart_desk *desk, const struct str *told,
                              size_t n_told, struct str *result) {
    bool is_used = desk->is_used;
    struct apart_end end = hear_end(arena, desk, result);
    bool is_of_before = end.id == DIAG_FILE_NOT_READ || end.word == DIAG_WORD_LIMIT_MEMORY;
    if (!end.is_done && is_used && is_of_before && n_told) {
        apart_begin(desk, told, n_told);
        end = hear_end(arena, desk, result);
    }
    return end;
}

struct apart_end apart_ask(struct arena *arena, struct apart_desk *desk, const struct str *told,
                           size_t n_told, struct str *result) {
    apart_begin(desk, told, n_told);
    return apart_finish(arena, desk, told, n_told, result);
}
