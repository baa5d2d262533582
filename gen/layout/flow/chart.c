/*
 * Charts from page primitives, so that one description serves PDF, PNG and SVG. Stacked bars lie:
 *
 *     [///] part one  [...] part two          legend
 *      City A |////12////|..5..|              a value stands in its part if it fits,
 *      City B ||.|  part one 1                else with its name behind the bar
 *      City C |0
 *             caption
 *
 * Grouped bars lie under each other with their values behind them; those of a funnel stand in the
 * middle:
 *
 *      City A |////////| 12             已定级 |////////////12////////////|
 *             |..| 5                    已备案      |////////7////////|
 *      City B |/| 1                     已测评               || 1
 *             | 0
 *
 * Parts are told apart by hatching, not by colour: these papers are photocopied.
 */
#include "layout/flow/chart.h"

static void set_labels(const struct flow *flow, struct set_chart *set);
static void set_legend(const struct flow *flow, struct set_chart *set);
static void find_scale(const struct flow *flow, struct set_chart *set);
static void find_plain_scale(struct set_chart *set);
static void set_behind(const struct flow *flow, struct set_chart *set);
static void set_plain_heights(struct set_chart *set);

struct set_chart *chart_set(const struct flow *flow, const struct chart *chart,
                            const struct chart_style *style) {
    struct set_chart *set = ARENA_NEW(flow->arena, struct set_chart);
    set->chart = chart;
    set->style = style;
    set->width = flow->body.width;
    set->page_height = flow->body.height;
    set->bars = ARENA_ARRAY(flow->arena, struct set_bar, chart->n_categories);
    set->values =
        ARENA_ARRAY(flow->arena, const struct para *, chart->n_categories * chart->n_series);
    set_labels(flow, set);
    if (chart->kind == CHART_STACKED_BARS) {
        find_scale(flow, set);
        set_behind(flow, set);
    } else {
        find_plain_scale(set);
        set_plain_heights(set);
    }
    set_legend(flow, set);
    if (chart->caption.len > 0) {
        set->caption = flow_label(flow, chart->caption, set->style->caption, set->width);
    }
    return set;
}

/* ---- measuring --------------------------------------------------------------------------------
 */

double chart_find_value(const struct set_chart *set, size_t bar, size_t part) {
    double value = set->chart->values[bar * set->chart->n_series + part];
    return value > 0 && value < 1e12 ? value : 0;
}

/* Sets the names of the bars and the values; the labels get as much as they need, at most 30%. */
static void set_labels(const struct flow *flow, struct set_chart *set) {
    const struct chart *chart = set->chart;
    for (size_t i = 0; i < chart->n_categories; i++) {
        struct set_bar *bar = &set->bars[i];
        bar->label = flow_label(flow, chart->categories[i], set->style->label, set->width / 10 * 3);
        set->axis = bar->label->natural_width > set->axis ? bar->label->natural_width : set->axis;
        for (size_t k = 0; k < chart->n_series; k++) {
            double value = chart_find_value(set, i, k);
            bar->total += value;
            set->values[i * chart->n_series + k] = flow_label(
                flow, chart_say_value(flow->arena, value), set->style->value, set->width);
        }
    }
    set->axis += 2 * CHART_AIR;
}

bool chart_fits(const struct set_chart *set, size_t bar, size_t part, double scale) {
    const struct para *para = set->values[bar * set->chart->n_series + part];
    return chart_find_value(set, bar, part) * scale >= para->natural_width + CHART_AIR;
}

/* What stands behind a bar: the parts whose values do not fit, with their names; 0 for none. */
static struct str list_behind(struct arena *arena, const struct set_chart *set, size_t bar,
                              double scale) {
    struct buf buf = {.arena = arena};
    for (size_t k = 0; k < set->chart->n_series; k++) {
        double value = chart_find_value(set, bar, k);
        if (value > 0 && !chart_fits(set, bar, k, scale)) {
            buf_add_c(&buf, buf.len > 0 ? "  " : "");
            buf_add(&buf, set->chart->series[k]);
            buf_add_byte(&buf, ' ');
            buf_add(&buf, chart_say_value(arena, value));
        }
    }
    return set->bars[bar].total > 0 ? buf_str(&buf) : STR("0");
}

