/* Inner header of rules: one duty of one subject while it is judged, what proves it and what its
 * days may be. */
#ifndef RULES_DUTY_CASE_H
#define RULES_DUTY_CASE_H

#include "rules/duty.h"

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

/* The day that a date stands for: its last where that is tried, its first otherwise; notes in
 * `is_rough` that it was given to the month or the year only. */
struct date duty_take_day(const struct value *value, bool is_last, bool *is_rough);
/* The day lies behind the day judged: a plan. */
bool duty_is_ahead(const struct duty_case *duty, struct date day);
/* The options from 1 to `n` that a value holds, as bits; all of them are there. */
unsigned duty_bits(const struct value *value, unsigned n);
bool duty_has_all(unsigned bits, unsigned n);
/* What a value says as an answer. */
enum proof duty_weigh(struct duty_case *duty, const struct duty_evidence *proof,
                      const struct value *value);
/* What the proofs of the duty's row say; puts the cell that speaks into finding->evidence. */
struct proofs duty_ask_proofs(struct duty_case *duty, struct duty_finding *finding);
/* The status by the row's rule, with rough dates taken as the case says; fills the due day, the day
 * done and the delay. */
enum duty_status duty_judge_once(struct duty_case *duty, struct duty_finding *finding);
/* Judges it by the first days of what was given roughly, and, where there is such, by every other
 * choice of days: only what all of them say is said, of the status, the due day and the delay. */
void duty_judge(struct duty_case *duty, struct duty_finding *finding);
/* Whether conditions hold cannot be told, as a date that all else hangs on was given to the month
 * or the year only. */
bool duty_is_rough(const struct duty_case *duty, const struct duty_conditions *conditions);
/* A duty of which a rough date leaves open whether it is owed, or another in its place: judged by
 * the first and the last day of every such date; only what all of them say is said. */
void duty_judge_by_days(struct duty_case *duty, struct duty_finding *finding);

#endif
