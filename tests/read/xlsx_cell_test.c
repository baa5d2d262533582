/* Cells of workbooks: texts, numbers, days, formulas. Items are the numbered traps of the notes on
 * ingest. */
#include "read/make_xlsx.h"
#include "read/trial.h"
#include "reported.h"

#include <criterion/criterion.h>

static struct trial trial;

static void tear_down(void) {
    if (trial.arena) {
        trial_close(&trial);
    }
}

TestSuite(xlsx_cell, .fini = tear_down);

static void read_row(const char *cells) {
    struct arena *arena = arena_open(NULL);
    struct str row = str_format(arena, "<row r=\"1\">%s</row>", cells);
    trial = trial_xlsx(make_rows(str_to_c(arena, row)));
    arena_close(arena);
}

static void read_strings(const char *strings, const char *cells) {
    struct arena *arena = arena_open(NULL);
    struct str sheet = str_format(arena, "<sheetData><row r=\"1\">%s</row></sheetData>", cells);
    trial = trial_xlsx(
        make_book((struct make_book){.sheet = str_to_c(arena, sheet), .strings = strings}));
    arena_close(arena);
}

static void read_styled(const char *styles, const char *cells) {
    struct arena *arena = arena_open(NULL);
    struct str sheet = str_format(arena, "<sheetData><row r=\"1\">%s</row></sheetData>", cells);
    trial = trial_xlsx(
        make_book((struct make_book){.sheet = str_to_c(arena, sheet), .styles = styles}));
    arena_close(arena);
}

/* ---- text ------------------------------------------------------------------------------------ */

Test(xlsx_cell, item_14_rich_text_is_joined_and_phonetic_text_left_out) {
    read_strings("<si><t>a</t><r><rPr><b/></rPr><t>b</t></r></si>"
                 "<si><r><t>漢</t></r><r><t>字</t></r><rPh sb=\"0\" eb=\"2\"><t>カンジ</t></rPh>"
                 "<phoneticPr fontId=\"1\"/></si>",
                 "<c t=\"s\"><v>0</v></c><c t=\"s\"><v>1</v></c>");
    cr_assert(trial_has(&trial, "A1", READ_TEXT, "ab"));
    cr_assert(trial_has(&trial, "B1", READ_TEXT, "漢字"));
}

Test(xlsx_cell, item_14_phonetic_text_wherever_it_stands) {
    read_strings("<si><rPh sb=\"0\" eb=\"1\"><t>ka</t></rPh><t>first</t></si>"
                 "<si><r><t>in</t><rPh sb=\"0\" eb=\"1\"><t>ka</t></rPh></r><r><t>side</t></r></si>"
                 "<si><rPh><r><t>ka</t></r></rPh><r><rPr/><t>nested</t></r></si>"
                 "<si><rPh><t>ka</t></rPh></si><si><t>two</t><t>of them</t></si>",
                 "<c t=\"s\"><v>0</v></c><c t=\"s\"><v>1</v></c><c t=\"s\"><v>2</v></c>"
                 "<c t=\"s\"><v>3</v></c><c t=\"s\"><v>4</v></c><c t=\"inlineStr\"><is><rPh><t>ka"
                 "</t></rPh><r><t>in</t></r><phoneticPr fontId=\"1\"/><r><t>line</t></r></is></c>");
    cr_assert(trial_has(&trial, "A1", READ_TEXT, "first"));
    cr_assert(trial_has(&trial, "B1", READ_TEXT, "inside"));
    cr_assert(trial_has(&trial, "C1", READ_TEXT, "nested"));
    cr_assert(trial_is_blank(&trial, "D1"));
    cr_assert(trial_has(&trial, "E1", READ_TEXT, "twoof them"));
    cr_assert(trial_has(&trial, "F1", READ_TEXT, "inline"));
}

Test(xlsx_cell, item_14_runs_of_nothing_and_of_blanks) {
    read_strings("<si><r><rPr><b/></rPr><t/></r><r/><r><t xml:space=\"preserve\"> </t></r>"
                 "<r><t>x</t></r><r><t>\n</t></r></si>",
                 "<c t=\"s\"><v>0</v></c>");
    cr_assert(trial_has(&trial, "A1", READ_TEXT, " x\n"));
}

