/* Every spelling of inventory-columns.md, 4, as the value it stands for. */
#include <criterion/criterion.h>
#include <stdio.h>

#include "paper.h"

static struct paper paper;

static void set_up(void) {
    paper = paper_open();
}

static void tear_down(void) {
    paper_close(&paper);
}

TestSuite(values, .init = set_up, .fini = tear_down);

/* A text, and the printed text it gives. */
struct spelling {
    const char *text, *printed;
};

static void check_all(enum field field, const struct spelling *spellings, size_t n) {
    for (size_t i = 0; i < n; i++) {
        const struct value *value = paper_value(&paper, field, spellings[i].text);
        cr_assert_not_null(value, "%s", spellings[i].text);
        cr_assert(!value->is_bad, "%s is refused", spellings[i].text);
        cr_assert(str_is(value->text, spellings[i].printed), "%s gives %.*s, not %s",
                  spellings[i].text, STR_ARG(value->text), spellings[i].printed);
    }
}
#define CHECK_ALL(field, ...)                                                                      \
    do {                                                                                           \
        static const struct spelling spellings[] = {__VA_ARGS__};                                  \
        check_all((field), spellings, sizeof spellings / sizeof spellings[0]);                     \
    } while (0)

/* Each text is refused with that report. */
static void check_refused(enum field field, enum diag_id id, const char *const *texts, size_t n) {
    for (size_t i = 0; i < n; i++) {
        size_t before = paper_count(&paper, id);
        const struct value *value = paper_value(&paper, field, texts[i]);
        cr_assert(value && value->is_bad, "%s is read", texts[i]);
        cr_assert(!value_is_given(value));
        cr_assert_eq(paper_count(&paper, id), before + 1, "%s is not reported", texts[i]);
    }
}
#define CHECK_REFUSED(field, id, ...)                                                              \
    do {                                                                                           \
        static const char *const texts[] = {__VA_ARGS__};                                          \
        check_refused((field), (id), texts, sizeof texts / sizeof texts[0]);                       \
    } while (0)

/* Each text says that there is nothing: kept as raw text with its place, not given, not reported.
 */
static void check_empty(enum field field, const char *const *texts, size_t n) {
    for (size_t i = 0; i < n; i++) {
        const struct value *value = paper_value(&paper, field, texts[i]);
        cr_assert_not_null(value, "%s", texts[i]);
        cr_assert(!value->is_bad && !value_is_given(value), "%s is not empty", texts[i]);
    }
    cr_assert(paper_is_quiet(&paper, SEVERITY_NOTE));
}
#define CHECK_EMPTY(field, ...)                                                                    \
    do {                                                                                           \
        static const char *const texts[] = {__VA_ARGS__};                                          \
        check_empty((field), texts, sizeof texts / sizeof texts[0]);                               \
    } while (0)

/* The value was read, with one report of that id. */
static const struct value *doubted(enum field field, const char *text, enum diag_id id) {
    size_t before = paper_count(&paper, id);
    const struct value *value = paper_value(&paper, field, text);
    cr_assert(value && value_is_given(value), "%s is not read", text);
    cr_assert_eq(paper_count(&paper, id), before + 1, "%s is not doubted", text);
    return value;
}

/* ---- levels -------------------------------------------------------------------------------- */

Test(values, levels) {
    CHECK_ALL(FIELD_SYSTEM_LEVEL, {"第三级", "3"}, {"三级", "3"}, {"3级", "3"}, {"3", "3"},
              {"Ⅲ", "3"}, {"III", "3"}, {"三", "3"}, {"L3", "3"}, {"第3级", "3"}, {"等保三级", "3"},
              {"(三级)", "3"}, {"（三级）", "3"}, {"S3A3G3", "3"}, {"s3a3g3", "3"}, {"S3A3", "3"},
              {"３", "3"}, {"第 二 级", "2"}, {"三级(S3A2G3)", "3"}, {"S2A1G2", "2"}, {"S1A2", "2"},
              {"拟定三级", "3"}, {"3.0", "3"}, {"IV", "4"}, {"第五级", "5"}, {"叁级", "3"});
    cr_assert(paper_is_quiet(&paper, SEVERITY_NOTE));
    cr_assert_eq(paper_value(&paper, FIELD_SYSTEM_LEVEL, "第三级")->number, 3);
    cr_assert_eq(paper_number(&paper, FIELD_SYSTEM_LEVEL, "3", 3)->number, 3);
}

Test(values, parts_of_a_level_in_their_own_columns) {
    cr_assert_eq(paper_value(&paper, FIELD_SYSTEM_S_LEVEL, "S3A2G3")->number, 3);
    /* A letter that is the column's own; another's is no answer, nor is a letter without a level.
     */
    cr_assert_eq(paper_value(&paper, FIELD_SYSTEM_S_LEVEL, "S2")->number, 2);
    cr_assert_eq(paper_value(&paper, FIELD_SYSTEM_A_LEVEL, "Ａ3级")->number, 3);
    cr_assert_eq(paper_value(&paper, FIELD_SYSTEM_LEVEL, "G3")->number, 3);
    cr_assert(paper_value(&paper, FIELD_SYSTEM_S_LEVEL, "A2")->is_bad);
    cr_assert(paper_value(&paper, FIELD_SYSTEM_A_LEVEL, "S")->is_bad);
    cr_assert(paper_value(&paper, FIELD_SYSTEM_LEVEL, "S2")->is_bad);
    cr_assert(paper_value(&paper, FIELD_SYSTEM_S_LEVEL, "S23")->is_bad);
    cr_assert(paper_value(&paper, FIELD_SYSTEM_REVIEW_LEVEL, "G3")->is_bad);
    cr_assert_eq(paper_value(&paper, FIELD_SYSTEM_A_LEVEL, "S3A2G3")->number, 2);
}

Test(values, ungraded_is_no_level_and_no_fault) {
    CHECK_EMPTY(FIELD_SYSTEM_LEVEL, "未定级", "无", "-", "/", "—", "待定", "空", "尚未定级", "——");
    cr_assert_null(paper_value(&paper, FIELD_SYSTEM_LEVEL, " 　\n"));
}

Test(values, levels_out_of_range_are_refused) {
    CHECK_REFUSED(FIELD_SYSTEM_LEVEL, DIAG_LEVEL_RANGE, "6", "六级", "第六级", "0", "零级",
                  "S6A3G6", "10");
}

Test(values, what_is_no_level_is_refused) {
    CHECK_REFUSED(FIELD_SYSTEM_LEVEL, DIAG_VALUE_UNREADABLE, "二级/三级", "2/3", "3.5", "-3", "高",
                  "三级以上", "S3A3G3 二级", "2011-6-1", "三级甲等");
    const struct diag_item *item = paper_item(&paper, DIAG_VALUE_UNREADABLE, 0);
    cr_assert(str_contains(item->suggestion, STR("第一级至第五级")));
    cr_assert(paper_is(item->value, "二级/三级"));
    cr_assert(paper_is(item->header, "header"));
    cr_assert(paper_at(&paper, item, "C2"));
}

