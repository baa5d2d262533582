/*
 * Proof of the rule tables: every row decides for some input and does not for another, none is
 * covered by those before it, and nothing is said twice and differently. What is proved is proved
 * by trying all inputs that the conditions can tell apart.
 */
#include "rules/prove.h"

void proof_tell(struct proof *proof, enum diag_id id, struct origin origin, struct str rule,
                struct str second, struct str third) {
    diag_report(proof->diag,
                &(struct diag_note){.id = id, .origin = origin, .args = {rule, second, third}});
    proof->is_good = false;
}

/* A day on which rows of the edition are in force. */
static const struct date some_day = {2026, 1, 1};

static struct str place(struct proof *proof, struct origin origin) {
    return origin_text(proof->arena, origin);
}

/* What is known of a row when all inputs were tried. */
struct tried {
    /* It decided; it did not, where it was asked. */
    bool decides, fails;
    /* An input for which it holds, and the row that had decided then; an input for which it
     * decides; that for which most of its terms hold. */
    struct str covered, decided, nearest;
    struct origin by;
    size_t n_most;
};

/* Tells what is wrong with a row. `is_always` says that it is meant to hold always. */
static void tell_tried(struct proof *proof, const struct tried *tried, struct origin origin,
                       struct str rule, bool is_always) {
    if (!tried->decides && tried->covered.len + tried->by.row > 0) {
        proof_tell(proof, DIAG_RULE_COVERED, origin, rule, place(proof, tried->by), tried->covered);
    } else if (!tried->decides) {
        proof_tell(proof, DIAG_RULE_NEVER, origin, rule, tried->nearest, (struct str){0});
    } else if (!tried->fails && !is_always) {
        proof_tell(proof, DIAG_RULE_ALWAYS, origin, rule, tried->decided, (struct str){0});
    }
}

/* Begins a search over conditions; false with RULE_UNPROVEN told where it cannot be tried. */
static bool begin(struct proof *proof, struct witness *witness, struct origin origin,
                  struct str rule) {
    if (witness_first(witness)) {
        return true;
    }
    proof_tell(proof, DIAG_RULE_UNPROVEN, origin, rule, (struct str){0}, (struct str){0});
    return false;
}

/* How many of a condition's terms hold. */
static size_t count_terms(struct proof *proof, const struct condition *condition,
                          const struct case_facts *facts) {
    size_t n = 0;
    for (size_t i = 0; i < condition->n_terms; i++) {
        const struct condition one = {&condition->terms[i], 1};
        n += condition_ask(&one, proof->scratch, facts) == TRUTH_YES;
    }
    return n;
}

/* Notes the input for which most terms hold. */
static void note_nearest(struct proof *proof, struct tried *tried,
                         const struct condition *condition, const struct witness *witness) {
    if (tried->decides || tried->covered.len) {
        return;
    }
    size_t n = count_terms(proof, condition, &witness->facts);
    if (n > tried->n_most || !tried->nearest.len) {
        tried->n_most = n;
        tried->nearest = witness_text(witness, proof->arena);
    }
}

/* ---- rows of which the first that holds decides -----------------------------------------------
 */

/* A row of such a rule. */
struct ranked_row {
    const struct condition *when;
    struct origin origin;
};

/* One input: the first row that holds decides, those behind it that hold are covered by it. */
static void try_ranked(struct proof *proof, const struct ranked_row *rows, size_t n,
                       const struct witness *witness, struct tried *tried) {
    const struct ranked_row *decider = NULL;
    for (size_t i = 0; i < n; i++) {
        bool is_known = decider && tried[i].fails && (tried[i].decides || tried[i].covered.len);
        if (is_known) {
            continue;
        }
        if (condition_ask(rows[i].when, proof->scratch, &witness->facts) != TRUTH_YES) {
            note_nearest(proof, &tried[i], rows[i].when, witness);
            tried[i].fails = true;
        } else if (decider) {
            tried[i].fails = true;
            if (!tried[i].covered.len && !tried[i].decides) {
                tried[i].covered = witness_text(witness, proof->arena);
                tried[i].by = decider->origin;
            }
        } else {
            decider = &rows[i];
            tried[i].decided =
                tried[i].decided.len ? tried[i].decided : witness_text(witness, proof->arena);
            tried[i].decides = true;
        }
    }
}

