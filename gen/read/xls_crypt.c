/* What Excel protects with a password that it knows itself, so that its users think the file open
 * (MS-OFFCRYPTO 2.3.5 to 2.3.7): RC4 of two kinds, and what came before. */
#include "read/xls.h"

#include <string.h>

/* The password, in UTF-16. */
static const char password[] = "V\0e\0l\0v\0e\0t\0S\0w\0e\0a\0t\0s\0h\0o\0p";
#define PASSWORD ((struct str){password, sizeof password})

/* RC4 begins anew with a key of its own every so many bytes of the stream. */
#define BLOCK 1024U

/* Kinds of protection, and versions of the second. */
enum { IS_XOR = 0, IS_RC4 = 1, VERSION_PLAIN = 1, VERSION_API = 2 };

/* What the password gives under the oldest kind: a key, its check, and the bytes that are mixed
 * in. */
enum { XOR_KEY = 0xB359, XOR_CHECK = 0x9A0A };
static const unsigned char xor_bytes[16] = {0x3C, 0x5B, 0xD4, 0x17, 0xF0, 0x1F, 0x28, 0x13,
                                            0xF0, 0x4B, 0xB4, 0x03, 0xC4, 0x73, 0xA4, 0x20};

/* Where the parts of a header stand: salt, what checks the password, and the sum of that. */
struct checks {
    size_t salt, check, sum;
};

/* A key for each block. */
struct keys {
    /* By the functions of the system, with SHA-1; else with MD5. */
    bool is_api;
    /* What each key is made of. */
    unsigned char base[CIPHER_SHA1_SIZE];
    size_t base_size;
    /* Bytes of a key that count; a short one is filled up with nought. */
    size_t key_size;
};

/* The stream of RC4 bytes along the workbook stream. */
struct pad {
    const struct keys *keys;
    struct cipher_rc4 rc4;
    size_t at;
};

static void digest(const struct keys *keys, struct str bytes, unsigned char sum[CIPHER_SHA1_SIZE]) {
    if (keys->is_api) {
        cipher_sha1(bytes, sum);
    } else {
        cipher_md5(bytes, sum);
    }
}

static void begin_block(const struct keys *keys, uint32_t block, struct cipher_rc4 *rc4) {
    char text[CIPHER_SHA1_SIZE + 4];
    unsigned char key[CIPHER_SHA1_SIZE];
    size_t size = keys->base_size;
    memcpy(text, keys->base, size);
    for (size_t i = 0; i < 4; i++) {
        text[size + i] = (char)(block >> (8 * i) & 0xFF);
    }
    digest(keys, (struct str){text, size + 4}, key);
    bool is_short = keys->is_api && keys->key_size < CIPHER_MD5_SIZE;
    if (is_short) {
        memset(key + keys->key_size, 0, CIPHER_MD5_SIZE - keys->key_size);
    }
    cipher_rc4_open(rc4, (struct str){(const char *)key, CIPHER_MD5_SIZE});
}

/* Five bytes of the password's sum, sixteen times with the salt, give five bytes again. */
static void set_plain_base(struct keys *keys, struct str salt) {
    enum { N = 16, FIVE = 5, SALT = 16 };
    unsigned char sum[CIPHER_MD5_SIZE];
    char text[N * (FIVE + SALT)];
    cipher_md5(PASSWORD, sum);
    for (size_t i = 0; i < N; i++) {
        memcpy(text + i * (FIVE + SALT), sum, FIVE);
        memcpy(text + i * (FIVE + SALT) + FIVE, salt.data, SALT);
    }
    cipher_md5((struct str){text, sizeof text}, sum);
    memcpy(keys->base, sum, FIVE);
    keys->base_size = FIVE;
    keys->key_size = CIPHER_MD5_SIZE;
}

static void set_api_base(struct arena *arena, struct keys *keys, struct str salt) {
    cipher_sha1(str_concat(arena, salt, PASSWORD), keys->base);
    keys->base_size = CIPHER_SHA1_SIZE;
}

/* The check and its sum agree: the password is the one. */
static bool is_right(const struct keys *keys, struct str check, struct str sum) {
    struct cipher_rc4 rc4;
    char plain[CIPHER_MD5_SIZE];
    unsigned char wanted[CIPHER_SHA1_SIZE];
    bool is_same = true;
    begin_block(keys, 0, &rc4);
    for (size_t i = 0; i < check.len; i++) {
        plain[i] = (char)((unsigned char)check.data[i] ^ cipher_rc4_next(&rc4));
    }
    digest(keys, (struct str){plain, check.len}, wanted);
    for (size_t i = 0; i < sum.len; i++) {
        is_same &= ((unsigned char)sum.data[i] ^ cipher_rc4_next(&rc4)) == wanted[i];
    }
    return is_same;
}