/* ---- yes or no ----------------------------------------------------------------------------- */

Test(values, yes_and_no) {
    CHECK_ALL(FIELD_SYSTEM_NETWORKED, {"是", "是"}, {"有", "是"}, {"√", "是"}, {"对", "是"},
              {"Y", "是"}, {"y", "是"}, {"1", "是"}, {"已", "是"}, {"已完成", "是"},
              {"已联网", "是"}, {"否", "否"}, {"无", "否"}, {"×", "否"}, {"N", "否"}, {"0", "否"},
              {"未", "否"}, {"未完成", "否"}, {"未联网", "否"}, {"Ｙ", "是"},
              {"是（2011年）", "是"});
    CHECK_ALL(FIELD_SYSTEM_REVIEWED, {"已评审", "是"}, {"未评审", "否"}, {"尚未专家评审", "否"});
    CHECK_ALL(FIELD_SYSTEM_FILED, {"已备案", "是"}, {"未备案", "否"}, {"没有备案", "否"},
              {"已备案（36070012001-00001）", "是"});
    CHECK_ALL(FIELD_MATERIAL_TOPOLOGY, {"有：拓扑图.pdf", "是"}, {"有，附件1", "是"});
    cr_assert_eq(paper_value(&paper, FIELD_SYSTEM_NETWORKED, "是")->number, 1);
    cr_assert_eq(paper_value(&paper, FIELD_SYSTEM_NETWORKED, "否")->number, 0);
    struct read_cell cell = {.kind = READ_BOOL, .text = STR("TRUE"), .number = 1};
    cr_assert(paper_is(paper_cell(&paper, FIELD_SYSTEM_NETWORKED, cell)->text, "是"));
    cr_assert(paper_is_quiet(&paper, SEVERITY_NOTE));
}

Test(values, empty_is_not_no) {
    CHECK_EMPTY(FIELD_SYSTEM_NETWORKED, "—", "/", "-", "N/A", "空", "待定");
    cr_assert_null(paper_value(&paper, FIELD_SYSTEM_NETWORKED, ""));
}

Test(values, what_is_neither_yes_nor_no_is_refused) {
    CHECK_REFUSED(FIELD_SYSTEM_NETWORKED, DIAG_VALUE_UNREADABLE, "部分", "2", "是否", "不会联网",
                  "非无", "部分联网");
    CHECK_REFUSED(FIELD_SYSTEM_NETWORKED, DIAG_ANSWER_PART, "是，仅省内");
    cr_assert(str_contains(paper_item(&paper, DIAG_ANSWER_PART, 0)->message, STR("中的“仅省内”")));
    /* what was done of another matter is no answer */
    CHECK_REFUSED(FIELD_SYSTEM_FILED, DIAG_VALUE_UNREADABLE, "已测评", "已定级");
    CHECK_REFUSED(FIELD_SYSTEM_FILED, DIAG_ANSWER_PART, "已备案，待年审");
    /* not passed was done and failed, or not done yet */
    CHECK_REFUSED(FIELD_SYSTEM_REVIEWED, DIAG_VALUE_UNREADABLE, "未通过评审", "不通过",
                  "评审未通过");
    CHECK_REFUSED(FIELD_SYSTEM_APPROVED, DIAG_VALUE_UNREADABLE, "未批准", "不批准");
    CHECK_ALL(FIELD_SYSTEM_REVIEWED, {"通过评审", "是"}, {"评审通过", "是"});
}

Test(values, what_is_planned_is_not_yet) {
    static const char *const plans[] = {"备案中",     "正在办理", "是，2012年底前完成",
                                        "已，待发证", "拟备案",   "计划2013年备案"};
    for (size_t i = 0; i < sizeof plans / sizeof plans[0]; i++) {
        const struct value *value = doubted(FIELD_SYSTEM_FILED, plans[i], DIAG_ANSWER_PLANNED);
        cr_assert_eq(value->number, 0, "%s", plans[i]);
        cr_assert(value->is_planned, "%s", plans[i]);
    }
    doubted(FIELD_MATERIAL_TOPOLOGY, "有，正在修订", DIAG_ANSWER_PLANNED);
}

Test(values, ticks_stand_where_they_stand) {
    CHECK_ALL(FIELD_SYSTEM_FILED, {"已备案（ ）未备案（√）", "否"}, {"是（√）否（ ）", "是"},
              {"□是 ☑否", "否"}, {"☑", "是"}, {"是√ 否", "是"}, {"√是 ×否", "是"},
              {"☒是 ☐否", "是"}, {"R是 £否", "是"}, {"[√]是 [ ]否", "是"});
    CHECK_ALL(FIELD_SYSTEM_COVERAGE, {"□局域网 ☑城域网", "城域网"},
              {"局域网（ ）城域网（√）广域网（ ）其他（ ）", "城域网"},
              {"☑局域网 □其他：____", "局域网"});
    CHECK_REFUSED(FIELD_SYSTEM_FILED, DIAG_ANSWER_UNCLEAR, "☑是 ☑否", "是√否", "×是 否", "☒",
                  "□是 否", "是□☑否");
    CHECK_REFUSED(FIELD_SYSTEM_COVERAGE, DIAG_ANSWER_UNCLEAR, "×局域网 □城域网",
                  "□局域网 □其他：专线", "☑局域网 □其他：专线");
}

Test(values, a_form_left_as_it_was_is_empty) {
    static const char *const texts[] = {"是（）否（）", "是、否",  "有，无",
                                        "是/否",        "□是 □否", "□"};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        size_t before = paper_count(&paper, DIAG_VALUE_EMPTY);
        const struct value *value = paper_value(&paper, FIELD_SYSTEM_FILED, texts[i]);
        cr_assert(!value->is_bad && !value_is_given(value), "%s", texts[i]);
        cr_assert_eq(paper_count(&paper, DIAG_VALUE_EMPTY), before + 1, "%s", texts[i]);
    }
}

