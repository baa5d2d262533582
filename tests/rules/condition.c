/* Conditions of rule tables: what they read, what they refuse, what they answer. */
#include "rules/condition.h"

#include "bench.h"

static const struct condition_tables *tables_of(struct bench *bench) {
    struct condition_tables *tables = ARENA_NEW(bench->arena, struct condition_tables);
    tables->options = option_lists_read(bench->arena, bench->shelf, STR("2007"), bench->open_diag);
    tables->lists = lists_read(bench->arena, bench->shelf, STR("2007"), bench->open_diag);
    return tables;
}

static enum truth ask(struct bench *bench, const char *text, struct condition_outcome *outcome) {
    struct condition condition;
    struct condition_fault fault = {{0}, {0}};
    bool is_read =
        condition_read(bench->arena, tables_of(bench), str_from_c(text), &condition, &fault);
    cr_assert(is_read, "%s: %" STR_FMT, text, STR_ARG(fault.text));
    struct case_facts facts = {
        .unit = bench->unit, .system = bench->unit->systems[0], .as_of = {2012, 6, 30}};
    *outcome = condition_test(&condition, bench->arena, &facts);
    return outcome->truth;
}

/* Every comparison on given, missing and unreadable values. */
Test(rules_condition, answers) {
    static const struct {
        const char *text;
        enum truth truth;
    } cases[] = {
        {"", TRUTH_YES},
        {"system.networked=1", TRUTH_YES},
        {"system.networked=0", TRUTH_NO},
        {"system.networked!=0", TRUTH_YES},
        {"system.scope=10|11", TRUTH_YES},
        {"system.scope=全国|跨省(区、市)", TRUTH_YES},
        {"system.scope=全国", TRUTH_NO},
        {"system.scope!=全国|30", TRUTH_YES},
        {"system.links=2", TRUTH_YES},
        {"system.links=3", TRUTH_NO},
        {"system.level=2", TRUTH_YES},
        {"system.level>=2", TRUTH_YES},
        {"system.level>=3", TRUTH_NO},
        {"system.level<=2", TRUTH_YES},
        {"system.level<=1", TRUTH_NO},
        {"unit.name=别的医院|某市人民医院", TRUTH_YES},
        {"unit.name!=某 市 人民医院", TRUTH_NO},
        {"system.name~电子病历|其他", TRUTH_YES},
        {"system.name~门诊", TRUTH_NO},
        {"system.business/system.name~电子病历", TRUTH_YES},
        {"system.business~电子病历", TRUTH_NO},
        {"system.category=1", TRUTH_UNTOLD},
        {"system.category!=1", TRUTH_UNTOLD},
        {"system.review_level>=3", TRUTH_UNTOLD},
        {"system.category missing", TRUTH_YES},
        {"system.category given", TRUTH_NO},
        {"system.level given", TRUTH_YES},
        {"system.level missing", TRUTH_NO},
        /* Unreadable is neither missing nor known. */
        {"system.is_branch missing", TRUTH_NO},
        {"system.is_branch=1", TRUTH_UNTOLD},
        /* One term that fails settles it; one that is untold leaves it open. */
        {"system.category=1 & system.networked=0", TRUTH_NO},
        {"system.networked=1 & system.category=1", TRUTH_UNTOLD},
        {"system.networked=1&system.level=2 & unit.name given", TRUTH_YES},
    };
    struct bench bench = bench_open();
    struct system *system = bench_system(&bench, "电 子病历系统");
    bench_set(&bench, &system->record, FIELD_SYSTEM_NETWORKED, "1");
    bench_set(&bench, &system->record, FIELD_SYSTEM_SCOPE, "11");
    bench_set(&bench, &system->record, FIELD_SYSTEM_LINKS, "1,2");
    bench_set(&bench, &system->record, FIELD_SYSTEM_LEVEL, "2");
    bench_set(&bench, &system->record, FIELD_SYSTEM_IS_BRANCH, "?");
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct condition_outcome outcome;
        cr_assert_eq(ask(&bench, cases[i].text, &outcome), cases[i].truth, "%s", cases[i].text);
    }
    bench_close(&bench);
}

/* Dates: one day against another, a field or the as-of date (2012-06-30); a month or a year alone
 * answers only where each of its days would. */
