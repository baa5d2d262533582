/* Gap sheets: which requirement a row answers, what counts, in which order gaps are mended. */
#include "bench.h"

#include <string.h>

#include "rules/catalogue.h"
#include "rules/edition.h"

/* Adds a row to a system's gap sheet. Texts may be empty. */
static void add_row(struct bench *bench, struct system *system, const char *clause,
                    const char *item, const char *point, const char *words, const char *verdict) {
    struct record record = {.origin = {.row = (uint32_t)(100 + system->gaps.n_records)}};
    bench_set(bench, &record, FIELD_GAP_CLAUSE, clause);
    bench_set(bench, &record, FIELD_GAP_ITEM, item);
    bench_set(bench, &record, FIELD_GAP_CONTROL_POINT, point);
    bench_set(bench, &record, FIELD_GAP_CHECK, words);
    bench_set(bench, &record, FIELD_GAP_VERDICT, verdict);
    bench_set(bench, &record, FIELD_GAP_FOUND, "seen");
    records_add(bench->inventory, &system->gaps, &record);
}

/* The last row, to be filled further. */
static struct record *last_row(struct system *system) {
    return (struct record *)(uintptr_t)system->gaps.records[system->gaps.n_records - 1];
}

static struct system *add_system(struct bench *bench, const char *level, const char *s,
                                 const char *a) {
    struct system *system = bench_system(bench, "HIS");
    bench_set_levels(bench, system, level, s, a);
    return system;
}

static const struct gap_item *find_item(const struct gap_findings *gaps, const char *clause) {
    for (size_t i = 0; i < gaps->n_items; i++) {
        if (str_is(gaps->items[i].clause, clause)) {
            return &gaps->items[i];
        }
    }
    return NULL;
}

