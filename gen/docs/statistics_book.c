/*
 * 年度统计表.xlsx: a sheet for each table of statistics.yaml, and the list of sources. Every sheet
 * is laid out alike: title in row 1, columns in row 2, data from row 3, 合计 behind it. Totals and
 * rates are formulas whose computed values stand beside them.
 */
#include "docs/statistics_inner.h"

/* Rows of a sheet that a chart covers, and that each further bar of it does. */
#define CHART_ROWS     16
#define CHART_BAR_ROWS 2

/* A sheet being made. */
struct bench {
    const struct docs *docs;
    struct arena *arena;
    const struct province *province;
    const struct figures *figures;
    const struct sums *sums;
    const struct sources *sources;
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

/* The name of a column's cell in a row behind a sign, with what is behind it; nothing for no
 * column.
 */
static struct str with_cell(const struct bench *bench, const char *sign, uint32_t row,
                            uint32_t column, const char *behind) {
    if (column == UINT32_MAX) {
        return (struct str){0};
    }
    struct str cell = sheet_cell_name(bench->arena, row, column);
    return str_format(bench->arena, "%s%" STR_FMT "%s", sign, STR_ARG(cell), behind);
}

/* Its part over its whole; 0/0 is no rate and says so with a dash. */
static void add_rate(const struct bench *bench, uint32_t row, uint32_t column, size_t at,
                     enum cell_style style) {
    const struct column *shown = &bench->figures->columns[column];
    struct str none = yaml_text(bench->docs->statistics->words, "none");
    struct str whole = sheet_cell_name(bench->arena, row, shown->of);
    struct str less = with_cell(bench, "-", row, shown->less, "");
    struct str half = with_cell(bench, "+", row, shown->half, "/2");
    struct str cells = shown->is_range ? range(bench->arena, row, shown->first, row, shown->last)
                                       : sheet_cell_name(bench->arena, row, shown->first);
    bool is_plain = shown->less == UINT32_MAX && shown->half == UINT32_MAX;
    const char *open = is_plain ? "" : "(", *close = is_plain ? "" : ")";
    struct str formula =
        str_format(bench->arena,
                   "IF(%" STR_FMT "%" STR_FMT "=0,\"%" STR_FMT "\",%sSUM(%" STR_FMT ")%" STR_FMT
                   "%s/%s%" STR_FMT "%" STR_FMT "%s)",
                   STR_ARG(whole), STR_ARG(less), STR_ARG(none), open, STR_ARG(cells),
                   STR_ARG(half), close, open, STR_ARG(whole), STR_ARG(less), close);
    int64_t part, of;
    statistics_parts(bench->figures, bench->sums, at, column, &part, &of);
    if (of) {
        sheet_formula(bench->arena, bench->sheet, row, column, formula, (double)part / (double)of,
                      style);
    } else {
        sheet_text(bench->arena, bench->sheet, row, column, none, style);
    }
}

/* A sum by a formula. */
static void add_sum(const struct bench *bench, uint32_t row, uint32_t column, struct str formula,
                    size_t at, struct row_styles styles) {
    const struct column *shown = &bench->figures->columns[column];
    int64_t sum = statistics_number(bench->figures, bench->sums, at, column);
    sheet_formula(bench->arena, bench->sheet, row, column, formula, scale(shown, sum),
                  number_style(shown, styles));
}

static struct str sum_of(const struct bench *bench, struct str cells) {
    return str_format(bench->arena, "SUM(%" STR_FMT ")", STR_ARG(cells));
}

/* A cell that depends on its own row only; false for a plain number. */
static bool add_row_formula(const struct bench *bench, uint32_t row, uint32_t column, size_t at,
                            struct row_styles styles) {
    const struct column *shown = &bench->figures->columns[column];
    if (bench->sums->is_blank[column]) {
        sheet_text(bench->arena, bench->sheet, row, column, (struct str){0}, styles.count);
    } else if (shown->kind == COLUMN_ADD) {
        struct str cells = range(bench->arena, row, shown->first, row, shown->last);
        add_sum(bench, row, column, sum_of(bench, cells), at, styles);
    } else if (shown->kind == COLUMN_RATE) {
        add_rate(bench, row, column, at, styles.rate);
    } else {
        return false;
    }
    return true;
}

/* A click on a figure leads to where 来源 tells of it. */
static void add_link(const struct bench *bench, uint32_t column, size_t at) {
    if (bench->figures->columns[column].kind != COLUMN_TEXT) {
        sheet_link(bench->sheet, statistics_source_place(bench->sources, bench->arena,
                                                         bench->figures, at, column));
    }
}

static void add_row(const struct bench *bench, size_t at) {
    static const struct row_styles styles = {STYLE_BODY, STYLE_COUNT, STYLE_PERCENT};
    uint32_t row = DOCS_FIRST_ROW + (uint32_t)at;
    for (uint32_t i = 0; i < bench->sums->n_columns; i++) {
        const struct column *shown = &bench->figures->columns[i];
        if (shown->kind == COLUMN_TEXT) {
            struct str word = statistics_word(bench->docs, bench->province, bench->figures, at, i);
            sheet_text(bench->arena, bench->sheet, row, i, word, styles.text);
        } else if (!add_row_formula(bench, row, i, at, styles)) {
            int64_t number = statistics_number(bench->figures, bench->sums, at, i);
            sheet_number(bench->arena, bench->sheet, row, i, scale(shown, number),
                         number_style(shown, styles));
        }
        add_link(bench, i, at);
    }
}

/* The sum of a column over all rows, or over those of a listed row, which go by its name. */
static struct str total_formula(const struct bench *bench, uint32_t column, size_t at) {
    uint32_t last = DOCS_FIRST_ROW + (uint32_t)bench->sums->n_rows - 1;
    struct str cells = range(bench->arena, DOCS_FIRST_ROW, column, last, column);
    if (at == statistics_total_row(bench->sums)) {
        return sum_of(bench, cells);
    }
    uint32_t naming = bench->figures->naming;
    struct str names = range(bench->arena, DOCS_FIRST_ROW, naming, last, naming);
    struct str name = sheet_cell_name(bench->arena, DOCS_FIRST_ROW + (uint32_t)at, naming);
    return str_format(bench->arena, "SUMIF(%" STR_FMT ",%" STR_FMT ",%" STR_FMT ")", STR_ARG(names),
                      STR_ARG(name), STR_ARG(cells));
}

/* 合计: sums of the columns above, rates of its own row. */
static void add_total(const struct bench *bench, size_t at) {
    static const struct row_styles styles = {STYLE_TOTAL, STYLE_TOTAL_COUNT, STYLE_TOTAL_PERCENT};
    uint32_t row = DOCS_FIRST_ROW + (uint32_t)at;
    for (uint32_t i = 0; i < bench->sums->n_columns; i++) {
        const struct column *shown = &bench->figures->columns[i];
        bool is_number = shown->kind != COLUMN_RATE && !bench->sums->is_blank[i];
        if (shown->kind == COLUMN_TEXT) {
            struct str word = statistics_word(bench->docs, bench->province, bench->figures, at, i);
            sheet_text(bench->arena, bench->sheet, row, i, word, styles.text);
        } else if (is_number && bench->sums->n_rows) {
            add_sum(bench, row, i, total_formula(bench, i, at), at, styles);
        } else if (!add_row_formula(bench, row, i, at, styles)) {
            sheet_number(bench->arena, bench->sheet, row, i, 0, number_style(shown, styles));
        }
        add_link(bench, i, at);
    }
}

/* ---- sheets ---------------------------------------------------------------------------------- */

/* Charts below the table, one below the other. */
static void add_charts(const struct bench *bench, uint32_t below) {
    const struct figures *figures = bench->figures;
    size_t capacity = 0;
    for (size_t i = 0; i < figures->n_charts; i++) {
        const struct figures_chart *from = &figures->charts[i];
        if (from->last >= bench->sums->n_columns) {
            continue;
        }
        struct sheet_chart chart = {.title = from->title,
                                    .row = below,
                                    .is_of_rates = from->is_of_rates,
                                    .is_grouped = from->kind == CHART_GROUPED_BARS,
                                    .is_of_lines = from->kind == CHART_LINES};
        size_t total = statistics_total_row(bench->sums), series_capacity = 0;
        size_t first = from->is_of_total ? total : 0;
        size_t last = from->is_of_total ? total : bench->sums->n_rows - 1;
        for (uint32_t column = from->first; column <= from->last; column++) {
            const struct sheet_series series = {.name_row = DOCS_FIRST_ROW - 1,
                                                .name_column = column,
                                                .first_row = DOCS_FIRST_ROW + (uint32_t)first,
                                                .last_row = DOCS_FIRST_ROW + (uint32_t)last,
                                                .category_column = 0,
                                                .value_column = column};
            ARENA_PUSH(bench->arena, chart.series, chart.n_series, series_capacity, series);
        }
        below += CHART_ROWS + (uint32_t)(last - first) * CHART_BAR_ROWS;
        ARENA_PUSH(bench->arena, bench->sheet->charts, bench->sheet->n_charts, capacity, chart);
    }
}

static void add_table(const struct bench *around, struct workbook *workbook, size_t which) {
    const struct docs *docs = around->docs;
    struct arena *arena = around->arena;
    const struct province *province = around->province;
    const struct figures *figures = &docs->statistics->tables[which];
    const struct sums *sums = &province->sums[which];
    struct str *names = ARENA_ARRAY(arena, struct str, sums->n_columns);
    double *widths = ARENA_ARRAY(arena, double, sums->n_columns);
    for (uint32_t i = 0; i < sums->n_columns; i++) {
        names[i] = figures->columns[i].name;
        widths[i] = figures->columns[i].width;
    }
    struct sheet *sheet =
        docs_open_sheet(arena, workbook, figures->sheet, figures->title, names, sums->n_columns);
    sheet->widths = widths;
    sheet->n_widths = sums->n_columns;
    const struct bench bench = {docs, arena, province, figures, sums, around->sources, sheet};
    for (size_t i = 0; i < sums->n_rows; i++) {
        add_row(&bench, i);
    }
    size_t n_totals = figures->has_total ? sums->n_totals : 0;
    for (size_t i = 0; i < n_totals; i++) {
        add_total(&bench, sums->n_rows + i);
    }
    uint32_t below = DOCS_FIRST_ROW + (uint32_t)(sums->n_rows + n_totals);
    struct str note = statistics_note(arena, figures, sums);
    if (note.len) {
        sheet_text(arena, sheet, below, 0, note, STYLE_NOTE);
        if (sums->n_columns > 1) {
            /* else what stands out of its cell would make the paper as wide as the sentence */
            const struct merge whole = {below, 0, below, (uint32_t)sums->n_columns - 1};
            sheet_merge(arena, sheet, whole);
        }
    }
    if (sums->n_rows) {
        add_charts(&bench, below + 2);
    }
}

/* ---- lists ----------------------------------------------------------------------------------- */

/* A list while its rows are read. */
struct list_walk {
    const struct docs *docs;
    const struct province *province;
    const struct name_list *list;
    const struct list_rows *rows;
    size_t next;
};

static void *begin_list(struct arena *arena, const void *context) {
    struct list_walk *walk = ARENA_NEW(arena, struct list_walk);
    *walk = *(const struct list_walk *)context;
    return walk;
}

static bool next_listed(struct arena *arena, void *reading, struct sheet *into, uint32_t row) {
    struct list_walk *walk = reading;
    if (walk->next == walk->rows->n_rows) {
        return false;
    }
    const struct cell at = {.row = row};
    statistics_put_listed(walk->docs, arena, walk->province, walk->list,
                          &walk->rows->rows[walk->next++], into, at);
    return true;
}

static void add_list(const struct docs *docs, struct arena *arena, struct workbook *workbook,
                     const struct province *province, size_t which) {
    const struct name_list *list = &docs->statistics->lists[which];
    struct sheet *sheet = statistics_open_list(arena, workbook, list, (struct str){0});
    struct list_walk *walk = ARENA_NEW(arena, struct list_walk);
    struct sheet_rows *rows = ARENA_NEW(arena, struct sheet_rows);
    *walk = (struct list_walk){docs, province, list, &province->lists[which], 0};
    *rows = (struct sheet_rows){begin_list, next_listed, walk};
    sheet->rows = rows;
}

const struct workbook *statistics_build(const struct docs *docs, struct arena *arena,
                                        const struct province *province) {
    struct workbook *workbook = ARENA_NEW(arena, struct workbook);
    workbook->title = yaml_text(docs->statistics->words, "file_title");
    workbook->author = docs->settings.province;
    workbook->date = docs->settings.as_of;
    const struct bench bench = {.docs = docs,
                                .arena = arena,
                                .province = province,
                                .sources = statistics_open_sources(docs, arena, province)};
    bool is_counts_only = docs->settings.is_counts_only;
    for (size_t i = 0; i < docs->statistics->n_tables; i++) {
        if (statistics_is_shown(docs, &docs->statistics->tables[i])) {
            add_table(&bench, workbook, i);
        }
    }
    for (size_t i = 0; !is_counts_only && i < docs->statistics->n_lists; i++) {
        add_list(docs, arena, workbook, province, i);
    }
    statistics_add_sources(bench.sources, arena, workbook);
    return workbook;
}