Test(values, what_is_denied_is_not_chosen) {
    const struct value *value = paper_value(
        &paper, FIELD_SYSTEM_S_OBJECT,
        "公民、法人和其他组织的合法权益，同时也侵害社会秩序和公共利益，但不损害国家安全");
    cr_assert_eq(value->n_codes, 2);
    cr_assert_eq(value->codes[0], 1);
    cr_assert_eq(value->codes[1], 2);
    value = paper_value(&paper, FIELD_SYSTEM_S_OBJECT, "公民、社会");
    cr_assert_eq(value->n_codes, 2);
    /* Joined by a word they are one part that holds two names (GB/T 22240 asks which is harmed). */
    static const char *const joined[] = {"公民和社会", "公民与社会秩序", "社会 及 国家安全"};
    for (size_t i = 0; i < sizeof joined / sizeof joined[0]; i++) {
        value = paper_value(&paper, FIELD_SYSTEM_S_OBJECT, joined[i]);
        cr_assert(value->is_bad && !value_is_partly_known(value), "%s", joined[i]);
    }
    value = paper_value(&paper, FIELD_SYSTEM_S_DEGREE, "一般和严重");
    cr_assert(value->is_bad);
    value = paper_value(&paper, FIELD_SYSTEM_S_OBJECT, "公民；社会，但不损害国家安全和公共利益");
    cr_assert(!value->is_bad && value->n_codes == 2);
    value = paper_value(&paper, FIELD_SYSTEM_S_OBJECT, "公民、民族、社会");
    cr_assert(value->is_bad && value_is_partly_known(value));
    cr_assert_eq(value->n_codes, 3);
    cr_assert_eq(value->codes[1], 0);
    cr_assert_eq(value->codes[2], 2);
}

Test(values, words_behind_yes_are_kept) {
    const struct value *value = paper_value(&paper, FIELD_MATERIAL_TOPOLOGY, "有：拓扑图.pdf");
    cr_assert(paper_is(value->detail, "拓扑图.pdf"));
    value = paper_value(&paper, FIELD_MATERIAL_TOPOLOGY, "有（附件1）");
    cr_assert(paper_is(value->detail, "附件1"));
}

/* Columns that take an answer or words: what denies or puts off is never a yes. */
Test(values, a_text_that_answers_is_not_turned_round) {
    CHECK_ALL(FIELD_UNIT_AGENDA, {"□是 ☑否", "否"}, {"☑是 □否", "是"}, {"√", "是"}, {"1", "是"},
              {"×", "否"}, {"无", "否"}, {"没有", "否"}, {"尚未列入", "否"}, {"未列入", "否"},
              {"有", "有"}, {"已列入", "已列入"}, {"2012-03-01", "2012-03-01"});
    CHECK_ALL(FIELD_UNIT_RESPONSIBILITY, {"未印发", "否"}, {"院发〔2012〕3号", "院发〔2012〕3号"},
              {"见附件", "见附件"}, {"是，由财务科负责", "是，由财务科负责"});
    CHECK_ALL(FIELD_UNIT_MONEY_SUPERVISED, {"内部审计", "内部审计"},
              {"计划财务科监管", "计划财务科监管"},
              {"每年审计，未发现问题", "每年审计，未发现问题"});
    cr_assert(paper_is_quiet(&paper, SEVERITY_NOTE));
    CHECK_EMPTY(FIELD_UNIT_AGENDA, "—", "/", "暂无");
    CHECK_REFUSED(FIELD_UNIT_AGENDA, DIAG_ANSWER_UNCLEAR, "☑是 ☑否");
    CHECK_REFUSED(FIELD_UNIT_RESPONSIBILITY, DIAG_VALUE_UNREADABLE, "无专门文件", "非正式文件",
                  "是，但尚未发文");
    static const char *const plans[] = {"正在办理", "是，2099年底前完成", "已，待印发",
                                        "拟由财务科起草"};
    for (size_t i = 0; i < sizeof plans / sizeof plans[0]; i++) {
        const struct value *value = doubted(FIELD_UNIT_FUNDING, plans[i], DIAG_ANSWER_PLANNED);
        cr_assert(value->is_planned && paper_is(value->text, "否"), "%s", plans[i]);
    }
    cr_assert(paper_is(paper_value(&paper, FIELD_UNIT_CHIEF, "计划财务科")->text, "计划财务科"));
}

/* ---- institutions -------------------------------------------------------------------------- */

Test(values, grades_of_institutions) {
    CHECK_ALL(FIELD_UNIT_HOSPITAL_CLASS, {"三甲", "三级甲等"}, {"三级甲等", "三级甲等"},
              {"三级甲", "三级甲等"}, {"3甲", "三级甲等"}, {"三级甲等医院", "三级甲等"},
              {"三级 甲等", "三级甲等"}, {"三级甲等综合医院", "三级甲等"}, {"二乙", "二级乙等"},
              {"一级丙等", "一级丙等"}, {"三级", "三级未定等"}, {"三级医院", "三级未定等"},
              {"二级", "二级未定等"}, {"未评", "未评"}, {"无", "未评"},
              {"三级甲等（2010年）", "三级甲等"});
    cr_assert_eq(paper_value(&paper, FIELD_UNIT_HOSPITAL_CLASS, "三甲")->number, 31);
    CHECK_REFUSED(FIELD_UNIT_HOSPITAL_CLASS, DIAG_VALUE_UNREADABLE, "四级", "甲等", "1",
                  "拟评三级甲等");
}

Test(values, kinds_of_institutions) {
    CHECK_ALL(FIELD_UNIT_KIND, {"医院", "医院"}, {"综合医院", "医院"}, {"疾控中心", "疾控"},
              {"妇幼保健院", "妇幼"}, {"社区卫生服务中心", "基层"}, {"卫生局", "卫生行政部门"},
              {"中心血站", "血站"}, {"新农合", "新农合"}, {"卫生监督所", "卫生监督"},
              {"急救中心", "急救"}, {"省级疾病预防控制机构", "疾控"});
}

/* ---- options ------------------------------------------------------------------------------- */

Test(values, options_with_and_without_codes) {
    CHECK_ALL(FIELD_UNIT_AFFILIATION, {"1中央", "中央"}, {"1-中央", "中央"}, {"1.中央", "中央"},
              {"中央(1)", "中央"}, {"中央（1）", "中央"}, {"1", "中央"}, {"１、中央", "中央"},
              {"2", "省(自治区、直辖市)"}, {"省级", "省(自治区、直辖市)"},
              {"2省（自治区、直辖市）", "省(自治区、直辖市)"}, {"市", "地(区、市、州、盟)"},
              {"县级", "县(区、市、旗)"});
    CHECK_ALL(FIELD_UNIT_INDUSTRY, {"45", "卫生"}, {"45卫生", "卫生"}, {"卫生(45)", "卫生"},
              {"45 卫生行业", "卫生"}, {"医疗卫生", "卫生"}, {"卫生", "卫生"});
    CHECK_ALL(FIELD_UNIT_TYPE, {"公立医院", "事业单位"}, {"3", "事业单位"}, {"事业", "事业单位"},
              {"民营企业", "企业"});
    cr_assert_eq(paper_number(&paper, FIELD_UNIT_INDUSTRY, "45", 45)->number, 45);
    cr_assert(paper_is_quiet(&paper, SEVERITY_NOTE));
}

