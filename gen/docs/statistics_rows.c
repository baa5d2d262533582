/* Rows of the year-end report's tables: areas, rows listed in the template or taken from the rules,
 * and groups of systems. */
#include <stdlib.h>

#include "docs/statistics_inner.h"

/* Maps of words of their own. */
static const struct yaml_shape row_shape = {.kind = YAML_NAMED, .entry = &yaml_anything};
static const struct yaml_shape group_rule_shape = {
    .kind = YAML_RECORD,
    .keys = YAML_KEYS(YAML_NEED("where", &statistics_where_shape),
                      YAML_NEED("name", &yaml_some_text), YAML_MAY("unit", &yaml_some_text))};
static const struct yaml_shape group_rules_shape = {
    .kind = YAML_ENTRIES, .entry = &group_rule_shape, .low = 1, .high = 2};
static const struct yaml_shape groups_shape = {
    .kind = YAML_RECORD,
    .keys =
        YAML_KEYS(YAML_NEED("groups", &group_rules_shape), YAML_NEED("level", &yaml_some_text),
                  YAML_NEED("differing", &yaml_some_text), YAML_NEED("unnamed", &yaml_some_text))};
const struct yaml_shape statistics_each_shape = {.kind = YAML_ENTRIES, .entry = &row_shape};
/* A word ("areas"), groups, or a list of rows, which is looked at by its reader. */
const struct yaml_shape statistics_rows_shape = {.kind = YAML_ANYTHING};

struct str statistics_listed(const struct listed *listed, struct str word) {
    for (size_t i = 0; i < listed->n_words; i++) {
        if (str_equal(listed->words[i].name, word)) {
            return listed->words[i].text;
        }
    }
    return (struct str){0};
}

static void add_word(struct listed *listed, struct str name, struct str text) {
    listed->words[listed->n_words++] = (struct str_argument){name, text};
}

static struct listed *add_listed(struct arena *arena, struct listing *listing, size_t n_words) {
    struct listed listed = {.words = ARENA_ARRAY(arena, struct str_argument, n_words)};
    ARENA_PUSH(arena, listing->rows, listing->n_rows, listing->capacity, listed);
    return &listing->rows[listing->n_rows - 1];
}

/* The category of a floor rule. */
static struct str find_category(const struct docs *docs, struct str rule) {
    size_t n_floors;
    const struct floor_rule *floors = rules_floors(docs->rules, &n_floors);
    for (size_t i = 0; i < n_floors; i++) {
        if (str_equal(floors[i].rule, rule)) {
            return floors[i].category;
        }
    }
    return (struct str){0};
}

/* Rows of the template: their words, and the category of a floor rule that one of them names. */
static bool list_rows(const struct figures_reading *reading, const struct yaml *list) {
    struct figures *figures = reading->figures;
    if (!yaml_check(list, &statistics_each_shape, reading->diag)) {
        return false;
    }
    for (size_t i = 0; i < list->n_items; i++) {
        const struct yaml *row = list->items[i];
        struct listed *listed = add_listed(reading->arena, &figures->listing, row->n_items + 1);
        listed->node = row;
        for (size_t k = 0; k < row->n_items; k++) {
            add_word(listed, row->keys[k], row->items[k]->text);
        }
        struct str rule = yaml_text(row, "rule");
        if (rule.len) {
            add_word(listed, STR("category"), find_category(reading->docs, rule));
        }
        figures->is_shared = figures->is_shared || yaml_get(row, "where");
    }
    return true;
}

/* A row a duty of the edition. */
static void list_duties(const struct figures_reading *reading) {
    size_t n;
    const struct duty *const *duties = rules_duties(reading->docs->rules, reading->arena, &n);
    for (size_t i = 0; i < n; i++) {
        struct listed *listed = add_listed(reading->arena, &reading->figures->listing, 3);
        add_word(listed, STR("change"),
                 str_concat(reading->arena, STR(LEDGER_OF_DUTY), duties[i]->id));
        add_word(listed, STR("id"), duties[i]->id);
        add_word(listed, STR("title"), duties[i]->title);
    }
}

/* A row a domain of the edition's baseline, in its order. */
static void list_domains(const struct figures_reading *reading) {
    const struct catalogue *catalogue = rules_catalogue(reading->docs->rules);
    struct str last = {0};
    for (size_t i = 0; catalogue && i < catalogue->n_points; i++) {
        struct str domain = catalogue->points[i].domain;
        if (!str_equal(domain, last)) {
            add_word(add_listed(reading->arena, &reading->figures->listing, 1), STR("name"),
                     domain);
        }
        last = domain;
    }
}

