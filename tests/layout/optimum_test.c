/* Paragraphs broken as a whole: how far lines are stretched, what is squeezed first, what stays
 * together, and where addresses break. */
#include <stdio.h>
#include <string.h>

#include "layout/text/shape.h"
#include "setup.h"

/* Chinese, numbers, words and marks as reports mix them. */
#define MIXED                                                                                                                        \
    "本系统于2008年12月上线，采用B/S结构，部署在机房一层的12台服务器上（其中Oracle数据库4台），" \
    "承担门诊、住院、药房、收费等业务；日均处理35.6万笔，峰值每分钟1200笔。依据GB/T "               \
    "22240-2008《信息安全技术 信息系统安全等级保护定级指南》，“业务信息”受到破坏时，"           \
    "会对社会秩序和公共利益造成严重损害，故定为第三级。系统中断30 "                                     \
    "分钟以上须报告；备份保存180天，异地距离35.6 km，详见表 2和图3。"

/* The paragraph's text in one style. */
static struct para_style justified(const struct bench *bench, const char *role) {
    struct para_style style = bench_style(bench, role);
    style.alignment = ALIGN_JUSTIFY;
    style.first_indent = 2 * style.size;
    return style;
}

/* The run whose text begins at a glyph holds an ideograph there. */
static uint32_t code_of(const struct run *run, size_t glyph) {
    size_t at = 0;
    for (size_t i = 0; i < glyph; i++) {
        at += run->glyphs[i].text_len;
    }
    return run->glyphs[glyph].text_len > 0 ? utf8_next(run->text, &at) : 0;
}

/* The widest space added between two ideographs of a line, and whether a mark was moved away from
 * the ideograph before it. */
static int32_t widest_gap(const struct line *line, bool *is_mark_away) {
    int32_t widest = 0;
    for (size_t i = 0; i < line->n_items; i++) {
        const struct run *run = &line->items[i].run;
        for (size_t k = 1; line->items[i].kind == ITEM_RUN && k < run->n_glyphs; k++) {
            int32_t gap = run->glyphs[k].x - run->glyphs[k - 1].x - run->glyphs[k - 1].advance;
            uint32_t a = code_of(run, k - 1), b = code_of(run, k);
            if (utf8_is_han(a) && utf8_is_han(b)) {
                widest = gap > widest ? gap : widest;
            } else if (utf8_is_han(a) && b != 0 && char_class(b) == CHAR_CLOSE && gap > 1) {
                *is_mark_away = true;
            }
        }
    }
    return widest;
}

Test(optimum, ideographs_stand_close_on_nearly_all_full_lines_and_never_beyond_the_cap) {
    static const char *const roles[] = {"fangsong", "song", "kai"};
    struct bench bench = bench_open();
    size_t n_full = 0, n_wide = 0, n_ragged = 0;
    for (size_t r = 0; r < 3; r++) {
        struct para_style style = justified(&bench, roles[r]);
        for (int32_t ems = 24; ems <= 44; ems++) {
            const struct para *para =
                bench_set(&bench, MIXED MIXED MIXED, &style, ems * style.size);
            for (size_t i = 0; i + 1 < para->n_lines; i++) {
                const struct line *line = &para->lines[i];
                bool is_mark_away = false;
                int32_t gap = widest_gap(line, &is_mark_away);
                cr_assert_not(is_mark_away, "%d ems, line %zu", ems, i);
                cr_assert_leq(gap, style.size / 20 + 1, "%d ems, line %zu: %d", ems, i, gap);
                n_full++;
                n_wide += gap > style.size * 3 / 100 + 1;
                n_ragged += line->items[0].run.fill == RUN_RAGGED;
            }
        }
    }
    cr_assert_gt(n_full, 900);
    cr_assert_leq(n_wide * 50, n_full, "%zu of %zu lines are wide", n_wide, n_full);
    cr_assert_leq(n_ragged * 200, n_full, "%zu of %zu lines are ragged", n_ragged, n_full);
    arena_close(bench.arena);
}

