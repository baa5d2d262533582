/*
 * Lines over years, or over whatever else comes in order, from page primitives. Every value stands
 * under its point, so that no label meets another or a line:
 *
 *           20 |- - - - - - - - - - -#- -
 *              |             __#--'
 *           10 |- - - #--'- - - - - -x- -
 *              |             __x--'
 *            0 |_____ x--'______________
 *                   2009   2010   2011
 *      -#- filed       9     14     19
 *      -x- tested      0      4     10
 *             caption
 *
 * Lines are told apart by their points and dashes: these papers are photocopied.
 */
#include "layout/flow/flow.h"

/* Air between things. */
#define AIR (3 * PT)
/* Thickness of the lines of the scale, and of the drawn ones. */
#define HAIR (PT / 4)
#define LINE PT
/* Half the width of a point, and the stretch of line before a name. */
#define POINT  (2 * PT + PT / 2)
#define SAMPLE (26 * PT)
/* Most lines of the scale. */
#define MOST_STEPS 5

struct set_curves {
    const struct chart *chart;
    const struct chart_style *style;
    /* Names of the lines; of the places in order; values, as in the chart. */
    const struct para **names, **places, **values;
    /* Numbers of the scale, from 0 up. */
    const struct para *scale[MOST_STEPS + 1];
    size_t n_steps;
    const struct para *caption;
    /* What the top of the scale stands for. */
    double top;
    /* The drawn area from the left of the body, its width and height. */
    int32_t axis, width, height;
    /* Every so many places are named, from the middle of the first so many on. */
    size_t every;
};

static double find_value(const struct chart *chart, size_t place, size_t line) {
    double value = chart->values[place * chart->n_series + line];
    return value > 0 && value < 1e12 ? value : 0;
}

/* ---- measuring ------------------------------------------------------------------------------- */

/* A scale of at most five steps of 1, 2 or 5 and noughts; whole ones, unless the whole is below 5.
 */
static void find_scale(const struct flow *flow, struct set_curves *set) {
    static const double steps[] = {1, 2, 5};
    double most = set->chart->full;
    for (size_t i = 0; i < set->chart->n_categories * set->chart->n_series; i++) {
        double value = find_value(set->chart, i / set->chart->n_series, i % set->chart->n_series);
        most = value > most ? value : most;
    }
    double unit = 1, step = 1;
    for (size_t i = 0; step * MOST_STEPS < most; i++) {
        unit = i > 0 && i % 3 == 0 ? unit * 10 : unit;
        step = steps[i % 3] * unit;
    }
    while (set->n_steps < MOST_STEPS && (set->n_steps == 0 || step * (double)set->n_steps < most)) {
        set->n_steps++;
    }
    set->top = step * (double)set->n_steps;
    for (size_t i = 0; i <= set->n_steps; i++) {
        struct str text = chart_say_value(flow->arena, step * (double)i);
        set->scale[i] = flow_label(flow, text, set->style->value, flow->body.width);
    }
}

/* Sets names and values, and finds where the drawn area begins. */
static void set_labels(const struct flow *flow, struct set_curves *set) {
    const struct chart *chart = set->chart;
    int32_t most = flow->body.width / 10 * 3;
    set->names = ARENA_ARRAY(flow->arena, const struct para *, chart->n_series);
    for (size_t k = 0; k < chart->n_series; k++) {
        set->names[k] = flow_label(flow, chart->series[k], set->style->label, most);
        int32_t wide = SAMPLE + AIR + set->names[k]->natural_width;
        set->axis = wide > set->axis ? wide : set->axis;
    }
    for (size_t i = 0; i <= set->n_steps; i++) {
        int32_t wide = set->scale[i]->natural_width;
        set->axis = wide > set->axis ? wide : set->axis;
    }
    set->axis += 2 * AIR;
    set->width = flow->body.width - set->axis;
}

/* Sets what stands under the places; where it has no room side by side, only some are named. */
static void set_places(const struct flow *flow, struct set_curves *set) {
    const struct chart *chart = set->chart;
    size_t n = chart->n_categories;
    int32_t widest = 0, width = flow->body.width;
    set->places = ARENA_ARRAY(flow->arena, const struct para *, n);
    set->values = ARENA_ARRAY(flow->arena, const struct para *, n * chart->n_series);
    for (size_t i = 0; i < n; i++) {
        set->places[i] = flow_label(flow, chart->categories[i], set->style->label, width);
        int32_t wide = set->places[i]->natural_width;
        widest = wide > widest ? wide : widest;
        for (size_t k = 0; k < chart->n_series; k++) {
            struct str text = chart_say_value(flow->arena, find_value(chart, i, k));
            const struct para *value = flow_label(flow, text, set->style->value, width);
            set->values[i * chart->n_series + k] = value;
            widest = value->natural_width > widest ? value->natural_width : widest;
        }
    }
    int64_t needs = (int64_t)(widest + AIR) * (int64_t)n;
    set->every = 1 + (size_t)(needs / (set->width > 0 ? set->width : 1));
}

struct set_curves *curves_set(const struct flow *flow, const struct chart *chart,
                              const struct chart_style *style) {
    struct set_curves *set = ARENA_NEW(flow->arena, struct set_curves);
    set->chart = chart;
    set->style = style;
    set->height = 8 * style->bar;
    find_scale(flow, set);
    set_labels(flow, set);
    set_places(flow, set);
    if (chart->caption.len) {
        set->caption = flow_label(flow, chart->caption, style->caption, flow->body.width);
    }
    return set;
}

static int32_t row_height(const struct set_curves *set, size_t line) {
    return set->names[line]->height + AIR / 3;
}

