/* The 备案表 of a unit: sheets, numbering and counts as the police bureau checks them, every label
 * of the 2007 form in its order, computed ticks, and nothing in what the bureau fills in itself. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "docs/filing_form.h"
#include "docs/names.h"
#include "reported.h"

/* A unit with its systems, and the forms to print them on. */
struct office {
    struct arena *arena;
    struct diag *diag;
    struct docs *docs;
    struct unit unit;
    struct unit_findings findings;
    struct grading gradings[8];
    size_t filed[8];
};

static void out_of_memory(size_t size) {
    (void)size;
    abort();
}

/* Reads forms and fonts of the project; tests run at its root. */
static struct office *open_office(void) {
    struct arena *arena = arena_open(out_of_memory);
    struct office *office = ARENA_NEW(arena, struct office);
    office->arena = arena;
    office->diag = diag_open(arena);
    struct shelf *fonts = shelf_open(arena, STR("fonts"), STR("fonts"));
    struct shelf *templates = shelf_open(arena, STR("templates"), STR("templates"));
    struct typesetter *typesetter = typesetter_open(arena, fonts, office->diag);
    cr_assert(typesetter, "fonts are not in place");
    struct docs *docs = office->docs = ARENA_NEW(arena, struct docs);
    docs->arena = arena;
    docs->shelf = templates;
    docs->typesetter = typesetter;
    docs->settings = (struct docs_settings){.as_of = {2011, 12, 31}, .edition = STR("2007")};
    docs->rules = rules_open(arena, templates, docs->settings.edition,
                             regions_read(arena, templates, docs->settings.edition, office->diag),
                             office->diag);
    docs->name_numbers = names_open(arena);
    docs->forms = filing_forms_read(docs, office->diag);
    cr_assert(docs->rules && docs->forms, "%" STR_FMT, STR_ARG(reported(office->diag, 0)->message));
    office->findings.unit = &office->unit;
    office->findings.gradings = office->gradings;
    office->findings.filed = office->filed;
    return office;
}

static void close_office(struct office *office) {
    arena_close(office->arena);
}

/* Hands a value in. Codes are written "1,2" or "9:detail". */
static struct value *hand_in(struct office *office, struct record *record, enum field field,
                             const char *text) {
    struct value *value = ARENA_NEW(office->arena, struct value);
    enum field_type type = field_info(field)->type;
    value->text = value->raw = str_from_c(text);
    value->number = atoll(text);
    if (type == FIELD_OPTION || type == FIELD_OPTIONS) {
        const char *rest = text;
        for (char *end; strtol(rest, &end, 10), end != rest; rest = end + (*end == ',')) {
            value->codes[value->n_codes++] = (int16_t)strtol(rest, NULL, 10);
            if (*end == ':') {
                value->detail = str_from_c(end + 1);
            }
        }
    } else if (type == FIELD_DATE) {
        int n = sscanf(text, "%d-%d-%d", &value->date.year, &value->date.month, &value->date.day);
        value->precision = (enum date_precision)n;
    }
    record_set(record, field, value);
    return value;
}

/* Adds a system of that level (0: ungraded) to findings and, from level 2, to the filing. */
static struct record *add_system(struct office *office, const char *name, int level) {
    struct system *system = ARENA_NEW(office->arena, struct system);
    struct unit_findings *findings = &office->findings;
    struct grading *grading = &office->gradings[findings->n_gradings];
    *grading = (struct grading){.system = system,
                                .level_final = level,
                                .s_declared = level,
                                .a_declared = level,
                                .s_known = level,
                                .a_known = level,
                                .level_declared = level};
    if (level >= 2) {
        office->filed[findings->n_filed++] = findings->n_gradings;
    }
    findings->n_by_level[level]++;
    findings->n_gradings++;
    hand_in(office, &system->record, FIELD_SYSTEM_NAME, name);
    return &system->record;
}

static struct document *build(struct office *office) {
    office->findings.region_printed =
        record_value(&office->unit.record, FIELD_UNIT_REGION_CODE)->text;
    struct document *document =
        filing_form_build(office->docs, office->arena, &office->findings, office->diag);
    cr_assert(document);
    cr_assert(document_audit(office->arena, document, office->diag));
    return document;
}

