/* Tables of web pages and workbooks of one XML file, which exporters name .xls (item 1 of the notes
 * on ingest). */
#include "read/trial.h"
#include "reported.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

static struct trial trial;

static void tear_down(void) {
    if (trial.arena) {
        trial_close(&trial);
    }
}

TestSuite(html, .fini = tear_down);

static void read_text(const char *text) {
    if (trial.arena) {
        trial_close(&trial);
    }
    trial = trial_any("list.xls", str_from_c(text));
}

static bool has(const char *place, const char *text) {
    return trial_has(&trial, place, READ_TEXT, text);
}

/* What was reported has these words. */
static bool says(const char *words) {
    struct diag_cursor *cursor = diag_walk(trial.diag, trial.arena, DIAG_BY_PLACE);
    struct diag_item item;
    bool is_said = false;
    while (diag_next(cursor, &item)) {
        is_said |= str_contains(item.message, str_from_c(words));
    }
    return is_said;
}

Test(html, rows_and_cells_of_a_table) {
    read_text("<html><head><style>td { x: <td>no</td> }</style><title>题</title></head><body>"
              "<p>不读</p><table border=1><tr><th>单位名称</th><th>级别</th></tr>"
              "<tr><td>南昌市<b>样本</b>医院</td><td> 三\n  甲 </td></tr></table></body></html>");
    cr_assert(has("A1", "单位名称"));
    cr_assert(has("B1", "级别"));
    cr_assert(has("A2", "南昌市样本医院"));
    cr_assert(has("B2", "三 甲"));
    cr_assert_eq(trial.n_cells, 4);
    cr_assert(str_is(trial.book.kind, "html"));
    cr_assert_eq(trial_count(&trial, DIAG_FILE_NAMED_OTHERWISE), 1);
}

/* Who writes tables by hand leaves out end tags, quotes and case. */
Test(html, tags_that_do_not_fit) {
    read_text("<TABLE><TR><TD>a<TD class=x y='>'>b\n<TR><TD>c</TABLE><table><tr><td>d</td></tr>"
              "</table>");
    cr_assert(has("A1", "a"));
    cr_assert(has("B1", "b"));
    cr_assert(has("A2", "c"));
    cr_assert(has("A3", "d"));
    cr_assert_eq(trial.n_cells, 4);
}

Test(html, spans_are_merges_and_keep_their_places) {
    read_text("<table><tr><td rowspan=2>a</td><td colspan='2'>b</td><td>c</td></tr>"
              "<tr><td>d</td><td>e</td><td>f</td></tr><tr><td>g</td></tr></table>"
              "<table><tr><td rowspan=\"9\">h</td></tr></table><table><tr><td>i</td></tr></table>");
    cr_assert(has("A1", "a"));
    cr_assert(has("B1", "b"));
    cr_assert(has("D1", "c"));
    cr_assert(has("B2", "d"));
    cr_assert(has("D2", "f"));
    cr_assert(has("A3", "g"));
    cr_assert(has("A4", "h"));
    const struct read_merge *merge = read_merge_at(trial.book.sheets[0], 1, 3);
    cr_assert(merge && merge->first_column == 2 && merge->last_column == 3);
    merge = read_merge_at(trial.book.sheets[0], 2, 1);
    cr_assert(merge && merge->first_row == 1 && merge->last_row == 2);
}

/* A cell reaches no further down than its table, whether that ends or another begins. */
Test(html, merges_end_with_their_table) {
    static const char *const pages[] = {
        "<table><tr><td rowspan=9>a</td><td>b</td></tr></table><table><tr><td>c</td><td>d</td>"
        "</tr></table>",
        "<table><tr><td rowspan=9>a</td><td>b</td></tr><table><tr><td>c</td><td>d</td></tr>"
        "</table>"};
    for (size_t i = 0; i < 2; i++) {
        read_text(pages[i]);
        cr_assert(has("A1", "a"));
        cr_assert(has("A2", "c"));
        cr_assert(has("B2", "d"));
        cr_assert_eq(trial_count(&trial, DIAG_CELL_UNDER_MERGE), 0);
        cr_assert_null(read_merge_at(trial.book.sheets[0], 2, 1));
    }
}

