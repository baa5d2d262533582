/* A text file, a line a digest: its 64 digits, and what the file was known by. */
#include "base/digests.h"

#include <sys/stat.h>

#include "base/buf.h"
#include "base/dictionary.h"
#include "base/file.h"
#include "base/hash.h"

/* Bytes of the file, and digests in it, at most: more was not written by us. */
#define MAX_BYTES   (1024ULL * 1024)
#define MAX_DIGESTS 1000
/* Hexadecimal digits of a digest. */
#define N_DIGITS 64

/* A digest and what its file is known by. */
struct remembered {
    struct str key;
    struct str sha256;
};

struct digests {
    struct arena *arena;
    struct str path;
    struct dictionary *by_key;
    struct remembered *items;
    size_t n_items, capacity;
    /* Some of them no earlier run left. */
    bool is_changed;
};

static bool is_digest(struct str text) {
    bool is = text.len == N_DIGITS;
    for (size_t i = 0; is && i < text.len; i++) {
        char c = text.data[i];
        is = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
    }
    return is;
}

static void add(struct digests *digests, struct str key, struct str sha256) {
    if (digests->n_items < MAX_DIGESTS && dictionary_put(digests->by_key, key, digests->n_items)) {
        struct remembered item = {key, sha256};
        ARENA_PUSH(digests->arena, digests->items, digests->n_items, digests->capacity, item);
    }
}

struct digests *digests_open(struct arena *arena, struct str path) {
    struct digests *digests = ARENA_NEW(arena, struct digests);
    *digests = (struct digests){
        .arena = arena, .path = str_copy(arena, path), .by_key = dictionary_open(arena)};
    struct str rest, line;
    if (!path.len || !file_read(arena, path, MAX_BYTES, NULL, diag_open(arena), &rest)) {
        return digests;
    }
    while (str_split(&rest, STR("\n"), &line)) {
        struct str sha256 = str_slice(line, 0, N_DIGITS);
        if (is_digest(sha256) && line.len > N_DIGITS + 1) {
            add(digests, str_slice(line, N_DIGITS + 1, line.len), sha256);
        }
    }
    return digests;
}

/* What a file is known by; empty if it is not there, or its path would break the line. */
static struct str key_of(const struct digests *digests, struct str path) {
    struct stat status;
    struct str real;
    if (!file_real(digests->arena, path, &real) || str_contains(real, STR("\n")) ||
        stat(str_to_c(digests->arena, real), &status)) {
        return (struct str){NULL, 0};
    }
    return str_format(digests->arena, "%ju:%ju %jd %jd.%09ld %jd.%09ld %" STR_FMT,
                      (uintmax_t)status.st_dev, (uintmax_t)status.st_ino, (intmax_t)status.st_size,
                      (intmax_t)status.st_mtim.tv_sec, status.st_mtim.tv_nsec,
                      (intmax_t)status.st_ctim.tv_sec, status.st_ctim.tv_nsec, STR_ARG(real));
}

/* The remembered digest behind a key; empty for none. */
static struct str find(const struct digests *digests, struct str key) {
    size_t at;
    bool is_known = key.len && dictionary_get(digests->by_key, key, &at);
    return is_known ? digests->items[at].sha256 : (struct str){NULL, 0};
}

struct str digests_known(const struct digests *digests, struct str path) {
    return find(digests, digests->path.len ? key_of(digests, path) : (struct str){NULL, 0});
}

struct str digests_of(struct digests *digests, struct str path) {
    struct str key = digests->path.len ? key_of(digests, path) : (struct str){NULL, 0};
    struct str known = find(digests, key);
    if (known.len) {
        return known;
    }
    struct str sha256 = hash_sha256_file(digests->arena, path);
    /* A file that changed while it was read is known by neither state. */
    if (sha256.len && key.len && str_equal(key, key_of(digests, path))) {
        add(digests, key, sha256);
        digests->is_changed = true;
    }
    return sha256;
}

/* What a proof is known by: a resolved path has no two slashes in a row. Empty as in key_of. */
static struct str proof_key(const struct digests *digests, struct str path, struct str what) {
    struct str key = digests->path.len ? key_of(digests, path) : (struct str){NULL, 0};
    return key.len ? str_join(digests->arena, (struct str[]){key, what}, 2, STR("//")) : key;
}

bool digests_has_proved(const struct digests *digests, struct str path, struct str what) {
    struct str key = proof_key(digests, path, what);
    size_t at;
    return key.len && dictionary_get(digests->by_key, key, &at);
}

void digests_set_proved(struct digests *digests, struct str path, struct str what) {
    struct str key = proof_key(digests, path, what);
    if (key.len) {
        /* A line like the others, whose digest is of what was proved. */
        add(digests, key, hash_sha256(digests->arena, what));
        digests->is_changed = true;
    }
}

/* The path in a key. */
static struct str path_in(struct str key) {
    struct str part;
    for (size_t i = 0; i < 4; i++) {
        str_split(&key, STR(" "), &part);
    }
    return key;
}

/* A later digest of the same path takes its place. */
static bool is_replaced(const struct digests *digests, size_t i) {
    bool is = false;
    for (size_t k = i + 1; !is && k < digests->n_items; k++) {
        is = str_equal(path_in(digests->items[k].key), path_in(digests->items[i].key));
    }
    return is;
}

void digests_save(struct digests *digests) {
    if (!digests->is_changed) {
        return;
    }
    struct buf buf = {.arena = digests->arena};
    for (size_t i = 0; i < digests->n_items; i++) {
        if (is_replaced(digests, i)) {
            continue;
        }
        buf_format(&buf, "%" STR_FMT " %" STR_FMT "\n", STR_ARG(digests->items[i].sha256),
                   STR_ARG(digests->items[i].key));
    }
    file_write(digests->path, buf_str(&buf), diag_open(digests->arena));
    digests->is_changed = false;
}
