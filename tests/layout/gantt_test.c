/* 进度计划 as a chart: bars as long as their days, months that do not touch, rows over pages. */
#include "pages.h"

enum { DAY_2012_03_01 = 15400 };

static struct chart make_gantt(const struct bench *bench, size_t n,
                               const struct chart_span *spans) {
    struct str *names = ARENA_ARRAY(bench->arena, struct str, n);
    for (size_t i = 0; i < n; i++) {
        names[i] = str_format(bench->arena, "阶段%zu", i + 1);
    }
    return (struct chart){.kind = CHART_GANTT,
                          .caption = STR("进度计划"),
                          .categories = names,
                          .n_categories = n,
                          .spans = spans};
}

static struct document *set_gantt(const struct bench *bench, const struct chart *chart) {
    struct flow_block block = {.kind = BLOCK_CHART, .style = STR("bars"), .chart = chart};
    return pages_set(bench, pages_styles(bench, "styles/report"), &block, 1);
}

/* The bars of a page. */
static size_t find_bars(const struct page *page, struct area *bars) {
    size_t n = 0;
    for (size_t i = 0; i < page->n_items; i++) {
        if (page->items[i].kind == ITEM_BOX) {
            bars[n++] = page->items[i].box.area;
        }
    }
    return n;
}

Test(gantt, bars_are_as_long_as_their_days_and_none_stands_for_none) {
    static const struct chart_span spans[] = {{DAY_2012_03_01, DAY_2012_03_01 + 29, true},
                                              {0, 0, false},
                                              {DAY_2012_03_01 + 30, DAY_2012_03_01 + 89, true}};
    struct bench bench = bench_open();
    struct chart chart = make_gantt(&bench, 3, spans);
    struct document *document = set_gantt(&bench, &chart);
    struct area bars[8];
    cr_assert_eq(date_to_days((struct date){2012, 3, 1}), DAY_2012_03_01);
    cr_assert_eq(find_bars(document->pages[0], bars), 2, "a row without days has no bar");
    cr_assert(abs(bars[1].width - 2 * bars[0].width) <= 4, "60 days are twice 30");
    cr_assert(abs(bars[0].x + bars[0].width - bars[1].x) <= 2, "one begins where the other ends");
    cr_assert_gt(bars[1].y, bars[0].y + bars[0].height, "each on its row, an empty one between");
    cr_assert_eq(pages_count(document->pages[0], "阶段2"), 1, "and the row is named all the same");
    cr_assert_eq(pages_count(document->pages[0], "2012-03"), 1);
    cr_assert_eq(pages_count(document->pages[0], "进度计划"), 1);
    cr_assert(document_audit(bench.arena, document, bench.diag));
    arena_close(bench.arena);
}

Test(gantt, a_day_is_seen_and_centuries_have_room_for_its_names) {
    static const struct chart_span spans[] = {{DAY_2012_03_01, DAY_2012_03_01, true},
                                              {DAY_2012_03_01, DAY_2012_03_01 + 36525, true},
                                              {INT64_MAX / 2, INT64_MAX / 2, true}};
    struct bench bench = bench_open();
    struct chart chart = make_gantt(&bench, 3, spans);
    struct document *document = set_gantt(&bench, &chart);
    struct area bars[8];
    cr_assert_eq(find_bars(document->pages[0], bars), 3);
    cr_assert_geq(bars[0].width, 2 * PT, "one day in two hundred years");
    int32_t end = 0;
    for (size_t i = 0; i < document->pages[0]->n_items; i++) {
        const struct item *item = &document->pages[0]->items[i];
        if (item->kind == ITEM_RUN && str_starts(item->run.text, STR("2"))) {
            cr_assert_geq(item->run.x, end, "names of months do not touch");
            end = item->run.x + item->run.width;
        }
    }
    cr_assert_gt(end, 0);
    cr_assert(document_audit(bench.arena, document, bench.diag));
    arena_close(bench.arena);
}

Test(gantt, no_days_at_all_draw_rows_without_months) {
    static const struct chart_span spans[2];
    struct bench bench = bench_open();
    struct chart chart = make_gantt(&bench, 2, spans);
    struct document *document = set_gantt(&bench, &chart);
    struct area bars[8];
    cr_assert_eq(find_bars(document->pages[0], bars), 0);
    cr_assert_eq(pages_count(document->pages[0], "阶段1"), 1);
    arena_close(bench.arena);
}

Test(gantt, many_rows_go_on_over_the_page_under_their_months) {
    enum { ROWS = 120 };
    struct bench bench = bench_open();
    struct chart_span *spans = ARENA_ARRAY(bench.arena, struct chart_span, ROWS);
    for (int64_t i = 0; i < ROWS; i++) {
        spans[i] = (struct chart_span){DAY_2012_03_01 + i, DAY_2012_03_01 + i + 20, true};
    }
    struct chart chart = make_gantt(&bench, ROWS, spans);
    struct document *document = set_gantt(&bench, &chart);
    size_t n_bars = 0;
    cr_assert_gt(document->n_pages, 2);
    for (size_t i = 0; i < document->n_pages; i++) {
        struct area bars[ROWS];
        n_bars += find_bars(document->pages[i], bars);
        cr_assert_geq(pages_count(document->pages[i], "2012-03"), 1, "page %zu", i + 1);
    }
    cr_assert_eq(n_bars, ROWS);
    cr_assert(document_audit(bench.arena, document, bench.diag));
    arena_close(bench.arena);
}
