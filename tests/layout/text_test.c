/* Fonts: the right face for a rare character, exact measures, and what is missing is said. */
#include <math.h>

#include <unistd.h>

#include "layout/text/fonts.h"
#include "reported.h"
#include "setup.h"

/* Name of the face that a single character is set in. */
static struct str face_of(const struct bench *bench, const char *role, const char *character) {
    struct para_style style = bench_style(bench, role);
    const struct para *para = bench_set(bench, character, &style, 100 * PT);
    cr_assert_eq(para->n_lines, 1);
    cr_assert_eq(para->lines[0].n_items, 1);
    const struct run *run = &para->lines[0].items[0].run;
    cr_assert(run->n_glyphs == 1 && run->glyphs[0].id != 0);
    return document_open(bench->arena, bench->typesetter)->faces[run->face].name;
}

Test(text, each_role_sets_common_characters_in_its_first_face) {
    static const char *const roles[] = {"song", "xiaobiaosong", "hei", "kai", "fangsong", "mono"};
    struct bench bench = bench_open();
    for (size_t i = 0; i < sizeof roles / sizeof *roles; i++) {
        struct str name = face_of(&bench, roles[i], "医");
        cr_assert(str_is(name, roles[i]), "%s: %" STR_FMT, roles[i], STR_ARG(name));
    }
    arena_close(bench.arena);
}

Test(text, rare_characters_come_from_the_first_face_of_the_chain_that_has_them) {
    static const char *const rare[] = {"㛃", "䶮", "𠅤", "𬭎"};
    struct bench bench = bench_open();
    for (size_t i = 0; i < 4; i++) {
        /* FandolFang has none of them; the next face is Noto's, set lower than that of 楷体 is. */
        cr_assert(str_is(face_of(&bench, "fangsong", rare[i]), "fangsong+1"), "%s", rare[i]);
        cr_assert(str_is(face_of(&bench, "xiaobiaosong", rare[i]), "xiaobiaosong"), "%s", rare[i]);
    }
    /* Beyond the serif face: Extensions B and H from BabelStone Han, the second of 宋体. */
    cr_assert(str_is(face_of(&bench, "song", "\U0002A6D6"), "song+1"));
    cr_assert(str_is(face_of(&bench, "song", "\U00031350"), "song+1"));
    arena_close(bench.arena);
}

Test(text, ideographs_are_exactly_one_em_wide_at_any_size) {
    static const int32_t sizes[] = {10 * PT + PT / 2, 12 * PT, 16 * PT, 22 * PT, 7777};
    struct bench bench = bench_open();
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        struct para_style style = bench_style(&bench, "fangsong");
        style.size = sizes[i];
        const struct para *para = bench_set(&bench, "备案表格", &style, 1000 * PT);
        cr_assert_eq(para->lines[0].width, 4 * sizes[i]);
        cr_assert_eq(para->lines[0].items[0].run.glyphs[3].x, 3 * sizes[i]);
    }
    arena_close(bench.arena);
}

Test(text, a_run_keeps_its_source_text_and_clusters_cover_it) {
    struct bench bench = bench_open();
    struct para_style style = bench_style(&bench, "song");
    const char *text = "日本e\u0301 office 2007年㛃";
    const struct para *para = bench_set(&bench, text, &style, 1000 * PT);
    CHECK_TEXT(&bench, para, text);
    for (size_t i = 0; i < para->lines[0].n_items; i++) {
        const struct run *run = &para->lines[0].items[i].run;
        size_t covered = 0;
        for (size_t g = 0; g < run->n_glyphs; g++) {
            covered += run->glyphs[g].text_len;
        }
        cr_assert_eq(covered, run->text.len);
        cr_assert(run->glyphs[0].text_len > 0);
    }
    arena_close(bench.arena);
}

