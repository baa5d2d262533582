/* The container of workbooks: its directory, read from memory and held against what stands before
 * each part, and parts inflated by ISA-L, within limits (APPNOTE of PKWARE, 4.3). Writers differ in
 * versions, times and what they say of sizes ahead; none of that loses a cell. What a reader could
 * take two ways is refused. */
#include "read/zip.h"

#include "read/bytes.h"
#include "read/store.h"

#include <isa-l.h>
#include <stdlib.h>

#define MOST_ENTRIES 2000
#define MIB          ((uint64_t)1024 * 1024)
/* Inflated bytes of one part, and of all. */
#define MOST_OF_PART (512 * MIB)
#define MOST_OF_ALL  (1024 * MIB)
/* Inflated to packed, once past RATIO_FROM. */
#define MOST_RATIO 200
#define RATIO_FROM MIB
/* Bytes inflated at a time. */
#define PIECE 65536

/* Sizes of records without names. */
enum {
    END_SIZE = 22,
    ENTRY_SIZE = 46,
    LOCAL_SIZE = 30,
    LARGE_END_SIZE = 56,
    LARGE_PLACE_SIZE = 20
};
/* The end of the directory is looked for in so many last bytes: a comment may follow it, and some
 * programs leave bytes of their own behind it. */
enum { END_REACH = 0x20000 };
/* Bits of an entry: encrypted, sizes behind the data, strongly encrypted. */
enum { IS_ENCRYPTED = 1, HAS_SIZES_BEHIND = 8, IS_STRONG = 64 };
enum { METHOD_STORED = 0, METHOD_DEFLATED = 8 };
/* A size or place that stands in a further field. */
#define IS_LARGE 0xFFFFFFFFU

/* An entry of the directory. */
struct part {
    struct str name;
    /* Name as it stands in the directory. */
    struct str raw_name;
    uint64_t packed, size;
    uint32_t sum;
    /* Where what stands before it begins, and its data. */
    uint64_t place, data;
    unsigned method, flags;
    /* It was inflated whole before: reading it again counts no more. */
    bool is_counted;
};

struct unzip {
    struct str bytes;
    const struct source *source;
    /* Where the directory begins: no part reaches into it. */
    uint64_t directory;
    struct part *parts;
    size_t n_parts;
    /* The part being read; NULL: none, or its end was reached. */
    struct part *part;
    /* What inflates, and room for what it gives; many pages, which begin as anything, so that one
     * that only lists its parts touches none. */
    struct inflater *inflater;
    /* That is not at its end. */
    bool is_inflating;
    uint32_t sum;
    /* Inflated of this part, and of all. */
    uint64_t n_part, n_all;
};

struct inflater {
    struct inflate_state stream;
    char piece[PIECE];
};

static bool is_slash(char c) {
    return c == '/' || c == '\\';
}

