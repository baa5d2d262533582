/* The tables and charts of flowing documents, and what single cells say on paper. */
#include "docs/statistics_inner.h"

size_t statistics_n_areas(const struct province *province) {
    return province->n_areas;
}

const struct figures *statistics_find(const struct statistics *statistics, struct str id) {
    for (size_t i = 0; i < statistics->n_tables; i++) {
        if (str_equal(statistics->tables[i].id, id)) {
            return &statistics->tables[i];
        }
    }
    return NULL;
}

const struct sums *statistics_sums(const struct docs *docs, const struct province *province,
                                   const struct figures *figures) {
    return &province->sums[figures - docs->statistics->tables];
}

struct str statistics_word(const struct docs *docs, const struct province *province,
                           const struct figures *figures, size_t row, uint32_t column) {
    const struct sums *sums = statistics_sums(docs, province, figures);
    const struct column *shown = &figures->columns[column];
    size_t n = sums->listing->n_rows, last = statistics_total_row(sums);
    bool is_area = figures->is_of_areas && str_is(shown->show, "area");
    if (row >= sums->n_rows && column == 0) {
        return yaml_text(docs->statistics->words, "total");
    }
    if (row == last || !n) {
        return (struct str){0};
    }
    return is_area ? province->areas[row / n].name
                   : statistics_listed(&sums->listing->rows[row % n], shown->show);
}

/* A number as it stands in text: hundredths as 万元. */
static struct str print_number(struct arena *arena, const struct column *column, int64_t number) {
    return column->is_money
               ? str_format(arena, "%lld.%02lld", (long long)number / 100, (long long)number % 100)
               : str_format(arena, "%lld", (long long)number);
}

struct str statistics_print(const struct docs *docs, struct arena *arena,
                            const struct province *province, const struct figures *figures,
                            size_t row, uint32_t column) {
    const struct column *shown = &figures->columns[column];
    const struct sums *sums = statistics_sums(docs, province, figures);
    if (sums->is_blank[column]) {
        return (struct str){0};
    }
    if (shown->kind == COLUMN_TEXT) {
        return statistics_word(docs, province, figures, row, column);
    }
    if (shown->kind != COLUMN_RATE) {
        return print_number(arena, shown, statistics_number(figures, sums, row, column));
    }
    int64_t part, of;
    statistics_parts(figures, sums, row, column, &part, &of);
    return of ? filter_percent(arena, part, of) : yaml_text(docs->statistics->words, "none");
}

/* ---- tables and charts ----------------------------------------------------------------------- */

static void fill_row(const struct docs *docs, struct arena *arena, const struct province *province,
                     const struct figures *figures, size_t row, struct table_cell *cells) {
    const struct sums *sums = statistics_sums(docs, province, figures);
    for (uint32_t i = 0; i < sums->n_columns; i++) {
        cells[i].text.text = statistics_print(docs, arena, province, figures, row, i);
        cells[i].is_number = figures->columns[i].kind != COLUMN_TEXT;
    }
}

/* The row has a number other than 0, or it is a total. */
static bool is_filled(const struct figures *figures, const struct sums *sums, size_t row) {
    bool is = row >= sums->n_rows;
    for (uint32_t i = 0; i < figures->n_columns; i++) {
        is = is || statistics_number(figures, sums, row, i);
    }
    return is;
}

/* An empty table with its headings. */
static struct flow_table *open_table(struct arena *arena, struct str caption, size_t n_columns,
                                     size_t most_rows, struct table_cell **cells, double **widths) {
    struct flow_table *table = ARENA_NEW(arena, struct flow_table);
    *cells = ARENA_ARRAY(arena, struct table_cell, (most_rows + 1) * n_columns);
    *widths = ARENA_ARRAY(arena, double, n_columns);
    *table = (struct flow_table){.cells = *cells,
                                 .n_rows = 1,
                                 .n_columns = n_columns,
                                 .n_header_rows = 1,
                                 .widths = *widths,
                                 .caption = caption};
    return table;
}

static const struct flow_table *make_list(const struct docs *docs, struct arena *arena,
                                          const struct province *province, size_t which) {
    const struct name_list *list = &docs->statistics->lists[which];
    const struct list_rows *rows = &province->lists[which];
    size_t most = docs->statistics->paper_rows, n = rows->n_rows < most ? rows->n_rows : most;
    struct table_cell *cells;
    double *widths;
    struct flow_table *table = open_table(arena, list->title, list->n_columns, n, &cells, &widths);
    for (uint32_t i = 0; i < list->n_columns; i++) {
        cells[i] = (struct table_cell){.text = {.text = list->columns[i].name}, .is_header = true};
        widths[i] = list->columns[i].width;
    }
    for (size_t row = 0; row < n; row++) {
        for (uint32_t i = 0; i < list->n_columns; i++) {
            struct table_cell *cell = &cells[table->n_rows * list->n_columns + i];
            cell->text.text =
                statistics_list_text(docs, arena, province, list, &rows->rows[row], i);
            cell->is_number = list->columns[i].is_number;
        }
        table->n_rows++;
    }
    return table;
}