/* A cell of nothing else is one report: the first few characters, the count, never the cell. */
Test(text, ten_thousand_missing_glyphs_of_a_cell_are_one_report) {
    struct bench bench = bench_open();
    struct para_style style = bench_style(&bench, "mono");
    struct buf text = {.arena = bench.arena};
    for (uint32_t i = 0; i < 10000; i++) {
        buf_add_code_point(&text, 0xF0000 + i);
        buf_add_c(&text, i % 100 == 99 ? "\n" : "");
    }
    struct span span = {.text = buf_str(&text), .origin = {NULL, 2, 3, 0}, .role = UINT32_MAX};
    para_set(bench.typesetter, bench.arena, &span, 1, &style, 200 * PT, bench.diag);
    const struct diag_item *item = reported(bench.diag, 0);
    cr_assert_eq(item->n, 10000);
    cr_assert_leq(item->value.len, DIAG_MOST_VALUE);
    cr_assert_lt(item->message.len, 300);
    cr_assert(str_contains(item->message, STR("U+F0000 U+F0001 U+F0002 U+F0003 U+F0004")));
    cr_assert_null(reported(bench.diag, 1));
    arena_close(bench.arena);
}

Test(text, a_missing_glyph_is_reported_at_its_cell_and_leaves_a_mark) {
    struct bench bench = bench_open();
    struct para_style style = bench_style(&bench, "mono");
    struct source source = {STR("a.xlsx"), STR("单位")};
    struct span span = {.text = STR("张\U0002A6D6三\U0002A6D6"),
                        .origin = {.source = &source, .row = 17, .column = 3},
                        .header = STR("联系人"),
                        .role = UINT32_MAX};
    const struct para *para =
        para_set(bench.typesetter, bench.arena, &span, 1, &style, 200 * PT, bench.diag);
    cr_assert(reported(bench.diag, 0)->n == 2 && !reported(bench.diag, 1), "once for a cell");
    const struct diag_item *item = reported(bench.diag, 0);
    cr_assert_eq(item->id, DIAG_GLYPH_MISSING);
    cr_assert_eq(item->origin.row, 17);
    cr_assert(str_is(item->header, "联系人"));
    cr_assert(str_contains(item->message, STR("U+2A6D6")));
    CHECK_TEXT(&bench, para, "张\U0002A6D6三\U0002A6D6");
    cr_assert_eq(para->lines[0].width, 4 * 12 * PT);
    cr_assert_neq(para->lines[0].items[0].run.glyphs[1].id, 0);
    arena_close(bench.arena);
}

/* Phones and WPS put U+FE0F behind digits and signs; no face of ours knows it there. */
Test(text, a_selector_the_face_does_not_know_chooses_nothing) {
    static const char *const texts[] = {"1\uFE0F", "a\uFE0F号",     "医 \uFE0F院",
                                        "①\uFE0F", "e\u0301\uFE0F", "系\U000E0101"};
    static const char *const roles[] = {"song", "hei", "fangsong", "kai", "mono"};
    struct bench bench = bench_open();
    for (size_t k = 0; k < sizeof roles / sizeof roles[0]; k++) {
        struct para_style style = bench_style(&bench, roles[k]);
        for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
            const struct para *para = bench_set(&bench, texts[i], &style, 200 * PT);
            CHECK_TEXT(&bench, para, texts[i]);
            cr_assert_eq(diag_n(bench.diag), 0, "%s in %s", texts[i], roles[k]);
        }
    }
    arena_close(bench.arena);
}

/* Whatever is behind whatever: no crash, no empty glyph, and every byte belongs to a glyph. */
Test(text, any_character_behind_any_other_gets_a_glyph) {
    static const char *const before[] = {"", "a", "系", "\u05D0", "\u0915", "\uFE0F", "e\u0301"};
    struct bench bench = bench_open();
    struct para_style style = bench_style(&bench, "song");
    struct arena *arena = arena_open(bench_out_of_memory);
    /* a stride that meets every block; marks and selectors one by one */
    for (uint32_t c = ' '; c < 0xE0200; c += (c < 0x3100 || c > 0xFE00) && c < 0x10000 ? 1 : 61) {
        for (size_t k = 0; k < sizeof before / sizeof before[0]; k++) {
            char bytes[4];
            struct str letter = {bytes, utf8_encode(c, bytes)};
            struct span span = {.text = str_concat(arena, str_from_c(before[k]), letter),
                                .role = UINT32_MAX};
            const struct para *para =
                para_set(bench.typesetter, arena, &span, 1, &style, 200 * PT, NULL);
            const struct line *line = para->n_lines ? &para->lines[0] : NULL;
            for (size_t i = 0; line && i < line->n_items; i++) {
                const struct run *run = &line->items[i].run;
                size_t covered = 0;
                for (size_t g = 0; line->items[i].kind == ITEM_RUN && g < run->n_glyphs; g++) {
                    cr_assert_neq(run->glyphs[g].id, 0, "U+%04X behind \"%s\"", c, before[k]);
                    covered += run->glyphs[g].text_len;
                }
                cr_assert(line->items[i].kind != ITEM_RUN || covered == run->text.len);
            }
        }
        arena_reset(arena);
    }
    arena_close(arena);
    arena_close(bench.arena);
}

