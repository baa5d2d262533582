/* The province's sums, from the rows of the ledger and nothing else. Whether a row counts in a cell
 * is decided in one place (statistics_counts), so that the tables, the report's text and the list
 * of sources can never tell different stories. */
#include <stdlib.h>

#include "docs/statistics_inner.h"

/* Code of 省直 in the order of areas: before every city. */
#define DIRECT_CODE STR("")
/* Before the name of a city that is known by name only: behind every code. */
#define NAMED_CODE STR("~")
/* Code of units whose region is unknown: behind every city. */
#define UNKNOWN_CODE STR("\x7F")
/* Bytes of the two characters that tell a city of a province from every other. */
#define STEM_SIZE 6

/* ---- areas ----------------------------------------------------------------------------------- */

/* The area of a place: 省直; its city by code; the county itself where no city stands over it
 * (districts of 直辖市, 省直辖县); its city by name; or unknown. */
static struct district find_area(const struct docs *docs, struct arena *arena, struct str code,
                                 struct str city, bool is_direct) {
    const struct yaml *words = docs->statistics->words;
    if (is_direct) {
        return (struct district){DIRECT_CODE, yaml_text(words, "direct_name")};
    }
    if (code.len == 6 && !str_ends(code, STR("0000"))) {
        struct str city_code = str_concat(arena, str_slice(code, 0, 4), STR("00"));
        struct region region = rules_region(docs->rules, city_code);
        region = region.name.len ? region : rules_region(docs->rules, code);
        if (region.name.len) {
            return (struct district){region.code, region.name};
        }
    }
    if (city.len) {
        return (struct district){str_concat(arena, NAMED_CODE, city), city};
    }
    return (struct district){UNKNOWN_CODE, yaml_text(words, "unknown_region")};
}

static struct district find_unit_area(const struct docs *docs, struct arena *arena,
                                      const struct ledger_row *unit) {
    return find_area(docs, arena, ledger_cell(unit, LEDGER_UNITS_REGION_CODE),
                     ledger_cell(unit, LEDGER_UNITS_CITY),
                     ledger_number(unit, LEDGER_UNITS_DIRECT) == 1);
}

/* The area of a unit that ought to report: its own if it did. */
static struct district find_roster_area(const struct docs *docs, struct arena *arena,
                                        const struct ledger *ledger, const struct ledger_row *row) {
    size_t unit = ledger_find_unit(ledger, ledger_cell(row, LEDGER_ROSTER_UNIT_ID));
    if (unit != SIZE_MAX) {
        return find_unit_area(docs, arena, ledger_row(ledger, LEDGER_UNITS, unit));
    }
    struct str code = ledger_cell(row, LEDGER_ROSTER_REGION_CODE);
    return find_area(docs, arena, code, (struct str){0}, str_ends(code, STR("0000")));
}

static int compare_areas(const void *left, const void *right) {
    const struct district *a = left, *b = right;
    return str_compare(a->code, b->code);
}

/* Sorts areas and keeps each code once. */
static size_t sort_areas(struct district *areas, size_t n) {
    size_t n_kept = 0;
    if (n) {
        qsort(areas, n, sizeof *areas, compare_areas);
    }
    for (size_t i = 0; i < n; i++) {
        if (!n_kept || !str_equal(areas[n_kept - 1].code, areas[i].code)) {
            areas[n_kept++] = areas[i];
        }
    }
    return n_kept;
}

/* A city known by name only is the row of the one coded city that the name can mean, if there is
 * one: a unit that left its code out does not make a second row of its city. */
static void join_named(const struct province *province, struct district *area) {
    const struct district *found = NULL;
    struct str stem = str_slice(area->name, 0, STEM_SIZE);
    size_t n_found = 0;
    if (!str_starts(area->code, NAMED_CODE) || stem.len < STEM_SIZE) {
        return;
    }
    for (size_t i = 0; i < province->n_areas; i++) {
        const struct district *coded = &province->areas[i];
        if (str_compare(coded->code, NAMED_CODE) >= 0) {
            break;
        }
        if (coded->code.len && str_starts(coded->name, stem)) {
            found = coded;
            n_found++;
        }
    }
    if (n_found == 1) {
        *area = *found;
    }
}

