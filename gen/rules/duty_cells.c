/* What a duty rests on, for whoever explains it: the cells it was judged by. */
#include "rules/duty_case.h"

/* Cells being gathered. */
struct gathering {
    struct duty_case *duty;
    struct evidence *cells;
    size_t n, capacity;
};

static void add_value(struct gathering *cells, enum field field, const struct value *value) {
    struct evidence cell = {field, value};
    for (size_t i = 0; i < cells->n; i++) {
        if (cells->cells[i].field == field && cells->cells[i].value == value) {
            return;
        }
    }
    ARENA_PUSH(cells->duty->judge->arena, cells->cells, cells->n, cells->capacity, cell);
}

/* Of a field of all the unit's systems the cell that says least, the first of such. */
static void add_weakest(struct gathering *cells, const struct duty_evidence *proof) {
    const struct unit *unit = cells->duty->facts.unit;
    const struct value *weakest = NULL;
    enum proof least = PROOF_YES;
    for (size_t i = 0; i < unit->n_systems; i++) {
        const struct value *own = record_value(&unit->systems[i]->record, proof->field);
        enum proof said = duty_weigh(cells->duty, proof, own);
        bool is_weaker = !weakest || said < least;
        weakest = is_weaker ? own : weakest;
        least = is_weaker ? said : least;
    }
    if (weakest) {
        add_value(cells, proof->field, weakest);
    }
}

/* Of a field of all the experts the cells that bring an option no earlier one has, and the first
 * that says nothing, where the options are not all there. */
static void add_experts(struct gathering *cells, const struct duty_evidence *proof) {
    const struct records *experts = &cells->duty->facts.unit->experts;
    const struct value *silent = NULL;
    unsigned bits = 0;
    for (size_t i = 0; i < experts->n_records; i++) {
        const struct value *value = record_value(experts->records[i], proof->field);
        unsigned own = duty_bits(value, proof->n_codes);
        if (own & ~bits) {
            add_value(cells, proof->field, value);
        } else if (!value_is_given(value)) {
            silent = silent ? silent : value;
        }
        bits |= own;
    }
    if (silent && !duty_has_all(bits, proof->n_codes)) {
        add_value(cells, proof->field, silent);
    }
}

/* Adds the cell of a field of the subject's own record; of a field of other records those that
 * decide. */
static void add_proof(struct gathering *cells, const struct duty_evidence *proof) {
    if (proof->field == N_FIELDS) {
        return;
    }
    enum field_entity entity = field_info(proof->field)->entity;
    if (entity == ENTITY_EXPERT) {
        add_experts(cells, proof);
    } else if (entity == ENTITY_SYSTEM && !cells->duty->facts.system) {
        add_weakest(cells, proof);
    } else {
        add_value(cells, proof->field, case_value(&cells->duty->facts, proof->field));
    }
}

/* The cells of the row: the question that leaves it undecided, which is `open` if it is any, what
 * would prove it, what sets its day. */
static void gather(struct gathering *cells, const struct duty_row *row, enum field open) {
    const struct case_facts *facts = &cells->duty->facts;
    for (size_t i = 0; i < row->n_asks; i++) {
        const struct value *asked = case_value(facts, row->asks[i]);
        if (open == row->asks[i] && !value_is_given(asked)) {
            add_value(cells, row->asks[i], asked);
        }
    }
    for (size_t i = 0; i < row->n_evidence; i++) {
        const struct duty_evidence *proof = &row->evidence[i];
        add_proof(cells, proof);
        if (proof->other < N_FIELDS && value_is_given(case_value(facts, proof->other))) {
            const struct duty_evidence other = {
                .field = proof->other, .other = N_FIELDS, .takes_any = proof->takes_any};
            add_proof(cells, &other);
        }
    }
    for (size_t i = 0; i < row->due.n_fields; i++) {
        const struct duty_evidence basis = {.field = row->due.fields[i], .other = N_FIELDS};
        add_proof(cells, &basis);
    }
}

const struct evidence *rules_duty_evidence(const struct rules *rules, struct arena *arena,
                                           const struct unit *unit, struct date as_of,
                                           const struct duty_finding *finding, size_t *n) {
    const struct judge judge = {.rules = rules, .arena = arena, .unit = unit, .as_of = as_of};
    struct duty_case duty = {
        .judge = &judge,
        .facts = {.unit = unit, .system = finding->system, .as_of = as_of},
        .row = rules->duties,
    };
    while (&duty.row->duty != finding->duty) {
        duty.row++;
    }
    struct gathering cells = {.duty = &duty};
    gather(&cells, duty.row, finding->evidence.field);
    if (finding->evidence.value && cells.n == 0) {
        add_value(&cells, finding->evidence.field, finding->evidence.value);
    }
    *n = cells.n;
    return cells.cells;
}
