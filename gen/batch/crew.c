/*
 * Processes that make the papers of institutions, a shared queue, and results in the order of the
 * institutions:
 *
 *     numbers of institutions  ──pipe──►  worker  ──pipe──►  parcels of what came of them
 *
 * The parent alone changes OUT but for temporary files, keeps the journal and talks. Not more is
 * handed out than a window beyond what has been taken, so that memory does not grow with the run.
 */
#include "batch/crew.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

/* Numbers a worker has at most, done and undone: one to do next while it hands the last over. */
enum { MOST_GIVEN = 2 };
/* Institutions handed out beyond the next to be taken, for each worker. */
enum { WINDOW = 8 };
/* Milliseconds until the parent looks whether it is to stop. */
enum { PATIENCE = 200 };
/* Times that an institution is tried. */
enum { MOST_TRIES = 2 };
/* Bytes read from a pipe at a time. */
enum { CHUNK = 65536 };

/* A process. */
struct hand {
    pid_t pid;
    /* Where numbers go and parcels come from; -1 when it is not there. */
    int tasks, results;
    /* The institutions it has, the one at work first. */
    size_t given[MOST_GIVEN];
    size_t n_given;
    /* What of its parcels has come. */
    struct arena *arena;
    struct buf come;
};

/* What came of an institution and has not been taken. */
struct slot {
    struct arena *arena;
    struct str parcel;
    bool is_there, is_lost;
    /* How its second worker ended, as waitpid tells. */
    int ending;
};

/* All of them. */
struct crew {
    struct engine *engine;
    struct hand *hands;
    size_t n_hands;
    /* The next to be handed out for the first time, those to be tried again, the next to be taken.
     */
    size_t next, taken;
    size_t *again;
    size_t n_again;
    /* Slots of [taken, taken + n_slots), by number modulo n_slots; tries by number. */
    struct slot *slots;
    size_t n_slots;
    unsigned char *n_tries;
};

