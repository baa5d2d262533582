/*
 * The font kit. A face is mapped and its tables located when a document first needs it; a glyph's
 * program is taken out of the face when first used. Both then stay for the run, so a document's
 * subset is put together from prepared pieces. TrueType faces, which stand at the end of the font
 * chains for a few rare characters, go through hb-subset instead.
 */
#include "write/font/fontkit.h"

#include "write/font/signs.h"

#include <hb-subset.h>
#include <libdeflate.h>
#include <string.h>

/* Glyph indexes and CIDs are 16 bits. */
#define MOST_GLYPHS 65536
/* Glyphs from the middle of a face whose bytes stand for all in making its Huffman code. */
#define SAMPLE 64
/* Level of libdeflate for what has no prepared pieces: beyond it text shrinks little. */
#define PACK_LEVEL 1
/* Its level for what is compressed once a run; beyond it outlines shrink little. */
#define STOCK_LEVEL 9
/* Stocks that are kept. A run has a handful: as many as there are choices of forms. */
#define MOST_STOCKS 32

struct kit_face {
    struct fontkit *kit;
    /* What it was opened from. */
    const char *path;
    unsigned index;
    /* Why it cannot be used; NULL if it can. */
    const char *problem;
    struct sfnt figures;
    /* It is the kit's own: `figures` and `cff` are made up, and there is no file. */
    bool is_own;
    /* Outlines are of CFF kind; `cff` and `coder` are then valid, else `truetype`. */
    bool is_cff;
    struct cff cff;
    struct coder coder;
    hb_face_t *truetype;
    /* Glyphs taken out so far, by index; NULL for the others. */
    struct kit_glyph **glyphs;
    /* A bit for each glyph in use by the document at hand. */
    uint64_t used[MOST_GLYPHS / 64];
    size_t n_used;
    /* Its part in the stock of the document at hand, or NULL. */
    const struct stock_part *part;
};

/* The glyphs of one face in a stock. */
struct stock_part {
    struct kit_face *face;
    /* Without glyph 0, which comes first in every font; by ascending index. */
    struct kit_glyph **glyphs;
    size_t n_glyphs;
    /* The same as bits. */
    uint64_t bits[MOST_GLYPHS / 64];
    /* Their programs. */
    struct segment segment;
};

/* Glyphs that all documents with the same stock set: one segment of their fonts. */
struct stock {
    const struct page *const *pages;
    size_t n_pages;
    struct stock_part *parts;
    size_t n_parts, capacity;
};

struct fontkit {
    struct arena *arena;
    /* The document at hand, counted from 1. */
    uint32_t document;
    struct kit_face **faces;
    size_t n_faces;
    size_t capacity;
    /* The kit's own face, one of them; NULL before its first use. */
    struct kit_face *signs;
    /* Where a program is put while it is taken out. */
    struct buf program;
    struct libdeflate_compressor *compressor;
    /* The stocks prepared so far, and where they live. */
    struct arena *stock_arena;
    struct stock *stocks[MOST_STOCKS];
    size_t n_stocks;
};

static void free_compressor(void *object) {
    libdeflate_free_compressor(object);
}

static void free_hb_face(void *object) {
    hb_face_destroy(object);
}

static void close_arena(void *object) {
    arena_close(object);
}

static struct libdeflate_compressor *open_compressor(struct arena *arena, int level) {
    struct libdeflate_compressor *compressor = libdeflate_alloc_compressor(level);
    if (!compressor) {
        /* Out of memory ends the run from one place: the arena's. */
        arena_alloc(arena, SIZE_MAX, SIZE_MAX);
    }
    return compressor;
}

struct fontkit *fontkit_open(struct arena *arena) {
    struct fontkit *kit = ARENA_NEW(arena, struct fontkit);
    kit->arena = arena;
    kit->program.arena = arena;
    kit->compressor = open_compressor(arena, PACK_LEVEL);
    arena_own(arena, kit->compressor, free_compressor);
    kit->stock_arena = arena_open_like(arena);
    arena_own(arena, kit->stock_arena, close_arena);
    return kit;
}

