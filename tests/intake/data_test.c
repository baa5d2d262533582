/* The sheet 数据摸底: told from units and systems by its columns, each row a category of the unit's
 * data (inventory-columns.md, 9), and the columns that only the form of 2025 has. */
#include <criterion/criterion.h>

#include "paper.h"

static struct paper paper;

static void set_up(void) {
    paper = paper_open();
}

static void tear_down(void) {
    paper_close(&paper);
}

TestSuite(data, .init = set_up, .fini = tear_down);

/* The category of a name; fails the test if there is none. */
static const struct record *category(const char *unit, const char *name) {
    const struct data_category *data =
        unit_find_data(paper.inventory, paper_unit(&paper, unit), str_from_c(name));
    cr_assert_not_null(data, "%s", name);
    return &data->record;
}

Test(data, the_sheet_is_known_by_its_columns_and_every_row_is_a_category) {
    struct read_sheet *sheets[] = {
        paper_sheet(&paper, "表三",
                    "2025年数据摸底调查表\n"
                    "单位名称|所属系统|数据名称|数据级别|数据分类|责任部门|负责人|个人信息情况\n"
                    "甲医院|HIS、电子病历|门诊诊疗数据|一般数据|诊疗|信息科|张三|"
                    "涉及敏感个人信息、涉及一般个人信息\n"
                    "甲医院|HIS|药品目录|一般数据|药品|药剂科|李四|不涉及\n"
                    "合计||2\n"),
        paper_sheet(&paper, "表一", "单位名称|邮编|行政区划代码\n甲医院|330006|360102\n"),
    };
    paper_read(&paper, "a.xlsx", sheets, 2);
    cr_assert_eq(paper.file.n_units, 1);
    cr_assert_eq(paper.file.n_systems, 0);
    const struct unit *unit = paper_unit(&paper, "甲医院");
    cr_assert_eq(unit->n_data, 2);
    cr_assert_eq(unit->data[0]->unit, unit);
    const struct record *record = category("甲医院", "门诊诊疗数据");
    cr_assert(paper_is(paper_text(record, FIELD_DATA_SYSTEM), "HIS、电子病历"));
    cr_assert(paper_is(paper_text(record, FIELD_DATA_DEPARTMENT), "信息科"));
    cr_assert(paper_is(paper_text(record, FIELD_DATA_HEAD), "张三"));
    const struct value *personal = record_value(record, FIELD_DATA_PERSONAL);
    cr_assert(personal->n_codes == 2 && value_has_code(personal, 1) && value_has_code(personal, 3));
    personal = record_value(category("甲医院", "药品目录"), FIELD_DATA_PERSONAL);
    cr_assert(personal->n_codes == 1 && value_has_code(personal, 4));
    /* the person of the data is nobody of the unit */
    cr_assert_not(record_has(&unit->record, FIELD_UNIT_LEADER_NAME));
    cr_assert_not(record_has(&unit->record, FIELD_UNIT_DEPARTMENT));
}

/* A list of tables or interfaces has a column of that name too. */
Test(data, a_name_of_data_alone_makes_no_sheet_of_data) {
    paper_read_rows(&paper, "a.xlsx",
                    "单位名称|数据名称|数据类别|备注\n"
                    "甲医院|病人主索引表|诊疗|每日同步\n");
    paper_join(&paper);
    cr_assert_eq(paper.inventory->n_units, 0);
}

Test(data, the_unit_is_named_or_the_only_one_or_asked_for) {
    struct read_sheet *sheets[] = {
        paper_sheet(&paper, "一", "单位名称|邮编|行政区划代码\n甲医院|330006|360102\n"),
        paper_sheet(&paper, "二", "数据名称|拟定数据级别\n挂号数据|一般数据\n"),
        paper_sheet(&paper, "三",
                    "单位名称|数据名称|拟定数据级别\n"
                    "乙医院|处方数据|重要及以上数据\n"),
    };
    paper_read(&paper, "a.xlsx", sheets, 3);
    cr_assert_eq(paper_unit(&paper, "甲医院")->n_data, 1);
    category("甲医院", "挂号数据");
    const struct diag_item *item = paper_item(&paper, DIAG_UNIT_UNKNOWN, 0);
    cr_assert(paper_at(&paper, item, "A2"));
    cr_assert(str_contains(item->message, STR("处方数据")));
}

Test(data, a_category_twice_is_reported_and_kept_once) {
    paper_read_rows(&paper, "a.xlsx",
                    "单位名称|邮编|行政区划代码\n甲医院|330006|360102\n\n"
                    "单位名称|数据名称|拟定数据级别\n"
                    "甲医院|挂号数据|一般数据\n"
                    "甲医院|挂 号数据|重要及以上数据\n");
    cr_assert_eq(paper_unit(&paper, "甲医院")->n_data, 1);
    cr_assert(paper_at(&paper, paper_item(&paper, DIAG_DATA_REPEATED, 0), "B6"));
}

/* ---- amounts ------------------------------------------------------------------------------- */

/* What a cell under 数据总量 gives: GB, TB, 万条 with bars between, or "?" where it is refused. */
static struct str volume_of(const char *text) {
    struct str rows = str_format(paper.arena,
                                 "单位名称|邮编|行政区划代码\n甲医院|330006|360102\n\n"
                                 "单位名称|数据名称|拟定数据级别|数据总量\n"
                                 "甲医院|甲数据|一般数据|%s\n",
                                 text);
    size_t n_before = paper_count(&paper, DIAG_VALUE_UNREADABLE);
    paper.inventory = inventory_open(paper.arena);
    paper_read_rows(&paper, "a.xlsx", str_to_c(paper.arena, rows));
    const struct record *record = category("甲医院", "甲数据");
    bool is_bad = record_value(record, FIELD_DATA_TOTAL)->is_bad;
    cr_assert_eq(is_bad, paper_count(&paper, DIAG_VALUE_UNREADABLE) > n_before, "%s", text);
    struct str parts[] = {paper_text(record, FIELD_DATA_TOTAL_GB),
                          paper_text(record, FIELD_DATA_TOTAL_TB),
                          paper_text(record, FIELD_DATA_TOTAL_RECORDS)};
    return is_bad ? STR("?") : str_join(paper.arena, parts, 3, STR("|"));
}