Test(html, characters_and_lines) {
    read_text(
        "<table><tr><td>a&amp;b&lt;&#19977;&#x7532;&yen;&nope;</td><td>x<br>y<br/>z</td>"
        "<td><p>p</p><p>q</p></td><td>&nbsp;</td><td>a&nbsp;b</td><td>a < b</td></tr></table>");
    cr_assert(has("A1", "a&b<三甲¥&nope;"));
    cr_assert(has("B1", "x\ny\nz"));
    cr_assert(has("C1", "p\nq"));
    cr_assert(trial_is_blank(&trial, "D1"));
    cr_assert(has("E1", "a\xC2\xA0"
                        "b"));
    cr_assert(has("F1", "a < b"));
}

/* item 1: pages saved with their fields show what these hold. */
Test(html, item_1_fields_of_a_page_are_what_they_hold) {
    read_text("<table><tr><td><input type=\"text\" value=\"HIS &amp; 系统\"></td><td><INPUT "
              "VALUE=Abc>1</td>"
              "<td><input type=checkbox checked>是<input type=checkbox>否</td>"
              "<td><input type=\"radio\" checked=\"checked\"/>有 <input type=radio>无</td>"
              "<td><select><option>一级</option><option selected>二级</option></select>x</td>"
              "<td><select><option value=3>三级<option>四级</select></td>"
              "<td><input type=hidden value=no><input type=button value=no>y</td>"
              "<td><textarea>多 行</textarea></td><td><input type=text></td>"
              "<td><SELECT><OPTION>a</OPTION><OPTION SELECTED>b&gt;</OPTION></SELECT></td></tr>"
              "<tr><td>z</td></tr></table>");
    cr_assert(has("A1", "HIS & 系统"));
    cr_assert(has("B1", "Abc1"));
    cr_assert(has("C1", "☑是☐否"));
    cr_assert(has("D1", "☑有 ☐无"));
    cr_assert(has("E1", "二级x"));
    cr_assert(has("F1", "三级"));
    cr_assert(has("G1", "y"));
    cr_assert(has("H1", "多 行"));
    cr_assert(trial_is_blank(&trial, "I1"));
    cr_assert(has("J1", "b>"));
    cr_assert(has("A2", "z"));
}

/* A list that does not end leaves out no more than its table. */
Test(html, fields_that_do_not_end) {
    read_text("<table><tr><td><select><option>a<option>b<tr><td>c<select></table><table><tr><td>d"
              "</table>");
    cr_assert(has("A1", "a"));
    cr_assert(has("A2", "c"));
    cr_assert(has("A3", "d"));
}

/* item 13: numbers beyond 16 bits, those of code page 1252 as browsers take them, and names of
 * signs that answers are given by. */
Test(html, item_13_characters_by_number_and_by_name) {
    read_text(
        "<table><tr><td>&#x20BB7;&#134071;&#x1F600;</td><td>&#147;a&#148;&#150;&#128;&#x85;</td>"
        "<td>&radic;&ge;&ne;&copy;&permil;&rarr;</td><td>&#0;x&#xD800;</td><td>&emsp;a</td>"
        "<td>&Prime;&prime;</td></tr></table>");
    cr_assert(has("A1", "𠮷𠮷\xF0\x9F\x98\x80"));
    cr_assert(has("B1", "“a”–€…"));
    cr_assert(has("C1", "√≥≠©‰→"));
    cr_assert(has("D1", "\xEF\xBF\xBDx\xEF\xBF\xBD"));
    cr_assert(has("E1", "\xE2\x80\x83\x61"));
    cr_assert(has("F1", "″′"));
}

