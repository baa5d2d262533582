/* What the regional tables T1, T2 and T5 show, described once, and set as tables and charts of
 * flowing documents. statistics_book.c makes sheets of the same description. */
#include "docs/statistics_inner.h"

/* Levels of T2's bars, 未定级 to 五级, and the column of the first. */
#define N_LEVELS     6
#define LEVEL_COLUMN 2

static const struct regional_table tables[] = {
    {"T1",
     {{.kind = COLUMN_BLANK, .width = 12},
      {.kind = COLUMN_COUNT, .count = COUNT_UNITS, .width = 12},
      {.kind = COLUMN_BLANK, .width = 12},
      {.kind = COLUMN_COUNT, .count = COUNT_SYSTEMS, .width = 12},
      {.kind = COLUMN_COUNT, .count = COUNT_INCOMPLETE, .width = 16}},
     5},
    {"T2",
     {{.kind = COLUMN_SUM, .count = COUNT_SYSTEMS, .first = 2, .last = 7, .width = 10},
      {.kind = COLUMN_COUNT, .count = COUNT_UNGRADED, .width = 8},
      {.kind = COLUMN_COUNT, .count = COUNT_LEVEL1, .width = 7},
      {.kind = COLUMN_COUNT, .count = COUNT_LEVEL2, .width = 7},
      {.kind = COLUMN_COUNT, .count = COUNT_LEVEL3, .width = 7},
      {.kind = COLUMN_COUNT, .count = COUNT_LEVEL4, .width = 7},
      {.kind = COLUMN_COUNT, .count = COUNT_LEVEL5, .width = 7},
      {.kind = COLUMN_RATE, .first = 5, .last = 7, .of = 1, .width = 14},
      {.kind = COLUMN_COUNT, .count = COUNT_BELOW_FLOOR, .width = 12}},
     9},
    {"T5",
     {{.kind = COLUMN_COUNT, .count = COUNT_TO_FILE, .width = 10},
      {.kind = COLUMN_COUNT, .count = COUNT_FILED, .width = 14},
      {.kind = COLUMN_RATE, .first = 2, .last = 2, .of = 1, .width = 10},
      {.kind = COLUMN_COUNT, .count = COUNT_FILED_LATE, .width = 10},
      {.kind = COLUMN_COUNT, .count = COUNT_UNFILED, .width = 10},
      {.kind = COLUMN_COUNT, .count = COUNT_HEALTH_FILED, .width = 18},
      {.kind = COLUMN_COUNT, .count = COUNT_NO_CERTIFICATE, .width = 14}},
     7},
};

const struct regional_table *statistics_tables(size_t *n_tables) {
    *n_tables = sizeof tables / sizeof tables[0];
    return tables;
}

const struct regional_table *statistics_find_table(struct str name) {
    for (size_t i = 0; i < sizeof tables / sizeof tables[0]; i++) {
        if (str_is(name, tables[i].name)) {
            return &tables[i];
        }
    }
    return NULL;
}

struct figure statistics_figure(const struct regional_table *table,
                                const struct region_counts *region, uint32_t column) {
    const struct column *shown = &table->columns[column - 1];
    if (shown->kind != COLUMN_RATE) {
        return (struct figure){.part = region->counts[shown->count]};
    }
    struct figure figure = {.of = region->counts[table->columns[shown->of - 1].count]};
    for (uint32_t i = shown->first; i <= shown->last; i++) {
        figure.part += region->counts[table->columns[i - 1].count];
    }
    return figure;
}

struct str statistics_rate(struct arena *arena, size_t part, size_t of) {
    if (!of) {
        return (struct str){0};
    }
    size_t tenths = (part * 2000 + of) / (2 * of);
    return str_format(arena, "%zu.%zu%%", tenths / 10, tenths % 10);
}

/* ---- on paper -------------------------------------------------------------------------------- */

static struct str print_figure(struct arena *arena, const struct regional_table *table,
                               const struct region_counts *region, uint32_t column,
                               struct str none) {
    enum column_kind kind = table->columns[column - 1].kind;
    if (kind == COLUMN_BLANK) {
        return (struct str){0};
    }
    struct figure figure = statistics_figure(table, region, column);
    if (kind != COLUMN_RATE) {
        return str_format(arena, "%zu", figure.part);
    }
    return figure.of ? statistics_rate(arena, figure.part, figure.of) : none;
}

static void fill_row(struct arena *arena, const struct regional_table *table,
                     const struct region_counts *region, struct str none,
                     struct table_cell *cells) {
    cells[0].text.text = region->name;
    for (uint32_t i = 1; i <= table->n_columns; i++) {
        cells[i].text.text = print_figure(arena, table, region, i, none);
        cells[i].is_number = true;
    }
}

const struct table *statistics_table(const struct docs *docs, struct arena *arena,
                                     const struct province *province, struct str name) {
    const struct regional_table *shown = statistics_find_table(name);
    if (!shown) {
        return NULL;
    }
    const struct yaml *words = docs->statistics->words;
    const struct yaml *section = yaml_get(words, shown->name);
    const struct yaml *columns = yaml_get(section, "columns");
    size_t n_columns = shown->n_columns + 1, n_rows = province->n_regions + 2;
    struct table_cell *cells = ARENA_ARRAY(arena, struct table_cell, n_rows * n_columns);
    double *widths = ARENA_ARRAY(arena, double, n_columns);
    for (size_t i = 0; i < n_columns; i++) {
        cells[i].text.text = columns->items[i]->text;
        cells[i].is_header = true;
        widths[i] = i ? shown->columns[i - 1].width : REGION_WIDTH;
    }
    struct str none = yaml_text(words, "none");
    for (size_t i = 0; i < province->n_regions; i++) {
        fill_row(arena, shown, &province->regions[i], none, cells + (1 + i) * n_columns);
    }
    fill_row(arena, shown, &province->total, none, cells + (n_rows - 1) * n_columns);
    struct table *table = ARENA_NEW(arena, struct table);
    *table = (struct table){.cells = cells,
                            .n_rows = n_rows,
                            .n_columns = n_columns,
                            .n_header_rows = 1,
                            .widths = widths,
                            .caption = yaml_text(section, "title")};
    return table;
}

const struct chart *statistics_chart(const struct docs *docs, struct arena *arena,
                                     const struct province *province, struct str caption) {
    const struct yaml *columns = yaml_get(yaml_get(docs->statistics->words, "T2"), "columns");
    struct str *series = ARENA_ARRAY(arena, struct str, N_LEVELS);
    struct str *categories = ARENA_ARRAY(arena, struct str, province->n_regions);
    double *values = ARENA_ARRAY(arena, double, province->n_regions *(size_t)N_LEVELS);
    for (size_t i = 0; i < N_LEVELS; i++) {
        series[i] = columns->items[LEVEL_COLUMN + i]->text;
    }
    for (size_t i = 0; i < province->n_regions; i++) {
        categories[i] = province->regions[i].name;
        for (size_t j = 0; j < N_LEVELS; j++) {
            values[i * N_LEVELS + j] = (double)province->regions[i].counts[COUNT_UNGRADED + j];
        }
    }
    struct chart *chart = ARENA_NEW(arena, struct chart);
    *chart = (struct chart){.kind = CHART_STACKED_BARS,
                            .caption = caption,
                            .categories = categories,
                            .n_categories = province->n_regions,
                            .series = series,
                            .n_series = N_LEVELS,
                            .values = values};
    return chart;
}
