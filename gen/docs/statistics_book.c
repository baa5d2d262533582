/*
 * 年度统计表.xlsx: T1, T2, T4, T5 and the list of sources. Every sheet is laid out alike: title in
 * row 1, columns in row 2, data from row 3, 合计 behind it. Totals and rates are formulas whose
 * computed values stand beside them.
 */
#include "docs/statistics.h"

#include "docs/statistics_inner.h"

/* A sheet being made. */
struct bench {
    const struct docs *docs;
    struct arena *arena;
    /* Section of statistics.yaml. */
    const struct yaml *words;
    struct sheet *sheet;
};

static struct bench open_sheet(const struct docs *docs, struct arena *arena,
                               struct workbook *workbook, const char *name) {
    const struct yaml *words = yaml_get(docs->statistics->words, name);
    struct sheet *sheet = docs_add_sheet(arena, workbook, yaml_text(words, "sheet"),
                                         yaml_text(words, "title"), yaml_get(words, "columns"));
    return (struct bench){docs, arena, words, sheet};
}

static struct str range(struct arena *arena, uint32_t first_row, uint32_t first_column,
                        uint32_t last_row, uint32_t last_column) {
    struct str first = sheet_cell_name(arena, first_row, first_column);
    struct str last = sheet_cell_name(arena, last_row, last_column);
    return str_format(arena, "%" STR_FMT ":%" STR_FMT, STR_ARG(first), STR_ARG(last));
}

/* A rate: the cells of `part` over the cell `of`, and what it comes to. */
struct rate {
    struct str part, of;
    struct figure figure;
};

/* 0/0 is no rate and says so with a dash. */
static void add_rate(const struct bench *bench, uint32_t row, uint32_t column,
                     const struct rate *rate, enum cell_style style) {
    struct str none = yaml_text(bench->docs->statistics->words, "none");
    struct str formula = str_format(
        bench->arena, "IF(%" STR_FMT "=0,\"%" STR_FMT "\",SUM(%" STR_FMT ")/%" STR_FMT ")",
        STR_ARG(rate->of), STR_ARG(none), STR_ARG(rate->part), STR_ARG(rate->of));
    if (rate->figure.of) {
        sheet_formula(bench->arena, bench->sheet, row, column, formula,
                      (double)rate->figure.part / (double)rate->figure.of, style);
    } else {
        sheet_text(bench->arena, bench->sheet, row, column, none, style);
    }
}

/* A sum over a range. */
static void add_sum(const struct bench *bench, uint32_t row, uint32_t column, struct str range,
                    size_t sum, enum cell_style style) {
    sheet_formula(bench->arena, bench->sheet, row, column,
                  str_format(bench->arena, "SUM(%" STR_FMT ")", STR_ARG(range)), (double)sum,
                  style);
}

/* Looks of a row of a regional table. */
struct row_styles {
    enum cell_style count, rate;
};

/* A cell that depends on its own row only; false for a plain count. */
static bool add_row_formula(const struct bench *bench, const struct regional_table *table,
                            const struct region_counts *region, uint32_t row, uint32_t at,
                            struct row_styles styles) {
    const struct column *column = &table->columns[at - 1];
    struct arena *arena = bench->arena;
    if (column->kind == COLUMN_COUNT) {
        return false;
    }
    if (column->kind == COLUMN_BLANK) {
        sheet_text(arena, bench->sheet, row, at, (struct str){0}, styles.count);
        return true;
    }
    struct str cells = range(arena, row, column->first, row, column->last);
    struct figure figure = statistics_figure(table, region, at);
    if (column->kind == COLUMN_SUM) {
        add_sum(bench, row, at, cells, figure.part, styles.count);
    } else {
        struct rate rate = {cells, sheet_cell_name(arena, row, column->of), figure};
        add_rate(bench, row, at, &rate, styles.rate);
    }
    return true;
}

static void add_region(const struct bench *bench, const struct regional_table *table,
                       const struct region_counts *region, uint32_t row) {
    static const struct row_styles styles = {STYLE_COUNT, STYLE_PERCENT};
    sheet_text(bench->arena, bench->sheet, row, 0, region->name, STYLE_BODY);
    for (uint32_t i = 1; i <= table->n_columns; i++) {
        if (!add_row_formula(bench, table, region, row, i, styles)) {
            struct figure figure = statistics_figure(table, region, i);
            sheet_number(bench->arena, bench->sheet, row, i, (double)figure.part, styles.count);
        }
    }
}