/* A row a year up to that of the report, and its last day that has come. */
static void list_years(const struct figures_reading *reading) {
    enum { YEARS = 5 };
    const struct docs_settings *settings = &reading->docs->settings;
    /* Templates are also proved for no day at all. */
    bool has_day = date_valid(settings->as_of) && settings->year > 0;
    struct date today = has_day ? settings->as_of : (struct date){2000, 1, 1};
    int last = has_day ? settings->year : today.year;
    for (int year = last - YEARS + 1; year <= last; year++) {
        struct listed *listed = add_listed(reading->arena, &reading->figures->listing, 2);
        struct date day = {year, 12, 31};
        day = date_to_days(today) < date_to_days(day) ? today : day;
        add_word(listed, STR("name"), str_format(reading->arena, "%04d", year));
        add_word(listed, STR("day"), date_to_iso(reading->arena, day, DATE_DAY));
    }
}

/* ---- groups of systems ----------------------------------------------------------------------- */

static bool read_groups(const struct figures_reading *reading, const struct yaml *node) {
    struct grouping *grouping = ARENA_NEW(reading->arena, struct grouping);
    if (!yaml_check(node, &groups_shape, reading->diag)) {
        return false;
    }
    const struct yaml *rules = yaml_get(node, "groups");
    grouping->differing = yaml_text(node, "differing");
    grouping->unnamed = yaml_text(node, "unnamed");
    reading->figures->grouping = grouping;
    reading->figures->is_shared = true;
    for (size_t i = 0; i < rules->n_items; i++) {
        struct group_rule *rule = &grouping->rules[grouping->n_rules++];
        const struct yaml *item = rules->items[i], *unit = yaml_get(item, "unit");
        rule->unit = N_LEDGER_COLUMNS;
        if (!statistics_read_rule(reading, yaml_get(item, "where"), LEDGER_SYSTEMS, NULL,
                                  &rule->where) ||
            !statistics_read_cell(reading, item, LEDGER_SYSTEMS, yaml_text(item, "name"),
                                  &rule->name) ||
            (unit &&
             !statistics_read_cell(reading, unit, LEDGER_SYSTEMS, unit->text, &rule->unit))) {
            return false;
        }
    }
    return statistics_read_cell(reading, yaml_get(node, "level"), LEDGER_SYSTEMS,
                                yaml_text(node, "level"), &grouping->level);
}

/* A system in its group. */
struct grouped {
    struct str name, unit, level;
    size_t system;
};

static int compare_grouped(const void *left, const void *right) {
    const struct grouped *a = left, *b = right;
    int order = str_compare(a->name, b->name);
    order = order ? order : str_compare(a->unit, b->unit);
    return order ? order : (a->system > b->system) - (a->system < b->system);
}

/* The level of the parent system itself, if the ledger has it. */
static struct str find_parent_level(const struct ledger *ledger, const struct grouped *group) {
    struct str level = {0};
    for (size_t i = 0; group->unit.len && i < ledger_n_rows(ledger, LEDGER_SYSTEMS); i++) {
        const struct ledger_row *row = ledger_row(ledger, LEDGER_SYSTEMS, i);
        if (!str_equal(ledger_cell(row, LEDGER_SYSTEMS_NAME), group->name)) {
            continue;
        }
        size_t unit = ledger_find_unit(ledger, ledger_cell(row, LEDGER_SYSTEMS_UNIT_ID));
        const struct ledger_row *owner =
            unit == SIZE_MAX ? NULL : ledger_row(ledger, LEDGER_UNITS, unit);
        if (owner && str_equal(ledger_cell(owner, LEDGER_UNITS_NAME), group->unit)) {
            level = ledger_cell(row, LEDGER_SYSTEMS_LEVEL_FINAL);
        }
    }
    return level;
}

/* Adds the group of the systems from `first` to before `last`. */
static void add_group(const struct province *province, struct arena *arena,
                      const struct grouping *grouping, const struct grouped *first,
                      const struct grouped *last, struct listing *listing) {
    struct str level = {0};
    bool is_one = true;
    for (const struct grouped *at = first; at < last; at++) {
        is_one = is_one && (!level.len || !at->level.len || str_equal(level, at->level));
        level = level.len ? level : at->level;
    }
    level = !is_one     ? grouping->differing
            : level.len ? level
                        : find_parent_level(province->ledger, first);
    struct listed *listed = add_listed(arena, listing, 3);
    add_word(listed, STR("name"), first->name.len ? first->name : grouping->unnamed);
    add_word(listed, STR("unit"), first->unit);
    add_word(listed, STR("level"), level);
}

