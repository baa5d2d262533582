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
    if (row->unless.n && ask_conditions(judge, facts, &row->unless) == TRUTH_YES) {
        return DUTY_NO_CASE;
    }
    enum truth truth = row->applies.n ? ask_conditions(judge, facts, &row->applies) : TRUTH_YES;
    if (truth != TRUTH_UNTOLD) {
        return truth == TRUTH_YES ? DUTY_APPLIES : DUTY_NO_CASE;
    }
    *open = find_open(facts, row->needs, row->n_needs);
    if (*open != N_FIELDS) {
        return DUTY_UNANSWERED;
    }
    *open = find_open(facts, row->asks, row->n_asks);
    return *open == N_FIELDS ? DUTY_NO_CASE : DUTY_APPLIES;
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

/* ---- what a duty rests on -------------------------------------------------------------------- */

/* Of a field of all the unit's systems, the cell of the first that does not affirm it, or of the
 * first. */
static const struct value *pick_system(const struct unit *unit, enum field field) {
    const struct value *first = NULL;
    for (size_t i = 0; i < unit->n_systems; i++) {
        const struct value *own = record_value(&unit->systems[i]->record, field);
        if (!value_is_given(own)) {
            return own;
        }
        first = first ? first : own;
    }
    return first;
}

/* Adds the cell of a field, of the subject's own record or of one of its systems. */
static void add_cell(const struct case_facts *facts, enum field field, struct evidence *cells,
                     size_t *n) {
    enum field_entity entity = field < N_FIELDS ? field_info(field)->entity : ENTITY_EXPERT;
    bool is_own = entity == ENTITY_UNIT || (entity == ENTITY_SYSTEM && facts->system);
    const struct value *value = is_own                    ? case_value(facts, field)
                                : entity == ENTITY_SYSTEM ? pick_system(facts->unit, field)
                                                          : NULL;
    bool is_again = false;
    for (size_t i = 0; i < *n; i++) {
        is_again = is_again || cells[i].field == field;
    }
    if (value && !is_again) {
        cells[(*n)++] = (struct evidence){field, value};
    }
}

const struct evidence *rules_duty_evidence(const struct rules *rules, struct arena *arena,
                                           const struct unit *unit,
                                           const struct duty_finding *finding, size_t *n) {
    const struct case_facts facts = {.unit = unit, .system = finding->system};
    struct evidence *cells =
        ARENA_ARRAY(arena, struct evidence, 2 * DUTY_MAX_EVIDENCE + 2 * DUTY_MAX_BASIS + 1);
    const struct duty_row *row = rules->duties;
    while (&row->duty != finding->duty) {
        row++;
    }
    *n = 0;
    for (size_t i = 0; i < row->n_asks; i++) {
        if (!value_is_given(case_value(&facts, row->asks[i]))) {
            add_cell(&facts, row->asks[i], cells, n);
        }
    }
    for (size_t i = 0; i < row->n_evidence; i++) {
        const struct duty_evidence *proof = &row->evidence[i];
        add_cell(&facts, proof->field, cells, n);
        bool is_other_given =
            proof->other < N_FIELDS && value_is_given(case_value(&facts, proof->other));
        if (is_other_given) {
            add_cell(&facts, proof->other, cells, n);
        }
    }
    for (size_t i = 0; i < row->due.n_fields; i++) {
        add_cell(&facts, row->due.fields[i], cells, n);
    }
    if (finding->evidence.value && *n == 0) {
        cells[(*n)++] = finding->evidence;
    }
    return cells;
}
