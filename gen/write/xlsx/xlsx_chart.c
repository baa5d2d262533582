/* Charts of a workbook. */
#include <math.h>

#include "write/xlsx/xlsx_inner.h"

/* Fills of the series of a chart, much as on paper: told apart by hatching and grey, as these
 * charts are printed in black and copied. */
static const struct series_look {
    /* LXW_CHART_PATTERN_NONE for a plain fill. */
    lxw_chart_pattern_type pattern;
    /* Of a plain fill. */
    lxw_color_t color;
} SERIES_LOOKS[] = {
    {LXW_CHART_PATTERN_NONE, LXW_COLOR_WHITE},
    {LXW_CHART_PATTERN_LIGHT_VERTICAL, 0},
    {LXW_CHART_PATTERN_WIDE_UPWARD_DIAGONAL, 0},
    {LXW_CHART_PATTERN_NONE, 0xBEBEBE},
    {LXW_CHART_PATTERN_TRELLIS, 0},
    {LXW_CHART_PATTERN_NONE, 0x5A5A5A},
    {LXW_CHART_PATTERN_LIGHT_HORIZONTAL, 0},
    {LXW_CHART_PATTERN_LIGHT_DOWNWARD_DIAGONAL, 0},
};
#define N_SERIES_LOOKS (sizeof SERIES_LOOKS / sizeof *SERIES_LOOKS)

static void set_look(lxw_chart_series *series, const struct series_look *look) {
    lxw_chart_line line = {.color = LXW_COLOR_BLACK, .width = 0.5F};
    chart_series_set_line(series, &line);
    if (look->pattern == LXW_CHART_PATTERN_NONE) {
        lxw_chart_fill fill = {.color = look->color};
        chart_series_set_fill(series, &fill);
        return;
    }
    lxw_chart_pattern pattern = {
        .fg_color = LXW_COLOR_BLACK, .bg_color = LXW_COLOR_WHITE, .type = (uint8_t)look->pattern};
    chart_series_set_pattern(series, &pattern);
}

/* The values on white plates in their parts; none where there is nothing. */
static void set_labels(lxw_chart_series *series, const char *format) {
    lxw_chart_fill plate = {.color = LXW_COLOR_WHITE};
    chart_series_set_labels(series);
    chart_series_set_labels_num_format(series, format);
    chart_series_set_labels_fill(series, &plate);
}

/* Lines are black, told apart by dashes and points. */
static void set_line(lxw_chart_series *series, size_t number) {
    static const uint8_t dashes[] = {LXW_CHART_LINE_DASH_SOLID, LXW_CHART_LINE_DASH_DASH,
                                     LXW_CHART_LINE_DASH_ROUND_DOT, LXW_CHART_LINE_DASH_LONG_DASH};
    lxw_chart_line line = {
        .color = LXW_COLOR_BLACK, .width = 1.5F, .dash_type = dashes[number % 4]};
    lxw_chart_fill fill = {.color = number % 2 == 0 ? LXW_COLOR_BLACK : LXW_COLOR_WHITE};
    chart_series_set_line(series, &line);
    chart_series_set_marker_type(series, LXW_CHART_MARKER_SQUARE);
    chart_series_set_marker_fill(series, &fill);
}

static void add_series(lxw_chart *chart, const char *name, const struct sheet_series *from,
                       size_t number, const struct sheet_chart *of) {
    lxw_chart_series *series = chart_add_series(chart, NULL, NULL);
    if (series == NULL) {
        return;
    }
    lxw_col_t categories = (lxw_col_t)from->category_column;
    lxw_col_t values = (lxw_col_t)from->value_column;
    chart_series_set_name_range(series, name, from->name_row, (lxw_col_t)from->name_column);
    chart_series_set_categories(series, name, from->first_row, categories, from->last_row,
                                categories);
    chart_series_set_values(series, name, from->first_row, values, from->last_row, values);
    if (of->is_of_lines) {
        set_line(series, number);
        return;
    }
    set_look(series, &SERIES_LOOKS[number % N_SERIES_LOOKS]);
    set_labels(series, of->is_of_rates ? "0.0%" : "0.##;;");
}

/* The axes of bars: the library's y axis holds the categories. */
static void set_bars(lxw_chart *chart, bool is_of_rates) {
    chart_axis_set_reverse(chart->y_axis);
    chart_axis_set_crossing_max(chart->y_axis);
    chart_axis_set_num_format(chart->x_axis, is_of_rates ? "0%" : "0");
    if (is_of_rates) {
        chart_axis_set_min(chart->x_axis, 0);
        chart_axis_set_max(chart->x_axis, 1);
    }
    chart_set_series_gap(chart, 60);
}

