/* Floors of the guideline: each rule at each strength, exceptions, and how doubts are told. */
#include "bench.h"
#include "reported.h"

/* Asserts strength (-1: silent) of a rule at the first system. */
static const struct floor_hit *expect(struct bench *bench, const char *rule, int strength) {
    const struct floor_hit *hit = bench_hit(bench_grade(bench), rule);
    int found = hit ? (int)hit->strength : -1;
    cr_assert_eq(found, strength, "%s: strength %d, not %d", rule, found, strength);
    return hit;
}

static void set(struct bench *bench, struct system *system, enum field field, const char *text) {
    bool is_unit = field_info(field)->entity == ENTITY_UNIT;
    bench_set(bench, is_unit ? &bench->unit->record : &system->record, field, text);
}

/* A level-2 system whose matrix agrees. */
static struct system *add_second(struct bench *bench, const char *name) {
    struct system *system = bench_system(bench, name);
    bench_set_levels(bench, system, "2", "2", "2");
    bench_set_harm(bench, system, "1", "2", "2", "1");
    return system;
}

Test(rules_floors, fl1_networked_is_hard) {
    struct bench bench = bench_open();
    struct system *system = add_second(&bench, "信息系统");
    set(&bench, system, FIELD_SYSTEM_NETWORKED, "1");
    const struct floor_hit *hit = expect(&bench, "FL-1", FLOOR_HARD);
    cr_assert_eq(hit->level, 3);
    cr_assert_str(hit->clause, "指导意见 四（一）1（1）");
    cr_assert_eq(hit->n_evidence, 1);
    cr_assert_eq(hit->evidence[0].field, FIELD_SYSTEM_NETWORKED);
    cr_assert_eq(bench_grade(&bench)->floor, 3);
    cr_assert_eq(bench_grade(&bench)->level_duty, 3);
    cr_assert_eq(bench_grade(&bench)->verdict, VERDICT_INACCURATE);
    const struct diag_item *item = bench_find(&bench, DIAG_LEVEL_BELOW_FLOOR);
    cr_assert_eq(item->origin.column, FIELD_SYSTEM_LEVEL + 1);
    cr_assert_str(item->clause, "指导意见 四（一）1（1）");
    cr_assert(str_contains(item->message, STR("第二级低于下限第三级（跨省全国联网")));
    bench_close(&bench);
}

Test(rules_floors, fl1_scope) {
    struct bench bench = bench_open();
    struct system *system = add_second(&bench, "信息系统");
    set(&bench, system, FIELD_SYSTEM_SCOPE, "10");
    expect(&bench, "FL-1", FLOOR_HARD);
    set(&bench, system, FIELD_SYSTEM_SCOPE, "11");
    expect(&bench, "FL-1", FLOOR_HARD);
    /* Contradicted facts are asked about, not decided. */
    set(&bench, system, FIELD_SYSTEM_NETWORKED, "0");
    cr_assert_not(expect(&bench, "FL-1", FLOOR_WARNING)->is_open);
    set(&bench, system, FIELD_SYSTEM_SCOPE, "20");
    expect(&bench, "FL-1", -1);
    bench_close(&bench);
}

Test(rules_floors, fl1_names) {
    static const char *const names[] = {
        "卫生统计网络直报系统",         "传染性疾病报告系统",       "卫生监督信息报告系统",
        "突发公共卫生事件应急指挥系统", "疾病监测信息报告管理系统", "传染病直报系统",
    };
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        struct bench bench = bench_open();
        struct system *system = add_second(&bench, names[i]);
        const struct floor_hit *hit = expect(&bench, "FL-1", FLOOR_WARNING);
        cr_assert(hit->is_open);
        cr_assert_eq(hit->n_evidence, 2);
        cr_assert(str_contains(str_from_c(names[i]), hit->matched));
        cr_assert_eq(bench_grade(&bench)->verdict, VERDICT_UNDECIDED);
        cr_assert(str_contains(bench_find(&bench, DIAG_FLOOR_SUSPECTED)->suggestion,
                               STR("是否跨省全国联网")));
        /* Its being asked once is enough. */
        cr_assert_not(
            str_contains(bench_find(&bench, DIAG_FLOOR_UNKNOWN)->message, STR("是否跨省全国联网")));
        set(&bench, system, FIELD_SYSTEM_NETWORKED, "0");
        expect(&bench, "FL-1", -1);
        set(&bench, system, FIELD_SYSTEM_IS_BRANCH, "1");
        cr_assert_not(expect(&bench, "FL-1", FLOOR_WARNING)->is_open);
        set(&bench, system, FIELD_SYSTEM_IS_BRANCH, "");
        set(&bench, system, FIELD_SYSTEM_PARENT_UNIT, "中国疾病预防控制中心");
        expect(&bench, "FL-1", FLOOR_WARNING);
        bench_close(&bench);
    }
}

