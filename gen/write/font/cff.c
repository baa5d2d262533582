/* CFF tables: finding the glyph programs, their subroutines and their Font DICTs. */
#include "write/font/cff.h"

#include <string.h>

/* Operators of DICTs; two-byte ones have 12 in the high byte. */
enum operator{
    OP_FONT_BBOX = 5,
    OP_CHAR_STRINGS = 17,
    OP_PRIVATE = 18,
    OP_SUBRS = 19,
    OP_DEFAULT_WIDTH = 20,
    OP_NOMINAL_WIDTH = 21,
    OP_FONT_MATRIX = 12 << 8 | 7,
    OP_CHAR_STRING_TYPE = 12 << 8 | 6,
    OP_ROS = 12 << 8 | 30,
    OP_FD_ARRAY = 12 << 8 | 36,
    OP_FD_SELECT = 12 << 8 | 37,
};

/* Operands an entry may have. */
#define MOST_OPERANDS 48
/* Bytes they may fill: real numbers can be written at any length. */
#define MOST_OPERAND_BYTES 512
/* An entry of a DICT. */
struct dict_entry {
    unsigned op;
    /* The operands as they stand. */
    struct bytes operands;
    /* Values of the first operands; reals count as 0. */
    int32_t values[MOST_OPERANDS];
    unsigned n_values;
};

/* Offsets in the Top DICT. */
struct top {
    size_t char_strings, fd_array, fd_select, private_size, private_at;
    bool is_cid;
};

static bool read_index(struct bytes table, size_t at, struct cff_index *index, size_t *end) {
    struct scan scan = scan_from(table, at);
    *index = (struct cff_index){.n_items = scan_number(&scan, 2)};
    if (index->n_items == 0) {
        *end = scan.at;
        return !scan.is_past_end;
    }
    index->offset_width = scan_number(&scan, 1);
    if (index->offset_width < 1 || index->offset_width > 4) {
        return false;
    }
    index->offsets = scan_bytes(&scan, ((size_t)index->n_items + 1) * index->offset_width);
    struct scan last = scan_from(index->offsets, (size_t)index->n_items * index->offset_width);
    uint32_t size = scan_number(&last, index->offset_width);
    if (scan.is_past_end || size < 1) {
        return false;
    }
    index->data = scan_bytes(&scan, size - 1);
    *end = scan.at;
    return !scan.is_past_end;
}

bool cff_index_item(const struct cff_index *index, uint32_t i, struct bytes *item) {
    if (i >= index->n_items) {
        return false;
    }
    struct scan scan = scan_from(index->offsets, (size_t)i * index->offset_width);
    uint32_t start = scan_number(&scan, index->offset_width);
    uint32_t end = scan_number(&scan, index->offset_width);
    if (start < 1 || end < start || end - 1 > index->data.size) {
        return false;
    }
    *item = bytes_slice(index->data, start - 1, end - start);
    return true;
}

static void skip_real(struct scan *scan) {
    uint32_t pair;
    do {
        pair = scan_number(scan, 1);
    } while (!scan->is_past_end && (pair & 0x0F) != 0x0F && pair >> 4 != 0x0F);
}

/* Reads an operand whose first byte was `first`; false if that byte starts none. */
static bool read_operand(struct scan *scan, uint32_t first, int32_t *value) {
    *value = 0;
    if (first >= 32 && first <= 246) {
        *value = (int32_t)first - 139;
    } else if (first >= 247 && first <= 250) {
        *value = ((int32_t)first - 247) * 256 + (int32_t)scan_number(scan, 1) + 108;
    } else if (first >= 251 && first <= 254) {
        *value = -((int32_t)first - 251) * 256 - (int32_t)scan_number(scan, 1) - 108;
    } else if (first == 28) {
        *value = (int16_t)scan_number(scan, 2);
    } else if (first == 29) {
        *value = (int32_t)scan_number(scan, 4);
    } else if (first == 30) {
        skip_real(scan);
    } else {
        return false;
    }
    return true;
}

