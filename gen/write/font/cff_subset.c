/* Writing the CID-keyed font of a subset: everything but the glyph programs themselves. */
#include "write/font/cff.h"

#include <string.h>

/* CIDs may be any number of 16 bits. */
#define CID_COUNT 65536
/* An integer operand in its longest form, which has room for any offset. */
#define LONG_INTEGER 5
/* Bytes of an INDEX of one item before the item. */
#define INDEX_HEAD 7
/* Registry, ordering, supplement: strings 391 and 392, which are the first of our own, and 0. */
static const uint8_t ros_entry[] = {28, 1, 135, 28, 1, 136, 139, 12, 30};
static const uint8_t header[] = {1, 0, 4, 4};
/* String INDEX: "Adobe", "Identity". */
static const uint8_t strings[] = {0,   2,   1,   1,   6,   14,  'A', 'd', 'o', 'b',
                                  'e', 'I', 'd', 'e', 'n', 't', 'i', 't', 'y'};
static const uint8_t no_subrs[] = {0, 0};

/* Writes big-endian numbers into memory that was measured before. */
struct pen {
    uint8_t *at;
};

/* Sizes and places of the parts, measured before anything is written. */
struct frame {
    /* Bytes of the Top DICT, of the Font DICTs together, of all programs. */
    size_t top_size, dicts_size, programs_size;
    /* Where the parts start. */
    size_t charset, select, array, privates, glyphs, end;
    /* New number of each Font DICT in use; UINT32_MAX for the others. */
    uint32_t numbers[256];
    /* Font DICTs in use. */
    uint32_t n_dicts;
    /* Stretches of glyphs with one Font DICT. */
    uint32_t n_ranges;
    /* Width of the offsets to programs. */
    unsigned offset_width;
};

static void put(struct pen *pen, unsigned width, size_t number) {
    for (unsigned i = width; i-- > 0;) {
        *pen->at++ = (uint8_t)(number >> (8 * i));
    }
}

static void put_bytes(struct pen *pen, const void *bytes, size_t size) {
    if (size > 0) {
        memcpy(pen->at, bytes, size);
        pen->at += size;
    }
}

static void put_integer(struct pen *pen, size_t number) {
    put(pen, 1, 29);
    put(pen, 4, number);
}

/* Bytes of a Font DICT: FontMatrix if there was one, Private. */
static size_t dict_size(const struct cff_dict *dict) {
    return (dict->matrix.size ? dict->matrix.size + 2 : 0) + 2 * LONG_INTEGER + 1;
}

static void choose_dicts(const struct cff_glyph *glyphs, size_t n_glyphs, struct frame *frame) {
    memset(frame->numbers, 0xFF, sizeof frame->numbers);
    for (size_t i = 0; i < n_glyphs; i++) {
        frame->numbers[glyphs[i].dict] = 0;
        frame->programs_size += glyphs[i].size;
        frame->n_ranges += i == 0 || glyphs[i].dict != glyphs[i - 1].dict;
    }
    for (size_t i = 0; i < 256; i++) {
        if (frame->numbers[i] == 0) {
            frame->numbers[i] = frame->n_dicts++;
        }
    }
}

static void measure(const struct cff *font, const char *name, const struct cff_glyph *glyphs,
                    size_t n_glyphs, struct frame *frame) {
    *frame = (struct frame){0};
    choose_dicts(glyphs, n_glyphs, frame);
    size_t privates_size = 0;
    for (uint32_t i = 0; i < font->n_dicts; i++) {
        if (frame->numbers[i] != UINT32_MAX) {
            frame->dicts_size += dict_size(&font->dicts[i]);
            privates_size += font->dicts[i].private_dict.size;
        }
    }
    frame->top_size = sizeof ros_entry + (font->matrix.size ? font->matrix.size + 2 : 0) +
                      (font->bbox.size ? font->bbox.size + 1 : 0) + 5 * LONG_INTEGER + 8;
    size_t at = sizeof header + 2 * INDEX_HEAD + strlen(name) + frame->top_size;
    frame->charset = at + sizeof strings + sizeof no_subrs;
    frame->select = frame->charset + 1 + 2 * (n_glyphs - 1);
    frame->array = frame->select + 5 + 3 * (size_t)frame->n_ranges;
    frame->privates = frame->array + 3 + 4 * ((size_t)frame->n_dicts + 1) + frame->dicts_size;
    frame->glyphs = frame->privates + privates_size;
    frame->offset_width = frame->programs_size < 0xFFFF     ? 2
                          : frame->programs_size < 0xFFFFFF ? 3
                                                            : 4;
    frame->end = frame->glyphs + 3 + frame->offset_width * (n_glyphs + 1);
}