/* The description speaks like the name. */
Test(rules_floors, fl1_description) {
    struct bench bench = bench_open();
    struct system *system = add_second(&bench, "业务一号系统");
    set(&bench, system, FIELD_SYSTEM_BUSINESS, "用于传染病报告与审核");
    const struct floor_hit *hit = expect(&bench, "FL-1", FLOOR_WARNING);
    cr_assert_eq(hit->evidence[0].field == FIELD_SYSTEM_BUSINESS ||
                     hit->evidence[1].field == FIELD_SYSTEM_BUSINESS,
                 true);
    bench_close(&bench);
}

/* Not knowing whether it is networked is a doubt, until other facts rule it out. */
Test(rules_floors, fl1_unknown) {
    struct bench bench = bench_open();
    struct system *system = add_second(&bench, "资产管理系统");
    const struct floor_hit *hit = expect(&bench, "FL-1", FLOOR_UNKNOWN);
    cr_assert_eq(hit->evidence[0].field, FIELD_SYSTEM_NETWORKED);
    cr_assert_eq(hit->evidence[0].value->text.len, 0);
    set(&bench, system, FIELD_SYSTEM_SCOPE, "30");
    expect(&bench, "FL-1", FLOOR_UNKNOWN);
    set(&bench, system, FIELD_SYSTEM_IS_BRANCH, "0");
    expect(&bench, "FL-1", -1);
    bench_close(&bench);
}

Test(rules_floors, fl2a_platform) {
    static const char *const levels[] = {"1", "2", "3"};
    struct bench bench = bench_open();
    struct system *system = add_second(&bench, "信息系统");
    for (size_t i = 0; i < 3; i++) {
        set(&bench, system, FIELD_SYSTEM_PLATFORM_LEVEL, levels[i]);
        cr_assert_str(expect(&bench, "FL-2a", FLOOR_HARD)->clause, "指导意见 四（一）1（2）");
    }
    set(&bench, system, FIELD_SYSTEM_PLATFORM_LEVEL, "4");
    expect(&bench, "FL-2a", -1);
    set(&bench, system, FIELD_SYSTEM_PLATFORM_LEVEL, "9");
    expect(&bench, "FL-2a", -1);
    /* A website of the province is no platform: ask. */
    set(&bench, system, FIELD_SYSTEM_PLATFORM_LEVEL, "2");
    set(&bench, system, FIELD_SYSTEM_CATEGORY, "4");
    expect(&bench, "FL-2a", FLOOR_WARNING);
    bench_close(&bench);
}

Test(rules_floors, fl2a_name) {
    struct bench bench = bench_open();
    struct system *system = add_second(&bench, "全民健康信息平台");
    set(&bench, system, FIELD_UNIT_ADMIN_LEVEL, "3");
    const struct floor_hit *hit = expect(&bench, "FL-2a", FLOOR_WARNING);
    cr_assert(hit->is_open);
    cr_assert_str(hit->matched, "全民健康信息平台");
    set(&bench, system, FIELD_UNIT_ADMIN_LEVEL, "4");
    expect(&bench, "FL-2a", -1);
    bench_close(&bench);
}

Test(rules_floors, fl2a_unknown) {
    struct bench bench = bench_open();
    struct system *system = add_second(&bench, "信息系统");
    set(&bench, system, FIELD_SYSTEM_CATEGORY, "2");
    set(&bench, system, FIELD_UNIT_ADMIN_LEVEL, "2");
    set(&bench, system, FIELD_UNIT_KIND, "2");
    expect(&bench, "FL-2a", FLOOR_UNKNOWN);
    set(&bench, system, FIELD_UNIT_KIND, "1");
    expect(&bench, "FL-2a", -1);
    bench_close(&bench);
}

