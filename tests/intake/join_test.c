/* An institution is its key: code, else place and name; records and systems find it in any order.
 */
#include <criterion/criterion.h>

#include "paper.h"

static struct paper paper;

static void set_up(void) {
    paper = paper_open();
}

static void tear_down(void) {
    paper_close(&paper);
}

TestSuite(join, .init = set_up, .fini = tear_down);

/* A file of the inbox: its name and its text. */
struct file {
    const char *name, *text;
};

static void read_files(const struct file *files, size_t n) {
    for (size_t i = 0; i < n; i++) {
        paper_read_bytes(&paper, files[i].name, files[i].text);
    }
    paper_join(&paper);
}

#define READ(...)                                                                                  \
    read_files((const struct file[]){__VA_ARGS__},                                                 \
               sizeof((const struct file[]){__VA_ARGS__}) / sizeof(struct file))

static const struct unit *unit_of(const char *id) {
    for (size_t i = 0; i < paper.inventory->n_units; i++) {
        if (str_is(paper.inventory->units[i]->id, id)) {
            return paper.inventory->units[i];
        }
    }
    cr_assert_fail("no unit %s", id);
    return NULL;
}

static void check_nothing_reported(void) {
    cr_assert_eq(paper_count(&paper, DIAG_UNIT_REPEATED), 0);
    cr_assert_eq(paper_count(&paper, DIAG_UNIT_AMBIGUOUS), 0);
    cr_assert_eq(paper_count(&paper, DIAG_UNIT_UNKNOWN), 0);
}

Test(join, two_of_one_name_with_their_own_codes_and_counties_are_two) {
    READ({"x/a.csv", "单位名称,行政区划代码,组织机构代码\n中医院,360424,491006457\n"},
         {"y/b.csv", "单位名称,行政区划代码,组织机构代码\n中医院,360423,000009013\n"},
         {"x/c.csv", "单位名称,系统名称,等级\n中医院,HIS,3\n"},
         {"y/d.csv", "系统名称,等级\nLIS,2\n"});
    check_nothing_reported();
    cr_assert_eq(paper.inventory->n_units, 2);
    cr_assert_eq(unit_of("491006457")->n_systems, 1);
    cr_assert_not_null(unit_find_system(paper.inventory, unit_of("491006457"), STR("HIS")));
    cr_assert_not_null(unit_find_system(paper.inventory, unit_of("000009013"), STR("LIS")));
}

Test(join, two_of_one_name_in_two_places_without_codes_are_two) {
    READ({"a.csv", "单位名称,行政区划代码\n中医院,360424\n中医院,360423\n"},
         {"b.csv", "单位名称,省,市,县\n中医院,江西省,九江市,德安县\n"});
    check_nothing_reported();
    cr_assert_eq(paper.inventory->n_units, 3);
    unit_of("360423-中医院");
    unit_of("江西省九江市德安县-中医院");
}

/* Whatever its file is called, and whether its place is said by code or by names. */
Test(join, a_record_without_code_belongs_to_the_coded_one_of_its_name_and_region) {
    static const struct file coded = {
        "m.csv",
        "单位名称,行政区划代码,统一社会信用代码\n修水县 中医院,360424,12360100491006457X\n"};
    static const struct file others[] = {
        {"m1/a.csv", "单位名称,行政区划代码,邮政编码\n修水县中医院,360424,332400\n"},
        {"z/z.csv", "单位名称,省,市,县,邮政编码\n修水县中医院,江西省,九江市,修水县,332400\n"}};
    for (size_t i = 0; i < 4; i++) {
        paper.inventory = inventory_open(paper.arena);
        const struct file files[] = {i % 2 ? coded : others[i / 2], i % 2 ? others[i / 2] : coded};
        read_files(files, 2);
        check_nothing_reported();
        cr_assert_eq(paper.inventory->n_units, 1);
        const struct unit *unit = unit_of("491006457");
        cr_assert(paper_is(paper_text(&unit->record, FIELD_UNIT_POSTCODE), "332400"));
    }
}

Test(join, a_record_without_code_does_not_belong_to_another_region) {
    READ({"a.csv", "单位名称,行政区划代码,组织机构代码\n中医院,360424,491006457\n"},
         {"b.csv", "单位名称,行政区划代码,邮政编码\n中医院,360423,332300\n"},
         {"d.csv", "单位名称,邮政编码\n中医院,330000\n"});
    check_nothing_reported();
    cr_assert_eq(paper.inventory->n_units, 3);
    cr_assert_eq(record_value(&unit_of("491006457")->record, FIELD_UNIT_POSTCODE)->text.len, 0);
}

Test(join, a_record_that_fits_two_coded_ones_is_given_to_neither) {
    READ({"a.csv", "单位名称,行政区划代码,组织机构代码\n中医院,360424,491006457\n"},
         {"b.csv", "单位名称,行政区划代码,组织机构代码\n中医院,360424,000009013\n"},
         {"c/c.csv", "单位名称,行政区划代码,邮政编码\n中医院,360424,332400\n"});
    cr_assert_eq(paper.inventory->n_units, 2);
    const struct diag_item *item = paper_item(&paper, DIAG_UNIT_AMBIGUOUS, 0);
    cr_assert(paper_is(origin_text(paper.arena, item->origin), "c/c.csv:2:1"));
    cr_assert(str_contains(item->message, STR("491006457（a.csv:2:1）")));
    cr_assert(str_contains(item->message, STR("000009013（b.csv:2:1）")));
}

Test(join, a_damaged_code_is_no_key) {
    READ({"a.csv", "单位名称,行政区划代码,组织机构代码\n甲医院,360424,491006456\n"});
    cr_assert(paper_at(&paper, paper_item(&paper, DIAG_CODE_CHECK, 0), "C2"));
    unit_of("360424-甲医院");
}