/* Circled numbers are codes side by side, or number the items. */
Test(values, circled_numbers) {
    CHECK_ALL(FIELD_SYSTEM_BUSINESS_TYPE, {"①②", "生产作业、指挥调度"}, {"⑤", "公众服务"},
              {"①、④", "生产作业、内部办公"}, {"⑴⑵", "生产作业、指挥调度"},
              {"①生产作业②指挥调度", "生产作业、指挥调度"},
              {"①生产作业②公众服务", "生产作业、公众服务"},
              {"生产作业①指挥调度②", "生产作业、指挥调度"});
    CHECK_ALL(FIELD_SYSTEM_LINKS, {"②③", "与本行业其他单位系统连接、与本单位其他系统连接"});
    CHECK_ALL(FIELD_SYSTEM_S_OBJECT, {"①②", "公民、法人和其他组织的合法权益、社会秩序和公共利益"},
              {"①公民②社会", "公民、法人和其他组织的合法权益、社会秩序和公共利益"});
    CHECK_REFUSED(FIELD_SYSTEM_COVERAGE, DIAG_ANSWER_SEVERAL, "①②");
    CHECK_REFUSED(FIELD_SYSTEM_BUSINESS_TYPE, DIAG_ANSWER_PART, "①②⑧");
    CHECK_REFUSED(FIELD_SYSTEM_BUSINESS_TYPE, DIAG_VALUE_UNREADABLE, "⑧", "12", "生产作业②");
    CHECK_REFUSED(FIELD_SYSTEM_IS_BRANCH, DIAG_VALUE_UNREADABLE, "①", "②");
    CHECK_REFUSED(FIELD_SYSTEM_CATEGORY, DIAG_VALUE_UNREADABLE, "①");
}

/* filing-form-2007.md, 3: the codes of GB/T 12404-1997 behind the printed boxes of T1-08. */
Test(values, affiliation_by_the_codes_of_the_standard) {
    static const struct {
        const char *text;
        int code;
    } codes[] = {{"10", 1}, {"20", 2}, {"40", 3}, {"50", 4}, {"60", 9}, {"62", 9}, {"90", 9}};
    for (size_t i = 0; i < sizeof codes / sizeof codes[0]; i++) {
        cr_assert_eq(paper_value(&paper, FIELD_UNIT_AFFILIATION, codes[i].text)->number,
                     codes[i].code, "%s", codes[i].text);
    }
}

Test(values, a_code_that_contradicts_its_label_is_refused) {
    CHECK_REFUSED(FIELD_UNIT_AFFILIATION, DIAG_VALUE_UNREADABLE, "5", "8", "红十字会", "1省",
                  "中央(2)");
    CHECK_REFUSED(FIELD_UNIT_AFFILIATION, DIAG_ANSWER_PART, "1、省级");
    const struct diag_item *item = paper_item(&paper, DIAG_VALUE_UNREADABLE, 0);
    cr_assert(str_contains(item->suggestion, STR("1中央、2省(自治区、直辖市)")));
}

Test(values, other_options_keep_their_words) {
    const struct value *value = paper_value(&paper, FIELD_UNIT_TYPE, "其他：社会团体");
    cr_assert_eq(value->number, 9);
    cr_assert(paper_is(value->text, "其他"));
    cr_assert(paper_is(value->detail, "社会团体"));
    cr_assert(paper_is(paper_value(&paper, FIELD_UNIT_TYPE, "9其它（联合体）")->detail, "联合体"));
    cr_assert(paper_is(paper_value(&paper, FIELD_UNIT_TYPE, "其他____")->detail, ""));
    cr_assert(paper_is(paper_value(&paper, FIELD_UNIT_TYPE, "9、其他：A,B")->detail, "A,B"));
    static const char *const towns[] = {"9乡镇", "乡镇", "乡镇(9)", "9、乡镇"};
    for (size_t i = 0; i < sizeof towns / sizeof towns[0]; i++) {
        value = paper_value(&paper, FIELD_UNIT_AFFILIATION, towns[i]);
        cr_assert_eq(value->number, 9, "%s", towns[i]);
        cr_assert(paper_is(value->detail, "乡镇"), "%s", towns[i]);
    }
    static const char *const bare[] = {"9", "62", "其它", "9其他", "其他(9)"};
    for (size_t i = 0; i < sizeof bare / sizeof bare[0]; i++) {
        cr_assert_eq(paper_value(&paper, FIELD_UNIT_AFFILIATION, bare[i])->detail.len, 0, "%s",
                     bare[i]);
    }
}

Test(values, networks_by_their_usual_names) {
    CHECK_ALL(FIELD_SYSTEM_NETWORK, {"内网", "业务专网"}, {"外网", "互联网"}, {"公网", "互联网"},
              {"1业务专网", "业务专网"}, {"卫生专网", "业务专网"});
    CHECK_REFUSED(FIELD_SYSTEM_NETWORK, DIAG_VALUE_UNREADABLE, "内外网", "内网（拟改互联网）");
    CHECK_REFUSED(FIELD_SYSTEM_NETWORK, DIAG_VALUE_UNREADABLE, "非互联网");
    CHECK_REFUSED(FIELD_SYSTEM_NETWORK, DIAG_ANSWER_SEVERAL, "互联网+专网", "内网、外网", "1、2");
    CHECK_REFUSED(FIELD_SYSTEM_COVERAGE, DIAG_ANSWER_SEVERAL, "局域网、广域网");
    cr_assert(paper_is(paper_value(&paper, FIELD_SYSTEM_NETWORK, "政务外网")->detail, "政务外网"));
}

Test(values, two_that_a_third_stands_for_are_that_one) {
    CHECK_ALL(FIELD_SYSTEM_AUDIENCE, {"患者、职工", "两者均包括"}, {"职工和患者", "两者均包括"},
              {"医生、护士、病人", "两者均包括"}, {"☑单位内部人员 ☑社会公众人员", "两者均包括"},
              {"1、2", "两者均包括"}, {"医生、护士", "单位内部人员"},
              {"患者、居民", "社会公众人员"});
    CHECK_REFUSED(FIELD_SYSTEM_AUDIENCE, DIAG_ANSWER_SEVERAL, "职工、其他", "1、2、3");
}

Test(values, codes_of_our_own_are_never_read) {
    CHECK_REFUSED(FIELD_UNIT_KIND, DIAG_VALUE_UNREADABLE, "1", "99");
    CHECK_REFUSED(FIELD_SYSTEM_CATEGORY, DIAG_VALUE_UNREADABLE, "2");
}

Test(values, placeholders_are_no_options) {
    CHECK_EMPTY(FIELD_UNIT_AFFILIATION, "—", "/", "无", "N/A", "不详");
    CHECK_ALL(FIELD_SYSTEM_PLATFORM_LEVEL, {"无", "无"}, {"省级", "省级"}, {"市级", "地市级"});
}

Test(values, categories_answer_whether_core_business) {
    CHECK_ALL(FIELD_SYSTEM_CATEGORY, {"是", "核心业务"}, {"否", "其他"},
              {"核心业务系统", "核心业务"}, {"门户网站", "网站"}, {"非核心业务", "其他"},
              {"OA", "办公"});
}