Test(text, trials_report_nothing) {
    struct bench bench = bench_open();
    struct para_style style = bench_style(&bench, "mono");
    struct span span = {.text = STR("\U0002A6D6"), .role = UINT32_MAX};
    cr_assert(para_set(bench.typesetter, bench.arena, &span, 1, &style, 200 * PT, NULL));
    cr_assert_eq(diag_n(bench.diag), 0);
    arena_close(bench.arena);
}

Test(text, zero_width_marks_and_controls_are_not_set) {
    struct bench bench = bench_open();
    struct para_style style = bench_style(&bench, "fangsong");
    const struct para *para = bench_set(&bench, "\uFEFF医\u200B院\u202E\x01\t表", &style, 200 * PT);
    CHECK_TEXT(&bench, para, "医院 表");
    cr_assert_eq(diag_n(bench.diag), 0);
    arena_close(bench.arena);
}

Test(text, bytes_that_are_no_utf8_are_reported_not_hidden) {
    struct bench bench = bench_open();
    struct para_style style = bench_style(&bench, "fangsong");
    const struct para *para = bench_set(&bench, "医\xFF院", &style, 200 * PT);
    CHECK_TEXT(&bench, para, "医\uFFFD院");
    arena_close(bench.arena);
}

Test(text, many_different_words_do_not_change_what_is_set) {
    struct bench bench = bench_open();
    struct para_style style = bench_style(&bench, "song");
    int32_t before = bench_set(&bench, "Information", &style, 200 * PT)->lines[0].width;
    for (int i = 0; i < 20000; i++) {
        struct arena_mark mark = arena_mark(bench.arena);
        struct str word = str_format(bench.arena, "w%c%c%c%c", 'a' + i % 26, 'a' + i / 26 % 26,
                                     'a' + i / 676 % 26, 'a' + i / 17576);
        bench_set(&bench, str_to_c(bench.arena, word), &style, 200 * PT);
        arena_rewind(bench.arena, mark);
    }
    cr_assert_eq(bench_set(&bench, "Information", &style, 200 * PT)->lines[0].width, before);
    arena_close(bench.arena);
}

/* ---- faces that stand in for others ------------------------------------------------------------
 */

/* An outline being measured: twice its area and its length. */
struct outline {
    double area, length;
    float x, y;
};

static void go(struct outline *outline, float x, float y) {
    outline->area += (double)outline->x * y - (double)x * outline->y;
    outline->length += hypot((double)x - outline->x, (double)y - outline->y);
    outline->x = x;
    outline->y = y;
}

static void move_to(hb_draw_funcs_t *funcs, void *outline, hb_draw_state_t *state, float x, float y,
                    void *data) {
    (void)funcs, (void)state, (void)data;
    ((struct outline *)outline)->x = x;
    ((struct outline *)outline)->y = y;
}

static void line_to(hb_draw_funcs_t *funcs, void *outline, hb_draw_state_t *state, float x, float y,
                    void *data) {
    (void)funcs, (void)state, (void)data;
    go(outline, x, y);
}

/* How thick the strokes of a face are and how high the middle of its ideographs stands, in
 * thousandths of the size. A stroke's area is its width times half its outline. */
