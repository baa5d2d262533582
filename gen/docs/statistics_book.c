/*
 * 年度统计表.xlsx: T1, T2, T4, T5 and the list of sources. Every sheet is laid out alike: title in
 * row 1, columns in row 2, data from row 3, 合计 behind it. Totals and rates are formulas whose
 * computed values stand beside them.
 */
#include "docs/statistics.h"

#include "docs/statistics_inner.h"

/* First data row, from 0. */
#define FIRST_ROW 2

/* What a column of a regional table shows. */
struct column {
    enum column_kind {
        /* A count of the region. */
        COLUMN_COUNT,
        /* Not known to the run: stays empty. */
        COLUMN_BLANK,
        /* Sum of a range of columns of the same row: first to last. */
        COLUMN_SUM,
        /* Rate: sum of columns first to last over column `of`. */
        COLUMN_RATE,
    } kind;
    enum count count;
    uint32_t first, last, of;
};

/* A regional table: its name in statistics.yaml and the columns behind 地区. */
struct regional_table {
    const char *name;
    struct column columns[10];
    uint32_t n_columns;
};

static const struct regional_table regional_tables[] = {
    {"T1",
     {{.kind = COLUMN_BLANK},
      {.kind = COLUMN_COUNT, .count = COUNT_UNITS},
      {.kind = COLUMN_BLANK},
      {.kind = COLUMN_COUNT, .count = COUNT_SYSTEMS},
      {.kind = COLUMN_COUNT, .count = COUNT_INCOMPLETE}},
     5},
    {"T2",
     {{.kind = COLUMN_SUM, .count = COUNT_SYSTEMS, .first = 2, .last = 7},
      {.kind = COLUMN_COUNT, .count = COUNT_UNGRADED},
      {.kind = COLUMN_COUNT, .count = COUNT_LEVEL1},
      {.kind = COLUMN_COUNT, .count = COUNT_LEVEL2},
      {.kind = COLUMN_COUNT, .count = COUNT_LEVEL3},
      {.kind = COLUMN_COUNT, .count = COUNT_LEVEL4},
      {.kind = COLUMN_COUNT, .count = COUNT_LEVEL5},
      {.kind = COLUMN_RATE, .first = 5, .last = 7, .of = 1},
      {.kind = COLUMN_COUNT, .count = COUNT_BELOW_FLOOR}},
     9},
    {"T5",
     {{.kind = COLUMN_COUNT, .count = COUNT_TO_FILE},
      {.kind = COLUMN_COUNT, .count = COUNT_FILED},
      {.kind = COLUMN_RATE, .first = 2, .last = 2, .of = 1},
      {.kind = COLUMN_COUNT, .count = COUNT_FILED_LATE},
      {.kind = COLUMN_COUNT, .count = COUNT_UNFILED},
      {.kind = COLUMN_COUNT, .count = COUNT_HEALTH_FILED},
      {.kind = COLUMN_COUNT, .count = COUNT_NO_CERTIFICATE}},
     7},
};

/* A sheet being made. */
struct bench {
    const struct docs *docs;
    struct arena *arena;
    /* Section of statistics.yaml. */
    const struct yaml *words;
    struct sheet *sheet;
};

static struct str word(const struct bench *bench, const char *key) {
    return yaml_text(bench->docs->statistics->words, key);
}

/* Opens a sheet with title and column row; `widths` from 地区 on. */
static struct bench open_sheet(const struct docs *docs, struct arena *arena,
                               struct workbook *workbook, const char *name) {
    struct bench bench = {.docs = docs, .arena = arena};
    bench.words = yaml_get(docs->statistics->words, name);
    bench.sheet = sheet_add(arena, workbook, yaml_text(bench.words, "sheet"));
    bench.sheet->header_rows = FIRST_ROW;
    bench.sheet->is_landscape = true;
    const struct yaml *columns = yaml_get(bench.words, "columns");
    uint32_t n_columns = columns ? (uint32_t)columns->n_items : 0;
    sheet_text(arena, bench.sheet, 0, 0, yaml_text(bench.words, "title"), STYLE_TITLE);
    if (n_columns > 1) {
        sheet_merge(arena, bench.sheet, (struct merge){0, 0, 0, n_columns - 1});
    }
    for (uint32_t i = 0; i < n_columns; i++) {
        sheet_text(arena, bench.sheet, 1, i, columns->items[i]->text, STYLE_HEADER);
    }
    return bench;
}

