/* SHA-256 and SM3 by nettle. */
#include "base/hash.h"

#include <errno.h>
#include <fcntl.h>
#include <nettle/sha2.h>
#include <nettle/sm3.h>
#include <unistd.h>

#include "base/arena.h"

void hash_sha256_bytes(struct str bytes, unsigned char digest[32]) {
    struct sha256_ctx context;
    sha256_init(&context);
    sha256_update(&context, bytes.len, (const uint8_t *)bytes.data);
    sha256_digest(&context, SHA256_DIGEST_SIZE, digest);
}

static struct str to_digits(struct arena *arena, const unsigned char digest[32]) {
    static const char digits[] = "0123456789abcdef";
    char *text = arena_alloc(arena, 65, 1);
    for (size_t i = 0; i < 32; i++) {
        text[2 * i] = digits[digest[i] >> 4];
        text[2 * i + 1] = digits[digest[i] & 15];
    }
    return (struct str){text, 64};
}

struct str hash_sha256(struct arena *arena, struct str bytes) {
    unsigned char digest[32];
    hash_sha256_bytes(bytes, digest);
    return to_digits(arena, digest);
}

/* Hashes what can be read from a descriptor; SM3 too if there is a context for it. */
static bool digest(int file, struct sha256_ctx *sha256, struct sm3_ctx *sm3) {
    unsigned char piece[32768];
    ssize_t size = 1;
    while (size > 0 || (size < 0 && errno == EINTR)) {
        size = read(file, piece, sizeof piece);
        size_t n = size > 0 ? (size_t)size : 0;
        sha256_update(sha256, n, piece);
        if (sm3) {
            sm3_update(sm3, n, piece);
        }
    }
    return size == 0;
}

struct str hash_sha256_handle(struct arena *arena, int file) {
    struct sha256_ctx context;
    unsigned char bytes[SHA256_DIGEST_SIZE];
    sha256_init(&context);
    bool is_read = digest(file, &context, NULL);
    sha256_digest(&context, sizeof bytes, bytes);
    return is_read ? to_digits(arena, bytes) : (struct str){NULL, 0};
}

bool hash_pair_handle(struct arena *arena, int file, struct hash_pair *pair) {
    struct sha256_ctx sha256;
    struct sm3_ctx sm3;
    unsigned char bytes[SHA256_DIGEST_SIZE];
    sha256_init(&sha256);
    sm3_init(&sm3);
    bool is_read = digest(file, &sha256, &sm3);
    sha256_digest(&sha256, sizeof bytes, bytes);
    pair->sha256 = to_digits(arena, bytes);
    sm3_digest(&sm3, sizeof bytes, bytes);
    pair->sm3 = to_digits(arena, bytes);
    return is_read;
}

static int open_file(struct arena *arena, struct str path) {
    struct arena_mark mark = arena_mark(arena);
    int file = open(str_to_c(arena, path), O_RDONLY | O_CLOEXEC);
    arena_rewind(arena, mark);
    return file;
}

struct str hash_sha256_file(struct arena *arena, struct str path) {
    int file = open_file(arena, path);
    struct str sha256 = file < 0 ? (struct str){NULL, 0} : hash_sha256_handle(arena, file);
    if (file >= 0) {
        close(file);
    }
    return sha256;
}

bool hash_pair_file(struct arena *arena, struct str path, struct hash_pair *pair) {
    int file = open_file(arena, path);
    bool is_read = file >= 0 && hash_pair_handle(arena, file, pair);
    if (file >= 0) {
        close(file);
    }
    return is_read;
}