Test(xlsx_cell, item_15_empty_strings_keep_their_index) {
    read_strings("<si/><si><t/></si><si><t>third</t></si>",
                 "<c t=\"s\"><v>0</v></c><c t=\"s\"><v>1</v></c><c t=\"s\"><v>2</v></c>");
    cr_assert(trial_is_blank(&trial, "A1"));
    cr_assert(trial_is_blank(&trial, "B1"));
    cr_assert(trial_has(&trial, "C1", READ_TEXT, "third"));
}

Test(xlsx_cell, item_15_empty_strings_of_every_kind) {
    read_strings("<si></si><si><r/></si><si><r><t/></r></si><!-- <si/> --><si><t>a</t></si>"
                 "<extLst><ext><si><t>no</t></si></ext></extLst><si><rPh><t>no</t></rPh></si>"
                 "<si><t>b</t></si>",
                 "<c t=\"s\"><v>0</v></c><c t=\"s\"><v>1</v></c><c t=\"s\"><v>2</v></c>"
                 "<c t=\"s\"><v>3</v></c><c t=\"s\"><v>4</v></c><c t=\"s\"><v>5</v></c>"
                 "<c t=\"s\"><v>6</v></c>");
    cr_assert(trial_has(&trial, "D1", READ_TEXT, "a"));
    cr_assert(trial_has(&trial, "F1", READ_TEXT, "b"));
    cr_assert(trial_has(&trial, "G1", READ_ERROR, "6"));
    cr_assert_eq(trial.n_cells, 3);
}

/* Each t has its escapes to itself: one that two runs would make together is none. */
Test(xlsx_cell, item_16_escapes_end_with_their_run) {
    read_strings("<si><r><t>_x00</t></r><r><t>41_</t></r></si><si><r><t>_x0041_</t></r>"
                 "<r><t>_x0042_</t></r></si><si><r><t>a_x000D_</t></r><r><t>\nb</t></r></si>"
                 "<si><t>_x005F_x000D_</t></si><si><t>_x005F_x005F_x0041_</t></si>"
                 "<si><t>_X0041_ _x0041 x0041_ __x0041__ _x00_x0041_</t></si>"
                 "<si><t>_xDFB7__xD842_</t></si><si><t>_x4E2D_\n_x000D__x000A_</t></si>",
                 "<c t=\"s\"><v>0</v></c><c t=\"s\"><v>1</v></c><c t=\"s\"><v>2</v></c>"
                 "<c t=\"s\"><v>3</v></c><c t=\"s\"><v>4</v></c><c t=\"s\"><v>5</v></c>"
                 "<c t=\"s\"><v>6</v></c><c t=\"s\"><v>7</v></c><c t=\"str\"><v>_x0041_</v></c>"
                 "<c t=\"inlineStr\"><is><r><t>_x00</t></r><r><t>41_</t></r></is></c>");
    cr_assert(trial_has(&trial, "A1", READ_TEXT, "_x0041_"));
    cr_assert(trial_has(&trial, "B1", READ_TEXT, "AB"));
    cr_assert(trial_has(&trial, "C1", READ_TEXT, "a\nb"));
    cr_assert(trial_has(&trial, "D1", READ_TEXT, "_x000D_"));
    cr_assert(trial_has(&trial, "E1", READ_TEXT, "_x005FA"));
    cr_assert(trial_has(&trial, "F1", READ_TEXT, "_X0041_ _x0041 x0041_ _A_ _x00A"));
    cr_assert(trial_has(&trial, "G1", READ_TEXT, "\xEF\xBF\xBD\xEF\xBF\xBD"));
    cr_assert(trial_has(&trial, "H1", READ_TEXT, "中\n\n"));
    cr_assert(trial_has(&trial, "I1", READ_TEXT, "A"));
    cr_assert(trial_has(&trial, "J1", READ_TEXT, "_x0041_"));
}

