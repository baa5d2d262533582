/* Item 2 of the notes on ingest, for old workbooks: what the fixed password protects is read, what
 * any other does is said to be encrypted. */
#include "read/make_xls.h"
#include "read/trial.h"

#include <criterion/criterion.h>
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

TestSuite(xls_crypt, .init = set_up, .fini = tear_down);

enum { FILEPASS = 0x2F, SST = 0xFC, LABELSST = 0xFD, NUMBER = 0x203, BLOCK = 1024 };

/* Times that the record of protection stands in the workbooks made. */
static size_t n_protections = 1;

/* A workbook of 200 rows behind that record of protection. */
static struct str stream_with(struct str protection) {
    struct buf globals = {.arena = arena}, strings = {.arena = arena}, records = {.arena = arena};
    struct buf all = {.arena = arena};
    for (size_t i = 0; i < n_protections; i++) {
        make_record(&globals, FILEPASS, protection);
    }
    make_u32(&strings, 1);
    make_u32(&strings, 1);
    make_u16(&strings, 2);
    make_characters(&strings, STR("医院"));
    make_record(&globals, SST, buf_str(&strings));
    for (unsigned row = 0; row < 200; row++) {
        struct buf text = {.arena = arena}, number = {.arena = arena};
        make_u16(&text, row);
        make_u16(&text, 0);
        make_u16(&text, 0);
        make_u32(&text, 0);
        make_record(&records, LABELSST, buf_str(&text));
        make_u16(&number, row);
        make_u16(&number, 1);
        make_u16(&number, 0);
        make_f64(&number, row + 0.5);
        make_record(&records, NUMBER, buf_str(&number));
    }
    const struct make_xls_sheet sheet = {.name = "单位", .records = buf_str(&records)};
    buf_add(&all, make_xls_stream(arena, &(struct make_xls){.globals = buf_str(&globals),
                                                            .sheets = &sheet,
                                                            .n_sheets = 1}));
    return buf_str(&all);
}

/* The bytes that RC4 mixes in, for the whole stream, where each block has a key of its own. */
struct pad {
    unsigned char base[CIPHER_SHA1_SIZE];
    size_t base_size, key_size;
    bool is_api;
};

static void open_block(const struct pad *pad, uint32_t block, struct cipher_rc4 *rc4) {
    struct buf text = {.arena = arena};
    unsigned char key[CIPHER_SHA1_SIZE];
    buf_add_bytes(&text, pad->base, pad->base_size);
    make_u32(&text, block);
    if (pad->is_api) {
        cipher_sha1(buf_str(&text), key);
        memset(key + pad->key_size, 0, 16 - pad->key_size);
    } else {
        cipher_md5(buf_str(&text), key);
    }
    cipher_rc4_open(rc4, (struct str){(const char *)key, 16});
}

/* Mixes the stream of bytes into the data of all records but the open ones. */
static void protect(struct str stream, const struct pad *pad) {
    char *bytes = (char *)(uintptr_t)stream.data;
    struct cipher_rc4 rc4;
    size_t start = 0, end = 0, n_open = 0;
    for (size_t i = 0; i < stream.len; i++) {
        if (i % BLOCK == 0) {
            open_block(pad, (uint32_t)(i / BLOCK), &rc4);
        }
        unsigned char mixed = cipher_rc4_next(&rc4);
        if (i == end) {
            unsigned type = (unsigned char)bytes[i] | (unsigned)(unsigned char)bytes[i + 1] << 8;
            size_t size = (unsigned char)bytes[i + 2] | (size_t)(unsigned char)bytes[i + 3] << 8;
            start = i + 4;
            end = start + size;
            n_open = type == 0x809 || type == FILEPASS ? size : type == 0x85 ? 4 : 0;
        }
        if (i >= start + n_open) {
            bytes[i] = (char)((unsigned char)bytes[i] ^ mixed);
        }
    }
}

