/* The font kit: files that cannot be used are reported, subsets depend on nothing but their glyphs.
 */
#include "write/font/fontkit.h"

#include "reported.h"
#include "write/sample.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* A copy of a font as a file of its own, changed at one place. */
static const char *changed_font(struct sample *sample, enum sample_face face, const char *table,
                                size_t at, const char *bytes, size_t n_bytes, size_t size) {
    struct source source = {.file = STR("font")};
    struct str whole;
    cr_assert(file_read(sample->arena, str_from_c(sample->faces[face].path), 64 << 20, &source,
                        sample->diag, &whole));
    struct sfnt font;
    const char *problem;
    struct bytes file = {(const uint8_t *)whole.data, whole.len};
    cr_assert(sfnt_read(file, 0, &font, &problem));
    size_t place = (size_t)(sfnt_table(&font, table).data - file.data) + at;
    char *name = str_to_c(sample->arena, STR("/tmp/dengbao-font-XXXXXX"));
    FILE *out = fdopen(mkstemp(name), "wb");
    cr_assert_not_null(out);
    char *changed = ARENA_ARRAY(sample->arena, char, whole.len);
    memcpy(changed, whole.data, whole.len);
    memcpy(changed + place, bytes, n_bytes);
    size = size < whole.len ? size : whole.len;
    cr_assert_eq(fwrite(changed, 1, size, out), size);
    fclose(out);
    return name;
}

/* The file is refused with one FONT_UNUSABLE that names it. */
static void expect_refusal(struct sample *sample, const char *path, const char *problem) {
    struct fontkit *kit = fontkit_open(sample->arena);
    struct face face = {STR("song"), path, 0};
    struct diag *diag = diag_open(sample->arena);
    fontkit_begin(kit);
    cr_assert_null(fontkit_face(kit, &face, diag), "%s was accepted", path);
    cr_assert_eq(diag_n(diag), 1);
    cr_assert_eq(reported(diag, 0)->id, DIAG_FONT_UNUSABLE);
    cr_assert(str_contains(reported(diag, 0)->message, str_from_c(problem)), "%.*s",
              (int)reported(diag, 0)->message.len, reported(diag, 0)->message.data);
    cr_assert_null(fontkit_face(kit, &face, diag), "the second time must not differ");
}

Test(fontkit, what_is_no_font_is_reported) {
    struct sample *sample = sample_open();
    expect_refusal(sample, "/nowhere/font.otf", "open");
    expect_refusal(sample, "/tmp", "open");
    expect_refusal(sample, "Makefile", "table directory");
    sample_close(sample);
}

Test(fontkit, a_face_beyond_the_collection_is_reported) {
    struct sample *sample = sample_open();
    struct fontkit *kit = fontkit_open(sample->arena);
    struct face face = sample->faces[SONG];
    face.index = 99;
    cr_assert_null(fontkit_face(kit, &face, sample->diag));
    cr_assert_eq(diag_n(sample->diag), 1);
    sample_close(sample);
}

Test(fontkit, licences_against_embedding_are_kept) {
    struct sample *sample = sample_open();
    static const char forbidding[][2] = {{0, 2}, {1, 0}, {2, 0}, {1, 8}};
    for (size_t i = 0; i < sizeof forbidding / sizeof *forbidding; i++) {
        const char *path = changed_font(sample, FANG_SONG, "OS/2", 8, forbidding[i], 2, SIZE_MAX);
        expect_refusal(sample, path, "fsType");
        remove(path);
    }
    static const char allowing[][2] = {{0, 0}, {0, 4}, {0, 8}};
    for (size_t i = 0; i < sizeof allowing / sizeof *allowing; i++) {
        const char *path = changed_font(sample, FANG_SONG, "OS/2", 8, allowing[i], 2, SIZE_MAX);
        struct fontkit *kit = fontkit_open(sample->arena);
        struct face face = {STR("song"), path, 0};
        cr_assert_not_null(fontkit_face(kit, &face, sample->diag));
        remove(path);
    }
    sample_close(sample);
}

Test(fontkit, truncated_files_are_reported) {
    struct sample *sample = sample_open();
    static const size_t sizes[] = {3, 11, 200, 5000, 1000000};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        const char *path = changed_font(sample, FANG_SONG, "head", 0, "", 0, sizes[i]);
        expect_refusal(sample, path, "");
        remove(path);
        path = changed_font(sample, WEN_KAI, "head", 0, "", 0, sizes[i]);
        expect_refusal(sample, path, "");
        remove(path);
    }
    sample_close(sample);
}

Test(fontkit, glyphs_that_are_not_there_are_refused) {
    struct sample *sample = sample_open();
    struct fontkit *kit = fontkit_open(sample->arena);
    fontkit_begin(kit);
    for (enum sample_face which = SONG; which < N_SAMPLE_FACES; which++) {
        struct kit_face *face = fontkit_face(kit, &sample->faces[which], sample->diag);
        cr_assert_not_null(fontkit_use(face, 1));
        cr_assert_null(fontkit_use(face, 65535));
        cr_assert_null(fontkit_use(face, 65536));
        cr_assert_null(fontkit_use(face, UINT32_MAX));
    }
    sample_close(sample);
}

