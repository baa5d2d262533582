/* Sums that must agree: cells of tables, columns and rows of the ledger, lists by name. */
#include "docs/statistics_inner.h"

/* ---- reading --------------------------------------------------------------------------------- */

static bool find_listed(const struct figures_reading *reading, const struct figures *figures,
                        const struct yaml *node, struct str name, size_t *listed) {
    struct str word =
        figures->naming == UINT32_MAX ? (struct str){0} : figures->columns[figures->naming].show;
    for (size_t i = 0; word.len && i < figures->listing.n_rows; i++) {
        if (str_equal(statistics_listed(&figures->listing.rows[i], word), name)) {
            *listed = i;
            return true;
        }
    }
    return statistics_refuse(reading, node, figures->id, name, word);
}

/* "T2.COLUMN" or "T9.ROW.COLUMN", behind the table's name. */
static bool read_cells(const struct figures_reading *reading, const struct yaml *node, size_t which,
                       struct str rest, struct check_term *term) {
    const struct figures *figures = &reading->statistics->tables[which];
    struct str name;
    term->kind = CHECK_CELLS;
    term->figures = which;
    str_split(&rest, STR("."), &name);
    if (rest.len && !find_listed(reading, figures, node, name, &term->listed)) {
        return false;
    }
    return statistics_find_column(reading, figures, node, rest.len ? rest : name, &term->column);
}

/* "L3", or "L3.1" for its first part. */
static bool read_list(const struct figures_reading *reading, const struct yaml *node, size_t which,
                      struct str rest, struct check_term *term) {
    const struct name_list *list = &reading->statistics->lists[which];
    int64_t part = 0;
    term->kind = CHECK_LIST;
    term->list = which;
    if (!rest.len) {
        return true;
    }
    term->part = str_to_int(rest, &part) && part > 0 ? (size_t)part - 1 : SIZE_MAX;
    return term->part < list->n_parts || statistics_refuse(reading, node, list->id, rest, STR("1"));
}

/* "units.systems", or "gaps" for its rows. */
static bool read_ledger(const struct figures_reading *reading, const struct yaml *node,
                        struct str text, struct str rest, struct check_term *term) {
    term->kind = rest.len ? CHECK_SUM : CHECK_ROWS;
    return rest.len ? statistics_read_summed(reading, node, text, &term->table, &term->summed)
                    : statistics_read_table(reading, node, text, &term->table);
}

static bool read_term(const struct figures_reading *reading, const struct yaml *node,
                      struct str text, struct check_term *term) {
    const struct statistics *statistics = reading->statistics;
    struct str rest = text, name;
    *term = (struct check_term){.listed = SIZE_MAX, .part = SIZE_MAX};
    str_split(&rest, STR("."), &name);
    for (size_t i = 0; i < statistics->n_tables; i++) {
        if (str_equal(statistics->tables[i].id, name)) {
            return read_cells(reading, node, i, rest, term);
        }
    }
    for (size_t i = 0; i < statistics->n_lists; i++) {
        if (str_equal(statistics->lists[i].id, name)) {
            return read_list(reading, node, i, rest, term);
        }
    }
    return read_ledger(reading, node, text, rest, term);
}

static bool read_check(const struct figures_reading *reading, const struct yaml *node,
                       struct check *check) {
    struct str rest = check->text = node->text, side, part;
    size_t n_sides = 0;
    for (; str_split(&rest, STR("="), &side); n_sides++) {
        size_t capacity = 0;
        while (n_sides < 2 && str_split(&side, STR("+"), &part)) {
            struct check_term term;
            if (!read_term(reading, node, str_trim(part), &term)) {
                return false;
            }
            ARENA_PUSH(reading->arena, check->terms[n_sides], check->n_terms[n_sides], capacity,
                       term);
        }
    }
    return n_sides == 2 ||
           statistics_refuse(reading, node, STR("checks"), node->text, STR("A = B + C"));
}

bool statistics_read_checks(const struct figures_reading *reading, const struct yaml *list) {
    struct statistics *statistics = reading->statistics;
    statistics->checks = ARENA_ARRAY(reading->arena, struct check, list->n_items);
    for (size_t i = 0; i < list->n_items; i++) {
        if (!read_check(reading, list->items[i], &statistics->checks[statistics->n_checks++])) {
            return false;
        }
    }
    return true;
}

/* ---- checking -------------------------------------------------------------------------------- */

/* Where the sides are held against each other. */
struct scope {
    enum { IN_ALL, IN_AREA, IN_ROW } kind;
    /* Place of the area, or of the row of a table. */
    size_t at;
};

