/*
 * Floors: systems that the guideline (四（一）1) says are in principle not below the third level.
 * The rules are rows of floors.EDITION.csv; how sure each is, and what an exception does, is here.
 */
#include "rules/judge.h"

enum { COLUMN_RULE, COLUMN_CATEGORY, COLUMN_CLAUSE, COLUMN_STRENGTH, COLUMN_LEVEL, COLUMN_WHEN };

/* The rule of a row: the last one if it has the same name, else a new one. */
static bool read_rule(const struct data_table *table, struct rules *rules, size_t *rule) {
    struct str name = data_text(table, COLUMN_RULE);
    for (size_t i = 0; i < rules->n_floors; i++) {
        if (str_equal(rules->floors[i].rule, name)) {
            *rule = i;
            return i + 1 == rules->n_floors ||
                   data_refuse(table, COLUMN_RULE, name, rules->floors[rules->n_floors - 1].rule);
        }
    }
    struct floor_rule floor = {name, data_text(table, COLUMN_CATEGORY),
                               data_text(table, COLUMN_CLAUSE)};
    if (rules->n_floors == MAX_FLOORS || name.len == 0) {
        return data_refuse(table, COLUMN_RULE, name, str_format(table->arena, "1-%d", MAX_FLOORS));
    }
    if (floor.category.len == 0 || floor.clause.len == 0) {
        size_t column = floor.category.len ? COLUMN_CLAUSE : COLUMN_CATEGORY;
        return data_refuse(table, column, (struct str){0}, str_from_c(table->names[column]));
    }
    *rule = rules->n_floors;
    rules->floors[rules->n_floors++] = floor;
    return true;
}

/* The floor of a row: a level, or a field of type LEVEL that holds it. */
static bool read_floor(const struct data_table *table, struct floor_row *row) {
    struct str text = data_text(table, COLUMN_LEVEL);
    if (row->mode == FLOOR_ROW_EXEMPT) {
        return text.len == 0 || data_refuse(table, COLUMN_LEVEL, text, (struct str){0});
    }
    if (!str_contains(text, STR("."))) {
        return data_number(table, COLUMN_LEVEL, 1, 5, &row->level);
    }
    return edition_field(table, COLUMN_LEVEL, &row->level_field) &&
           (field_info(row->level_field)->type == FIELD_LEVEL ||
            data_refuse(table, COLUMN_LEVEL, text, STR("1-5")));
}

bool floors_read(const struct edition *edition) {
    static const char *const names[] = {"rule",  "category", "clause", "strength",
                                        "level", "when",     NULL};
    static const char *const modes[] = {"hard", "warning", "unknown", "exempt"};
    struct rules *rules = edition->rules;
    struct data_table table = {.names = names};
    if (!data_open(&table, edition->arena, edition->shelf, "rules/floors", edition->name,
                   edition->diag)) {
        return false;
    }
    rules->floor_rows = ARENA_ARRAY(edition->arena, struct floor_row, table.csv.n_records);
    bool is_good = true;
    while (data_next(&table)) {
        struct floor_row row = {0};
        size_t mode = 0;
        bool is_row = data_choice(&table, COLUMN_STRENGTH, modes, 4, &mode);
        row.mode = (enum floor_mode)mode;
        is_row &= read_rule(&table, rules, &row.rule);
        is_row = is_row && read_floor(&table, &row);
        is_row &= edition_condition(edition, &table, COLUMN_WHEN, &row.when);
        rules->floor_rows[rules->n_floor_rows++] = row;
        is_good &= is_row;
    }
    return is_good;
}

static int level_of_row(const struct floor_row *row, const struct case_facts *facts) {
    return row->level ? row->level : (int)case_value(facts, row->level_field)->number;
}

static void add_evidence(struct floor_hit *hit, const struct condition_outcome *outcome) {
    size_t n_room = sizeof hit->evidence / sizeof hit->evidence[0];
    for (size_t i = 0; i < outcome->n_evidence && hit->n_evidence < n_room; i++) {
        bool is_known = false;
        for (size_t k = 0; k < hit->n_evidence; k++) {
            is_known = is_known || hit->evidence[k].field == outcome->evidence[i].field;
        }
        if (!is_known) {
            hit->evidence[hit->n_evidence++] = outcome->evidence[i];
        }
    }
}

/*
 * Whether a rule speaks to a system. Its rows are asked in order and the first that holds decides.
 * A hard row that cannot be told is kept in mind: with no decision the floor cannot be told, and a
 * mere suspicion stays open.
 */
