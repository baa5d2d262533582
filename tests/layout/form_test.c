/* Forms: the template is checked to the column, the grid is drawn where cells differ, values wrap
 * and shrink, and copies of a form know nothing of each other. */
#include "forms.h"

/* ---- the grid ---------------------------------------------------------------------------------
 */

static const char grid[] = "  - columns: [20mm, 30mm, 1]\n"
                           "    lines: {outer: 1pt, inner: 0.5pt}\n"
                           "    row-height: 10mm\n"
                           "    rows:\n"
                           "      - {cells: [{label: 甲, rows: 2}, {label: 乙, span: 2}]}\n"
                           "      - {cells: [{label: 丙}, {label: 丁}]}\n";

Test(form, spans_open_the_lines_they_cover) {
    struct trial *trial = open_form(grid);
    const struct page *page = set_copy(trial)->pages[0];
    static const int outer[][4] = {
        {10, 10, 90, 10}, {10, 30, 90, 30}, {10, 10, 10, 30}, {90, 10, 90, 30}};
    /* Between 甲 and the rest, below 乙 only, between 丙 and 丁 only. */
    static const int inner[][4] = {{30, 10, 30, 30}, {30, 20, 90, 20}, {60, 20, 60, 30}};
    size_t n_rules = 0;
    for (size_t i = 0; i < 4; i++) {
        cr_assert(has_line(page, outer[i], PT), "outer line %zu", i);
    }
    for (size_t i = 0; i < 3; i++) {
        cr_assert(has_line(page, inner[i], PT / 2), "inner line %zu", i);
    }
    for (size_t i = 0; i < page->n_items; i++) {
        n_rules += page->items[i].kind == ITEM_RULE;
    }
    cr_assert_eq(n_rules, 7U, "%zu lines", n_rules);
    close_form(trial);
}

Test(form, a_cell_is_bound_by_all_it_spans) {
    struct trial *trial = open_form(grid);
    const struct page *page = set_copy(trial)->pages[0];
    const struct area tall = find_run(page, "甲")->bound, wide = find_run(page, "乙")->bound;
    cr_assert_eq(mm(tall.width), 20);
    cr_assert_eq(mm(tall.height), 20);
    cr_assert_eq(mm(wide.x), 30);
    cr_assert_eq(mm(wide.width), 60);
    cr_assert_eq(mm(wide.height), 10);
    CHECK_PAGE(trial, page, "甲乙丙丁");
    close_form(trial);
}

Test(form, weights_share_what_lengths_leave) {
    struct trial *trial = open_form("  - columns: [20mm, 1, 2]\n"
                                    "    rows:\n"
                                    "      - {height: 20mm, cells: [{}, {}, {label: 甲}]}\n"
                                    "      - {height: 1, cells: [{}, {}, {label: 乙}]}\n"
                                    "      - {height: 3, cells: [{}, {}, {label: 丙}]}\n");
    const struct page *page = set_copy(trial)->pages[0];
    cr_assert_eq(mm(find_run(page, "甲")->bound.x), 50);
    cr_assert_eq(mm(find_run(page, "甲")->bound.width), 40);
    cr_assert_eq(mm(find_run(page, "乙")->bound.height), 15);
    cr_assert_eq(mm(find_run(page, "丙")->bound.height), 45);
    close_form(trial);
}

/* ---- values -----------------------------------------------------------------------------------
 */

Test(form, an_empty_value_leaves_the_place_blank) {
    struct trial *trial = open_form(one_cell);
    CHECK_PAGE(trial, set_copy(trial)->pages[0], "01名称");
    close_form(trial);
}

Test(form, a_value_that_fits_keeps_its_size) {
    struct trial *trial = open_form(one_cell);
    give(trial, "name", "某市人民医院");
    struct document *document = set_copy(trial);
    cr_assert_eq(find_run(document->pages[0], "人民医院")->size, 10 * PT);
    cr_assert_eq(document->n_pages, 1U);
    close_form(trial);
}

