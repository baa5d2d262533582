/* What proves a catalogue of controls: its names agree with its sections, no clause has a hole, and
 * it has as many requirements as are published. Each fault is told at its row. */
#include "rules/catalogue.h"

static bool is_same_clause(const struct clause_number *a, const struct clause_number *b,
                           size_t n_parts) {
    bool is_same = true;
    for (size_t i = 0; i < n_parts; i++) {
        is_same = is_same && a->parts[i] == b->parts[i];
    }
    return is_same;
}

/* The table at a control's row. */
static struct data_table at_row(const struct data_table *table, const struct catalogue_rows *rows,
                                size_t control) {
    struct data_table at = *table;
    at.row = rows->of[control];
    return at;
}

/* ---- names ----------------------------------------------------------------------------------- */

/* A column whose names must be those of sections of so many numbers. */
struct named_section {
    size_t column, n_parts;
};

/* Rows of one section: entries from `first` to before `end`. */
struct section_rows {
    const struct clause_index *index;
    size_t first, end;
};

/* What a row of the section is called. */
static struct str name_of(const struct data_table *table, const struct catalogue_rows *rows,
                          const struct section_rows *section, size_t i, size_t column) {
    const struct data_table at = at_row(table, rows, section->index->entries[i].control);
    return data_text(&at, column);
}

static size_t count_name(const struct data_table *table, const struct catalogue_rows *rows,
                         const struct section_rows *section, struct str name, size_t column) {
    size_t n = 0;
    for (size_t i = section->first; i < section->end; i++) {
        n += str_equal(name_of(table, rows, section, i, column), name);
    }
    return n;
}

/* Every row of a section is called as most of them; where as many are called otherwise, either is
 * told. */
static bool prove_section(const struct data_table *table, const struct catalogue_rows *rows,
                          const struct section_rows *section, size_t column, bool *is_told) {
    bool is_good = true;
    struct str first = name_of(table, rows, section, section->first, column);
    size_t n_all = section->end - section->first;
    if (count_name(table, rows, section, first, column) == n_all) {
        return true;
    }
    for (size_t i = section->first; i < section->end; i++) {
        struct str name = name_of(table, rows, section, i, column), other = first;
        size_t n = count_name(table, rows, section, name, column);
        for (size_t k = section->first; k < section->end && str_equal(other, name); k++) {
            other = name_of(table, rows, section, k, column);
        }
        size_t control = section->index->entries[i].control;
        if (2 * n <= n_all && !is_told[control]) {
            const struct data_table at = at_row(table, rows, control);
            is_told[control] = true;
            is_good = data_refuse(&at, column, name, other);
        }
    }
    return is_good;
}

bool catalogue_prove_names(const struct data_table *table, const struct catalogue_rows *rows,
                           const struct clause_index *index) {
    static const struct named_section sections[] = {{CONTROLS_DOMAIN, 3}, {CONTROLS_POINT, 4}};
    bool is_good = true;
    for (size_t k = 0; k < 2; k++) {
        bool *is_told = ARENA_ARRAY(table->arena, bool, rows->n);
        for (size_t i = 0, end = 0; i < index->n_entries; i = end) {
            for (end = i + 1; end < index->n_entries &&
                              is_same_clause(&index->entries[i].number, &index->entries[end].number,
                                             sections[k].n_parts);
                 end++) {
            }
            const struct section_rows section = {index, i, end};
            is_good &= prove_section(table, rows, &section, sections[k].column, is_told);
        }
    }
    return is_good;
}

/* ---- items and totals ------------------------------------------------------------------------ */

bool catalogue_prove_items(const struct data_table *table, const struct catalogue *catalogue,
                           const struct catalogue_rows *rows, const struct clause_index *index) {
    enum { N_PARTS = 4 };
    bool is_good = true;
    for (size_t i = 0, first = 0; i < index->n_entries; i++) {
        const struct clause_entry *entry = &index->entries[i];
        first = is_same_clause(&entry->number, &index->entries[first].number, N_PARTS) ? first : i;
        char wanted = (char)('a' + (i - first));
        bool is_alone = i == first && entry->number.item == 0 &&
                        (i + 1 == index->n_entries ||
                         !is_same_clause(&entry->number, &index->entries[i + 1].number, N_PARTS));
        struct str clause = catalogue->controls[entry->control].clauses[entry->level];
        if (entry->number.item != wanted && !is_alone) {
            const struct data_table at = at_row(table, rows, entry->control);
            const int *parts = entry->number.parts;
            is_good = data_refuse(&at, (size_t)(CONTROLS_LEVEL_1 + entry->level - 1), clause,
                                  str_format(table->arena, "%d.%d.%d.%d %c)", parts[0], parts[1],
                                             parts[2], parts[3], wanted));
        }
    }
    return is_good;
}

/* A number that was published and what was counted. */
static bool hold(const struct data_table *table, const struct catalogue_rows *rows, size_t column,
                 int published, int counted) {
    struct str said = str_format(table->arena, "%d", counted);
    const struct data_table *at = &rows->published;
    struct str row = str_format(table->arena, "%" STR_FMT " %s %d", STR_ARG(data_text(at, 0)),
                                at->names[column], published);
    return published == counted ||
           (data_lacks(table, row) | data_refuse(at, column, data_text(at, column), said));
}

bool catalogue_prove_totals(const struct data_table *table, const struct catalogue *catalogue,
                            const struct catalogue_rows *rows) {
    bool is_good = true;
    for (int level = 1; level <= CONTROL_LEVELS; level++) {
        int n_items = 0, n_points = 0;
        const struct control_point *last = NULL;
        for (size_t i = 0; i < catalogue->n_controls; i++) {
            const struct control *control = &catalogue->controls[i];
            if (control->clauses[level].len) {
                n_items++;
                n_points += control->point != last;
                last = control->point;
            }
        }
        size_t column = (size_t)(level - 1);
        is_good &= hold(table, rows, CATALOGUE_ITEMS + column, catalogue->items[level], n_items);
        is_good &=
            hold(table, rows, CATALOGUE_POINTS + column, catalogue->points_at[level], n_points);
    }
    return is_good;
}