static void prove_ranked(struct proof *proof, const struct ranked_row *rows, size_t n,
                         struct str rule, bool has_system) {
    struct witness witness;
    witness_open(&witness, proof->rules, proof->arena, has_system, some_day);
    witness.facts.is_unread_missing = true;
    for (size_t i = 0; i < n; i++) {
        witness_add(&witness, rows[i].when);
    }
    struct tried *tried = ARENA_ARRAY(proof->arena, struct tried, n);
    if (!begin(proof, &witness, rows[0].origin, rule)) {
        return;
    }
    do {
        struct arena_mark mark = arena_mark(proof->scratch);
        try_ranked(proof, rows, n, &witness, tried);
        arena_rewind(proof->scratch, mark);
    } while (witness_next(&witness));
    for (size_t i = 0; i < n; i++) {
        tell_tried(proof, &tried[i], rows[i].origin, rule, rows[i].when->n_terms == 0);
    }
}

static void prove_floors(struct proof *proof) {
    const struct rules *rules = proof->rules;
    struct ranked_row *rows = ARENA_ARRAY(proof->arena, struct ranked_row, rules->n_floor_rows);
    for (size_t i = 0, n; i < rules->n_floor_rows; i += n) {
        for (n = 0; i + n < rules->n_floor_rows &&
                    rules->floor_rows[i + n].rule == rules->floor_rows[i].rule;
             n++) {
            const struct floor_row *row = &rules->floor_rows[i + n];
            rows[n] = (struct ranked_row){&row->when, row->origin};
        }
        prove_ranked(proof, rows, n, rules->floors[rules->floor_rows[i].rule].rule, true);
    }
}

static void prove_routes(struct proof *proof) {
    const struct rules *rules = proof->rules;
    struct ranked_row *rows = ARENA_ARRAY(proof->arena, struct ranked_row, rules->n_routes);
    for (enum filing filing = 0; filing < N_FILINGS; filing++) {
        size_t n = 0;
        for (size_t i = 0; i < rules->n_routes; i++) {
            const struct route_row *row = &rules->routes[i];
            if (row->filing == filing) {
                rows[n++] = (struct ranked_row){&row->when, row->origin};
            }
        }
        prove_ranked(proof, rows, n, filing_name(filing), true);
    }
}

static void prove_gaps(struct proof *proof) {
    const struct gap_tables *tables = proof->rules->gap_tables;
    struct ranked_row *rows = ARENA_ARRAY(proof->arena, struct ranked_row, tables->n_priorities);
    for (size_t i = 0; i < tables->n_priorities; i++) {
        rows[i] = (struct ranked_row){&tables->priorities[i].when, tables->priorities[i].origin};
    }
    prove_ranked(proof, rows, tables->n_priorities, STR("priorities"), true);
    for (size_t i = 0; i < tables->n_fields; i++) {
        const struct gap_field *field = &tables->fields[i];
        const struct ranked_row row = {&field->when, field->origin};
        prove_ranked(proof, &row, 1, str_from_c(field_info(field->field)->name), true);
    }
}

/* ---- checks ---------------------------------------------------------------------------------- */

/* Opens a search over what two checks, or one and itself, look at. */
static void open_checks(struct proof *proof, struct witness *witness, const struct form_check *a,
                        const struct form_check *b) {
    bool has_system = field_info(a->field)->entity == ENTITY_SYSTEM;
    witness_open(witness, proof->rules, proof->arena, has_system, some_day);
    witness_add_field(witness, a->field);
    witness_add(witness, &a->when);
    if (b != a) {
        witness_add(witness, &b->when);
    }
}

