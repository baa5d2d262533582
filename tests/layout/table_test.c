/* Flowing tables: repeated headers, spans over pages, sliced rows, numbers and shades. */
#include "pages.h"

/* A table of n_rows × 3 cells saying "row.column", with one header row. */
static struct flow_table *make_table(const struct bench *bench, size_t n_rows,
                                     struct table_cell **cells) {
    struct flow_table *table = ARENA_NEW(bench->arena, struct flow_table);
    *cells = ARENA_ARRAY(bench->arena, struct table_cell, n_rows * 3);
    for (size_t i = 0; i < n_rows * 3; i++) {
        (*cells)[i].text.text = i < 3 ? str_format(bench->arena, "表头%zu", i)
                                      : str_format(bench->arena, "%zu.%zu", i / 3, i % 3);
        (*cells)[i].is_header = i < 3;
        (*cells)[i].is_number = i >= 3 && i % 3 == 2;
    }
    static const double widths[] = {2, 1, 1};
    *table = (struct flow_table){.cells = *cells,
                                 .n_rows = n_rows,
                                 .n_columns = 3,
                                 .n_header_rows = 1,
                                 .widths = widths,
                                 .caption = STR("表1 试验")};
    return table;
}

/* Sets a table behind `lines` lines of text. */
static struct document *set_table(const struct bench *bench, const struct flow_table *table,
                                  size_t lines) {
    const struct styles *styles = pages_styles(bench, "styles/official");
    struct flow_block blocks[] = {
        pages_block(bench, BLOCK_PARA, "body", pages_repeat(bench, "安", 28 * lines + 3)),
        {.kind = BLOCK_TABLE, .table = table}};
    return pages_set(bench, styles, blocks, 2);
}

/* Pages, in order, of all runs with that text; returns how many there are. */
static size_t count_all(const struct document *document, const char *text) {
    size_t n = 0;
    for (size_t i = 0; i < document->n_pages; i++) {
        n += pages_count(document->pages[i], text);
    }
    return n;
}

Test(table, header_rows_repeat_on_every_page_and_each_row_stands_once) {
    struct bench bench = bench_open();
    struct table_cell *cells;
    struct flow_table *table = make_table(&bench, 150, &cells);
    struct document *document = set_table(&bench, table, 3);
    cr_assert_gt(document->n_pages, 3);
    for (size_t i = 0; i < document->n_pages; i++) {
        cr_assert_eq(pages_count(document->pages[i], "表头0"), 1, "page %zu", i + 1);
        cr_assert_eq(pages_count(document->pages[i], "表头2"), 1, "page %zu", i + 1);
    }
    cr_assert_eq(count_all(document, "表1 试验"), 1, "the caption stands once");
    for (size_t i = 1; i < 150; i++) {
        struct str text = str_format(bench.arena, "%zu.1", i);
        cr_assert_eq(count_all(document, str_to_c(bench.arena, text)), 1, "row %zu", i);
    }
    arena_close(bench.arena);
}

Test(table, no_header_stands_without_a_row_and_no_caption_without_its_table) {
    struct bench bench = bench_open();
    for (size_t lines = 0; lines < 23; lines++) {
        struct table_cell *cells;
        struct document *document = set_table(&bench, make_table(&bench, 4, &cells), lines);
        for (size_t i = 0; i < document->n_pages; i++) {
            struct str text = pages_text(&bench, document->pages[i]);
            bool has_header = str_contains(text, STR("表头0"));
            cr_assert(!str_contains(text, STR("试验")) || has_header, "%zu lines", lines);
            cr_assert(!has_header || str_contains(text, STR(".0")), "%zu lines", lines);
        }
    }
    arena_close(bench.arena);
}

Test(table, no_row_stands_alone_under_the_header_where_its_table_begins) {
    struct bench bench = bench_open();
    for (size_t lines = 0; lines < 23; lines++) {
        struct table_cell *cells;
        struct document *document = set_table(&bench, make_table(&bench, 60, &cells), lines);
        for (size_t i = 0; i < document->n_pages; i++) {
            const struct page *page = document->pages[i];
            cr_assert_eq(pages_count(page, "1.1"), pages_count(page, "2.1"), "%zu lines", lines);
        }
    }
    arena_close(bench.arena);
}

