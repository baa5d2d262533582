/* What changed since an earlier ledger, as rows of changes: units and systems that came or went,
 * and cells of those in both. */
#include "ledger/compare.h"

/* 100 %, in the hundredths in which ledger_number says a percentage. */
#define WHOLE_RATE 10000

/* Says where and by what something was read or computed, not what it is. */
static bool is_of_run(enum ledger_column column) {
    return column == LEDGER_UNITS_SOURCE || column == LEDGER_SYSTEMS_SOURCE ||
           column == LEDGER_SYSTEMS_SYSTEM_NO || column == LEDGER_SYSTEMS_EDITION ||
           column == LEDGER_SYSTEMS_STANDARD || column == LEDGER_UNITS_SYSTEMS ||
           column == LEDGER_MANAGEMENT_SOURCE;
}

void compare_add(const struct comparison *comparison, struct str unit_id, struct str system_no,
                 struct str field, const struct str sides[2]) {
    const struct str cells[] = {unit_id, system_no, field, sides[0], sides[1]};
    ledger_add(comparison->ledger, LEDGER_CHANGES, cells, (struct origin){0});
}

/* A unit that came or went or a system that came, by its name. */
static void add_event(const struct comparison *comparison, const struct ledger_row *row,
                      enum ledger_table table, bool is_new) {
    bool is_unit = table == LEDGER_UNITS;
    struct str unit_id = ledger_cell(row, is_unit ? LEDGER_UNITS_UNIT_ID : LEDGER_SYSTEMS_UNIT_ID);
    struct str no = is_unit ? (struct str){0} : ledger_cell(row, LEDGER_SYSTEMS_SYSTEM_NO);
    struct str sides[2] = {{0}, {0}};
    sides[is_new] = ledger_cell(row, is_unit ? LEDGER_UNITS_NAME : LEDGER_SYSTEMS_NAME);
    compare_add(comparison, unit_id, no, is_new ? STR("added") : STR("removed"), sides);
}

/* A system that is gone, of the institution of that id; and where it was read. */
static void add_gone(const struct comparison *comparison, const struct ledger_row *row,
                     struct str unit_id) {
    const struct str name[2] = {ledger_cell(row, LEDGER_SYSTEMS_NAME), {0}};
    const struct str source[2] = {ledger_cell(row, LEDGER_SYSTEMS_SOURCE), {0}};
    struct str no = ledger_cell(row, LEDGER_SYSTEMS_SYSTEM_NO);
    compare_add(comparison, unit_id, no, STR("removed"), name);
    if (comparison->facts && source[0].len) {
        compare_add(comparison, unit_id, no, ledger_column_name(LEDGER_SYSTEMS_SOURCE), source);
    }
}

/* What a system lacked is mended: it says so with a day, or by its rate. */
static bool is_mended(const struct ledger_row *row) {
    return ledger_cell(row, LEDGER_SYSTEMS_RECTIFIED).len > 0 ||
           ledger_number(row, LEDGER_SYSTEMS_RECTIFIED_RATE) >= WHOLE_RATE;
}

/* Two columns say whether it is mended; that it came to be so, or ceased, is a row of its own. */
static void compare_mended(const struct comparison *comparison, const struct ledger_row *before,
                           const struct ledger_row *after) {
    bool was = is_mended(before), is = is_mended(after);
    const struct str sides[2] = {was ? STR("1") : STR("0"), is ? STR("1") : STR("0")};
    if (was != is) {
        compare_add(comparison, ledger_cell(after, LEDGER_SYSTEMS_UNIT_ID),
                    ledger_cell(after, LEDGER_SYSTEMS_SYSTEM_NO), STR(LEDGER_MENDED), sides);
    }
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
            compare_add(comparison, ledger_cell(after, first), no, ledger_column_name(column),
                        sides);
        }
    }
}

/* The row of 单位管理情况 of a unit; NULL if there is none. */
static const struct ledger_row *find_management(const struct ledger *ledger, struct str unit_id) {
    const struct ledger_rows *rows = &ledger->tables[LEDGER_MANAGEMENT];
    size_t at = ledger_find_rows(ledger, LEDGER_MANAGEMENT, unit_id);
    bool is_its = at < rows->n_items &&
                  str_equal(ledger_cell(rows_at(rows, at), LEDGER_MANAGEMENT_UNIT_ID), unit_id);
    return is_its ? rows_at(rows, at) : NULL;
}

