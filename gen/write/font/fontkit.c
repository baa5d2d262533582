/*
 * The font kit. A face is mapped and its tables located when a document first needs it; a glyph's
 * program is taken out of the face when first used. Both then stay for the run, so a document's
 * subset is put together from prepared pieces. TrueType faces, which stand at the end of the font
 * chains for a few rare characters, go through hb-subset instead.
 */
#include "write/font/kit.h"

#include "write/font/signs.h"

#include <hb.h>
#include <libdeflate.h>
#include <string.h>

/* Glyphs from the middle of a face whose bytes stand for all in making its Huffman code. */
#define SAMPLE 64
/* Level of libdeflate for what has no prepared pieces: beyond it text shrinks little. */
#define PACK_LEVEL 1

static void free_compressor(void *object) {
    libdeflate_free_compressor(object);
}

static void free_hb_face(void *object) {
    hb_face_destroy(object);
}

static void close_arena(void *object) {
    arena_close(object);
}

struct libdeflate_compressor *kit_open_compressor(struct arena *arena, int level) {
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
    kit->compressor = kit_open_compressor(arena, PACK_LEVEL);
    arena_own(arena, kit->compressor, free_compressor);
    kit->stock_arena = arena_open_like(arena);
    arena_own(arena, kit->stock_arena, close_arena);
    return kit;
}

void fontkit_keep(struct fontkit *kit, struct cache *cache, const struct digests *digests) {
    kit->cache = cache;
    kit->digests = digests;
}

struct str kit_key(const struct kit_face *face, struct arena *arena, const char *what) {
    const struct fontkit *kit = face->kit;
    struct str sha256 = {0};
    if (kit->cache && kit->digests && !face->is_own) {
        sha256 = digests_known(kit->digests, str_from_c(face->path));
    }
    return sha256.len ? str_format(arena, "%s %" STR_FMT " %u", what, STR_ARG(sha256), face->index)
                      : sha256;
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

/* Counts the bytes of a stretch of the face's glyphs. */
static void count_bytes(struct kit_face *face, uint32_t counts[256]) {
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
}

/* The counts that an earlier run made; false if there are none. */
static bool find_counts(struct cache *cache, struct str key, uint32_t counts[256]) {
    struct str bytes;
    if (!key.len || !cache_get(cache, key, &bytes)) {
        return false;
    }
    for (size_t i = 0; i < 256; i++) {
        size_t count;
        if (!parcel_cut_number(&bytes, &count) || count > UINT32_MAX) {
            return false;
        }
        counts[i] = (uint32_t)count;
    }
    return bytes.len == 0;
}

/* Makes the Huffman code of the face from a stretch of its glyphs, so that it depends on the face
 * alone and every run codes alike. */
static void make_coder(struct kit_face *face) {
    struct fontkit *kit = face->kit;
    uint32_t counts[256] = {0};
    struct str key = kit_key(face, kit->arena, "counts 1");
    if (!find_counts(kit->cache, key, counts)) {
        memset(counts, 0, sizeof counts);
        count_bytes(face, counts);
        struct buf parcel = {.arena = kit->arena};
        for (size_t i = 0; key.len && i < 256; i++) {
            parcel_add_number(&parcel, counts[i]);
        }
        if (key.len) {
            cache_put(kit->cache, key, buf_str(&parcel));
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

struct kit_face *kit_find_face(struct fontkit *kit, const struct face *wanted) {
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
    struct kit_face *found = kit_find_face(kit, face);
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

struct kit_glyph *kit_add_glyph(struct kit_face *face, const struct kit_glyph *glyph) {
    struct kit_glyph *added = ARENA_NEW(face->kit->arena, struct kit_glyph);
    *added = *glyph;
    added->advance = face->is_own ? SIGN_WIDTH : sfnt_advance(&face->figures, glyph->id);
    face->glyphs[glyph->id] = added;
    return added;
}

bool kit_complete(struct kit_face *face, struct kit_glyph *glyph) {
    if (glyph->program.words || !face->is_cff) {
        return true;
    }
    if (!take_program(face, glyph)) {
        return false;
    }
    glyph->program = coder_encode(&face->coder, face->kit->arena, buf_str(&face->kit->program));
    return true;
}

/* Takes a glyph out of the face for the run. */
static struct kit_glyph *take_glyph(struct kit_face *face, uint32_t id) {
    struct kit_glyph taken = {.id = id};
    bool is_sound = id < face->figures.n_glyphs && kit_complete(face, &taken);
    return is_sound ? kit_add_glyph(face, &taken) : NULL;
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