Test(rules_floors, fl2b_data_centre) {
    struct bench bench = bench_open();
    struct system *system = add_second(&bench, "数据中心");
    set(&bench, system, FIELD_SYSTEM_CATEGORY, "3");
    expect(&bench, "FL-2b", FLOOR_UNKNOWN);
    set(&bench, system, FIELD_SYSTEM_PLATFORM_LEVEL, "1");
    expect(&bench, "FL-2b", FLOOR_HARD);
    expect(&bench, "FL-2a", -1);
    /* Data centres of provinces are not meant, by FL-2a neither. */
    set(&bench, system, FIELD_SYSTEM_PLATFORM_LEVEL, "2");
    expect(&bench, "FL-2b", -1);
    expect(&bench, "FL-2a", -1);
    set(&bench, system, FIELD_SYSTEM_PLATFORM_LEVEL, "");
    set(&bench, system, FIELD_UNIT_ADMIN_LEVEL, "2");
    expect(&bench, "FL-2b", -1);
    bench_close(&bench);
}

Test(rules_floors, fl3_hospital_core) {
    static const char *const others[] = {"32", "33", "21", "11", "99"};
    struct bench bench = bench_open();
    struct system *system = add_second(&bench, "资产管理系统");
    set(&bench, system, FIELD_SYSTEM_CATEGORY, "1");
    set(&bench, system, FIELD_UNIT_HOSPITAL_CLASS, "31");
    const struct floor_hit *hit = expect(&bench, "FL-3", FLOOR_HARD);
    cr_assert_eq(hit->n_evidence, 2);
    cr_assert_str(hit->clause, "指导意见 四（一）1（3）");
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
        set(&bench, system, FIELD_UNIT_HOSPITAL_CLASS, others[i]);
        expect(&bench, "FL-3", -1);
    }
    /* Third class, not parted: no floor, but ask. */
    set(&bench, system, FIELD_UNIT_HOSPITAL_CLASS, "30");
    cr_assert_not(expect(&bench, "FL-3", FLOOR_WARNING)->is_open);
    set(&bench, system, FIELD_UNIT_HOSPITAL_CLASS, "31");
    set(&bench, system, FIELD_SYSTEM_CATEGORY, "5");
    expect(&bench, "FL-3", -1);
    bench_close(&bench);
}

/* Names of core systems speak where no category does; Latin words only as words. */
Test(rules_floors, fl3_names) {
    static const struct {
        const char *name;
        int strength;
    } cases[] = {
        {"HIS", FLOOR_WARNING},          {"his系统", FLOOR_WARNING},
        {"医院信息系统", FLOOR_WARNING}, {"ＰＡＣＳ系统", FLOOR_WARNING},
        {"电子 病历", FLOOR_WARNING},    {"HISTORY库", FLOOR_UNKNOWN},
        {"THIS系统", FLOOR_UNKNOWN},     {"后勤系统", FLOOR_UNKNOWN},
    };
    struct bench bench = bench_open();
    struct system *system = add_second(&bench, "x");
    set(&bench, system, FIELD_UNIT_HOSPITAL_CLASS, "31");
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        set(&bench, system, FIELD_SYSTEM_NAME, cases[i].name);
        cr_assert(expect(&bench, "FL-3", cases[i].strength)->is_open, "%s", cases[i].name);
    }
    set(&bench, system, FIELD_SYSTEM_NAME, "电子病历系统");
    set(&bench, system, FIELD_SYSTEM_CATEGORY, "9");
    cr_assert_not(expect(&bench, "FL-3", FLOOR_WARNING)->is_open);
    bench_close(&bench);
}

/* The class is asked for only where the unit may be a graded hospital. */
Test(rules_floors, fl3_class_missing) {
    static const struct {
        const char *kind;
        int strength;
    } cases[] = {{"", FLOOR_UNKNOWN},
                 {"1", FLOOR_UNKNOWN},
                 {"5", FLOOR_UNKNOWN},
                 {"2", -1},
                 {"3", -1},
                 {"9", -1}};
    struct bench bench = bench_open();
    struct system *system = add_second(&bench, "业务系统");
    set(&bench, system, FIELD_SYSTEM_CATEGORY, "1");
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        set(&bench, system, FIELD_UNIT_KIND, cases[i].kind);
        expect(&bench, "FL-3", cases[i].strength);
    }
    bench_close(&bench);
}

