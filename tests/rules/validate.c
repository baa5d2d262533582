/* Validation rules of the filing form: each provoked and not provoked. */
#include "bench.h"
#include "reported.h"

/* A system of the third level, reviewed, against which nothing speaks. */
static struct system *add_third(struct bench *bench, const char *name) {
    struct system *system = bench_system(bench, name);
    bench_set_levels(bench, system, "3", "3", "3");
    bench_set_harm(bench, system, "2", "2", "2", "2");
    bench_set(bench, &system->record, FIELD_SYSTEM_REVIEWED, "1");
    return system;
}

/* Reports of an id about the first system or the unit, with its field set to each value. */
static size_t count_with(struct bench *bench, enum field field, const char *text, enum diag_id id) {
    bool is_unit = field_info(field)->entity == ENTITY_UNIT;
    struct record *record = is_unit ? &bench->unit->record : &bench->unit->systems[0]->record;
    bench_set(bench, record, field, text);
    bench_judge(bench);
    return bench_count(bench, id);
}

/* Answers every box of the form that nothing else asks for. */
static void fill_boxes(struct bench *bench, struct system *system) {
    static const struct {
        enum field field;
        const char *text;
    } boxes[] = {
        {FIELD_SYSTEM_NUMBER, "1"},
        {FIELD_PRODUCT_SECURITY_COUNT, "0"},
        {FIELD_PRODUCT_NETWORK_COUNT, "0"},
        {FIELD_PRODUCT_OS_COUNT, "0"},
        {FIELD_PRODUCT_DATABASE_COUNT, "0"},
        {FIELD_PRODUCT_SERVER_COUNT, "0"},
        {FIELD_SERVICE_ASSESSMENT_USED, "0"},
        {FIELD_SERVICE_RISK_USED, "0"},
        {FIELD_SERVICE_RECOVERY_USED, "0"},
        {FIELD_SERVICE_RESPONSE_USED, "0"},
        {FIELD_SERVICE_INTEGRATION_USED, "0"},
        {FIELD_SERVICE_CONSULTING_USED, "0"},
        {FIELD_SERVICE_TRAINING_USED, "0"},
        {FIELD_SYSTEM_REPORT, "0"},
        {FIELD_SYSTEM_FILLER, "A"},
        {FIELD_SYSTEM_FILL_DATE, "2012-01-01"},
        {FIELD_MATERIAL_TOPOLOGY, "0"},
        {FIELD_MATERIAL_ORGANISATION, "0"},
        {FIELD_MATERIAL_DESIGN, "0"},
        {FIELD_MATERIAL_PRODUCTS, "0"},
        {FIELD_MATERIAL_ASSESSMENT, "0"},
        {FIELD_MATERIAL_REVIEW, "0"},
        {FIELD_MATERIAL_APPROVAL, "0"},
    };
    for (size_t i = 0; i < sizeof boxes / sizeof boxes[0]; i++) {
        bench_set(bench, &system->record, boxes[i].field, boxes[i].text);
    }
}

/* Boxes left blank are one warning a unit, those of as many systems together; below the third level
 * 表四 is not asked for. */
Test(rules_validate, blank_boxes_are_one_warning) {
    struct bench bench = bench_open();
    struct system *system = add_third(&bench, "信息系统");
    fill_boxes(&bench, system);
    bench_leave(&bench, &system->record, FIELD_MATERIAL_DESIGN, MISSED_NOT);
    bench_leave(&bench, &system->record, FIELD_SYSTEM_NUMBER, MISSED_NOT);
    bench_judge(&bench);
    const struct diag_item *item = bench_find(&bench, DIAG_FORM_BLANK);
    cr_assert_eq(item->severity, SEVERITY_WARNING);
    cr_assert(str_contains(item->message, STR("的备案表有下列各项留空：系统编号、")));
    cr_assert(str_contains(item->message, STR("改建实施方案")));
    struct system *second = add_third(&bench, "第二系统");
    fill_boxes(&bench, second);
    bench_judge(&bench);
    cr_assert_eq(bench_count(&bench, DIAG_FORM_BLANK), 1);
    cr_assert(
        str_ends(bench_find(&bench, DIAG_FORM_BLANK)->message,
                 STR("留空：系统编号、系统安全保护设施设计实施方案或改建实施方案（1 个系统）")));
    bench_set_levels(&bench, second, "1", "1", "1");
    bench_set_levels(&bench, system, "2", "2", "2");
    bench_judge(&bench);
    cr_assert(str_ends(bench_find(&bench, DIAG_FORM_BLANK)->message, STR("留空：系统编号")));
    bench_set_levels(&bench, system, "1", "1", "1");
    bench_judge(&bench);
    cr_assert_eq(bench_count(&bench, DIAG_FORM_BLANK), 0);
    cr_assert_eq(bench_count(&bench, DIAG_FORM_LACKS), 0);
    bench_close(&bench);
}