/* The stream of the subset of `n` glyphs from `first` on. */
static struct str subset_of(struct sample *sample, struct fontkit *kit, enum sample_face which,
                            uint32_t first, uint32_t n, bool backwards) {
    fontkit_begin(kit);
    struct kit_face *face = fontkit_face(kit, &sample->faces[which], sample->diag);
    for (uint32_t i = 0; i < n; i++) {
        cr_assert_not_null(fontkit_use(face, first + (backwards ? n - 1 - i : i)));
    }
    struct kit_subset subset;
    cr_assert(fontkit_subset(face, sample->arena, &subset));
    cr_assert_eq(subset.n_glyphs, n + 1);
    char *stream = ARENA_ARRAY(sample->arena, char, subset.packed_size);
    fontkit_write(&subset, stream);
    return str_concat(sample->arena, str_from_c(subset.name),
                      (struct str){stream, subset.packed_size});
}

Test(fontkit, subsets_do_not_depend_on_what_came_before) {
    struct sample *sample = sample_open();
    struct fontkit *kit = fontkit_open(sample->arena);
    struct fontkit *fresh = fontkit_open(sample->arena);
    for (enum sample_face which = SONG; which < N_SAMPLE_FACES; which++) {
        struct str first = subset_of(sample, kit, which, 500, 30, false);
        struct str other = subset_of(sample, kit, which, 510, 30, false);
        struct str again = subset_of(sample, kit, which, 500, 30, true);
        struct str alone = subset_of(sample, fresh, which, 500, 30, false);
        cr_assert(str_equal(first, again));
        cr_assert(str_equal(first, alone));
        cr_assert_not(str_equal(first, other));
        cr_assert_not(str_equal(str_slice(first, 0, 6), str_slice(other, 0, 6)),
                      "the tag must tell subsets apart");
    }
    sample_close(sample);
}

/* A page with the glyphs of a face from `first` on, `n` of them, as one run. */
static struct page *stock_of(struct sample *sample, enum sample_face which, uint32_t first,
                             uint32_t n) {
    struct page *page = ARENA_NEW(sample->arena, struct page);
    struct item *item = sample_item(sample, page, ITEM_RUN);
    struct glyph *glyphs = ARENA_ARRAY(sample->arena, struct glyph, n);
    for (uint32_t i = 0; i < n; i++) {
        glyphs[i].id = first + n - 1 - i;
    }
    item->run = (struct run){.face = which, .glyphs = glyphs, .n_glyphs = n};
    return page;
}

/* The subset of glyphs 700 to 709 beside a stock. */
static struct str stocked_subset(struct sample *sample, struct fontkit *kit, enum sample_face which,
                                 const struct page **stock, size_t n_stock) {
    struct document document = sample->document;
    document.stock = stock;
    document.n_stock = n_stock;
    fontkit_begin(kit);
    fontkit_use_stock(kit, &document);
    struct kit_face *face = fontkit_face(kit, &sample->faces[which], sample->diag);
    for (uint32_t id = 700; id < 710; id++) {
        cr_assert_not_null(fontkit_use(face, id));
    }
    struct kit_subset subset;
    cr_assert(fontkit_subset(face, sample->arena, &subset));
    char *stream = ARENA_ARRAY(sample->arena, char, subset.packed_size);
    fontkit_write(&subset, stream);
    return (struct str){stream, subset.packed_size};
}

Test(fontkit, a_stock_is_in_every_subset_and_saves_bytes) {
    struct sample *sample = sample_open();
    struct fontkit *kit = fontkit_open(sample->arena);
    for (enum sample_face which = SONG; which < N_SAMPLE_FACES; which++) {
        const struct page *pages[2] = {stock_of(sample, which, 500, 205),
                                       stock_of(sample, which, 300, 10)};
        struct str both = stocked_subset(sample, kit, which, pages, 2);
        struct str one = stocked_subset(sample, kit, which, pages, 1);
        struct str again = stocked_subset(sample, kit, which, pages, 2);
        struct str fresh = stocked_subset(sample, fontkit_open(sample->arena), which, pages, 2);
        cr_assert(str_equal(both, again));
        cr_assert(str_equal(both, fresh), "what came before must not show");
        struct kit_face *face = fontkit_face(kit, &sample->faces[which], sample->diag);
        fontkit_begin(kit);
        for (uint32_t id = 500; id < 710; id++) {
            cr_assert_not_null(fontkit_use(face, id));
        }
        struct kit_subset plain;
        cr_assert(fontkit_subset(face, sample->arena, &plain));
        cr_assert_eq(plain.n_glyphs, 211, "glyphs of a stock are the document's alone");
        if (plain.is_cff) {
            cr_assert_lt(one.len, both.len);
            cr_assert_lt(one.len, plain.packed_size);
        }
    }
    sample_close(sample);
}

