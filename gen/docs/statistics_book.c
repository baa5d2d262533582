/*
 * 年度统计表.xlsx: a sheet for each table of statistics.yaml, and the list of sources. Every sheet
 * is laid out alike: title in row 1, columns in row 2, data from row 3, 合计 behind it. Totals and
 * rates are formulas whose computed values stand beside them.
 */
#include <stdlib.h>

#include "docs/statistics_inner.h"

/* A sheet being made. */
struct bench {
    const struct docs *docs;
    struct arena *arena;
    const struct province *province;
    const struct figures *figures;
    const struct sums *sums;
    struct sheet *sheet;
};

static struct str range(struct arena *arena, uint32_t first_row, uint32_t first_column,
                        uint32_t last_row, uint32_t last_column) {
    struct str first = sheet_cell_name(arena, first_row, first_column);
    struct str last = sheet_cell_name(arena, last_row, last_column);
    return str_format(arena, "%" STR_FMT ":%" STR_FMT, STR_ARG(first), STR_ARG(last));
}

/* ---- cells ----------------------------------------------------------------------------------- */

/* Looks of a row. */
struct row_styles {
    enum cell_style text, count, rate;
};

static enum cell_style number_style(const struct column *column, struct row_styles styles) {
    return column->is_money ? STYLE_MONEY : styles.count;
}

static double scale(const struct column *column, int64_t number) {
    return column->is_money ? (double)number / 100 : (double)number;
}

/* Its part over its whole; 0/0 is no rate and says so with a dash. */
static void add_rate(const struct bench *bench, uint32_t row, uint32_t column, size_t at,
                     enum cell_style style) {
    const struct column *shown = &bench->figures->columns[column];
    struct str none = yaml_text(bench->docs->statistics->words, "none");
    struct str whole = sheet_cell_name(bench->arena, row, shown->of);
    struct str cells = shown->is_range ? range(bench->arena, row, shown->first, row, shown->last)
                                       : sheet_cell_name(bench->arena, row, shown->first);
    struct str formula = str_format(
        bench->arena, "IF(%" STR_FMT "=0,\"%" STR_FMT "\",SUM(%" STR_FMT ")/%" STR_FMT ")",
        STR_ARG(whole), STR_ARG(none), STR_ARG(cells), STR_ARG(whole));
    int64_t part, of;
    statistics_parts(bench->figures, bench->sums, at, column, &part, &of);
    if (of) {
        sheet_formula(bench->arena, bench->sheet, row, column, formula, (double)part / (double)of,
                      style);
    } else {
        sheet_text(bench->arena, bench->sheet, row, column, none, style);
    }
}

/* A sum over a range. */
static void add_sum(const struct bench *bench, uint32_t row, uint32_t column, struct str cells,
                    size_t at, struct row_styles styles) {
    const struct column *shown = &bench->figures->columns[column];
    int64_t sum = statistics_number(bench->figures, bench->sums, at, column);
    sheet_formula(bench->arena, bench->sheet, row, column,
                  str_format(bench->arena, "SUM(%" STR_FMT ")", STR_ARG(cells)), scale(shown, sum),
                  number_style(shown, styles));
}

/* A cell that depends on its own row only; false for a plain number. */
static bool add_row_formula(const struct bench *bench, uint32_t row, uint32_t column, size_t at,
                            struct row_styles styles) {
    const struct column *shown = &bench->figures->columns[column];
    if (bench->sums->is_blank[column]) {
        sheet_text(bench->arena, bench->sheet, row, column, (struct str){0}, styles.count);
    } else if (shown->kind == COLUMN_ADD) {
        add_sum(bench, row, column, range(bench->arena, row, shown->first, row, shown->last), at,
                styles);
    } else if (shown->kind == COLUMN_RATE) {
        add_rate(bench, row, column, at, styles.rate);
    } else {
        return false;
    }
    return true;
}

