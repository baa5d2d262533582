/* Duties: at each border of a rule's validity only its own rows change. Their examples are run by
 * the proof of the tables (prove.c). */
#include "bench.h"
#include "reported.h"

#include "rules/duty.h"
#include "rules/inputs.h"

static const char *const editions[] = {"2007", "2020", "2025"};

/* ---- validity -------------------------------------------------------------------------------- */

static struct date day_after(struct date day, int n) {
    return date_from_days(date_to_days(day) + n);
}

static const struct duty_row *row_of(const struct rules *rules, const struct duty *duty) {
    for (size_t i = 0; i < rules->n_duties; i++) {
        if (&rules->duties[i].duty == duty) {
            return &rules->duties[i];
        }
    }
    return NULL;
}

/* Of one subject at two neighbouring days: out of force is what the dates say, and nothing else of
 * what applies changes. */
static void compare_days(struct bench *bench, const struct grading *grading, struct date day) {
    const struct unit_findings findings = {.unit = bench->unit};
    size_t n[2];
    const struct duty_finding *tried[2];
    for (int i = 0; i < 2; i++) {
        tried[i] = rules_try_duties(bench->rules, bench->arena, &findings, grading,
                                    day_after(day, i), &n[i]);
    }
    cr_assert(n[0] == n[1] && n[0] > 20);
    for (size_t k = 0; k < n[0]; k++) {
        bool is_out[2];
        for (int i = 0; i < 2; i++) {
            const struct duty_row *row = row_of(bench->rules, tried[i][k].duty);
            is_out[i] = !edition_is_in_force(row->from, row->to, day_after(day, i));
            cr_assert_eq(tried[i][k].cause == DUTY_NOT_IN_FORCE, is_out[i], "%" STR_FMT,
                         STR_ARG(row->duty.id));
        }
        cr_assert(is_out[0] != is_out[1] || tried[0][k].cause == tried[1][k].cause);
    }
}

/* What was told of the unit: ids and cells. */
static struct str told(const struct bench *bench) {
    struct buf buf = {.arena = bench->arena};
    for (size_t i = 0; i < diag_n(bench->diag); i++) {
        const struct diag_item *item = reported(bench->diag, i);
        buf_format(&buf, "%d %u:%u; ", (int)item->id, item->origin.row, item->origin.column);
    }
    return buf_str(&buf);
}

/* Floors and routes of a system, and the clause of each subject where no row of it begins there. */
static struct str stand(const struct bench *bench, const struct grading *grading, struct date day,
                        struct date border) {
    struct buf buf = {.arena = bench->arena};
    for (size_t i = 0; i < grading->n_hits; i++) {
        buf_format(&buf, "%d %" STR_FMT "; ", (int)grading->hits[i].strength,
                   STR_ARG(grading->hits[i].row));
    }
    for (enum filing filing = 0; filing < N_FILINGS; filing++) {
        buf_add(&buf,
                rules_route(bench->rules, bench->arena, bench->unit, grading->system, filing).row);
    }
    for (enum clause subject = 0; subject < N_CLAUSES; subject++) {
        bool is_border = false;
        for (size_t i = 0; i < bench->rules->n_clauses; i++) {
            const struct clause_text *clause = &bench->rules->clauses[i];
            is_border = is_border ||
                        (clause->subject == subject && date_compare(clause->from, border) == 0);
        }
        const struct clause_text *clause = clause_find(bench->rules, subject, day);
        buf_add(&buf, is_border || !clause ? STR("-") : clause->text);
    }
    return buf_str(&buf);
}

/* The day before, the day, the day after: no grade, floor, route or complaint changes, a clause
 * only where one of its own rows begins, and of the duties only what is dated. */
static void try_border(struct bench *bench, struct date border) {
    const struct grading *first = NULL;
    struct str first_told = {0}, first_stand = {0};
    for (int i = -1; i <= 1; i++) {
        struct str day = date_to_iso(bench->arena, day_after(border, i), DATE_DAY);
        const struct grading *grading =
            &bench_judge_at(bench, str_to_c(bench->arena, day))->gradings[0];
        struct str own = stand(bench, grading, day_after(border, i), border);
        first_told = first ? first_told : told(bench);
        first_stand = first ? first_stand : own;
        first = first ? first : grading;
        cr_assert(grading->verdict == first->verdict && grading->floor == first->floor);
        cr_assert(str_equal(told(bench), first_told), "%" STR_FMT, STR_ARG(day));
        cr_assert(str_equal(own, first_stand), "%" STR_FMT ": %" STR_FMT " | %" STR_FMT,
                  STR_ARG(day), STR_ARG(first_stand), STR_ARG(own));
    }
    for (int i = -1; i < 1; i++) {
        compare_days(bench, NULL, day_after(border, i));
        compare_days(bench, first, day_after(border, i));
    }
}

