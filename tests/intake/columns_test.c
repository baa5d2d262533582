/* A table is found by its headers, wherever and however they stand (inventory-columns.md, 1 and 2;
 * ingest-notes.md, 27). */
#include <criterion/criterion.h>

#include "paper.h"

static struct paper paper;

static void set_up(void) {
    paper = paper_open();
}

static void tear_down(void) {
    paper_close(&paper);
}

TestSuite(columns, .init = set_up, .fini = tear_down);

static struct str unit_text(const char *name, enum field field) {
    return paper_text(&paper_unit(&paper, name)->record, field);
}

static struct str system_text(const char *unit, const char *name, enum field field) {
    return paper_text(&paper_system(&paper, unit, name)->record, field);
}

#define CHECK_UNIT(name, field, expected)                                                          \
    cr_assert(paper_is(unit_text((name), (field)), (expected)))
#define CHECK_SYSTEM(unit, name, field, expected)                                                  \
    cr_assert(paper_is(system_text((unit), (name), (field)), (expected)))

/* ---- where the table is -------------------------------------------------------------------- */

Test(columns, below_titles_and_not_at_the_corner) {
    paper_read_rows(&paper, "a.xlsx",
                    "||南昌市医疗机构信息表|<|<\n"
                    "||2011年6月|\n"
                    "\n"
                    "||单位名称|邮政编码|行政区划代码\n"
                    "||甲医院|330006|360100\n");
    CHECK_UNIT("甲医院", FIELD_UNIT_POSTCODE, "330006");
    const struct value *value =
        record_at(&paper_unit(&paper, "甲医院")->record, FIELD_UNIT_REGION_CODE);
    cr_assert(paper_is(origin_text(paper.arena, value->origin), "a.xlsx:Sheet1!E5"));
    cr_assert(paper_is(value->header, "行政区划代码"));
    cr_assert(paper_is(value->raw, "360100"));
    cr_assert_eq(paper.file.n_units, 1);
}

Test(columns, whatever_the_sheets_are_called) {
    struct read_sheet *sheets[] = {
        paper_sheet(&paper, "单位信息", "单位名称|系统名称|安全保护等级\n甲医院|HIS|三级\n"),
        paper_sheet(&paper, "系统清单", "单位名称|邮编\n甲医院|330006\n"),
        paper_sheet(&paper, "说明", "填写说明\n请逐项填写\n"),
    };
    paper_read(&paper, "a.xlsx", sheets, 3);
    paper_join(&paper);
    CHECK_UNIT("甲医院", FIELD_UNIT_POSTCODE, "330006");
    CHECK_SYSTEM("甲医院", "HIS", FIELD_SYSTEM_LEVEL, "3");
    cr_assert_eq(paper_count(&paper, DIAG_SHEET_IGNORED), 1);
    cr_assert(paper_is(paper_item(&paper, DIAG_SHEET_IGNORED, 0)->origin.source->sheet, "说明"));
}

Test(columns, several_tables_on_a_sheet) {
    paper_read_rows(&paper, "a.xlsx",
                    "单位名称|邮编\n"
                    "甲医院|330006\n"
                    "\n"
                    "二、系统清单\n"
                    "单位名称|系统名称|等级\n"
                    "甲医院|HIS|3\n"
                    "甲医院|LIS|2\n");
    paper_join(&paper);
    cr_assert_eq(paper.inventory->n_units, 1);
    CHECK_SYSTEM("甲医院", "LIS", FIELD_SYSTEM_LEVEL, "2");
}

Test(columns, repeated_headers_are_no_data) {
    paper_read_rows(&paper, "a.xlsx",
                    "单位名称|邮编\n甲医院|330006\n单位名称|邮编\n乙医院|330007\n");
    paper_join(&paper);
    cr_assert_eq(paper.inventory->n_units, 2);
    CHECK_UNIT("乙医院", FIELD_UNIT_POSTCODE, "330007");
    cr_assert_eq(paper_count(&paper, DIAG_NAME_MISSING), 0);
}