static void add_row(const struct bench *bench, size_t at) {
    static const struct row_styles styles = {STYLE_BODY, STYLE_COUNT, STYLE_PERCENT};
    uint32_t row = DOCS_FIRST_ROW + (uint32_t)at;
    for (uint32_t i = 0; i < bench->figures->n_columns; i++) {
        const struct column *shown = &bench->figures->columns[i];
        if (shown->kind == COLUMN_TEXT) {
            struct str word = statistics_word(bench->docs, bench->province, bench->figures, at, i);
            sheet_text(bench->arena, bench->sheet, row, i, word, styles.text);
        } else if (!add_row_formula(bench, row, i, at, styles)) {
            int64_t number = statistics_number(bench->figures, bench->sums, at, i);
            sheet_number(bench->arena, bench->sheet, row, i, scale(shown, number),
                         number_style(shown, styles));
        }
    }
}

/* 合计: sums of the columns above, rates of its own row. */
static void add_total(const struct bench *bench) {
    static const struct row_styles styles = {STYLE_TOTAL, STYLE_TOTAL_COUNT, STYLE_TOTAL_PERCENT};
    size_t at = bench->sums->n_rows;
    uint32_t row = DOCS_FIRST_ROW + (uint32_t)at;
    for (uint32_t i = 0; i < bench->figures->n_columns; i++) {
        const struct column *shown = &bench->figures->columns[i];
        bool is_number = shown->kind != COLUMN_RATE && !bench->sums->is_blank[i];
        if (shown->kind == COLUMN_TEXT) {
            struct str word =
                i ? (struct str){0} : yaml_text(bench->docs->statistics->words, "total");
            sheet_text(bench->arena, bench->sheet, row, i, word, styles.text);
        } else if (is_number && at) {
            add_sum(bench, row, i, range(bench->arena, DOCS_FIRST_ROW, i, row - 1, i), at, styles);
        } else if (!add_row_formula(bench, row, i, at, styles)) {
            sheet_number(bench->arena, bench->sheet, row, i, 0, number_style(shown, styles));
        }
    }
}

/* ---- sheets ---------------------------------------------------------------------------------- */

/* Stacked bars over the rows. */
static void add_chart(const struct bench *bench) {
    const struct figures *figures = bench->figures;
    uint32_t last = DOCS_FIRST_ROW + (uint32_t)bench->sums->n_rows - 1;
    struct sheet_chart *chart = ARENA_NEW(bench->arena, struct sheet_chart);
    chart->title = figures->chart_title;
    chart->row = last + 4;
    size_t capacity = 0;
    for (uint32_t column = figures->chart_first; column <= figures->chart_last; column++) {
        const struct sheet_series series = {.name_row = DOCS_FIRST_ROW - 1,
                                            .name_column = column,
                                            .first_row = DOCS_FIRST_ROW,
                                            .last_row = last,
                                            .category_column = 0,
                                            .value_column = column};
        ARENA_PUSH(bench->arena, chart->series, chart->n_series, capacity, series);
    }
    bench->sheet->charts = chart;
    bench->sheet->n_charts = 1;
}

static void add_table(const struct docs *docs, struct arena *arena, struct workbook *workbook,
                      const struct province *province, size_t which) {
    const struct figures *figures = &docs->statistics->tables[which];
    const struct sums *sums = &province->sums[which];
    struct str *names = ARENA_ARRAY(arena, struct str, figures->n_columns);
    double *widths = ARENA_ARRAY(arena, double, figures->n_columns);
    for (uint32_t i = 0; i < figures->n_columns; i++) {
        names[i] = figures->columns[i].name;
        widths[i] = figures->columns[i].width;
    }
    struct sheet *sheet =
        docs_open_sheet(arena, workbook, figures->sheet, figures->title, names, figures->n_columns);
    sheet->widths = widths;
    sheet->n_widths = figures->n_columns;
    const struct bench bench = {docs, arena, province, figures, sums, sheet};
    for (size_t i = 0; i < sums->n_rows; i++) {
        add_row(&bench, i);
    }
    if (figures->has_total) {
        add_total(&bench);
    }
    if (figures->note.len) {
        uint32_t row = DOCS_FIRST_ROW + (uint32_t)sums->n_rows + figures->has_total;
        sheet_text(arena, sheet, row, 0, figures->note, STYLE_NOTE);
    }
    if (figures->chart.len && sums->n_rows) {
        add_chart(&bench);
    }
}

