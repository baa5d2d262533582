/* What a sheet is shows from all of it: lists, forms, lists on their side, and sheets that are none
 * of ours (inventory-columns.md; every kind that senders were seen to hand in). */
#include <criterion/criterion.h>

#include "paper.h"

static struct paper paper;

static void set_up(void) {
    paper = paper_open();
}

static void tear_down(void) {
    paper_close(&paper);
}

TestSuite(sheets, .init = set_up, .fini = tear_down);

static struct str unit_text(const char *name, enum field field) {
    return paper_text(&paper_unit(&paper, name)->record, field);
}

static struct str system_text(const char *unit, const char *name, enum field field) {
    return paper_text(&paper_system(&paper, unit, name)->record, field);
}

/* ---- forms --------------------------------------------------------------------------------- */

Test(sheets, a_form_of_four_pairs_a_line_with_empty_boxes) {
    paper_read_rows(&paper, "a.xlsx",
                    "甲市医院基本情况表|<|<|<|<|<|<|<\n"
                    "单位名称|甲市医院|邮政编码||行政区划代码|360100|隶属关系|3\n"
                    "责任部门|信息科|联系人|张三|手机||单位类型|事业单位\n"
                    "院长|李四|床位数|300||||\n");
    paper_join(&paper);
    cr_assert_eq(paper.inventory->n_units, 1);
    cr_assert(paper_is(unit_text("甲市医院", FIELD_UNIT_DEPARTMENT), "信息科"));
    cr_assert(paper_is(unit_text("甲市医院", FIELD_UNIT_CONTACT_NAME), "张三"));
    cr_assert(paper_is(unit_text("甲市医院", FIELD_UNIT_POSTCODE), ""));
    cr_assert(paper_at(&paper, paper_item(&paper, DIAG_VALUE_EMPTY, 0), "D2"));
    cr_assert_eq(paper_count(&paper, DIAG_VALUE_EMPTY), 2);
    cr_assert_eq(paper_count(&paper, DIAG_COLUMN_KNOWN), 2);
    cr_assert_eq(paper_count(&paper, DIAG_COLUMN_MISSING), 1);
    cr_assert(str_starts(paper_item(&paper, DIAG_COLUMN_MISSING, 0)->message, STR("该表缺 1")));
}

Test(sheets, a_form_with_its_values_below) {
    paper_read_rows(&paper, "a.xlsx",
                    "单位名称|邮政编码|行政区划代码\n甲市医院|330006|360100\n"
                    "责任部门|隶属关系|单位类型\n信息科|3|事业单位\n"
                    "联系人|手机|食堂\n张三|13800000000|二楼\n");
    paper_join(&paper);
    cr_assert_eq(paper.inventory->n_units, 1);
    cr_assert(paper_is(unit_text("甲市医院", FIELD_UNIT_DEPARTMENT), "信息科"));
    cr_assert(paper_is(unit_text("甲市医院", FIELD_UNIT_CONTACT_MOBILE), "13800000000"));
    cr_assert_eq(paper_count(&paper, DIAG_COLUMN_IGNORED), 1);
    cr_assert(paper_at(&paper, paper_item(&paper, DIAG_COLUMN_IGNORED, 0), "C5"));
}

Test(sheets, a_form_above_a_list_of_its_systems) {
    paper_read_rows(&paper, "a.xlsx",
                    "单位名称|甲市医院|邮政编码|330006\n"
                    "行政区划代码|360100|责任部门|信息科\n"
                    "隶属关系|3|单位类型|3\n"
                    "系统名称|安全保护等级|业务描述|备案状态\n"
                    "HIS|三级|门诊|已备案\nLIS|二级|检验|未备案\n");
    paper_join(&paper);
    cr_assert_eq(paper_unit(&paper, "甲市医院")->n_systems, 2);
    cr_assert(paper_is(system_text("甲市医院", "LIS", FIELD_SYSTEM_LEVEL), "2"));
}

