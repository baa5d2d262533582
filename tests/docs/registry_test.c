/* The room as a whole: which products are made, in which order and under which paths; names of
 * senders never lead out of the folder; templates that cannot work are refused when read. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "docs/annual_report.h"
#include "docs/statistics.h"
#include "make_inventory.h"
#include "reported.h"

static void give_up(size_t size) {
    (void)size;
    abort();
}

static bool make_unit(struct house *house) {
    struct product_sink sink = house_sink(house);
    return docs_unit(house->docs, house->arena, house->findings[0], &(struct unit_complaints){0},
                     house->diag, &sink);
}

Test(registry, a_unit_gets_its_form_then_a_report_for_each_grade) {
    struct house *house = open_whole_house();
    struct unit *unit = add_unit(house, "某市中心医院");
    set_field(house, &unit->record, FIELD_UNIT_REGION_CODE, "360102");
    add_whole_system(house, unit, "医院信息系统", 3);
    add_whole_system(house, unit, "待建系统", 0);
    add_whole_system(house, unit, "门户网站", 1);
    judge_house(house);
    cr_assert(make_unit(house));
    /* of level 3 and above are the papers for experts; nothing was assessed, so nothing is reported
     */
    static const char *const paths[] = {"units/360102-某市中心医院/备案表.pdf",
                                        "units/360102-某市中心医院/定级报告-医院信息系统.pdf",
                                        "units/360102-某市中心医院/定级报告-门户网站.pdf",
                                        "units/360102-某市中心医院/专家评审意见表-医院信息系统.pdf",
                                        "units/360102-某市中心医院/整改方案-医院信息系统.pdf",
                                        "units/360102-某市中心医院/方案论证意见表-医院信息系统.pdf",
                                        "units/360102-某市中心医院/卫生备案报送表.pdf",
                                        "units/360102-某市中心医院/年度自查报告.pdf",
                                        "units/360102-某市中心医院/义务清单.xlsx",
                                        "units/360102-某市中心医院/到期日历.ics",
                                        "units/360102-某市中心医院/报送核对单.pdf"};
    enum { N_PATHS = sizeof paths / sizeof paths[0] };
    cr_assert_eq(house->n_products, N_PATHS);
    for (size_t i = 0; i < N_PATHS; i++) {
        cr_assert_str(house->products[i].path, paths[i]);
        bool is_calendar = str_ends(house->products[i].path, STR(".ics"));
        bool is_book = str_ends(house->products[i].path, STR(".xlsx"));
        cr_assert_eq(house->products[i].document != NULL, !is_calendar && !is_book);
        cr_assert_eq(house->products[i].text.len > 0, is_calendar);
        cr_assert_eq(house->products[i].workbook != NULL, is_book);
    }
    close_house(house);
}

/* The file name says so, as no mark of ours may stand on an official sheet. */
Test(registry, the_form_is_named_after_a_filed_system_that_awaits_review) {
    struct house *house = open_whole_house();
    struct unit *unit = add_unit(house, "某市中心医院");
    set_field(house, &unit->record, FIELD_UNIT_REGION_CODE, "360102");
    add_whole_system(house, unit, "医院信息系统", 3);
    add_whole_system(house, unit, "门户网站", 1);
    judge_house(house);
    struct grading *gradings = house->findings[0]->gradings;
    gradings[1].needs_review = true;
    cr_assert(make_unit(house));
    cr_assert_str(house->products[0].path, "units/360102-某市中心医院/备案表.pdf");
    gradings[0].needs_review = true;
    house->n_products = 0;
    cr_assert(make_unit(house));
    cr_assert_str(house->products[0].path, "units/360102-某市中心医院/备案表-待复核.pdf");
    close_house(house);
}

/* Every line of a calendar ends in CR LF and has at most 75 octets, whole characters in each; its
 * texts hold no bare comma; an event has a whole day and an id of its own (RFC 5545). */
