/* Line breaking, justification and the small spaces of Chinese setting. */
#include <string.h>

#include "reported.h"
#include "setup.h"

/* Every mark that may not stand at an edge, close together. */
#define NASTY                                                                                                                           \
    "单位（含分支机构）：依据《信息系统安全等级保护定级指南》（GB/T 22240-2008），“系统”一词，" \
    "指「平台」、『应用』……以及——如有——附属设备；金额为12.5万元，占50%！是否？（是）。"   \
    "自2011年6月1日起，第3级；完毕。"

static bool contains(const char *marks, uint32_t c) {
    struct str text = str_from_c(marks);
    for (size_t at = 0; at < text.len;) {
        if (utf8_next(text, &at) == c) {
            return true;
        }
    }
    return false;
}

static uint32_t first_of(struct str text) {
    size_t at = 0;
    return utf8_next(text, &at);
}

static uint32_t last_of(struct str text) {
    uint32_t c = 0;
    for (size_t at = 0; at < text.len;) {
        c = utf8_next(text, &at);
    }
    return c;
}

/* Text without blanks and line marks. */
static struct str squeeze(const struct bench *bench, struct str text) {
    text = str_replace(bench->arena, text, STR(" "), STR(""));
    return str_replace(bench->arena, text, STR("|"), STR(""));
}

/* Checks the edges of all lines of a paragraph. */
static void check_edges(const struct bench *bench, const struct para *para, int32_t width) {
    for (size_t i = 0; i < para->n_lines; i++) {
        struct str text = bench_line_text(bench, &para->lines[i]);
        cr_assert(text.len > 0);
        if (i > 0) {
            cr_assert_not(contains("，。、；：？！）》」』】”’…—%", first_of(text)),
                          "width %d, line %zu: %" STR_FMT, width, i, STR_ARG(text));
        }
        if (i + 1 < para->n_lines) {
            cr_assert_not(contains("（《「『【“‘第", last_of(text)),
                          "width %d, line %zu: %" STR_FMT, width, i, STR_ARG(text));
        }
        cr_assert_leq(para->lines[i].width, width, "line %zu of width %d", i, width);
    }
}

Test(para, no_line_starts_or_ends_with_a_forbidden_mark_at_any_width) {
    static const char *const roles[] = {"fangsong", "song", "kai"};
    struct bench bench = bench_open();
    for (size_t r = 0; r < 3; r++) {
        struct para_style style = bench_style(&bench, roles[r]);
        style.alignment = ALIGN_JUSTIFY;
        for (int32_t width = 90 * PT; width < 600 * PT; width += 5 * PT + 77) {
            const struct para *para = bench_set(&bench, NASTY, &style, width);
            cr_assert_not(para->is_too_wide);
            check_edges(&bench, para, width);
            struct str text = squeeze(&bench, bench_text(&bench, para));
            cr_assert(str_equal(text, squeeze(&bench, str_from_c(NASTY))), "nothing is lost");
        }
    }
    arena_close(bench.arena);
}

Test(para, numbers_units_words_and_dashes_are_never_parted) {
    static const char *const whole[] = {"22240-2008", "2011年", "6月", "1日",  "12.5万元",
                                        "50%",        "……",     "——",  "第3级"};
    struct bench bench = bench_open();
    struct para_style style = bench_style(&bench, "fangsong");
    for (int32_t width = 90 * PT; width < 600 * PT; width += 5 * PT + 77) {
        struct str text = bench_text(&bench, bench_set(&bench, NASTY, &style, width));
        for (size_t i = 0; i < sizeof whole / sizeof *whole; i++) {
            cr_assert(str_contains(text, str_from_c(whole[i])), "%s at %d: %" STR_FMT, whole[i],
                      width, STR_ARG(text));
        }
    }
    arena_close(bench.arena);
}

/* Right edge of the last glyph of a line. */
static int32_t right_edge(const struct line *line) {
    const struct run *run = &line->items[line->n_items - 1].run;
    return run->x + run->width;
}