/* Boxes for whose columns nobody was asked are told apart, and are no warning. */
Test(rules_validate, boxes_without_a_column_are_a_note) {
    struct bench bench = bench_open();
    struct system *system = add_third(&bench, "信息系统"), *second = add_third(&bench, "第二系统");
    fill_boxes(&bench, system);
    fill_boxes(&bench, second);
    bench_set(&bench, &system->record, FIELD_SYSTEM_FILLER, "");
    bench_leave(&bench, &system->record, FIELD_SYSTEM_NUMBER, MISSED_COLUMN);
    bench_leave(&bench, &second->record, FIELD_SYSTEM_NUMBER, MISSED_CELL);
    bench_judge(&bench);
    const struct diag_item *lacks = bench_find(&bench, DIAG_FORM_LACKS);
    cr_assert_eq(lacks->severity, SEVERITY_NOTE);
    cr_assert(str_ends(lacks->message, STR("没有这些列：系统编号、填表人（1 个系统）")));
    cr_assert(
        str_ends(bench_find(&bench, DIAG_FORM_BLANK)->message, STR("留空：系统编号（1 个系统）")));
    bench_close(&bench);
}

/* A share of domestic products is asked for where there are products, a provider where there is a
 * service. */
Test(rules_validate, blank_boxes_depend_on_others) {
    struct bench bench = bench_open();
    fill_boxes(&bench, add_third(&bench, "信息系统"));
    cr_assert_eq(count_with(&bench, FIELD_PRODUCT_OS_COUNT, "0", DIAG_FORM_LACKS), 0);
    cr_assert_eq(count_with(&bench, FIELD_PRODUCT_OS_COUNT, "3", DIAG_FORM_LACKS), 1);
    cr_assert_eq(count_with(&bench, FIELD_PRODUCT_OS_COUNT, "0", DIAG_FORM_LACKS), 0);
    cr_assert_eq(count_with(&bench, FIELD_SERVICE_RISK_USED, "1", DIAG_FORM_LACKS), 1);
    cr_assert_eq(count_with(&bench, FIELD_SERVICE_RISK_PROVIDER, "2", DIAG_FORM_LACKS), 0);
    bench_close(&bench);
}

/* A good system provokes nothing at all. */
Test(rules_validate, nothing_to_say) {
    struct bench bench = bench_open();
    fill_boxes(&bench, add_third(&bench, "信息系统"));
    bench_set(&bench, &bench.unit->systems[0]->record, FIELD_MATERIAL_REVIEW, "1");
    bench_set(&bench, &bench.unit->systems[0]->record, FIELD_MATERIAL_REVIEW_NAME, "A");
    bench_judge(&bench);
    for (size_t i = 0; i < diag_n(bench.diag); i++) {
        cr_log_error("%" STR_FMT, STR_ARG(reported(bench.diag, i)->message));
    }
    cr_assert_eq(diag_n(bench.diag), 0);
    bench_close(&bench);
}

Test(rules_validate, branch_needs_parent) {
    struct bench bench = bench_open();
    add_third(&bench, "信息系统");
    cr_assert_eq(count_with(&bench, FIELD_SYSTEM_IS_BRANCH, "0", DIAG_PARENT_MISSING), 0);
    cr_assert_eq(count_with(&bench, FIELD_SYSTEM_IS_BRANCH, "1", DIAG_PARENT_MISSING), 2);
    const struct diag_item *item = bench_find(&bench, DIAG_PARENT_MISSING);
    cr_assert_str(item->header, "上级系统名称");
    cr_assert_eq(item->origin.row, 10);
    cr_assert_eq(item->origin.column, 0);
    cr_assert_str(item->clause, "备案表 表二11、12");
    cr_assert(str_contains(item->message, STR("“信息系统”是分系统，上级系统名称未填")));
    cr_assert_eq(count_with(&bench, FIELD_SYSTEM_PARENT_NAME, "上级", DIAG_PARENT_MISSING), 1);
    cr_assert_eq(count_with(&bench, FIELD_SYSTEM_PARENT_UNIT, "?", DIAG_PARENT_MISSING), 0);
    bench_close(&bench);
}