/* An INDEX of one item of at most 65,534 bytes, up to where the item starts. */
static void put_index_of_one(struct pen *pen, size_t size) {
    put(pen, 2, 1);
    put(pen, 1, 2);
    put(pen, 2, 1);
    put(pen, 2, size + 1);
}

static void put_top(struct pen *pen, const struct cff *font, const struct frame *frame) {
    put_bytes(pen, ros_entry, sizeof ros_entry);
    if (font->matrix.size) {
        put_bytes(pen, font->matrix.data, font->matrix.size);
        put(pen, 2, 0x0C07);
    }
    if (font->bbox.size) {
        put_bytes(pen, font->bbox.data, font->bbox.size);
        put(pen, 1, 5);
    }
    put_integer(pen, CID_COUNT);
    put(pen, 2, 0x0C22);
    put_integer(pen, frame->charset);
    put(pen, 1, 15);
    put_integer(pen, frame->select);
    put(pen, 2, 0x0C25);
    put_integer(pen, frame->glyphs);
    put(pen, 1, 17);
    put_integer(pen, frame->array);
    put(pen, 2, 0x0C24);
}

/* Charset format 0 lists the CIDs of all glyphs but the first; FDSelect format 3 has ranges. */
static void put_glyph_tables(struct pen *pen, const struct cff_glyph *glyphs, size_t n_glyphs,
                             const struct frame *frame) {
    put(pen, 1, 0);
    for (size_t i = 1; i < n_glyphs; i++) {
        put(pen, 2, glyphs[i].cid);
    }
    put(pen, 1, 3);
    put(pen, 2, frame->n_ranges);
    for (size_t i = 0; i < n_glyphs; i++) {
        if (i == 0 || glyphs[i].dict != glyphs[i - 1].dict) {
            put(pen, 2, i);
            put(pen, 1, frame->numbers[glyphs[i].dict]);
        }
    }
    put(pen, 2, n_glyphs);
}

static void put_dicts(struct pen *pen, const struct cff *font, const struct frame *frame) {
    put(pen, 2, frame->n_dicts);
    put(pen, 1, 4);
    size_t offset = 1;
    put(pen, 4, offset);
    for (uint32_t i = 0; i < font->n_dicts; i++) {
        if (frame->numbers[i] != UINT32_MAX) {
            offset += dict_size(&font->dicts[i]);
            put(pen, 4, offset);
        }
    }
    size_t private_at = frame->privates;
    for (uint32_t i = 0; i < font->n_dicts; i++) {
        const struct cff_dict *dict = &font->dicts[i];
        if (frame->numbers[i] == UINT32_MAX) {
            continue;
        }
        if (dict->matrix.size) {
            put_bytes(pen, dict->matrix.data, dict->matrix.size);
            put(pen, 2, 0x0C07);
        }
        put_integer(pen, dict->private_dict.size);
        put_integer(pen, private_at);
        put(pen, 1, 18);
        private_at += dict->private_dict.size;
    }
    for (uint32_t i = 0; i < font->n_dicts; i++) {
        if (frame->numbers[i] != UINT32_MAX) {
            put_bytes(pen, font->dicts[i].private_dict.data, font->dicts[i].private_dict.size);
        }
    }
}

struct bytes cff_write_head(struct arena *arena, const struct cff *font, const char *name,
                            const struct cff_glyph *glyphs, size_t n_glyphs) {
    struct frame frame;
    measure(font, name, glyphs, n_glyphs, &frame);
    uint8_t *head = ARENA_ARRAY(arena, uint8_t, frame.end);
    struct pen pen = {head};
    put_bytes(&pen, header, sizeof header);
    put_index_of_one(&pen, strlen(name));
    put_bytes(&pen, name, strlen(name));
    put_index_of_one(&pen, frame.top_size);
    put_top(&pen, font, &frame);
    put_bytes(&pen, strings, sizeof strings);
    put_bytes(&pen, no_subrs, sizeof no_subrs);
    put_glyph_tables(&pen, glyphs, n_glyphs, &frame);
    put_dicts(&pen, font, &frame);
    put(&pen, 2, n_glyphs);
    put(&pen, 1, frame.offset_width);
    size_t offset = 1;
    put(&pen, frame.offset_width, offset);
    for (size_t i = 0; i < n_glyphs; i++) {
        offset += glyphs[i].size;
        put(&pen, frame.offset_width, offset);
    }
    return (struct bytes){head, frame.end};
}