void fontkit_begin(struct fontkit *kit) {
    kit->document++;
    for (size_t i = 0; i < kit->n_faces; i++) {
        struct kit_face *face = kit->faces[i];
        face->part = NULL;
        if (face->n_used) {
            memset(face->used, 0, sizeof face->used);
            face->n_used = 0;
        }
    }
}

void fontkit_report(const struct face *face, const char *problem, struct diag *diag) {
    struct diag_note note = {.id = DIAG_FONT_UNUSABLE};
    note.args[0] = file_last_part(str_from_c(face->path));
    note.args[1] = str_from_c(problem);
    diag_report(diag, &note);
}

/* ---- opening a face -------------------------------------------------------------------------- */

/* Makes the Huffman code of the face from a stretch of its glyphs, so that it depends on the face
 * alone and every run codes alike. */
static void make_coder(struct kit_face *face) {
    uint32_t counts[256] = {0};
    uint32_t n_glyphs = face->cff.glyphs.n_items;
    uint32_t first = n_glyphs > SAMPLE ? (n_glyphs - SAMPLE) / 2 : 0;
    struct buf *program = &face->kit->program;
    for (uint32_t i = first; i < n_glyphs && i < first + SAMPLE; i++) {
        program->len = 0;
        if (!cff_flatten(&face->cff, i, program)) {
            continue;
        }
        for (size_t at = 0; at < program->len; at++) {
            counts[(unsigned char)program->data[at]]++;
        }
    }
    coder_make(&face->coder, counts);
}

/* A face of nothing but outlines: hb-subset would else read all characters and features of it. */
static void open_truetype(struct kit_face *face) {
    static const char tags[][5] = {"glyf", "loca", "head", "hhea", "hmtx", "maxp"};
    hb_face_t *bare = hb_face_builder_create();
    for (size_t i = 0; i < sizeof tags / sizeof *tags; i++) {
        struct bytes table = sfnt_table(&face->figures, tags[i]);
        if (table.size == 0) {
            face->problem = tags[i];
        }
        hb_blob_t *blob = hb_blob_create((const char *)table.data, (unsigned)table.size,
                                         HB_MEMORY_MODE_READONLY, NULL, NULL);
        hb_face_builder_add_table(bare, hb_tag_from_string(tags[i], 4), blob);
        hb_blob_destroy(blob);
    }
    face->truetype = bare;
    arena_own(face->kit->arena, bare, free_hb_face);
}

static void open_face(struct kit_face *face) {
    struct arena *arena = face->kit->arena;
    if (!sfnt_open(arena, face->path, face->index, &face->figures, &face->problem)) {
        return;
    }
    struct bytes outlines = sfnt_table(&face->figures, "CFF ");
    face->is_cff = outlines.size > 0;
    if (!face->is_cff) {
        open_truetype(face);
    } else if (cff_read(arena, outlines, &face->cff, &face->problem)) {
        face->problem = NULL;
        make_coder(face);
    }
}

static struct kit_face *find_face(struct fontkit *kit, const struct face *wanted) {
    for (size_t i = 0; i < kit->n_faces; i++) {
        struct kit_face *face = kit->faces[i];
        if (face->index == wanted->index && strcmp(face->path, wanted->path) == 0) {
            return face;
        }
    }
    struct kit_face *face = ARENA_NEW(kit->arena, struct kit_face);
    face->kit = kit;
    face->path = str_to_c(kit->arena, str_from_c(wanted->path));
    face->index = wanted->index;
    face->glyphs = ARENA_ARRAY(kit->arena, struct kit_glyph *, MOST_GLYPHS);
    open_face(face);
    ARENA_PUSH(kit->arena, kit->faces, kit->n_faces, kit->capacity, face);
    return face;
}