Test(rules_validate, authority_needs_name_and_approval) {
    struct bench bench = bench_open();
    add_third(&bench, "信息系统");
    cr_assert_eq(count_with(&bench, FIELD_SYSTEM_HAS_AUTHORITY, "0", DIAG_AUTHORITY_MISSING), 0);
    cr_assert_eq(count_with(&bench, FIELD_SYSTEM_HAS_AUTHORITY, "1", DIAG_AUTHORITY_MISSING), 2);
    cr_assert_eq(count_with(&bench, FIELD_SYSTEM_AUTHORITY, "市卫生局", DIAG_AUTHORITY_MISSING), 1);
    cr_assert_eq(count_with(&bench, FIELD_SYSTEM_APPROVED, "0", DIAG_AUTHORITY_MISSING), 0);
    bench_close(&bench);
}

/* 填表说明 四: who ticks 其他 writes down what. */
Test(rules_validate, other_needs_its_words) {
    static const struct {
        enum field field;
        const char *other, *named;
    } options[] = {
        {FIELD_UNIT_AFFILIATION, "9", "1"}, {FIELD_UNIT_TYPE, "9", "3"},
        {FIELD_UNIT_INDUSTRY, "99", "45"},  {FIELD_SYSTEM_BUSINESS_TYPE, "9", "1"},
        {FIELD_SYSTEM_SCOPE, "99", "30"},   {FIELD_SYSTEM_AUDIENCE, "9", "1"},
        {FIELD_SYSTEM_COVERAGE, "9", "1"},  {FIELD_SYSTEM_NETWORK, "9", "1"},
        {FIELD_SYSTEM_LINKS, "9", "1"},
    };
    struct bench bench = bench_open();
    add_third(&bench, "信息系统");
    for (size_t i = 0; i < sizeof options / sizeof options[0]; i++) {
        enum field field = options[i].field;
        cr_assert_eq(count_with(&bench, field, options[i].other, DIAG_OTHER_UNNAMED), 1);
        const struct diag_item *item = bench_find(&bench, DIAG_OTHER_UNNAMED);
        cr_assert_eq(item->severity, SEVERITY_WARNING);
        bool is_unit = field_info(field)->entity == ENTITY_UNIT;
        struct record *record = is_unit ? &bench.unit->record : &bench.unit->systems[0]->record;
        struct value detailed = *record_value(record, field);
        detailed.detail = STR("另有内容");
        record_set(record, field, &detailed);
        bench_judge(&bench);
        cr_assert_eq(bench_count(&bench, DIAG_OTHER_UNNAMED), 0);
        cr_assert_eq(count_with(&bench, field, options[i].named, DIAG_OTHER_UNNAMED), 0);
    }
    bench_close(&bench);
}

Test(rules_validate, scope_needs_count) {
    struct bench bench = bench_open();
    add_third(&bench, "信息系统");
    cr_assert_eq(count_with(&bench, FIELD_SYSTEM_SCOPE, "20", DIAG_SCOPE_COUNT_MISSING), 0);
    cr_assert_eq(count_with(&bench, FIELD_SYSTEM_SCOPE, "11", DIAG_SCOPE_COUNT_MISSING), 1);
    cr_assert_eq(count_with(&bench, FIELD_SYSTEM_SCOPE, "21", DIAG_SCOPE_COUNT_MISSING), 1);
    cr_assert_eq(count_with(&bench, FIELD_SYSTEM_SCOPE_COUNT, "0", DIAG_SCOPE_COUNT_MISSING), 1);
    cr_assert_eq(count_with(&bench, FIELD_SYSTEM_SCOPE_COUNT, "3", DIAG_SCOPE_COUNT_MISSING), 0);
    bench_close(&bench);
}

/* A day that has not come is a plan, whatever the level; the as-of date (2012-06-30) itself has. */
Test(rules_validate, dates_after_the_as_of_date) {
    struct bench bench = bench_open();
    bench_system(&bench, "信息系统");
    static const enum field fields[] = {
        FIELD_SYSTEM_GRADED,       FIELD_SYSTEM_POLICE_FILED, FIELD_SYSTEM_HEALTH_FILED,
        FIELD_SYSTEM_SELF_CHECKED, FIELD_SYSTEM_RECTIFIED,    FIELD_SYSTEM_FIRST_ASSESSED,
        FIELD_SYSTEM_LAUNCHED,     FIELD_SYSTEM_CHANGED,      FIELD_UNIT_INVENTORY_CHECKED,
        FIELD_UNIT_TRAINING_LAST,
    };
    for (size_t i = 0; i < sizeof fields / sizeof fields[0]; i++) {
        cr_assert_eq(count_with(&bench, fields[i], "2012-06-30", DIAG_DATE_AHEAD), 0);
        cr_assert_eq(count_with(&bench, fields[i], "2012-06", DIAG_DATE_AHEAD), 0);
        cr_assert_eq(count_with(&bench, fields[i], "2012-07-01", DIAG_DATE_AHEAD), 1);
        cr_assert_eq(count_with(&bench, fields[i], "", DIAG_DATE_AHEAD), 0);
    }
    bench_close(&bench);
}

