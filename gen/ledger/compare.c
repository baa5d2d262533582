/* What changed since an earlier ledger, as rows of changes: units and systems that came or went,
 * and cells of those in both. */
#include "ledger/rows.h"

/* A comparison. */
struct comparison {
    struct ledger *ledger;
    const struct ledger *previous;
    struct arena *scratch;
};

/* Says where and by what something was read or computed, not what it is. */
static bool is_of_run(enum ledger_column column) {
    return column == LEDGER_UNITS_SOURCE || column == LEDGER_SYSTEMS_SOURCE ||
           column == LEDGER_SYSTEMS_SYSTEM_NO || column == LEDGER_SYSTEMS_EDITION ||
           column == LEDGER_SYSTEMS_STANDARD || column == LEDGER_UNITS_SYSTEMS;
}

static void add_change(const struct comparison *comparison, struct str unit_id,
                       struct str system_no, struct str field, const struct str sides[2]) {
    const struct str cells[] = {unit_id, system_no, field, sides[0], sides[1]};
    ledger_add(comparison->ledger, LEDGER_CHANGES, cells, (struct origin){0});
}

/* A unit or system that came or went, by its name. */
static void add_event(const struct comparison *comparison, const struct ledger_row *row,
                      enum ledger_table table, bool is_new) {
    bool is_unit = table == LEDGER_UNITS;
    struct str unit_id = ledger_cell(row, is_unit ? LEDGER_UNITS_UNIT_ID : LEDGER_SYSTEMS_UNIT_ID);
    struct str no = is_unit ? (struct str){0} : ledger_cell(row, LEDGER_SYSTEMS_SYSTEM_NO);
    struct str sides[2] = {{0}, {0}};
    sides[is_new] = ledger_cell(row, is_unit ? LEDGER_UNITS_NAME : LEDGER_SYSTEMS_NAME);
    add_change(comparison, unit_id, no, is_new ? STR("added") : STR("removed"), sides);
}

/* The cells that differ between two rows of a unit or system. */
static void compare_rows(const struct comparison *comparison, enum ledger_table table,
                         const struct ledger_row *before, const struct ledger_row *after) {
    size_t n;
    enum ledger_column first = ledger_first_column(table, &n);
    struct str no =
        table == LEDGER_UNITS ? (struct str){0} : ledger_cell(after, LEDGER_SYSTEMS_SYSTEM_NO);
    for (size_t i = 1; i < n; i++) {
        enum ledger_column column = (enum ledger_column)(first + i);
        const struct str sides[2] = {ledger_cell(before, column), ledger_cell(after, column)};
        if (!is_of_run(column) && !str_equal(sides[0], sides[1])) {
            add_change(comparison, ledger_cell(after, first), no, ledger_column_name(column),
                       sides);
        }
    }
}

/* Rows of systems of one unit. */
struct systems {
    const struct ledger *ledger;
    size_t first, n;
};

static struct systems find_systems(const struct ledger *ledger, struct str unit_id) {
    const struct ledger_rows *rows = &ledger->tables[LEDGER_SYSTEMS];
    struct systems systems = {ledger, ledger_find_rows(ledger, LEDGER_SYSTEMS, unit_id), 0};
    while (systems.first + systems.n < rows->n_items &&
           str_equal(ledger_cell(rows->items[systems.first + systems.n], LEDGER_SYSTEMS_UNIT_ID),
                     unit_id)) {
        systems.n++;
    }
    return systems;
}

static const struct ledger_row *system_at(const struct systems *systems, size_t i) {
    return ledger_row(systems->ledger, LEDGER_SYSTEMS, systems->first + i);
}

/* Systems go by their names; the number may be another each year. Of several of one name the first
 * is the first. */
static void compare_systems(const struct comparison *comparison, struct str unit_id) {
    struct systems now = find_systems(comparison->ledger, unit_id);
    struct systems before = find_systems(comparison->previous, unit_id);
    bool *is_taken = ARENA_ARRAY(comparison->scratch, bool, before.n);
    for (size_t i = 0; i < now.n; i++) {
        const struct ledger_row *row = system_at(&now, i);
        struct str name = ledger_cell(row, LEDGER_SYSTEMS_NAME);
        size_t k = 0;
        while (k < before.n &&
               (is_taken[k] ||
                !str_equal(ledger_cell(system_at(&before, k), LEDGER_SYSTEMS_NAME), name))) {
            k++;
        }
        if (k == before.n) {
            add_event(comparison, row, LEDGER_SYSTEMS, true);
        } else {
            is_taken[k] = true;
            compare_rows(comparison, LEDGER_SYSTEMS, system_at(&before, k), row);
        }
    }
    for (size_t k = 0; k < before.n; k++) {
        if (!is_taken[k]) {
            add_event(comparison, system_at(&before, k), LEDGER_SYSTEMS, false);
        }
    }
}

/* The unit's row in a ledger, NULL if it is not there. */
static const struct ledger_row *find_row(const struct ledger *ledger, struct str unit_id) {
    size_t at = ledger_find_unit(ledger, unit_id);
    return at == SIZE_MAX ? NULL : ledger_row(ledger, LEDGER_UNITS, at);
}

void ledger_compare(struct ledger *ledger, const struct ledger *previous) {
    struct comparison comparison = {ledger, previous, arena_open_like(ledger->arena)};
    ledger->tables[LEDGER_CHANGES].is_kept = true;
    /* Those that an earlier comparison left are not of this one. */
    ledger_drop(ledger, LEDGER_CHANGES, NULL, NULL);
    for (size_t i = 0; i < ledger_n_rows(ledger, LEDGER_UNITS); i++) {
        const struct ledger_row *row = ledger_row(ledger, LEDGER_UNITS, i);
        struct str unit_id = ledger_cell(row, LEDGER_UNITS_UNIT_ID);
        const struct ledger_row *before = find_row(previous, unit_id);
        if (before) {
            compare_rows(&comparison, LEDGER_UNITS, before, row);
        } else {
            add_event(&comparison, row, LEDGER_UNITS, true);
        }
        compare_systems(&comparison, unit_id);
        arena_reset(comparison.scratch);
    }
    for (size_t i = 0; i < ledger_n_rows(previous, LEDGER_UNITS); i++) {
        const struct ledger_row *row = ledger_row(previous, LEDGER_UNITS, i);
        struct str unit_id = ledger_cell(row, LEDGER_UNITS_UNIT_ID);
        if (!find_row(ledger, unit_id)) {
            add_event(&comparison, row, LEDGER_UNITS, false);
            compare_systems(&comparison, unit_id);
            arena_reset(comparison.scratch);
        }
    }
    arena_close(comparison.scratch);
}
