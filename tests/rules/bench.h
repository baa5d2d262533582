/* What the tests of rules stand on: the real templates, and a unit made in memory. */
#ifndef TESTS_RULES_BENCH_H
#define TESTS_RULES_BENCH_H

#include <criterion/criterion.h>

#include "rules/rules.h"

/* One test's world. */
struct bench {
    struct arena *arena;
    struct shelf *shelf;
    /* What opening the rules reported. */
    struct diag *open_diag;
    struct rules *rules;
    struct inventory *inventory;
    struct unit *unit;
    /* What the last bench_judge reported. */
    struct diag *diag;
};

/* Opens the edition of 2007 on templates/, with a unit that has only a name. */
struct bench bench_open(void);
/* The same on another edition. */
struct bench bench_open_edition(const char *edition);
/* A unit that has only a name again, by the same rules: opening them is what costs. */
void bench_renew(struct bench *bench);
/* Judges the unit at a day, "2025-12-31". */
struct unit_findings *bench_judge_at(struct bench *bench, const char *day);
void bench_close(struct bench *bench);
/* Adds a system of that name. */
struct system *bench_system(struct bench *bench, const char *name);
/* Sets a field from text: codes of options and of degrees as "1,3", numbers as digits. "" takes it
 * out; "?" makes it unreadable. Its cell is in the column of the field's number plus 1. */
void bench_set(struct bench *bench, struct record *record, enum field field, const char *text);
/* Leaves a field's cell empty, or of one that has no cell says what was said of that. */
void bench_leave(struct bench *bench, struct record *record, enum field field, enum missed missed);
/* Sets objects and degrees of both parts. */
void bench_set_harm(struct bench *bench, struct system *system, const char *s_object,
                    const char *s_degree, const char *a_object, const char *a_degree);
/* Sets total, S and A. */
void bench_set_levels(struct bench *bench, struct system *system, const char *total, const char *s,
                      const char *a);
/* Judges the unit at 2012-06-30. */
struct unit_findings *bench_judge(struct bench *bench);
/* Judges it and gives the first system's grading. */
const struct grading *bench_grade(struct bench *bench);
/* How often an id was reported by the last judgement. */
size_t bench_count(const struct bench *bench, enum diag_id id);
/* The first report of an id; fails the test if there is none. */
const struct diag_item *bench_find(const struct bench *bench, enum diag_id id);
/* The grading's hit of a floor rule; NULL if it does not speak. */
const struct floor_hit *bench_hit(const struct grading *grading, const char *rule);

#define cr_assert_str(text, expected)                                                              \
    cr_assert(str_is((text), (expected)), "\"%" STR_FMT "\" is not \"%s\"", STR_ARG(text),         \
              (expected))

#endif
