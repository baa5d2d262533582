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
#include "layout/flow/flow.h"

/* Air between things, and behind the axis. */
#define AIR (3 * PT)
/* Thickness of the outlines. */
#define OUTLINE (PT / 2)

/* A bar with its texts. */
struct set_bar {
    const struct para *label;
    /* Values that stand behind the bar; NULL if none. */
    const struct para *behind;
    double total;
    /* Height with the gap under it. */
    int32_t height;
};

struct set_chart {
    const struct chart *chart;
    const struct chart_style *style;
    struct set_bar *bars;
    /* n_categories × n_series printed values. */
    const struct para **values;
    /* Names of the series, and lines the legend takes. */
    const struct para **names;
    int32_t legend_height;
    const struct para *caption;
    /* Axis from the left of the body, and units a 1 is long. */
    int32_t axis;
    double scale;
    /* Width and height of the body of an empty page. */
    int32_t width, page_height;
};

static void set_labels(const struct flow *flow, struct set_chart *set);
static void set_legend(const struct flow *flow, struct set_chart *set);
static void find_scale(const struct flow *flow, struct set_chart *set);
static void find_plain_scale(struct set_chart *set);
static void set_behind(const struct flow *flow, struct set_chart *set);
static void set_plain_heights(struct set_chart *set);
static int32_t walk_legend(struct flow *flow, const struct set_chart *set, bool is_drawn);

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

static double find_value(const struct set_chart *set, size_t bar, size_t part) {
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
            double value = find_value(set, i, k);
            bar->total += value;
            set->values[i * chart->n_series + k] = flow_label(
                flow, chart_say_value(flow->arena, value), set->style->value, set->width);
        }
    }
    set->axis += 2 * AIR;
}

/* The value fits into its part at this scale. */
static bool fits(const struct set_chart *set, size_t bar, size_t part, double scale) {
    const struct para *para = set->values[bar * set->chart->n_series + part];
    return find_value(set, bar, part) * scale >= para->natural_width + AIR;
}

/* What stands behind a bar: the parts whose values do not fit, with their names; 0 for none. */
static struct str list_behind(struct arena *arena, const struct set_chart *set, size_t bar,
                              double scale) {
    struct buf buf = {.arena = arena};
    for (size_t k = 0; k < set->chart->n_series; k++) {
        double value = find_value(set, bar, k);
        if (value > 0 && !fits(set, bar, k, scale)) {
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
        double value = find_value(set, i / chart->n_series, i % chart->n_series);
        int32_t wide = set->values[i]->natural_width;
        most = value > most ? value : most;
        widest = wide > widest ? wide : widest;
    }
    set->scale = most > 0 ? (set->width - set->axis - widest - 2 * AIR) / most : 0;
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
            double limit = (room - wide - 2 * AIR) / set->bars[i].total;
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
        int32_t room = set->width - set->axis - (int32_t)(bar->total * set->scale) - AIR;
        int32_t height = set->style->bar;
        if (text.len > 0) {
            bar->behind = flow_label(flow, text, set->style->value, room);
            height = bar->behind->height > height ? bar->behind->height : height;
        }
        height = bar->label->height > height ? bar->label->height : height;
        bar->height = height + set->style->gap;
    }
}

/* Height of one bar: of a group no more than its value asks for. */
static int32_t find_bar_height(const struct set_chart *set) {
    bool is_grouped = set->chart->kind == CHART_GROUPED_BARS;
    return is_grouped ? set->style->value->para.size + PT : set->style->bar;
}

