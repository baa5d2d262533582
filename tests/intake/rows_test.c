/* Which rows are records: merges, totals, notes, blanks, hidden rows (inventory-columns.md, 4;
 * ingest-notes.md, 24 and 27). */
#include <criterion/criterion.h>

#include "paper.h"

static struct paper paper;

static void set_up(void) {
    paper = paper_open();
}

static void tear_down(void) {
    paper_close(&paper);
}

TestSuite(rows, .init = set_up, .fini = tear_down);

Test(rows, totals_are_dropped_with_a_note) {
    paper_read_rows(&paper, "a.xlsx",
                    "序号|单位名称|系统数\n"
                    "1|甲医院|2\n"
                    "|合 计|2\n"
                    "小计：||2\n"
                    "共15个||\n"
                    "共 2 家单位|\n"
                    "2|共青城市人民医院|3\n"
                    "南昌市合计||5\n"
                    "总计15家|\n");
    cr_assert_eq(paper.file.n_units, 2);
    cr_assert_eq(paper_count(&paper, DIAG_TOTAL_ROW_SKIPPED), 6);
    cr_assert(paper_at(&paper, paper_item(&paper, DIAG_TOTAL_ROW_SKIPPED, 0), "3"));
    paper_unit(&paper, "共青城市人民医院");
}

Test(rows, notes_below_are_ignored) {
    paper_read_rows(&paper, "a.xlsx",
                    "单位名称|邮编\n"
                    "甲医院|330006\n"
                    "\n"
                    "注：1.邮编为六位数字\n"
                    "2.请如实填写\n"
                    "填表人：张三|日期：2011-6-1\n"
                    "联系电话：0791-1111111\n");
    paper_join(&paper);
    cr_assert_eq(paper.inventory->n_units, 1);
    cr_assert_eq(paper_count(&paper, DIAG_NAME_MISSING), 0);
}

Test(rows, blanks_and_numbered_blanks_are_skipped) {
    paper_read_rows(&paper, "a.xlsx",
                    "序号|单位名称|邮编\n1|甲医院|330006\n2||\n\n3|乙医院|330006\n4| |\n5\n");
    cr_assert_eq(paper.file.n_units, 2);
    cr_assert_eq(paper_count(&paper, DIAG_NAME_MISSING), 0);
}

Test(rows, titles_of_parts_are_no_records) {
    paper_read_rows(&paper, "a.xlsx",
                    "单位名称|邮编|行政区划代码\n"
                    "（必填）|（六位）|（六位）\n"
                    "一、市直单位|<|<\n"
                    "甲医院|330006|360100\n"
                    "二、县区单位|<|<\n"
                    "乙医院|330006|360102\n");
    cr_assert_eq(paper.file.n_units, 2);
    cr_assert_eq(paper_count(&paper, DIAG_NAME_MISSING), 0);
}

Test(rows, merged_names_are_filled_down_inside_the_merge_only) {
    paper_read_rows(&paper, "u.xlsx", "单位名称|邮编\n甲医院|330006\n乙医院|330007\n");
    paper_read_rows(&paper, "a.xlsx",
                    "单位名称|系统名称|安全保护等级\n"
                    "甲医院|A|3\n"
                    "^|B|2\n"
                    "^|C|2\n"
                    "|D|2\n"
                    "乙医院|E|2\n");
    paper_join(&paper);
    cr_assert_eq(paper_unit(&paper, "甲医院")->n_systems, 3);
    cr_assert_eq(paper_unit(&paper, "乙医院")->n_systems, 1);
    const struct system *system = paper_system(&paper, "甲医院", "C");
    cr_assert_eq(record_value(&system->record, FIELD_SYSTEM_UNIT)->origin.row, 2);
    cr_assert_eq(system->record.origin.row, 4);
    cr_assert_eq(paper_count(&paper, DIAG_NAME_MISSING), 1);
    const struct diag_item *item = paper_item(&paper, DIAG_NAME_MISSING, 0);
    cr_assert(paper_at(&paper, item, "A5"));
    cr_assert(paper_is(item->message, "这里没有填单位名称，所填内容无法归入任何信息系统"));
}

Test(rows, a_bad_merged_cell_is_reported_once) {
    paper_read_rows(&paper, "a.xlsx",
                    "单位名称|系统名称|定级时间\n甲|A|2011-02-30\n甲|B|^\n甲|C|^\n");
    cr_assert_eq(paper_count(&paper, DIAG_DATE_IMPOSSIBLE), 1);
    paper_read_rows(&paper, "u.xlsx", "单位名称|邮编\n甲|330006\n");
    paper_join(&paper);
    cr_assert(record_at(&paper_system(&paper, "甲", "C")->record, FIELD_SYSTEM_GRADED)->is_bad);
}

