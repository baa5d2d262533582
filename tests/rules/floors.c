/* Floors of the guideline: each rule at each strength, exceptions, and how doubts are told. */
#include "bench.h"
#include "reported.h"

/* Asserts how a rule ends at the first system. */
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

/* A case of a rule: cells as FIELD=text, and how it ends. */
struct floor_case {
    const char *name, *networked, *scope, *branch, *category, *platform, *business;
    const char *kind, *class, *rank, *unit;
    enum floor_strength strength;
};

/* Every row of a rule, with its border on the other side. */
static void expect_all(const char *rule, const struct floor_case *cases, size_t n_cases) {
    struct bench bench = bench_open();
    for (size_t i = 0; i < n_cases; i++) {
        const struct floor_case *c = &cases[i];
        const struct {
            enum field field;
            const char *text;
        } cells[] = {
            {FIELD_SYSTEM_NETWORKED, c->networked},
            {FIELD_SYSTEM_SCOPE, c->scope},
            {FIELD_SYSTEM_IS_BRANCH, c->branch},
            {FIELD_SYSTEM_CATEGORY, c->category},
            {FIELD_SYSTEM_BUSINESS, c->business},
            {FIELD_SYSTEM_PLATFORM_LEVEL, c->platform},
            {FIELD_UNIT_KIND, c->kind},
            {FIELD_UNIT_HOSPITAL_CLASS, c->class},
            {FIELD_UNIT_ADMIN_LEVEL, c->rank},
            {FIELD_UNIT_NAME, c->unit},
        };
        bench_renew(&bench);
        struct system *system = add_second(&bench, c->name ? c->name : "资产管理系统");
        for (size_t k = 0; k < sizeof cells / sizeof cells[0]; k++) {
            if (cells[k].text) {
                set(&bench, system, cells[k].field, cells[k].text);
            }
        }
        const struct floor_hit *hit = bench_hit(bench_grade(&bench), rule);
        cr_assert_eq(hit->strength, c->strength, "%s case %zu: %d, not %d: %" STR_FMT, rule, i,
                     hit->strength, c->strength, STR_ARG(hit->reason));
        cr_assert_eq(hit->level, c->strength == FLOOR_NONE ? 0 : 3);
        cr_assert_gt(hit->reason.len, 0);
    }
    bench_close(&bench);
}
#define EXPECT_ALL(rule, cases) expect_all(rule, cases, sizeof(cases) / sizeof((cases)[0]))

Test(rules_floors, fl1_rows) {
    static const struct floor_case cases[] = {
        {.networked = "1", .strength = FLOOR_HARD},
        {.networked = "0", .strength = FLOOR_NONE},
        {.strength = FLOOR_OPEN},
        {.networked = "?", .scope = "30", .branch = "0", .strength = FLOOR_NONE},
        {.networked = "?", .scope = "30", .branch = "?", .strength = FLOOR_OPEN},
        /* Scope alone is no proof of networking. */
        {.scope = "10", .strength = FLOOR_OPEN},
        {.scope = "11", .strength = FLOOR_OPEN},
        {.scope = "11", .branch = "0", .strength = FLOOR_OPEN},
        {.scope = "20", .branch = "0", .strength = FLOOR_NONE},
        {.scope = "21", .branch = "0", .strength = FLOOR_NONE},
        {.scope = "30", .branch = "0", .strength = FLOOR_NONE},
        {.scope = "30", .branch = "1", .strength = FLOOR_OPEN},
        {.scope = "99", .branch = "0", .strength = FLOOR_OPEN},
        {.networked = "0", .scope = "10", .strength = FLOOR_WARNING},
        {.networked = "0", .scope = "20", .strength = FLOOR_NONE},
        /* A name of the guideline's list against any answer but yes. */
        {.name = "卫生统计网络直报系统", .networked = "0", .strength = FLOOR_OPEN},
        {.name = "卫生统计网络直报系统", .scope = "30", .branch = "0", .strength = FLOOR_OPEN},
        {.name = "传染性疾病报告系统", .networked = "0", .strength = FLOOR_OPEN},
        {.name = "传染病疫情信息报告系统", .networked = "0", .strength = FLOOR_OPEN},
        {.name = "传染病网络直报", .networked = "1", .strength = FLOOR_HARD},
        {.name = "传染病门诊报告", .networked = "0", .strength = FLOOR_NONE},
        {.name = "卫生监督信息报告系统", .networked = "0", .strength = FLOOR_OPEN},
        {.name = "突发公共卫生事件 应急指挥系统", .networked = "0", .strength = FLOOR_OPEN},
        {.name = "疾病监测信息报告管理系统", .networked = "0", .strength = FLOOR_OPEN},
        {.business = "用于传染病报告与审核", .scope = "30", .branch = "0", .strength = FLOOR_OPEN},
        {.business = "用于传染病报告与审核", .networked = "0", .strength = FLOOR_WARNING},
    };
    EXPECT_ALL("FL-1", cases);
}

