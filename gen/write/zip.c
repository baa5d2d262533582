/* ZIP records (APPNOTE 6.3), and archives of files as they are. */
#include "write/zip.h"

#include <zlib.h>

#include "write/write.h"

/* Bytes of a ZIP file without ZIP64: offsets and sizes below this. */
#define MOST_BYTES 0xFFFFFFFFU
/* Bytes of a local and of a directory record without the name; of the end. */
#define LOCAL_SIZE   30
#define CENTRAL_SIZE 46
#define END_SIZE     22
/* What made an entry, and a plain file there. */
#define FROM_UNIX  (3 << 8)
#define PLAIN_FILE 0100644

static void put16(struct buf *buf, uint32_t number) {
    buf_add_byte(buf, (unsigned char)(number & 0xFF));
    buf_add_byte(buf, (unsigned char)(number >> 8 & 0xFF));
}

static void put32(struct buf *buf, uint32_t number) {
    put16(buf, number & 0xFFFF);
    put16(buf, number >> 16);
}

/* What both records of an entry have in common, from the version on. */
static void put_common(struct buf *buf, const struct zip_entry *entry) {
    put16(buf, 20);
    put16(buf, entry->flags);
    put16(buf, entry->method);
    put16(buf, entry->time);
    put16(buf, entry->date);
    put32(buf, entry->crc);
    put32(buf, entry->packed);
    put32(buf, entry->size);
    put16(buf, (uint32_t)entry->name.len);
    put16(buf, 0);
}

void zip_put_local(struct buf *buf, const struct zip_entry *entry) {
    put32(buf, 0x04034b50);
    put_common(buf, entry);
    buf_add(buf, entry->name);
}

void zip_put_central(struct buf *buf, const struct zip_entry *entry, size_t at) {
    put32(buf, 0x02014b50);
    put16(buf, entry->mode ? FROM_UNIX | 20 : 20);
    put_common(buf, entry);
    put16(buf, 0);
    put16(buf, 0);
    put16(buf, 0);
    put32(buf, entry->mode << 16);
    put32(buf, (uint32_t)at);
    buf_add(buf, entry->name);
}

void zip_put_end(struct buf *buf, size_t n, size_t at, size_t size) {
    put32(buf, 0x06054b50);
    put32(buf, 0);
    put16(buf, (uint32_t)n);
    put16(buf, (uint32_t)n);
    put32(buf, (uint32_t)size);
    put32(buf, (uint32_t)at);
    put16(buf, 0);
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
    uint64_t records = LOCAL_SIZE + CENTRAL_SIZE + 2 * (uint64_t)file->name.len;
    if (bundle->n >= ZIP_MOST_ENTRIES || file->name.len > UINT16_MAX || file->size >= MOST_BYTES ||
        bundle->size + bundle->central.len + file->size + records + END_SIZE >= MOST_BYTES) {
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
    bundle->size += LOCAL_SIZE + file->name.len + file->size;
    bundle->n++;
    return true;
}

void bundle_end(const struct bundle *bundle, struct buf *tail) {
    buf_add(tail, (struct str){bundle->central.data, bundle->central.len});
    zip_put_end(tail, bundle->n, (size_t)bundle->size, bundle->central.len);
}
