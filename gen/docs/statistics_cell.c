/* Cells and lists by the names that prose calls them: "T2.三级" is the total of a column,
 * "T12.OB-43.逾期" a cell of a listed row, "L2" how many stand in a list, "L2.more" how many of
 * them have no room on paper, "L6.first.姓名" a cell of the first row of its first part; with
 * ".any" behind, whether that is more than nothing. Column and row names are those of the template.
 */
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

struct str statistics_note(struct arena *arena, const struct figures *figures,
                           const struct sums *sums) {
    return sums->n_columns == figures->n_columns
               ? str_concat(arena, figures->note, figures->note_of_change)
               : figures->note;
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
    if (str_is(name, "note")) {
        *text = statistics_note(arena, figures, sums);
        return true;
    }
    struct str rest = name, row_name = {0};
    str_split(&rest, STR("."), &row_name);
    struct str column_name = rest.len ? rest : row_name;
    size_t row = find_row(figures, sums, rest.len ? row_name : (struct str){0});
    /* rules that could not be read list nothing, and that was told: any row may be theirs */
    bool is_untold = row == SIZE_MAX && !docs->rules;
    for (uint32_t i = 0; (is_untold || row != SIZE_MAX) && i < figures->n_columns; i++) {
        enum column_kind kind = figures->columns[i].kind;
        if (!str_equal(figures->columns[i].name, column_name)) {
            continue;
        }
        if (is_untold) {
            *text = (struct str){0};
            return true;
        }
        bool is_some = (kind != COLUMN_COUNT && kind != COLUMN_ADD) ||
                       statistics_number(figures, sums, row, i) > 0;
        *text = asks_any ? (is_some ? STR("1") : (struct str){0})
                         : print_cell(docs, arena, province, figures, row, i);
        return true;
    }
    return false;
}

/* A cell of the first row of the first part; empty if there is no such row. */
static bool ask_first(const struct docs *docs, struct arena *arena, const struct province *province,
                      size_t which, struct str name, struct str *text) {
    const struct name_list *list = &docs->statistics->lists[which];
    const struct list_rows *rows = &province->lists[which];
    bool is_there = rows->n_rows && rows->rows[0].part == 0 && !docs->settings.is_counts_only;
    for (uint32_t i = 0; i < list->n_columns; i++) {
        if (str_equal(list->columns[i].name, name)) {
            *text = is_there ? statistics_list_text(docs, arena, province, list, &rows->rows[0], i)
                             : (struct str){0};
            return true;
        }
    }
    return false;
}

/* What is asked of a list behind its name. */
static bool ask_list(const struct docs *docs, struct arena *arena, const struct province *province,
                     size_t which, struct str rest, struct str *text) {
    static const struct str first = STR_INIT("first.");
    size_t n = province->lists[which].n_rows, shown = docs->statistics->paper_rows;
    if (str_starts(rest, first)) {
        return ask_first(docs, arena, province, which, str_slice(rest, first.len, rest.len), text);
    }
    bool is_more = str_is(rest, "more"), is_any = str_is(rest, "any");
    size_t number = !is_more ? n : n > shown ? n - shown : 0;
    *text = (is_more || is_any) && !number ? (struct str){0} : str_format(arena, "%zu", number);
    return !rest.len || is_more || is_any;
}

bool statistics_ask(const struct docs *docs, struct arena *arena, const struct province *province,
                    struct str name, struct str *text) {
    const struct statistics *statistics = docs->statistics;
    struct str rest = name, id;
    str_split(&rest, STR("."), &id);
    const struct figures *figures = statistics_find(statistics, id);
    if (figures) {
        bool asks_any = str_ends(rest, ANY_SUFFIX);
        rest = asks_any ? str_slice(rest, 0, rest.len - ANY_SUFFIX.len) : rest;
        return ask_cell(docs, arena, province, figures, rest, asks_any, text);
    }
    for (size_t i = 0; i < statistics->n_lists; i++) {
        if (str_equal(statistics->lists[i].id, id)) {
            return ask_list(docs, arena, province, i, rest, text);
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