/* ---- sets ---------------------------------------------------------------------------------- */

Test(values, sets_in_all_their_separators) {
    static const char *const sets[] = {
        "1、3", "1,3",  "1，3", "1;3", "1 3",
        "1/3",  "1；3", "1\n3", "1+3", "1与其他行业系统连接，3与本单位其他系统连接"};
    for (size_t i = 0; i < sizeof sets / sizeof sets[0]; i++) {
        const struct value *value = paper_value(&paper, FIELD_SYSTEM_LINKS, sets[i]);
        cr_assert_eq(value->n_codes, 2, "%s", sets[i]);
        cr_assert_eq(value->codes[0], 1, "%s", sets[i]);
        cr_assert_eq(value->codes[1], 3, "%s", sets[i]);
        cr_assert(paper_is(value->text, "与其他行业系统连接、与本单位其他系统连接"));
    }
    const struct value *value =
        paper_value(&paper, FIELD_SYSTEM_LINKS, "与本单位其他系统连接、其他");
    cr_assert_eq(value->codes[0], 3);
    cr_assert_eq(value->codes[1], 9);
    value = paper_value(&paper, FIELD_SYSTEM_LINKS, "其他、与本单位其他系统连接");
    cr_assert_eq(value->codes[0], 9);
    cr_assert_eq(value->codes[1], 3);
    cr_assert_eq(value->detail.len, 0);
    value = paper_value(&paper, FIELD_SYSTEM_LINKS, "3，其他：医保、银行");
    cr_assert_eq(value->n_codes, 2);
    cr_assert(paper_is(value->detail, "医保、银行"));
    CHECK_REFUSED(FIELD_SYSTEM_LINKS, DIAG_VALUE_UNREADABLE, "13", "连接", "1,1,1,1,1,1,1,1,1");
    CHECK_REFUSED(FIELD_SYSTEM_LINKS, DIAG_ANSWER_PART, "1、7");
}

/* The n-th degree belongs to the n-th object: order and repeats are kept. */
Test(values, objects_and_degrees_keep_their_order) {
    const struct value *value = paper_value(&paper, FIELD_SYSTEM_S_OBJECT,
                                            "社会秩序、公共利益；公民、法人和其他组织的合法权益");
    cr_assert_eq(value->n_codes, 2);
    cr_assert_eq(value->codes[0], 2);
    cr_assert_eq(value->codes[1], 1);
    value = paper_value(&paper, FIELD_SYSTEM_S_DEGREE, "严重、严重");
    cr_assert_eq(value->n_codes, 2);
    cr_assert(paper_is(value->text, "严重损害、严重损害"));
    CHECK_ALL(
        FIELD_SYSTEM_S_OBJECT, {"公民、法人和其他组织的合法权益", "公民、法人和其他组织的合法权益"},
        {"社会", "社会秩序和公共利益"}, {"2社会", "社会秩序和公共利益"}, {"国家安全", "国家安全"},
        {"3", "国家安全"}, {"对社会秩序和公共利益造成严重损害", "社会秩序和公共利益"});
    CHECK_ALL(FIELD_SYSTEM_S_DEGREE, {"一般", "一般损害"}, {"特别严重", "特别严重损害"},
              {"造成特别严重损害", "特别严重损害"}, {"2", "严重损害"}, {"损害", "一般损害"});
}

/* ---- service range ------------------------------------------------------------------------- */

Test(values, ranges_with_their_counts) {
    static const struct {
        const char *text;
        int code;
        int64_t count;
    } scopes[] = {{"10", 10, 0},
                  {"全国", 10, 0},
                  {"11跨省(区、市) 跨3个", 11, 3},
                  {"跨省（区、市）跨 12 个", 11, 12},
                  {"跨3个省", 11, 3},
                  {"跨三省", 11, 3},
                  {"跨省(5个)", 11, 5},
                  {"21", 21, 0},
                  {"跨地市 跨4个", 21, 4},
                  {"11跨省5个", 11, 5},
                  {"全省", 20, 0},
                  {"30地(市、区)内", 30, 0},
                  {"市内", 30, 0},
                  {"跨省", 11, 0}};
    for (size_t i = 0; i < sizeof scopes / sizeof scopes[0]; i++) {
        const struct value *value = paper_value(&paper, FIELD_SYSTEM_SCOPE, scopes[i].text);
        cr_assert(value_is_given(value), "%s", scopes[i].text);
        cr_assert_eq(value->number, scopes[i].code, "%s", scopes[i].text);
        struct str rest;
        cr_assert_eq(
            scope_parse(paper.intake->spellings, paper.arena, str_from_c(scopes[i].text), &rest),
            scopes[i].count, "%s", scopes[i].text);
    }
}

/* A number of places and a range that is not across any: one of them is mistaken. */
Test(values, ranges_that_count_nothing) {
    CHECK_REFUSED(FIELD_SYSTEM_SCOPE, DIAG_ANSWER_PART, "地(市、区)内（跨3个）", "30 跨3个",
                  "地(市、区)内，跨三个", "全国 跨3个", "20全省(区、市)（跨11个）");
    CHECK_ALL(FIELD_SYSTEM_SCOPE, {"跨3个地(市、区)", "跨地(市、区)"}, {"其它（跨3个县）", "其它"});
    paper_read_rows(&paper, "u.xlsx", "单位名称|邮编\n甲|330006\n");
    paper_read_rows(&paper, "a.xlsx",
                    "单位名称|系统名称|等级|服务范围|服务范围跨地区个数\n甲|A|三级|30|3\n"
                    "甲|B|三级|11|3\n甲|C|三级|30|0\n");
    cr_assert_eq(paper_count(&paper, DIAG_VALUE_DISAGREES), 1);
    cr_assert(paper_at(&paper, paper_item(&paper, DIAG_VALUE_DISAGREES, 0), "E2"));
    const struct record *a = &paper_system(&paper, "甲", "A")->record;
    cr_assert(paper_is(paper_text(a, FIELD_SYSTEM_SCOPE), "地(市、区)内"));
    cr_assert(paper_is(paper_text(a, FIELD_SYSTEM_SCOPE_COUNT), ""));
    a = &paper_system(&paper, "甲", "B")->record;
    cr_assert(paper_is(paper_text(a, FIELD_SYSTEM_SCOPE_COUNT), "3"));
}

/* Names of levels, scores, dashes: what is meant is plain. */
Test(values, plain_though_unusual) {
    CHECK_ALL(FIELD_SYSTEM_LEVEL, {"监督保护级", "3"}, {"自主保护级", "1"}, {"系统审计保护级", "2"},
              {"已定三级", "3"});
    CHECK_ALL(FIELD_SYSTEM_ASSESSED_RESULT, {"合格（92.5分）", "合格"}, {"良（85分）", "合格"});
    CHECK_REFUSED(FIELD_SYSTEM_ASSESSED_RESULT, DIAG_VALUE_UNREADABLE, "85分", "92.5");
    CHECK_ALL(FIELD_SYSTEM_CERTIFICATE, {"36010043011—20001", "36010043011-20001"},
              {"36010043011－20001", "36010043011-20001"});
    CHECK_ALL(FIELD_SYSTEM_NETWORK, {"业务专网（与互联网物理隔离）", "业务专网"});
    CHECK_ALL(FIELD_SYSTEM_S_DEGREE, {"损害程度严重", "严重损害"},
              {"损害程度特别严重", "特别严重损害"});
}