Test(xlsx_cell, item_16_escapes) {
    read_strings("<si><t>a_x0041_b</t></si><si><t>_x005F_x0041_</t></si>"
                 "<si><t>line_x000D_\nend</t></si><si><t>_xD842__xDFB7_</t></si>"
                 "<si><t>_xD842_x</t></si><si><t>_x00_ _xZZZZ_ _x004</t></si>"
                 "<si><t>a\r\nb</t></si>",
                 "<c t=\"s\"><v>0</v></c><c t=\"s\"><v>1</v></c><c t=\"s\"><v>2</v></c>"
                 "<c t=\"s\"><v>3</v></c><c t=\"s\"><v>4</v></c><c t=\"s\"><v>5</v></c>"
                 "<c t=\"s\"><v>6</v></c>");
    cr_assert(trial_has(&trial, "A1", READ_TEXT, "aAb"));
    cr_assert(trial_has(&trial, "B1", READ_TEXT, "_x0041_"));
    cr_assert(trial_has(&trial, "C1", READ_TEXT, "line\nend"));
    cr_assert(trial_has(&trial, "D1", READ_TEXT, "𠮷"));
    cr_assert(trial_has(&trial, "E1", READ_TEXT, "\xEF\xBF\xBDx"));
    cr_assert(trial_has(&trial, "F1", READ_TEXT, "_x00_ _xZZZZ_ _x004"));
    cr_assert(trial_has(&trial, "G1", READ_TEXT, "a\nb"));
}

Test(xlsx_cell, item_16_escaped_nul_is_no_nul) {
    read_strings("<si><t>a_x0000_b</t></si>", "<c t=\"s\"><v>0</v></c>");
    cr_assert(trial_has(&trial, "A1", READ_TEXT,
                        "a\xEF\xBF\xBD"
                        "b"));
}

Test(xlsx_cell, item_17_spaces_stay) {
    read_strings("<si><t> a b </t></si>", "<c t=\"s\"><v>0</v></c>");
    cr_assert(trial_has(&trial, "A1", READ_TEXT, " a b "));
}

Test(xlsx_cell, item_17_spaces_stay_between_runs_and_in_every_type) {
    read_strings("<si><r><t> a</t></r><r><t>  </t></r><r><t>b\t</t></r></si><si><t>   </t></si>",
                 "<c t=\"s\"><v>0</v></c><c t=\"s\"><v>1</v></c><c t=\"inlineStr\"><is><t>  a\n b "
                 "</t></is></c><c t=\"str\"><v> x </v></c>");
    cr_assert(trial_has(&trial, "A1", READ_TEXT, " a  b\t"));
    cr_assert(trial_has(&trial, "B1", READ_TEXT, "   "));
    cr_assert(trial_has(&trial, "C1", READ_TEXT, "  a\n b "));
    cr_assert(trial_has(&trial, "D1", READ_TEXT, " x "));
}

Test(xlsx_cell, item_18_inline_strings) {
    read_row("<c t=\"inlineStr\"><is><r><t>a</t></r><r><t>b</t></r><rPh><t>c</t></rPh></is></c>"
             "<c t=\"inlineStr\"><is><t>only this</t></is><v>7</v></c>"
             "<c t=\"inlineStr\"><v>7</v></c><c><is><t>stray</t></is></c>"
             "<c t=\"str\"><is><t>a</t></is><v>b</v></c><c t=\"inlineStr\"><v/></c>");
    cr_assert(trial_has(&trial, "A1", READ_TEXT, "ab"));
    cr_assert(trial_has(&trial, "B1", READ_TEXT, "only this"));
    /* what stands where it is not meant is told, not dropped */
    cr_assert(trial_has(&trial, "C1", READ_ERROR, "7"));
    cr_assert(trial_has(&trial, "D1", READ_ERROR, "stray"));
    cr_assert(trial_has(&trial, "E1", READ_ERROR, "b"));
    cr_assert(trial_is_blank(&trial, "F1"));
    cr_assert_eq(trial_count(&trial, DIAG_CELL_DAMAGED), 3);
}

