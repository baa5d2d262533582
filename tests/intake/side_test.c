/* Small tables beside the inventory: where their header row is, and that no row is lost unsaid. */
#include <criterion/criterion.h>

#include "paper.h"
#include "reported.h"

static struct paper paper;

static void set_up(void) {
    paper = paper_open();
}

static void tear_down(void) {
    paper_close(&paper);
}

TestSuite(side, .init = set_up, .fini = tear_down);

static bool read_roster(const char *text, struct intake_roster *roster) {
    return intake_read_roster(paper.intake, STR("名单.csv"), str_from_c(text), paper.diag, roster);
}

Test(side, a_header_below_titles_and_columns_in_any_order) {
    struct intake_roster roster;
    cr_assert(read_roster(
        "应报单位名单\n填报说明,请勿改动\n联系人,单位名称,区划代码\n张三,甲医院,360102\n",
        &roster));
    cr_assert_eq(roster.n_rows, 1);
    cr_assert(str_is(roster.rows[0].name, "甲医院"));
    cr_assert(str_is(roster.rows[0].contact_name, "张三"));
    cr_assert(str_is(roster.rows[0].region_code, "360102"));
}

Test(side, names_alone_are_a_roster_and_no_history) {
    struct intake_roster roster;
    struct intake_history history;
    cr_assert(read_roster("单位名称\n甲医院\n乙医院\n", &roster));
    cr_assert_eq(roster.n_rows, 2);
    cr_assert_not(intake_read_history(paper.intake, STR("沿革.csv"), STR("原单位名称\n甲医院\n"),
                                      paper.diag, &history));
    cr_assert_eq(diag_n(paper.diag), 1);
    cr_assert_eq(reported(paper.diag, 0)->id, DIAG_HISTORY_EMPTY);
}

/* What goes beyond the limit is not left out: the file is refused, and the limit said. */
Test(side, too_many_rows_are_refused_and_not_cut) {
    struct intake_history history;
    struct buf buf = {.arena = paper.arena};
    buf_add_c(&buf, "原单位名称,现单位名称\n");
    for (int i = 0; i < 50000; i++) {
        buf_format(&buf, "甲%d医院,乙%d医院\n", i, i);
    }
    cr_assert(
        intake_read_history(paper.intake, STR("沿革.csv"), buf_str(&buf), paper.diag, &history));
    cr_assert_eq(history.n_rows, 50000);
    buf_add_c(&buf, "丙医院,丁医院\n");
    cr_assert_not(
        intake_read_history(paper.intake, STR("沿革.csv"), buf_str(&buf), paper.diag, &history));
    cr_assert_eq(diag_n_id(paper.diag, DIAG_FILE_LIMIT), 1);
    cr_assert(str_contains(reported(paper.diag, 0)->message, STR("50000")));
}
