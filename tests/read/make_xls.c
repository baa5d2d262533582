#include "read/make_xls.h"

#include <string.h>

enum { ENTRY = 128, CUTOFF = 4096, MINI = 64, N_IN_HEADER = 109, LONGEST = 8224 };
#define END      0xFFFFFFFEU
#define NONE     0xFFFFFFFFU
#define IS_TABLE 0xFFFFFFFDU
#define IS_LIST  0xFFFFFFFCU

/* ---- numbers and records --------------------------------------------------------------------- */

void make_u8(struct buf *buf, unsigned number) {
    buf_add_byte(buf, (unsigned char)number);
}

void make_u16(struct buf *buf, unsigned number) {
    make_u8(buf, number & 0xFF);
    make_u8(buf, number >> 8 & 0xFF);
}

void make_u32(struct buf *buf, uint32_t number) {
    make_u16(buf, number & 0xFFFF);
    make_u16(buf, number >> 16);
}

void make_f64(struct buf *buf, double number) {
    uint64_t bits;
    memcpy(&bits, &number, sizeof bits);
    make_u32(buf, (uint32_t)bits);
    make_u32(buf, (uint32_t)(bits >> 32));
}

size_t make_n_units(struct str text) {
    size_t n = 0;
    for (size_t at = 0; at < text.len;) {
        n += utf8_next(text, &at) > 0xFFFF ? 2 : 1;
    }
    return n;
}

void make_characters(struct buf *buf, struct str text) {
    bool is_wide = false;
    for (size_t at = 0; at < text.len;) {
        is_wide |= utf8_next(text, &at) > 0xFF;
    }
    make_u8(buf, is_wide);
    for (size_t at = 0; at < text.len;) {
        uint32_t c = utf8_next(text, &at);
        if (c > 0xFFFF) {
            make_u16(buf, 0xD800 + ((c - 0x10000) >> 10));
            c = 0xDC00 + ((c - 0x10000) & 0x3FF);
        }
        if (is_wide) {
            make_u16(buf, c);
        } else {
            make_u8(buf, c);
        }
    }
}

void make_record(struct buf *buf, unsigned type, struct str data) {
    enum { CONTINUE = 0x3C };
    do {
        struct str piece = str_slice(data, 0, LONGEST);
        make_u16(buf, type);
        make_u16(buf, (unsigned)piece.len);
        buf_add(buf, piece);
        data = str_slice(data, piece.len, data.len);
        type = CONTINUE;
    } while (data.len);
}

void make_words(struct buf *buf, unsigned type, const unsigned *words, size_t n) {
    make_u16(buf, type);
    make_u16(buf, (unsigned)(2 * n));
    for (size_t i = 0; i < n; i++) {
        make_u16(buf, words[i]);
    }
}

/* ---- the stream ------------------------------------------------------------------------------ */

enum { BOF = 0x809, END_OF_PART = 0x0A, BOUNDSHEET = 0x85, DIMENSIONS = 0x200 };

static void add_bof(struct buf *buf, bool is_old, unsigned what) {
    if (is_old) {
        MAKE_WORDS(buf, BOF, 0x500, what, 0x1234, 1995);
    } else {
        MAKE_WORDS(buf, BOF, 0x600, what, 0x1234, 1997, 0, 0, 0x600, 0);
    }
}

/* Where each sheet begins is known last, and written over what stands there. */
static void set_u32(struct buf *buf, size_t at, uint32_t number) {
    for (size_t i = 0; i < 4; i++) {
        buf->data[at + i] = (char)(number >> (8 * i) & 0xFF);
    }
}

struct str make_xls_stream(struct arena *arena, const struct make_xls *made) {
    struct buf buf = {.arena = arena};
    size_t *places = ARENA_ARRAY(arena, size_t, made->n_sheets);
    add_bof(&buf, made->is_old, 5);
    buf_add(&buf, made->globals);
    for (size_t i = 0; i < made->n_sheets; i++) {
        const struct make_xls_sheet *sheet = &made->sheets[i];
        struct buf data = {.arena = arena};
        struct str name = str_from_c(sheet->name);
        make_u32(&data, 0);
        make_u8(&data, sheet->state);
        make_u8(&data, sheet->type);
        make_u8(&data, (unsigned)(made->is_old ? name.len : make_n_units(name)));
        if (made->is_old) {
            buf_add(&data, name);
        } else {
            make_characters(&data, name);
        }
        places[i] = buf.len + 4;
        make_record(&buf, BOUNDSHEET, buf_str(&data));
    }
    buf_add(&buf, made->after);
    make_record(&buf, END_OF_PART, STR(""));
    for (size_t i = 0; i < made->n_sheets; i++) {
        set_u32(&buf, places[i], (uint32_t)buf.len);
        add_bof(&buf, made->is_old, made->sheets[i].type == 2 ? 0x20 : 0x10);
        /* LibreOffice passes over the first record, which is always this one; its numbers are a
         * hint */
        MAKE_WORDS(&buf, DIMENSIONS, 0, 0, 0, 0, 0, 0, 0);
        buf_add(&buf, made->sheets[i].records);
        make_record(&buf, END_OF_PART, STR(""));
    }
    return buf_str(&buf);
}