Test(xlsx_cell, item_18_string_index_is_trimmed_and_checked) {
    read_strings("<si><t>zero</t></si>",
                 "<c t=\"s\"><v> 0 </v></c><c t=\"s\"><v>1</v></c><c t=\"s\"><v>-1</v></c>"
                 "<c t=\"s\"><v>0x0</v></c><c t=\"s\"><v>99999999999999999999</v></c>"
                 "<c t=\"s\"/>");
    cr_assert(trial_has(&trial, "A1", READ_TEXT, "zero"));
    cr_assert(trial_has(&trial, "B1", READ_ERROR, "1"));
    cr_assert(trial_has(&trial, "C1", READ_ERROR, "-1"));
    cr_assert(trial_has(&trial, "D1", READ_ERROR, "0x0"));
    cr_assert(trial_has(&trial, "E1", READ_ERROR, "99999999999999999999"));
    cr_assert(trial_is_blank(&trial, "F1"));
    cr_assert_eq(trial_count(&trial, DIAG_CELL_DAMAGED), 4);
    cr_assert_eq(reported(trial.diag, 0)->origin.column, 2);
}

Test(xlsx_cell, item_25_text_that_looks_like_a_number_stays_text) {
    read_strings("<si><t>00123</t></si><si><t>420106198001012345</t></si>",
                 "<c t=\"s\"><v>0</v></c><c t=\"s\"><v>1</v></c>");
    cr_assert(trial_has(&trial, "A1", READ_TEXT, "00123"));
    cr_assert(trial_has(&trial, "B1", READ_TEXT, "420106198001012345"));
}

/* As a formula's result, in line, under the format of text: none of it loses a figure. */
Test(xlsx_cell, item_25_text_that_looks_like_something_else) {
    read_styled(
        "<cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"49\"/><xf numFmtId=\"14\"/></cellXfs>",
        "<c t=\"str\"><f>A2</f><v>00123</v></c><c t=\"inlineStr\" s=\"1\"><is><t>1E5</t></is></c>"
        "<c t=\"inlineStr\" s=\"2\"><is><t>40695</t></is></c><c t=\"inlineStr\"><is><t>TRUE</t>"
        "</is></c><c t=\"str\"><v>１２３</v></c><c s=\"1\"><v>123</v></c>"
        "<c t=\"inlineStr\"><is><t>#N/A</t></is></c>");
    cr_assert(trial_has(&trial, "A1", READ_TEXT, "00123"));
    cr_assert(trial_has(&trial, "B1", READ_TEXT, "1E5"));
    cr_assert(trial_has(&trial, "C1", READ_TEXT, "40695"));
    cr_assert(trial_has(&trial, "D1", READ_TEXT, "TRUE"));
    cr_assert(trial_has(&trial, "E1", READ_TEXT, "１２３"));
    cr_assert(trial_has(&trial, "F1", READ_NUMBER, "123"));
    cr_assert(trial_has(&trial, "G1", READ_TEXT, "#N/A"));
}

/* ---- values ---------------------------------------------------------------------------------- */

Test(xlsx_cell, item_18_booleans_and_errors) {
    read_row("<c t=\"b\"><v>1</v></c><c t=\"b\"><v>false</v></c><c t=\"b\"><v>2</v></c>"
             "<c t=\"e\"><v>#REF!</v></c>");
    cr_assert(trial_has(&trial, "A1", READ_BOOL, "TRUE"));
    cr_assert_float_eq(trial_cell(&trial, "A1")->number, 1, 0);
    cr_assert(trial_has(&trial, "B1", READ_BOOL, "FALSE"));
    cr_assert(trial_has(&trial, "C1", READ_ERROR, "2"));
    cr_assert(trial_has(&trial, "D1", READ_ERROR, "#REF!"));
    cr_assert_eq(trial_count(&trial, DIAG_CELL_DAMAGED), 1);
}

Test(xlsx_cell, item_18_iso_days) {
    read_row("<c t=\"d\"><v>2024-02-29</v></c><c t=\"d\"><v>2024-02-29T08:30:00Z</v></c>"
             "<c t=\"d\"><v>2023-02-29</v></c>");
    cr_assert(trial_has(&trial, "A1", READ_DATE, "2024-02-29"));
    cr_assert_eq(trial_cell(&trial, "A1")->date.day, 29);
    cr_assert(trial_has(&trial, "B1", READ_DATE, "2024-02-29 08:30:00"));
    cr_assert(trial_has(&trial, "C1", READ_TEXT, "2023-02-29"));
}