/* Page of a run, from 0; SIZE_MAX for none. */
static size_t page_of(const struct document *document, const char *text) {
    for (size_t i = 0; i < document->n_pages; i++) {
        if (pages_count(document->pages[i], text)) {
            return i;
        }
    }
    return SIZE_MAX;
}

/* However much stands above, and whether the table takes more than half a page or not. */
Test(table, a_note_has_rows_of_its_table_on_its_page) {
    struct bench bench = bench_open();
    const struct styles *styles = pages_styles(&bench, "styles/official");
    for (size_t n_rows = 5; n_rows <= 20; n_rows += 5) {
        for (size_t lines = 0; lines < 23; lines++) {
            struct table_cell *cells;
            struct flow_block blocks[] = {
                pages_block(&bench, BLOCK_PARA, "body", pages_repeat(&bench, "安", 28 * lines + 3)),
                {.kind = BLOCK_TABLE, .table = make_table(&bench, n_rows, &cells)},
                pages_block(&bench, BLOCK_PARA, "note", STR("注文")),
                pages_block(&bench, BLOCK_PARA, "body", pages_repeat(&bench, "安", 60))};
            const struct document *document = pages_set(&bench, styles, blocks, 4);
            size_t at = page_of(document, "注文");
            struct str last = str_format(bench.arena, "%zu.1", n_rows - 1);
            cr_assert_eq(pages_count(document->pages[at], str_to_c(bench.arena, last)), 1,
                         "%zu rows, %zu lines", n_rows, lines);
        }
    }
    arena_close(bench.arena);
}

Test(table, a_small_table_is_not_parted) {
    struct bench bench = bench_open();
    for (size_t lines = 0; lines < 23; lines++) {
        struct table_cell *cells;
        struct document *document = set_table(&bench, make_table(&bench, 6, &cells), lines);
        cr_assert_eq(count_all(document, "表头0"), 1, "%zu lines", lines);
    }
    arena_close(bench.arena);
}

Test(table, numbers_end_at_one_point_and_columns_fill_the_body) {
    struct bench bench = bench_open();
    struct table_cell *cells;
    struct flow_table *table = make_table(&bench, 4, &cells);
    cells[5].text.text = STR("123456");
    struct document *document = set_table(&bench, table, 1);
    const struct run *whole = pages_find(document->pages[0], "123456");
    const struct run *wide = pages_find(document->pages[0], "2.2");
    cr_assert(whole && wide);
    /* The point of 2.2 stands where 123456 ends, and 2.2 at the edge. */
    cr_assert_eq(whole->x + whole->width, wide->x + wide->glyphs[1].x);
    int32_t right, pad;
    cr_assert(length_parse(STR("184mm"), 0, &right) && length_parse(STR("1mm"), 0, &pad));
    cr_assert(abs(wide->x + wide->width - (right - pad)) <= 2);
    cr_assert(abs(wide->bound.width * 4 - (wide->bound.width + wide->bound.x -
                                           pages_find(document->pages[0], "2.0")->bound.x)) <= 4);
    arena_close(bench.arena);
}

/* A table of one row of headings and one of numbers, in columns of equal shares but for the first,
 * which has twice theirs. */
static struct document *set_numbers(const struct bench *bench, const char *style, size_t n_columns,
                                    const char *number) {
    struct flow_table *table = ARENA_NEW(bench->arena, struct flow_table);
    struct table_cell *cells = ARENA_ARRAY(bench->arena, struct table_cell, 2 * n_columns);
    double *widths = ARENA_ARRAY(bench->arena, double, n_columns);
    for (size_t i = 0; i < n_columns; i++) {
        cells[i] = (struct table_cell){.text = {.text = STR("经费")}, .is_header = true};
        cells[n_columns + i] = (struct table_cell){
            .text = {.text = str_from_c(i % 2 ? number : "7.25")}, .is_number = true};
        widths[i] = i == 0 ? 2 : 1;
    }
    *table = (struct flow_table){.style = str_from_c(style),
                                 .cells = cells,
                                 .n_rows = 2,
                                 .n_columns = n_columns,
                                 .n_header_rows = 1,
                                 .widths = widths};
    return set_table(bench, table, 1);
}

