/* Official papers (GB/T 9704-2012): titles broken by sense, signature and date, the grid. */
#include "pages.h"
#include "reported.h"

/* The lines of a title, '|' between them. */
static struct str break_title(const struct bench *bench, const struct styles *styles,
                              const char *title) {
    struct flow_block block = pages_block(bench, BLOCK_HEADING, "title", str_from_c(title));
    struct document *document = pages_set(bench, styles, &block, 1);
    struct str text = pages_text(bench, document->pages[0]);
    return str_slice(text, 0, str_find(text, STR("|—"), 0));
}

Test(official, a_title_breaks_between_words_into_a_trapezoid_or_rhombus) {
    /* Breaks set by hand; 20 characters of 2号 fill a line. */
    static const char *const titles[] = {
        "定级报告",
        "江西省2012年度卫生行业|信息安全等级保护工作报告",
        "新疆维吾尔自治区2012年度|卫生行业信息安全等级保护工作报告",
        "内蒙古自治区锡林郭勒盟太仆寺旗|宝昌镇中心卫生院2012年度|信息安全等级保护自查报告",
        "抚州市梅溪医院2012年度|信息安全等级保护自查报告",
        "区域卫生信息平台与居民健康档案|管理系统建设整改方案",
        "公安机关、卫生行政部门|对信息安全等级保护的检查",
    };
    struct bench bench = bench_open();
    const struct styles *styles = pages_styles(&bench, "styles/official");
    for (size_t i = 0; i < sizeof titles / sizeof *titles; i++) {
        struct str wanted = str_from_c(titles[i]);
        struct str whole = str_replace(bench.arena, wanted, STR("|"), STR(""));
        struct str made = break_title(&bench, styles, whole.data);
        cr_expect(str_equal(made, wanted), "%" STR_FMT " for %" STR_FMT, STR_ARG(made),
                  STR_ARG(wanted));
    }
    arena_close(bench.arena);
}

Test(official, a_title_of_five_lines_has_no_short_one) {
    struct bench bench = bench_open();
    const struct styles *styles = pages_styles(&bench, "styles/official");
    struct str made = break_title(
        &bench, styles,
        "江西省南昌市云溪新区白鹭洲街道办事处下属社区卫生服务中心暨省级中西医结合老年病"
        "综合防治示范基地信息管理与网络安全保障部门第二工程办公室2012年度信息安全等级保护自查报告");
    struct str rest = made, line;
    size_t n = 0;
    while (str_split(&rest, STR("|"), &line)) {
        n++;
        cr_expect_geq(utf8_count(line), 15, "%" STR_FMT, STR_ARG(made));
    }
    cr_assert_eq(n, 5);
    arena_close(bench.arena);
}

/* 区 ends a place's name, but not where it begins another word. */
Test(official, the_end_of_a_place_is_not_parted_from_the_word_it_begins) {
    struct bench bench = bench_open();
    const struct styles *styles = pages_styles(&bench, "styles/report");
    struct str made = break_title(
        &bench, styles,
        "医院信息系统（含门诊、住院、医技、药事、物资、财务、人力资源与区域协同平台一体化集成改造"
        "工程二期）\n信息安全等级保护建设整改方案");
    static const char *const torn[] = {"区|域", "协|同", "平|台", "一|体", "体|化",
                                       "集|成", "改|造", "工|程", "门|诊", "住|院",
                                       "医|技", "人|力", "力|资", "资|源"};
    for (size_t i = 0; i < sizeof torn / sizeof *torn; i++) {
        cr_assert_not(str_contains(made, str_from_c(torn[i])), "%" STR_FMT, STR_ARG(made));
    }
    cr_assert(str_contains(made, STR("|")));
    arena_close(bench.arena);
}

