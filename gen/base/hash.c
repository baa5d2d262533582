/* SHA-256 by nettle. */
#include "base/hash.h"

#include <nettle/sha2.h>
#include <stdio.h>

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

struct str hash_sha256_file(struct arena *arena, struct str path) {
    struct arena_mark mark = arena_mark(arena);
    FILE *file = fopen(str_to_c(arena, path), "rb");
    arena_rewind(arena, mark);
    if (!file) {
        return (struct str){NULL, 0};
    }
    struct sha256_ctx context;
    unsigned char digest[32], piece[32768];
    sha256_init(&context);
    for (size_t size; (size = fread(piece, 1, sizeof piece, file)) > 0;) {
        sha256_update(&context, size, piece);
    }
    bool is_good = !ferror(file);
    fclose(file);
    sha256_digest(&context, SHA256_DIGEST_SIZE, digest);
    return is_good ? to_digits(arena, digest) : (struct str){NULL, 0};
}
