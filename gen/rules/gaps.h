/* Part of rules.h: the catalogues of controls (GB/T 22239) and how a system's 差距自查 meets the
 * baseline of its level. */
#ifndef RULES_GAPS_H
#define RULES_GAPS_H

#include "base/base.h"
#include "model/model.h"

/* Levels that the catalogues have requirements of: 1 to this. */
#define CONTROL_LEVELS 4

/* What a requirement protects (GB/T 22239-2008 4.2, GB/T 22239-2019 annex A). */
enum control_kind {
    /* 业务信息安全类. */
    CONTROL_S,
    /* 系统服务保证类. */
    CONTROL_A,
    /* 通用安全保护类. */
    CONTROL_G,
    /* How many there are. */
    N_CONTROL_KINDS
};

/* 控制点 of a catalogue. */
struct control_point {
    /* 层面. */
    struct str domain;
    /* Its name. */
    struct str name;
    /* Of the technical domains, not of the managerial ones. */
    bool is_technical;
};

/* A requirement in one wording; one that is strengthened at a higher level is another. */
struct control {
    /* Its 控制点. */
    const struct control_point *point;
    enum control_kind kind;
    /* Clause and item at each level, "7.1.1.1 b)"; empty where this wording is not in force. */
    struct str clauses[CONTROL_LEVELS + 1];
    /* What it asks for, in short. */
    struct str summary;
    /* What usually meets it. */
    struct str measure;
};

/* The requirements of a standard. */
struct catalogue {
    /* "GB/T 22239-2008". */
    struct str name;
    /* Where it was seen, and what of it is 待核实. */
    struct str source;
    /* Control points, and controls in their order. */
    struct control_point *points;
    size_t n_points;
    struct control *controls;
    size_t n_controls;
    /* Published numbers of items and of control points, by level. */
    int items[CONTROL_LEVELS + 1], points_at[CONTROL_LEVELS + 1];
    /* Chapter of level 1; each further level has the next. */
    int chapter;
    /* So many domains, the first ones, are technical. */
    int n_technical;
};

/* What the self-check says of a requirement; codes of gap.verdict, and what no row says. */
enum gap_verdict {
    /* 未检查. */
    GAP_UNCHECKED,
    /* 符合. */
    GAP_MET,
    /* 部分符合. */
    GAP_PARTLY,
    /* 不符合. */
    GAP_UNMET,
    /* 不适用. */
    GAP_NOT_APPLICABLE,
    /* How many there are. */
    N_GAP_VERDICTS
};

/* Codes of gap.disposition. */
enum gap_disposition { GAP_MEND = 1, GAP_ACCEPT, GAP_POSTPONE };

/* A requirement of the baseline, and what the self-check says of it. */
struct gap_item {
    const struct control *control;
    /* Its clause at the level it is taken from. */
    struct str clause;
    /* The row of the gap sheet; NULL where none counts. */
    const struct record *record;
    enum gap_verdict verdict;
    /* The row answers another catalogue, whose requirement is the same. */
    bool is_carried;
    /* 优先级 of a gap (整改 first): 1 to 3; 0 for none, or while its risk is not given. */
    int priority;
    /* n of its measure ZG-n; 0 for none. */
    size_t measure;
};

/* How many requirements came out how. */
struct gap_count {
    /* 层面, and whether it is a technical one; empty for the total. */
    struct str domain;
    bool is_technical;
    /* By enum gap_verdict. */
    size_t n[N_GAP_VERDICTS];
};

/* A column of the gap sheet that rows leave empty which should fill it. */
struct gap_blank {
    enum field field;
    /* How many rows, and the first of them. */
    size_t n;
    const struct record *first;
};

/* How a system meets its baseline. */
struct gap_findings {
    /* The catalogue it is taken from. */
    const struct catalogue *catalogue;
    /* Level from which requirements of each kind are taken. */
    int levels[N_CONTROL_KINDS];
    /* S and A were given; else all are taken at the level of the whole. */
    bool is_by_parts;
    /* The baseline, in the catalogue's order. */
    struct gap_item *items;
    size_t n_items;
    /* The measures, ZG-1 first: indices into items, by priority, cost and clause. Every gap but
     * those that are accepted has one. */
    size_t *measures;
    size_t n_measures;
    /* In the catalogue's order. */
    struct gap_count *domains;
    size_t n_domains;
    struct gap_count total;
    /* Columns that rows leave empty. */
    struct gap_blank *blanks;
    size_t n_blanks;
    /* Rows of the gap sheet that count nowhere. */
    size_t n_stray;
    /* The other catalogue that the sheet was filled by; NULL if it was its own. */
    const struct catalogue *other;
    /* Sum of the measures' budgets in hundredths of 万元, and how many name one. */
    int64_t budget;
    size_t n_budgets;
};

struct rules;
struct grading;

/* The catalogue of the edition; NULL if the rules could not be read. */
const struct catalogue *rules_catalogue(const struct rules *rules);
/* How many requirements the baseline of a system has; 0 without a level, or above the highest one
 * of the catalogue. */
size_t rules_baseline(const struct rules *rules, const struct grading *grading);
/* The system's level at which requirements of a kind are taken. */
int rules_baseline_level(const struct grading *grading, enum control_kind kind);
/* All requirements counted. */
size_t gap_count_all(const struct gap_count *count);
/* 符合率 as part / of: (符合 + 0.5 × 部分符合) / (all - 不适用), both twice, a convention and not
 * the official score. Whoever prints it rounds it, once. False if nothing is applicable. */
bool gap_rate(const struct gap_count *count, size_t *part, size_t *of);

#endif