/* Text of a page's runs and strokes, in order, without blanks. */
static struct str page_text(const struct office *office, const struct document *document,
                            size_t n) {
    struct buf buf = {.arena = office->arena};
    cr_assert_lt(n, document->n_pages);
    const struct page *page = document->pages[n];
    for (size_t i = 0; i < page->n_items; i++) {
        const struct item *item = &page->items[i];
        struct str text = item->kind == ITEM_RUN    ? item->run.text
                          : item->kind == ITEM_PATH ? item->path.text
                                                    : (struct str){0};
        text = str_replace(office->arena, text, STR("　"), STR(""));
        buf_add(&buf, str_replace(office->arena, text, STR(" "), STR("")));
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
        cr_assert_neq(found, SIZE_MAX, "%s is not behind %s", parts[i], i ? parts[i - 1] : "");
        at = found + strlen(parts[i]);
    }
}

/* ---- sheets and numbers ------------------------------------------------------------------------
 */

Test(filing_form, sheets_are_numbered_and_counted) {
    struct office *office = open_office();
    add_system(office, "甲", 2);
    add_system(office, "乙", 1);
    add_system(office, "丙", 3);
    add_system(office, "丁", 0);
    add_system(office, "戊", 4);
    const struct document *document = build(office);
    /* 1 + 2N + K sheets, and cover and notes: N = 3 filed, K = 2 of level 3 and above. */
    cr_assert_eq(document->n_pages, 2U + 1 + 2 * 3 + 2);
    static const char *const titles[] = {"备案表编号",
                                         "填表说明（摘编）",
                                         "表一单位基本情况",
                                         "表二（1/3）信息系统情况",
                                         "表三（1/3）信息系统定级情况",
                                         "表二（2/3）信息系统情况",
                                         "表三（2/3）信息系统定级情况",
                                         "表四（2/3）第三级以上信息系统提交材料情况",
                                         "表二（3/3）信息系统情况",
                                         "表三（3/3）信息系统定级情况",
                                         "表四（3/3）第三级以上信息系统提交材料情况"};
    /* The form, and under it its sheets. */
    cr_assert_eq(document->n_bookmarks, document->n_pages + 1);
    cr_assert(str_equal(document->bookmarks[0].title, document->title));
    cr_assert_eq(document->bookmarks[0].level, 1);
    for (size_t i = 0; i < document->n_pages; i++) {
        struct str text = page_text(office, document, i);
        cr_assert(str_starts(text, str_from_c(titles[i])), "%" STR_FMT, STR_ARG(text));
        cr_assert_eq(document->bookmarks[i + 1].page, i);
        cr_assert_eq(document->bookmarks[i + 1].level, 2);
    }
    cr_assert(str_is(document->pages[7]->label, "表四(2/3)"));
    cr_assert(str_starts(document->bookmarks[8].title, STR("表四（2/3）")));
    cr_assert(str_ends(document->bookmarks[8].title, STR("丙")));
    close_office(office);
}

Test(filing_form, level_1_and_ungraded_systems_count_but_are_not_filed) {
    struct office *office = open_office();
    add_system(office, "门户网站", 1);
    add_system(office, "医院信息系统", 3);
    add_system(office, "办公系统", 0);
    add_system(office, "检验系统", 2);
    add_system(office, "影像系统", 2);
    const struct document *document = build(office);
    CHECK_HAS(page_text(office, document, 2), "11信息系统总数512第二级信息系统数2"
                                              "13第三级信息系统数114第四级信息系统数0"
                                              "15第五级信息系统数0");
    for (size_t i = 0; i < document->n_pages; i++) {
        CHECK_LACKS(page_text(office, document, i), "门户网站");
        CHECK_LACKS(page_text(office, document, i), "办公系统");
    }
    close_office(office);
}

Test(filing_form, a_larger_total_handed_in_is_kept_a_smaller_one_is_not) {
    struct office *office = open_office();
    add_system(office, "甲", 2);
    add_system(office, "乙", 2);
    hand_in(office, &office->unit.record, FIELD_UNIT_SYSTEM_TOTAL, "7");
    CHECK_HAS(page_text(office, build(office), 2), "11信息系统总数712");
    hand_in(office, &office->unit.record, FIELD_UNIT_SYSTEM_TOTAL, "1");
    CHECK_HAS(page_text(office, build(office), 2), "11信息系统总数212");
    close_office(office);
}