Test(columns, a_gap_sheet_is_no_table_of_systems) {
    paper_read_rows(&paper, "a.xlsx", "单位|系统名称|条款|控制点|判定\n甲|HIS|7.1.1.1|物理|符合\n");
    paper_join(&paper);
    cr_assert_eq(paper.file.n_systems, 0);
    cr_assert_eq(paper.inventory->n_units, 0);
    cr_assert_eq(paper_count(&paper, DIAG_ROW_STRAY), 1);
}

Test(columns, without_headers_the_file_is_rejected) {
    paper_read_rows(&paper, "a.xlsx", "甲|乙\n1|2\n");
    cr_assert(paper.file.is_rejected);
    cr_assert_eq(diag_n_errors(paper.diag), 1);
    const struct diag_item *item = paper_item(&paper, DIAG_HEADER_MISSING, 0);
    cr_assert(paper_is(item->origin.source->file, "a.xlsx"));
    cr_assert_eq(item->origin.row, 0);
}

Test(columns, a_table_without_data_is_reported) {
    paper_read_rows(&paper, "a.xlsx", "单位名称|邮编\n|\n合计|0\n");
    cr_assert(!paper.file.is_rejected);
    cr_assert_eq(paper_count(&paper, DIAG_TABLE_EMPTY), 1);
}

/* ---- how headers are written --------------------------------------------------------------- */

Test(columns, headers_with_signs_lines_and_remarks) {
    paper_read_rows(
        &paper, "a.xlsx",
        "单位 名称*|邮政\n编码|行政区划代码(必填)|01单位类型|行业类别：|机构 等级（下拉）|"
        "Ｅ－ｍａｉｌ\n");
    paper_read_rows(
        &paper, "b.xlsx",
        "单位 名称*|邮政编码 |行政区划代码(必填)|09单位类型|行业类别：|机构 等级（下拉）|"
        "Ｅ－ｍａｉｌ\n"
        "甲医院|330006|360100|3|45|三甲|a@b.cn\n");
    CHECK_UNIT("甲医院", FIELD_UNIT_REGION_CODE, "360100");
    CHECK_UNIT("甲医院", FIELD_UNIT_TYPE, "事业单位");
    CHECK_UNIT("甲医院", FIELD_UNIT_INDUSTRY, "卫生");
    CHECK_UNIT("甲医院", FIELD_UNIT_HOSPITAL_CLASS, "三级甲等");
    CHECK_UNIT("甲医院", FIELD_UNIT_CONTACT_EMAIL, "a@b.cn");
}

Test(columns, merged_groups_over_two_rows) {
    paper_read_rows(&paper, "a.xlsx",
                    "信息表|<|<|<|<|<|<|<\n"
                    "单位名称|单位负责人|<|<|责任部门联系人|<|<|邮编\n"
                    "^|姓名|职务/职称|办公电话|姓名|办公电话|移动电话|^\n"
                    "甲医院|张三|院长|0791-1111111|李四|0791-2222222|13800000000|330006\n");
    CHECK_UNIT("甲医院", FIELD_UNIT_LEADER_NAME, "张三");
    CHECK_UNIT("甲医院", FIELD_UNIT_LEADER_TITLE, "院长");
    CHECK_UNIT("甲医院", FIELD_UNIT_LEADER_PHONE, "0791-1111111");
    CHECK_UNIT("甲医院", FIELD_UNIT_CONTACT_NAME, "李四");
    CHECK_UNIT("甲医院", FIELD_UNIT_CONTACT_PHONE, "0791-2222222");
    CHECK_UNIT("甲医院", FIELD_UNIT_CONTACT_MOBILE, "13800000000");
    const struct value *value =
        record_at(&paper_unit(&paper, "甲医院")->record, FIELD_UNIT_LEADER_PHONE);
    cr_assert(paper_is(value->header, "单位负责人/办公电话"));
    value = record_at(&paper_unit(&paper, "甲医院")->record, FIELD_UNIT_NAME);
    cr_assert(paper_is(value->header, "单位名称"));
}

