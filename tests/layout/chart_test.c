/* Stacked bars: lengths in proportion, every value printed, told apart without colour. */
#include "pages.h"
#include "reported.h"

static const struct str series[] = {STR_INIT("未定级"), STR_INIT("二级"), STR_INIT("三级")};

/* A chart of n bars over the given values. */
static struct chart make_chart(const struct bench *bench, size_t n, const double *values) {
    struct str *names = ARENA_ARRAY(bench->arena, struct str, n);
    for (size_t i = 0; i < n; i++) {
        names[i] = str_format(bench->arena, "城%c市", (int)('A' + i % 26));
    }
    return (struct chart){.kind = CHART_STACKED_BARS,
                          .caption = STR("图一"),
                          .categories = names,
                          .n_categories = n,
                          .series = series,
                          .n_series = 3,
                          .values = values};
}

static struct document *set_chart(const struct bench *bench, const struct chart *chart) {
    struct flow_block block = {.kind = BLOCK_CHART, .chart = chart};
    return pages_set(bench, pages_styles(bench, "styles/official"), &block, 1);
}

/* The outlined boxes of a page, legend first. */
static size_t find_boxes(const struct page *page, const struct box *boxes[64]) {
    size_t n = 0;
    for (size_t i = 0; i < page->n_items; i++) {
        if (page->items[i].kind == ITEM_BOX && page->items[i].box.thickness > 0) {
            boxes[n++] = &page->items[i].box;
        }
    }
    return n;
}

Test(chart, parts_are_as_long_as_their_values_and_stand_end_to_end) {
    static const double values[] = {10, 20, 30, 5, 0, 40};
    struct bench bench = bench_open();
    struct chart chart = make_chart(&bench, 2, values);
    const struct page *page = set_chart(&bench, &chart)->pages[0];
    const struct box *boxes[64];
    cr_assert_eq(find_boxes(page, boxes), 3 + 3 + 2, "legend, and a part for each value over 0");
    double unit = boxes[3]->area.width / 10.0;
    static const double lengths[] = {10, 20, 30, 5, 40};
    for (size_t i = 0; i < 5; i++) {
        cr_assert(abs((int)(boxes[3 + i]->area.width - lengths[i] * unit)) <= 8, "part %zu", i);
    }
    cr_assert_eq(boxes[3]->area.x + boxes[3]->area.width, boxes[4]->area.x);
    cr_assert_eq(boxes[4]->area.x + boxes[4]->area.width, boxes[5]->area.x);
    cr_assert_eq(boxes[6]->area.x, boxes[3]->area.x, "bars begin at one axis");
    for (size_t a = 0; a < 3; a++) {
        for (size_t b = 0; b < a; b++) {
            cr_assert(boxes[a]->hatch != boxes[b]->hatch ||
                      abs(boxes[a]->fill_gray - boxes[b]->fill_gray) > 60);
        }
        cr_assert_eq(boxes[a]->hatch, boxes[3 + a]->hatch, "the legend shows the filling");
    }
    arena_close(bench.arena);
}

Test(chart, every_value_is_printed_in_its_part_or_behind_the_bar) {
    static const double values[] = {1, 200, 150, 0, 0, 0, 0, 3, 0};
    struct bench bench = bench_open();
    struct chart chart = make_chart(&bench, 3, values);
    const struct page *page = set_chart(&bench, &chart)->pages[0];
    cr_assert(pages_find(page, "200") && pages_find(page, "150"));
    struct str text = pages_text(&bench, page);
    cr_assert(str_contains(text, STR("未定级 1")), "%" STR_FMT, STR_ARG(text));
    cr_assert(str_contains(text, STR("二级 3")), "%" STR_FMT, STR_ARG(text));
    cr_assert(pages_find(page, "0"), "an empty bar says so");
    cr_assert(str_contains(text, STR("图一")));
    for (size_t i = 0; i < 3; i++) {
        cr_assert(str_contains(text, series[i]) && str_contains(text, chart.categories[i]));
    }
    arena_close(bench.arena);
}

