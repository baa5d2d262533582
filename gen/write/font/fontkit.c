/*
 * The font kit. A face is mapped and its tables located when a document first needs it; a glyph's
 * program is taken out of the face when first used. Both then stay for the run, so a document's
 * subset is put together from prepared pieces. TrueType faces, which stand at the end of the font
 * chains for a few rare characters, go through hb-subset instead.
 */
#include "write/font/fontkit.h"

#include "write/font/cff.h"

#include <hb-subset.h>
#include <libdeflate.h>
#include <string.h>

/* Glyph indexes and CIDs are 16 bits. */
#define MOST_GLYPHS 65536
/* Glyphs from the middle of a face whose bytes stand for all in making its Huffman code. */
#define SAMPLE 64
/* Level of libdeflate for what has no prepared pieces: beyond it text shrinks little. */
#define PACK_LEVEL 1

struct kit_face {
    struct fontkit *kit;
    /* What it was opened from. */
    const char *path;
    unsigned index;
    /* Why it cannot be used; NULL if it can. */
    const char *problem;
    struct sfnt figures;
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
};

struct fontkit {
    struct arena *arena;
    /* The document at hand, counted from 1. */
    uint32_t document;
    struct kit_face **faces;
    size_t n_faces;
    size_t capacity;
    /* Where a program is put while it is taken out. */
    struct buf program;
    struct libdeflate_compressor *compressor;
};

static void free_compressor(void *object) {
    libdeflate_free_compressor(object);
}

static void free_hb_face(void *object) {
    hb_face_destroy(object);
}

struct fontkit *fontkit_open(struct arena *arena) {
    struct fontkit *kit = ARENA_NEW(arena, struct fontkit);
    kit->arena = arena;
    kit->program.arena = arena;
    kit->compressor = libdeflate_alloc_compressor(PACK_LEVEL);
    if (!kit->compressor) {
        /* Out of memory ends the run from one place: the arena's. */
        arena_alloc(arena, SIZE_MAX, SIZE_MAX);
    }
    arena_own(arena, kit->compressor, free_compressor);
    return kit;
}

void fontkit_begin(struct fontkit *kit) {
    kit->document++;
    for (size_t i = 0; i < kit->n_faces; i++) {
        struct kit_face *face = kit->faces[i];
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

/* ---- taking glyphs --------------------------------------------------------------------------- */

/* Takes a glyph out of the face for the run. */
static struct kit_glyph *take_glyph(struct kit_face *face, uint32_t id) {
    struct arena *arena = face->kit->arena;
    struct kit_glyph taken = {.id = id, .code = id};
    struct buf *program = &face->kit->program;
    program->len = 0;
    if (face->is_cff && id == CFF_BLANK_CID) {
        taken.advance = 1000;
        buf_add_byte(program, 14);
    } else {
        if (id >= face->figures.n_glyphs) {
            return NULL;
        }
        taken.advance = sfnt_advance(&face->figures, id);
        if (face->is_cff &&
            (!cff_dict_of(&face->cff, id, &taken.dict) || !cff_flatten(&face->cff, id, program))) {
            return NULL;
        }
    }
    if (face->is_cff) {
        taken.program = coder_encode(&face->coder, arena, buf_str(program));
    }
    face->glyphs[id] = ARENA_NEW(arena, struct kit_glyph);
    *face->glyphs[id] = taken;
    return face->glyphs[id];
}

static struct kit_glyph *use(struct kit_face *face, uint32_t id) {
    struct kit_glyph *glyph = id < MOST_GLYPHS ? face->glyphs[id] : NULL;
    if (!glyph && id < MOST_GLYPHS) {
        glyph = take_glyph(face, id);
    }
    if (glyph && glyph->document != face->kit->document) {
        glyph->document = face->kit->document;
        glyph->text = (struct str){0};
        face->used[id / 64] |= UINT64_C(1) << (id % 64);
        face->n_used++;
    }
    return glyph;
}

struct kit_glyph *fontkit_use(struct kit_face *face, uint32_t id) {
    return id == CFF_BLANK_CID ? NULL : use(face, id);
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

struct kit_glyph *fontkit_use_blank(struct kit_face *face) {
    return face->is_cff ? use(face, CFF_BLANK_CID) : NULL;
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

static const char *make_name(const struct kit_face *face, struct arena *arena,
                             const struct kit_subset *subset) {
    uint64_t hash = str_hash(str_from_c(face->figures.name));
    for (size_t i = 0; i < subset->n_glyphs; i++) {
        hash = (hash ^ subset->glyphs[i]->id) * UINT64_C(0x100000001B3);
        hash ^= hash >> 29;
    }
    char tag[7] = {0};
    for (int i = 0; i < 6; i++) {
        tag[i] = (char)('A' + hash % 26);
        hash /= 26;
    }
    return str_to_c(arena, str_format(arena, "%s+%s", tag, face->figures.name));
}

static void join_cff(const struct kit_face *face, struct arena *arena, struct kit_subset *subset) {
    size_t n = subset->n_glyphs;
    struct cff_glyph *glyphs = ARENA_ARRAY(arena, struct cff_glyph, n);
    const struct piece **pieces = ARENA_ARRAY(arena, const struct piece *, n);
    for (size_t i = 0; i < n; i++) {
        const struct kit_glyph *glyph = subset->glyphs[i];
        glyphs[i] = (struct cff_glyph){glyph->id, glyph->dict, glyph->program.size};
        pieces[i] = &glyph->program;
    }
    struct bytes head = cff_write_head(arena, &face->cff, subset->name, glyphs, n);
    subset->joint = (struct joint){.coder = &face->coder,
                                   .head = {(const char *)head.data, head.size},
                                   .pieces = pieces,
                                   .n_pieces = n};
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
    subset->name = make_name(face, arena, subset);
    if (!face->is_cff) {
        return subset_truetype(face, arena, subset);
    }
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
    char *packed = ARENA_ARRAY(arena, char, room);
    size_t size = libdeflate_zlib_compress(kit->compressor, bytes.data, bytes.len, packed, room);
    return (struct str){packed, size};
}
