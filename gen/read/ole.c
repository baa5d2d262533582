/* OLE compound files: header, table of sectors, directory, chains (MS-CFB 2.2 to 2.6). */
#include "read/ole.h"

#include "read/bytes.h"

#include <string.h>

/* Sectors at or above this are marks: end of chain, free, table (MS-CFB 2.1). */
#define FIRST_MARK 0xFFFFFFFAU
#define NO_ENTRY   0xFFFFFFFFU

enum {
    HEADER_SIZE = 512,
    /* Table sectors that the header itself names. */
    N_IN_HEADER = 109,
    ENTRY_SIZE = 128,
    /* UTF-16 units of a name, its end included. */
    NAME_UNITS = 32,
    TYPE_STREAM = 2,
    TYPE_ROOT = 5,
    MINI_SHIFT = 6,
};

/* Offsets in the header, and in an entry of the directory. */
enum {
    AT_SHIFT = 30,
    AT_MINI_SHIFT = 32,
    AT_DIRECTORY = 48,
    AT_CUTOFF = 56,
    AT_MINI_TABLE = 60,
    AT_MORE = 68,
    AT_TABLE = 76,
    ENTRY_NAME_SIZE = 64,
    ENTRY_TYPE = 66,
    ENTRY_LEFT = 68,
    ENTRY_RIGHT = 72,
    ENTRY_CHILD = 76,
    ENTRY_START = 116,
    ENTRY_BYTES = 120,
};

/* Sectors and which follows which. */
struct sectors {
    /* The bytes that they cut up. */
    struct str bytes;
    unsigned shift;
    /* Next sector of each. */
    uint32_t *next;
    size_t n;
};

struct ole {
    struct arena *arena;
    struct sectors sectors, mini;
    /* Streams shorter than this lie in mini sectors. */
    uint32_t cutoff;
    struct str directory;
    size_t n_entries;
};

/* ---- sectors --------------------------------------------------------------------------------- */

/* Bytes of a sector; the last may be cut off, one outside is empty. */
static struct str sector_at(const struct sectors *sectors, uint32_t sector) {
    if (sector >= sectors->n) {
        return (struct str){0};
    }
    size_t start = (size_t)sector << sectors->shift;
    return str_slice(sectors->bytes, start, start + ((size_t)1 << sectors->shift));
}

/* Sectors of a chain; SIZE_MAX if it runs in a circle. */
static size_t count_chain(const struct sectors *sectors, uint32_t first) {
    size_t n = 0;
    for (uint32_t at = first; at < sectors->n; at = sectors->next[at]) {
        if (n++ == sectors->n) {
            return SIZE_MAX;
        }
    }
    return n;
}

/* Each sector of the chain follows the one before: no copy is needed. */
static bool is_in_one_piece(const struct sectors *sectors, uint32_t first, size_t n) {
    for (size_t i = 0; i + 1 < n; i++) {
        if (sectors->next[first + i] != first + i + 1) {
            return false;
        }
    }
    return n > 0;
}

/* At most `most` bytes of a chain. */
static bool read_chain(struct arena *arena, const struct sectors *sectors, uint32_t first,
                       uint64_t most, struct str *stream) {
    size_t n = count_chain(sectors, first);
    *stream = (struct str){0};
    if (n == SIZE_MAX || first >= FIRST_MARK || !n) {
        return n == 0;
    }
    if (is_in_one_piece(sectors, first, n)) {
        size_t start = (size_t)first << sectors->shift;
        *stream = str_slice(sectors->bytes, start, start + (n << sectors->shift));
    } else {
        char *copy = arena_alloc_raw(arena, n, (size_t)1 << sectors->shift);
        *stream = (struct str){copy, 0};
        for (uint32_t at = first; at < sectors->n; at = sectors->next[at]) {
            struct str piece = sector_at(sectors, at);
            memcpy(copy + stream->len, piece.data, piece.len);
            stream->len += piece.len;
        }
    }
    stream->len = stream->len > most ? (size_t)most : stream->len;
    return true;
}

/* Takes the entries of one sector of the table; false if there is no such sector. */
static bool take_table(struct sectors *sectors, uint32_t sector, size_t *n_known) {
    struct str table = sector_at(sectors, sector);
    for (size_t i = 0; i + 4 <= table.len && *n_known < sectors->n; i += 4) {
        sectors->next[(*n_known)++] = bytes_u32(table, i);
    }
    return table.len > 0;
}

/* The table of sectors: 109 of its own sectors are named by the header, the rest by a chain. */
static bool read_table(struct arena *arena, struct str bytes, struct sectors *sectors) {
    size_t n_known = 0, n_left = sectors->n, per_sector = ((size_t)1 << sectors->shift) / 4;
    sectors->next = arena_alloc_raw(arena, sectors->n, sizeof *sectors->next);
    memset(sectors->next, 0xFF, sectors->n * sizeof *sectors->next);
    for (size_t i = 0; i < N_IN_HEADER && n_known < sectors->n; i++) {
        uint32_t sector = bytes_u32(bytes, AT_TABLE + 4 * i);
        if (sector < FIRST_MARK && !take_table(sectors, sector, &n_known)) {
            return false;
        }
    }
    for (uint32_t more = bytes_u32(bytes, AT_MORE); more < FIRST_MARK && n_known < sectors->n;) {
        struct str list = sector_at(sectors, more);
        if (!n_left-- || list.len < per_sector * 4) {
            return false;
        }
        for (size_t i = 0; i + 1 < per_sector; i++) {
            uint32_t sector = bytes_u32(list, 4 * i);
            if (sector < FIRST_MARK && !take_table(sectors, sector, &n_known)) {
                return false;
            }
        }
        more = bytes_u32(list, 4 * (per_sector - 1));
    }
    return n_known > 0;
}