/* Reads the next entry of a DICT; false at its end and on damage, which `scan` tells apart. */
static bool next_entry(struct scan *scan, struct dict_entry *entry) {
    *entry = (struct dict_entry){0};
    size_t start = scan->at;
    while (scan->at < scan->bytes.size) {
        size_t at = scan->at;
        uint32_t first = scan_number(scan, 1);
        int32_t value;
        if (read_operand(scan, first, &value)) {
            if (scan->is_past_end || entry->n_values == MOST_OPERANDS) {
                break;
            }
            entry->values[entry->n_values++] = value;
            continue;
        }
        if (at - start > MOST_OPERAND_BYTES) {
            break;
        }
        entry->operands = bytes_slice(scan->bytes, start, at - start);
        entry->op = first == 12 ? 12U << 8 | scan_number(scan, 1) : first;
        return !scan->is_past_end;
    }
    scan->is_past_end = scan->is_past_end || scan->at != start;
    return false;
}

/* An offset or size operand; damage counts as 0. */
static size_t offset_of(const struct dict_entry *entry, unsigned i) {
    return i < entry->n_values && entry->values[i] > 0 ? (size_t)entry->values[i] : 0;
}

static bool read_top(struct cff *font, struct bytes dict, struct top *top) {
    struct scan scan = scan_from(dict, 0);
    struct dict_entry entry;
    while (next_entry(&scan, &entry)) {
        if (entry.op == OP_CHAR_STRINGS) {
            top->char_strings = offset_of(&entry, 0);
        } else if (entry.op == OP_FD_ARRAY) {
            top->fd_array = offset_of(&entry, 0);
        } else if (entry.op == OP_FD_SELECT) {
            top->fd_select = offset_of(&entry, 0);
        } else if (entry.op == OP_PRIVATE) {
            top->private_size = offset_of(&entry, 0);
            top->private_at = offset_of(&entry, 1);
        } else if (entry.op == OP_ROS) {
            top->is_cid = true;
        } else if (entry.op == OP_FONT_MATRIX) {
            font->matrix = entry.operands;
        } else if (entry.op == OP_FONT_BBOX) {
            font->bbox = entry.operands;
        } else if (entry.op == OP_CHAR_STRING_TYPE && offset_of(&entry, 0) != 2) {
            return false;
        }
    }
    return !scan.is_past_end && top->char_strings > 0;
}

/* Copies what a Private DICT says of widths, the rest being hints, and opens its subroutines. */
static bool read_private(struct arena *arena, const struct cff *font, size_t at, size_t size,
                         struct cff_dict *dict) {
    struct bytes whole = bytes_slice(font->table, at, size);
    if (whole.size != size) {
        return false;
    }
    uint8_t *copy = ARENA_ARRAY(arena, uint8_t, size);
    size_t kept = 0;
    size_t start = 0;
    struct scan scan = scan_from(whole, 0);
    struct dict_entry entry;
    while (next_entry(&scan, &entry)) {
        size_t end;
        if (entry.op == OP_SUBRS) {
            size_t offset = offset_of(&entry, 0);
            if (offset == 0 || !read_index(font->table, at + offset, &dict->subrs, &end)) {
                return false;
            }
        } else if (entry.op == OP_DEFAULT_WIDTH || entry.op == OP_NOMINAL_WIDTH) {
            memcpy(copy + kept, whole.data + start, scan.at - start);
            kept += scan.at - start;
        }
        start = scan.at;
    }
    dict->private_dict = (struct bytes){copy, kept};
    return !scan.is_past_end;
}