Test(rules_condition, dates) {
    static const struct {
        const char *text;
        enum truth truth;
    } cases[] = {
        {"system.graded before 2011-05-31", TRUTH_YES},
        {"system.graded before 2011-05-30", TRUTH_NO},
        {"system.graded after 2011-05-29", TRUTH_YES},
        {"system.graded after 2011-05-30", TRUTH_NO},
        {"system.graded before as-of", TRUTH_YES},
        {"system.graded after as-of", TRUTH_NO},
        {"system.police_filed after as-of", TRUTH_YES},
        {"system.health_filed after as-of", TRUTH_NO},
        {"system.health_filed before as-of", TRUTH_NO},
        {"system.graded before system.police_filed", TRUTH_YES},
        {"system.police_filed before system.graded", TRUTH_NO},
        {"system.police_filed after system.graded", TRUTH_YES},
        {"system.graded before system.graded", TRUTH_NO},
        /* 2012-02: a leap year's month */
        {"system.planned before 2012-03-01", TRUTH_YES},
        {"system.planned before 2012-02-29", TRUTH_UNTOLD},
        {"system.planned before 2012-02-02", TRUTH_UNTOLD},
        {"system.planned before 2012-02-01", TRUTH_NO},
        {"system.planned after 2012-01-31", TRUTH_YES},
        {"system.planned after 2012-02-01", TRUTH_UNTOLD},
        {"system.planned after 2012-02-29", TRUTH_NO},
        /* 2011-12 ends with the year; 2012 is one whole year */
        {"system.rectified before 2012-01-01", TRUTH_YES},
        {"system.rectified before 2011-12-31", TRUTH_UNTOLD},
        {"system.launched before 2013-01-01", TRUTH_YES},
        {"system.launched before 2012-12-31", TRUTH_UNTOLD},
        {"system.launched after as-of", TRUTH_UNTOLD},
        {"system.launched after system.rectified", TRUTH_YES},
        {"system.planned before system.launched", TRUTH_UNTOLD},
        {"system.assessed before as-of", TRUTH_UNTOLD},
        {"system.changed before as-of", TRUTH_UNTOLD},
        {"system.graded before system.assessed", TRUTH_UNTOLD},
        {"system.graded given & system.graded before as-of", TRUTH_YES},
    };
    struct bench bench = bench_open();
    struct record *record = &bench_system(&bench, "A")->record;
    bench_set(&bench, record, FIELD_SYSTEM_GRADED, "2011-05-30");
    bench_set(&bench, record, FIELD_SYSTEM_POLICE_FILED, "2012-07-01");
    bench_set(&bench, record, FIELD_SYSTEM_HEALTH_FILED, "2012-06-30");
    bench_set(&bench, record, FIELD_SYSTEM_PLANNED, "2012-02");
    bench_set(&bench, record, FIELD_SYSTEM_RECTIFIED, "2011-12");
    bench_set(&bench, record, FIELD_SYSTEM_LAUNCHED, "2012");
    bench_set(&bench, record, FIELD_SYSTEM_CHANGED, "?");
    struct condition_outcome outcome;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        cr_assert_eq(ask(&bench, cases[i].text, &outcome), cases[i].truth, "%s", cases[i].text);
    }
    ask(&bench, "system.graded before system.assessed", &outcome);
    cr_assert_eq(outcome.n_evidence, 1);
    cr_assert_eq(outcome.evidence[0].field, FIELD_SYSTEM_ASSESSED);
    ask(&bench, "system.graded before as-of", &outcome);
    cr_assert_eq(outcome.evidence[0].field, FIELD_SYSTEM_GRADED);
    bench_close(&bench);
}