Test(optimum, a_line_gives_way_for_the_sake_of_the_next) {
    struct bench bench = bench_open();
    struct para_style style = bench_style(&bench, "song");
    style.alignment = ALIGN_JUSTIFY;
    /* Taking what fits would fill the first line and leave the second a hole of two ems. */
    const char *text = "一二三四五六七八九十甲乙丙丁戊己庚辛壬癸子丑寅卯辰"
                       "巳午未申酉戌亥天地玄黄宇宙洪荒日月盈昃辰宿列张寒来"
                       "abcdefghijklmnopqrst一二三四五六七八九十";
    const struct para *para = bench_set(&bench, text, &style, 26 * style.size);
    CHECK_TEXT(&bench, para,
               "一二三四五六七八九十甲乙丙丁戊己庚辛壬癸子丑寅卯辰|"
               "巳午未申酉戌亥天地玄黄宇宙洪荒日月盈昃辰宿列张寒来|"
               "abcdefghijklmnopqrst一二三四五六七八九十");
    for (size_t i = 0; i < 2; i++) {
        cr_assert_eq(para->lines[i].width, 26 * style.size);
        cr_assert_eq(para->lines[i].items[0].run.fill, RUN_STRETCHED);
    }
    arena_close(bench.arena);
}

Test(optimum, a_line_beyond_the_cap_stays_ragged) {
    struct bench bench = bench_open();
    struct para_style style = bench_style(&bench, "song");
    style.alignment = ALIGN_JUSTIFY;
    const struct para *para =
        bench_set(&bench, "甲乙丙丁abcdefghijklm戊己庚辛", &style, 8 * style.size);
    CHECK_TEXT(&bench, para, "甲乙丙丁|abcdefghijklm|戊己庚辛");
    bool is_mark_away = false;
    cr_assert_eq(para->lines[0].items[0].run.fill, RUN_RAGGED);
    cr_assert_eq(widest_gap(&para->lines[0], &is_mark_away), 0);
    cr_assert_eq(para->lines[2].items[0].run.fill, RUN_NATURAL, "a last line is not to be full");
    arena_close(bench.arena);
}

Test(optimum, the_last_line_is_not_one_character) {
    struct bench bench = bench_open();
    struct para_style style = justified(&bench, "song");
    for (int32_t n = 30; n < 80; n++) {
        struct buf buf = {.arena = bench.arena};
        for (int32_t i = 0; i < n; i++) {
            buf_add_c(&buf, i % 12 == 11 ? "，" : "安");
        }
        buf_add_c(&buf, "。");
        buf_add_byte(&buf, '\0');
        const struct para *para = bench_set(&bench, buf.data, &style, 26 * style.size);
        struct str last = bench_line_text(&bench, &para->lines[para->n_lines - 1]);
        cr_assert_gt(utf8_count(last), 2, "%d characters: %" STR_FMT, n, STR_ARG(last));
    }
    arena_close(bench.arena);
}

/* Where glyph `k` of the first run of a line stands behind the one before. */
static int32_t step_before(const struct line *line, size_t k) {
    const struct run *run = &line->items[0].run;
    return run->glyphs[k].x - run->glyphs[k - 1].x;
}

Test(fill, brackets_give_up_their_blank_before_commas_and_these_before_stops) {
    struct bench bench = bench_open();
    struct para_style style = bench_style(&bench, "song");
    style.alignment = ALIGN_JUSTIFY;
    const struct para *para =
        bench_set(&bench, "一二（5）四五，六七八九。十甲乙丙丁戊己", &style, 12 * style.size);
    const struct line *line = &para->lines[0];
    cr_assert(str_is(bench_line_text(&bench, line), "一二（5）四五，六七八九。"));
    cr_assert_eq(line->width, 12 * style.size);
    cr_assert_lt(step_before(line, 2), style.size, "the bracket has given way");
    cr_assert_eq(step_before(line, 8), style.size, "the comma has not");
    para = bench_set(&bench, "一二三。四五，6：六七八甲乙丙丁戊己", &style, 11 * style.size);
    line = &para->lines[0];
    cr_assert(str_is(bench_line_text(&bench, line), "一二三。四五，6：六七八"));
    cr_assert_eq(step_before(line, 4), style.size, "the stop has not given way");
    cr_assert_lt(step_before(line, 7), style.size, "the comma has");
    arena_close(bench.arena);
}

Test(fill, gaps_between_scripts_grow_before_ideographs_move_apart) {
    struct bench bench = bench_open();
    struct para_style style = bench_style(&bench, "song");
    style.alignment = ALIGN_JUSTIFY;
    int32_t digits = bench_set(&bench, "55", &style, 40 * style.size)->lines[0].width;
    /* Four ideographs, two digits and two quarter ems leave a hole smaller than half an em. */
    const struct para *para = bench_set(&bench, "一二55三四甲乙丙丁戊", &style, 6 * style.size);
    int32_t hole = 6 * style.size - 4 * style.size - digits - 2 * (style.size / 4);
    cr_assert(hole > 0 && hole < style.size / 2, "%d", hole);
    cr_assert(str_is(bench_line_text(&bench, &para->lines[0]), "一二55三四"));
    cr_assert_eq(step_before(&para->lines[0], 1), style.size);
    cr_assert_eq(step_before(&para->lines[0], 5), style.size);
    cr_assert_eq(para->lines[0].width, 6 * style.size);
    arena_close(bench.arena);
}