/* ---- dates --------------------------------------------------------------------------------- */

Test(values, dates_to_the_day) {
    CHECK_ALL(FIELD_SYSTEM_GRADED, {"2011-06-01", "2011-06-01"}, {"2011/6/1", "2011-06-01"},
              {"2011.6.1", "2011-06-01"}, {"2011年6月1日", "2011-06-01"},
              {"20110601", "2011-06-01"}, {"2011年06月01号", "2011-06-01"},
              {"2011-6-1 00:00:00", "2011-06-01"}, {"2011/6/1 8:30", "2011-06-01"},
              {"２０１１－６－１", "2011-06-01"}, {"二〇一一年六月一日", "2011-06-01"},
              {"二○一一年十二月二十五日", "2011-12-25"}, {"2011 年 6 月 1 日", "2011-06-01"},
              {"2012-02-29", "2012-02-29"}, {"2011-06-01T08:00:00", "2011-06-01"});
    cr_assert(paper_is_quiet(&paper, SEVERITY_NOTE));
    struct read_cell cell = {
        .kind = READ_DATE, .text = STR("2011-06-01"), .date = {2011, 6, 1}, .precision = DATE_DAY};
    const struct value *value = paper_cell(&paper, FIELD_SYSTEM_GRADED, cell);
    cr_assert(paper_is(value->text, "2011-06-01"));
    cr_assert_eq(value->precision, DATE_DAY);
    cr_assert_eq(value->date.month, 6);
}

Test(values, dates_to_the_month_and_year_say_so) {
    static const struct {
        const char *text, *printed;
        enum date_precision precision;
    } dates[] = {{"2011年6月", "2011-06", DATE_MONTH},  {"2011.6", "2011-06", DATE_MONTH},
                 {"2011-06", "2011-06", DATE_MONTH},    {"201106", "2011-06", DATE_MONTH},
                 {"2011", "2011", DATE_YEAR},           {"2011年", "2011", DATE_YEAR},
                 {"2011年6月份", "2011-06", DATE_MONTH}};
    for (size_t i = 0; i < sizeof dates / sizeof dates[0]; i++) {
        const struct value *value =
            doubted(FIELD_SYSTEM_GRADED, dates[i].text, DIAG_DATE_IMPRECISE);
        cr_assert(paper_is(value->text, dates[i].printed));
        cr_assert_eq(value->precision, dates[i].precision);
        cr_assert_eq(value->date.day, 1);
    }
    cr_assert(
        paper_is(paper_item(&paper, DIAG_DATE_IMPRECISE, 0)->message, "日期“2011年6月”只写到月"));
    cr_assert_eq(paper_number(&paper, FIELD_SYSTEM_GRADED, "2011", 2011)->precision, DATE_YEAR);
}

/* A date cell says as much as it shows, and a year typed into one is no day of 1905. */
Test(values, date_cells_say_what_they_show) {
    struct read_cell cell = {
        .kind = READ_DATE, .text = STR("2012-05"), .date = {2012, 5, 1}, .precision = DATE_MONTH};
    const struct value *value = paper_cell(&paper, FIELD_SYSTEM_GRADED, cell);
    cr_assert(paper_is(value->text, "2012-05"));
    cr_assert_eq(paper_count(&paper, DIAG_DATE_IMPRECISE), 1);
    cell = (struct read_cell){
        .kind = READ_DATE, .text = STR("1905-07-04"), .date = {1905, 7, 4}, .precision = DATE_DAY};
    value = paper_cell(&paper, FIELD_SYSTEM_GRADED, cell);
    cr_assert(paper_is(value->text, "2012"));
    cr_assert_eq(value->precision, DATE_YEAR);
    cr_assert(str_contains(paper_item(&paper, DIAG_DATE_YEAR_CELL, 0)->message, STR("2012")));
}

Test(values, dates_understood_with_a_doubt) {
    cr_assert(
        paper_is(doubted(FIELD_SYSTEM_GRADED, "11/6/1", DIAG_VALUE_AMBIGUOUS)->text, "2011-06-01"));
    cr_assert(
        paper_is(doubted(FIELD_SYSTEM_GRADED, "11.6.1", DIAG_VALUE_AMBIGUOUS)->text, "2011-06-01"));
    cr_assert(paper_is(doubted(FIELD_SYSTEM_GRADED, "11年6月1日", DIAG_VALUE_AMBIGUOUS)->text,
                       "2011-06-01"));
    cr_assert(
        paper_is(doubted(FIELD_SYSTEM_GRADED, "40695", DIAG_DATE_SERIAL)->text, "2011-06-01"));
    cr_assert(paper_is(paper_item(&paper, DIAG_DATE_SERIAL, 0)->message,
                       "“40695”像是日期序列号，对应 2011-06-01"));
}

Test(values, dates_of_two_readings_are_read_in_neither) {
    CHECK_REFUSED(FIELD_SYSTEM_GRADED, DIAG_VALUE_TWO_WAYS, "6/1/2011", "1-6-2011", "2011.1",
                  "11/6/12", "01-02-03");
    cr_assert(paper_is(paper_item(&paper, DIAG_VALUE_TWO_WAYS, 0)->suggestion,
                       "请改填“2011-06-01”或“2011-01-06”"));
    /* One of the two is no day, or both are the same. */
    CHECK_ALL(FIELD_SYSTEM_GRADED, {"6/25/2011", "2011-06-25"}, {"25/6/2011", "2011-06-25"},
              {"6/6/2011", "2011-06-06"});
}

Test(values, days_that_never_were_are_refused) {
    CHECK_REFUSED(FIELD_SYSTEM_GRADED, DIAG_DATE_IMPOSSIBLE, "2011-02-30", "2011-13-01",
                  "2011年2月29日", "20110631", "2011-00-10", "13/13/2011");
}

Test(values, what_is_no_date_is_refused_and_listed) {
    CHECK_REFUSED(FIELD_SYSTEM_GRADED, DIAG_VALUE_UNREADABLE, "2011年上半年", "长期", "约2011年",
                  "2011-2012", "2011年6月1日前", "6月1日", "6/1", "Jan-05", "3", "民国100年",
                  "1-2-3-4", "1911-06-01", "2011第二季度");
    struct read_cell cell = {.kind = READ_DATE, .text = STR("1900-01-03"), .date = {1900, 1, 3}};
    cr_assert(paper_cell(&paper, FIELD_SYSTEM_GRADED, cell)->is_bad);
}