Test(official, a_title_of_no_known_word_and_one_too_long_are_set_whole) {
    struct bench bench = bench_open();
    const struct styles *styles = pages_styles(&bench, "styles/official");
    struct str even = pages_repeat(&bench, "甲", 30);
    struct str made = break_title(&bench, styles, even.data);
    size_t at = str_find(made, STR("|"), 0) / 3;
    cr_assert(at >= 14 && at <= 16, "halves, not 20 and 10: %zu", at);
    struct str endless = pages_repeat(&bench, "甲", 400);
    made = break_title(&bench, styles, endless.data);
    cr_assert_eq(str_replace(bench.arena, made, STR("|"), STR("")).len, 1200);
    arena_close(bench.arena);
}

/* A text of so many lines, and behind it a signature and a date. */
static struct document *sign(const struct bench *bench, const struct styles *styles, size_t n,
                             const char *who) {
    struct str text = pages_repeat(bench, "安", n < 5 ? 28 * n - 2 : 28 * 4 - 2);
    struct flow_block blocks[24];
    size_t k = 0;
    for (size_t lines = n > 4 ? n - 4 : 0; lines > 0; lines--) {
        blocks[k++] = pages_block(bench, BLOCK_PARA, "body", STR("段"));
    }
    blocks[k++] = pages_block(bench, BLOCK_PARA, "body", text);
    blocks[k++] = pages_block(bench, BLOCK_PARA, "signature", str_from_c(who));
    blocks[k++] = pages_block(bench, BLOCK_PARA, "signature", STR("2012年12月20日"));
    return pages_set(bench, styles, blocks, k);
}

Test(official, who_signs_stands_over_the_middle_of_the_date) {
    struct bench bench = bench_open();
    const struct styles *styles = pages_styles(&bench, "styles/official");
    const struct page *page = sign(&bench, styles, 2, "江西省卫生厅")->pages[0];
    const struct run *who = pages_find(page, "江西省卫生厅");
    const struct run *date = pages_find(page, "2012年12月20日");
    int32_t right = page->grid.area.x + page->grid.area.width;
    cr_assert(abs(right - 4 * date->size - date->x - date->width) <= 2, "four characters in");
    cr_assert(abs(2 * who->x + who->width - 2 * date->x - date->width) <= 4);
    cr_assert_eq(date->y - who->y, page->grid.line);
    cr_assert_eq(who->y - page->items[1].run.y, 3 * page->grid.line, "two lines for the seal");
    arena_close(bench.arena);
}

/* Where the first `first` stands in a line, from the left of the page; -1 if it does not. */
static int32_t place_in(const struct page *page, int32_t y, const char *first) {
    for (size_t i = 0; i < page->n_items; i++) {
        const struct run *run = &page->items[i].run;
        size_t at = page->items[i].kind == ITEM_RUN && run->y == y
                        ? str_find(run->text, str_from_c(first), 0)
                        : SIZE_MAX;
        for (size_t k = 0, done = 0; at != SIZE_MAX && k < run->n_glyphs; k++) {
            if (done == at) {
                return run->x + run->glyphs[k].x;
            }
            done += run->glyphs[k].text_len;
        }
    }
    return -1;
}

/* 7.3.4: one line under the text, two characters in, a name's further lines under its first
 * character, with a number or without; no mark behind it. */
Test(official, further_lines_of_an_annex_stand_under_its_name) {
    static const struct {
        const char *style, *before;
    } cases[] = {
        {"attachment", "附件：1．"}, {"attachment-next", "2．"}, {"attachment-only", "附件："}};
    struct bench bench = bench_open();
    const struct styles *styles = pages_styles(&bench, "styles/official");
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct str text = str_format(bench.arena, "%s%" STR_FMT, cases[i].before,
                                     STR_ARG(pages_repeat(&bench, "统", 60)));
        struct flow_block blocks[] = {pages_block(&bench, BLOCK_PARA, "body", STR("正文")),
                                      pages_block(&bench, BLOCK_PARA, cases[i].style, text)};
        const struct page *page = pages_set(&bench, styles, blocks, 2)->pages[0];
        int32_t line = page->grid.line, size = page->items[0].run.size;
        int32_t y = page->items[0].run.y + (i == 1 ? 1 : 2) * line;
        int32_t name = place_in(page, y, "统");
        cr_assert_gt(name, 0, "%s", cases[i].style);
        int32_t left = page->grid.area.x + (i == 1 ? 5 : 2) * size;
        cr_assert(abs(place_in(page, y, i == 1 ? "2" : "附") - left) <= 2, "%s", cases[i].style);
        for (int k = 1; k <= 2; k++) {
            int32_t next = place_in(page, y + k * line, "统");
            cr_assert(abs(next - name) <= 2, "%s, line %d: %d for %d", cases[i].style, k + 1, next,
                      name);
        }
    }
    arena_close(bench.arena);
}

