/*
 * The examples beside the rule tables: every one comes out, and every row has one for which it
 * decides and one for which it does not.
 */
#include "rules/prove.h"

/* A row that examples speak of. */
struct proven_row {
    /* As they call it, and as it is told; where it stands. */
    struct str name, rule;
    struct origin origin;
    /* There is an example for which it decides; one for which it does not. */
    bool decides, fails;
};

/* The rows of a table, and how they are asked. */
struct proven_table {
    /* "rules/floors.examples". */
    const char *subject;
    struct proven_row *rows;
    size_t n;
    /* The row decides for the case. */
    bool (*decides)(const struct proof *proof, size_t row, const struct case_facts *facts);
};

/* The official words for a row that applies, and for one that does not. */
static struct str word_of(const struct proof *proof, bool applies) {
    return applies ? proof->rules->causes[DUTY_APPLIES] : proof->rules->statuses[DUTY_NONE];
}

static void tell_missing(struct proof *proof, const struct proven_table *own) {
    for (size_t i = 0; i < own->n; i++) {
        const struct proven_row *row = &own->rows[i];
        if (!row->decides || !row->fails) {
            proof_tell(proof, DIAG_RULE_EXAMPLE_MISSING, row->origin, row->rule,
                       word_of(proof, !row->decides),
                       str_concat(proof->arena, str_from_c(own->subject), STR(".csv")));
        }
    }
}

static bool open_table(struct proof *proof, struct data_table *table, const char *subject) {
    bool is_good =
        data_open(table, proof->arena, proof->shelf, subject, proof->rules->edition, proof->diag);
    proof->is_good = proof->is_good && is_good;
    return is_good;
}

/* The example is of this edition: its cell names it, the variant of the rules that serves it, or
 * none. */
static bool is_own(const struct proof *proof, const struct data_table *table, size_t column) {
    struct str edition = data_text(table, column);
    struct str variant = shelf_variant_of(proof->shelf, STR("rules"), proof->rules->edition);
    return !edition.len || str_equal(edition, proof->rules->edition) || str_equal(edition, variant);
}

/* Makes a case of a cell of inputs. */
static bool fill(struct proof *proof, const struct data_table *table, size_t column,
                 struct input_case *own) {
    struct str fault = {0};
    if (input_case_fill(own, proof->rules, data_text(table, column), &fault)) {
        return true;
    }
    proof->is_good = data_refuse(table, column, fault, STR("field=value; field=value"));
    return false;
}

/* Reads a day of an example. */
static bool read_day(struct proof *proof, const struct data_table *table, size_t column,
                     struct date *day) {
    if (date_from_iso(data_text(table, column), day)) {
        return true;
    }
    proof->is_good = data_refuse(table, column, data_text(table, column), STR("YYYY-MM-DD"));
    return false;
}

static void compare(struct proof *proof, const struct data_table *table, struct str rule,
                    struct str wanted, struct str found) {
    if (!str_equal(wanted, found)) {
        proof_tell(proof, DIAG_RULE_EXAMPLE, edition_origin(table), rule, wanted, found);
    }
}

/* ---- rows with a condition ---------------------------------------------------------------------
 */

enum { ROW, CASE, EDITION, AS_OF, INPUTS };

/* What the rows of the table are called whose examples these are, those of other editions too. */
static struct dictionary *list_orders(const struct proof *proof, const char *subject) {
    struct str name = str_from_c(subject), suffix = STR(".examples");
    const char *of = str_to_c(proof->arena, str_slice(name, 0, name.len - suffix.len));
    struct dictionary *orders = dictionary_open(proof->arena);
    struct csv_table table;
    if (shelf_csv(proof->shelf, of, proof->rules->edition, proof->diag, &table, NULL)) {
        size_t column = csv_column(&table, "order");
        for (size_t i = 1; column != SIZE_MAX && i < table.n_records; i++) {
            dictionary_put(orders, csv_text(&table.records[i], column), i);
        }
    }
    return orders;
}