Test(rows, hidden_rows_columns_and_sheets_are_read_and_noted) {
    struct read_sheet *sheet =
        paper_sheet(&paper, "S", "单位名称|邮编\n甲|330006\n乙|330006\n丙|330006\n丁|330006\n");
    static struct read_columns hidden_columns[] = {{2, 2}};
    paper_hide_row(sheet, 3);
    paper_hide_row(sheet, 4);
    sheet->hidden_columns = hidden_columns;
    sheet->n_hidden_columns = 1;
    sheet->is_hidden = true;
    paper_read(&paper, "a.xlsx", &sheet, 1);
    cr_assert_eq(paper.file.n_units, 4);
    cr_assert_eq(paper_count(&paper, DIAG_HIDDEN_READ), 3);
    cr_assert(paper_at(&paper, paper_item(&paper, DIAG_HIDDEN_READ, 2), "3"));
}

/* An empty cell is known by its place, a field without a column by none: who misses the value names
 * the cell to fill. */
Test(rows, an_empty_cell_keeps_its_place) {
    paper_read_rows(&paper, "a.xlsx", "单位名称|邮编|责任部门\n甲医院||信息科\n");
    const struct record *record = &paper_unit(&paper, "甲医院")->record;
    const struct value *postcode = record_value(record, FIELD_UNIT_POSTCODE);
    cr_assert_not(value_is_given(postcode));
    cr_assert_not(record_has(record, FIELD_UNIT_POSTCODE));
    cr_assert_eq(postcode->origin.row, 2);
    cr_assert_eq(postcode->origin.column, 2);
    cr_assert(str_is(postcode->header, "邮编"));
    cr_assert_null(record_value(record, FIELD_UNIT_CITY)->origin.source);
}

/* ---- units and systems in one table -------------------------------------------------------- */

Test(rows, one_table_of_units_and_their_systems) {
    paper_read_rows(&paper, "a.xlsx",
                    "单位名称|机构类别|机构等级|行政区划代码|系统名称|安全保护等级\n"
                    "甲医院|医院|三甲|360100|HIS|三级\n"
                    "^|^|^|^|LIS|二级\n"
                    "乙医院|医院|二甲|360102|HIS|二级\n"
                    "丙疾控|疾控|未评|360103||\n");
    paper_join(&paper);
    cr_assert_eq(paper.inventory->n_units, 3);
    cr_assert_eq(paper_unit(&paper, "甲医院")->n_systems, 2);
    cr_assert_eq(paper_unit(&paper, "丙疾控")->n_systems, 0);
    cr_assert(paper_is(paper_text(&paper_unit(&paper, "甲医院")->record, FIELD_UNIT_HOSPITAL_CLASS),
                       "三级甲等"));
    cr_assert_eq(paper_count(&paper, DIAG_UNIT_REPEATED), 0);
    cr_assert_eq(paper_count(&paper, DIAG_NAME_MISSING), 0);
    cr_assert(paper_is(paper_unit(&paper, "乙医院")->id, "360102-乙医院"));
}

Test(rows, a_table_of_systems_adds_to_units_but_makes_none_beside_a_table_of_units) {
    struct read_sheet *sheets[] = {
        paper_sheet(&paper, "1",
                    "单位名称|机构类别|机构等级|系统名称\n甲|医院|三甲|A\n乙|医院|二甲|B\n"),
        paper_sheet(&paper, "2", "单位名称|机构等级\n甲|三乙\n"),
    };
    paper_read(&paper, "a.xlsx", sheets, 2);
    paper_join(&paper);
    cr_assert_eq(paper.inventory->n_units, 1);
    const struct record *record = &paper_unit(&paper, "甲")->record;
    cr_assert(paper_is(paper_text(record, FIELD_UNIT_KIND), "医院"));
    cr_assert(paper_is(paper_text(record, FIELD_UNIT_HOSPITAL_CLASS), "三级乙等"));
    cr_assert_eq(paper_count(&paper, DIAG_UNIT_UNKNOWN), 1);
    /* both sheets give a grade to one unit, and not the same */
    cr_assert_eq(paper_count(&paper, DIAG_UNIT_REPEATED), 1);
    cr_assert(paper_at(&paper, paper_item(&paper, DIAG_UNIT_REPEATED, 0), "C2"));
}

Test(rows, further_sheets_say_more_of_the_units) {
    struct read_sheet *sheets[] = {
        paper_sheet(&paper, "经费", "单位名称|整改经费(万元)\n甲|12\n乙|5\n"),
        paper_sheet(&paper, "单位",
                    "单位名称|邮编|行政区划代码\n甲|330006|360100\n乙|330006|360100\n"),
        paper_sheet(&paper, "培训", "单位名称|培训期数|培训人次\n甲|2|80\n"),
    };
    paper_read(&paper, "a.xlsx", sheets, 3);
    cr_assert_eq(paper.file.n_units, 2);
    paper_join(&paper);
    cr_assert_eq(paper.inventory->n_units, 2);
    cr_assert_eq(paper_count(&paper, DIAG_UNIT_REPEATED), 0);
    const struct record *record = &paper_unit(&paper, "甲")->record;
    cr_assert(paper_is(paper_text(record, FIELD_UNIT_BUDGET_RECTIFICATION), "12"));
    cr_assert(paper_is(paper_text(record, FIELD_UNIT_TRAINING_PERSONS), "80"));
    size_t n = 0;
    for (size_t i = 0; i < paper_count(&paper, DIAG_COLUMN_MISSING); i++) {
        const struct diag_item *item = paper_item(&paper, DIAG_COLUMN_MISSING, i);
        n += !str_is(item->origin.source->sheet, "单位");
    }
    cr_assert_eq(n, 0);
}

