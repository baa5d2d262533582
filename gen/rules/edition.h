/* Inner header of rules: the tables of one edition, as they are read. */
#ifndef RULES_EDITION_H
#define RULES_EDITION_H

#include "rules/condition.h"
#include "rules/rules.h"

/* Subjects of clauses.EDITION.csv: what the code itself checks, and where the law says so. The text
 * `none` says that the edition asks nothing of the kind. */
#define CLAUSES(X)                                                                                 \
    X(STANDARD, "standard")                                                                        \
    X(LEVEL, "level")                                                                              \
    X(LEVEL_PARTS, "level.parts")                                                                  \
    X(FLOOR_EXCEPTION, "floor.exception")                                                          \
    X(BRANCH, "branch")                                                                            \
    X(PHONE, "phone")                                                                              \
    X(REGION, "region")                                                                            \
    X(REGION_ADDRESS, "region.address")                                                            \
    X(REGION_CITY, "region.city")                                                                  \
    X(TOTAL, "total")                                                                              \
    X(TOTAL_2, "total.2")                                                                          \
    X(TOTAL_3, "total.3")                                                                          \
    X(TOTAL_4, "total.4")                                                                          \
    X(TOTAL_EARLIER, "total.earlier")                                                              \
    X(TOTAL_5, "total.5")                                                                          \
    X(LAW, "law")                                                                                  \
    X(BASELINE, "baseline")

/* Codes of objects and degrees run from 1 to this. */
#define MATRIX_SIZE 3

/* A subject of CLAUSES. */
enum clause {
#define CLAUSE_ID(id, name) CLAUSE_##id,
    CLAUSES(CLAUSE_ID)
#undef CLAUSE_ID
    /* How many there are. */
    N_CLAUSES
};

/* What the floors table says of a rule once, in its first row. */
struct floor_facts {
    /* A reviewed reason lifts it. */
    bool is_lifted;
    /* What settles it where it is open. */
    enum field decides[FLOOR_MAX_DECIDES];
    size_t n_decides;
};

/* A row of the floors table. */
struct floor_row {
    /* Its rule: an index into rules.floors. */
    size_t rule;
    /* How the rule ends when its condition holds. */
    enum floor_strength strength;
    /* Why, in Chinese. */
    struct str reason;
    /* The floor; 0 if `level_field` gives it. */
    int level;
    /* The field of type LEVEL that gives it. */
    enum field level_field;
    /* When. */
    struct condition when;
    /* Where it stands; its file and its place in the order of rows. */
    struct origin origin;
    struct str row;
};

/* When a check speaks, its condition being met. */
enum check_kind {
    /* When the field is empty. */
    CHECK_REQUIRED,
    /* Always. */
    CHECK_CONFLICT,
    /* When the field is empty, in one report for the unit with all others of that kind: boxes of
     * the form that stay blank. */
    CHECK_BLANK,
    /* When nothing is written behind the field's option 其他. */
    CHECK_DETAIL,
};

/* A row of the checks table. */
struct form_check {
    /* What it reports. */
    enum diag_id id;
    /* When it speaks. */
    enum check_kind kind;
    /* Lowest level at which it asks; 0 for all systems, also ungraded ones. */
    int level;
    /* When it asks. */
    struct condition when;
    /* The field it is about, and the other one that it names; N_FIELDS for none. */
    enum field field, other;
    /* The clause behind it. */
    struct str clause;
    /* Where it stands; its file and its place in the order of rows. */
    struct origin origin;
    struct str row;
};

/* From when to when a row of a table is in force, and who saw it when. */
struct rule_dates {
    /* "FL-1", "OB-06", the subject of a clause or a standard. */
    struct str rule;
    /* Its row. */
    struct origin origin;
    /* First and last day, and the day it was last checked; all zero: not given. */
    struct date from, to, checked;
    /* Where it was seen. */
    struct str source;
    /* Out of force it is not asked, so there is nothing to say of it. */
    bool is_asked_in_force;
};

/* What a clause is on some days. */
struct clause_text {
    enum clause subject;
    struct str text;
    struct date from, to;
    /* Where it stands. */
    struct origin origin;
};

/* A date that proves a duty, and the duty's clause: that of the first one where it proves several.
 */
struct proof_date {
    enum field field;
    struct str clause;
};

/* A standard by which systems are graded: its matrix and its clauses. */
struct standard {
    /* "GB/T 22240-2008". */
    struct str name;
    /* What 定级依据 may call it, parted by |. */
    struct str names;
    /* The clauses of the matrix, of either side and of the higher of both. */
    struct str clause, s_clause, a_clause, max_clause;
    /* Its first and last day in force; year 0: it always was, it still is. */
    struct date from, to;
    /* Where it stands. */
    struct origin origin;
    /* Levels by object and degree, codes from 1. */
    int matrix[MATRIX_SIZE + 1][MATRIX_SIZE + 1];
};

struct catalogues;
struct gap_tables;

/* Standards at most. */
#define MAX_STANDARDS 8
/* Floor rules at most: what struct grading has room for. */
#define MAX_FLOORS 8