/* The columns have 24 pt for 39 pt of digits: what others have more than their numbers take is
 * given to them, and where no column has, the numbers are set smaller. */
Test(table, no_number_is_parted_however_narrow_the_share_of_its_column) {
    struct bench bench = bench_open();
    for (size_t n = 2; n <= 10; n++) {
        struct document *document = set_numbers(&bench, "", n, "8200.50");
        cr_assert_eq(count_all(document, "8200.50"), n / 2, "%zu columns", n);
        cr_assert_eq(count_all(document, "7.25"), (n + 1) / 2, "%zu columns", n);
        cr_assert_eq(pages_find(document->pages[0], "8200.50")->size, 21 * PT / 2);
    }
    const struct run *small = NULL;
    for (size_t n = 11; n <= 14 && !small; n++) {
        struct document *document = set_numbers(&bench, "", n, "8200.50");
        const struct run *run = pages_find(document->pages[0], "8200.50");
        small = run->size == 9 * PT ? run : NULL;
    }
    cr_assert(small, "a smaller style is taken where the columns have no room");
    arena_close(bench.arena);
}

/* What has no room even so is told: see pages_set, which audits. */
Test(table, a_number_that_no_column_can_hold_is_a_fault_of_its_page) {
    struct bench bench = bench_open();
    struct document *document = document_open(bench.arena, bench.typesetter);
    struct table_cell cells[30];
    double widths[30];
    for (size_t i = 0; i < 30; i++) {
        cells[i] = (struct table_cell){.text = {.text = STR("8200.50")}, .is_number = true};
        widths[i] = 1;
    }
    struct flow_table table = {.cells = cells, .n_rows = 1, .n_columns = 30, .widths = widths};
    struct flow_block block = {.kind = BLOCK_TABLE, .table = &table};
    cr_assert(flow_set(bench.arena, pages_styles(&bench, "styles/official"), STR("body"),
                       (struct flow_marks){0}, &block, 1, document, bench.diag));
    cr_assert(!document_audit(bench.arena, document, bench.diag));
    arena_close(bench.arena);
}

/* The first run whose text begins so. */
static const struct run *find_start(const struct page *page, const char *start) {
    for (size_t i = 0; i < page->n_items; i++) {
        const struct item *item = &page->items[i];
        if (item->kind == ITEM_RUN && str_starts(item->run.text, str_from_c(start))) {
            return &item->run;
        }
    }
    cr_assert_fail("no %s", start);
    return NULL;
}

Test(table, the_caption_says_on_each_further_page_that_it_goes_on) {
    struct bench bench = bench_open();
    struct table_cell *cells;
    struct document *document = set_table(&bench, make_table(&bench, 150, &cells), 3);
    for (size_t i = 0; i < document->n_pages; i++) {
        cr_assert_eq(pages_count(document->pages[i], "表1 试验（续）"), i > 0, "page %zu", i + 1);
    }
    arena_close(bench.arena);
}

/* How many runs of the document say that something goes on. */
static size_t count_continued(const struct document *document) {
    size_t n = 0;
    for (size_t i = 0; i < document->n_pages; i++) {
        const struct page *page = document->pages[i];
        for (size_t k = 0; k < page->n_items; k++) {
            const struct item *item = &page->items[k];
            n += item->kind == ITEM_RUN && str_find(item->run.text, STR("续"), 0) != SIZE_MAX;
        }
    }
    return n;
}

/* A table without a caption is told on its further pages by the heading that it stands under, of
 * several lines too; one without header rows, or under no heading, by nothing. */
Test(table, without_a_caption_the_heading_says_that_it_goes_on) {
    struct bench bench = bench_open();
    struct table_cell *cells;
    struct flow_table *table = make_table(&bench, 150, &cells);
    table->caption = STR("");
    const struct styles *styles = pages_styles(&bench, "styles/report");
    struct flow_block blocks[] = {
        pages_block(&bench, BLOCK_HEADING, "chapter", STR("一、别的")),
        pages_block(&bench, BLOCK_HEADING, "chapter", STR("附件一\n措施表")),
        pages_block(&bench, BLOCK_PARA, "body", STR("以下列出。")),
        {.kind = BLOCK_TABLE, .table = table}};
    struct document *document = pages_set(&bench, styles, blocks, 4);
    cr_assert_gt(document->n_pages, 3);
    for (size_t i = 0; i < document->n_pages; i++) {
        cr_assert_eq(pages_count(document->pages[i], "附件一措施表（续）"), i > 0, "page %zu",
                     i + 1);
    }
    cr_assert_eq(count_continued(document), document->n_pages - 1);
    cr_assert_eq(count_continued(pages_set(&bench, styles, &blocks[2], 2)), 0);
    table->n_header_rows = 0;
    cr_assert_eq(count_continued(pages_set(&bench, styles, blocks, 4)), 0);
    arena_close(bench.arena);
}