Test(columns, groups_whose_merge_was_forgotten) {
    paper_read_rows(&paper, "a.xlsx",
                    "单位名称|邮编|单位负责人||联系人|\n"
                    "||姓名|电话|姓名|电话\n"
                    "甲医院|330006|张三|0791-1111111|李四|0791-2222222\n");
    CHECK_UNIT("甲医院", FIELD_UNIT_LEADER_PHONE, "0791-1111111");
    CHECK_UNIT("甲医院", FIELD_UNIT_CONTACT_NAME, "李四");
    cr_assert_eq(paper.inventory->n_units, 1);
}

Test(columns, three_header_rows) {
    paper_read_rows(&paper, "a.xlsx",
                    "单位名称|系统名称|关键产品使用情况|<|<|<\n"
                    "^|^|操作系统|<|数据库|<\n"
                    "^|^|数量|国产率|数量|国产率\n"
                    "甲|HIS|4|50%|2|0\n");
    cr_assert_eq(paper.file.n_systems, 1);
    paper_read_rows(&paper, "b.xlsx", "单位名称|邮编\n甲|330006\n");
    paper_join(&paper);
    CHECK_SYSTEM("甲", "HIS", FIELD_PRODUCT_OS_COUNT, "4");
    CHECK_SYSTEM("甲", "HIS", FIELD_PRODUCT_DATABASE_DOMESTIC, "0");
}

Test(columns, plain_parts_beside_their_person) {
    paper_read_rows(&paper, "a.xlsx",
                    "单位名称|邮编|单位负责人|职务|电话|联系人|职务|电话|手机\n"
                    "甲医院|330006|张三|院长|0791-1111111|李四|科长|0791-2222222|13800000000\n");
    CHECK_UNIT("甲医院", FIELD_UNIT_LEADER_PHONE, "0791-1111111");
    CHECK_UNIT("甲医院", FIELD_UNIT_LEADER_TITLE, "院长");
    CHECK_UNIT("甲医院", FIELD_UNIT_CONTACT_TITLE, "科长");
    CHECK_UNIT("甲医院", FIELD_UNIT_CONTACT_PHONE, "0791-2222222");
    CHECK_UNIT("甲医院", FIELD_UNIT_CONTACT_MOBILE, "13800000000");
    cr_assert_eq(paper_count(&paper, DIAG_COLUMN_REPEATED), 0);
}

/* ---- headers that may mean several fields -------------------------------------------------- */

Test(columns, coverage_and_range) {
    paper_read_rows(&paper, "u.xlsx", "单位名称|邮编\n甲|330006\n");
    paper_read_rows(&paper, "a.xlsx", "单位名称|系统名称|服务范围|覆盖范围\n甲|A|全国|局域网\n");
    paper_read_rows(&paper, "b.xlsx", "单位名称|系统名称|覆盖范围|网络范围\n甲|B|20|1\n");
    paper_read_rows(&paper, "c.xlsx", "单位名称|系统名称|覆盖范围\n甲|C|跨省\n");
    paper_read_rows(&paper, "d.xlsx", "单位名称|系统名称|覆盖范围\n甲|D|广域网\n");
    paper_join(&paper);
    CHECK_SYSTEM("甲", "A", FIELD_SYSTEM_SCOPE, "全国");
    CHECK_SYSTEM("甲", "A", FIELD_SYSTEM_COVERAGE, "局域网");
    CHECK_SYSTEM("甲", "B", FIELD_SYSTEM_SCOPE, "全省(区、市)");
    CHECK_SYSTEM("甲", "B", FIELD_SYSTEM_COVERAGE, "局域网");
    CHECK_SYSTEM("甲", "C", FIELD_SYSTEM_SCOPE, "跨省(区、市)");
    CHECK_SYSTEM("甲", "D", FIELD_SYSTEM_COVERAGE, "广域网");
}

