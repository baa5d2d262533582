/* Subsets: the font of one document, put together from prepared pieces; of TrueType by hb-subset.
 */
#include "write/font/kit.h"

#include <hb-subset.h>
#include <string.h>

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

/* Codes that are taken, a bit each. */
struct code_set {
    uint64_t taken[MOST_GLYPHS / 64];
};

static bool is_taken(const struct code_set *codes, uint32_t code) {
    return codes->taken[code / 64] >> (code % 64) & 1;
}

/* Orders the glyphs, of which each has a code of its own, by these: each goes where as many codes
 * are taken below its own. A table by code would be touched all over for every document. */
static void order_by_code(const struct code_set *codes, struct arena *arena,
                          struct kit_subset *subset) {
    uint16_t below[MOST_GLYPHS / 64];
    unsigned n = 0;
    for (size_t i = 0; i < MOST_GLYPHS / 64; i++) {
        below[i] = (uint16_t)n;
        n += (unsigned)__builtin_popcountll(codes->taken[i]);
    }
    struct kit_glyph **ordered = ARENA_ARRAY(arena, struct kit_glyph *, subset->n_glyphs);
    for (size_t i = 0; i < subset->n_glyphs; i++) {
        uint32_t code = subset->glyphs[i]->code;
        uint64_t lower = codes->taken[code / 64] & ((UINT64_C(1) << (code % 64)) - 1);
        ordered[below[code / 64] + (unsigned)__builtin_popcountll(lower)] = subset->glyphs[i];
    }
    subset->glyphs = ordered;
}

/* Gives the glyphs of a face with outlines of CFF kind their codes and orders them by these. Of two
 * glyphs for one character the first has it as its code; false if there are too many others. */
static bool give_codes(struct arena *arena, struct kit_subset *subset) {
    struct code_set codes = {0};
    uint32_t next = KIT_FIRST_ODD;
    for (size_t i = 0; i < subset->n_glyphs; i++) {
        struct kit_glyph *glyph = subset->glyphs[i];
        uint32_t code = natural_code(glyph);
        bool is_odd = glyph->id > 0 && (code == 0 || is_taken(&codes, code));
        if (is_odd) {
            code = next++;
            subset->n_odd++;
        }
        if (code > KIT_LAST_ODD && is_odd) {
            return false;
        }
        glyph->code = code;
        codes.taken[code / 64] |= UINT64_C(1) << (code % 64);
    }
    order_by_code(&codes, arena, subset);
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
static bool join_cff(struct kit_face *face, struct arena *arena, struct kit_subset *subset) {
    const struct stock_part *part = face->part;
    size_t n = 0;
    struct cff_glyph *glyphs = ARENA_ARRAY(arena, struct cff_glyph, subset->n_glyphs);
    const struct piece **pieces = ARENA_ARRAY(arena, const struct piece *, subset->n_glyphs);
    for (size_t i = 0; i < subset->n_glyphs; i++) {
        struct kit_glyph *glyph = subset->glyphs[i];
        if (part && part->bits[glyph->id / 64] >> (glyph->id % 64) & 1) {
            continue;
        }
        if (!kit_complete(face, glyph)) {
            return false;
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
    return true;
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
    return join_cff(face, arena, subset);
}

void fontkit_write(const struct kit_subset *subset, char *to) {
    if (subset->is_cff) {
        joint_write(&subset->joint, to);
    } else {
        memcpy(to, subset->whole.data, subset->whole.len);
    }
}