Test(sheets, a_repeated_header_below_another_institution_is_another_table) {
    paper_read_rows(&paper, "a.xlsx",
                    "宁都县人民医院信息系统表\n系统名称|安全保护等级|备案状态\nHIS|三级|是\n"
                    "瑞金市中医院信息系统表\n系统名称|安全保护等级|备案状态\nLIS|二级|否\n");
    paper_join(&paper);
    cr_assert_eq(paper.inventory->n_units, 2);
    cr_assert(paper_is(system_text("瑞金市中医院", "LIS", FIELD_SYSTEM_LEVEL), "2"));
    cr_assert(paper_is(system_text("宁都县人民医院", "HIS", FIELD_SYSTEM_LEVEL), "3"));
}

Test(sheets, a_form_above_a_short_list) {
    paper_read_rows(&paper, "a.xlsx",
                    "单位名称|甲市医院\n联系人|张三\n邮政编码|330006\n"
                    "系统名称|安全保护等级|业务描述\nHIS|三级|门诊\nLIS|二级|检验\n");
    paper_join(&paper);
    cr_assert_eq(paper_unit(&paper, "甲市医院")->n_systems, 2);
    cr_assert(paper_is(unit_text("甲市医院", FIELD_UNIT_POSTCODE), "330006"));
}

Test(sheets, a_level_twice_that_differs_is_read_in_neither) {
    paper_read_rows(&paper, "u.xlsx", "单位名称|邮编\n甲|330006\n");
    paper_read_rows(
        &paper, "a.xlsx",
        "单位名称|系统名称|等级|等级|备案状态\n甲|HIS|三级|三级|是\n甲|LIS|二级|三级|否\n");
    paper_join(&paper);
    cr_assert(paper_is(system_text("甲", "HIS", FIELD_SYSTEM_LEVEL), "3"));
    cr_assert(paper_is(system_text("甲", "LIS", FIELD_SYSTEM_LEVEL), ""));
    cr_assert_eq(paper_count(&paper, DIAG_VALUE_DISAGREES), 1);
}

Test(sheets, a_list_on_its_side) {
    struct read_sheet *sheets[] = {
        paper_sheet(&paper, "单位", "单位名称|邮编|行政区划代码\n甲医院|330006|360100\n"),
        paper_sheet(&paper, "系统",
                    "系统名称|HIS|LIS|PACS\n安全保护等级|三级|二级|二级\n"
                    "业务描述|门诊|检验|影像\n定级时间|2011-06-01||2011-07-01\n"
                    "食堂|一楼|二楼|三楼\n"),
    };
    paper_read(&paper, "a.xlsx", sheets, 2);
    paper_join(&paper);
    cr_assert_eq(paper_unit(&paper, "甲医院")->n_systems, 3);
    cr_assert(paper_is(system_text("甲医院", "PACS", FIELD_SYSTEM_BUSINESS), "影像"));
    cr_assert(paper_is(system_text("甲医院", "LIS", FIELD_SYSTEM_GRADED), ""));
    cr_assert(paper_at(&paper, paper_item(&paper, DIAG_VALUE_EMPTY, 0), "C4"));
    cr_assert_eq(paper_count(&paper, DIAG_COLUMN_IGNORED), 1);
    const struct value *level =
        record_at(&paper_system(&paper, "甲医院", "PACS")->record, FIELD_SYSTEM_LEVEL);
    cr_assert(paper_is(origin_text(paper.arena, level->origin), "a.xlsx:系统!D2"));
}

/* ---- further sheets ------------------------------------------------------------------------ */