/* Two persons in law: neither header fills the other's field. */
Test(columns, contact_and_liaison) {
    paper_read_rows(&paper, "a.xlsx", "单位名称|邮编|联系人|联络员\n甲|330006|张三|李四\n");
    CHECK_UNIT("甲", FIELD_UNIT_CONTACT_NAME, "张三");
    CHECK_UNIT("甲", FIELD_UNIT_LIAISON, "李四");
    paper_read_rows(&paper, "b.xlsx", "单位名称|邮编|联络员|手机\n乙|330006|李四|13800000000\n");
    CHECK_UNIT("乙", FIELD_UNIT_CONTACT_NAME, "");
    CHECK_UNIT("乙", FIELD_UNIT_CONTACT_MOBILE, "");
    CHECK_UNIT("乙", FIELD_UNIT_LIAISON, "李四");
    CHECK_UNIT("乙", FIELD_UNIT_LIAISON_MOBILE, "13800000000");
}

Test(columns, leader_and_deputy) {
    paper_read_rows(&paper, "a.xlsx", "单位名称|邮编|单位负责人|分管领导\n甲|330006|张三|李四\n");
    CHECK_UNIT("甲", FIELD_UNIT_LEADER_NAME, "张三");
    CHECK_UNIT("甲", FIELD_UNIT_DEPUTY, "李四");
    paper_read_rows(&paper, "b.xlsx", "单位名称|邮编|分管领导|电话\n乙|330006|李四|0791-1111111\n");
    CHECK_UNIT("乙", FIELD_UNIT_LEADER_NAME, "李四");
}

Test(columns, rank_is_told_by_its_cells) {
    paper_read_rows(&paper, "a.xlsx", "单位名称|级别\n甲|三甲\n乙|二乙\n");
    CHECK_UNIT("甲", FIELD_UNIT_HOSPITAL_CLASS, "三级甲等");
    paper_read_rows(&paper, "b.xlsx", "单位名称|级别\n丙|省级\n丁|县级\n");
    CHECK_UNIT("丙", FIELD_UNIT_AFFILIATION, "省(自治区、直辖市)");
    paper_read_rows(&paper, "c.xlsx", "单位名称|隶属关系|级别\n戊|省级|市级\n");
    CHECK_UNIT("戊", FIELD_UNIT_AFFILIATION, "省(自治区、直辖市)");
    CHECK_UNIT("戊", FIELD_UNIT_ADMIN_LEVEL, "地市");
}

Test(columns, row_numbers_are_no_system_numbers) {
    paper_read_rows(&paper, "u.xlsx", "序号|单位名称|邮编\n1|甲|330006\n");
    paper_read_rows(&paper, "a.xlsx", "序号|单位名称|系统名称|系统编号\n1|甲|A|00001\n");
    paper_join(&paper);
    CHECK_SYSTEM("甲", "A", FIELD_SYSTEM_NUMBER, "00001");
    cr_assert_eq(paper_count(&paper, DIAG_COLUMN_IGNORED), 0);
}

/* ---- reports on columns -------------------------------------------------------------------- */

Test(columns, unknown_headers_are_listed_with_the_nearest) {
    paper_read_rows(&paper, "a.xlsx", "单位名称|邮政编马|食堂面积|单位类型\n甲|330006|12|3\n");
    cr_assert_eq(paper_count(&paper, DIAG_COLUMN_IGNORED), 2);
    const struct diag_item *item = paper_item(&paper, DIAG_COLUMN_IGNORED, 0);
    cr_assert(paper_at(&paper, item, "B1"));
    cr_assert(str_contains(item->suggestion, STR("“邮政编码”")));
    cr_assert(paper_is(item->header, "邮政编马"));
}

