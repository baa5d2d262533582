/* Workbooks as files: what a reader of the package finds, what is refused, and that nothing half
 * written is left. */
#include "reported.h"
#include "write/write.h"
#include "write/xlsx/xlsx_check.h"
#include "write/xlsx/xlsx_package.h"

#include <criterion/criterion.h>
#include <dirent.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <zip.h>

static void run_out(size_t size) {
    (void)size;
    abort();
}

static struct arena *arena;
static struct diag *diag;
static char folder[64];

static void begin(void) {
    arena = arena_open(run_out);
    diag = diag_open(arena);
    strcpy(folder, "/tmp/dengbao-xlsx-XXXXXX");
    cr_assert_not_null(mkdtemp(folder));
}

static size_t count_files(void) {
    size_t n = 0;
    DIR *handle = opendir(folder);
    cr_assert_not_null(handle);
    for (struct dirent *entry = readdir(handle); entry != NULL; entry = readdir(handle)) {
        n += strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0;
    }
    closedir(handle);
    return n;
}

static struct str path_of(const char *name) {
    return str_format(arena, "%s/%s", folder, name);
}

static void end(void) {
    file_remove(path_of("book.xlsx"));
    file_remove(path_of("again.xlsx"));
    rmdir(folder);
    arena_close(arena);
}

TestSuite(xlsx, .init = begin, .fini = end);

/* A part of a package; empty if it is not there. */
static struct str part(const char *name, const char *path) {
    zip_t *zip = zip_open(str_to_c(arena, path_of(name)), ZIP_RDONLY | ZIP_CHECKCONS, NULL);
    cr_assert_not_null(zip, "%s is no ZIP file", name);
    zip_stat_t stat;
    struct str bytes = {0};
    if (zip_stat(zip, path, 0, &stat) == 0) {
        char *data = ARENA_ARRAY(arena, char, (size_t)stat.size);
        zip_file_t *file = zip_fopen(zip, path, 0);
        cr_assert_eq((zip_uint64_t)zip_fread(file, data, stat.size), stat.size);
        zip_fclose(file);
        bytes = (struct str){data, (size_t)stat.size};
    }
    zip_discard(zip);
    return bytes;
}

static bool has(struct str text, const char *what) {
    if (!str_contains(text, str_from_c(what))) {
        fprintf(stderr, "no %s in:\n%" STR_FMT "\n", what, STR_ARG(text));
        return false;
    }
    return true;
}

static struct workbook *new_book(struct sheet **sheet) {
    struct workbook *workbook = ARENA_NEW(arena, struct workbook);
    workbook->title = STR("统计表");
    workbook->author = STR("江西省");
    workbook->date = (struct date){2011, 12, 31};
    *sheet = sheet_add(arena, workbook, STR("T1 机构"));
    return workbook;
}

static bool write_book(const struct workbook *workbook) {
    return write_xlsx(arena, workbook, path_of("book.xlsx"), diag);
}

Test(xlsx, cells_of_every_kind_reach_the_file) {
    struct sheet *sheet;
    struct workbook *workbook = new_book(&sheet);
    sheet_text(arena, sheet, 0, 0, STR("00123"), STYLE_BODY);
    sheet_number(arena, sheet, 0, 1, 0.5, STYLE_PERCENT);
    sheet_formula(arena, sheet, 0, 2, STR("SUM(B1:B1)"), 0.5, STYLE_TOTAL_PERCENT);
    sheet_date(arena, sheet, 0, 3, (struct date){2011, 6, 1}, STYLE_DATE);
    sheet_date(arena, sheet, 0, 4, (struct date){1899, 1, 1}, STYLE_DATE);
    cr_assert(write_book(workbook));
    struct str xml = part("book.xlsx", "xl/worksheets/sheet1.xml");
    cr_assert(has(xml, "<c r=\"A1\" s=\"1\" t=\"s\"><v>0</v></c>"));
    cr_assert(has(xml, "<v>0.5</v>"));
    cr_assert(has(xml, "<f>SUM(B1:B1)</f><v>0.5</v>"));
    cr_assert(has(xml, "<v>40695</v>"));
    struct str strings = part("book.xlsx", "xl/sharedStrings.xml");
    cr_assert(has(strings, "<t>00123</t>"));
    cr_assert(has(strings, "<t>1899-01-01</t>"));
}