Test(xlsx_cell, item_19_formulas_take_their_cached_value) {
    read_row("<c><f>SUM(B1:C1)</f><v>3</v></c><c t=\"str\"><f>A1&amp;\"x\"</f><v>3x</v></c>"
             "<c t=\"str\"><f>\"\"</f><v></v></c><c><f t=\"shared\" si=\"0\"/><v>4</v></c>"
             "<c t=\"e\"><f>1/0</f><v>#DIV/0!</v></c>");
    cr_assert(trial_has(&trial, "A1", READ_NUMBER, "3"));
    cr_assert(trial_has(&trial, "B1", READ_TEXT, "3x"));
    cr_assert(trial_is_blank(&trial, "C1"));
    cr_assert(trial_has(&trial, "D1", READ_NUMBER, "4"));
    cr_assert(trial_has(&trial, "E1", READ_ERROR, "#DIV/0!"));
    cr_assert_eq(diag_n(trial.diag), 0);
}

Test(xlsx_cell, item_19_no_cached_value_is_not_calculated_and_never_0) {
    read_row("<c r=\"B1\"><f>SUM(C1:D1)</f></c><c r=\"C1\"><f>1+1</f><v/></c>"
             "<c r=\"D1\" t=\"str\"><f>A1</f></c>");
    cr_assert(trial_is_blank(&trial, "B1"));
    cr_assert(trial_is_blank(&trial, "C1"));
    cr_assert(trial_is_blank(&trial, "D1"));
    cr_assert_eq(trial_count(&trial, DIAG_CELL_NOT_CALCULATED), 3);
    cr_assert_eq(reported(trial.diag, 0)->origin.row, 1);
    cr_assert_eq(reported(trial.diag, 0)->origin.column, 2);
    cr_assert(str_is(reported(trial.diag, 0)->origin.source->sheet, "Sheet1"));
}

/* Whatever type a cell without result says to have. */
Test(xlsx_cell, item_19_no_cached_value_in_any_type) {
    read_row("<c><f>A2</f></c><c t=\"s\"><f>A2</f></c><c t=\"b\"><f>A2</f></c><c t=\"e\"><f>A2</f>"
             "</c><c t=\"n\"><f>A2</f><v> </v></c><c t=\"str\"><f>A2</f></c><c t=\"d\"><f/></c>");
    cr_assert_eq(trial.n_cells, 0);
    cr_assert_eq(trial_count(&trial, DIAG_CELL_NOT_CALCULATED), 7);
}

/* Writers that cannot calculate put 0 and ask for it to be done on opening: that 0 is no result. */
Test(xlsx_cell, item_19_noughts_that_stand_in_for_results) {
    static const struct {
        const char *wish;
        bool is_result;
    } wishes[] = {{"<calcPr calcId=\"124519\" fullCalcOnLoad=\"1\"/>", false},
                  {"<calcPr calcId=\"124519\" fullCalcOnLoad=\"0\"/>", true},
                  {"<calcPr calcId=\"191029\"/>", true},
                  {"", true}};
    for (size_t i = 0; i < sizeof wishes / sizeof *wishes; i++) {
        struct arena *arena = arena_open(NULL);
        struct str workbook = str_format(arena,
                                         "<workbook " MAKE_MAIN " xmlns:r=\"" MAKE_OFFICE
                                         "\"><sheets><sheet name=\"S\" sheetId=\"1\" "
                                         "r:id=\"rId1\"/></sheets>%s</workbook>",
                                         wishes[i].wish);
        trial = trial_xlsx(make_book((struct make_book){
            .workbook = str_to_c(arena, workbook),
            .sheet = "<sheetData><row><c><f>A2</f><v>0</v></c><c><f>A2</f><v>7</v></c><c><v>0</v>"
                     "</c><c t=\"str\"><f>A2</f><v>0</v></c></row></sheetData>"}));
        arena_close(arena);
        cr_assert_eq(trial_is_blank(&trial, "A1"), !wishes[i].is_result, "%s", wishes[i].wish);
        cr_assert_eq(trial_count(&trial, DIAG_CELL_NOT_CALCULATED), !wishes[i].is_result);
        cr_assert(trial_has(&trial, "B1", READ_NUMBER, "7"));
        cr_assert(trial_has(&trial, "C1", READ_NUMBER, "0"));
        cr_assert(trial_has(&trial, "D1", READ_TEXT, "0"));
        trial_close(&trial);
    }
    trial = (struct trial){0};
}

