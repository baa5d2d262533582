/* ZIP, as far as workbooks need it: entries stored or deflated, copied or packed anew. */
#include "write/returned/package.h"

#include <string.h>
#include <zlib.h>

#include "write/zip.h"

enum {
    MOST_PARTS = 2000,
    END_SIZE = 22,
    CENTRAL_SIZE = 46,
    LOCAL_SIZE = 30,
    /* Bytes of a comment behind the end record at most. */
    MOST_COMMENT = 65535,
    FLAG_ENCRYPTED = 1,
    FLAG_SIZES_FOLLOW = 8,
};
#define MOST_OF_PART (UINT64_C(128) * 1024 * 1024)
#define MOST_OF_ALL  (UINT64_C(256) * 1024 * 1024)
#define UNKNOWN      0xFFFFFFFFU

/* ---- reading --------------------------------------------------------------------------------- */

static uint32_t get16(struct str bytes, size_t at) {
    const unsigned char *data = (const unsigned char *)bytes.data + at;
    return (uint32_t)data[0] | (uint32_t)data[1] << 8;
}

static uint32_t get32(struct str bytes, size_t at) {
    return get16(bytes, at) | get16(bytes, at + 2) << 16;
}

static bool find_end(struct str bytes, size_t *end) {
    size_t least = bytes.len > END_SIZE + MOST_COMMENT ? bytes.len - END_SIZE - MOST_COMMENT : 0;
    for (size_t at = bytes.len < END_SIZE ? 0 : bytes.len - END_SIZE + 1; at-- > least;) {
        if (get32(bytes, at) == 0x06054b50) {
            *end = at;
            return true;
        }
    }
    return false;
}

/* Reads the entry whose central header begins at `at`. */
static bool read_part(struct str bytes, size_t at, struct package_part *part) {
    uint32_t packed = get32(bytes, at + 20), local = get32(bytes, at + 42);
    uint32_t name_size = get16(bytes, at + 28);
    *part = (struct package_part){.flags = get16(bytes, at + 8),
                                  .method = get16(bytes, at + 10),
                                  .time = get16(bytes, at + 12),
                                  .date = get16(bytes, at + 14),
                                  .crc = get32(bytes, at + 16),
                                  .size = get32(bytes, at + 24)};
    if (name_size > bytes.len - at - CENTRAL_SIZE || bytes.len < LOCAL_SIZE ||
        local > bytes.len - LOCAL_SIZE || packed == UNKNOWN || part->size == UNKNOWN ||
        (part->flags & FLAG_ENCRYPTED) || get32(bytes, local) != 0x04034b50 ||
        (part->method != ZIP_STORED && part->method != ZIP_DEFLATED)) {
        return false;
    }
    size_t data = (size_t)local + LOCAL_SIZE + get16(bytes, local + 26) + get16(bytes, local + 28);
    if (data > bytes.len || packed > bytes.len - data) {
        return false;
    }
    part->name = str_slice(bytes, at + CENTRAL_SIZE, at + CENTRAL_SIZE + name_size);
    part->packed = str_slice(bytes, data, data + packed);
    return true;
}

bool package_open(struct arena *arena, struct str bytes, struct package *package) {
    size_t end;
    *package = (struct package){.arena = arena};
    if (!find_end(bytes, &end)) {
        return false;
    }
    uint32_t n = get16(bytes, end + 10);
    size_t at = get32(bytes, end + 16);
    bool is_good = n > 0 && n <= MOST_PARTS;
    for (uint32_t i = 0; is_good && i < n; i++) {
        struct package_part part;
        is_good = at <= end && end - at >= CENTRAL_SIZE && get32(bytes, at) == 0x02014b50 &&
                  read_part(bytes, at, &part);
        if (is_good) {
            ARENA_PUSH(arena, package->parts, package->n_parts, package->capacity, part);
            at += CENTRAL_SIZE + (size_t)get16(bytes, at + 28) + get16(bytes, at + 30) +
                  get16(bytes, at + 32);
        }
    }
    return is_good;
}