/* Makes the rows of areas, and finds those of units and roster. */
static void collect_areas(const struct docs *docs, struct arena *arena, struct province *province) {
    const struct ledger *ledger = province->ledger;
    size_t n_units = ledger_n_rows(ledger, LEDGER_UNITS);
    size_t n = n_units + ledger_n_rows(ledger, LEDGER_ROSTER);
    struct district *homes = ARENA_ARRAY(arena, struct district, n);
    size_t *places = ARENA_ARRAY(arena, size_t, n);
    province->areas = ARENA_ARRAY(arena, struct district, n);
    province->row_areas[LEDGER_UNITS] = places;
    province->row_areas[LEDGER_ROSTER] = places + n_units;
    for (size_t i = 0; i < n; i++) {
        homes[i] = i < n_units ? find_unit_area(docs, arena, ledger_row(ledger, LEDGER_UNITS, i))
                               : find_roster_area(docs, arena, ledger,
                                                  ledger_row(ledger, LEDGER_ROSTER, i - n_units));
        province->areas[i] = homes[i];
    }
    province->n_areas = sort_areas(province->areas, n);
    for (size_t i = 0; i < n; i++) {
        join_named(province, &homes[i]);
    }
    for (size_t i = 0; i < n; i++) {
        province->areas[i] = homes[i];
    }
    province->n_areas = sort_areas(province->areas, n);
    for (size_t i = 0; i < n; i++) {
        const struct district *area =
            bsearch(&homes[i], province->areas, province->n_areas, sizeof *area, compare_areas);
        places[i] = (size_t)(area - province->areas);
    }
}

/* Finds the areas of the rows of a further table. */
static void place_rows(struct arena *arena, struct province *province, enum ledger_table table) {
    const struct ledger *ledger = province->ledger;
    enum ledger_column unit_id;
    size_t n = ledger_n_rows(ledger, table);
    size_t *places = province->row_areas[table] = ARENA_ARRAY(arena, size_t, n);
    bool has_unit = ledger_find_column(table, STR("unit_id"), &unit_id);
    for (size_t i = 0; i < n; i++) {
        size_t unit =
            has_unit ? ledger_find_unit(ledger, ledger_cell(ledger_row(ledger, table, i), unit_id))
                     : SIZE_MAX;
        places[i] = unit == SIZE_MAX ? SIZE_MAX : province->row_areas[LEDGER_UNITS][unit];
    }
}

/* ---- what counts where ----------------------------------------------------------------------- */

/* The first listed row that takes a ledger row; n_rows if none does. */
static size_t share_out(const struct province *province, const struct column *column, size_t n_rows,
                        const struct ledger_row *row) {
    for (size_t i = 0; i < n_rows; i++) {
        for (size_t k = 0; k < column->rules[i].n_any; k++) {
            if (ledger_passes(province->ledger, column->rules[i].any[k], row)) {
                return i;
            }
        }
    }
    return n_rows;
}

static size_t count_rows(const struct province *province, const struct figures *figures) {
    return figures->is_of_areas ? province->n_areas : figures->list->n_items;
}

/* The i-th row of its table counts in a column of kind COUNT, whatever came before. */
static bool belongs(const struct province *province, const struct figures *figures, size_t at,
                    const struct column *column, size_t i) {
    const struct ledger_row *row = ledger_row(province->ledger, column->table, i);
    if (figures->is_of_areas) {
        return ledger_passes(province->ledger, column->filters[0], row) &&
               province->row_areas[column->table][i] == at;
    }
    return ledger_passes(province->ledger, column->filters[at], row) &&
           (!column->rules || share_out(province, column, figures->list->n_items, row) == at);
}

/* An earlier row of the same unit counts there already. */
static bool is_repeated(const struct province *province, const struct figures *figures, size_t at,
                        const struct column *column, size_t i) {
    enum ledger_column unit_id;
    if (!ledger_find_column(column->table, STR("unit_id"), &unit_id)) {
        return false;
    }
    struct str unit = ledger_cell(ledger_row(province->ledger, column->table, i), unit_id);
    for (size_t k = i; k-- > 0;) {
        const struct ledger_row *row = ledger_row(province->ledger, column->table, k);
        if (!str_equal(ledger_cell(row, unit_id), unit)) {
            return false;
        }
        if (belongs(province, figures, at, column, k)) {
            return true;
        }
    }
    return false;
}

