/* Inner header of flow: a chart between setting (chart.c) and drawing (chart_draw.c). */
#ifndef LAYOUT_FLOW_CHART_H
#define LAYOUT_FLOW_CHART_H

#include "layout/flow/flow.h"

/* Air between things, and behind the axis. */
#define CHART_AIR (3 * PT)

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

/* The value of a part of a bar; 0 for what cannot be drawn. */
double chart_find_value(const struct set_chart *set, size_t bar, size_t part);
/* The value fits into its part at this scale. */
bool chart_fits(const struct set_chart *set, size_t bar, size_t part, double scale);
/* Height of one bar: of a group no more than its value asks for. */
int32_t chart_bar_height(const struct set_chart *set);
/* Sets the legend line by line from flow.y on, and returns its height; draws it or only measures.
 */
int32_t chart_walk_legend(struct flow *flow, const struct set_chart *set, bool is_drawn);

#endif
