/* Duties: which of them a unit and its systems owe, and on which cells each rests. How one is
 * judged is in duty_judge.c. */
#include "rules/duty_case.h"

static enum truth ask_conditions(const struct judge *judge, const struct case_facts *facts,
                                 const struct duty_conditions *conditions) {
    enum truth truth = TRUTH_NO;
    for (size_t i = 0; i < conditions->n; i++) {
        enum truth own = condition_ask(&conditions->items[i], judge->arena, facts);
        if (own == TRUTH_YES) {
            return TRUTH_YES;
        }
        truth = own == TRUTH_UNTOLD ? own : truth;
    }
    return truth;
}

/* The first of the fields that is empty or unread; N_FIELDS if none is. */
static enum field find_open(const struct case_facts *facts, const enum field *fields, size_t n) {
    size_t i = 0;
    while (i < n && value_is_given(case_value(facts, fields[i]))) {
        i++;
    }
    return i < n ? fields[i] : N_FIELDS;
}

/* One of the conditions cannot be told, and looks at the field. */
static bool hangs_on(const struct judge *judge, const struct case_facts *facts,
                     const struct duty_conditions *conditions, enum field field) {
    for (size_t i = 0; i < conditions->n; i++) {
        const struct condition *condition = &conditions->items[i];
        bool is_looked_at = false;
        for (size_t k = 0; k < condition->n_terms; k++) {
            for (size_t f = 0; f < condition->terms[k].n_fields; f++) {
                is_looked_at = is_looked_at || condition->terms[k].fields[f] == field;
            }
        }
        if (is_looked_at && condition_ask(condition, judge->arena, facts) == TRUTH_UNTOLD) {
            return true;
        }
    }
    return false;
}

enum duty_cause duty_ask(const struct judge *judge, const struct case_facts *facts,
                         const struct duty_row *row, int level, enum field *open) {
    *open = N_FIELDS;
    if (!edition_is_in_force(row->from, row->to, facts->as_of)) {
        return DUTY_NOT_IN_FORCE;
    }
    if (!row->duty.is_of_unit && !(row->levels & 1U << level)) {
        return DUTY_OTHER_LEVEL;
    }
    if (facts->unit->n_systems < row->n_systems) {
        return DUTY_TOO_FEW;
    }
    enum truth spared = row->unless.n ? ask_conditions(judge, facts, &row->unless) : TRUTH_NO;
    if (spared == TRUTH_YES) {
        return DUTY_NO_CASE;
    }
    enum truth truth = row->applies.n ? ask_conditions(judge, facts, &row->applies) : TRUTH_YES;
    if (truth != TRUTH_UNTOLD) {
        /* nor can be told whether it is another's: the question is asked first */
        enum field asked = spared == TRUTH_UNTOLD && truth == TRUTH_YES
                               ? find_open(facts, row->asks, row->n_asks)
                               : N_FIELDS;
        bool is_open = asked != N_FIELDS && hangs_on(judge, facts, &row->unless, asked);
        *open = is_open ? asked : N_FIELDS;
        return truth == TRUTH_YES ? DUTY_APPLIES : DUTY_NO_CASE;
    }
    *open = find_open(facts, row->needs, row->n_needs);
    if (*open != N_FIELDS) {
        return DUTY_UNANSWERED;
    }
    *open = find_open(facts, row->asks, row->n_asks);
    bool is_asked = *open != N_FIELDS && hangs_on(judge, facts, &row->applies, *open);
    *open = is_asked ? *open : N_FIELDS;
    return is_asked ? DUTY_APPLIES : DUTY_NO_CASE;
}

/* How a row stands for its subject. */
static struct duty_finding try_row(struct duty_case *duty) {
    struct duty_finding finding = {.duty = &duty->row->duty, .system = duty->facts.system};
    enum field open;
    duty->is_basis_last = duty->is_proof_last = false;
    duty->is_basis_rough = duty->is_proof_rough = false;
    int level = duty->grading ? duty->grading->level_duty : 0;
    finding.cause = duty_ask(duty->judge, &duty->facts, duty->row, level, &open);
    if (open != N_FIELDS) {
        finding.status = finding.cause == DUTY_APPLIES ? DUTY_UNTOLD : DUTY_NONE;
        finding.evidence = (struct evidence){open, case_value(&duty->facts, open)};
    } else if (finding.cause == DUTY_APPLIES) {
        if (duty->grading && duty->row->unless.n && duty_is_rough(duty, &duty->row->unless)) {
            duty_judge_by_days(duty, &finding);
        } else {
            duty_judge(duty, &finding);
        }
        finding.cause = finding.status == DUTY_NONE ? DUTY_NOT_ASKED : DUTY_APPLIES;
    }
    return finding;
}

/* Tries every duty of one subject, of the unit, or of a system; of rows of one id the first that
 * applies is the duty's. Returns how many there are. */
static size_t try_duties(const struct judge *judge, const struct grading *grading,
                         struct duty_finding *tried) {
    struct duty_case duty = {.judge = judge, .grading = grading};
    duty.facts = (struct case_facts){
        .unit = judge->unit, .system = grading ? grading->system : NULL, .as_of = judge->as_of};
    size_t n = 0;
    for (size_t i = 0; i < judge->rules->n_duties; i++) {
        duty.row = &judge->rules->duties[i];
        bool is_again = n && str_equal(duty.row->duty.id, tried[n - 1].duty->id);
        bool is_settled = is_again && (tried[n - 1].cause == DUTY_APPLIES ||
                                       tried[n - 1].cause == DUTY_NOT_ASKED);
        if (duty.row->duty.is_of_unit != !grading || is_settled) {
            continue;
        }
        struct duty_finding own = try_row(&duty);
        if (!is_again) {
            tried[n++] = own;
        } else if (own.cause == DUTY_APPLIES || own.cause == DUTY_NOT_ASKED) {
            tried[n - 1] = own;
        }
    }
    return n;
}

/* Adds those that apply. `tried` is room to try all of them. */
static void add_duties(const struct judge *judge, const struct grading *grading,
                       struct duty_finding *tried, struct unit_findings *findings,
                       size_t *capacity) {
    size_t n = try_duties(judge, grading, tried);
    for (size_t i = 0; i < n; i++) {
        if (tried[i].status != DUTY_NONE) {
            ARENA_PUSH(judge->arena, findings->duties, findings->n_duties, *capacity, tried[i]);
        }
    }
}

void duties_find(const struct judge *judge, struct unit_findings *findings) {
    struct duty_finding *tried =
        ARENA_ARRAY(judge->arena, struct duty_finding, judge->rules->n_duties);
    size_t capacity = 0;
    add_duties(judge, NULL, tried, findings, &capacity);
    for (size_t i = 0; i < findings->n_gradings; i++) {
        add_duties(judge, &findings->gradings[i], tried, findings, &capacity);
    }
}

const struct duty_finding *rules_try_duties(const struct rules *rules, struct arena *arena,
                                            const struct unit_findings *findings,
                                            const struct grading *grading, struct date as_of,
                                            size_t *n_duties) {
    struct judge judge = {.rules = rules, .arena = arena, .unit = findings->unit, .as_of = as_of};
    struct duty_finding *tried = ARENA_ARRAY(arena, struct duty_finding, rules->n_duties);
    *n_duties = try_duties(&judge, grading, tried);
    return tried;
}
