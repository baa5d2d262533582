/* Item 2 of the notes on ingest, for packages: what the fixed password protects is read, what any
 * other does is said to be encrypted. */
#include "read/make_xls.h"
#include "read/make_xlsx.h"
#include "read/trial.h"

#include <criterion/criterion.h>
#include <nettle/aes.h>
#include <nettle/base64.h>
#include <nettle/cbc.h>
#include <stdlib.h>
#include <string.h>

static struct arena *arena;
static struct trial trial;

static void stop(size_t size) {
    cr_assert_fail("no memory for %zu bytes", size);
}

static void set_up(void) {
    arena = arena_open(stop);
}

static void tear_down(void) {
    if (trial.arena) {
        trial_close(&trial);
    }
    arena_close(arena);
}

TestSuite(xlsx_crypt, .init = set_up, .fini = tear_down);

enum { BLOCK = 16, SEGMENT = 4096 };
static const char salt[] = "0123456789abcdef", check[] = "ABCDEFGHIJKLMNOP";

static struct str wide(const char *password) {
    struct buf text = {.arena = arena};
    for (; *password; password++) {
        make_u16(&text, (unsigned char)*password);
    }
    return buf_str(&text);
}

static struct str digest(bool is_long, struct str bytes) {
    unsigned char *sum = arena_alloc(arena, CIPHER_SHA512_SIZE, 1);
    if (is_long) {
        cipher_sha512(bytes, sum);
    } else {
        cipher_sha1(bytes, sum);
    }
    return (struct str){(const char *)sum, is_long ? CIPHER_SHA512_SIZE : CIPHER_SHA1_SIZE};
}

static struct str with_number(uint32_t number, struct str text, bool is_before) {
    struct buf buf = {.arena = arena};
    if (!is_before) {
        buf_add(&buf, text);
    }
    make_u32(&buf, number);
    if (is_before) {
        buf_add(&buf, text);
    }
    return buf_str(&buf);
}

static struct str hash_password(bool is_long, const char *password, uint32_t rounds) {
    struct str hash = digest(is_long, str_concat(arena, (struct str){salt, 16}, wide(password)));
    for (uint32_t i = 0; i < rounds; i++) {
        struct arena_mark mark = arena_mark(arena);
        unsigned char kept[CIPHER_SHA512_SIZE];
        struct str next = digest(is_long, with_number(i, hash, true));
        memcpy(kept, next.data, next.len);
        arena_rewind(arena, mark);
        hash = str_copy(arena, (struct str){(const char *)kept, next.len});
    }
    return hash;
}

/* Encrypts, filled up to blocks with nought; chained from `start`, or each block by itself. */
static struct str encrypt(struct str key, const char *start, struct str bytes) {
    size_t size = (bytes.len + BLOCK - 1) / BLOCK * BLOCK;
    unsigned char *filled = arena_alloc(arena, size, 1), *out = arena_alloc(arena, size, 1);
    struct aes128_ctx small;
    struct aes256_ctx large;
    bool is_small = key.len == 16;
    memcpy(filled, bytes.data, bytes.len);
    if (is_small) {
        aes128_set_encrypt_key(&small, (const uint8_t *)key.data);
    } else {
        aes256_set_encrypt_key(&large, (const uint8_t *)key.data);
    }
    void *context = is_small ? (void *)&small : (void *)&large;
    nettle_cipher_func *cipher =
        is_small ? (nettle_cipher_func *)aes128_encrypt : (nettle_cipher_func *)aes256_encrypt;
    if (start) {
        unsigned char chained[BLOCK];
        memcpy(chained, start, BLOCK);
        cbc_encrypt(context, cipher, BLOCK, chained, size, out, filled);
    } else {
        cipher(context, size, out, filled);
    }
    return (struct str){(const char *)out, size};
}

static struct str package(void) {
    struct str made = make_rows("<row><c t=\"inlineStr\"><is><t>医院</t></is></c></row>");
    struct str copy = str_copy(arena, made);
    free((void *)(uintptr_t)made.data);
    return copy;
}

static struct str in_ole(struct str info, struct str encrypted) {
    struct buf stream = {.arena = arena};
    make_u32(&stream, (uint32_t)package().len);
    make_u32(&stream, 0);
    buf_add(&stream, encrypted);
    const struct make_entry entries[] = {{.name = "EncryptionInfo", .bytes = info},
                                         {.name = "EncryptedPackage", .bytes = buf_str(&stream)}};
    return make_ole(arena, &(struct make_ole){.entries = entries, .n_entries = 2});
}

static struct str standard(const char *password) {
    struct str hash = digest(false, with_number(0, hash_password(false, password, 50000), false));
    struct buf key = {.arena = arena}, info = {.arena = arena};
    for (unsigned half = 0; half < 2; half++) {
        char filled[64];
        memset(filled, half ? 0x5C : 0x36, sizeof filled);
        for (size_t i = 0; i < hash.len; i++) {
            filled[i] = (char)(filled[i] ^ hash.data[i]);
        }
        buf_add(&key, digest(false, (struct str){filled, sizeof filled}));
    }
    key.len = 16;
    const uint32_t header[] = {0x24, 0, 0x660E, 0x8004, 128, 0x18, 0, 0};
    make_u16(&info, 3);
    make_u16(&info, 2);
    make_u32(&info, 0x24);
    make_u32(&info, sizeof header + 2);
    for (size_t i = 0; i < 8; i++) {
        make_u32(&info, header[i]);
    }
    make_u16(&info, 0);
    make_u32(&info, 16);
    buf_add_bytes(&info, salt, 16);
    buf_add(&info, encrypt(buf_str(&key), NULL, (struct str){check, 16}));
    make_u32(&info, 20);
    buf_add(&info, encrypt(buf_str(&key), NULL, digest(false, (struct str){check, 16})));
    return in_ole(buf_str(&info), encrypt(buf_str(&key), NULL, package()));
}