Test(chart, many_bars_go_on_over_the_page_with_their_legend) {
    struct bench bench = bench_open();
    double *values = ARENA_ARRAY(bench.arena, double, 60 * 3);
    for (size_t i = 0; i < 180; i++) {
        values[i] = (double)(i * 37 % 101);
    }
    struct chart chart = make_chart(&bench, 60, values);
    struct document *document = set_chart(&bench, &chart);
    cr_assert_eq(document->n_pages, 3);
    size_t n_bars = 0;
    for (size_t i = 0; i < document->n_pages; i++) {
        struct str text = pages_text(&bench, document->pages[i]);
        cr_assert(str_contains(text, STR("未定级")));
        cr_assert_eq(str_contains(text, STR("图一")), i + 1 == document->n_pages);
        for (size_t at = 0; (at = str_find(text, STR("城"), at)) != SIZE_MAX; at++) {
            n_bars++;
        }
    }
    cr_assert_eq(n_bars, 60);
    arena_close(bench.arena);
}

Test(chart, all_zero_and_hostile_values_are_drawn) {
    static const double values[] = {0, 0, 0, -5, 1e300, 0};
    struct bench bench = bench_open();
    struct chart chart = make_chart(&bench, 2, values);
    const struct page *page = set_chart(&bench, &chart)->pages[0];
    const struct box *boxes[64];
    cr_assert_eq(find_boxes(page, boxes), 3);
    cr_assert_eq(pages_count(page, "0"), 2);
    arena_close(bench.arena);
}

Test(chart, more_series_than_fillings_is_refused) {
    static const double values[20] = {1};
    struct str names[9] = {{0}};
    struct bench bench = bench_open();
    struct chart chart = make_chart(&bench, 1, values);
    chart.series = names;
    chart.n_series = 9;
    struct flow_block block = {.kind = BLOCK_CHART, .chart = &chart};
    struct document *document = document_open(bench.arena, bench.typesetter);
    cr_assert_not(flow_set(bench.arena, pages_styles(&bench, "styles/official"), STR("body"),
                           (struct flow_marks){0}, &block, 1, document, bench.diag));
    cr_assert_eq(reported(bench.diag, 0)->id, DIAG_YAML_VALUE);
    arena_close(bench.arena);
}

Test(chart, grouped_bars_lie_under_each_other_and_each_has_its_value_behind_it) {
    static const double values[] = {10, 0, 30, 5, 40, 1};
    struct bench bench = bench_open();
    struct chart chart = make_chart(&bench, 2, values);
    chart.kind = CHART_GROUPED_BARS;
    const struct page *page = set_chart(&bench, &chart)->pages[0];
    const struct box *boxes[64];
    cr_assert_eq(find_boxes(page, boxes), 3 + 5, "a bar for each value over 0");
    double unit = boxes[6]->area.width / 40.0;
    static const double lengths[] = {10, 30, 5, 40, 1};
    static const char *const names[] = {"10", "30", "5", "40", "1"};
    for (size_t i = 0; i < 5; i++) {
        const struct area *bar = &boxes[3 + i]->area;
        const struct run *value = pages_find(page, names[i]);
        cr_assert(abs((int)(bar->width - lengths[i] * unit)) <= 8, "bar %zu", i);
        cr_assert_eq(bar->x, boxes[3]->area.x, "all begin at the axis");
        cr_assert(value && value->x > bar->x + bar->width);
        cr_assert(value->y > bar->y && value->y < bar->y + bar->height);
        cr_assert(value->x + value->width <= page->grid.area.x + page->grid.area.width);
        cr_assert(i == 0 || bar->y >= boxes[2 + i]->area.y + boxes[2 + i]->area.height);
    }
    cr_assert(pages_find(page, "0"), "nothing is said, not left out");
    arena_close(bench.arena);
}