static struct str range(struct arena *arena, uint32_t first_row, uint32_t first_column,
                        uint32_t last_row, uint32_t last_column) {
    struct str first = sheet_cell_name(arena, first_row, first_column);
    struct str last = sheet_cell_name(arena, last_row, last_column);
    return str_format(arena, "%" STR_FMT ":%" STR_FMT, STR_ARG(first), STR_ARG(last));
}

/* A rate over `of`: 0/0 is no rate and says so with a dash. */
static void add_rate(const struct bench *bench, uint32_t row, uint32_t column, struct str part,
                     struct str of, const size_t numbers[2], enum cell_style style) {
    struct str formula = str_format(
        bench->arena, "IF(%" STR_FMT "=0,\"%" STR_FMT "\",SUM(%" STR_FMT ")/%" STR_FMT ")",
        STR_ARG(of), STR_ARG(word(bench, "none")), STR_ARG(part), STR_ARG(of));
    if (numbers[1]) {
        sheet_formula(bench->arena, bench->sheet, row, column, formula,
                      (double)numbers[0] / (double)numbers[1], style);
    } else {
        sheet_text(bench->arena, bench->sheet, row, column, word(bench, "none"), style);
    }
}

/* The number of a cell of a regional table, as the sums have it. */
static size_t number_at(const struct regional_table *table, const struct region_counts *region,
                        uint32_t column) {
    return region->counts[table->columns[column - 1].count];
}

static void add_regional_cell(const struct bench *bench, const struct regional_table *table,
                              const struct region_counts *region, uint32_t row, uint32_t at) {
    const struct column *column = &table->columns[at - 1];
    struct arena *arena = bench->arena;
    switch (column->kind) {
    case COLUMN_BLANK:
        sheet_text(arena, bench->sheet, row, at, (struct str){0}, STYLE_COUNT);
        break;
    case COLUMN_COUNT:
        sheet_number(arena, bench->sheet, row, at, (double)region->counts[column->count],
                     STYLE_COUNT);
        break;
    case COLUMN_SUM:
        sheet_formula(arena, bench->sheet, row, at,
                      str_format(arena, "SUM(%" STR_FMT ")",
                                 STR_ARG(range(arena, row, column->first, row, column->last))),
                      (double)region->counts[column->count], STYLE_COUNT);
        break;
    case COLUMN_RATE: {
        size_t numbers[2] = {0, number_at(table, region, column->of)};
        for (uint32_t i = column->first; i <= column->last; i++) {
            numbers[0] += number_at(table, region, i);
        }
        add_rate(bench, row, at, range(arena, row, column->first, row, column->last),
                 sheet_cell_name(arena, row, column->of), numbers, STYLE_PERCENT);
        break;
    }
    }
}

static void add_regional_total(const struct bench *bench, const struct regional_table *table,
                               const struct province *province, uint32_t at) {
    const struct column *column = &table->columns[at - 1];
    struct arena *arena = bench->arena;
    uint32_t row = FIRST_ROW + (uint32_t)province->n_regions;
    if (column->kind == COLUMN_BLANK) {
        sheet_text(arena, bench->sheet, row, at, (struct str){0}, STYLE_TOTAL_COUNT);
    } else if (column->kind == COLUMN_RATE) {
        size_t numbers[2] = {0, number_at(table, &province->total, column->of)};
        for (uint32_t i = column->first; i <= column->last; i++) {
            numbers[0] += number_at(table, &province->total, i);
        }
        add_rate(bench, row, at, range(arena, row, column->first, row, column->last),
                 sheet_cell_name(arena, row, column->of), numbers, STYLE_TOTAL_PERCENT);
    } else if (province->n_regions) {
        sheet_formula(arena, bench->sheet, row, at,
                      str_format(arena, "SUM(%" STR_FMT ")",
                                 STR_ARG(range(arena, FIRST_ROW, at, row - 1, at))),
                      (double)province->total.counts[column->count], STYLE_TOTAL_COUNT);
    } else {
        sheet_number(arena, bench->sheet, row, at, 0, STYLE_TOTAL_COUNT);
    }
}

