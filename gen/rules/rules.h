/*
 * rules: the examiner with the standards on the shelf. Records and an as-of date in, findings out,
 * each with its clause and the cells it rests on. Tables are data (templates/rules); this code does
 * not know files, wording on paper, pages, or the clock.
 */
#ifndef RULES_RULES_H
#define RULES_RULES_H

#include "base/base.h"
#include "model/model.h"
#include "rules/gaps.h"

/* Rule tables of one edition; lives with the run. */
struct rules;

/* What the grading check says of a system. */
enum verdict {
    /* 一致 */
    VERDICT_CONSISTENT,
    /* 定级不准 */
    VERDICT_INACCURATE,
    /* 高于矩阵 */
    VERDICT_ABOVE_MATRIX,
    /* 未定级 */
    VERDICT_UNGRADED,
    /* 无法判定 */
    VERDICT_UNDECIDED,
};

/* How a floor rule ends for a system. */
enum floor_strength {
    /* The facts are given: the floor holds. */
    FLOOR_HARD,
    /* It cannot be told: a fact is missing, or facts contradict each other. */
    FLOOR_OPEN,
    /* It does not hold, though the name or another cell speaks for it: worth a look. */
    FLOOR_WARNING,
    /* It does not hold. */
    FLOOR_NONE,
};

/* Fields that settle a floor at most. */
#define FLOOR_MAX_DECIDES 4

/* A value that a finding rests on. */
struct evidence {
    /* Which field. */
    enum field field;
    /* Its value (never NULL; empty when the point is that it is missing). */
    const struct value *value;
};

/* How one floor rule ended for a system. */
struct floor_hit {
    /* "FL-1" … "FL-5". */
    struct str rule;
    /* Category in the guideline, Chinese, from the rule table. */
    struct str category;
    /* Clause of the guideline. */
    struct str clause;
    /* How it ended. */
    enum floor_strength strength;
    /* The floor: 3, or the committee's level for FL-5; 0 for FLOOR_NONE. */
    int level;
    /* Why, in Chinese, from the row of the rule table that decided. */
    struct str reason;
    /* What it rests on. */
    struct evidence evidence[6];
    size_t n_evidence;
    /* The words found in a name or description; else empty. */
    struct str matched;
    /* A reviewed reason lifts it: it stands above the level and its rule allows that. */
    bool is_lifted;
    /* The row of the rule table that decided: the file, and its place in the order of rows. */
    struct str row;
    /* What would settle it, for FLOOR_OPEN and FLOOR_WARNING. */
    enum field decides[FLOOR_MAX_DECIDES];
    size_t n_decides;
};

/* Why a verdict is VERDICT_UNDECIDED: the clauses (a) to (d) of its definition, as bits. */
enum undecided_cause {
    /* A level was written that nobody can read. */
    UNDECIDED_LEVEL_UNREAD = 1,
    /* A floor above the level is open. */
    UNDECIDED_FLOOR_OPEN = 2,
    /* Some of the four cells of harm is filled, and a side is not known. */
    UNDECIDED_HALF_GIVEN = 4,
    /* None of them is filled, and no floor carries the level. */
    UNDECIDED_NO_HARM = 8,
};

/* Cells that can decide a verdict at most: three levels, four of harm, those of the floors. */
#define GRADING_MAX_DECIDES 16

/* Where the matrix was hit, for S (业务信息) or A (系统服务). */
struct matrix_hit {
    /* Level by the matrix; 0 if object or degree is missing. */
    int level;
    /* Codes of object and degree of the deciding cell; 0 if none. */
    int object, degree;
    /* What it rests on. */
    struct evidence object_evidence, degree_evidence;
};