static void try_example(struct proof *proof, const struct data_table *table,
                        const struct proven_table *own, const struct dictionary *orders) {
    static const char *const cases[] = {"not", "applies"};
    size_t at = 0, wanted = 0;
    while (at < own->n && !str_equal(own->rows[at].name, data_text(table, ROW))) {
        at++;
    }
    size_t row;
    bool is_nowhere = !dictionary_get(orders, data_text(table, ROW), &row);
    if (at == own->n && (is_nowhere || data_text(table, EDITION).len)) {
        proof->is_good = data_refuse(table, ROW, data_text(table, ROW), STR("order"));
    }
    if (at == own->n || !is_own(proof, table, EDITION)) {
        return;
    }
    struct input_case made = input_case_open(proof->scratch, STR("*"), 1);
    if (!data_choice(table, CASE, cases, 2, &wanted)) {
        proof->is_good = false;
        return;
    }
    struct date day;
    if (!read_day(proof, table, AS_OF, &day) || !fill(proof, table, INPUTS, &made)) {
        return;
    }
    const struct case_facts facts = {
        .unit = made.unit, .system = made.unit->systems[0], .row = &made.gap, .as_of = day};
    bool decides = own->decides(proof, at, &facts);
    own->rows[at].decides |= decides;
    own->rows[at].fails |= !decides;
    compare(proof, table, own->rows[at].rule, word_of(proof, wanted), word_of(proof, decides));
}

static void try_examples(struct proof *proof, const struct proven_table *own) {
    static const char *const names[] = {"row", "case", "edition", "as_of", "inputs", NULL};
    struct data_table table = {.names = names};
    if (!open_table(proof, &table, own->subject)) {
        return;
    }
    const struct dictionary *orders = list_orders(proof, own->subject);
    while (data_next(&table)) {
        struct arena_mark mark = arena_mark(proof->scratch);
        try_example(proof, &table, own, orders);
        arena_rewind(proof->scratch, mark);
    }
    tell_missing(proof, own);
}

/* What examples call a row: what its column of order says. */
static struct str order_of(struct str row) {
    size_t at = str_find(row, STR(" #"), 0);
    return str_slice(row, at + 2, row.len);
}

static bool floor_decides(const struct proof *proof, size_t row, const struct case_facts *facts) {
    const struct floor_row *own = &proof->rules->floor_rows[row];
    struct case_facts asked = *facts;
    struct condition_outcome outcome;
    asked.is_unread_missing = true;
    return floors_decide(&proof->judge, &asked, own->rule, &outcome) == own;
}

static bool route_decides(const struct proof *proof, size_t row, const struct case_facts *facts) {
    const struct route_row *own = &proof->rules->routes[row];
    struct case_facts asked = *facts;
    asked.is_unread_missing = true;
    return routes_decide(proof->rules, proof->scratch, &asked, own->filing) == own;
}

static bool check_decides(const struct proof *proof, size_t row, const struct case_facts *facts) {
    const struct form_check *check = &proof->rules->checks[row];
    struct case_facts asked = *facts;
    asked.system = field_info(check->field)->entity == ENTITY_UNIT ? NULL : asked.system;
    return check_speaks(&proof->judge, &asked, check);
}

static bool holds(const struct proof *proof, const struct condition *when,
                  const struct case_facts *facts) {
    struct case_facts asked = *facts;
    asked.is_unread_missing = true;
    return condition_ask(when, proof->scratch, &asked) == TRUTH_YES;
}

static bool priority_decides(const struct proof *proof, size_t row,
                             const struct case_facts *facts) {
    const struct gap_priority *rows = proof->rules->gap_tables->priorities;
    bool is_taken = false;
    for (size_t i = 0; i < row; i++) {
        is_taken = is_taken || holds(proof, &rows[i].when, facts);
    }
    return !is_taken && holds(proof, &rows[row].when, facts);
}

/* A cell that must be filled is asked for where it is empty. */
static bool gap_field_decides(const struct proof *proof, size_t row,
                              const struct case_facts *facts) {
    const struct gap_field *field = &proof->rules->gap_tables->fields[row];
    return judge_is_empty(facts->row, field->field) && holds(proof, &field->when, facts);
}

static void try_floors(struct proof *proof) {
    const struct rules *rules = proof->rules;
    struct proven_table own = {
        .subject = "rules/floors.examples",
        .rows = ARENA_ARRAY(proof->arena, struct proven_row, rules->n_floor_rows),
        .decides = floor_decides};
    for (; own.n < rules->n_floor_rows; own.n++) {
        const struct floor_row *row = &rules->floor_rows[own.n];
        own.rows[own.n] = (struct proven_row){.name = order_of(row->row),
                                              .rule = rules->floors[row->rule].rule,
                                              .origin = row->origin};
    }
    try_examples(proof, &own);
}

