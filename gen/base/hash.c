/* SHA-256 by nettle. */
#include "base/hash.h"

#include <nettle/sha2.h>

#include "base/arena.h"

void hash_sha256_bytes(struct str bytes, unsigned char digest[32]) {
    struct sha256_ctx context;
    sha256_init(&context);
    sha256_update(&context, bytes.len, (const uint8_t *)bytes.data);
    sha256_digest(&context, SHA256_DIGEST_SIZE, digest);
}

struct str hash_sha256(struct arena *arena, struct str bytes) {
    static const char digits[] = "0123456789abcdef";
    unsigned char digest[32];
    hash_sha256_bytes(bytes, digest);
    char *text = arena_alloc(arena, 65, 1);
    for (size_t i = 0; i < 32; i++) {
        text[2 * i] = digits[digest[i] >> 4];
        text[2 * i + 1] = digits[digest[i] & 15];
    }
    return (struct str){text, 64};
}
