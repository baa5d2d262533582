/* Editions and days: every matrix cell by cell, standards that systems name, what a day changes. */
#include "bench.h"
#include "reported.h"

static const char *const editions[] = {"2007", "2020", "2025"};
/* Levels by edition, object and degree. */
static const int matrices[3][3][3] = {{{1, 2, 2}, {2, 3, 4}, {3, 4, 5}},
                                      {{1, 2, 2}, {2, 3, 4}, {3, 4, 5}},
                                      {{1, 2, 2}, {2, 3, 4}, {4, 5, 5}}};

/* A system whose four cells of harm are one cell of the matrix. */
static struct system *add_harmed(struct bench *bench, int object, int degree) {
    struct system *system = bench_system(bench, "资产管理系统");
    char codes[2][2] = {{(char)('0' + object)}, {(char)('0' + degree)}};
    bench_set_harm(bench, system, codes[0], codes[1], codes[0], codes[1]);
    bench_set_levels(bench, system, "2", "2", "2");
    return system;
}

Test(rules_dated, every_cell_of_every_edition) {
    for (size_t e = 0; e < 3; e++) {
        struct bench bench = bench_open_edition(editions[e]);
        for (int object = 1; object <= 3; object++) {
            for (int degree = 1; degree <= 3; degree++) {
                cr_assert_eq(rules_matrix_level(bench.rules, object, degree),
                             matrices[e][object - 1][degree - 1], "%s %d %d", editions[e], object,
                             degree);
            }
        }
        bench_close(&bench);
    }
}

/* 定级依据: judged by the standard that it names where nobody asked for an edition; otherwise only
 * noted. A text that names two decides nothing. */
Test(rules_dated, a_named_standard) {
    static const struct {
        const char *basis;
        int level;
        const char *standard;
        size_t n_noted;
    } cases[] = {
        {"", 2, "GB/T 22240-2008", 0},
        {"GB/T 22240-2008", 2, "GB/T 22240-2008", 0},
        {"GA/T 1389-2017 卫生行业", 3, "GA/T 1389-2017", 1},
        {"ＧＢ/Ｔ ２２２４０—2020", 2, "GB/T 22240-2020", 1},
        {"公网安〔2025〕1001号", 2, "2025版备案表", 1},
        {"GB/T 22240-2008、GA/T 1389-2017", 2, "GB/T 22240-2008", 0},
        {"等保要求", 2, "GB/T 22240-2008", 0},
    };
    for (int is_followed = 0; is_followed < 2; is_followed++) {
        struct bench bench = bench_open();
        if (is_followed) {
            rules_follow_basis(bench.rules);
        }
        struct system *system = add_harmed(&bench, 1, 3);
        for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
            bench_set(&bench, &system->record, FIELD_SYSTEM_STANDARD, cases[i].basis);
            const struct grading *grading = bench_grade(&bench);
            cr_assert_eq(grading->level_matrix, is_followed ? cases[i].level : 2, "case %zu", i);
            cr_assert_str(grading->standard, is_followed ? cases[i].standard : "GB/T 22240-2008");
            cr_assert_eq(bench_count(&bench, DIAG_STANDARD_OTHER), cases[i].n_noted, "case %zu", i);
        }
        bench_close(&bench);
    }
}

/* The standard that is named was in force when the system was graded, last of all: the day before
 * it began, its first, its last and the day after; a month or a year that holds one such day; no
 * day, no word. A grading that is still to come is none. */
Test(rules_dated, a_named_standard_was_in_force) {
    static const struct {
        const char *basis, *graded, *regraded;
        size_t n_told;
    } cases[] = {
        {"GA/T 1389-2017", "2017-05-07", "", 1},
        {"GA/T 1389-2017", "2017-05-08", "", 0},
        {"GA/T 1389-2017", "2020-10-31", "", 0},
        {"GA/T 1389-2017", "2020-11-01", "", 1},
        {"GA/T 1389-2017", "2017-05", "", 0},
        {"GA/T 1389-2017", "2017-04", "", 1},
        {"GA/T 1389-2017", "2020", "", 0},
        {"GA/T 1389-2017", "2021", "", 1},
        {"GA/T 1389-2017", "", "", 0},
        {"GA/T 1389-2017", "2019-01-01", "2021-01-01", 1},
        {"GA/T 1389-2017", "2019-01-01", "2026-06-30", 1},
        {"GA/T 1389-2017", "2019-01-01", "2026-07-01", 0},
        {"GA/T 1389-2017", "2021-01-01", "2026-07-01", 1},
        {"GA/T 1389-2017", "2011-01-01", "2019-01-01", 0},
        {"GB/T 22240-2020", "2011-01-01", "", 1},
        {"GB/T 22240-2020", "2025-01-01", "", 0},
        {"GB/T 22240-2008", "2020-10-31", "", 0},
        {"GB/T 22240-2008", "2020-11-01", "", 1},
        {"等保要求", "2030-01-01", "", 0},
    };
    for (size_t e = 0; e < 3; e++) {
        struct bench bench = bench_open_edition(editions[e]);
        struct system *system = add_harmed(&bench, 1, 2);
        for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
            bench_set(&bench, &system->record, FIELD_SYSTEM_STANDARD, cases[i].basis);
            bench_set(&bench, &system->record, FIELD_SYSTEM_GRADED, cases[i].graded);
            bench_set(&bench, &system->record, FIELD_SYSTEM_REGRADED, cases[i].regraded);
            bench_judge_at(&bench, "2026-06-30");
            cr_assert_eq(bench_count(&bench, DIAG_STANDARD_DATED), cases[i].n_told, "%s case %zu",
                         editions[e], i);
        }
        bench_close(&bench);
    }
}

