/* The audit finds each kind of breach, and the dump shows each kind of item. */
#include "reported.h"
#include "setup.h"

/* A document of one A4-like page, 200 × 300 pt, and an area on it. */
static struct document *open_document(const struct bench *bench, struct page **page) {
    struct document *document = document_open(bench->arena, bench->typesetter);
    *page = document_add_page(bench->arena, document, 200 * PT, 300 * PT, STR("1"));
    return document;
}

static const struct area body = {20 * PT, 20 * PT, 160 * PT, 260 * PT};

/* Puts a text with its line box at x, y. */
static struct run *put(const struct bench *bench, struct page *page, const char *text, int32_t x,
                       int32_t y) {
    struct para_style style = bench_style(bench, "song");
    const struct para *para = bench_set(bench, text, &style, 160 * PT);
    para_place(bench->arena, para, 0, 1, page, x, y, body);
    return &page->items[page->n_items - 1].run;
}

/* Audits and expects exactly one breach that says `what`, or none for NULL. */
static void expect(const struct bench *bench, const struct document *document, const char *what) {
    size_t before = diag_n(bench->diag);
    cr_assert_eq(document_audit(bench->arena, document, bench->diag), what == NULL);
    cr_assert_eq(diag_n(bench->diag), before + (what ? 1 : 0));
    if (what) {
        const struct diag_item *item = reported(bench->diag, before);
        cr_assert_eq(item->id, DIAG_PAGE_AUDIT);
        cr_assert(str_contains(item->message, str_from_c(what)), "%" STR_FMT,
                  STR_ARG(item->message));
    }
}

Test(audit, a_good_page_passes) {
    struct bench bench = bench_open();
    struct page *page;
    struct document *document = open_document(&bench, &page);
    put(&bench, page, "，一行）", 20 * PT, 20 * PT);
    put(&bench, page, "十三个字正好占满一百六十点", 20 * PT, 262 * PT);
    expect(&bench, document, NULL);
    arena_close(bench.arena);
}

Test(audit, text_outside_its_bound_or_the_paper_is_found) {
    static const struct {
        int32_t x, y;
        const char *what;
    } places[] = {{19, 20, "bound"}, {20, 16, "bound"},  {160, 20, "bound"}, {20, 266, "bound"},
                  {-1, 20, "paper"}, {180, 20, "paper"}, {20, -20, "paper"}, {20, 290, "paper"}};
    struct bench bench = bench_open();
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        struct page *page;
        struct document *document = open_document(&bench, &page);
        put(&bench, page, "出格", places[i].x * PT, places[i].y * PT);
        expect(&bench, document, places[i].what);
    }
    arena_close(bench.arena);
}

Test(audit, forbidden_edges_and_missing_glyphs_are_found) {
    struct bench bench = bench_open();
    struct page *page;
    struct document *document = open_document(&bench, &page);
    put(&bench, page, "，一行", 20 * PT, 20 * PT)->starts_line = true;
    expect(&bench, document, "line start");
    document = open_document(&bench, &page);
    put(&bench, page, "一行（", 20 * PT, 20 * PT)->ends_line = true;
    expect(&bench, document, "line end");
    document = open_document(&bench, &page);
    struct run *number = put(&bench, page, "8200.5", 20 * PT, 20 * PT);
    number->is_number = true;
    expect(&bench, document, NULL);
    number->ends_line = true;
    expect(&bench, document, "number");
    document = open_document(&bench, &page);
    struct run *run = put(&bench, page, "一行", 20 * PT, 20 * PT);
    struct glyph *glyphs = ARENA_ARRAY(bench.arena, struct glyph, 2);
    glyphs[0] = run->glyphs[0];
    glyphs[1] = run->glyphs[1];
    run->glyphs = glyphs;
    glyphs[1].id = 0;
    expect(&bench, document, "glyph");
    glyphs[1].id = 5;
    glyphs[1].text_len = 1;
    expect(&bench, document, "clusters");
    arena_close(bench.arena);
}