int32_t curves_needs(const struct set_curves *set) {
    int32_t height = set->height + set->style->value->para.size + set->style->label->para.leading;
    for (size_t k = 0; k < set->chart->n_series; k++) {
        height += row_height(set, k);
    }
    return height + set->style->gap + (set->caption ? set->caption->height : 0);
}

/* ---- drawing --------------------------------------------------------------------------------- */

static void place_text(struct flow *flow, const struct para *para, int32_t x, int32_t y) {
    struct area bound = {x, y, para->natural_width, para->height};
    para_place(flow->arena, para, 0, para->n_lines, flow->page, x, y, bound);
}

static void draw_line(struct flow *flow, struct point from, struct point to, struct rule look) {
    look.x1 = from.x;
    look.y1 = from.y;
    look.x2 = to.x;
    look.y2 = to.y;
    page_add_rule(flow->arena, flow->page, look);
}

/* How the line of a series is drawn. */
static struct rule line_look(size_t line) {
    static const int32_t dashes[] = {0, 4 * PT, 2 * PT, 8 * PT};
    return (struct rule){.thickness = LINE, .dash = dashes[line % 4]};
}

/* A point of a series: full and empty squares, smaller and larger ones. */
static void draw_point(struct flow *flow, struct point at, size_t line) {
    int32_t half = line % 8 < 4 ? POINT : POINT * 3 / 5;
    struct area area = {at.x - half, at.y - half, 2 * half, 2 * half};
    page_add_box(flow->arena, flow->page,
                 (struct box){.area = area,
                              .thickness = LINE,
                              .hatch = HATCH_SOLID,
                              .fill_gray = line % 2 == 0 ? 0 : 255});
}

/* Middle of a place. */
static int32_t place_x(const struct flow *flow, const struct set_curves *set, size_t place) {
    int64_t n = (int64_t)set->chart->n_categories;
    return flow->body.x + set->axis + (int32_t)((2 * (int64_t)place + 1) * set->width / (2 * n));
}

/* The scale with its lines; `bottom` is where 0 stands. */
static void draw_scale(struct flow *flow, const struct set_curves *set, int32_t bottom) {
    int32_t left = flow->body.x + set->axis, right = left + set->width;
    for (size_t i = 0; i <= set->n_steps; i++) {
        const struct para *number = set->scale[i];
        int32_t y = bottom - (int32_t)((int64_t)i * set->height / (int64_t)set->n_steps);
        struct rule look = {.thickness = i ? HAIR : PT, .gray = i ? 128 : 0};
        draw_line(flow, (struct point){left, y}, (struct point){right, y}, look);
        place_text(flow, number, left - AIR - number->natural_width, y - number->height / 2);
    }
    draw_line(flow, (struct point){left, bottom - set->height}, (struct point){left, bottom},
              (struct rule){.thickness = PT});
}

static struct point find_point(const struct flow *flow, const struct set_curves *set, size_t place,
                               size_t line, int32_t bottom) {
    double part = find_value(set->chart, place, line) / set->top;
    return (struct point){place_x(flow, set, place), bottom - (int32_t)(part * set->height)};
}

static void draw_curve(struct flow *flow, const struct set_curves *set, size_t line,
                       int32_t bottom) {
    size_t n = set->chart->n_categories;
    for (size_t i = 1; i < n; i++) {
        draw_line(flow, find_point(flow, set, i - 1, line, bottom),
                  find_point(flow, set, i, line, bottom), line_look(line));
    }
    for (size_t i = 0; i < n; i++) {
        draw_point(flow, find_point(flow, set, i, line, bottom), line);
    }
}

/* There is room for what stands under the place. */
static bool is_named(const struct set_curves *set, size_t place) {
    return place + set->every / 2 < set->chart->n_categories;
}

/* A series under the drawn area: its line, its name and its values. */
static void draw_row(struct flow *flow, const struct set_curves *set, size_t line) {
    const struct para *name = set->names[line];
    int32_t middle = flow->y + set->style->label->para.leading / 2;
    struct point from = {flow->body.x, middle}, to = {flow->body.x + SAMPLE, middle};
    draw_line(flow, from, to, line_look(line));
    draw_point(flow, (struct point){flow->body.x + SAMPLE / 2, middle}, line);
    place_text(flow, name, to.x + AIR, flow->y);
    for (size_t i = set->every / 2; is_named(set, i); i += set->every) {
        const struct para *value = set->values[i * set->chart->n_series + line];
        place_text(flow, value, place_x(flow, set, i) - value->natural_width / 2,
                   middle - value->height / 2);
    }
    flow->y += row_height(set, line);
}

void curves_place(struct flow *flow, struct set_curves *set) {
    int32_t bottom = flow->y + set->style->value->para.size / 2 + set->height;
    draw_scale(flow, set, bottom);
    for (size_t k = 0; k < set->chart->n_series; k++) {
        draw_curve(flow, set, k, bottom);
    }
    flow->y = bottom + set->style->value->para.size / 2;
    for (size_t i = set->every / 2; is_named(set, i); i += set->every) {
        const struct para *name = set->places[i];
        place_text(flow, name, place_x(flow, set, i) - name->natural_width / 2, flow->y);
    }
    flow->y += set->style->label->para.leading;
    for (size_t k = 0; k < set->chart->n_series; k++) {
        draw_row(flow, set, k);
    }
    flow->y += set->style->gap;
    if (set->caption) {
        struct area bound = {flow->body.x, flow->y, flow->body.width, set->caption->height};
        para_place(flow->arena, set->caption, 0, set->caption->n_lines, flow->page, bound.x,
                   bound.y, bound);
        flow->y += set->caption->height;
    }
}