/* ---- sources --------------------------------------------------------------------------------- */

/* Appends "T2!F4 " for each cell of a table that counts the i-th row of a ledger table. */
static void add_figures(struct buf *buf, const struct province *province,
                        const struct figures *figures, enum ledger_table table, size_t i) {
    size_t area = province->row_areas[table][i];
    size_t first = figures->is_of_areas ? area : 0;
    size_t last = figures->is_of_areas ? area + 1 : figures->list->n_items;
    for (size_t row = first; row < last; row++) {
        for (uint32_t k = 0; k < figures->n_columns; k++) {
            if (statistics_counts(province, figures, row, k, table, i)) {
                struct str cell = sheet_cell_name(buf->arena, DOCS_FIRST_ROW + (uint32_t)row, k);
                buf_format(buf, "%" STR_FMT "!%" STR_FMT " ", STR_ARG(figures->id), STR_ARG(cell));
            }
        }
    }
}

/* Names the cells of the tables that count a row: those of the areas, then those of the lists. */
static struct str list_figures(const struct docs *docs, struct arena *arena,
                               const struct province *province, enum ledger_table table, size_t i) {
    struct buf buf = {.arena = arena};
    size_t n = docs->statistics->n_tables;
    for (size_t k = 0; k < 2 * n; k++) {
        const struct figures *figures = &docs->statistics->tables[k % n];
        if (figures->is_of_areas == (k < n)) {
            add_figures(&buf, province, figures, table, i);
        }
    }
    return str_trim(buf_str(&buf));
}

/* file!sheet!row of the ledger, as places are written everywhere else. */
static struct str print_place(struct arena *arena, struct str source) {
    size_t row = source.len, sheet;
    while (row > 0 && source.data[row - 1] != '!') {
        row--;
    }
    sheet = row ? row - 1 : 0;
    while (sheet > 0 && source.data[sheet - 1] != '!') {
        sheet--;
    }
    if (!row || !sheet) {
        return source;
    }
    int64_t number = 0;
    str_to_int(str_slice(source, row, source.len), &number);
    const struct source place = {str_slice(source, 0, sheet - 1),
                                 str_slice(source, sheet, row - 1)};
    return origin_text(arena, (struct origin){.source = &place, .row = (uint32_t)number});
}

/* A row of a unit or of one of its systems. */
static void add_source(const struct docs *docs, struct arena *arena, struct sheet *sheet,
                       const struct province *province, size_t unit, size_t system) {
    const struct ledger *ledger = province->ledger;
    const struct ledger_row *row = ledger_row(ledger, LEDGER_UNITS, unit);
    struct str texts[N_SOURCE_COLUMNS] = {
        province->areas[province->row_areas[LEDGER_UNITS][unit]].name,
        ledger_cell(row, LEDGER_UNITS_NAME)};
    if (system == SIZE_MAX) {
        texts[4] = print_place(arena, ledger_cell(row, LEDGER_UNITS_SOURCE));
        texts[5] = list_figures(docs, arena, province, LEDGER_UNITS, unit);
    } else {
        row = ledger_row(ledger, LEDGER_SYSTEMS, system);
        texts[2] = ledger_cell(row, LEDGER_SYSTEMS_NAME);
        texts[3] = ledger_cell(row, LEDGER_SYSTEMS_LEVEL_FINAL);
        texts[4] = print_place(arena, ledger_cell(row, LEDGER_SYSTEMS_SOURCE));
        texts[5] = list_figures(docs, arena, province, LEDGER_SYSTEMS, system);
    }
    uint32_t at = sheet->cells[sheet->n_cells - 1].row + 1;
    for (uint32_t i = 0; i < N_SOURCE_COLUMNS; i++) {
        sheet_text(arena, sheet, at, i, texts[i], STYLE_BODY);
    }
}

