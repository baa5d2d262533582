/* Inner header of rules: how the parts of the examiner judge one unit together. */
#ifndef RULES_JUDGE_H
#define RULES_JUDGE_H

#include "rules/edition.h"

/* Complaints about systems that name no cell, kept to be reported once; opaque. */
struct complaints {
    struct shared_complaint **items;
    size_t n_items, capacity;
};

/* Judging one unit. */
struct judge {
    const struct rules *rules;
    /* Where findings live. */
    struct arena *arena;
    const struct unit *unit;
    /* The day on which it is judged. */
    struct date as_of;
    struct diag *diag;
    /* What waits for the last system. */
    struct complaints *waiting;
};

/* A complaint about a field of a record. */
struct complaint {
    enum diag_id id;
    /* The unit or the system. */
    const struct record *record;
    /* The field at fault. */
    enum field field;
    struct str clause;
    struct str args[4];
};

/* Reports at the field's cell. A field without a cell is complained of at its record's row under
 * its official label, once for all systems of which the same is to be said: {1} names them. What is
 * only a warning that nothing was given is not said again where that was said of the cell or of the
 * missing column. */
void judge_complain(const struct judge *judge, const struct complaint *complaint);
/* Reports what waits. */
void judge_complain_rest(const struct judge *judge);
/* The clause of a subject at the day judged; empty where the edition asks nothing of the kind. */
struct str judge_clause(const struct judge *judge, enum clause subject);
/* The row of a subject that is its clause at a day: before the first the first, behind a row's last
 * day still that row. */
const struct clause_text *clause_find(const struct rules *rules, enum clause subject,
                                      struct date day);
/* Name of a system for messages. */
struct str judge_name(const struct system *system);
/* Chinese numeral of a level for messages. */
struct str judge_numeral(const struct judge *judge, int level);
/* The label of a field for messages; empty for N_FIELDS. */
struct str judge_label(const struct judge *judge, enum field field);
/* The field was left empty (an unreadable one is not empty: it has been reported). */
bool judge_is_empty(const struct record *record, enum field field);
/* Its column is missing, and that was said. */
bool judge_lacks_column(const struct record *record, enum field field);

/* The row of a floor rule that decides: they are asked in order and the first that holds does; the
 * last one always does. `outcome` is what that rests on. */
const struct floor_row *floors_decide(const struct judge *judge, const struct case_facts *facts,
                                      size_t rule, struct condition_outcome *outcome);
/* Fills grading->floor, hits and is_floor_excepted from the facts; level_final must be known. */
void floors_apply(const struct judge *judge, const struct system *system, struct grading *grading);
/* The floor of a hit lies above the level and nothing firmer settles that: being sure of it would
 * change the result. */
bool floors_matter(const struct grading *grading, const struct floor_hit *hit);
/* Reports what the floors say of all systems of the unit. */
void floors_report(const struct judge *judge, const struct unit_findings *findings);
/* Grades a system: levels, matrix, floors, verdict. Reports nothing. */
void grading_decide(const struct judge *judge, const struct system *system,
                    struct grading *grading);
/* Fills findings->duties; the systems must be graded. Reports nothing. */
void duties_find(const struct judge *judge, struct unit_findings *findings);
/* Complains of a field of the system: {1} is its name, {2} to {4} the arguments. */
void grading_complain(const struct judge *judge, const struct grading *grading, enum diag_id id,
                      enum field field, struct str clause, const struct str args[3]);
/* The standard that 定级依据 names, if it names just one; else NULL. */
const struct standard *basis_find(const struct judge *judge, const struct record *record);
/* Reports STANDARD_OTHER where 定级依据 names another standard than the edition's, and
 * STANDARD_DATED where it was in force on no day that the last grading may have been. */
void basis_report(const struct judge *judge, const struct grading *grading);
/* Reports what is wrong with the levels of a system. */
void grading_report(const struct judge *judge, const struct grading *grading);
/* A check has something to say of the subject, whatever its level. */
bool check_speaks(const struct judge *judge, const struct case_facts *facts,
                  const struct form_check *check);
/* Asks the declared checks of one system, or, without one, of the unit, and reports what they say.
 */
void checks_run(const struct judge *judge, const struct grading *grading);
/* Reports boxes of the forms that stay blank, as the bureau would see it: at once those of the unit
 * whose cells were left empty, and at once those whose columns were not handed in. */
void checks_report_blanks(const struct judge *judge, const struct unit_findings *findings);
/* Reports what the validation rules of the filing form find in the unit and its systems. */
void validate_unit(const struct judge *judge, const struct unit_findings *findings);
/* Reports POLICE_DIFFERS where 备案公安机关 is not the bureau with which a system is filed. */
void routes_check(const struct judge *judge, const struct unit_findings *findings);
/* Reports a region code that is unknown or contradicts the address, and decides which code the form
 * prints: where it asks for the code of the city, that of the county's city, with a note; none
 * where only a province is known, with an error that offers the city of the address. */
struct str regions_check(const struct judge *judge);

#endif