Test(rules_validate, third_level_needs_review) {
    struct bench bench = bench_open();
    struct system *system = add_third(&bench, "信息系统");
    cr_assert_eq(count_with(&bench, FIELD_SYSTEM_REVIEWED, "1", DIAG_REVIEW_MISSING), 0);
    cr_assert_eq(count_with(&bench, FIELD_SYSTEM_REVIEWED, "0", DIAG_REVIEW_MISSING), 1);
    const struct diag_item *item = bench_find(&bench, DIAG_REVIEW_MISSING);
    cr_assert_eq(item->origin.column, FIELD_SYSTEM_REVIEWED + 1);
    cr_assert_str(item->header, "header as written");
    cr_assert(str_contains(item->message, STR("定为第三级")));
    cr_assert(str_starts(item->clause, STR("指导意见 四（一）2")));
    /* Not answered is asked for, not held against it. */
    cr_assert_eq(count_with(&bench, FIELD_SYSTEM_REVIEWED, "", DIAG_REVIEW_MISSING), 0);
    cr_assert_str(bench_find(&bench, DIAG_VALUE_EMPTY)->header, "专家评审情况");
    bench_set_levels(&bench, system, "2", "2", "2");
    cr_assert_eq(count_with(&bench, FIELD_SYSTEM_REVIEWED, "0", DIAG_REVIEW_MISSING), 0);
    cr_assert_eq(count_with(&bench, FIELD_SYSTEM_REVIEWED, "", DIAG_VALUE_EMPTY), 1,
                 "the form has the box at every level it is for");
    bench_set_levels(&bench, system, "1", "1", "1");
    cr_assert_eq(count_with(&bench, FIELD_SYSTEM_REVIEWED, "", DIAG_VALUE_EMPTY), 0);
    bench_close(&bench);
}

Test(rules_validate, materials_need_names) {
    static const enum field materials[][2] = {
        {FIELD_MATERIAL_TOPOLOGY, FIELD_MATERIAL_TOPOLOGY_NAME},
        {FIELD_MATERIAL_ORGANISATION, FIELD_MATERIAL_ORGANISATION_NAME},
        {FIELD_MATERIAL_DESIGN, FIELD_MATERIAL_DESIGN_NAME},
        {FIELD_MATERIAL_PRODUCTS, FIELD_MATERIAL_PRODUCTS_NAME},
        {FIELD_MATERIAL_ASSESSMENT, FIELD_MATERIAL_ASSESSMENT_NAME},
        {FIELD_MATERIAL_REVIEW, FIELD_MATERIAL_REVIEW_NAME},
        {FIELD_MATERIAL_APPROVAL, FIELD_MATERIAL_APPROVAL_NAME},
    };
    for (size_t i = 0; i < sizeof materials / sizeof materials[0]; i++) {
        struct bench bench = bench_open();
        struct system *system = add_third(&bench, "信息系统");
        cr_assert_eq(count_with(&bench, materials[i][0], "0", DIAG_MATERIAL_NAME), 0);
        cr_assert_eq(count_with(&bench, materials[i][0], "1", DIAG_MATERIAL_NAME), 1);
        bench_set_levels(&bench, system, "2", "2", "2");
        cr_assert_eq(count_with(&bench, materials[i][0], "1", DIAG_MATERIAL_NAME), 0);
        bench_set_levels(&bench, system, "3", "3", "3");
        cr_assert_eq(count_with(&bench, materials[i][1], "附件", DIAG_MATERIAL_NAME), 0);
        bench_close(&bench);
    }
}

/* The grading report is asked of every level. */
Test(rules_validate, report_needs_name) {
    struct bench bench = bench_open();
    struct system *system = add_third(&bench, "信息系统");
    bench_set_levels(&bench, system, "2", "2", "2");
    cr_assert_eq(count_with(&bench, FIELD_SYSTEM_REPORT, "1", DIAG_MATERIAL_NAME), 1);
    cr_assert(str_contains(bench_find(&bench, DIAG_MATERIAL_NAME)->message, STR("系统定级报告")));
    cr_assert_eq(count_with(&bench, FIELD_SYSTEM_REPORT_NAME, "报告", DIAG_MATERIAL_NAME), 0);
    bench_close(&bench);
}

