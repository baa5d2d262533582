/* 年度工作报告: its words are templates/prose/annual-report; the figures come from the province's
 * sums and from nowhere else. */
#include "docs/annual_report.h"

#include "docs/flowing.h"

struct annual_report {
    struct flowing flowing;
};

/* Names of the counts in prose, by enum count. */
static const char *const count_names[N_COUNTS] = {
    [COUNT_UNITS] = "units",
    [COUNT_SYSTEMS] = "systems",
    [COUNT_UNGRADED] = "ungraded",
    [COUNT_LEVEL1] = "level1",
    [COUNT_LEVEL2] = "level2",
    [COUNT_LEVEL3] = "level3",
    [COUNT_LEVEL4] = "level4",
    [COUNT_LEVEL5] = "level5",
    [COUNT_BELOW_FLOOR] = "below_floor",
    [COUNT_INCOMPLETE] = "incomplete",
    [COUNT_TO_FILE] = "to_file",
    [COUNT_FILED] = "filed",
    [COUNT_FILED_LATE] = "filed_late",
    [COUNT_UNFILED] = "unfiled",
    [COUNT_HEALTH_FILED] = "health_filed",
    [COUNT_NO_CERTIFICATE] = "no_certificate",
};

/* The report being made. */
struct occasion {
    const struct docs *docs;
    struct arena *arena;
    const struct province *province;
};

struct annual_report *annual_report_read(const struct docs *docs, struct diag *diag) {
    struct annual_report *report = ARENA_NEW(docs->arena, struct annual_report);
    return flowing_read(docs, "annual-report", &report->flowing, diag) ? report : NULL;
}

static size_t level3_up(const struct region_counts *region) {
    return region->counts[COUNT_LEVEL3] + region->counts[COUNT_LEVEL4] +
           region->counts[COUNT_LEVEL5];
}

/* One decimal and %; empty for 0/0. Halves round up, so that tenths of a percent are exact. */
static struct str rate(struct arena *arena, size_t part, size_t of) {
    if (!of) {
        return (struct str){0};
    }
    size_t tenths = (part * 2000 + of) / (2 * of);
    return str_format(arena, "%zu.%zu%%", tenths / 10, tenths % 10);
}

static bool answer_total(const struct occasion *occasion, struct str name, struct str *text) {
    const struct region_counts *total = &occasion->province->total;
    for (size_t i = 0; i < N_COUNTS; i++) {
        if (str_is(name, count_names[i])) {
            *text = str_format(occasion->arena, "%zu", total->counts[i]);
            return true;
        }
    }
    if (str_is(name, "level3_up_rate")) {
        *text = rate(occasion->arena, level3_up(total), total->counts[COUNT_SYSTEMS]);
        return true;
    }
    if (str_is(name, "filed_rate")) {
        *text = rate(occasion->arena, total->counts[COUNT_FILED], total->counts[COUNT_TO_FILE]);
        return true;
    }
    return false;
}

static bool answer(void *context, struct str name, struct prose_value *value) {
    const struct occasion *occasion = context;
    const struct docs_settings *settings = &occasion->docs->settings;
    const struct {
        const char *name;
        int number;
    } numbers[] = {{"year", settings->year},
                   {"as_of.year", settings->as_of.year},
                   {"as_of.month", settings->as_of.month},
                   {"as_of.day", settings->as_of.day}};
    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
        if (str_is(name, numbers[i].name)) {
            value->text.text = str_format(occasion->arena, "%d", numbers[i].number);
            return true;
        }
    }
    if (str_is(name, "province")) {
        value->text.text = settings->province;
        return true;
    }
    struct str prefix = STR("total.");
    return str_starts(name, prefix) &&
           answer_total(occasion, str_slice(name, prefix.len, name.len), &value->text.text);
}

/* ---- table and chart ------------------------------------------------------------------------- */