Test(filing_form, properties_name_document_and_unit) {
    struct office *office = open_office();
    hand_in(office, &office->unit.record, FIELD_UNIT_NAME, "某市人民医院");
    const struct document *document = build(office);
    cr_assert(str_is(document->title, "信息系统安全等级保护备案表"));
    cr_assert(str_is(document->author, "某市人民医院"));
    cr_assert(str_contains(document->subject, STR("某市人民医院")));
    cr_assert_eq(document->date.year, 2011);
    close_office(office);
}

Test(filing_form, no_mark_of_ours_stands_on_the_pages_of_a_doubtful_system) {
    struct office *office = open_office();
    add_system(office, "甲", 3);
    add_system(office, "乙", 2);
    struct str plain = document_dump(office->arena, build(office));
    office->gradings[0].needs_review = true;
    cr_assert(str_equal(document_dump(office->arena, build(office)), plain));
    close_office(office);
}

/* ---- labels ------------------------------------------------------------------------------------
 */

Test(filing_form, cover_has_its_lines_and_no_value_of_the_bureau) {
    struct office *office = open_office();
    hand_in(office, &office->unit.record, FIELD_UNIT_NAME, "某市人民医院");
    hand_in(office, &office->unit.record, FIELD_UNIT_POLICE, "某市公安局");
    struct str text = page_text(office, build(office), 0);
    cr_assert(str_is(text, "备案表编号：-信息系统安全等级保护备案表备案单位：某市人民医院(盖章)"
                           "备案日期：受理备案单位：(盖章)受理日期："
                           "中华人民共和国公安部监制"),
              "%" STR_FMT, STR_ARG(text));
    close_office(office);
}

Test(filing_form, notes_are_eighteen) {
    static const char *const numbers[] = {"一、制表依据",
                                          "二、填表范围",
                                          "三、保存方式",
                                          "四、",
                                          "五、封面",
                                          "六、封面",
                                          "七、封面",
                                          "八、表一04",
                                          "九、表一05",
                                          "十、表一06",
                                          "十一、表一08",
                                          "十二、表二02",
                                          "十三、表二05",
                                          "十四、表二07",
                                          "十五、表二08",
                                          "十六、表三01",
                                          "十七、表三06",
                                          "十八、",
                                          NULL};
    struct office *office = open_office();
    struct str text = page_text(office, build(office), 1);
    check_order(text, numbers);
    CHECK_LACKS(text, "十九、");
    close_office(office);
}

Test(filing_form, sheet_one_prints_every_label_and_option) {
    struct office *office = open_office();
    struct str text = page_text(office, build(office), 2);
    cr_assert(str_is(text, "表一单位基本情况01单位名称02单位地址省(自治区、直辖市)"
                           "地(区、市、州、盟)县(区、市、旗)03邮政编码04行政区划代码"
                           "05单位负责人姓名职务/职称办公电话电子邮件06责任部门"
                           "07责任部门联系人姓名职务/职称办公电话电子邮件移动电话"
                           "08隶属关系□1中央□2省(自治区、直辖市)□3地(区、市、州、盟)"
                           "□4县(区、市、旗)□9其他"
                           "09单位类型□1党委机关□2政府机关□3事业单位□4企业□9其他"
                           "10行业类别□11电信□12广电□13经营性公众互联网"
                           "□21铁路□22银行□23海关□24税务□25民航□26电力□27证券□28保险"
                           "□31国防科技工业□32公安□33人事劳动和社会保障□34财政"
                           "□35审计□36商业贸易□37国土资源□38能源"
                           "□39交通□40统计□41工商行政管理□42邮政"
                           "□43教育□44文化□45卫生□46农业□47水利□48外交□49发展改革□50科技"
                           "□51宣传□52质量监督检验检疫□99其他"
                           "11信息系统总数012第二级信息系统数013第三级信息系统数0"
                           "14第四级信息系统数015第五级信息系统数0"),
              "%" STR_FMT, STR_ARG(text));
    close_office(office);
}

