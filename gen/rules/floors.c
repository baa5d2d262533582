/*
 * Floors: systems that the guideline (四（一）1) says are in principle not below the third level.
 * The rules are rows of floors.EDITION.csv; how sure each is, and what an exception does, is here.
 */
#include "rules/judge.h"

enum {
    COLUMN_RULE,
    COLUMN_EDITIONS,
    COLUMN_CATEGORY,
    COLUMN_CLAUSE,
    COLUMN_LIFTED,
    COLUMN_DECIDES,
    COLUMN_STRENGTH,
    COLUMN_LEVEL,
    COLUMN_WHEN,
    COLUMN_REASON,
    COLUMN_DATES,
    COLUMN_ORDER = COLUMN_DATES + 4
};

/* What the first row of a rule says of it: whether it can be lifted, and what settles it. */
static bool read_facts(const struct data_table *table, struct floor_facts *facts) {
    static const char *const answers[] = {"no", "yes"};
    size_t answer = 0;
    bool is_good = data_choice(table, COLUMN_LIFTED, answers, 2, &answer);
    facts->is_lifted = answer == 1;
    struct str rest = data_text(table, COLUMN_DECIDES), name;
    while (str_split(&rest, STR(" "), &name)) {
        if (facts->n_decides == FLOOR_MAX_DECIDES ||
            !field_find(name, &facts->decides[facts->n_decides])) {
            return data_refuse(table, COLUMN_DECIDES, name, field_nearest(name));
        }
        facts->n_decides++;
    }
    return is_good &&
           (facts->n_decides || data_refuse(table, COLUMN_DECIDES, name, STR("field field")));
}

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
    *rule = rules->n_floors;
    rules->floors[rules->n_floors] = floor;
    bool is_good = read_facts(table, &rules->floor_facts[rules->n_floors++]);
    if (floor.category.len == 0 || floor.clause.len == 0) {
        size_t column = floor.category.len ? COLUMN_CLAUSE : COLUMN_CATEGORY;
        return data_refuse(table, column, (struct str){0}, str_from_c(table->names[column]));
    }
    return is_good;
}

/* The floor of a row: a level, or a field of type LEVEL that holds it. */
static bool read_floor(const struct data_table *table, struct floor_row *row) {
    struct str text = data_text(table, COLUMN_LEVEL);
    if (row->strength == FLOOR_NONE) {
        return text.len == 0 || data_refuse(table, COLUMN_LEVEL, text, (struct str){0});
    }
    if (!str_contains(text, STR("."))) {
        return data_number(table, COLUMN_LEVEL, 1, 5, &row->level);
    }
    return edition_field(table, COLUMN_LEVEL, &row->level_field) &&
           (field_info(row->level_field)->type == FIELD_LEVEL ||
            data_refuse(table, COLUMN_LEVEL, text, STR("1-5")));
}

static bool read_row(const struct edition *edition, const struct data_table *table,
                     struct floor_row *row) {
    static const char *const strengths[] = {"hard", "open", "warn", "none"};
    size_t strength = 0;
    bool is_good = data_choice(table, COLUMN_STRENGTH, strengths, 4, &strength);
    row->strength = (enum floor_strength)strength;
    row->reason = data_text(table, COLUMN_REASON);
    row->origin = edition_origin(table);
    row->row = edition_row(table, COLUMN_ORDER);
    is_good &= read_rule(table, edition->rules, &row->rule);
    is_good &= edition_clause(edition, table, COLUMN_CLAUSE);
    is_good = is_good && read_floor(table, row);
    is_good &= edition_condition(edition, table, COLUMN_WHEN, &row->when);
    return is_good &&
           (row->reason.len || data_refuse(table, COLUMN_REASON, row->reason, STR("reason")));
}

