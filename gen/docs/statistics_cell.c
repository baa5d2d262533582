/* Cells and lists by the names that prose calls them: "T2.三级" is the total of a column,
 * "T12.OB-43.逾期" a cell of a listed row, "L2" how many stand in a list; with ".any" behind,
 * whether that is more than nothing. Column and row names are those of the template. */
#include "docs/statistics_inner.h"

/* Behind a name: whether the number is more than 0. */
#define ANY_SUFFIX STR(".any")

/* The row of a name: a listed row, or the total of all. SIZE_MAX if there is none. */
static size_t find_row(const struct figures *figures, const struct sums *sums, struct str name) {
    size_t n = sums->listing->n_rows;
    if (!name.len) {
        return statistics_total_row(sums);
    }
    for (size_t i = 0; figures->naming != UINT32_MAX && i < n; i++) {
        struct str word =
            statistics_listed(&sums->listing->rows[i], figures->columns[figures->naming].show);
        if (str_equal(word, name)) {
            return figures->is_of_areas ? sums->n_rows + i : i;
        }
    }
    return SIZE_MAX;
}

/* Text of a cell for prose; a rate of nothing is empty. */
static struct str print_cell(const struct docs *docs, struct arena *arena,
                             const struct province *province, const struct figures *figures,
                             size_t row, uint32_t column) {
    const struct sums *sums = statistics_sums(docs, province, figures);
    int64_t part, of = 1;
    if (figures->columns[column].kind == COLUMN_RATE) {
        statistics_parts(figures, sums, row, column, &part, &of);
    }
    return of ? statistics_print(docs, arena, province, figures, row, column) : (struct str){0};
}

/* A cell of a table, its name behind that of the table. */
static bool ask_cell(const struct docs *docs, struct arena *arena, const struct province *province,
                     const struct figures *figures, struct str name, bool asks_any,
                     struct str *text) {
    const struct sums *sums = statistics_sums(docs, province, figures);
    struct str rest = name, row_name = {0};
    str_split(&rest, STR("."), &row_name);
    struct str column_name = rest.len ? rest : row_name;
    size_t row = find_row(figures, sums, rest.len ? row_name : (struct str){0});
    for (uint32_t i = 0; row != SIZE_MAX && i < figures->n_columns; i++) {
        enum column_kind kind = figures->columns[i].kind;
        if (kind == COLUMN_TEXT || !str_equal(figures->columns[i].name, column_name)) {
            continue;
        }
        bool is_some = kind == COLUMN_RATE || statistics_number(figures, sums, row, i) > 0;
        *text = asks_any ? (is_some ? STR("1") : (struct str){0})
                         : print_cell(docs, arena, province, figures, row, i);
        return true;
    }
    return false;
}

bool statistics_ask(const struct docs *docs, struct arena *arena, const struct province *province,
                    struct str name, struct str *text) {
    const struct statistics *statistics = docs->statistics;
    bool asks_any = str_ends(name, ANY_SUFFIX);
    struct str rest = asks_any ? str_slice(name, 0, name.len - ANY_SUFFIX.len) : name, id;
    str_split(&rest, STR("."), &id);
    const struct figures *figures = statistics_find(statistics, id);
    if (figures) {
        return ask_cell(docs, arena, province, figures, rest, asks_any, text);
    }
    for (size_t i = 0; !rest.len && i < statistics->n_lists; i++) {
        if (str_equal(statistics->lists[i].id, id)) {
            size_t n = province->lists[i].n_rows;
            *text = asks_any && !n ? (struct str){0} : str_format(arena, "%zu", n);
            return true;
        }
    }
    return false;
}

struct str *statistics_names(const struct docs *docs, struct arena *arena, size_t *n_names) {
    const struct statistics *statistics = docs->statistics;
    struct str *names = NULL;
    size_t capacity = 0;
    *n_names = 0;
    for (size_t i = 0; i < statistics->n_tables; i++) {
        const struct figures *figures = &statistics->tables[i];
        for (uint32_t k = 0; k < figures->n_columns; k++) {
            struct str name = str_format(arena, "%" STR_FMT ".%" STR_FMT, STR_ARG(figures->id),
                                         STR_ARG(figures->columns[k].name));
            ARENA_PUSH(arena, names, *n_names, capacity, name);
        }
    }
    for (size_t i = 0; i < statistics->n_lists; i++) {
        ARENA_PUSH(arena, names, *n_names, capacity, statistics->lists[i].id);
    }
    return names;
}