/* The systems that are in a group. */
static size_t find_grouped(const struct province *province, const struct grouping *grouping,
                           struct grouped *found) {
    const struct ledger *ledger = province->ledger;
    size_t n = 0;
    for (size_t i = 0; i < ledger_n_rows(ledger, LEDGER_SYSTEMS); i++) {
        const struct ledger_row *row = ledger_row(ledger, LEDGER_SYSTEMS, i);
        size_t k = 0;
        while (k < grouping->n_rules &&
               !statistics_passes(ledger, &grouping->rules[k].where, row)) {
            k++;
        }
        if (k == grouping->n_rules) {
            continue;
        }
        const struct group_rule *rule = &grouping->rules[k];
        bool has_unit = rule->unit != N_LEDGER_COLUMNS;
        found[n++] = (struct grouped){ledger_cell(row, rule->name),
                                      has_unit ? ledger_cell(row, rule->unit) : (struct str){0},
                                      ledger_cell(row, grouping->level), i};
    }
    return n;
}

/* A change of a system goes where the system does. */
static size_t *share_changes(const struct ledger *ledger, struct arena *arena,
                             const size_t *systems) {
    size_t n = ledger_n_rows(ledger, LEDGER_CHANGES), at = 0;
    size_t n_systems = ledger_n_rows(ledger, LEDGER_SYSTEMS);
    size_t *shares = ARENA_ARRAY(arena, size_t, n);
    for (size_t i = 0; i < n; i++) {
        const struct ledger_row *row = ledger_row(ledger, LEDGER_CHANGES, i);
        struct str unit_id = ledger_cell(row, LEDGER_CHANGES_UNIT_ID);
        struct str no = ledger_cell(row, LEDGER_CHANGES_SYSTEM_NO);
        shares[i] = SIZE_MAX;
        /* both tables are in order of units */
        while (at < n_systems && str_compare(ledger_cell(ledger_row(ledger, LEDGER_SYSTEMS, at),
                                                         LEDGER_SYSTEMS_UNIT_ID),
                                             unit_id) < 0) {
            at++;
        }
        bool is_there = no.len && !str_is(ledger_cell(row, LEDGER_CHANGES_FIELD), "removed");
        for (size_t k = at; is_there && k < n_systems; k++) {
            const struct ledger_row *system = ledger_row(ledger, LEDGER_SYSTEMS, k);
            is_there = str_equal(ledger_cell(system, LEDGER_SYSTEMS_UNIT_ID), unit_id);
            if (is_there && str_equal(ledger_cell(system, LEDGER_SYSTEMS_SYSTEM_NO), no)) {
                shares[i] = systems[k];
            }
        }
    }
    return shares;
}

void statistics_group(const struct province *province, struct arena *arena,
                      const struct figures *figures, struct sums *sums) {
    size_t n_systems = ledger_n_rows(province->ledger, LEDGER_SYSTEMS);
    struct grouped *found = ARENA_ARRAY(arena, struct grouped, n_systems);
    struct listing *listing = ARENA_NEW(arena, struct listing);
    size_t *shares = ARENA_ARRAY(arena, size_t, n_systems);
    size_t n = find_grouped(province, figures->grouping, found);
    if (n) {
        qsort(found, n, sizeof *found, compare_grouped);
    }
    for (size_t i = 0; i < n_systems; i++) {
        shares[i] = SIZE_MAX;
    }
    for (size_t first = 0, i = 0; i < n; i++) {
        bool is_last = i + 1 == n || !str_equal(found[i].name, found[i + 1].name) ||
                       !str_equal(found[i].unit, found[i + 1].unit);
        shares[found[i].system] = listing->n_rows;
        if (is_last) {
            add_group(province, arena, figures->grouping, &found[first], &found[i + 1], listing);
            first = i + 1;
        }
    }
    sums->listing = listing;
    sums->shares[LEDGER_SYSTEMS] = shares;
    sums->shares[LEDGER_CHANGES] = share_changes(province->ledger, arena, shares);
}

/* ---- rows ------------------------------------------------------------------------------------ */

bool statistics_read_rows(const struct figures_reading *reading, const struct yaml *node) {
    const struct yaml *rows = yaml_get(node, "rows"), *each = yaml_get(node, "each");
    struct figures *figures = reading->figures;
    if (rows->kind == YAML_LIST) {
        return list_rows(reading, rows);
    }
    if (rows->kind == YAML_MAP) {
        return read_groups(reading, rows);
    }
    if (str_is(rows->text, "areas")) {
        figures->is_of_areas = true;
        return !each || list_rows(reading, each);
    }
    if (str_is(rows->text, "duties")) {
        list_duties(reading);
        return true;
    }
    if (str_is(rows->text, "domains")) {
        list_domains(reading);
        return true;
    }
    if (str_is(rows->text, "years")) {
        list_years(reading);
        return true;
    }
    return statistics_refuse(reading, rows, STR("rows"), rows->text,
                             STR("areas | duties | domains | years | [...]"));
}