static void add_regional_table(const struct docs *docs, struct arena *arena,
                               struct workbook *workbook, const struct regional_table *table,
                               const struct province *province) {
    static const double widths[] = {16, 12, 12, 12, 12, 12, 14, 12, 14, 12};
    struct bench bench = open_sheet(docs, arena, workbook, table->name);
    bench.sheet->widths = widths;
    bench.sheet->n_widths = table->n_columns + 1;
    uint32_t row = FIRST_ROW;
    for (size_t i = 0; i < province->n_regions; i++, row++) {
        sheet_text(arena, bench.sheet, row, 0, province->regions[i].name, STYLE_BODY);
        for (uint32_t j = 1; j <= table->n_columns; j++) {
            add_regional_cell(&bench, table, &province->regions[i], row, j);
        }
    }
    sheet_text(arena, bench.sheet, row, 0, province->total.name, STYLE_TOTAL);
    for (uint32_t j = 1; j <= table->n_columns; j++) {
        add_regional_total(&bench, table, province, j);
    }
    struct str note = yaml_text(bench.words, "note");
    if (note.len) {
        sheet_text(arena, bench.sheet, row + 1, 0, note, STYLE_NOTE);
    }
}

/* ---- T4 and the sources ---------------------------------------------------------------------- */

static void add_floor_row(const struct bench *bench, uint32_t row,
                          const struct floor_counts *floor) {
    struct arena *arena = bench->arena;
    const size_t counts[] = {floor->reached, floor->missed, floor->unknown};
    sheet_text(arena, bench->sheet, row, 0, floor->rule->rule, STYLE_BODY);
    sheet_text(arena, bench->sheet, row, 1, floor->rule->category, STYLE_BODY);
    sheet_formula(arena, bench->sheet, row, 2,
                  str_format(arena, "SUM(%" STR_FMT ")", STR_ARG(range(arena, row, 3, row, 4))),
                  (double)floor->due, STYLE_COUNT);
    for (uint32_t i = 0; i < 3; i++) {
        sheet_number(arena, bench->sheet, row, 3 + i, (double)counts[i], STYLE_COUNT);
    }
    add_rate(bench, row, 6, sheet_cell_name(arena, row, 3), sheet_cell_name(arena, row, 2),
             (size_t[]){floor->reached, floor->due}, STYLE_PERCENT);
}

static void add_floors(const struct docs *docs, struct arena *arena, struct workbook *workbook,
                       const struct province *province) {
    static const double widths[] = {10, 56, 16, 10, 18, 12, 10};
    struct bench bench = open_sheet(docs, arena, workbook, "T4");
    bench.sheet->widths = widths;
    bench.sheet->n_widths = sizeof widths / sizeof widths[0];
    for (size_t i = 0; i < province->n_floors; i++) {
        add_floor_row(&bench, FIRST_ROW + (uint32_t)i, &province->floors[i]);
    }
}

/* Names the cells of the tables that count a system: "T2!F4 T5!B4". */
static struct str list_figures(const struct docs *docs, struct arena *arena,
                               const struct province *province, size_t region,
                               const struct grading *grading) {
    struct buf buf = {.arena = arena};
    bool counts_in[N_COUNTS];
    statistics_place(docs->statistics, grading, counts_in);
    for (size_t i = 0; i < sizeof regional_tables / sizeof regional_tables[0]; i++) {
        const struct regional_table *table = &regional_tables[i];
        for (uint32_t j = 1; j <= table->n_columns; j++) {
            const struct column *column = &table->columns[j - 1];
            bool is_count = column->kind == COLUMN_COUNT || column->kind == COLUMN_SUM;
            if (is_count && counts_in[column->count]) {
                struct str cell = sheet_cell_name(arena, FIRST_ROW + (uint32_t)region, j);
                buf_format(&buf, "%s!%" STR_FMT " ", table->name, STR_ARG(cell));
            }
        }
    }
    for (size_t i = 0; i < province->n_floors; i++) {
        enum floor_place place = statistics_place_floor(grading, province->floors[i].rule);
        if (place != FLOOR_PLACE_NONE) {
            uint32_t column = 2 + (uint32_t)place;
            struct str cell = sheet_cell_name(arena, FIRST_ROW + (uint32_t)i, column);
            buf_format(&buf, "T4!%" STR_FMT " ", STR_ARG(cell));
        }
    }
    return str_trim(buf_str(&buf));
}