/* 合计: sums of the columns above, rates of its own row. */
static void add_total(const struct bench *bench, const struct regional_table *table,
                      const struct province *province) {
    static const struct row_styles styles = {STYLE_TOTAL_COUNT, STYLE_TOTAL_PERCENT};
    uint32_t row = DOCS_FIRST_ROW + (uint32_t)province->n_regions;
    sheet_text(bench->arena, bench->sheet, row, 0, province->total.name, STYLE_TOTAL);
    for (uint32_t i = 1; i <= table->n_columns; i++) {
        bool is_sum = table->columns[i - 1].kind == COLUMN_SUM && province->n_regions;
        if (!is_sum && add_row_formula(bench, table, &province->total, row, i, styles)) {
            continue;
        }
        struct figure figure = statistics_figure(table, &province->total, i);
        if (province->n_regions) {
            add_sum(bench, row, i, range(bench->arena, DOCS_FIRST_ROW, i, row - 1, i), figure.part,
                    styles.count);
        } else {
            sheet_number(bench->arena, bench->sheet, row, i, 0, styles.count);
        }
    }
}

/* Stacked bars of T2: systems by level in each region, over columns 未定级 to 五级. */
static void add_chart(const struct bench *bench, const struct province *province) {
    enum { N_SERIES = 6, FIRST_SERIES = 2 };
    uint32_t last = DOCS_FIRST_ROW + (uint32_t)province->n_regions - 1;
    struct sheet_chart *chart = ARENA_NEW(bench->arena, struct sheet_chart);
    chart->title = yaml_text(bench->docs->statistics->words, "chart_title");
    chart->row = last + 4;
    chart->n_series = N_SERIES;
    chart->series = ARENA_ARRAY(bench->arena, struct sheet_series, N_SERIES);
    for (uint32_t i = 0; i < N_SERIES; i++) {
        chart->series[i] = (struct sheet_series){.name_row = 1,
                                                 .name_column = FIRST_SERIES + i,
                                                 .first_row = DOCS_FIRST_ROW,
                                                 .last_row = last,
                                                 .category_column = 0,
                                                 .value_column = FIRST_SERIES + i};
    }
    bench->sheet->charts = chart;
    bench->sheet->n_charts = 1;
}

static void add_note(const struct bench *bench, uint32_t row) {
    struct str note = yaml_text(bench->words, "note");
    if (note.len) {
        sheet_text(bench->arena, bench->sheet, row, 0, note, STYLE_NOTE);
    }
}

static void add_regional_table(const struct docs *docs, struct arena *arena,
                               struct workbook *workbook, const char *name,
                               const struct province *province) {
    const struct regional_table *table = statistics_find_table(str_from_c(name));
    struct bench bench = open_sheet(docs, arena, workbook, name);
    double *widths = ARENA_ARRAY(arena, double, table->n_columns + 1);
    widths[0] = REGION_WIDTH;
    for (uint32_t i = 1; i <= table->n_columns; i++) {
        widths[i] = table->columns[i - 1].width;
    }
    bench.sheet->widths = widths;
    bench.sheet->n_widths = table->n_columns + 1;
    for (size_t i = 0; i < province->n_regions; i++) {
        add_region(&bench, table, &province->regions[i], DOCS_FIRST_ROW + (uint32_t)i);
    }
    add_total(&bench, table, province);
    add_note(&bench, DOCS_FIRST_ROW + (uint32_t)province->n_regions + 1);
    if (str_is(str_from_c(name), "T2") && province->n_regions) {
        add_chart(&bench, province);
    }
}

/* ---- T4 and the sources ---------------------------------------------------------------------- */

static void add_floor_row(const struct bench *bench, uint32_t row,
                          const struct floor_counts *floor) {
    struct arena *arena = bench->arena;
    const size_t counts[] = {floor->reached, floor->missed, floor->unknown};
    sheet_text(arena, bench->sheet, row, 0, floor->rule->rule, STYLE_BODY);
    sheet_text(arena, bench->sheet, row, 1, floor->rule->category, STYLE_BODY);
    add_sum(bench, row, 2, range(arena, row, 3, row, 4), floor->due, STYLE_COUNT);
    for (uint32_t i = 0; i < 3; i++) {
        sheet_number(arena, bench->sheet, row, 3 + i, (double)counts[i], STYLE_COUNT);
    }
    struct rate rate = {sheet_cell_name(arena, row, 3),
                        sheet_cell_name(arena, row, 2),
                        {floor->reached, floor->due}};
    add_rate(bench, row, 6, &rate, STYLE_PERCENT);
}

static void add_floors(const struct docs *docs, struct arena *arena, struct workbook *workbook,
                       const struct province *province) {
    static const double widths[N_FLOOR_COLUMNS] = {10, 56, 16, 10, 18, 12, 10};
    struct bench bench = open_sheet(docs, arena, workbook, "T4");
    bench.sheet->widths = widths;
    bench.sheet->n_widths = sizeof widths / sizeof widths[0];
    for (size_t i = 0; i < province->n_floors; i++) {
        add_floor_row(&bench, DOCS_FIRST_ROW + (uint32_t)i, &province->floors[i]);
    }
    add_note(&bench, DOCS_FIRST_ROW + (uint32_t)province->n_floors);
}

/* Appends "T2!F4 ". */
static void add_figure(struct buf *buf, const char *table, size_t row, uint32_t column) {
    struct str cell = sheet_cell_name(buf->arena, DOCS_FIRST_ROW + (uint32_t)row, column);
    buf_format(buf, "%s!%" STR_FMT " ", table, STR_ARG(cell));
}