Test(registry, a_calendar_is_one) {
    struct house *house = open_whole_house();
    struct unit *unit = add_unit(house, "某市中心医院, 分院; 一");
    for (int i = 0; i < 3; i++) {
        struct str name =
            str_format(house->arena, "名字很长很长很长很长很长很长很长很长的系统,%d", i);
        struct system *system = add_whole_system(house, unit, name.data, 3);
        set_field(house, &system->record, FIELD_SYSTEM_SELF_CHECKED, "2012-01-10");
    }
    judge_house(house);
    cr_assert(make_unit(house));
    struct str rest = {0}, line;
    for (size_t i = 0; i < house->n_products; i++) {
        rest = str_ends(house->products[i].path, STR(".ics")) ? house->products[i].text : rest;
    }
    cr_assert(str_starts(rest, STR("BEGIN:VCALENDAR\r\n")) &&
              str_ends(rest, STR("END:VCALENDAR\r\n")));
    size_t n_events = 0, n_ids = 0, n_days = 0;
    struct dictionary *ids = dictionary_open(house->arena);
    while (str_split(&rest, STR("\n"), &line)) {
        if (!line.len) {
            continue;
        }
        cr_assert(str_ends(line, STR("\r")));
        cr_assert_leq(line.len, 76);
        cr_assert(utf8_valid(line, &(size_t){0}));
        n_events += str_is(line, "BEGIN:VEVENT\r");
        n_ids += str_starts(line, STR("UID:")) && dictionary_put(ids, line, 0);
        n_days += str_is(line, "DTSTART;VALUE=DATE:20130110\r");
        cr_assert_not(str_starts(line, STR("SUMMARY")) && str_contains(line, STR("统,")));
    }
    cr_assert_geq(n_events, 3);
    cr_assert_eq(n_ids, n_events);
    cr_assert_eq(n_days, 3, "systems of level 3 are checked again a year later");
    close_house(house);
}

/* No part of a path is empty, made of dots, too long, or holds what Windows forbids. */
static const struct str report_path = STR_INIT("{folder}/定级报告-{system}.pdf");

static void check_path(struct str path) {
    struct str rest = path, part;
    size_t n_parts = 0;
    cr_assert_not(str_starts(path, STR("/")));
    for (; str_split(&rest, STR("/"), &part); n_parts++) {
        cr_assert(part.len > 0 && part.len < 250, "%" STR_FMT, STR_ARG(path));
        cr_assert_neq(part.data[0], '.');
        cr_assert_neq(part.data[part.len - 1], '.');
        for (size_t i = 0; i < part.len; i++) {
            bool is_safe =
                (unsigned char)part.data[i] >= 0x20 && !strchr("<>:\"\\|?*", part.data[i]);
            cr_assert(is_safe, "%" STR_FMT, STR_ARG(path));
        }
    }
    cr_assert_eq(n_parts, 3, "%" STR_FMT, STR_ARG(path));
}

Test(registry, names_of_senders_stay_in_their_folder) {
    static char longest[3001];
    static const char *names[] = {
        "..",           "../../etc/passwd", "a/b\\c", ".",        "CON",
        "{folder}/{x}", "{system}",         "x\n\ty", "  .名. .", longest};
    memset(longest, 'x', 3000);
    struct house *house = open_whole_house();
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        struct unit *unit = add_unit(house, names[i]);
        set_field(house, &unit->record, FIELD_UNIT_REGION_CODE, i % 2 ? "../../" : "");
        struct str folder = docs_unit_folder(house->docs, house->arena, unit);
        check_path(
            docs_path(house->docs, house->arena, STR("{folder}/备案表.pdf"), folder, STR("")));
        struct str path =
            docs_path(house->docs, house->arena, report_path, folder, str_from_c(names[i]));
        check_path(path);
        cr_assert(str_ends(path, STR(".pdf")));
    }
    close_house(house);
}

Test(registry, what_has_no_name_is_called_so) {
    struct house *house = open_house();
    struct unit *unit = add_unit(house, "某站");
    struct str folder = docs_unit_folder(house->docs, house->arena, unit);
    cr_assert_str(folder, "units/无代码-某站");
    cr_assert_str(docs_path(house->docs, house->arena, report_path, folder, STR("")),
                  "units/无代码-某站/定级报告-未命名系统.pdf");
    close_house(house);
}

Test(registry, a_sink_that_refuses_stops_the_work) {
    struct house *house = open_whole_house();
    struct unit *unit = add_unit(house, "某市中心医院");
    add_whole_system(house, unit, "医院信息系统", 3);
    add_whole_system(house, unit, "门户网站", 2);
    judge_house(house);
    house->refuse_at = 2;
    cr_assert_not(make_unit(house));
    cr_assert_eq(house->n_products, 2);
    house->refuse_at = 3;
    struct product_sink sink = house_sink(house);
    cr_assert_not(docs_province(house->docs, house->arena, house->ledger, house->diag, &sink));
    cr_assert_eq(house->n_products, 3);
    close_house(house);
}

/* ---- the province ---------------------------------------------------------------------------- */

/* All text of a document, runs one behind the other. */
static struct str text_of(struct house *house, const struct document *document) {
    struct buf buf = {.arena = house->arena};
    for (size_t i = 0; i < document->n_pages; i++) {
        for (size_t k = 0; k < document->pages[i]->n_items; k++) {
            const struct item *item = &document->pages[i]->items[k];
            buf_add(&buf, item->kind == ITEM_RUN ? item->run.text : (struct str){0});
        }
    }
    return buf_str(&buf);
}