/* ---- paper ----------------------------------------------------------------------------------- */

/* Points of a chart at scale 1, and how much wider they are drawn. */
#define CHART_WIDTH  360.0
#define CHART_HEIGHT 216.0
#define CHART_SCALE  1.5

/* The printed pages of the sheet at hand, as far as charts ask. */
struct paper {
    /* Points of the sheet on the first page, and of the rows that each further one repeats. */
    double room, head;
    /* The height at which the page at hand begins. */
    double start;
    /* Rows that a page begins with, ended by 0. */
    lxw_row_t *breaks;
    size_t n_breaks;
};

/* Points of columns, as the library counts them: of each character and of the edges. */
static double columns_width(const struct sheet *sheet, uint32_t n) {
    double width = 0;
    for (uint32_t i = 0; i < n; i++) {
        width += (floor(xlsx_column_width(sheet, i) * 7 + 0.5) + 5) * 0.75;
    }
    return width;
}

/* A4, fitted to one page of width; a little is left for what programs round. */
static struct paper open_paper(struct press_book *press) {
    const struct sheet *sheet = press->sheet;
    double across = sheet->is_landscape ? 784.0 : 537.0, down = sheet->is_landscape ? 508.0 : 755.0;
    double width = columns_width(sheet, (uint32_t)sheet->n_widths);
    for (size_t i = 0; i < sheet->n_charts; i++) {
        width =
            fmax(width, columns_width(sheet, sheet->charts[i].column) + CHART_WIDTH * CHART_SCALE);
    }
    return (struct paper){
        .room = down * fmax(1.0, width / across) * 0.97,
        .head = press->height * sheet->header_rows / fmax(1, press->n_sized),
        .breaks = ARENA_ARRAY(press->arena, lxw_row_t, sheet->n_charts + 1),
    };
}

/* A chart of that height begins a page if it does not fit on what is left of one. */
static void place(const struct press_book *press, struct paper *paper, uint32_t row,
                  double height) {
    if (row < press->n_sized) {
        return;
    }
    double top = press->height + (row - press->n_sized) * ROW_HEIGHT;
    double room = paper->room - (paper->start > 0 ? paper->head : 0);
    while (top - paper->start >= room) {
        paper->start += room;
        room = paper->room - paper->head;
    }
    if (top - paper->start + height > room && row > 0) {
        paper->breaks[paper->n_breaks++] = row;
        paper->start = top;
    }
}

static void add_chart(struct press_book *press, struct paper *paper,
                      const struct sheet_chart *from) {
    lxw_chart *chart = workbook_add_chart(press->book, from->is_of_lines  ? LXW_CHART_LINE
                                                       : from->is_grouped ? LXW_CHART_BAR
                                                                          : LXW_CHART_BAR_STACKED);
    if (chart == NULL) {
        xlsx_keep(press, LXW_ERROR_MEMORY_MALLOC_FAILED);
        return;
    }
    const char *name = str_to_c(press->arena, press->sheet->name);
    uint32_t n_categories = 1;
    for (size_t i = 0; i < from->n_series; i++) {
        add_series(chart, name, &from->series[i], i, from);
        n_categories = from->series[i].last_row - from->series[i].first_row + 1;
    }
    chart_title_set_name(chart, xlsx_clean(press->arena, from->title));
    chart_legend_set_position(chart, LXW_CHART_LEGEND_BOTTOM);
    if (!from->is_of_lines) {
        set_bars(chart, from->is_of_rates);
    }
    double scale = fmax(1.0, fmin(6.0, (90.0 + 26.0 * n_categories) / 288.0));
    scale = fmin(scale, (paper->room - paper->head) / CHART_HEIGHT);
    place(press, paper, from->row, scale * CHART_HEIGHT);
    lxw_chart_options options = {.x_scale = CHART_SCALE, .y_scale = scale};
    xlsx_keep(press, worksheet_insert_chart_opt(press->page, from->row, (lxw_col_t)from->column,
                                                chart, &options));
}

void xlsx_charts(struct press_book *press) {
    struct paper paper = open_paper(press);
    for (size_t i = 0; i < press->sheet->n_charts; i++) {
        add_chart(press, &paper, &press->sheet->charts[i]);
    }
    if (paper.n_breaks) {
        xlsx_keep(press, worksheet_set_h_pagebreaks(press->page, paper.breaks));
    }
}