Test(rules_validate, materials_agree) {
    static const struct {
        enum field material, other;
        const char *values[2];
        size_t count;
    } cases[] = {
        {FIELD_MATERIAL_REVIEW, FIELD_SYSTEM_REVIEWED, {"1", "1"}, 0},
        {FIELD_MATERIAL_REVIEW, FIELD_SYSTEM_REVIEWED, {"1", "0"}, 1},
        {FIELD_MATERIAL_REVIEW, FIELD_SYSTEM_REVIEWED, {"0", "1"}, 1},
        {FIELD_MATERIAL_REVIEW, FIELD_SYSTEM_REVIEWED, {"", "1"}, 0},
        {FIELD_MATERIAL_APPROVAL, FIELD_SYSTEM_APPROVED, {"1", "1"}, 0},
        {FIELD_MATERIAL_APPROVAL, FIELD_SYSTEM_APPROVED, {"1", "0"}, 1},
        {FIELD_MATERIAL_APPROVAL, FIELD_SYSTEM_APPROVED, {"0", "1"}, 1},
        /* An assessment report wants both the service and the assessor's name. */
        {FIELD_MATERIAL_ASSESSMENT, FIELD_SERVICE_ASSESSMENT_USED, {"1", "0"}, 2},
        {FIELD_MATERIAL_ASSESSMENT, FIELD_SERVICE_ASSESSMENT_USED, {"1", ""}, 2},
        {FIELD_MATERIAL_ASSESSMENT, FIELD_SERVICE_ASSESSMENT_USED, {"1", "1"}, 1},
        {FIELD_MATERIAL_ASSESSMENT, FIELD_SERVICE_ASSESSMENT_USED, {"0", "1"}, 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct bench bench = bench_open();
        struct system *system = add_third(&bench, "信息系统");
        bench_set(&bench, &system->record, cases[i].material, cases[i].values[0]);
        size_t count =
            count_with(&bench, cases[i].other, cases[i].values[1], DIAG_MATERIAL_DISAGREES);
        cr_assert_eq(count, cases[i].count, "case %zu: %zu", i, count);
        bench_close(&bench);
    }
}

Test(rules_validate, totals_of_the_unit) {
    static const struct {
        enum field field;
        const char *good;
    } cases[] = {{FIELD_UNIT_SYSTEM_TOTAL, "2"},
                 {FIELD_UNIT_LEVEL2_TOTAL, "0"},
                 {FIELD_UNIT_LEVEL3_TOTAL, "1"},
                 {FIELD_UNIT_LEVEL4_TOTAL, "1"},
                 {FIELD_UNIT_LEVEL5_TOTAL, "0"}};
    struct bench bench = bench_open();
    add_third(&bench, "甲系统");
    struct system *fourth = add_third(&bench, "乙系统");
    bench_set_levels(&bench, fourth, "4", "4", "4");
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        cr_assert_eq(count_with(&bench, cases[i].field, "7", DIAG_SYSTEM_TOTAL), 1);
        const struct diag_item *item = bench_find(&bench, DIAG_SYSTEM_TOTAL);
        cr_assert_eq(item->origin.column, cases[i].field + 1);
        cr_assert(
            str_contains(item->message, str_format(bench.arena, "中的 %s 个", cases[i].good)));
        cr_assert_eq(count_with(&bench, cases[i].field, cases[i].good, DIAG_SYSTEM_TOTAL), 0);
    }
    bench_close(&bench);
}

/* Where those filed before are counted too, only fewer than were handed in are wrong. */
Test(rules_validate, totals_may_hold_those_filed_before) {
    struct bench bench = bench_open_edition("2025");
    add_third(&bench, "甲系统");
    add_third(&bench, "乙系统");
    cr_assert_eq(count_with(&bench, FIELD_UNIT_SYSTEM_TOTAL, "7", DIAG_SYSTEM_TOTAL), 0);
    cr_assert_eq(count_with(&bench, FIELD_UNIT_SYSTEM_TOTAL, "2", DIAG_SYSTEM_TOTAL), 0);
    cr_assert_eq(count_with(&bench, FIELD_UNIT_SYSTEM_TOTAL, "1", DIAG_SYSTEM_TOTAL), 1);
    cr_assert_eq(count_with(&bench, FIELD_UNIT_SYSTEM_TOTAL, "", DIAG_SYSTEM_TOTAL), 0);
    cr_assert_eq(count_with(&bench, FIELD_UNIT_LEVEL3_TOTAL, "1", DIAG_SYSTEM_TOTAL), 1);
    bench_close(&bench);
}

Test(rules_validate, totals_by_level_are_no_more_than_all) {
    struct bench bench = bench_open();
    struct record *unit = &bench.unit->record;
    bench_set(&bench, unit, FIELD_UNIT_LEVEL2_TOTAL, "1");
    bench_set(&bench, unit, FIELD_UNIT_LEVEL4_TOTAL, "2");
    cr_assert_eq(count_with(&bench, FIELD_UNIT_SYSTEM_TOTAL, "2", DIAG_TOTALS_EXCEED), 1);
    cr_assert_eq(count_with(&bench, FIELD_UNIT_SYSTEM_TOTAL, "3", DIAG_TOTALS_EXCEED), 0);
    cr_assert_eq(count_with(&bench, FIELD_UNIT_SYSTEM_TOTAL, "", DIAG_TOTALS_EXCEED), 0);
    bench_close(&bench);
}