Test(sheets, gaps_experts_products_and_management) {
    struct read_sheet *sheets[] = {
        paper_sheet(&paper, "单位", "单位名称|邮编|行政区划代码\n甲医院|330006|360100\n"),
        paper_sheet(&paper, "系统",
                    "系统名称|安全保护等级|业务描述\nHIS|三级|门诊\nLIS|二级|检验\n"),
        paper_sheet(&paper, "差距",
                    "系统名称|条款|控制点|现状|判定|差距说明|处置|整改措施|完成期限|预算(万元)\n"
                    "HIS|7.1.1.1|物理位置|机房在三楼|√|||||\n"
                    "^|7.1.2.1 a)|结构安全|无冗余|部分|核心单点|整改|增购|2012-12-31|12\n"
                    "LIS|7.1.3.1|身份鉴别|不涉及|/|单机||||\n"),
        paper_sheet(&paper, "管理",
                    "单位名称|主要负责人|分管领导|列入考核|联络员|联络员电话|培训期数\n"
                    "甲医院|张三|李四|是|王五|0791-1111111|2\n"),
        paper_sheet(&paper, "专家",
                    "所属委员会|姓名|工作单位|职称|专业方向|专家类别\n"
                    "甲医院|赵六|乙大学|教授|密码|信息安全技术\n"),
        paper_sheet(&paper, "产品", "产品类型|产品名称|数量|是否国产\n安全专用产品|防火墙|2|是\n"),
    };
    paper_read(&paper, "a.xlsx", sheets, 6);
    paper_join(&paper);
    const struct unit *unit = paper_unit(&paper, "甲医院");
    cr_assert_eq(paper.inventory->n_units, 1);
    cr_assert_eq(unit->n_systems, 2);
    const struct system *his = paper_system(&paper, "甲医院", "HIS");
    cr_assert_eq(his->gaps.n_records, 2);
    cr_assert(value_has_code(record_value(his->gaps.records[0], FIELD_GAP_VERDICT), 1));
    cr_assert(paper_is(paper_text(his->gaps.records[1], FIELD_GAP_MEASURE), "增购"));
    cr_assert(paper_is(origin_text(paper.arena, his->gaps.records[1]->origin), "a.xlsx:差距!3"));
    const struct system *lis = paper_system(&paper, "甲医院", "LIS");
    cr_assert(value_has_code(record_value(lis->gaps.records[0], FIELD_GAP_VERDICT), 4));
    cr_assert(paper_is(unit_text("甲医院", FIELD_UNIT_DEPUTY), "李四"));
    cr_assert(paper_is(unit_text("甲医院", FIELD_UNIT_LIAISON), "王五"));
    cr_assert(paper_is(unit_text("甲医院", FIELD_UNIT_LIAISON_PHONE), "0791-1111111"));
    cr_assert(paper_is(unit_text("甲医院", FIELD_UNIT_CONTACT_NAME), ""));
    cr_assert_eq(unit->experts.n_records, 1);
    cr_assert(value_has_code(record_value(unit->experts.records[0], FIELD_EXPERT_CLASS), 3));
    cr_assert_eq(unit->products.n_records, 1);
    cr_assert(paper_is(paper_text(unit->products.records[0], FIELD_GOODS_COUNT), "2"));
    cr_assert_eq(diag_n_errors(paper.diag), 0);
}

Test(sheets, a_gap_of_a_system_that_is_not_listed_is_said_once) {
    struct read_sheet *sheets[] = {
        paper_sheet(&paper, "单位", "单位名称|邮编|行政区划代码\n甲医院|330006|360100\n"),
        paper_sheet(&paper, "系统",
                    "系统名称|安全保护等级|业务描述\nHIS|三级|门诊\nLIS|二级|检验\n"),
        paper_sheet(&paper, "差距",
                    "系统名称|条款|判定\n体检|7.1.1.1|符合\n体检|7.1.1.2|符合\nHIS|7.1.1.1|符合\n"),
    };
    paper_read(&paper, "a.xlsx", sheets, 3);
    paper_join(&paper);
    cr_assert_eq(paper_count(&paper, DIAG_ROW_STRAY), 1);
    cr_assert(paper_at(&paper, paper_item(&paper, DIAG_ROW_STRAY, 0), "A2"));
    cr_assert_eq(paper_system(&paper, "甲医院", "HIS")->gaps.n_records, 1);
}

/* ---- sheets that are not ours --------------------------------------------------------------- */