/* ---- the OLE file ---------------------------------------------------------------------------- */

/* A file being laid out in sectors. */
struct layout {
    struct arena *arena;
    const struct make_ole *made;
    size_t sector;
    /* Sectors behind each other, and which follows which. */
    struct buf sectors, mini;
    uint32_t *next, *mini_next;
    size_t n_next, next_capacity, n_mini_next, mini_next_capacity;
    struct buf directory;
};

static void pad(struct buf *buf, size_t size) {
    while (buf->len % size) {
        buf_add_byte(buf, 0);
    }
}

/* Puts bytes into sectors; the first of them. */
static uint32_t add_chain(struct layout *layout, struct str bytes) {
    size_t n = (bytes.len + layout->sector - 1) / layout->sector, first = layout->n_next;
    bool is_backwards = layout->made->is_backwards;
    for (size_t i = 0; i < n; i++) {
        size_t piece = is_backwards ? n - 1 - i : i;
        size_t at = piece * layout->sector;
        buf_add(&layout->sectors, str_slice(bytes, at, at + layout->sector));
        pad(&layout->sectors, layout->sector);
        uint32_t after = (uint32_t)(first + (is_backwards ? i - 1 : i + 1));
        ARENA_PUSH(layout->arena, layout->next, layout->n_next, layout->next_capacity,
                   piece + 1 == n ? END : after);
    }
    return n == 0 ? END : (uint32_t)(first + (is_backwards ? n - 1 : 0));
}

static uint32_t add_mini_chain(struct layout *layout, struct str bytes) {
    size_t n = (bytes.len + MINI - 1) / MINI, first = layout->n_mini_next;
    buf_add(&layout->mini, bytes);
    pad(&layout->mini, MINI);
    for (size_t i = 0; i < n; i++) {
        ARENA_PUSH(layout->arena, layout->mini_next, layout->n_mini_next,
                   layout->mini_next_capacity, i + 1 == n ? END : (uint32_t)(first + i + 1));
    }
    return n ? (uint32_t)first : END;
}

static struct str table_of(struct arena *arena, const uint32_t *numbers, size_t n, size_t sector) {
    struct buf buf = {.arena = arena};
    for (size_t i = 0; i < n; i++) {
        make_u32(&buf, numbers[i]);
    }
    while (buf.len % sector) {
        make_u32(&buf, NONE);
    }
    return buf_str(&buf);
}

static void add_entry(struct buf *buf, const char *name, unsigned type, uint32_t right,
                      uint32_t child, uint32_t first, size_t size) {
    size_t n = strlen(name);
    for (size_t i = 0; i < 32; i++) {
        make_u16(buf, i < n ? (unsigned char)name[i] : 0);
    }
    make_u16(buf, (unsigned)(2 * (n + 1)));
    make_u8(buf, type);
    make_u8(buf, 1);
    make_u32(buf, NONE);
    make_u32(buf, right);
    make_u32(buf, child);
    for (size_t i = 0; i < 36; i++) {
        make_u8(buf, 0);
    }
    make_u32(buf, first);
    make_u32(buf, (uint32_t)size);
    make_u32(buf, 0);
}

