/* The 定级报告: every chapter in its order, the hit cell of each matrix shaded, data as handed in,
 * ruled blanks where nothing was, and nothing said that was not. */
#include <string.h>

#include "docs/grading_report.h"
#include "make_inventory.h"

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

/* Blanks of a width in characters, and no other rule of that length. */
static size_t count_blanks(const struct document *document, int n_characters) {
    size_t n = 0;
    for (size_t i = 0; i < document->n_pages; i++) {
        for (size_t k = 0; k < document->pages[i]->n_items; k++) {
            const struct item *item = &document->pages[i]->items[k];
            n += item->kind == ITEM_RULE && item->rule.y1 == item->rule.y2 &&
                 item->rule.x2 - item->rule.x1 == n_characters * 14 * PT;
        }
    }
    return n;
}

static void cr_assert_says(struct str text, const char *words) {
    cr_assert(str_contains(text, str_from_c(words)), "\"%s\" is not in\n%" STR_FMT, words,
              STR_ARG(text));
}

static void cr_assert_silent(struct str text, const char *words) {
    cr_assert_not(str_contains(text, str_from_c(words)), "\"%s\" is in\n%" STR_FMT, words,
                  STR_ARG(text));
}

static struct system *add_hospital_system(struct house *house) {
    struct unit *unit = add_unit(house, "某市中心医院");
    set_field(house, &unit->record, FIELD_UNIT_HOSPITAL_CLASS, "21=二级甲等");
    return add_whole_system(house, unit, "医院信息系统", 3);
}

/* The report of the first system. */
static struct document *make_report(struct house *house) {
    judge_house(house);
    struct document *document = grading_report_build(house->docs, house->arena, house->findings[0],
                                                     &house->findings[0]->gradings[0], house->diag);
    cr_assert(document);
    cr_assert_eq(diag_n(house->diag), 0);
    cr_assert(document_audit(house->arena, document, house->diag));
    return document;
}

Test(grading_report, chapters_in_order) {
    static const char *const headings[] = {
        "《信息系统安全等级保护定级报告》",
        "一、医院信息系统描述",
        "二、医院信息系统安全保护等级确定",
        "（一）业务信息安全保护等级的确定",
        "1、业务信息描述",
        "2、业务信息受到破坏时所侵害客体的确定",
        "3、业务信息受到破坏后对侵害客体的侵害程度的确定",
        "4、业务信息安全等级的确定",
        "表1 业务信息安全保护等级矩阵表",
        "（二）系统服务安全保护等级的确定",
        "1、系统服务描述",
        "2、系统服务受到破坏时所侵害客体的确定",
        "3、系统服务受到破坏后对侵害客体的侵害程度的确定",
        "4、系统服务安全等级的确定",
        "表2 系统服务安全保护等级矩阵表",
        "（三）安全保护等级的确定",
        "表3 信息系统安全保护等级",
    };
    enum { N = sizeof headings / sizeof headings[0] };
    struct house *house = open_whole_house();
    add_hospital_system(house);
    const struct document *document = make_report(house);
    cr_assert_eq(document->n_bookmarks, N);
    for (size_t i = 0; i < N; i++) {
        cr_assert_str(document->bookmarks[i].title, headings[i]);
    }
    cr_assert_str(document->author, "某市中心医院");
    cr_assert_str(document->subject, "医院信息系统定级报告");
    cr_assert_eq(document->date.year, 2012);
    close_house(house);
}

/* The shaded area on any page that holds a run, and the run; counts shaded areas. */
static size_t find_shades(const struct document *document, struct area shades[8],
                          struct str texts[8]) {
    size_t n = 0;
    for (size_t i = 0; i < document->n_pages; i++) {
        const struct page *page = document->pages[i];
        for (size_t k = 0; k < page->n_items; k++) {
            const struct item *item = &page->items[k];
            if (item->kind != ITEM_BOX || item->box.hatch != HATCH_SOLID || n == 8) {
                continue;
            }
            shades[n] = item->box.area;
            for (size_t m = 0; m < page->n_items; m++) {
                const struct run *run = &page->items[m].run;
                if (page->items[m].kind == ITEM_RUN && run->x > shades[n].x &&
                    run->x < shades[n].x + shades[n].width && run->y > shades[n].y &&
                    run->y < shades[n].y + shades[n].height) {
                    texts[n] = run->text;
                }
            }
            n++;
        }
    }
    return n;
}

Test(grading_report, the_hit_cells_are_shaded) {
    struct house *house = open_whole_house();
    struct system *system = add_hospital_system(house);
    set_levels(house, system, "3", "2", "3");
    set_field(house, &system->record, FIELD_SYSTEM_S_OBJECT, "1=公民、法人和其他组织的合法权益");
    set_field(house, &system->record, FIELD_SYSTEM_S_DEGREE, "3=特别严重损害");
    struct area shades[8];
    struct str texts[8] = {{0}};
    size_t n = find_shades(make_report(house), shades, texts);
    cr_assert_eq(n, 2, "%zu cells are shaded", n);
    cr_assert_str(texts[0], "第二级");
    cr_assert_str(texts[1], "第三级");
    /* 特别严重损害 is the last column, 严重损害 the one before. */
    cr_assert_gt(shades[0].x, shades[1].x);
    close_house(house);
}

