/* The examples of duties: whether one applies, how it stands at a day, when it is due, how late. */
#include "rules/prove.h"

enum {
    COLUMN_ID,
    COLUMN_CASE,
    COLUMN_EDITION,
    COLUMN_AS_OF,
    COLUMN_LEVEL,
    COLUMN_SYSTEMS,
    COLUMN_INPUTS,
    COLUMN_STATUS,
    COLUMN_DUE,
    COLUMN_LATE
};

/* Systems whose level is one of the matrix and of no floor: what they have besides what the example
 * says. */
static struct str base_inputs(struct arena *arena, int level) {
    static const int cells[][2] = {{0, 0}, {1, 1}, {1, 2}, {2, 2}, {2, 3}, {3, 3}};
    const char *plain = "system.category=9; system.networked=0; ";
    int object = cells[level][0], degree = cells[level][1];
    return level ? str_format(arena,
                              "%ssystem.level=%d; system.s.level=%d; system.a.level=%d; "
                              "system.s.object=%d; system.s.degree=%d; system.a.object=%d; "
                              "system.a.degree=%d; ",
                              plain, level, level, level, object, degree, object, degree)
                 : str_from_c(plain);
}

static const struct duty_finding *find(const struct unit_findings *findings, struct str id) {
    for (size_t i = 0; i < findings->n_duties; i++) {
        if (str_equal(findings->duties[i].duty->id, id)) {
            return &findings->duties[i];
        }
    }
    return NULL;
}

/* The cells of an example that are numbers and days, read. */
struct duty_example {
    struct date as_of;
    int level, n_systems;
};

static bool read_example(const struct data_table *table, struct duty_example *example) {
    struct str day = data_text(table, COLUMN_AS_OF);
    return (date_from_iso(day, &example->as_of) ||
            data_refuse(table, COLUMN_AS_OF, day, STR("YYYY-MM-DD"))) &&
           data_number(table, COLUMN_LEVEL, 0, 5, &example->level) &&
           data_number(table, COLUMN_SYSTEMS, 0, 2, &example->n_systems);
}

/* How the duty stands, in the words of the last columns. */
static struct str describe(const struct proof *proof, const struct duty_finding *finding) {
    if (!finding) {
        return rules_status_name(proof->rules, DUTY_NONE);
    }
    struct str due =
        date_to_iso(proof->scratch, finding->due, finding->due.year ? DATE_DAY : DATE_NONE);
    struct str late = finding->days_late
                          ? str_format(proof->scratch, "%lld", (long long)finding->days_late)
                          : (struct str){0};
    const struct str parts[] = {rules_status_name(proof->rules, finding->status), due, late};
    return str_join(proof->arena, parts, 3, STR(" "));
}

/* Runs an example; false if its cells cannot be read. `row` is the duty that applies. */
static bool run_example(struct proof *proof, const struct data_table *table,
                        const struct duty **row) {
    struct duty_example example = {.level = 0};
    if (!read_example(table, &example)) {
        return false;
    }
    struct arena *arena = proof->scratch;
    struct input_case made = input_case_open(arena, STR("*"), (size_t)example.n_systems);
    struct str fault = {0};
    struct str inputs =
        str_concat(arena, base_inputs(arena, example.level), data_text(table, COLUMN_INPUTS));
    if (!input_case_fill(&made, proof->rules, inputs, &fault)) {
        return data_refuse(table, COLUMN_INPUTS, fault, STR("field=value; field=value"));
    }
    const struct unit_findings *findings =
        rules_judge(proof->rules, arena, made.unit, example.as_of, diag_open(arena));
    const struct duty_finding *finding = find(findings, data_text(table, COLUMN_ID));
    const struct str parts[] = {data_text(table, COLUMN_STATUS), data_text(table, COLUMN_DUE),
                                data_text(table, COLUMN_LATE)};
    *row = finding ? finding->duty : NULL;
    bool is_not = str_is(data_text(table, COLUMN_CASE), "not");
    struct str wanted = is_not ? rules_status_name(proof->rules, DUTY_NONE)
                               : str_join(proof->arena, parts, 3, STR(" "));
    struct str found = describe(proof, finding);
    if (!str_equal(wanted, found)) {
        proof_tell(proof, DIAG_RULE_EXAMPLE, edition_origin(table), data_text(table, COLUMN_ID),
                   wanted, found);
    }
    return true;
}

/* What examples there are of a duty. */
struct example_kinds {
    bool applies, fails, is_always;
};

static void tell_missing(struct proof *proof, const struct duty_row *row,
                         const struct example_kinds *kinds) {
    bool is_for_all = !row->applies.n && !row->unless.n && !row->n_systems &&
                      (row->duty.is_of_unit || row->levels == 0x3F);
    bool fails = kinds->fails || (kinds->is_always && is_for_all);
    if (!kinds->applies || !fails) {
        enum duty_status lacking = kinds->applies ? DUTY_NONE : DUTY_DONE;
        struct str word = lacking == DUTY_NONE ? rules_status_name(proof->rules, lacking)
                                               : proof->rules->causes[DUTY_APPLIES];
        proof_tell(proof, DIAG_RULE_EXAMPLE_MISSING, row->origin, row->duty.id, word,
                   STR("rules/duties.examples.csv"));
    }
}

void proof_duty_examples(struct proof *proof) {
    static const char *const names[] = {"id",    "case",      "edition", "as_of",
                                        "level", "systems",   "inputs",  "status",
                                        "due",   "days_late", NULL};
    static const char *const cases[] = {"applies", "not", "always"};
    const struct rules *rules = proof->rules;
    struct data_table table = {.names = names};
    struct example_kinds *kinds = ARENA_ARRAY(proof->arena, struct example_kinds, rules->n_duties);
    bool is_good = data_open(&table, proof->arena, proof->shelf, "rules/duties.examples",
                             rules->edition, proof->diag);
    while (is_good && data_next(&table)) {
        size_t kind = 0;
        if (!data_choice(&table, COLUMN_CASE, cases, 3, &kind)) {
            proof->is_good = false;
            continue;
        }
        const struct duty *row = NULL;
        struct arena_mark mark = arena_mark(proof->scratch);
        bool is_own = str_equal(data_text(&table, COLUMN_EDITION), rules->edition);
        if (kind < 2 && is_own) {
            proof->is_good = run_example(proof, &table, &row) && proof->is_good;
        }
        for (size_t i = 0; i < rules->n_duties; i++) {
            if (str_equal(rules->duties[i].duty.id, data_text(&table, COLUMN_ID))) {
                bool is_row = !is_own || row == &rules->duties[i].duty;
                kinds[i].applies |= kind == 0 && is_row;
                kinds[i].fails |= kind == 1;
                kinds[i].is_always |= kind == 2;
            }
        }
        arena_rewind(proof->scratch, mark);
    }
    proof->is_good = proof->is_good && is_good;
    for (size_t i = 0; is_good && i < rules->n_duties; i++) {
        tell_missing(proof, &rules->duties[i], &kinds[i]);
    }
}
