/* A process that makes papers, seen from both ends of its pipes. */
#define _GNU_SOURCE /* timerfd, prctl */
#include "batch/hand.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/timerfd.h>
#include <sys/wait.h>
#include <unistd.h>

/* Bytes read from a pipe at a time. */
enum { CHUNK = 65536 };

#define MIB ((uint64_t)1024 * 1024)

/* ---- the process ----------------------------------------------------------------------------- */

static bool read_whole(int file, void *bytes, size_t size) {
    char *at = bytes;
    while (size) {
        ssize_t n = read(file, at, size);
        if (n <= 0 && (n == 0 || errno != EINTR)) {
            return false;
        }
        at += n > 0 ? n : 0;
        size -= n > 0 ? (size_t)n : 0;
    }
    return true;
}

static bool write_whole(int file, struct str bytes) {
    while (bytes.len) {
        ssize_t n = write(file, bytes.data, bytes.len);
        if (n < 0 && errno != EINTR) {
            return false;
        }
        bytes = str_slice(bytes, n > 0 ? (size_t)n : 0, bytes.len);
    }
    return true;
}

/* Makes what it is told to until nobody tells it any more. What is wrong with ourselves goes into
 * the parcel like everything else. */
static void serve(const struct engine *shared, const struct hand *hand) {
    struct batch_request request = *shared->request;
    struct engine engine = *shared;
    engine.request = &request;
    engine.output.request = &request;
    struct arena *arena = arena_open_like(shared->arena);
    size_t number, n_done = 0;
    bool goes_on = true;
    if (request.paper_limits) {
        limits_no_dump();
        limits_memory((uint64_t)request.paper_limits->memory * MIB);
    }
    arena_seal(engine.records);
    arena_seal(engine.rows);
    arena_seal(engine.output.held);
    while (goes_on && read_whole(hand->tasks, &number, sizeof number)) {
        struct work work;
        struct buf parcel = {.arena = arena}, head = {.arena = arena};
        request.trouble = diag_open(arena);
        if (request.paper_limits) {
            limits_seconds(request.paper_limits->cpu);
        }
        worker_run(&engine, number, true, arena, &work);
        work.trouble = diag_take(request.trouble, arena);
        work_pack(&work, &parcel);
        parcel_add_number(&head, number);
        parcel_add_number(&head, parcel.len);
        goes_on = write_whole(hand->results, buf_str(&head)) &&
                  write_whole(hand->results, buf_str(&parcel));
        arena_reset(arena);
        arena_rest(engine.records, ++n_done);
    }
}

static void close_file(int *file) {
    if (*file >= 0) {
        close(*file);
        *file = -1;
    }
}

static void close_files(struct hand *hand) {
    close_file(&hand->tasks);
    close_file(&hand->results);
    close_file(&hand->timer);
}

/* The other workers' pipes would not end if this process held them too. */
static void leave_others(struct hand *all, size_t n_all, const struct hand *own) {
    for (size_t i = 0; i < n_all; i++) {
        close_file(&all[i].timer);
        if (&all[i] != own) {
            close_file(&all[i].tasks);
            close_file(&all[i].results);
        }
    }
}

/* Makes this process one that works for `hand`, until it is told nothing any more. */
static void begin(struct hand *hand, const int tasks[2], const int results[2], struct hand *all,
                  size_t n_all) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    signal(SIGINT, SIG_IGN);
    signal(SIGTERM, SIG_DFL);
    signal(SIGXCPU, SIG_DFL);
    signal(SIGPIPE, SIG_IGN);
    leave_others(all, n_all, hand);
    close(tasks[1]);
    close(results[0]);
    hand->tasks = tasks[0];
    hand->results = results[1];
}

bool hand_start(struct hand *hand, const struct engine *engine, struct hand *all, size_t n_all) {
    int tasks[2], results[2];
    pid_t parent = getpid();
    if (pipe(tasks)) {
        return false;
    }
    if (pipe(results)) {
        close(tasks[0]);
        close(tasks[1]);
        return false;
    }
    fflush(NULL);
    hand->pid = fork();
    if (hand->pid == 0) {
        begin(hand, tasks, results, all, n_all);
        if (getppid() == parent) {
            serve(engine, hand);
        }
        _exit(0);
    }
    close(tasks[0]);
    close(results[1]);
    hand->tasks = tasks[1];
    hand->results = results[0];
    hand->timer = engine->request->paper_limits ? timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC) : -1;
    hand->n_given = 0;
    hand->n_taken = 0;
    hand->come = (struct buf){.arena = hand->arena};
    if (hand->pid < 0) {
        close_files(hand);
    }
    return hand->pid > 0;
}

/* ---- limits ---------------------------------------------------------------------------------- */