Test(para, justified_lines_fill_whole_ems_exactly_and_the_last_stays_left) {
    struct bench bench = bench_open();
    struct para_style style = bench_style(&bench, "fangsong");
    style.alignment = ALIGN_JUSTIFY;
    style.first_indent = 24 * PT;
    for (int32_t width = 100 * PT; width < 460 * PT; width += 3 * PT + 311) {
        const struct para *para = bench_set(&bench, NASTY NASTY, &style, width);
        int32_t measure = width - width % style.size;
        cr_assert_eq(para->lines[0].items[0].run.x, 24 * PT);
        for (size_t i = 0; i + 1 < para->n_lines; i++) {
            const struct line *line = &para->lines[i];
            if (line->items[line->n_items - 1].run.fill == RUN_RAGGED) {
                cr_assert_lt(right_edge(line), measure);
                continue;
            }
            cr_assert_eq(right_edge(line), measure, "line %zu at %d", i, width);
            cr_assert_eq(line->width, i == 0 ? measure - 24 * PT : measure);
        }
        const struct line *last = &para->lines[para->n_lines - 1];
        cr_assert_eq(last->items[0].run.x, 0);
    }
    const struct para *one = bench_set(&bench, "一行", &style, 400 * PT);
    cr_assert_eq(one->lines[0].width, 24 * PT);
    arena_close(bench.arena);
}

Test(para, stretch_is_even_to_one_unit) {
    struct bench bench = bench_open();
    struct para_style style = bench_style(&bench, "fangsong");
    style.alignment = ALIGN_SPREAD;
    const struct para *para = bench_set(&bench, "单位名称", &style, 100 * PT + 1);
    const struct run *run = &para->lines[0].items[0].run;
    cr_assert_eq(run->x, 0);
    cr_assert_eq(right_edge(&para->lines[0]), 100 * PT + 1);
    for (size_t i = 1; i < 4; i++) {
        int32_t step = run->glyphs[i].x - run->glyphs[i - 1].x;
        cr_assert(abs(step - (88 * PT + 1) / 3) <= 1, "%d", step);
    }
    const struct para *single = bench_set(&bench, "云", &style, 100 * PT);
    cr_assert_eq(single->lines[0].items[0].run.x, 44 * PT, "a lone character stands in the middle");
    arena_close(bench.arena);
}

Test(para, centred_and_right_lines) {
    struct bench bench = bench_open();
    struct para_style style = bench_style(&bench, "hei");
    style.alignment = ALIGN_CENTER;
    cr_assert_eq(bench_set(&bench, "表一", &style, 100 * PT)->lines[0].items[0].run.x, 38 * PT);
    style.alignment = ALIGN_RIGHT;
    cr_assert_eq(bench_set(&bench, "表一", &style, 100 * PT)->lines[0].items[0].run.x, 76 * PT);
    arena_close(bench.arena);
}

Test(para, a_quarter_em_stands_between_ideographs_and_letters_unless_a_space_does) {
    struct bench bench = bench_open();
    struct para_style style = bench_style(&bench, "fangsong");
    int32_t digit = bench_set(&bench, "5", &style, 400 * PT)->lines[0].width;
    int32_t space = bench_set(&bench, "医 院", &style, 400 * PT)->lines[0].width - 24 * PT;
    cr_assert_eq(bench_set(&bench, "共5个", &style, 400 * PT)->lines[0].width,
                 digit + 24 * PT + 6 * PT);
    cr_assert_eq(bench_set(&bench, "共 5 个", &style, 400 * PT)->lines[0].width,
                 digit + 24 * PT + 2 * space);
    cr_assert_eq(bench_set(&bench, "（5）", &style, 400 * PT)->lines[0].width, digit + 24 * PT);
    arena_close(bench.arena);
}