static bool read_font_dict(struct arena *arena, const struct cff *font, struct bytes bytes,
                           struct cff_dict *dict) {
    struct scan scan = scan_from(bytes, 0);
    struct dict_entry entry;
    size_t size = 0;
    size_t at = 0;
    while (next_entry(&scan, &entry)) {
        if (entry.op == OP_PRIVATE) {
            size = offset_of(&entry, 0);
            at = offset_of(&entry, 1);
        } else if (entry.op == OP_FONT_MATRIX) {
            dict->matrix = entry.operands;
        }
    }
    return !scan.is_past_end && read_private(arena, font, at, size, dict);
}

static bool read_dicts(struct arena *arena, struct cff *font, const struct top *top) {
    struct cff_index array = {0};
    size_t end;
    if (top->is_cid && (!read_index(font->table, top->fd_array, &array, &end) ||
                        array.n_items < 1 || array.n_items > 256)) {
        return false;
    }
    font->n_dicts = top->is_cid ? array.n_items : 1;
    font->dicts = ARENA_ARRAY(arena, struct cff_dict, font->n_dicts);
    if (!top->is_cid) {
        return read_private(arena, font, top->private_at, top->private_size, font->dicts);
    }
    for (uint32_t i = 0; i < font->n_dicts; i++) {
        struct bytes dict;
        if (!cff_index_item(&array, i, &dict) ||
            !read_font_dict(arena, font, dict, &font->dicts[i])) {
            return false;
        }
    }
    if (top->fd_select == 0 || top->fd_select >= font->table.size) {
        return false;
    }
    font->select = bytes_slice(font->table, top->fd_select, font->table.size - top->fd_select);
    return true;
}

bool cff_read(struct arena *arena, struct bytes table, struct cff *font, const char **problem) {
    *font = (struct cff){.table = table};
    struct scan scan = scan_from(table, 0);
    bool is_version_1 = scan_number(&scan, 1) == 1;
    scan.at = 2;
    size_t at = scan_number(&scan, 1);
    struct cff_index names, tops, strings;
    struct bytes dict;
    struct top top = {0};
    size_t end;
    *problem = "CFF header";
    if (!is_version_1 || !read_index(table, at, &names, &at) ||
        !read_index(table, at, &tops, &at) || !read_index(table, at, &strings, &at) ||
        !read_index(table, at, &font->subrs, &at)) {
        return false;
    }
    *problem = "CFF Top DICT";
    if (!cff_index_item(&tops, 0, &dict) || !read_top(font, dict, &top)) {
        return false;
    }
    *problem = "CFF CharStrings";
    if (!read_index(table, top.char_strings, &font->glyphs, &end) || font->glyphs.n_items == 0) {
        return false;
    }
    *problem = "CFF Private";
    return read_dicts(arena, font, &top);
}

/* FDSelect format 3: ranges given by their first glyph; the last one ends at a sentinel. */
static bool select_range(const struct cff *font, uint32_t glyph, uint32_t *dict) {
    struct scan scan = scan_from(font->select, 1);
    uint32_t n_ranges = scan_number(&scan, 2);
    uint32_t first = scan_number(&scan, 2);
    for (uint32_t i = 0; i < n_ranges && !scan.is_past_end; i++) {
        uint32_t range_dict = scan_number(&scan, 1);
        uint32_t next = scan_number(&scan, 2);
        if (glyph >= first && glyph < next) {
            *dict = range_dict;
            return !scan.is_past_end;
        }
        first = next;
    }
    return false;
}

bool cff_dict_of(const struct cff *font, uint32_t glyph, uint32_t *dict) {
    *dict = 0;
    if (glyph >= font->glyphs.n_items) {
        return false;
    }
    if (font->select.size == 0) {
        return true;
    }
    struct scan scan = scan_from(font->select, 0);
    uint32_t format = scan_number(&scan, 1);
    if (format == 0) {
        scan.at += glyph;
        *dict = scan_number(&scan, 1);
        return !scan.is_past_end && *dict < font->n_dicts;
    }
    return format == 3 && select_range(font, glyph, dict) && *dict < font->n_dicts;
}