/* Makes the province's papers; its report, made once more, as papers go when they are taken. */
static const struct document *make_province(struct house *house) {
    judge_house(house);
    struct product_sink sink = house_sink(house);
    cr_assert(docs_province(house->docs, house->arena, house->ledger, house->diag, &sink));
    static const char *const paths[] = {"province/年度工作报告.pdf", "province/年度统计表.xlsx",
                                        "province/督导检查表.xlsx", "province/到期日历.ics"};
    cr_assert_eq(house->n_products, 4);
    for (size_t i = 0; i < 4; i++) {
        cr_assert_str(house->products[i].path, paths[i]);
    }
    const struct province *province =
        statistics_sum(house->docs, house->arena, house->ledger, house->diag);
    const struct document *report =
        annual_report_build(house->docs, house->arena, province, house->diag);
    cr_assert_eq(diag_n(house->diag), 0);
    return report;
}

/* The text of a document without the numbers of its pages: a sentence may go over to the next. */
static struct str flowing_text_of(struct house *house, const struct document *document) {
    struct str text = text_of(house, document);
    for (size_t i = 1; i <= document->n_pages; i++) {
        struct str number = str_format(house->arena, "— %zu —", i);
        text = str_replace(house->arena, text, number, STR(""));
    }
    return text;
}

/* Every figure of the report's text is the one of a total. */
Test(registry, the_year_report_says_what_the_tables_say) {
    struct house *house = open_whole_house();
    for (int i = 0; i < 3; i++) {
        struct unit *unit = add_unit(house, str_format(house->arena, "医院%d", i).data);
        set_field(house, &unit->record, FIELD_UNIT_REGION_CODE, i ? "360102" : "360402");
        for (int level = 0; level <= 4; level++) {
            struct str name = str_format(house->arena, "系统%d", level);
            struct system *system = add_whole_system(house, unit, name.data, level);
            set_field(house, &system->record, FIELD_SYSTEM_FILED, i ? "1" : "0");
        }
    }
    const struct document *document = make_province(house);
    struct str text = flowing_text_of(house, document);
    static const char *const sentences[] = {
        "江西省2012年度卫生行业信息安全等级保护工作报告",
        "实际报送单位3家，未提供应报送单位名单，报送率无法计算。报送信息系统15个，"
        "其中必填数据缺失的系统3个。",
        "15个信息系统中，第一级3个，第二级3个，第三级3个，第四级3个，未定级3个；",
        "没有所定等级低于下限的系统。按地区见附件1表2和图1、图2，",
        "第二级以上应备案系统9个，已向公安机关备案6个，备案率66.7%，未备案3个；"
        "没有超过规定期限备案的系统，缺备案证明编号的6个；没有系统向卫生行政部门备案。",
        "没有单位报送单位管理情况，组织机制情况缺少数据。",
        "没有单位报送差距自查表，主要差距缺少数据。",
        "没有单位报送经费情况。",
        "名单7　专家委员会委员：无。",
        "表2 信息系统定级情况",
        "图1 各地区信息系统等级分布",
        "合计1533333040.0%0",
    };
    for (size_t i = 0; i < sizeof sentences / sizeof sentences[0]; i++) {
        cr_assert(str_contains(text, str_from_c(sentences[i])), "%s\nis not in\n%" STR_FMT,
                  sentences[i], STR_ARG(text));
    }
    cr_assert(document_audit(house->arena, document, house->diag));
    close_house(house);
}

/* Rates of nothing are left out, and so are table and chart of no regions. */
Test(registry, a_year_report_of_nothing_claims_nothing) {
    struct house *house = open_whole_house();
    struct str text = text_of(house, make_province(house));
    cr_assert(str_contains(text, STR("没有单位报送，未提供应报送单位名单")));
    cr_assert_not(str_contains(text, STR("0家")));
    cr_assert_not(str_contains(text, STR("%")));
    cr_assert_not(str_contains(text, STR("图1")));
    close_house(house);
}

/* ---- templates ------------------------------------------------------------------------------- */

/* Opens the house on a copy of templates/ in which `from` of a file has become `to`. */
static struct house *open_changed(const char *file, const char *from, const char *to) {
    char folder[] = "/tmp/dengbao-registry-XXXXXX";
    char command[256];
    cr_assert(mkdtemp(folder));
    snprintf(command, sizeof command, "cp -r templates/. %s", folder);
    cr_assert_eq(system(command), 0);
    struct arena *scratch = arena_open(give_up);
    struct diag *diag = diag_open(scratch);
    struct str path = str_format(scratch, "%s/%s", folder, file), bytes;
    const struct source source = {.file = STR_INIT("copy")};
    cr_assert(file_read(scratch, path, UINT32_MAX, &source, diag, &bytes));
    cr_assert(str_contains(bytes, str_from_c(from)), "%s is not in %s", from, file);
    bytes = str_replace(scratch, bytes, str_from_c(from), str_from_c(to));
    cr_assert(file_write(path, bytes, diag));
    struct house *house = open_house_at(folder);
    arena_close(scratch);
    snprintf(command, sizeof command, "rm -r %s", folder);
    cr_assert_eq(system(command), 0);
    return house;
}