Test(rules_floors, fl4_ministry_site) {
    struct bench bench = bench_open();
    struct system *system = add_second(&bench, "门户网站");
    set(&bench, system, FIELD_SYSTEM_CATEGORY, "4");
    expect(&bench, "FL-4", -1);
    set(&bench, system, FIELD_UNIT_NAME, "卫生部");
    expect(&bench, "FL-4", FLOOR_HARD);
    set(&bench, system, FIELD_UNIT_NAME, "某省卫生部门");
    expect(&bench, "FL-4", -1);
    set(&bench, system, FIELD_UNIT_NAME, "中华人民共和国 卫生部");
    set(&bench, system, FIELD_SYSTEM_CATEGORY, "");
    expect(&bench, "FL-4", FLOOR_WARNING);
    set(&bench, system, FIELD_SYSTEM_NAME, "信息系统");
    expect(&bench, "FL-4", FLOOR_UNKNOWN);
    bench_close(&bench);
}

/* The committee's own level is the floor. */
Test(rules_floors, fl5_committee) {
    struct bench bench = bench_open();
    struct system *system = add_second(&bench, "信息系统");
    expect(&bench, "FL-5", -1);
    set(&bench, system, FIELD_SYSTEM_REVIEW_LEVEL, "2");
    expect(&bench, "FL-5", -1);
    set(&bench, system, FIELD_SYSTEM_REVIEW_LEVEL, "3");
    cr_assert_eq(expect(&bench, "FL-5", FLOOR_HARD)->level, 3);
    set(&bench, system, FIELD_SYSTEM_REVIEW_LEVEL, "4");
    cr_assert_eq(expect(&bench, "FL-5", FLOOR_HARD)->level, 4);
    bench_set_levels(&bench, system, "3", "3", "3");
    cr_assert_eq(bench_grade(&bench)->floor, 4);
    cr_assert_eq(bench_grade(&bench)->verdict, VERDICT_INACCURATE);
    bench_close(&bench);
}

/* All rules that speak are kept, the highest floor counts, one error names them all. */
Test(rules_floors, several_rules) {
    struct bench bench = bench_open();
    struct system *system = add_second(&bench, "医院信息系统");
    set(&bench, system, FIELD_UNIT_HOSPITAL_CLASS, "31");
    set(&bench, system, FIELD_SYSTEM_CATEGORY, "1");
    set(&bench, system, FIELD_SYSTEM_NETWORKED, "1");
    set(&bench, system, FIELD_SYSTEM_REVIEW_LEVEL, "4");
    const struct grading *grading = bench_grade(&bench);
    cr_assert_eq(grading->n_hits, 3);
    cr_assert_str(grading->hits[0].rule, "FL-1");
    cr_assert_str(grading->hits[1].rule, "FL-3");
    cr_assert_str(grading->hits[2].rule, "FL-5");
    cr_assert_eq(grading->floor, 4);
    cr_assert_eq(bench_count(&bench, DIAG_LEVEL_BELOW_FLOOR), 1);
    cr_assert_str(bench_find(&bench, DIAG_LEVEL_BELOW_FLOOR)->clause,
                  "指导意见 四（一）1（1）；指导意见 四（一）1（3）；指导意见 四（一）1（5）");
    bench_close(&bench);
}

