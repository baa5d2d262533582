/* Packages that Excel protects with the password that it knows itself, in an OLE file
 * (MS-OFFCRYPTO 2.3.4): the standard way with AES by blocks, and the agile way told in XML. */
#include "read/bytes.h"
#include "read/ole.h"
#include "read/store.h"
#include "read/xml.h"

#include <string.h>

/* The password, in UTF-16. */
static const char password[] = "V\0e\0l\0v\0e\0t\0S\0w\0e\0a\0t\0s\0h\0o\0p";
#define PASSWORD ((struct str){password, sizeof password})

enum { BLOCK = 16, SALT = 16, SEGMENT = 4096, HASH_MOST = CIPHER_SHA512_SIZE, KEY_MOST = 32 };
/* How often the password is hashed, and how often it may be. */
enum { STANDARD_ROUNDS = 50000, MOST_ROUNDS = 1000000 };

/* A digest of one of the two kinds. */
struct digest {
    unsigned char bytes[HASH_MOST];
    size_t size;
};

/* What the agile way says of a key: attributes of keyData and of encryptedKey. */
struct agile_key {
    struct str salt, hash, check, check_sum, secret;
    int64_t key_bits, rounds;
};

/* Reading the XML of the agile way. */
struct agile {
    struct arena *arena;
    /* Of the package, and of the password. */
    struct agile_key data, password;
};

static struct digest digest_of(bool is_long, struct str bytes) {
    struct digest digest = {.size = is_long ? CIPHER_SHA512_SIZE : CIPHER_SHA1_SIZE};
    if (is_long) {
        cipher_sha512(bytes, digest.bytes);
    } else {
        cipher_sha1(bytes, digest.bytes);
    }
    return digest;
}

static struct str text_of(const struct digest *digest) {
    return (struct str){(const char *)digest->bytes, digest->size};
}

static void put_u32(char *bytes, uint32_t number) {
    for (size_t i = 0; i < 4; i++) {
        bytes[i] = (char)(number >> (8 * i) & 0xFF);
    }
}

/* The digest of salt and password, then over and over of a count and the digest before. */
static struct digest hash_password(struct arena *arena, bool is_long, struct str salt,
                                   uint32_t rounds) {
    struct digest digest = digest_of(is_long, str_concat(arena, salt, PASSWORD));
    for (uint32_t i = 0; i < rounds; i++) {
        char text[4 + HASH_MOST];
        put_u32(text, i);
        memcpy(text + 4, digest.bytes, digest.size);
        digest = digest_of(is_long, (struct str){text, 4 + digest.size});
    }
    return digest;
}

/* The size that a package says it has, of what was decrypted. */
static bool cut_package(struct str stream, char *plain, size_t n_plain, struct str *package) {
    uint64_t size = bytes_u64(stream, 0);
    *package = (struct str){plain, size < n_plain ? (size_t)size : n_plain};
    return size <= n_plain && str_starts(*package, STR("PK"));
}

/* ---- the standard way ------------------------------------------------------------------------ */

static struct digest standard_key(struct arena *arena, struct str salt) {
    enum { FILLED = 64 };
    struct digest digest = hash_password(arena, false, salt, STANDARD_ROUNDS);
    char text[CIPHER_SHA1_SIZE + 4];
    unsigned char both[2 * CIPHER_SHA1_SIZE];
    memcpy(text, digest.bytes, CIPHER_SHA1_SIZE);
    put_u32(text + CIPHER_SHA1_SIZE, 0);
    digest = digest_of(false, (struct str){text, sizeof text});
    for (size_t half = 0; half < 2; half++) {
        char filled[FILLED];
        memset(filled, half ? 0x5C : 0x36, FILLED);
        for (size_t i = 0; i < digest.size; i++) {
            filled[i] = (char)((unsigned char)filled[i] ^ digest.bytes[i]);
        }
        cipher_sha1((struct str){filled, FILLED}, both + half * CIPHER_SHA1_SIZE);
    }
    digest.size = sizeof both;
    memcpy(digest.bytes, both, sizeof both);
    return digest;
}

