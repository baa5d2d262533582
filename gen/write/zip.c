/* ZIP records (APPNOTE 6.3), and archives of files as they are. */
#include "write/zip.h"

#include <zlib.h>

#include "write/write.h"

/* Bytes of a ZIP file without ZIP64: offsets and sizes below this. */
#define MOST_BYTES 0xFFFFFFFFU
/* What made an entry, and a plain file there. */
#define FROM_UNIX  (3 << 8)
#define PLAIN_FILE 0100644

/* Numbers one behind the other, the low byte first. */
struct record {
    unsigned char *bytes;
    size_t len;
};

static void put16(struct record *record, uint32_t number) {
    record->bytes[record->len++] = (unsigned char)(number & 0xFF);
    record->bytes[record->len++] = (unsigned char)(number >> 8 & 0xFF);
}

static void put32(struct record *record, uint32_t number) {
    put16(record, number & 0xFFFF);
    put16(record, number >> 16);
}

/* What both records of an entry have in common, from the version on. */
static void put_common(struct record *record, const struct zip_entry *entry) {
    put16(record, 20);
    put16(record, entry->flags);
    put16(record, entry->method);
    put16(record, entry->time);
    put16(record, entry->date);
    put32(record, entry->crc);
    put32(record, entry->packed);
    put32(record, entry->size);
    put16(record, (uint32_t)entry->name.len);
    put16(record, 0);
}

void zip_local(unsigned char bytes[ZIP_LOCAL_SIZE], const struct zip_entry *entry) {
    struct record record = {bytes, 0};
    put32(&record, 0x04034b50);
    put_common(&record, entry);
}

void zip_central(unsigned char bytes[ZIP_CENTRAL_SIZE], const struct zip_entry *entry, size_t at) {
    struct record record = {bytes, 0};
    put32(&record, 0x02014b50);
    put16(&record, entry->mode ? FROM_UNIX | 20 : 20);
    put_common(&record, entry);
    put16(&record, 0);
    put16(&record, 0);
    put16(&record, 0);
    put32(&record, entry->mode << 16);
    put32(&record, (uint32_t)at);
}

void zip_end(unsigned char bytes[ZIP_END_SIZE], size_t n, size_t at, size_t size) {
    struct record record = {bytes, 0};
    put32(&record, 0x06054b50);
    put32(&record, 0);
    put16(&record, (uint32_t)n);
    put16(&record, (uint32_t)n);
    put32(&record, (uint32_t)size);
    put32(&record, (uint32_t)at);
    put16(&record, 0);
}

static void add_bytes(struct buf *buf, const unsigned char *bytes, size_t size) {
    buf_add(buf, (struct str){(const char *)bytes, size});
}

void zip_put_local(struct buf *buf, const struct zip_entry *entry) {
    unsigned char bytes[ZIP_LOCAL_SIZE];
    zip_local(bytes, entry);
    add_bytes(buf, bytes, sizeof bytes);
    buf_add(buf, entry->name);
}

void zip_put_central(struct buf *buf, const struct zip_entry *entry, size_t at) {
    unsigned char bytes[ZIP_CENTRAL_SIZE];
    zip_central(bytes, entry, at);
    add_bytes(buf, bytes, sizeof bytes);
    buf_add(buf, entry->name);
}

void zip_put_end(struct buf *buf, size_t n, size_t at, size_t size) {
    unsigned char bytes[ZIP_END_SIZE];
    zip_end(bytes, n, at, size);
    add_bytes(buf, bytes, sizeof bytes);
}

/* ---- bundles --------------------------------------------------------------------------------- */

struct bundle {
    struct arena *arena;
    /* The directory so far. */
    struct buf central;
    size_t n;
    /* Bytes of the file so far. */
    uint64_t size;
};

struct bundle *bundle_open(struct arena *arena) {
    struct bundle *bundle = ARENA_NEW(arena, struct bundle);
    *bundle = (struct bundle){.arena = arena, .central = {.arena = arena}};
    return bundle;
}

uint32_t bundle_sum(uint32_t sum, struct str piece) {
    return (uint32_t)crc32_z(sum, (const Bytef *)piece.data, piece.len);
}

bool bundle_add(struct bundle *bundle, const struct bundle_file *file, struct buf *head) {
    uint64_t records = ZIP_LOCAL_SIZE + ZIP_CENTRAL_SIZE + 2 * (uint64_t)file->name.len;
    if (bundle->n >= ZIP_MOST_ENTRIES || file->name.len > UINT16_MAX || file->size >= MOST_BYTES ||
        bundle->size + bundle->central.len + file->size + records + ZIP_END_SIZE >= MOST_BYTES) {
        return false;
    }
    const struct zip_entry entry = {.name = file->name,
                                    .method = ZIP_STORED,
                                    .flags = ZIP_UTF8,
                                    .date = ZIP_FIRST_DATE,
                                    .crc = file->sum,
                                    .packed = (uint32_t)file->size,
                                    .size = (uint32_t)file->size,
                                    .mode = PLAIN_FILE};
    zip_put_local(head, &entry);
    zip_put_central(&bundle->central, &entry, (size_t)bundle->size);
    bundle->size += ZIP_LOCAL_SIZE + file->name.len + file->size;
    bundle->n++;
    return true;
}

void bundle_end(const struct bundle *bundle, struct buf *tail) {
    buf_add(tail, (struct str){bundle->central.data, bundle->central.len});
    zip_put_end(tail, bundle->n, (size_t)bundle->size, bundle->central.len);
}