/* ---- directory ------------------------------------------------------------------------------- */

static struct str entry_at(const struct ole *ole, size_t entry) {
    return str_slice(ole->directory, entry * ENTRY_SIZE, (entry + 1) * ENTRY_SIZE);
}

static unsigned lower(unsigned unit) {
    return unit >= 'A' && unit <= 'Z' ? unit - 'A' + 'a' : unit;
}

static bool is_named(struct str entry, const char *name) {
    size_t n = strlen(name);
    if (n >= NAME_UNITS || bytes_u16(entry, ENTRY_NAME_SIZE) != 2 * (n + 1)) {
        return false;
    }
    for (size_t i = 0; i < n; i++) {
        if (lower(bytes_u16(entry, 2 * i)) != lower((unsigned char)name[i])) {
            return false;
        }
    }
    return true;
}

/* The stream of that name among the children of the root, a tree of siblings; NO_ENTRY without. */
static uint32_t find_entry(const struct ole *ole, const char *name) {
    struct arena *scratch = arena_open_like(ole->arena);
    bool *is_seen = ARENA_ARRAY(scratch, bool, ole->n_entries);
    uint32_t *waiting = ARENA_ARRAY(scratch, uint32_t, 2 * ole->n_entries + 1);
    uint32_t found = NO_ENTRY;
    size_t n = 0;
    waiting[n++] = bytes_u32(entry_at(ole, 0), ENTRY_CHILD);
    while (n && found == NO_ENTRY) {
        uint32_t at = waiting[--n];
        if (at >= ole->n_entries || is_seen[at]) {
            continue;
        }
        struct str entry = entry_at(ole, at);
        is_seen[at] = true;
        found = entry.data[ENTRY_TYPE] == TYPE_STREAM && is_named(entry, name) ? at : found;
        waiting[n++] = bytes_u32(entry, ENTRY_LEFT);
        waiting[n++] = bytes_u32(entry, ENTRY_RIGHT);
    }
    arena_close(scratch);
    return found;
}

/* The mini sectors lie in the root's stream and have a table of their own. */
static bool read_mini(struct ole *ole, uint32_t first_table) {
    struct str root = entry_at(ole, 0), table;
    struct sectors *mini = &ole->mini;
    mini->shift = MINI_SHIFT;
    if (!read_chain(ole->arena, &ole->sectors, bytes_u32(root, ENTRY_START),
                    bytes_u32(root, ENTRY_BYTES), &mini->bytes) ||
        !read_chain(ole->arena, &ole->sectors, first_table, UINT64_MAX, &table)) {
        return false;
    }
    size_t n_there = (mini->bytes.len + (1U << MINI_SHIFT) - 1) >> MINI_SHIFT;
    mini->n = table.len / 4 < n_there ? table.len / 4 : n_there;
    mini->next = ARENA_ARRAY(ole->arena, uint32_t, mini->n);
    for (size_t i = 0; i < mini->n; i++) {
        mini->next[i] = bytes_u32(table, 4 * i);
    }
    return true;
}

/* ---- the door -------------------------------------------------------------------------------- */

struct ole *ole_open(struct arena *arena, struct str bytes) {
    struct ole *ole = ARENA_NEW(arena, struct ole);
    struct sectors *sectors = &ole->sectors;
    ole->arena = arena;
    if (bytes.len <= HEADER_SIZE || !str_starts(bytes, STR("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"))) {
        return NULL;
    }
    sectors->shift = bytes_u16(bytes, AT_SHIFT);
    if ((sectors->shift != 9 && sectors->shift != 12) ||
        bytes_u16(bytes, AT_MINI_SHIFT) != MINI_SHIFT || bytes.len <= 1U << sectors->shift) {
        return NULL;
    }
    /* the header fills a sector of its own */
    sectors->bytes = str_slice(bytes, (size_t)1 << sectors->shift, bytes.len);
    sectors->n = (sectors->bytes.len + ((size_t)1 << sectors->shift) - 1) >> sectors->shift;
    ole->cutoff = bytes_u32(bytes, AT_CUTOFF);
    if (!read_table(arena, bytes, sectors) ||
        !read_chain(arena, sectors, bytes_u32(bytes, AT_DIRECTORY), UINT64_MAX, &ole->directory)) {
        return NULL;
    }
    ole->n_entries = ole->directory.len / ENTRY_SIZE;
    bool has_root = ole->n_entries && entry_at(ole, 0).data[ENTRY_TYPE] == TYPE_ROOT;
    return has_root && read_mini(ole, bytes_u32(bytes, AT_MINI_TABLE)) ? ole : NULL;
}

bool ole_has(const struct ole *ole, const char *name) {
    return find_entry(ole, name) != NO_ENTRY;
}

bool ole_stream(const struct ole *ole, const char *name, struct str *stream) {
    uint32_t found = find_entry(ole, name);
    if (found == NO_ENTRY) {
        return false;
    }
    struct str entry = entry_at(ole, found);
    uint32_t size = bytes_u32(entry, ENTRY_BYTES);
    const struct sectors *sectors = size < ole->cutoff ? &ole->mini : &ole->sectors;
    return read_chain(ole->arena, sectors, bytes_u32(entry, ENTRY_START), size, stream);
}
