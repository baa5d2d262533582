/* Inner header of rules: the tables of one edition, as they are read. */
#ifndef RULES_EDITION_H
#define RULES_EDITION_H

#include "rules/condition.h"
#include "rules/rules.h"

/* Subjects of clauses.EDITION.csv: what the code itself checks, and where the law says so. */
#define CLAUSES(X)                                                                                 \
    X(STANDARD, "standard")                                                                        \
    X(MATRIX, "matrix")                                                                            \
    X(MATRIX_S, "matrix.s")                                                                        \
    X(MATRIX_A, "matrix.a")                                                                        \
    X(LEVEL, "level")                                                                              \
    X(LEVEL_MAX, "level.max")                                                                      \
    X(LEVEL_PARTS, "level.parts")                                                                  \
    X(FLOOR_EXCEPTION, "floor.exception")                                                          \
    X(BRANCH, "branch")                                                                            \
    X(PHONE, "phone")                                                                              \
    X(REGION, "region")                                                                            \
    X(REGION_ADDRESS, "region.address")                                                            \
    X(TOTAL, "total")                                                                              \
    X(TOTAL_2, "total.2")                                                                          \
    X(TOTAL_3, "total.3")                                                                          \
    X(TOTAL_4, "total.4")                                                                          \
    X(TOTAL_5, "total.5")

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
};

/* When a check speaks, its condition being met. */
enum check_kind {
    /* When the field is empty. */
    CHECK_REQUIRED,
    /* Always. */
    CHECK_CONFLICT,
    /* When the field is empty, in one report with all others of that kind: boxes of the form that
     * stay blank. */
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
};

/* Floor rules at most: what struct grading has room for. */
#define MAX_FLOORS 8
/* Codes of objects and degrees run from 1 to this. */
#define MATRIX_SIZE 3

struct rules {
    /* Official labels of the fields. */
    const struct field_labels *labels;
    /* Levels by object and degree. */
    int matrix[MATRIX_SIZE + 1][MATRIX_SIZE + 1];
    /* By enum clause. */
    struct str clauses[N_CLAUSES];
    /* By enum verdict. */
    struct str verdicts[VERDICT_UNDECIDED + 1];
    /* Between the items of a list; between clauses. */
    struct str and, also;
    /* By level. */
    struct level_info levels[6];
    /* The floor rules. */
    struct floor_rule floors[MAX_FLOORS];
    struct floor_facts floor_facts[MAX_FLOORS];
    size_t n_floors;
    /* Rows of the floors table, by rule. */
    struct floor_row *floor_rows;
    size_t n_floor_rows;
    /* Rows of the checks table. */
    struct form_check *checks;
    size_t n_checks;
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

/* Reads a condition from a cell; reports TABLE_VALUE. */
bool edition_condition(const struct edition *edition, const struct data_table *table, size_t column,
                       struct condition *condition);
/* Reads a field's name from a cell; reports TABLE_VALUE with the nearest name. */
bool edition_field(const struct data_table *table, size_t column, enum field *field);

/* Read a table each into edition->rules. */
bool floors_read(const struct edition *edition);
bool checks_read(const struct edition *edition);

#endif