/* Findings on one system. All levels are 1 to 5, 0 for unknown. */
struct grading {
    /* Whose. */
    const struct system *system;
    /* As handed in. level_declared is the total as written, whatever the parts say. */
    int level_declared, s_declared, a_declared;
    /* By the matrix of the edition. */
    int level_matrix, s_matrix, a_matrix;
    /* Where the matrix was hit. */
    struct matrix_hit s_hit, a_hit;
    /* The highest hard floor, lifted ones included; the highest that is not lifted; 0 if none. */
    int floor, floor_holding;
    /* Every floor rule, in rule order. */
    struct floor_hit hits[8];
    size_t n_hits;
    /* 低于原则下限，已评审说明: a hard floor above the level is lifted. */
    bool is_floor_excepted;
    /* What documents print: the declared level (the higher of declared S and A if the total
     * disagrees); never one we made up. */
    int level_final;
    /* S and A for name and baseline: as declared, else by their own harm; 0 if neither is given. */
    int s_known, a_known;
    /* At which duties are computed: the highest of declared, matrix and hard floor not lifted. */
    int level_duty;
    /* S3A2G3; empty if a part is not known, or the parts do not make the level. */
    struct str sag_name;
    /* The verdict. */
    enum verdict verdict;
    /* For VERDICT_UNDECIDED: bits of enum undecided_cause, and the cells that would decide it. */
    unsigned undecided;
    enum field decides[GRADING_MAX_DECIDES];
    size_t n_decides;
    /* Printed as 待复核: the verdict is neither consistent nor above the matrix. */
    bool needs_review;
    /* Standard whose matrix was used; the clauses of the matrix, of its use for S and A, and of the
     * rule that the higher of both is the level (each names its standard). */
    struct str standard, matrix_clause, s_clause, a_clause, max_clause;
    /* The standard that 定级依据 names, if it is another than the edition's; else empty. */
    struct str basis;
    /* 差距自查 against the baseline; NULL without a gap sheet, or without a baseline. */
    const struct gap_findings *gaps;
};

/* A duty, as the guideline and the rules beside it set it. */
struct duty {
    /* "OB-06". */
    struct str id;
    /* What is to be done, whose it is, what sets it off, till when, where it goes (see
     * rules_recipient), which papers, how binding it is, the clause, and how far that was verified;
     * Chinese, from the rule table.
     */
    struct str title, actor, trigger, deadline, recipient, documents, force, clause, verified;
    /* Why it does not apply where its condition does not hold; may be empty. */
    struct str otherwise;
    /* It is the unit's, not a system's. */
    bool is_of_unit;
    /* It returns: what is done is due again. */
    bool is_periodic;
    /* It is to grade as ought to be: done by the verdict on the grade. */
    bool is_grading;
    /* Its row of the rule table: the file, and its place in the order of rows. */
    struct str row;
};

/* How a duty stands at a day. */
enum duty_status {
    /* 不适用 */
    DUTY_NONE,
    /* 已完成 */
    DUTY_DONE,
    /* 逾期完成 */
    DUTY_DONE_LATE,
    /* 进行中 */
    DUTY_UNDER_WAY,
    /* 未完成(未到期): not done, and not late, or no day is set. */
    DUTY_OPEN,
    /* 逾期 */
    DUTY_OVERDUE,
    /* 数据缺失 */
    DUTY_UNTOLD,
    /* How many there are. */
    N_DUTY_STATUSES
};

/* Why a duty does not apply. */
enum duty_cause {
    /* It does. */
    DUTY_APPLIES,
    /* It is not in force at the day. */
    DUTY_NOT_IN_FORCE,
    /* It is not of the level. */
    DUTY_OTHER_LEVEL,
    /* The unit has too few systems. */
    DUTY_TOO_FEW,
    /* Its condition does not hold, or what excepts from it does. */
    DUTY_NO_CASE,
    /* A cell without which nobody knows whose duty it is was left empty or could not be read. */
    DUTY_UNANSWERED,
    /* It may be done, or its text was not seen; and nothing says that it was. */
    DUTY_NOT_ASKED,
    /* How many there are. */
    N_DUTY_CAUSES
};

/* A duty of a unit or of one of its systems. */
struct duty_finding {
    const struct duty *duty;
    /* NULL for a duty of the unit. */
    const struct system *system;
    enum duty_status status;
    /* Why it does not apply, for DUTY_NONE. */
    enum duty_cause cause;
    /* The day it is due, all zero if none; the day it was done, as far as that is known. */
    struct date due, done;
    enum date_precision done_precision;
    /* Days behind the due day, for DUTY_OVERDUE and DUTY_DONE_LATE. */
    int64_t days_late;
    /* Done, but the day it was due is not known. */
    bool is_due_unchecked;
    /* DUTY_UNTOLD for dates that were given to the month or the year only. */
    bool is_imprecise;
    /* Proved by there being systems that were handed in. */
    bool is_listed;
    /* The cell it rests on: the proof, or what is missing of it. */
    struct evidence evidence;
};

/* Findings on a unit. */
struct unit_findings {
    /* Whose. */
    const struct unit *unit;
    /* n_systems gradings, in the unit's order. */
    struct grading *gradings;
    size_t n_gradings;
    /* Systems of each level_final, 0 for ungraded. */
    size_t n_by_level[6];
    /* The systems filed (level_final >= 2), in order: their n/N. Indices into gradings. */
    size_t *filed;
    size_t n_filed;
    /* Its duties that apply: those of the unit, then those of each system, each in rule order. */
    struct duty_finding *duties;
    size_t n_duties;
    /* 行政区划代码 as the form prints it: the sender's, or that of its city. */
    struct str region_printed;
};