/* Whatever stands above, the last page has three rows at least and a sixth of its height, or all.
 */
Test(table, no_page_holds_few_last_rows_alone) {
    struct bench bench = bench_open();
    for (size_t n_rows = 14; n_rows < 60; n_rows++) {
        struct table_cell *cells;
        struct document *document = set_table(&bench, make_table(&bench, n_rows, &cells), 3);
        struct str last = str_format(bench.arena, "%zu.1", n_rows - 1);
        struct str third = str_format(bench.arena, "%zu.1", n_rows - 3);
        size_t page = page_of(document, str_to_c(bench.arena, last));
        cr_assert_neq(page, SIZE_MAX);
        cr_assert_eq(page_of(document, str_to_c(bench.arena, third)), page, "%zu rows", n_rows);
        const struct run *run = pages_find(document->pages[page], str_to_c(bench.arena, last));
        const struct area *body = &document->pages[page]->grid.area;
        cr_assert(run->y - body->y >= body->height / 6, "%zu rows", n_rows);
    }
    arena_close(bench.arena);
}

/* The total of a group begins no page, wherever the page ends. */
Test(table, a_total_stays_with_its_group) {
    struct bench bench = bench_open();
    for (size_t lines = 0; lines < 8; lines++) {
        struct table_cell *cells;
        struct flow_table *table = make_table(&bench, 100, &cells);
        for (size_t row = 7; row < 100; row += 7) {
            cells[row * 3].is_kept = true;
        }
        struct document *document = set_table(&bench, table, lines);
        for (size_t row = 7; row < 100; row += 7) {
            struct str total = str_format(bench.arena, "%zu.1", row);
            struct str before = str_format(bench.arena, "%zu.1", row - 1);
            cr_assert_eq(page_of(document, str_to_c(bench.arena, total)),
                         page_of(document, str_to_c(bench.arena, before)), "row %zu", row);
        }
    }
    arena_close(bench.arena);
}

/* Without widths: numbers and short words keep to one line, and the long column gets the rest. */
Test(table, columns_are_as_wide_as_what_stands_in_them) {
    struct bench bench = bench_open();
    struct table_cell *cells;
    struct flow_table *table = make_table(&bench, 6, &cells);
    table->widths = NULL;
    cells[3].text.text = STR("门诊收费");
    cells[4].text.text = pages_repeat(&bench, "安全", 60);
    cells[5].text.text = STR("123456789");
    struct document *document = set_table(&bench, table, 1);
    const struct page *page = document->pages[0];
    const struct run *name = pages_find(page, "门诊收费"), *number = pages_find(page, "123456789");
    cr_assert(name && number, "parted");
    const struct run *text = find_start(page, "安全");
    cr_assert_gt(text->bound.width, 3 * name->bound.width);
    cr_assert_gt(text->bound.width, 3 * number->bound.width);
    int64_t width = (int64_t)text->bound.width + name->bound.width + number->bound.width;
    int32_t body;
    cr_assert(length_parse(STR("156mm"), 0, &body));
    cr_assert(width >= body - 2 && width <= body + 2);
    arena_close(bench.arena);
}

/* Two columns of long text share what the narrow one leaves, neither crushed by the other. */
Test(table, no_column_is_crushed_by_a_longer_one) {
    struct bench bench = bench_open();
    struct table_cell *cells;
    struct flow_table *table = make_table(&bench, 3, &cells);
    table->widths = NULL;
    cells[3].text.text = pages_repeat(&bench, "短句", 20);
    cells[4].text.text = pages_repeat(&bench, "长文", 1000);
    const struct page *page = set_table(&bench, table, 1)->pages[0];
    const struct run *shorter = find_start(page, "短句"), *longer = find_start(page, "长文");
    cr_assert_gt(shorter->bound.width, 4 * shorter->size);
    cr_assert_gt(longer->bound.width, shorter->bound.width);
    arena_close(bench.arena);
}