/* An address says its door, by any word for it. */
Test(rules_validate, an_address_without_a_door) {
    static const struct {
        const char *street;
        size_t count;
    } cases[] = {{"样本路", 1}, {"样本路1号", 0}, {"样本大厦3楼", 0}, {"样本镇样本村", 0}, {"", 0}};
    struct bench bench = bench_open();
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        cr_assert_eq(count_with(&bench, FIELD_UNIT_STREET, cases[i].street, DIAG_ADDRESS_ROUGH),
                     cases[i].count, "%s", cases[i].street);
    }
    bench_close(&bench);
}

Test(rules_validate, office_phones) {
    static const struct {
        const char *phone;
        size_t count;
    } cases[] = {
        {"0791-86250000", 0},
        {"(0791)86250000", 0},
        {"（０７９１）86250000", 0},
        {"86250000", 1},
        {"6250000转123", 1},
        {"138-0000-0000", 0},
        {"13800000000", 0},
        {"400-820-0000", 0},
        {"+86 791 86250000", 0},
        {"86-791-86250000", 0},
        {"电话：86250000", 1},
        {"010 62000000", 0},
        {"86250000-13800000000", 1},
        {"862500", 0},
        {"12320", 0},
        {"1380000000", 0},
        {"1234567", 1},
    };
    struct bench bench = bench_open();
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        size_t count =
            count_with(&bench, FIELD_UNIT_CONTACT_PHONE, cases[i].phone, DIAG_PHONE_NO_AREA);
        cr_assert_eq(count, cases[i].count, "%s", cases[i].phone);
    }
    cr_assert_eq(count_with(&bench, FIELD_UNIT_LEADER_PHONE, "86250000", DIAG_PHONE_NO_AREA), 2);
    /* Mobile telephones have no area. */
    cr_assert_eq(count_with(&bench, FIELD_UNIT_CONTACT_MOBILE, "12345678", DIAG_PHONE_NO_AREA), 2);
    bench_close(&bench);
}

/* A branch and its parent in the same unit. */
Test(rules_validate, branch_levels) {
    struct bench bench = bench_open();
    struct system *branch = add_third(&bench, "分系统");
    struct system *parent = add_third(&bench, "上级 系统");
    bench_set(&bench, &branch->record, FIELD_SYSTEM_IS_BRANCH, "1");
    bench_set(&bench, &branch->record, FIELD_SYSTEM_PARENT_NAME, "上级系统");
    bench_set_levels(&bench, parent, "4", "4", "4");
    bench_judge(&bench);
    cr_assert_eq(bench_count(&bench, DIAG_BRANCH_LEVEL), 1);
    cr_assert_eq(bench_find(&bench, DIAG_BRANCH_LEVEL)->origin.row, 10);
    bench_set(&bench, &branch->record, FIELD_SYSTEM_PARENT_UNIT, "别的单位");
    bench_judge(&bench);
    cr_assert_eq(bench_count(&bench, DIAG_BRANCH_LEVEL), 0);
    bench_set(&bench, &branch->record, FIELD_SYSTEM_PARENT_UNIT, "某市人民医院");
    bench_judge(&bench);
    cr_assert_eq(bench_count(&bench, DIAG_BRANCH_LEVEL), 1);
    bench_set_levels(&bench, branch, "4", "4", "4");
    bench_judge(&bench);
    cr_assert_eq(bench_count(&bench, DIAG_BRANCH_LEVEL), 0);
    bench_close(&bench);
}

Test(rules_validate, region_lookup) {
    struct bench bench = bench_open();
    cr_assert_str(rules_region(bench.rules, STR("360000")).name, "江西省");
    cr_assert_str(rules_region(bench.rules, STR("360100")).name, "南昌市");
    /* The newest of several names; a code no longer in force. */
    cr_assert_str(rules_region(bench.rules, STR("130502")).name, "襄都区");
    cr_assert_str(rules_region(bench.rules, STR("360105")).name, "湾里区");
    cr_assert_eq(rules_region(bench.rules, STR("990000")).name.len, 0);
    cr_assert_eq(rules_region(bench.rules, STR("3601")).name.len, 0);
    cr_assert_eq(rules_region(bench.rules, (struct str){0}).name.len, 0);
    bench_close(&bench);
}