Test(data, an_amount_goes_where_its_unit_says) {
    static const char *const cases[][2] = {
        {"120GB", "120||"},
        {"1.5TB", "|1.5|"},
        {"30万条", "||30"},
        {"１２０ ＧＢ、30万条", "120||30"},
        {"2TB/800万条", "|2|800"},
        {"1,200GB", "1,200||"},
        {"120", "?"},
        {"约120GB", "?"},
        {"120GB、130GB", "?"},
        {"120GB、很多", "?"},
        {"-5GB", "?"},
        {"120MB", "?"},
        {"", "||"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        cr_assert(paper_is(volume_of(cases[i][0]), cases[i][1]), "%s", cases[i][0]);
    }
}

Test(data, an_amount_in_a_column_of_its_unit_is_a_number) {
    const struct value *value = paper_value(&paper, FIELD_DATA_TOTAL_TB, "1.25");
    cr_assert_eq(value->number, 1250);
    cr_assert(paper_is(value->text, "1.25"));
    cr_assert(paper_value(&paper, FIELD_DATA_GROWTH_GB, "-3")->is_bad);
    cr_assert(paper_value(&paper, FIELD_DATA_GROWTH_GB, "3GB左右")->is_bad);
    cr_assert(paper_is(paper_value(&paper, FIELD_DATA_GROWTH_GB, "无")->text, "0"));
}

/* ---- columns of the form of 2025 ----------------------------------------------------------- */

Test(data, the_columns_of_2025_stand_under_their_groups) {
    struct read_sheet *sheets[] = {
        paper_sheet(&paper, "单位",
                    "单位名称|邮编|网络安全责任部门|网络安全责任部门联系人|<|数据安全管理部门|"
                    "数据安全管理部门联系人|<|定级对象总数|第一级定级对象数|行政区划代码\n"
                    "^|^|^|姓名|移动电话|^|姓名|移动电话|^|^|^\n"
                    "甲医院|330006|信息科|张三|13800000001|医务部|李四|13800000002|5|1|360102\n"),
        paper_sheet(
            &paper, "系统",
            "所属单位|定级对象名称|定级对象类型|采用技术|云计算|<|<|大数据|<|域名\n"
            "^|^|^|^|部署模式|平台名称|基础设施地点|系统组成|平台名称|^\n"
            "甲医院|区域平台|信息系统、数据资源|云计算技术、大数据技术|私有云、其他（政务云）|"
            "甲云|南昌|大数据平台|甲库|a.example\n"),
    };
    paper_read(&paper, "a.xlsx", sheets, 2);
    const struct record *unit = &paper_unit(&paper, "甲医院")->record;
    cr_assert(paper_is(paper_text(unit, FIELD_UNIT_CONTACT_NAME), "张三"));
    cr_assert(paper_is(paper_text(unit, FIELD_UNIT_DATA_DEPARTMENT), "医务部"));
    cr_assert(paper_is(paper_text(unit, FIELD_UNIT_DATA_CONTACT_NAME), "李四"));
    cr_assert(paper_is(paper_text(unit, FIELD_UNIT_DATA_CONTACT_MOBILE), "13800000002"));
    cr_assert(paper_is(paper_text(unit, FIELD_UNIT_SYSTEM_TOTAL), "5"));
    cr_assert(paper_is(paper_text(unit, FIELD_UNIT_LEVEL1_TOTAL), "1"));
    const struct record *system = &paper_system(&paper, "甲医院", "区域平台")->record;
    cr_assert_eq(record_value(system, FIELD_SYSTEM_OBJECT_TYPE)->n_codes, 2);
    cr_assert(value_has_code(record_value(system, FIELD_SYSTEM_TECHNOLOGY), 5));
    const struct value *deployment = record_value(system, FIELD_CLOUD_DEPLOYMENT);
    cr_assert(value_has_code(deployment, 1) && value_has_code(deployment, 9));
    cr_assert(paper_is(deployment->detail, "政务云"));
    cr_assert(paper_is(paper_text(system, FIELD_CLOUD_PLATFORM), "甲云"));
    cr_assert(paper_is(paper_text(system, FIELD_CLOUD_SITE), "南昌"));
    cr_assert(paper_is(paper_text(system, FIELD_BIGDATA_PLATFORM), "甲库"));
    cr_assert(paper_is(paper_text(system, FIELD_SYSTEM_DOMAIN), "a.example"));
}

/* Outside its group the header says neither which platform nor whose level. */
Test(data, a_platform_without_its_group_is_not_read) {
    paper_read_rows(&paper, "a.xlsx",
                    "所属单位|系统名称|定级时间|平台名称|平台安全等级|平台备案编号\n"
                    "甲医院|HIS|2011-06-01|甲云|第三级|11000043001-20001\n");
    paper_join(&paper);
    cr_assert_eq(paper_count(&paper, DIAG_COLUMN_KNOWN), 1);
    cr_assert(str_starts(paper_item(&paper, DIAG_COLUMN_KNOWN, 0)->message,
                         STR("D 列“平台名称”、E 列“平台安全等级”、F 列“平台备案编号”")));
}