Test(official, the_date_gives_way_to_a_long_name) {
    struct bench bench = bench_open();
    const struct styles *styles = pages_styles(&bench, "styles/official");
    static const char name[] = "江西省卫生行政部门信息化工作领导小组";
    const struct page *page = sign(&bench, styles, 2, name)->pages[0];
    const struct run *who = pages_find(page, name);
    const struct run *date = pages_find(page, "2012年12月20日");
    int32_t right = page->grid.area.x + page->grid.area.width;
    cr_assert(abs(right - who->x - who->width) <= 2);
    cr_assert(abs(2 * who->x + who->width - 2 * date->x - date->width) <= 4);
    arena_close(bench.arena);
}

Test(official, a_signature_never_stands_on_a_page_without_text) {
    struct bench bench = bench_open();
    const struct styles *styles = pages_styles(&bench, "styles/official");
    size_t n_moved = 0;
    for (size_t n = 1; n <= 23; n++) {
        struct document *document = sign(&bench, styles, n, "江西省卫生厅");
        const struct page *last = document->pages[document->n_pages - 1];
        struct str text = pages_text(&bench, last);
        cr_assert(pages_find(last, "2012年12月20日") && pages_find(last, "江西省卫生厅"));
        cr_assert(str_starts(text, STR("段")) || str_starts(text, STR("安")), "%zu: %" STR_FMT, n,
                  STR_ARG(text));
        n_moved += document->n_pages > 1;
    }
    cr_assert_eq(n_moved, 5, "of 22 lines a signature takes four");
    arena_close(bench.arena);
}

Test(official, rows_of_a_table_go_with_the_signature_under_it) {
    struct bench bench = bench_open();
    const struct styles *styles = pages_styles(&bench, "styles/official");
    struct table_cell cells[60] = {{.text = {.text = STR("表头")}, .is_header = true}};
    for (size_t i = 1; i < 60; i++) {
        cells[i].text.text = STR("一行");
    }
    for (size_t n = 20; n <= 60; n++) {
        struct flow_table table = {.cells = cells, .n_rows = n, .n_columns = 1, .n_header_rows = 1};
        struct flow_block blocks[] = {
            {.kind = BLOCK_TABLE, .table = &table},
            pages_block(&bench, BLOCK_PARA, "signature", STR("江西省卫生厅")),
            pages_block(&bench, BLOCK_PARA, "signature", STR("2012年12月20日"))};
        struct document *document = pages_set(&bench, styles, blocks, 3);
        const struct page *last = document->pages[document->n_pages - 1];
        cr_assert(pages_find(last, "2012年12月20日") && pages_find(last, "一行"), "%zu rows", n);
    }
    arena_close(bench.arena);
}