Test(table, a_wide_table_stands_on_lying_pages_and_the_text_behind_it_not) {
    struct bench bench = bench_open();
    struct table_cell *cells;
    const struct styles *styles = pages_styles(&bench, "styles/official");
    struct flow_block blocks[] = {pages_block(&bench, BLOCK_PARA, "body", STR("前")),
                                  {.kind = BLOCK_BREAK, .style = STR("wide")},
                                  {.kind = BLOCK_TABLE, .table = make_table(&bench, 40, &cells)},
                                  {.kind = BLOCK_BREAK, .style = STR("body")},
                                  pages_block(&bench, BLOCK_PARA, "body", STR("后"))};
    struct document *document = pages_set(&bench, styles, blocks, 5);
    cr_assert_geq(document->n_pages, 4U);
    for (size_t i = 0; i < document->n_pages; i++) {
        const struct page *page = document->pages[i];
        bool is_lying = i > 0 && i + 1 < document->n_pages;
        cr_assert_eq(page->width > page->height, is_lying, "page %zu", i + 1);
    }
    const struct run *first = pages_find(document->pages[1], "1.0");
    const struct run *last = pages_find(document->pages[1], "1.2");
    cr_assert_gt(last->bound.x + last->bound.width - first->bound.x, document->pages[0]->width);
    cr_assert(pages_find(document->pages[document->n_pages - 1], "后"));
    arena_close(bench.arena);
}

Test(table, a_shade_lies_under_its_text_and_fills_its_cell) {
    struct bench bench = bench_open();
    struct table_cell *cells;
    struct flow_table *table = make_table(&bench, 4, &cells);
    cells[7].is_shaded = true;
    struct document *document = set_table(&bench, table, 1);
    const struct page *page = document->pages[0];
    const struct run *run = pages_find(page, "2.1");
    size_t n = 0;
    for (size_t i = 0; i < page->n_items; i++) {
        const struct item *item = &page->items[i];
        if (item->kind == ITEM_BOX && item->box.hatch == HATCH_SOLID) {
            n++;
            cr_assert(&item->run < run);
            cr_assert(item->box.area.x == run->bound.x && item->box.area.y == run->bound.y &&
                      item->box.area.width == run->bound.width &&
                      item->box.area.height == run->bound.height);
        }
    }
    cr_assert_eq(n, 1);
    arena_close(bench.arena);
}

Test(table, a_row_taller_than_a_page_is_sliced_without_loss) {
    struct bench bench = bench_open();
    for (size_t lines = 0; lines < 22; lines += 3) {
        struct table_cell *cells;
        struct flow_table *table = make_table(&bench, 5, &cells);
        cells[7].text.text = pages_repeat(&bench, "长", 6000);
        cells[8].text.text = pages_repeat(&bench, "中", 900);
        cells[8].is_number = false;
        struct document *document = set_table(&bench, table, lines);
        size_t n_long = 0;
        size_t n_middle = 0;
        for (size_t i = 0; i < document->n_pages; i++) {
            struct str text = pages_text(&bench, document->pages[i]);
            for (size_t at = 0; (at = str_find(text, STR("长"), at)) != SIZE_MAX; at++) {
                n_long++;
            }
            for (size_t at = 0; (at = str_find(text, STR("中"), at)) != SIZE_MAX; at++) {
                n_middle++;
            }
            bool has_table = str_contains(text, STR("长")) || str_contains(text, STR(".1"));
            cr_assert_eq(has_table, str_contains(text, STR("表头0")), "page %zu", i + 1);
        }
        cr_assert_eq(n_long, 6000);
        cr_assert_eq(n_middle, 900);
        cr_assert_eq(count_all(document, "2.0"), 1);
        cr_assert_gt(count_all(document, "2.0（续）"), 5, "its label is said again");
        cr_assert_eq(count_all(document, "3.0"), 1);
        cr_assert_eq(count_all(document, "4.0"), 1);
    }
    arena_close(bench.arena);
}

