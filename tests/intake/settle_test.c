/* What two cells say of one thing: joined where they agree, asked about where they do not. */
#include <criterion/criterion.h>

#include "paper.h"

static struct paper paper;

static void begin(void) {
    paper = paper_open();
}

static void end(void) {
    paper_close(&paper);
}

TestSuite(settle, .init = begin, .fini = end);

/* A row about objects and degrees, and what must come of it. */
struct pair {
    const char *object, *degree;
    /* Printed; empty if not read. */
    const char *objects, *degrees;
    size_t n_disagree;
};

static void read_pair(const struct pair *pair) {
    struct str rows = str_format(paper.arena,
                                 "单位名称|系统名称|等级|业务信息受侵害客体|业务信息侵害程度\n"
                                 "甲医院|HIS|三级|%s|%s\n",
                                 pair->object, pair->degree);
    paper_read_rows(&paper, "u.xlsx", "单位名称|邮编\n甲医院|330006\n");
    paper_read_rows(&paper, "a.xlsx", str_to_c(paper.arena, rows));
    const struct record *record = &paper_system(&paper, "甲医院", "HIS")->record;
    cr_assert(paper_is(paper_text(record, FIELD_SYSTEM_S_OBJECT), pair->objects));
    cr_assert(paper_is(paper_text(record, FIELD_SYSTEM_S_DEGREE), pair->degrees));
    cr_assert_eq(paper_count(&paper, DIAG_VALUE_DISAGREES), pair->n_disagree, "%s | %s",
                 pair->object, pair->degree);
}

#define CITIZENS "公民、法人和其他组织的合法权益"
#define SOCIETY  "社会秩序和公共利益"

Test(settle, degrees_that_name_their_objects) {
    static const struct pair pairs[] = {
        {"公民", "对公民权益造成严重损害", CITIZENS, "严重损害", 0},
        {"公民；社会", "公民：一般损害；社会秩序：严重损害", CITIZENS "、" SOCIETY,
         "一般损害、严重损害", 0},
        {"公民；社会", "社会秩序：严重损害；公民权益：一般损害", CITIZENS "、" SOCIETY,
         "一般损害、严重损害", 0},
        {"", "社会秩序严重损害", SOCIETY, "严重损害", 0},
        {"国家安全", "社会秩序严重损害", "国家安全", "", 1},
        {"公民；社会", "社会秩序：严重损害", CITIZENS "、" SOCIETY, "", 1},
        {"公民；社会", "严重损害", CITIZENS "、" SOCIETY, "严重损害", 0},
    };
    for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++) {
        read_pair(&pairs[i]);
        paper_close(&paper);
        paper = paper_open();
    }
}

Test(settle, levels_of_three_digits) {
    static const struct {
        const char *level, *total, *s, *a;
    } levels[] = {{"323", "3", "3", "2"}, {"333", "3", "3", "3"}, {"222", "2", "2", "2"},
                  {"243", "", "", ""},    {"332", "", "", ""},    {"606", "", "", ""}};
    paper_read_rows(&paper, "u.xlsx", "单位名称|邮编\n甲医院|330006\n");
    struct buf rows = {.arena = paper.arena};
    buf_add_c(&rows, "单位名称|系统名称|等级|备案状态\n");
    for (size_t i = 0; i < sizeof levels / sizeof levels[0]; i++) {
        buf_format(&rows, "甲医院|%s系统|%s|已备案\n", levels[i].level, levels[i].level);
    }
    paper_read_rows(&paper, "a.xlsx", str_to_c(paper.arena, buf_str(&rows)));
    for (size_t i = 0; i < sizeof levels / sizeof levels[0]; i++) {
        struct str name = str_format(paper.arena, "%s系统", levels[i].level);
        const struct record *record =
            &paper_system(&paper, "甲医院", str_to_c(paper.arena, name))->record;
        cr_assert(paper_is(paper_text(record, FIELD_SYSTEM_LEVEL), levels[i].total));
        cr_assert(paper_is(paper_text(record, FIELD_SYSTEM_S_LEVEL), levels[i].s));
        cr_assert(paper_is(paper_text(record, FIELD_SYSTEM_A_LEVEL), levels[i].a));
    }
    cr_assert_eq(paper_count(&paper, DIAG_LEVEL_RANGE), 3);
}

Test(settle, parts_written_beside_the_level_and_in_it) {
    paper_read_rows(&paper, "u.xlsx", "单位名称|邮编\n甲医院|330006\n");
    paper_read_rows(&paper, "a.xlsx",
                    "单位名称|系统名称|等级|业务信息等级|系统服务等级\n"
                    "甲医院|HIS|三级（S2A3）|3|3\n"
                    "甲医院|LIS|三级（S2A3）|2|3\n");
    const struct record *his = &paper_system(&paper, "甲医院", "HIS")->record;
    const struct record *lis = &paper_system(&paper, "甲医院", "LIS")->record;
    cr_assert(paper_is(paper_text(his, FIELD_SYSTEM_S_LEVEL), ""));
    cr_assert(paper_is(paper_text(his, FIELD_SYSTEM_A_LEVEL), "3"));
    cr_assert(paper_is(paper_text(lis, FIELD_SYSTEM_S_LEVEL), "2"));
    cr_assert_eq(paper_count(&paper, DIAG_VALUE_DISAGREES), 1);
    cr_assert(paper_at(&paper, paper_item(&paper, DIAG_VALUE_DISAGREES, 0), "C2"));
}

/* A yes is one at its date; before that it is a plan. */
Test(settle, a_yes_with_a_date_to_come) {
    static const struct {
        const char *text;
        const char *filed;
    } answers[] = {{"是（2013年）", "否"},
                   {"已备案（2012年7月）", "否"},
                   {"是（2012年6月）", "是"},
                   {"是（2011年）", "是"},
                   {"已备案（2012-08）", "否"}};
    intake_set_day(paper.intake, (struct date){2012, 6, 30});
    paper_read_rows(&paper, "u.xlsx", "单位名称|邮编\n甲医院|330006\n");
    struct buf rows = {.arena = paper.arena};
    buf_add_c(&rows, "单位名称|系统名称|等级|备案状态\n");
    for (size_t i = 0; i < sizeof answers / sizeof answers[0]; i++) {
        buf_format(&rows, "甲医院|系统%zu|2|%s\n", i, answers[i].text);
    }
    paper_read_rows(&paper, "a.xlsx", str_to_c(paper.arena, buf_str(&rows)));
    for (size_t i = 0; i < sizeof answers / sizeof answers[0]; i++) {
        struct str name = str_format(paper.arena, "系统%zu", i);
        const struct record *record =
            &paper_system(&paper, "甲医院", str_to_c(paper.arena, name))->record;
        cr_assert(paper_is(paper_text(record, FIELD_SYSTEM_FILED), answers[i].filed), "%s",
                  answers[i].text);
    }
}