/* A clause in the ways people write it, and what is not one. */
Test(gaps, clauses_in_their_spellings) {
    static const struct {
        const char *clause, *item, *point, *words;
        /* The requirement it answers; empty: none. */
        const char *is;
        enum diag_id id;
    } cases[] = {
        {"7.1.1.1 b)", "", "", "", "7.1.1.1 b)", 0},
        {"7.1.1.1b", "", "", "", "7.1.1.1 b)", 0},
        {"7.1.1.1.b)", "", "", "", "7.1.1.1 b)", 0},
        {"7.1.1.1（b）", "", "", "", "7.1.1.1 b)", 0},
        {"７．１．１．１　ｂ）", "", "", "", "7.1.1.1 b)", 0},
        {"7.1.1.1-B", "", "", "", "7.1.1.1 b)", 0},
        {"GB/T 22239-2008 7.1.1.1 第b项", "", "", "", "7.1.1.1 b)", 0},
        {"7.1.1.1 物理位置的选择（G3） b)", "", "", "", "7.1.1.1 b)", 0},
        {"7.1.1.1", "b)", "", "", "7.1.1.1 b)", 0},
        {"7.1.1.1", "（b）", "", "", "7.1.1.1 b)", 0},
        {"7.1.1.1 b、", "", "", "", "7.1.1.1 b)", 0},
        {"7. 1. 1. 1 b)", "", "", "", "7.1.1.1 b)", 0},
        {"7 .1 .1 .1(b)", "", "", "", "7.1.1.1 b)", 0},
        {"7。1。1。1 b", "", "", "", "7.1.1.1 b)", 0},
        {"7·1·1·1 b", "", "", "", "7.1.1.1 b)", 0},
        {"8．１．１．１ ａ）", "", "", "", "7.1.1.1 a)", 0},
        {"第7.1.1.1条第b项", "", "", "", "7.1.1.1 b)", 0},
        {"7.1.1.1 b)（G3）", "", "", "", "7.1.1.1 b)", 0},
        {"7.1.1.1 b) 3级", "", "", "", "7.1.1.1 b)", 0},
        {"7.1.1.1 b。2008年版", "", "", "", "7.1.1.1 b)", 0},
        /* A number behind a letter counts something else. */
        {"7.1.1.1 b) 见附件2", "", "", "", "7.1.1.1 b)", 0},
        {"7.1.1.1 b)（共4人）", "", "", "", "7.1.1.1 b)", 0},
        {"7.1.1.1 见附件2", "b)", "", "", "7.1.1.1 b)", 0},
        {"物理位置的选择G3", "b", "", "", "7.1.1.1 b)", 0},
        /* A control point with its item, or with words of the requirement. */
        {"", "b)", "物理位置的选择", "", "7.1.1.1 b)", 0},
        {"物理位置的选择", "b", "", "", "7.1.1.1 b)", 0},
        {"物理位置选择（G3）", "b", "", "", "7.1.1.1 b)", 0},
        {"", "", "物理位置的选择", "机房应避开高层、地下室，不设在用水设备的下层或隔壁",
         "7.1.1.1 b)", 0},
        {"7.1.1.1", "", "", "机房应避开高层、地下室，不设在用水设备的下层或隔壁", "7.1.1.1 b)", 0},
        /* Nothing to choose by, or two to choose from. */
        {"7.1.1.1", "", "", "", "", DIAG_GAP_SEVERAL},
        {"7.1.1.1 a)、b)", "", "", "", "", DIAG_GAP_SEVERAL},
        {"7.1.1.1 a)", "b)", "", "", "", DIAG_GAP_SEVERAL},
        {"7.1.1.1 a)；7.1.1.2 a)", "", "", "", "", DIAG_GAP_SEVERAL},
        /* Ranges, and items that are counted: no item of a clause with several, nor, below, the
         * only one of another. */
        {"7.1.1.1 a)~b)", "", "", "", "", DIAG_GAP_SEVERAL},
        {"7.1.1.1 a-b", "", "", "", "", DIAG_GAP_SEVERAL},
        {"7.1.1.1～7.1.1.3", "", "", "", "", DIAG_GAP_SEVERAL},
        {"7.1.1.1至3", "", "", "", "", DIAG_GAP_SEVERAL},
        {"7.1.1.1 第2项", "", "", "", "", DIAG_GAP_SEVERAL},
        {"7.1.1.1", "2", "", "", "", DIAG_GAP_SEVERAL},
        {"7.1.1.1", "2", "", "机房应避开高层、地下室，不设在用水设备的下层或隔壁", "7.1.1.1 b)", 0},
        /* 身份鉴别 is a control point of two domains. */
        {"", "a)", "身份鉴别", "", "", DIAG_GAP_SEVERAL},
        {"7.1.1.1 b)", "", "防火", "", "", DIAG_GAP_OTHER_POINT},
        {"7.1.1.1 z)", "", "", "", "", DIAG_GAP_UNMATCHED},
        {"7.9.1.1 a)", "", "", "", "", DIAG_GAP_UNMATCHED},
        {"7.1.1", "", "", "", "", DIAG_GAP_UNMATCHED},
        {"7.1.1.1.1", "", "", "", "", DIAG_GAP_UNMATCHED},
        {"防水", "", "", "", "", DIAG_GAP_UNMATCHED},
        /* Where level 2 asks for less, nothing of level 3 is answered; where it asks for the same,
         * it is. */
        {"6.2.1.1 b)", "", "", "", "", DIAG_GAP_UNMATCHED},
        {"6.1.1.2 a)", "", "", "", "7.1.1.2 a)", 0},
    };
    struct bench bench = bench_open();
    struct system *system = add_system(&bench, "3", "3", "3");
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        system->gaps.n_records = 0;
        add_row(&bench, system, cases[i].clause, cases[i].item, cases[i].point, cases[i].words,
                "1");
        const struct gap_findings *gaps = bench_judge_at(&bench, "2012-06-30")->gradings[0].gaps;
        cr_assert_eq(gaps->n_items, 290);
        if (cases[i].id) {
            cr_assert_eq(bench_count(&bench, cases[i].id), 1, "case %zu", i);
            cr_assert_eq(gaps->n_stray, 1, "case %zu", i);
            cr_assert_eq(gaps->total.n[GAP_UNCHECKED], 290, "case %zu", i);
        } else {
            const struct gap_item *item = find_item(gaps, cases[i].is);
            cr_assert_eq(item->verdict, GAP_MET, "case %zu", i);
            cr_assert_eq(gaps->total.n[GAP_UNCHECKED], 289, "case %zu", i);
        }
    }
    bench_close(&bench);
}