Test(values, not_yet_is_no_date_and_no_fault) {
    CHECK_EMPTY(FIELD_SYSTEM_ASSESSED, "未测评", "无", "—", "/", "尚未开展", "未备案", "暂无", "否",
                "N/A");
}

/* ---- numbers ------------------------------------------------------------------------------- */

Test(values, shares) {
    CHECK_ALL(FIELD_PRODUCT_OS_DOMESTIC, {"50%", "50"}, {"50", "50"}, {"５０％", "50"},
              {"全部", "100"}, {"无", "0"}, {"0", "0"}, {"100", "100"}, {"33.3%", "33.3"},
              {"是", "100"}, {"否", "0"}, {"全部未使用", "0"}, {"0.5%", "0.5"}, {"100%", "100"});
    cr_assert(paper_is_quiet(&paper, SEVERITY_NOTE));
    cr_assert_eq(paper_value(&paper, FIELD_PRODUCT_OS_DOMESTIC, "33.3%")->number, 3330);
    CHECK_REFUSED(FIELD_PRODUCT_OS_DOMESTIC, DIAG_VALUE_TWO_WAYS, "0.5", "1", "0.33");
    cr_assert(
        paper_is(paper_item(&paper, DIAG_VALUE_TWO_WAYS, 0)->suggestion, "请改填“0.5%”或“50%”"));
    const struct value *value = paper_value(&paper, FIELD_PRODUCT_OS_DOMESTIC, "部分");
    cr_assert_eq(value->number, -1);
    cr_assert(paper_is(value->text, "部分"));
    CHECK_REFUSED(FIELD_PRODUCT_OS_DOMESTIC, DIAG_VALUE_UNREADABLE, "101", "-5%", "一半", "50%60%",
                  "1000%");
}

Test(values, counts) {
    CHECK_ALL(FIELD_PRODUCT_OS_COUNT, {"12", "12"}, {"12个", "12"}, {"1,250", "1250"}, {"0", "0"},
              {"无", "0"}, {"１２台", "12"}, {"12.0", "12"}, {"三", "3"}, {"10000", "10000"});
    CHECK_EMPTY(FIELD_PRODUCT_OS_COUNT, "—", "/", "不详");
    CHECK_REFUSED(FIELD_PRODUCT_OS_COUNT, DIAG_VALUE_UNREADABLE, "-1", "1.5", "若干", "1,25",
                  "12+3", "99999999999999999999", "1E-19", "1E-20", "3.5E-18");
}

/* hundredths of 万元 */
Test(values, money) {
    CHECK_ALL(FIELD_UNIT_BUDGET_ASSESSMENT, {"12万元", "12"}, {"12.5万", "12.5"},
              {"125000元", "12.5"}, {"125,000元", "12.5"}, {"１２．５", "12.5"}, {"12万", "12"},
              {"￥125,000元", "12.5"}, {"无", "0"}, {"0", "0"}, {"12.55", "12.55"},
              {"1亿元", "10000"}, {"5千元", "0.5"}, {"12.50", "12.5"});
    cr_assert(paper_is_quiet(&paper, SEVERITY_NOTE));
    cr_assert_eq(paper_value(&paper, FIELD_UNIT_BUDGET_ASSESSMENT, "125000元")->number, 1250);
    cr_assert(paper_is(doubted(FIELD_UNIT_BUDGET_ASSESSMENT, "125元", DIAG_VALUE_AMBIGUOUS)->text,
                       "0.01"));
    /* so little that nothing is left: rounded, and said so, however small it is */
    cr_assert(
        paper_is(doubted(FIELD_UNIT_BUDGET_ASSESSMENT, "1E-19", DIAG_VALUE_AMBIGUOUS)->text, "0"));
    cr_assert(
        paper_is(doubted(FIELD_UNIT_BUDGET_ASSESSMENT, "1E-5", DIAG_VALUE_AMBIGUOUS)->text, "0"));
    CHECK_REFUSED(FIELD_UNIT_BUDGET_ASSESSMENT, DIAG_VALUE_UNREADABLE, "10-20万", "约12万",
                  "十二万", "-5", "12美元");
}

/* ---- digits that are names ----------------------------------------------------------------- */

Test(values, telephones_stay_text) {
    CHECK_ALL(FIELD_UNIT_CONTACT_PHONE, {"0791-86250000", "0791-86250000"},
              {"0791 86250000", "0791 86250000"}, {"(0791)86250000", "(0791)86250000"},
              {"138-0000-0000", "138-0000-0000"}, {"０７９１－８６２５００００", "0791-86250000"},
              {"0791-86250000转8001", "0791-86250000转8001"}, {"13800000000", "13800000000"},
              {"86250000、86250001", "86250000、86250001"}, {"4001234567", "4001234567"},
              {"138****0000", "138****0000"});
    cr_assert(paper_is(paper_number(&paper, FIELD_UNIT_CONTACT_PHONE, "13800000000", 1.38e10)->text,
                       "13800000000"));
}

/* Nothing is added that was not written. */
Test(values, telephones_that_a_spreadsheet_spoilt) {
    const struct value *value =
        paper_number(&paper, FIELD_UNIT_CONTACT_PHONE, "79186250000", 79186250000.0);
    cr_assert(paper_is(value->text, "79186250000"));
    value = paper_value(&paper, FIELD_UNIT_CONTACT_PHONE, "1.3800000000E+10");
    cr_assert(paper_is(value->text, "13800000000"));
    cr_assert_eq(paper_count(&paper, DIAG_VALUE_REPAIRED), 1);
    CHECK_REFUSED(FIELD_UNIT_CONTACT_PHONE, DIAG_VALUE_UNREADABLE, "1.38E+10", "见附件", "123",
                  "张三");
}

Test(values, telephones_of_a_wrong_length_are_printed_as_they_are) {
    static const char *const odd[] = {"1390000000", "139000000001", "0791-862500", "139-0000-000"};
    for (size_t i = 0; i < sizeof odd / sizeof odd[0]; i++) {
        const struct value *value = doubted(FIELD_UNIT_CONTACT_MOBILE, odd[i], DIAG_PHONE_DIGITS);
        cr_assert(paper_is(value->text, odd[i]));
    }
    doubted(FIELD_UNIT_CONTACT_PHONE, "862500", DIAG_PHONE_DIGITS);
    doubted(FIELD_UNIT_CONTACT_PHONE, "13900000000、1390000000", DIAG_PHONE_DIGITS);
    static const char *const abroad[] = {"+8613900000000", "+86-13900000000", "8613900000000",
                                         "0086 13900000000"};
    for (size_t i = 0; i < sizeof abroad / sizeof abroad[0]; i++) {
        const struct value *value =
            doubted(FIELD_UNIT_CONTACT_MOBILE, abroad[i], DIAG_PHONE_COUNTRY);
        cr_assert(paper_is(value->text, "13900000000"), "%s", abroad[i]);
    }
}