/* A reason that the experts reviewed lifts the error, not the listing. */
Test(rules_floors, exception) {
    struct bench bench = bench_open();
    struct system *system = add_second(&bench, "信息系统");
    set(&bench, system, FIELD_SYSTEM_NETWORKED, "1");
    set(&bench, system, FIELD_SYSTEM_CATEGORY, "9");
    set(&bench, system, FIELD_SYSTEM_FLOOR_EXCEPTION, "仅供查询，不存储数据");
    cr_assert_eq(bench_grade(&bench)->verdict, VERDICT_INACCURATE);
    cr_assert_eq(bench_count(&bench, DIAG_FLOOR_EXCEPTION), 0);
    set(&bench, system, FIELD_SYSTEM_REVIEWED, "0");
    cr_assert_eq(bench_grade(&bench)->verdict, VERDICT_INACCURATE);
    set(&bench, system, FIELD_SYSTEM_FLOOR_EXCEPTION, "");
    set(&bench, system, FIELD_SYSTEM_REVIEWED, "1");
    cr_assert_eq(bench_grade(&bench)->verdict, VERDICT_INACCURATE);
    set(&bench, system, FIELD_SYSTEM_FLOOR_EXCEPTION, "仅供查询，不存储数据");
    const struct grading *grading = bench_grade(&bench);
    cr_assert(grading->is_floor_excepted);
    cr_assert_eq(grading->verdict, VERDICT_CONSISTENT);
    cr_assert_eq(grading->floor, 3);
    cr_assert(bench_hit(grading, "FL-1"));
    cr_assert_eq(bench_count(&bench, DIAG_LEVEL_BELOW_FLOOR), 0);
    cr_assert_eq(bench_count(&bench, DIAG_FLOOR_EXCEPTION), 1);
    /* A floor that was lifted is no reason for a level above the matrix. */
    bench_set_harm(&bench, system, "1", "1", "2", "1");
    cr_assert_eq(bench_grade(&bench)->verdict, VERDICT_ABOVE_MATRIX);
    /* The reason answers floors that cannot be told, too. */
    bench_set_harm(&bench, system, "1", "2", "2", "1");
    set(&bench, system, FIELD_SYSTEM_NETWORKED, "");
    cr_assert_eq(bench_grade(&bench)->verdict, VERDICT_CONSISTENT);
    cr_assert_eq(bench_count(&bench, DIAG_FLOOR_UNKNOWN), 0);
    bench_close(&bench);
}

/* A suspicion that given facts speak against is told, and leaves the verdict. */
Test(rules_floors, settled_suspicion) {
    struct bench bench = bench_open();
    struct system *system = add_second(&bench, "病历影像归档");
    set(&bench, system, FIELD_UNIT_HOSPITAL_CLASS, "31");
    set(&bench, system, FIELD_UNIT_KIND, "1");
    set(&bench, system, FIELD_SYSTEM_CATEGORY, "9");
    set(&bench, system, FIELD_SYSTEM_NETWORKED, "0");
    cr_assert_eq(bench_grade(&bench)->verdict, VERDICT_CONSISTENT);
    cr_assert_eq(bench_count(&bench, DIAG_FLOOR_SUSPECTED), 1);
    cr_assert(str_contains(bench_find(&bench, DIAG_FLOOR_SUSPECTED)->suggestion,
                           STR("机构等级、系统类别")));
    bench_close(&bench);
}

/* Doubts that cannot change the result are kept as hits, not reported, and leave the verdict. */
Test(rules_floors, doubts_that_do_not_matter) {
    struct bench bench = bench_open();
    struct system *system = bench_system(&bench, "信息系统");
    bench_set_levels(&bench, system, "3", "3", "3");
    bench_set_harm(&bench, system, "2", "2", "2", "2");
    const struct grading *grading = bench_grade(&bench);
    cr_assert_eq(grading->verdict, VERDICT_CONSISTENT);
    cr_assert_gt(grading->n_hits, 0);
    cr_assert_eq(bench_count(&bench, DIAG_FLOOR_UNKNOWN), 0);
    /* Neither do they behind a floor that is certain. */
    bench_set_levels(&bench, system, "2", "2", "2");
    set(&bench, system, FIELD_SYSTEM_PLATFORM_LEVEL, "2");
    cr_assert_eq(bench_grade(&bench)->verdict, VERDICT_INACCURATE);
    cr_assert_eq(bench_count(&bench, DIAG_FLOOR_UNKNOWN), 0);
    bench_close(&bench);
}