/* ---- a worker -------------------------------------------------------------------------------- */

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
static void serve(const struct crew *crew, const struct hand *hand) {
    struct batch_request request = *crew->engine->request;
    struct engine engine = *crew->engine;
    engine.request = &request;
    engine.output.request = &request;
    struct arena *arena = arena_open_like(crew->engine->arena);
    size_t number, n_done = 0;
    bool goes_on = true;
    arena_seal(engine.records);
    arena_seal(engine.rows);
    arena_seal(engine.output.held);
    while (goes_on && read_whole(hand->tasks, &number, sizeof number)) {
        struct work work;
        struct buf parcel = {.arena = arena}, head = {.arena = arena};
        request.trouble = diag_open(arena);
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

static void close_pipe(int *file) {
    if (*file >= 0) {
        close(*file);
        *file = -1;
    }
}

/* The other workers' pipes would not end if this process held them too. */
static void leave_others(const struct crew *crew, const struct hand *own) {
    for (size_t i = 0; i < crew->n_hands; i++) {
        struct hand *hand = &crew->hands[i];
        if (hand != own) {
            close_pipe(&hand->tasks);
            close_pipe(&hand->results);
        }
    }
}

/* Starts the process; false, with errno, if there can be none. It dies with its parent, whatever
 * that dies of, and leaves signals of the terminal to it. */
static bool start(struct crew *crew, struct hand *hand) {
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
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        signal(SIGINT, SIG_IGN);
        signal(SIGTERM, SIG_DFL);
        signal(SIGPIPE, SIG_IGN);
        leave_others(crew, hand);
        close(tasks[1]);
        close(results[0]);
        hand->tasks = tasks[0];
        hand->results = results[1];
        if (getppid() == parent) {
            serve(crew, hand);
        }
        _exit(0);
    }
    close(tasks[0]);
    close(results[1]);
    hand->tasks = tasks[1];
    hand->results = results[0];
    hand->n_given = 0;
    hand->come = (struct buf){.arena = hand->arena};
    if (hand->pid < 0) {
        close_pipe(&hand->tasks);
        close_pipe(&hand->results);
    }
    return hand->pid > 0;
}

/* ---- handing out ----------------------------------------------------------------------------- */

/* The next number to be handed out; false if there is none now. */
static bool choose(struct crew *crew, size_t *number) {
    if (crew->n_again) {
        *number = crew->again[--crew->n_again];
        return true;
    }
    if (crew->next == crew->engine->n_units || crew->next >= crew->taken + crew->n_slots) {
        return false;
    }
    *number = crew->next++;
    return true;
}

/* A worker that cannot be told anything is found dead when its results end. */
static void hand_out(struct crew *crew) {
    for (size_t depth = 1; depth <= MOST_GIVEN; depth++) {
        for (size_t i = 0; i < crew->n_hands; i++) {
            struct hand *hand = &crew->hands[i];
            size_t number;
            if (hand->tasks >= 0 && hand->n_given < depth && choose(crew, &number)) {
                hand->given[hand->n_given++] = number;
                write_whole(hand->tasks, (struct str){(const char *)&number, sizeof number});
            }
        }
    }
}

/* ---- taking in ------------------------------------------------------------------------------- */

static struct slot *slot_of(const struct crew *crew, size_t number) {
    return &crew->slots[number % crew->n_slots];
}

/* The first of a hand's institutions is done with, one way or the other. */
static void drop_given(struct hand *hand) {
    hand->n_given--;
    memmove(hand->given, hand->given + 1, hand->n_given * sizeof *hand->given);
}

/* Takes the whole parcels out of what has come. False if it is none of ours. */
static bool open_parcels(struct crew *crew, struct hand *hand) {
    struct str come = buf_str(&hand->come);
    for (;;) {
        struct str rest = come;
        size_t number, size;
        if (!parcel_cut_number(&rest, &number) || !parcel_cut_number(&rest, &size) ||
            rest.len < size) {
            break;
        }
        if (!hand->n_given || hand->given[0] != number) {
            return false;
        }
        struct slot *slot = slot_of(crew, number);
        slot->arena = arena_open_like(crew->engine->arena);
        slot->parcel = str_copy(slot->arena, str_slice(rest, 0, size));
        slot->is_there = true;
        drop_given(hand);
        come = str_slice(rest, size, rest.len);
    }
    struct arena *kept = arena_open_like(crew->engine->arena);
    struct buf left = {.arena = kept};
    if (come.len < hand->come.len) {
        buf_add(&left, come);
        arena_close(hand->arena);
        hand->arena = kept;
        hand->come = left;
    } else {
        arena_close(kept);
    }
    return true;
}

/* Reads what a worker has written; false when it has ended. */
static bool hear(struct crew *crew, struct hand *hand) {
    char bytes[CHUNK];
    ssize_t n = read(hand->results, bytes, sizeof bytes);
    if (n < 0) {
        return errno == EINTR || errno == EAGAIN;
    }
    buf_add_bytes(&hand->come, bytes, (size_t)n);
    return n > 0 && open_parcels(crew, hand);
}

/* A worker is dead: the institution it was at is tried again, or given up; the others it had are no
 * fault of theirs. */
static void bury(struct crew *crew, struct hand *hand) {
    int ending = 0;
    close_pipe(&hand->tasks);
    close_pipe(&hand->results);
    kill(hand->pid, SIGKILL);
    while (waitpid(hand->pid, &ending, 0) < 0 && errno == EINTR) {
    }
    if (hand->n_given && ++crew->n_tries[hand->given[0]] == MOST_TRIES) {
        struct slot *slot = slot_of(crew, hand->given[0]);
        slot->is_there = slot->is_lost = true;
        slot->ending = ending;
        drop_given(hand);
    }
    while (hand->n_given) {
        crew->again[crew->n_again++] = hand->given[--hand->n_given];
    }
}

/* ---- the order of the institutions ----------------------------------------------------------- */

/* Reports an institution that was given up; OUT keeps the papers that an earlier run made of it. */
static void give_up(struct crew *crew, size_t number, const struct slot *slot) {
    struct engine *engine = crew->engine;
    const struct unit *unit = engine->units[number];
    int signal_number = WIFSIGNALED(slot->ending) ? WTERMSIG(slot->ending) : 0;
    diag_report(engine->reported, &(struct diag_note){
                                      .id = DIAG_WORKER_LOST,
                                      .origin = unit->record.origin,
                                      .unit = unit->id,
                                      .args = {record_value(&unit->record, FIELD_UNIT_NAME)->text,
                                               str_format(engine->arena, "%d", signal_number)},
                                  });
    const struct manifest_unit *old = output_find_unit(&engine->output, unit->id);
    if (old) {
        output_keep(&engine->output, old);
    }
}

/* Hands on what came of the next institutions. */
static bool take_in(struct crew *crew,
                    bool (*take)(struct engine *engine, size_t unit, const struct work *work)) {
    struct engine *engine = crew->engine;
    bool done = true;
    while (done && crew->taken < engine->n_units && slot_of(crew, crew->taken)->is_there) {
        struct slot slot = *slot_of(crew, crew->taken);
        struct work work = {0};
        *slot_of(crew, crew->taken) = (struct slot){0};
        if (slot.is_lost) {
            give_up(crew, crew->taken, &slot);
        } else {
            work.papers = engine_papers(engine, engine->units[crew->taken], slot.arena);
            done = work_unpack(slot.parcel, slot.arena, &work) &&
                   diag_give(engine->request->trouble, work.trouble, engine->request->trouble) &&
                   take(engine, crew->taken, &work);
            arena_close(slot.arena);
        }
        engine_rest(engine, ++crew->taken);
    }
    return done;
}

/* Waits for a worker to say something, or to die, and starts another in its place. False when none
 * is left. */
static bool listen_to(struct crew *crew) {
    struct pollfd files[CREW_MOST_JOBS];
    size_t n_living = 0;
    for (size_t i = 0; i < crew->n_hands; i++) {
        files[i] = (struct pollfd){.fd = crew->hands[i].results, .events = POLLIN};
    }
    if (poll(files, crew->n_hands, PATIENCE) <= 0) {
        return true;
    }
    for (size_t i = 0; i < crew->n_hands; i++) {
        struct hand *hand = &crew->hands[i];
        if (hand->results >= 0 && files[i].revents && !hear(crew, hand)) {
            bury(crew, hand);
            start(crew, hand);
        }
        n_living += hand->results >= 0;
    }
    return n_living > 0;
}

static void open_crew(struct crew *crew, struct engine *engine, size_t first) {
    size_t n_left = engine->n_units - first;
    *crew = (struct crew){.engine = engine, .next = first, .taken = first};
    size_t n_jobs =
        engine->request->n_jobs < CREW_MOST_JOBS ? engine->request->n_jobs : CREW_MOST_JOBS;
    crew->n_hands = n_jobs < n_left ? n_jobs : n_left;
    crew->n_slots = crew->n_hands * WINDOW;
    crew->hands = ARENA_ARRAY(engine->arena, struct hand, crew->n_hands);
    crew->slots = ARENA_ARRAY(engine->arena, struct slot, crew->n_slots);
    crew->again = ARENA_ARRAY(engine->arena, size_t, crew->n_slots);
    crew->n_tries = ARENA_ARRAY(engine->arena, unsigned char, engine->n_units);
    for (size_t i = 0; i < crew->n_hands; i++) {
        crew->hands[i] =
            (struct hand){.tasks = -1, .results = -1, .arena = arena_open_like(engine->arena)};
    }
}

/* Ends the workers; those that are at something that nobody wants any more are not waited for. */
static void close_crew(struct crew *crew, bool is_done) {
    for (size_t i = 0; i < crew->n_hands; i++) {
        struct hand *hand = &crew->hands[i];
        bool is_living = hand->results >= 0;
        close_pipe(&hand->tasks);
        if (is_living && !is_done) {
            kill(hand->pid, SIGKILL);
        }
        while (is_living && waitpid(hand->pid, NULL, 0) < 0 && errno == EINTR) {
        }
        close_pipe(&hand->results);
        arena_close(hand->arena);
    }
    for (size_t i = 0; i < crew->n_slots; i++) {
        if (crew->slots[i].arena) {
            arena_close(crew->slots[i].arena);
        }
    }
}

bool crew_run(struct engine *engine, size_t first,
              bool (*take)(struct engine *engine, size_t unit, const struct work *work)) {
    struct crew crew;
    struct sigaction ignore = {.sa_handler = SIG_IGN}, before;
    size_t n_started = 0;
    int error = 0;
    open_crew(&crew, engine, first);
    sigaction(SIGPIPE, &ignore, &before);
    for (size_t i = 0; i < crew.n_hands; i++) {
        n_started += start(&crew, &crew.hands[i]);
        error = errno;
    }
    bool is_manned = n_started > 0, done = is_manned;
    while (done && crew.taken < engine->n_units) {
        hand_out(&crew);
        is_manned = listen_to(&crew);
        done = take_in(&crew, take) && engine_goes_on(engine->request) && is_manned;
    }
    if (!is_manned) {
        diag_report(
            engine->request->trouble,
            &(struct diag_note){.id = DIAG_WORKER_NONE, .args = {str_from_c(strerror(error))}});
    }
    close_crew(&crew, done);
    sigaction(SIGPIPE, &before, NULL);
    return done;
}