Test(columns, a_header_twice_is_read_where_both_say_the_same) {
    paper_read_rows(&paper, "a.xlsx",
                    "单位名称|邮编|邮政编码\n甲|330006|330007\n乙|330006|330006\n丙||330006\n"
                    "丁|330006|\n");
    CHECK_UNIT("甲", FIELD_UNIT_POSTCODE, "");
    CHECK_UNIT("乙", FIELD_UNIT_POSTCODE, "330006");
    CHECK_UNIT("丙", FIELD_UNIT_POSTCODE, "330006");
    CHECK_UNIT("丁", FIELD_UNIT_POSTCODE, "330006");
    cr_assert_eq(paper_count(&paper, DIAG_COLUMN_TWICE), 1);
    cr_assert(paper_at(&paper, paper_item(&paper, DIAG_COLUMN_TWICE, 0), "C1"));
    cr_assert_eq(paper_count(&paper, DIAG_VALUE_DISAGREES), 1);
    cr_assert(paper_at(&paper, paper_item(&paper, DIAG_VALUE_DISAGREES, 0), "C2"));
    cr_assert_eq(paper_count(&paper, DIAG_VALUE_EMPTY), 0);
}

Test(columns, a_name_twice_keeps_the_first) {
    paper_read_rows(&paper, "a.xlsx", "单位名称|邮编|单位全称\n甲|330006|甲医院\n");
    CHECK_UNIT("甲", FIELD_UNIT_POSTCODE, "330006");
    cr_assert_eq(paper_count(&paper, DIAG_COLUMN_REPEATED), 1);
}

Test(columns, a_missing_column_is_reported_once) {
    paper_read_rows(&paper, "a.xlsx", "单位名称|邮编\n甲|330006\n乙|330007\n丙|330008\n");
    size_t n = 0;
    for (size_t i = 0; i < paper_count(&paper, DIAG_COLUMN_MISSING); i++) {
        const struct diag_item *item = paper_item(&paper, DIAG_COLUMN_MISSING, i);
        n += str_contains(item->message, STR("行政区划代码"));
        cr_assert(paper_at(&paper, item, "1"));
    }
    cr_assert_eq(n, 1);
    cr_assert_eq(paper_count(&paper, DIAG_VALUE_EMPTY), 0);
}

Test(columns, an_empty_cell_of_a_required_column_is_reported_at_its_place) {
    paper_read_rows(&paper, "a.xlsx", "单位名称|邮编|行政区划代码\n甲|330006|\n乙|—|360100\n");
    cr_assert_eq(paper_count(&paper, DIAG_VALUE_EMPTY), 2);
    const struct diag_item *item = paper_item(&paper, DIAG_VALUE_EMPTY, 0);
    cr_assert(paper_at(&paper, item, "C2"));
    cr_assert(paper_is(item->message, "行政区划代码未填写"));
    item = paper_item(&paper, DIAG_VALUE_EMPTY, 1);
    cr_assert(paper_at(&paper, item, "B3"));
    cr_assert(paper_is(item->value, "—"));
}

Test(columns, a_grading_date_is_wanted_of_graded_systems_only) {
    paper_read_rows(&paper, "a.xlsx",
                    "单位名称|系统名称|安全保护等级|定级时间\n甲|A|三级|\n甲|B|未定级|\n");
    cr_assert_eq(paper_count(&paper, DIAG_VALUE_EMPTY), 1);
    cr_assert(paper_at(&paper, paper_item(&paper, DIAG_VALUE_EMPTY, 0), "D2"));
}

/* ---- money --------------------------------------------------------------------------------- */

Test(columns, bare_money_follows_its_header) {
    paper_read_rows(&paper, "a.xlsx",
                    "单位名称|年度预算(测评)(元)|整改预算（万元）\n甲|125000|8\n");
    CHECK_UNIT("甲", FIELD_UNIT_BUDGET_ASSESSMENT, "12.5");
    CHECK_UNIT("甲", FIELD_UNIT_BUDGET_RECTIFICATION, "8");
    cr_assert_eq(paper_count(&paper, DIAG_MONEY_UNIT), 0);
}