Test(form, a_value_wraps_before_it_shrinks) {
    struct trial *trial = open_form(one_cell);
    /* 24 characters: two lines of 16 at full size. */
    give(trial, "name", "一二三四五六七八九十一二三四五六七八九十一二三四");
    const struct run *run = find_run(set_copy(trial)->pages[0], "一二三四五六七八九十");
    cr_assert_eq(run->size, 10 * PT);
    cr_assert_leq(run->width, run->bound.width);
    close_form(trial);
}

Test(form, a_long_value_shrinks_no_further_than_it_must) {
    struct trial *trial = open_form(one_cell);
    /* 44 characters: three lines, which take 9 mm at 8.5 pt. */
    give(
        trial, "name",
        "一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十一二三四");
    struct document *document = set_copy(trial);
    int32_t size = find_run(document->pages[0], "一二三四五六")->size;
    cr_assert_eq(document->n_pages, 1U);
    cr_assert(size < 10 * PT && size > 6 * PT, "%d", size);
    close_form(trial);
}

/* ---- boxes, blanks, dates ---------------------------------------------------------------------
 */

static const char boxes[] = "  - columns: [20mm, 60mm]\n"
                            "    lines: {inner: 0.5pt}\n"
                            "    rows:\n"
                            "      - height: 10mm\n"
                            "        cells: [{label: 03邮编}, {field: code, boxes: 6}]\n";

Test(form, each_digit_stands_in_its_own_box) {
    struct trial *trial = open_form(boxes);
    give(trial, "code", "330008");
    const struct page *page = set_copy(trial)->pages[0];
    int box = 0;
    for (size_t i = 0; i < page->n_items; i++) {
        const struct run *run = &page->items[i].run;
        if (page->items[i].kind != ITEM_RUN || !str_contains(STR("330008"), run->text)) {
            continue;
        }
        cr_assert_eq(run->text.len, 1U);
        cr_assert_eq(run->text.data[0], "330008"[box]);
        cr_assert_eq(mm(run->bound.x), 30 + 10 * box);
        cr_assert_eq(mm(run->x + run->width / 2), 35 + 10 * box, "not in the middle");
        box++;
    }
    cr_assert_eq(box, 6);
    for (int i = 1; i < 6; i++) {
        cr_assert(has_line(page, (int[]){30 + 10 * i, 10, 30 + 10 * i, 20}, PT / 2), "box %d", i);
    }
    close_form(trial);
}

Test(form, more_digits_than_boxes_go_on_on_a_further_page) {
    struct trial *trial = open_form(boxes);
    give(trial, "code", "3300081");
    struct document *document = set_copy(trial);
    CHECK_PAGE(trial, document->pages[0], "03邮编");
    CHECK_PAGE(trial, document->pages[1], "续页甲项栏目内容103邮编3300081第1页共1页");
    close_form(trial);
}

Test(form, a_date_takes_the_place_of_its_blanks_as_far_as_it_is_known) {
    struct trial *trial =
        open_form("  - columns: [1]\n"
                  "    rows: [{height: 10mm, cells: [{text: [{date: name, parts: [　　年, 　月, "
                  "　日]}]}]}]\n");
    struct form_value *value = give(trial, "name", "x");
    CHECK_PAGE(trial, set_copy(trial)->pages[0], "　　年　月　日");
    value->date = (struct date){2011, 6, 0};
    CHECK_PAGE(trial, set_copy(trial)->pages[0], "2011年6月　日");
    value->date = (struct date){2011, 6, 30};
    CHECK_PAGE(trial, set_copy(trial)->pages[0], "2011年6月30日");
    close_form(trial);
}

Test(form, vertical_labels_keep_their_number_together) {
    struct trial *trial =
        open_form("  - columns: [10mm, 1]\n"
                  "    rows: [{height: 40mm, cells: [{label: 01确定等级, vertical: true}, {}]}]\n");
    const struct page *page = set_copy(trial)->pages[0];
    const struct run *number = find_run(page, "01");
    cr_assert_eq(number->text.len, 2U);
    int32_t y = number->y;
    static const char *const below[] = {"确", "定", "等", "级"};
    for (size_t i = 0; i < 4; i++) {
        const struct run *run = find_run(page, below[i]);
        cr_assert_eq(run->y - y, 12 * PT);
        y = run->y;
    }
    close_form(trial);
}