/* Of several objects the highest cell decides; without a cell nothing is shaded. */
Test(grading_report, shades_follow_the_matrix) {
    struct house *house = open_whole_house();
    struct system *system = add_hospital_system(house);
    set_field(house, &system->record, FIELD_SYSTEM_S_OBJECT, "1,2=公民权益；社会秩序");
    set_field(house, &system->record, FIELD_SYSTEM_S_DEGREE, "1,2=一般损害；严重损害");
    set_field(house, &system->record, FIELD_SYSTEM_A_DEGREE, "");
    struct area shades[8];
    struct str texts[8] = {{0}};
    const struct document *document = make_report(house);
    cr_assert_eq(find_shades(document, shades, texts), 1);
    cr_assert_str(texts[0], "第三级");
    struct str text = text_of(house, document);
    cr_assert_says(text, "查本报告表1可知，业务信息安全保护等级为第三级（依据：GB/T 22240-2008");
    cr_assert_says(
        text, "不能由本报告表2确定系统服务安全保护等级。单位填报的系统服务安全保护等级为第三级。");
    cr_assert_says(text, "对上述客体的侵害程度为。");
    close_house(house);
}

Test(grading_report, data_stand_as_handed_in) {
    static const struct {
        enum field field;
        const char *text, *words;
    } facts[] = {
        {FIELD_SYSTEM_DEPARTMENT, "信息科", "责任部门为信息科"},
        {FIELD_SYSTEM_OPERATOR, "运行班", "运行维护部门为运行班"},
        {FIELD_SYSTEM_LAUNCHED, "2008-03-01", "于2008年3月1日投入运行"},
        {FIELD_SYSTEM_NETWORK_DESIGN, "双机热备。", "网络结构与边界：双机热备。"},
        {FIELD_SYSTEM_COVERAGE, "", ""},
        {FIELD_SYSTEM_NETWORK, "1=业务专网", "网络性质为业务专网。"},
        {FIELD_SYSTEM_BUSINESS, "门诊收费", "业务描述：门诊收费。"},
        {FIELD_SYSTEM_INFORMATION, "病人资料。", "病人资料。"},
        {FIELD_SYSTEM_OUTAGE, "两小时", "允许中断时间为两小时。"},
        {FIELD_SYSTEM_SERVICE, "挂号、收费", "挂号、收费。"},
        {FIELD_SYSTEM_SCOPE, "21=跨地(市、区)", "服务范围为跨地(市、区)（3个），"},
        {FIELD_SYSTEM_SCOPE_COUNT, "3", ""},
        {FIELD_MATERIAL_TOPOLOGY_NAME, "拓扑图.pdf", "系统拓扑结构及说明见附件：拓扑图.pdf。"},
        {FIELD_SYSTEM_S_ASPECT, "病人资料外泄", "侵害的客观方面：病人资料外泄。"},
        {FIELD_SYSTEM_S_REASON, "病人众多。", "理由：病人众多。"},
        {FIELD_SYSTEM_A_ASPECT, "门诊停顿", "侵害的客观方面：门诊停顿。"},
        {FIELD_SYSTEM_A_REASON, "急救受阻", "理由：急救受阻。"},
        {FIELD_SYSTEM_AUDIENCE, "3=两者均包括", "服务对象为单位内部人员和社会公众人员，"},
    };
    struct house *house = open_whole_house();
    struct system *system = add_hospital_system(house);
    for (size_t i = 0; i < sizeof facts / sizeof facts[0]; i++) {
        set_field(house, &system->record, facts[i].field, facts[i].text);
    }
    const struct document *document = make_report(house);
    struct str text = text_of(house, document);
    for (size_t i = 0; i < sizeof facts / sizeof facts[0]; i++) {
        cr_assert_says(text, facts[i].words);
    }
    cr_assert_says(text, "的安全保护等级为第三级（S3A3G3，监督保护级）。");
    cr_assert_eq(count_blanks(document, 4) + count_blanks(document, 8), 0);
    cr_assert_silent(text, "待复核");
    cr_assert_silent(text, "分项等级缺失");
    close_house(house);
}

