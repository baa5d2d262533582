/*
 * Duties: whose, by when, done or late. A row of the table says by which of eight rules a duty is
 * judged; the rules are here. A date behind the day judged is a plan and proves nothing; a date
 * given to the month or year is tried with its first and its last day, and where that makes a
 * difference, nothing is said.
 */
#include "rules/duty.h"
#include "rules/judge.h"

/* Judging one duty of one subject. */
struct duty_case {
    const struct judge *judge;
    struct case_facts facts;
    /* The system's grading; NULL for a duty of the unit. */
    const struct grading *grading;
    const struct duty_row *row;
    /* Dates are taken by their last day: those that set the due day; those that prove. */
    bool is_basis_last, is_proof_last;
    /* A date was taken that was given to the month or year only: of either kind. */
    bool is_basis_rough, is_proof_rough;
};

/* What a proof says. */
enum proof {
    /* Its column was not handed in. */
    PROOF_ABSENT,
    /* Its cell is empty. */
    PROOF_EMPTY,
    /* It could not be read. */
    PROOF_UNREAD,
    /* It denies. */
    PROOF_NO,
    /* It is planned, or in part. */
    PROOF_PARTLY,
    /* It affirms. */
    PROOF_YES,
};

/* ---- dates ----------------------------------------------------------------------------------- */

static struct date take_day(const struct value *value, bool is_last, bool *is_rough) {
    *is_rough = *is_rough || value->precision != DATE_DAY;
    return is_last ? date_last(value->date, value->precision)
                   : date_first(value->date, value->precision);
}

static bool is_ahead(const struct duty_case *duty, struct date day) {
    return date_compare(day, duty->facts.as_of) > 0;
}

static struct date add_time(const struct duty_due *due, struct date day) {
    if (due->months) {
        return date_add_months(day, due->months, due->rounding);
    }
    return due->days ? date_from_days(date_to_days(day) + due->days) : day;
}

/* The day by which it is due; all zero if one of the dates that set it is not known. */
static struct date find_due(struct duty_case *duty) {
    const struct duty_due *due = &duty->row->due;
    if (due->is_year_end) {
        const struct value *year = case_value(&duty->facts, FIELD_UNIT_REPORT_YEAR);
        bool is_year = value_is_given(year) && year->number >= 1900 && year->number <= 9999;
        return (struct date){is_year ? (int)year->number : duty->facts.as_of.year, 12, 31};
    }
    struct date day = due->day;
    for (size_t i = 0; i < due->n_fields; i++) {
        const struct value *value = case_value(&duty->facts, due->fields[i]);
        if (!value_is_given(value)) {
            return (struct date){0};
        }
        struct date own = take_day(value, duty->is_basis_last, &duty->is_basis_rough);
        day = date_compare(own, day) > 0 ? own : day;
    }
    return add_time(due, day);
}

/* ---- proofs ---------------------------------------------------------------------------------- */

/* One of the words, parted by |, is the text, or begins it. */
static bool is_word(const struct duty_case *duty, struct str text, struct str words, bool begins) {
    struct str key = inventory_key(duty->judge->arena, text), rest = words, word;
    while (str_split(&rest, STR("|"), &word)) {
        if (begins ? str_starts(key, word) : str_equal(key, word)) {
            return true;
        }
    }
    return false;
}

/* The options from 1 to `n` that a value holds, as bits. */
static unsigned bits_of(const struct value *value, unsigned n) {
    unsigned bits = 0;
    for (unsigned i = 0; i < value->n_codes; i++) {
        bool is_asked = value->codes[i] >= 1 && (unsigned)value->codes[i] <= n;
        bits |= is_asked ? 1U << value->codes[i] : 0;
    }
    return bits;
}

/* All the options from 1 to `n` are there, or not all. */
static enum proof weigh_bits(unsigned bits, unsigned n) {
    unsigned all = (1U << (n + 1)) - 2;
    return bits == all ? PROOF_YES : PROOF_PARTLY;
}

/* The column of the value was handed in, be its cell empty or not. */
static bool is_handed_in(const struct value *value) {
    return value->origin.row || value->header.len;
}

