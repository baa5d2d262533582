/* SHA-256 by nettle. */
#include "base/hash.h"

#include <errno.h>
#include <fcntl.h>
#include <nettle/sha2.h>
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

struct str hash_sha256_handle(struct arena *arena, int file) {
    struct sha256_ctx context;
    unsigned char digest[32], piece[32768];
    ssize_t size = 1;
    sha256_init(&context);
    while (size > 0 || (size < 0 && errno == EINTR)) {
        size = read(file, piece, sizeof piece);
        sha256_update(&context, size > 0 ? (size_t)size : 0, piece);
    }
    sha256_digest(&context, SHA256_DIGEST_SIZE, digest);
    return size == 0 ? to_digits(arena, digest) : (struct str){NULL, 0};
}

struct str hash_sha256_file(struct arena *arena, struct str path) {
    struct arena_mark mark = arena_mark(arena);
    int file = open(str_to_c(arena, path), O_RDONLY | O_CLOEXEC);
    arena_rewind(arena, mark);
    if (file < 0) {
        return (struct str){NULL, 0};
    }
    struct str sha256 = hash_sha256_handle(arena, file);
    close(file);
    return sha256;
}
