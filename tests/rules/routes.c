/* Routes: a bureau is called by name only where the seat of the unit is known. Which bureau it is
 * the examples beside the table say (prove.c). */
#include "bench.h"

#include "rules/inputs.h"

/* A line of inputs and the bureau that comes of it. */
struct case_line {
    const char *edition, *inputs, *bureau;
};

static void check_case(const struct case_line *line, enum filing filing) {
    struct bench bench = bench_open_edition(line->edition);
    struct input_case made = input_case_open(bench.arena, STR("*"), 1);
    struct str fault = {0};
    cr_assert(input_case_fill(&made, bench.rules, str_from_c(line->inputs), &fault), "%s",
              line->inputs);
    struct route route =
        rules_route(bench.rules, bench.arena, made.unit, made.unit->systems[0], filing);
    cr_assert(route.general.len && route.reason.len && route.clause.len && route.row.len);
    cr_assert_eq(route.certainty == ROUTE_OPEN, route.n_decides > 0);
    cr_assert(str_is(route.bureau, line->bureau), "%s: %" STR_FMT, line->inputs,
              STR_ARG(route.bureau));
    bench_close(&bench);
}

static void check(const struct case_line *cases, size_t n, enum filing filing) {
    for (size_t i = 0; i < n; i++) {
        check_case(&cases[i], filing);
    }
}

Test(rules_routes, police_by_name) {
    static const struct case_line cases[] = {
        {"2007", "unit.affiliation=3; unit.region_code=360702", "赣州市公安局"},
        {"2020", "unit.affiliation=3; unit.region_code=360702", "赣州市公安局"},
        {"2007", "unit.affiliation=4; unit.region_code=422801", "恩施土家族苗族自治州公安局"},
        {"2007", "unit.affiliation=4; unit.province=江西省; unit.city=赣州市", "赣州市公安局"},
        {"2007", "unit.affiliation=4; unit.region_code=110105", "北京市公安局"},
        {"2007", "unit.affiliation=2; system.scope=20; unit.region_code=360702", "江西省公安厅"},
        {"2007", "unit.affiliation=2; system.scope=21; unit.region_code=450100",
         "广西壮族自治区公安厅"},
        {"2007", "unit.affiliation=2; system.scope=20; unit.region_code=310101", "上海市公安局"},
        {"2007", "unit.affiliation=2; unit.region_code=360100", "南昌市公安局（待核实）"},
        {"2007", "unit.affiliation=1; unit.region_code=420100; system.networked=0",
         "湖北省公安厅或其指定的地市级公安机关"},
        {"2007", "system.networked=1; system.filer=卫生部; unit.region_code=110102", "公安部"},
        {"2025", "system.scope=30; unit.region_code=360702", "赣州市公安局"},
        {"2025", "system.networked=1; unit.region_code=360702", "江西省公安厅或其指定的公安机关"},
    };
    check(cases, sizeof cases / sizeof cases[0], FILING_POLICE);
}

/* Without a seat, with one that has no city, or with one that the address contradicts, the words of
 * the clause stand. */
Test(rules_routes, police_without_a_name) {
    static const struct case_line cases[] = {
        {"2007", "unit.affiliation=3", "所在地设区的市级以上公安机关"},
        {"2007", "unit.affiliation=3; unit.region_code=999999", "所在地设区的市级以上公安机关"},
        {"2007", "unit.affiliation=4; unit.region_code=429004", "所在地设区的市级以上公安机关"},
        {"2007", "unit.affiliation=3; unit.region_code=360702; unit.province=湖北省",
         "所在地设区的市级以上公安机关"},
        {"2007", "system.level=3", "所在地设区的市级以上公安机关（待核实）"},
        {"2007", "unit.affiliation=?; unit.region_code=360702", "赣州市公安局（待核实）"},
    };
    check(cases, sizeof cases / sizeof cases[0], FILING_POLICE);
}

Test(rules_routes, health) {
    static const struct case_line cases[] = {
        {"2007", "unit.affiliation=2; unit.region_code=360702", "江西省卫生行政部门（待核实）"},
        {"2025", "unit.affiliation=3; unit.region_code=360702", "赣州市卫生行政部门（待核实）"},
        {"2007", "unit.affiliation=3; unit.region_code=110105", "北京市卫生行政部门（待核实）"},
        {"2007", "unit.affiliation=4; unit.region_code=110105", "朝阳区卫生行政部门（待核实）"},
        {"2007", "unit.affiliation=9; unit.region_code=360702", "属地卫生行政部门（待核实）"},
    };
    check(cases, sizeof cases / sizeof cases[0], FILING_HEALTH);
}

static struct bench bench_for_filed(const char *police) {
    struct bench bench = bench_open_edition("2007");
    struct input_case made = input_case_open(bench.arena, STR("*"), 2);
    struct str fault = {0};
    struct str inputs = str_concat(
        bench.arena,
        STR("unit.affiliation=2; unit.region_code=360102; system.level=2; system.scope=30; "
            "first.system.scope=20"),
        str_from_c(police));
    cr_assert(input_case_fill(&made, bench.rules, inputs, &fault));
    bench.unit = made.unit;
    return bench;
}

/* The papers of a unit name the bureaus of all its systems, each once; what the sender gave stands
 * before what the table says. */
Test(rules_routes, papers_name_them_all_and_what_was_given_first) {
    static const struct case_line cases[] = {
        {"", "", "江西省公安厅、南昌市公安局"},
        {"", "; unit.police=市公安局", "市公安局"},
        {"", "; first.system.police=省厅", "省厅、南昌市公安局"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct bench bench = bench_for_filed(cases[i].inputs);
        const struct unit_findings *findings = bench_judge_at(&bench, "2012-06-30");
        const struct filing_question question = {.findings = findings, .filing = FILING_POLICE};
        struct str said = rules_filed_with(bench.rules, bench.arena, &question);
        cr_assert(str_is(said, cases[i].bureau), "%" STR_FMT, STR_ARG(said));
        bench_close(&bench);
    }
}