/* A fact of the unit is asked for once, at the unit's row, for all systems that wait for it. */
Test(rules_floors, unit_fact_asked_once) {
    struct bench bench = bench_open();
    set(&bench, NULL, FIELD_UNIT_KIND, "1");
    for (size_t i = 0; i < 3; i++) {
        static const char *const names[] = {"甲系统", "乙系统", "丙系统"};
        struct system *system = add_second(&bench, names[i]);
        set(&bench, system, FIELD_SYSTEM_CATEGORY, "1");
        set(&bench, system, FIELD_SYSTEM_NETWORKED, "0");
    }
    const struct unit_findings *findings = bench_judge(&bench);
    cr_assert_eq(findings->gradings[2].verdict, VERDICT_UNDECIDED);
    cr_assert_eq(bench_count(&bench, DIAG_FLOOR_UNKNOWN), 1);
    const struct diag_item *item = bench_find(&bench, DIAG_FLOOR_UNKNOWN);
    cr_assert_eq(item->origin.row, 2);
    cr_assert_str(item->header, "机构等级");
    cr_assert(str_contains(item->message, STR("“甲系统、乙系统、丙系统”")));
    cr_assert(str_contains(item->message, STR("机构等级未填")));
    bench_close(&bench);
}

/* A fact of the system is asked for once for all floors that wait for it. */
Test(rules_floors, system_fact_asked_once) {
    struct bench bench = bench_open();
    struct system *system = add_second(&bench, "资产管理系统");
    set(&bench, system, FIELD_UNIT_HOSPITAL_CLASS, "31");
    set(&bench, system, FIELD_UNIT_KIND, "2");
    set(&bench, system, FIELD_SYSTEM_NETWORKED, "0");
    set(&bench, system, FIELD_SYSTEM_PLATFORM_LEVEL, "1");
    bench_set_levels(&bench, system, "2", "2", "2");
    set(&bench, system, FIELD_SYSTEM_PLATFORM_LEVEL, "");
    bench_judge(&bench);
    size_t n_category = 0;
    for (size_t i = 0; i < diag_n(bench.diag); i++) {
        const struct diag_item *item = reported(bench.diag, i);
        if (item->id == DIAG_FLOOR_UNKNOWN && str_is(item->header, "系统类别")) {
            n_category++;
            cr_assert(str_contains(item->message, STR("等国家级数据中心、三级甲等医院")));
            cr_assert(str_contains(item->message, STR("系统“资产管理系统”是否")));
            cr_assert_eq(item->origin.row, 10);
        }
    }
    cr_assert_eq(n_category, 1);
    bench_close(&bench);
}

/* A fact that could not be read leaves the floor open, but has been reported by intake. */
Test(rules_floors, unreadable_fact) {
    struct bench bench = bench_open();
    struct system *system = add_second(&bench, "信息系统");
    set(&bench, system, FIELD_UNIT_KIND, "3");
    set(&bench, system, FIELD_UNIT_ADMIN_LEVEL, "4");
    set(&bench, system, FIELD_SYSTEM_NETWORKED, "?");
    cr_assert_eq(bench_grade(&bench)->verdict, VERDICT_UNDECIDED);
    cr_assert_eq(bench_count(&bench, DIAG_FLOOR_UNKNOWN), 0);
    bench_close(&bench);
}

/* The floor rules for the report, in the guideline's order. */
Test(rules_floors, listed_in_order) {
    static const char *const rules[] = {"FL-1", "FL-2a", "FL-2b", "FL-3", "FL-4", "FL-5"};
    struct bench bench = bench_open();
    size_t n_floors = 0;
    const struct floor_rule *floors = rules_floors(bench.rules, &n_floors);
    cr_assert_eq(n_floors, 6);
    for (size_t i = 0; i < 6; i++) {
        cr_assert_str(floors[i].rule, rules[i]);
        cr_assert_gt(floors[i].category.len, 0);
        cr_assert(str_starts(floors[i].clause, STR("指导意见 四（一）1（")));
    }
    bench_close(&bench);
}

/* The doubts of one system are not sought among those of all others. */
Test(rules_floors, many_systems_take_no_more_time_each, .timeout = 30) {
    enum { MANY = 20000 };
    struct bench bench = bench_open();
    for (int i = 0; i < MANY; i++) {
        add_second(&bench, str_to_c(bench.arena, str_format(bench.arena, "系统%d", i)));
    }
    bench_judge(&bench);
    cr_assert_geq(bench_count(&bench, DIAG_FLOOR_UNKNOWN), MANY);
    bench_close(&bench);
}