/* ---- ticks ------------------------------------------------------------------------------------
 */

static const char options[] =
    "  - columns: [1]\n"
    "    rows:\n"
    "      - height: 20mm\n"
    "        cells:\n"
    "          - text:\n"
    "              - ticks: code\n"
    "                options:\n"
    "                  - [1中央, {code: 2, label: 2跨, blank: 10mm, field: other, after: 个}]\n"
    "                  - [{label: 9其他, blank: 20mm}]\n";

Test(form, an_empty_option_list_ticks_nothing) {
    struct trial *trial = open_form(options);
    give(trial, "other", "31");
    CHECK_PAGE(trial, set_copy(trial)->pages[0], "□1中央　□2跨个□9其他");
    close_form(trial);
}

Test(form, the_stroke_stands_before_its_option) {
    struct trial *trial = open_form(options);
    give_code(trial, "code", 1, "");
    CHECK_PAGE(trial, set_copy(trial)->pages[0], "√1中央　□2跨个□9其他");
    close_form(trial);
}

Test(form, a_blank_is_filled_only_behind_its_ticked_option) {
    struct trial *trial = open_form(options);
    give(trial, "other", "31");
    give_code(trial, "code", 2, "无关");
    CHECK_PAGE(trial, set_copy(trial)->pages[0], "□1中央　√2跨31个□9其他");
    trial->values[1].codes[0] = 9;
    trial->values[1].detail = STR("街道");
    CHECK_PAGE(trial, set_copy(trial)->pages[0], "□1中央　□2跨个√9其他街道");
    close_form(trial);
}

Test(form, several_codes_tick_several_boxes) {
    struct trial *trial = open_form(options);
    give_code(trial, "code", 1, "省");
    trial->values[0].codes[trial->values[0].n_codes++] = 9;
    CHECK_PAGE(trial, set_copy(trial)->pages[0], "√1中央　□2跨个√9其他省");
    close_form(trial);
}

Test(form, options_stand_at_their_tabs) {
    struct trial *trial = open_form("  - columns: [1]\n"
                                    "    rows:\n"
                                    "      - height: 20mm\n"
                                    "        cells:\n"
                                    "          - text: [{ticks: code, options: [[1甲, 2乙], [3丙, "
                                    "4丁]]}]\n"
                                    "            tabs: [0mm, 40mm]\n");
    const struct page *page = set_copy(trial)->pages[0];
    cr_assert_eq(find_run(page, "1")->x, find_run(page, "3")->x);
    cr_assert_eq(find_run(page, "2")->x, find_run(page, "4")->x);
    cr_assert_eq(mm(find_run(page, "2")->x - find_run(page, "1")->x), 40);
    cr_assert_eq(find_run(page, "1")->y, find_run(page, "2")->y);
    cr_assert_eq(find_run(page, "3")->y - find_run(page, "1")->y, 12 * PT);
    close_form(trial);
}

Test(form, copies_know_nothing_of_each_other) {
    struct trial *trial = open_form(options);
    struct arena *arena = trial->bench.arena;
    struct str empty = document_dump(arena, set_copy(trial));
    give_code(trial, "code", 9, "街道");
    struct str filled = document_dump(arena, set_copy(trial));
    trial->values[0].codes[0] = 1;
    set_copy(trial);
    trial->values[0].codes[0] = 9;
    cr_assert(str_equal(document_dump(arena, set_copy(trial)), filled));
    trial->n_names = 0;
    cr_assert(str_equal(document_dump(arena, set_copy(trial)), empty));
    cr_assert_not(str_equal(filled, empty));
    close_form(trial);
}

/* ---- texts ---------------------------------------------------------------------
 */