/* What a value says as an answer. */
static enum proof weigh(struct duty_case *duty, const struct duty_evidence *proof,
                        const struct value *value) {
    const struct rules *rules = duty->judge->rules;
    if (value->is_bad) {
        return PROOF_UNREAD;
    }
    if (!value_is_given(value)) {
        return is_handed_in(value) ? PROOF_EMPTY : PROOF_ABSENT;
    }
    if (proof->takes_any) {
        return PROOF_YES;
    }
    switch (field_info(proof->field)->type) {
    case FIELD_BOOL:
        return value->is_planned ? PROOF_PARTLY : value->number ? PROOF_YES : PROOF_NO;
    case FIELD_COUNT:
        return value->number > 0 ? PROOF_YES : PROOF_NO;
    case FIELD_DATE:
        return is_ahead(duty, take_day(value, duty->is_proof_last, &duty->is_proof_rough))
                   ? PROOF_PARTLY
                   : PROOF_YES;
    case FIELD_OPTIONS:
        return weigh_bits(bits_of(value, proof->n_codes), proof->n_codes);
    case FIELD_TEXT:
        if (value->is_planned || is_word(duty, value->text, rules->plans, true)) {
            return PROOF_PARTLY;
        }
        return is_word(duty, value->text, rules->denials, false) ? PROOF_NO : PROOF_YES;
    default:
        return PROOF_YES;
    }
}

/* The same of a field of every system of the unit: all, some, none. */
static enum proof weigh_systems(struct duty_case *duty, const struct duty_evidence *proof) {
    const struct unit *unit = duty->facts.unit;
    enum proof worst = PROOF_YES, best = PROOF_ABSENT;
    for (size_t i = 0; i < unit->n_systems; i++) {
        enum proof own = weigh(duty, proof, record_value(&unit->systems[i]->record, proof->field));
        worst = own < worst ? own : worst;
        best = own > best ? own : best;
    }
    return worst == PROOF_YES || best < PROOF_PARTLY ? best : PROOF_PARTLY;
}

/* The options that the members of the committee have between them. */
static enum proof weigh_experts(const struct duty_case *duty, const struct duty_evidence *proof) {
    const struct records *experts = &duty->facts.unit->experts;
    enum proof said = experts->n_records ? PROOF_EMPTY : PROOF_ABSENT;
    unsigned bits = 0;
    for (size_t i = 0; i < experts->n_records; i++) {
        const struct value *value = record_value(experts->records[i], proof->field);
        if (value_is_given(value)) {
            bits |= bits_of(value, proof->n_codes);
            said = weigh_bits(bits, proof->n_codes);
        } else if (value->is_bad && said == PROOF_EMPTY) {
            said = PROOF_UNREAD;
        }
    }
    return said;
}

/* What one proof of the duty says; `value` is its cell. */
static enum proof ask_proof(struct duty_case *duty, const struct duty_evidence *proof,
                            const struct value **value) {
    static const struct value nothing;
    *value = &nothing;
    if (proof->field == N_FIELDS) {
        return duty->facts.unit->n_systems ? PROOF_YES : PROOF_ABSENT;
    }
    enum field_entity entity = field_info(proof->field)->entity;
    if (entity == ENTITY_EXPERT) {
        return weigh_experts(duty, proof);
    }
    if (entity == ENTITY_SYSTEM && !duty->facts.system) {
        return duty->facts.unit->n_systems ? weigh_systems(duty, proof) : PROOF_EMPTY;
    }
    *value = case_value(&duty->facts, proof->field);
    enum proof said = weigh(duty, proof, *value);
    if (proof->other == N_FIELDS || said == PROOF_YES) {
        return said;
    }
    const struct value *other = case_value(&duty->facts, proof->other);
    enum proof other_said = weigh(duty, proof, other);
    /* what cannot be read may be the proof, whatever the other one plans */
    bool is_firmer = other_said == PROOF_YES || other_said == PROOF_UNREAD ||
                     (said != PROOF_UNREAD && other_said > said);
    *value = is_firmer ? other : *value;
    return is_firmer ? other_said : said;
}

/* What the proofs of a duty come to. */
struct proofs {
    /* How many say each. */
    size_t n[PROOF_YES + 1], n_all;
    /* The latest date that affirms; its value. */
    struct date done;
    const struct value *value;
    /* A date could not be read; one is planned; an answer affirms without a date; there are
     * systems, which is all that is asked. */
    bool is_date_unread, is_planned, is_said, is_listed;
    /* A share below, or of, the whole; -1: none is given. */
    int64_t share;
};

