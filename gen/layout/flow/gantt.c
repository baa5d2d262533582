/*
 * Charts of time from page primitives: a bar a row, from its first day to its last, over months.
 *
 *               |2012-03 |2012-04 |2012-05 |
 *      Analysis |  [##]  |        |        |
 *      Works    |        |   [####|###]    |
 *      Check    |        |        |        |    a row without days has no bar
 *             caption
 */
#include "layout/flow/flow.h"

/* Air between things. */
#define AIR (3 * PT)
/* Thickness of the months' lines. */
#define HAIR (PT / 4)
/* Days that a chart spans at most: two hundred years. */
#define MOST_DAYS 73050

struct set_gantt {
    const struct chart *chart;
    const struct chart_style *style;
    const struct para **labels;
    const struct para *caption;
    /* From the left of the body to the first day, and what is behind it. */
    int32_t axis, width;
    /* First day, and the day behind the last, in days; both 0 without any bar. */
    int64_t first, last;
    /* Months from one line to the next. */
    int step;
    /* Height of the line of months and of the body of an empty page. */
    int32_t head, page_height;
};

/* ---- measuring ------------------------------------------------------------------------------- */

/* The first of the month of a day, so many months later. */
static struct date month_of(int64_t day, int more) {
    struct date date = date_from_days(day);
    int month = date.year * 12 + date.month - 1 + more;
    return (struct date){month / 12, month % 12 + 1, 1};
}

/* The months that hold all bars. */
static void find_months(struct set_gantt *set) {
    for (size_t i = 0; i < set->chart->n_categories; i++) {
        const struct chart_span *span = &set->chart->spans[i];
        if (!span->is_given) {
            continue;
        }
        bool is_first = set->last == 0;
        set->first = is_first || span->begin < set->first ? span->begin : set->first;
        set->last = is_first || span->end > set->last ? span->end : set->last;
    }
    if (set->last > set->first + MOST_DAYS) {
        set->last = set->first + MOST_DAYS;
    }
    if (set->last) {
        set->first = date_to_days(month_of(set->first, 0));
        set->last = date_to_days(month_of(set->last, 1));
    }
}

static int32_t place_of(const struct set_gantt *set, int64_t day) {
    int64_t days = set->last - set->first;
    int64_t from = day < set->first ? 0 : day > set->last ? days : day - set->first;
    return days ? (int32_t)(from * set->width / days) : 0;
}

static const struct para *set_month(const struct flow *flow, const struct set_gantt *set,
                                    struct date month) {
    struct str text = date_to_iso(flow->arena, month, DATE_MONTH);
    return flow_label(flow, text, set->style->value, set->width);
}

/* The fewest months from line to line whose names do not touch. */
static void find_step(const struct flow *flow, struct set_gantt *set) {
    static const int steps[] = {1, 2, 3, 6, 12, 24, 60, 120, 600};
    int32_t wide = set_month(flow, set, month_of(set->first, 0))->natural_width + 2 * AIR;
    set->step = 600;
    for (size_t i = sizeof steps / sizeof steps[0]; i-- > 0;) {
        int64_t day = set->first + steps[i] * 28;
        set->step = place_of(set, day) >= wide ? steps[i] : set->step;
    }
}

struct set_gantt *gantt_set(const struct flow *flow, const struct chart *chart,
                            const struct chart_style *style) {
    struct set_gantt *set = ARENA_NEW(flow->arena, struct set_gantt);
    set->chart = chart;
    set->style = style;
    set->page_height = flow->body.height;
    set->labels = ARENA_ARRAY(flow->arena, const struct para *, chart->n_categories);
    for (size_t i = 0; i < chart->n_categories; i++) {
        set->labels[i] =
            flow_label(flow, chart->categories[i], set->style->label, flow->body.width / 10 * 3);
        int32_t wide = set->labels[i]->natural_width;
        set->axis = wide > set->axis ? wide : set->axis;
    }
    set->axis += 2 * AIR;
    set->width = flow->body.width - set->axis;
    set->head = set->style->value->para.leading + AIR;
    find_months(set);
    if (set->last) {
        find_step(flow, set);
    }
    if (chart->caption.len) {
        set->caption = flow_label(flow, chart->caption, set->style->caption, flow->body.width);
    }
    return set;
}