Test(sheets, what_shares_words_with_ours_is_no_data) {
    static const char *const others[] = {
        "系统名称|漏洞名称|发现日期|漏洞等级|整改建议|整改完成日期\nHIS|弱口令|2012-05-01|高|改密|"
        "2012-05-09\n",
        "单位名称|系统名称|合同编号|测评机构|合同金额（万元）\n甲医院|HIS|HT-01|乙中心|5\n",
        "系统名称|供应商类型|企业名称|省市|联系人|联系电话|备注\nHIS|运维方|乙公司|江西省|张三|"
        "0791-1111111|\n",
        "系统名称|单位/部门|姓 "
        "名|工作内容|职务|办公电话|手机|备注\nHIS|信息科|张三|运维|工程师|0791-1111111|13800000000|"
        "\n",
        "单位名称|姓名|性别|职务|手机\n甲医院|张三|男|科长|13800000000\n",
        "应用名称|所属定级系统|部署服务器|备注\n挂号|HIS|web01|\n",
        "系统名称|设备型号|品牌|序列号|采购日期\nHIS|R740|乙|SN1|2012-01-01\n",
        "单位名称|行政区划代码|是否上报|报送截止日期|催报情况\n甲医院|360100|否|2012-06-30|已催\n",
        "选项|代码值\n中央|1\n省|2\n",
        "系统名称|维保单位|维保开始|维保结束|维保费用|联系人|联系电话\nHIS|乙|2011|2012|5|张|"
        "13800000000\n",
        "序号|网站名称|域名|ICP备案号|备案时间|负责人\n1|官网|a.example|赣ICP备1号|2010-01-01|张\n",
        "演练时间|演练科目|系统名称|演练结果\n2012-01-01|断网|HIS|良好\n",
        "厂商名称|主营业务|联系人|联系电话|邮箱\n乙公司|软件|张|13800000000|a@b.example\n",
    };
    struct read_sheet *sheets[1 + sizeof others / sizeof others[0]] = {
        paper_sheet(&paper, "清单", "系统名称|安全保护等级|业务描述\nHIS|三级|门诊\n"),
    };
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
        sheets[i + 1] = paper_sheet(&paper, "别的", others[i]);
    }
    paper_read(&paper, "a.xlsx", sheets, sizeof sheets / sizeof sheets[0]);
    cr_assert_eq(paper.file.n_systems, 1);
    cr_assert_eq(paper.file.n_units, 0);
    cr_assert_eq(paper_count(&paper, DIAG_SHEET_OTHER), sizeof others / sizeof others[0] - 1);
    cr_assert_eq(paper_count(&paper, DIAG_SYSTEM_REPEATED), 0);
}

/* The sheet's name tells what its columns do not; but a list of levels is a list of systems. */
Test(sheets, a_sheet_of_suppliers_makes_no_units) {
    static const char suppliers[] = "单位名称|统一社会信用代码|地址|联系人|联系电话\n"
                                    "乙公司|91360000MA00000001|某路1号|张|13800000000\n";
    struct read_sheet *sheets[] = {
        paper_sheet(&paper, "单位", "单位名称|邮编|行政区划代码\n甲医院|330006|360100\n"),
        paper_sheet(&paper, "供应商名录", suppliers),
        paper_sheet(&paper, "合同", "系统名称|系统级别|上线时间\nHIS|三级|2010-01-01\n"),
        paper_sheet(&paper, "通讯录", "科室|电话|手机\n信息科|0791-1111111|13800000000\n"),
    };
    paper_read(&paper, "a.xlsx", sheets, 4);
    paper_join(&paper);
    cr_assert_eq(paper.inventory->n_units, 1);
    cr_assert_eq(paper.file.n_systems, 1);
    cr_assert_eq(paper_count(&paper, DIAG_SHEET_OTHER), 1);
    cr_assert_eq(paper_count(&paper, DIAG_SHEET_UNREAD), 0, "persons alone are no columns of ours");
}

Test(sheets, one_foreign_column_makes_no_foreign_list) {
    paper_read_rows(&paper, "a.xlsx",
                    "单位名称|系统名称|安全保护等级|合同编号\n甲|HIS|三级|HT-1\n");
    cr_assert_eq(paper.file.n_systems, 1);
}