static void measure_face(const struct font *font, double *weight, double *middle) {
    static const uint32_t written[] = {0x5341, 0x5DE5, 0x738B, 0x4E2D, 0x7530, 0x672C};
    hb_draw_funcs_t *funcs = hb_draw_funcs_create();
    hb_draw_funcs_set_move_to_func(funcs, move_to, NULL, NULL);
    hb_draw_funcs_set_line_to_func(funcs, line_to, NULL, NULL);
    int x_scale, y_scale;
    hb_font_get_scale(font->harfbuzz, &x_scale, &y_scale);
    struct outline outline = {0};
    for (size_t i = 0; i < sizeof written / sizeof written[0]; i++) {
        hb_codepoint_t glyph;
        cr_assert(hb_font_get_nominal_glyph(font->harfbuzz, written[i], &glyph));
        hb_font_get_glyph_shape(font->harfbuzz, glyph, funcs, &outline);
    }
    hb_draw_funcs_destroy(funcs);
    *weight = fabs(outline.area) / outline.length * 1000 / y_scale;
    double sum = 0;
    size_t n = 0;
    for (hb_codepoint_t c = 0x4E00; c < 0x9FA5; c += 13) {
        hb_codepoint_t glyph;
        hb_glyph_extents_t box;
        if (hb_font_get_nominal_glyph(font->harfbuzz, c, &glyph) &&
            hb_font_get_glyph_extents(font->harfbuzz, glyph, &box)) {
            sum += box.y_bearing + box.height / 2.0 - font->lower;
            n++;
        }
    }
    *middle = sum / (double)n * 1000 / y_scale;
}

/* Every face of 仿宋 and 楷体 has strokes as thick as the first within a tenth, where it is not the
 * last resort for characters beyond Unicode's older blocks, and stands at its height within half a
 * thousandth of the size: a hundredth of a millimetre in the largest type. */
Test(text, faces_that_stand_in_match_in_weight_and_height) {
    struct bench bench = bench_open();
    static const char *const names[] = {"fangsong", "kai"};
    for (size_t i = 0; i < 2; i++) {
        uint32_t at;
        cr_assert(typesetter_role(bench.typesetter, str_from_c(names[i]), &at));
        const struct role *role = &bench.typesetter->roles[at];
        double weight, middle, own_weight, own_middle;
        measure_face(&bench.typesetter->fonts[role->chain[0]], &own_weight, &own_middle);
        for (size_t k = 1; k < role->n_chain; k++) {
            measure_face(&bench.typesetter->fonts[role->chain[k]], &weight, &middle);
            cr_assert(fabs(middle - own_middle) < 0.6, "%s+%zu: %.1f, not %.1f", names[i], k,
                      middle, own_middle);
            cr_assert(k > 1 || fabs(weight / own_weight - 1) <= 0.1, "%s+%zu: %.1f, not %.1f",
                      names[i], k, weight, own_weight);
        }
    }
    arena_close(bench.arena);
}

/* Opens a typesetter on a folder with the given roles.yaml. */
static struct diag *open_roles(struct arena *arena, const char *roles, bool *is_open) {
    char folder[] = "/tmp/dengbao-roles-XXXXXX";
    cr_assert(mkdtemp(folder));
    struct diag *diag = diag_open(arena);
    struct str path = str_format(arena, "%s/roles.yaml", folder);
    struct str files = str_format(arena, "%s/files/text.ttf", folder);
    cr_assert(file_write(path, str_from_c(roles), diag));
    cr_assert(file_write(files, STR("this is no font"), diag));
    *is_open = typesetter_open(arena, shelf_open(arena, str_from_c(folder), STR("fonts")), diag);
    file_remove(path);
    file_remove(files);
    file_prune(str_format(arena, "%s/files", folder), str_from_c("/tmp"));
    return diag;
}

Test(text, a_font_that_is_missing_or_no_font_is_named) {
    struct arena *arena = arena_open(bench_out_of_memory);
    bool is_open;
    struct diag *diag = open_roles(arena,
                                   "roles:\n  song:\n    ascent: 0.88\n    descent: 0.12\n"
                                   "    chain:\n      - {file: absent.ttf, index: 0}\n"
                                   "      - {file: text.ttf, index: 0}\n",
                                   &is_open);
    cr_assert_not(is_open);
    cr_assert_eq(diag_n(diag), 2);
    cr_assert_eq(reported(diag, 0)->id, DIAG_FONT_MISSING);
    cr_assert_eq(reported(diag, 0)->origin.row, 6);
    cr_assert_eq(reported(diag, 1)->id, DIAG_FONT_UNUSABLE);
    diag = open_roles(arena, "roles:\n  song: {ascent: x, chain: []}\n", &is_open);
    cr_assert_not(is_open);
    cr_assert_eq(reported(diag, 0)->id, DIAG_YAML_VALUE);
    arena_close(arena);
}