Test(para, adjacent_full_width_marks_give_up_half_an_em) {
    struct bench bench = bench_open();
    struct para_style style = bench_style(&bench, "song");
    static const char *const pairs[] = {"）。", "》，", "》《", "（《", "”，", "：“"};
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        int32_t width = bench_set(&bench, pairs[i], &style, 400 * PT)->lines[0].width;
        cr_assert(width >= 18 * PT && width <= 19 * PT, "%s: %d", pairs[i], width / PT);
    }
    cr_assert_eq(bench_set(&bench, "，医", &style, 400 * PT)->lines[0].width, 24 * PT);
    arena_close(bench.arena);
}

Test(para, words_in_a_blank_break_as_words_do_and_its_number_stays_with_its_unit) {
    struct bench bench = bench_open();
    struct para_style style = bench_style(&bench, "song");
    struct span spans[] = {{.text = STR("某街道一号（原老院区）A座三层东"),
                            .role = UINT32_MAX,
                            .blank_width = 20 * PT},
                           {.text = STR("个"), .role = UINT32_MAX}};
    const struct para *para =
        para_set(bench.typesetter, bench.arena, spans, 2, &style, 12 * 12 * PT, bench.diag);
    CHECK_TEXT(&bench, para, "某街道一号（原老院区）A|座三层东个");
    spans[0].text = STR("某街道一号原老院第12");
    para = para_set(bench.typesetter, bench.arena, spans, 2, &style, 11 * 12 * PT, bench.diag);
    CHECK_TEXT(&bench, para, "某街道一号原老院|第12个");
    arena_close(bench.arena);
}

Test(para, the_last_line_is_no_single_character_where_two_stay_before_it) {
    struct bench bench = bench_open();
    struct para_style style = bench_style(&bench, "song");
    CHECK_TEXT(&bench, bench_set(&bench, "报送公安日期", &style, 5 * 12 * PT), "报送公安|日期");
    CHECK_TEXT(&bench, bench_set(&bench, "报送公安日期）。", &style, 5 * 12 * PT),
               "报送公安|日期）。");
    CHECK_TEXT(&bench, bench_set(&bench, "优先级", &style, 2 * 12 * PT), "优先|级");
    CHECK_TEXT(&bench, bench_set(&bench, "报送第12期", &style, 4 * 12 * PT), "报送|第12期");
    arena_close(bench.arena);
}

Test(para, squeezed_marks_are_one_cluster_for_readers_of_the_text) {
    struct bench bench = bench_open();
    struct para_style style = bench_style(&bench, "song");
    const struct run *run =
        &bench_set(&bench, "《法》（办）", &style, 400 * PT)->lines[0].items[0].run;
    cr_assert_eq(run->n_glyphs, 6);
    cr_assert_eq(run->glyphs[2].text_len, 6);
    cr_assert_eq(run->glyphs[3].text_len, 0);
    cr_assert_eq(run->glyphs[4].text_len, 3);
    arena_close(bench.arena);
}

Test(para, a_mark_at_a_line_end_is_halved_rather_than_its_word_moved) {
    struct bench bench = bench_open();
    struct para_style style = bench_style(&bench, "song");
    const struct para *para = bench_set(&bench, "一二三四，五六", &style, 55 * PT);
    CHECK_TEXT(&bench, para, "一二三四，|五六");
    cr_assert_eq(para->lines[0].width, 55 * PT);
    arena_close(bench.arena);
}

Test(para, an_opening_mark_loses_its_blank_at_a_line_start) {
    struct bench bench = bench_open();
    struct para_style style = bench_style(&bench, "song");
    const struct para *para = bench_set(&bench, "一二三四《五六》七", &style, 50 * PT);
    CHECK_TEXT(&bench, para, "一二三四|《五六》|七");
    cr_assert_eq(para->lines[1].items[0].run.x, 0);
    cr_assert(para->lines[1].items[0].run.glyphs[0].x < -5 * PT, "drawn half an em to the left");
    cr_assert(para->lines[1].items[0].run.glyphs[1].x < 7 * PT);
    arena_close(bench.arena);
}

