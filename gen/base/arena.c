/* Arenas: a list of chunks whose blocks are zero when they are handed out, and a list of objects
 * that libraries own and want released. */
#define _DEFAULT_SOURCE
#include "base/arena_room.h"
#include "base/resident.h"

#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

/* Every block is aligned for any type. */
#define ALIGNMENT 16
/* Size of the first chunk; later ones double up to LARGEST_CHUNK. */
#define FIRST_CHUNK   (64 * 1024)
#define LARGEST_CHUNK (8 * 1024 * 1024)
/* A chunk given back is kept up to this size, for the next that is wanted: a mark near the end of a
 * chunk would otherwise cost the system a chunk each time. */
#define LARGEST_SPARE (2 * 1024 * 1024)

/* A large page of memory. */
#define LARGE_PAGE ((size_t)2 * 1024 * 1024)

/* How often it is asked whether pages are to be given back, and at how many bytes of files in
 * memory more than after the last time they are. */
enum { REST_EACH = 64, MOST_CAME = 16 * 1024 * 1024 };
/* Addresses, and no memory, that are kept for chunks in a file: 64 GiB. */
#define STRETCH ((size_t)64 << 30)

/* A stretch of memory; blocks are cut from its start. */
struct chunk {
    struct chunk *previous;
    size_t size;
    size_t used;
    /* Bytes from the start that may hold anything; those behind are zero. */
    size_t touched;
    /* Bytes of the file that it is a stretch of, this head included; 0 for memory. */
    size_t lent;
    /* Bytes of the system's that it is, this head included; 0 for a block of malloc. */
    size_t mapped;
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
    /* One given back and kept, or NULL. */
    struct chunk *spare;
    struct owned *owned;
    void (*out_of_memory)(size_t size);
    /* The file that large chunks are stretches of, and how much of it is taken; -1 for none. */
    int file;
    off_t file_end;
    /* Addresses kept for the whole of it, so that all its chunks are one stretch; NULL for none. */
    unsigned char *stretch;
    /* Bytes of files that the process had in memory when pages were last given back. */
    uint64_t n_resident;
};

/* A search for leaks does not look into memory that is not of malloc. */
#if defined __has_feature
#if __has_feature(address_sanitizer)
#define IS_SEARCHED 1
#endif
#elif defined __SANITIZE_ADDRESS__
#define IS_SEARCHED 1
#endif
#ifndef IS_SEARCHED
#define IS_SEARCHED 0
#endif

/* Fresh memory of the system that starts at a large page and is made of such, where there are any:
 * it costs a fault for each 2 MiB, not for each 4 KiB. `size` is a multiple of a large page; NULL
 * if there is none. */