static bool open_standard(struct arena *arena, struct str info, struct str stream,
                          struct str *package) {
    enum { AT_HEADER_SIZE = 8, AT_HEADER = 12, AT_KEY_BITS = 16, AT_SALT = 4 };
    enum { AT_CHECK = AT_SALT + SALT, AT_SUM = AT_CHECK + BLOCK + 4, SUM = 2 * BLOCK };
    uint32_t header = bytes_u32(info, AT_HEADER_SIZE);
    size_t key_size = bytes_u32(info, AT_HEADER + AT_KEY_BITS) / 8;
    struct str verifier = str_slice(info, AT_HEADER + (size_t)header, info.len);
    if (verifier.len < AT_SUM + SUM || key_size > KEY_MOST || stream.len < 8) {
        return false;
    }
    struct digest key = standard_key(arena, str_slice(verifier, AT_SALT, AT_SALT + SALT));
    unsigned char check[BLOCK], sum[SUM];
    key.size = key_size;
    if (!cipher_aes_decrypt(text_of(&key), NULL, str_slice(verifier, AT_CHECK, AT_CHECK + BLOCK),
                            check) ||
        !cipher_aes_decrypt(text_of(&key), NULL, str_slice(verifier, AT_SUM, AT_SUM + SUM), sum)) {
        return false;
    }
    struct digest wanted = digest_of(false, (struct str){(const char *)check, BLOCK});
    if (memcmp(wanted.bytes, sum, wanted.size) != 0) {
        return false;
    }
    size_t n = (stream.len - 8) / BLOCK * BLOCK;
    char *plain = arena_alloc(arena, n, 1);
    cipher_aes_decrypt(text_of(&key), NULL, str_slice(stream, 8, 8 + n), (unsigned char *)plain);
    return cut_package(stream, plain, n, package);
}

/* ---- the agile way --------------------------------------------------------------------------- */

static void read_bytes(struct arena *arena, const struct xml_attributes *attributes,
                       const char *name, struct str *bytes) {
    struct str text = {0};
    xml_attribute(attributes, name, &text);
    *bytes = cipher_base64(arena, text);
}

static void read_key(struct arena *arena, const struct xml_attributes *attributes,
                     struct agile_key *key) {
    struct str text = {0};
    xml_attribute(attributes, "hashAlgorithm", &text);
    key->hash = str_copy(arena, text);
    read_bytes(arena, attributes, "saltValue", &key->salt);
    read_bytes(arena, attributes, "encryptedVerifierHashInput", &key->check);
    read_bytes(arena, attributes, "encryptedVerifierHashValue", &key->check_sum);
    read_bytes(arena, attributes, "encryptedKeyValue", &key->secret);
    if (!xml_attribute(attributes, "keyBits", &text) || !str_to_int(text, &key->key_bits)) {
        key->key_bits = 0;
    }
    if (!xml_attribute(attributes, "spinCount", &text) || !str_to_int(text, &key->rounds)) {
        key->rounds = 0;
    }
}

static bool start_element(void *context, struct str name, const struct xml_attributes *attributes) {
    struct agile *agile = context;
    if (str_is(name, "keyData")) {
        read_key(agile->arena, attributes, &agile->data);
    } else if (str_is(name, "encryptedKey")) {
        read_key(agile->arena, attributes, &agile->password);
    }
    return true;
}

static bool end_element(void *context, struct str name) {
    (void)context, (void)name;
    return true;
}

static bool take_text(void *context, struct str text) {
    (void)context, (void)text;
    return true;
}

/* Salt, method and size of key are ones that we know. */
static bool is_known(const struct agile_key *key) {
    return (str_is(key->hash, "SHA1") || str_is(key->hash, "SHA512")) && key->salt.len == SALT &&
           (key->key_bits == 128 || key->key_bits == 256) && key->rounds >= 0 &&
           key->rounds <= MOST_ROUNDS;
}

/* Decrypts what a key made for one purpose protects. */
static struct str open_with(struct arena *arena, const struct agile_key *key,
                            const struct digest *base, struct str purpose, struct str bytes) {
    bool is_long = base->size == CIPHER_SHA512_SIZE;
    struct digest made = digest_of(is_long, str_concat(arena, text_of(base), purpose));
    size_t size = (size_t)key->key_bits / 8;
    if (made.size < size) {
        memset(made.bytes + made.size, 0x36, size - made.size);
    }
    made.size = size;
    char *plain = arena_alloc(arena, bytes.len, 1);
    bool is_open = cipher_aes_decrypt(text_of(&made), (const unsigned char *)key->salt.data, bytes,
                                      (unsigned char *)plain);
    return (struct str){plain, is_open ? bytes.len / BLOCK * BLOCK : 0};
}