/* Adds a row for every requirement of a system's baseline, as one writes it; the letter of a clause
 * that has none is a). */
static size_t add_all(struct bench *bench, struct system *system, const char *pattern, int level) {
    const struct catalogue *catalogue = rules_catalogue(bench->rules);
    size_t n = 0;
    for (size_t i = 0; i < catalogue->n_controls; i++) {
        struct str clause = catalogue->controls[i].clauses[level];
        if (!clause.len) {
            continue;
        }
        size_t blank = str_find(clause, STR(" "), 0);
        struct str digits = str_slice(clause, 0, blank == SIZE_MAX ? clause.len : blank);
        char item = blank == SIZE_MAX ? 'a' : clause.data[blank + 1];
        struct str text = {0};
        for (const char *at = pattern; *at; at++) {
            struct str one = *at == '#'   ? digits
                             : *at == '@' ? (struct str){&item, 1}
                                          : (struct str){at, 1};
            text = str_concat(bench->arena, text, one);
        }
        add_row(bench, system, str_to_c(bench->arena, text), "", "", "", "1");
        n++;
    }
    return n;
}

/* Every requirement of every level of both catalogues in every spelling answers itself. */
Test(gaps, every_clause_in_every_spelling, .timeout = 300) {
    static const char *const patterns[] = {"# @)", "#@",       "#.@)",   "#（@）",  "# @、",
                                           "#-@",  "第#条@款", "#　@．", "【#】@)", "# @) (G3)"};
    static const char *const editions[] = {"2007", "2020"}, *const days[] = {"2012-06-30",
                                                                             "2021-06-30"};
    static const char *const levels[] = {"", "1", "2", "3", "4"};
    for (size_t e = 0; e < 2; e++) {
        struct bench bench = bench_open_edition(editions[e]);
        for (int level = 1; level <= CONTROL_LEVELS; level++) {
            for (size_t i = 0; i < sizeof patterns / sizeof patterns[0]; i++) {
                bench_renew(&bench);
                struct system *system =
                    add_system(&bench, levels[level], levels[level], levels[level]);
                size_t n = add_all(&bench, system, patterns[i], level);
                const struct gap_findings *gaps = bench_judge_at(&bench, days[e])->gradings[0].gaps;
                cr_assert_eq(gaps->n_items, n);
                cr_assert_eq(gaps->total.n[GAP_MET], n, "%s level %d %s: %zu of %zu", editions[e],
                             level, patterns[i], gaps->total.n[GAP_MET], n);
                cr_assert_null(gaps->other);
            }
        }
        bench_close(&bench);
    }
}

/* A number in the place of an item is no answer for the only item of a clause either. */
Test(gaps, a_counted_item_is_no_letter) {
    static const char *const cases[][2] = {
        {"6.1.1.1-3", ""}, {"6.1.1.1 第2项", ""}, {"6.1.1.1", "②"}, {"6.1.1.1", "2)"}};
    struct bench bench = bench_open();
    struct system *system = add_system(&bench, "2", "2", "2");
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        system->gaps.n_records = 0;
        add_row(&bench, system, cases[i][0], cases[i][1], "", "", "1");
        const struct gap_findings *gaps = bench_judge_at(&bench, "2012-06-30")->gradings[0].gaps;
        cr_assert_eq(gaps->total.n[GAP_MET], 0, "case %zu", i);
        cr_assert_eq(bench_count(&bench, DIAG_GAP_SEVERAL), 1, "case %zu", i);
    }
    bench_close(&bench);
}