Test(xlsx, properties_are_the_runs_and_not_the_clocks) {
    struct sheet *sheet;
    struct workbook *workbook = new_book(&sheet);
    cr_assert(write_book(workbook));
    struct str core = part("book.xlsx", "docProps/core.xml");
    cr_assert(has(core, ">2011-12-31T00:00:00Z</dcterms:created>"));
    cr_assert(has(core, "<dc:title>统计表</dc:title>"));
    cr_assert(has(core, "<dc:creator>江西省</dc:creator>"));
}

Test(xlsx, same_book_same_bytes) {
    struct sheet *sheet;
    struct workbook *workbook = new_book(&sheet);
    sheet_text(arena, sheet, 0, 0, STR("甲"), STYLE_HEADER);
    sheet_number(arena, sheet, 1, 0, 3, STYLE_COUNT);
    struct sheet_series series = {0, 0, 1, 1, 0, 0};
    struct sheet_chart chart = {.title = STR("图"), .row = 3, .series = &series, .n_series = 1};
    sheet->charts = &chart;
    sheet->n_charts = 1;
    cr_assert(write_book(workbook));
    sleep(1);
    cr_assert(write_xlsx(arena, workbook, path_of("again.xlsx"), diag));
    struct source source = {0};
    struct str one, other;
    cr_assert(file_read(arena, path_of("book.xlsx"), 1 << 20, &source, diag, &one));
    cr_assert(file_read(arena, path_of("again.xlsx"), 1 << 20, &source, diag, &other));
    cr_assert(str_equal(one, other));
    cr_assert_eq(count_files(), 2, "only the two books may be left");
}

Test(xlsx, header_rows_stay_in_view_and_repeat_on_paper) {
    struct sheet *sheet;
    struct workbook *workbook = new_book(&sheet);
    sheet->header_rows = 2;
    sheet->filter_column = 1;
    sheet->is_landscape = true;
    sheet_text(arena, sheet, 0, 0, STR("题"), STYLE_TITLE);
    sheet_merge(arena, sheet, (struct merge){0, 0, 0, 1});
    sheet_text(arena, sheet, 1, 0, STR("甲"), STYLE_HEADER);
    sheet_text(arena, sheet, 1, 1, STR("乙"), STYLE_HEADER);
    sheet_number(arena, sheet, 2, 1, 3, STYLE_COUNT);
    sheet_number(arena, sheet, 3, 1, 3, STYLE_TOTAL_COUNT);
    cr_assert(write_book(workbook));
    struct str xml = part("book.xlsx", "xl/worksheets/sheet1.xml");
    cr_assert(has(xml, "<pane ySplit=\"2\" topLeftCell=\"A3\""));
    cr_assert(has(xml, "<autoFilter ref=\"A2:B3\"/>"));
    cr_assert(has(xml, "<mergeCell ref=\"A1:B1\"/>"));
    cr_assert(has(xml, "paperSize=\"9\""));
    cr_assert(has(xml, "orientation=\"landscape\""));
    cr_assert(has(xml, "fitToHeight=\"0\""));
    struct str book = part("book.xlsx", "xl/workbook.xml");
    cr_assert(has(book, "_xlnm.Print_Titles"));
    cr_assert(has(book, "'T1 机构'!$1:$2"));
}

