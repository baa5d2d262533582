/* Words that name a table, a figure or an annex lead there. */
#include "pages.h"

/* A table of one cell under a caption. */
static struct flow_block make_table(const struct bench *bench, const char *caption) {
    struct table_cell *cell = ARENA_NEW(bench->arena, struct table_cell);
    struct flow_table *table = ARENA_NEW(bench->arena, struct flow_table);
    cell->text.text = STR("格");
    *table = (struct flow_table){
        .cells = cell, .n_rows = 1, .n_columns = 1, .caption = str_from_c(caption)};
    return (struct flow_block){.kind = BLOCK_TABLE, .table = table, .style = STR("rows")};
}

/* A document of words over tables 表1, 表10, 表2 (twice) and 表3 (three times), each number on a
 * page of its own, and an annex. */
static struct document *set_words(const struct bench *bench, const struct text *texts,
                                  size_t n_texts) {
    struct flow_block turn = {.kind = BLOCK_BREAK};
    struct flow_block words = pages_block(bench, BLOCK_PARA, "body", STR(""));
    struct flow_block annex = pages_block(bench, BLOCK_HEADING, "chapter", STR("附件一　措施表"));
    words.texts = texts;
    words.n_texts = n_texts;
    struct flow_block blocks[] = {pages_block(bench, BLOCK_HEADING, "chapter", STR("一、概况")),
                                  words,
                                  turn,
                                  make_table(bench, "表1 甲"),
                                  turn,
                                  make_table(bench, "表10 乙"),
                                  turn,
                                  make_table(bench, "表2 丙"),
                                  make_table(bench, "表2 丁"),
                                  make_table(bench, "表3 戊"),
                                  make_table(bench, "表3 己"),
                                  make_table(bench, "表3 庚"),
                                  turn,
                                  annex};
    return pages_set(bench, pages_styles(bench, "styles/report"), blocks,
                     sizeof blocks / sizeof *blocks);
}

/* The links of the first page as "WORDS>PAGE", '|' between them, in the order of the page. */
static struct str say_links(const struct bench *bench, const struct document *document) {
    struct buf buf = {.arena = bench->arena};
    const struct page *page = document->pages[0];
    for (size_t i = 0; i < page->n_links; i++) {
        const struct page_link *link = &page->links[i];
        for (size_t k = 0; k < page->n_items; k++) {
            const struct item *item = &page->items[k];
            if (item->kind == ITEM_RUN && item->tag == link->tag) {
                cr_assert(item->run.x == link->area.x && item->run.width == link->area.width);
                cr_assert(item->run.y > link->area.y &&
                          item->run.y < link->area.y + link->area.height);
                buf_format(&buf, "%s%" STR_FMT ">%zu", buf.len > 0 ? "|" : "",
                           STR_ARG(item->run.text), link->page + 1);
            }
        }
        uint32_t parent = document->tags[link->tag].parent;
        cr_assert(document->tags[link->tag].kind == TAG_LINK);
        cr_assert(document->tags[parent].kind == TAG_PARA);
    }
    return buf_str(&buf);
}

#define CHECK_LINKS(words, wanted)                                                                 \
    do {                                                                                           \
        struct text text_ = {.text = STR(words)};                                                  \
        struct str made_ = say_links(&bench, set_words(&bench, &text_, 1));                        \
        cr_assert(str_is(made_, (wanted)), "%s: %" STR_FMT, (words), STR_ARG(made_));              \
    } while (0)

Test(references, a_name_in_running_text_leads_to_what_it_names) {
    struct bench bench = bench_open();
    CHECK_LINKS("各地区情况见表1。", "表1>2");
    CHECK_LINKS("表10（表1）", "表10>3|表1>2");
    CHECK_LINKS("见表1和表 10，见附件一表1", "表1>2|表 10>3|附件一>5|表1>2");
    CHECK_LINKS("查本报告表1可知，如表10", "表1>2|表10>3");
    CHECK_LINKS("表1至表10，其中表1。表1", "表1>2|表10>3|表1>2|表1>2");
    CHECK_LINKS("统计表1、附表1，见对表1无，GB/T 22240 5.5 表1、表10", "");
    CHECK_LINKS("见表11、表1.5、表1-2、附件一百、表3、表", "");
    arena_close(bench.arena);
}

/* However much stands before it on the line. */
Test(references, a_name_is_not_parted_at_the_end_of_a_line) {
    struct bench bench = bench_open();
    for (size_t n = 20; n < 34; n++) {
        struct str before = pages_repeat(&bench, "安，", n / 2);
        struct text text = {.text = str_format(bench.arena, "%s%" STR_FMT "见附件一表 10。",
                                               n % 2 ? "安" : "", STR_ARG(before))};
        struct str made = say_links(&bench, set_words(&bench, &text, 1));
        cr_assert(str_is(made, "附件一>5|表 10>3"), "%zu: %" STR_FMT, n, STR_ARG(made));
    }
    arena_close(bench.arena);
}

Test(references, a_name_that_two_have_leads_nowhere) {
    struct bench bench = bench_open();
    CHECK_LINKS("见表2，见表1", "表1>2");
    CHECK_LINKS("见表3，见表1", "表1>2");
    arena_close(bench.arena);
}

Test(references, what_a_sender_wrote_names_nothing_of_ours) {
    struct bench bench = bench_open();
    struct source source = {.file = STR("系统.csv")};
    struct text texts[] = {
        {.text = STR("业务：")}, {.text = STR("见表1"), .origin = {.source = &source, .row = 2}},
        {.text = STR("。共见")}, {.text = STR("表1")},
        {.text = STR("和")},     {.text = STR("表10")}};
    struct document *document = set_words(&bench, texts, 6);
    struct str made = say_links(&bench, document);
    cr_assert(str_is(made, "表1>2|表10>3"), "%" STR_FMT, STR_ARG(made));
    struct str all = pages_text(&bench, document->pages[0]);
    cr_assert(str_contains(all, STR("业务：见表1。共见表1和表10")));
    arena_close(bench.arena);
}

Test(references, words_stand_as_they_would_without_links) {
    struct bench bench = bench_open();
    struct str words = pages_repeat(&bench, "各地区的情况见表1和表10，", 12);
    struct text ours = {.text = words}, theirs = ours;
    theirs.origin.source = &(struct source){.file = STR("a")};
    const struct page *linked = set_words(&bench, &ours, 1)->pages[0];
    const struct page *plain = set_words(&bench, &theirs, 1)->pages[0];
    cr_assert(linked->n_links >= 24);
    cr_assert_eq(plain->n_links, 0);
    struct str one = pages_text(&bench, linked), other = pages_text(&bench, plain);
    cr_assert(str_equal(one, other), "lines break alike: %" STR_FMT, STR_ARG(one));
    arena_close(bench.arena);
}

Test(references, what_is_named_hangs_under_its_heading_in_the_outline) {
    struct bench bench = bench_open();
    struct text text = {.text = STR("见表1")};
    const struct document *document = set_words(&bench, &text, 1);
    cr_assert_eq(document->n_bookmarks, 4);
    const struct bookmark *table = &document->bookmarks[1];
    cr_assert(str_is(table->title, "表1 甲") && table->level == 3 && table->page == 1);
    cr_assert(str_is(document->bookmarks[3].title, "附件一　措施表"));
    cr_assert_eq(document->bookmarks[3].level, 2);
    const struct page_link *link = &document->pages[0]->links[0];
    cr_assert(link->page == table->page && link->y == table->y);
    arena_close(bench.arena);
}