static struct chunk *map_chunk(size_t size) {
    unsigned char *start =
        mmap(NULL, size + LARGE_PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (start == MAP_FAILED) {
        return NULL;
    }
    size_t before = (LARGE_PAGE - (uintptr_t)start % LARGE_PAGE) % LARGE_PAGE;
    if (before) {
        munmap(start, before);
    }
    munmap(start + before + size, LARGE_PAGE - before);
    madvise(start + before, size, MADV_HUGEPAGE);
    struct chunk *chunk = (void *)(start + before);
    *chunk = (struct chunk){.size = size - sizeof *chunk, .mapped = size};
    return chunk;
}

/* A chunk of so many bytes with its head, or more; NULL if there is no memory. */
static struct chunk *ask_for_chunk(size_t whole) {
    if (whole >= LARGE_PAGE / 2 && whole <= SIZE_MAX / 2 && !IS_SEARCHED) {
        return map_chunk((whole + LARGE_PAGE - 1) / LARGE_PAGE * LARGE_PAGE);
    }
    struct chunk *chunk = malloc(whole);
    if (chunk) {
        size_t size = whole - sizeof *chunk;
        *chunk = (struct chunk){.size = size, .touched = size};
    }
    return chunk;
}

static struct chunk *open_chunk(void (*out_of_memory)(size_t size), size_t size) {
    size_t whole = sizeof(struct chunk) + size;
    struct chunk *chunk = whole >= size ? ask_for_chunk(whole) : NULL;
    if (!chunk) {
        out_of_memory(size);
        abort();
    }
    return chunk;
}

/* Bytes of files in memory; where the system does not tell, more each time than before. */
static uint64_t count_resident(const struct arena *arena) {
    uint64_t of_files, own;
    return resident_read(&of_files, &own) ? of_files : arena->n_resident + MOST_CAME;
}

static void give_pages_back(struct arena *arena) {
    if (arena->file_end) {
        madvise(arena->stretch, (size_t)arena->file_end, MADV_DONTNEED);
        arena->n_resident = count_resident(arena);
    }
}

/* A chunk that is a stretch of the arena's file; NULL if there can be none. Its room on disk is
 * taken before it is used, as a page for which there is none would end the process. */
static struct chunk *lend_chunk(struct arena *arena, size_t size) {
    /* a multiple of the pages of any machine */
    const size_t page = 65536;
    struct chunk *chunk = NULL;
    if (!arena->stretch || size < LARGEST_CHUNK || size > STRETCH / 2) {
        return NULL;
    }
    size_t lent = (sizeof *chunk + size + page - 1) / page * page;
    if ((size_t)arena->file_end > STRETCH - lent) {
        return NULL;
    }
    if (posix_fallocate(arena->file, arena->file_end, (off_t)lent)) {
        return NULL;
    }
    void *place = mmap(arena->stretch + arena->file_end, lent, PROT_READ | PROT_WRITE,
                       MAP_SHARED | MAP_FIXED, arena->file, arena->file_end);
    if (place == MAP_FAILED) {
        /* what was kept there may be gone, and must not become somebody else's */
        mmap(arena->stretch + arena->file_end, lent, PROT_NONE,
             MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_FIXED, -1, 0);
        return NULL;
    }
    arena->file_end += (off_t)lent;
#ifdef MADV_POPULATE_WRITE
    /* its pages at once, where the system can: one by one each costs a fault */
    madvise(place, lent, MADV_POPULATE_WRITE);
    arena->n_resident = count_resident(arena);
#endif
    chunk = place;
    *chunk = (struct chunk){.size = lent - sizeof *chunk, .lent = lent};
    return chunk;
}

/* What lies in the file stays until all of it goes. */
static void close_chunk(struct chunk *chunk) {
    if (chunk && chunk->mapped) {
        munmap(chunk, chunk->mapped);
    } else if (chunk && !chunk->lent) {
        free(chunk);
    }
}

struct arena *arena_open(void (*out_of_memory)(size_t size)) {
    struct arena *arena = calloc(1, sizeof *arena);
    if (!arena) {
        out_of_memory(sizeof *arena);
        abort();
    }
    arena->out_of_memory = out_of_memory;
    arena->file = -1;
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
        close_chunk(chunk);
    }
    close_chunk(arena->spare);
    if (arena->stretch) {
        munmap(arena->stretch, STRETCH);
    }
    free(arena);
}