Test(xlsx, charts_are_native_and_point_at_their_cells) {
    struct sheet *sheet;
    struct workbook *workbook = new_book(&sheet);
    sheet_text(arena, sheet, 0, 1, STR("已定级"), STYLE_HEADER);
    sheet_text(arena, sheet, 1, 0, STR("赣州市"), STYLE_BODY);
    sheet_number(arena, sheet, 1, 1, 4, STYLE_COUNT);
    struct sheet_series series = {0, 1, 1, 1, 0, 1};
    struct sheet_chart chart = {
        .title = STR("各地市定级"), .row = 3, .series = &series, .n_series = 1};
    sheet->charts = &chart;
    sheet->n_charts = 1;
    cr_assert(write_book(workbook));
    struct str xml = part("book.xlsx", "xl/charts/chart1.xml");
    cr_assert(has(xml, "<c:barDir val=\"bar\"/><c:grouping val=\"stacked\"/>"));
    cr_assert(has(xml, "<c:f>'T1 机构'!$B$1</c:f>"));
    cr_assert(has(xml, "<c:f>'T1 机构'!$A$2</c:f>"));
    cr_assert(has(xml, "<c:v>赣州市</c:v>"));
    cr_assert(has(xml, "<c:v>4</c:v>"));
    cr_assert(has(xml, "<c:catAx><c:axId val=\"50010001\"/><c:scaling><c:orientation "
                       "val=\"maxMin\"/>"));
    cr_assert(has(xml, "各地市定级"));
    cr_assert(has(xml, "<c:showVal val=\"1\"/>"), "values are printed in the bars");
}

/* The sheet of so many rows on landscape paper, with two charts below them. */
static struct str charted_sheet(uint32_t n_rows) {
    struct sheet *sheet;
    struct workbook *workbook = new_book(&sheet);
    sheet->is_landscape = true;
    for (uint32_t i = 0; i < n_rows; i++) {
        sheet_number(arena, sheet, i, 1, i, STYLE_COUNT);
    }
    struct sheet_series series = {0, 1, 0, 0, 0, 1};
    struct sheet_chart chart = {.title = STR("图"), .series = &series, .n_series = 1};
    struct sheet_chart charts[2] = {chart, chart};
    charts[0].row = n_rows + 1;
    charts[1].row = n_rows + 15;
    sheet->charts = charts;
    sheet->n_charts = 2;
    cr_assert(write_book(workbook));
    return part("book.xlsx", "xl/worksheets/sheet1.xml");
}

/* A page takes 29 rows of 16.5 points, a chart 13: it begins a page if it would be cut. */
Test(xlsx, a_chart_is_not_cut_by_the_end_of_a_page) {
    cr_assert(has(charted_sheet(10), "<brk id=\"25\"")); /* the second */
    struct str both = charted_sheet(18);
    cr_assert(has(both, "<brk id=\"19\"") && !str_contains(both, STR("<brk id=\"33\"")));
    cr_assert(has(charted_sheet(48), "<brk id=\"49\""));
    cr_assert_not(str_contains(charted_sheet(45), STR("<brk ")), "on the second and the third");
    cr_assert_not(str_contains(charted_sheet(1), STR("<brk ")), "both fit");
}

Test(xlsx, parts_of_a_chart_are_told_apart_without_colours) {
    struct sheet *sheet;
    struct workbook *workbook = new_book(&sheet);
    sheet_number(arena, sheet, 1, 1, 4, STYLE_COUNT);
    struct sheet_series series[] = {{0, 1, 1, 1, 0, 1}, {0, 1, 1, 1, 0, 1}, {0, 1, 1, 1, 0, 1}};
    struct sheet_chart chart = {.title = STR("定级"), .row = 3, .series = series, .n_series = 3};
    sheet->charts = &chart;
    sheet->n_charts = 1;
    cr_assert(write_book(workbook));
    struct str xml = part("book.xlsx", "xl/charts/chart1.xml");
    cr_assert(has(xml, "<a:pattFill prst=\"ltVert\">"));
    cr_assert(has(xml, "<a:pattFill prst=\"wdUpDiag\">"));
}

