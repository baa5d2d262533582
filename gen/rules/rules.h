/*
 * rules: the examiner with the standards on the shelf. Records and an as-of date in, findings out,
 * each with its clause and the cells it rests on. Tables are data (templates/rules); this code does
 * not know files, wording on paper, pages, or the clock.
 */
#ifndef RULES_RULES_H
#define RULES_RULES_H

#include "base/base.h"
#include "model/model.h"

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

/* How sure a floor rule is. */
enum floor_strength {
    /* The facts are given: the floor holds. */
    FLOOR_HARD,
    /* Only the name speaks for it: ask. */
    FLOOR_WARNING,
    /* A fact it needs is missing: cannot tell. */
    FLOOR_UNKNOWN,
};

/* A value that a finding rests on. */
struct evidence {
    /* Which field. */
    enum field field;
    /* Its value (never NULL; empty when the point is that it is missing). */
    const struct value *value;
};

/* A floor rule that speaks to a system. */
struct floor_hit {
    /* "FL-1" … "FL-5". */
    struct str rule;
    /* Category in the guideline, Chinese, from the rule table. */
    struct str category;
    /* Clause of the guideline. */
    struct str clause;
    /* How sure. */
    enum floor_strength strength;
    /* The floor: 3, or the committee's level for FL-5. */
    int level;
    /* What it rests on. */
    struct evidence evidence[6];
    size_t n_evidence;
    /* Words found in the name, for FLOOR_WARNING. */
    struct str matched;
    /* A fact that would make the floor hard, or lift it, is missing: of every FLOOR_UNKNOWN, and
     * of a FLOOR_WARNING whose facts do not speak against it. */
    bool is_open;
};

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
    /* The highest hard floor; 0 if none. */
    int floor;
    /* Every floor rule that speaks, in rule order. */
    struct floor_hit hits[8];
    size_t n_hits;
    /* 低于原则下限，已评审说明 */
    bool is_floor_excepted;
    /* What documents print: the declared level (the higher of declared S and A if the total
     * disagrees); never one we made up. */
    int level_final, s_final, a_final;
    /* At which duties are computed: the highest of declared, matrix and hard floor. */
    int level_duty;
    /* S3A2G3; empty if ungraded. */
    struct str sag_name;
    /* The verdict. */
    enum verdict verdict;
    /* Printed as 待复核: the verdict is neither consistent nor above the matrix. */
    bool needs_review;
    /* Standard whose matrix was used; the clauses of the matrix and of the rule that the higher of
     * S and A is the level (each names its standard). */
    struct str standard, matrix_clause, max_clause;
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
    /* Its name, such as that of level 3: 监督保护级. */
    struct str name;
    /* What the police do with systems of it: 监督、检查. */
    struct str supervision;
};

/* Reads templates/rules for an edition ("2007"); `regions` may be NULL after a failure to read
 * them, which then is its own too. */
struct rules *rules_open(struct arena *arena, struct shelf *shelf, struct str edition,
                         const struct regions *regions, struct diag *diag);
/* Judges one unit and all its systems: grades, floors, verdicts, and the validation rules of the
 * filing form; reports what is wrong at the day `as_of`. Same unit, edition and date: same
 * findings. */
struct unit_findings *rules_judge(const struct rules *rules, struct arena *arena,
                                  const struct unit *unit, struct date as_of, struct diag *diag);
/* The floor rules in order. */
const struct floor_rule *rules_floors(const struct rules *rules, size_t *n_floors);
/* Level of a cell of the edition's matrix; 0 outside it. Codes: object 1 公民, 2 社会, 3 国家;
 * degree 1 一般, 2 严重, 3 特别严重. */
int rules_matrix_level(const struct rules *rules, int object, int degree);
/* The division of a code: province for 2 digits + 0000, city for 4 + 00. Empty if unknown. */
struct region rules_region(const struct rules *rules, struct str code);
/* Names of a level, 1 to 5; all empty outside. */
struct level_info rules_level(const struct rules *rules, int level);
/* Fixed English name of a verdict is not needed on paper: its official Chinese word from
 * templates/rules/verdicts. */
struct str rules_verdict_name(const struct rules *rules, enum verdict verdict);

#endif