/* What differs in it: a row that is not there has nothing in it. */
static void compare_management(const struct comparison *comparison, struct str unit_before,
                               struct str unit_id) {
    const struct ledger_row *before = find_management(comparison->previous, unit_before);
    const struct ledger_row *after = find_management(comparison->ledger, unit_id);
    size_t n;
    enum ledger_column first = ledger_first_column(LEDGER_MANAGEMENT, &n);
    for (size_t i = 1; (before || after) && i < n; i++) {
        enum ledger_column column = (enum ledger_column)(first + i);
        const struct str sides[2] = {before ? ledger_cell(before, column) : (struct str){0},
                                     after ? ledger_cell(after, column) : (struct str){0}};
        if (!is_of_run(column) && !str_equal(sides[0], sides[1])) {
            struct str field = str_concat(comparison->scratch, STR(LEDGER_OF_MANAGEMENT),
                                          ledger_column_name(column));
            compare_add(comparison, unit_id, (struct str){0}, field, sides);
        }
    }
}

/* Rows of systems of one unit. */
struct systems {
    const struct ledger_row **items;
    size_t n, capacity;
    /* They were those of several institutions. */
    bool is_merged;
};

static void add_systems(const struct comparison *comparison, const struct ledger *ledger,
                        struct str unit_id, struct systems *systems) {
    const struct ledger_rows *rows = &ledger->tables[LEDGER_SYSTEMS];
    size_t n_others = systems->n;
    for (size_t i = ledger_find_rows(ledger, LEDGER_SYSTEMS, unit_id);
         i < rows->n_items &&
         str_equal(ledger_cell(rows_at(rows, i), LEDGER_SYSTEMS_UNIT_ID), unit_id);
         i++) {
        ARENA_PUSH(comparison->scratch, systems->items, systems->n, systems->capacity,
                   rows_at(rows, i));
    }
    systems->is_merged |= n_others && systems->n > n_others;
}

/* The first alias of an institution; SIZE_MAX if it has none. */
static size_t first_alias(const struct comparison *comparison, struct str unit_id) {
    size_t at = SIZE_MAX;
    dictionary_get(comparison->first, unit_id, &at);
    return at;
}

/* The systems that the institution had, under whatever name. */
static struct systems find_earlier(const struct comparison *comparison, struct str unit_id) {
    struct systems systems = {0};
    add_systems(comparison, comparison->previous, unit_id, &systems);
    for (size_t i = first_alias(comparison, unit_id); i != SIZE_MAX; i = comparison->next[i]) {
        add_systems(comparison, comparison->previous, comparison->aliases->items[i].before,
                    &systems);
    }
    return systems;
}

/* Systems go by their names; the number may be another each year. Of several of one name the first
 * is the first. */
static void compare_systems(const struct comparison *comparison, struct str unit_id) {
    struct systems now = {0}, before = find_earlier(comparison, unit_id);
    add_systems(comparison, comparison->ledger, unit_id, &now);
    bool *is_taken = ARENA_ARRAY(comparison->scratch, bool, before.n);
    for (size_t i = 0; i < now.n; i++) {
        const struct ledger_row *row = now.items[i];
        struct str name = ledger_cell(row, LEDGER_SYSTEMS_NAME);
        size_t k = 0;
        while (
            k < before.n &&
            (is_taken[k] || !str_equal(ledger_cell(before.items[k], LEDGER_SYSTEMS_NAME), name))) {
            k++;
        }
        if (k == before.n) {
            add_event(comparison, row, LEDGER_SYSTEMS, true);
        } else {
            is_taken[k] = true;
            compare_rows(comparison, LEDGER_SYSTEMS, before.items[k], row);
            if (comparison->previous->tables[LEDGER_GAPS].is_kept) {
                compare_system_gaps(comparison, before.items[k], row);
            }
            if (comparison->facts) {
                compare_mended(comparison, before.items[k], row);
                const struct str sides[2][2] = {
                    {ledger_cell(before.items[k], LEDGER_SYSTEMS_UNIT_ID),
                     ledger_cell(before.items[k], LEDGER_SYSTEMS_SYSTEM_NO)},
                    {unit_id, ledger_cell(row, LEDGER_SYSTEMS_SYSTEM_NO)}};
                compare_duties(comparison, sides[0], sides[1]);
            }
        }
    }
    for (size_t k = 0; k < before.n; k++) {
        if (!is_taken[k]) {
            /* numbers of several would clash */
            struct str owner = ledger_cell(before.items[k], LEDGER_SYSTEMS_UNIT_ID);
            add_gone(comparison, before.items[k], before.is_merged ? owner : unit_id);
            if (before.is_merged) {
                dictionary_put(comparison->named, owner, k);
            }
        }
    }
}

/* The unit's row in a ledger, NULL if it is not there. */
static const struct ledger_row *find_row(const struct ledger *ledger, struct str unit_id) {
    size_t at = ledger_find_unit(ledger, unit_id);
    return at == SIZE_MAX ? NULL : ledger_row(ledger, LEDGER_UNITS, at);
}

/* The institution as it was; one that several became is held against none of them. */
static const struct ledger_row *find_before(const struct comparison *comparison,
                                            struct str unit_id) {
    const struct ledger_row *row = find_row(comparison->previous, unit_id);
    size_t at = first_alias(comparison, unit_id);
    return row || at == SIZE_MAX
               ? row
               : find_row(comparison->previous, comparison->aliases->items[at].before);
}