Test(xlsx, texts_are_made_harmless) {
    cr_assert(str_is(xlsx_text(arena, STR("_x0041_ _x00G1_")), "_x005F_x0041_ _x00G1_"));
    cr_assert(str_is(xlsx_text(arena, STR("甲\r\n乙\r丙")), "甲\n乙\n丙"));
    cr_assert(str_is(xlsx_text(arena, (struct str){"a\0b\xFF\xEF\xBF\xBE", 7}),
                     "a\xEF\xBF\xBD"
                     "b\xEF\xBF\xBD\xEF\xBF\xBD"));
    cr_assert(str_is(xlsx_text(arena, STR("㛃䶮𠅤")), "㛃䶮𠅤"));
}

Test(xlsx, a_text_too_long_ends_visibly) {
    struct buf buf = {.arena = arena};
    for (int i = 0; i < 32767; i++) {
        buf_add_c(&buf, "字");
    }
    cr_assert(str_equal(xlsx_text(arena, buf_str(&buf)), buf_str(&buf)));
    buf_add_c(&buf, "字");
    struct str cut = xlsx_text(arena, buf_str(&buf));
    cr_assert_eq(utf8_count(cut), 32767);
    cr_assert(str_ends(cut, STR("字…")));
    struct sheet *sheet;
    struct workbook *workbook = new_book(&sheet);
    sheet_text(arena, sheet, 0, 0, buf_str(&buf), STYLE_BODY);
    cr_assert(write_book(workbook));
}

static void refuses(const struct workbook *workbook, const char *why) {
    size_t before = diag_n(diag);
    cr_assert_not(write_book(workbook), "%s", why);
    cr_assert_eq(diag_n(diag), before + 1, "%s", why);
    cr_assert_eq(reported(diag, before)->id, DIAG_OUTPUT_FAILED, "%s", why);
    cr_assert_eq(count_files(), 0, "%s left a file", why);
}

Test(xlsx, refuses_what_no_program_could_open) {
    struct sheet *sheet;
    struct workbook *workbook = new_book(&sheet);
    sheet_number(arena, sheet, 0, 0, (double)NAN, STYLE_COUNT);
    refuses(workbook, "NaN");
    workbook = new_book(&sheet);
    sheet_formula(arena, sheet, 0, 0, STR("1/0"), (double)INFINITY, STYLE_COUNT);
    refuses(workbook, "infinite result");
    workbook = new_book(&sheet);
    sheet_text(arena, sheet, 0, 16384, STR("a"), STYLE_BODY);
    refuses(workbook, "column XFE");
    workbook = new_book(&sheet);
    sheet_merge(arena, sheet, (struct merge){0, 0, 2, 1});
    sheet_merge(arena, sheet, (struct merge){4, 0, 4, 1});
    sheet_merge(arena, sheet, (struct merge){2, 1, 3, 2});
    refuses(workbook, "overlapping merges");
    workbook = new_book(&sheet);
    sheet_add(arena, workbook, STR("T1 机构"));
    refuses(workbook, "two sheets of one name");
    workbook = new_book(&sheet);
    sheet_add(arena, workbook, STR("a/b"));
    refuses(workbook, "sheet name with a stroke");
    refuses(&(struct workbook){.title = STR("空")}, "no sheet");
}

Test(xlsx, merges_side_by_side_do_not_overlap) {
    struct sheet *sheet;
    struct workbook *workbook = new_book(&sheet);
    sheet_merge(arena, sheet, (struct merge){0, 0, 1, 0});
    sheet_merge(arena, sheet, (struct merge){0, 1, 1, 1});
    sheet_merge(arena, sheet, (struct merge){2, 0, 3, 1});
    cr_assert_null(xlsx_fault(arena, workbook));
}