static struct str base64(struct str bytes) {
    size_t size = BASE64_ENCODE_RAW_LENGTH(bytes.len);
    char *text = arena_alloc(arena, size + 1, 1);
    base64_encode_raw(text, bytes.len, (const uint8_t *)bytes.data);
    return (struct str){text, size};
}

/* What a key made for one purpose encrypts. */
static struct str locked(bool is_long, struct str base, const char *purpose, size_t key_size,
                         struct str bytes) {
    struct str made = digest(is_long, str_concat(arena, base, (struct str){purpose, 8}));
    struct buf key = {.arena = arena};
    buf_add(&key, made);
    while (key.len < key_size) {
        buf_add_byte(&key, 0x36);
    }
    key.len = key_size;
    return base64(encrypt(buf_str(&key), salt, bytes));
}

static struct str agile(const char *password, bool is_long, size_t key_size, uint32_t rounds) {
    static const char secret[] = "secretsecretsecretsecretsecretse";
    struct str base = hash_password(is_long, password, rounds), whole = package(), s64;
    struct str key = {secret, key_size};
    struct buf segments = {.arena = arena};
    for (size_t at = 0, turn = 0; at < whole.len; at += SEGMENT, turn++) {
        struct str start =
            digest(is_long, with_number((uint32_t)turn, (struct str){salt, 16}, false));
        buf_add(&segments, encrypt(key, start.data, str_slice(whole, at, at + SEGMENT)));
    }
    s64 = base64((struct str){salt, 16});
    struct str common = str_format(
        arena,
        "saltSize=\"16\" blockSize=\"16\" keyBits=\"%zu\" hashSize=\"%d\" cipherAlgorithm=\"AES\" "
        "cipherChaining=\"ChainingModeCBC\" hashAlgorithm=\"%s\" saltValue=\"%" STR_FMT "\"",
        key_size * 8, is_long ? 64 : 20, is_long ? "SHA512" : "SHA1", STR_ARG(s64));
    struct str first = locked(is_long, base, "\xFE\xA7\xD2\x76\x3B\x4B\x9E\x79", key_size,
                              (struct str){check, 16});
    struct str second = locked(is_long, base, "\xD7\xAA\x0F\x6D\x30\x61\x34\x4E", key_size,
                               digest(is_long, (struct str){check, 16}));
    struct str third = locked(is_long, base, "\x14\x6E\x0B\xE7\xAB\xAC\xD0\xD6", key_size, key);
    struct buf info = {.arena = arena};
    make_u16(&info, 4);
    make_u16(&info, 4);
    make_u32(&info, 0x40);
    buf_format(
        &info,
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\r\n<encryption "
        "xmlns=\"http://schemas.microsoft.com/office/2006/encryption\" "
        "xmlns:p=\"http://schemas.microsoft.com/office/2006/keyEncryptor/password\">"
        "<keyData %" STR_FMT "/><keyEncryptors><keyEncryptor "
        "uri=\"http://schemas.microsoft.com/office/2006/keyEncryptor/password\">"
        "<p:encryptedKey spinCount=\"%u\" %" STR_FMT " encryptedVerifierHashInput=\"%" STR_FMT
        "\" encryptedVerifierHashValue=\"%" STR_FMT "\" encryptedKeyValue=\"%" STR_FMT
        "\"/></keyEncryptor></keyEncryptors></encryption>",
        STR_ARG(common), rounds, STR_ARG(common), STR_ARG(first), STR_ARG(second), STR_ARG(third));
    return in_ole(buf_str(&info), buf_str(&segments));
}

static void expect_read(struct str bytes) {
    trial = trial_any("book.xlsx", bytes);
    cr_assert(trial.is_read);
    cr_assert(trial_has(&trial, "A1", READ_TEXT, "医院"));
    cr_assert(str_is(trial.book.kind, "xlsx"));
    cr_assert_eq(diag_n(trial.diag), 0);
}

static void expect_refused(struct str bytes) {
    trial = trial_any("book.xlsx", bytes);
    cr_assert(trial_refused(&trial, DIAG_FILE_ENCRYPTED));
    trial_close(&trial);
    trial = (struct trial){0};
}

Test(xlsx_crypt, item_2_the_standard_way) {
    expect_read(standard("VelvetSweatshop"));
}

Test(xlsx_crypt, item_2_the_agile_way) {
    expect_read(agile("VelvetSweatshop", true, 32, 1000));
}

Test(xlsx_crypt, item_2_the_agile_way_of_2010) {
    expect_read(agile("VelvetSweatshop", false, 16, 1000));
}

Test(xlsx_crypt, item_2_other_passwords_and_broken_heads_are_said) {
    expect_refused(standard("secret"));
    expect_refused(agile("secret", true, 32, 100));
    expect_refused(in_ole(STR("\4\0\4\0\0\0\0\0<encryption/>"), STR("")));
    expect_refused(in_ole(STR("\3\0\2\0\0\0\0\0\xFF\xFF\xFF\xFF"), STR("")));
    expect_refused(in_ole(STR(""), STR("")));
}