static struct proofs ask_proofs(struct duty_case *duty, struct duty_finding *finding) {
    struct proofs proofs = {.n_all = duty->row->n_evidence, .share = -1};
    for (size_t i = 0; i < duty->row->n_evidence; i++) {
        const struct duty_evidence *proof = &duty->row->evidence[i];
        const struct value *value;
        enum proof said = ask_proof(duty, proof, &value);
        enum field_type type =
            proof->field == N_FIELDS ? FIELD_BOOL : field_info(proof->field)->type;
        proofs.n[said]++;
        if (i == 0 || (said == PROOF_YES && type == FIELD_DATE)) {
            finding->evidence = (struct evidence){proof->field, value};
        }
        if (proof->field == N_FIELDS) {
            proofs.is_listed = said == PROOF_YES;
        } else if (type == FIELD_PERCENT) {
            proofs.share = said == PROOF_YES ? value->number : -1;
        } else if (type != FIELD_DATE) {
            proofs.is_said = proofs.is_said || said == PROOF_YES;
        } else if (said == PROOF_YES) {
            struct date day = take_day(value, duty->is_proof_last, &duty->is_proof_rough);
            proofs.value = date_compare(day, proofs.done) >= 0 ? value : proofs.value;
            proofs.done = date_compare(day, proofs.done) >= 0 ? day : proofs.done;
        } else {
            proofs.is_date_unread = proofs.is_date_unread || said == PROOF_UNREAD;
            proofs.is_planned = proofs.is_planned || said == PROOF_PARTLY;
        }
    }
    return proofs;
}

static void set_done(struct duty_finding *finding, const struct proofs *proofs) {
    finding->done = proofs->done;
    finding->done_precision = proofs->value ? proofs->value->precision : DATE_NONE;
}

/* Nothing that would prove it was handed in at all. */
static bool is_absent(const struct proofs *proofs) {
    return proofs->n[PROOF_ABSENT] == proofs->n_all;
}

static bool is_waiting(const struct duty_case *duty) {
    for (size_t i = 0; i < duty->row->n_waits; i++) {
        if (!value_is_given(case_value(&duty->facts, duty->row->waits[i]))) {
            return true;
        }
    }
    return false;
}

/* ---- rules ----------------------------------------------------------------------------------- */

/* Open up to the due day, overdue behind it. */
static enum duty_status run_out(const struct duty_case *duty, struct duty_finding *finding) {
    if (!is_ahead(duty, finding->due) && date_compare(finding->due, duty->facts.as_of) != 0) {
        finding->days_late = date_to_days(duty->facts.as_of) - date_to_days(finding->due);
        return DUTY_OVERDUE;
    }
    return DUTY_OPEN;
}

/* Done in time or late. */
static enum duty_status settle(struct duty_finding *finding) {
    if (!finding->due.year) {
        finding->is_due_unchecked = true;
        return DUTY_DONE;
    }
    if (date_compare(finding->done, finding->due) <= 0) {
        return DUTY_DONE;
    }
    finding->days_late = date_to_days(finding->done) - date_to_days(finding->due);
    return DUTY_DONE_LATE;
}

static enum duty_status judge_day(struct duty_case *duty, struct duty_finding *finding) {
    struct proofs proofs = ask_proofs(duty, finding);
    finding->due = find_due(duty);
    if (proofs.value) {
        set_done(finding, &proofs);
        return settle(finding);
    }
    if (proofs.is_date_unread || proofs.is_said || is_absent(&proofs)) {
        return DUTY_UNTOLD;
    }
    if (is_waiting(duty)) {
        finding->due = (struct date){0};
        return DUTY_OPEN;
    }
    return finding->due.year ? run_out(duty, finding) : DUTY_UNTOLD;
}

static enum duty_status judge_periodic(struct duty_case *duty, struct duty_finding *finding) {
    struct proofs proofs = ask_proofs(duty, finding);
    if (proofs.value) {
        set_done(finding, &proofs);
        finding->due = add_time(&duty->row->due, proofs.done);
        enum duty_status status = run_out(duty, finding);
        return status == DUTY_OPEN ? DUTY_DONE : status;
    }
    return proofs.is_date_unread || is_absent(&proofs) ? DUTY_UNTOLD : DUTY_OVERDUE;
}