/* With whom a system is filed (指导意见 四（一）3). */
enum filing {
    /* 公安机关 */
    FILING_POLICE,
    /* 卫生行政部门 */
    FILING_HEALTH,
    /* How many there are. */
    N_FILINGS
};

/* How sure it is with which bureau a system is filed. */
enum route_certainty {
    /* The cells and the clause say it. */
    ROUTE_SURE,
    /* The cells do not decide: the bureau that is named is the one by default. */
    ROUTE_OPEN,
    /* The clause does not say it in so many words, or its text was not verified. */
    ROUTE_UNVERIFIED,
};

/* Fields that settle a route, and pieces of its evidence, at most. */
#define ROUTE_MAX_DECIDES  4
#define ROUTE_MAX_EVIDENCE 6

/* The bureau with which a system is filed. */
struct route {
    /* As papers print it: by its name where the seat of the unit is known; 待核实 stands behind it
     * unless it is sure. Empty without rules. */
    struct str bureau;
    /* In the words of the clause; as what is handed in prints it: by its name only where sure. */
    struct str general, printed;
    /* Why, in Chinese; the clause; the row of the rule table that decided. */
    struct str reason, clause, row;
    enum route_certainty certainty;
    /* It is called by its name. */
    bool is_named;
    /* What it rests on. */
    struct evidence evidence[ROUTE_MAX_EVIDENCE];
    size_t n_evidence;
    /* What would settle it, for ROUTE_OPEN. */
    enum field decides[ROUTE_MAX_DECIDES];
    size_t n_decides;
};

struct unit_findings;

/* Whose bureaus are asked for. */
struct filing_question {
    const struct unit_findings *findings;
    /* The system's; NULL for all systems of the unit that are to be filed. */
    const struct grading *grading;
    enum filing filing;
    /* The words are for a paper that is handed in. */
    bool is_handed_in;
};

/* A floor rule of the edition, for reports (table T4). */
struct floor_rule {
    /* "FL-1", "FL-2a" … */
    struct str rule;
    /* Category, Chinese. */
    struct str category;
    /* Clause. */
    struct str clause;
};

/* What the edition says of a level. */
struct level_info {
    /* The Chinese numeral, as in the official "level n". */
    struct str numeral;
    /* As a cell has it: 第三级. */
    struct str label;
    /* Its name, such as that of level 3: 监督保护级. */
    struct str name;
    /* What the police do with systems of it: 监督、检查. */
    struct str supervision;
};

/* Reads templates/rules for an edition ("2007"); `regions` may be NULL after a failure to read
 * them, which then is its own too. */
struct rules *rules_open(struct arena *arena, struct shelf *shelf, struct str edition,
                         const struct regions *regions, struct diag *diag);
/* Proves the tables: every row decides for some input and not for every one, none is covered by
 * others, none contradicts another; the examples beside them come out, and every row of a rule has
 * one where it applies and one where it does not. Reports RULE_NEVER, RULE_ALWAYS, RULE_COVERED,
 * RULE_CONFLICT, RULE_UNPROVEN, RULE_EXAMPLE, RULE_EXAMPLE_MISSING and TABLE_*. */
bool rules_prove(const struct rules *rules, struct arena *arena, struct shelf *shelf,
                 struct diag *diag);
/* Adds the texts that its clauses cite and the lists that its conditions ask, by their names. */
void rules_note_used(const struct rules *rules, struct dictionary *used);
/* Reports TABLE_UNUSED at each text and each list that no edition used; false if there is one. */
bool rules_report_unused(const struct rules *rules, const struct dictionary *used,
                         struct diag *diag);
/* From now on a system whose 定级依据 names another standard is graded by that one's matrix; for
 * runs whose edition nobody asked for. */
void rules_follow_basis(struct rules *rules);
/* What is to be said of a rule's dates at a day: it is not in force, or was checked too long ago.
 */
struct rule_doubt {
    /* "FL-1", "law", "OB-25"; the text it was taken from. */
    struct str rule, source;
    /* The day on which it was last held against that text. */
    struct date checked;
    /* It is in force. */
    bool is_valid;
    /* Its row. */
    struct origin origin;
};
/* The rules that are not in force at the day, and those last checked more than twelve months before
 * it, each once. */
const struct rule_doubt *rules_doubt_dates(const struct rules *rules, struct arena *arena,
                                           struct date as_of, size_t *n);