/* The keys of a file that RC4 protects; false if its password is another. */
static bool find_keys(struct arena *arena, struct str data, struct keys *keys) {
    enum { AT_MAJOR = 2, AT_MINOR = 4, AT_SALT = 6, SALT = 16 };
    enum { AT_HEADER_SIZE = 10, AT_HEADER = 14, AT_KEY_BITS = 16, LEAST_BITS = 40 };
    struct checks at = {AT_SALT, AT_SALT + SALT, AT_SALT + 2 * SALT};
    unsigned minor = bytes_u16(data, AT_MINOR);
    *keys = (struct keys){.is_api = minor == VERSION_API};
    if (keys->is_api) {
        size_t verifier = AT_HEADER + (size_t)bytes_u32(data, AT_HEADER_SIZE);
        uint32_t bits = bytes_u32(data, AT_HEADER + AT_KEY_BITS);
        keys->key_size = (bits ? bits : LEAST_BITS) / 8;
        at = (struct checks){verifier + 4, verifier + 4 + SALT, verifier + 8 + 2 * SALT};
    }
    size_t sum_size = keys->is_api ? CIPHER_SHA1_SIZE : CIPHER_MD5_SIZE;
    bool is_known = keys->is_api || (minor == VERSION_PLAIN && bytes_u16(data, AT_MAJOR) == 1);
    if (!is_known || data.len < at.sum + sum_size || keys->key_size > CIPHER_MD5_SIZE) {
        return false;
    }
    struct str salt = str_slice(data, at.salt, at.salt + SALT);
    if (keys->is_api) {
        set_api_base(arena, keys, salt);
    } else {
        set_plain_base(keys, salt);
    }
    return is_right(keys, str_slice(data, at.check, at.check + SALT),
                    str_slice(data, at.sum, at.sum + sum_size));
}

static unsigned char next_of_pad(struct pad *pad) {
    if (pad->at % BLOCK == 0) {
        begin_block(pad->keys, (uint32_t)(pad->at / BLOCK), &pad->rc4);
    }
    pad->at++;
    return cipher_rc4_next(&pad->rc4);
}

/* Bytes at the start of a record's data that stand open: all of a few records, and of a sheet the
 * place. */
static size_t open_size(const struct xls_record *record) {
    enum { USERS = 0x194, LOCK = 0x195, LOG_HEAD = 0x196, LOG_INFO = 0x138, AT_SIZE = 4 };
    switch (record->type) {
    case XLS_BOF:
    case XLS_FILEPASS:
    case XLS_INTERFACE:
    case USERS:
    case LOCK:
    case LOG_HEAD:
    case LOG_INFO:
        return record->data.len;
    case XLS_BOUNDSHEET:
        return AT_SIZE;
    default:
        return 0;
    }
}

static unsigned char open_xor(const struct xls_record *record, size_t i, unsigned char byte) {
    size_t turn = record->at + record->data.len + i;
    return (unsigned char)((byte << 3 | byte >> 5) ^ xor_bytes[turn % sizeof xor_bytes]);
}

/* A plain copy of the stream; `keys` is NULL for the oldest kind. */
static void open_stream(struct xls *xls, const struct keys *keys) {
    char *copy = arena_alloc_raw(xls->scratch, xls->stream.len, 1);
    struct pad pad = {.keys = keys};
    struct xls_record record;
    memcpy(copy, xls->stream.data, xls->stream.len);
    for (size_t at = 0; xls_next(xls, &at, &record);) {
        size_t n_open = open_size(&record);
        while (keys && pad.at < record.at) {
            next_of_pad(&pad);
        }
        for (size_t i = 0; i < record.data.len; i++) {
            unsigned char byte = (unsigned char)record.data.data[i];
            unsigned char plain =
                keys ? (unsigned char)(byte ^ next_of_pad(&pad)) : open_xor(&record, i, byte);
            copy[record.at + i] = (char)(i < n_open ? byte : plain);
        }
    }
    xls->stream.data = copy;
}

bool xls_decrypt(struct xls *xls, const struct xls_record *record) {
    struct str data = record->data;
    size_t at = xls->is_old ? 0 : 2;
    struct keys keys;
    if (!xls->is_old && bytes_u16(data, 0) == IS_RC4) {
        bool is_found = find_keys(xls->scratch, data, &keys);
        if (is_found) {
            open_stream(xls, &keys);
        }
        return is_found;
    }
    bool is_xor = xls->is_old || bytes_u16(data, 0) == IS_XOR;
    if (!is_xor || bytes_u16(data, at) != XOR_KEY || bytes_u16(data, at + 2) != XOR_CHECK) {
        return false;
    }
    open_stream(xls, NULL);
    return true;
}