/* The book at hand is whole, of whose first sheet so many rows were promised. */
static bool is_whole(size_t n_rows) {
    const struct xlsx_promise promise = {&n_rows, 1};
    return xlsx_is_whole(arena, path_of("book.xlsx"), &promise, path_of("book.xlsx"), diag);
}

/* Puts another XML in the place of its first sheet. */
static void replace_sheet(struct str xml) {
    zip_t *zip = zip_open(str_to_c(arena, path_of("book.xlsx")), 0, NULL);
    zip_source_t *source = zip_source_buffer(zip, xml.data, xml.len, 0);
    zip_int64_t at = zip_name_locate(zip, "xl/worksheets/sheet1.xml", 0);
    cr_assert_geq(at, 0);
    cr_assert_eq(zip_file_replace(zip, (zip_uint64_t)at, source, 0), 0);
    cr_assert_eq(zip_close(zip), 0);
}

Test(xlsx, a_part_cut_short_does_not_pass_for_a_book) {
    struct sheet *sheet;
    struct workbook *workbook = new_book(&sheet);
    sheet_text(arena, sheet, 0, 0, STR("甲"), STYLE_BODY);
    cr_assert(write_book(workbook));
    cr_assert(is_whole(1));
    struct str xml = part("book.xlsx", "xl/worksheets/sheet1.xml");
    replace_sheet(str_slice(xml, 0, xml.len - 20));
    cr_assert_not(is_whole(1));
    cr_assert_eq(reported(diag, 0)->id, DIAG_OUTPUT_FULL);
}

Test(xlsx, a_folder_that_is_a_file_is_reported) {
    struct sheet *sheet;
    struct workbook *workbook = new_book(&sheet);
    cr_assert(file_write(path_of("book.xlsx"), STR("x"), diag));
    cr_assert_not(write_xlsx(arena, workbook, path_of("book.xlsx/a.xlsx"), diag));
    cr_assert_geq(diag_n(diag), 1);
    cr_assert_eq(count_files(), 1);
}

/* ---- rows that are not held ------------------------------------------------------------------ */

static void *begin_rows(struct arena *own, const void *context) {
    size_t *left = ARENA_NEW(own, size_t);
    *left = *(const size_t *)context;
    return left;
}

/* A text that wraps in each third row, a text that looks like an escape, a number; in the row
 * before the last a number that is none if there are 7. */
static bool next_row(struct arena *own, void *reading, struct sheet *into, uint32_t row) {
    size_t *left = reading;
    if (*left == 0) {
        return false;
    }
    bool is_bad = --*left == 1 && row == 7;
    const char *text = row % 3 ? "甲" : "甲\n乙\n丙";
    sheet_text(own, into, row, 0, str_format(own, "%s %u", text, (unsigned)row), STYLE_ERROR);
    sheet_text(own, into, row, 1, STR(" _x0041_ "), STYLE_BODY);
    sheet_number(own, into, row, 2, is_bad ? (double)NAN : row, STYLE_COUNT);
    return true;
}

/* A book with a list of so many rows below its headings, held or not, and a sheet behind it. */
static struct workbook *list_book(const size_t *n_rows, bool is_held) {
    struct sheet *sheet;
    struct workbook *workbook = new_book(&sheet);
    sheet->header_rows = 2;
    sheet->filter_column = 2;
    sheet_text(arena, sheet, 0, 0, STR("题"), STYLE_TITLE);
    sheet_merge(arena, sheet, (struct merge){0, 0, 0, 2});
    sheet_text(arena, sheet, 1, 0, STR("甲"), STYLE_HEADER);
    struct sheet_rows *rows = ARENA_NEW(arena, struct sheet_rows);
    *rows = (struct sheet_rows){begin_rows, next_row, n_rows};
    void *reading = begin_rows(arena, n_rows);
    for (uint32_t row = 2; is_held && next_row(arena, reading, sheet, row);) {
        row++;
    }
    sheet->rows = is_held ? NULL : rows;
    sheet_number(arena, sheet_add(arena, workbook, STR("又")), 4, 1, 3, STYLE_COUNT);
    return workbook;
}