Test(filing_form, sheet_two_prints_every_label_and_option) {
    struct office *office = open_office();
    add_system(office, "甲", 2);
    struct str text = page_text(office, build(office), 3);
    cr_assert(str_is(text,
                     "表二（1/1）信息系统情况01系统名称甲02系统编号"
                     "03系统承载业务情况业务类型□1生产作业□2指挥调度□3管理控制□4内部办公"
                     "□5公众服务□9其他业务描述04系统服务情况服务范围"
                     "□10全国□11跨省(区、市)跨个□20全省(区、市)□21跨地(市、区)跨个"
                     "□30地(市、区)内□99其它服务对象□1单位内部人员□2社会公众人员"
                     "□3两者均包括□9其他05系统网络平台覆盖范围□1局域网□2城域网□3广域网□9其他"
                     "网络性质□1业务专网□2互联网□9其它06系统互联情况□1与其他行业系统连接"
                     "□2与本行业其他单位系统连接□3与本单位其他系统连接□9其它"
                     "07关键产品使用情况序号产品类型数量使用国产品率全部使用全部未使用"
                     "部分使用及使用率1安全专用产品□□□%2网络产品□□□%3操作系统□□□%"
                     "4数据库□□□%5服务器□□□%6其他□□□%"
                     "08系统采用服务情况序号服务类型服务责任方类型本行业（单位）国内其他服务商"
                     "国外服务商1等级测评□有□无□□□2风险评估□有□无□□□3灾难恢复□有□无□□□"
                     "4应急响应□有□无□□□5系统集成□有□无□□□6安全咨询□有□无□□□"
                     "7安全培训□有□无□□□8其他□有□无□□□09等级测评单位名称"
                     "10何时投入运行使用年月日11系统是否是分系统□是□否（如选择是请填下两项）"
                     "12上级系统名称13上级系统所属单位名称"),
              "%" STR_FMT, STR_ARG(text));
    close_office(office);
}

/* Parts that nobody declared are not ticked, though the S2A2G2 of the system names them. */
Test(filing_form, sheet_three_prints_both_matrices) {
    struct office *office = open_office();
    add_system(office, "甲", 2);
    office->gradings[0].s_declared = office->gradings[0].a_declared = 0;
    struct str text = page_text(office, build(office), 4);
    const char *rows = "损害客体及损害程度级别□仅对公民、法人和其他组织的合法权益造成损害□第一级"
                       "□对公民、法人和其他组织的合法权益造成严重损害□对社会秩序和公共利益造成损害"
                       "□第二级□对社会秩序和公共利益造成严重损害□对国家安全造成损害□第三级"
                       "□对社会秩序和公共利益造成特别严重损害□对国家安全造成严重损害□第四级"
                       "□对国家安全造成特别严重损害□第五级";
    struct str all = str_format(
        office->arena,
        "表三（1/1）信息系统定级情况01确定业务信息安全保护等级%s02确定系统服务安全保护等级%s"
        "03信息系统安全保护等级□第一级√第二级□第三级□第四级□第五级04定级时间年月日"
        "05专家评审情况□已评审□未评审06是否有主管部门□有□无（如选择有请填下两项）"
        "07主管部门名称08主管部门审批定级情况□已审批□未审批09系统定级报告□有□无附件名称"
        "填表人：填表日期：年月日备案审核民警：审核日期：年月日",
        rows, rows);
    cr_assert(str_equal(text, all), "%" STR_FMT, STR_ARG(text));
    close_office(office);
}

Test(filing_form, sheet_four_prints_seven_materials) {
    struct office *office = open_office();
    struct record *record = add_system(office, "甲", 3);
    hand_in(office, record, FIELD_MATERIAL_TOPOLOGY, "1");
    hand_in(office, record, FIELD_MATERIAL_TOPOLOGY_NAME, "拓扑图");
    hand_in(office, record, FIELD_MATERIAL_ORGANISATION, "0");
    hand_in(office, record, FIELD_MATERIAL_ORGANISATION_NAME, "旧名称");
    struct str text = page_text(office, build(office), 5);
    cr_assert(str_is(text, "表四（1/1）第三级以上信息系统提交材料情况"
                           "01系统拓扑结构及说明√有□无附件名称拓扑图"
                           "02系统安全组织机构及管理制度□有√无附件名称"
                           "03系统安全保护设施设计实施方案或改建实施方案□有□无附件名称"
                           "04系统使用的安全产品清单及认证、销售许可证明□有□无附件名称"
                           "05系统等级测评报告□有□无附件名称06专家评审情况□有□无附件名称"
                           "07上级主管部门审批意见□有□无附件名称"),
              "%" STR_FMT, STR_ARG(text));
    close_office(office);
}

