/* Sheets: cells come out in reading order, and the dump shows all that a writer will be given. */
#include "layout/sheet.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>

static void run_out(size_t size) {
    (void)size;
    abort();
}

static struct arena *arena;

static void open_arena(void) {
    arena = arena_open(run_out);
}

static void close_arena(void) {
    arena_close(arena);
}

TestSuite(sheet, .init = open_arena, .fini = close_arena);

static bool same(struct str got, const char *want) {
    if (!str_is(got, want)) {
        fprintf(stderr, "got:\n%" STR_FMT "\nwanted:\n%s\n", STR_ARG(got), want);
    }
    return str_is(got, want);
}

Test(sheet, cell_names_carry_over_letters) {
    cr_assert(same(sheet_cell_name(arena, 16, 2), "C17"));
    cr_assert(same(sheet_cell_name(arena, 0, 25), "Z1"));
    cr_assert(same(sheet_cell_name(arena, 0, 26), "AA1"));
    cr_assert(same(sheet_cell_name(arena, 0, 701), "ZZ1"));
    cr_assert(same(sheet_cell_name(arena, 0, 702), "AAA1"));
    cr_assert(same(sheet_cell_name(arena, 1048575, 16383), "XFD1048576"));
}

Test(sheet, cells_keep_reading_order_and_the_last_at_a_place) {
    struct workbook workbook = {0};
    struct sheet *sheet = sheet_add(arena, &workbook, STR("表"));
    sheet_text(arena, sheet, 2, 1, STR("d"), STYLE_BODY);
    sheet_text(arena, sheet, 0, 3, STR("b"), STYLE_BODY);
    sheet_text(arena, sheet, 2, 0, STR("c"), STYLE_BODY);
    sheet_text(arena, sheet, 0, 0, STR("old"), STYLE_BODY);
    sheet_text(arena, sheet, 0, 0, STR("a"), STYLE_BODY);
    cr_assert_eq(sheet->n_cells, 4);
    const char *texts[] = {"a", "b", "c", "d"};
    for (size_t i = 0; i < 4; i++) {
        cr_assert(str_is(sheet->cells[i].text, texts[i]), "cell %zu", i);
    }
}

Test(sheet, empty_text_and_no_date_are_blank_cells) {
    struct workbook workbook = {0};
    struct sheet *sheet = sheet_add(arena, &workbook, STR("表"));
    sheet_text(arena, sheet, 0, 0, (struct str){0}, STYLE_BODY);
    sheet_date(arena, sheet, 0, 1, (struct date){2011, 2, 30}, STYLE_DATE);
    cr_assert_eq(sheet->cells[0].kind, CELL_BLANK);
    cr_assert_eq(sheet->cells[1].kind, CELL_BLANK);
}

Test(sheet, dump_shows_everything_a_writer_gets) {
    static const double widths[] = {12, 0, 8.5};
    struct workbook workbook = {
        .title = STR("年度统计表"), .author = STR("省"), .date = {2011, 12, 31}};
    struct sheet *sheet = sheet_add(arena, &workbook, STR("T1 机构"));
    sheet->widths = widths;
    sheet->n_widths = 3;
    sheet->header_rows = 2;
    sheet->filter_column = 2;
    sheet->is_landscape = true;
    sheet_text(arena, sheet, 0, 0, STR("题\"名\n"), STYLE_TITLE);
    sheet_merge(arena, sheet, (struct merge){0, 0, 0, 2});
    sheet_text(arena, sheet, 1, 0, STR("地市"), STYLE_HEADER);
    sheet_number(arena, sheet, 2, 1, 0.1 + 0.2, STYLE_PERCENT);
    sheet_date(arena, sheet, 2, 2, (struct date){2011, 6, 1}, STYLE_DATE);
    sheet_formula(arena, sheet, 3, 1, STR("SUM(B3:B3)"), 7, STYLE_TOTAL_COUNT);
    struct sheet_series series = {1, 1, 2, 2, 0, 1};
    struct sheet_chart chart = {.title = STR("图"), .row = 5, .series = &series, .n_series = 1};
    sheet->charts = &chart;
    sheet->n_charts = 1;
    cr_assert(same(sheet_dump(arena, &workbook),
                   "workbook \"年度统计表\" \"省\" 2011-12-31\n"
                   "sheet \"T1 机构\" landscape header-rows 2 filter-column 2\n"
                   "  widths 12 0 8.5\n"
                   "  merge A1:C1\n"
                   "  A1 title \"题\\\"名\\u000a\"\n"
                   "  A2 header \"地市\"\n"
                   "  B3 percent 0.3\n"
                   "  C3 date 2011-06-01\n"
                   "  B4 total-count =SUM(B3:B3) -> 7\n"
                   "  chart A6 \"图\"\n"
                   "    series B2 categories A3:A3 values B3:B3\n"));
}