/* Reports, once a rule, those that are not in force at the day (RULE_NOT_VALID) and those last
 * checked more than twelve months before it (RULE_UNCHECKED). */
void rules_report_dates(const struct rules *rules, struct date as_of, struct diag *diag);
/* The clause of the law behind the duty to grade at a day. */
struct str rules_law(const struct rules *rules, struct date as_of);
/* Judges one unit and all its systems: grades, floors, verdicts, and the validation rules of the
 * filing form; reports what is wrong at the day `as_of`. Same unit, edition and date: same
 * findings. */
struct unit_findings *rules_judge(const struct rules *rules, struct arena *arena,
                                  const struct unit *unit, struct date as_of, struct diag *diag);
/* Every duty of the edition as it stands at a day for a system of the unit, or for the unit where
 * `grading` is NULL: those that do not apply too, with the cause. In order of their ids. */
const struct duty_finding *rules_try_duties(const struct rules *rules, struct arena *arena,
                                            const struct unit_findings *findings,
                                            const struct grading *grading, struct date as_of,
                                            size_t *n_duties);
/* All cells of the unit or its system that a duty which applies was judged by at a day: the
 * question that leaves it undecided, what would prove it, then what sets its day. Of cells of all
 * the unit's systems the one that proves least is among them, of those of its experts each that
 * adds to what they are together, and one that says nothing where they lack something. */
const struct evidence *rules_duty_evidence(const struct rules *rules, struct arena *arena,
                                           const struct unit *unit, struct date as_of,
                                           const struct duty_finding *finding, size_t *n);

/* What follows may be asked of NULL, of rules that could not be read: nothing is known then. */

/* With which bureau a system of the unit is filed, by its cells alone: what 备案公安机关 says does
 * not count. Without a system its fields are missing. */
struct route rules_route(const struct rules *rules, struct arena *arena, const struct unit *unit,
                         const struct system *system, enum filing filing);
/* With which bureaus, as papers name them: 备案公安机关 of the system or the unit where it is
 * given, else the route; without a grading those of all systems to be filed, each once. */
struct str rules_filed_with(const struct rules *rules, struct arena *arena,
                            const struct filing_question *question);
/* Where the papers of a duty go: its recipient, with the bureaus of the system, or of all systems
 * to be filed where `grading` is NULL, in the place of {police} and {health}. */
struct str rules_recipient(const struct rules *rules, struct arena *arena,
                           const struct unit_findings *findings, const struct grading *grading,
                           const struct duty *duty);
/* The floor rules in order. */
const struct floor_rule *rules_floors(const struct rules *rules, size_t *n_floors);
/* Level of a cell of the edition's matrix; 0 outside it. Codes: object 1 公民, 2 社会, 3 国家;
 * degree 1 一般, 2 严重, 3 特别严重. */
int rules_matrix_level(const struct rules *rules, int object, int degree);
/* Whether the table of duties has an id, for any edition; `*nearest`: the one nearest to it.
 * Without rules every id is known. */
bool rules_has_duty(const struct rules *rules, struct str id, struct str *nearest);
/* The official word of a status, 已完成 and its like. */
struct str rules_status_name(const struct rules *rules, enum duty_status status);
/* The words for the cause why a duty does not apply: its own, or those of all, with the name of
 * the cell that was not answered before them. */
struct str rules_cause_words(const struct rules *rules, struct arena *arena,
                             const struct duty_finding *finding);
/* The duties of the edition in order of their ids, each id once. */
const struct duty *const *rules_duties(const struct rules *rules, struct arena *arena,
                                       size_t *n_duties);
/* The administrative divisions; NULL without rules. */
const struct regions *rules_regions(const struct rules *rules);
/* The division of a code: province for 2 digits + 0000, city for 4 + 00. Empty if unknown. */
struct region rules_region(const struct rules *rules, struct str code);
/* What makes the bureau ask for a box of the filing form. */
struct form_box {
    /* Lowest level at which it does; 0: at any. */
    int level;
    /* The field whose answer it hangs on; N_FIELDS for none. */
    enum field basis;
};
/* Whether a field has a box that the bureau asks to be filled; without rules none has. */
bool rules_form_box(const struct rules *rules, enum field field, struct form_box *box);
/* Names of a level, 1 to 5; all empty outside. */
struct level_info rules_level(const struct rules *rules, int level);
/* Fixed English name of a verdict is not needed on paper: its official Chinese word from
 * templates/rules/verdicts. */
struct str rules_verdict_name(const struct rules *rules, enum verdict verdict);

#endif