Test(form, bookmark_and_label_come_from_the_template) {
    struct trial *trial = open_form(one_cell);
    give(trial, "name", "甲");
    struct document *document = set_copy(trial);
    cr_assert_eq(document->n_bookmarks, 1U);
    cr_assert(str_is(document->bookmarks[0].title, "B甲"));
    cr_assert(str_is(document->pages[0]->label, "P"));
    close_form(trial);
}

/* ---- words of a user's own ---------------------------------------------------------------------
 */

/* A form that takes a text beside it. */
static struct trial *open_own(const char *own) {
    static const char words[] =
        "  - columns: [1]\n"
        "    rows: [{height: 9mm, cells: [{field: name}]}]\n"
        "own-words: {title: 说明, label: 说明页, title-look: value, text-look: value}\n";
    return open_beside(head, words, own);
}

Test(form, own_words_stand_in_place_of_the_page_line_by_line) {
    struct trial *trial = open_own("\xEF\xBB\xBF一、甲。\r\n  二、乙。\r\n");
    give(trial, "name", "某院");
    struct document *document = set_copy(trial);
    cr_assert_eq(document->n_pages, 1U);
    CHECK_PAGE(trial, document->pages[0], "说明一、甲。二、乙。");
    cr_assert(str_is(document->pages[0]->label, "说明页"));
    cr_assert(str_is(document->bookmarks[0].title, "说明页"));
    cr_assert_gt(find_run(document->pages[0], "二、乙。")->y,
                 find_run(document->pages[0], "一、甲。")->y);
    close_form(trial);
}

Test(form, blank_lines_divide_own_words_whose_lines_stay_apart) {
    struct trial *trial = open_own("一、甲\n乙\n\n\n二、丙\n");
    struct document *document = set_copy(trial);
    CHECK_PAGE(trial, document->pages[0], "说明一、甲乙二、丙");
    cr_assert_neq(find_run(document->pages[0], "一、甲")->y, find_run(document->pages[0], "乙")->y);
    close_form(trial);
}

/* 80 mm hold 18 lines of 12 pt; a hundred go over six pages, and none is lost. */
Test(form, own_words_that_do_not_fit_go_on) {
    struct trial *plain = open_own(NULL);
    struct buf text = {.arena = plain->bench.arena};
    for (int i = 1; i <= 100; i++) {
        buf_format(&text, "%d乙\n", i);
    }
    buf_add_byte(&text, '\0');
    struct trial *trial = open_own(text.data);
    struct document *document = set_copy(trial);
    cr_assert_eq(document->n_pages, 6U);
    cr_assert(str_is(document->pages[5]->label, "说明页-6"));
    cr_assert_eq(document->n_bookmarks, 1U);
    struct buf all = {.arena = trial->bench.arena}, wanted = {.arena = trial->bench.arena};
    buf_add_c(&wanted, "说明");
    for (int i = 1; i <= 100; i++) {
        buf_format(&wanted, "%d乙", i);
    }
    for (size_t i = 0; i < document->n_pages; i++) {
        buf_add(&all, page_text(trial->bench.arena, document->pages[i]));
    }
    cr_assert(str_equal(buf_str(&all), buf_str(&wanted)), "%" STR_FMT, STR_ARG(buf_str(&all)));
    close_form(trial);
    close_form(plain);
}

Test(form, own_words_that_cannot_be_printed_are_refused_with_their_place) {
    struct trial *trial = open_own("一、甲。\n二、\xF3\xB0\x80\x81。\n");
    cr_assert_null(trial->form);
    cr_assert_eq(reported(trial->bench.diag, 0)->id, DIAG_GLYPH_MISSING);
    cr_assert_eq(reported(trial->bench.diag, 0)->origin.row, 2U);
    close_form(trial);
    trial = open_own(" \n\n");
    cr_assert_null(trial->form);
    cr_assert_eq(reported(trial->bench.diag, 0)->id, DIAG_FILE_EMPTY);
    close_form(trial);
    trial = open_own("\xB5\xDA");
    cr_assert_null(trial->form);
    cr_assert_eq(reported(trial->bench.diag, 0)->id, DIAG_ENCODING_UNKNOWN);
    close_form(trial);
}

/* ---- proofs ------------------------------------------------------------------------------------
 */

