/* A file of parcels: a mark, then key, digest and bytes of each piece. */
#include "base/cache.h"

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
};

static void add(struct cache *cache, struct cache_piece piece) {
    if (dictionary_put(cache->by_key, piece.key, cache->n_pieces)) {
        ARENA_PUSH(cache->arena, cache->pieces, cache->n_pieces, cache->capacity, piece);
    }
}

struct cache *cache_open(struct arena *arena, struct str path) {
    struct cache *cache = ARENA_NEW(arena, struct cache);
    *cache = (struct cache){
        .arena = arena, .path = str_copy(arena, path), .by_key = dictionary_open(arena)};
    struct str rest, mark;
    /* Read and not mapped: where the folder is another machine's, a file that is replaced meanwhile
     * is gone. */
    if (!path.len || !file_read(arena, path, MAX_BYTES, NULL, diag_open(arena), &rest) ||
        !parcel_cut_text(&rest, &mark) || !str_equal(mark, STR(MARK))) {
        return cache;
    }
    struct cache_piece piece = {.is_used = false};
    while (cache->n_pieces < MAX_PIECES && parcel_cut_text(&rest, &piece.key) &&
           parcel_cut_text(&rest, &piece.digest) && parcel_cut_text(&rest, &piece.bytes)) {
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
    size_t n = 0;
    parcel_add_text(&buf, STR(MARK));
    for (int wants_used = 1; wants_used >= 0; wants_used--) {
        for (size_t i = 0; i < cache->n_pieces; i++) {
            const struct cache_piece *piece = &cache->pieces[i];
            size_t size = piece->key.len + piece->bytes.len + DIGEST_SIZE + 24;
            if (piece->is_used == (wants_used == 1) && buf.len + size <= MAX_BYTES &&
                n < MAX_PIECES) {
                n++;
                parcel_add_text(&buf, piece->key);
                parcel_add_text(&buf, piece->digest);
                parcel_add_text(&buf, piece->bytes);
            }
        }
    }
    file_write(cache->path, buf_str(&buf), diag_open(cache->arena));
    cache->is_changed = false;
}