Test(values, certificates_look_like_one) {
    CHECK_ALL(FIELD_SYSTEM_CERTIFICATE, {"36070012001-00001", "36070012001-00001"},
              {"３６０７００１２００１-00001", "36070012001-00001"});
    CHECK_REFUSED(FIELD_SYSTEM_CERTIFICATE, DIAG_CERTIFICATE_OTHER, "赣ICP备12000123号-1", "已取得",
                  "2012-03-20", "36070012001", "3607001200100001", "赣公网安备36010202000001号");
    cr_assert(
        str_contains(paper_item(&paper, DIAG_CERTIFICATE_OTHER, 0)->suggestion, STR("网站备案号")));
    cr_assert(!str_contains(paper_item(&paper, DIAG_CERTIFICATE_OTHER, 1)->suggestion,
                            STR("网站备案号")));
}

Test(values, ditto_is_nothing) {
    static const char *const texts[] = {"同上", "〃", "\"", "同 前"};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        size_t before = paper_count(&paper, DIAG_VALUE_DITTO);
        const struct value *value = paper_value(&paper, FIELD_SYSTEM_BUSINESS, texts[i]);
        cr_assert(!value_is_given(value) && !value->is_bad, "%s", texts[i]);
        cr_assert_eq(paper_count(&paper, DIAG_VALUE_DITTO), before + 1, "%s", texts[i]);
    }
}

/* GB 18030: what Windows keeps at a private code; what copied PDFs give for a character. */
Test(values, characters_get_their_own_codes) {
    CHECK_ALL(FIELD_UNIT_LEADER_NAME, {"王\xEE\xA1\xA3", "王䶮"}, {"\xE2\xBD\x8A", "木"},
              {"\xE2\xBB\xA2\xE2\xBC\x80", "马一"});
}

Test(values, six_digits) {
    CHECK_ALL(FIELD_UNIT_REGION_CODE, {"360100", "360100"}, {"３６０１００", "360100"},
              {"36 01 00", "360100"}, {"360100南昌市", "360100"}, {"南昌市(360100)", "360100"});
    CHECK_ALL(FIELD_UNIT_POSTCODE, {"330006", "330006"});
    cr_assert(paper_is_quiet(&paper, SEVERITY_NOTE));
    cr_assert(
        paper_is(doubted(FIELD_UNIT_REGION_CODE, "360100.0", DIAG_VALUE_REPAIRED)->text, "360100"));
    CHECK_REFUSED(FIELD_UNIT_POSTCODE, DIAG_DIGITS_LOST, "30000", "33600");
    cr_assert(paper_is(doubted(FIELD_UNIT_REGION_CODE, "360100000000", DIAG_VALUE_AMBIGUOUS)->text,
                       "360100"));
    CHECK_REFUSED(FIELD_UNIT_REGION_CODE, DIAG_DIGITS_COUNT, "3601", "36010", "南昌市", "3601001",
                  "3.6E+05");
    CHECK_REFUSED(FIELD_UNIT_POSTCODE, DIAG_DIGITS_COUNT, "3300", "33000600");
}

Test(values, credit_codes) {
    CHECK_ALL(FIELD_UNIT_CREDIT_CODE, {"91350100m000100y43", "91350100M000100Y43"},
              {"49100645-7", "491006457"}, {"1236 0100 4910 0645 7X", "12360100491006457X"},
              {"４９１００６４５－７", "491006457"});
    CHECK_REFUSED(FIELD_UNIT_CREDIT_CODE, DIAG_VALUE_UNREADABLE, "123601", "南昌市第一医院",
                  "1.2360100491E+17");
    CHECK_REFUSED(FIELD_UNIT_CREDIT_CODE, DIAG_CODE_LENGTH, "1236010049100645X", "1236010049100645",
                  "12360100491006457XX");
    /* one character wrong; the inner check, the outer check; letters that no code has */
    CHECK_REFUSED(FIELD_UNIT_CREDIT_CODE, DIAG_CODE_CHECK, "49100645-6", "12360100491006456Y",
                  "12360100491006457Y", "12360100491016457X", "I2360100491006457X", "49100645-X");
    const struct value *value =
        paper_number(&paper, FIELD_UNIT_CREDIT_CODE, "123601004910064000", 123601004910064563.0);
    cr_assert(value->is_bad);
    cr_assert_eq(paper_count(&paper, DIAG_VALUE_TRUNCATED), 1);
}

/* ---- text ---------------------------------------------------------------------------------- */

Test(values, text_is_trimmed_and_its_punctuation_kept) {
    CHECK_ALL(FIELD_SYSTEM_NAME, {"　医院信息系统 \n", "医院信息系统"},
              {"医院\n信息系统", "医院信息系统"}, {"Ｈ１Ｓ系统（新）", "H1S系统（新）"},
              {"收费，挂号；“住院”", "收费，挂号；“住院”"}, {"Lab\nSystem", "Lab System"},
              {"㛃䶮𠅤", "㛃䶮𠅤"},
              {"\xEF\xBB\xBF"
               "x\xE2\x80\x8By",
               "xy"});
    CHECK_EMPTY(FIELD_SYSTEM_NAME, "无", "—", "/", "N/A", "空", "-");
    cr_assert(paper_is_quiet(&paper, SEVERITY_NOTE));
}

Test(values, text_that_cannot_be_printed_is_refused) {
    CHECK_REFUSED(FIELD_SYSTEM_NAME, DIAG_VALUE_BAD_TEXT, "a\x01z", "\xEF\xBF\xBD",
                  "\x7F"
                  "a",
                  "\xC2\x85"
                  "a",
                  "\xEF\xBF\xBF");
}

Test(values, text_over_ten_thousand_characters_is_refused) {
    struct buf buf = {.arena = paper.arena};
    for (int i = 0; i < 10000; i++) {
        buf_add_c(&buf, "字");
    }
    struct read_cell cell = {.kind = READ_TEXT, .text = buf_str(&buf)};
    cr_assert(!paper_cell(&paper, FIELD_SYSTEM_BUSINESS, cell)->is_bad);
    buf_add_c(&buf, "字");
    cell.text = buf_str(&buf);
    cr_assert(paper_cell(&paper, FIELD_SYSTEM_BUSINESS, cell)->is_bad);
    const struct diag_item *item = paper_item(&paper, DIAG_VALUE_TOO_LONG, 0);
    cr_assert_lt(item->value.len, 200);
    cr_assert(str_contains(item->message, STR("10000")));
}

Test(values, error_cells_are_refused) {
    struct read_cell cell = {.kind = READ_ERROR, .text = STR("#REF!")};
    cr_assert(paper_cell(&paper, FIELD_SYSTEM_NAME, cell)->is_bad);
    cr_assert(paper_is(paper_item(&paper, DIAG_CELL_ERROR, 0)->value, "#REF!"));
}