Test(xlsx_cell, item_19_pictures_of_wps_are_no_text) {
    read_row("<c t=\"str\"><f>_xlfn.DISPIMG(\"ID_1\",1)</f><v>=DISPIMG(\"ID_1\",1)</v></c>");
    cr_assert(trial_is_blank(&trial, "A1"));
    cr_assert_eq(diag_n(trial.diag), 0);
}

Test(xlsx_cell, item_20_numbers) {
    read_row("<c><v>1.5</v></c><c t=\"n\"><v>0.30000000000000004</v></c><c><v>1E-3</v></c>"
             "<c><v> 7 </v></c><c><v>420106198001012345</v></c><c><v>-0</v></c>");
    cr_assert(trial_has(&trial, "A1", READ_NUMBER, "1.5"));
    cr_assert_float_eq(trial_cell(&trial, "A1")->number, 1.5, 0);
    cr_assert(trial_has(&trial, "B1", READ_NUMBER, "0.3"));
    cr_assert_float_eq(trial_cell(&trial, "B1")->number, 0.1 + 0.2, 0);
    cr_assert(trial_has(&trial, "C1", READ_NUMBER, "0.001"));
    cr_assert(trial_has(&trial, "D1", READ_NUMBER, "7"));
    cr_assert(trial_has(&trial, "E1", READ_NUMBER, "420106198001012000"));
    cr_assert(trial_has(&trial, "F1", READ_NUMBER, "0"));
}

Test(xlsx_cell, item_20_what_is_no_number_is_damage) {
    read_row("<c><v>1,5</v></c><c><v>nan</v></c><c><v>0x1F</v></c><c><v>12abc</v></c>"
             "<c><v>1e999</v></c><c t=\"zz\"><v>8</v></c>");
    cr_assert(trial_has(&trial, "A1", READ_ERROR, "1,5"));
    cr_assert(trial_has(&trial, "B1", READ_ERROR, "nan"));
    cr_assert(trial_has(&trial, "C1", READ_ERROR, "0x1F"));
    cr_assert(trial_has(&trial, "D1", READ_ERROR, "12abc"));
    cr_assert(trial_has(&trial, "E1", READ_ERROR, "1e999"));
    cr_assert(trial_has(&trial, "F1", READ_NUMBER, "8"));
    cr_assert_eq(trial_count(&trial, DIAG_CELL_DAMAGED), 5);
}

Test(xlsx_cell, blank_cells_are_not_there) {
    read_row("<c s=\"1\"/><c><v/></c><c t=\"str\"><v></v></c><c t=\"inlineStr\"><is/></c>"
             "<c t=\"inlineStr\"><is><t></t></is></c>");
    cr_assert_eq(trial.n_cells, 0);
}

/* ---- days ------------------------------------------------------------------------------------ */

