/* Stocks: the glyphs that all documents with the same fixed pages set, compressed once a run as one
 * segment of their fonts. */
#include "write/font/kit.h"

#include <libdeflate.h>
#include <string.h>

/* Its level for what is compressed once a run; beyond it outlines shrink little. */
#define STOCK_LEVEL 9

static struct stock_part *find_part(struct fontkit *kit, struct stock *stock,
                                    struct kit_face *face) {
    for (size_t i = 0; i < stock->n_parts; i++) {
        if (stock->parts[i].face == face) {
            return &stock->parts[i];
        }
    }
    ARENA_PUSH(kit->stock_arena, stock->parts, stock->n_parts, stock->capacity,
               (struct stock_part){.face = face});
    return &stock->parts[stock->n_parts - 1];
}

/* Notes the glyphs of a run, as far as their face can be had and has outlines of CFF kind. */
static void note_run(struct fontkit *kit, struct stock *stock, const struct document *document,
                     const struct run *run) {
    struct kit_face *face = kit_find_face(kit, &document->faces[run->face]);
    if (face->problem || !face->is_cff) {
        return;
    }
    struct stock_part *part = find_part(kit, stock, face);
    for (size_t i = 0; i < run->n_glyphs; i++) {
        uint32_t id = run->glyphs[i].id;
        if (id > 0 && id < face->figures.n_glyphs) {
            part->bits[id / 64] |= UINT64_C(1) << (id % 64);
        }
    }
}

/* The glyph behind the last one, `id`, of those noted; 0 behind the last. */
static uint32_t next_noted(const struct stock_part *part, uint32_t id) {
    for (uint32_t i = id + 1; i < MOST_GLYPHS; i = (i / 64 + 1) * 64) {
        uint64_t bits = part->bits[i / 64] >> (i % 64);
        if (bits) {
            return i + (uint32_t)__builtin_ctzll(bits);
        }
    }
    return 0;
}

/* Compresses the programs of a part one behind the other. */
static void pack_part(struct fontkit *kit, struct stock_part *part) {
    struct buf programs = {.arena = kit->stock_arena};
    for (size_t i = 0; i < part->n_glyphs; i++) {
        cff_flatten(&part->face->cff, part->glyphs[i]->id, &programs);
    }
    struct libdeflate_compressor *compressor = kit_open_compressor(kit->arena, STOCK_LEVEL);
    size_t room = libdeflate_deflate_compress_bound(compressor, programs.len);
    char *packed = arena_alloc_raw(kit->stock_arena, room, 1);
    size_t size =
        libdeflate_deflate_compress(compressor, programs.data, programs.len, packed, room);
    libdeflate_free_compressor(compressor);
    part->segment = (struct segment){.packed = {packed, size},
                                     .size = (uint32_t)programs.len,
                                     .checksum = deflate_checksum(buf_str(&programs))};
}

/* Takes the glyphs of a part out of their face; one that is not sound is no longer noted. True if
 * all are. */
static bool take_part(struct fontkit *kit, struct stock_part *part) {
    bool is_whole = true;
    size_t capacity = 0;
    for (uint32_t id = next_noted(part, 0); id; id = next_noted(part, id)) {
        struct kit_glyph *glyph = fontkit_use(part->face, id);
        if (glyph && kit_complete(part->face, glyph)) {
            ARENA_PUSH(kit->stock_arena, part->glyphs, part->n_glyphs, capacity, glyph);
        } else {
            part->bits[id / 64] &= ~(UINT64_C(1) << (id % 64));
            is_whole = false;
        }
    }
    pack_part(kit, part);
    return is_whole;
}

/* ---- between runs ---------------------------------------------------------------------------- */

/* The key of a part: its face and the glyphs noted. */
static struct str part_key(struct fontkit *kit, const struct stock_part *part) {
    struct buf noted = {.arena = kit->stock_arena};
    for (size_t i = 0; i < MOST_GLYPHS / 64; i++) {
        parcel_add_number(&noted, part->bits[i]);
    }
    struct str of_face = kit_key(part->face, kit->stock_arena, "stock 1");
    if (!of_face.len) {
        return of_face;
    }
    struct str words[] = {of_face, hash_sha256(kit->stock_arena, buf_str(&noted))};
    return str_join(kit->stock_arena, words, 2, STR(" "));
}