static int32_t row_height(const struct set_gantt *set, size_t row) {
    int32_t label = set->labels[row]->height;
    return (label > set->style->bar ? label : set->style->bar) + set->style->gap;
}

int32_t gantt_needs(const struct set_gantt *set) {
    int64_t height = set->head + (set->caption ? set->caption->height : 0);
    for (size_t i = 0; i < set->chart->n_categories; i++) {
        height += row_height(set, i);
    }
    return height <= set->page_height ? (int32_t)height : set->head + set->style->bar * 3;
}

/* ---- drawing --------------------------------------------------------------------------------- */

/* The names of the months, at flow.y, and their lines down to `bottom`. */
static void draw_months(struct flow *flow, const struct set_gantt *set, int32_t bottom) {
    int32_t top = flow->y, axis = flow->body.x + set->axis;
    for (int more = 0; set->last; more += set->step) {
        struct date month = month_of(set->first, more);
        int32_t x = axis + place_of(set, date_to_days(month));
        bool is_last = date_to_days(month) >= set->last;
        page_add_rule(flow->arena, flow->page,
                      (struct rule){.x1 = x, .y1 = top, .x2 = x, .y2 = bottom, .thickness = HAIR});
        if (is_last) {
            break;
        }
        const struct para *name = set_month(flow, set, month);
        struct area bound = {x + AIR, top, name->natural_width, name->height};
        bool fits = bound.x + bound.width <= axis + set->width;
        if (fits) {
            para_place(flow->arena, name, 0, name->n_lines, flow->page, bound.x, bound.y, bound);
        }
    }
}

static void draw_row(struct flow *flow, const struct set_gantt *set, size_t row) {
    const struct chart_span *span = &set->chart->spans[row];
    const struct para *label = set->labels[row];
    int32_t inner = row_height(set, row) - set->style->gap;
    int32_t axis = flow->body.x + set->axis;
    struct area bound = {flow->body.x, flow->y, set->axis, inner};
    para_place(flow->arena, label, 0, label->n_lines, flow->page,
               axis - 2 * AIR - label->natural_width, flow->y + (inner - label->height) / 2, bound);
    if (!span->is_given) {
        return;
    }
    int32_t left = place_of(set, span->begin), right = place_of(set, span->end + 1);
    int32_t least = set->style->bar / 3;
    left = left > set->width - least ? set->width - least : left;
    right = right - left < least ? left + least : right;
    struct area bar = {axis + left, flow->y + (inner - set->style->bar) / 2, right - left,
                       set->style->bar};
    page_add_box(flow->arena, flow->page,
                 (struct box){.area = bar,
                              .thickness = PT / 2,
                              .hatch = set->style->hatches[set->style->n_series - 1],
                              .fill_gray = set->style->grays[set->style->n_series - 1]});
}

/* Draws rows from `first` on as far as they fit; the last takes the caption with it. */
static size_t draw_rows(struct flow *flow, const struct set_gantt *set, size_t first) {
    int32_t caption = set->caption ? set->caption->height : 0;
    int32_t room = flow_room(flow) - set->head, height = set->head;
    size_t end = first;
    for (; end < set->chart->n_categories; end++) {
        int32_t more = row_height(set, end);
        int32_t behind = end + 1 == set->chart->n_categories ? caption : 0;
        if (end > first && more + behind > room) {
            break;
        }
        room -= more;
        height += more;
    }
    int32_t top = flow->y;
    draw_months(flow, set, top + height);
    flow->y += set->head;
    for (size_t i = first; i < end; i++) {
        draw_row(flow, set, i);
        flow->y += row_height(set, i);
    }
    int32_t axis = flow->body.x + set->axis;
    page_add_rule(flow->arena, flow->page,
                  (struct rule){.x1 = axis, .y1 = top, .x2 = axis, .y2 = flow->y, .thickness = PT});
    return end;
}

void gantt_place(struct flow *flow, struct set_gantt *set) {
    size_t next = 0;
    do {
        if (next > 0) {
            flow_turn(flow);
        }
        next = draw_rows(flow, set, next);
    } while (next < set->chart->n_categories);
    if (set->caption) {
        struct area bound = {flow->body.x, flow->y, flow->body.width, set->caption->height};
        para_place(flow->arena, set->caption, 0, set->caption->n_lines, flow->page, bound.x,
                   bound.y, bound);
        flow->y += set->caption->height;
    }
}