static void prove_check(struct proof *proof, const struct form_check *check) {
    struct witness witness;
    struct str rule = diag_name(check->id);
    struct tried tried = {.decides = false};
    open_checks(proof, &witness, check, check);
    if (!begin(proof, &witness, check->origin, rule)) {
        return;
    }
    do {
        struct arena_mark mark = arena_mark(proof->scratch);
        if (check_speaks(&proof->judge, &witness.facts, check)) {
            tried.decided =
                tried.decided.len ? tried.decided : witness_text(&witness, proof->arena);
            tried.decides = true;
        } else {
            note_nearest(proof, &tried, &check->when, &witness);
            tried.fails = true;
        }
        arena_rewind(proof->scratch, mark);
    } while (!(tried.decides && tried.fails) && witness_next(&witness));
    tell_tried(proof, &tried, check->origin, rule, false);
}

/* Whether one check says nothing that the other, of the same fields, does not say as well. */
static void prove_apart(struct proof *proof, const struct form_check *a,
                        const struct form_check *b) {
    struct witness witness;
    bool is_a_alone = false, is_b_alone = false;
    struct str both = {0};
    open_checks(proof, &witness, a, b);
    if (!begin(proof, &witness, b->origin, diag_name(b->id))) {
        return;
    }
    do {
        struct arena_mark mark = arena_mark(proof->scratch);
        bool says_a = check_speaks(&proof->judge, &witness.facts, a);
        bool says_b = check_speaks(&proof->judge, &witness.facts, b);
        is_a_alone = is_a_alone || (says_a && !says_b);
        is_b_alone = is_b_alone || (says_b && !says_a);
        if (says_a && says_b && !both.len) {
            both = witness_text(&witness, proof->arena);
        }
        arena_rewind(proof->scratch, mark);
    } while (!(is_a_alone && is_b_alone) && witness_next(&witness));
    bool is_b_covered = !is_b_alone && a->level <= b->level;
    bool is_a_covered = !is_a_alone && b->level <= a->level;
    if (both.len && (is_a_covered || is_b_covered)) {
        const struct form_check *covered = is_b_covered ? b : a;
        proof_tell(proof, DIAG_RULE_COVERED, covered->origin, diag_name(covered->id),
                   place(proof, (is_b_covered ? a : b)->origin), both);
    }
}

static void prove_checks(struct proof *proof) {
    const struct rules *rules = proof->rules;
    for (size_t i = 0; i < rules->n_checks; i++) {
        const struct form_check *check = &rules->checks[i];
        enum field_entity entity = field_info(check->field)->entity;
        if (entity != ENTITY_UNIT && entity != ENTITY_SYSTEM) {
            continue;
        }
        prove_check(proof, check);
        for (size_t k = 0; k < i; k++) {
            const struct form_check *before = &rules->checks[k];
            if (before->id == check->id && before->field == check->field &&
                before->other == check->other) {
                prove_apart(proof, before, check);
            }
        }
    }
}

/* ---- duties ---------------------------------------------------------------------------------- */

static void add_conditions(struct witness *witness, const struct duty_conditions *conditions) {
    for (size_t i = 0; i < conditions->n; i++) {
        witness_add(witness, &conditions->items[i]);
    }
}

/* The first row of the duty before `row` that applies too; NULL if none does. */
static const struct duty_row *find_before(struct proof *proof, const struct duty_row *row,
                                          const struct witness *witness, int level) {
    enum field open;
    for (const struct duty_row *before = proof->rules->duties; before < row; before++) {
        if (str_equal(before->duty.id, row->duty.id) &&
            duty_ask(&proof->judge, &witness->facts, before, level, &open) == DUTY_APPLIES) {
            return before;
        }
    }
    return NULL;
}