bool statistics_counts(const struct province *province, const struct figures *figures, size_t row,
                       uint32_t column, enum ledger_table table, size_t i) {
    const struct column *shown = &figures->columns[column];
    if (shown->kind == COLUMN_ADD) {
        for (uint32_t k = shown->first; k <= shown->last; k++) {
            if (figures->columns[k].kind == COLUMN_COUNT &&
                statistics_counts(province, figures, row, k, table, i)) {
                return true;
            }
        }
        return false;
    }
    return shown->kind == COLUMN_COUNT && shown->table == table &&
           belongs(province, figures, row, shown, i) &&
           (!shown->is_of_units || !is_repeated(province, figures, row, shown, i));
}

/* ---- summing --------------------------------------------------------------------------------- */

static int64_t *number_at(const struct figures *figures, const struct sums *sums, size_t row,
                          uint32_t column) {
    return &sums->numbers[row * figures->n_columns + column];
}

static void count_column(const struct province *province, const struct figures *figures,
                         struct sums *sums, uint32_t at) {
    const struct column *column = &figures->columns[at];
    for (size_t i = 0; i < ledger_n_rows(province->ledger, column->table); i++) {
        const struct ledger_row *counted = ledger_row(province->ledger, column->table, i);
        int64_t amount =
            column->summed == N_LEDGER_COLUMNS ? 1 : ledger_number(counted, column->summed);
        size_t first = 0, last = sums->n_rows;
        if (figures->is_of_areas) {
            first = province->row_areas[column->table][i];
            last = first == SIZE_MAX ? first : first + 1;
        }
        for (size_t row = first; row < last; row++) {
            bool counts = statistics_counts(province, figures, row, at, column->table, i);
            *number_at(figures, sums, row, at) += counts ? amount : 0;
        }
    }
}

/* A column counted, or put together of others; then its total. */
static void sum_column(const struct province *province, const struct figures *figures,
                       struct sums *sums, uint32_t at) {
    const struct column *column = &figures->columns[at];
    if (column->kind == COLUMN_COUNT) {
        sums->is_blank[at] = !ledger_is_kept(province->ledger, column->table);
        count_column(province, figures, sums, at);
    }
    for (size_t row = 0; row < sums->n_rows; row++) {
        for (uint32_t k = column->first; column->kind == COLUMN_ADD && k <= column->last; k++) {
            *number_at(figures, sums, row, at) += *number_at(figures, sums, row, k);
        }
        *number_at(figures, sums, sums->n_rows, at) += *number_at(figures, sums, row, at);
    }
}

/* Columns counted before those put together of them. */
static void sum_table(const struct province *province, struct arena *arena,
                      const struct figures *figures, struct sums *sums) {
    sums->n_rows = count_rows(province, figures);
    sums->numbers = ARENA_ARRAY(arena, int64_t, (sums->n_rows + 1) * figures->n_columns);
    sums->is_blank = ARENA_ARRAY(arena, bool, figures->n_columns);
    for (uint32_t i = 0; i < figures->n_columns; i++) {
        if (figures->columns[i].kind == COLUMN_COUNT) {
            sum_column(province, figures, sums, i);
        }
    }
    for (uint32_t i = 0; i < figures->n_columns; i++) {
        const struct column *column = &figures->columns[i];
        if (column->kind == COLUMN_ADD) {
            sum_column(province, figures, sums, i);
        } else if (column->kind == COLUMN_RATE) {
            sums->is_blank[i] = sums->is_blank[column->first] || sums->is_blank[column->of];
        }
    }
}

int64_t statistics_number(const struct figures *figures, const struct sums *sums, size_t row,
                          uint32_t column) {
    return *number_at(figures, sums, row, column);
}

