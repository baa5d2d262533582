/* From one catalogue of controls to the next: what an answer to the one is worth in the other. */
#include "rules/catalogue.h"

/* Columns of crosswalk.csv. */
enum { FROM_CATALOGUE, FROM, TO_CATALOGUE, TO, RELATION };

/* Lowest level at which a wording is in force. */
static int lowest_level(const struct control *control) {
    int level = 1;
    while (level < CONTROL_LEVELS && !control->clauses[level].len) {
        level++;
    }
    return level;
}

/* A control by its clause at its lowest level; empty text: none. */
static bool find_control(const struct data_table *table, size_t column,
                         const struct catalogue *catalogue, size_t *control) {
    struct str text = data_text(table, column);
    *control = SIZE_MAX;
    for (size_t i = 0; text.len && i < catalogue->n_controls; i++) {
        const struct control *item = &catalogue->controls[i];
        if (str_equal(item->clauses[lowest_level(item)], text)) {
            *control = i;
            return true;
        }
    }
    return text.len == 0 || data_refuse(table, column, text, catalogue->name);
}

static bool read_row(const struct catalogues *all, const struct data_table *table,
                     struct crosswalk_row *row) {
    static const char *const relations[N_RELATIONS] = {"same", "moved", "changed", "added",
                                                       "withdrawn"};
    size_t relation = 0;
    const size_t columns[] = {FROM_CATALOGUE, TO_CATALOGUE};
    size_t found[2] = {0};
    for (size_t i = 0; i < 2; i++) {
        found[i] = catalogues_find(all, data_text(table, columns[i]));
        if (found[i] == SIZE_MAX) {
            return data_refuse(table, columns[i], data_text(table, columns[i]),
                               all->items[all->own].name);
        }
    }
    *row = (struct crosswalk_row){.from_catalogue = found[0], .to_catalogue = found[1]};
    if (!find_control(table, FROM, &all->items[found[0]], &row->from) ||
        !find_control(table, TO, &all->items[found[1]], &row->to) ||
        !data_choice(table, RELATION, relations, N_RELATIONS, &relation)) {
        return false;
    }
    row->relation = (enum crosswalk_relation)relation;
    bool has_from = row->relation != CROSSWALK_ADDED, has_to = row->relation != CROSSWALK_WITHDRAWN;
    if (has_from != (row->from != SIZE_MAX)) {
        return data_refuse(table, FROM, data_text(table, FROM), STR("added"));
    }
    return has_to == (row->to != SIZE_MAX) ||
           data_refuse(table, TO, data_text(table, TO), STR("withdrawn"));
}

static bool is_carrying(const struct crosswalk_row *row) {
    return row->relation == CROSSWALK_SAME || row->relation == CROSSWALK_MOVED;
}

/* Both sides of a row that carries an answer are in force at the level. */
static bool is_at(const struct catalogues *all, const struct crosswalk_row *row, int level) {
    return all->items[row->from_catalogue].controls[row->from].clauses[level].len &&
           all->items[row->to_catalogue].controls[row->to].clauses[level].len;
}

/* Rows that carry an answer share a level, and no two of them do so for one requirement there. */
static bool prove_carrying(const struct catalogues *all, const struct data_table *table,
                           const struct crosswalk_row *row) {
    bool is_shared = false;
    for (int level = 1; level <= CONTROL_LEVELS; level++) {
        is_shared = is_shared || is_at(all, row, level);
        for (const struct crosswalk_row *other = all->crosswalk; other < row; other++) {
            bool is_same_side = other->from_catalogue == row->from_catalogue &&
                                other->to_catalogue == row->to_catalogue &&
                                (other->from == row->from || other->to == row->to);
            if (is_carrying(other) && is_same_side && is_at(all, row, level) &&
                is_at(all, other, level)) {
                return data_repeats(table, data_text(table, TO));
            }
        }
    }
    return is_shared || data_refuse(table, RELATION, data_text(table, RELATION), STR("L1-L4"));
}

/* Every control of a catalogue that the crosswalk leads from, or to, stands in it. */
static bool prove_whole(const struct catalogues *all, const struct data_table *table, size_t at) {
    const struct catalogue *catalogue = &all->items[at];
    bool *is_there = ARENA_ARRAY(table->arena, bool, catalogue->n_controls);
    bool is_meant = false;
    for (size_t i = 0; i < all->n_crosswalk; i++) {
        const struct crosswalk_row *row = &all->crosswalk[i];
        const size_t sides[2][2] = {{row->from_catalogue, row->from}, {row->to_catalogue, row->to}};
        for (size_t k = 0; k < 2; k++) {
            is_meant = is_meant || sides[k][0] == at;
            if (sides[k][0] == at && sides[k][1] != SIZE_MAX) {
                is_there[sides[k][1]] = true;
            }
        }
    }
    bool is_good = true;
    for (size_t i = 0; is_meant && i < catalogue->n_controls; i++) {
        const struct control *control = &catalogue->controls[i];
        is_good &= is_there[i] || data_lacks(table, control->clauses[lowest_level(control)]);
    }
    return is_good;
}

bool crosswalk_read(const struct edition *edition, struct catalogues *all) {
    static const char *const names[] = {"from_catalogue", "from", "to_catalogue", "to",
                                        "relation",       NULL};
    struct data_table table = {.names = names};
    if (!data_open(&table, edition->arena, edition->shelf, "rules/crosswalk", edition->name,
                   edition->diag)) {
        return false;
    }
    all->crosswalk = ARENA_ARRAY(edition->arena, struct crosswalk_row, table.csv.n_records);
    bool is_good = true;
    while (data_next(&table)) {
        struct crosswalk_row *row = &all->crosswalk[all->n_crosswalk];
        bool is_read = read_row(all, &table, row);
        is_good &= is_read && (!is_carrying(row) || prove_carrying(all, &table, row));
        all->n_crosswalk += is_read;
    }
    for (size_t i = 0; is_good && i < all->n_items; i++) {
        is_good = prove_whole(all, &table, i);
    }
    return is_good;
}

size_t crosswalk_same(const struct catalogues *all, size_t catalogue, size_t control, size_t other,
                      int level) {
    for (size_t i = 0; i < all->n_crosswalk; i++) {
        const struct crosswalk_row *row = &all->crosswalk[i];
        if (!is_carrying(row) || !is_at(all, row, level)) {
            continue;
        }
        if (row->from_catalogue == catalogue && row->from == control &&
            row->to_catalogue == other) {
            return row->to;
        }
        if (row->to_catalogue == catalogue && row->to == control && row->from_catalogue == other) {
            return row->from;
        }
    }
    return SIZE_MAX;
}