static void fill_row(const struct occasion *occasion, struct table_cell *cells,
                     const struct region_counts *region, struct str none) {
    static const enum count columns[] = {COUNT_SYSTEMS, COUNT_UNGRADED, COUNT_LEVEL1, COUNT_LEVEL2,
                                         COUNT_LEVEL3,  COUNT_LEVEL4,   COUNT_LEVEL5};
    enum { N = sizeof columns / sizeof columns[0] };
    struct arena *arena = occasion->arena;
    cells[0].text.text = region->name;
    for (size_t i = 0; i < N; i++) {
        cells[1 + i].text.text = str_format(arena, "%zu", region->counts[columns[i]]);
    }
    struct str share = rate(arena, level3_up(region), region->counts[COUNT_SYSTEMS]);
    cells[N + 1].text.text = share.len ? share : none;
    cells[N + 2].text.text = str_format(arena, "%zu", region->counts[COUNT_BELOW_FLOOR]);
    for (size_t i = 1; i < N + 3; i++) {
        cells[i].is_number = true;
    }
}

static const struct table *make_levels_table(const struct occasion *occasion) {
    enum { COLUMNS = 10 };
    static const double widths[COLUMNS] = {3, 2, 2, 1.5, 1.5, 1.5, 1.5, 1.5, 2.2, 2};
    const struct province *province = occasion->province;
    const struct yaml *words =
        yaml_get(yaml_get(occasion->docs->annual_report->flowing.words, "tables"), "T2");
    const struct yaml *columns = yaml_get(words, "columns");
    size_t n_rows = province->n_regions + 2;
    struct table_cell *cells = ARENA_ARRAY(occasion->arena, struct table_cell, n_rows * COLUMNS);
    for (size_t i = 0; columns && i < COLUMNS && i < columns->n_items; i++) {
        cells[i].text.text = columns->items[i]->text;
        cells[i].is_header = true;
    }
    struct str none = yaml_text(words, "none");
    for (size_t i = 0; i < province->n_regions; i++) {
        fill_row(occasion, cells + (1 + i) * COLUMNS, &province->regions[i], none);
    }
    fill_row(occasion, cells + (n_rows - 1) * COLUMNS, &province->total, none);
    struct table *table = ARENA_NEW(occasion->arena, struct table);
    *table = (struct table){.cells = cells,
                            .n_rows = n_rows,
                            .n_columns = COLUMNS,
                            .n_header_rows = 1,
                            .widths = widths,
                            .caption = yaml_text(words, "caption")};
    return table;
}

static const struct table *make_table(void *context, struct arena *arena, struct str name) {
    (void)arena;
    return str_is(name, "T2") ? make_levels_table(context) : NULL;
}

/* Systems by level in each region, as T2 has them. */
static const struct chart *make_chart(void *context, struct arena *arena, struct str name) {
    enum { SERIES = 6 };
    const struct occasion *occasion = context;
    const struct province *province = occasion->province;
    const struct yaml *words = yaml_get(occasion->docs->annual_report->flowing.words, "chart");
    const struct yaml *names = yaml_get(words, "series");
    if (!str_is(name, "levels") || !names || names->n_items != SERIES) {
        return NULL;
    }
    struct str *series = ARENA_ARRAY(arena, struct str, SERIES);
    struct str *categories = ARENA_ARRAY(arena, struct str, province->n_regions);
    double *values = ARENA_ARRAY(arena, double, province->n_regions *SERIES);
    for (size_t i = 0; i < SERIES; i++) {
        series[i] = names->items[i]->text;
    }
    for (size_t i = 0; i < province->n_regions; i++) {
        categories[i] = province->regions[i].name;
        for (size_t j = 0; j < SERIES; j++) {
            values[i * SERIES + j] = (double)province->regions[i].counts[COUNT_UNGRADED + j];
        }
    }
    struct chart *chart = ARENA_NEW(arena, struct chart);
    *chart = (struct chart){.kind = CHART_STACKED_BARS,
                            .caption = yaml_text(words, "caption"),
                            .categories = categories,
                            .n_categories = province->n_regions,
                            .series = series,
                            .n_series = SERIES,
                            .values = values};
    return chart;
}

struct document *annual_report_build(const struct docs *docs, struct arena *arena,
                                     const struct province *province, struct diag *diag) {
    struct occasion occasion = {docs, arena, province};
    const struct prose_scope scope = {answer, &occasion, NULL};
    const struct outline_parts parts = {make_table, make_chart, &occasion};
    return flowing_build(docs, arena, &docs->annual_report->flowing, &scope, &parts,
                         (struct str){0}, docs->settings.province, diag);
}