/* Heights of bars that have nothing behind them but their values. */
static void set_plain_heights(struct set_chart *set) {
    const struct chart *chart = set->chart;
    int32_t n = chart->kind == CHART_GROUPED_BARS ? (int32_t)chart->n_series : 1;
    for (size_t i = 0; i < chart->n_categories; i++) {
        struct set_bar *bar = &set->bars[i];
        int32_t height = n * find_bar_height(set);
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
    set->legend_height = walk_legend(&trial, set, false) + set->style->gap;
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

/* ---- drawing ----------------------------------------------------------------------------------
 */

static void place_text(struct flow *flow, const struct para *para, int32_t x, int32_t y,
                       struct area bound) {
    para_place(flow->arena, para, 0, para->n_lines, flow->page, x, y, bound);
}

static void draw_part(struct flow *flow, const struct set_chart *set, struct area area,
                      size_t part) {
    page_add_box(flow->arena, flow->page,
                 (struct box){.area = area,
                              .thickness = OUTLINE,
                              .hatch = set->style->hatches[part],
                              .fill_gray = set->style->grays[part]});
}

/* Sets the legend line by line from flow.y on, and returns its height; draws it or only measures.
 */
static int32_t walk_legend(struct flow *flow, const struct set_chart *set, bool is_drawn) {
    int32_t leading = set->style->label->para.leading;
    int32_t size = set->style->label->para.size;
    int32_t x = 0;
    int32_t y = 0;
    for (size_t k = 0; k < set->chart->n_series; k++) {
        const struct para *name = set->names[k];
        int32_t wide = 2 * size + AIR + name->natural_width;
        if (x > 0 && x + wide > set->width) {
            x = 0;
            y += leading;
        }
        if (is_drawn) {
            struct area swatch = {flow->body.x + x, flow->y + y + (leading - size) / 2, 2 * size,
                                  size};
            struct area bound = {swatch.x + swatch.width + AIR, flow->y + y, name->natural_width,
                                 name->height};
            draw_part(flow, set, swatch, k);
            place_text(flow, name, bound.x, bound.y, bound);
        }
        x += wide + 2 * size;
    }
    return y + leading;
}

/* A value in the middle of its part, on white so that the hatching does not cross it. */
static void draw_value(struct flow *flow, const struct set_chart *set, const struct para *para,
                       struct area part, enum hatch hatch) {
    int32_t size = set->style->value->para.size;
    struct area plate = {part.x + (part.width - para->natural_width) / 2 - PT,
                         part.y + (part.height - size) / 2, para->natural_width + 2 * PT, size};
    if (hatch != HATCH_NONE) {
        page_add_box(flow->arena, flow->page,
                     (struct box){.area = plate, .hatch = HATCH_SOLID, .fill_gray = 255});
    }
    struct area bound = {part.x, part.y + (part.height - para->height) / 2, part.width,
                         para->height};
    place_text(flow, para, plate.x + PT, bound.y, bound);
}

/* The parts of a stacked bar end to end from `part` on, and what stands behind them in `row`. */
static void draw_stack(struct flow *flow, const struct set_chart *set, size_t index,
                       struct area row, struct area part) {
    const struct set_bar *bar = &set->bars[index];
    int32_t axis = part.x;
    double sum = 0;
    for (size_t k = 0; k < set->chart->n_series; k++) {
        double value = find_value(set, index, k);
        sum += value;
        part.width = axis + (int32_t)(sum * set->scale) - part.x;
        if (value > 0) {
            draw_part(flow, set, part, k);
        }
        if (value > 0 && fits(set, index, k, set->scale)) {
            draw_value(flow, set, set->values[index * set->chart->n_series + k], part,
                       set->style->hatches[k]);
        }
        part.x += part.width;
    }
    if (bar->behind) {
        place_text(flow, bar->behind, part.x + AIR, row.y + (row.height - bar->behind->height) / 2,
                   row);
    }
}

/* One bar of a value, which stands behind it, or in it where a funnel has room for it. */
static void draw_plain(struct flow *flow, const struct set_chart *set, size_t index, size_t series,
                       struct area part) {
    const struct para *para = set->values[index * set->chart->n_series + series];
    bool is_funnel = set->chart->kind == CHART_FUNNEL;
    if (part.width > 0) {
        draw_part(flow, set, part, series);
    }
    if (is_funnel && fits(set, index, series, set->scale)) {
        draw_value(flow, set, para, part, set->style->hatches[series]);
        return;
    }
    struct area bound = {part.x + part.width + AIR, part.y + (part.height - para->height) / 2,
                         para->natural_width, para->height};
    place_text(flow, para, bound.x, bound.y, bound);
}

/* The bars of a category below each other, or its one bar of a funnel. */
static void draw_group(struct flow *flow, const struct set_chart *set, size_t index,
                       struct area row) {
    bool is_funnel = set->chart->kind == CHART_FUNNEL;
    size_t n = is_funnel ? 1 : set->chart->n_series;
    int32_t axis = flow->body.x + set->axis;
    int32_t room = set->width - set->axis;
    int32_t height = find_bar_height(set);
    int32_t top = row.y + (row.height - (int32_t)n * height) / 2;
    for (size_t k = 0; k < n; k++) {
        int32_t length = (int32_t)(find_value(set, index, k) * set->scale);
        int32_t x = is_funnel ? axis + (room - length) / 2 : axis;
        struct area part = {x, top + (int32_t)k * height, length, height};
        draw_plain(flow, set, index, k, part);
    }
}

/* A category with its label, bars and values, at flow.y. */
static void draw_bar(struct flow *flow, const struct set_chart *set, size_t index) {
    const struct set_bar *bar = &set->bars[index];
    int32_t inner = bar->height - set->style->gap;
    int32_t axis = flow->body.x + set->axis;
    struct area row = {flow->body.x, flow->y, set->width, inner};
    place_text(flow, bar->label, axis - 2 * AIR - bar->label->natural_width,
               flow->y + (inner - bar->label->height) / 2, row);
    if (set->chart->kind == CHART_STACKED_BARS) {
        struct area part = {axis, flow->y + (inner - set->style->bar) / 2, 0, set->style->bar};
        draw_stack(flow, set, index, row, part);
    } else {
        draw_group(flow, set, index, row);
    }
}

/* Draws bars from `first` on as far as they fit; the last takes the caption with it. Returns the
 * next bar. */
static size_t draw_bars(struct flow *flow, const struct set_chart *set, size_t first) {
    int32_t caption = set->caption ? set->caption->height : 0;
    int32_t top = flow->y;
    size_t i = first;
    for (; i < set->chart->n_categories; i++) {
        int32_t more = i + 1 == set->chart->n_categories ? caption : 0;
        if (i > first && set->bars[i].height + more > flow_room(flow)) {
            break;
        }
        draw_bar(flow, set, i);
        flow->y += set->bars[i].height;
    }
    if (set->chart->kind == CHART_FUNNEL) {
        return i;
    }
    int32_t axis = flow->body.x + set->axis;
    page_add_rule(flow->arena, flow->page,
                  (struct rule){.x1 = axis,
                                .y1 = top - set->style->gap / 2,
                                .x2 = axis,
                                .y2 = flow->y - set->style->gap / 2,
                                .thickness = PT});
    return i;
}

void chart_place(struct flow *flow, struct set_chart *set) {
    size_t next = 0;
    do {
        if (next > 0) {
            flow_turn(flow);
        }
        if (set->legend_height > 0) {
            walk_legend(flow, set, true);
        }
        flow->y += set->legend_height;
        next = draw_bars(flow, set, next);
    } while (next < set->chart->n_categories);
    if (set->caption) {
        struct area bound = {flow->body.x, flow->y, set->width, set->caption->height};
        place_text(flow, set->caption, bound.x, bound.y, bound);
        flow->y += set->caption->height;
    }
}