Test(form, the_proof_names_the_fields_and_measures_the_edges) {
    struct trial *trial = open_form(options);
    const struct bench *bench = &trial->bench;
    struct document *document = document_open(bench->arena, bench->typesetter);
    cr_assert(form_proof(bench->arena, trial->form, document, bench->diag));
    cr_assert_eq(document->n_pages, 2, "the form, and the names");
    struct str printed = page_text(bench->arena, document->pages[0]);
    cr_assert(!str_contains(printed, STR("code other")) && str_contains(printed, STR("中央")));
    /* Ten millimetres in from the left, along the upper edge, a mark of four. */
    cr_assert(has_line(document->pages[0], (int[]){10, 0, 10, 4}, PT / 5));
    cr_assert(has_line(document->pages[0], (int[]){100, 15, 97, 15}, PT / 5) ||
              has_line(document->pages[0], (int[]){97, 15, 100, 15}, PT / 5));
    /* Names have their box for themselves, where the form prints options. */
    const struct run *names = find_run(document->pages[1], "code other");
    cr_assert_geq(names->size, 5 * PT);
    cr_assert(names->x > names->bound.x &&
              names->x + names->width < names->bound.x + names->bound.width);
    cr_assert(!str_contains(page_text(bench->arena, document->pages[1]), STR("中央")));
    close_form(trial);
}

/* ---- what a template is refused for ------------------------------------------------------------
 */

Test(form, an_unknown_field_is_reported_with_the_nearest) {
    struct trial *trial = open_form("  - columns: [1]\n"
                                    "    rows: [{height: 9mm, cells: [{field: nane}]}]\n");
    check_report(trial, DIAG_FORM_FIELD, 10, "nane");
    cr_assert(str_contains(reported(trial->bench.diag, 0)->suggestion, STR("name")));
    close_form(trial);
}

Test(form, an_unknown_field_in_ticks_is_reported) {
    struct trial *trial = open_form("  - columns: [1]\n"
                                    "    rows:\n"
                                    "      - height: 9mm\n"
                                    "        cells:\n"
                                    "          - text:\n"
                                    "              - {ticks: cods, options: [[1甲]]}\n");
    check_report(trial, DIAG_FORM_FIELD, 14, "cods");
    close_form(trial);
}

/* A text has no codes to tick and no day to print. */
Test(form, a_field_that_cannot_be_printed_so_is_reported) {
    static const char *const pieces[] = {"{ticks: other, options: [[1甲]]}",
                                         "{date: other, parts: [年, 月, 日]}"};
    for (size_t i = 0; i < 2; i++) {
        char parts[256];
        snprintf(parts, sizeof parts,
                 "  - columns: [1]\n    rows: [{height: 9mm, cells: [{text: [%s]}]}]\n", pieces[i]);
        struct trial *trial = open_form(parts);
        check_report(trial, DIAG_YAML_VALUE, 10, "");
        close_form(trial);
    }
}

Test(form, an_unknown_key_is_reported_with_the_nearest) {
    struct trial *trial = open_form("  - columns: [1]\n"
                                    "    rows: [{height: 9mm, cells: [{labl: 甲}]}]\n");
    check_report(trial, DIAG_YAML_KEY, 10, "label");
    close_form(trial);
}

Test(form, a_row_over_its_columns_is_reported) {
    struct trial *trial = open_form("  - columns: [1, 1]\n"
                                    "    rows:\n"
                                    "      - {height: 9mm, cells: [{}, {}]}\n"
                                    "      - {height: 9mm, cells: [{}, {span: 2}]}\n");
    check_report(trial, DIAG_FORM_GRID, 12, "3");
    close_form(trial);
}

Test(form, a_row_short_of_its_columns_is_reported) {
    struct trial *trial = open_form("  - columns: [1, 1, 1]\n"
                                    "    rows: [{height: 9mm, cells: [{span: 2}]}]\n");
    check_report(trial, DIAG_FORM_GRID, 10, "2");
    close_form(trial);
}