/* S from Lx, A from Ly, G from Lz; without parts all at the level of the whole, which is said. */
Test(gaps, baseline_of_parts) {
    static const struct {
        const char *level, *s, *a;
        size_t n;
        bool is_by_parts;
    } cases[] = {
        {"1", "1", "1", 85, true},  {"2", "2", "2", 175, true}, {"3", "3", "3", 290, true},
        {"4", "4", "4", 318, true}, {"3", "", "", 290, false},  {"3", "2", "3", 0, true},
        {"3", "3", "2", 0, true},   {"5", "5", "5", 0, false},  {"", "", "", 0, false},
    };
    size_t n[3][CONTROL_LEVELS + 1] = {{0}};
    struct bench open = bench_open();
    const struct catalogue *catalogue = rules_catalogue(open.rules);
    struct system *system = add_system(&open, "3", "3", "3");
    add_row(&open, system, "7.1.1.1 a)", "", "", "", "1");
    for (size_t i = 0; i < catalogue->n_controls; i++) {
        for (int level = 1; level <= CONTROL_LEVELS; level++) {
            n[catalogue->controls[i].kind][level] += catalogue->controls[i].clauses[level].len > 0;
        }
    }
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        bench_set_levels(&open, system, cases[i].level, cases[i].s, cases[i].a);
        const struct grading *grading = &bench_judge_at(&open, "2012-06-30")->gradings[0];
        size_t wanted = cases[i].n;
        if (strcmp(cases[i].level, "3") == 0 && !wanted) {
            wanted = n[CONTROL_S][cases[i].s[0] - '0'] + n[CONTROL_A][cases[i].a[0] - '0'] +
                     n[CONTROL_G][3];
            cr_assert_lt(wanted, 290);
        }
        cr_assert_eq(rules_baseline(open.rules, grading), wanted, "case %zu", i);
        cr_assert_eq(grading->gaps != NULL, wanted > 0, "case %zu", i);
        if (grading->gaps) {
            cr_assert_eq(grading->gaps->n_items, wanted);
            cr_assert_eq(grading->gaps->is_by_parts, cases[i].is_by_parts, "case %zu", i);
        }
    }
    bench_close(&open);
}

/* What no row says is not checked, never met; the rate counts a half for what is met in part and
 * leaves out what does not apply. */
Test(gaps, what_is_left_out_is_unchecked) {
    struct bench bench = bench_open();
    struct system *system = add_system(&bench, "2", "2", "2");
    add_row(&bench, system, "6.1.1.1", "", "", "", "1");
    add_row(&bench, system, "6.1.1.2", "a", "", "", "2");
    add_row(&bench, system, "6.1.1.2", "b", "", "", "3");
    add_row(&bench, system, "6.1.1.3", "a", "", "", "4");
    add_row(&bench, system, "6.1.1.3", "b", "", "", "");
    add_row(&bench, system, "6.1.1.3", "c", "", "", "?");
    const struct gap_findings *gaps = bench_judge_at(&bench, "2012-06-30")->gradings[0].gaps;
    cr_assert_eq(gaps->total.n[GAP_MET], 1);
    cr_assert_eq(gaps->total.n[GAP_PARTLY], 1);
    cr_assert_eq(gaps->total.n[GAP_UNMET], 1);
    cr_assert_eq(gaps->total.n[GAP_NOT_APPLICABLE], 1);
    cr_assert_eq(gaps->total.n[GAP_UNCHECKED], 171);
    size_t part, of;
    cr_assert(gap_rate(&gaps->total, &part, &of) && part == 3 && of == 348, "%zu/%zu", part, of);
    size_t n = 0;
    for (size_t i = 0; i < gaps->n_domains; i++) {
        n += gap_count_all(&gaps->domains[i]);
    }
    cr_assert_eq(gaps->n_domains, 10);
    cr_assert_eq(n, 175);
    const struct gap_count none = {.n = {[GAP_NOT_APPLICABLE] = 3}};
    const struct gap_count half = {.n = {[GAP_MET] = 1, [GAP_UNMET] = 1}};
    cr_assert(!gap_rate(&none, &part, &of));
    cr_assert(gap_rate(&half, &part, &of) && part == 2 && of == 4);
    cr_assert_eq(bench_count(&bench, DIAG_GAP_UNCHECKED), 1);
    bench_close(&bench);
}