static int64_t find_cells(const struct docs *docs, const struct province *province,
                          const struct check_term *term, struct scope scope) {
    const struct figures *figures = &docs->statistics->tables[term->figures];
    const struct sums *sums = &province->sums[term->figures];
    size_t n = sums->listing->n_rows;
    if (scope.kind == IN_ROW) {
        return statistics_number(figures, sums, scope.at, term->column);
    }
    int64_t sum = 0;
    for (size_t row = 0; row < sums->n_rows; row++) {
        bool is_here = (scope.kind == IN_ALL || row / n == scope.at) &&
                       (term->listed == SIZE_MAX || row % n == term->listed);
        sum += is_here ? statistics_number(figures, sums, row, term->column) : 0;
    }
    return sum;
}

static int64_t find_list(const struct province *province, const struct check_term *term) {
    const struct list_rows *rows = &province->lists[term->list];
    int64_t n = 0;
    for (size_t i = 0; i < rows->n_rows; i++) {
        n += term->part == SIZE_MAX || rows->rows[i].part == term->part;
    }
    return n;
}

/* What a term comes to. */
static int64_t find_term(const struct docs *docs, const struct province *province,
                         const struct check_term *term, struct scope scope) {
    if (term->kind == CHECK_CELLS) {
        return find_cells(docs, province, term, scope);
    }
    if (term->kind == CHECK_LIST) {
        return find_list(province, term);
    }
    int64_t sum = 0;
    for (size_t i = 0; i < ledger_n_rows(province->ledger, term->table); i++) {
        bool is_here = scope.kind == IN_ALL || province->row_areas[term->table][i] == scope.at;
        const struct ledger_row *row = ledger_row(province->ledger, term->table, i);
        int64_t amount = term->kind == CHECK_ROWS ? 1 : ledger_number(row, term->summed);
        sum += is_here ? amount : 0;
    }
    return sum;
}

static int64_t find_side(const struct docs *docs, const struct province *province,
                         const struct check *check, size_t side, struct scope scope) {
    int64_t sum = 0;
    for (size_t i = 0; i < check->n_terms[side]; i++) {
        sum += find_term(docs, province, &check->terms[side][i], scope);
    }
    return sum;
}

/* All its cells stand in one table, whose rows then agree each; or all in tables of areas, and then
 * the areas do. */
static struct scope find_scope(const struct docs *docs, const struct check *check) {
    bool is_of_areas = true, is_of_one = true;
    const struct check_term *first = &check->terms[0][0];
    for (size_t side = 0; side < 2; side++) {
        for (size_t i = 0; i < check->n_terms[side]; i++) {
            const struct check_term *term = &check->terms[side][i];
            bool is_cell = term->kind == CHECK_CELLS;
            is_of_areas = is_of_areas && term->kind != CHECK_LIST &&
                          (!is_cell || docs->statistics->tables[term->figures].is_of_areas);
            is_of_one =
                is_of_one && is_cell && term->listed == SIZE_MAX && term->figures == first->figures;
        }
    }
    return (struct scope){is_of_one ? IN_ROW : is_of_areas ? IN_AREA : IN_ALL, 0};
}

static bool agrees(const struct docs *docs, const struct province *province,
                   const struct check *check, struct scope scope, struct diag *diag) {
    int64_t left = find_side(docs, province, check, 0, scope);
    int64_t right = find_side(docs, province, check, 1, scope);
    if (left == right) {
        return true;
    }
    const struct check_term *first = &check->terms[0][0];
    const struct figures *figures = &docs->statistics->tables[first->figures];
    struct str name = yaml_text(docs->statistics->words, "total");
    if (scope.kind == IN_AREA) {
        name = province->areas[scope.at].name;
    } else if (scope.kind == IN_ROW) {
        name = statistics_word(docs, province, figures, scope.at, 0);
    }
    struct str what =
        str_format(docs->arena, "%" STR_FMT " %" STR_FMT ": %lld, %lld", STR_ARG(name),
                   STR_ARG(check->text), (long long)left, (long long)right);
    diag_report(diag, &(struct diag_note){.id = DIAG_SUMS_DISAGREE, .args = {what}});
    return false;
}

bool statistics_check(const struct docs *docs, const struct province *province, struct diag *diag) {
    bool is_good = true;
    for (size_t i = 0; i < docs->statistics->n_checks; i++) {
        const struct check *check = &docs->statistics->checks[i];
        struct scope scope = find_scope(docs, check);
        size_t n = scope.kind == IN_AREA  ? province->n_areas
                   : scope.kind == IN_ROW ? province->sums[check->terms[0][0].figures].n_rows
                                          : 0;
        for (; scope.at < n; scope.at++) {
            is_good &= agrees(docs, province, check, scope, diag);
        }
        is_good &= agrees(docs, province, check, (struct scope){IN_ALL, 0}, diag);
    }
    return is_good;
}