/* Evidence: all that was looked at when it holds, only what is missing when it is untold. */
Test(rules_condition, evidence) {
    struct bench bench = bench_open();
    struct system *system = bench_system(&bench, "电子病历");
    bench_set(&bench, &system->record, FIELD_SYSTEM_NETWORKED, "1");
    struct condition_outcome outcome;
    ask(&bench, "system.networked=1 & system.name~病历", &outcome);
    cr_assert_eq(outcome.n_evidence, 2);
    cr_assert_eq(outcome.evidence[0].field, FIELD_SYSTEM_NETWORKED);
    cr_assert_eq(outcome.evidence[0].value, record_at(&system->record, FIELD_SYSTEM_NETWORKED));
    cr_assert_eq(outcome.evidence[1].field, FIELD_SYSTEM_NAME);
    cr_assert_str(outcome.matched, "病历");
    ask(&bench, "system.networked=1 & unit.kind=医院 & system.scope=10", &outcome);
    cr_assert_eq(outcome.n_evidence, 2);
    cr_assert_eq(outcome.evidence[0].field, FIELD_UNIT_KIND);
    cr_assert_eq(outcome.evidence[1].field, FIELD_SYSTEM_SCOPE);
    cr_assert_eq(outcome.evidence[1].value->text.len, 0);
    bench_close(&bench);
}

/* A question about a unit alone finds the fields of systems missing. */
Test(rules_condition, unit_alone) {
    struct bench bench = bench_open();
    struct condition condition;
    struct condition_fault fault;
    cr_assert(condition_read(bench.arena, tables_of(&bench), STR("system.name missing"), &condition,
                             &fault));
    struct case_facts facts = {.unit = bench.unit};
    cr_assert_eq(condition_test(&condition, bench.arena, &facts).truth, TRUTH_YES);
    bench_close(&bench);
}

/* What cannot be read names the part at fault and, where there is one, the nearest right one. */
Test(rules_condition, faults) {
    static const struct {
        const char *text, *fault, *expected;
    } cases[] = {
        {"system.netwrked=1", "system.netwrked", "system.networked"},
        {"system.category=核心业", "核心业", "核心业务"},
        {"system.scope=12", "12", NULL},
        {"system.networked=yes", "yes", NULL},
        {"system.level>=三", "三", NULL},
        {"system.name>=3", "3", NULL},
        {"system.graded=2011", "2011", NULL},
        {"system.graded before 2011", "2011", NULL},
        {"system.graded before 2011-02-30", "2011-02-30", NULL},
        {"system.graded after system.police_file", "system.police_file", "system.police_filed"},
        {"system.graded after system.level", "system.level",
         "YYYY-MM-DD | as-of | field of a date"},
        {"system.level before as-of", "system.level", "date"},
        {"system.grade before as-of", "system.grade", "system.graded"},
        {"system.graded/system.planned before as-of", "system.graded/system.planned", NULL},
        {"system.graded before", "system.graded before", NULL},
        {"system.networked", "system.networked", NULL},
        {"system.networked=", "", NULL},
        {"system.networked=1|", "1|", NULL},
        {"system.name~", "", NULL},
        {"system.name~a||b", "", NULL},
        {"system.scope/system.name=10", "system.scope/system.name", NULL},
        {"system.networked=1 &", "system.networked=1 &", NULL},
        {"& system.networked=1", "", NULL},
        {"system.networked=1 & system.level", "system.level", NULL},
        {"=1", "", NULL},
    };
    struct bench bench = bench_open();
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct condition condition;
        struct condition_fault fault = {{0}, {0}};
        bool is_read = condition_read(bench.arena, tables_of(&bench), str_from_c(cases[i].text),
                                      &condition, &fault);
        cr_assert_not(is_read, "%s was read", cases[i].text);
        cr_assert_str(fault.text, cases[i].fault);
        if (cases[i].expected) {
            cr_assert_str(fault.expected, cases[i].expected);
        }
    }
    bench_close(&bench);
}

/* No more terms than there is room for evidence. */
Test(rules_condition, too_many_terms) {
    struct bench bench = bench_open();
    struct buf text = {.arena = bench.arena};
    for (int i = 0; i < CONDITION_MAX_TERMS; i++) {
        buf_add_c(&text, i ? " & unit.name given" : "unit.name given");
    }
    struct condition condition;
    struct condition_fault fault;
    cr_assert(condition_read(bench.arena, tables_of(&bench), buf_str(&text), &condition, &fault));
    buf_add_c(&text, " & unit.name given");
    cr_assert_not(
        condition_read(bench.arena, tables_of(&bench), buf_str(&text), &condition, &fault));
    bench_close(&bench);
}