Test(columns, or_the_group_above_it) {
    paper_read_rows(&paper, "a.xlsx",
                    "单位名称|邮编|年度预算(元)|<\n^|^|整改|测评\n甲|330006|50000|1000\n");
    CHECK_UNIT("甲", FIELD_UNIT_BUDGET_RECTIFICATION, "5");
    CHECK_UNIT("甲", FIELD_UNIT_BUDGET_ASSESSMENT, "0.1");
    cr_assert_eq(paper_count(&paper, DIAG_MONEY_UNIT), 0);
}

Test(columns, a_canonical_header_is_in_ten_thousands) {
    paper_read_rows(&paper, "a.xlsx", "单位名称|整改年度预算(万元)\n甲|12\n");
    CHECK_UNIT("甲", FIELD_UNIT_BUDGET_RECTIFICATION, "12");
    cr_assert_eq(paper_count(&paper, DIAG_MONEY_UNIT), 0);
}

Test(columns, or_the_line_above_the_table) {
    paper_read_rows(&paper, "a.xlsx", "|单位：元\n单位名称|年度预算（培训）\n甲|5000\n");
    CHECK_UNIT("甲", FIELD_UNIT_BUDGET_TRAINING, "0.5");
    cr_assert_eq(paper_count(&paper, DIAG_MONEY_UNIT), 0);
}

Test(columns, or_is_doubted_once) {
    paper_read_rows(&paper, "a.xlsx", "单位名称|测评预算\n甲|5\n乙|6\n");
    CHECK_UNIT("甲", FIELD_UNIT_BUDGET_ASSESSMENT, "5");
    cr_assert_eq(paper_count(&paper, DIAG_MONEY_UNIT), 1);
    cr_assert(paper_at(&paper, paper_item(&paper, DIAG_MONEY_UNIT, 0), "B1"));
}

/* ---- addresses ----------------------------------------------------------------------------- */

static void check_address(const char *name, const char *province, const char *city,
                          const char *county, const char *street) {
    CHECK_UNIT(name, FIELD_UNIT_PROVINCE, province);
    CHECK_UNIT(name, FIELD_UNIT_CITY, city);
    CHECK_UNIT(name, FIELD_UNIT_COUNTY, county);
    CHECK_UNIT(name, FIELD_UNIT_STREET, street);
}

Test(columns, an_address_in_one_cell_is_split) {
    paper_read_rows(&paper, "a.xlsx",
                    "单位名称|单位地址\n"
                    "甲|江西省南昌市东湖区阳明路1号\n"
                    "乙|北京市朝阳区工体南路8号\n"
                    "丙|南昌市东湖区叠山路2号\n"
                    "丁|阳明路3号\n"
                    "戊|江西省 瑞昌市 赤乌路4号\n"
                    "己|广东省东莞市万江区新谷涌5号\n");
    check_address("甲", "江西省", "南昌市", "东湖区", "阳明路1号");
    check_address("乙", "北京市", "", "朝阳区", "工体南路8号");
    check_address("丙", "", "南昌市", "东湖区", "叠山路2号");
    check_address("丁", "", "", "", "阳明路3号");
    check_address("戊", "江西省", "", "瑞昌市", "赤乌路4号");
    check_address("己", "广东省", "东莞市", "", "万江区新谷涌5号");
    const struct record *record = &paper_unit(&paper, "甲")->record;
    cr_assert(paper_is(record_at(record, FIELD_UNIT_CITY)->raw, "江西省南昌市东湖区阳明路1号"));
    cr_assert_eq(record_at(record, FIELD_UNIT_CITY)->origin.column, 2);
    /* 丙 lacks its province, 丁 all three; 乙 has no city to miss, 己 no county */
    cr_assert_eq(paper_count(&paper, DIAG_VALUE_EMPTY), 5);
}