Test(chart, bars_of_a_funnel_stand_in_the_middle_without_legend_and_axis) {
    static const double values[] = {160, 96, 0, 1};
    struct bench bench = bench_open();
    struct chart chart = make_chart(&bench, 4, values);
    chart.kind = CHART_FUNNEL;
    chart.n_series = 1;
    const struct page *page = set_chart(&bench, &chart)->pages[0];
    const struct box *boxes[64];
    cr_assert_eq(find_boxes(page, boxes), 3, "no legend, no bar of nothing");
    int32_t middle = 2 * boxes[0]->area.x + boxes[0]->area.width;
    for (size_t i = 0; i < 3; i++) {
        const struct area *bar = &boxes[i]->area;
        cr_assert(abs(2 * bar->x + bar->width - middle) <= 2);
    }
    cr_assert(abs(boxes[1]->area.width * 5 - boxes[0]->area.width * 3) <= 16);
    const struct run *first = pages_find(page, "160"), *last = pages_find(page, "1");
    cr_assert(first->x > boxes[0]->area.x && first->x < boxes[0]->area.x + boxes[0]->area.width);
    cr_assert(last->x > boxes[2]->area.x + boxes[2]->area.width, "no room in it");
    for (size_t i = 0; i < page->n_items; i++) {
        cr_assert_neq(page->items[i].kind, ITEM_RULE, "no axis");
    }
    arena_close(bench.arena);
}

/* ---- lines ------------------------------------------------------------------------------------
 */

/* Three years of two series. */
static struct chart make_lines(const struct bench *bench, const double *values) {
    struct chart chart = make_chart(bench, 3, values);
    chart.kind = CHART_LINES;
    chart.n_series = 2;
    return chart;
}

Test(chart, points_of_lines_are_as_high_as_their_values_and_have_them_below) {
    static const double values[] = {11, 1, 31, 6, 51, 41};
    struct bench bench = bench_open();
    struct chart chart = make_lines(&bench, values);
    const struct page *page = set_chart(&bench, &chart)->pages[0];
    const struct box *boxes[64];
    cr_assert_eq(find_boxes(page, boxes), 3 + 3 + 2, "a point a value, and one a name");
    const struct area *lowest = &boxes[3]->area, *highest = &boxes[2]->area;
    double unit = (lowest->y - highest->y) / 50.0;
    cr_assert(unit > PT / 2.0);
    for (size_t i = 0; i < 6; i++) {
        const struct area *point = &boxes[i % 2 * 3 + i / 2]->area;
        const struct run *value =
            pages_find(page, str_to_c(bench.arena, str_format(bench.arena, "%d", (int)values[i])));
        cr_assert(abs((int)(lowest->y - point->y - (values[i] - 1) * unit)) <= 8, "point %zu", i);
        cr_assert(value->y > lowest->y + lowest->height, "under the drawn area");
        cr_assert_eq(point->x, boxes[i / 2]->area.x, "one place a year");
    }
    for (const char *const *step = (const char *const[]){"0", "20", "40", "60", NULL}; *step;
         step++) {
        cr_assert(pages_find(page, *step), "%s", *step);
    }
    cr_assert_neq(boxes[0]->fill_gray, boxes[3]->fill_gray, "told apart without colour");
    arena_close(bench.arena);
}

Test(chart, lines_of_nothing_and_of_one_year_are_drawn) {
    static const double none[] = {0, 0, 0, 0, -1, 1e300};
    struct bench bench = bench_open();
    struct chart chart = make_lines(&bench, none);
    const struct box *boxes[64];
    cr_assert_eq(find_boxes(set_chart(&bench, &chart)->pages[0], boxes), 8);
    chart.n_categories = 1;
    cr_assert_eq(find_boxes(set_chart(&bench, &chart)->pages[0], boxes), 4);
    arena_close(bench.arena);
}

/* ---- all kinds --------------------------------------------------------------------------------
 */

/* Ink of a line of text, roughly. */
static struct area ink_of(const struct run *run) {
    return (struct area){run->x, run->y - run->size * 3 / 4, run->width, run->size * 3 / 4};
}