/* One answer twice counts once; two answers count for nothing. */
Test(gaps, two_answers_are_none) {
    struct bench bench = bench_open();
    struct system *system = add_system(&bench, "3", "3", "3");
    add_row(&bench, system, "7.1.1.1 a)", "", "", "", "1");
    add_row(&bench, system, "7.1.1.1 a", "", "", "", "1");
    add_row(&bench, system, "7.1.1.1 b)", "", "", "", "1");
    add_row(&bench, system, "7.1.1.1 b", "", "", "", "3");
    add_row(&bench, system, "7.1.1.1.b", "", "", "", "1");
    const struct gap_findings *gaps = bench_judge_at(&bench, "2012-06-30")->gradings[0].gaps;
    cr_assert_eq(find_item(gaps, "7.1.1.1 a)")->verdict, GAP_MET);
    cr_assert_eq(find_item(gaps, "7.1.1.1 b)")->verdict, GAP_UNCHECKED);
    cr_assert_null(find_item(gaps, "7.1.1.1 b)")->record);
    cr_assert_eq(gaps->n_stray, 4);
    cr_assert_eq(bench_count(&bench, DIAG_GAP_REPEATED), 2);
    cr_assert_eq(bench_count(&bench, DIAG_GAP_TWICE), 2);
    bench_close(&bench);
}

/* Measures: by priority, then cost, then clause; what is accepted has none, and a gap without a
 * risk has no priority and stands behind the first. */
Test(gaps, order_of_measures) {
    static const struct {
        const char *clause, *verdict, *risk, *disposition;
        int64_t budget;
        int priority;
        size_t measure;
    } rows[] = {
        {"7.1.1.1 a)", "3", "2", "1", -1, 2, 5},  {"7.1.1.1 b)", "3", "1", "1", 500, 1, 2},
        {"7.1.1.2 a)", "2", "1", "1", 0, 3, 6},   {"7.1.1.2 b)", "3", "", "1", 0, 0, 3},
        {"7.1.1.2 c)", "3", "1", "2", 100, 1, 0}, {"7.1.1.2 d)", "3", "1", "3", 100, 1, 1},
        {"7.1.1.3 a)", "3", "3", "", 900, 2, 4},  {"7.1.1.3 b)", "1", "1", "1", 100, 0, 0},
    };
    struct bench bench = bench_open();
    struct system *system = add_system(&bench, "3", "3", "3");
    enum { N = sizeof rows / sizeof rows[0] };
    struct value budgets[N] = {{.number = 0}};
    for (size_t i = 0; i < N; i++) {
        add_row(&bench, system, rows[i].clause, "", "", "", rows[i].verdict);
        struct record *record = last_row(system);
        bench_set(&bench, record, FIELD_GAP_RISK, rows[i].risk);
        bench_set(&bench, record, FIELD_GAP_DISPOSITION, rows[i].disposition);
        if (rows[i].budget >= 0) {
            budgets[i] =
                (struct value){.raw = STR("x"), .text = STR("x"), .number = rows[i].budget};
            record_set(record, FIELD_GAP_BUDGET, &budgets[i]);
        }
    }
    const struct gap_findings *gaps = bench_judge_at(&bench, "2012-06-30")->gradings[0].gaps;
    for (size_t i = 0; i < N; i++) {
        const struct gap_item *item = find_item(gaps, rows[i].clause);
        cr_assert_eq(item->priority, rows[i].priority, "row %zu: %d", i, item->priority);
        cr_assert_eq(item->measure, rows[i].measure, "row %zu: ZG-%zu", i, item->measure);
    }
    cr_assert_eq(gaps->n_measures, 6);
    cr_assert_eq(gaps->budget, 1500);
    cr_assert_eq(gaps->n_budgets, 5);
    bench_close(&bench);
}

/* A sheet filled by the catalogue of 2008 under that of 2019: what asks for the same is carried
 * over, all else is answered again; and the other way round. */
