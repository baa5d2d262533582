/* The blank workbook: every column with its choices and checks, by edition; and faults of its
 * wording told. */
#include "docs/intake_book.h"
#include "make_inventory.h"
#include "reported.h"

static const struct column_facts unit_columns[] = {
    {.field = FIELD_UNIT_NAME,
     .name = STR_INIT("单位名称"),
     .is_required = true,
     .condition = N_FIELDS},
    {.field = FIELD_UNIT_POSTCODE, .name = STR_INIT("邮政编码"), .condition = N_FIELDS},
    {.field = FIELD_UNIT_TYPE, .name = STR_INIT("单位类型"), .condition = N_FIELDS},
    {.field = FIELD_UNIT_DATA_DEPARTMENT,
     .name = STR_INIT("数据安全管理部门"),
     .condition = N_FIELDS},
};

/* A book of wording with one sheet. */
static const char words[] =
    "title: t\nauthor: a\nversion: \"3\"\nnumber: 序号\nexample: 示例\nrequired_mark: \"*\"\n"
    "rows: 10\nchoices_sheet: 选项\nnotes: {sheet: 说明, title: \"{edition}/{version}\", lines: "
    "[甲]}\n"
    "words: {required: 必填。, condition: \"填了{1}的必填。\", open: 写明。}\ntypes:\n"
    "  text: {width: 9, check: any, message: 照实填写。}\n"
    "  digits6: {width: 9, check: length, low: 6, high: 6, strict: true, message: 六位。}\n"
    "  option: {width: 9, check: choice, message: 选一项。}\n"
    "since: {\"2025\": [unit.data_department]}\n";

static struct house *house;

static bool open_words(const char *edition, const char *sheets) {
    house = open_house();
    house->docs->settings.edition = str_from_c(edition);
    static const struct source source = {.file = STR_INIT("intake-book.yaml")};
    struct str text = str_concat(house->arena, str_from_c(words), str_from_c(sheets));
    house->docs->intake_book = intake_book_of(
        house->docs, yaml_read(house->arena, text, &source, house->diag), house->diag);
    return house->docs->intake_book != NULL;
}

static void open_book(const char *edition, const char *sheets) {
    cr_assert(open_words(edition, sheets));
}

static const struct workbook *build(void) {
    static const struct column_book books[] = {
        {STR_INIT("unit"), unit_columns, sizeof unit_columns / sizeof unit_columns[0]}};
    return intake_book_build(house->docs, house->arena, books, 1, house->diag);
}

#define UNITS "sheets: [{sheet: 单位, title: 题, columns: unit, example: {unit.name: 某院}"

static void expect_dump(const char *line) {
    struct str dump = sheet_dump(house->arena, build());
    cr_assert(str_contains(dump, str_from_c(line)), "no %s in\n%.*s", line, (int)dump.len,
              dump.data);
}

Test(intake_book, columns_have_headers_an_example_and_their_checks) {
    open_book("2007", UNITS ", notes: {unit.name: 与公章一致。}}]");
    expect_dump("name _dengbao_version \"2007-3\"\n");
    expect_dump("name _dengbao_aside_1 \"说明\"\nname _dengbao_aside_2 \"选项\"\n");
    expect_dump("A2 header \"序号\"\n  B2 required \"单位名称*\"\n  C2 header \"邮政编码\"\n");
    expect_dump("A3 example \"示例\"\n  B3 example \"某院\"\n  C3 example\n");
    expect_dump("input B4:B13 any \"单位名称\" \"必填。与公章一致。照实填写。\" \"\"\n");
    expect_dump("input C4:C13 length strict 6 6 \"邮政编码\" \"六位。\" \"\"\n");
    expect_dump("columns entry-number entry entry entry\n");
    expect_dump("A1 title \"2007/3\"\n");
    close_house(house);
}

Test(intake_book, options_are_chosen_from_a_hidden_list_and_other_is_left_open) {
    open_book("2007", UNITS "}]");
    expect_dump("input D4:D13 choice A2:A6 \"单位类型\" \"选一项。写明。\" \"\"\n");
    expect_dump("sheet \"选项\" hidden portrait header-rows 0\n  A1 header \"unit_type\"\n"
                "  A2 body \"党委机关\"\n");
    close_house(house);
}

Test(intake_book, what_a_later_edition_asks_for_stands_in_its_own_book_alone) {
    open_book("2007",
              UNITS "}, {sheet: 后, title: 题, from: \"2025\", columns: unit, example: {}}]");
    cr_assert_eq(build()->n_sheets, 3);
    cr_assert(!str_contains(sheet_dump(house->arena, build()), STR("数据安全管理部门")));
    house->docs->settings.edition = STR("2025");
    cr_assert_eq(build()->n_sheets, 4);
    expect_dump("E2 header \"数据安全管理部门\"\n");
    close_house(house);
}

Test(intake_book, only_and_without_choose_columns) {
    open_book("2007",
              UNITS ", only: [unit.type, unit.name]}, {sheet: 乙, title: 题, columns: unit, "
                    "without: [unit.name], example: {}}]");
    const struct workbook *workbook = build();
    cr_assert_str(text_at(workbook->sheets[0], 1, 1), "单位类型");
    cr_assert_str(text_at(workbook->sheets[0], 1, 2), "单位名称*");
    cr_assert_str(text_at(workbook->sheets[1], 1, 1), "邮政编码");
    close_house(house);
}

Test(intake_book, a_name_that_no_column_has_is_told_at_its_place) {
    static const char *const faults[] = {
        UNITS ", widths: {unit.nam: 9}}]", UNITS ", only: [system.name]}]",
        "sheets: [{sheet: 单位, title: 题, columns: units, example: {unit.name: 某}}]"};
    for (size_t i = 0; i < 3; i++) {
        cr_assert(!open_words("2007", faults[i]));
        cr_assert(diag_n_id(house->diag, DIAG_FORM_FIELD) > 0);
        close_house(house);
    }
    open_book("2007", UNITS ", only: [unit.city]}]");
    cr_assert_null(build());
    cr_assert(diag_n_id(house->diag, DIAG_FORM_FIELD) > 0);
    close_house(house);
}