Test(rules_floors, fl2a_rows) {
    static const struct floor_case cases[] = {
        {.category = "3", .platform = "2", .strength = FLOOR_NONE},
        {.category = "2", .platform = "4", .strength = FLOOR_NONE},
        {.category = "4", .platform = "2", .strength = FLOOR_OPEN},
        {.category = "5", .platform = "3", .strength = FLOOR_OPEN},
        {.category = "1", .platform = "3", .strength = FLOOR_HARD},
        {.platform = "1", .strength = FLOOR_HARD},
        {.platform = "2", .strength = FLOOR_HARD},
        {.platform = "3", .strength = FLOOR_HARD},
        {.name = "全民健康信息平台", .rank = "3", .strength = FLOOR_OPEN},
        {.name = "全民健康信息平台", .rank = "3", .category = "9", .strength = FLOOR_OPEN},
        {.name = "全民健康信息平台", .rank = "3", .platform = "9", .strength = FLOOR_WARNING},
        {.name = "全民健康信息平台", .rank = "4", .strength = FLOOR_NONE},
        {.name = "全民健康平台", .rank = "1", .strength = FLOOR_OPEN},
        {.name = "区域卫生信息平台", .rank = "2", .strength = FLOOR_OPEN},
        {.name = "区域影像平台", .rank = "2", .category = "9", .strength = FLOOR_NONE},
        {.category = "1", .strength = FLOOR_NONE},
        {.category = "2", .rank = "5", .strength = FLOOR_NONE},
        {.category = "2", .kind = "1", .strength = FLOOR_NONE},
        {.category = "2", .kind = "5", .strength = FLOOR_OPEN},
        {.category = "2", .kind = "2", .rank = "2", .strength = FLOOR_OPEN},
        {.category = "2", .platform = "9", .strength = FLOOR_NONE},
        {.strength = FLOOR_OPEN},
        {.platform = "?", .strength = FLOOR_OPEN},
    };
    EXPECT_ALL("FL-2a", cases);
}

Test(rules_floors, fl2b_rows) {
    static const struct floor_case cases[] = {
        {.category = "3", .platform = "1", .strength = FLOOR_HARD},
        {.category = "3", .platform = "2", .strength = FLOOR_NONE},
        {.category = "2", .platform = "1", .strength = FLOOR_NONE},
        {.name = "国家卫生数据中心", .category = "9", .platform = "3", .strength = FLOOR_OPEN},
        {.name = "全国妇幼健康数据仓库", .kind = "1", .strength = FLOOR_OPEN},
        {.name = "新农合中央数据平台", .strength = FLOOR_OPEN},
        {.name = "妇幼健康数据仓库", .platform = "9", .strength = FLOOR_NONE},
        {.name = "国家妇幼系统", .platform = "9", .strength = FLOOR_NONE},
        {.business = "国家卫生数据中心", .category = "3", .rank = "2", .strength = FLOOR_OPEN},
        {.business = "国家卫生数据中心", .category = "2", .rank = "2", .strength = FLOOR_NONE},
        {.category = "3", .rank = "1", .strength = FLOOR_OPEN},
        {.category = "3", .strength = FLOOR_OPEN},
        {.category = "3", .rank = "?", .platform = "?", .strength = FLOOR_OPEN},
        {.category = "3", .rank = "2", .strength = FLOOR_NONE},
        {.category = "3", .rank = "1", .kind = "6", .strength = FLOOR_NONE},
        {.category = "3", .rank = "1", .kind = "5", .strength = FLOOR_OPEN},
        {.strength = FLOOR_NONE},
    };
    EXPECT_ALL("FL-2b", cases);
}