/* A table of one face: its directory entry, and its bytes behind. `sum` is what the entry says. */
static struct str make_font(struct arena *arena, const char *tag, uint32_t sum) {
    struct buf buf = {.arena = arena};
    const uint32_t head[] = {0x00010000, 1U << 16, 0};
    for (size_t i = 0; i < 12; i++) {
        buf_add_byte(&buf, (unsigned char)(head[i / 4] >> (24 - i % 4 * 8)));
    }
    buf_add_c(&buf, tag);
    const uint32_t entry[] = {sum, 28, 13};
    for (size_t i = 0; i < 12; i++) {
        buf_add_byte(&buf, (unsigned char)(entry[i / 4] >> (24 - i % 4 * 8)));
    }
    buf_add(&buf, STR("\1\2\3\4\5\6\7\b\t\n\v\f\r"));
    return buf_str(&buf);
}

/* 01020304 + 05060708 + 090A0B0C + 0D000000; of `head` the third number is left out. */
Test(text, a_table_that_does_not_add_up_is_found) {
    struct arena *arena = arena_open(bench_out_of_memory);
    char tag[5] = "";
    struct str good = make_font(arena, "glyf", 0x1C121518);
    cr_assert_not(sums_find_wrong(good, 0, tag));
    cr_assert_not(sums_find_wrong(make_font(arena, "head", 0x13080A0C), 0, tag));
    cr_assert(sums_find_wrong(make_font(arena, "head", 0x1C121518), 0, tag));
    for (size_t i = 0; i < good.len; i++) {
        struct str cut = str_slice(good, 0, i);
        bool is_found = sums_find_wrong(cut, 0, tag);
        cr_assert_eq(is_found, i >= 6, "cut at %zu", i);
        struct str other = str_copy(arena, good);
        ((char *)other.data)[i] ^= 16;
        is_found = sums_find_wrong(other, 0, tag);
        /* The kind of file and how many tables are for who opens it; the rest of the head and the
         * tag say nothing that adds up. */
        cr_assert_eq(is_found, i == 4 || i == 5 || i >= 16, "byte %zu", i);
    }
    cr_assert_not(sums_find_wrong(STR("this is no font"), 0, tag));
    cr_assert_not(sums_find_wrong(STR("ttcf"), 3, tag));
    arena_close(arena);
}

/* 64 faces is what there is room for: the next is refused at its line, and nothing is written
 * behind the last. */
Test(text, more_faces_than_there_is_room_for) {
    enum { N_ROLES = 9, CHAIN = 8, ROOM = 64 };
    struct arena *arena = arena_open(bench_out_of_memory);
    struct buf roles = {.arena = arena}, path = {.arena = arena};
    buf_add_c(&roles, "roles:\n");
    buf_add_c(&path, "");
    for (int r = 0; r < N_ROLES; r++) {
        buf_format(&roles, "  r%d:\n    ascent: 0.9\n    descent: 0.1\n    chain:\n", r);
        for (int i = 0; i < CHAIN; i++, buf_add_c(&path, "./")) {
            buf_format(&roles, "      - {file: %" STR_FMT "FandolKai-Regular.otf}\n",
                       STR_ARG(buf_str(&path)));
        }
    }
    char folder[] = "/tmp/dengbao-roles-XXXXXX", here[4096];
    cr_assert(mkdtemp(folder) && getcwd(here, sizeof here));
    struct diag *diag = diag_open(arena);
    struct str file = str_format(arena, "%s/roles.yaml", folder);
    struct str link = str_format(arena, "%s/files", folder);
    cr_assert(file_write(file, buf_str(&roles), diag));
    cr_assert_eq(
        symlink(str_to_c(arena, str_format(arena, "%s/fonts/files", here)), str_to_c(arena, link)),
        0);
    cr_assert_null(
        typesetter_open(arena, shelf_open(arena, str_from_c(folder), STR("fonts")), diag));
    unlink(str_to_c(arena, link));
    file_remove(file);
    rmdir(folder);
    cr_assert_eq(diag_n(diag), N_ROLES * CHAIN - ROOM);
    cr_assert_eq(reported(diag, 0)->id, DIAG_FONT_UNUSABLE);
    cr_assert_eq(reported(diag, 0)->origin.row, 1 + N_ROLES * 12 - CHAIN + 1);
    arena_close(arena);
}
