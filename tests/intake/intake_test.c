/* Whole files through the front door: what is recognised, refused, counted and joined. */
#include <criterion/criterion.h>

#include "paper.h"

static struct paper paper;

static void set_up(void) {
    paper = paper_open();
}

static void tear_down(void) {
    paper_close(&paper);
}

TestSuite(intake, .init = set_up, .fini = tear_down);

/* product.md, 2: a folder of CSV files is one institution. */
Test(intake, a_folder_of_csv_files_is_one_institution) {
    paper_read_bytes(&paper, "甲/系统.csv",
                     "系统名称,安全保护等级,投入运行日期\n医院信息系统,S3A2G3,2009-3-1\n");
    cr_assert_eq(paper.file.n_systems, 1);
    cr_assert_eq(paper.file.n_units, 0);
    paper_read_bytes(&paper, "甲/单位.csv", "单位名称,行政区划代码\n南昌市第一医院,360100\n");
    cr_assert_eq(paper.file.n_units, 1);
    cr_assert(paper_is(paper.file.kind, "csv"));
    cr_assert_eq(paper.file.sha256.len, 64);
    paper_join(&paper);
    const struct system *system = paper_system(&paper, "南昌市第一医院", "医院信息系统");
    cr_assert_eq(record_value(&system->record, FIELD_SYSTEM_LEVEL)->number, 3);
    cr_assert_eq(record_value(&system->record, FIELD_SYSTEM_S_LEVEL)->number, 3);
    cr_assert_eq(record_value(&system->record, FIELD_SYSTEM_A_LEVEL)->number, 2);
    cr_assert(paper_is(paper_text(&system->record, FIELD_SYSTEM_LAUNCHED), "2009-03-01"));
}