Test(xlsx, rows_that_are_not_held_look_as_if_they_were) {
    static const size_t n_rows = 1000;
    cr_assert(write_book(list_book(&n_rows, true)));
    struct str held = part("book.xlsx", "xl/worksheets/sheet1.xml");
    cr_assert(write_book(list_book(&n_rows, false)));
    struct str streamed = part("book.xlsx", "xl/worksheets/sheet1.xml");
    static const char *const same[] = {
        "<dimension ref=\"A1:C1002\"/>",
        "<autoFilter ref=\"A2:C1002\"/>",
        "<mergeCell ref=\"A1:C1\"/>",
        "<row r=\"4\"",
        "<row r=\"1002\"",
        "ht=\"49.5\"",
    };
    for (size_t i = 0; i < sizeof same / sizeof same[0]; i++) {
        cr_assert(has(held, same[i]) && has(streamed, same[i]));
    }
    cr_assert(has(streamed, "甲 1001</t>") && has(streamed, "<v>1001</v>"));
    cr_assert(has(streamed, "<t xml:space=\"preserve\"> _x005F_x0041_ </t>"));
    cr_assert(has(part("book.xlsx", "xl/worksheets/sheet2.xml"), "<v>3</v>"));
    cr_assert_eq(count_files(), 1);
}

/* Cells that need no help, and one in the last column that may. */
static bool next_plain(struct arena *own, void *reading, struct sheet *into, uint32_t row) {
    size_t *left = reading;
    bool is_helped = *left % 2;
    if (*left < 2) {
        return false;
    }
    *left -= 2;
    sheet_text(own, into, row, 0, STR("a<b> & \"c\"\n中'"), STYLE_ERROR);
    sheet_text(own, into, row, 1, STR(""), STYLE_BODY);
    sheet_number(own, into, row, 2, 1234567, STYLE_COUNT);
    sheet_number(own, into, row, 3, 0, STYLE_TOTAL_COUNT);
    sheet_text(own, into, row, 29, is_helped ? STR(" z") : STR("z"), STYLE_BODY);
    return true;
}

/* A row put there without the library is, but for the last cell, what the library makes of it. */
Test(xlsx, plain_rows_are_as_the_library_writes_them) {
    static const size_t n_plain = 4, n_helped = 5;
    struct str texts[2];
    for (size_t i = 0; i < 2; i++) {
        struct sheet *sheet;
        struct workbook *workbook = new_book(&sheet);
        struct sheet_rows rows = {begin_rows, next_plain, i ? &n_helped : &n_plain};
        sheet->rows = &rows;
        sheet_text(arena, sheet, 0, 0, STR("题"), STYLE_HEADER);
        cr_assert(write_book(workbook));
        texts[i] = part("book.xlsx", "xl/worksheets/sheet1.xml");
        size_t at = str_find(texts[i], STR("<row r=\"3\""), 0);
        texts[i] = str_slice(texts[i], 0, str_find(texts[i], STR("<c r=\"AD3\""), at));
    }
    struct str helped = STR("<t xml:space=\"preserve\"> z</t>");
    cr_assert_eq(str_find(texts[0], helped, 0), SIZE_MAX);
    cr_assert_neq(str_find(texts[1], helped, 0), SIZE_MAX);
    cr_assert(str_equal(texts[0], str_replace(arena, texts[1], helped, STR("<t>z</t>"))));
}

Test(xlsx, rows_that_are_not_held_are_looked_at_too) {
    static const size_t n_rows = 7;
    refuses(list_book(&n_rows, false), "NaN in a row made late");
    static const size_t few = 2;
    struct workbook *workbook = list_book(&few, false);
    sheet_merge(arena, workbook->sheets[0], (struct merge){1, 0, 2, 0});
    refuses(workbook, "merge of several rows");
}