Test(fontkit, more_stocks_than_are_kept_change_nothing) {
    struct sample *sample = sample_open();
    struct fontkit *kit = fontkit_open(sample->arena);
    const struct page *first = stock_of(sample, SONG, 500, 20);
    struct str before = stocked_subset(sample, kit, SONG, &first, 1);
    for (uint32_t i = 0; i < 40; i++) {
        const struct page *other = stock_of(sample, SONG, 100 + i, 20);
        stocked_subset(sample, kit, SONG, &other, 1);
    }
    cr_assert(str_equal(before, stocked_subset(sample, kit, SONG, &first, 1)));
    sample_close(sample);
}

/* A kit that keeps what it prepares in a file. */
static struct fontkit *keeping_kit(struct sample *sample, struct str path,
                                   const struct digests *digests) {
    struct fontkit *kit = fontkit_open(sample->arena);
    fontkit_keep(kit, cache_open(sample->arena, path), digests);
    return kit;
}

/* What an earlier run left changes no byte, also where later documents set glyphs by themselves
 * that only a stock had, and where it was damaged. */
Test(fontkit, what_was_kept_makes_the_same_subsets) {
    struct sample *sample = sample_open();
    struct arena *arena = sample->arena;
    char folder[] = "/tmp/dengbao-kept-XXXXXX";
    cr_assert_not_null(mkdtemp(folder));
    struct str path = str_format(arena, "%s/glyphs", folder);
    struct digests *digests = digests_open(arena, str_format(arena, "%s/digests", folder));
    cr_assert(digests_of(digests, str_from_c(sample->faces[SONG].path)).len);
    const struct page *stock = stock_of(sample, SONG, 690, 15);
    const struct page *none = stock_of(sample, SONG, 1, 1);
    struct fontkit *plain = fontkit_open(arena);
    struct str stocked = stocked_subset(sample, plain, SONG, &stock, 1);
    struct str alone = stocked_subset(sample, plain, SONG, &none, 1);
    struct str kept = {0};
    for (int run = 0; run < 4; run++) {
        struct fontkit *kit = keeping_kit(sample, path, digests);
        cr_assert(str_equal(stocked_subset(sample, kit, SONG, &stock, 1), stocked));
        cr_assert(str_equal(stocked_subset(sample, kit, SONG, &none, 1), alone));
        struct str left;
        cr_assert(file_read(arena, path, 1 << 20, NULL, sample->diag, &left));
        cr_assert(!kept.len || run == 3 || str_equal(kept, left), "nothing new was made");
        kept = left;
        if (run == 2) {
            char *changed = memcpy(ARENA_ARRAY(arena, char, left.len), left.data, left.len);
            changed[left.len - 1] ^= 1;
            cr_assert(file_write(path, (struct str){changed, left.len}, sample->diag));
        }
    }
    file_remove(path);
    rmdir(folder);
    sample_close(sample);
}

/* Of a font whose digest nobody knows nothing is kept. */
Test(fontkit, nothing_is_kept_of_a_font_that_nobody_hashed) {
    struct sample *sample = sample_open();
    char folder[] = "/tmp/dengbao-kept-XXXXXX";
    cr_assert_not_null(mkdtemp(folder));
    struct str path = str_format(sample->arena, "%s/glyphs", folder);
    struct digests *digests =
        digests_open(sample->arena, str_format(sample->arena, "%s/digests", folder));
    const struct page *stock = stock_of(sample, SONG, 690, 15);
    stocked_subset(sample, keeping_kit(sample, path, digests), SONG, &stock, 1);
    cr_assert_not(file_exists(path, NULL, sample->diag));
    rmdir(folder);
    sample_close(sample);
}

Test(fontkit, widths_are_thousandths_of_the_em) {
    struct sample *sample = sample_open();
    struct fontkit *kit = fontkit_open(sample->arena);
    fontkit_begin(kit);
    for (enum sample_face which = SONG; which < N_SAMPLE_FACES; which++) {
        struct kit_face *face = fontkit_face(kit, &sample->faces[which], sample->diag);
        cr_assert_eq(fontkit_use(face, sample_glyph(sample, which, 0x4E00))->advance, 1000);
    }
    struct kit_face *song = fontkit_face(kit, &sample->faces[SONG], sample->diag);
    uint32_t a = sample_glyph(sample, SONG, 'A');
    cr_assert_eq(fontkit_use(song, a)->advance, sample_advance(sample, SONG, a));
    struct kit_face *rare = fontkit_face(kit, &sample->faces[BABEL_STONE], sample->diag);
    a = sample_glyph(sample, BABEL_STONE, 'A');
    cr_assert_eq(fontkit_use(rare, a)->advance, sample_advance(sample, BABEL_STONE, a));
    cr_assert_eq(fontkit_use(fontkit_signs(kit), KIT_SIGN_BLANK)->advance, 1000);
    sample_close(sample);
}
