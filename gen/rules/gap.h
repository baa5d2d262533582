/* Inner header of rules: rows of 差距自查, and the requirements that they answer. */
#ifndef RULES_GAP_H
#define RULES_GAP_H

#include "rules/catalogue.h"
#include "rules/judge.h"

/* What became of a row. */
enum gap_fate {
    /* It answers `control`. */
    GAP_ROW_COUNTS,
    /* No requirement of the baseline is meant. */
    GAP_ROW_UNMATCHED,
    /* Its control point is another one than its clause's. */
    GAP_ROW_OTHER_POINT,
    /* It may mean several. */
    GAP_ROW_SEVERAL,
    /* The requirement has the same answer in a row before. */
    GAP_ROW_REPEATED,
    /* The requirement has another answer in another row: neither counts. */
    GAP_ROW_TWICE,
};

/* A row as it is read. */
struct gap_row {
    const struct record *record;
    /* Its clause and item; parts are 0 without a clause. */
    struct clause_number number;
    /* More than one item, or more than one clause, is named. */
    bool is_many;
    /* A number stands where the item's letter should: the third of them, or a range. */
    bool is_counted;
    /* Control point, domain and words of the requirement, folded. */
    struct str point, domain, words;
    enum gap_fate fate;
    /* GAP_ROW_COUNTS, GAP_ROW_REPEATED, GAP_ROW_TWICE: index into the catalogue. */
    size_t control;
    /* The clause is that of another level, where the requirement is the same. */
    int other_level;
    /* GAP_ROW_OTHER_POINT: the clause's own. */
    const struct control_point *clause_point;
    /* GAP_ROW_SEVERAL: clauses that may be meant; else empty. */
    struct str choices;
    /* GAP_ROW_REPEATED, GAP_ROW_TWICE: the other row. */
    const struct record *other;
};

/* Against what rows are read. */
struct gap_baseline {
    const struct catalogue *catalogue;
    const struct clause_index *index;
    /* By kind. */
    int levels[N_CONTROL_KINDS];
    /* Stands between the items of a list. */
    struct str and;
};

/* The clause of a control at the level from which its kind is taken; empty if it is not in force
 * there. */
struct str gap_clause(const struct gap_baseline *baseline, const struct control *control);
/* Reads what a row names. */
struct gap_row gap_row_read(struct arena *arena, const struct record *record);
/* Finds the requirement that a row answers. */
void gap_row_match(struct arena *arena, const struct gap_baseline *baseline, struct gap_row *row);

/* A row of priorities.csv. */
struct gap_priority {
    int priority;
    struct condition when;
    /* Where it stands; its file and its place in the order of rows. */
    struct origin origin;
    struct str row;
};

/* A row of gap-fields.csv. */
struct gap_field {
    enum field field;
    struct condition when;
    /* Where it stands; its file and its place in the order of rows. */
    struct origin origin;
    struct str row;
};

/* Both tables. */
struct gap_tables {
    struct gap_priority *priorities;
    size_t n_priorities;
    struct gap_field *fields;
    size_t n_fields;
};

/* Reads priorities.csv and gap-fields.csv. */
bool gap_tables_read(const struct edition *edition);
/* Compares a system's gap sheet with its baseline and reports what is wrong with it; sets
 * grading->gaps. */
void gaps_judge(const struct judge *judge, struct grading *grading);

/* What gaps_judge found, for its report. */
struct gap_case {
    const struct judge *judge;
    const struct grading *grading;
    const struct gap_findings *findings;
    struct gap_row *rows;
    size_t n_rows;
    /* Requirements of the baseline that the other catalogue's answers were carried to. */
    size_t n_carried;
};

/* Reports that a gap sheet cannot be judged: its system has no level that has requirements. */
void gaps_report_no_level(const struct judge *judge, const struct grading *grading);
/* Reports what is wrong with the rows of a gap sheet, and what it leaves out. */
void gaps_report(const struct gap_case *gaps);

#endif
