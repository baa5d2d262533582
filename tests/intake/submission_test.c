/* Two versions of one paper, and what others say of whoever handed in: whose word counts. */
#include <criterion/criterion.h>

#include "paper.h"

static struct paper paper;

static void set_up(void) {
    paper = paper_open();
}

static void tear_down(void) {
    paper_close(&paper);
}

TestSuite(submission, .init = set_up, .fini = tear_down);

#define UNIT "单位名称|行政区划代码|邮编\n甲|360424|"

/* A workbook of an institution: a table of units and one of systems, either NULL. */
static void read_book(const char *file, const char *units, const char *systems) {
    struct read_sheet *sheets[2];
    size_t n = 0;
    if (units) {
        sheets[n++] = paper_sheet(&paper, "1", units);
    }
    if (systems) {
        sheets[n++] = paper_sheet(&paper, "2", systems);
    }
    paper_read(&paper, file, sheets, n);
}

static bool has_system(const struct unit *unit, const char *name) {
    return unit_find_system(paper.inventory, unit, str_from_c(name)) != NULL;
}

static const struct unit *only_unit(void) {
    cr_assert_eq(paper.inventory->n_units, 1);
    return paper.inventory->units[0];
}

/* What tells the newer, in the order of what is asked first. */
Test(submission, the_newer_is_taken_whole) {
    static const struct {
        const char *old, *new, *old_filled, *new_filled;
        enum diag_word word;
    } cases[] = {
        {"甲_修改版.xlsx", "甲.xlsx", "2012-03-01", "2012-03-02", DIAG_WORD_BY_FILLED},
        {"甲.xlsx", "甲_修改版.xlsx", "", "", DIAG_WORD_BY_MARK},
        {"甲.xlsx", "甲_修改版.xlsx", "2012-03-01", "2012-03-01", DIAG_WORD_BY_MARK},
        {"甲.xlsx", "甲_修改版.xlsx", "2012-03-01", "", DIAG_WORD_BY_MARK},
        {"甲初稿.xlsx", "甲.xlsx", "", "", DIAG_WORD_BY_OLD_MARK},
        {"甲v2.xlsx", "甲V10.xlsx", "", "", DIAG_WORD_BY_MARK},
        {"甲v1.2.xlsx", "甲V1.10.xlsx", "", "", DIAG_N_WORDS},
        {"甲第一版.xlsx", "甲（第2版）.xlsx", "", "", DIAG_WORD_BY_MARK},
        {"甲20120301.xlsx", "甲2012-03-05.xlsx", "", "", DIAG_WORD_BY_MARK},
        {"甲(1).xlsx", "甲.xlsx", "", "", DIAG_N_WORDS},
        {"甲修改版.xlsx", "甲最终.xlsx", "", "", DIAG_N_WORDS},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct arena *arena = paper.arena;
        paper.inventory = inventory_open(arena);
        size_t n_old = paper_count(&paper, DIAG_SUBMISSION_OLD);
        size_t n_undated = paper_count(&paper, DIAG_SUBMISSION_UNDATED);
        const char *head = "系统名称|等级|填表日期\n";
        read_book(
            cases[i].old, UNIT "332400\n",
            str_to_c(arena, str_format(arena, "%sHIS|3|%s\nLIS|2|\n", head, cases[i].old_filled)));
        read_book(
            cases[i].new, UNIT "332401\n",
            str_to_c(arena, str_format(arena, "%sHIS|2|%s\nPACS|2|\n", head, cases[i].new_filled)));
        paper_join(&paper);
        if (cases[i].word == DIAG_N_WORDS && i != 6) {
            cr_assert_eq(paper.inventory->n_units, 0, "%s", cases[i].old);
            cr_assert_eq(paper_count(&paper, DIAG_SUBMISSION_UNDATED), n_undated + 2);
            continue;
        }
        if (i == 6) {
            /* a fraction is one: 1.2 comes behind 1.10 */
            cr_assert_eq(paper_count(&paper, DIAG_SUBMISSION_OLD), n_old + 1);
            cr_assert(has_system(only_unit(), "LIS"));
            continue;
        }
        cr_assert_eq(paper_count(&paper, DIAG_SUBMISSION_OLD), n_old + 1, "%s", cases[i].old);
        cr_assert(paper_is(paper_text(&only_unit()->record, FIELD_UNIT_POSTCODE), "332401"));
        cr_assert(has_system(only_unit(), "HIS") && has_system(only_unit(), "PACS"));
        cr_assert_eq(only_unit()->n_systems, 2);
        cr_assert(intake_sets_aside(paper.intake, str_from_c(cases[i].old)));
        cr_assert_not(intake_sets_aside(paper.intake, str_from_c(cases[i].new)));
    }
}