static struct str wide(const char *password) {
    struct buf text = {.arena = arena};
    for (; *password; password++) {
        make_u16(&text, (unsigned char)*password);
    }
    return buf_str(&text);
}

static const char salt[] = "0123456789abcdef", check[] = "ABCDEFGHIJKLMNOP";

/* Check and sum, as a block of their own. */
static void add_check(struct buf *record, const struct pad *pad, bool has_sizes) {
    unsigned char sum[CIPHER_SHA1_SIZE];
    size_t size = pad->is_api ? CIPHER_SHA1_SIZE : CIPHER_MD5_SIZE;
    struct cipher_rc4 rc4;
    if (pad->is_api) {
        cipher_sha1((struct str){check, 16}, sum);
    } else {
        cipher_md5((struct str){check, 16}, sum);
    }
    open_block(pad, 0, &rc4);
    for (size_t i = 0; i < 16; i++) {
        make_u8(record, (unsigned char)check[i] ^ cipher_rc4_next(&rc4));
    }
    if (has_sizes) {
        make_u32(record, (uint32_t)size);
    }
    for (size_t i = 0; i < size; i++) {
        make_u8(record, sum[i] ^ cipher_rc4_next(&rc4));
    }
}

static struct str plain_rc4(const char *password) {
    struct pad pad = {.base_size = 5, .key_size = 16};
    struct buf record = {.arena = arena}, text = {.arena = arena};
    unsigned char sum[CIPHER_MD5_SIZE];
    cipher_md5(wide(password), sum);
    for (size_t i = 0; i < 16; i++) {
        buf_add_bytes(&text, sum, 5);
        buf_add_bytes(&text, salt, 16);
    }
    cipher_md5(buf_str(&text), sum);
    memcpy(pad.base, sum, 5);
    make_u16(&record, 1);
    make_u16(&record, 1);
    make_u16(&record, 1);
    buf_add_bytes(&record, salt, 16);
    add_check(&record, &pad, false);
    struct str stream = stream_with(buf_str(&record));
    protect(stream, &pad);
    return stream;
}

static struct str api_rc4(const char *password, unsigned key_bits) {
    struct pad pad = {.base_size = 20, .key_size = key_bits / 8, .is_api = true};
    struct buf record = {.arena = arena};
    cipher_sha1(str_concat(arena, (struct str){salt, 16}, wide(password)), pad.base);
    make_u16(&record, 1);
    make_u16(&record, 2);
    make_u16(&record, 2);
    make_u32(&record, 4);
    const uint32_t header[] = {4, 0, 0x6801, 0x8004, key_bits, 1, 0, 0};
    make_u32(&record, sizeof header);
    for (size_t i = 0; i < 8; i++) {
        make_u32(&record, header[i]);
    }
    make_u32(&record, 16);
    buf_add_bytes(&record, salt, 16);
    add_check(&record, &pad, true);
    struct str stream = stream_with(buf_str(&record));
    protect(stream, &pad);
    return stream;
}

/* The oldest kind, for the fixed password: key, check and the bytes mixed in, as MS-OFFCRYPTO
 * 2.3.7 gives them. */
static struct str xor_protected(unsigned key, unsigned verifier) {
    static const unsigned char mixed[] = {0x87, 0x6B, 0x9A, 0xE2, 0x1E, 0xE3, 0x05, 0x62,
                                          0x1E, 0x69, 0x96, 0x60, 0x98, 0x6E, 0x94, 0x04};
    struct buf record = {.arena = arena};
    make_u16(&record, 0);
    make_u16(&record, key);
    make_u16(&record, verifier);
    struct str stream = stream_with(buf_str(&record));
    unsigned char *bytes = (unsigned char *)(uintptr_t)stream.data;
    for (size_t at = 0; at + 4 <= stream.len;) {
        unsigned type = bytes[at] | (unsigned)bytes[at + 1] << 8;
        size_t size = bytes[at + 2] | (size_t)bytes[at + 3] << 8, start = at + 4;
        size_t n_open = type == 0x809 || type == FILEPASS ? size : type == 0x85 ? 4 : 0;
        for (size_t i = n_open; i < size; i++) {
            unsigned char plain = bytes[start + i];
            bytes[start + i] = (unsigned char)((plain >> 3 | plain << 5) ^
                                               mixed[(start + size + i) % sizeof mixed]);
        }
        at = start + size;
    }
    return stream;
}

