/*
 * Glyphs taken out of CFF faces draw as the originals do: FreeType loads both and every point of
 * every outline must agree. And programs and tables that lie are refused.
 */
#include "write/font/cff.h"

#include "write/font/fontkit.h"
#include "write/sample.h"

#include <criterion/criterion.h>
#include <ft2build.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>
#include FT_FREETYPE_H

/* Every so many glyphs of a face are compared. */
#define STEP 37

/* Inflates the stream of a subset. */
static struct str inflate_subset(struct arena *arena, const struct kit_subset *subset) {
    char *stream = ARENA_ARRAY(arena, char, subset->packed_size);
    fontkit_write(subset, stream);
    size_t room = subset->packed_size * 8;
    unsigned char *bytes = ARENA_ARRAY(arena, unsigned char, room);
    uLongf size = room;
    cr_assert_eq(uncompress(bytes, &size, (const Bytef *)stream, subset->packed_size), Z_OK);
    return (struct str){(const char *)bytes, size};
}

static void compare_glyph(FT_Face original, uint32_t id, FT_Face subset, uint32_t index) {
    cr_assert_eq(FT_Load_Glyph(original, id, FT_LOAD_NO_SCALE), 0);
    cr_assert_eq(FT_Load_Glyph(subset, index, FT_LOAD_NO_SCALE), 0, "glyph %u", id);
    const FT_Outline *a = &original->glyph->outline;
    const FT_Outline *b = &subset->glyph->outline;
    cr_assert_eq(original->glyph->metrics.horiAdvance, subset->glyph->metrics.horiAdvance);
    cr_assert_eq(a->n_points, b->n_points, "glyph %u has %d points, not %d", id, b->n_points,
                 a->n_points);
    cr_assert_eq(a->n_contours, b->n_contours);
    if (a->n_points) {
        size_t n = (size_t)a->n_points;
        cr_assert_eq(memcmp(a->points, b->points, n * sizeof *a->points), 0, "glyph %u", id);
        cr_assert_eq(memcmp(a->tags, b->tags, n), 0, "glyph %u", id);
    }
}

/* Embeds every STEP-th glyph of a face and compares them all. */
static void compare_face(enum sample_face which) {
    struct sample *sample = sample_open();
    FT_Library library;
    FT_Face original, made;
    const struct face *wanted = &sample->faces[which];
    cr_assert_eq(FT_Init_FreeType(&library), 0);
    cr_assert_eq(FT_New_Face(library, wanted->path, (FT_Long)wanted->index, &original), 0);
    struct fontkit *kit = fontkit_open(sample->arena);
    fontkit_begin(kit);
    struct kit_face *face = fontkit_face(kit, wanted, sample->diag);
    cr_assert_not_null(face);
    for (FT_Long id = 0; id < original->num_glyphs; id += STEP) {
        cr_assert_not_null(fontkit_use(face, (uint32_t)id), "glyph %ld", id);
    }
    struct kit_subset subset;
    cr_assert(fontkit_subset(face, sample->arena, &subset));
    struct str bytes = inflate_subset(sample->arena, &subset);
    cr_assert_eq(
        FT_New_Memory_Face(library, (const FT_Byte *)bytes.data, (FT_Long)bytes.len, 0, &made), 0);
    for (size_t i = 0; i < subset.n_glyphs; i++) {
        /* FreeType asks a bare CID-keyed font for CIDs, a TrueType font for glyph indexes: in both
         * cases the code that a PDF uses. */
        compare_glyph(original, subset.glyphs[i]->id, made, subset.glyphs[i]->code);
    }
    cr_assert_geq(subset.n_glyphs, 250, "too few glyphs to prove anything");
    FT_Done_FreeType(library);
    sample_close(sample);
}

Test(cff, glyphs_of_song_draw_as_the_original) {
    compare_face(SONG);
}

Test(cff, glyphs_of_hei_draw_as_the_original) {
    compare_face(HEI);
}

Test(cff, glyphs_of_fangsong_draw_as_the_original) {
    compare_face(FANG_SONG);
}