Test(audit, characters_too_far_apart_are_found_unless_spread_on_purpose) {
    struct bench bench = bench_open();
    static const char *const texts[] = {"卫生", "卫。", "卫A"};
    for (size_t i = 0; i < 3; i++) {
        struct page *page;
        struct document *document = open_document(&bench, &page);
        struct run *run = put(&bench, page, texts[i], 40 * PT, 40 * PT);
        struct glyph glyphs[2] = {run->glyphs[0], run->glyphs[1]};
        run->glyphs = glyphs;
        glyphs[1].x = glyphs[0].advance + run->size / 20;
        expect(&bench, document, NULL);
        glyphs[1].x = glyphs[0].advance + run->size / 10;
        expect(&bench, document, i < 2 ? "stretch: 7.1 7.1 56.4 91.7 mm" : NULL);
        run->fill = RUN_SPREAD;
        expect(&bench, document, NULL);
    }
    arena_close(bench.arena);
}

Test(audit, a_ragged_line_is_noted_and_no_breach) {
    struct bench bench = bench_open();
    struct page *page;
    struct document *document = open_document(&bench, &page);
    struct run *run = put(&bench, page, "未排满", 20 * PT, 20 * PT);
    run->fill = RUN_RAGGED;
    expect(&bench, document, NULL);
    run->ends_line = true;
    /* A page of such lines is noted once. */
    struct run *second = put(&bench, page, "也未排满", 20 * PT, 40 * PT);
    second->fill = RUN_RAGGED;
    second->ends_line = true;
    cr_assert(document_audit(bench.arena, document, bench.diag));
    cr_assert_eq(diag_n(bench.diag), 1);
    cr_assert_eq(reported(bench.diag, 0)->id, DIAG_LINE_RAGGED);
    cr_assert(str_contains(reported(bench.diag, 0)->message, STR("未排满”")));
    arena_close(bench.arena);
}

Test(audit, a_table_without_its_header_on_a_further_page_is_found) {
    struct bench bench = bench_open();
    static const char *const headers[] = {"序号", "", "名称"};
    for (size_t i = 0; i < 3; i++) {
        struct page *page;
        struct document *document = open_document(&bench, &page);
        document->n_tables = 1;
        put(&bench, page, "序号", 20 * PT, 20 * PT);
        page_add_table(bench.arena, page, (struct table_part){0});
        put(&bench, page, "一", 20 * PT, 40 * PT);
        page = document_add_page(bench.arena, document, 200 * PT, 300 * PT, STR("2"));
        struct table_part part = {.is_continued = true};
        if (i != 1) {
            put(&bench, page, headers[i], 20 * PT, 20 * PT);
        }
        page_add_table(bench.arena, page, part);
        put(&bench, page, "二", 20 * PT, 40 * PT);
        expect(&bench, document, i == 0 ? NULL : "header");
    }
    arena_close(bench.arena);
}

Test(audit, drawings_off_the_paper_and_empty_documents_are_found) {
    struct bench bench = bench_open();
    struct page *page;
    struct document *document = open_document(&bench, &page);
    page_add_rule(bench.arena, page, (struct rule){0, 0, 201 * PT, 0, PT, 0, 0});
    expect(&bench, document, "rule");
    document = open_document(&bench, &page);
    page_add_box(bench.arena, page, (struct box){.area = {-PT, 0, PT, PT}});
    expect(&bench, document, "box");
    cr_assert_not(
        document_audit(bench.arena, document_open(bench.arena, bench.typesetter), bench.diag));
    arena_close(bench.arena);
}

Test(dump, shows_each_item_in_millimetres) {
    struct bench bench = bench_open();
    struct page *page;
    struct document *document = open_document(&bench, &page);
    document->title = STR("表");
    document->date = (struct date){2011, 6, 1};
    put(&bench, page, "医㛃", 72 * PT, 72 * PT);
    page_add_rule(bench.arena, page, (struct rule){0, 0, 72 * PT, 0, PT / 2, 0, 2 * PT});
    page_add_box(
        bench.arena, page,
        (struct box){.area = {0, 0, 72 * PT, 36 * PT}, .hatch = HATCH_CROSS, .fill_gray = 9});
    document_add_bookmark(bench.arena, document, STR("第一章"), 1, 0, 36 * PT);
    struct str dump = document_dump(bench.arena, document);
    cr_assert(str_is(dump, "document \"表\" \"\" 2011-06-01\n"
                           "page 1 \"1\" 70.56 105.83\n"
                           "  run song 12.00pt 25.40 30.18 8.47 \"医㛃\"\n"
                           "  rule 0.00 0.00 25.40 0.00 thick 0.18 dash 0.71\n"
                           "  box 0.00 0.00 25.40 12.70 fill=cross 9\n"
                           "bookmark 1 page 1 12.70 \"第一章\"\n"),
              "%" STR_FMT, STR_ARG(dump));
    arena_close(bench.arena);
}

