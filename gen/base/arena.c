/* Arenas: a list of chunks whose blocks are zero when they are handed out, and a list of objects
 * that libraries own and want released. */
#include "base/arena_room.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* Every block is aligned for any type. */
#define ALIGNMENT 16
/* Size of the first chunk; later ones double up to LARGEST_CHUNK. */
#define FIRST_CHUNK   (64 * 1024)
#define LARGEST_CHUNK (8 * 1024 * 1024)

/* A stretch of memory; blocks are cut from its start. */
struct chunk {
    struct chunk *previous;
    size_t size;
    size_t used;
    /* Bytes that were ever handed out: those behind are zero still. */
    size_t touched;
    _Alignas(ALIGNMENT) unsigned char bytes[];
};

/* An object with its own release function; lives in the arena itself. */
struct owned {
    struct owned *previous;
    void *object;
    void (*release)(void *object);
};

struct arena {
    struct chunk *chunk;
    struct owned *owned;
    void (*out_of_memory)(size_t size);
};

static struct chunk *open_chunk(void (*out_of_memory)(size_t size), size_t size) {
    struct chunk *chunk = NULL;
    if (size <= SIZE_MAX - sizeof *chunk) {
        chunk = calloc(1, sizeof *chunk + size);
    }
    if (!chunk) {
        out_of_memory(size);
        abort();
    }
    chunk->previous = NULL;
    chunk->size = size;
    chunk->used = 0;
    return chunk;
}

struct arena *arena_open(void (*out_of_memory)(size_t size)) {
    struct arena *arena = calloc(1, sizeof *arena);
    if (!arena) {
        out_of_memory(sizeof *arena);
        abort();
    }
    arena->out_of_memory = out_of_memory;
    arena->chunk = open_chunk(out_of_memory, FIRST_CHUNK);
    return arena;
}

struct arena *arena_open_like(const struct arena *arena) {
    return arena_open(arena->out_of_memory);
}

static void release_owned(struct arena *arena, const struct owned *until) {
    while (arena->owned != until) {
        struct owned *owned = arena->owned;
        arena->owned = owned->previous;
        owned->release(owned->object);
    }
}

void arena_close(struct arena *arena) {
    if (!arena) {
        return;
    }
    release_owned(arena, NULL);
    while (arena->chunk) {
        struct chunk *chunk = arena->chunk;
        arena->chunk = chunk->previous;
        free(chunk);
    }
    free(arena);
}

void arena_reset(struct arena *arena) {
    struct chunk *first = arena->chunk;
    while (first->previous) {
        first = first->previous;
    }
    arena_rewind(arena, (struct arena_mark){first, 0, NULL});
}

static size_t round_up(size_t size) {
    return (size + ALIGNMENT - 1) & ~(size_t)(ALIGNMENT - 1);
}

static size_t next_chunk_size(const struct arena *arena, size_t wanted) {
    size_t size = arena->chunk->size < LARGEST_CHUNK ? arena->chunk->size * 2 : LARGEST_CHUNK;
    return size > wanted ? size : wanted;
}

/* Bytes of n items. */
static size_t multiply(const struct arena *arena, size_t n, size_t size) {
    if (size && n > (SIZE_MAX / 2) / size) {
        arena->out_of_memory(SIZE_MAX);
        abort();
    }
    return n * size;
}

/* A block that holds anything; its size is rounded up already. */
static void *take(struct arena *arena, size_t wanted) {
    struct chunk *chunk = arena->chunk;
    if (wanted > chunk->size - chunk->used) {
        chunk = open_chunk(arena->out_of_memory, next_chunk_size(arena, wanted));
        chunk->previous = arena->chunk;
        arena->chunk = chunk;
    }
    void *block = chunk->bytes + chunk->used;
    chunk->used += wanted;
    return block;
}

/* The bytes up to here are no longer known to be zero; returns how many were not before. */
static size_t touch(struct chunk *chunk) {
    size_t before = chunk->touched;
    chunk->touched = chunk->used > before ? chunk->used : before;
    return before;
}

void *arena_alloc(struct arena *arena, size_t n, size_t size) {
    size_t wanted = round_up(multiply(arena, n, size));
    unsigned char *block = take(arena, wanted);
    size_t start = (size_t)(block - arena->chunk->bytes), touched = touch(arena->chunk);
    size_t n_old = touched > start ? touched - start : 0;
    memset(block, 0, n_old < wanted ? n_old : wanted);
    return block;
}

void *arena_regrow(struct arena *arena, void *block, size_t used, size_t old_size, size_t size) {
    struct chunk *chunk = arena->chunk;
    size_t old = round_up(old_size), wanted = round_up(multiply(arena, size, 1));
    bool is_last = block && (char *)block + old == (char *)chunk->bytes + chunk->used;
    if (is_last && wanted >= old && wanted - old <= chunk->size - chunk->used) {
        chunk->used += wanted - old;
        touch(chunk);
        return block;
    }
    void *grown = take(arena, wanted);
    touch(arena->chunk);
    if (used) {
        memcpy(grown, block, used);
    }
    return grown;
}

void *arena_grow(struct arena *arena, void *items, size_t n_items, size_t *capacity, size_t size) {
    if (n_items < *capacity) {
        return items;
    }
    size_t wanted = *capacity ? *capacity * 2 : 8;
    size_t used = n_items * size, total = multiply(arena, wanted, size);
    char *grown = arena_regrow(arena, items, used, *capacity * size, total);
    memset(grown + used, 0, total - used);
    *capacity = wanted;
    return grown;
}

void arena_own(struct arena *arena, void *object, void (*release)(void *object)) {
    struct owned *owned = ARENA_NEW(arena, struct owned);
    *owned = (struct owned){arena->owned, object, release};
    arena->owned = owned;
}

struct arena_mark arena_mark(const struct arena *arena) {
    return (struct arena_mark){arena->chunk, arena->chunk->used, arena->owned};
}

void arena_rewind(struct arena *arena, struct arena_mark mark) {
    release_owned(arena, mark.owned);
    while (arena->chunk != mark.chunk) {
        struct chunk *chunk = arena->chunk;
        arena->chunk = chunk->previous;
        free(chunk);
    }
    struct chunk *chunk = arena->chunk;
    chunk->used = mark.used;
}

size_t arena_used(const struct arena *arena) {
    size_t used = 0;
    for (const struct chunk *chunk = arena->chunk; chunk; chunk = chunk->previous) {
        used += chunk->used;
    }
    return used;
}