/* 18 characters and 9 of them, typed in every way, are one institution. */
Test(join, the_same_code_is_the_same_institution) {
    READ({"a.csv", "单位名称,行政区划代码,统一社会信用代码\n甲医院,360424,12360100491006457x\n"},
         {"b.csv", "单位名称,行政区划代码,组织机构代码\n甲医院,360424,４９１００６４５－７\n"},
         {"c.csv", "单位名称,系统名称,等级\n甲医院,HIS,3\n"});
    cr_assert_eq(paper.inventory->n_units, 1);
    cr_assert_eq(paper_count(&paper, DIAG_UNIT_REPEATED), 0);
    cr_assert(
        paper_is(origin_text(paper.arena, paper_item(&paper, DIAG_SUBMISSION_SAME, 0)->origin),
                 "b.csv:2:1"));
    cr_assert_eq(unit_of("491006457")->n_systems, 1);
}

/* One code under two names is a code copied, or a name mistaken: both are asked, neither has it,
 * and each keeps what is its own. */
Test(join, a_code_under_two_names_is_nobodys) {
    for (size_t i = 0; i < 2; i++) {
        paper.inventory = inventory_open(paper.arena);
        READ({i ? "z.csv" : "a.csv",
              "单位名称,行政区划代码,组织机构代码\n甲医院,360424,491006457\n"},
             {"b.csv", "单位名称,行政区划代码,组织机构代码\n乙医院,360424,491006457\n"},
             {"c.csv", "单位名称,组织机构代码,系统名称,等级\n乙医院,491006457,HIS,3\n"});
        cr_assert_eq(paper.inventory->n_units, 2);
        cr_assert_eq(paper_count(&paper, DIAG_UNIT_CODE_SHARED), 2 * (i + 1));
        cr_assert_eq(unit_of("360424-甲医院")->n_systems, 0);
        cr_assert_eq(unit_of("360424-乙医院")->n_systems, 1);
        const struct record *record = &unit_of("360424-甲医院")->record;
        cr_assert_not(value_is_given(record_value(record, FIELD_UNIT_CREDIT_CODE)));
    }
    const struct diag_item *item = paper_item(&paper, DIAG_UNIT_CODE_SHARED, 0);
    cr_assert(paper_is(origin_text(paper.arena, item->origin), "a.csv:2:1"));
    cr_assert(str_contains(item->message, STR("乙医院”（b.csv:2:1）")));
}

Test(join, a_system_finds_its_unit_by_code) {
    READ({"s.csv", "组织机构代码,单位名称,系统名称,等级\n"
                   "49100645-7,中医院,HIS,3\n000009013,中医院,LIS,2\n000009021,中医院,PACS,2\n"},
         {"u.csv", "单位名称,行政区划代码,组织机构代码\n"
                   "中医院,360424,491006457\n中医院,360423,000009013\n中医院,360425,\n"
                   "乙,360425,000009021\n"});
    cr_assert_not_null(unit_find_system(paper.inventory, unit_of("491006457"), STR("HIS")));
    cr_assert_not_null(unit_find_system(paper.inventory, unit_of("000009013"), STR("LIS")));
    /* whose code is another's */
    cr_assert_eq(unit_of("000009021")->n_systems, 0);
    cr_assert_eq(paper_count(&paper, DIAG_UNIT_CODE_NAME), 1);
    cr_assert_eq(unit_of("360425-中医院")->n_systems, 0);
}

Test(join, a_system_finds_its_unit_by_name_and_region) {
    READ({"s.csv", "单位名称,行政区划代码,系统名称,等级\n中医院,360424,HIS,3\n"},
         {"x/u.csv", "单位名称,行政区划代码,组织机构代码\n中医院,360424,491006457\n"},
         {"y/u.csv", "单位名称,行政区划代码,组织机构代码\n中医院,360423,000009013\n"});
    check_nothing_reported();
    cr_assert_eq(paper.inventory->n_units, 2);
    cr_assert_eq(unit_of("491006457")->n_systems, 1);
}

Test(join, a_system_whose_unit_fits_two_goes_to_neither) {
    READ({"s/s.csv", "单位名称,系统名称,等级\n中医院,HIS,3\n"},
         {"x/u.csv", "单位名称,行政区划代码,组织机构代码\n中医院,360424,491006457\n"},
         {"y/u.csv", "单位名称,行政区划代码,组织机构代码\n中医院,360423,000009013\n"});
    cr_assert_eq(unit_of("491006457")->n_systems + unit_of("000009013")->n_systems, 0);
    cr_assert_eq(paper_count(&paper, DIAG_UNIT_UNKNOWN), 0);
    const struct diag_item *item = paper_item(&paper, DIAG_UNIT_AMBIGUOUS, 0);
    cr_assert(paper_is(origin_text(paper.arena, item->origin), "s/s.csv:2:1"));
    cr_assert(str_contains(item->message, STR("491006457（x/u.csv:2:1）")));
    cr_assert(str_contains(item->message, STR("000009013（y/u.csv:2:1）")));
}

/* A code beside the systems of one's own file is the institution's own code. */
Test(join, a_code_beside_systems_is_lent_to_the_unit_of_the_file) {
    struct read_sheet *sheets[] = {
        paper_sheet(&paper, "1", "单位名称|行政区划代码|邮编\n甲|360424|332400\n"),
        paper_sheet(&paper, "2", "单位名称|组织机构代码|系统名称|等级\n甲|491006457|HIS|3\n")};
    paper_read(&paper, "a.xlsx", sheets, 2);
    paper_join(&paper);
    cr_assert_eq(paper.inventory->n_units, 1);
    cr_assert_eq(unit_of("491006457")->n_systems, 1);
}