/* The scale of bars each of which has its value behind it, or in it. */
static void find_plain_scale(struct set_chart *set) {
    const struct chart *chart = set->chart;
    double most = chart->full;
    int32_t widest = 0;
    for (size_t i = 0; i < chart->n_categories * chart->n_series; i++) {
        double value = chart_find_value(set, i / chart->n_series, i % chart->n_series);
        int32_t wide = set->values[i]->natural_width;
        most = value > most ? value : most;
        widest = wide > widest ? wide : widest;
    }
    set->scale = most > 0 ? (set->width - set->axis - widest - 2 * CHART_AIR) / most : 0;
}

/* The largest scale at which each bar and what stands behind it fit the width. A smaller scale puts
 * more behind, so it is lowered until nothing changes, but not below a third: texts wrap then. */
static void find_scale(const struct flow *flow, struct set_chart *set) {
    double most = set->chart->full;
    for (size_t i = 0; i < set->chart->n_categories; i++) {
        most = set->bars[i].total > most ? set->bars[i].total : most;
    }
    int32_t room = set->width - set->axis;
    set->scale = most > 0 ? room / most : 0;
    double least = set->scale / 3;
    for (int round = 0; round < 8; round++) {
        double scale = set->scale;
        for (size_t i = 0; i < set->chart->n_categories; i++) {
            struct str behind = list_behind(flow->arena, set, i, set->scale);
            if (behind.len == 0 || set->bars[i].total <= 0) {
                continue;
            }
            int32_t wide = flow_label(flow, behind, set->style->value, set->width)->natural_width;
            double limit = (room - wide - 2 * CHART_AIR) / set->bars[i].total;
            scale = limit < scale ? limit : scale;
        }
        scale = scale < least ? least : scale;
        if (scale >= set->scale) {
            break;
        }
        set->scale = scale;
    }
}

/* Sets what stands behind the bars, and with it the heights. */
static void set_behind(const struct flow *flow, struct set_chart *set) {
    for (size_t i = 0; i < set->chart->n_categories; i++) {
        struct set_bar *bar = &set->bars[i];
        struct str text = list_behind(flow->arena, set, i, set->scale);
        int32_t room = set->width - set->axis - (int32_t)(bar->total * set->scale) - CHART_AIR;
        int32_t height = set->style->bar;
        if (text.len > 0) {
            bar->behind = flow_label(flow, text, set->style->value, room);
            height = bar->behind->height > height ? bar->behind->height : height;
        }
        height = bar->label->height > height ? bar->label->height : height;
        bar->height = height + set->style->gap;
    }
}

int32_t chart_bar_height(const struct set_chart *set) {
    bool is_grouped = set->chart->kind == CHART_GROUPED_BARS;
    return is_grouped ? set->style->value->para.size + PT : set->style->bar;
}

/* Heights of bars that have nothing behind them but their values. */
static void set_plain_heights(struct set_chart *set) {
    const struct chart *chart = set->chart;
    int32_t n = chart->kind == CHART_GROUPED_BARS ? (int32_t)chart->n_series : 1;
    for (size_t i = 0; i < chart->n_categories; i++) {
        struct set_bar *bar = &set->bars[i];
        int32_t height = n * chart_bar_height(set);
        bar->height = (bar->label->height > height ? bar->label->height : height) + set->style->gap;
    }
}

static void set_legend(const struct flow *flow, struct set_chart *set) {
    bool is_named = set->chart->n_series > 1 || set->chart->series[0].len > 0;
    if (set->chart->kind == CHART_FUNNEL || !is_named) {
        return;
    }
    set->names = ARENA_ARRAY(flow->arena, const struct para *, set->chart->n_series);
    for (size_t k = 0; k < set->chart->n_series; k++) {
        set->names[k] = flow_label(flow, set->chart->series[k], set->style->label, set->width / 2);
    }
    struct flow trial = *flow;
    set->legend_height = chart_walk_legend(&trial, set, false) + set->style->gap;
}

/* Height of all bars and the caption. */
static int32_t measure_bars(const struct set_chart *set, size_t n) {
    int64_t height = 0;
    for (size_t i = 0; i < n; i++) {
        height += set->bars[i].height;
    }
    return height > INT32_MAX / 2 ? INT32_MAX / 2 : (int32_t)height;
}

int32_t chart_needs(const struct set_chart *set) {
    int32_t caption = set->caption ? set->caption->height : 0;
    int32_t whole = set->legend_height + measure_bars(set, set->chart->n_categories) + caption;
    if (whole <= set->page_height) {
        return whole;
    }
    size_t n = set->chart->n_categories < 3 ? set->chart->n_categories : 3;
    return set->legend_height + measure_bars(set, n);
}