static void add_source_row(const struct bench *bench, uint32_t row, const struct province *province,
                           const struct unit *unit, const struct grading *grading) {
    struct arena *arena = bench->arena;
    const struct record *record = &grading->system->record;
    size_t region = statistics_find_row(bench->docs, arena, province, unit);
    const struct str texts[] = {
        province->regions[region].name,
        docs_text(&unit->record, FIELD_UNIT_NAME),
        docs_text(record, FIELD_SYSTEM_NAME),
        grading->level_final ? str_format(arena, "%d", grading->level_final) : (struct str){0},
        origin_text(arena, record->origin),
        list_figures(bench->docs, arena, province, region, grading),
    };
    for (uint32_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        sheet_text(arena, bench->sheet, row, i, texts[i], STYLE_BODY);
    }
}

static void add_sources(const struct docs *docs, struct arena *arena, struct workbook *workbook,
                        const struct province *province, struct unit_findings *const *findings,
                        size_t n_findings) {
    static const double widths[] = {12, 32, 32, 8, 40, 44};
    struct bench bench = open_sheet(docs, arena, workbook, "source");
    bench.sheet->widths = widths;
    bench.sheet->n_widths = sizeof widths / sizeof widths[0];
    bench.sheet->filter_column = bench.sheet->n_widths > 1 ? 5 : 0;
    uint32_t row = FIRST_ROW;
    for (size_t i = 0; i < n_findings; i++) {
        for (size_t j = 0; j < findings[i]->n_gradings; j++) {
            add_source_row(&bench, row++, province, findings[i]->unit, &findings[i]->gradings[j]);
        }
    }
}

/* Stacked bars of T2: systems by level in each region. */
static void add_chart(const struct docs *docs, struct arena *arena, struct workbook *workbook,
                      const struct province *province) {
    if (!province->n_regions) {
        return;
    }
    struct sheet *sheet = workbook->sheets[1];
    struct sheet_chart *chart = ARENA_NEW(arena, struct sheet_chart);
    uint32_t last = FIRST_ROW + (uint32_t)province->n_regions - 1;
    chart->title = yaml_text(docs->statistics->words, "chart_title");
    chart->row = last + 4;
    chart->n_series = 6;
    chart->series = ARENA_ARRAY(arena, struct sheet_series, chart->n_series);
    for (uint32_t i = 0; i < chart->n_series; i++) {
        chart->series[i] = (struct sheet_series){.name_row = 1,
                                                 .name_column = 2 + i,
                                                 .first_row = FIRST_ROW,
                                                 .last_row = last,
                                                 .category_column = 0,
                                                 .value_column = 2 + i};
    }
    sheet->charts = chart;
    sheet->n_charts = 1;
}

const struct workbook *statistics_build(const struct docs *docs, struct arena *arena,
                                        const struct province *province,
                                        struct unit_findings *const *findings, size_t n_findings) {
    struct workbook *workbook = ARENA_NEW(arena, struct workbook);
    workbook->title = yaml_text(docs->statistics->words, "file_title");
    workbook->author = docs->settings.province;
    workbook->date = docs->settings.as_of;
    add_regional_table(docs, arena, workbook, &regional_tables[0], province);
    add_regional_table(docs, arena, workbook, &regional_tables[1], province);
    add_floors(docs, arena, workbook, province);
    add_regional_table(docs, arena, workbook, &regional_tables[2], province);
    add_chart(docs, arena, workbook, province);
    add_sources(docs, arena, workbook, province, findings, n_findings);
    return workbook;
}