/* Entries [from, to) are brothers: each leads to the next to its right. */
static void add_entries(struct layout *layout, size_t from, size_t to) {
    for (size_t i = from; i < to;) {
        const struct make_entry *entry = &layout->made->entries[i];
        size_t after = i + 1 + (entry->is_storage ? entry->n_inside : 0);
        uint32_t right = after < to ? (uint32_t)after + 1 : NONE;
        uint32_t child = entry->is_storage && entry->n_inside ? (uint32_t)i + 2 : NONE;
        bool is_mini = entry->bytes.len < CUTOFF;
        uint32_t first = entry->is_storage ? 0
                         : is_mini         ? add_mini_chain(layout, entry->bytes)
                                           : add_chain(layout, entry->bytes);
        add_entry(&layout->directory, entry->name, entry->is_storage ? 1 : 2, right, child, first,
                  entry->bytes.len);
        if (entry->is_storage) {
            add_entries(layout, i + 1, after);
        }
        i = after;
    }
}

static struct str assemble(struct layout *layout, uint32_t directory, uint32_t mini_table) {
    size_t per = layout->sector / 4, n_data = layout->n_next, n_tables = 0, n_lists = 0;
    do {
        n_tables = (n_data + n_tables + n_lists + per - 1) / per;
        n_lists = n_tables > N_IN_HEADER ? (n_tables - N_IN_HEADER + per - 2) / (per - 1) : 0;
    } while (n_tables * per < n_data + n_tables + n_lists);
    for (size_t i = 0; i < n_tables + n_lists; i++) {
        ARENA_PUSH(layout->arena, layout->next, layout->n_next, layout->next_capacity,
                   i < n_tables ? IS_TABLE : IS_LIST);
    }
    struct buf file = {.arena = layout->arena};
    buf_add(&file, STR("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"));
    for (size_t i = 0; i < 16; i++) {
        make_u8(&file, 0);
    }
    bool is_large = layout->made->has_large_sectors;
    const unsigned words[] = {0x3E, is_large ? 4 : 3, 0xFFFE, is_large ? 12 : 9, 6, 0, 0, 0};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        make_u16(&file, words[i]);
    }
    const uint32_t numbers[] = {0,
                                (uint32_t)n_tables,
                                directory,
                                0,
                                CUTOFF,
                                mini_table,
                                1,
                                n_lists ? (uint32_t)(n_data + n_tables) : END,
                                (uint32_t)n_lists};
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        make_u32(&file, numbers[i]);
    }
    for (size_t i = 0; i < N_IN_HEADER; i++) {
        make_u32(&file, i < n_tables ? (uint32_t)(n_data + i) : NONE);
    }
    pad(&file, layout->sector);
    buf_add(&file, buf_str(&layout->sectors));
    buf_add(&file, table_of(layout->arena, layout->next, layout->n_next, layout->sector));
    for (size_t list = 0; list < n_lists; list++) {
        for (size_t i = 0; i + 1 < per; i++) {
            size_t table = N_IN_HEADER + list * (per - 1) + i;
            make_u32(&file, table < n_tables ? (uint32_t)(n_data + table) : NONE);
        }
        make_u32(&file, list + 1 < n_lists ? (uint32_t)(n_data + n_tables + list + 1) : END);
    }
    return buf_str(&file);
}

struct str make_ole(struct arena *arena, const struct make_ole *made) {
    struct layout layout = {.arena = arena,
                            .made = made,
                            .sector = made->has_large_sectors ? 4096 : 512,
                            .sectors.arena = arena,
                            .mini.arena = arena,
                            .directory.arena = arena};
    struct buf directory = {.arena = arena};
    add_entries(&layout, 0, made->n_entries);
    struct str mini = buf_str(&layout.mini);
    uint32_t mini_first = add_chain(&layout, mini);
    struct str mini_table = table_of(arena, layout.mini_next, layout.n_mini_next, layout.sector);
    uint32_t mini_table_first = add_chain(&layout, mini_table);
    add_entry(&directory, "Root Entry", 5, NONE, made->n_entries ? 1 : NONE, mini_first, mini.len);
    buf_add(&directory, buf_str(&layout.directory));
    while (directory.len % layout.sector) {
        add_entry(&directory, "", 0, NONE, NONE, 0, 0);
    }
    uint32_t directory_first = add_chain(&layout, buf_str(&directory));
    return assemble(&layout, directory_first, mini_table_first);
}

struct str make_ole_stream(struct arena *arena, const char *name, struct str bytes) {
    const struct make_entry entry = {.name = name, .bytes = bytes};
    return make_ole(arena, &(struct make_ole){.entries = &entry, .n_entries = 1});
}

struct str make_xls(struct arena *arena, const struct make_xls *made) {
    return make_ole_stream(arena, made->is_old ? "Book" : "Workbook", make_xls_stream(arena, made));
}