Test(sheets, a_list_that_says_more_of_systems_is_ours_with_foreign_columns) {
    paper_read_rows(&paper, "u.xlsx", "单位名称|邮编\n甲医院|330006\n");
    paper_read_rows(&paper, "a.xlsx",
                    "单位名称|系统名称|等级|备案状态|上线时间|业务描述|合同编号|型号\n"
                    "甲医院|HIS|三级|已备案|2011-01-01|门诊|HT-1|R1\n");
    paper_join(&paper);
    cr_assert(paper_is(system_text("甲医院", "HIS", FIELD_SYSTEM_LEVEL), "3"));
    cr_assert_eq(paper_count(&paper, DIAG_COLUMN_IGNORED), 1);
    cr_assert(str_contains(paper_item(&paper, DIAG_COLUMN_IGNORED, 0)->message,
                           STR("G 列“合同编号”、H 列“型号”")));
}

Test(sheets, known_columns_in_a_sheet_that_is_not_read_are_a_warning) {
    struct read_sheet *sheets[] = {
        paper_sheet(&paper, "单位", "单位名称|邮编|行政区划代码\n甲医院|330006|360100\n"),
        paper_sheet(&paper, "情况",
                    "备案证明编号|安全保护等级|定级时间\n36010012001-00001|二级|2011-08-01\n"),
    };
    paper_read(&paper, "a.xlsx", sheets, 2);
    const struct diag_item *item = paper_item(&paper, DIAG_SHEET_UNREAD, 0);
    cr_assert(str_contains(item->message, STR("备案证明编号")));
    cr_assert(str_contains(item->suggestion, STR("系统名称")));
}

Test(sheets, where_nothing_is_read_the_nearest_are_named) {
    struct read_sheet *sheets[] = {
        paper_sheet(&paper, "一", "甲|乙\n1|2\n"),
        paper_sheet(&paper, "二", "备案证明编号|安全保护等级|定级时间\nX|二级|2011-08-01\n"),
        paper_sheet(&paper, "三", "系统名称|合同编号|合同金额\nHIS|HT-1|5\n"),
    };
    paper_read(&paper, "a.xlsx", sheets, 3);
    cr_assert(paper.file.is_rejected);
    cr_assert_eq(diag_n_errors(paper.diag), 1);
    const struct diag_item *item = paper_item(&paper, DIAG_HEADER_MISSING, 0);
    cr_assert(str_contains(item->message, STR("“二”第1行有“备案证明编号")));
    cr_assert(str_contains(item->message, STR("“三”看来是合同清单")));
    cr_assert(str_contains(item->message, STR("“一”中没有")));
}

/* ---- rows round a table -------------------------------------------------------------------- */

Test(sheets, closing_lines_make_no_records) {
    static const char *const lines[] = {
        "填报单位（盖章）：赣州市卫生局",
        "1.本表一式两份。",
        "以下空白",
        "填表人：张三",
        "注：请如实填写",
        "备注：无",
        "单位负责人签字：",
        "填报日期：2012年5月1日",
        "审核人：李四　　填表人：张三",
        "（盖章）",
        "联系电话：0791-1111111",
        "说明：1.等级按证明填写",
        "2、本表由信息科填写",
        "以上数据真实有效。",
        "制表单位：信息科",
        "附：拓扑图",
        "示例",
        "本表数据截至2012年5月。",
        "填报要求：一行一个系统",
        "主管领导审核意见：",
        "此表一式三份",
        "日期：2012.5.1",
        "以下无正文",
        "合计",
        "共2家",
        "表完",
        "盖章：",
        "1）请逐项填写",
        "数据来源：信息科",
        "提示：不得空项",
        "填表说明",
        "传真：0791-2",
        "公章",
        "注意事项：同一系统只报一次",
        "报送单位：赣州市卫生局",
    };
    for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++) {
        struct str rows =
            str_format(paper.arena, "单位名称|邮编|行政区划代码\n甲医院%zu|330006|360100\n\n%s\n",
                       i, lines[i]);
        paper_read_rows(&paper, "a.xlsx", str_to_c(paper.arena, rows));
        cr_assert_eq(paper.file.n_units, 1, "%s", lines[i]);
    }
}