/* ---- forms --------------------------------------------------------------------------------- */

Test(rows, a_form_of_one_unit) {
    paper_read_rows(&paper, "a.xlsx",
                    "单位基本情况\n"
                    "01单位名称|甲医院|<|<\n"
                    "03邮政编码|330006|04行政区划代码|360100\n"
                    "05单位负责人|姓名|张三|职务/职称|院长\n"
                    "^|办公电话|0791-1111111|电子邮件|\n"
                    "09单位类型|3事业单位\n");
    cr_assert_eq(paper.file.n_units, 1);
    const struct record *record = &paper_unit(&paper, "甲医院")->record;
    cr_assert(paper_is(paper_text(record, FIELD_UNIT_REGION_CODE), "360100"));
    cr_assert(paper_is(paper_text(record, FIELD_UNIT_LEADER_NAME), "张三"));
    cr_assert(paper_is(paper_text(record, FIELD_UNIT_LEADER_PHONE), "0791-1111111"));
    cr_assert(paper_is(paper_text(record, FIELD_UNIT_TYPE), "事业单位"));
    cr_assert_eq(paper_count(&paper, DIAG_VALUE_EMPTY), 1);
    cr_assert(paper_at(&paper, paper_item(&paper, DIAG_VALUE_EMPTY, 0), "E5"));
}

/* ---- long sheets --------------------------------------------------------------------------- */

/* The search sees a window of rows; tables, merges and the lines that belong to neither may be far
 * apart. */
Test(rows, tables_merges_and_titles_far_apart) {
    struct buf rows = {.arena = paper.arena};
    buf_add_c(&rows, "单位信息\n单位名称|邮编\n");
    for (int i = 1; i <= 300; i++) {
        buf_format(&rows, "医院%d|33%04d\n", i, i);
    }
    for (int i = 0; i < 60; i++) {
        buf_add_c(&rows, "\n");
    }
    buf_add_c(&rows, "信息系统\n填报时间\n单位名称|系统名称|等级\n医院7|系统1|3\n");
    for (int i = 2; i <= 200; i++) {
        buf_format(&rows, "^|系统%d|2\n", i);
    }
    paper_read_rows(&paper, "a.xlsx", str_to_c(paper.arena, buf_str(&rows)));
    paper_join(&paper);
    cr_assert_eq(paper.file.n_units, 300);
    cr_assert_eq(paper.file.n_systems, 200);
    cr_assert_eq(paper_count(&paper, DIAG_NAME_MISSING), 0);
    const struct system *last = paper_system(&paper, "医院7", "系统200");
    cr_assert(paper_is(origin_cell(paper.arena, last->record.origin), "565"));
    cr_assert_eq(record_value(&last->record, FIELD_SYSTEM_UNIT)->origin.row, 366);
    cr_assert(paper_is(paper_text(&paper_unit(&paper, "医院300")->record, FIELD_UNIT_POSTCODE),
                       "330300"));
}

/* The header once more every forty rows, as printed lists have it: no table of its own. */
Test(rows, headers_repeated_down_a_long_list) {
    paper_read_rows(&paper, "short.xlsx", "单位名称|邮编\n甲|330006\n");
    size_t n_missing = paper_count(&paper, DIAG_COLUMN_MISSING);
    struct buf rows = {.arena = paper.arena};
    for (int i = 0; i < 400; i++) {
        if (i % 40 == 0) {
            buf_add_c(&rows, "单位名称|邮编\n");
        }
        buf_format(&rows, "医院%d|330006\n", i);
    }
    paper_read_rows(&paper, "a.xlsx", str_to_c(paper.arena, buf_str(&rows)));
    cr_assert_eq(paper.file.n_units, 400);
    cr_assert_eq(paper_count(&paper, DIAG_TABLE_EMPTY), 0);
    cr_assert_eq(paper_count(&paper, DIAG_COLUMN_MISSING), 2 * n_missing);
}

/* A form is held, but only a form. */
Test(rows, a_form_of_too_many_cells_is_none) {
    struct buf rows = {.arena = paper.arena};
    buf_add_c(&rows, "单位名称|甲医院\n邮编|330006\n行政区划代码|360100\n");
    for (int i = 0; i < 997; i++) {
        buf_add_c(&rows, "x|y\n");
    }
    paper_read_rows(&paper, "a.xlsx", str_to_c(paper.arena, buf_str(&rows)));
    cr_assert_eq(paper.file.n_units, 1);
    buf_add_c(&rows, "x|y\n");
    paper_read_rows(&paper, "b.xlsx", str_to_c(paper.arena, buf_str(&rows)));
    cr_assert_eq(paper.file.n_units, 0);
    cr_assert(paper.file.is_rejected);
}