void statistics_parts(const struct figures *figures, const struct sums *sums, size_t row,
                      uint32_t column, int64_t *part, int64_t *of) {
    const struct column *shown = &figures->columns[column];
    *part = 0;
    *of = *number_at(figures, sums, row, shown->of);
    for (uint32_t i = shown->first; i <= shown->last; i++) {
        *part += *number_at(figures, sums, row, i);
    }
}

/* ---- checks ---------------------------------------------------------------------------------- */

/* What a term comes to in an area, or, for SIZE_MAX, altogether. */
static int64_t find_term(const struct docs *docs, const struct province *province,
                         const struct check_term *term, size_t area) {
    if (!term->is_of_ledger) {
        const struct figures *figures = &docs->statistics->tables[term->figures];
        const struct sums *sums = &province->sums[term->figures];
        return *number_at(figures, sums, area == SIZE_MAX ? sums->n_rows : area, term->column);
    }
    enum ledger_table table = ledger_column_table(term->summed);
    int64_t sum = 0;
    for (size_t i = 0; i < ledger_n_rows(province->ledger, table); i++) {
        bool is_here = area == SIZE_MAX || province->row_areas[table][i] == area;
        sum += is_here ? ledger_number(ledger_row(province->ledger, table, i), term->summed) : 0;
    }
    return sum;
}

static int64_t find_side(const struct docs *docs, const struct province *province,
                         const struct check *check, size_t side, size_t area) {
    int64_t sum = 0;
    for (size_t i = 0; i < check->n_terms[side]; i++) {
        sum += find_term(docs, province, &check->terms[side][i], area);
    }
    return sum;
}

/* All its tables have the areas for rows: the sides agree in each. */
static bool is_of_areas(const struct docs *docs, const struct check *check) {
    for (size_t side = 0; side < 2; side++) {
        for (size_t i = 0; i < check->n_terms[side]; i++) {
            const struct check_term *term = &check->terms[side][i];
            if (!term->is_of_ledger && !docs->statistics->tables[term->figures].is_of_areas) {
                return false;
            }
        }
    }
    return true;
}

static bool agrees(const struct docs *docs, const struct province *province,
                   const struct check *check, size_t area, struct diag *diag) {
    int64_t left = find_side(docs, province, check, 0, area);
    int64_t right = find_side(docs, province, check, 1, area);
    if (left == right) {
        return true;
    }
    struct str name =
        area == SIZE_MAX ? yaml_text(docs->statistics->words, "total") : province->areas[area].name;
    struct str what =
        str_format(docs->arena, "%" STR_FMT " %" STR_FMT ": %lld, %lld", STR_ARG(name),
                   STR_ARG(check->text), (long long)left, (long long)right);
    diag_report(diag, &(struct diag_note){.id = DIAG_SUMS_DISAGREE, .args = {what}});
    return false;
}

static bool check_sums(const struct docs *docs, const struct province *province,
                       struct diag *diag) {
    bool is_good = true;
    for (size_t i = 0; i < docs->statistics->n_checks; i++) {
        const struct check *check = &docs->statistics->checks[i];
        size_t n = is_of_areas(docs, check) ? province->n_areas : 0;
        for (size_t area = 0; area < n; area++) {
            is_good &= agrees(docs, province, check, area, diag);
        }
        is_good &= agrees(docs, province, check, SIZE_MAX, diag);
    }
    return is_good;
}

const struct province *statistics_sum(const struct docs *docs, struct arena *arena,
                                      const struct ledger *ledger, struct diag *diag) {
    const struct statistics *statistics = docs->statistics;
    struct province *province = ARENA_NEW(arena, struct province);
    province->ledger = ledger;
    collect_areas(docs, arena, province);
    for (size_t i = 0; i < N_LEDGER_TABLES; i++) {
        if (!province->row_areas[i]) {
            place_rows(arena, province, (enum ledger_table)i);
        }
    }
    province->sums = ARENA_ARRAY(arena, struct sums, statistics->n_tables);
    for (size_t i = 0; i < statistics->n_tables; i++) {
        sum_table(province, arena, &statistics->tables[i], &province->sums[i]);
    }
    return check_sums(docs, province, diag) ? province : NULL;
}