/* Of each glyph its Font DICT and the bytes of its program; of all, the segment. */
static void put_part(struct fontkit *kit, const struct stock_part *part, struct str key) {
    struct buf parcel = {.arena = kit->stock_arena};
    for (size_t i = 0; i < part->n_glyphs; i++) {
        parcel_add_number(&parcel, part->glyphs[i]->dict);
        parcel_add_number(&parcel, part->glyphs[i]->program.size);
    }
    parcel_add_number(&parcel, part->segment.size);
    parcel_add_number(&parcel, part->segment.checksum);
    parcel_add_text(&parcel, part->segment.packed);
    cache_put(kit->cache, key, buf_str(&parcel));
}

/* A glyph as it was kept; one that was taken out of the face stays as it is. False if it cannot be
 * one. */
static bool find_glyph(struct kit_face *face, uint32_t id, struct str *parcel,
                       struct kit_glyph **glyph) {
    size_t dict, size;
    if (!parcel_cut_number(parcel, &dict) || !parcel_cut_number(parcel, &size) ||
        dict >= face->cff.n_dicts || size > UINT32_MAX) {
        return false;
    }
    struct kit_glyph kept = {.id = id, .dict = (uint32_t)dict, .program = {.size = (uint32_t)size}};
    *glyph = face->glyphs[id] ? face->glyphs[id] : kit_add_glyph(face, &kept);
    return (*glyph)->dict == dict && (*glyph)->program.size == size;
}

static bool cut_segment(struct str *parcel, struct segment *segment) {
    size_t size, checksum;
    if (!parcel_cut_number(parcel, &size) || !parcel_cut_number(parcel, &checksum) ||
        !parcel_cut_text(parcel, &segment->packed) || parcel->len) {
        return false;
    }
    segment->size = (uint32_t)size;
    segment->checksum = (uint32_t)checksum;
    return true;
}

/* Takes a part as an earlier run made it; false if none did. */
static bool find_kept(struct fontkit *kit, struct stock_part *part, struct str key) {
    struct str parcel;
    if (!key.len || !cache_get(kit->cache, key, &parcel)) {
        return false;
    }
    size_t capacity = 0;
    struct kit_glyph *glyph;
    for (uint32_t id = next_noted(part, 0); id; id = next_noted(part, id)) {
        if (!find_glyph(part->face, id, &parcel, &glyph)) {
            part->n_glyphs = 0;
            return false;
        }
        ARENA_PUSH(kit->stock_arena, part->glyphs, part->n_glyphs, capacity, glyph);
    }
    bool is_found = cut_segment(&parcel, &part->segment);
    part->n_glyphs = is_found ? part->n_glyphs : 0;
    return is_found;
}

static void list_part(struct fontkit *kit, struct stock_part *part) {
    struct str key = part_key(kit, part);
    if (!find_kept(kit, part, key) && take_part(kit, part) && key.len) {
        put_part(kit, part, key);
    }
}

static struct stock *make_stock(struct fontkit *kit, const struct document *document) {
    if (kit->n_stocks == MOST_STOCKS) {
        kit->n_stocks = 0;
        arena_reset(kit->stock_arena);
    }
    struct stock *stock = ARENA_NEW(kit->stock_arena, struct stock);
    const struct page **pages =
        ARENA_ARRAY(kit->stock_arena, const struct page *, document->n_stock);
    memcpy(pages, document->stock, document->n_stock * sizeof *pages);
    *stock = (struct stock){.pages = pages, .n_pages = document->n_stock};
    for (size_t i = 0; i < stock->n_pages; i++) {
        for (size_t k = 0; k < pages[i]->n_items; k++) {
            if (pages[i]->items[k].kind == ITEM_RUN) {
                note_run(kit, stock, document, &pages[i]->items[k].run);
            }
        }
    }
    for (size_t i = 0; i < stock->n_parts; i++) {
        list_part(kit, &stock->parts[i]);
    }
    if (kit->cache) {
        cache_save(kit->cache);
    }
    kit->stocks[kit->n_stocks++] = stock;
    return stock;
}

static struct stock *find_stock(struct fontkit *kit, const struct document *document) {
    for (size_t i = 0; i < kit->n_stocks; i++) {
        struct stock *stock = kit->stocks[i];
        if (stock->n_pages == document->n_stock &&
            memcmp(stock->pages, document->stock, stock->n_pages * sizeof *stock->pages) == 0) {
            return stock;
        }
    }
    return make_stock(kit, document);
}

void fontkit_use_stock(struct fontkit *kit, const struct document *document) {
    if (document->n_stock == 0) {
        return;
    }
    struct stock *stock = find_stock(kit, document);
    for (size_t i = 0; i < stock->n_parts; i++) {
        struct stock_part *part = &stock->parts[i];
        part->face->part = part->segment.size ? part : NULL;
        for (size_t k = 0; k < part->n_glyphs; k++) {
            fontkit_use(part->face, part->glyphs[k]->id);
        }
    }
}