/* ---- values ------------------------------------------------------------------------------------
 */

Test(filing_form, sheet_one_takes_the_unit_s_values) {
    struct office *office = open_office();
    struct record *unit = &office->unit.record;
    hand_in(office, unit, FIELD_UNIT_NAME, "某市人民医院");
    hand_in(office, unit, FIELD_UNIT_PROVINCE, "江西省");
    hand_in(office, unit, FIELD_UNIT_CITY, "南昌市");
    hand_in(office, unit, FIELD_UNIT_COUNTY, "南昌县");
    hand_in(office, unit, FIELD_UNIT_STREET, "金沙路1号");
    hand_in(office, unit, FIELD_UNIT_POSTCODE, "330200");
    hand_in(office, unit, FIELD_UNIT_REGION_CODE, "360121");
    hand_in(office, unit, FIELD_UNIT_LEADER_NAME, "王𠅤");
    hand_in(office, unit, FIELD_UNIT_CONTACT_EMAIL, "a@example.cn");
    hand_in(office, unit, FIELD_UNIT_AFFILIATION, "9:街道");
    hand_in(office, unit, FIELD_UNIT_TYPE, "3");
    hand_in(office, unit, FIELD_UNIT_INDUSTRY, "45");
    struct str text = page_text(office, build(office), 2);
    CHECK_HAS(text, "01单位名称某市人民医院02单位地址江西省省(自治区、直辖市)南昌市"
                    "地(区、市、州、盟)南昌县县(区、市、旗)金沙路1号03邮政编码330200"
                    "04行政区划代码36012105单位负责人姓名王𠅤");
    CHECK_HAS(text, "电子邮件a@example.cn移动电话");
    CHECK_HAS(text, "□4县(区、市、旗)√9其他街道");
    CHECK_HAS(text, "√3事业单位");
    CHECK_HAS(text, "√45卫生");
    close_office(office);
}

Test(filing_form, an_address_in_one_piece_stands_in_the_last_blank) {
    struct office *office = open_office();
    hand_in(office, &office->unit.record, FIELD_UNIT_ADDRESS, "江西省南昌市金沙路1号");
    CHECK_HAS(page_text(office, build(office), 2), "县(区、市、旗)江西省南昌市金沙路1号03");
    close_office(office);
}

Test(filing_form, an_unreadable_value_stays_blank) {
    struct office *office = open_office();
    hand_in(office, &office->unit.record, FIELD_UNIT_POSTCODE, "33O2OO")->is_bad = true;
    CHECK_HAS(page_text(office, build(office), 2), "03邮政编码04行政区划代码05");
    close_office(office);
}

Test(filing_form, products_tick_by_their_share) {
    struct office *office = open_office();
    struct record *record = add_system(office, "甲", 2);
    hand_in(office, record, FIELD_PRODUCT_SECURITY_COUNT, "6");
    hand_in(office, record, FIELD_PRODUCT_SECURITY_DOMESTIC, "10000");
    hand_in(office, record, FIELD_PRODUCT_NETWORK_COUNT, "24");
    hand_in(office, record, FIELD_PRODUCT_NETWORK_DOMESTIC, "3350");
    hand_in(office, record, FIELD_PRODUCT_OS_COUNT, "12");
    hand_in(office, record, FIELD_PRODUCT_OS_DOMESTIC, "0");
    hand_in(office, record, FIELD_PRODUCT_DATABASE_COUNT, "0");
    hand_in(office, record, FIELD_PRODUCT_DATABASE_DOMESTIC, "0");
    hand_in(office, record, FIELD_PRODUCT_SERVER_COUNT, "3");
    hand_in(office, record, FIELD_PRODUCT_OTHER_NAME, "存储");
    hand_in(office, record, FIELD_PRODUCT_OTHER_COUNT, "2");
    hand_in(office, record, FIELD_PRODUCT_OTHER_DOMESTIC, "5000");
    CHECK_HAS(page_text(office, build(office), 3),
              "1安全专用产品6√□□%2网络产品24□□√33.5%3操作系统12□√□%4数据库0□□□%"
              "5服务器3□□□%6其他存储2□□√50%08");
    close_office(office);
}