Test(rules_validate, region_codes) {
    static const struct {
        const char *code, *province, *city, *county;
        bool is_other;
    } cases[] = {
        {"360100", "江西省", "南昌市", "东湖区", false},
        {"360102", "江西", "南昌", "东湖区", false},
        {"360102", "江西省", "南昌市", "西湖区", true},
        {"360100", "江西省", "九江市", "", true},
        {"360100", "湖南省", "", "", true},
        {"360100", "", "", "", false},
        {"130502", "河北省", "邢台市", "桥东区", false},
        {"130502", "河北省", "邢台市", "襄都区", false},
        {"110101", "北京市", "北京市", "东城区", false},
        {"110101", "北京市", "市辖区", "东城区", false},
        {"422800", "湖北省", "恩施州", "", false},
        {"150100", "内蒙古", "呼和浩特市", "", false},
        {"500233", "重庆市", "", "忠县", false},
        {"500233", "重庆市", "", "丰都县", true},
    };
    struct bench bench = bench_open();
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        bench_set(&bench, &bench.unit->record, FIELD_UNIT_PROVINCE, cases[i].province);
        bench_set(&bench, &bench.unit->record, FIELD_UNIT_CITY, cases[i].city);
        bench_set(&bench, &bench.unit->record, FIELD_UNIT_COUNTY, cases[i].county);
        size_t count =
            count_with(&bench, FIELD_UNIT_REGION_CODE, cases[i].code, DIAG_REGION_ADDRESS);
        cr_assert_eq(count == 1, cases[i].is_other, "case %zu", i);
        cr_assert_eq(bench_count(&bench, DIAG_REGION_UNKNOWN), 0);
    }
    const struct diag_item *item = bench_find(&bench, DIAG_REGION_ADDRESS);
    cr_assert(str_contains(item->message, STR("是重庆市忠县，与所填地址“重庆市丰都县”")));
    cr_assert_eq(item->origin.column, FIELD_UNIT_REGION_CODE + 1);
    cr_assert_eq(count_with(&bench, FIELD_UNIT_REGION_CODE, "368888", DIAG_REGION_UNKNOWN), 1);
    cr_assert_eq(bench_count(&bench, DIAG_REGION_ADDRESS), 0);
    bench_close(&bench);
}

/* Which code the form prints of what was written (note 八 of the form of 2007), and what is said.
 */
Test(rules_validate, region_that_the_form_prints) {
    static const struct {
        const char *code, *province, *city, *address, *printed;
        enum diag_id said;
    } cases[] = {
        {"360100", "江西省", "南昌市", "", "360100", 0},
        {"360102", "江西省", "南昌市", "", "360100", DIAG_REGION_PRINTED},
        {"360102", "", "", "", "360100", DIAG_REGION_PRINTED},
        {"110101", "北京市", "", "", "110101", DIAG_REGION_HIGH},
        {"110000", "北京市", "", "", "110000", DIAG_REGION_HIGH},
        {"419001", "河南省", "", "", "419001", DIAG_REGION_HIGH},
        {"360000", "江西省", "南昌市", "", "", DIAG_REGION_NO_CITY},
        {"360000", "江西省", "", "", "", DIAG_REGION_NO_CITY},
        {"360000", "", "", "江西省南昌市阳明路", "", DIAG_REGION_NO_CITY},
        {"", "江西省", "南昌市", "", "", DIAG_REGION_NO_CITY},
        {"", "江西省", "", "", "", 0},
        {"368888", "江西省", "", "", "368888", DIAG_REGION_UNKNOWN},
        {"360102", "浙江省", "", "", "360102", DIAG_REGION_ADDRESS},
        {"36010", "江西省", "南昌市", "", "36010", 0},
    };
    static const enum diag_id all[] = {DIAG_REGION_PRINTED, DIAG_REGION_HIGH, DIAG_REGION_NO_CITY,
                                       DIAG_REGION_UNKNOWN, DIAG_REGION_ADDRESS};
    struct bench bench = bench_open();
    struct record *record = &bench.unit->record;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        bench_set(&bench, record, FIELD_UNIT_REGION_CODE, cases[i].code);
        bench_set(&bench, record, FIELD_UNIT_PROVINCE, cases[i].province);
        bench_set(&bench, record, FIELD_UNIT_CITY, cases[i].city);
        bench_set(&bench, record, FIELD_UNIT_ADDRESS, cases[i].address);
        const struct unit_findings *findings = bench_judge(&bench);
        cr_assert(str_is(findings->region_printed, cases[i].printed), "case %zu: %" STR_FMT, i,
                  STR_ARG(findings->region_printed));
        for (size_t k = 0; k < sizeof all / sizeof all[0]; k++) {
            cr_assert_eq(bench_count(&bench, all[k]), all[k] == cases[i].said, "case %zu", i);
        }
        if (cases[i].said == DIAG_REGION_NO_CITY) {
            const struct diag_item *item = bench_find(&bench, DIAG_REGION_NO_CITY);
            bool is_offered = str_contains(item->suggestion, STR("360100（南昌市）"));
            cr_assert_eq(is_offered, cases[i].city[0] || cases[i].address[0], "case %zu", i);
        }
    }
    /* what was said of an empty cell, or of the column, is not said again */
    static const enum missed missed[] = {MISSED_CELL, MISSED_COLUMN};
    for (size_t i = 0; i < sizeof missed / sizeof missed[0]; i++) {
        struct value said = {.missed = missed[i]};
        bench_set(&bench, record, FIELD_UNIT_PROVINCE, "江西省");
        bench_set(&bench, record, FIELD_UNIT_CITY, "南昌市");
        record_set(record, FIELD_UNIT_REGION_CODE, &said);
        bench_judge(&bench);
        cr_assert_eq(bench_count(&bench, DIAG_REGION_NO_CITY), 0);
    }
    bench_close(&bench);
}