struct paper_limits batch_default_limits(void) {
    return (struct paper_limits){.cpu = 600, .time = 3600, .memory = 4096};
}

bool batch_set_limit(struct paper_limits *limits, struct str name, int64_t value) {
    const struct limit_name known[] = {
        {"unit-cpu", &limits->cpu}, {"unit-time", &limits->time}, {"unit-memory", &limits->memory}};
    return limits_set(known, sizeof known / sizeof *known, name, value);
}

/* ---- whoever made it ------------------------------------------------------------------------- */

struct hand hand_none(const struct arena *arena) {
    return (struct hand){.tasks = -1, .results = -1, .timer = -1, .arena = arena_open_like(arena)};
}

/* The institution at work has its time from now on; with none there is nothing to wait for. */
static void set_timer(const struct hand *hand, const struct paper_limits *limits) {
    if (hand->timer >= 0 && limits) {
        struct itimerspec time = {.it_value = {.tv_sec = hand->n_given ? (time_t)limits->time : 0}};
        timerfd_settime(hand->timer, 0, &time, NULL);
    }
}

void hand_give(struct hand *hand, const struct paper_limits *limits, size_t number) {
    hand->given[hand->n_given++] = number;
    if (hand->n_given == 1) {
        set_timer(hand, limits);
    }
    write_whole(hand->tasks, (struct str){(const char *)&number, sizeof number});
}

void hand_drop(struct hand *hand) {
    hand->n_given--;
    memmove(hand->given, hand->given + 1, hand->n_given * sizeof *hand->given);
}

bool hand_hear(struct hand *hand) {
    char bytes[CHUNK];
    ssize_t n = read(hand->results, bytes, sizeof bytes);
    if (n < 0) {
        return errno == EINTR || errno == EAGAIN;
    }
    buf_add_bytes(&hand->come, bytes, (size_t)n);
    return n > 0;
}

/* What was taken is let go. */
static void forget_taken(struct hand *hand) {
    struct str left = str_slice(buf_str(&hand->come), hand->n_taken, hand->come.len);
    if (hand->n_taken) {
        struct arena *kept = arena_open_like(hand->arena);
        hand->come = (struct buf){.arena = kept};
        buf_add(&hand->come, left);
        arena_close(hand->arena);
        hand->arena = kept;
        hand->n_taken = 0;
    }
}

enum hand_said hand_take(struct hand *hand, const struct paper_limits *limits, size_t *number,
                         struct str *parcel) {
    struct str rest = str_slice(buf_str(&hand->come), hand->n_taken, hand->come.len);
    size_t size;
    if (!parcel_cut_number(&rest, number) || !parcel_cut_number(&rest, &size) || rest.len < size) {
        forget_taken(hand);
        return HAND_NOTHING;
    }
    if (!hand->n_given || hand->given[0] != *number) {
        return HAND_STRANGE;
    }
    *parcel = str_slice(rest, 0, size);
    hand->n_taken = hand->come.len - (rest.len - size);
    hand_drop(hand);
    set_timer(hand, limits);
    return HAND_PARCEL;
}

/* Time and processor do not come back; of memory there may be more another time. */
static struct hand_ending judge(const struct batch_request *request, int ending, bool is_late) {
    const struct paper_limits *limits = request->paper_limits;
    int by = WIFSIGNALED(ending) ? WTERMSIG(ending) : 0;
    bool is_full = WIFEXITED(ending) && WEXITSTATUS(ending) == request->no_memory_status;
    if (limits && is_late) {
        return (struct hand_ending){true, DIAG_WORD_PAPERS_TIME, limits->time, true, by};
    }
    if (limits && by == SIGXCPU) {
        return (struct hand_ending){true, DIAG_WORD_PAPERS_CPU, limits->cpu, true, by};
    }
    if (limits && is_full) {
        return (struct hand_ending){true, DIAG_WORD_PAPERS_MEMORY, limits->memory, false, by};
    }
    return (struct hand_ending){.signal = by};
}

/* Waits for its end. */
static int await(const struct hand *hand) {
    int ending = 0;
    while (waitpid(hand->pid, &ending, 0) < 0 && errno == EINTR) {
    }
    return ending;
}

struct hand_ending hand_end(struct hand *hand, const struct batch_request *request, bool is_late) {
    close_files(hand);
    kill(hand->pid, SIGKILL);
    return judge(request, await(hand), is_late);
}

void hand_close(struct hand *hand, bool is_awaited) {
    bool is_living = hand->results >= 0;
    close_file(&hand->tasks);
    if (is_living && !is_awaited) {
        kill(hand->pid, SIGKILL);
    }
    if (is_living) {
        await(hand);
    }
    close_files(hand);
    arena_close(hand->arena);
}
