/* The 备案表 of 2025: which sheets a filing has and when, every label in its order, boxes as the
 * form codes them, and nothing lost of what is long or many. Levels are judged by the rules of
 * 2007. */
#include <stdio.h>
#include <string.h>

#include "docs/filing_form.h"
#include "docs/names.h"
#include "make_inventory.h"

/* A house whose documents are those of 2025, with one unit. */
struct office {
    struct house *house;
    struct unit *unit;
};

static struct office open_office(void) {
    struct office office = {.house = open_house()};
    struct house *house = office.house;
    struct docs_settings settings = house->docs->settings;
    settings.edition = STR("2025");
    settings.as_of = (struct date){2025, 6, 30};
    cr_assert(editions_read(house->arena, house->templates, house->diag));
    struct shelf *fonts = shelf_open(house->arena, STR("fonts"), STR("fonts"));
    house->docs =
        docs_open(house->arena, house->templates, typesetter_open(house->arena, fonts, house->diag),
                  house->rules, &settings, house->diag);
    cr_assert(house->docs, "the templates of 2025 are refused");
    office.unit = add_unit(house, "某市中心医院");
    return office;
}

static void set(const struct office *office, struct system *system, enum field field,
                const char *text) {
    set_field(office->house, system ? &system->record : &office->unit->record, field, text);
}

static struct data_category *add_data(const struct office *office, const char *name) {
    struct record record = {.origin = office->unit->record.origin};
    set_field(office->house, &record, FIELD_DATA_NAME, name);
    return unit_add_data(office->house->inventory, office->unit, &record);
}

/* The form of the unit, proved: no text out of its box, none clipped. */
static const struct document *build(const struct office *office) {
    struct house *house = office->house;
    judge_house(house);
    const struct document *document =
        filing_form_build(house->docs, house->arena, house->findings[0], house->diag);
    cr_assert(document);
    cr_assert(document_audit(house->arena, document, house->diag));
    cr_assert_eq(count_reports(house->diag, DIAG_TEXT_OVERFLOW), 0);
    return document;
}

/* Text of a page's runs and strokes, in order, without blanks. */
static struct str page_text(const struct office *office, const struct document *document,
                            size_t n) {
    struct arena *arena = office->house->arena;
    struct buf buf = {.arena = arena};
    cr_assert_lt(n, document->n_pages);
    const struct page *page = document->pages[n];
    for (size_t i = 0; i < page->n_items; i++) {
        const struct item *item = &page->items[i];
        struct str text = item->kind == ITEM_RUN    ? item->run.text
                          : item->kind == ITEM_PATH ? item->path.text
                                                    : (struct str){0};
        text = str_replace(arena, text, STR("　"), STR(""));
        buf_add(&buf, str_replace(arena, text, STR(" "), STR("")));
    }
    return buf_str(&buf);
}

/* Text of the page whose label starts so, the n-th of them from 0. */
static struct str labelled_text(const struct office *office, const struct document *document,
                                const char *label, size_t n) {
    for (size_t i = 0; i < document->n_pages; i++) {
        if (str_starts(document->pages[i]->label, str_from_c(label)) && n-- == 0) {
            return page_text(office, document, i);
        }
    }
    cr_assert_fail("no page %s", label);
    return (struct str){0};
}

/* All that is ticked on a text, each label up to the next box, with bars between. */
static struct str ticked(const struct office *office, struct str text) {
    struct buf buf = {.arena = office->house->arena};
    for (size_t at = 0; (at = str_find(text, STR("√"), at)) != SIZE_MAX;) {
        at += strlen("√");
        size_t open = str_find(text, STR("□"), at), done = str_find(text, STR("√"), at);
        size_t end = open < done ? open : done;
        buf_add_c(&buf, buf.len ? "|" : "");
        buf_add(&buf, str_slice(text, at, end < text.len ? end : text.len));
    }
    return buf_str(&buf);
}