Test(cff, glyphs_of_kai_draw_as_the_original) {
    compare_face(KAI);
}

Test(cff, glyphs_of_mono_draw_as_the_original) {
    compare_face(MONO);
}

Test(truetype, glyphs_of_wenkai_draw_as_the_original) {
    compare_face(WEN_KAI);
}

Test(truetype, glyphs_of_babelstone_draw_as_the_original) {
    compare_face(BABEL_STONE);
}

/* ---- programs made by hand ------------------------------------------------------------------- */

/* An INDEX of byte strings, each given with its size in front. */
static struct cff_index make_index(struct arena *arena, const char *const *items, size_t n_items) {
    struct buf data = {.arena = arena};
    uint8_t *offsets = ARENA_ARRAY(arena, uint8_t, n_items + 1);
    offsets[0] = 1;
    for (size_t i = 0; i < n_items; i++) {
        buf_add_bytes(&data, items[i] + 1, (size_t)items[i][0]);
        offsets[i + 1] = (uint8_t)(data.len + 1);
    }
    return (struct cff_index){.n_items = (uint32_t)n_items,
                              .offset_width = 1,
                              .offsets = {offsets, n_items + 1},
                              .data = {(const uint8_t *)data.data, data.len}};
}

/* Flattens `program` in a font with two local and two global subroutines; the bias of so few is
 * 107, so 32 (that is -107) calls the first and 33 the second. */
static bool flatten(struct arena *arena, const char *program, const char *const locals[2],
                    const char *const globals[2], struct str *copy) {
    struct cff_dict dict = {.subrs = make_index(arena, locals, 2)};
    struct cff font = {.glyphs = make_index(arena, &program, 1),
                       .subrs = make_index(arena, globals, 2),
                       .dicts = &dict,
                       .n_dicts = 1};
    struct buf code = {.arena = arena};
    bool is_flat = cff_flatten(&font, 0, &code);
    *copy = buf_str(&code);
    return is_flat;
}

static const char *const none[2] = {"\x01\x0B", "\x01\x0B"};

Test(charstring, calls_are_replaced_by_what_they_call) {
    struct sample *sample = sample_open();
    /* Local 0: 1 2 rlineto return; local 1: the number of global 0, call it, return. */
    const char *locals[2] = {"\x04\x8C\x8D\x05\x0B", "\x03\x20\x1D\x0B"};
    const char *globals[2] = {"\x04\x8E\x8F\x05\x0B", "\x01\x0B"};
    struct str copy;
    cr_assert(
        flatten(sample->arena, "\x08\x8B\x8B\x15\x20\x0A\x21\x0A\x0E", locals, globals, &copy));
    cr_assert(str_equal(copy, STR("\x8B\x8B\x15\x8C\x8D\x05\x8E\x8F\x05\x0E")));
    sample_close(sample);
}

Test(charstring, a_subroutine_may_leave_the_number_of_the_next) {
    struct sample *sample = sample_open();
    const char *locals[2] = {"\x02\x21\x0B", "\x04\x8C\x8D\x05\x0B"};
    struct str copy;
    cr_assert(flatten(sample->arena, "\x04\x20\x0A\x0A\x0E", locals, none, &copy));
    cr_assert(str_equal(copy, STR("\x8C\x8D\x05\x0E")));
    sample_close(sample);
}

Test(charstring, hint_masks_count_stems_declared_in_subroutines) {
    struct sample *sample = sample_open();
    /* Four stems by the subroutine and five more before the mask: nine stems, two mask bytes, which
     * look like calls. All of it is left out. */
    const char *locals[2] = {"\x0A\x8C\x8C\x8C\x8C\x8C\x8C\x8C\x8C\x12\x0B", "\x01\x0B"};
    const char *program =
        "\x13\x20\x0A\x8C\x8C\x8C\x8C\x8C\x8C\x8C\x8C\x8C\x8C\x13\x0A\x0A\x8C\x8D\x15\x0E";
    struct str copy;
    cr_assert(flatten(sample->arena, program, locals, none, &copy));
    cr_assert(str_equal(copy, STR("\x8C\x8D\x15\x0E")));
    sample_close(sample);
}