Test(gaps, answers_are_carried_to_another_catalogue) {
    static const struct {
        const char *edition, *day, *rows[4][2], *same, *again;
    } cases[] = {
        {"2020",
         "2021-06-30",
         {{"7.1.1.1 a)", "物理位置的选择"},
          {"7.1.1.1 b)", "物理位置的选择"},
          {"7.2.2.5 b)", "审核和检查"},
          {"7.2.2.3 c)", "授权和审批"}},
         "8.1.1.1 a)",
         "8.1.1.1 b)"},
        {"2007",
         "2012-06-30",
         {{"8.1.1.1 a)", "物理位置选择"},
          {"8.1.1.1 b)", "物理位置选择"},
          {"8.1.5.4 a)", "集中管控"},
          {"8.1.4.11 a)", "个人信息保护"}},
         "7.1.1.1 a)",
         "7.1.1.1 b)"},
    };
    for (size_t i = 0; i < 2; i++) {
        struct bench bench = bench_open_edition(cases[i].edition);
        struct system *system = add_system(&bench, "3", "3", "3");
        for (size_t k = 0; k < 4; k++) {
            add_row(&bench, system, cases[i].rows[k][0], "", cases[i].rows[k][1], "", "1");
        }
        const struct gap_findings *gaps = bench_judge_at(&bench, cases[i].day)->gradings[0].gaps;
        cr_assert(gaps->other, "case %zu", i);
        cr_assert_eq(bench_count(&bench, DIAG_GAP_OTHER_STANDARD), 1);
        cr_assert_eq(find_item(gaps, cases[i].same)->verdict, GAP_MET, "case %zu", i);
        cr_assert(find_item(gaps, cases[i].same)->is_carried);
        cr_assert_eq(find_item(gaps, cases[i].again)->verdict, GAP_UNCHECKED, "case %zu", i);
        bench_close(&bench);
    }
}

/* What asks for this requirement of one catalogue in another at a level, by the rows of the
 * crosswalk themselves; SIZE_MAX: nothing does. */
static size_t find_source(const struct catalogues *all, size_t own, size_t control, size_t other,
                          int level) {
    size_t found = SIZE_MAX;
    for (size_t i = 0; i < all->n_crosswalk; i++) {
        const struct crosswalk_row *row = &all->crosswalk[i];
        bool is_forth = row->from_catalogue == own && row->to_catalogue == other;
        size_t mine = is_forth ? row->from : row->to, theirs = is_forth ? row->to : row->from;
        bool is_carried = row->relation == CROSSWALK_SAME || row->relation == CROSSWALK_MOVED;
        if (is_carried && mine == control &&
            all->items[other].controls[theirs].clauses[level].len &&
            all->items[own].controls[control].clauses[level].len) {
            cr_assert_eq(found, SIZE_MAX);
            found = theirs;
        }
    }
    return found;
}

/* Every requirement of the one catalogue answered under the other, at every level: what is the same
 * or moved is carried over, what changed, was added or withdrawn is not checked. */
Test(gaps, the_whole_crosswalk, .timeout = 120) {
    static const char *const editions[] = {"2007", "2020"}, *const days[] = {"2012-06-30",
                                                                             "2021-06-30"};
    static const char *const levels[] = {"", "1", "2", "3", "4"};
    for (size_t e = 0; e < 2; e++) {
        struct bench bench = bench_open_edition(editions[e]);
        const struct catalogues *all = bench.rules->catalogues;
        size_t own = all->own, other = !own, n_relations[N_RELATIONS] = {0};
        cr_assert_eq(all->n_items, 2);
        for (size_t i = 0; i < all->n_crosswalk; i++) {
            n_relations[all->crosswalk[i].relation]++;
        }
        for (size_t i = 0; i < N_RELATIONS; i++) {
            cr_assert_gt(n_relations[i], 0);
        }
        for (int level = 1; level <= CONTROL_LEVELS; level++) {
            bench_renew(&bench);
            struct system *system = add_system(&bench, levels[level], levels[level], levels[level]);
            for (size_t i = 0; i < all->items[other].n_controls; i++) {
                const struct control *control = &all->items[other].controls[i];
                if (control->clauses[level].len) {
                    add_row(&bench, system, str_to_c(bench.arena, control->clauses[level]), "",
                            str_to_c(bench.arena, control->point->name), "", "1");
                }
            }
            const struct gap_findings *gaps = bench_judge_at(&bench, days[e])->gradings[0].gaps;
            cr_assert(gaps->other == &all->items[other], "%s level %d", editions[e], level);
            for (size_t i = 0; i < gaps->n_items; i++) {
                size_t control = (size_t)(gaps->items[i].control - all->items[own].controls);
                bool is_carried = find_source(all, own, control, other, level) != SIZE_MAX;
                cr_assert_eq(gaps->items[i].verdict, is_carried ? GAP_MET : GAP_UNCHECKED,
                             "%s %" STR_FMT, editions[e], STR_ARG(gaps->items[i].clause));
                cr_assert_eq(gaps->items[i].is_carried, is_carried);
            }
        }
        bench_close(&bench);
    }
}