/* The key of the package, if the password is the one. */
static bool find_secret(struct arena *arena, const struct agile_key *key, struct str *secret) {
    static const char check_purpose[] = "\xFE\xA7\xD2\x76\x3B\x4B\x9E\x79",
                      sum_purpose[] = "\xD7\xAA\x0F\x6D\x30\x61\x34\x4E",
                      secret_purpose[] = "\x14\x6E\x0B\xE7\xAB\xAC\xD0\xD6";
    enum { PURPOSE = 8 };
    bool is_long = str_is(key->hash, "SHA512");
    struct digest base = hash_password(arena, is_long, key->salt, (uint32_t)key->rounds);
    struct str check =
        open_with(arena, key, &base, (struct str){check_purpose, PURPOSE}, key->check);
    struct str sum =
        open_with(arena, key, &base, (struct str){sum_purpose, PURPOSE}, key->check_sum);
    struct digest wanted = digest_of(is_long, str_slice(check, 0, SALT));
    *secret = open_with(arena, key, &base, (struct str){secret_purpose, PURPOSE}, key->secret);
    return check.len >= SALT && sum.len >= wanted.size &&
           memcmp(wanted.bytes, sum.data, wanted.size) == 0;
}

/* Each segment is chained from a start of its own. */
static bool open_segments(struct arena *arena, const struct agile_key *data, struct str secret,
                          struct str stream, struct str *package) {
    size_t key_size = (size_t)data->key_bits / 8, n = (stream.len - 8) / BLOCK * BLOCK;
    char *plain = arena_alloc(arena, n, 1);
    if (secret.len < key_size) {
        return false;
    }
    for (size_t at = 0, turn = 0; at < n; at += SEGMENT, turn++) {
        char text[SALT + 4];
        memcpy(text, data->salt.data, SALT);
        put_u32(text + SALT, (uint32_t)turn);
        struct digest start =
            digest_of(str_is(data->hash, "SHA512"), (struct str){text, sizeof text});
        size_t size = n - at < SEGMENT ? n - at : SEGMENT;
        cipher_aes_decrypt(str_slice(secret, 0, key_size), start.bytes,
                           str_slice(stream, 8 + at, 8 + at + size), (unsigned char *)plain + at);
    }
    return cut_package(stream, plain, n, package);
}

static bool open_agile(struct arena *arena, struct str info, struct str stream,
                       struct str *package) {
    enum { AT_XML = 8 };
    struct agile agile = {.arena = arena};
    const struct xml_calls calls = {&agile, start_element, end_element, take_text};
    struct xml *xml = xml_open(arena, &calls);
    struct str secret;
    return xml_feed(xml, str_slice(info, AT_XML, info.len)) && xml_finish(xml) &&
           is_known(&agile.data) && is_known(&agile.password) && stream.len >= 8 &&
           find_secret(arena, &agile.password, &secret) &&
           open_segments(arena, &agile.data, secret, stream, package);
}

/* ---- the door -------------------------------------------------------------------------------- */

static bool open_package(struct arena *arena, struct str bytes, struct str *package) {
    const struct ole *ole = ole_open(arena, bytes);
    struct str info, stream;
    if (!ole || !ole_stream(ole, "EncryptionInfo", &info) ||
        !ole_stream(ole, "EncryptedPackage", &stream)) {
        return false;
    }
    bool is_agile = bytes_u16(info, 0) == 4 && bytes_u16(info, 2) == 4;
    return is_agile ? open_agile(arena, info, stream, package)
                    : bytes_u16(info, 2) == 2 && open_standard(arena, info, stream, package);
}

bool encrypted_open(struct store_file *file, struct str bytes, struct read_book *book) {
    struct str package;
    if (!open_package(file->scratch, bytes, &package)) {
        diag_report(file->diag, &(struct diag_note){.id = DIAG_FILE_ENCRYPTED,
                                                    .origin = {.source = file->source}});
        return false;
    }
    book->kind = STR("xlsx");
    return xlsx_open(file, package, book);
}