Test(rules_floors, fl3_rows) {
    static const struct floor_case cases[] = {
        {.class = "31", .category = "1", .strength = FLOOR_HARD},
        {.class = "32", .category = "1", .strength = FLOOR_NONE},
        {.class = "33", .category = "1", .strength = FLOOR_NONE},
        {.class = "21", .category = "1", .strength = FLOOR_NONE},
        {.class = "99", .category = "1", .strength = FLOOR_NONE},
        {.class = "31", .strength = FLOOR_OPEN},
        {.class = "31", .category = "?", .strength = FLOOR_OPEN},
        {.class = "31", .category = "9", .strength = FLOOR_NONE},
        {.class = "31", .category = "9", .name = "门诊收费系统", .strength = FLOOR_OPEN},
        {.class = "31", .category = "5", .name = "his", .strength = FLOOR_OPEN},
        {.class = "31", .category = "5", .name = "ＰＡＣＳ系统", .strength = FLOOR_OPEN},
        {.class = "31", .category = "5", .name = "HISTORY库", .strength = FLOOR_NONE},
        {.class = "31", .category = "5", .name = "电子 病历", .strength = FLOOR_OPEN},
        {.class = "31", .category = "5", .name = "门诊停车收费", .strength = FLOOR_NONE},
        {.class = "31", .category = "4", .name = "门诊挂号", .strength = FLOOR_WARNING},
        {.class = "30", .category = "1", .strength = FLOOR_OPEN},
        {.class = "34", .category = "1", .strength = FLOOR_OPEN},
        {.class = "30", .strength = FLOOR_OPEN},
        {.class = "30", .category = "9", .name = "检验系统", .strength = FLOOR_OPEN},
        {.class = "30", .category = "2", .name = "检验平台", .strength = FLOOR_WARNING},
        {.class = "30", .category = "9", .strength = FLOOR_NONE},
        {.kind = "1", .category = "1", .strength = FLOOR_OPEN},
        {.kind = "5", .category = "1", .strength = FLOOR_OPEN},
        {.category = "1", .strength = FLOOR_OPEN},
        {.kind = "?", .class = "?", .category = "1", .strength = FLOOR_OPEN},
        {.kind = "2", .category = "1", .strength = FLOOR_NONE},
        {.kind = "6", .category = "1", .strength = FLOOR_NONE},
        {.kind = "1", .category = "9", .name = "手术麻醉", .strength = FLOOR_OPEN},
        {.kind = "1", .category = "3", .name = "手术麻醉", .strength = FLOOR_WARNING},
        {.kind = "1", .category = "9", .strength = FLOOR_NONE},
    };
    EXPECT_ALL("FL-3", cases);
}

Test(rules_floors, fl4_rows) {
    static const struct floor_case cases[] = {
        {.unit = "卫生部", .category = "4", .strength = FLOOR_HARD},
        {.unit = "中华人民共和国 卫生部", .category = "4", .strength = FLOOR_HARD},
        {.unit = "卫生部办公厅", .category = "4", .strength = FLOOR_HARD},
        {.unit = "某省卫生部门", .category = "4", .strength = FLOOR_NONE},
        {.unit = "卫生部", .strength = FLOOR_OPEN},
        {.unit = "卫生部", .category = "9", .strength = FLOOR_NONE},
        {.name = "卫生部政府门户网站", .strength = FLOOR_OPEN},
        {.name = "卫生部门户网站", .strength = FLOOR_OPEN},
        {.name = "卫生部政府网站", .category = "5", .strength = FLOOR_OPEN},
        {.name = "卫生部门网站", .strength = FLOOR_NONE},
        {.name = "国家卫生计生委官网", .strength = FLOOR_OPEN},
        {.category = "4", .strength = FLOOR_NONE},
    };
    EXPECT_ALL("FL-4", cases);
}