static void try_routes(struct proof *proof) {
    const struct rules *rules = proof->rules;
    struct proven_table own = {.subject = "rules/routes.examples",
                               .rows =
                                   ARENA_ARRAY(proof->arena, struct proven_row, rules->n_routes),
                               .decides = route_decides};
    for (; own.n < rules->n_routes; own.n++) {
        const struct route_row *row = &rules->routes[own.n];
        own.rows[own.n] = (struct proven_row){
            .name = order_of(row->row), .rule = filing_name(row->filing), .origin = row->origin};
    }
    try_examples(proof, &own);
}

static void try_checks(struct proof *proof) {
    const struct rules *rules = proof->rules;
    struct proven_table own = {.subject = "rules/checks.examples",
                               .rows =
                                   ARENA_ARRAY(proof->arena, struct proven_row, rules->n_checks),
                               .decides = check_decides};
    for (; own.n < rules->n_checks; own.n++) {
        const struct form_check *check = &rules->checks[own.n];
        enum field_entity entity = field_info(check->field)->entity;
        bool is_counted = entity != ENTITY_UNIT && entity != ENTITY_SYSTEM;
        own.rows[own.n] = (struct proven_row){.name = order_of(check->row),
                                              .rule = diag_name(check->id),
                                              .origin = check->origin,
                                              .decides = is_counted,
                                              .fails = is_counted};
    }
    try_examples(proof, &own);
}

static void try_gaps(struct proof *proof) {
    const struct gap_tables *tables = proof->rules->gap_tables;
    struct proven_table own = {
        .subject = "rules/priorities.examples",
        .rows = ARENA_ARRAY(proof->arena, struct proven_row, tables->n_priorities),
        .decides = priority_decides};
    for (; own.n < tables->n_priorities; own.n++) {
        const struct gap_priority *row = &tables->priorities[own.n];
        own.rows[own.n] = (struct proven_row){
            .name = order_of(row->row), .rule = STR("priorities"), .origin = row->origin};
    }
    try_examples(proof, &own);
    own = (struct proven_table){.subject = "rules/gap-fields.examples",
                                .rows =
                                    ARENA_ARRAY(proof->arena, struct proven_row, tables->n_fields),
                                .decides = gap_field_decides};
    for (; own.n < tables->n_fields; own.n++) {
        const struct gap_field *row = &tables->fields[own.n];
        own.rows[own.n] = (struct proven_row){.name = order_of(row->row),
                                              .rule = str_from_c(field_info(row->field)->name),
                                              .origin = row->origin};
    }
    try_examples(proof, &own);
}

/* ---- clauses -----------------------------------------------------------------------------------
 */

/* A clause decides on some day, and, where its subject has others, does not on another. */
static void try_clauses(struct proof *proof) {
    static const char *const names[] = {"subject", "edition", "as_of", "clause", NULL};
    const struct rules *rules = proof->rules;
    struct data_table table = {.names = names};
    struct proven_table own = {.subject = "rules/clauses.examples",
                               .rows =
                                   ARENA_ARRAY(proof->arena, struct proven_row, rules->n_clauses),
                               .n = rules->n_clauses};
    for (size_t i = 0; i < own.n; i++) {
        own.rows[i] = (struct proven_row){.rule = clause_name(rules->clauses[i].subject),
                                          .origin = rules->clauses[i].origin,
                                          .fails = true};
    }
    if (!open_table(proof, &table, own.subject)) {
        return;
    }
    while (data_next(&table)) {
        struct date day;
        for (size_t i = 0; i < own.n && is_own(proof, &table, 1); i++) {
            const struct clause_text *clause = &rules->clauses[i];
            bool is_first = i == 0 || clause[-1].subject != clause->subject;
            if (!is_first || !str_equal(own.rows[i].rule, data_text(&table, 0)) ||
                !read_day(proof, &table, 2, &day)) {
                continue;
            }
            const struct clause_text *found = clause_find(rules, clause->subject, day);
            own.rows[found - rules->clauses].decides = true;
            compare(proof, &table, own.rows[i].rule, data_text(&table, 3), found->text);
        }
    }
    tell_missing(proof, &own);
}

/* ---- the matrix and its standards --------------------------------------------------------------
 */

/* Grades the system of a cell of inputs by a standard; all levels 0 where they cannot be read. */
static struct grading grade(struct proof *proof, const struct data_table *table, size_t column,
                            const struct standard *standard) {
    struct grading grading = {.system = NULL};
    struct rules rules = *proof->rules;
    struct judge judge = proof->judge;
    struct input_case made = input_case_open(proof->scratch, STR("*"), 1);
    if (fill(proof, table, column, &made)) {
        rules.standard = standard;
        judge.rules = &rules;
        judge.unit = made.unit;
        grading_decide(&judge, made.unit->systems[0], &grading);
    }
    return grading;
}