static void expect_read(struct str stream) {
    trial = trial_xls(make_ole_stream(arena, "Workbook", stream));
    cr_assert(trial.is_read);
    cr_assert(str_is(trial.book.sheets[0]->source->sheet, "单位"));
    cr_assert(trial_has(&trial, "A200", READ_TEXT, "医院"));
    cr_assert(trial_has(&trial, "B200", READ_NUMBER, "199.5"));
    cr_assert_eq(trial.n_cells, 400);
}

static void expect_refused(struct str stream) {
    trial = trial_xls(make_ole_stream(arena, "Workbook", stream));
    cr_assert(trial_refused(&trial, DIAG_FILE_ENCRYPTED));
}

Test(xls_crypt, item_2_rc4_with_the_fixed_password) {
    expect_read(plain_rc4("VelvetSweatshop"));
}

Test(xls_crypt, item_2_rc4_of_the_system_with_the_fixed_password) {
    expect_read(api_rc4("VelvetSweatshop", 128));
}

Test(xls_crypt, item_2_rc4_of_the_system_with_a_short_key) {
    expect_read(api_rc4("VelvetSweatshop", 40));
}

Test(xls_crypt, item_2_the_oldest_kind_with_the_fixed_password) {
    expect_read(xor_protected(0xB359, 0x9A0A));
}

/* Nothing is decrypted twice, or a file of a thousand such records would be a thousand copies. */
Test(xls_crypt, protection_that_is_said_twice) {
    n_protections = 2;
    expect_read(plain_rc4("VelvetSweatshop"));
}

Test(xls_crypt, item_2_other_passwords_are_said) {
    expect_refused(plain_rc4("secret"));
    trial_close(&trial);
    expect_refused(api_rc4("secret", 128));
    trial_close(&trial);
    expect_refused(xor_protected(0xB359, 0x9A0B));
    trial_close(&trial);
    expect_refused(stream_with(STR("\1\0")));
}

/* Sums and ciphers as their standards give them. */
Test(xls_crypt, ciphers_give_what_their_standards_say) {
    unsigned char md5[CIPHER_MD5_SIZE], sha1[CIPHER_SHA1_SIZE], sha512[CIPHER_SHA512_SIZE];
    cipher_md5(STR("abc"), md5);
    cipher_sha1(STR("abc"), sha1);
    cipher_sha512(STR("abc"), sha512);
    cr_assert_eq(memcmp(md5, "\x90\x01\x50\x98", 4), 0);
    cr_assert_eq(memcmp(sha1, "\xA9\x99\x3E\x36", 4), 0);
    cr_assert_eq(memcmp(sha512, "\xDD\xAF\x35\xA1", 4), 0);
    struct cipher_rc4 rc4;
    cipher_rc4_open(&rc4, STR("Key"));
    cr_assert_eq(cipher_rc4_next(&rc4), 0xEB);
    cr_assert_eq(cipher_rc4_next(&rc4), 0x9F);
    static const char key[] = "\0\1\2\3\4\5\6\7\x8\x9\xA\xB\xC\xD\xE\xF";
    static const char block[] = "\x69\xC4\xE0\xD8\x6A\x7B\x04\x30\xD8\xCD\xB7\x80\x70\xB4\xC5\x5A";
    unsigned char plain[16];
    cr_assert(cipher_aes_decrypt((struct str){key, 16}, NULL, (struct str){block, 16}, plain));
    cr_assert_eq(memcmp(plain, "\x00\x11\x22\x33\x44\x55\x66\x77", 8), 0);
}