Test(charstring, a_width_before_hints_stays) {
    struct sample *sample = sample_open();
    /* The width 90, two stems, a mask with one more, a move, and a mask within the outline. */
    const char *program =
        "\x15\xE5\x8C\x8C\x8D\x8D\x12\x8E\x8E\x13\xE0\x8C\x8D\x15\x13\x20\x8F\x90\x05"
        "\x14\x80\x0E";
    struct str copy;
    cr_assert(flatten(sample->arena, program, none, none, &copy));
    cr_assert(str_equal(copy, STR("\xE5\x8C\x8D\x15\x8F\x90\x05\x0E")));
    cr_assert(flatten(sample->arena, "\x05\x8C\x8C\x8C\x01\x0E", none, none, &copy));
    cr_assert(str_equal(copy, STR("\x8C\x0E")));
    sample_close(sample);
}

Test(charstring, hints_with_computed_numbers_are_kept) {
    struct sample *sample = sample_open();
    const char *program = "\x0A\x8C\x8C\x8D\x0C\x0A\x01\x13\x80\x8C\x16";
    struct str copy;
    cr_assert(flatten(sample->arena, program, none, none, &copy));
    cr_assert(str_equal(copy, STR("\x8C\x8C\x8D\x0C\x0A\x01\x13\x80\x8C\x16\x0E")));
    sample_close(sample);
}

Test(charstring, a_program_without_end_gets_one) {
    struct sample *sample = sample_open();
    struct str copy;
    cr_assert(flatten(sample->arena, "\x03\x8C\x8D\x15", none, none, &copy));
    cr_assert(str_equal(copy, STR("\x8C\x8D\x15\x0E")));
    sample_close(sample);
}

Test(charstring, damaged_programs_are_refused) {
    struct sample *sample = sample_open();
    /* Local 0 calls itself; local 1 calls local 0 twice. */
    const char *endless[2] = {"\x03\x20\x0A\x0B", "\x05\x20\x0A\x20\x0A\x0B"};
    static const char *const programs[] = {
        /* Endless calls; a call without a number; of a subroutine that is not there. */
        "\x03\x20\x0A\x0E", "\x02\x0A\x0E", "\x03\x22\x0A\x0E", "\x03\x8B\x0A\x0E",
        /* A computed subroutine number; an unknown operator; half a number; half a mask. */
        "\x06\x8B\x20\x0C\x0A\x0A\x0E", "\x02\x02\x0E", "\x02\x1C\x01",
        "\x06\x8C\x8C\x12\x8C\x8C\x13",
        /* endchar with four operands; arithmetic on nothing; half an operator. */
        "\x05\x8C\x8C\x8C\x8C\x0E", "\x03\x0C\x0A\x0E", "\x01\x0C"};
    for (size_t i = 0; i < sizeof programs / sizeof *programs; i++) {
        struct str copy;
        cr_assert_not(flatten(sample->arena, programs[i], endless, none, &copy), "program %zu", i);
    }
    sample_close(sample);
}

Test(charstring, too_many_numbers_are_refused) {
    struct sample *sample = sample_open();
    char program[64] = {51};
    memset(program + 1, 0x8C, 49);
    program[50] = 0x15;
    program[51] = 0x0E;
    struct str copy;
    cr_assert_not(flatten(sample->arena, program, none, none, &copy));
    program[0] = 50;
    program[49] = 0x15;
    program[50] = 0x0E;
    cr_assert(flatten(sample->arena, program, none, none, &copy));
    sample_close(sample);
}

/* ---- files that lie -------------------------------------------------------------------------- */

/* Reads what there is of a face and takes some of its glyphs; any outcome but a crash is right. */
static bool try_font(struct bytes file) {
    struct sample *sample = sample_open();
    struct sfnt font;
    struct cff cff;
    const char *problem = NULL;
    bool is_sound = sfnt_read(file, 0, &font, &problem) &&
                    cff_read(sample->arena, sfnt_table(&font, "CFF "), &cff, &problem);
    cr_assert(is_sound || problem, "a refusal without a reason");
    struct buf code = {.arena = sample->arena};
    for (uint32_t id = 0; is_sound && id < 300; id += 7) {
        code.len = 0;
        cff_flatten(&cff, id * 30, &code);
        cr_assert_leq(code.len, 65536 + 5);
        sfnt_advance(&font, id * 300);
    }
    sample_close(sample);
    return is_sound;
}