Test(filing_form, a_provider_is_ticked_only_for_a_service_in_use) {
    struct office *office = open_office();
    struct record *record = add_system(office, "甲", 2);
    hand_in(office, record, FIELD_SERVICE_ASSESSMENT_USED, "1");
    hand_in(office, record, FIELD_SERVICE_ASSESSMENT_PROVIDER, "2");
    hand_in(office, record, FIELD_SERVICE_RISK_USED, "0");
    hand_in(office, record, FIELD_SERVICE_RISK_PROVIDER, "2");
    hand_in(office, record, FIELD_SERVICE_RECOVERY_PROVIDER, "1");
    hand_in(office, record, FIELD_SERVICE_OTHER_NAME, "运维");
    hand_in(office, record, FIELD_SERVICE_OTHER_USED, "1");
    hand_in(office, record, FIELD_SERVICE_OTHER_PROVIDER, "3");
    struct str text = page_text(office, build(office), 3);
    CHECK_HAS(text, "1等级测评√有□无□√□2风险评估□有√无□□□3灾难恢复□有□无□□□");
    CHECK_HAS(text, "8其他运维√有□无□□√09");
    close_office(office);
}

Test(filing_form, a_count_of_places_stands_behind_the_ticked_scope) {
    struct office *office = open_office();
    struct record *record = add_system(office, "甲", 2);
    hand_in(office, record, FIELD_SYSTEM_SCOPE, "21");
    hand_in(office, record, FIELD_SYSTEM_SCOPE_COUNT, "4");
    CHECK_HAS(page_text(office, build(office), 3),
              "□11跨省(区、市)跨个□20全省(区、市)√21跨地(市、区)跨4个");
    close_office(office);
}

Test(filing_form, answers_behind_a_no_are_left_out) {
    struct office *office = open_office();
    struct record *record = add_system(office, "甲", 2);
    hand_in(office, record, FIELD_SYSTEM_IS_BRANCH, "0");
    hand_in(office, record, FIELD_SYSTEM_PARENT_NAME, "上级");
    hand_in(office, record, FIELD_SYSTEM_HAS_AUTHORITY, "0");
    hand_in(office, record, FIELD_SYSTEM_AUTHORITY, "某卫生局");
    hand_in(office, record, FIELD_SYSTEM_APPROVED, "1");
    const struct document *document = build(office);
    CHECK_HAS(page_text(office, document, 3), "□是√否（如选择是请填下两项）12上级系统名称13");
    CHECK_HAS(page_text(office, document, 4),
              "□有√无（如选择有请填下两项）07主管部门名称08主管部门审批定级情况□已审批□未审批");
    hand_in(office, record, FIELD_SYSTEM_IS_BRANCH, "1");
    CHECK_HAS(page_text(office, build(office), 3), "12上级系统名称上级13");
    close_office(office);
}

Test(filing_form, dates_go_as_far_as_they_were_given) {
    struct office *office = open_office();
    struct record *record = add_system(office, "甲", 2);
    hand_in(office, record, FIELD_SYSTEM_LAUNCHED, "2009-6");
    hand_in(office, record, FIELD_SYSTEM_GRADED, "2011-6-1");
    const struct document *document = build(office);
    CHECK_HAS(page_text(office, document, 3), "10何时投入运行使用2009年6月日11");
    CHECK_HAS(page_text(office, document, 4), "04定级时间2011年6月1日05");
    close_office(office);
}

/* ---- the matrices of sheet three ---------------------------------------------------------------
 */

/* Ticked labels of the first matrix for objects and degrees. */
static struct str ticked(const char *objects, const char *degrees) {
    struct office *office = open_office();
    struct record *record = add_system(office, "甲", 5);
    hand_in(office, record, FIELD_SYSTEM_S_OBJECT, objects);
    hand_in(office, record, FIELD_SYSTEM_S_DEGREE, degrees);
    struct str text = page_text(office, build(office), 4);
    text = str_slice(text, 0, str_find(text, STR("02确定"), 0));
    static char kept[2000];
    size_t n = 0;
    for (size_t at = 0; (at = str_find(text, STR("√"), at)) != SIZE_MAX; at++) {
        size_t end = at + strlen("√");
        size_t open = str_find(text, STR("□"), end), done = str_find(text, STR("√"), end);
        struct str label = str_slice(text, end, open < done ? open : done);
        n += (size_t)snprintf(kept + n, sizeof kept - n, "%" STR_FMT ";", STR_ARG(label));
    }
    close_office(office);
    return (struct str){kept, n};
}