Test(html, what_is_hidden_and_what_is_inside) {
    read_text("<table><tr style='height:1pt; display: none'><td>a</td></tr><tr><td>b<table><tr>"
              "<td>c</td><td>d</td></tr><tr><td>e</td></tr></table></td><td>f</td></tr></table>");
    cr_assert(trial_cell(&trial, "A1")->is_row_hidden);
    cr_assert(!trial_cell(&trial, "A2")->is_row_hidden);
    cr_assert(has("A2", "b\nc d\ne"));
    cr_assert(has("B2", "f"));
}

Test(html, pages_of_any_encoding) {
    read_text("<html><meta charset=gb2312><table><tr><td>\xD2\xBD\xD4\xBA</td><td>"
              "\xB6\xFE\xBC\xB6</td></tr></table>");
    cr_assert(has("A1", "医院"));
    cr_assert(has("B1", "二级"));
}

Test(html, pages_without_a_table_and_tables_without_an_end) {
    read_text("<html><title>统一平台</title><body>\n 请先\r\n登录 <p>再导出</body></html>");
    cr_assert(trial_refused(&trial, DIAG_FILE_PAGE));
    cr_assert(says("没有表格的网页（开头写着“请先 登录 再导出”）"));
    read_text("<script>top.location='/login'</script>");
    cr_assert(says("没有文字的网页"));
    read_text("{\"code\":401,\"msg\":\"登录超时\"}\n");
    cr_assert(trial_refused(&trial, DIAG_FILE_PAGE));
    cr_assert(says("系统的答复，不是导出的文件（开头写着“{\"code\":401"));
    /* what is quoted ends with a whole character */
    read_text("<html>一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十一</html>");
    cr_assert(says("六七八九”）"));
    /* a form in a table is none that was exported */
    read_text("<html><table><tr><td>密码<td><input name=p type=\"password\"></table></html>");
    cr_assert(trial_refused(&trial, DIAG_FILE_PAGE));
    cr_assert(says("要求登录的网页（开头写着“密码”）"));
    /* a page whose words are character references */
    read_text("<html><body>&#20250;&#35805;&#36229;&#26102;</body></html>");
    cr_assert(says("没有表格的网页（开头写着“会话超时”）"));
    /* a table is one whatever the page asks for beside it */
    read_text("<html><div style='display:none'><input type=password></div>"
              "<table><tr><td>a</td></tr></table></html>");
    cr_assert(has("A1", "a"));
    read_text("<html><table><tr><td><input type=password></td></tr></table>"
              "<table><tr><td>a</td></tr></table></html>");
    cr_assert(trial.is_read);
    read_text("<html><input type=password><p>登录</p></html>");
    cr_assert(says("要求登录的网页（开头写着“登录”）"));
    read_text("<html><table><tr><td>a</td></tr><tr><td>b");
    cr_assert(trial_refused(&trial, DIAG_FILE_DAMAGED));
    read_text("<html><table><tr><td>a</td></tr></html>");
    cr_assert(has("A1", "a"));
}

/* Cut at any byte: the whole table, or none. */
Test(html, cut_at_every_byte) {
    static const char page[] = "<html><body><table><tr><td>单位</td><td colspan=2>x</td></tr>"
                               "<tr><td>&amp;</td></tr></table></body></html>";
    const char *end = strstr(page, "</table>") + 8;
    for (size_t len = 6; len < sizeof page - 1; len++) {
        trial = trial_any("list.xls", (struct str){page, len});
        cr_assert_eq(trial.is_read, page + len >= end, "cut at %zu", len);
        cr_assert(!trial.is_read || trial.n_cells == 3);
        trial_close(&trial);
    }
    trial = (struct trial){0};
}

/* ---- one XML file ---------------------------------------------------------------------------- */

#define BOOK(content)                                                                              \
    "<?xml version=\"1.0\"?><?mso-application progid=\"Excel.Sheet\"?>"                            \
    "<Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\" "                            \
    "xmlns:ss=\"urn:schemas-microsoft-com:office:spreadsheet\">" content "</Workbook>"