struct str unzip_fold_name(struct arena *arena, struct str name) {
    for (size_t n = 1; n;) {
        n = name.len && is_slash(name.data[0])                              ? 1
            : name.len > 1 && name.data[0] == '.' && is_slash(name.data[1]) ? 2
                                                                            : 0;
        name = str_slice(name, n, name.len);
    }
    char *folded = arena_alloc(arena, name.len + 1, 1);
    for (size_t i = 0; i < name.len; i++) {
        char c = name.data[i];
        folded[i] = (char)(c == '\\' ? '/' : c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
    }
    return (struct str){folded, name.len};
}

static int compare_names(const void *a, const void *b) {
    return str_compare(((const struct part *)a)->name, ((const struct part *)b)->name);
}

static int compare_places(const void *a, const void *b) {
    const struct part *x = a, *y = b;
    return x->place < y->place ? -1 : x->place > y->place;
}

static bool refuse(const struct unzip *unzip, enum diag_word word, struct str about,
                   struct diag *diag) {
    return store_refuse(diag, DIAG_FILE_DAMAGED, unzip->source, word, about);
}

/* ---- the directory --------------------------------------------------------------------------- */

/* Where the directory stands and how many entries it has. */
struct directory {
    uint64_t start, size, n;
};

/* The record that takes the place of an end too small for its numbers (4.3.14). */
static struct directory read_large_end(struct str bytes, size_t end) {
    struct str place = str_slice(bytes, end - LARGE_PLACE_SIZE, end);
    uint64_t at = end < LARGE_PLACE_SIZE ? bytes.len : bytes_u64(place, 8);
    struct str record = at < bytes.len ? str_slice(bytes, (size_t)at, bytes.len) : (struct str){0};
    if (!str_starts(place, STR("PK\x06\x07")) || !str_starts(record, STR("PK\x06\x06")) ||
        record.len < LARGE_END_SIZE) {
        return (struct directory){.n = UINT64_MAX};
    }
    return (struct directory){bytes_u64(record, 48), bytes_u64(record, 40), bytes_u64(record, 32)};
}

/* The directory that an end record at `end` tells of; false if it cannot stand before it. */
static bool read_end(struct str bytes, size_t end, struct directory *directory) {
    struct str record = str_slice(bytes, end, bytes.len);
    if (record.len < END_SIZE) {
        return false;
    }
    *directory =
        (struct directory){bytes_u32(record, 16), bytes_u32(record, 12), bytes_u16(record, 10)};
    if (directory->start == IS_LARGE || directory->size == IS_LARGE || directory->n == 0xFFFF) {
        *directory = read_large_end(bytes, end);
    }
    return directory->start <= end && directory->size <= end - directory->start;
}

/* The last end record of the file. */
static bool find_directory(struct str bytes, struct directory *directory) {
    size_t lowest = bytes.len > END_REACH ? bytes.len - END_REACH : 0;
    for (size_t at = bytes.len; at-- > lowest;) {
        if (bytes.data[at] == 'P' && str_starts(str_slice(bytes, at, bytes.len), STR("PK\5\6")) &&
            read_end(bytes, at, directory)) {
            return true;
        }
    }
    return false;
}

/* Numbers that are too large for their fields, from the field for those (4.5.3). */
static void read_large_numbers(struct str extra, struct part *part) {
    enum { LARGE_NUMBERS = 1 };
    for (size_t at = 0; at + 4 <= extra.len;) {
        size_t size = bytes_u16(extra, at + 2);
        struct str field = str_slice(extra, at + 4, at + 4 + size);
        uint64_t *const numbers[] = {&part->size, &part->packed, &part->place};
        size_t next = 0;
        for (size_t i = 0; bytes_u16(extra, at) == LARGE_NUMBERS && i < 3; i++) {
            if (*numbers[i] == IS_LARGE && next + 8 <= field.len) {
                *numbers[i] = bytes_u64(field, next);
                next += 8;
            }
        }
        at += 4 + size;
    }
}

/* The entry at `*at`, which is moved behind it. */
static bool read_entry(struct arena *arena, struct str directory, size_t *at, struct part *part) {
    struct str entry = str_slice(directory, *at, directory.len);
    size_t name = bytes_u16(entry, 28), extra = bytes_u16(entry, 30);
    size_t size = ENTRY_SIZE + name + extra + bytes_u16(entry, 32);
    if (!str_starts(entry, STR("PK\1\2")) || entry.len < size) {
        return false;
    }
    *part = (struct part){.raw_name = str_slice(entry, ENTRY_SIZE, ENTRY_SIZE + name),
                          .flags = bytes_u16(entry, 8),
                          .method = bytes_u16(entry, 10),
                          .sum = bytes_u32(entry, 16),
                          .packed = bytes_u32(entry, 20),
                          .size = bytes_u32(entry, 24),
                          .place = bytes_u32(entry, 42)};
    part->name = unzip_fold_name(arena, part->raw_name);
    read_large_numbers(str_slice(entry, ENTRY_SIZE + name, ENTRY_SIZE + name + extra), part);
    *at += size;
    return true;
}

/* What stands before the data says the same. Sizes and sum may be left for behind the data: then
 * they are nought, or right already. */
static bool is_number_same(uint32_t local, uint64_t number, bool is_behind) {
    return local == number || local == IS_LARGE || (is_behind && !local);
}

static bool check_local(const struct unzip *unzip, struct part *part) {
    struct str local = part->place < unzip->directory
                           ? str_slice(unzip->bytes, (size_t)part->place, (size_t)unzip->directory)
                           : (struct str){0};
    size_t name = bytes_u16(local, 26), before = LOCAL_SIZE + name + bytes_u16(local, 28);
    bool is_behind = bytes_u16(local, 6) & HAS_SIZES_BEHIND;
    part->data = part->place + before;
    return str_starts(local, STR("PK\3\4")) && local.len >= before &&
           part->packed <= local.len - before &&
           str_equal(str_slice(local, LOCAL_SIZE, LOCAL_SIZE + name), part->raw_name) &&
           bytes_u16(local, 8) == part->method &&
           !((bytes_u16(local, 6) ^ part->flags) & (IS_ENCRYPTED | IS_STRONG)) &&
           is_number_same(bytes_u32(local, 14), part->sum, is_behind) &&
           is_number_same(bytes_u32(local, 18), part->packed, is_behind) &&
           is_number_same(bytes_u32(local, 22), part->size, is_behind);
}

static bool check_part(const struct unzip *unzip, struct part *part, struct diag *diag) {
    if (part->flags & (IS_ENCRYPTED | IS_STRONG)) {
        diag_report(diag, &(struct diag_note){.id = DIAG_FILE_ENCRYPTED,
                                              .origin = {.source = unzip->source}});
        return false;
    }
    return check_local(unzip, part) || refuse(unzip, DIAG_WORD_ZIP_HEADER, part->name, diag);
}

/* Entries share no bytes, and no name. */
static bool check_parts(struct unzip *unzip, struct diag *diag) {
    struct part *parts = unzip->parts;
    qsort(parts, unzip->n_parts, sizeof *parts, compare_places);
    for (size_t i = 1; i < unzip->n_parts; i++) {
        if (parts[i].place < parts[i - 1].data + parts[i - 1].packed) {
            return refuse(unzip, DIAG_WORD_ZIP_OVERLAP, STR(""), diag);
        }
    }
    qsort(parts, unzip->n_parts, sizeof *parts, compare_names);
    for (size_t i = 1; i < unzip->n_parts; i++) {
        if (str_equal(parts[i].name, parts[i - 1].name)) {
            return refuse(unzip, DIAG_WORD_ZIP_TWICE, parts[i].name, diag);
        }
    }
    return true;
}

static bool list_parts(struct arena *arena, struct unzip *unzip, struct directory place,
                       struct diag *diag) {
    struct str directory =
        str_slice(unzip->bytes, (size_t)place.start, (size_t)(place.start + place.size));
    size_t at = 0;
    if (place.n > MOST_ENTRIES) {
        return store_limit(diag, unzip->source, DIAG_WORD_LIMIT_PARTS, MOST_ENTRIES);
    }
    unzip->parts = ARENA_ARRAY(arena, struct part, (size_t)place.n);
    for (; unzip->n_parts < place.n; unzip->n_parts++) {
        struct part *part = &unzip->parts[unzip->n_parts];
        if (!read_entry(arena, directory, &at, part)) {
            return refuse(unzip, DIAG_WORD_ZIP_DIRECTORY, STR(""), diag);
        }
        if (!check_part(unzip, part, diag)) {
            return false;
        }
    }
    return at == directory.len || refuse(unzip, DIAG_WORD_ZIP_DIRECTORY, STR(""), diag);
}

struct unzip *unzip_open(struct arena *arena, struct str bytes, const struct source *source,
                         struct diag *diag) {
    struct unzip *unzip = ARENA_NEW(arena, struct unzip);
    struct directory directory;
    unzip->inflater = arena_alloc_raw(arena, 1, sizeof *unzip->inflater);
    unzip->bytes = bytes;
    unzip->source = source;
    if (!find_directory(bytes, &directory)) {
        bool has_end = str_contains(bytes, STR("PK\5\6"));
        refuse(unzip, has_end ? DIAG_WORD_ZIP_DIRECTORY : DIAG_WORD_ZIP_CUT, STR(""), diag);
        return NULL;
    }
    unzip->directory = directory.start;
    return list_parts(arena, unzip, directory, diag) && check_parts(unzip, diag) ? unzip : NULL;
}

size_t unzip_find(const struct unzip *unzip, struct str name) {
    size_t low = 0, high = unzip->n_parts;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = str_compare(unzip->parts[middle].name, name);
        if (order == 0) {
            return middle;
        }
        if (order < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return SIZE_MAX;
}

size_t unzip_n_parts(const struct unzip *unzip) {
    return unzip->n_parts;
}

struct str unzip_name(const struct unzip *unzip, size_t part) {
    return unzip->parts[part].name;
}

/* ---- a part ---------------------------------------------------------------------------------- */

static bool refuse_part(struct unzip *unzip, enum diag_id id, enum diag_word word,
                        struct diag *diag) {
    unzip->is_inflating = false;
    return store_refuse(diag, id, unzip->source, word, unzip->part->name);
}

bool unzip_begin(struct unzip *unzip, size_t part, struct diag *diag) {
    unzip->part = &unzip->parts[part];
    unzip->n_part = 0;
    unzip->sum = 0;
    unzip->is_inflating = unzip->part->method == METHOD_DEFLATED;
    if (unzip->part->method == METHOD_STORED) {
        return true;
    }
    if (unzip->part->method != METHOD_DEFLATED) {
        return refuse_part(unzip, DIAG_FILE_DAMAGED, DIAG_WORD_ZIP_METHOD, diag);
    }
    struct inflate_state *stream = &unzip->inflater->stream;
    isal_inflate_init(stream);
    stream->next_in = (uint8_t *)(uintptr_t)(unzip->bytes.data + unzip->part->data);
    stream->avail_in = (uint32_t)unzip->part->packed;
    return true;
}

/* The next stored bytes. */
static struct str next_stored(const struct unzip *unzip) {
    uint64_t left = unzip->part->packed - unzip->n_part, start = unzip->part->data + unzip->n_part;
    return str_slice(unzip->bytes, (size_t)start, (size_t)(start + (left < PIECE ? left : PIECE)));
}

/* The next inflated bytes; false for broken data, also where they end too early. */
static bool next_inflated(struct unzip *unzip, struct str *piece) {
    struct inflate_state *stream = &unzip->inflater->stream;
    stream->next_out = (uint8_t *)unzip->inflater->piece;
    stream->avail_out = PIECE;
    bool is_good = isal_inflate(stream) == ISAL_DECOMP_OK;
    *piece = (struct str){unzip->inflater->piece, PIECE - stream->avail_out};
    return is_good && (piece->len || stream->block_state == ISAL_BLOCK_FINISH);
}

static bool check_end(struct unzip *unzip, struct diag *diag) {
    struct part *part = unzip->part;
    if (unzip->n_part != part->size) {
        return refuse_part(unzip, DIAG_FILE_DAMAGED, DIAG_WORD_ZIP_SIZE, diag);
    }
    if (unzip->sum != part->sum) {
        return refuse_part(unzip, DIAG_FILE_DAMAGED, DIAG_WORD_ZIP_SUM, diag);
    }
    part->is_counted = true;
    unzip->is_inflating = false;
    return true;
}

bool unzip_next(struct unzip *unzip, struct diag *diag, struct str *piece) {
    struct part *part = unzip->part;
    if (part->method == METHOD_STORED) {
        *piece = next_stored(unzip);
    } else if (!unzip->is_inflating) {
        *piece = (struct str){unzip->inflater->piece, 0};
    } else if (!next_inflated(unzip, piece)) {
        return refuse_part(unzip, DIAG_FILE_DAMAGED, DIAG_WORD_ZIP_DATA, diag);
    }
    if (!piece->len) {
        return check_end(unzip, diag);
    }
    unzip->sum = crc32_gzip_refl(unzip->sum, (const unsigned char *)piece->data, piece->len);
    unzip->n_part += piece->len;
    unzip->n_all += part->is_counted ? 0 : piece->len;
    if (unzip->n_part > MOST_OF_PART || unzip->n_all > MOST_OF_ALL) {
        return refuse_part(unzip, DIAG_FILE_LIMIT, DIAG_WORD_LIMIT_INFLATED, diag);
    }
    if (unzip->n_part > RATIO_FROM && unzip->n_part / MOST_RATIO > part->packed) {
        return refuse_part(unzip, DIAG_FILE_LIMIT, DIAG_WORD_LIMIT_RATIO, diag);
    }
    return true;
}
