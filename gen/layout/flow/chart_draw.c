/* A chart at its place on a page: legend, bars with their values, axis, caption. */
#include "layout/flow/chart.h"

/* Thickness of the outlines. */
#define OUTLINE (PT / 2)

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

int32_t chart_walk_legend(struct flow *flow, const struct set_chart *set, bool is_drawn) {
    int32_t leading = set->style->label->para.leading;
    int32_t size = set->style->label->para.size;
    int32_t x = 0;
    int32_t y = 0;
    for (size_t k = 0; k < set->chart->n_series; k++) {
        const struct para *name = set->names[k];
        int32_t wide = 2 * size + CHART_AIR + name->natural_width;
        if (x > 0 && x + wide > set->width) {
            x = 0;
            y += leading;
        }
        if (is_drawn) {
            struct area swatch = {flow->body.x + x, flow->y + y + (leading - size) / 2, 2 * size,
                                  size};
            struct area bound = {swatch.x + swatch.width + CHART_AIR, flow->y + y,
                                 name->natural_width, name->height};
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
        double value = chart_find_value(set, index, k);
        sum += value;
        part.width = axis + (int32_t)(sum * set->scale) - part.x;
        if (value > 0) {
            draw_part(flow, set, part, k);
        }
        if (value > 0 && chart_fits(set, index, k, set->scale)) {
            draw_value(flow, set, set->values[index * set->chart->n_series + k], part,
                       set->style->hatches[k]);
        }
        part.x += part.width;
    }
    if (bar->behind) {
        place_text(flow, bar->behind, part.x + CHART_AIR,
                   row.y + (row.height - bar->behind->height) / 2, row);
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
    if (is_funnel && chart_fits(set, index, series, set->scale)) {
        draw_value(flow, set, para, part, set->style->hatches[series]);
        return;
    }
    struct area bound = {part.x + part.width + CHART_AIR, part.y + (part.height - para->height) / 2,
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
    int32_t height = chart_bar_height(set);
    int32_t top = row.y + (row.height - (int32_t)n * height) / 2;
    for (size_t k = 0; k < n; k++) {
        int32_t length = (int32_t)(chart_find_value(set, index, k) * set->scale);
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
    place_text(flow, bar->label, axis - 2 * CHART_AIR - bar->label->natural_width,
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
            chart_walk_legend(flow, set, true);
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
