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
};

struct rules;

/* The catalogue of the edition; NULL if the rules could not be read. */
const struct catalogue *rules_catalogue(const struct rules *rules);

#endif