#define CHECK_HAS(text, part)                                                                      \
    cr_assert(str_contains((text), str_from_c(part)), "no %s in %" STR_FMT, (part), STR_ARG(text))
#define CHECK_LACKS(text, part)                                                                    \
    cr_assert_not(str_contains((text), str_from_c(part)), "%s in %" STR_FMT, (part), STR_ARG(text))

/* Every part occurs, each behind the one before. */
static void check_order(struct str text, const char *const *parts) {
    size_t at = 0;
    for (size_t i = 0; parts[i]; i++) {
        size_t found = str_find(text, str_from_c(parts[i]), at);
        cr_assert_neq(found, SIZE_MAX, "%s is not behind %s in %" STR_FMT, parts[i],
                      i ? parts[i - 1] : "", STR_ARG(text));
        at = found + strlen(parts[i]);
    }
}

/* ---- which sheets ------------------------------------------------------------------------------
 */

Test(filing_2025, sheets_come_where_their_conditions_hold) {
    struct office office = open_office();
    struct house *house = office.house;
    add_whole_system(house, office.unit, "甲", 2);
    struct system *cloud = add_whole_system(house, office.unit, "乙", 3);
    struct system *low = add_whole_system(house, office.unit, "丙", 1);
    struct system *iot = add_whole_system(house, office.unit, "丁", 2);
    struct system *other = add_whole_system(house, office.unit, "戊", 2);
    set(&office, cloud, FIELD_SYSTEM_TECHNOLOGY, "1=云计算技术");
    set(&office, low, FIELD_SYSTEM_TECHNOLOGY, "1=云计算技术");
    set(&office, iot, FIELD_IOT_USED, "1");
    set(&office, other, FIELD_SYSTEM_TECHNOLOGY, "9=其他");
    set(&office, other, FIELD_CLOUD_USED, "0");
    add_data(&office, "门诊诊疗数据");
    add_data(&office, "药品目录");
    static const char *const titles[] = {
        "备案表编号",
        "填表说明（摘编）",
        "表一单位基本情况",
        "表二（1/4）定级对象情况",
        "表三（1/4）定级情况",
        "表二（2/4）定级对象情况",
        "表三（2/4）定级情况",
        "表四（2/4）新技术新应用场景补充信息",
        "表五（2/4）提交材料情况",
        "表二（3/4）定级对象情况",
        "表三（3/4）定级情况",
        "表四（3/4）新技术新应用场景补充信息",
        "表二（4/4）定级对象情况",
        "表三（4/4）定级情况",
        "表六（1/2）数据摸底调查表",
        "表六（2/2）数据摸底调查表",
    };
    const struct document *document = build(&office);
    cr_assert_eq(document->n_pages, sizeof titles / sizeof *titles);
    for (size_t i = 0; i < document->n_pages; i++) {
        struct str text = page_text(&office, document, i);
        cr_assert(str_starts(text, str_from_c(titles[i])), "%" STR_FMT, STR_ARG(text));
    }
    cr_assert_str(document->title, "网络安全等级保护备案表");
    CHECK_HAS(page_text(&office, document, 14), "01数据名称门诊诊疗数据02");
    close_house(house);
}

Test(filing_2025, every_sheet_has_a_proof_with_names_and_empty_boxes) {
    struct office office = open_office();
    struct house *house = office.house;
    size_t n = 0;
    const struct str *names = filing_form_names(house->docs, &n);
    cr_assert_eq(n, 8U);
    for (size_t i = 0; i < n; i++) {
        const struct document *document =
            filing_form_proof(house->docs, house->arena, names[i], house->diag);
        cr_assert(document, "%" STR_FMT, STR_ARG(names[i]));
        cr_assert_eq(document->n_pages, 2U);
        CHECK_LACKS(page_text(&office, document, 0), "√");
    }
    const struct document *proof =
        filing_form_proof(house->docs, house->arena, STR("filing-data"), house->diag);
    CHECK_HAS(page_text(&office, proof, 1), "data.provided_to");
    close_house(house);
}

