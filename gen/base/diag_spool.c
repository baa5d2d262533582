/* Complaints that are too many for memory: full runs go to a file, and are looked at there. */
#include <errno.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/diag_inner.h"

/* Bytes of runs that are held in memory before any goes to the file. */
#define MOST_HELD ((size_t)4 << 20)

void diag_set_spool(struct diag *diag, int file) {
    diag->spool = file;
}

static bool write_at(int file, const unsigned char *bytes, size_t size, size_t offset) {
    while (size) {
        ssize_t n = pwrite(file, bytes, size, (off_t)offset);
        if (n < 0 && errno == EINTR) {
            continue;
        }
        if (n <= 0) {
            return false;
        }
        bytes += n;
        size -= (size_t)n;
        offset += (size_t)n;
    }
    return true;
}

bool diag_spool_run(struct diag *diag, struct diag_run *run) {
    struct diag_store *store = diag->store;
    if (diag->spool < 0 || store->n_held < MOST_HELD) {
        return false;
    }
    if (!write_at(diag->spool, run->bytes, run->size, store->n_spooled)) {
        return false;
    }
    run->bytes = NULL;
    run->offset = store->n_spooled;
    store->n_spooled += run->size;
    return true;
}

/* A stretch of address space to be given back. */
struct mapping {
    void *bytes;
    size_t size;
};

static void unmap(void *object) {
    const struct mapping *mapping = object;
    munmap(mapping->bytes, mapping->size);
}

const unsigned char *diag_spooled(const struct diag *diag, struct arena *arena) {
    size_t size = diag->store ? diag->store->n_spooled : 0;
    if (!size) {
        return NULL;
    }
    struct mapping *mapping = ARENA_NEW(arena, struct mapping);
    *mapping = (struct mapping){mmap(NULL, size, PROT_READ, MAP_SHARED, diag->spool, 0), size};
    if (mapping->bytes == MAP_FAILED) {
        /* No room for the addresses: the arena says so and ends the run. */
        arena_alloc(arena, SIZE_MAX, 2);
    }
    arena_own(arena, mapping, unmap);
    return mapping->bytes;
}

const unsigned char *diag_run_bytes(const struct diag_run *run, const unsigned char *spooled) {
    return run->bytes ? run->bytes : spooled + run->offset;
}