Test(table, a_small_group_moves_whole_and_a_large_one_says_that_it_goes_on) {
    struct bench bench = bench_open();
    struct table_cell *cells;
    struct flow_table *table = make_table(&bench, 91, &cells);
    for (size_t row = 1; row < 91; row += 90) {
        cells[row * 3].row_span = 90;
        cells[row * 3].text.text = STR("南昌市");
        for (size_t k = 1; k < 90; k++) {
            cells[(row + k) * 3].is_covered = true;
        }
    }
    struct document *document = set_table(&bench, table, 2);
    cr_assert_gt(document->n_pages, 2);
    cr_assert_eq(count_all(document, "南昌市"), 1);
    cr_assert_eq(count_all(document, "南昌市（续）"), document->n_pages - 1);
    cr_assert_eq(count_all(document, "90.1"), 1);

    table = make_table(&bench, 61, &cells);
    for (size_t row = 1; row < 61; row += 4) {
        cells[row * 3].row_span = 4;
        cells[row * 3].text.text = STR("赣州市");
        for (size_t k = 1; k < 4; k++) {
            cells[(row + k) * 3].is_covered = true;
        }
    }
    document = set_table(&bench, table, 2);
    cr_assert_gt(document->n_pages, 1);
    cr_assert_eq(count_all(document, "赣州市"), 15);
    cr_assert_eq(count_all(document, "赣州市（续）"), 0);
    arena_close(bench.arena);
}

/* Where labels are so high that one more would leave a third of the page free, the page ends within
 * the label. */
Test(table, no_page_stays_half_empty_for_the_sake_of_a_label) {
    struct bench bench = bench_open();
    struct table_cell *cells;
    size_t n_fit = 0;
    for (size_t row = 1; row < 91; row++) {
        struct str text = str_format(bench.arena, "%zu.1", row);
        struct document *plain = set_table(&bench, make_table(&bench, 91, &cells), 0);
        n_fit += pages_count(plain->pages[1], str_to_c(bench.arena, text));
    }
    size_t high = n_fit * 11 / 20;
    struct flow_table *table = make_table(&bench, 1 + 6 * high, &cells);
    for (size_t row = 1; row < 1 + 6 * high; row += high) {
        cells[row * 3].row_span = (unsigned)high;
        cells[row * 3].text.text = STR("九江市");
        for (size_t k = 1; k < high; k++) {
            cells[(row + k) * 3].is_covered = true;
        }
    }
    struct document *document = set_table(&bench, table, 0);
    cr_assert_leq(document->n_pages, 4, "%zu pages of %zu rows a label, %zu a page",
                  document->n_pages, high, n_fit);
    cr_assert_gt(count_all(document, "九江市（续）"), 0);
    arena_close(bench.arena);
}

/* Rows of data on a page of the document. */
static size_t count_rows(const struct bench *bench, const struct page *page, size_t n_rows) {
    size_t n = 0;
    for (size_t row = 1; row < n_rows; row++) {
        n += pages_count(page, str_to_c(bench->arena, str_format(bench->arena, "%zu.1", row)));
    }
    return n;
}

/* A page ends within a tall label only where both parts have room for its words: here the page
 * would hold all rows but one, which is too low for the three lines of the label. */
Test(table, a_page_ends_where_both_halves_of_a_label_hold_its_words) {
    struct bench bench = bench_open();
    struct table_cell *cells;
    struct flow_table *table = make_table(&bench, 91, &cells);
    size_t n_fit = count_rows(&bench, set_table(&bench, table, 2)->pages[0], 91);
    size_t n_rows = n_fit + 2;
    table = make_table(&bench, n_rows, &cells);
    cells[3].row_span = (unsigned)n_fit + 1;
    cells[3].text.text = pages_repeat(&bench, "昌", 50);
    for (size_t k = 1; k <= n_fit; k++) {
        cells[(1 + k) * 3].is_covered = true;
    }
    struct document *document = set_table(&bench, table, 2);
    cr_assert_eq(document->n_pages, 2);
    size_t n_first = count_rows(&bench, document->pages[0], n_rows);
    cr_assert_lt(n_first, n_fit, "the label's last row stands alone");
    cr_assert_geq(n_first, n_fit - 4, "no more rows than the label wants were moved: %zu of %zu",
                  n_first, n_fit);
    cr_assert_eq(n_first + count_rows(&bench, document->pages[1], n_rows), n_fit + 1);
    arena_close(bench.arena);
}