Test(sheets, rows_of_demands_and_of_column_numbers_are_passed_over) {
    paper_read_rows(&paper, "a.xlsx",
                    "单位名称|邮编|行政区划代码\n1|2|3\n必填项|必填|选填\n甲医院|330006|360100\n");
    paper_join(&paper);
    cr_assert_eq(paper.inventory->n_units, 1);
    cr_assert_eq(paper_count(&paper, DIAG_ROW_SKIPPED), 2);
    cr_assert_eq(diag_n_errors(paper.diag), 0);
}

/* ---- whose a table is ---------------------------------------------------------------------- */

#define SYSTEMS "系统名称|安全保护等级|业务描述\nHIS|三级|门诊\n"

Test(sheets, a_unit_named_only_above_the_table) {
    paper_read_rows(&paper, "a.xlsx",
                    "填报单位：云溪县人民医院（盖章）   填报日期：2012年5月\n" SYSTEMS);
    paper_read_rows(&paper, "b.xlsx", "石城县中医院信息系统一览表|<|<\n" SYSTEMS);
    paper_read_rows(&paper, "定南县妇幼保健院.xlsx", SYSTEMS);
    paper_join(&paper);
    cr_assert_eq(paper_unit(&paper, "云溪县人民医院")->n_systems, 1);
    cr_assert_eq(paper_unit(&paper, "石城县中医院")->n_systems, 1);
    cr_assert_eq(paper_unit(&paper, "定南县妇幼保健院")->n_systems, 1);
    cr_assert_eq(paper_count(&paper, DIAG_UNIT_TITLED), 3);
}

Test(sheets, two_names_are_asked_about_in_one_question) {
    paper_read_rows(&paper, "石城县中医院.xlsx",
                    "云溪县人民医院信息系统一览表|<|<\n" SYSTEMS "LIS|二级|检验\n");
    paper_join(&paper);
    cr_assert_eq(paper.inventory->n_units, 0);
    cr_assert_eq(paper_count(&paper, DIAG_UNIT_DISPUTED), 1);
    const struct diag_item *item = paper_item(&paper, DIAG_UNIT_DISPUTED, 0);
    cr_assert(str_contains(item->message, STR("云溪县人民医院")));
    cr_assert(str_contains(item->message, STR("石城县中医院")));
    cr_assert_eq(paper_count(&paper, DIAG_NAME_MISSING), 0);
}

Test(sheets, a_person_in_a_list_of_systems_is_the_systems) {
    paper_read_rows(&paper, "a.xlsx",
                    "单位|系统名称|等级|业务描述|负责人|联系电话\n"
                    "甲医院|HIS|三级|门诊|张三|0791-1111111\n"
                    "^|LIS|二级|检验|李四|0791-2222222\n");
    paper_join(&paper);
    cr_assert_eq(paper_count(&paper, DIAG_UNIT_REPEATED), 0);
    cr_assert(paper_is(unit_text("甲医院", FIELD_UNIT_LEADER_NAME), ""));
    cr_assert(paper_is(system_text("甲医院", "LIS", FIELD_SYSTEM_MANAGER_NAME), "李四"));
    cr_assert(paper_is(system_text("甲医院", "HIS", FIELD_SYSTEM_MANAGER_PHONE), "0791-1111111"));
}