struct kit_face *fontkit_face(struct fontkit *kit, const struct face *face, struct diag *diag) {
    struct kit_face *found = find_face(kit, face);
    if (found->problem) {
        fontkit_report(face, found->problem, diag);
        return NULL;
    }
    return found;
}

struct kit_face *fontkit_signs(struct fontkit *kit) {
    if (kit->signs) {
        return kit->signs;
    }
    struct kit_face *face = ARENA_NEW(kit->arena, struct kit_face);
    *face = (struct kit_face){.kit = kit, .path = "", .is_own = true, .is_cff = true};
    face->glyphs = ARENA_ARRAY(kit->arena, struct kit_glyph *, N_KIT_SIGNS);
    signs_open(kit->arena, &face->figures, &face->cff);
    uint32_t counts[256] = {0};
    for (enum kit_sign sign = KIT_SIGN_MISSING; sign < N_KIT_SIGNS; sign++) {
        struct str program = signs_program(sign);
        for (size_t i = 0; i < program.len; i++) {
            counts[(unsigned char)program.data[i]]++;
        }
    }
    coder_make(&face->coder, counts);
    kit->signs = face;
    ARENA_PUSH(kit->arena, kit->faces, kit->n_faces, kit->capacity, face);
    return face;
}

/* ---- taking glyphs --------------------------------------------------------------------------- */

/* Takes the program of a glyph out of the face; false if it is not sound. */
static bool take_program(const struct kit_face *face, struct kit_glyph *glyph) {
    struct buf *program = &face->kit->program;
    program->len = 0;
    if (face->is_own) {
        buf_add(program, signs_program((enum kit_sign)glyph->id));
        return true;
    }
    return cff_dict_of(&face->cff, glyph->id, &glyph->dict) &&
           cff_flatten(&face->cff, glyph->id, program);
}

/* Takes a glyph out of the face for the run. */
static struct kit_glyph *take_glyph(struct kit_face *face, uint32_t id) {
    struct arena *arena = face->kit->arena;
    struct kit_glyph taken = {.id = id};
    if (id >= face->figures.n_glyphs || (face->is_cff && !take_program(face, &taken))) {
        return NULL;
    }
    taken.advance = face->is_own ? SIGN_WIDTH : sfnt_advance(&face->figures, id);
    if (face->is_cff) {
        taken.program = coder_encode(&face->coder, arena, buf_str(&face->kit->program));
    }
    face->glyphs[id] = ARENA_NEW(arena, struct kit_glyph);
    *face->glyphs[id] = taken;
    return face->glyphs[id];
}

struct kit_glyph *fontkit_use(struct kit_face *face, uint32_t id) {
    struct kit_glyph *glyph = id < face->figures.n_glyphs ? face->glyphs[id] : NULL;
    glyph = glyph ? glyph : take_glyph(face, id);
    if (glyph && glyph->document != face->kit->document) {
        glyph->document = face->kit->document;
        glyph->text = (struct str){0};
        face->used[id / 64] |= UINT64_C(1) << (id % 64);
        face->n_used++;
    }
    return glyph;
}

size_t fontkit_use_all(struct kit_face *face, const struct glyph *glyphs, size_t n_glyphs,
                       struct kit_glyph **taken) {
    for (size_t i = 0; i < n_glyphs; i++) {
        taken[i] = fontkit_use(face, glyphs[i].id);
        if (!taken[i]) {
            return i;
        }
    }
    return n_glyphs;
}

/* ---- stocks ---------------------------------------------------------------------------------- */