static bool is_apart(struct area a, struct area b) {
    return a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y ||
           b.y + b.height <= a.y;
}

static void check_labels(const struct document *document, size_t chart) {
    for (size_t i = 0; i < document->n_pages; i++) {
        const struct page *page = document->pages[i];
        for (size_t a = 0; a < page->n_items; a++) {
            for (size_t b = 0; page->items[a].kind == ITEM_RUN && b < a; b++) {
                const struct run *one = &page->items[b].run, *two = &page->items[a].run;
                cr_assert(page->items[b].kind != ITEM_RUN || is_apart(ink_of(one), ink_of(two)),
                          "chart %zu: %" STR_FMT " meets %" STR_FMT, chart, STR_ARG(one->text),
                          STR_ARG(two->text));
            }
        }
    }
}

/* The next number below `most`. */
static uint32_t next(uint32_t *seed, uint32_t most) {
    *seed = *seed * 1664525 + 1013904223;
    return (*seed >> 8) % most;
}

/* A chart that nobody drew: names and values of all lengths. */
static struct chart invent(const struct bench *bench, uint32_t *seed) {
    static const enum chart_kind kinds[] = {CHART_STACKED_BARS, CHART_GROUPED_BARS, CHART_FUNNEL,
                                            CHART_LINES};
    static const uint32_t mosts[] = {2, 12, 500, 1000000};
    struct chart chart = {.kind = kinds[next(seed, 4)], .caption = STR("图一")};
    chart.n_categories = 1 + next(seed, 24);
    chart.n_series = chart.kind == CHART_FUNNEL ? 1 : 1 + next(seed, 5);
    struct str *names = ARENA_ARRAY(bench->arena, struct str, chart.n_categories + 5);
    for (size_t i = 0; i < chart.n_categories + 5; i++) {
        names[i] = pages_repeat(bench, "赣州市", 1 + next(seed, 6));
    }
    chart.categories = names;
    chart.series = names + chart.n_categories;
    double *all = ARENA_ARRAY(bench->arena, double, chart.n_categories *chart.n_series);
    uint32_t most = mosts[next(seed, 4)];
    for (size_t i = 0; i < chart.n_categories * chart.n_series; i++) {
        bool is_given = next(seed, 3) > 0, is_whole = next(seed, 2) > 0;
        double value = is_given ? (double)next(seed, most) : 0;
        all[i] = is_whole ? value : value / 10;
    }
    chart.values = all;
    return chart;
}

Test(chart, labels_never_meet) {
    struct bench bench = bench_open();
    const struct styles *styles = pages_styles(&bench, "styles/official");
    uint32_t seed = 7;
    for (size_t i = 0; i < 120; i++) {
        struct chart chart = invent(&bench, &seed);
        struct document *document = document_open(bench.arena, bench.typesetter);
        struct flow_block block = {.kind = BLOCK_CHART, .chart = &chart};
        cr_assert(flow_set(bench.arena, styles, STR("body"), (struct flow_marks){0}, &block, 1,
                           document, bench.diag));
        cr_assert(document_audit(bench.arena, document, bench.diag));
        check_labels(document, i);
    }
    arena_close(bench.arena);
}

Test(chart, a_chart_alone_has_a_page_as_high_as_it_is) {
    static const double values[] = {3, 2, 1, 4, 5, 6};
    struct bench bench = bench_open();
    struct chart chart = make_chart(&bench, 2, values);
    struct document *document = document_open(bench.arena, bench.typesetter);
    cr_assert(chart_page(bench.arena, pages_styles(&bench, "styles/official"), STR("bars"), &chart,
                         300 * PT, document, bench.diag));
    const struct page *page = document->pages[0];
    const struct run *caption = pages_find(page, "图一");
    cr_assert(page->width == 300 * PT && caption && caption->y < page->height);
    cr_assert(page->height < caption->y + 20 * PT);
    cr_assert(document_audit(bench.arena, document, bench.diag));
    arena_close(bench.arena);
}