/* One inventory around the first day of each rule and the day behind its last. */
Test(rules_duties, at_each_border_only_its_rows_change, .timeout = 120) {
    for (size_t e = 0; e < sizeof editions / sizeof editions[0]; e++) {
        struct bench bench = bench_open_edition(editions[e]);
        struct input_case made = input_case_open(bench.arena, STR("某省卫生厅"), 2);
        struct str fault;
        cr_assert(input_case_fill(
            &made, bench.rules,
            STR("unit.kind=卫生行政部门; unit.admin_level=省; system.graded=2006-01-02; "
                "system.launched=2005-01-02; system.category=其他; system.networked=0; "
                "system.level=3; system.s.level=3; system.a.level=3; system.s.object=2; "
                "system.s.degree=2; system.a.object=2; system.a.degree=2"),
            &fault));
        bench.unit = made.unit;
        cr_assert_gt(bench.rules->n_dates, 50);
        for (size_t i = 0; i < bench.rules->n_dates; i++) {
            const struct rule_dates *dates = &bench.rules->dates[i];
            if (dates->from.year) {
                try_border(&bench, dates->from);
            }
            if (dates->to.year) {
                try_border(&bench, day_after(dates->to, 1));
            }
        }
        bench_close(&bench);
    }
}

/* ---- what a duty rests on -------------------------------------------------------------------- */

/* The cells that a duty of the bench's unit rests on, on 2012-06-30; how many goes to `n`. */
static const struct evidence *cells_of(struct bench *bench, const char *duty, size_t *n) {
    const struct unit_findings *findings = bench_judge_at(bench, "2012-06-30");
    const struct duty_finding *finding = findings->duties;
    while (!str_is(finding->duty->id, duty)) {
        finding++;
    }
    return rules_duty_evidence(bench->rules, bench->arena, bench->unit, (struct date){2012, 6, 30},
                               finding, n);
}

/* Cells of columns that were not handed in are shown each, though they are alike. */
Test(rules_duties, missing_cells_are_shown_each) {
    struct bench bench = bench_open();
    bench_system(&bench, "甲");
    size_t n;
    const struct evidence *cells = cells_of(&bench, "OB-48", &n);
    cr_assert_eq(n, 2);
    cr_assert_eq(cells[0].field, FIELD_SYSTEM_DEPARTMENT);
    cr_assert_eq(cells[1].field, FIELD_UNIT_RESPONSIBILITY);
    bench_close(&bench);
}

/* The question that leaves a filing undecided stands among its cells; where it decides nothing it
 * does not, though it is as empty as the proof that speaks. */
Test(rules_duties, a_question_is_shown_where_it_is_open) {
    static const struct {
        /* The option of 备案主体; 2: 卫生部. */
        const char *filer;
        bool is_asked;
    } cases[] = {{"2", true}, {"1", false}, {"", false}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct bench bench = bench_open();
        struct system *system = bench_system(&bench, "甲");
        bench_set_levels(&bench, system, "3", "3", "3");
        bench_set(&bench, &system->record, FIELD_SYSTEM_GRADED, "2012-03-01");
        bench_set(&bench, &system->record, FIELD_SYSTEM_FILER, cases[i].filer);
        size_t n;
        const struct evidence *cells = cells_of(&bench, "OB-06", &n);
        bool is_there = false;
        for (size_t k = 0; k < n; k++) {
            is_there = is_there || cells[k].field == FIELD_SYSTEM_NETWORKED;
        }
        cr_assert_eq(is_there, cases[i].is_asked, "%s", cases[i].filer);
        bench_close(&bench);
    }
}

/* Of a question that every system answers, the unit's duty shows the cell that proves least. */
Test(rules_duties, the_weakest_answer_is_shown) {
    static const char *const departments[] = {"信息中心", "无", "网络科"};
    struct bench bench = bench_open();
    for (size_t i = 0; i < 3; i++) {
        struct system *system = bench_system(&bench, departments[i]);
        bench_set(&bench, &system->record, FIELD_SYSTEM_DEPARTMENT, departments[i]);
    }
    size_t n;
    const struct evidence *cells = cells_of(&bench, "OB-48", &n);
    cr_assert_eq(n, 2);
    cr_assert_eq(cells[0].field, FIELD_SYSTEM_DEPARTMENT);
    cr_assert(str_is(cells[0].value->text, "无"));
    cr_assert_eq(cells[1].field, FIELD_UNIT_RESPONSIBILITY);
    bench_close(&bench);
}