static enum duty_status judge_dated(struct duty_case *duty, struct duty_finding *finding) {
    enum { WHOLE = 10000 };
    struct proofs proofs = ask_proofs(duty, finding);
    bool is_part = proofs.share >= 0 && proofs.share < WHOLE;
    if (proofs.value || proofs.is_listed) {
        if (is_part) {
            return DUTY_UNDER_WAY;
        }
        set_done(finding, &proofs);
        return DUTY_DONE;
    }
    /* that it was done is said, but not when */
    if (proofs.is_date_unread || proofs.is_said || (proofs.n[PROOF_UNREAD] && proofs.share < 0)) {
        return DUTY_UNTOLD;
    }
    if (proofs.is_planned || (is_part && proofs.share > 0)) {
        return DUTY_UNDER_WAY;
    }
    if (proofs.share == WHOLE) {
        return DUTY_DONE;
    }
    return is_absent(&proofs) ? DUTY_UNTOLD : DUTY_OPEN;
}

static enum duty_status judge_answers(struct duty_case *duty, struct duty_finding *finding) {
    struct proofs proofs = ask_proofs(duty, finding);
    if (proofs.n[PROOF_YES] == proofs.n_all) {
        set_done(finding, &proofs);
        return DUTY_DONE;
    }
    if (proofs.n[PROOF_YES] || proofs.n[PROOF_PARTLY]) {
        return DUTY_UNDER_WAY;
    }
    bool is_denied = proofs.n[PROOF_NO] > 0 && !proofs.n[PROOF_UNREAD];
    return is_denied ? DUTY_OPEN : DUTY_UNTOLD;
}

/* Another's act, a mere permission, a text not seen: done where proved; else as given. */
static enum duty_status judge_proof(struct duty_case *duty, struct duty_finding *finding,
                                    enum duty_status otherwise) {
    struct proofs proofs = ask_proofs(duty, finding);
    if (proofs.n[PROOF_YES]) {
        set_done(finding, &proofs);
        return DUTY_DONE;
    }
    return otherwise;
}

/* OB-02: graded as it ought to be. The day is for systems that ran by then. */
static enum duty_status judge_verdict(struct duty_case *duty, struct duty_finding *finding) {
    const struct grading *grading = duty->grading;
    const struct value *launched = case_value(&duty->facts, FIELD_SYSTEM_LAUNCHED);
    struct date due = duty->row->due.day;
    bool is_told = value_is_given(launched);
    bool is_running =
        is_told &&
        date_compare(take_day(launched, duty->is_basis_last, &duty->is_basis_rough), due) <= 0;
    struct proofs proofs = ask_proofs(duty, finding);
    finding->due = is_running ? due : (struct date){0};
    if (!grading->needs_review) {
        set_done(finding, &proofs);
        finding->is_due_unchecked = !is_told && date_compare(finding->done, due) > 0;
        return is_running && proofs.value ? settle(finding) : DUTY_DONE;
    }
    if (grading->verdict == VERDICT_UNDECIDED) {
        return DUTY_UNTOLD;
    }
    if (is_running) {
        return run_out(duty, finding);
    }
    return is_told || date_compare(duty->facts.as_of, due) <= 0 ? DUTY_OPEN : DUTY_UNTOLD;
}

static enum duty_status judge_once(struct duty_case *duty, struct duty_finding *finding) {
    switch (duty->row->rule) {
    case DUTY_BY_DAY:
        return judge_day(duty, finding);
    case DUTY_PERIODIC:
        return judge_periodic(duty, finding);
    case DUTY_DATED:
        return judge_dated(duty, finding);
    case DUTY_ANSWERED:
        return judge_answers(duty, finding);
    case DUTY_VERDICT:
        return judge_verdict(duty, finding);
    case DUTY_OF_OTHERS:
        return judge_proof(duty, finding, DUTY_UNDER_WAY);
    case DUTY_OPTIONAL:
    case DUTY_UNSEEN:
        break;
    }
    return judge_proof(duty, finding, DUTY_NONE);
}

/* Judges it by the first days of what was given roughly, and, where there is such, by every other
 * choice of days: only what all of them say is said, of the status, the due day and the delay. */