/* The law was renumbered: the day before, the day, the day after. */
Test(rules_dated, the_law_of_the_day) {
    static const struct {
        struct date day;
        const char *clause;
    } cases[] = {
        {{2000, 1, 1}, "管理办法 第七、八条"},     {{2017, 5, 31}, "管理办法 第七、八条"},
        {{2017, 6, 1}, "网络安全法 第二十一条"},   {{2017, 6, 2}, "网络安全法 第二十一条"},
        {{2025, 12, 31}, "网络安全法 第二十一条"}, {{2026, 1, 1}, "网络安全法 第二十三条"},
        {{2026, 1, 2}, "网络安全法 第二十三条"},   {{2099, 1, 1}, "网络安全法 第二十三条"},
    };
    struct bench bench = bench_open_edition("2020");
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        cr_assert_str(rules_law(bench.rules, cases[i].day), cases[i].clause);
    }
    bench_close(&bench);
}

/* How many reports of an id begin their message with the rule's name. */
static size_t count_of(const struct bench *bench, enum diag_id id, const char *rule) {
    size_t n = 0;
    for (size_t i = 0; i < diag_n(bench->diag); i++) {
        const struct diag_item *item = reported(bench->diag, i);
        n += item->id == id && str_contains(item->message, str_from_c(rule));
    }
    return n;
}

/* A rule out of force, or checked too long ago, is said once; of rows of one rule, one in force is
 * enough. The day before each border, the day, the day after. */
Test(rules_dated, rules_out_of_date_are_said_once) {
    static const struct {
        struct date day;
        enum diag_id id;
        const char *rule;
        size_t n;
    } cases[] = {
        /* The guideline is of 2011-11-29: six floors. */
        {{2011, 11, 28}, DIAG_RULE_NOT_VALID, "“FL-", 6},
        {{2011, 11, 29}, DIAG_RULE_NOT_VALID, "“FL-", 0},
        {{2011, 11, 30}, DIAG_RULE_NOT_VALID, "“FL-", 0},
        /* The standard of 2008, and its successor. */
        {{2008, 10, 31}, DIAG_RULE_NOT_VALID, "“GB/T 22240-2008”", 1},
        {{2008, 11, 1}, DIAG_RULE_NOT_VALID, "“GB/T 22240-2008”", 0},
        {{2020, 10, 31}, DIAG_RULE_NOT_VALID, "“GB/T 22240-2008”", 0},
        {{2020, 11, 1}, DIAG_RULE_NOT_VALID, "“GB/T 22240-2008”", 1},
        {{2020, 11, 1}, DIAG_RULE_NOT_VALID, "“GB/T 22239-2008”", 1},
        /* The law before any of its rows; renumbered, it is in force all the same. */
        {{2007, 6, 21}, DIAG_RULE_NOT_VALID, "“law”", 3},
        {{2007, 6, 22}, DIAG_RULE_NOT_VALID, "“law”", 0},
        {{2025, 12, 31}, DIAG_RULE_NOT_VALID, "“law”", 0},
        {{2026, 1, 1}, DIAG_RULE_NOT_VALID, "“law”", 0},
        /* Twelve months after it was checked. */
        {{2027, 11, 25}, DIAG_RULE_UNCHECKED, "“", 0},
        {{2027, 11, 26}, DIAG_RULE_UNCHECKED, "“FL-1”", 1},
    };
    struct bench bench = bench_open();
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        bench.diag = diag_open(bench.arena);
        rules_report_dates(bench.rules, cases[i].day, bench.diag);
        size_t n = count_of(&bench, cases[i].id, cases[i].rule);
        cr_assert_eq(n, cases[i].n, "case %zu: %zu", i, n);
    }
    const struct diag_item *item = bench_find(&bench, DIAG_RULE_UNCHECKED);
    cr_assert(str_contains(item->message, STR("2026-11-25")));
    cr_assert(str_starts(origin_text(bench.arena, item->origin), STR("templates/rules/")));
    bench_close(&bench);
}