Test(filing_form, each_object_and_degree_has_its_box) {
    static const char *const cases[][3] = {
        {"1", "1", "仅对公民、法人和其他组织的合法权益造成损害;第五级;"},
        {"1", "2", "对公民、法人和其他组织的合法权益造成严重损害;第五级;"},
        {"2", "1", "对社会秩序和公共利益造成损害;第五级;"},
        {"2", "2", "对社会秩序和公共利益造成严重损害;第五级;"},
        {"2", "3", "对社会秩序和公共利益造成特别严重损害;第五级;"},
        {"3", "1", "对国家安全造成损害;第五级;"},
        {"3", "2", "对国家安全造成严重损害;第五级;"},
        {"3", "3", "对国家安全造成特别严重损害;第五级;"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct str made = ticked(cases[i][0], cases[i][1]);
        cr_assert(str_is(made, cases[i][2]), "%s %s: %" STR_FMT, cases[i][0], cases[i][1],
                  STR_ARG(made));
    }
}

Test(filing_form, citizens_harmed_especially_severely_tick_the_box_of_level_2) {
    struct str made = ticked("1", "3");
    cr_assert(str_is(made, "对公民、法人和其他组织的合法权益造成严重损害;第五级;"), "%" STR_FMT,
              STR_ARG(made));
}

Test(filing_form, one_degree_holds_for_all_objects_and_several_pair) {
    struct str made = ticked("1,2", "2");
    cr_assert(str_is(made, "对公民、法人和其他组织的合法权益造成严重损害;"
                           "对社会秩序和公共利益造成严重损害;第五级;"),
              "%" STR_FMT, STR_ARG(made));
    made = ticked("1,3", "2,1");
    cr_assert(str_is(made, "对公民、法人和其他组织的合法权益造成严重损害;"
                           "对国家安全造成损害;第五级;"),
              "%" STR_FMT, STR_ARG(made));
    made = ticked("1,2,3", "2,1");
    cr_assert(str_is(made, "第五级;"), "%" STR_FMT, STR_ARG(made));
}

/* ---- the forms as templates --------------------------------------------------------------------
 */

Test(filing_form, every_form_has_a_proof) {
    struct office *office = open_office();
    size_t n = 0;
    const struct str *names = filing_form_names(office->docs, &n);
    cr_assert_eq(n, 6U);
    for (size_t i = 0; i < n; i++) {
        const struct document *document =
            filing_form_proof(office->docs, office->arena, names[i], office->diag);
        cr_assert(document, "%" STR_FMT, STR_ARG(names[i]));
        cr_assert_eq(document->n_pages, 2U);
    }
    const struct document *system =
        filing_form_proof(office->docs, office->arena, STR("filing-system"), office->diag);
    CHECK_HAS(page_text(office, system, 1), "system.business_type");
    cr_assert_null(filing_form_proof(office->docs, office->arena, STR("menu"), office->diag));
    close_office(office);
}

Test(filing_form, overfull_cells_go_on_behind_their_own_sheet) {
    struct office *office = open_office();
    struct record *record = add_system(office, "甲", 3);
    struct buf text = {.arena = office->arena};
    for (int i = 0; i < 200; i++) {
        buf_format(&text, "第%d项业务由本系统承担；", i);
    }
    buf_add_byte(&text, '\0');
    hand_in(office, record, FIELD_SYSTEM_BUSINESS, text.data);
    const struct document *document = build(office);
    CHECK_HAS(page_text(office, document, 3), "业务描述见续页第1项");
    struct str rest = page_text(office, document, 4);
    cr_assert(str_starts(rest, STR("表二（1/1）信息系统情况续页")), "%" STR_FMT, STR_ARG(rest));
    CHECK_HAS(rest, "03系统承载业务情况业务描述");
    size_t last = 4;
    while (str_starts(page_text(office, document, last + 1), STR("表二"))) {
        last++;
    }
    CHECK_HAS(page_text(office, document, last), "第199项业务由本系统承担；");
    cr_assert(str_starts(page_text(office, document, last + 1), STR("表三（1/1）")));
    cr_assert(str_is(document->pages[4]->label, "表二(1/1)-1"));
    cr_assert_eq(diag_n_errors(office->diag), 0U);
    close_office(office);
}