/* ---- labels ------------------------------------------------------------------------------------
 */

Test(filing_2025, labels_and_options_stand_as_in_the_form) {
    struct office office = open_office();
    struct system *system = add_whole_system(office.house, office.unit, "甲", 3);
    set(&office, system, FIELD_MOBILE_USED, "1");
    add_data(&office, "乙");
    const struct document *document = build(&office);
    static const char *const cover[] = {"备案表编号：",
                                        "网络安全等级保护",
                                        "备案表",
                                        "备案单位",
                                        "(盖章)",
                                        "备案日期",
                                        "受理备案单位",
                                        "(盖章)",
                                        "受理日期",
                                        "公安部网络安全保卫局监制",
                                        NULL};
    check_order(page_text(&office, document, 0), cover);
    /* both texts in conflict are named */
    CHECK_HAS(page_text(&office, document, 1), "本表的填表说明称第三级以上网络的运营者填写");
    CHECK_HAS(page_text(&office, document, 1), "1846号问15称第二级以上");
    CHECK_HAS(page_text(&office, document, 1), "（待核实）");
    static const char *const unit[] = {
        "01单位名称",
        "02统一社会信用代码",
        "03单位地址",
        "省(自治区、直辖市)",
        "地(区、市、州、盟)",
        "县(区、市、旗)",
        "04邮政编码",
        "05行政区划代码",
        "06单位负责人",
        "姓名",
        "职务/职称",
        "办公电话",
        "电子邮件",
        "07网络安全责任部门",
        "08网络安全责任部门联系人",
        "姓名",
        "职务/职称",
        "办公电话",
        "电子邮件",
        "移动电话",
        "09数据安全管理部门",
        "10数据安全管理部门联系人",
        "姓名",
        "职务/职称",
        "办公电话",
        "电子邮件",
        "移动电话",
        "11隶属关系□1中央□2省(自治区、直辖市)□3地(区、市、州、盟)□4县(区、市、旗)□9其他",
        "12单位类型□1党委机关□2政府机关□3事业单位□4企业□9其他",
        "13行业类别□1海关□2税务□3市场监督管理□4广播电视□5体育□6统计□7国际发展合作□8医疗保障"
        "□9参事□10机关事务管理□11外交□12国防科技工业□13发展和改革□14教育□15科学技术"
        "□16工业和信息化□17民族事务□18公安□19安全□20民政□21司法□22财政"
        "□23人力资源和社会保障□24自然资源□25生态环境□26住房和城乡建设□27交通运输□28水利"
        "□29农业农村□30商务□31文化和旅游□32卫生健康□33退役军人事务□34应急管理□35银行□36审计"
        "□37铁路□38电信□39经营性公众互联网□40保险□41证券□42气象□43民航□44电力□45能源□46邮政"
        "□46宣传□47数据管理□48电子政务□99其他",
        "14本次备案定级对象数量",
        "总数",
        "第二级",
        "第三级",
        "第四级",
        "第五级",
        "15定级对象总数（含本次）",
        "总数",
        "第一级",
        "第二级",
        "第三级",
        "第四级",
        "第五级",
        NULL};
    check_order(labelled_text(&office, document, "表一", 0), unit);
    static const char *const object[] = {
        "01定级对象名称",
        "02定级对象编号",
        "03定级对象类型□通信网络设施□信息系统采用技术："
        "□云计算技术□移动互联技术□物联网技术□工业控制技术□大数据技术□9其他□数据资源",
        "04承载业务情况",
        "业务类型",
        "1生产作业",
        "□2指挥调度□3内部办公□4公众服务□9其他",
        "业务描述",
        "05网络服务情况",
        "服务范围",
        "□10全国□11跨省(区、市)跨个□20全省(区、市)"
        "□21跨地(市、区)跨个",
        "30地(市、区)内□99其他",
        "服务对象",
        "1单位内部人员",
        "2社会公众人员□3两者均包括□9其他",
        "06网络平台",
        "部署范围",
        "局域网",
        "城域网",
        "广域网□9其他",
        "网络性质",
        "1业务专网□2互联网源站IP地址范围：域名：主要协议/端口：□9其他",
        "07网络互联情况",
        "1与其他行业系统连接",
        "2与本行业其他单位系统连接",
        "3与本单位其他系统连接□9其他",
        "08投入运行时间",
        "09是否是分系统",
        "10上级系统名称",
        "11上级系统所属单位名称",
        NULL};
    check_order(labelled_text(&office, document, "表二", 0), object);
    static const char *const grading[] = {
        "01确定业务信息安全保护等级",
        "损害客体及损害程度",
        "级别",
        "仅对公民、法人和其他组织的合法权益造成一般损害",
        "□第一级",
        "□对公民、法人和其他组织的合法权益造成严重损害□对公民、法人和其他组织的合法权益造成特别严重"
        "损害"
        "□对社会秩序和公共利益造成一般损害□第二级",
        "对社会秩序和公共利益造成严重损害",
        "第三级",
        "□对社会秩序和公共利益造成特别严重损害□对国家安全或地区安全、国计民生造成一般损害□第四级",
        "□对国家安全或地区安全、国计民生造成严重损害□对国家安全或地区安全、国计民生造成特别严重损害"
        "□第五级",
        "02确定系统服务安全保护等级",
        "03安全保护等级□第二级√第三级□第四级□第五级",
        "04定级时间",
        "05定级报告",
        "附件名称",
        "06专家评审情况",
        "已评审□未评审附件名称",
        "07是否有上级行业主管部门",
        "08上级行业主管部门名称",
        "09上级行业主管部门审核定级情况",
        "已审核",
        "未审核附件名称",
        "填表人：",
        "填表日期：",
        NULL};
    check_order(labelled_text(&office, document, "表三", 0), grading);
    static const char *const technology[] = {
        "云计算",
        "是否采用云计算技术□是□否责任主体类型□云服务商□云服务客户服务模式□IaaS□PaaS□SaaS"
        "□其他部署模式□私有云□公有云□混合云□其他",
        "云服务商填写",
        "云服务客户数量",
        "基础设施地点运维地点",
        "云服务客户填写",
        "云服务商名称平台安全等级第级平台名称平台备案编号"
        "客户运维地点云平台备案证明附件名称",
        "移动互联",
        "是否采用移动互联技术√是□否"
        "移动应用软件(小程序)名称无线通道□公共WIFI□专用WIFI□移动通信网终端□通用终端□专用终端",
        "物联网",
        "是否为物联网系统□是□否感知层□感知节点□感知网关□RFID标签□RFID读写器□其他"
        "传输层□互联网□专用网□移动通信网□其他",
        "工业控制系统",
        "是否为工业控制系统□是□否功能层次"
        "□生产管理层□过程监控层□现场控制层□现场设备层组成□SCADA□DCS□PLC□RTU□MTU□上位机(SC)□其他",
        "大数据",
        "是否采用大数据技术□是□否组成□大数据平台□大数据应用□大数据资源出境□无出境需求"
        "□有出境需求",
        "应用数量基础设施地点运维地点",
        "平台服务商平台安全等级第级平台名称平台备案编号"
        "大数据平台备案证明附件名称",
        NULL};
    check_order(labelled_text(&office, document, "表四", 0), technology);
    static const char *const materials[] = {
        "01网络拓扑结构及说明",
        "附件名称",
        "02网络安全组织架构及管理制度清单",
        "附件名称",
        "03网络安全建设设计方案或整改设计方案",
        "附件名称",
        "04网络安全专用产品清单及相应的安全检测证书、安全认证证书或销售许可证明",
        "附件名称",
        "05使用的安全服务清单□有□无附件名称",
        "06行业主管部门指导定级文件□有□无附件名称",
        NULL};
    check_order(labelled_text(&office, document, "表五", 0), materials);
    static const char *const data[] = {
        "01数据名称乙",
        "02拟定数据级别□一般数据□重要及以上数据",
        "03数据类别",
        "04数据安全责任部门",
        "05数据安全负责人",
        "06个人信息涉及情况□涉及敏感个人信息□涉及未成年人的个人信息"
        "□涉及一般个人信息□不涉及",
        "07数据总量1GBTB2万条",
        "08数据月增长量GBTB",
        "09数据来源□系统采集□系统产生□人工填报□交易购买□共享交换□其他",
        "10数据流转",
        "数据来源单位123",
        "数据流出单位123",
        "11与其他数据处理者的交互情况□对外提供给□委托处理"
        "□与共同处理□无交互",
        "12数据存储",
        "□1私有云□2公有云□3混合云□4政务云□5非云计算平台名称",
        "存储机房□1本单位机房□2外单位机房□3国内第三方托管机房名称",
        "存储地域□1境内□2境外",
        NULL};
    check_order(labelled_text(&office, document, "表六", 0), data);
    close_house(office.house);
}