/* ---- rows that are made as they are read ------------------------------------------------------
 */

/* Rows 0 to n - 1, the second of which has no cells. */
static void *begin_rows(struct arena *own, const void *context) {
    uint32_t *left = ARENA_NEW(own, uint32_t);
    *left = *(const uint32_t *)context;
    return left;
}

static bool next_row(struct arena *own, void *reading, struct sheet *into, uint32_t row) {
    uint32_t *left = reading;
    if (*left == 0) {
        return false;
    }
    if ((*left)-- != 2) {
        sheet_text(own, into, row, 0, str_format(own, "row %u", (unsigned)row), STYLE_BODY);
        sheet_number(own, into, row, 2, *left, STYLE_COUNT);
    }
    return true;
}

Test(sheet, rows_are_made_below_those_held_each_time_they_are_read) {
    static const uint32_t n = 3;
    static const struct sheet_rows rows = {begin_rows, next_row, &n};
    struct workbook workbook = {0};
    struct sheet *sheet = sheet_add(arena, &workbook, STR("表"));
    sheet_text(arena, sheet, 0, 0, STR("a"), STYLE_HEADER);
    sheet_text(arena, sheet, 1, 0, STR("b"), STYLE_HEADER);
    sheet_text(arena, sheet, 1, 1, STR("c"), STYLE_HEADER);
    sheet->rows = &rows;
    for (int time = 0; time < 2; time++) {
        cr_assert(same(sheet_dump(arena, &workbook), "workbook \"\" \"\" 0000-00-00\n"
                                                     "sheet \"表\" portrait header-rows 0\n"
                                                     "  A1 header \"a\"\n"
                                                     "  A2 header \"b\"\n"
                                                     "  B2 header \"c\"\n"
                                                     "  A3 body \"row 2\"\n"
                                                     "  C3 count 2\n"
                                                     "  A5 body \"row 4\"\n"
                                                     "  C5 count 0\n"));
    }
    struct sheet_reader *reader = sheet_read(arena, sheet);
    struct sheet_row row;
    static const size_t n_cells[] = {1, 2, 2, 2};
    for (size_t i = 0; i < 4; i++) {
        cr_assert(sheet_next(reader, &row) && row.n_cells == n_cells[i], "row %zu", i);
    }
    cr_assert(!sheet_next(reader, &row) && row.n_cells == 0);
}

Test(sheet, what_cells_ask_for_is_part_of_the_sheet) {
    static const enum cell_style styles[] = {STYLE_ENTRY, STYLE_ENTRY_NUMBER};
    struct workbook workbook = {0};
    struct sheet *sheet = sheet_add(arena, &workbook, STR("表"));
    struct sheet *choices = sheet_add(arena, &workbook, STR("选项"));
    const struct workbook_name names[] = {{STR("_a"), choices, STR("")},
                                          {STR("_b"), NULL, STR("2007-1")}};
    choices->is_hidden = true;
    sheet->column_styles = styles;
    sheet->n_column_styles = 2;
    workbook.names = names;
    workbook.n_names = 2;
    sheet_ask(arena, sheet,
              (struct sheet_input){.first_row = 3,
                                   .last_row = 9,
                                   .column = 1,
                                   .kind = INPUT_CHOICE,
                                   .choices = choices,
                                   .choices_column = 2,
                                   .first_choice = 1,
                                   .last_choice = 4,
                                   .is_strict = true,
                                   .title = STR("题"),
                                   .message = STR("话")});
    sheet_ask(arena, sheet,
              (struct sheet_input){.first_row = 3,
                                   .last_row = 9,
                                   .kind = INPUT_WHOLE,
                                   .low = 1,
                                   .high = 5,
                                   .fault = STR("错")});
    cr_assert(same(sheet_dump(arena, &workbook),
                   "workbook \"\" \"\" 0000-00-00\n"
                   "name _a \"选项\"\n"
                   "name _b \"2007-1\"\n"
                   "sheet \"表\" portrait header-rows 0\n"
                   "  columns entry entry-number\n"
                   "  input B4:B10 choice strict C2:C5 \"题\" \"话\" \"\"\n"
                   "  input A4:A10 whole 1 5 \"\" \"\" \"错\"\n"
                   "sheet \"选项\" hidden portrait header-rows 0\n"));
}