Test(dump, is_the_same_for_the_same_text_whatever_was_set_before) {
    struct bench bench = bench_open();
    struct bench other = bench_open();
    struct page *page;
    bench_set(&other, "先排别的㛃 words", &(struct para_style){.size = 9 * PT, .leading = PT}, PT);
    struct document *a = open_document(&bench, &page);
    put(&bench, page, "GB/T 22240—2008，㛃 words", 20 * PT, 20 * PT);
    struct document *b = open_document(&other, &page);
    put(&other, page, "GB/T 22240—2008，㛃 words", 20 * PT, 20 * PT);
    cr_assert(str_equal(document_dump(bench.arena, a), document_dump(other.arena, b)));
    arena_close(bench.arena);
    arena_close(other.arena);
}

Test(audit, a_link_to_nowhere_is_found) {
    struct bench bench = bench_open();
    struct page *page;
    struct document *document = open_document(&bench, &page);
    document_add_tag(bench.arena, document, (struct document_tag){.kind = TAG_LINK});
    uint32_t tag = document_add_tag(bench.arena, document, (struct document_tag){.kind = TAG_LINK});
    page_add_link(bench.arena, page, (struct page_link){.area = body, .tag = tag});
    expect(&bench, document, NULL);
    page->links[0].page = 1;
    expect(&bench, document, "link");
    page->links[0].page = 0;
    page->links[0].y = 301 * PT;
    expect(&bench, document, "link");
    page->links[0].y = 0;
    document->tags[tag].kind = TAG_PARA;
    expect(&bench, document, "link");
    arena_close(bench.arena);
}

/* One cell too long is one message a page and rule, with how many lines of it there are. */
Test(audit, a_rule_is_told_once_a_page) {
    struct bench bench = bench_open();
    struct page *page;
    struct document *document = open_document(&bench, &page);
    for (int i = 0; i < 9; i++) {
        put(&bench, page, "出格", 19 * PT, (40 + 20 * i) * PT);
    }
    expect(&bench, document, "共 9 处");
    page = document_add_page(bench.arena, document, 200 * PT, 300 * PT, STR("2"));
    put(&bench, page, "出格", 19 * PT, 40 * PT);
    put(&bench, page, "出纸", -1 * PT, 60 * PT);
    size_t before = diag_n(bench.diag);
    cr_assert(!document_audit(bench.arena, document, bench.diag));
    cr_assert_eq(diag_n(bench.diag), before + 3);
    static const char *const told[] = {"第 1 页“出格”", "第 2 页“出纸”", "第 2 页“出格”"};
    for (size_t i = 0; i < 3; i++) {
        cr_assert(str_contains(reported(bench.diag, before + i)->message, str_from_c(told[i])));
    }
    arena_close(bench.arena);
}

/* Where nothing but opening marks and blanks stand in a line, it is parted as it must be; no line
 * of layout's own choice ends with one. */
Test(audit, opening_marks_alone_are_parted_where_they_must) {
    struct bench bench = bench_open();
    struct page *page;
    struct document *document = open_document(&bench, &page);
    struct para_style style = bench_style(&bench, "song");
    const struct para *para = bench_set(&bench, "Z[[[[[[[[ (((((((([5", &style, 40 * PT);
    cr_assert_gt(para->n_lines, 1);
    para_place(bench.arena, para, 0, para->n_lines, page, 20 * PT, 20 * PT, body);
    expect(&bench, document, NULL);
    arena_close(bench.arena);
}

Test(audit, text_off_the_grid_is_found) {
    struct bench bench = bench_open();
    struct page *page;
    struct document *document = open_document(&bench, &page);
    page->grid = (struct page_grid){.area = body, .line = 26 * PT, .place = 16 * PT};
    struct run *run = put(&bench, page, "一行", 20 * PT + 32 * PT, 20 * PT);
    /* The line box of this test is set in a line of the grid. */
    run->y += (26 * PT - run->size * 3 / 2) / 2;
    run->is_on_grid = run->begins_place = true;
    expect(&bench, document, NULL);
    run->y += 26 * PT;
    expect(&bench, document, NULL);
    run->y += PT / 2;
    expect(&bench, document, "grid");
    run->y -= PT / 2;
    run->x += PT / 2;
    expect(&bench, document, "grid");
    run->begins_place = false;
    expect(&bench, document, NULL);
    page->grid.line = 0;
    expect(&bench, document, "grid");
    arena_close(bench.arena);
}