/* Every cell of every standard is hit by an example; as they are many, others are not by it. */
static void try_matrix(struct proof *proof) {
    static const char *const names[] = {"standard", "inputs", "level", NULL};
    const struct rules *rules = proof->rules;
    bool is_hit[MAX_STANDARDS][MATRIX_SIZE + 1][MATRIX_SIZE + 1] = {{{false}}};
    struct data_table table = {.names = names};
    if (!open_table(proof, &table, "rules/matrix.examples")) {
        return;
    }
    while (data_next(&table)) {
        struct arena_mark mark = arena_mark(proof->scratch);
        for (size_t i = 0; i < rules->n_standards; i++) {
            const struct standard *standard = &rules->standards[i];
            if (str_equal(standard->name, data_text(&table, 0))) {
                struct grading grading = grade(proof, &table, 1, standard);
                is_hit[i][grading.s_hit.object][grading.s_hit.degree] = true;
                compare(proof, &table, standard->name, data_text(&table, 2),
                        str_format(proof->arena, "%d", grading.level_matrix));
            }
        }
        arena_rewind(proof->scratch, mark);
    }
    for (size_t i = 0; i < rules->n_standards * MATRIX_SIZE * MATRIX_SIZE; i++) {
        size_t cell = i % (MATRIX_SIZE * MATRIX_SIZE), at = i / (MATRIX_SIZE * MATRIX_SIZE);
        size_t object = cell / MATRIX_SIZE + 1, degree = cell % MATRIX_SIZE + 1;
        if (!is_hit[at][object][degree]) {
            struct str rule = str_format(proof->arena, "%" STR_FMT " object=%zu degree=%zu",
                                         STR_ARG(rules->standards[at].name), object, degree);
            proof_tell(proof, DIAG_RULE_EXAMPLE_MISSING, rules->standards[at].origin, rule,
                       word_of(proof, true), STR("rules/matrix.examples.csv"));
        }
    }
}

/* Every standard is named by an example of 定级依据, and not by another. */
static void try_standards(struct proof *proof) {
    static const char *const names[] = {"standard", "inputs", NULL};
    static const struct standard none;
    const struct rules *rules = proof->rules;
    struct data_table table = {.names = names};
    struct proven_table own = {.subject = "rules/standards.examples",
                               .rows =
                                   ARENA_ARRAY(proof->arena, struct proven_row, rules->n_standards),
                               .n = rules->n_standards};
    for (size_t i = 0; i < own.n; i++) {
        own.rows[i].rule = rules->standards[i].name;
        own.rows[i].origin = rules->standards[i].origin;
    }
    if (!open_table(proof, &table, own.subject)) {
        return;
    }
    while (data_next(&table)) {
        struct arena_mark mark = arena_mark(proof->scratch);
        struct grading grading = grade(proof, &table, 1, &none);
        for (size_t i = 0; i < own.n; i++) {
            bool decides = str_equal(grading.basis, own.rows[i].rule);
            own.rows[i].decides |= decides;
            own.rows[i].fails |= !decides;
        }
        compare(proof, &table, data_text(&table, 1), data_text(&table, 0), grading.basis);
        arena_rewind(proof->scratch, mark);
    }
    tell_missing(proof, &own);
}

/* ---- divisions ---------------------------------------------------------------------------------
 */

/* The list of divisions has no examples and no rule asks for all of it, so that its end is asked
 * for: it reaches to the last of the 34 divisions of the first level. */
static void try_regions(struct proof *proof) {
    static const struct str last = {"820000", 6};
    struct csv_table table;
    struct origin origin = {.row = 1, .column = 1};
    if (!regions_find(proof->rules->regions, last).code.len &&
        shelf_csv(proof->shelf, "rules/regions", proof->rules->edition, proof->diag, &table,
                  &origin.source)) {
        proof_tell(proof, DIAG_TABLE_ROW, origin, last, (struct str){0}, (struct str){0});
    }
}

void proof_examples(struct proof *proof) {
    try_floors(proof);
    try_routes(proof);
    try_checks(proof);
    try_gaps(proof);
    try_clauses(proof);
    try_matrix(proof);
    try_standards(proof);
    try_regions(proof);
    proof_duty_examples(proof);
}