/* What a format shows is what is read: 57 shows year and month, and is no day. */
Test(xlsx_cell, item_21_chinese_built_in_formats_are_days) {
    read_styled("<cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/><xf numFmtId=\"31\"/>"
                "<xf numFmtId=\"57\"/><xf numFmtId=\"58\"/><xf numFmtId=\"2\"/></cellXfs>",
                "<c s=\"0\"><v>45351</v></c><c s=\"1\"><v>45351</v></c><c s=\"2\"><v>45351</v></c>"
                "<c s=\"3\"><v>45351</v></c><c s=\"4\"><v>45351</v></c><c s=\"5\"><v>45351</v></c>"
                "<c s=\"\"><v>45351</v></c><c s=\"6\"><v>45351</v></c><c s=\"x\"><v>45351</v></c>");
    cr_assert(trial_has(&trial, "A1", READ_NUMBER, "45351"));
    cr_assert(trial_has(&trial, "B1", READ_DATE, "2024-02-29"));
    cr_assert(trial_has(&trial, "C1", READ_DATE, "2024-02-29"));
    cr_assert(trial_has(&trial, "D1", READ_DATE, "2024-02"));
    cr_assert(trial_has(&trial, "E1", READ_DATE, "2024-02-29"));
    cr_assert(trial_has(&trial, "F1", READ_NUMBER, "45351"));
    cr_assert(trial_has(&trial, "G1", READ_NUMBER, "45351"));
    cr_assert(trial_has(&trial, "H1", READ_NUMBER, "45351"));
    cr_assert(trial_has(&trial, "I1", READ_NUMBER, "45351"));
}

Test(xlsx_cell, item_21_the_files_definition_comes_first) {
    read_styled(
        "<numFmts><numFmt numFmtId=\"14\" formatCode=\"0.00\"/>"
        "<numFmt numFmtId=\"176\" formatCode=\"yyyy&quot;年&quot;m&quot;月&quot;\"/>"
        "<numFmt numFmtId=\"177\" formatCode=\"[=0]&quot;无&quot;;[&gt;40000]yyyy-mm-dd;0\"/>"
        "</numFmts><cellStyleXfs><xf numFmtId=\"14\"/></cellStyleXfs>"
        "<cellXfs><xf numFmtId=\"14\"/><xf numFmtId=\"176\"/><xf numFmtId=\"177\"/>"
        "</cellXfs><dxfs><dxf><numFmt numFmtId=\"176\" formatCode=\"0\"/></dxf></dxfs>",
        "<c s=\"0\"><v>45351</v></c><c s=\"1\"><v>45351</v></c><c s=\"2\"><v>45351</v></c>"
        "<c s=\"2\"><v>12</v></c>");
    cr_assert(trial_has(&trial, "A1", READ_NUMBER, "45351"));
    cr_assert(trial_has(&trial, "B1", READ_DATE, "2024-02"));
    cr_assert(trial_has(&trial, "C1", READ_DATE, "2024-02-29"));
    cr_assert(trial_has(&trial, "D1", READ_NUMBER, "12"));
}

/* A cell that names no style has the first one; one that names what is none shows the number. */
Test(xlsx_cell, item_21_the_first_style_is_that_of_cells_without_one) {
    read_styled("<cellXfs><xf numFmtId=\"14\"/><xf numFmtId=\"0\"/></cellXfs>",
                "<c><v>45351</v></c><c s=\"1\"><v>45351</v></c><c s=\"\"><v>45351</v></c>"
                "<c s=\"9\"><v>45351</v></c>");
    cr_assert(trial_has(&trial, "A1", READ_DATE, "2024-02-29"));
    cr_assert(trial_has(&trial, "B1", READ_NUMBER, "45351"));
    cr_assert(trial_has(&trial, "C1", READ_NUMBER, "45351"));
    cr_assert(trial_has(&trial, "D1", READ_NUMBER, "45351"));
}

Test(xlsx_cell, item_21_definitions_behind_and_twice) {
    read_styled(
        "<cellXfs><xf numFmtId=\"176\"/><xf numFmtId=\"14\" applyNumberFormat=\"0\"/></cellXfs>"
        "<numFmts><numFmt numFmtId=\"176\" formatCode=\"0\"/><numFmt numFmtId=\"176\" "
        "formatCode=\"yyyy-mm-dd\"/></numFmts>",
        "<c><v>45351</v></c><c s=\"1\"><v>45351</v></c>");
    cr_assert(trial_has(&trial, "A1", READ_DATE, "2024-02-29"));
    cr_assert(trial_has(&trial, "B1", READ_DATE, "2024-02-29"));
}

