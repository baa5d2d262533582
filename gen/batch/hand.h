/*
 * Inner header of batch: a process that makes papers. It is told numbers of institutions and says,
 * a parcel each, what came of them; it works within limits, each institution anew, and whatever
 * becomes of it, whoever made it learns how it ended.
 */
#ifndef BATCH_HAND_H
#define BATCH_HAND_H

#include <sys/types.h>

#include "batch/worker.h"

/* Numbers it has at most, done and undone: one to do next while it hands the last over. */
enum { HAND_MOST_GIVEN = 2 };

/* A process. */
struct hand {
    pid_t pid;
    /* Where numbers go and parcels come from; -1 when it is not there. */
    int tasks, results;
    /* Can be read when the institution at work has had its time; -1 for never. */
    int timer;
    /* The institutions it has, the one at work first. */
    size_t given[HAND_MOST_GIVEN];
    size_t n_given;
    /* What of its parcels has come. */
    struct arena *arena;
    struct buf come;
    /* Bytes of it that were taken. */
    size_t n_taken;
};

/* How it ended. */
struct hand_ending {
    /* Beyond a limit: which, and how much that is. */
    bool is_limited;
    enum diag_word limit;
    uint32_t most;
    /* Whoever does the same again ends the same way. */
    bool is_certain;
    /* What killed it; 0: it ended by itself. */
    int signal;
};

/* What it was heard to say. */
enum hand_said { HAND_NOTHING, HAND_PARCEL, HAND_STRANGE };

/* None yet; its memory is like the arena's. */
struct hand hand_none(const struct arena *arena);
/* Starts the process; false, with errno, if there can be none. It dies with its parent, whatever
 * that dies of, leaves signals of the terminal to it, and does not hold the pipes of the others. */
bool hand_start(struct hand *hand, const struct engine *engine, struct hand *all, size_t n_all);
/* Gives it one more institution. One that cannot be told anything is found dead when its results
 * end. */
void hand_give(struct hand *hand, const struct paper_limits *limits, size_t number);
/* Reads what it has written; false when it has ended. */
bool hand_hear(struct hand *hand);
/* The next parcel of what was heard, of the institution `number`, which it is done with; valid
 * until the next call. HAND_STRANGE: it says what is none of ours. */
enum hand_said hand_take(struct hand *hand, const struct paper_limits *limits, size_t *number,
                         struct str *parcel);
/* Parts from it, whatever it is at, and tells how it ended; what it was given is still there. */
struct hand_ending hand_end(struct hand *hand, const struct batch_request *request, bool is_late);
/* The first of its institutions is done with, one way or the other. */
void hand_drop(struct hand *hand);
/* Lets it end by itself, or, if nobody wants any more what it is at, at once. */
void hand_close(struct hand *hand, bool is_awaited);

#endif