static struct str read_font(struct sample *sample, enum sample_face face) {
    struct str bytes;
    struct source source = {.file = STR("font")};
    cr_assert(file_read(sample->arena, str_from_c(sample->faces[face].path), 64 << 20, &source,
                        sample->diag, &bytes));
    return bytes;
}

Test(cff, truncated_files_are_refused) {
    struct sample *sample = sample_open();
    struct str whole = read_font(sample, FANG_SONG);
    cr_assert(try_font((struct bytes){(const uint8_t *)whole.data, whole.len}));
    size_t n_refused = 0;
    size_t n_tried = 0;
    for (size_t size = 0; size < whole.len; size = size * 5 / 4 + 1) {
        /* A block of exactly this size lets the sanitizer see one byte read too far. */
        uint8_t *part = malloc(size ? size : 1);
        memcpy(part, whole.data, size);
        n_refused += !try_font((struct bytes){part, size});
        n_tried++;
        free(part);
    }
    cr_assert_eq(n_refused, n_tried);
    sample_close(sample);
}

/* The size of the INDEX at `at`, and where its first item starts. */
static size_t measure_index(const uint8_t *at, size_t *first) {
    size_t n = (size_t)at[0] * 256 + at[1], width = at[2], end = 0;
    *first = 3 + (n + 1) * width;
    for (size_t i = 0; i < width; i++) {
        end = end * 256 + at[3 + n * width + i];
    }
    return *first + end - 1;
}

/* A Top DICT that names no glyphs is the fault that is told, before any glyph is sought. */
Test(cff, a_top_dict_without_glyphs_is_refused) {
    struct sample *sample = sample_open();
    struct str whole = read_font(sample, FANG_SONG);
    uint8_t *bytes = malloc(whole.len);
    memcpy(bytes, whole.data, whole.len);
    struct sfnt font;
    struct cff cff;
    const char *problem = NULL;
    cr_assert(sfnt_read((struct bytes){bytes, whole.len}, 0, &font, &problem));
    struct bytes table = sfnt_table(&font, "CFF ");
    uint8_t *start = bytes + (table.data - bytes);
    size_t first, top;
    uint8_t *tops = start + start[2] + measure_index(start + start[2], &first);
    size_t size = measure_index(tops, &top);
    /* 0x8B is the number 0: numbers without an operator. */
    memset(tops + top, 0x8B, size - top);
    cr_assert_not(cff_read(sample->arena, table, &cff, &problem));
    cr_assert_str_eq(problem, "CFF Top DICT");
    free(bytes);
    sample_close(sample);
}

Test(cff, damaged_files_do_no_harm) {
    struct sample *sample = sample_open();
    struct str whole = read_font(sample, FANG_SONG);
    uint8_t *bytes = malloc(whole.len);
    memcpy(bytes, whole.data, whole.len);
    struct sfnt font;
    const char *problem;
    cr_assert(sfnt_read((struct bytes){bytes, whole.len}, 0, &font, &problem));
    size_t table = (size_t)(sfnt_table(&font, "CFF ").data - bytes);
    size_t n_refused = 0;
    uint64_t seed = 1;
    for (int i = 0; i < 3000; i++) {
        /* Mostly the directory and the head of the CFF table, where the structure is told. */
        seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
        size_t random = (size_t)(seed >> 33);
        size_t at = i % 3 == 0   ? random % 300
                    : i % 3 == 1 ? table + random % 600
                                 : random % whole.len;
        uint8_t kept = bytes[at];
        bytes[at] = (uint8_t)(seed >> 24);
        n_refused += !try_font((struct bytes){bytes, whole.len});
        bytes[at] = kept;
    }
    cr_assert_gt(n_refused, 100, "the damage was not felt");
    free(bytes);
    sample_close(sample);
}