static char fold(char c) {
    return c == '\\' ? '/' : (char)(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
}

struct package_part *package_find(struct package *package, struct str name) {
    name = str_slice(name, str_starts(name, STR("/")), name.len);
    for (size_t i = 0; i < package->n_parts; i++) {
        struct str other = package->parts[i].name;
        other = str_slice(other, str_starts(other, STR("/")), other.len);
        size_t k = 0;
        while (k < name.len && name.len == other.len && fold(name.data[k]) == fold(other.data[k])) {
            k++;
        }
        if (k == name.len && name.len == other.len) {
            return &package->parts[i];
        }
    }
    return NULL;
}

/* ---- what parts hold ------------------------------------------------------------------------- */

/* Inflates, and counts what comes out. */
static bool inflate_part(struct package *package, const struct package_part *part,
                         struct buf *buf) {
    static const size_t piece_size = 65536;
    unsigned char *piece = ARENA_ARRAY(package->arena, unsigned char, piece_size);
    z_stream stream = {.next_in = (Bytef *)(uintptr_t)part->packed.data,
                       .avail_in = (uInt)part->packed.len};
    if (inflateInit2(&stream, -MAX_WBITS) != Z_OK) {
        return false;
    }
    int status = Z_OK;
    while (status == Z_OK) {
        stream.next_out = piece;
        stream.avail_out = (uInt)piece_size;
        status = inflate(&stream, Z_NO_FLUSH);
        size_t n = piece_size - stream.avail_out;
        package->n_inflated += n;
        buf_add_bytes(buf, piece, n);
        if (buf->len > MOST_OF_PART || package->n_inflated > MOST_OF_ALL) {
            status = Z_MEM_ERROR;
        }
    }
    inflateEnd(&stream);
    return status == Z_STREAM_END;
}

static uint32_t sum(struct str text) {
    return (uint32_t)crc32(crc32(0, Z_NULL, 0), (const Bytef *)text.data, (uInt)text.len);
}

bool package_text(struct package *package, struct package_part *part, struct str *text) {
    if (!part->is_open) {
        struct buf buf = {.arena = package->arena};
        if (part->method == ZIP_STORED) {
            buf_add(&buf, part->packed);
        } else if (!inflate_part(package, part, &buf)) {
            return false;
        }
        part->text = buf_str(&buf);
        if (part->text.len != part->size || sum(part->text) != part->crc ||
            !utf8_valid(part->text, NULL)) {
            return false;
        }
        part->is_open = true;
    }
    *text = part->text;
    return true;
}

void package_change(struct package_part *part, struct str text) {
    part->text = text;
    part->is_open = part->is_changed = true;
}

struct package_part *package_add(struct package *package, struct str name, struct str text) {
    struct package_part part = {.name = name};
    package_change(&part, text);
    ARENA_PUSH(package->arena, package->parts, package->n_parts, package->capacity, part);
    return &package->parts[package->n_parts - 1];
}

/* ---- writing --------------------------------------------------------------------------------- */

/* Packs a changed part. */
static bool pack(struct arena *arena, struct package_part *part) {
    z_stream stream = {.next_in = (Bytef *)(uintptr_t)part->text.data,
                       .avail_in = (uInt)part->text.len};
    if (part->text.len >= UNKNOWN || deflateInit2(&stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED,
                                                  -MAX_WBITS, 8, Z_DEFAULT_STRATEGY) != Z_OK) {
        return false;
    }
    size_t most = deflateBound(&stream, (uLong)part->text.len);
    unsigned char *bytes = ARENA_ARRAY(arena, unsigned char, most);
    stream.next_out = bytes;
    stream.avail_out = (uInt)most;
    bool is_done = deflate(&stream, Z_FINISH) == Z_STREAM_END;
    part->packed = (struct str){(const char *)bytes, stream.total_out};
    part->crc = sum(part->text);
    part->size = (uint32_t)part->text.len;
    part->method = ZIP_DEFLATED;
    part->flags = ZIP_UTF8;
    part->time = 0;
    part->date = ZIP_FIRST_DATE;
    deflateEnd(&stream);
    return is_done;
}

static struct zip_entry entry_of(const struct package_part *part) {
    return (struct zip_entry){.name = part->name,
                              .method = part->method,
                              .flags = part->flags & ~(uint32_t)FLAG_SIZES_FOLLOW,
                              .time = part->time,
                              .date = part->date,
                              .crc = part->crc,
                              .packed = (uint32_t)part->packed.len,
                              .size = part->size};
}

bool package_write(const struct package *package, struct buf *buf) {
    struct buf central = {.arena = package->arena};
    for (size_t i = 0; i < package->n_parts; i++) {
        struct package_part part = package->parts[i];
        if (part.is_changed && !pack(package->arena, &part)) {
            return false;
        }
        struct zip_entry entry = entry_of(&part);
        zip_put_central(&central, &entry, buf->len);
        zip_put_local(buf, &entry);
        buf_add(buf, part.packed);
    }
    size_t at = buf->len;
    buf_add(buf, buf_str(&central));
    zip_put_end(buf, package->n_parts, at, buf->len - at);
    return buf->len < UNKNOWN;
}
