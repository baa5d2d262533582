/* Inner header of rules: duties, as rows of templates/rules/duties.csv and as they are found. */
#ifndef RULES_DUTY_H
#define RULES_DUTY_H

#include "rules/judge.h"

/* Alternatives of a condition of a duty, fields of its evidence and of its due day at most. */
#define DUTY_MAX_CONDITIONS 4
#define DUTY_MAX_EVIDENCE   6
#define DUTY_MAX_BASIS      3

/* By what a duty is done and late; see templates/rules/duties.csv. */
enum duty_rule {
    /* By a day that the text sets. */
    DUTY_BY_DAY,
    /* At least once in a time. */
    DUTY_PERIODIC,
    /* The text sets no day; a date proves it. */
    DUTY_DATED,
    /* The text sets no day; answers prove it. */
    DUTY_ANSWERED,
    /* By the verdict on the grade. */
    DUTY_VERDICT,
    /* The text only allows it. */
    DUTY_OPTIONAL,
    /* Another body's act. */
    DUTY_OF_OTHERS,
    /* The text was not seen. */
    DUTY_UNSEEN,
};

/* Conditions of which one must hold; none: always. */
struct duty_conditions {
    struct condition items[DUTY_MAX_CONDITIONS];
    size_t n;
};

/* One proof of a duty. */
struct duty_evidence {
    /* What is looked at: a field of the unit, of its system, or of every one of its systems or
     * experts; N_FIELDS for `systems`, that any were handed in. */
    enum field field;
    /* The field that does as well; N_FIELDS for none. */
    enum field other;
    /* How many options it must hold; 0: any value that affirms. */
    unsigned n_codes;
    /* Any value at all does, what denies too: a rank, a note. */
    bool takes_any;
};

/* Where a due day comes from. */
struct duty_due {
    /* The latest of these; empty for `day` or the year's end. */
    enum field fields[DUTY_MAX_BASIS];
    size_t n_fields;
    /* A day of its own. */
    struct date day;
    /* 31 December of the year reported on. */
    bool is_year_end;
    /* So much later. */
    int days, months;
    /* What is meant by a day that the month lacks. */
    enum date_rounding rounding;
};

/* A row of the duties table. */
struct duty_row {
    /* What others see of it. */
    struct duty duty;
    /* Where it stands. */
    struct origin origin;
    /* First and last day on which it applies; all zero: none. */
    struct date from, to;
    /* For which levels, as bits by level; bit 0: not known. */
    unsigned levels;
    /* For a unit with at least so many systems. */
    size_t n_systems;
    struct duty_conditions applies, unless;
    /* Questions that leave it undecided where they are empty. */
    enum field asks[DUTY_MAX_BASIS];
    size_t n_asks;
    /* Without these nobody knows whose duty it is: one of them empty, it is asked of no one, and
     * that is said. */
    enum field needs[DUTY_MAX_BASIS];
    size_t n_needs;
    enum duty_rule rule;
    struct duty_due due;
    /* Without these it has not begun. */
    enum field waits[DUTY_MAX_BASIS];
    size_t n_waits;
    struct duty_evidence evidence[DUTY_MAX_EVIDENCE];
    size_t n_evidence;
};

/* Whether a row applies to a subject, of that level where it is a system; `open` is the question
 * that would tell and was left empty, N_FIELDS where there is none: with DUTY_APPLIES the duty is
 * untold, with DUTY_UNANSWERED nobody's. */
enum duty_cause duty_ask(const struct judge *judge, const struct case_facts *facts,
                         const struct duty_row *row, int level, enum field *open);
/* Reads the table of an edition into edition->rules; reports TABLE_*. */
bool duties_read(const struct edition *edition);

#endif