/* The last row of a rule holds always: every system is answered. Told at the row that is last. */
static bool check_ends(const struct data_table *table, const struct rules *rules) {
    bool is_good = true;
    for (size_t i = 0; i < rules->n_floor_rows; i++) {
        const struct floor_row *row = &rules->floor_rows[i];
        bool is_last = i + 1 == rules->n_floor_rows || rules->floor_rows[i + 1].rule != row->rule;
        if (is_last && (row->when.n_terms || row->strength != FLOOR_NONE)) {
            struct str wanted =
                str_concat(table->arena, rules->floors[row->rule].rule, STR(" none"));
            diag_report(
                table->diag,
                &(struct diag_note){.id = DIAG_TABLE_ROW, .origin = row->origin, .args = {wanted}});
            is_good = false;
        }
    }
    return is_good;
}

bool floors_read(const struct edition *edition) {
    static const char *const names[] = {
        "rule", "editions", "category",   "clause",   "lifted",     "decides", "strength", "level",
        "when", "reason",   "valid_from", "valid_to", "checked_on", "source",  "order",    NULL};
    struct rules *rules = edition->rules;
    struct data_table table = {.names = names};
    if (!data_open(&table, edition->arena, edition->shelf, "rules/floors", edition->name,
                   edition->diag)) {
        return false;
    }
    rules->floor_rows = ARENA_ARRAY(edition->arena, struct floor_row, table.csv.n_records);
    bool is_good = true;
    struct rule_dates dates = {0};
    while (data_next(&table)) {
        if (edition_applies(edition, &table, COLUMN_EDITIONS)) {
            is_good &= read_row(edition, &table, &rules->floor_rows[rules->n_floor_rows++]);
            is_good &= edition_dates(edition, &table, COLUMN_DATES, data_text(&table, COLUMN_RULE),
                                     &dates);
        }
    }
    return check_ends(&table, rules) && is_good;
}

static int level_of_row(const struct floor_row *row, const struct case_facts *facts) {
    return row->level ? row->level : (int)case_value(facts, row->level_field)->number;
}

static void add_evidence(struct floor_hit *hit, const struct condition_outcome *outcome) {
    size_t n_room = sizeof hit->evidence / sizeof hit->evidence[0];
    for (size_t i = 0; i < outcome->n_evidence && hit->n_evidence < n_room; i++) {
        hit->evidence[hit->n_evidence++] = outcome->evidence[i];
    }
}

const struct floor_row *floors_decide(const struct judge *judge, const struct case_facts *facts,
                                      size_t rule, struct condition_outcome *outcome) {
    const struct rules *rules = judge->rules;
    for (size_t i = 0; i < rules->n_floor_rows; i++) {
        const struct floor_row *row = &rules->floor_rows[i];
        if (row->rule == rule && condition_ask(&row->when, judge->arena, facts) == TRUTH_YES) {
            *outcome = condition_test(&row->when, judge->arena, facts);
            return row;
        }
    }
    return NULL;
}

/* Of a row that holds of itself: the cells that would have spoken for the rule. */
static void add_deciding(const struct judge *judge, const struct case_facts *facts, size_t rule,
                         struct floor_hit *hit) {
    const struct floor_facts *known = &judge->rules->floor_facts[rule];
    size_t n_room = sizeof hit->evidence / sizeof hit->evidence[0];
    for (size_t i = 0; i < known->n_decides && hit->n_evidence < n_room; i++) {
        hit->evidence[hit->n_evidence++] =
            (struct evidence){known->decides[i], case_value(facts, known->decides[i])};
    }
}

/* How a rule ends for a system. */
static void apply_rule(const struct judge *judge, const struct case_facts *facts, size_t rule,
                       struct floor_hit *hit) {
    struct condition_outcome outcome;
    const struct floor_row *row = floors_decide(judge, facts, rule, &outcome);
    hit->strength = row ? row->strength : FLOOR_NONE;
    if (row) {
        hit->level = row->strength == FLOOR_NONE ? 0 : level_of_row(row, facts);
        hit->reason = row->reason;
        hit->row = row->row;
        hit->matched = outcome.matched;
        add_evidence(hit, &outcome);
        if (!row->when.n_terms) {
            add_deciding(judge, facts, rule, hit);
        }
    }
}