/* A note under a table, or under a paragraph, is no page of its own. */
Test(official, last_words_have_rows_or_lines_of_what_they_follow_on_their_page) {
    struct bench bench = bench_open();
    const struct styles *styles = pages_styles(&bench, "styles/official");
    struct table_cell cells[60] = {{.text = {.text = STR("表头")}, .is_header = true}};
    size_t n_turned = 0;
    for (size_t i = 1; i < 60; i++) {
        cells[i].text.text = STR("一行");
    }
    for (size_t n = 14; n <= 60; n++) {
        struct flow_table table = {.cells = cells, .n_rows = n, .n_columns = 1, .n_header_rows = 1};
        struct flow_block blocks[] = {{.kind = BLOCK_TABLE, .table = &table},
                                      pages_block(&bench, BLOCK_PARA, "note", STR("注：无。"))};
        struct document *document = pages_set(&bench, styles, blocks, 2);
        const struct page *last = document->pages[document->n_pages - 1];
        cr_assert(pages_find(last, "注：无。") && pages_find(last, "一行"), "%zu rows", n);
        n_turned += document->n_pages > 1;
    }
    cr_assert(n_turned > 20 && n_turned < 47);
    for (size_t n = 19; n <= 24; n++) {
        struct flow_block blocks[] = {
            pages_block(&bench, BLOCK_PARA, "body", pages_repeat(&bench, "安", 28 * n - 4)),
            pages_block(&bench, BLOCK_PARA, "note", STR("注：无。"))};
        struct document *document = pages_set(&bench, styles, blocks, 2);
        struct str text = pages_text(&bench, document->pages[document->n_pages - 1]);
        cr_assert(str_contains(text, STR("安|注：无。")), "%zu lines: %" STR_FMT, n, STR_ARG(text));
    }
    arena_close(bench.arena);
}

/* A line for signatures, a table of one row, is no page of its own, with a note under it or not:
 * rows of the table before it go with it. */
Test(official, a_short_last_table_has_rows_of_the_table_before_it_on_its_page) {
    struct bench bench = bench_open();
    const struct styles *styles = pages_styles(&bench, "styles/official");
    struct table_cell cells[60] = {{.text = {.text = STR("表头")}, .is_header = true}};
    struct table_cell signs[] = {{.text = {.text = STR("填表人")}, .is_header = true},
                                 {.text = {.text = STR("")}}};
    for (size_t i = 1; i < 60; i++) {
        cells[i].text.text = STR("一行");
    }
    size_t n_turned = 0;
    for (size_t n = 14; n <= 120; n++) {
        struct flow_table table = {
            .cells = cells, .n_rows = n / 2, .n_columns = 1, .n_header_rows = 1};
        struct flow_table last_table = {.cells = signs, .n_rows = 1, .n_columns = 2};
        struct flow_block blocks[] = {{.kind = BLOCK_TABLE, .table = &table},
                                      {.kind = BLOCK_SPACE, .style = STR("body")},
                                      {.kind = BLOCK_TABLE, .table = &last_table},
                                      pages_block(&bench, BLOCK_PARA, "note", STR("注：无。"))};
        struct document *document = pages_set(&bench, styles, blocks, n % 2 ? 3 : 4);
        const struct page *last = document->pages[document->n_pages - 1];
        cr_assert(pages_find(last, "填表人") && pages_find(last, "一行"), "%zu rows", n / 2);
        n_turned += document->n_pages > 1;
    }
    cr_assert(n_turned > 40 && n_turned < 107);
    arena_close(bench.arena);
}

Test(official, text_behind_a_chart_or_table_comes_back_to_the_grid) {
    struct bench bench = bench_open();
    const struct styles *styles = pages_styles(&bench, "styles/official");
    struct table_cell cell = {.text = {.text = STR("一行")}};
    struct flow_table table = {.cells = &cell, .n_rows = 1, .n_columns = 1};
    struct flow_block blocks[] = {pages_block(&bench, BLOCK_PARA, "body", STR("前")),
                                  {.kind = BLOCK_TABLE, .table = &table},
                                  pages_block(&bench, BLOCK_PARA, "body", STR("后")),
                                  {.kind = BLOCK_TABLE, .table = &table},
                                  {.kind = BLOCK_SPACE, .style = STR("body")},
                                  pages_block(&bench, BLOCK_HEADING, "chapter", STR("三、"))};
    const struct page *page = pages_set(&bench, styles, blocks, 6)->pages[0];
    const struct run *first = pages_find(page, "前");
    static const char *const behind[] = {"后", "三、"};
    for (size_t i = 0; i < 2; i++) {
        const struct run *run = pages_find(page, behind[i]);
        cr_assert(run->is_on_grid);
        cr_assert_eq((run->y - first->y) % page->grid.line, 0);
    }
    arena_close(bench.arena);
}