Test(breaks, numbers_stay_with_their_units_and_names_with_their_numbers) {
    static const char *const whole[] = {"35.6万笔", "1200笔", "30 分钟",    "180天", "35.6 km",
                                        "表 2",     "图3",    "第三级",     "12台",  "2008年",
                                        "12月",     "4台",    "22240-2008", "件2",   "单15"};
    struct bench bench = bench_open();
    struct para_style style = justified(&bench, "fangsong");
    for (int alignment = ALIGN_LEFT; alignment <= ALIGN_JUSTIFY; alignment++) {
        style.alignment = (enum alignment)alignment;
        for (int32_t width = 120 * PT; width < 500 * PT; width += 6 * PT + 77) {
            struct str text =
                bench_text(&bench, bench_set(&bench, MIXED "其余见附件2名单15。", &style, width));
            for (size_t i = 0; i < sizeof whole / sizeof *whole; i++) {
                cr_assert(str_contains(text, str_from_c(whole[i])), "%s at %d: %" STR_FMT, whole[i],
                          width, STR_ARG(text));
            }
        }
    }
    arena_close(bench.arena);
}

/* The lines put together again, without the blanks at their ends. */
static void check_whole(const struct bench *bench, const struct para *para, const char *text,
                        int32_t width) {
    struct str made = str_replace(bench->arena, bench_text(bench, para), STR("|"), STR(""));
    cr_assert(str_is(made, text), "%" STR_FMT, STR_ARG(made));
    for (size_t i = 0; i < para->n_lines; i++) {
        cr_assert_leq(para->lines[i].width, width);
    }
}

Test(breaks, addresses_break_behind_their_joints_and_nowhere_else) {
    static const char *const texts[] = {
        "http://www.jxwst.gov.cn/zwgk/tzgg/201105/t20110512_1234567.html?id=20110512&page=2",
        "security_office@information-center.hospital.jx.gov.cn",
        "D:\\wwwroot\\filing\\2011\\attachments\\topology-map_v2.vsd",
        "1.3.6.1.4.1.12345.22240-2008.0001-0002-0003-0004",
    };
    struct bench bench = bench_open();
    struct para_style style = bench_style(&bench, "song");
    for (size_t t = 0; t < sizeof texts / sizeof *texts; t++) {
        for (int32_t width = 9 * style.size; width < 20 * style.size; width += style.size / 2) {
            const struct para *para = bench_set(&bench, texts[t], &style, width);
            check_whole(&bench, para, texts[t], width);
            cr_assert(!para->is_torn && !para->is_too_wide, "%s at %d", texts[t], width);
            for (size_t i = 0; i + 1 < para->n_lines; i++) {
                struct str line = bench_line_text(&bench, &para->lines[i]);
                cr_assert(strchr("/?&.-_@=\\", line.data[line.len - 1]), "%" STR_FMT,
                          STR_ARG(line));
            }
        }
    }
    arena_close(bench.arena);
}

Test(breaks, a_word_without_joints_is_torn_only_if_no_line_holds_it) {
    struct bench bench = bench_open();
    struct para_style style = bench_style(&bench, "song");
    struct buf buf = {.arena = bench.arena};
    for (size_t i = 0; i < 3000; i++) {
        buf_add_byte(&buf, (unsigned char)('a' + i % 26));
    }
    buf_add_byte(&buf, '\0');
    for (int alignment = ALIGN_LEFT; alignment <= ALIGN_JUSTIFY; alignment += ALIGN_JUSTIFY) {
        style.alignment = (enum alignment)alignment;
        const struct para *para = bench_set(&bench, buf.data, &style, 20 * style.size);
        check_whole(&bench, para, buf.data, 20 * style.size);
        cr_assert(para->is_torn && !para->is_too_wide);
        cr_assert_leq(para->n_lines, 90, "lines are full");
        para = bench_set(&bench, "见abcdefghijklmnop", &style, 10 * style.size);
        CHECK_TEXT(&bench, para, "见|abcdefghijklmnop");
        cr_assert_not(para->is_torn);
    }
    arena_close(bench.arena);
}