/* Sets three labels of so many characters over so many rows each, behind lines of text, and proves
 * the pages. */
static void set_labels(size_t length, size_t high, size_t above) {
    struct bench bench = bench_open();
    size_t n_rows = 1 + 3 * high;
    struct table_cell *cells;
    struct flow_table *table = make_table(&bench, n_rows, &cells);
    for (size_t row = 1; row < n_rows; row++) {
        cells[row * 3].row_span = row % high == 1 ? (unsigned)high : 0;
        cells[row * 3].is_covered = row % high != 1;
        cells[row * 3].text.text = pages_repeat(&bench, "昌", length);
    }
    struct document *document = set_table(&bench, table, above);
    cr_assert(document_audit(bench.arena, document, bench.diag),
              "%zu characters, %zu rows, %zu lines above", length, high, above);
    size_t n = 0;
    for (size_t k = 0; k < document->n_pages; k++) {
        size_t n_here = count_rows(&bench, document->pages[k], n_rows);
        cr_assert(n_here > 0 || pages_count(document->pages[k], "表头0") == 0,
                  "the header stands alone: %zu, %zu, %zu", length, high, above);
        n += n_here;
    }
    cr_assert_eq(n, n_rows - 1);
    arena_close(bench.arena);
}

/* A label that a page holds is never higher than its rows there, wherever the page ends. */
Test(table, a_tall_label_has_room_on_each_of_its_pages) {
    static const size_t lengths[] = {40, 120, 200, 260}, spans[] = {2, 9, 25, 60};
    for (size_t i = 0; i < 4 * 4 * 7; i++) {
        set_labels(lengths[i % 4], spans[i / 4 % 4], i / 16 * 3 + 1);
    }
    for (size_t i = 0; i < 3 * 24; i++) {
        set_labels(360 + i % 3 * 20, 16 + i / 3, 0);
    }
}

/* A label below a row that goes over pages begins on a page that has room for what it says. */
Test(table, a_tall_label_below_a_sliced_row_has_room) {
    for (size_t length = 260; length < 1200; length += 20) {
        struct bench bench = bench_open();
        struct table_cell *cells;
        struct flow_table *table = make_table(&bench, 62, &cells);
        cells[3 + 1].text.text = pages_repeat(&bench, "市", length);
        cells[6].row_span = 60;
        cells[6].text.text = pages_repeat(&bench, "昌", 200);
        for (size_t row = 3; row < 62; row++) {
            cells[row * 3].is_covered = true;
        }
        struct document *document = set_table(&bench, table, 1);
        cr_assert(document_audit(bench.arena, document, bench.diag), "%zu", length);
        arena_close(bench.arena);
    }
}

Test(table, spans_over_columns_and_wrong_spans_stay_in_the_table) {
    struct bench bench = bench_open();
    struct table_cell *cells;
    struct flow_table *table = make_table(&bench, 4, &cells);
    cells[3].column_span = 2;
    cells[4].is_covered = true;
    cells[8].column_span = 7;
    cells[8].row_span = 9;
    cells[11].is_covered = true;
    struct document *document = set_table(&bench, table, 1);
    const struct run *span = pages_find(document->pages[0], "1.0");
    const struct run *single = pages_find(document->pages[0], "2.0");
    cr_assert(abs(span->bound.width - single->bound.width * 3 / 2) <= 2);
    cr_assert_eq(count_all(document, "1.1"), 0);
    cr_assert_eq(count_all(document, "3.2"), 0);
    arena_close(bench.arena);
}

Test(table, two_settings_are_the_same) {
    struct bench bench = bench_open();
    struct table_cell *cells;
    struct flow_table *table = make_table(&bench, 80, &cells);
    struct str one = document_dump(bench.arena, set_table(&bench, table, 4));
    struct str two = document_dump(bench.arena, set_table(&bench, table, 4));
    cr_assert(str_equal(one, two));
    arena_close(bench.arena);
}