Test(para, forced_breaks_and_an_empty_text) {
    struct bench bench = bench_open();
    struct para_style style = bench_style(&bench, "song");
    CHECK_TEXT(&bench, bench_set(&bench, "一\n二\r\n三\r四\n\n五", &style, 90 * PT),
               "一|二|三|四||五");
    const struct para *para = bench_set(&bench, "", &style, 90 * PT);
    cr_assert_eq(para->n_lines, 1);
    cr_assert_eq(para->height, style.leading);
    cr_assert_eq(bench_set(&bench, "，\n）", &style, 90 * PT)->lines[1].items[0].run.starts_line,
                 false, "the writer's break is not ours to answer for");
    arena_close(bench.arena);
}

Test(para, blanks_hang_at_line_ends_and_words_stay_whole) {
    struct bench bench = bench_open();
    struct para_style style = bench_style(&bench, "song");
    const struct para *para = bench_set(&bench, "information   security ，level", &style, 80 * PT);
    CHECK_TEXT(&bench, para, "information|security ，|level");
    cr_assert_not(para->is_too_wide);
    arena_close(bench.arena);
}

Test(para, a_row_of_marks_wider_than_the_line_is_broken_by_force_and_said) {
    struct bench bench = bench_open();
    struct para_style style = bench_style(&bench, "song");
    const struct para *para = bench_set(&bench, "，，，，，，，，，，，，", &style, 40 * PT);
    cr_assert(para->is_too_wide && para->n_lines > 1);
    for (size_t i = 1; i < para->n_lines; i++) {
        cr_assert_not(para->lines[i].items[0].run.starts_line, "it was not layout's choice");
    }
    arena_close(bench.arena);
}

Test(para, options_stay_on_one_line_if_they_can) {
    struct bench bench = bench_open();
    struct para_style style = bench_style(&bench, "song");
    struct span spans[] = {
        {.text = STR("1中央 "), .role = UINT32_MAX, .tick = TICK_OPEN, .starts_option = true},
        {.text = STR("2省（自治区、直辖市） "),
         .role = UINT32_MAX,
         .tick = TICK_DONE,
         .starts_option = true},
        {.text = STR("9其他"), .role = UINT32_MAX, .tick = TICK_OPEN, .starts_option = true},
        {.text = STR(""), .role = UINT32_MAX, .blank_width = 40 * PT},
    };
    const struct para *para =
        para_set(bench.typesetter, bench.arena, spans, 4, &style, 170 * PT, bench.diag);
    CHECK_TEXT(&bench, para, "□1中央|√2省（自治区、直辖市）|□9其他");
    para = para_set(bench.typesetter, bench.arena, spans, 4, &style, 90 * PT, bench.diag);
    CHECK_TEXT(&bench, para, "□1中央 √2省|（自治区、直辖市）|□9其他");
    cr_assert_not(para->is_too_wide, "an option too long for a line breaks like any text");
    arena_close(bench.arena);
}

Test(para, words_behind_options_go_to_the_next_line_together) {
    struct bench bench = bench_open();
    struct para_style style = bench_style(&bench, "song");
    struct span spans[] = {
        {.text = STR("有"), .role = UINT32_MAX, .tick = TICK_DONE, .starts_option = true},
        {.text = STR("　"), .role = UINT32_MAX},
        {.text = STR("无"), .role = UINT32_MAX, .tick = TICK_OPEN, .starts_option = true},
        {.text = STR("　附件名称"), .role = UINT32_MAX, .starts_option = true},
        {.text = STR("安全制度汇编"), .role = UINT32_MAX, .blank_width = 40 * PT},
    };
    const struct para *para =
        para_set(bench.typesetter, bench.arena, spans, 5, &style, 14 * 12 * PT, bench.diag);
    CHECK_TEXT(&bench, para, "√有　□无|附件名称安全制度汇编");
    arena_close(bench.arena);
}