/* A unit that says that it has no systems has handed in, and nothing is missed or made of that. */
Test(sheets, who_has_no_systems_says_so) {
    paper_read_rows(
        &paper, "a.xlsx",
        "序号|单位名称|系统名称|安全保护等级|备注\n1|甲|HIS|三级|\n2|乙|本单位无信息系统|||\n"
        "3|丙|无|无|/\n4|丁|暂无|二级|\n");
    paper_join(&paper);
    cr_assert_eq(paper.inventory->n_units, 3);
    cr_assert_eq(paper.file.n_systems, 1);
    cr_assert_eq(paper_unit(&paper, "乙")->n_systems, 0);
    cr_assert_eq(paper_unit(&paper, "丙")->n_systems, 0);
    cr_assert_eq(paper_count(&paper, DIAG_ROW_SKIPPED), 2);
    cr_assert_eq(paper_count(&paper, DIAG_NAME_MISSING), 1, "a level is of a system");
    cr_assert_eq(paper_count(&paper, DIAG_COLUMN_MISSING), 1);
    paper_read_rows(&paper, "b.xlsx", "单位名称|系统名称|安全保护等级\n戊|暂无信息系统|\n");
    paper_join(&paper);
    cr_assert_eq(paper_count(&paper, DIAG_COLUMN_MISSING), 1, "nothing is missed of no system");
    cr_assert_eq(paper_count(&paper, DIAG_TABLE_EMPTY), 0);
}

/* A title over a part of the list says it of all below, up to the next. */
Test(sheets, titles_over_systems_no_longer_run) {
    paper_read_rows(&paper, "u.xlsx", "单位名称|邮编\n甲医院|330006\n");
    paper_read_rows(&paper, "a.xlsx",
                    "单位名称|系统名称|等级|运行状态\n一、在用系统\n甲医院|HIS|三级|\n"
                    "甲医院|LIS|三级|已下线\n二、已停用系统\n甲医院|网站|二级|\n甲医院|RIS|二级|\n"
                    "其他系统|<|<|<\n甲医院|OA|二级|在用\n甲医院|停用药品管理系统|二级|\n");
    paper_join(&paper);
    cr_assert_eq(paper_unit(&paper, "甲医院")->n_systems, 6);
    cr_assert_eq(paper_count(&paper, DIAG_SYSTEM_RETIRED), 3);
    cr_assert(paper_at(&paper, paper_item(&paper, DIAG_SYSTEM_RETIRED, 0), "D4"));
    cr_assert(paper_at(&paper, paper_item(&paper, DIAG_SYSTEM_RETIRED, 1), "B6"));
    cr_assert(str_contains(paper_item(&paper, DIAG_SYSTEM_RETIRED, 1)->message,
                           STR("上方标题行写的是“二、已停用系统”")));
}

Test(sheets, tables_of_systems_no_longer_run) {
    static const char rows[] = "系统名称|等级|备案状态\n网站|二级|是\n";
    static const char titled[] =
        "南昌市样本医院2011年停用信息系统清单\n\n系统名称|等级|备案状态\nOA|二级|是\n";
    static const char mixed[] = "在用、停用系统清单\n\n系统名称|等级|备案状态\nHIS|二级|是\n";
    struct read_sheet *sheets[] = {
        paper_sheet(&paper, "单位", "单位名称|邮编|行政区划代码\n甲医院|330006|360100\n"),
        paper_sheet(&paper, "已下线系统", rows), paper_sheet(&paper, "甲", titled),
        paper_sheet(&paper, "乙", mixed)};
    paper_read(&paper, "a.xlsx", sheets, 4);
    paper_join(&paper);
    cr_assert_eq(paper.file.n_systems, 3);
    cr_assert_eq(paper_count(&paper, DIAG_SYSTEM_RETIRED), 2);
}

Test(sheets, a_system_no_longer_run_is_asked_about) {
    paper_read_rows(&paper, "u.xlsx", "单位名称|邮编\n甲医院|330006\n");
    paper_read_rows(&paper, "a.xlsx",
                    "单位名称|系统名称|等级|业务描述|备注\n甲医院|HIS|三级|门诊|\n"
                    "甲医院|老HIS|三级|门诊|已并入HIS\n甲医院|网站|二级|宣传|2012年已停用\n");
    cr_assert_eq(paper_count(&paper, DIAG_SYSTEM_RETIRED), 2);
    cr_assert(paper_at(&paper, paper_item(&paper, DIAG_SYSTEM_RETIRED, 0), "E3"));
}