#define SHEET(name, rows) "<Worksheet ss:Name=\"" name "\"><Table>" rows "</Table></Worksheet>"

Test(html, xml_2003_values_of_every_type) {
    read_text(
        BOOK(SHEET("单位", "<Row><Cell><Data ss:Type=\"String\">医院</Data></Cell>"
                           "<Cell><Data ss:Type=\"Number\">12.50</Data></Cell>"
                           "<Cell><Data ss:Type=\"DateTime\">2011-06-01T00:00:00.000</Data></Cell>"
                           "<Cell><Data ss:Type=\"Boolean\">1</Data></Cell>"
                           "<Cell><Data ss:Type=\"Error\">#N/A</Data></Cell>"
                           "<Cell><Data ss:Type=\"Number\">x</Data></Cell></Row>")));
    cr_assert(str_is(trial.book.kind, "xml 2003"));
    cr_assert(str_is(trial.book.sheets[0]->source->sheet, "单位"));
    cr_assert(has("A1", "医院"));
    cr_assert(trial_has(&trial, "B1", READ_NUMBER, "12.5"));
    cr_assert(trial_has(&trial, "C1", READ_DATE, "2011-06-01"));
    cr_assert(trial_has(&trial, "D1", READ_BOOL, "TRUE"));
    cr_assert(trial_has(&trial, "E1", READ_ERROR, "#N/A"));
    cr_assert(trial_has(&trial, "F1", READ_ERROR, "x"));
    cr_assert_eq(trial_count(&trial, DIAG_CELL_DAMAGED), 1);
}

Test(html, xml_2003_places_merges_and_what_is_hidden) {
    read_text(BOOK(
        SHEET("a", "<Column ss:Index=\"3\" ss:Hidden=\"1\" ss:Span=\"1\"/>"
                   "<Row ss:Index=\"2\" ss:Hidden=\"1\"><Cell ss:Index=\"2\" "
                   "ss:MergeAcross=\"1\" "
                   "ss:MergeDown=\"1\"><Data ss:Type=\"String\">b</Data></Cell><Cell><Data "
                   "ss:Type=\"String\">d</Data><Comment><Data>no</Data></Comment></Cell></Row>"
                   "<Row><Cell><Data ss:Type=\"String\">a<B "
                   "xmlns=\"x\">b</B></Data></Cell></Row>") "<Worksheet "
                                                            "ss:Name=\"h\"><WorksheetOptions><"
                                                            "Visible>SheetHidden</Visible>"
                                                            "</WorksheetOptions></Worksheet>"));
    cr_assert(has("B2", "b"));
    cr_assert(has("D2", "d"));
    cr_assert(has("A3", "ab"));
    cr_assert(trial_cell(&trial, "B2")->is_row_hidden);
    cr_assert(!trial_cell(&trial, "A3")->is_row_hidden);
    const struct read_sheet *sheet = trial.book.sheets[0];
    const struct read_merge *merge = read_merge_at(sheet, 3, 3);
    cr_assert(merge && merge->first_row == 2 && merge->first_column == 2);
    cr_assert(sheet->n_hidden_columns == 1 && sheet->hidden_columns[0].first == 3 &&
              sheet->hidden_columns[0].last == 4);
    cr_assert(trial.book.sheets[1]->is_hidden);
}

Test(html, xml_2003_shows_of_a_day_what_its_format_does) {
    read_text(
        BOOK("<Styles><Style ss:ID=\"m\"><NumberFormat ss:Format=\"yyyy\\-mm\"/></Style>"
             "<Style ss:ID=\"d\"><NumberFormat ss:Format=\"Short Date\"/></Style></Styles>" SHEET(
                 "a", "<Row><Cell ss:StyleID=\"m\"><Data "
                      "ss:Type=\"DateTime\">2011-06-01T00:00:00.000</Data></Cell><Cell "
                      "ss:StyleID=\"d\"><Data ss:Type=\"Number\">40695</Data></Cell></Row>")));
    cr_assert(trial_has(&trial, "A1", READ_DATE, "2011-06"));
    cr_assert(trial_has(&trial, "B1", READ_DATE, "2011-06-01"));
}

