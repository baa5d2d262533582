/* Digests and AES by nettle; RC4 is ten lines. */
#include "base/cipher.h"

#include <nettle/aes.h>
#include <nettle/base64.h>
#include <nettle/cbc.h>
#include <nettle/md5.h>
#include <nettle/sha1.h>
#include <nettle/sha2.h>
#include <string.h>

void cipher_md5(struct str bytes, unsigned char digest[CIPHER_MD5_SIZE]) {
    struct md5_ctx context;
    md5_init(&context);
    md5_update(&context, bytes.len, (const uint8_t *)bytes.data);
    md5_digest(&context, CIPHER_MD5_SIZE, digest);
}

void cipher_sha1(struct str bytes, unsigned char digest[CIPHER_SHA1_SIZE]) {
    struct sha1_ctx context;
    sha1_init(&context);
    sha1_update(&context, bytes.len, (const uint8_t *)bytes.data);
    sha1_digest(&context, CIPHER_SHA1_SIZE, digest);
}

void cipher_sha512(struct str bytes, unsigned char digest[CIPHER_SHA512_SIZE]) {
    struct sha512_ctx context;
    sha512_init(&context);
    sha512_update(&context, bytes.len, (const uint8_t *)bytes.data);
    sha512_digest(&context, CIPHER_SHA512_SIZE, digest);
}

void cipher_rc4_open(struct cipher_rc4 *rc4, struct str key) {
    unsigned char j = 0;
    *rc4 = (struct cipher_rc4){.i = 0};
    for (unsigned i = 0; i < 256; i++) {
        rc4->state[i] = (unsigned char)i;
    }
    for (unsigned i = 0; i < 256; i++) {
        unsigned char kept = rc4->state[i];
        j = (unsigned char)(j + kept + (unsigned char)key.data[i % key.len]);
        rc4->state[i] = rc4->state[j];
        rc4->state[j] = kept;
    }
}

unsigned char cipher_rc4_next(struct cipher_rc4 *rc4) {
    rc4->i++;
    unsigned char kept = rc4->state[rc4->i];
    rc4->j = (unsigned char)(rc4->j + kept);
    rc4->state[rc4->i] = rc4->state[rc4->j];
    rc4->state[rc4->j] = kept;
    return rc4->state[(unsigned char)(rc4->state[rc4->i] + kept)];
}

/* A key laid out, and the function that uses it. */
struct schedule {
    union {
        struct aes128_ctx small;
        struct aes256_ctx large;
    } context;
    nettle_cipher_func *decrypt;
};

static bool set_key(struct schedule *schedule, struct str key) {
    const uint8_t *bytes = (const uint8_t *)key.data;
    if (key.len == AES128_KEY_SIZE) {
        aes128_set_decrypt_key(&schedule->context.small, bytes);
        schedule->decrypt = (nettle_cipher_func *)aes128_decrypt;
    } else if (key.len == AES256_KEY_SIZE) {
        aes256_set_decrypt_key(&schedule->context.large, bytes);
        schedule->decrypt = (nettle_cipher_func *)aes256_decrypt;
    }
    return key.len == AES128_KEY_SIZE || key.len == AES256_KEY_SIZE;
}

bool cipher_aes_decrypt(struct str key, const unsigned char *start, struct str bytes,
                        unsigned char *plain) {
    struct schedule schedule;
    if (!set_key(&schedule, key)) {
        return false;
    }
    size_t size = bytes.len - bytes.len % AES_BLOCK_SIZE;
    const uint8_t *in = (const uint8_t *)bytes.data;
    if (start) {
        uint8_t before[AES_BLOCK_SIZE];
        memcpy(before, start, sizeof before);
        cbc_decrypt(&schedule.context, schedule.decrypt, AES_BLOCK_SIZE, before, size, plain, in);
    } else {
        schedule.decrypt(&schedule.context, size, plain, in);
    }
    return true;
}

struct str cipher_base64(struct arena *arena, struct str text) {
    struct base64_decode_ctx context;
    size_t size = BASE64_DECODE_LENGTH(text.len);
    uint8_t *bytes = arena_alloc(arena, size, 1);
    base64_decode_init(&context);
    bool is_good = base64_decode_update(&context, &size, bytes, text.len, text.data) &&
                   base64_decode_final(&context);
    return (struct str){(const char *)bytes, is_good ? size : 0};
}