Test(xlsx_cell, item_23_days_times_and_what_never_was) {
    read_styled("<cellXfs><xf numFmtId=\"22\"/><xf numFmtId=\"46\"/></cellXfs>",
                "<c s=\"0\"><v>60</v></c><c s=\"0\"><v>59</v></c><c s=\"0\"><v>0.25</v></c>"
                "<c s=\"0\"><v>-3</v></c><c s=\"0\"><v>45351.999999999</v></c>"
                "<c s=\"1\"><v>1.5</v></c><c s=\"0\"><v>3000000</v></c>");
    cr_assert(trial_has(&trial, "A1", READ_TEXT, "1900-02-29"));
    cr_assert(trial_has(&trial, "B1", READ_DATE, "1900-02-28"));
    cr_assert(trial_has(&trial, "C1", READ_TEXT, "06:00:00"));
    cr_assert(trial_has(&trial, "D1", READ_NUMBER, "-3"));
    cr_assert(trial_has(&trial, "E1", READ_DATE, "2024-03-01"));
    cr_assert(trial_has(&trial, "F1", READ_TEXT, "36:00:00"));
    cr_assert(trial_has(&trial, "G1", READ_NUMBER, "3000000"));
}

Test(xlsx_cell, item_23_books_of_1904) {
    trial = trial_xlsx(make_book((struct make_book){
        .workbook = "<workbook " MAKE_MAIN " xmlns:r=\"" MAKE_OFFICE
                    "\"><workbookPr date1904=\"true\"/><sheets><sheet name=\"S\" sheetId=\"1\" "
                    "r:id=\"rId1\"/></sheets></workbook>",
        .styles = "<cellXfs><xf numFmtId=\"14\"/></cellXfs>",
        .sheet = "<sheetData><row><c s=\"0\"><v>43889</v></c></row></sheetData>"}));
    cr_assert(trial_has(&trial, "A1", READ_DATE, "2024-02-29"));
}

/* Item 22's own example, and a unit: format_test.c has the rest, for all dialects. */
Test(xlsx_cell, item_22_words_and_units_that_formats_show) {
    read_styled(
        "<numFmts><numFmt numFmtId=\"200\" "
        "formatCode=\"[=0]&quot;无&quot;;[&gt;40000]yyyy-mm-dd;0\"/>"
        "<numFmt numFmtId=\"201\" formatCode=\"0&quot;元&quot;\"/></numFmts>"
        "<cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"200\"/><xf numFmtId=\"201\"/></cellXfs>",
        "<c s=\"1\"><v>0</v></c><c s=\"1\"><v>40695</v></c><c s=\"1\"><v>3</v></c>"
        "<c s=\"2\"><v>5000</v></c>");
    cr_assert(trial_has(&trial, "A1", READ_TEXT, "无"));
    cr_assert(trial_has(&trial, "B1", READ_DATE, "2011-06-01"));
    cr_assert(trial_has(&trial, "C1", READ_NUMBER, "3"));
    cr_assert(trial_has(&trial, "D1", READ_NUMBER, "5000元"));
    cr_assert_eq(trial_cell(&trial, "D1")->number, 5000);
}

/* Codes filled up with noughts are shown so, and a code that loses them is another code. */
Test(xlsx_cell, item_22_numbers_filled_up_with_noughts) {
    read_styled("<numFmts><numFmt numFmtId=\"200\" formatCode=\"000000\"/></numFmts>"
                "<cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"200\"/><xf numFmtId=\"1\"/></cellXfs>",
                "<c s=\"1\"><v>12345</v></c><c s=\"1\"><v>1234567</v></c><c s=\"1\"><v>-7</v></c>"
                "<c s=\"1\"><v>1.5</v></c><c s=\"2\"><v>7</v></c>");
    cr_assert(trial_has(&trial, "A1", READ_NUMBER, "012345"));
    cr_assert_eq(trial_cell(&trial, "A1")->number, 12345);
    cr_assert(trial_has(&trial, "B1", READ_NUMBER, "1234567"));
    cr_assert(trial_has(&trial, "C1", READ_NUMBER, "-000007"));
    cr_assert(trial_has(&trial, "D1", READ_NUMBER, "1.5"));
    cr_assert(trial_has(&trial, "E1", READ_NUMBER, "7"));
}