Test(form, a_span_below_the_last_row_is_reported) {
    struct trial *trial = open_form("  - columns: [1]\n"
                                    "    rows: [{height: 9mm, cells: [{rows: 3}]}]\n");
    check_report(trial, DIAG_FORM_SPAN, 10, "3");
    cr_assert_eq(diag_n(trial->bench.diag), 1U);
    close_form(trial);
}

Test(form, an_agency_cell_takes_no_field) {
    struct trial *trial = open_form("  - columns: [1]\n"
                                    "    rows:\n"
                                    "      - height: 9mm\n"
                                    "        cells: [{field: name, agency: true}]\n");
    check_report(trial, DIAG_FORM_AGENCY, 12, "name");
    close_form(trial);
}

Test(form, printed_words_that_do_not_fit_are_reported) {
    struct trial *trial = open_form("  - columns: [20mm, 1]\n"
                                    "    rows:\n"
                                    "      - height: 5mm\n"
                                    "        cells: [{label: 一二三四五六七八九十甲乙丙丁}, {}]\n");
    check_report(trial, DIAG_FORM_ROOM, 12, "5.0");
    close_form(trial);
}

Test(form, a_table_higher_than_the_page_is_reported) {
    struct trial *trial = open_form("  - columns: [1]\n"
                                    "    rows: [{height: 50mm, cells: [{}]}, {height: 40mm, "
                                    "cells: [{}]}]\n");
    check_report(trial, DIAG_FORM_ROOM, 9, "90.0");
    close_form(trial);
}

Test(form, lengths_need_a_unit) {
    struct trial *trial = open_form("  - columns: [1]\n"
                                    "    space: 4\n"
                                    "    rows: [{height: 9mm, cells: [{}]}]\n");
    check_report(trial, DIAG_YAML_VALUE, 10, "space");
    close_form(trial);
}

Test(form, an_option_without_a_code_is_reported) {
    struct trial *trial =
        open_form("  - columns: [1]\n"
                  "    rows: [{height: 9mm, cells: [{text: [{ticks: code, options: [[甲]]}]}]}]\n");
    check_report(trial, DIAG_YAML_VALUE, 10, "code");
    close_form(trial);
}

Test(form, wrong_kinds_of_nodes_are_reported_and_survived) {
    static const char *const parts[] = {
        "  - 1\n",
        "  - columns: 3\n",
        "  - {columns: [], rows: []}\n",
        "  - {columns: [1], rows: 1}\n",
        "  - {columns: [1], rows: [1]}\n",
        "  - {columns: [1], rows: [{height: 9mm, cells: 1}]}\n",
        "  - {columns: [1], rows: [{height: 9mm, cells: [1]}]}\n",
        "  - {columns: [1], rows: [{height: [], cells: [{}]}]}\n",
        "  - {columns: [1], rows: [{height: 9mm, cells: [{text: [[1]]}]}]}\n",
        "  - {columns: [1], rows: [{height: 9mm, cells: [{text: [{ticks: code}]}]}]}\n",
        "  - {columns: [1], rows: [{height: 9mm, cells: [{text: [{ticks: code, options: 1}]}]}]}\n",
        "  - {columns: [1], rows: [{height: 9mm, cells: [{text: [{date: name, parts: 1}]}]}]}\n",
        "  - {columns: [1], rows: [{height: 9mm, cells: [{boxes: 999, field: name}]}]}\n",
        "  - {columns: [1], rows: [{height: 9mm, cells: [{span: 0}]}]}\n",
        "  - {columns: [1], rows: [{height: 9mm, cells: [{tabs: [0mm], text: [甲]}]}]}\n",
        "  - {columns: [1], lines: 1pt, rows: [{height: 9mm, cells: [{}]}]}\n",
        "  - {columns: [999mm], rows: [{height: 9mm, cells: [{}]}]}\n",
    };
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        struct trial *trial = open_form(parts[i]);
        cr_assert_null(trial->form, "%s", parts[i]);
        cr_assert_gt(diag_n_errors(trial->bench.diag), 0U, "%s", parts[i]);
        close_form(trial);
    }
}