static void index_aliases(struct comparison *comparison, struct arena *arena) {
    const struct ledger_aliases *aliases = comparison->aliases;
    comparison->first = dictionary_open(arena);
    comparison->gone = dictionary_open(arena);
    comparison->named = dictionary_open(arena);
    comparison->next = ARENA_ARRAY(arena, size_t, aliases->n_items);
    for (size_t i = 0; i < aliases->n_items; i++) {
        size_t at = SIZE_MAX;
        comparison->next[i] = SIZE_MAX;
        dictionary_put(comparison->gone, aliases->items[i].before, i);
        if (!dictionary_put(comparison->first, aliases->items[i].after, i) &&
            dictionary_get(comparison->first, aliases->items[i].after, &at)) {
            comparison->next[i] = comparison->next[at];
            comparison->next[at] = i;
        }
    }
}

/* What an institution was that is gone, so that it can be counted and named. */
static void add_past(const struct comparison *comparison, const struct ledger_row *row,
                     bool is_named) {
    static const enum ledger_column columns[] = {
        LEDGER_UNITS_PROVINCE, LEDGER_UNITS_CITY,        LEDGER_UNITS_COUNTY,
        LEDGER_UNITS_DIRECT,   LEDGER_UNITS_UNIT_KIND,   LEDGER_UNITS_HOSPITAL_CLASS,
        LEDGER_UNITS_SOURCE,   LEDGER_UNITS_REGION_CODE, LEDGER_UNITS_NAME};
    size_t n = sizeof columns / sizeof columns[0] - !is_named;
    for (size_t i = 0; i < n; i++) {
        const struct str sides[2] = {ledger_cell(row, columns[i]), {0}};
        if (sides[0].len) {
            compare_add(comparison, ledger_cell(row, LEDGER_UNITS_UNIT_ID), (struct str){0},
                        ledger_column_name(columns[i]), sides);
        }
    }
}

/* Those that are there now. */
static void compare_present(const struct comparison *comparison) {
    const struct ledger *ledger = comparison->ledger;
    for (size_t i = 0; i < ledger_n_rows(ledger, LEDGER_UNITS); i++) {
        const struct ledger_row *row = ledger_row(ledger, LEDGER_UNITS, i);
        struct str unit_id = ledger_cell(row, LEDGER_UNITS_UNIT_ID);
        const struct ledger_row *before = find_before(comparison, unit_id);
        if (before) {
            compare_rows(comparison, LEDGER_UNITS, before, row);
            struct str unit_before = ledger_cell(before, LEDGER_UNITS_UNIT_ID);
            compare_management(comparison, unit_before, unit_id);
            if (comparison->facts) {
                compare_duties(comparison, (struct str[2]){unit_before, {0}},
                               (struct str[2]){unit_id, {0}});
            }
        } else {
            add_event(comparison, row, LEDGER_UNITS, true);
        }
        compare_systems(comparison, unit_id);
        arena_reset(comparison->scratch);
    }
}

/* Those that are not; one that became another is named only where rows speak of it. */
static void compare_absent(const struct comparison *comparison) {
    for (size_t i = 0; i < ledger_n_rows(comparison->previous, LEDGER_UNITS); i++) {
        const struct ledger_row *row = ledger_row(comparison->previous, LEDGER_UNITS, i);
        struct str unit_id = ledger_cell(row, LEDGER_UNITS_UNIT_ID);
        size_t at;
        bool is_another = dictionary_get(comparison->gone, unit_id, &at);
        bool is_named = !is_another || dictionary_get(comparison->named, unit_id, &at);
        if (find_row(comparison->ledger, unit_id) || !is_named) {
            continue;
        }
        if (comparison->facts) {
            add_past(comparison, row, is_another);
        }
        if (!is_another) {
            add_event(comparison, row, LEDGER_UNITS, false);
            compare_systems(comparison, unit_id);
            arena_reset(comparison->scratch);
        }
    }
}

void ledger_compare(struct ledger *ledger, const struct ledger *previous,
                    const struct ledger_aliases *aliases, const struct ledger_facts *facts) {
    struct arena *arena = arena_open_like(ledger->arena);
    struct comparison comparison = {.ledger = ledger,
                                    .previous = previous,
                                    .scratch = arena_open_like(ledger->arena),
                                    .facts = facts,
                                    .aliases = aliases};
    ledger->tables[LEDGER_CHANGES].is_kept = true;
    /* Those that an earlier comparison left are not of this one. */
    ledger_drop(ledger, LEDGER_CHANGES, NULL, NULL);
    index_aliases(&comparison, arena);
    compare_present(&comparison);
    compare_absent(&comparison);
    arena_close(comparison.scratch);
    arena_close(arena);
}
