/* Stocks: the glyphs that all documents with the same fixed pages set, compressed once a run as one
 * segment of their fonts. */
#include "write/font/kit.h"

#include <libdeflate.h>
#include <string.h>

/* Its level for what is compressed once a run; beyond it outlines shrink little. */
#define STOCK_LEVEL 9

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
        if (id > 0 && fontkit_use(face, id)) {
            part->bits[id / 64] |= UINT64_C(1) << (id % 64);
        }
    }
}

static void list_part(struct fontkit *kit, struct stock_part *part) {
    size_t capacity = 0;
    for (size_t i = 0; i < MOST_GLYPHS / 64; i++) {
        for (uint64_t bits = part->bits[i]; bits; bits &= bits - 1) {
            size_t id = i * 64 + (size_t)__builtin_ctzll(bits);
            ARENA_PUSH(kit->stock_arena, part->glyphs, part->n_glyphs, capacity,
                       part->face->glyphs[id]);
        }
    }
    pack_part(kit, part);
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