/* Compresses the programs of a part one behind the other. */
static void pack_part(struct fontkit *kit, struct stock_part *part) {
    struct buf programs = {.arena = kit->stock_arena};
    for (size_t i = 0; i < part->n_glyphs; i++) {
        cff_flatten(&part->face->cff, part->glyphs[i]->id, &programs);
    }
    struct libdeflate_compressor *compressor = open_compressor(kit->arena, STOCK_LEVEL);
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
    struct kit_face *face = find_face(kit, &document->faces[run->face]);
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

/* ---- subsets --------------------------------------------------------------------------------- */

/* The glyphs in use, by index. */
static void list_glyphs(struct kit_face *face, struct arena *arena, struct kit_subset *subset) {
    subset->glyphs = ARENA_ARRAY(arena, struct kit_glyph *, face->n_used);
    for (size_t i = 0; i < MOST_GLYPHS / 64; i++) {
        for (uint64_t bits = face->used[i]; bits; bits &= bits - 1) {
            size_t id = i * 64 + (size_t)__builtin_ctzll(bits);
            subset->glyphs[subset->n_glyphs++] = face->glyphs[id];
        }
    }
}

/* The character that a glyph stands for, if it stands for one that can be its code; else 0. */
static uint32_t natural_code(const struct kit_glyph *glyph) {
    size_t end = 0;
    uint32_t point = glyph->text.len ? utf8_next(glyph->text, &end) : 0;
    return glyph->id > 0 && end == glyph->text.len && kit_is_natural(point) ? point : 0;
}

/* Gives the glyphs of a face with outlines of CFF kind their codes and orders them by these. Of two
 * glyphs for one character the first has it as its code; false if there are too many others. */
static bool give_codes(struct arena *arena, struct kit_subset *subset) {
    uint64_t taken[MOST_GLYPHS / 64] = {0};
    struct kit_glyph **by_code = arena_alloc_raw(arena, MOST_GLYPHS, sizeof *by_code);
    uint32_t next = KIT_FIRST_ODD;
    for (size_t i = 0; i < subset->n_glyphs; i++) {
        struct kit_glyph *glyph = subset->glyphs[i];
        uint32_t code = natural_code(glyph);
        bool is_odd = glyph->id > 0 && (code == 0 || taken[code / 64] >> (code % 64) & 1);
        if (is_odd) {
            code = next++;
            subset->n_odd++;
        }
        if (code > KIT_LAST_ODD && is_odd) {
            return false;
        }
        glyph->code = code;
        taken[code / 64] |= UINT64_C(1) << (code % 64);
        by_code[code] = glyph;
    }
    size_t n = 0;
    for (size_t i = 0; i < MOST_GLYPHS / 64; i++) {
        for (uint64_t bits = taken[i]; bits; bits &= bits - 1) {
            subset->glyphs[n++] = by_code[i * 64 + (size_t)__builtin_ctzll(bits)];
        }
    }
    return true;
}

static const char *make_name(const struct kit_face *face, struct arena *arena,
                             const struct kit_subset *subset) {
    uint64_t hash = str_hash(str_from_c(face->figures.name));
    for (size_t i = 0; i < subset->n_glyphs; i++) {
        uint64_t code = subset->is_cff ? subset->glyphs[i]->code : 0;
        hash = (hash ^ (code << 32 | subset->glyphs[i]->id)) * UINT64_C(0x100000001B3);
        hash ^= hash >> 29;
    }
    char tag[7] = {0};
    for (int i = 0; i < 6; i++) {
        tag[i] = (char)('A' + hash % 26);
        hash /= 26;
    }
    return str_to_c(arena, str_format(arena, "%s+%s", tag, face->figures.name));
}

/* The glyphs that no stock has come first, the stock's are the tail. */
static void join_cff(const struct kit_face *face, struct arena *arena, struct kit_subset *subset) {
    const struct stock_part *part = face->part;
    size_t n = 0;
    struct cff_glyph *glyphs = ARENA_ARRAY(arena, struct cff_glyph, subset->n_glyphs);
    const struct piece **pieces = ARENA_ARRAY(arena, const struct piece *, subset->n_glyphs);
    for (size_t i = 0; i < subset->n_glyphs; i++) {
        const struct kit_glyph *glyph = subset->glyphs[i];
        if (part && part->bits[glyph->id / 64] >> (glyph->id % 64) & 1) {
            continue;
        }
        glyphs[n] = (struct cff_glyph){glyph->code, glyph->dict, glyph->program.size};
        pieces[n++] = &glyph->program;
    }
    subset->joint = (struct joint){.coder = &face->coder, .pieces = pieces, .n_pieces = n};
    for (size_t i = 0; part && i < part->n_glyphs; i++) {
        const struct kit_glyph *glyph = part->glyphs[i];
        glyphs[n++] = (struct cff_glyph){glyph->code, glyph->dict, glyph->program.size};
    }
    if (part) {
        subset->joint.tail = part->segment;
    }
    struct bytes head = cff_write_head(arena, &face->cff, subset->name, glyphs, n);
    subset->joint.head = (struct str){(const char *)head.data, head.size};
    subset->packed_size = joint_size(&subset->joint);
}

/* Copies the new font out of hb-subset and notes the new glyph indexes as codes. */
static bool take_truetype(const struct kit_face *face, struct arena *arena, hb_subset_plan_t *plan,
                          struct kit_subset *subset) {
    const hb_map_t *renumbered = hb_subset_plan_old_to_new_glyph_mapping(plan);
    for (size_t i = 0; i < subset->n_glyphs; i++) {
        hb_codepoint_t code = hb_map_get(renumbered, subset->glyphs[i]->id);
        if (code >= MOST_GLYPHS) {
            return false;
        }
        subset->glyphs[i]->code = code;
    }
    hb_face_t *made = hb_subset_plan_execute_or_fail(plan);
    if (!made) {
        return false;
    }
    hb_blob_t *blob = hb_face_reference_blob(made);
    unsigned size;
    const char *data = hb_blob_get_data(blob, &size);
    subset->size = size;
    subset->whole = fontkit_pack(face->kit, arena, (struct str){data, size});
    subset->packed_size = subset->whole.len;
    hb_blob_destroy(blob);
    hb_face_destroy(made);
    return size > 0;
}

static bool subset_truetype(const struct kit_face *face, struct arena *arena,
                            struct kit_subset *subset) {
    hb_subset_input_t *input = hb_subset_input_create_or_fail();
    if (!input) {
        return false;
    }
    for (size_t i = 0; i < subset->n_glyphs; i++) {
        hb_set_add(hb_subset_input_glyph_set(input), subset->glyphs[i]->id);
    }
    hb_subset_input_set_flags(input, HB_SUBSET_FLAGS_NO_HINTING | HB_SUBSET_FLAGS_NOTDEF_OUTLINE);
    hb_subset_plan_t *plan = hb_subset_plan_create_or_fail(face->truetype, input);
    bool is_made = plan && take_truetype(face, arena, plan, subset);
    hb_subset_plan_destroy(plan);
    hb_subset_input_destroy(input);
    return is_made;
}

bool fontkit_subset(struct kit_face *face, struct arena *arena, struct kit_subset *subset) {
    *subset = (struct kit_subset){.figures = &face->figures, .is_cff = face->is_cff};
    if (!fontkit_use(face, 0)) {
        return false;
    }
    list_glyphs(face, arena, subset);
    if (!face->is_cff) {
        subset->name = make_name(face, arena, subset);
        return subset_truetype(face, arena, subset);
    }
    if (!give_codes(arena, subset)) {
        return false;
    }
    subset->name = make_name(face, arena, subset);
    join_cff(face, arena, subset);
    return true;
}

void fontkit_write(const struct kit_subset *subset, char *to) {
    if (subset->is_cff) {
        joint_write(&subset->joint, to);
    } else {
        memcpy(to, subset->whole.data, subset->whole.len);
    }
}

struct str fontkit_pack(struct fontkit *kit, struct arena *arena, struct str bytes) {
    struct str empty = STR("");
    if (!bytes.data) {
        bytes = empty;
    }
    size_t room = libdeflate_zlib_compress_bound(kit->compressor, bytes.len);
    char *packed = arena_alloc_raw(arena, room, 1);
    size_t size = libdeflate_zlib_compress(kit->compressor, bytes.data, bytes.len, packed, room);
    return (struct str){packed, size};
}
