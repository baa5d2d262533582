/*
 * Inner header of read: work done by a process of its own, within limits. Whatever becomes of it,
 * this process goes on and learns how it ended; nothing is left behind.
 */
#ifndef READ_APART_H
#define READ_APART_H

#include "read/read.h"

/* The process at work; opaque. */
struct apart;

/* How it ended. */
struct apart_end {
    /* It came to its end and what it put down is there. */
    bool is_done;
    /* Else what to report: FILE_LIMIT or FILE_NOT_READ, with a phrase and what stands in that. */
    enum diag_id id;
    enum diag_word word;
    struct str about;
};

/* What is done: it is told the process, an arena of that, and its context. It may look at all
 * memory, and changes nothing that anybody else sees but by apart_put. */
typedef void apart_work(struct apart *apart, struct arena *arena, void *context);

/* Does the work; what it put down lives in the arena, which is also that of `about`. `common` is an
 * arena of which the process must have a copy of its own (arena_part); NULL for none. */
struct apart_end apart_run(struct arena *arena, struct arena *common,
                           const struct read_limits *limits, apart_work *work, void *context,
                           struct str *result);

/* Works given one after the other to a process that is kept, as each process of its own costs more
 * than most works; one that ends before its work is done is told of, and the next work gets another
 * process. Opaque. */
struct apart_desk;

/* What a process does before it may open nothing more; what it keeps lives as long as itself. */
typedef void apart_ready(struct arena *arena);

/* The work is told, in place of a context, the bytes as a struct str. It cannot open anything: what
 * it needs of the disk is loaded by `ready`, and such a process is made when first asked; without
 * (NULL) it begins now. The desk belongs to the arena. */
struct apart_desk *apart_open(struct arena *arena, const struct read_limits *limits,
                              apart_ready *ready, apart_work *work);
/* From now on its processes have a copy of their own of that arena. */
void apart_set_common(struct apart_desk *desk, struct arena *common);
/* As apart_run; the work is told these texts as one. What works before left behind in the process
 * decides nothing: where it crashes or lacks memory, a new one does the work again. */
struct apart_end apart_ask(struct arena *arena, struct apart_desk *desk, const struct str *told,
                           size_t n_told, struct str *result);
/* The two halves of it: tells the work, which is done meanwhile, and waits for it. Nothing else may
 * be told before that, and the texts must be there still; with none the work is not done again. */
void apart_begin(struct apart_desk *desk, const struct str *told, size_t n_told);
struct apart_end apart_finish(struct arena *arena, struct apart_desk *desk, const struct str *told,
                              size_t n_told, struct str *result);

/* Puts bytes down behind those before. */
void apart_put(struct apart *apart, struct str bytes);
/* From now on nothing can be done but compute, ask for memory and put down; what else is tried ends
 * the process. Without effect where the system cannot do that, and under a sanitizer. */
void apart_shut(struct apart *apart);

#endif
