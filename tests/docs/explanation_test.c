/* `dengbao explain`: names levels, the cell of the matrix, floors with category, clause and cells,
 * and the verdict; and tells what was not filled in from what could not be read. */
#include "make_inventory.h"

static void cr_assert_says(struct str text, const char *words) {
    cr_assert(str_contains(text, str_from_c(words)), "\"%s\" is not in\n%" STR_FMT, words,
              STR_ARG(text));
}

static void cr_assert_silent(struct str text, const char *words) {
    cr_assert_not(str_contains(text, str_from_c(words)), "\"%s\" is in\n%" STR_FMT, words,
                  STR_ARG(text));
}

/* The first system. */
static struct str explain(struct house *house) {
    const size_t first = 0;
    judge_house(house);
    struct str text =
        docs_explain(house->docs, house->arena, house->findings[0], &first, 1, false, house->diag);
    cr_assert_eq(diag_n(house->diag), 0);
    return text;
}

/* A 三级甲等 hospital with its core system at level 2. */
static struct system *add_core_system(struct house *house) {
    struct unit *unit = add_unit(house, "某市中心医院");
    set_field(house, &unit->record, FIELD_UNIT_HOSPITAL_CLASS, "31=三级甲等");
    struct system *system = add_whole_system(house, unit, "医院信息系统", 2);
    set_field(house, &system->record, FIELD_SYSTEM_CATEGORY, "1=核心业务");
    return system;
}

Test(explanation, a_core_system_below_its_floor) {
    struct house *house = open_house();
    add_core_system(house);
    struct str text = explain(house);
    cr_assert_says(text, "某市中心医院　医院信息系统\n");
    cr_assert_says(text, "填报等级：第二级（业务信息第二级，系统服务第二级）\n");
    cr_assert_says(text, "业务信息：矩阵结果第二级\n");
    cr_assert_says(text, "下限“三级甲等医院的核心业务信息系统”（FL-3）：适用，不低于第三级：");
    cr_assert_says(text, "依据：指导意见 四（一）1（3）\n");
    struct str cell = origin_text(
        house->arena,
        record_value(&house->inventory->units[0]->record, FIELD_UNIT_HOSPITAL_CLASS)->origin);
    cr_assert_says(text, "机构等级＝三级甲等　报送.xlsx:单位!");
    cr_assert(str_contains(text, cell));
    cr_assert_says(text, "系统类别＝核心业务　报送.xlsx:系统!");
    cr_assert_says(text, "文书所印等级：第二级（S2A2G2）\n");
    cr_assert_says(text,
                   "结论：定级不准，待复核\n"
                   "  理由：填报第二级，低于下限第三级（三级甲等医院的核心业务信息系统）\n"
                   "  下一步：请重新定级，不低于第三级；先报信息安全技术专家委员会论证、评审；");
    cr_assert_says(text, "    定级（未定级、定级不准）：");
    cr_assert_says(text, "      依据：指导意见 四(一)1；");
    cr_assert_says(text, "    国家专家评审委员会评审：不是这一等级的义务\n");
    cr_assert_silent(text, "没有适用的下限");
    close_house(house);
}

Test(explanation, the_matrix_names_its_cells) {
    struct house *house = open_house();
    struct system *system = add_core_system(house);
    struct str text = explain(house);
    static const enum field fields[] = {FIELD_SYSTEM_S_OBJECT, FIELD_SYSTEM_S_DEGREE,
                                        FIELD_SYSTEM_A_OBJECT, FIELD_SYSTEM_A_DEGREE};
    for (size_t i = 0; i < 4; i++) {
        const struct value *value = record_value(&system->record, fields[i]);
        struct str line =
            str_format(house->arena, "%" STR_FMT "＝%" STR_FMT "　%" STR_FMT "\n",
                       STR_ARG(house->docs->labels->labels[fields[i]]), STR_ARG(value->text),
                       STR_ARG(origin_text(house->arena, value->origin)));
        cr_assert(str_contains(text, line), "%" STR_FMT, STR_ARG(line));
    }
    cr_assert_says(text, "GB/T 22240-2008");
    close_house(house);
}

Test(explanation, what_is_missing_is_not_what_is_unreadable) {
    struct house *house = open_house();
    struct system *system = add_core_system(house);
    set_field(house, &system->record, FIELD_SYSTEM_LEVEL, "?第六级");
    set_field(house, &system->record, FIELD_SYSTEM_S_LEVEL, "");
    set_field(house, &system->record, FIELD_SYSTEM_S_OBJECT, "?众人");
    set_field(house, &system->record, FIELD_SYSTEM_A_OBJECT, "");
    struct str text = explain(house);
    cr_assert_says(text, "填报等级：“第六级”不能识别（业务信息未填，系统服务第二级）");
    cr_assert_says(text, "业务信息受侵害客体＝“众人”不能识别　报送.xlsx:系统!");
    cr_assert_says(text, "系统服务受侵害客体＝未填（表中没有这一列）\n");
    cr_assert_says(text, "系统服务：客体和程度填报不全、不能识别或不能逐项对应，不能查矩阵\n");
    cr_assert_says(text, "文书所印等级：空白\n");
    cr_assert_says(text, "结论：无法判定，待复核\n");
    close_house(house);
}

Test(explanation, floors_that_are_suspected_or_open) {
    struct house *house = open_house();
    struct system *system = add_core_system(house);
    set_field(house, &system->record, FIELD_SYSTEM_CATEGORY, "");
    set_field(house, &system->record, FIELD_SYSTEM_NETWORKED, "");
    set_field(house, &system->record, FIELD_SYSTEM_IS_BRANCH, "");
    struct str text = explain(house);
    cr_assert_says(text, "（FL-3）：不能判定：三级甲等医院的系统，系统类别未填或不能识别\n");
    cr_assert_says(text, "（FL-1）：不能判定：是否跨省全国联网未填或不能识别\n");
    cr_assert_says(text, "理由：所填等级之上有下限不能判定：跨省全国联网运行的信息系统（是否跨省全"
                         "国联网未填或不能识别）");
    cr_assert_says(text, "是否跨省全国联网＝未填（表中没有这一列）\n");
    /* Doubted by facts that contradict each other, not by a name. */
    set_field(house, &system->record, FIELD_SYSTEM_NETWORKED, "0");
    set_field(house, &system->record, FIELD_SYSTEM_SCOPE, "10=全国");
    text = explain(house);
    cr_assert_says(text, "（FL-1）：不适用，请核对：填报为不联网，服务范围却超出本省\n");
    close_house(house);
}

Test(explanation, no_floor_and_an_exception_are_said) {
    struct house *house = open_house();
    struct unit *unit = add_unit(house, "某市中心医院");
    add_whole_system(house, unit, "财务系统", 2);
    cr_assert_silent(explain(house), "适用，不低于");
    cr_assert_says(explain(house), "结论：一致\n");
    close_house(house);
    house = open_house();
    struct system *system = add_core_system(house);
    set_field(house, &system->record, FIELD_SYSTEM_FLOOR_EXCEPTION, "仅用于停用前的查询");
    set_field(house, &system->record, FIELD_SYSTEM_REVIEWED, "1");
    cr_assert_says(explain(house), "结论：一致（低于原则下限，已评审说明）\n");
    close_house(house);
}