Test(columns, a_street_does_not_repeat_its_neighbours) {
    paper_read_rows(&paper, "a.xlsx",
                    "单位名称|省|市|县|详细地址\n"
                    "甲|江西省|南昌市|东湖区|江西省南昌市东湖区阳明路1号\n"
                    "乙|江西省|南昌市|东湖区|阳明路2号\n");
    check_address("甲", "江西省", "南昌市", "东湖区", "阳明路1号");
    check_address("乙", "江西省", "南昌市", "东湖区", "阳明路2号");
    paper_read_rows(&paper, "b.xlsx", "单位名称|详细地址\n丙|江西省南昌市东湖区阳明路3号\n");
    check_address("丙", "江西省", "南昌市", "东湖区", "阳明路3号");
}

/* ---- one cell, several fields -------------------------------------------------------------- */

Test(columns, one_cell_may_say_several_things) {
    paper_read_rows(&paper, "u.xlsx", "单位名称|邮编\n甲|330006\n");
    paper_read_rows(&paper, "a.xlsx",
                    "单位名称|系统名称|等级|服务范围|业务信息受侵害客体|拓扑结构\n"
                    "甲|A|S3A2G3|跨省 跨3个|对社会秩序和公共利益造成严重损害|有：a.pdf\n"
                    "甲|B|三级|全省|2|无\n");
    paper_join(&paper);
    CHECK_SYSTEM("甲", "A", FIELD_SYSTEM_LEVEL, "3");
    CHECK_SYSTEM("甲", "A", FIELD_SYSTEM_S_LEVEL, "3");
    CHECK_SYSTEM("甲", "A", FIELD_SYSTEM_A_LEVEL, "2");
    CHECK_SYSTEM("甲", "A", FIELD_SYSTEM_SCOPE_COUNT, "3");
    CHECK_SYSTEM("甲", "A", FIELD_SYSTEM_S_DEGREE, "严重损害");
    CHECK_SYSTEM("甲", "A", FIELD_MATERIAL_TOPOLOGY, "是");
    CHECK_SYSTEM("甲", "A", FIELD_MATERIAL_TOPOLOGY_NAME, "a.pdf");
    CHECK_SYSTEM("甲", "B", FIELD_SYSTEM_S_LEVEL, "");
    CHECK_SYSTEM("甲", "B", FIELD_SYSTEM_S_DEGREE, "");
}

Test(columns, parts_of_a_level_that_their_own_columns_deny_are_asked) {
    paper_read_rows(&paper, "u.xlsx", "单位名称|邮编\n甲|330006\n");
    paper_read_rows(&paper, "a.xlsx", "单位名称|系统名称|等级|业务信息等级\n甲|A|S3A2G3|二级\n");
    paper_join(&paper);
    CHECK_SYSTEM("甲", "A", FIELD_SYSTEM_S_LEVEL, "");
    CHECK_SYSTEM("甲", "A", FIELD_SYSTEM_A_LEVEL, "2");
    cr_assert_eq(paper_count(&paper, DIAG_VALUE_DISAGREES), 1);
}

/* Three header rows of 16,384 columns, most of them blank in the upper rows, each a known header:
 * in time for their cells, not for their square. */
Test(columns, widest_headers_are_searched_in_linear_time, .timeout = 20) {
    struct buf rows = {.arena = paper.arena};
    buf_add_c(&rows, "单位信息|^\n联系人\n单位名称|邮编");
    for (size_t i = 2; i < 16384; i++) {
        buf_add_c(&rows, i % 2 ? "|手机" : "|姓名");
    }
    buf_add_c(&rows, "\n甲|330006|13870000000");
    paper_read_rows(&paper, "a.xlsx", str_to_c(paper.arena, buf_str(&rows)));
    CHECK_UNIT("甲", FIELD_UNIT_NAME, "甲");
}