/* ---- values ------------------------------------------------------------------------------------
 */

Test(filing_2025, the_code_46_is_printed_twice_and_each_has_its_own_box) {
    static const char *const cases[][2] = {
        {"32=卫生健康", "32卫生健康"}, {"46=邮政", "46邮政"}, {"146=宣传", "46宣传"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct office office = open_office();
        add_whole_system(office.house, office.unit, "甲", 2);
        set(&office, NULL, FIELD_UNIT_INDUSTRY, cases[i][0]);
        struct str text = labelled_text(&office, build(&office), "表一", 0);
        text = str_slice(text, str_find(text, STR("13行业类别"), 0), text.len);
        cr_assert_str(ticked(&office, text), cases[i][1]);
        close_house(office.house);
    }
}

Test(filing_2025, a_code_of_nine_leaves_the_eighteen_boxes_empty) {
    struct office office = open_office();
    add_whole_system(office.house, office.unit, "甲", 2);
    set(&office, NULL, FIELD_UNIT_CREDIT_CODE, "000009013");
    CHECK_HAS(labelled_text(&office, build(&office), "表一", 0), "02统一社会信用代码03");
    set(&office, NULL, FIELD_UNIT_CREDIT_CODE, "12360000000009013K");
    CHECK_HAS(labelled_text(&office, build(&office), "表一", 0),
              "02统一社会信用代码12360000000009013K03");
    close_house(office.house);
}

Test(filing_2025, this_filing_and_all_objects_are_counted_apart) {
    struct office office = open_office();
    add_whole_system(office.house, office.unit, "甲", 1);
    add_whole_system(office.house, office.unit, "乙", 2);
    add_whole_system(office.house, office.unit, "丙", 3);
    set(&office, NULL, FIELD_UNIT_SYSTEM_TOTAL, "9");
    set(&office, NULL, FIELD_UNIT_LEVEL2_TOTAL, "6");
    set(&office, NULL, FIELD_UNIT_LEVEL3_TOTAL, "0");
    CHECK_HAS(labelled_text(&office, build(&office), "表一", 0),
              "14本次备案定级对象数量总数2第二级1第三级1第四级0第五级0"
              "15定级对象总数（含本次）总数9第一级1第二级6第三级1第四级0第五级0");
    close_house(office.house);
}

/* What is ticked in 采用技术 of 表二, and 是 or 否 of cloud computing in 表四 ("" where the object
 * has no such sheet). */
static void check_cloud(const char *list, const char *used, const char *listed,
                        const char *answer) {
    struct office office = open_office();
    struct system *system = add_whole_system(office.house, office.unit, "甲", 2);
    set(&office, system, FIELD_SYSTEM_TECHNOLOGY, list);
    set(&office, system, FIELD_CLOUD_USED, used);
    const struct document *document = build(&office);
    struct str text = labelled_text(&office, document, "表二", 0);
    size_t at = str_find(text, STR("采用技术"), 0), end = str_find(text, STR("数据资源"), 0);
    cr_assert_str(ticked(&office, str_slice(text, at, end)), listed);
    bool has_sheet = str_starts(document->pages[5 < document->n_pages ? 5 : 0]->label, STR("表四"));
    cr_assert_eq(has_sheet, answer[0] != 0, "%s %s", list, used);
    if (has_sheet) {
        text = labelled_text(&office, document, "表四", 0);
        at = str_find(text, STR("是否采用云计算"), 0);
        end = str_find(text, STR("责任主体"), 0);
        struct str said = ticked(&office, str_slice(text, at, end));
        cr_assert_str(said, answer[0] == '-' ? "" : answer);
    }
    close_house(office.house);
}

Test(filing_2025, a_technology_and_its_own_answer_must_agree) {
    check_cloud("1=云计算技术", "", "云计算技术", "是");
    check_cloud("1=云计算技术", "1", "云计算技术", "是");
    check_cloud("", "1", "", "是");
    check_cloud("", "0", "", "");
    check_cloud("9=其他", "0", "9其他", "");
    check_cloud("99=无", "", "", "");
    /* disputed: neither is ticked; a second technology keeps the sheet */
    check_cloud("1=云计算技术", "0", "", "");
    check_cloud("5=大数据技术", "1", "大数据技术", "-");
    check_cloud("1,3=云计算技术、物联网技术", "0", "物联网技术", "-");
    /* not named is no 否 */
    check_cloud("3=物联网技术", "", "物联网技术", "-");
    check_cloud("3=物联网技术", "0", "物联网技术", "否");
}

Test(filing_2025, every_object_and_degree_has_a_box_of_its_own) {
    static const char *const labels[3][3] = {
        {"仅对公民、法人和其他组织的合法权益造成一般损害",
         "对公民、法人和其他组织的合法权益造成严重损害",
         "对公民、法人和其他组织的合法权益造成特别严重损害"},
        {"对社会秩序和公共利益造成一般损害", "对社会秩序和公共利益造成严重损害",
         "对社会秩序和公共利益造成特别严重损害"},
        {"对国家安全或地区安全、国计民生造成一般损害", "对国家安全或地区安全、国计民生造成严重损害",
         "对国家安全或地区安全、国计民生造成特别严重损害"}};
    for (int object = 1; object <= 3; object++) {
        for (int degree = 1; degree <= 3; degree++) {
            struct office office = open_office();
            struct system *system = add_whole_system(office.house, office.unit, "甲", 2);
            char code[] = "0=x";
            code[0] = (char)('0' + object);
            set(&office, system, FIELD_SYSTEM_A_OBJECT, code);
            code[0] = (char)('0' + degree);
            set(&office, system, FIELD_SYSTEM_A_DEGREE, code);
            set(&office, system, FIELD_SYSTEM_A_LEVEL, "");
            set(&office, system, FIELD_SYSTEM_S_LEVEL, "");
            struct str text = labelled_text(&office, build(&office), "表三", 0);
            size_t at = str_find(text, STR("02确定"), 0);
            size_t end = str_find(text, STR("03安全保护等级"), 0);
            cr_assert_str(ticked(&office, str_slice(text, at, end)),
                          labels[object - 1][degree - 1]);
            close_house(office.house);
        }
    }
}

Test(filing_2025, a_category_of_data_fills_its_boxes) {
    struct office office = open_office();
    struct house *house = office.house;
    add_whole_system(house, office.unit, "甲", 2);
    struct record *data = &add_data(&office, "门诊诊疗数据")->record;
    set_field(house, data, FIELD_DATA_LEVEL, "2=重要及以上数据");
    set_field(house, data, FIELD_DATA_PERSONAL, "1,3=涉及敏感个人信息、涉及一般个人信息");
    set_field(house, data, FIELD_DATA_TOTAL_TB, "1.5");
    set_field(house, data, FIELD_DATA_TOTAL_RECORDS, "800");
    set_field(house, data, FIELD_DATA_GROWTH_GB, "20");
    set_field(house, data, FIELD_DATA_SOURCE_UNITS, "甲医院、乙中心；丙局\n丁所，戊站");
    set_field(house, data, FIELD_DATA_OUTFLOW_UNITS, "某平台");
    set_field(house, data, FIELD_DATA_EXCHANGE, "1,2=对外提供、委托处理");
    set_field(house, data, FIELD_DATA_PROVIDED_TO, "某研究院");
    set_field(house, data, FIELD_DATA_ENTRUSTED_TO, "某公司");
    set_field(house, data, FIELD_DATA_SHARED_WITH, "某校");
    set_field(house, data, FIELD_DATA_STORAGE, "4=政务云");
    set_field(house, data, FIELD_DATA_CLOUD_NAME, "某市政务云");
    set_field(house, data, FIELD_DATA_PLACE, "1=境内");
    struct str text = labelled_text(&office, build(&office), "表六", 0);
    CHECK_HAS(text, "□一般数据√重要及以上数据");
    CHECK_HAS(text, "√涉及敏感个人信息□涉及未成年人的个人信息√涉及一般个人信息□不涉及");
    CHECK_HAS(text, "1GB1.5TB2800万条08数据月增长量20GBTB");
    CHECK_HAS(text, "1甲医院2乙中心3丙局4丁所5戊站");
    CHECK_HAS(text, "1某平台23");
    /* whoever is named beside a box that is not ticked stays out */
    CHECK_HAS(text, "√对外提供给某研究院√委托某公司处理□与共同处理□无交互");
    CHECK_HAS(text, "√4政务云□5非云计算平台名称某市政务云");
    CHECK_HAS(text, "√1境内□2境外");
    close_house(house);
}

/* ---- long and many -----------------------------------------------------------------------------
 */

/* Every character of a text that a copy of it could have lost, in order. */
static bool holds_all(struct str text, struct str value) {
    size_t at = 0;
    for (size_t i = 0; i < value.len;) {
        size_t next = i;
        utf8_next(value, &next);
        size_t found = str_find(text, str_slice(value, i, next), at);
        if (found == SIZE_MAX) {
            return false;
        }
        at = found + (next - i);
        i = next;
    }
    return true;
}

Test(filing_2025, long_values_go_on_and_none_is_lost) {
    struct office office = open_office();
    struct house *house = office.house;
    struct system *system = add_whole_system(house, office.unit, "甲", 3);
    struct record *data = &add_data(&office, "乙")->record;
    set(&office, system, FIELD_SYSTEM_TECHNOLOGY, "1,2,3,4,5,9=全部");
    struct buf all = {.arena = house->arena};
    for (int i = 0; i < N_FIELDS; i++) {
        enum field field = (enum field)i;
        const struct field_info *info = field_info(field);
        bool is_name = field == FIELD_UNIT_CREDIT_CODE || field == FIELD_SYSTEM_NAME;
        if (info->type != FIELD_TEXT || is_name) {
            continue;
        }
        struct buf text = {.arena = house->arena};
        for (int k = 0; k < 30; k++) {
            buf_format(&text, "第%d项内容共%d条；", i, k);
        }
        buf_add_byte(&text, '\0');
        struct record *record = info->entity == ENTITY_UNIT     ? &office.unit->record
                                : info->entity == ENTITY_SYSTEM ? &system->record
                                                                : data;
        set_field(house, record, field, text.data);
    }
    const struct document *document = build(&office);
    for (size_t i = 0; i < document->n_pages; i++) {
        buf_add(&all, page_text(&office, document, i));
    }
    static const enum field some[] = {FIELD_UNIT_DATA_DEPARTMENT, FIELD_SYSTEM_SOURCE_IP,
                                      FIELD_SYSTEM_BUSINESS,      FIELD_CLOUD_PROVIDER,
                                      FIELD_BIGDATA_PROOF_NAME,   FIELD_MATERIAL_GUIDANCE_NAME,
                                      FIELD_DATA_CATEGORY,        FIELD_DATA_ROOM_NAME};
    for (size_t i = 0; i < sizeof some / sizeof *some; i++) {
        const struct field_info *info = field_info(some[i]);
        const struct record *record = info->entity == ENTITY_UNIT     ? &office.unit->record
                                      : info->entity == ENTITY_SYSTEM ? &system->record
                                                                      : data;
        struct str value = record_value(record, some[i])->text;
        struct str last = str_format(house->arena, "第%d项内容共29条", (int)some[i]);
        CHECK_HAS(buf_str(&all), str_to_c(house->arena, last));
        cr_assert(holds_all(buf_str(&all), value), "%s", info->name);
    }
    close_house(house);
}

Test(filing_2025, sixty_categories_are_sixty_sheets) {
    struct office office = open_office();
    add_whole_system(office.house, office.unit, "甲", 2);
    for (int i = 1; i <= 60; i++) {
        add_data(&office,
                 str_to_c(office.house->arena, str_format(office.house->arena, "第%d类数据", i)));
    }
    const struct document *document = build(&office);
    cr_assert_eq(document->n_pages, 5U + 60);
    cr_assert(str_is(document->pages[64]->label, "表六(60/60)"));
    CHECK_HAS(page_text(&office, document, 64), "01数据名称第60类数据02");
    close_house(office.house);
}

Test(filing_2025, all_options_can_be_ticked_at_once) {
    struct office office = open_office();
    struct house *house = office.house;
    struct system *system = add_whole_system(house, office.unit, "甲", 3);
    struct record *data = &add_data(&office, "乙")->record;
    set(&office, system, FIELD_SYSTEM_OBJECT_TYPE, "1,2,3=全部");
    set(&office, system, FIELD_SYSTEM_TECHNOLOGY, "1,2,3,4,5,9=全部");
    set(&office, system, FIELD_SYSTEM_BUSINESS_TYPE, "1,2,3,4,9=全部");
    set(&office, system, FIELD_SYSTEM_LINKS, "1,2,3,9=全部");
    set(&office, system, FIELD_CLOUD_ROLE, "1,2=全部");
    set(&office, system, FIELD_INDUSTRIAL_PARTS, "1,2,3,4,5,6,9=全部");
    set(&office, system, FIELD_IOT_SENSING, "1,2,3,4,9=全部");
    set_field(house, data, FIELD_DATA_SOURCE, "1,2,3,4,5,9=全部");
    set_field(house, data, FIELD_DATA_EXCHANGE, "1,2,3,4=全部");
    const struct document *document = build(&office);
    CHECK_HAS(labelled_text(&office, document, "表二", 0),
              "√通信网络设施√信息系统采用技术：√云计算技术√移动互联技术√物联网技术√工业控制技术"
              "√大数据技术√9其他√数据资源");
    CHECK_HAS(labelled_text(&office, document, "表二", 0),
              "√1生产作业√2指挥调度√3内部办公√4公众服务√9其他");
    CHECK_HAS(labelled_text(&office, document, "表四", 0),
              "组成√SCADA√DCS√PLC√RTU√MTU√上位机(SC)√其他");
    CHECK_HAS(labelled_text(&office, document, "表六", 0),
              "√对外提供给√委托处理√与共同处理√无交互");
    close_house(house);
}
