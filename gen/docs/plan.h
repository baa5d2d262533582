/*
 * Inner header of docs: 整改方案. Its text is templates/prose/plan; here are the stages of its
 * schedule and its charts, whose words are templates/docs/plan.
 */
#ifndef DOCS_PLAN_H
#define DOCS_PLAN_H

#include "docs/names.h"

/* Stages of the schedule, fields of one, and kinds of measures. */
enum {
    PLAN_MAX_STAGES = 16,
    PLAN_MAX_FIELDS = 4,
    PLAN_KINDS = 4,
    PLAN_MAX_RANKS = 9,
    PLAN_MAX_WORDS = 4
};

/* A stage of 进度计划. */
struct plan_stage {
    struct str name, work, result;
    /* The fields that its days are; none: those of measures of the kinds that `kinds` has as bits.
     */
    enum field fields[PLAN_MAX_FIELDS];
    size_t n_fields;
    unsigned kinds;
};

/* Words of the plan; lives with the run. */
struct plan_words {
    /* By enum gap_verdict. */
    struct str verdicts[N_GAP_VERDICTS];
    /* The number of a measure, with {1}; captions of the charts. */
    struct str measure, gaps_caption, schedule_caption;
    struct plan_stage stages[PLAN_MAX_STAGES];
    size_t n_stages;
    /* 重要程度 in words, the most important first; each with what else is written for it. */
    struct str ranks[PLAN_MAX_RANKS][PLAN_MAX_WORDS];
    size_t n_ranks;
};

/* Days of a stage; year 0 where they are not known to the day. */
struct plan_days {
    struct date begin, end;
};

/* Reads templates/docs/plan. NULL after reporting. */
const struct plan_words *plan_read(const struct docs *docs, struct diag *diag);
/* The rank that 重要程度 gives in words or as a number, 1 for the most important; 0 where it is not
 * given or says something else. */
int plan_importance(const struct plan_words *words, const struct value *value);
/* When a stage is, for a system. */
struct plan_days plan_days_of(const struct plan_stage *stage, const struct grading *grading);
/* Departments that answer for a stage's measures, each once; empty for a stage without any. */
struct str plan_departments(struct arena *arena, const struct plan_stage *stage,
                            const struct grading *grading);
/* The charts that the plan's outline names; the context is its subject. */
const struct chart *plan_chart(void *context, struct arena *arena, struct str name);

#endif