Test(para, a_tick_box_keeps_its_distance_from_its_words) {
    struct bench bench = bench_open();
    struct para_style style = bench_style(&bench, "song");
    struct span span = {.text = STR("1"), .role = UINT32_MAX, .tick = TICK_OPEN};
    const struct line *line =
        para_set(bench.typesetter, bench.arena, &span, 1, &style, 100 * PT, bench.diag)->lines;
    cr_assert_eq(line->n_items, 2);
    cr_assert_eq(line->items[1].kind, ITEM_RUN);
    cr_assert_gt(line->items[1].run.x, style.size, "the box has a full em of its own");
    span.text = STR("");
    line = para_set(bench.typesetter, bench.arena, &span, 1, &style, 100 * PT, bench.diag)->lines;
    cr_assert_eq(line->width, style.size, "a box alone is not wider for it");
    arena_close(bench.arena);
}

/* The rule of a line, or NULL. */
static const struct rule *rule_of(const struct line *line) {
    for (size_t i = 0; i < line->n_items; i++) {
        if (line->items[i].kind == ITEM_RULE) {
            return &line->items[i].rule;
        }
    }
    return NULL;
}

Test(para, a_blank_is_ruled_over_its_width_with_its_text_in_the_middle) {
    struct bench bench = bench_open();
    struct para_style style = bench_style(&bench, "song");
    struct span spans[] = {{.text = STR("共"), .role = UINT32_MAX},
                           {.text = STR("云"), .role = UINT32_MAX, .blank_width = 60 * PT},
                           {.text = STR("个"), .role = UINT32_MAX}};
    const struct para *para =
        para_set(bench.typesetter, bench.arena, spans, 3, &style, 200 * PT, bench.diag);
    const struct rule *rule = rule_of(&para->lines[0]);
    cr_assert(rule && rule->x1 == 12 * PT && rule->x2 == 72 * PT && rule->y1 == rule->y2);
    cr_assert(rule->y1 > para->lines[0].baseline && rule->y1 < para->height);
    CHECK_TEXT(&bench, para, "共云个");
    spans[1].text = STR("很长很长很长的填空内容超过一行");
    para = para_set(bench.typesetter, bench.arena, spans, 3, &style, 100 * PT, bench.diag);
    cr_assert_eq(para->n_lines, 3);
    for (size_t i = 0; i < 3; i++) {
        cr_assert(rule_of(&para->lines[i]), "each line of a long blank is ruled");
    }
    spans[1].text = STR("");
    spans[1].blank_width = 900 * PT;
    para = para_set(bench.typesetter, bench.arena, spans, 3, &style, 100 * PT, bench.diag);
    cr_assert(para->is_too_wide && para->natural_width <= 100 * PT);
    arena_close(bench.arena);
}

Test(para, twenty_eight_characters_of_size_three_stand_on_a_line_of_156_mm) {
    struct bench bench = bench_open();
    struct para_style style = bench_style(&bench, "fangsong");
    int32_t width;
    cr_assert(length_parse(STR("156mm"), 0, &width));
    style.size = 16 * PT;
    style.alignment = ALIGN_JUSTIFY;
    style.tracking = (width - style.size) / 27 - style.size;
    char text[28 * 3 * 2 + 1] = "";
    for (int i = 0; i < 56; i++) {
        strcat(text, "安");
    }
    const struct para *para = bench_set(&bench, text, &style, width);
    cr_assert_eq(para->n_lines, 2);
    cr_assert_eq(para->lines[0].items[0].run.n_glyphs, 28);
    cr_assert_eq(right_edge(&para->lines[0]), width);
    arena_close(bench.arena);
}

Test(para, hostile_lengths_are_cut_and_said) {
    struct bench bench = bench_open();
    struct para_style style = bench_style(&bench, "fangsong");
    size_t size = 300000;
    char *text = arena_alloc(bench.arena, size, 1);
    memset(text, '\n', size);
    struct span span = {.text = {text, size}, .role = UINT32_MAX, .header = STR("备注")};
    const struct para *para =
        para_set(bench.typesetter, bench.arena, &span, 1, &style, 100 * PT, bench.diag);
    cr_assert(para->height > 0);
    cr_assert_eq(diag_n(bench.diag), 1);
    cr_assert_eq(reported(bench.diag, 0)->id, DIAG_TEXT_OVERFLOW);
    arena_close(bench.arena);
}