/* One input at one level. */
static void try_duty(struct proof *proof, const struct duty_row *row, const struct witness *witness,
                     int level, struct tried *tried) {
    enum field open;
    struct str system =
        row->duty.is_of_unit ? (struct str){0} : str_format(proof->scratch, "level=%d; ", level);
    if (duty_ask(&proof->judge, &witness->facts, row, level, &open) != DUTY_APPLIES) {
        size_t n = 1 + (row->levels & 1U << level ? CONDITION_MAX_TERMS : 0);
        n += row->applies.n ? count_terms(proof, &row->applies.items[0], &witness->facts) : 0;
        tried->fails = true;
        if (n > tried->n_most && !tried->decides) {
            tried->n_most = n;
            tried->nearest =
                str_concat(proof->arena, system, witness_text(witness, proof->scratch));
        }
        return;
    }
    const struct duty_row *before = find_before(proof, row, witness, level);
    struct str *input = before ? &tried->covered : &tried->decided;
    if (!input->len) {
        *input = str_concat(proof->arena, system, witness_text(witness, proof->scratch));
    }
    tried->by = before ? before->origin : tried->by;
    tried->decides = tried->decides || !before;
}

static void prove_duty(struct proof *proof, const struct duty_row *row) {
    struct witness witness;
    struct date day = row->from.year ? row->from : row->to.year ? row->to : some_day;
    struct tried tried = {.decides = false};
    witness_open(&witness, proof->rules, proof->arena, !row->duty.is_of_unit, day);
    for (const struct duty_row *other = proof->rules->duties; other <= row; other++) {
        if (str_equal(other->duty.id, row->duty.id)) {
            add_conditions(&witness, &other->applies);
            add_conditions(&witness, &other->unless);
        }
    }
    if (!begin(proof, &witness, row->origin, row->duty.id)) {
        return;
    }
    do {
        int n_levels = row->duty.is_of_unit ? 1 : 6;
        for (int level = 0; level < n_levels; level++) {
            struct arena_mark mark = arena_mark(proof->scratch);
            witness.own.unit->n_systems =
                row->n_systems ? row->n_systems - 1 : !row->duty.is_of_unit;
            try_duty(proof, row, &witness, level, &tried);
            if (row->n_systems) {
                witness.own.unit->n_systems = row->n_systems;
                try_duty(proof, row, &witness, level, &tried);
            }
            arena_rewind(proof->scratch, mark);
        }
    } while (!(tried.decides && tried.fails) && witness_next(&witness));
    bool is_for_all = !row->applies.n && !row->unless.n && !row->n_systems &&
                      (row->duty.is_of_unit || row->levels == 0x3F);
    tell_tried(proof, &tried, row->origin, row->duty.id, is_for_all);
}

static void prove_duties(struct proof *proof) {
    for (size_t i = 0; i < proof->rules->n_duties; i++) {
        prove_duty(proof, &proof->rules->duties[i]);
    }
}

/* ---- standards and lists ----------------------------------------------------------------------
 */

/* No name by which 定级依据 may call a standard stands within one of another. */
static void prove_standards(struct proof *proof) {
    const struct rules *rules = proof->rules;
    for (size_t i = 0; i < rules->n_standards; i++) {
        struct str rest = rules->standards[i].names, name;
        while (str_split(&rest, STR("|"), &name)) {
            for (size_t k = 0; k < rules->n_standards; k++) {
                struct str others = rules->standards[k].names, other;
                while (k != i && str_split(&others, STR("|"), &other)) {
                    if (str_contains(other, name)) {
                        proof_tell(proof, DIAG_RULE_CONFLICT, rules->standards[i].origin,
                                   rules->standards[i].name,
                                   place(proof, rules->standards[k].origin),
                                   str_concat(proof->arena, STR("system.standard="), other));
                    }
                }
            }
        }
    }
}

/* ---- all ------------------------------------------------------------------------------------- */

bool rules_prove(const struct rules *rules, struct arena *arena, struct shelf *shelf,
                 struct diag *diag) {
    struct proof proof = {.rules = rules,
                          .arena = arena,
                          .scratch = arena_open_like(arena),
                          .shelf = shelf,
                          .diag = diag,
                          .is_good = true};
    proof.judge = (struct judge){.rules = rules, .arena = proof.scratch, .as_of = some_day};
    prove_floors(&proof);
    prove_routes(&proof);
    prove_gaps(&proof);
    prove_checks(&proof);
    prove_duties(&proof);
    prove_standards(&proof);
    proof_examples(&proof);
    arena_close(proof.scratch);
    return proof.is_good;
}