/* The library keeps the rows of a streamed sheet in a file of its own, and a disk that is full may
 * cut that anywhere: what it puts into the book still has its end. */
Test(xlsx, rows_that_got_lost_do_not_pass_for_a_book) {
    static const size_t n_rows = 3000;
    cr_assert(write_book(list_book(&n_rows, false)));
    cr_assert(is_whole(n_rows + 2));
    struct str xml = part("book.xlsx", "xl/worksheets/sheet1.xml");
    size_t end = str_find(xml, STR("</sheetData>"), 0);
    static const char *const cuts[] = {"<row r=\"1500\"", "<c r=\"B3002\""};
    for (size_t i = 0; i < 2; i++) {
        size_t from = str_find(xml, str_from_c(cuts[i]), 0);
        cr_assert(from < end);
        replace_sheet(str_concat(arena, str_slice(xml, 0, from), str_slice(xml, end, xml.len)));
        cr_assert_not(is_whole(n_rows + 2));
        cr_assert_eq(reported(diag, i)->id, DIAG_OUTPUT_FULL);
    }
}

/* A sheet and a hidden one with its choices, and what the first asks for. */
static struct workbook *new_form(struct sheet_input input) {
    struct sheet *sheet;
    struct workbook *workbook = new_book(&sheet);
    struct sheet *choices = sheet_add(arena, workbook, STR("选'项"));
    sheet_text(arena, choices, 0, 0, STR("甲"), STYLE_BODY);
    choices->is_hidden = true;
    input.choices = choices;
    sheet_ask(arena, sheet, input);
    return workbook;
}

Test(xlsx, a_drop_down_takes_its_choices_from_a_hidden_sheet) {
    const struct sheet_input input = {.first_row = 3,
                                      .last_row = 1002,
                                      .column = 1,
                                      .kind = INPUT_CHOICE,
                                      .first_choice = 1,
                                      .last_choice = 40,
                                      .is_strict = true,
                                      .title = STR("业务类型"),
                                      .message = STR("必填。"),
                                      .fault = STR("不在其中")};
    cr_assert(write_book(new_form(input)));
    struct str xml = part("book.xlsx", "xl/worksheets/sheet1.xml");
    cr_assert(has(xml, "<dataValidation type=\"list\" allowBlank=\"1\" showInputMessage=\"1\" "
                       "showErrorMessage=\"1\" error=\"不在其中\" promptTitle=\"业务类型\" "
                       "prompt=\"必填。\" sqref=\"B4:B1003\">"));
    cr_assert(has(xml, "<formula1>'选''项'!$A$2:$A$41</formula1>"));
    cr_assert(has(part("book.xlsx", "xl/workbook.xml"),
                  "<sheet name=\"选'项\" sheetId=\"2\" state=\"hidden\""));
}

Test(xlsx, days_and_numbers_are_checked_between_bounds) {
    struct sheet_input input = {.kind = INPUT_DATE, .low = 0, .high = 365};
    struct workbook *workbook = new_form(input);
    input.kind = INPUT_WHOLE;
    input.column = 1;
    sheet_ask(arena, workbook->sheets[0], input);
    cr_assert(write_book(workbook));
    struct str xml = part("book.xlsx", "xl/worksheets/sheet1.xml");
    cr_assert(has(xml, "type=\"date\" errorStyle=\"warning\""));
    cr_assert(has(xml, "<formula1>25569</formula1><formula2>25934</formula2>"));
    cr_assert(has(xml, "type=\"whole\" errorStyle=\"warning\""));
    cr_assert(has(xml, "<formula1>0</formula1><formula2>365</formula2>"));
}