static bool apply_rule(const struct judge *judge, const struct case_facts *facts, size_t rule,
                       struct floor_hit *hit) {
    const struct rules *rules = judge->rules;
    const struct floor_row *untold_row = NULL;
    struct condition_outcome untold = {0};
    for (size_t i = 0; i < rules->n_floor_rows; i++) {
        const struct floor_row *row = &rules->floor_rows[i];
        if (row->rule != rule) {
            continue;
        }
        struct condition_outcome outcome = condition_test(&row->when, judge->arena, facts);
        if (outcome.truth == TRUTH_UNTOLD && row->mode == FLOOR_ROW_HARD && !untold_row) {
            untold_row = row;
            untold = outcome;
        }
        if (outcome.truth != TRUTH_YES) {
            continue;
        }
        if (row->mode == FLOOR_ROW_EXEMPT) {
            return false;
        }
        static const enum floor_strength strengths[] = {FLOOR_HARD, FLOOR_WARNING, FLOOR_UNKNOWN};
        hit->strength = strengths[row->mode];
        hit->level = level_of_row(row, facts);
        hit->matched = outcome.matched;
        hit->is_open =
            hit->strength == FLOOR_UNKNOWN || (hit->strength != FLOOR_HARD && untold_row);
        add_evidence(hit, &outcome);
        if (hit->is_open) {
            add_evidence(hit, &untold);
        }
        return true;
    }
    if (untold_row) {
        hit->strength = FLOOR_UNKNOWN;
        hit->level = level_of_row(untold_row, facts);
        hit->is_open = true;
        add_evidence(hit, &untold);
    }
    return untold_row != NULL;
}

/* 低于下限说明 was given and the experts reviewed it: "in principle" allows that. */
static bool is_excused(const struct system *system) {
    const struct value *reviewed = record_value(&system->record, FIELD_SYSTEM_REVIEWED);
    const struct value *reason = record_value(&system->record, FIELD_SYSTEM_FLOOR_EXCEPTION);
    return value_is_given(reason) && value_is_given(reviewed) && reviewed->number == 1;
}

void floors_apply(const struct judge *judge, const struct system *system, struct grading *grading) {
    struct case_facts facts = {judge->unit, system, judge->as_of};
    for (size_t i = 0; i < judge->rules->n_floors; i++) {
        const struct floor_rule *rule = &judge->rules->floors[i];
        struct floor_hit hit = {
            .rule = rule->rule, .category = rule->category, .clause = rule->clause};
        if (!apply_rule(judge, &facts, i, &hit)) {
            continue;
        }
        grading->hits[grading->n_hits++] = hit;
        if (hit.strength == FLOOR_HARD && hit.level > grading->floor) {
            grading->floor = hit.level;
        }
    }
    grading->is_floor_excepted =
        grading->level_final > 0 && grading->level_final < grading->floor && is_excused(system);
}

bool floors_matter(const struct grading *grading, const struct floor_hit *hit) {
    return grading->level_final > 0 && hit->level > grading->level_final &&
           hit->level > grading->floor && !is_excused(grading->system);
}

/* Joined texts, each once. */
struct category_list {
    struct str items[MAX_FLOORS];
    size_t n_items;
};

static void add_once(struct category_list *list, struct str item) {
    for (size_t i = 0; i < list->n_items; i++) {
        if (str_equal(list->items[i], item)) {
            return;
        }
    }
    if (list->n_items < MAX_FLOORS) {
        list->items[list->n_items++] = item;
    }
}

static struct str join(const struct judge *judge, const struct category_list *list,
                       struct str separator) {
    return str_join(judge->arena, list->items, list->n_items, separator);
}

/* Below a hard floor: an error, or a note of the exception; once a system for all its floors. */
static void report_hard(const struct judge *judge, const struct grading *grading) {
    struct category_list categories = {.n_items = 0}, clauses = {.n_items = 0};
    for (size_t i = 0; i < grading->n_hits; i++) {
        const struct floor_hit *hit = &grading->hits[i];
        if (hit->strength == FLOOR_HARD && hit->level > grading->level_final) {
            add_once(&categories, hit->category);
            add_once(&clauses, hit->clause);
        }
    }
    struct str name = judge_name(grading->system);
    const struct record *record = &grading->system->record;
    if (grading->is_floor_excepted) {
        struct complaint complaint = {DIAG_FLOOR_EXCEPTION,
                                      record,
                                      FIELD_SYSTEM_LEVEL,
                                      judge->rules->clauses[CLAUSE_FLOOR_EXCEPTION],
                                      {name}};
        judge_complain(judge, &complaint);
    } else if (grading->level_final && categories.n_items) {
        struct complaint complaint = {DIAG_LEVEL_BELOW_FLOOR,
                                      record,
                                      FIELD_SYSTEM_LEVEL,
                                      join(judge, &clauses, judge->rules->also),
                                      {name, judge_numeral(judge, grading->level_final),
                                       judge_numeral(judge, grading->floor),
                                       join(judge, &categories, judge->rules->and)}};
        judge_complain(judge, &complaint);
    }
}

