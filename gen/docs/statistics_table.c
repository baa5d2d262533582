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

static const struct sums *sums_of(const struct docs *docs, const struct province *province,
                                  const struct figures *figures) {
    return &province->sums[figures - docs->statistics->tables];
}

struct str statistics_rate(struct arena *arena, int64_t part, int64_t of) {
    if (!of) {
        return (struct str){0};
    }
    int64_t tenths = (part * 2000 + of) / (2 * of);
    return str_format(arena, "%lld.%lld%%", (long long)tenths / 10, (long long)tenths % 10);
}

struct str statistics_listed(const struct docs *docs, const struct yaml *row, struct str word) {
    for (size_t i = 0; i < row->n_items; i++) {
        if (str_equal(row->keys[i], word)) {
            return row->items[i]->text;
        }
    }
    size_t n_floors;
    const struct floor_rule *floors = rules_floors(docs->rules, &n_floors);
    for (size_t i = 0; str_is(word, "category") && i < n_floors; i++) {
        if (str_equal(floors[i].rule, yaml_text(row, "rule"))) {
            return floors[i].category;
        }
    }
    return (struct str){0};
}

struct str statistics_word(const struct docs *docs, const struct province *province,
                           const struct figures *figures, size_t row, uint32_t column) {
    return figures->is_of_areas
               ? province->areas[row].name
               : statistics_listed(docs, figures->list->items[row], figures->columns[column].show);
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
    const struct sums *sums = sums_of(docs, province, figures);
    if (sums->is_blank[column]) {
        return (struct str){0};
    }
    if (shown->kind == COLUMN_TEXT) {
        bool is_first = column == 0;
        return row < sums->n_rows ? statistics_word(docs, province, figures, row, column)
               : is_first         ? yaml_text(docs->statistics->words, "total")
                                  : (struct str){0};
    }
    if (shown->kind != COLUMN_RATE) {
        return print_number(arena, shown, statistics_number(figures, sums, row, column));
    }
    int64_t part, of;
    statistics_parts(figures, sums, row, column, &part, &of);
    return of ? statistics_rate(arena, part, of) : yaml_text(docs->statistics->words, "none");
}

bool statistics_total(const struct docs *docs, struct arena *arena, const struct province *province,
                      struct str id, struct str *text) {
    for (size_t i = 0; id.len && i < docs->statistics->n_tables; i++) {
        const struct figures *figures = &docs->statistics->tables[i];
        for (uint32_t k = 0; k < figures->n_columns; k++) {
            if (!str_equal(figures->columns[k].id, id)) {
                continue;
            }
            const struct sums *sums = &province->sums[i];
            int64_t part, of = 1;
            if (figures->columns[k].kind == COLUMN_RATE) {
                statistics_parts(figures, sums, sums->n_rows, k, &part, &of);
            }
            *text = of ? statistics_print(docs, arena, province, figures, sums->n_rows, k)
                       : (struct str){0};
            return true;
        }
    }
    return false;
}

struct str *statistics_ids(const struct docs *docs, struct arena *arena, size_t *n_ids) {
    struct str *ids = NULL;
    size_t capacity = 0;
    *n_ids = 0;
    for (size_t i = 0; i < docs->statistics->n_tables; i++) {
        const struct figures *figures = &docs->statistics->tables[i];
        for (uint32_t k = 0; k < figures->n_columns; k++) {
            if (figures->columns[k].id.len) {
                ARENA_PUSH(arena, ids, *n_ids, capacity, figures->columns[k].id);
            }
        }
    }
    return ids;
}

/* ---- tables and charts ----------------------------------------------------------------------- */

static void fill_row(const struct docs *docs, struct arena *arena, const struct province *province,
                     const struct figures *figures, size_t row, struct table_cell *cells) {
    for (uint32_t i = 0; i < figures->n_columns; i++) {
        cells[i].text.text = statistics_print(docs, arena, province, figures, row, i);
        cells[i].is_number = figures->columns[i].kind != COLUMN_TEXT;
    }
}

const struct flow_table *statistics_table(const struct docs *docs, struct arena *arena,
                                          const struct province *province, struct str id) {
    const struct figures *figures = statistics_find(docs->statistics, id);
    if (!figures) {
        return NULL;
    }
    size_t n_columns = figures->n_columns;
    size_t n_rows = sums_of(docs, province, figures)->n_rows + figures->has_total;
    struct table_cell *cells = ARENA_ARRAY(arena, struct table_cell, (n_rows + 1) * n_columns);
    double *widths = ARENA_ARRAY(arena, double, n_columns);
    for (size_t i = 0; i < n_columns; i++) {
        cells[i].text.text = figures->columns[i].name;
        cells[i].is_header = true;
        widths[i] = figures->columns[i].width;
    }
    for (size_t i = 0; i < n_rows; i++) {
        fill_row(docs, arena, province, figures, i, cells + (1 + i) * n_columns);
    }
    struct flow_table *table = ARENA_NEW(arena, struct flow_table);
    *table = (struct flow_table){.cells = cells,
                                 .n_rows = n_rows + 1,
                                 .n_columns = n_columns,
                                 .n_header_rows = 1,
                                 .widths = widths,
                                 .caption = figures->title};
    return table;
}

static const struct figures *find_chart(const struct statistics *statistics, struct str id) {
    for (size_t i = 0; id.len && i < statistics->n_tables; i++) {
        if (str_equal(statistics->tables[i].chart, id)) {
            return &statistics->tables[i];
        }
    }
    return NULL;
}

const struct chart *statistics_chart(const struct docs *docs, struct arena *arena,
                                     const struct province *province, struct str id,
                                     struct str caption) {
    const struct figures *figures = find_chart(docs->statistics, id);
    if (!figures) {
        return NULL;
    }
    const struct sums *sums = sums_of(docs, province, figures);
    size_t n_series = figures->chart_last - figures->chart_first + 1;
    struct str *series = ARENA_ARRAY(arena, struct str, n_series);
    struct str *categories = ARENA_ARRAY(arena, struct str, sums->n_rows);
    double *values = ARENA_ARRAY(arena, double, sums->n_rows *n_series);
    for (size_t i = 0; i < n_series; i++) {
        series[i] = figures->columns[figures->chart_first + i].name;
    }
    for (size_t i = 0; i < sums->n_rows; i++) {
        categories[i] = statistics_word(docs, province, figures, i, 0);
        for (size_t j = 0; j < n_series; j++) {
            uint32_t column = figures->chart_first + (uint32_t)j;
            values[i * n_series + j] = (double)statistics_number(figures, sums, i, column);
        }
    }
    struct chart *chart = ARENA_NEW(arena, struct chart);
    *chart = (struct chart){.kind = CHART_STACKED_BARS,
                            .caption = caption,
                            .categories = categories,
                            .n_categories = sums->n_rows,
                            .series = series,
                            .n_series = n_series,
                            .values = values};
    return chart;
}
