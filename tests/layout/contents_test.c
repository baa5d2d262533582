/* Lists of contents: a line for each heading, its page, a link to it. */
#include "pages.h"

/* So many chapters with two sections each, a page of text behind every section, under a list of
 * contents down to a level. */
static struct document *set_chapters(const struct bench *bench, size_t n_chapters, int deepest) {
    const struct styles *styles = pages_styles(bench, "styles/report");
    struct flow_block *blocks = ARENA_ARRAY(bench->arena, struct flow_block, 3 + n_chapters * 5);
    size_t n = 0;
    blocks[n++] = pages_block(bench, BLOCK_HEADING, "title", STR("方案"));
    blocks[0].level = 0;
    blocks[n++] =
        (struct flow_block){.kind = BLOCK_CONTENTS, .style = STR("contents"), .level = deepest};
    blocks[n++] = (struct flow_block){.kind = BLOCK_BREAK};
    for (size_t i = 0; i < n_chapters; i++) {
        struct str chapter = str_format(bench->arena, "第%zu章", i + 1);
        blocks[n++] = pages_block(bench, BLOCK_HEADING, "chapter", chapter);
        for (size_t k = 0; k < 2; k++) {
            struct str section = str_format(bench->arena, "第%zu.%zu节", i + 1, k + 1);
            blocks[n] = pages_block(bench, BLOCK_HEADING, "section", section);
            blocks[n++].level = 2;
            blocks[n++] =
                pages_block(bench, BLOCK_PARA, "body", pages_repeat(bench, "安", 31 * 20));
        }
    }
    return pages_set(bench, styles, blocks, n);
}

/* The word of a line of contents, up to its number. */
static struct str entry_text(const struct bench *bench, const struct page *page, int32_t y) {
    struct buf buf = {.arena = bench->arena};
    for (size_t i = 0; i < page->n_items; i++) {
        const struct item *item = &page->items[i];
        if (item->kind == ITEM_RUN && item->run.y > y && item->run.y < y + 22 * PT) {
            buf_add(&buf, item->run.text);
            buf_add_byte(&buf, '|');
        }
    }
    return buf_str(&buf);
}

Test(contents, each_heading_has_a_line_with_the_number_of_its_page_and_a_link) {
    struct bench bench = bench_open();
    struct document *document = set_chapters(&bench, 3, 2);
    const struct page *page = document->pages[0];
    cr_assert_eq(page->n_links, 9);
    for (size_t i = 0; i < 9; i++) {
        /* Links are added from the last to the first; the first bookmark is the title. */
        const struct page_link *link = &page->links[8 - i];
        const struct bookmark *bookmark = &document->bookmarks[i + 1];
        cr_assert_eq(link->page, bookmark->page);
        cr_assert_eq(link->y, bookmark->y);
        struct str wanted = str_format(bench.arena, "%" STR_FMT "|%zu|", STR_ARG(bookmark->title),
                                       bookmark->page + 1);
        struct str made = entry_text(&bench, page, link->area.y);
        cr_assert(str_equal(made, wanted), "%" STR_FMT, STR_ARG(made));
        cr_assert_eq(document->tags[link->tag].kind, TAG_LINK);
    }
    cr_assert_eq(set_chapters(&bench, 3, 1)->pages[0]->n_links, 3, "chapters alone");
    arena_close(bench.arena);
}

Test(contents, words_and_numbers_stand_in_reading_order) {
    struct bench bench = bench_open();
    struct document *document = set_chapters(&bench, 2, 1);
    struct str text = pages_text(&bench, document->pages[0]);
    cr_assert(str_starts(text, STR("方案|第1章2|第2章")), "%" STR_FMT, STR_ARG(text));
    arena_close(bench.arena);
}

Test(contents, no_line_stands_alone_on_a_last_page) {
    struct bench bench = bench_open();
    for (size_t n = 26; n < 34; n++) {
        struct document *document = set_chapters(&bench, n, 1);
        size_t n_second = document->pages[1]->n_links;
        cr_assert_eq(document->pages[0]->n_links + n_second, n);
        cr_assert_neq(n_second, 1, "%zu lines", n);
    }
    arena_close(bench.arena);
}