Test(grading_report, what_is_missing_is_a_ruled_blank) {
    struct house *house = open_whole_house();
    struct unit *unit = add_unit(house, "某市中心医院");
    struct system *system = add_system(house, unit, "医院信息系统");
    set_levels(house, system, "2", "", "");
    set_field(house, &system->record, FIELD_SYSTEM_LAUNCHED, "2008");
    const struct document *document = make_report(house);
    struct str text = text_of(house, document);
    static const char *const around[] = {
        "责任部门为，运行维护部门为。",
        "于2008年月日投入运行",
        "业务信息受到破坏时，所侵害的客体为。",
        "业务信息受到破坏后，对上述客体的侵害程度为。",
        "服务范围为，服务对象为，允许中断时间为。",
        "系统服务受到破坏时，所侵害的客体为。",
        "系统服务受到破坏后，对上述客体的侵害程度为。",
    };
    for (size_t i = 0; i < sizeof around / sizeof around[0]; i++) {
        cr_assert_says(text, around[i]);
    }
    /* Eight of those and 允许中断时间; months and days, the year of the signature; 网络结构,
     * 拓扑结构图, 业务描述, 业务信息描述, 客观方面 and 理由 of both sides. */
    cr_assert_eq(count_blanks(document, 4), 8);
    cr_assert_eq(count_blanks(document, 1), 4);
    cr_assert_eq(count_blanks(document, 2), 2);
    cr_assert_eq(count_blanks(document, 8), 8);
    cr_assert_says(text, "不能由本报告表1确定业务信息安全保护等级。");
    cr_assert_silent(text, "单位填报的业务信息安全保护等级");
    cr_assert_silent(text, "覆盖范围");
    close_house(house);
}

/* Parts that nobody declared are not in the table and not said to have been filled in. */
Test(grading_report, parts_are_not_made_up) {
    struct house *house = open_whole_house();
    struct system *system = add_hospital_system(house);
    set_levels(house, system, "3", "", "2");
    set_field(house, &system->record, FIELD_SYSTEM_S_OBJECT, "1=公民");
    struct str text = text_of(house, make_report(house));
    cr_assert_says(text, "安全保护等级为第三级（监督保护级）。");
    cr_assert_silent(text, "S3A2G3");
    cr_assert_silent(text, "单位填报的业务信息安全保护等级");
    cr_assert_says(text, "单位填报的系统服务安全保护等级为第二级，与查表结果不同。");
    /* The last row: name, total, nothing, 系统服务. */
    cr_assert_says(text, "系统服务安全等级医院信息系统第三级第二级");
    set_levels(house, system, "3", "3", "");
    text = text_of(house, make_report(house));
    cr_assert_says(text, "安全保护等级为第三级（S3A3G3，监督保护级）。");
    cr_assert_says(text, "单位填报的业务信息安全保护等级为第三级，与查表结果不同。");
    cr_assert_silent(text, "单位填报的系统服务安全保护等级");
    close_house(house);
}

Test(grading_report, a_total_that_is_not_the_higher_part_is_told) {
    struct house *house = open_whole_house();
    struct system *system = add_hospital_system(house);
    set_levels(house, system, "2", "3", "3");
    struct str text = text_of(house, make_report(house));
    cr_assert_says(text, "安全保护等级为第三级（S3A3G3，监督保护级）。单位填报的安全保护等级为第"
                         "二级，与两项等级的较高者不一致。");
    set_levels(house, system, "", "3", "3");
    text = text_of(house, make_report(house));
    cr_assert_says(text, "安全保护等级未填报或不能识别，取单位填报的两项等级的较高者。");
    close_house(house);
}

/* The mark stands on every page of a grade in doubt, with the reason in the text. */
Test(grading_report, grades_in_doubt_are_marked_on_every_page) {
    struct house *house = open_whole_house();
    struct system *system = add_hospital_system(house);
    set_levels(house, system, "2", "2", "2");
    set_field(house, &system->record, FIELD_SYSTEM_NETWORKED, "1");
    const struct document *document = make_report(house);
    cr_assert_geq(document->n_pages, 2);
    for (size_t i = 0; i < document->n_pages; i++) {
        bool is_marked = false;
        for (size_t k = 0; k < document->pages[i]->n_items; k++) {
            const struct item *item = &document->pages[i]->items[k];
            is_marked |= item->kind == ITEM_RUN && str_is(item->run.text, "待复核");
        }
        cr_assert(is_marked, "page %zu", i + 1);
    }
    cr_assert_says(
        text_of(house, document),
        "定级核查结论为“定级不准”，低于原则下限第三级。本报告所列等级为单位填报，待复核。");
    close_house(house);
}

Test(grading_report, an_exception_to_the_floor_is_told) {
    struct house *house = open_whole_house();
    struct system *system = add_hospital_system(house);
    set_levels(house, system, "2", "2", "2");
    set_field(house, &system->record, FIELD_SYSTEM_S_OBJECT, "1=公民");
    set_field(house, &system->record, FIELD_SYSTEM_A_OBJECT, "1=公民");
    set_field(house, &system->record, FIELD_SYSTEM_NETWORKED, "1");
    set_field(house, &system->record, FIELD_SYSTEM_REVIEWED, "1");
    set_field(house, &system->record, FIELD_SYSTEM_FLOOR_EXCEPTION, "仅供停用前查询。");
    struct str text = text_of(house, make_report(house));
    cr_assert_says(text, "低于原则下限第三级，已评审说明：仅供停用前查询。");
    cr_assert_silent(text, "待复核");
    close_house(house);
}