static void judge_duty(struct duty_case *duty, struct duty_finding *finding) {
    const struct duty_finding blank = *finding;
    finding->status = judge_once(duty, finding);
    if (!duty->is_basis_rough && !duty->is_proof_rough) {
        return;
    }
    bool is_same = true, is_due_same = true, is_late_same = true;
    for (unsigned choice = 1; choice < 4; choice++) {
        struct duty_finding other = blank;
        duty->is_basis_last = choice & 1;
        duty->is_proof_last = choice & 2;
        is_same = judge_once(duty, &other) == finding->status && is_same;
        is_due_same = is_due_same && date_compare(other.due, finding->due) == 0;
        is_late_same = is_late_same && other.days_late == finding->days_late;
    }
    if (!is_same) {
        finding->status = DUTY_UNTOLD;
        finding->is_imprecise = true;
    }
    finding->due = is_due_same ? finding->due : (struct date){0};
    finding->days_late = is_same && is_late_same ? finding->days_late : 0;
}

/* ---- which ----------------------------------------------------------------------------------- */

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

/* Whether conditions hold cannot be told, as a date that all else hangs on was given to the month
 * or the year only. */
static bool is_rough(const struct duty_case *duty, const struct duty_conditions *conditions) {
    for (size_t i = 0; i < conditions->n; i++) {
        struct condition_outcome outcome =
            condition_test(&conditions->items[i], duty->judge->arena, &duty->facts);
        bool is_given = outcome.truth == TRUTH_UNTOLD;
        for (size_t k = 0; is_given && k < outcome.n_evidence; k++) {
            is_given = value_is_given(outcome.evidence[k].value);
        }
        if (is_given) {
            return true;
        }
    }
    return false;
}

enum duty_cause duty_ask(const struct judge *judge, const struct case_facts *facts,
                         const struct duty_row *row, int level, bool *is_untold) {
    *is_untold = false;
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
    for (size_t i = 0; truth == TRUTH_UNTOLD && i < row->n_asks; i++) {
        *is_untold = *is_untold || !value_is_given(case_value(facts, row->asks[i]));
    }
    return truth == TRUTH_YES || *is_untold ? DUTY_APPLIES : DUTY_NO_CASE;
}

/* The row that is owed in the place of this one if a rough date means another day: with the same
 * proof for the same levels, and that date leaves open too whether it applies. NULL if there is
 * none. */
static const struct duty_row *find_other(const struct duty_case *duty) {
    const struct rules *rules = duty->judge->rules;
    for (size_t i = 0; i < rules->n_duties; i++) {
        struct duty_case other = *duty;
        other.row = &rules->duties[i];
        bool is_alike = other.row != duty->row && other.row->levels == duty->row->levels &&
                        other.row->n_evidence == duty->row->n_evidence;
        for (size_t k = 0; is_alike && k < duty->row->n_evidence; k++) {
            is_alike = other.row->evidence[k].field == duty->row->evidence[k].field;
        }
        if (is_alike && is_rough(&other, &other.row->applies)) {
            return other.row;
        }
    }
    return NULL;
}

/* Dates of a system that were given to the month or the year, and that its duty hangs on. */
struct rough_dates {
    const struct record *record;
    enum field fields[6];
    size_t n;
};

static void add_rough(struct rough_dates *rough, enum field field) {
    enum { MOST = sizeof rough->fields / sizeof rough->fields[0] };
    bool is_known = field == N_FIELDS || field_info(field)->type != FIELD_DATE ||
                    field_info(field)->entity != ENTITY_SYSTEM;
    for (size_t i = 0; i < rough->n; i++) {
        is_known = is_known || rough->fields[i] == field;
    }
    const struct value *value = is_known ? NULL : record_value(rough->record, field);
    if (value && value_is_given(value) && value->precision != DATE_DAY && rough->n < MOST) {
        rough->fields[rough->n++] = field;
    }
}

static void add_rough_of(struct rough_dates *rough, const struct duty_row *row) {
    for (size_t i = 0; i < row->due.n_fields; i++) {
        add_rough(rough, row->due.fields[i]);
    }
    for (size_t i = 0; i < row->n_evidence; i++) {
        add_rough(rough, row->evidence[i].field);
    }
    for (size_t i = 0; i < row->unless.n; i++) {
        for (size_t k = 0; k < row->unless.items[i].n_terms; k++) {
            const struct condition_term *term = &row->unless.items[i].terms[k];
            bool is_dated = term->comparison == COMPARE_BEFORE || term->comparison == COMPARE_AFTER;
            add_rough(rough, is_dated ? term->fields[0] : N_FIELDS);
            add_rough(rough, is_dated ? term->other : N_FIELDS);
        }
    }
}