/* A list of that many institutions, in a file of that name. */
static void read_list(const char *file, size_t n) {
    struct buf list = {.arena = paper.arena};
    buf_add_c(&list, "单位名称|行政区划代码|邮编\n");
    for (size_t i = 0; i < n; i++) {
        buf_format(&list, "%s第%zu医院|360424|332400\n", file, i);
    }
    read_book(file, str_to_c(paper.arena, buf_str(&list)), NULL);
}

/* Which files were set aside is asked after the joining, of however many there were. */
Test(submission, what_is_set_aside_of_very_many_is_known_afterwards) {
    read_list("0.xlsx", 700);
    read_book("甲.xlsx", UNIT "332400\n", "系统名称|等级\nHIS|3\n");
    read_book("甲_修改版.xlsx", UNIT "332401\n", "系统名称|等级\nHIS|2\n");
    read_list("1.xlsx", 2500);
    paper_join(&paper);
    cr_assert_eq(paper.inventory->n_units, 3201);
    cr_assert(intake_sets_aside(paper.intake, STR("甲.xlsx")));
    cr_assert_not(intake_sets_aside(paper.intake, STR("甲_修改版.xlsx")));
}

/* The message says which, why, and what differs. */
Test(submission, the_older_is_named_with_what_differs) {
    read_book("甲.xlsx", UNIT "332400\n", "系统名称|等级\nHIS|3\nLIS|2\n");
    read_book("甲_修改版.xlsx", UNIT "332400\n", "系统名称|等级\nHIS|2\nPACS|2\n");
    paper_join(&paper);
    const struct diag_item *item = paper_item(&paper, DIAG_SUBMISSION_OLD, 0);
    cr_assert(paper_is(origin_text(paper.arena, item->origin), "甲.xlsx:1!A2"));
    cr_assert(paper_is(item->message,
                       "单位“甲”报了两份：采用 甲_修改版.xlsx（名称中写明较新：“甲_修改版.xlsx”），"
                       "本份未采用；两份不同之处：“HIS/等级”不同；本份多出“LIS”；本份没有“PACS”"));
}

/* A day in a line above the table counts as one of the form. */
Test(submission, a_line_above_says_when) {
    read_book("乙.xlsx", "填报单位：甲||填报日期：2012年3月1日\n" UNIT "332400\n",
              "系统名称|等级\nHIS|3\n");
    read_book("丙.xlsx", "填报日期|2012-02-28\n" UNIT "332401\n", "系统名称|等级\nHIS|3\n");
    paper_join(&paper);
    cr_assert(paper_is(paper_text(&only_unit()->record, FIELD_UNIT_POSTCODE), "332400"));
}

/* Said twice in the same words, it is one. */
Test(submission, the_same_again_is_a_note) {
    read_book("a.xlsx", UNIT "332400\n", "系统名称|等级\nHIS|3\n");
    read_book("b.xlsx", UNIT "332400\n", "系统名称|等级\nHIS|3\n");
    paper_join(&paper);
    cr_assert_eq(only_unit()->n_systems, 1);
    cr_assert_eq(paper_count(&paper, DIAG_SUBMISSION_SAME), 1);
    cr_assert(paper_is_quiet(&paper, SEVERITY_ERROR));
}

/* Two that have no system in common may be parts or versions: asked, whatever their days. */
Test(submission, papers_without_a_common_system_are_asked_about) {
    read_book("a.xlsx", UNIT "332400\n", "系统名称|等级\nHIS|3\n");
    read_book("a_修改版.xlsx", UNIT "332400\n", "系统名称|等级\nLIS|3\n");
    paper_join(&paper);
    cr_assert_eq(paper.inventory->n_units, 0);
    cr_assert_eq(paper_count(&paper, DIAG_SUBMISSION_UNDATED), 2);
}

/* One submission in two files. */
Test(submission, a_form_and_a_list_go_together) {
    read_book("a.xlsx", UNIT "332400\n", NULL);
    read_book("b.xlsx", NULL, "单位名称|行政区划代码|系统名称|等级\n甲|360424|HIS|3\n");
    paper_join(&paper);
    cr_assert(has_system(only_unit(), "HIS"));
    cr_assert(paper_is_quiet(&paper, SEVERITY_ERROR));
}

/* ---- others ---------------------------------------------------------------------------------- */