static void expect_refusal(const char *file, const char *from, const char *to, enum diag_id id) {
    struct house *house = open_changed(file, from, to);
    cr_assert_null(house->docs, "%s with %s is taken", file, to);
    cr_assert_geq(count_reports(house->diag, id), 1, "%s with %s: nothing reported", file, to);
    for (size_t i = 0; i < diag_n(house->diag); i++) {
        const struct source *source = reported(house->diag, i)->origin.source;
        cr_assert(source && str_ends(source->file, str_from_c(file)), "another place is named");
    }
    close_house(house);
}

Test(registry, paths_that_lead_elsewhere_are_refused) {
    const char *names = "docs/names.yaml", *papers = "docs/papers.yaml";
    const char *report = "{folder}/定级报告-{system}.pdf";
    expect_refusal(papers, report, "../{system}.pdf", DIAG_YAML_VALUE);
    expect_refusal(papers, report, "/{system}.pdf", DIAG_YAML_VALUE);
    expect_refusal(papers, report, "{folder}//{system}.pdf", DIAG_YAML_VALUE);
    expect_refusal(names, "  problems: 问题清单.xlsx\n", "", DIAG_YAML_MISSING);
    expect_refusal(names, "文件清单", "", DIAG_YAML_KIND_TEXT);
    expect_refusal(names, "文件清单", "文件/清单", DIAG_YAML_VALUE);
    expect_refusal(names, "文件清单",
                   "一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十一二",
                   DIAG_YAML_VALUE);
    expect_refusal(names, "文件清单", "\"'文件清单\"", DIAG_YAML_VALUE);
    expect_refusal(names, "columns: [文件, 工作表, ", "columns: [文件, ", DIAG_YAML_COUNT);
}

Test(registry, papers_that_cannot_be_made_are_refused) {
    const char *papers = "docs/papers.yaml";
    expect_refusal(papers, "when: unit.systems.passed", "when: unit.systems.past", DIAG_PROSE_NAME);
    expect_refusal(papers, "[OB-04, OB-68]", "[OB-04, OB-681]", DIAG_YAML_VALUE);
    expect_refusal(papers, "module: filing", "module: filling", DIAG_YAML_VALUE);
    expect_refusal(papers, "of: unit\n    when: unit.systems.filed", "of: units", DIAG_YAML_VALUE);
    expect_refusal(papers, "{{filing.health}}各一份", "{{filing.helth}}各一份", DIAG_PROSE_NAME);
    expect_refusal("prose/health-filing.yaml", "{{system.graded}}", "{{system.grade}}",
                   DIAG_PROSE_NAME);
    expect_refusal("prose/plan-review.yaml", "{{unit.name}}\", span: 3}",
                   "{{unit.name}}\", span: 2}", DIAG_YAML_VALUE);
}

Test(registry, prose_that_cannot_be_set_is_refused) {
    const char *report = "prose/grading-report.2007.yaml", *year = "prose/annual-report.yaml";
    const char *explanation = "prose/explanation.yaml";
    expect_refusal(report, "{{system.information}}", "{{system.informations}}", DIAG_PROSE_NAME);
    expect_refusal(report, "section: grade.is_excepted", "section: grade.nobody", DIAG_PROSE_NAME);
    expect_refusal(report, "{table: matrix_a}", "{table: matrix_b}", DIAG_PROSE_TAG);
    expect_refusal(report, "title: \"信息", "titel: \"信息", DIAG_YAML_KEY);
    expect_refusal(report, "subject: \"{{system.name}}", "subject: \"{{system}}", DIAG_PROSE_NAME);
    expect_refusal(year, "title: \"{{province}}", "title: \"{{land}}", DIAG_PROSE_NAME);
    expect_refusal(year, "{{T5.未备案}}", "{{T5.未备}}", DIAG_PROSE_NAME);
    expect_refusal(year, "{chart: levels}", "{chart: cities}", DIAG_PROSE_TAG);
    expect_refusal(explanation, "{{floor.matched}}", "{{floor.match}}", DIAG_PROSE_NAME);
    expect_refusal(explanation, "system: |", "words: |", DIAG_YAML_KEY);
}

/* A style that no style file has is found when the templates are read. */
Test(registry, styles_that_do_not_exist_are_refused) {
    struct house *house =
        open_changed("prose/annual-report.yaml", "style: addressee", "style: adr");
    cr_assert_null(house->docs);
    cr_assert_geq(diag_n(house->diag), 1);
    close_house(house);
}
