/* A file of parcels: a mark, then key, digest and bytes of each piece. */
#include "base/cache.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/dictionary.h"
#include "base/file.h"
#include "base/hash.h"
#include "base/parcel.h"

/* Bytes of the file, and pieces in it, at most: more was not written by us. */
#define MAX_BYTES  (8ULL * 1024 * 1024)
#define MAX_PIECES 1000
/* Bytes of a SHA-256. */
#define DIGEST_SIZE 32
/* What the file begins with; another number for another form. */
#define MARK "dengbao 1"

/* A piece of this run or of earlier ones. */
struct cache_piece {
    struct str key, digest, bytes;
    /* Asked for, or put, by this run. */
    bool is_used;
};

struct cache {
    struct arena *arena;
    struct str path;
    struct dictionary *by_key;
    struct cache_piece *pieces;
    size_t n_pieces, capacity;
    /* Some of them no earlier run left. */
    bool is_changed;
    /* The file, mapped: most runs ask for a part of it. It is only ever replaced as a whole. */
    struct str file;
};

static void add(struct cache *cache, struct cache_piece piece) {
    if (cache->n_pieces < MAX_PIECES && dictionary_put(cache->by_key, piece.key, cache->n_pieces)) {
        ARENA_PUSH(cache->arena, cache->pieces, cache->n_pieces, cache->capacity, piece);
    }
}

static void close_file(void *object) {
    struct cache *cache = object;
    munmap((void *)(uintptr_t)cache->file.data, cache->file.len);
}

/* Maps the file; false if there is none that could be ours. */
static bool open_file(struct cache *cache) {
    int handle = open(str_to_c(cache->arena, cache->path), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    struct stat status;
    bool is_ours = handle >= 0 && !fstat(handle, &status) && S_ISREG(status.st_mode) &&
                   status.st_size > 0 && (uint64_t)status.st_size <= MAX_BYTES;
    void *place = is_ours ? mmap(NULL, (size_t)status.st_size, PROT_READ, MAP_PRIVATE, handle, 0)
                          : MAP_FAILED;
    if (handle >= 0) {
        close(handle);
    }
    if (place == MAP_FAILED) {
        return false;
    }
    cache->file = (struct str){place, (size_t)status.st_size};
    arena_own(cache->arena, cache, close_file);
    return true;
}

struct cache *cache_open(struct arena *arena, struct str path) {
    struct cache *cache = ARENA_NEW(arena, struct cache);
    *cache = (struct cache){
        .arena = arena, .path = str_copy(arena, path), .by_key = dictionary_open(arena)};
    if (!path.len || !open_file(cache)) {
        return cache;
    }
    struct str rest = cache->file, mark;
    if (!parcel_cut_text(&rest, &mark) || !str_equal(mark, STR(MARK))) {
        return cache;
    }
    struct cache_piece piece = {.is_used = false};
    while (parcel_cut_text(&rest, &piece.key) && parcel_cut_text(&rest, &piece.digest) &&
           parcel_cut_text(&rest, &piece.bytes)) {
        add(cache, piece);
    }
    return cache;
}

static struct str digest_of(struct arena *arena, struct str bytes) {
    unsigned char digest[DIGEST_SIZE];
    hash_sha256_bytes(bytes, digest);
    return str_copy(arena, (struct str){(const char *)digest, sizeof digest});
}

bool cache_get(struct cache *cache, struct str key, struct str *bytes) {
    size_t at;
    if (!dictionary_get(cache->by_key, key, &at)) {
        return false;
    }
    struct cache_piece *piece = &cache->pieces[at];
    piece->is_used =
        piece->is_used || str_equal(piece->digest, digest_of(cache->arena, piece->bytes));
    *bytes = piece->bytes;
    return piece->is_used;
}

void cache_put(struct cache *cache, struct str key, struct str bytes) {
    size_t at;
    if (!cache->path.len) {
        return;
    }
    struct cache_piece piece = {.key = str_copy(cache->arena, key),
                                .digest = digest_of(cache->arena, bytes),
                                .bytes = str_copy(cache->arena, bytes),
                                .is_used = true};
    if (dictionary_get(cache->by_key, key, &at)) {
        /* What lay there had been damaged. */
        cache->pieces[at] = piece;
    } else {
        add(cache, piece);
    }
    cache->is_changed = true;
}

void cache_save(struct cache *cache) {
    if (!cache->is_changed) {
        return;
    }
    struct buf buf = {.arena = cache->arena};
    parcel_add_text(&buf, STR(MARK));
    for (int wants_used = 1; wants_used >= 0; wants_used--) {
        for (size_t i = 0; i < cache->n_pieces; i++) {
            const struct cache_piece *piece = &cache->pieces[i];
            size_t size = piece->key.len + piece->bytes.len + DIGEST_SIZE + 24;
            if (piece->is_used == (wants_used == 1) && buf.len + size <= MAX_BYTES) {
                parcel_add_text(&buf, piece->key);
                parcel_add_text(&buf, piece->digest);
                parcel_add_text(&buf, piece->bytes);
            }
        }
    }
    file_write(cache->path, buf_str(&buf), diag_open(cache->arena));
    cache->is_changed = false;
}