/* The system as if each rough date were its first day, or its last where its bit is set. */
static struct system *put_days(struct arena *arena, const struct system *system,
                               const struct rough_dates *rough, unsigned choice) {
    struct system *copy = ARENA_NEW(arena, struct system);
    *copy = *system;
    for (size_t i = 0; i < rough->n; i++) {
        struct value *value = ARENA_NEW(arena, struct value);
        *value = *record_value(&system->record, rough->fields[i]);
        value->date = choice & 1U << i ? date_last(value->date, value->precision)
                                       : date_first(value->date, value->precision);
        value->precision = DATE_DAY;
        copy->record.values[rough->fields[i]] = value;
    }
    return copy;
}

/* A duty of which a rough date leaves open whether it is owed, or another in its place: judged by
 * the first and the last day of every such date; only what all of them say is said. */
static void judge_by_days(struct duty_case *duty, struct duty_finding *finding) {
    const struct duty_finding blank = *finding;
    const struct duty_row *rows[] = {duty->row, find_other(duty)};
    struct rough_dates rough = {.record = &duty->facts.system->record};
    for (size_t i = 0; i < 2 && rows[i]; i++) {
        add_rough_of(&rough, rows[i]);
    }
    judge_duty(duty, finding);
    enum duty_status status = DUTY_NONE;
    bool is_same = true;
    for (unsigned choice = 0; choice < 1U << rough.n; choice++) {
        struct arena_mark mark = arena_mark(duty->judge->arena);
        struct duty_case exact = {.judge = duty->judge, .facts = duty->facts};
        struct duty_finding own = blank;
        bool is_untold;
        exact.grading = duty->grading;
        exact.facts.system = put_days(duty->judge->arena, duty->facts.system, &rough, choice);
        exact.row = rows[0];
        bool is_own = duty_ask(duty->judge, &exact.facts, exact.row, duty->grading->level_duty,
                               &is_untold) == DUTY_APPLIES;
        exact.row = is_own || !rows[1] ? rows[0] : rows[1];
        enum duty_status said = is_own || rows[1] ? judge_once(&exact, &own) : DUTY_UNTOLD;
        is_same = is_same && (choice == 0 || said == status);
        status = said;
        arena_rewind(duty->judge->arena, mark);
    }
    finding->status = is_same ? status : DUTY_UNTOLD;
    finding->is_imprecise = !is_same;
    finding->due = (struct date){0};
    finding->days_late = 0;
}

/* How a row stands for its subject. */
static struct duty_finding try_row(struct duty_case *duty) {
    struct duty_finding finding = {.duty = &duty->row->duty, .system = duty->facts.system};
    bool is_untold = false;
    duty->is_basis_last = duty->is_proof_last = false;
    duty->is_basis_rough = duty->is_proof_rough = false;
    int level = duty->grading ? duty->grading->level_duty : 0;
    finding.cause = duty_ask(duty->judge, &duty->facts, duty->row, level, &is_untold);
    if (is_untold) {
        finding.status = DUTY_UNTOLD;
        finding.evidence =
            (struct evidence){duty->row->asks[0], case_value(&duty->facts, duty->row->asks[0])};
    } else if (finding.cause == DUTY_APPLIES) {
        if (duty->grading && duty->row->unless.n && is_rough(duty, &duty->row->unless)) {
            judge_by_days(duty, &finding);
        } else {
            judge_duty(duty, &finding);
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

/* Adds a field of the subject's own record. */
static void add_cell(const struct case_facts *facts, enum field field, struct evidence *cells,
                     size_t *n) {
    enum field_entity entity = field < N_FIELDS ? field_info(field)->entity : ENTITY_EXPERT;
    bool is_own = entity == ENTITY_UNIT || (entity == ENTITY_SYSTEM && facts->system);
    if (is_own) {
        cells[(*n)++] = (struct evidence){field, case_value(facts, field)};
    }
}

const struct evidence *rules_duty_evidence(const struct rules *rules, struct arena *arena,
                                           const struct unit *unit,
                                           const struct duty_finding *finding, size_t *n) {
    const struct case_facts facts = {.unit = unit, .system = finding->system};
    struct evidence *cells =
        ARENA_ARRAY(arena, struct evidence, 2 * DUTY_MAX_EVIDENCE + DUTY_MAX_BASIS);
    const struct duty_row *row = rules->duties;
    while (&row->duty != finding->duty) {
        row++;
    }
    *n = 0;
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