/* Whatever the files are called, a stranger's word about whoever handed in is not taken. */
Test(submission, a_foreign_hand_prints_nothing) {
    static const char *const names[][2] = {{"a.xlsx", "z.xlsx"}, {"z.xlsx", "a.xlsx"}};
    for (size_t i = 0; i < 2; i++) {
        paper.inventory = inventory_open(paper.arena);
        read_book(names[i][0], UNIT "332400\n", "单位名称|系统名称|等级\n甲|HIS|3\n");
        read_book(names[i][1], "单位名称|行政区划代码|邮编\n乙|360423|332300\n",
                  "单位名称|系统名称|等级\n乙|LIS|2\n甲|HIS|4\n甲|PACS|4\n");
        paper_join(&paper);
        cr_assert_eq(paper.inventory->n_units, 2);
        const struct unit *unit = paper_unit(&paper, "甲");
        cr_assert_eq(unit->n_systems, 1);
        cr_assert_eq(
            record_value(&paper_system(&paper, "甲", "HIS")->record, FIELD_SYSTEM_LEVEL)->number,
            3);
        cr_assert_eq(paper_count(&paper, DIAG_FOREIGN_DIFFERS), i + 1);
        cr_assert_eq(paper_count(&paper, DIAG_SYSTEM_FOREIGN), i + 1);
    }
    const struct diag_item *item = paper_item(&paper, DIAG_SYSTEM_FOREIGN, 0);
    cr_assert(paper_is(origin_text(paper.arena, item->origin), "z.xlsx:2!B4"));
    cr_assert(paper_is(paper_item(&paper, DIAG_FOREIGN_DIFFERS, 0)->message,
                       "“甲”已自报（a.xlsx:2!B2），此处“等级”与其自报的不同，以其自报的为准"));
}

/* A summary's rows are taken of those who handed in nothing, and lend nothing to the others. */
Test(submission, a_summary_stands_in_for_those_without_papers) {
    read_book("汇总.xlsx",
              "单位名称|行政区划代码|邮编|组织机构代码\n"
              "甲|360424|332499|491006457\n乙|360423|332300|\n",
              "单位名称|系统名称|等级\n甲|HIS|3\n乙|LIS|2\n");
    read_book("甲.xlsx", UNIT "\n", "系统名称|等级\nHIS|3\n");
    paper_join(&paper);
    cr_assert_eq(paper.inventory->n_units, 2);
    cr_assert(paper_is(paper_unit(&paper, "甲")->id, "360424-甲"));
    cr_assert_eq(paper_text(&paper_unit(&paper, "甲")->record, FIELD_UNIT_POSTCODE).len, 0);
    cr_assert(has_system(paper_unit(&paper, "乙"), "LIS"));
    cr_assert_eq(paper_count(&paper, DIAG_FOREIGN_SAME), 1);
    cr_assert(paper_is_quiet(&paper, SEVERITY_ERROR));
}

/* Two collected lists of the same systems are two versions; lists with nothing in common are not.
 */
Test(submission, of_two_lists_the_newer_is_taken) {
    const char *head = "单位名称|系统名称|等级\n";
    struct arena *arena = paper.arena;
    read_book("三级.xlsx", NULL,
              str_to_c(arena, str_format(arena, "%s甲|HIS|3\n乙|LIS|3\n", head)));
    read_book("二级.xlsx", NULL, str_to_c(arena, str_format(arena, "%s甲|OA|2\n", head)));
    paper_join(&paper);
    cr_assert_eq(paper_unit(&paper, "甲")->n_systems, 2);
    paper.inventory = inventory_open(arena);
    read_book("汇总.xlsx", NULL,
              str_to_c(arena, str_format(arena, "%s甲|HIS|3\n乙|LIS|3\n", head)));
    read_book("汇总（更正）.xlsx", NULL,
              str_to_c(arena, str_format(arena, "%s甲|HIS|2\n乙|LIS|3\n", head)));
    paper_join(&paper);
    cr_assert_eq(
        record_value(&paper_system(&paper, "甲", "HIS")->record, FIELD_SYSTEM_LEVEL)->number, 2);
    paper.inventory = inventory_open(arena);
    read_book("汇总1.xlsx", NULL,
              str_to_c(arena, str_format(arena, "%s甲|HIS|3\n乙|LIS|3\n", head)));
    read_book("汇总2.xlsx", NULL,
              str_to_c(arena, str_format(arena, "%s甲|HIS|2\n乙|LIS|3\n", head)));
    paper_join(&paper);
    cr_assert_eq(paper.inventory->n_units, 1);
    cr_assert_not_null(paper_unit(&paper, "乙"));
}