/* A unit in the order of 来源: by region code, then by id. */
struct placed_unit {
    struct str code;
    size_t unit;
};

static int compare_units(const void *left, const void *right) {
    const struct placed_unit *a = left, *b = right;
    int order = str_compare(a->code, b->code);
    return order ? order : (a->unit > b->unit) - (a->unit < b->unit);
}

/* First row of a unit's systems, or where it would stand. */
static size_t find_systems(const struct ledger *ledger, struct str unit_id) {
    size_t low = 0, high = ledger_n_rows(ledger, LEDGER_SYSTEMS);
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const struct ledger_row *row = ledger_row(ledger, LEDGER_SYSTEMS, middle);
        if (str_compare(ledger_cell(row, LEDGER_SYSTEMS_UNIT_ID), unit_id) < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

static void add_unit_sources(const struct docs *docs, struct arena *arena, struct sheet *sheet,
                             const struct province *province, size_t unit) {
    const struct ledger *ledger = province->ledger;
    struct str unit_id = ledger_cell(ledger_row(ledger, LEDGER_UNITS, unit), LEDGER_UNITS_UNIT_ID);
    add_source(docs, arena, sheet, province, unit, SIZE_MAX);
    for (size_t i = find_systems(ledger, unit_id); i < ledger_n_rows(ledger, LEDGER_SYSTEMS); i++) {
        const struct ledger_row *row = ledger_row(ledger, LEDGER_SYSTEMS, i);
        if (!str_equal(ledger_cell(row, LEDGER_SYSTEMS_UNIT_ID), unit_id)) {
            break;
        }
        add_source(docs, arena, sheet, province, unit, i);
    }
}

static void add_sources(const struct docs *docs, struct arena *arena, struct workbook *workbook,
                        const struct province *province) {
    const struct statistics *statistics = docs->statistics;
    const struct yaml *words = yaml_get(statistics->words, "source");
    struct str names[N_SOURCE_COLUMNS];
    for (size_t i = 0; i < N_SOURCE_COLUMNS; i++) {
        names[i] = yaml_text(statistics->source_columns->items[i], "name");
    }
    struct sheet *sheet = docs_open_sheet(arena, workbook, yaml_text(words, "sheet"),
                                          yaml_text(words, "title"), names, N_SOURCE_COLUMNS);
    sheet->widths = statistics->source_widths;
    sheet->n_widths = N_SOURCE_COLUMNS;
    sheet->filter_column = N_SOURCE_COLUMNS - 1;
    size_t n = ledger_n_rows(province->ledger, LEDGER_UNITS);
    struct placed_unit *units = ARENA_ARRAY(arena, struct placed_unit, n);
    for (size_t i = 0; i < n; i++) {
        const struct ledger_row *row = ledger_row(province->ledger, LEDGER_UNITS, i);
        units[i] = (struct placed_unit){ledger_cell(row, LEDGER_UNITS_REGION_CODE), i};
    }
    if (n) {
        qsort(units, n, sizeof *units, compare_units);
    }
    for (size_t i = 0; i < n; i++) {
        add_unit_sources(docs, arena, sheet, province, units[i].unit);
    }
}

const struct workbook *statistics_build(const struct docs *docs, struct arena *arena,
                                        const struct province *province) {
    struct workbook *workbook = ARENA_NEW(arena, struct workbook);
    workbook->title = yaml_text(docs->statistics->words, "file_title");
    workbook->author = docs->settings.province;
    workbook->date = docs->settings.as_of;
    for (size_t i = 0; i < docs->statistics->n_tables; i++) {
        add_table(docs, arena, workbook, province, i);
    }
    add_sources(docs, arena, workbook, province);
    return workbook;
}
