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
#include <string.h>

/* Institutions whose papers are made by the process that read them. */
enum { MOST_ALONE = 2 };
/* Institutions handed out beyond the next to be taken, for each worker. */
enum { WINDOW = 8 };
/* Milliseconds until the parent looks whether it is to stop. */
enum { PATIENCE = 200 };
/* Times that an institution is tried. */
enum { MOST_TRIES = 2 };

/* What came of an institution and has not been taken. */
struct slot {
    struct arena *arena;
    struct str parcel;
    bool is_there, is_lost;
    /* How its last worker ended. */
    struct hand_ending ending;
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

static void hand_out(struct crew *crew) {
    for (size_t depth = 1; depth <= HAND_MOST_GIVEN; depth++) {
        for (size_t i = 0; i < crew->n_hands; i++) {
            struct hand *hand = &crew->hands[i];
            size_t number;
            if (hand->tasks >= 0 && hand->n_given < depth && choose(crew, &number)) {
                hand_give(hand, crew->engine->request->paper_limits, number);
            }
        }
    }
}

/* ---- taking in ------------------------------------------------------------------------------- */

static struct slot *slot_of(const struct crew *crew, size_t number) {
    return &crew->slots[number % crew->n_slots];
}

/* Takes the whole parcels out of what has come. False if there is what is none of ours. */
static bool open_parcels(struct crew *crew, struct hand *hand) {
    const struct paper_limits *limits = crew->engine->request->paper_limits;
    enum hand_said said;
    size_t number;
    struct str parcel;
    while ((said = hand_take(hand, limits, &number, &parcel)) == HAND_PARCEL) {
        struct slot *slot = slot_of(crew, number);
        slot->arena = arena_open_like(crew->engine->arena);
        slot->parcel = str_copy(slot->arena, parcel);
        slot->is_there = true;
    }
    return said == HAND_NOTHING;
}

/* A worker is dead, or has had its time: the institution it was at is tried again, or given up; the
 * others it had are no fault of theirs. */
static void bury(struct crew *crew, struct hand *hand, bool is_late) {
    struct hand_ending ending = hand_end(hand, crew->engine->request, is_late);
    if (hand->n_given && (++crew->n_tries[hand->given[0]] == MOST_TRIES || ending.is_certain)) {
        struct slot *slot = slot_of(crew, hand->given[0]);
        slot->is_there = slot->is_lost = true;
        slot->ending = ending;
        hand_drop(hand);
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
    const struct hand_ending *ending = &slot->ending;
    struct str how = ending->is_limited
                         ? diag_word_number(engine->arena, ending->limit, ending->most)
                         : str_format(engine->arena, "%d", ending->signal);
    diag_report(engine->reported,
                &(struct diag_note){
                    .id = ending->is_limited ? DIAG_WORKER_LIMIT : DIAG_WORKER_LOST,
                    .origin = unit->record.origin,
                    .unit = unit->id,
                    .args = {record_value(&unit->record, FIELD_UNIT_NAME)->text, how},
                });
    const struct manifest_unit *old = output_find_unit(&engine->output, unit->id);
    if (old) {
        output_keep(&engine->output, old);
    }
}

/* Hands on what came of the next institutions. */
static bool take_in(struct crew *crew, crew_take *take) {
    struct engine *engine = crew->engine;
    bool done = true;
    while (done && crew->taken < engine->n_units && slot_of(crew, crew->taken)->is_there) {
        struct slot slot = *slot_of(crew, crew->taken);
        struct work work = {0};
        *slot_of(crew, crew->taken) = (struct slot){0};
        if (slot.is_lost) {
            give_up(crew, crew->taken, &slot);
        } else {
            done = work_unpack(slot.parcel, slot.arena, &work) &&
                   diag_give(engine->request->trouble, work.trouble, engine->request->trouble) &&
                   take(engine, crew->taken, &work);
            arena_close(slot.arena);
        }
        engine_rest(engine, ++crew->taken);
    }
    return done;
}

/* Waits for a worker to say something, or to die, or to be at one institution for too long, and
 * starts another in place of one that is gone. False when none is left. */
static bool listen_to(struct crew *crew) {
    struct pollfd files[2 * CREW_MOST_JOBS];
    size_t n_living = 0;
    for (size_t i = 0; i < crew->n_hands; i++) {
        files[2 * i] = (struct pollfd){.fd = crew->hands[i].results, .events = POLLIN};
        files[2 * i + 1] = (struct pollfd){.fd = crew->hands[i].timer, .events = POLLIN};
    }
    if (poll(files, 2 * crew->n_hands, PATIENCE) <= 0) {
        return true;
    }
    for (size_t i = 0; i < crew->n_hands; i++) {
        struct hand *hand = &crew->hands[i];
        bool is_heard = hand->results >= 0 && files[2 * i].revents;
        bool is_gone = is_heard && !(hand_hear(hand) && open_parcels(crew, hand));
        /* what it says last stops the timer */
        bool is_late = !is_heard && hand->results >= 0 && files[2 * i + 1].revents;
        if (is_gone || is_late) {
            bury(crew, hand, is_late);
            hand_start(hand, crew->engine, crew->hands, crew->n_hands);
        }
        n_living += hand->results >= 0;
    }
    return n_living > 0;
}

static void open_crew(struct crew *crew, struct engine *engine) {
    *crew = (struct crew){.engine = engine};
    size_t n_jobs = engine->request->n_jobs;
    n_jobs = n_jobs < CREW_MOST_JOBS ? n_jobs : CREW_MOST_JOBS;
    crew->n_hands = n_jobs < engine->n_units ? n_jobs : engine->n_units;
    crew->n_slots = crew->n_hands * WINDOW;
    crew->hands = ARENA_ARRAY(engine->arena, struct hand, crew->n_hands);
    crew->slots = ARENA_ARRAY(engine->arena, struct slot, crew->n_slots);
    crew->again = ARENA_ARRAY(engine->arena, size_t, crew->n_slots);
    crew->n_tries = ARENA_ARRAY(engine->arena, unsigned char, engine->n_units);
    for (size_t i = 0; i < crew->n_hands; i++) {
        crew->hands[i] = hand_none(engine->arena);
    }
}

/* There is no process, and why; false. */
static bool report_none(const struct engine *engine, int error) {
    diag_report(engine->request->trouble,
                &(struct diag_note){.id = DIAG_WORKER_NONE, .args = {str_from_c(strerror(error))}});
    return false;
}

/* Ends the workers; those that are at something that nobody wants any more are not waited for. */
static void close_crew(struct crew *crew, bool is_done) {
    for (size_t i = 0; i < crew->n_hands; i++) {
        hand_close(&crew->hands[i], is_done);
    }
    for (size_t i = 0; i < crew->n_slots; i++) {
        if (crew->slots[i].arena) {
            arena_close(crew->slots[i].arena);
        }
    }
}

/* Lets them work until all is taken; false if they leave off before. */
static bool work_off(struct crew *crew, crew_take *take) {
    struct engine *engine = crew->engine;
    bool is_manned = true, done = true;
    int error = 0;
    while (done && crew->taken < engine->n_units) {
        hand_out(crew);
        is_manned = listen_to(crew);
        error = errno;
        done = take_in(crew, take) && engine_goes_on(engine->request) && is_manned;
    }
    return is_manned ? done : report_none(engine, error);
}

bool crew_alone(struct engine *engine, bool makes_papers, crew_take *take) {
    struct arena *scratch = arena_open_like(engine->arena);
    bool done = true;
    for (size_t i = 0; done && i < engine->n_units; i++) {
        struct work work;
        done = engine_goes_on(engine->request);
        if (done) {
            worker_run(engine, i, makes_papers, scratch, &work);
            done = take(engine, i, &work);
            engine_rest(engine, i + 1);
        }
        arena_reset(scratch);
    }
    arena_close(scratch);
    return done;
}

bool crew_run(struct engine *engine, crew_take *take) {
    struct crew crew;
    struct sigaction ignore = {.sa_handler = SIG_IGN}, before;
    size_t n_started = 0;
    bool done = false;
    int error = 0;
    if (!engine->request->n_jobs || engine->n_units <= MOST_ALONE) {
        return crew_alone(engine, true, take);
    }
    open_crew(&crew, engine);
    sigaction(SIGPIPE, &ignore, &before);
    for (size_t i = 0; i < crew.n_hands; i++) {
        n_started += hand_start(&crew.hands[i], engine, crew.hands, crew.n_hands);
        error = errno;
    }
    if (n_started) {
        done = work_off(&crew, take);
    } else {
        done = crew.n_hands == 1 ? crew_alone(engine, true, take) : report_none(engine, error);
    }
    close_crew(&crew, done);
    sigaction(SIGPIPE, &before, NULL);
    return done;
}