struct cited_texts;
struct duty_row;
struct route_row;

struct rules {
    /* Official labels of the fields; templates/columns/options; templates/rules/lists. */
    const struct field_labels *labels;
    const struct yaml *options;
    const struct name_lists *lists;
    /* What clauses may cite. */
    const struct cited_texts *texts;
    /* The edition's name. */
    struct str edition;
    /* The standards, and the one of the edition. */
    struct standard standards[MAX_STANDARDS];
    size_t n_standards;
    const struct standard *standard;
    /* A system is graded by the standard that it names. */
    bool is_basis_followed;
    /* Clauses by subject, those of one subject in order of days. */
    struct clause_text *clauses;
    size_t n_clauses;
    /* A row is of an edition that there is not. */
    bool has_unknown_edition;
    /* The dated rows of all tables, in the order read. */
    struct rule_dates *dates;
    size_t n_dates, dates_capacity;
    /* By enum verdict. */
    struct str verdicts[VERDICT_UNDECIDED + 1];
    /* Between the items of a list; between clauses. */
    struct str and, also;
    /* Answers that deny, and beginnings of answers that only plan; parted by |. */
    struct str denials, plans;
    /* What stands behind the name of a bureau that is not sure; between bureaus of which either
     * may be the one. */
    struct str unsure, or ;
    /* By level. */
    struct level_info levels[6];
    /* The floor rules. */
    struct floor_rule floors[MAX_FLOORS];
    struct floor_facts floor_facts[MAX_FLOORS];
    size_t n_floors;
    /* Rows of the floors table, by rule. */
    struct floor_row *floor_rows;
    size_t n_floor_rows;
    /* Rows of the duties table, those of units first. */
    struct duty_row *duties;
    size_t n_duties;
    /* Ids of the whole table, those of other editions too; some repeat. */
    struct str *duty_ids;
    size_t n_duty_ids;
    /* Each date that proves some of them, once. */
    struct proof_date *proof_dates;
    size_t n_proof_dates, proof_dates_capacity;
    /* By enum duty_status; by enum duty_cause. */
    struct str statuses[N_DUTY_STATUSES], causes[N_DUTY_CAUSES];
    /* Rows of the routes table. */
    struct route_row *routes;
    size_t n_routes;
    /* Rows of the checks table. */
    struct form_check *checks;
    size_t n_checks;
    /* GB/T 22239 of every edition. */
    const struct catalogues *catalogues;
    /* What a gap sheet must say, and in which order gaps are mended. */
    const struct gap_tables *gap_tables;
    /* The administrative divisions. */
    const struct regions *regions;
};

/* What reading the tables needs. */
struct edition {
    /* The rules being made. */
    struct rules *rules;
    struct arena *arena;
    struct shelf *shelf;
    /* "2007". */
    struct str name;
    /* What conditions are read by. */
    struct condition_tables tables;
    struct diag *diag;
};

/* The row is one of the edition's: its cell of editions is empty, or names the edition or the
 * variant of the rules that serves it. */
bool edition_applies(const struct edition *edition, const struct data_table *table, size_t column);
/* Where the row under work stands. */
struct origin edition_origin(const struct data_table *table);
/* The file of the row under work and what its column of order says: it stays what it is wherever in
 * the file the row stands. */
struct str edition_row(const struct data_table *table, size_t column);
/* Reports RULE_CONFLICT: for an input two rows of a rule say different things. Always false. */
bool edition_conflict(const struct edition *edition, struct origin origin, struct str rule,
                      struct origin other, struct str input);
/* The name of a subject in clauses.EDITION.csv. */
struct str clause_name(enum clause subject);
/* The day is between both; an end that is not given is open. */
bool edition_is_in_force(struct date from, struct date to, struct date day);
/* Notes the dates of a row, whose columns valid_from, valid_to, checked_on and source begin at
 * `column`; a row without any has those of the row above. `is_asked_in_force` is kept as it stands.
 * Reports TABLE_VALUE. */
bool edition_dates(const struct edition *edition, const struct data_table *table, size_t column,
                   struct str rule, struct rule_dates *dates);
/* Reads a condition from a cell; reports TABLE_VALUE. */
bool edition_condition(const struct edition *edition, const struct data_table *table, size_t column,
                       struct condition *condition);
/* Reads a field's name from a cell; reports TABLE_VALUE with the nearest name. */
bool edition_field(const struct data_table *table, size_t column, enum field *field);

/* Holds the clauses that a cell cites against templates/rules/texts; reports TABLE_VALUE for a text
 * or a place that is not there, and for one that was not verified without 待核实 behind it. */
bool edition_clause(const struct edition *edition, const struct data_table *table, size_t column);
/* The same of a clause that a cell means without spelling it out. */
bool edition_clause_text(const struct edition *edition, const struct data_table *table,
                         size_t column, struct str clause);

/* Read a table each into edition->rules. */
bool standards_read(const struct edition *edition);
bool clauses_read(const struct edition *edition);
bool floors_read(const struct edition *edition);
bool checks_read(const struct edition *edition);

#endif
