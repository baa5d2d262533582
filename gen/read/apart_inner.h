/*
 * Inner header of apart: apart_serve.c is the process that works, apart.c who waits for one that is
 * made for a work, apart_desk.c who keeps one.
 */
#ifndef READ_APART_INNER_H
#define READ_APART_INNER_H

#include <sys/types.h>

#include "read/apart.h"

/* How a process ends that is not done. */
enum { IS_OUT_OF_MEMORY = 3, IS_UNHEARD = 4, IS_OUT_OF_ROOM = 5 };

/* What stands at the start of the file: where what was put down behind it ends. Said when the work
 * is done. */
struct apart_head {
    size_t end;
};

struct apart {
    /* A file that has no name, in which things are put down. */
    int file;
    /* Where a process that is kept is told what to do, and says that it did it; -1 for another. */
    int line;
    /* Bytes that the file may have. */
    size_t size;
    /* Bytes that are there already. */
    struct apart_head head;
};

/* Does one work. The second of processor beyond the soft limit is for a process that does not hear
 * of it. */
_Noreturn void apart_serve(struct apart *apart, const struct read_limits *limits, apart_work *work,
                           void *context);
/* Does work after work: each is a size and so many bytes, and is answered by the seconds that all
 * of them took. */
_Noreturn void apart_serve_many(struct apart *apart, const struct read_limits *limits,
                                apart_ready *ready, apart_work *work);

/* In the process, first of all: takes a copy of what it has in common with its maker; NULL for
 * nothing. */
void apart_own(struct arena *common);
/* There can be no process; errno says why. */
struct apart_end apart_no_process(struct arena *arena);
/* Waits until the process, which alone holds the other end, says something or is gone; false for
 * one that is late. */
bool apart_wait_for(const struct read_limits *limits, int end);
/* The end of a process; one that is late is killed. */
struct apart_end apart_end_of(struct arena *arena, const struct read_limits *limits, pid_t pid,
                              bool is_late);
/* What the file says of itself; false if that cannot be. */
bool apart_read_head(int file, struct apart_head *head);
/* What was put down, which lives as long as the arena; the file is empty where it was. */
bool apart_see(struct arena *arena, int file, struct str *bytes);

#endif