const struct flow_table *statistics_table(const struct docs *docs, struct arena *arena,
                                          const struct province *province, struct str id) {
    const struct figures *figures = statistics_find(docs->statistics, id);
    for (size_t i = 0; !figures && i < docs->statistics->n_lists; i++) {
        if (str_equal(docs->statistics->lists[i].id, id)) {
            return make_list(docs, arena, province, i);
        }
    }
    if (!figures) {
        return NULL;
    }
    const struct sums *sums = statistics_sums(docs, province, figures);
    size_t n_rows = sums->n_rows + (figures->has_total ? sums->n_totals : 0);
    struct table_cell *cells;
    double *widths;
    struct flow_table *table =
        open_table(arena, figures->title, sums->n_columns, n_rows, &cells, &widths);
    for (size_t i = 0; i < sums->n_columns; i++) {
        cells[i].text.text = figures->columns[i].name;
        cells[i].is_header = true;
        widths[i] = figures->columns[i].width;
    }
    for (size_t i = 0; i < n_rows; i++) {
        if (!figures->is_filled_only || is_filled(figures, sums, i)) {
            fill_row(docs, arena, province, figures, i, cells + table->n_rows++ * sums->n_columns);
        }
    }
    return table;
}

/* The table that has a chart of that id. */
static const struct figures *find_chart(const struct statistics *statistics, struct str id,
                                        const struct figures_chart **chart) {
    for (size_t i = 0; i < statistics->n_tables; i++) {
        for (size_t k = 0; k < statistics->tables[i].n_charts; k++) {
            if (str_equal(statistics->tables[i].charts[k].id, id)) {
                *chart = &statistics->tables[i].charts[k];
                return &statistics->tables[i];
            }
        }
    }
    return NULL;
}

/* The value of a bar's part: a number, or a rate in percent to one decimal. */
static double chart_value(const struct figures *figures, const struct sums *sums, size_t row,
                          uint32_t column) {
    const struct column *shown = &figures->columns[column];
    if (shown->kind != COLUMN_RATE) {
        double number = (double)statistics_number(figures, sums, row, column);
        return shown->is_money ? number / 100 : number;
    }
    int64_t part, of;
    statistics_parts(figures, sums, row, column, &part, &of);
    return of ? (double)((part * 2000 + of) / (2 * of)) / 10 : 0;
}

/* A rate of nothing is no bar: one of 0 would say that nothing was done. */
static bool has_bar(const struct figures *figures, const struct sums *sums, size_t row,
                    const struct figures_chart *drawn) {
    int64_t part, of = 1;
    if (drawn->is_of_rates) {
        statistics_parts(figures, sums, row, drawn->first, &part, &of);
    }
    return of != 0;
}

const struct chart *statistics_chart(const struct docs *docs, struct arena *arena,
                                     const struct province *province, struct str id) {
    const struct figures_chart *drawn;
    const struct figures *figures = find_chart(docs->statistics, id, &drawn);
    if (!figures) {
        return NULL;
    }
    const struct sums *sums = statistics_sums(docs, province, figures);
    size_t first = drawn->is_of_total ? statistics_total_row(sums) : 0;
    bool is_there = drawn->last < sums->n_columns;
    size_t n_bars = !is_there ? 0 : drawn->is_of_total ? 1 : sums->n_rows;
    size_t n_series = drawn->last - drawn->first + 1;
    struct str *series = ARENA_ARRAY(arena, struct str, n_series);
    struct str *categories = ARENA_ARRAY(arena, struct str, n_bars);
    double *values = ARENA_ARRAY(arena, double, n_bars *n_series);
    for (size_t i = 0; i < n_series; i++) {
        series[i] = figures->columns[drawn->first + i].name;
    }
    size_t n_drawn = 0;
    for (size_t i = 0; i < n_bars; i++) {
        if (!has_bar(figures, sums, first + i, drawn)) {
            continue;
        }
        categories[n_drawn] = statistics_word(docs, province, figures, first + i, 0);
        for (size_t j = 0; j < n_series; j++) {
            values[n_drawn * n_series + j] =
                chart_value(figures, sums, first + i, drawn->first + (uint32_t)j);
        }
        n_drawn++;
    }
    struct chart *chart = ARENA_NEW(arena, struct chart);
    *chart = (struct chart){.kind = drawn->kind,
                            .caption = drawn->title,
                            .categories = categories,
                            .n_categories = n_drawn,
                            .series = series,
                            .n_series = n_series,
                            .values = values,
                            .full = drawn->is_of_rates ? 100 : 0};
    return chart;
}