/* 低于下限说明 was given and the experts reviewed it: "in principle" allows that. */
static bool is_excused(const struct system *system) {
    const struct value *reviewed = record_value(&system->record, FIELD_SYSTEM_REVIEWED);
    const struct value *reason = record_value(&system->record, FIELD_SYSTEM_FLOOR_EXCEPTION);
    return value_is_given(reason) && value_is_given(reviewed) && reviewed->number == 1;
}

void floors_apply(const struct judge *judge, const struct system *system, struct grading *grading) {
    struct case_facts facts = {
        .unit = judge->unit, .system = system, .as_of = judge->as_of, .is_unread_missing = true};
    bool is_system_excused = is_excused(system);
    grading->n_hits = judge->rules->n_floors;
    for (size_t i = 0; i < grading->n_hits; i++) {
        const struct floor_rule *rule = &judge->rules->floors[i];
        const struct floor_facts *known = &judge->rules->floor_facts[i];
        struct floor_hit *hit = &grading->hits[i];
        *hit = (struct floor_hit){
            .rule = rule->rule, .category = rule->category, .clause = rule->clause};
        apply_rule(judge, &facts, i, hit);
        hit->is_lifted = is_system_excused && known->is_lifted && grading->level_final > 0 &&
                         hit->level > grading->level_final;
        hit->n_decides = known->n_decides;
        for (size_t k = 0; k < known->n_decides; k++) {
            hit->decides[k] = known->decides[k];
        }
        bool is_hard = hit->strength == FLOOR_HARD;
        if (is_hard && hit->level > grading->floor) {
            grading->floor = hit->level;
        }
        if (is_hard && !hit->is_lifted && hit->level > grading->floor_holding) {
            grading->floor_holding = hit->level;
        }
        grading->is_floor_excepted |= is_hard && hit->is_lifted;
    }
}

bool floors_matter(const struct grading *grading, const struct floor_hit *hit) {
    return (hit->strength == FLOOR_OPEN || hit->strength == FLOOR_WARNING) &&
           grading->level_final > 0 && hit->level > grading->level_final &&
           hit->level > grading->floor_holding && !hit->is_lifted;
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
        bool is_below = hit->strength == FLOOR_HARD && hit->level > grading->level_final;
        if (is_below && !hit->is_lifted) {
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
                                      judge_clause(judge, CLAUSE_FLOOR_EXCEPTION),
                                      {name}};
        judge_complain(judge, &complaint);
    }
    if (grading->level_final && categories.n_items) {
        struct complaint complaint = {DIAG_LEVEL_BELOW_FLOOR,
                                      record,
                                      FIELD_SYSTEM_LEVEL,
                                      join(judge, &clauses, judge->rules->also),
                                      {name, judge_numeral(judge, grading->level_final),
                                       judge_numeral(judge, grading->floor_holding),
                                       join(judge, &categories, judge->rules->and)}};
        judge_complain(judge, &complaint);
    }
}

/* Labels of what would settle a suspicion. */
static struct str name_facts(const struct judge *judge, const struct floor_hit *hit) {
    struct category_list labels = {.n_items = 0};
    for (size_t i = 0; i < hit->n_decides; i++) {
        add_once(&labels, judge_label(judge, hit->decides[i]));
    }
    return join(judge, &labels, judge->rules->and);
}

/* A name or a contradiction speaks for the floor; else only a fact is missing. */
static bool is_suspicion(const struct floor_hit *hit) {
    bool is_lacking = false;
    for (size_t i = 0; i < hit->n_evidence; i++) {
        is_lacking = is_lacking || !value_is_given(hit->evidence[i].value);
    }
    return hit->matched.len || !is_lacking;
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
    for (size_t i = 0; i < hit->n_evidence; i++) {
        enum field field = hit->evidence[i].field;
        const struct value *value = hit->evidence[i].value;
        if (value_is_given(value) || value->is_bad || value->missed == MISSED_COLUMN) {
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
                                   judge_label(judge, doubt->field)}};
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
            if (!floors_matter(grading, hit)) {
                continue;
            }
            if (is_suspicion(hit)) {
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