void arena_lend(struct arena *arena, int file) {
    void *stretch =
        file < 0 || arena->stretch
            ? MAP_FAILED
            : mmap(NULL, STRETCH, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (stretch != MAP_FAILED) {
        arena->stretch = stretch;
        arena->file = file;
    }
}

void arena_rest(struct arena *arena, size_t done) {
    if (!arena->file_end || done % REST_EACH) {
        return;
    }
    uint64_t now = count_resident(arena);
    if (now < arena->n_resident) {
        arena->n_resident = now; /* others were given back, or a process was forked that has few */
    }
    if (now - arena->n_resident >= MOST_CAME) {
        give_pages_back(arena);
    }
}

void arena_seal(const struct arena *arena) {
    if (arena->file_end) {
        mprotect(arena->stretch, (size_t)arena->file_end, PROT_READ);
    }
}

void arena_part(struct arena *arena) {
    size_t used = (size_t)arena->file_end;
    if (!arena->stretch) {
        return;
    }
    munmap(arena->stretch + used, STRETCH - used);
    if (used && mmap(arena->stretch, used, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_FIXED,
                     arena->file, 0) == MAP_FAILED) {
        munmap(arena->stretch, used); /* rather nothing than what is common */
    }
    close(arena->file);
    arena->stretch = NULL;
    arena->file_end = 0;
    arena->file = -1;
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

/* Goes on in another chunk that has room for a block. */
static struct chunk *next_chunk(struct arena *arena, size_t wanted) {
    struct chunk *chunk = arena->spare;
    if (chunk && chunk->size >= wanted) {
        arena->spare = NULL;
        chunk->used = 0;
    } else {
        size_t size = next_chunk_size(arena, wanted);
        give_pages_back(arena); /* before, as the pages of the new one are made at once */
        chunk = lend_chunk(arena, size);
        chunk = chunk ? chunk : open_chunk(arena->out_of_memory, size);
    }
    chunk->previous = arena->chunk;
    arena->chunk = chunk;
    return chunk;
}

static void give_back(struct arena *arena, struct chunk *chunk) {
    struct chunk *spare = arena->spare;
    bool is_kept = chunk->lent || chunk->size <= LARGEST_SPARE;
    if (is_kept && (!spare || spare->size < chunk->size)) {
        arena->spare = chunk;
        chunk = spare;
    }
    close_chunk(chunk);
}

/* Moves the end of what is used. What lay behind it up to `touched` may hold anything. */
static void use(struct chunk *chunk, size_t used) {
    chunk->used = used;
    chunk->touched = chunk->touched > used ? chunk->touched : used;
}

/* Goes on in a chunk that has the room. */
static struct chunk *make_ready(struct arena *arena, size_t wanted) {
    struct chunk *chunk = arena->chunk;
    return wanted > chunk->size - chunk->used ? next_chunk(arena, wanted) : chunk;
}

/* A block that holds anything; its size is rounded up already. */
static void *take(struct arena *arena, size_t wanted) {
    struct chunk *chunk = make_ready(arena, wanted);
    void *block = chunk->bytes + chunk->used;
    use(chunk, chunk->used + wanted);
    return block;
}

void *arena_alloc(struct arena *arena, size_t n, size_t size) {
    size_t wanted = round_up(multiply(arena, n, size));
    struct chunk *chunk = make_ready(arena, wanted);
    size_t start = chunk->used;
    if (chunk->touched > start) {
        size_t dirty = chunk->touched - start;
        memset(chunk->bytes + start, 0, dirty < wanted ? dirty : wanted);
    }
    use(chunk, start + wanted);
    return chunk->bytes + start;
}

void *arena_alloc_raw(struct arena *arena, size_t n, size_t size) {
    return take(arena, round_up(multiply(arena, n, size)));
}

void *arena_regrow(struct arena *arena, void *block, size_t used, size_t old_size, size_t size) {
    struct chunk *chunk = arena->chunk;
    size_t old = round_up(old_size), wanted = round_up(multiply(arena, size, 1));
    bool is_last = block && (char *)block + old == (char *)chunk->bytes + chunk->used;
    if (is_last && wanted >= old && wanted - old <= chunk->size - chunk->used) {
        use(chunk, chunk->used + wanted - old);
        return block;
    }
    void *grown = take(arena, wanted);
    if (used) {
        memcpy(grown, block, used);
    }
    return grown;
}

/* Items that a list has room for at first: there are many short ones of large items. */
static size_t first_room(size_t size) {
    enum { BYTES = 128, MOST = 8 };
    return size * MOST <= BYTES ? MOST : size < BYTES ? BYTES / size : 1;
}

void *arena_grow(struct arena *arena, void *items, size_t n_items, size_t *capacity, size_t size) {
    if (n_items < *capacity) {
        return items;
    }
    size_t wanted = *capacity ? *capacity * 2 : first_room(size);
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
        give_back(arena, chunk);
    }
    arena->chunk->used = mark.used;
}

size_t arena_used(const struct arena *arena) {
    size_t used = 0;
    for (const struct chunk *chunk = arena->chunk; chunk; chunk = chunk->previous) {
        used += chunk->used;
    }
    return used;
}