/* Most names of formats have letters that a code has for days. */
Test(html, xml_2003_formats_go_by_names) {
    static const struct {
        const char *name;
        enum read_kind kind;
        const char *text;
    } cases[] = {{"General", READ_NUMBER, "0.5"},
                 {"General Number", READ_NUMBER, "0.5"},
                 {"Fixed", READ_NUMBER, "0.5"},
                 {"Standard", READ_NUMBER, "0.5"},
                 {"Percent", READ_NUMBER, "50%"},
                 {"Scientific", READ_NUMBER, "0.5"},
                 {"Currency", READ_NUMBER, "0.5"},
                 {"Euro Currency", READ_NUMBER, "0.5"},
                 {"Short Time", READ_TEXT, "12:00:00"},
                 {"Medium Time", READ_TEXT, "12:00:00"},
                 {"Long Time", READ_TEXT, "12:00:00"},
                 {"General Date", READ_TEXT, "12:00:00"},
                 {"Yes/No", READ_TEXT, "Yes"},
                 {"True/False", READ_TEXT, "True"},
                 {"On/Off", READ_TEXT, "On"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char text[1024];
        snprintf(text, sizeof text,
                 BOOK("<Styles><Style ss:ID=\"s\"><NumberFormat "
                      "ss:Format=\"%s\"/></Style></Styles>" SHEET(
                          "a", "<Row><Cell ss:StyleID=\"s\"><Data ss:Type=\"Number\">0.5</Data>"
                               "</Cell></Row>")),
                 cases[i].name);
        read_text(text);
        cr_assert(trial_has(&trial, "A1", cases[i].kind, cases[i].text), "%s", cases[i].name);
    }
}

/* item 9: one element may stand for rows that follow it, and rows go on behind them. */
Test(html, item_9_xml_2003_rows_that_span_others) {
    read_text(BOOK(SHEET(
        "a", "<Column ss:Width=\"0\"/><Column ss:Width=\"40\"/>"
             "<Row><Cell><Data ss:Type=\"String\">a</Data></Cell></Row>"
             "<Row ss:Span=\"2\" ss:Hidden=\"1\"/>"
             "<Row ss:Height=\"0\"><Cell><Data ss:Type=\"String\">b</Data></Cell></Row>"
             "<Row ss:Index=\"9\" ss:Span=\"1\"><Cell><Data ss:Type=\"String\">c</Data></Cell>"
             "</Row><Row ss:Height=\"12\"><Cell><Data ss:Type=\"String\">d</Data></Cell></Row>"
             "<Row ss:Index=\"2\"/><Row><Cell><Data ss:Type=\"String\">e</Data></Cell></Row>")));
    cr_assert(has("A1", "a"));
    cr_assert(has("A5", "b"));
    cr_assert(has("A9", "c"));
    cr_assert(has("A11", "d"));
    cr_assert(has("A3", "e"));
    cr_assert(trial_cell(&trial, "A5")->is_row_hidden);
    cr_assert_not(trial_cell(&trial, "A11")->is_row_hidden);
    cr_assert_eq(trial.book.sheets[0]->n_hidden_columns, 1);
}

/* item 18: truth values by figure and by word; anything else is damage, as it stands. */
Test(html, item_18_xml_2003_truth_values) {
    static const struct {
        const char *value;
        enum read_kind kind;
        const char *text;
    } cases[] = {{"1", READ_BOOL, "TRUE"},    {"0", READ_BOOL, "FALSE"},
                 {"true", READ_BOOL, "TRUE"}, {"false", READ_BOOL, "FALSE"},
                 {" 1 ", READ_BOOL, "TRUE"},  {"2", READ_ERROR, "2"},
                 {"yes", READ_ERROR, "yes"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char text[1024];
        snprintf(text, sizeof text,
                 BOOK(SHEET("a", "<Row><Cell><Data ss:Type=\"Boolean\">%s</Data></Cell></Row>")),
                 cases[i].value);
        read_text(text);
        cr_assert(trial_has(&trial, "A1", cases[i].kind, cases[i].text), "%s", cases[i].value);
        cr_assert_eq(trial_count(&trial, DIAG_CELL_DAMAGED), cases[i].kind == READ_ERROR);
    }
}

/* item 21: a style has the format of its parent; a cell without one has that of its row, then of
 * its column, then of the table, then of the book. */
Test(html, item_21_xml_2003_styles_are_inherited) {
    static const char number[] = "<Cell><Data ss:Type=\"Number\">45351</Data></Cell>";
    char text[4096];
    snprintf(
        text, sizeof text,
        BOOK(
            "<Styles><Style ss:ID=\"Default\"/><Style ss:ID=\"d\"><NumberFormat "
            "ss:Format=\"Short Date\"/></Style><Style ss:ID=\"e\" ss:Parent=\"d\"><Font/></Style>"
            "<Style ss:ID=\"n\" ss:Parent=\"d\"><NumberFormat ss:Format=\"0\"/></Style></Styles>"
            "<Worksheet ss:Name=\"a\"><Table><Column ss:Index=\"2\" ss:Span=\"1\" "
            "ss:StyleID=\"e\"/>"
            "<Row>%s%s%s%s<Cell ss:StyleID=\"e\"><Data ss:Type=\"Number\">45351</Data></Cell></Row>"
            "<Row ss:StyleID=\"n\">%s%s</Row><Row ss:StyleID=\"d\">%s<Cell ss:StyleID=\"n\">"
            "<Data ss:Type=\"Number\">45351</Data></Cell></Row></Table></Worksheet>"
            "<Worksheet ss:Name=\"b\"><Table ss:StyleID=\"d\"><Row>%s%s</Row></Table></Worksheet>"),
        number, number, number, number, number, number, number, number, number);
    read_text(text);
    cr_assert(trial_has(&trial, "A1", READ_NUMBER, "45351"));
    cr_assert(trial_has(&trial, "B1", READ_DATE, "2024-02-29"));
    cr_assert(trial_has(&trial, "C1", READ_DATE, "2024-02-29"));
    cr_assert(trial_has(&trial, "D1", READ_NUMBER, "45351"));
    cr_assert(trial_has(&trial, "E1", READ_DATE, "2024-02-29"));
    cr_assert(trial_has(&trial, "B2", READ_NUMBER, "45351"));
    cr_assert(trial_has(&trial, "A3", READ_DATE, "2024-02-29"));
    cr_assert(trial_has(&trial, "B3", READ_NUMBER, "45351"));
    cr_assert(trial_rows(&trial, trial.book.sheets[1]));
    cr_assert(trial_has(&trial, "A1", READ_DATE, "2024-02-29"));
    cr_assert(trial_has(&trial, "B1", READ_DATE, "2024-02-29"), "columns of one sheet alone");
}

Test(html, item_21_xml_2003_the_style_of_the_book) {
    read_text(
        BOOK("<Styles><Style ss:ID=\"Default\"><NumberFormat ss:Format=\"Short Date\"/></Style>"
             "</Styles>" SHEET("a", "<Row><Cell><Data ss:Type=\"Number\">45351</Data></Cell>"
                                    "<Cell ss:StyleID=\"none\"><Data ss:Type=\"Number\">45351"
                                    "</Data></Cell></Row>")));
    cr_assert(trial_has(&trial, "A1", READ_DATE, "2024-02-29"));
    cr_assert(trial_has(&trial, "B1", READ_NUMBER, "45351"));
}

/* item 23: a number with the format of a day counts from the book's first day; a moment does not.
 */
Test(html, item_23_xml_2003_books_of_1904) {
    read_text(
        BOOK("<ExcelWorkbook xmlns=\"urn:schemas-microsoft-com:office:excel\"><Date1904/>"
             "</ExcelWorkbook><Styles><Style ss:ID=\"d\"><NumberFormat ss:Format=\"Short "
             "Date\"/></Style></Styles>" SHEET(
                 "a", "<Row><Cell ss:StyleID=\"d\"><Data ss:Type=\"Number\">43889</Data></Cell>"
                      "<Cell ss:StyleID=\"d\"><Data ss:Type=\"DateTime\">2024-02-29T00:00:00.000"
                      "</Data></Cell></Row>")));
    cr_assert(trial_has(&trial, "A1", READ_DATE, "2024-02-29"));
    cr_assert(trial_has(&trial, "B1", READ_DATE, "2024-02-29"));
    cr_assert(trial.book.is_1904);
}

Test(html, xml_2003_what_a_format_hides_is_told_and_not_read) {
    read_text(
        BOOK("<Styles><Style ss:ID=\"s\"><NumberFormat ss:Format=\";;;\"/></Style></Styles>" SHEET(
            "a", "<Row><Cell ss:StyleID=\"s\"><Data ss:Type=\"Number\">5</Data></Cell>"
                 "<Cell ss:StyleID=\"s\"><Data ss:Type=\"String\">x</Data></Cell>"
                 "<Cell><Data ss:Type=\"String\">y</Data></Cell></Row>")));
    cr_assert(trial_is_blank(&trial, "A1"));
    cr_assert(trial_is_blank(&trial, "B1"));
    cr_assert(has("C1", "y"));
    cr_assert_eq(trial_count(&trial, DIAG_CELL_NOT_SHOWN), 2);
}

/* They belong before the sheets. */
Test(html, xml_2003_styles_between_sheets_are_no_harm) {
    read_text(BOOK(SHEET(
        "a",
        "<Row><Cell><Data ss:Type=\"Number\">1</Data></Cell></Row>") "<Style "
                                                                     "ss:ID=\"s\"><NumberFormat "
                                                                     "ss:Format=\"Percent\"/></"
                                                                     "Style>"
                                                                     "<Style "
                                                                     "ss:ID=\"d\"><NumberFormat "
                                                                     "ss:Format=\"Short "
                                                                     "Date\"/></Style>" SHEET(
                                                                         "b",
                                                                         "<Row><Cell "
                                                                         "ss:StyleID=\"d\"><Data "
                                                                         "ss:Type=\"Number\">40695<"
                                                                         "/Data>"
                                                                         "</Cell></Row>")));
    trial.n_cells = 0;
    cr_assert(trial_rows(&trial, trial.book.sheets[1]));
    cr_assert(trial_has(&trial, "A1", READ_DATE, "2011-06-01"));
}

Test(html, xml_2003_places_outside_and_files_cut_short_are_damage) {
    read_text(BOOK(SHEET("a", "<Row ss:Index=\"1048577\"><Cell/></Row>")));
    cr_assert(trial_refused(&trial, DIAG_FILE_DAMAGED));
    read_text(BOOK(SHEET("a", "<Row><Cell ss:MergeAcross=\"16384\"/></Row>")));
    cr_assert(trial_refused(&trial, DIAG_FILE_DAMAGED));
    static const char book[] =
        BOOK(SHEET("a", "<Row><Cell><Data ss:Type=\"String\">b</Data></Cell></Row>"));
    for (size_t len = (size_t)(strstr(book, "office:spreadsheet") - book) + 20;
         len < sizeof book - 1; len++) {
        trial_close(&trial);
        trial = trial_any("a.xls", (struct str){book, len});
        cr_assert(!trial.is_read, "cut at %zu", len);
    }
}