/* The committee's own level is the floor. */
Test(rules_floors, fl5_committee) {
    struct bench bench = bench_open();
    struct system *system = add_second(&bench, "信息系统");
    expect(&bench, "FL-5", FLOOR_NONE);
    set(&bench, system, FIELD_SYSTEM_REVIEW_LEVEL, "2");
    expect(&bench, "FL-5", FLOOR_NONE);
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
    cr_assert_eq(grading->n_hits, 6);
    for (size_t i = 0; i < 6; i++) {
        bool is_hard = i == 0 || i == 3 || i == 5;
        cr_assert_eq(grading->hits[i].strength == FLOOR_HARD, is_hard, "floor %zu", i);
    }
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

/* The committee's own finding admits no exception: it is not lifted, and what is lifted beside it
 * is still said. */
Test(rules_floors, committee_is_not_lifted) {
    struct bench bench = bench_open();
    struct system *system = add_second(&bench, "信息系统");
    set(&bench, system, FIELD_SYSTEM_NETWORKED, "1");
    set(&bench, system, FIELD_SYSTEM_REVIEWED, "1");
    set(&bench, system, FIELD_SYSTEM_FLOOR_EXCEPTION, "仅供查询，不存储数据");
    set(&bench, system, FIELD_SYSTEM_REVIEW_LEVEL, "4");
    const struct grading *grading = bench_grade(&bench);
    cr_assert_eq(grading->verdict, VERDICT_INACCURATE);
    cr_assert_eq(grading->floor_holding, 4);
    cr_assert(bench_hit(grading, "FL-1")->is_lifted);
    cr_assert_not(bench_hit(grading, "FL-5")->is_lifted);
    cr_assert_str(bench_find(&bench, DIAG_LEVEL_BELOW_FLOOR)->clause, "指导意见 四（一）1（5）");
    /* Nor is a finding that cannot be read. */
    set(&bench, system, FIELD_SYSTEM_REVIEW_LEVEL, "?");
    cr_assert_eq(bench_grade(&bench)->verdict, VERDICT_UNDECIDED);
    cr_assert_eq(bench_grade(&bench)->decides[0], FIELD_SYSTEM_REVIEW_LEVEL);
    set(&bench, system, FIELD_SYSTEM_REVIEW_LEVEL, "2");
    cr_assert_eq(bench_grade(&bench)->verdict, VERDICT_CONSISTENT);
    cr_assert_eq(bench_grade(&bench)->floor, 3);
    cr_assert_eq(bench_grade(&bench)->level_duty, 2);
    bench_close(&bench);
}

/* A suspicion that is no more than worth a look is told, and leaves the verdict. */
Test(rules_floors, settled_suspicion) {
    struct bench bench = bench_open();
    struct system *system = add_second(&bench, "病历影像归档");
    set(&bench, system, FIELD_UNIT_HOSPITAL_CLASS, "31");
    set(&bench, system, FIELD_UNIT_KIND, "1");
    set(&bench, system, FIELD_SYSTEM_CATEGORY, "4");
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
    set(&bench, system, FIELD_SYSTEM_PLATFORM_LEVEL, "9");
    set(&bench, system, FIELD_UNIT_NAME, "卫生部");
    bench_judge(&bench);
    size_t n_category = 0;
    for (size_t i = 0; i < diag_n(bench.diag); i++) {
        const struct diag_item *item = reported(bench.diag, i);
        if (item->id == DIAG_FLOOR_UNKNOWN && str_is(item->header, "系统类别")) {
            n_category++;
            cr_assert(
                str_contains(item->message, STR("三级甲等医院的核心业务信息系统、卫生部网站系统")));
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

/* Of very many systems each is told its own doubts. */
Test(rules_floors, each_of_many_systems_is_doubted) {
    enum { MANY = 5000 };
    struct bench bench = bench_open();
    for (int i = 0; i < MANY; i++) {
        struct system *system =
            add_second(&bench, str_to_c(bench.arena, str_format(bench.arena, "系统%d", i)));
        bench_leave(&bench, &system->record, FIELD_SYSTEM_CATEGORY, MISSED_NOT);
    }
    bench_judge(&bench);
    cr_assert_geq(bench_count(&bench, DIAG_FLOOR_UNKNOWN), MANY);
    bench_close(&bench);
}

/* Without a cell to point at, one report names all systems; a missing column was asked for. */
Test(rules_floors, a_missing_column_is_not_missed_again_system_by_system) {
    struct bench bench = bench_open();
    struct system *systems[] = {add_second(&bench, "甲"), add_second(&bench, "乙")};
    bench_judge(&bench);
    size_t n = bench_count(&bench, DIAG_FLOOR_UNKNOWN);
    cr_assert_gt(n, 0);
    cr_assert(str_contains(bench_find(&bench, DIAG_FLOOR_UNKNOWN)->message, STR("系统“甲、乙”")));
    for (size_t i = 0; i < 2; i++) {
        bench_leave(&bench, &systems[i]->record, FIELD_SYSTEM_CATEGORY, MISSED_COLUMN);
    }
    bench_judge(&bench);
    cr_assert_lt(bench_count(&bench, DIAG_FLOOR_UNKNOWN), n);
    bench_close(&bench);
}
