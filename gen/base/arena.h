/* Memory by lifetime: everything that lives equally long comes from one arena and goes with it. */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include <stdbool.h>
#include <stddef.h>

/* A growing region of zeroed memory; opaque. Not shared between threads. */
struct arena;

/* A point in an arena's life to which it can be rewound. */
struct arena_mark {
    /* The chunk in use at the mark. */
    void *chunk;
    /* Bytes used of that chunk. */
    size_t used;
    /* The newest owned object at the mark. */
    void *owned;
};

/* Opens an arena. `out_of_memory` is called with the size asked for when the system has no more; it
 * must not return. */
struct arena *arena_open(void (*out_of_memory)(size_t size));
/* Opens a second arena with the same out-of-memory handler; it lives independently of `arena`. */
struct arena *arena_open_like(const struct arena *arena);
/* Releases owned objects, newest first, then all memory. NULL is allowed. */
void arena_close(struct arena *arena);
/* As arena_close, but the arena stays open and empty and keeps its first chunk. */
void arena_reset(struct arena *arena);

/* Returns n × size zeroed bytes aligned for any type; never NULL (n × size = 0 gives a valid
 * pointer). Overflow of n × size counts as out of memory. */
void *arena_alloc(struct arena *arena, size_t n, size_t size);
/* As arena_alloc, but the bytes hold anything: for what is written over at once. */
void *arena_alloc_raw(struct arena *arena, size_t n, size_t size);
/* Makes room for one more item in an array of `n_items`: returns `items`, or a copy with twice the
 * capacity, which is stored in `*capacity`. The old array stays valid. */
void *arena_grow(struct arena *arena, void *items, size_t n_items, size_t *capacity, size_t size);
/* Ties `object` to the arena: `release(object)` runs when the arena is closed, reset or rewound
 * past this point. */
void arena_own(struct arena *arena, void *object, void (*release)(void *object));

/* The present point, for arena_rewind. */
struct arena_mark arena_mark(const struct arena *arena);
/* Gives back everything allocated since `mark`, releasing objects owned since. */
void arena_rewind(struct arena *arena, struct arena_mark mark);
/* From now on large chunks (8 MiB) are stretches of an empty file that is open for reading and
 * writing, so that what is not in use need not stay in memory. The file must outlive the arena;
 * what is in it means nothing to anybody else. A chunk for which the disk has no room is memory. */
void arena_lend(struct arena *arena, int file);
/* Lets the system take the pages of such chunks away, once some 16 MiB of them have come back; what
 * is used again comes back by itself. To be called with the number of what has been done: it is
 * asked at each 64th. */
void arena_rest(struct arena *arena, size_t done);
/* In a process that was forked: such chunks, which it has in common with the others, can be read
 * but not written. Nothing may be taken from the arena any more. */
void arena_seal(const struct arena *arena);
/* In a process that was forked and is not trusted: what it writes into such chunks is its own from
 * now on, and what it takes is memory. */
void arena_part(struct arena *arena);
/* Bytes handed out since the arena was opened or reset. */
size_t arena_used(const struct arena *arena);

/* One zeroed `type`. */
#define ARENA_NEW(arena, type) ((type *)arena_alloc((arena), 1, sizeof(type)))
/* An array of n zeroed `type`. */
#define ARENA_ARRAY(arena, type, n) ((type *)arena_alloc((arena), (n), sizeof(type)))
/* Appends to a list kept as `items`, `n_items`, `capacity` lvalues. */
#define ARENA_PUSH(arena, items, n_items, capacity, value)                                         \
    do {                                                                                           \
        if ((n_items) == (capacity)) {                                                             \
            (items) = arena_grow((arena), (items), (n_items), &(capacity), sizeof *(items));       \
        }                                                                                          \
        (items)[(n_items)++] = (value);                                                            \
    } while (0)

#endif
