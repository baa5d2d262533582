/*
 * Done or late: a row of the table says by which of eight rules a duty is judged; the rules are
 * here. A date given to the month or year is tried with its first and its last day, and where that
 * makes a difference, nothing is said.
 */
#include "rules/duty_case.h"

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
        struct date own = duty_take_day(value, duty->is_basis_last, &duty->is_basis_rough);
        day = date_compare(own, day) > 0 ? own : day;
    }
    return add_time(due, day);
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

/* Open up to the due day, overdue behind it. */
static enum duty_status run_out(const struct duty_case *duty, struct duty_finding *finding) {
    if (!duty_is_ahead(duty, finding->due) && date_compare(finding->due, duty->facts.as_of) != 0) {
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
    struct proofs proofs = duty_ask_proofs(duty, finding);
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
    struct proofs proofs = duty_ask_proofs(duty, finding);
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
    struct proofs proofs = duty_ask_proofs(duty, finding);
    bool is_part = proofs.share >= 0 && proofs.share < WHOLE;
    if (proofs.value || proofs.is_listed) {
        if (is_part) {
            return DUTY_UNDER_WAY;
        }
        set_done(finding, &proofs);
        finding->is_listed = proofs.is_listed && !proofs.value;
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
    struct proofs proofs = duty_ask_proofs(duty, finding);
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
    struct proofs proofs = duty_ask_proofs(duty, finding);
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
        date_compare(duty_take_day(launched, duty->is_basis_last, &duty->is_basis_rough), due) <= 0;
    struct proofs proofs = duty_ask_proofs(duty, finding);
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

enum duty_status duty_judge_once(struct duty_case *duty, struct duty_finding *finding) {
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

void duty_judge(struct duty_case *duty, struct duty_finding *finding) {
    const struct duty_finding blank = *finding;
    finding->status = duty_judge_once(duty, finding);
    if (!duty->is_basis_rough && !duty->is_proof_rough) {
        return;
    }
    bool is_same = true, is_due_same = true, is_late_same = true;
    for (unsigned choice = 1; choice < 4; choice++) {
        struct duty_finding other = blank;
        duty->is_basis_last = choice & 1;
        duty->is_proof_last = choice & 2;
        is_same = duty_judge_once(duty, &other) == finding->status && is_same;
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