Test(breaks, a_hole_before_an_address_is_filled_up_to_a_joint) {
    struct bench bench = bench_open();
    struct para_style style = bench_style(&bench, "song");
    const struct para *para =
        bench_set(&bench, "网址http://www.jxwst.gov.cn/zwgk/", &style, 12 * style.size);
    CHECK_TEXT(&bench, para, "网址http://www.jxwst.|gov.cn/zwgk/");
    arena_close(bench.arena);
}

/* Code points of the table's strict column; returns how many. */
static size_t read_strict(uint32_t codes[64]) {
    FILE *file = fopen("tests/layout/line-break-zh.tsv", "r");
    cr_assert(file);
    char line[256];
    size_t n = 0;
    while (fgets(line, sizeof line, file)) {
        char *strict = strrchr(line, '\t');
        if (line[0] == 'U' && strict && strncmp(strict, "\tno", 3) == 0) {
            cr_assert_lt(n, 64);
            codes[n++] = (uint32_t)strtoul(line + 2, NULL, 16);
        }
    }
    fclose(file);
    return n;
}

Test(breaks, no_line_of_chinese_starts_with_a_character_of_the_strict_table) {
    struct bench bench = bench_open();
    uint32_t codes[64];
    size_t n = read_strict(codes);
    cr_assert_eq(n, 36);
    for (size_t i = 0; i < n; i++) {
        for (int alignment = ALIGN_LEFT; alignment <= ALIGN_JUSTIFY; alignment += ALIGN_JUSTIFY) {
            struct para_style style = bench_style(&bench, "song");
            style.alignment = (enum alignment)alignment;
            struct buf buf = {.arena = bench.arena};
            buf_add_c(&buf, "中文中文");
            buf_add_code_point(&buf, codes[i]);
            buf_add_c(&buf, "中文");
            buf_add_byte(&buf, '\0');
            const struct para *para =
                bench_set(&bench, buf.data, &style, 4 * style.size + style.size / 8);
            cr_assert_eq(para->n_lines, 2);
            struct str second = bench_line_text(&bench, &para->lines[1]);
            size_t at = 0;
            cr_assert(char_starts_no_line(codes[i]), "U+%04X", codes[i]);
            cr_assert_neq(utf8_next(second, &at), codes[i], "U+%04X starts a line", codes[i]);
            cr_assert_not(str_is(second, ""), "U+%04X", codes[i]);
        }
    }
    arena_close(bench.arena);
}

Test(breaks, no_space_stands_between_letters_and_marks) {
    struct bench bench = bench_open();
    struct para_style style = bench_style(&bench, "song");
    static const char *const texts[] = {"“HIS”", "（5）", "HIS，", "：5", "《HIS》", "‘a’"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        const struct run *run =
            &bench_set(&bench, texts[i], &style, 400 * PT)->lines[0].items[0].run;
        for (size_t k = 1; k < run->n_glyphs; k++) {
            int32_t gap = run->glyphs[k].x - run->glyphs[k - 1].x - run->glyphs[k - 1].advance;
            cr_assert_leq(abs(gap), 1, "%s: %d", texts[i], gap);
        }
    }
    arena_close(bench.arena);
}

/* The next field of a line of a table. */
static struct str next_field(struct str *rest) {
    struct str field = {0};
    str_split(rest, STR("\t"), &field);
    return str_trim(field);
}

Test(breaks, hard_cases_of_clreq_break_as_set_by_hand) {
    struct bench bench = bench_open();
    FILE *file = fopen("tests/layout/clreq.tsv", "r");
    cr_assert(file);
    char line[512];
    size_t n = 0;
    while (fgets(line, sizeof line, file)) {
        struct str rest = str_from_c(line);
        struct str rule = next_field(&rest), width = next_field(&rest), set = next_field(&rest);
        struct str wanted = next_field(&rest);
        if (line[0] == '#' || str_is(rule, "rule")) {
            continue;
        }
        struct para_style style = bench_style(&bench, "song");
        style.alignment = str_is(set, "full") ? ALIGN_JUSTIFY : ALIGN_LEFT;
        struct str text = str_replace(bench.arena, wanted, STR("|"), STR(""));
        const char *whole = str_to_c(bench.arena, text);
        int32_t ems10 = (int32_t)(strtod(width.data, NULL) * 10);
        const struct para *para = bench_set(&bench, whole, &style, ems10 * style.size / 10);
        struct str made = bench_text(&bench, para);
        cr_expect(str_equal(made, wanted), "%" STR_FMT ": %" STR_FMT, STR_ARG(rule), STR_ARG(made));
        n++;
    }
    fclose(file);
    cr_assert_geq(n, 25);
    arena_close(bench.arena);
}