Test(xlsx, names_are_hidden_and_stand_for_a_sheet_or_a_text) {
    struct workbook *workbook = new_form((struct sheet_input){.title = STR("题")});
    const struct workbook_name names[] = {{STR("_one"), workbook->sheets[1], STR("")},
                                          {STR("_two"), NULL, STR("2007-1")}};
    workbook->names = names;
    workbook->n_names = 2;
    cr_assert(write_book(workbook));
    struct str xml = part("book.xlsx", "xl/workbook.xml");
    cr_assert(has(xml, "<definedName name=\"_one\" hidden=\"1\">'选''项'!$A$1</definedName>"));
    cr_assert(has(xml, "<definedName name=\"_two\" hidden=\"1\">\"2007-1\"</definedName>"));
}

Test(xlsx, a_message_too_long_for_a_cell_is_refused) {
    struct str text = str_format(arena, "%0300d", 1);
    cr_assert(!write_book(new_form((struct sheet_input){.message = text})));
    cr_assert_eq(diag_n_id(diag, DIAG_OUTPUT_FAILED), 1);
}

/* ---- the package ----------------------------------------------------------------------------- */

static int begin_part(void *package, const char *name) {
    return zipOpenNewFileInZip4_64(package, name, NULL, NULL, 0, NULL, 0, NULL, 8, 0, 0, 0, 0, 0,
                                   NULL, 0, 0, 0, 0);
}

/* Bytes that come without an order, or in one. */
static struct str some_bytes(size_t size, bool is_ordered) {
    char *bytes = ARENA_ARRAY(arena, char, size);
    uint32_t state = 1;
    for (size_t i = 0; i < size; i++) {
        state = state * 1664525 + 1013904223;
        bytes[i] = (char)(is_ordered ? i / 7 : state >> 24);
    }
    return (struct str){bytes, size};
}

/* Parts up to what is held, at it, beyond it, empty ones; in pieces of several sizes. */
Test(xlsx, parts_of_any_length_come_back) {
    static const size_t sizes[] = {0, 1, 262143, 262144, 262145, 3000000};
    static const unsigned pieces[] = {1000003, 4096, 16384};
    enum { N = sizeof sizes / sizeof sizes[0] };
    for (size_t k = 0; k < 2 * 3; k++) {
        void *package = zipOpen(str_to_c(arena, path_of("book.xlsx")), 0);
        cr_assert_not_null(package);
        for (size_t i = 0; i < N; i++) {
            struct str bytes = some_bytes(sizes[i], k % 2);
            cr_assert_eq(begin_part(package, str_to_c(arena, str_format(arena, "p%zu", i))), 0);
            for (size_t at = 0; at < bytes.len;) {
                size_t left = bytes.len - at, piece = pieces[k / 2];
                piece = piece < left ? piece : left;
                cr_assert_eq(zipWriteInFileInZip(package, bytes.data + at, (unsigned)piece), 0);
                at += piece;
            }
            cr_assert_eq(zipCloseFileInZip(package), 0);
        }
        cr_assert_eq(zipClose(package, NULL), 0);
        for (size_t i = 0; i < N; i++) {
            struct str name = str_format(arena, "p%zu", i);
            cr_assert(
                str_equal(part("book.xlsx", str_to_c(arena, name)), some_bytes(sizes[i], k % 2)));
        }
    }
}

/* The disk is full from the first buffer on. */
Test(xlsx, a_write_that_fails_is_an_error_of_the_package) {
    for (size_t size = 1000; size <= 1000000; size *= 1000) {
        void *package = zipOpen("/dev/full", 0);
        cr_assert_not_null(package);
        begin_part(package, "p");
        struct str bytes = some_bytes(size, false);
        zipWriteInFileInZip(package, bytes.data, (unsigned)bytes.len);
        zipCloseFileInZip(package);
        cr_assert_eq(zipClose(package, NULL), -1);
    }
    cr_assert_null(zipOpen(str_to_c(arena, path_of("none/book.xlsx")), 0));
}