/* An address in one cell is held against the code only by the province it starts with. */
Test(rules_validate, region_of_one_cell) {
    struct bench bench = bench_open();
    bench_set(&bench, &bench.unit->record, FIELD_UNIT_REGION_CODE, "360100");
    cr_assert_eq(count_with(&bench, FIELD_UNIT_ADDRESS, "江西省南昌市阳明路", DIAG_REGION_ADDRESS),
                 0);
    cr_assert_eq(count_with(&bench, FIELD_UNIT_ADDRESS, "北京西路1号", DIAG_REGION_ADDRESS), 0);
    cr_assert_eq(count_with(&bench, FIELD_UNIT_ADDRESS, "浙江省杭州市", DIAG_REGION_ADDRESS), 1);
    /* Split, the parts speak. */
    cr_assert_eq(count_with(&bench, FIELD_UNIT_PROVINCE, "江西省", DIAG_REGION_ADDRESS), 0);
    bench_close(&bench);
}

/* How often POLICE_DIFFERS comes of what is given of the bureau, of a unit of a city. */
static size_t count_bureau(const char *given, const char *affiliation, const char *region) {
    struct bench bench = bench_open();
    add_third(&bench, "信息系统");
    bench_set(&bench, &bench.unit->record, FIELD_UNIT_AFFILIATION, affiliation);
    bench_set(&bench, &bench.unit->record, FIELD_UNIT_REGION_CODE, region);
    size_t n = count_with(&bench, FIELD_SYSTEM_POLICE, given, DIAG_POLICE_DIFFERS);
    bench_close(&bench);
    return n;
}

/* The bureau under its name, whatever department of it, or by a short name; where the route is not
 * sure nothing is said. */
Test(rules_validate, the_bureau_is_the_one_of_the_route) {
    static const char *const same[] = {
        "南昌市公安局", "南昌公安局",           "江西省南昌市公安局网安支队",
        "市公安局",     "南昌市公安局东湖分局", "南昌市网安支队"};
    static const char *const other[] = {"抚州市公安局", "江西省公安厅", "东湖区公安局",
                                        "南昌市东湖区公安局", "公安部"};
    for (size_t i = 0; i < sizeof same / sizeof same[0]; i++) {
        cr_assert_eq(count_bureau(same[i], "3", "360102"), 0, "%s", same[i]);
    }
    for (size_t i = 0; i < sizeof other / sizeof other[0]; i++) {
        cr_assert_eq(count_bureau(other[i], "3", "360102"), 1, "%s", other[i]);
        cr_assert_eq(count_bureau(other[i], "2", "360102"), 0, "%s", other[i]);
        cr_assert_eq(count_bureau(other[i], "3", ""), 0, "%s", other[i]);
    }
}

/* The cell of the unit is held against the route of each system, and told once a bureau. */
Test(rules_validate, the_bureau_of_the_unit_is_told_once) {
    struct bench bench = bench_open();
    add_third(&bench, "信息系统");
    add_third(&bench, "第二系统");
    bench_set(&bench, &bench.unit->record, FIELD_UNIT_AFFILIATION, "3");
    bench_set(&bench, &bench.unit->record, FIELD_UNIT_REGION_CODE, "360102");
    cr_assert_eq(count_with(&bench, FIELD_UNIT_POLICE, "抚州市公安局", DIAG_POLICE_DIFFERS), 1);
    cr_assert_eq(count_with(&bench, FIELD_SYSTEM_POLICE, "南昌市公安局", DIAG_POLICE_DIFFERS), 1);
    cr_assert_eq(count_with(&bench, FIELD_UNIT_POLICE, "南昌市公安局", DIAG_POLICE_DIFFERS), 0);
    bench_close(&bench);
}