/* Labels of what would settle a suspicion: the facts missing, else those of the rule's hard row. */
static struct str name_facts(const struct judge *judge, const struct floor_hit *hit) {
    const struct rules *rules = judge->rules;
    struct category_list labels = {.n_items = 0};
    for (size_t i = 0; i < hit->n_evidence; i++) {
        if (!value_is_given(hit->evidence[i].value)) {
            add_once(&labels, rules->labels->labels[hit->evidence[i].field]);
        }
    }
    for (size_t i = 0; labels.n_items == 0 && i < rules->n_floor_rows; i++) {
        const struct floor_row *row = &rules->floor_rows[i];
        bool is_same = str_equal(rules->floors[row->rule].rule, hit->rule);
        for (size_t k = 0; is_same && row->mode == FLOOR_ROW_HARD && k < row->when.n_terms; k++) {
            add_once(&labels, rules->labels->labels[row->when.terms[k].fields[0]]);
        }
    }
    return join(judge, &labels, rules->and);
}

static void report_suspicion(const struct judge *judge, const struct grading *grading,
                             const struct floor_hit *hit) {
    struct complaint complaint = {
        DIAG_FLOOR_SUSPECTED,
        &grading->system->record,
        FIELD_SYSTEM_LEVEL,
        hit->clause,
        {judge_name(grading->system), hit->category, name_facts(judge, hit)}};
    judge_complain(judge, &complaint);
}

/* A missing fact and all the floors that wait for it: of one system, or of all systems of a unit
 * when the fact is the unit's. */
struct doubt {
    enum field field;
    /* NULL for a fact of the unit. */
    const struct system *system;
    struct category_list categories, clauses;
    /* Names of the systems concerned, joined. */
    struct buf names;
    const struct system *last;
};

/* The doubts of a unit. */
struct doubts {
    struct doubt **items;
    size_t n_items, capacity;
    /* The first that may be of the system at hand. */
    size_t first;
    /* Those about facts of the unit, by field. */
    struct doubt *of_unit[N_FIELDS];
};

static struct doubt *find_doubt(const struct judge *judge, struct doubts *doubts, enum field field,
                                const struct system *system) {
    bool is_of_unit = field_info(field)->entity == ENTITY_UNIT;
    if (is_of_unit && doubts->of_unit[field]) {
        return doubts->of_unit[field];
    }
    for (size_t i = doubts->n_items; !is_of_unit && i > doubts->first; i--) {
        struct doubt *doubt = doubts->items[i - 1];
        if (doubt->field == field && doubt->system == system) {
            return doubt;
        }
    }
    struct doubt *doubt = ARENA_NEW(judge->arena, struct doubt);
    doubt->field = field;
    doubt->system = is_of_unit ? NULL : system;
    doubt->names.arena = judge->arena;
    ARENA_PUSH(judge->arena, doubts->items, doubts->n_items, doubts->capacity, doubt);
    if (is_of_unit) {
        doubts->of_unit[field] = doubt;
    }
    return doubt;
}

static void add_doubts(const struct judge *judge, struct doubts *doubts,
                       const struct grading *grading, const struct floor_hit *hit) {
    struct case_facts facts = {judge->unit, grading->system, judge->as_of};
    for (size_t i = 0; i < hit->n_evidence; i++) {
        enum field field = hit->evidence[i].field;
        const struct value *value = case_value(&facts, field);
        if (value_is_given(value) || value->is_bad) {
            continue;
        }
        struct doubt *doubt = find_doubt(judge, doubts, field, grading->system);
        add_once(&doubt->categories, hit->category);
        add_once(&doubt->clauses, hit->clause);
        if (doubt->last != grading->system) {
            buf_add(&doubt->names, doubt->last ? judge->rules->and : (struct str){0});
            buf_add(&doubt->names, judge_name(grading->system));
            doubt->last = grading->system;
        }
    }
}

static void report_doubt(const struct judge *judge, const struct doubt *doubt) {
    const struct record *record = doubt->system ? &doubt->system->record : &judge->unit->record;
    struct complaint complaint = {DIAG_FLOOR_UNKNOWN,
                                  record,
                                  doubt->field,
                                  join(judge, &doubt->clauses, judge->rules->also),
                                  {buf_str(&doubt->names),
                                   join(judge, &doubt->categories, judge->rules->and),
                                   judge->rules->labels->labels[doubt->field]}};
    judge_complain(judge, &complaint);
}

void floors_report(const struct judge *judge, const struct unit_findings *findings) {
    struct doubts doubts = {0};
    for (size_t i = 0; i < findings->n_gradings; i++) {
        const struct grading *grading = &findings->gradings[i];
        report_hard(judge, grading);
        doubts.first = doubts.n_items;
        for (size_t k = 0; k < grading->n_hits; k++) {
            const struct floor_hit *hit = &grading->hits[k];
            if (hit->strength == FLOOR_HARD || !floors_matter(grading, hit)) {
                continue;
            }
            if (hit->strength == FLOOR_WARNING) {
                report_suspicion(judge, grading, hit);
            } else {
                add_doubts(judge, &doubts, grading, hit);
            }
        }
    }
    for (size_t i = 0; i < doubts.n_items; i++) {
        report_doubt(judge, doubts.items[i]);
    }
}