/* Appends the cells of a region's row that show the counts marked. */
static void add_figures(struct buf *buf, size_t region, const bool counts_in[N_COUNTS]) {
    size_t n_tables;
    const struct regional_table *tables = statistics_tables(&n_tables);
    for (size_t i = 0; i < n_tables; i++) {
        for (uint32_t j = 1; j <= tables[i].n_columns; j++) {
            const struct column *column = &tables[i].columns[j - 1];
            bool is_count = column->kind == COLUMN_COUNT || column->kind == COLUMN_SUM;
            if (is_count && counts_in[column->count]) {
                add_figure(buf, tables[i].name, region, j);
            }
        }
    }
}

/* Names the cells of the tables that count a system. */
static struct str list_figures(const struct bench *bench, const struct province *province,
                               size_t region, const struct grading *grading) {
    struct buf buf = {.arena = bench->arena};
    bool counts_in[N_COUNTS];
    statistics_place(bench->docs->statistics, grading, counts_in);
    add_figures(&buf, region, counts_in);
    for (size_t i = 0; i < province->n_floors; i++) {
        enum floor_place place = statistics_place_floor(grading, province->floors[i].rule);
        if (place == FLOOR_PLACE_REACHED || place == FLOOR_PLACE_MISSED) {
            add_figure(&buf, "T4", i, 2);
        }
        if (place != FLOOR_PLACE_NONE) {
            add_figure(&buf, "T4", i, 2 + (uint32_t)place);
        }
    }
    return str_trim(buf_str(&buf));
}

static void add_texts(const struct bench *bench, uint32_t row,
                      const struct str texts[N_SOURCE_COLUMNS]) {
    for (uint32_t i = 0; i < N_SOURCE_COLUMNS; i++) {
        sheet_text(bench->arena, bench->sheet, row, i, texts[i], STYLE_BODY);
    }
}

/* The unit's own row: it counts as having handed in, whether or not it has systems. */
static void add_unit_source(const struct bench *bench, uint32_t row,
                            const struct province *province, size_t region,
                            const struct unit *unit) {
    struct buf buf = {.arena = bench->arena};
    const bool counts_in[N_COUNTS] = {[COUNT_UNITS] = true};
    add_figures(&buf, region, counts_in);
    const struct str texts[N_SOURCE_COLUMNS] = {
        province->regions[region].name,
        docs_text(&unit->record, FIELD_UNIT_NAME),
        {0},
        {0},
        origin_text(bench->arena, unit->record.origin),
        str_trim(buf_str(&buf)),
    };
    add_texts(bench, row, texts);
}

static void add_system_source(const struct bench *bench, uint32_t row,
                              const struct province *province, size_t region,
                              const struct grading *grading) {
    struct arena *arena = bench->arena;
    const struct system *system = grading->system;
    const struct str texts[N_SOURCE_COLUMNS] = {
        province->regions[region].name,
        docs_text(&system->unit->record, FIELD_UNIT_NAME),
        docs_text(&system->record, FIELD_SYSTEM_NAME),
        grading->level_final ? str_format(arena, "%d", grading->level_final) : (struct str){0},
        origin_text(arena, system->record.origin),
        list_figures(bench, province, region, grading),
    };
    add_texts(bench, row, texts);
}

static void add_sources(const struct docs *docs, struct arena *arena, struct workbook *workbook,
                        const struct province *province, struct unit_findings *const *findings,
                        size_t n_findings) {
    static const double widths[N_SOURCE_COLUMNS] = {16, 32, 32, 8, 40, 44};
    struct bench bench = open_sheet(docs, arena, workbook, "source");
    bench.sheet->widths = widths;
    bench.sheet->n_widths = N_SOURCE_COLUMNS;
    bench.sheet->filter_column = N_SOURCE_COLUMNS - 1;
    uint32_t row = DOCS_FIRST_ROW;
    for (size_t i = 0; i < n_findings; i++) {
        size_t region = province->rows[i];
        add_unit_source(&bench, row++, province, region, findings[i]->unit);
        for (size_t j = 0; j < findings[i]->n_gradings; j++) {
            add_system_source(&bench, row++, province, region, &findings[i]->gradings[j]);
        }
    }
}

const struct workbook *statistics_build(const struct docs *docs, struct arena *arena,
                                        const struct province *province,
                                        struct unit_findings *const *findings, size_t n_findings) {
    struct workbook *workbook = ARENA_NEW(arena, struct workbook);
    workbook->title = yaml_text(docs->statistics->words, "file_title");
    workbook->author = docs->settings.province;
    workbook->date = docs->settings.as_of;
    add_regional_table(docs, arena, workbook, "T1", province);
    add_regional_table(docs, arena, workbook, "T2", province);
    add_floors(docs, arena, workbook, province);
    add_regional_table(docs, arena, workbook, "T5", province);
    add_sources(docs, arena, workbook, province, findings, n_findings);
    return workbook;
}
