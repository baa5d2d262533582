/* Workbooks as programs and people make them: package, sheets, limits. Items are the numbered traps
 * of the notes on ingest. */
#include "read/make_xlsx.h"
#include "read/trial.h"
#include "reported.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct trial trial;

static void tear_down(void) {
    if (trial.arena) {
        trial_close(&trial);
    }
}

TestSuite(xlsx, .fini = tear_down);

static void read_book(struct make_book book) {
    trial = trial_xlsx(make_book(book));
}

static void read_data(const char *rows) {
    trial = trial_xlsx(make_rows(rows));
}

#define WORKBOOK(content)                                                                          \
    "<workbook " MAKE_MAIN " xmlns:r=\"" MAKE_OFFICE "\">" content "</workbook>"
#define RELATIONS(content) "<Relationships " MAKE_RELS ">" content "</Relationships>"
#define RELATION(id, type, target)                                                                 \
    "<Relationship Id=\"" id "\" Type=\"" type "\" Target=\"" target "\"/>"
#define ONE_CELL "<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>found</t></is></c></row>"

static void expect_found(void) {
    cr_assert(trial.is_read);
    cr_assert(trial_has(&trial, "A1", READ_TEXT, "found"));
}

/* ---- package --------------------------------------------------------------------------------- */

Test(xlsx, plain_workbook) {
    read_data(ONE_CELL);
    expect_found();
    cr_assert_eq(trial.book.n_sheets, 1);
    cr_assert(str_is(trial.book.sheets[0]->source->file, "book.xlsx"));
    cr_assert(str_is(trial.book.sheets[0]->source->sheet, "Sheet1"));
    cr_assert_eq(diag_n(trial.diag), 0);
}

Test(xlsx, item_3_strict_workbook) {
    read_book((struct make_book){
        .rels = RELATIONS(RELATION(
            "rId1", "http://purl.oclc.org/ooxml/officeDocument/relationships/officeDocument",
            "xl/workbook.xml")),
        .workbook = "<workbook xmlns=\"http://purl.oclc.org/ooxml/spreadsheetml/main\" "
                    "xmlns:r=\"http://purl.oclc.org/ooxml/officeDocument/relationships\" "
                    "conformance=\"strict\"><sheets><sheet name=\"S\" sheetId=\"1\" r:id=\"rId9\"/>"
                    "</sheets></workbook>",
        .workbook_rels = RELATIONS(
            RELATION("rId9", "http://purl.oclc.org/ooxml/officeDocument/relationships/worksheet",
                     "worksheets/sheet1.xml")),
        .sheet_part = "<worksheet xmlns=\"http://purl.oclc.org/ooxml/spreadsheetml/main\">"
                      "<sheetData>" ONE_CELL "</sheetData></worksheet>"});
    expect_found();
}

Test(xlsx, item_4_absolute_and_roundabout_targets) {
    static const char *const targets[] = {"/xl/worksheets/sheet1.xml",
                                          "./worksheets/sheet1.xml",
                                          "../xl/worksheets/sheet1.xml",
                                          "worksheets/../worksheets/./sheet1.xml",
                                          "Worksheets/SHEET1.xml",
                                          "worksheets\\sheet1.xml",
                                          "../../../xl/worksheets/sheet1.xml",
                                          "worksheets/sheet%31.xml",
                                          "worksheets%2Fsheet1.xml"};
    for (size_t i = 0; i < sizeof targets / sizeof *targets; i++) {
        char rels[600];
        snprintf(rels, sizeof rels, RELATIONS(RELATION("rId1", MAKE_OFFICE "/worksheet", "%s")),
                 targets[i]);
        read_book((struct make_book){.workbook_rels = rels,
                                     .sheet = "<sheetData>" ONE_CELL "</sheetData>"});
        cr_assert(trial_has(&trial, "A1", READ_TEXT, "found"), "%s", targets[i]);
        trial_close(&trial);
    }
    trial.arena = NULL;
}

/* What is no address but looks like one, and what is none: as it stands, or lost and told. */
Test(xlsx, item_4_targets_that_are_half_coded) {
    static const struct {
        const char *target, *entry;
        bool is_there;
    } cases[] = {{"%E7%B3%BB.xml", "xl/系.xml", true},    {"a b.xml", "xl/a b.xml", true},
                 {"a%20b.xml", "xl/a%20b.xml", true},     {"a%20b.xml", "xl/a b.xml", true},
                 {"50%.xml", "xl/50%.xml", true},         {"a%2.xml", "xl/a%2.xml", true},
                 {"a%zz%20b.xml", "xl/a%zz b.xml", true}, {"a%20b.xml", "xl/ab.xml", false}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char rels[600];
        snprintf(rels, sizeof rels, RELATIONS(RELATION("w", MAKE_OFFICE "/worksheet", "%s")),
                 cases[i].target);
        struct make_part parts[] = {
            {.name = "_rels/.rels",
             .text = RELATIONS(RELATION("r", MAKE_OFFICE "/officeDocument", "xl/workbook.xml"))},
            {.name = "xl/workbook.xml",
             .text = WORKBOOK("<sheets><sheet name=\"S\" sheetId=\"1\" r:id=\"w\"/></sheets>")},
            {.name = "xl/_rels/workbook.xml.rels", .text = rels},
            {.name = cases[i].entry,
             .text = "<worksheet " MAKE_MAIN "><sheetData>" ONE_CELL "</sheetData></worksheet>"}};
        trial = trial_xlsx(make_zip(parts, 4));
        cr_assert_eq(trial.book.n_sheets, cases[i].is_there, "%s", cases[i].target);
        cr_assert_eq(trial_count(&trial, DIAG_SHEET_LOST), !cases[i].is_there);
        trial_close(&trial);
    }
    trial.arena = NULL;
}

/* As zip -r ./ and others name them. */
Test(xlsx, item_4_entries_from_the_root_or_from_here) {
    static const char *const fronts[] = {"/", "./", ".//./"};
    for (size_t i = 0; i < 3; i++) {
        char names[4][80];
        static const char *const ends[] = {"_rels/.rels", "xl/workbook.xml",
                                           "xl/_rels/workbook.xml.rels", "xl/sheet.xml"};
        for (size_t k = 0; k < 4; k++) {
            snprintf(names[k], sizeof names[k], "%s%s", fronts[i], ends[k]);
        }
        struct make_part parts[] = {
            {.name = names[0],
             .text = RELATIONS(RELATION("r", MAKE_OFFICE "/officeDocument", "xl/workbook.xml"))},
            {.name = names[1],
             .text = WORKBOOK("<sheets><sheet name=\"S\" sheetId=\"1\" r:id=\"w\"/></sheets>")},
            {.name = names[2],
             .text = RELATIONS(RELATION("w", MAKE_OFFICE "/worksheet", "sheet.xml"))},
            {.name = names[3],
             .text = "<worksheet " MAKE_MAIN "><sheetData>" ONE_CELL "</sheetData></worksheet>"}};
        trial = trial_xlsx(make_zip(parts, 4));
        expect_found();
        trial_close(&trial);
    }
    trial.arena = NULL;
}

Test(xlsx, item_4_backslashes_and_case_in_entry_names) {
    struct make_part parts[] = {
        {.name = "_Rels\\.rels",
         .text = RELATIONS(RELATION("r", MAKE_OFFICE "/officeDocument", "xl/workbook.xml"))},
        {.name = "xl\\Workbook.xml",
         .text = WORKBOOK("<sheets><sheet name=\"S\" sheetId=\"1\" r:id=\"w\"/></sheets>")},
        {.name = "xl\\_rels\\workbook.xml.rels",
         .text = RELATIONS(RELATION("w", MAKE_OFFICE "/worksheet", "sheets/a.xml"))},
        {.name = "xl\\Sheets\\A.xml",
         .text = "<worksheet " MAKE_MAIN "><sheetData>" ONE_CELL "</sheetData></worksheet>"}};
    trial = trial_xlsx(make_zip(parts, 4));
    expect_found();
}

/* The workbook is where its relation says, whatever it is called. */
Test(xlsx, item_3_workbooks_by_other_names) {
    static const char *const names[][4] = {
        {"xl/workbook22.xml", "xl/_rels/workbook22.xml.rels", "xl/sheet.xml", "xl/workbook22.xml"},
        {"workbook.xml", "_rels/workbook.xml.rels", "sheet.xml", "/workbook.xml"},
        {"a/b.xml", "a/_rels/b.xml.rels", "a/sheet.xml", "./a/b.xml"}};
    for (size_t i = 0; i < 3; i++) {
        char rels[900];
        snprintf(rels, sizeof rels,
                 RELATIONS(RELATION("a", MAKE_OFFICE "/extended-properties", "docProps/app.xml")
                               RELATION("b", MAKE_OFFICE "/officeDocument", "%s")),
                 names[i][3]);
        struct make_part parts[] = {
            {.name = "_rels/.rels", .text = rels},
            {.name = names[i][0],
             .text = WORKBOOK("<sheets><sheet name=\"S\" sheetId=\"1\" r:id=\"w\"/></sheets>")},
            {.name = names[i][1],
             .text =
                 RELATIONS("<Relationship Id=\"x\" Type=\"" MAKE_OFFICE
                           "/worksheet\" Target=\"http://a/\" TargetMode=\"External\"/>" RELATION(
                               "w", MAKE_OFFICE "/worksheet", "sheet.xml"))},
            {.name = names[i][2],
             .text = "<worksheet " MAKE_MAIN "><sheetData>" ONE_CELL "</sheetData></worksheet>"}};
        trial = trial_xlsx(make_zip(parts, 4));
        expect_found();
        trial_close(&trial);
    }
    trial.arena = NULL;
}

Test(xlsx, item_3_lost_package_relationships_fall_back_on_the_usual_name) {
    read_book((struct make_book){.rels = "-", .sheet = "<sheetData>" ONE_CELL "</sheetData>"});
    expect_found();
}

Test(xlsx, item_5_order_is_the_workbooks_and_charts_are_skipped) {
    struct make_part parts[] = {
        {.name = "_rels/.rels",
         .text = RELATIONS(RELATION("r", MAKE_OFFICE "/officeDocument", "xl/workbook.xml"))},
        {.name = "xl/workbook.xml",
         .text = WORKBOOK("<sheets><sheet name=\"系统\" sheetId=\"7\" r:id=\"b\"/>"
                          "<sheet name=\"图\" sheetId=\"3\" r:id=\"c\"/>"
                          "<sheet name=\"单位\" sheetId=\"1\" r:id=\"a\"/></sheets>")},
        {.name = "xl/_rels/workbook.xml.rels",
         .text = RELATIONS(RELATION("a", MAKE_OFFICE "/worksheet", "worksheets/sheet1.xml")
                               RELATION("b", MAKE_OFFICE "/worksheet", "worksheets/sheet2.xml")
                                   RELATION("c", MAKE_OFFICE "/chartsheet", "chartsheets/c.xml"))},
        {.name = "xl/worksheets/sheet1.xml",
         .text = "<worksheet " MAKE_MAIN "><sheetData><row><c><v>1</v></c></row></sheetData>"
                 "</worksheet>"},
        {.name = "xl/worksheets/sheet2.xml",
         .text = "<worksheet " MAKE_MAIN "><sheetData><row><c><v>2</v></c></row></sheetData>"
                 "</worksheet>"},
        {.name = "xl/chartsheets/c.xml",
         .text = "<chartsheet " MAKE_MAIN "><sheetData><row><c><v>3</v></c></row></sheetData>"
                 "</chartsheet>"}};
    trial = trial_xlsx(make_zip(parts, 6));
    cr_assert(trial.is_read);
    cr_assert_eq(trial.book.n_sheets, 2);
    cr_assert(str_is(trial.book.sheets[0]->source->sheet, "系统"));
    cr_assert(str_is(trial.book.sheets[1]->source->sheet, "单位"));
    cr_assert(trial_has(&trial, "A1", READ_NUMBER, "2"));
    cr_assert(trial_rows(&trial, trial.book.sheets[1]));
    cr_assert(trial_has(&trial, "A1", READ_NUMBER, "1"));
}

/* Macro and dialog sheets by each of their types, and a sheet whose name needs escapes. */
Test(xlsx, item_5_sheets_of_other_kinds) {
    static const char *const types[] = {
        "http://schemas.microsoft.com/office/2006/relationships/xlMacrosheet",
        "http://schemas.microsoft.com/office/2006/relationships/xlIntlMacrosheet",
        MAKE_OFFICE "/dialogsheet", MAKE_OFFICE "/chartsheet",
        "http://purl.oclc.org/ooxml/officeDocument/relationships/chartsheet"};
    for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
        char rels[900];
        snprintf(rels, sizeof rels,
                 RELATIONS(RELATION("m", "%s", "macrosheets/sheet1.xml")
                               RELATION("w", MAKE_OFFICE "/worksheet", "worksheets/sheet1.xml")),
                 types[i]);
        struct make_part parts[] = {
            {.name = "_rels/.rels",
             .text = RELATIONS(RELATION("r", MAKE_OFFICE "/officeDocument", "xl/workbook.xml"))},
            {.name = "xl/workbook.xml",
             .text =
                 WORKBOOK("<sheets><sheet name=\"M\" sheetId=\"2\" r:id=\"m\"/>"
                          "<sheet name='A&amp;B\"&#x7CFB;' sheetId=\"1\" r:id=\"w\"/></sheets>")},
            {.name = "xl/_rels/workbook.xml.rels", .text = rels},
            {.name = "xl/macrosheets/sheet1.xml",
             .text = "<xm:macrosheet "
                     "xmlns:xm=\"http://schemas.microsoft.com/office/excel/2006/main\" " MAKE_MAIN
                     "><sheetData><row><c><v>9</v></c></row></sheetData></xm:macrosheet>"},
            {.name = "xl/worksheets/sheet1.xml",
             .text = "<worksheet " MAKE_MAIN "><sheetData>" ONE_CELL "</sheetData></worksheet>"}};
        trial = trial_xlsx(make_zip(parts, 5));
        expect_found();
        cr_assert_eq(trial.book.n_sheets, 1, "%s", types[i]);
        cr_assert(str_is(trial.book.sheets[0]->source->sheet, "A&B\"系"));
        cr_assert_eq(diag_n(trial.diag), 0);
        trial_close(&trial);
    }
    trial.arena = NULL;
}

/* Rows that a filter hid, groups that are shut, columns by words; a row is as hidden as it says,
 * whatever holds for rows that are not there. */
Test(xlsx, item_6_hidden_by_filters_groups_and_words) {
    read_book((struct make_book){
        .sheet =
            "<sheetPr filterMode=\"1\"/><sheetFormatPr defaultRowHeight=\"15\" zeroHeight=\"1\"/>"
            "<cols><col min=\"1\" max=\"1\" hidden=\"true\"/><col min=\"2\" max=\"2\" width=\"9\" "
            "outlineLevel=\"1\" collapsed=\"1\"/></cols><sheetData>"
            "<row r=\"1\"><c><v>1</v></c></row><row r=\"2\" hidden=\"true\" "
            "outlineLevel=\"1\"><c><v>2"
            "</v></c></row><row r=\"3\" ht=\"0.0\"><c><v>3</v></c></row><row r=\"4\" "
            "collapsed=\"1\">"
            "<c><v>4</v></c></row></sheetData><autoFilter ref=\"A1:A4\"><filterColumn "
            "colId=\"0\"><filters><filter val=\"1\"/></filters></filterColumn></autoFilter>"});
    cr_assert_not(trial_cell(&trial, "A1")->is_row_hidden);
    cr_assert(trial_cell(&trial, "A2")->is_row_hidden);
    cr_assert(trial_cell(&trial, "A3")->is_row_hidden);
    cr_assert_not(trial_cell(&trial, "A4")->is_row_hidden);
    cr_assert_eq(trial.book.sheets[0]->n_hidden_columns, 1);
}

Test(xlsx, item_6_hidden_sheets_rows_and_columns_are_read_and_flagged) {
    read_book((struct make_book){
        .workbook = WORKBOOK("<sheets><sheet name=\"S\" sheetId=\"1\" state=\"veryHidden\" "
                             "r:id=\"rId1\"/></sheets>"),
        .sheet = "<cols><col min=\"2\" max=\"3\" hidden=\"1\"/><col min=\"5\" max=\"5\" "
                 "width=\"0\" customWidth=\"1\"/><col min=\"6\" max=\"6\" width=\"9\"/></cols>"
                 "<sheetData><row r=\"1\"><c><v>1</v></c></row>"
                 "<row r=\"2\" hidden=\"1\"><c><v>2</v></c><c><v>3</v></c></row>"
                 "<row r=\"3\" ht=\"0\" customHeight=\"1\"><c><v>3</v></c></row>"
                 "<row r=\"4\" hidden=\"true\"/><row r=\"5\" hidden=\"0\" ht=\"20\">"
                 "<c><v>5</v></c></row></sheetData>"});
    const struct read_sheet *sheet = trial.book.sheets[0];
    cr_assert(sheet->is_hidden);
    cr_assert(trial_has(&trial, "A2", READ_NUMBER, "2"));
    cr_assert_not(trial_cell(&trial, "A1")->is_row_hidden);
    cr_assert(trial_cell(&trial, "A2")->is_row_hidden);
    cr_assert(trial_cell(&trial, "A3")->is_row_hidden);
    cr_assert_not(trial_cell(&trial, "A5")->is_row_hidden);
    cr_assert_eq(sheet->n_hidden_columns, 2);
    cr_assert_eq(sheet->hidden_columns[0].first, 2);
    cr_assert_eq(sheet->hidden_columns[0].last, 3);
    cr_assert_eq(sheet->hidden_columns[1].first, 5);
}

Test(xlsx, item_7_prefixed_elements) {
    read_book((struct make_book){
        .workbook = "<x:workbook xmlns:x=\"http://schemas.openxmlformats.org/spreadsheetml/2006/"
                    "main\" xmlns:rel=\"" MAKE_OFFICE "\"><x:sheets><x:sheet name=\"S\" "
                    "sheetId=\"1\" rel:id=\"rId1\"/></x:sheets></x:workbook>",
        .sheet_part = "<x:worksheet xmlns:x=\"http://schemas.openxmlformats.org/spreadsheetml/"
                      "2006/main\"><x:sheetData><x:row r=\"1\"><x:c r=\"A1\" t=\"inlineStr\">"
                      "<x:is><x:t>found</x:t></x:is></x:c></x:row></x:sheetData></x:worksheet>"});
    expect_found();
}

Test(xlsx, item_7_look_alikes_outside_the_table_are_not_read) {
    read_book((struct make_book){
        .sheet = "<sheetData>" ONE_CELL "</sheetData><controls><control><anchor><from><col>4</col>"
                 "<row>9</row></from></anchor></control></controls><extLst><ext><sheetData>"
                 "<row r=\"1\"><c r=\"A1\"><v>99</v></c></row></sheetData></ext></extLst>"});
    expect_found();
    cr_assert_eq(trial.n_cells, 1);
}

Test(xlsx, item_8_dimension_and_spans_are_not_believed) {
    read_book((struct make_book){.sheet = "<dimension ref=\"A1:XFD1048576\"/><sheetData>"
                                          "<row r=\"1\" spans=\"1:16384\"><c r=\"C1\"><v>1</v></c>"
                                          "</row></sheetData>"});
    cr_assert(trial_has(&trial, "C1", READ_NUMBER, "1"));
    cr_assert_eq(trial.n_cells, 1);
}

/* Whatever is counted or said beforehand, as much is read as there is. */
Test(xlsx, item_8_nothing_said_beforehand_is_believed) {
    static const char *const dimensions[] = {"",
                                             "<dimension/>",
                                             "<dimension ref=\"\"/>",
                                             "<dimension ref=\"A1\"/>",
                                             "<dimension ref=\"Z9:A1\"/>",
                                             "<dimension ref=\"#REF!\"/>"};
    for (size_t i = 0; i < sizeof dimensions / sizeof *dimensions; i++) {
        char sheet[600];
        snprintf(
            sheet, sizeof sheet,
            "%s<sheetData count=\"1\"><row r=\"3\" spans=\"1:1\"><c r=\"D3\" t=\"s\"><v>1</v></c>"
            "</row></sheetData><mergeCells count=\"99999999\"><mergeCell "
            "ref=\"A1:B1\"/></mergeCells>",
            dimensions[i]);
        read_book((struct make_book){
            .sheet = sheet,
            .strings = "<si><t>a</t></si><si><t>b</t></si>",
            .styles =
                "<numFmts count=\"4294967295\"/><cellXfs count=\"4294967295\"><xf/></cellXfs>"});
        cr_assert(trial_has(&trial, "D3", READ_TEXT, "b"), "%s", dimensions[i]);
        cr_assert_eq(trial.n_cells, 1);
        trial_close(&trial);
    }
    trial.arena = NULL;
}

Test(xlsx, item_10_strings_and_styles_may_be_absent) {
    read_data("<row r=\"1\"><c r=\"A1\" s=\"5\"><v>45351</v></c><c t=\"s\"><v>0</v></c></row>");
    cr_assert(trial_has(&trial, "A1", READ_NUMBER, "45351"));
    cr_assert(trial_has(&trial, "B1", READ_ERROR, "0"));
    cr_assert_eq(trial_count(&trial, DIAG_CELL_DAMAGED), 1);
}

/* Related, but not in the package: as if they were absent. */
Test(xlsx, item_10_strings_and_styles_may_be_lost) {
    read_book((struct make_book){
        .workbook_rels =
            RELATIONS(RELATION("rId1", MAKE_OFFICE "/worksheet", "worksheets/sheet1.xml")
                          RELATION("s", MAKE_OFFICE "/sharedStrings", "sharedStrings.xml")
                              RELATION("t", MAKE_OFFICE "/styles", "styles.xml")),
        .sheet =
            "<sheetData><row><c t=\"s\"><v>0</v></c><c s=\"1\"><v>7</v></c></row></sheetData>"});
    cr_assert(trial_has(&trial, "A1", READ_ERROR, "0"));
    cr_assert(trial_has(&trial, "B1", READ_NUMBER, "7"));
    cr_assert_eq(trial_count(&trial, DIAG_CELL_DAMAGED), 1);
}

/* Styles without a number, or with what is none, show the number; a definition without one is
 * nobody's, and least of all that of General. */
Test(xlsx, item_10_styles_that_name_no_format) {
    read_book((struct make_book){
        .styles = "<numFmts><numFmt numFmtId=\"x\" formatCode=\"yyyy\"/><numFmt "
                  "formatCode=\"yyyy\"/><numFmt numFmtId=\"-1\" formatCode=\"yyyy\"/>"
                  "<numFmt numFmtId=\"171\"/></numFmts><cellXfs><xf numFmtId=\"0\"/><xf/>"
                  "<xf numFmtId=\"zz\"/><xf numFmtId=\"171\"/><xf numFmtId=\"\"/></cellXfs>",
        .sheet = "<sheetData><row><c s=\"0\"><v>45351</v></c><c s=\"1\"><v>45351</v></c>"
                 "<c s=\"2\"><v>45351</v></c><c s=\"3\"><v>45351</v></c><c s=\"4\"><v>45351</v></c>"
                 "<c s=\"5\"><v>45351</v></c><c s=\"-1\"><v>45351</v></c></row></sheetData>"});
    static const char *const places[] = {"A1", "B1", "C1", "D1", "E1", "F1", "G1"};
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        cr_assert(trial_has(&trial, places[i], READ_NUMBER, "45351"), "%s", places[i]);
    }
}

Test(xlsx, item_11_marks_line_ends_and_odd_quotes) {
    read_book((struct make_book){
        .sheet_part = "\xEF\xBB\xBF<?xml version='1.0' encoding='utf-8'?>\r\n<worksheet " MAKE_MAIN
                      "><sheetData>\r\n<row r='1'><c r='A1' t='inlineStr'><is><t><![CDATA[fou]]>"
                      "nd</t></is></c><c r='B1'><v>4<!-- no -->2</v></c></row></sheetData>"
                      "</worksheet>"});
    expect_found();
    cr_assert(trial_has(&trial, "B1", READ_NUMBER, "42"));
}

Test(xlsx, item_12_document_type_is_refused) {
    read_book((struct make_book){
        .sheet_part = "<!DOCTYPE w [<!ENTITY a \"aaaa\">]><worksheet " MAKE_MAIN
                      "><sheetData><row r=\"1\"><c t=\"inlineStr\"><is><t>&a;</t></is></c></row>"
                      "</sheetData></worksheet>"});
    cr_assert(trial_refused(&trial, DIAG_FILE_DAMAGED));
    cr_assert(str_contains(reported(trial.diag, 0)->message, STR("DOCTYPE")));
}

/* One that no list of types covers either is a fault of every part alike. */
Test(xlsx, item_12_document_types_in_any_part) {
    static const struct make_book books[] = {
        {.strings = "<!DOCTYPE x [<!ENTITY a \"b\">]><si><t>&a;</t></si>"},
        {.styles = "<!DOCTYPE x><cellXfs/>"},
        {.workbook = "<!DOCTYPE w SYSTEM \"file:///etc/passwd\">" WORKBOOK(
             "<sheets><sheet name=\"S\" sheetId=\"1\" r:id=\"rId1\"/></sheets>")},
        {.workbook_rels = "<!DOCTYPE r>" RELATIONS(
             RELATION("rId1", MAKE_OFFICE "/worksheet", "worksheets/sheet1.xml"))},
        {.rels = "<!DOCTYPE r>" RELATIONS(
             RELATION("r", MAKE_OFFICE "/officeDocument", "xl/workbook.xml"))}};
    for (size_t i = 0; i < sizeof books / sizeof *books; i++) {
        read_book(books[i]);
        cr_assert(trial_refused(&trial, DIAG_FILE_DAMAGED), "%zu", i);
        /* inside the root it is bad syntax before it is anything else */
        cr_assert(i < 2 || str_contains(reported(trial.diag, 0)->message, STR("DOCTYPE")), "%zu",
                  i);
        trial_close(&trial);
    }
    trial.arena = NULL;
}

/* ---- places ---------------------------------------------------------------------------------- */

Test(xlsx, item_9_missing_places_count_on) {
    read_data("<row><c><v>1</v></c><c/><c><v>3</v></c></row><row/><row><c><v>4</v></c>"
              "<c r=\"D3\"><v>5</v></c><c><v>6</v></c></row>");
    cr_assert(trial_has(&trial, "A1", READ_NUMBER, "1"));
    cr_assert(trial_is_blank(&trial, "B1"));
    cr_assert(trial_has(&trial, "C1", READ_NUMBER, "3"));
    cr_assert(trial_has(&trial, "A3", READ_NUMBER, "4"));
    cr_assert(trial_has(&trial, "D3", READ_NUMBER, "5"));
    cr_assert(trial_has(&trial, "E3", READ_NUMBER, "6"));
}

Test(xlsx, item_9_lower_case_and_disorder) {
    read_data("<row r=\"5\"><c r=\"c5\"><v>3</v></c><c r=\"a5\"><v>1</v></c></row>"
              "<row r=\"2\"><c r=\"aB2\"><v>9</v></c></row>");
    cr_assert(trial_has(&trial, "A5", READ_NUMBER, "1"));
    cr_assert(trial_has(&trial, "C5", READ_NUMBER, "3"));
    cr_assert(trial_has(&trial, "AB2", READ_NUMBER, "9"));
    cr_assert_eq(trial.cells[0].row, 2);
    cr_assert_eq(diag_n(trial.diag), 0);
}

/* A row that does not say which is the one of its cells; a cell of another row than its own can be
 * read two ways, and is read in neither. */
Test(xlsx, item_9_cells_that_name_another_row) {
    read_data("<row><c r=\"A5\"><v>1</v></c><c><v>2</v></c></row><row><c><v>3</v></c></row>"
              "<row r=\"8\"><c r=\"A9\"><v>4</v></c><c><v>5</v></c><c r=\"D9\" s=\"1\"/></row>");
    cr_assert(trial_has(&trial, "A5", READ_NUMBER, "1"));
    cr_assert(trial_has(&trial, "B5", READ_NUMBER, "2"));
    cr_assert(trial_has(&trial, "A6", READ_NUMBER, "3"));
    cr_assert(trial_has(&trial, "A9", READ_ERROR, "4"));
    cr_assert(trial_has(&trial, "B8", READ_NUMBER, "5"));
    cr_assert_eq(trial_count(&trial, DIAG_CELL_DAMAGED), 1);
    cr_assert_eq(reported(trial.diag, 0)->origin.row, 9);
}

/* One row in two pieces, in any order; figures led by noughts. */
Test(xlsx, item_9_rows_in_pieces) {
    read_data(
        "<row r=\"0002\"><c r=\"C2\"><v>3</v></c></row><row r=\"2\"><c r=\"A002\"><v>1</v></c>"
        "<c><v>2</v></c></row>");
    cr_assert(trial_has(&trial, "A2", READ_NUMBER, "1"));
    cr_assert(trial_has(&trial, "B2", READ_NUMBER, "2"));
    cr_assert(trial_has(&trial, "C2", READ_NUMBER, "3"));
    cr_assert_eq(diag_n(trial.diag), 0);
}

Test(xlsx, item_9_repeated_cell_takes_the_last) {
    read_data("<row r=\"1\"><c r=\"A1\"><v>1</v></c><c r=\"A1\"><v>2</v></c></row>");
    cr_assert(trial_has(&trial, "A1", READ_NUMBER, "2"));
    cr_assert_eq(trial_count(&trial, DIAG_CELL_REPEATED), 1);
}

Test(xlsx, item_9_impossible_places_are_damage) {
    static const char *const rows[] = {
        "<row r=\"0\"><c><v>1</v></c></row>",
        "<row r=\"1048577\"><c><v>1</v></c></row>",
        "<row r=\"99999999999999999999\"><c><v>1</v></c></row>",
        "<row r=\"-1\"><c><v>1</v></c></row>",
        "<row r=\"1\"><c r=\"XFE1\"><v>1</v></c></row>",
        "<row r=\"1\"><c r=\"AAAA1\"><v>1</v></c></row>",
        "<row r=\"1\"><c r=\"A0\"><v>1</v></c></row>",
        "<row r=\"1\"><c r=\"A\"><v>1</v></c></row>",
        "<row r=\"1\"><c r=\"1\"><v>1</v></c></row>",
        "<row r=\"1\"><c r=\"A4294967297\"><v>1</v></c></row>",
        "<row r=\"1\"><c r=\"XFD1\"/><c><v>1</v></c></row>",
        "<row r=\"1048576\"/><row><c><v>1</v></c></row>",
        "<c><v>1</v></c>",
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        read_data(rows[i]);
        cr_assert(trial_refused(&trial, DIAG_FILE_DAMAGED), "%s", rows[i]);
        trial_close(&trial);
    }
    trial.arena = NULL;
}

Test(xlsx, last_place_of_a_sheet) {
    read_data("<row r=\"1048576\"><c r=\"XFD1048576\"><v>1</v></c></row>");
    cr_assert(trial_has(&trial, "XFD1048576", READ_NUMBER, "1"));
}

Test(xlsx, item_24_merges) {
    read_book((struct make_book){
        .sheet = "<sheetData><row r=\"1\"><c r=\"A1\"><v>1</v></c><c r=\"B1\"><v>2</v></c></row>"
                 "</sheetData><mergeCells count=\"3\"><mergeCell ref=\"A1:B3\"/>"
                 "<mergeCell ref=\"d9:c8\"/><mergeCell ref=\"F1\"/></mergeCells>"});
    const struct read_sheet *sheet = trial.book.sheets[0];
    cr_assert(sheet->has_merges);
    cr_assert_eq(read_merge_at(sheet, 3, 2)->last_row, 3);
    cr_assert_eq(read_merge_at(sheet, 9, 3)->first_row, 8);
    cr_assert_eq(read_merge_at(sheet, 8, 4)->last_column, 4);
    cr_assert_eq(read_merge_at(sheet, 1, 6)->last_column, 6);
    cr_assert_eq(trial_count(&trial, DIAG_CELL_UNDER_MERGE), 1);
    cr_assert(trial_is_blank(&trial, "B1"));
}

Test(xlsx, item_24_merge_over_everything) {
    read_book((struct make_book){.sheet = "<sheetData>" ONE_CELL "</sheetData><mergeCells>"
                                          "<mergeCell ref=\"A1:XFD1048576\"/></mergeCells>"});
    expect_found();
    cr_assert_not_null(read_merge_at(trial.book.sheets[0], 777777, 12345));
}

Test(xlsx, item_24_broken_merge_is_damage) {
    read_book((struct make_book){
        .sheet = "<sheetData/><mergeCells><mergeCell ref=\"A1:B0\"/></mergeCells>"});
    cr_assert(trial_refused(&trial, DIAG_FILE_DAMAGED));
}

/* ---- damage and limits ----------------------------------------------------------------------- */

Test(xlsx, zip_that_is_no_workbook) {
    struct make_part part = {.name = "readme.txt", .text = "hello"};
    trial = trial_xlsx(make_zip(&part, 1));
    cr_assert(trial_refused(&trial, DIAG_FILE_DAMAGED));
}

/* It costs the sheet, not the book. */
Test(xlsx, item_3_sheets_without_a_part_are_lost_alone) {
    static const char *const relations[] = {"r:id=\"\"", "r:id=\"rId9\"", "", "r:id=\"rId4\"",
                                            "r:id=\"rId5\""};
    for (size_t i = 0; i < sizeof relations / sizeof *relations; i++) {
        char workbook[600];
        snprintf(workbook, sizeof workbook,
                 WORKBOOK("<sheets><sheet name=\"lost\" sheetId=\"2\" %s/>"
                          "<sheet name=\"kept\" sheetId=\"1\" r:id=\"rId1\"/></sheets>"),
                 relations[i]);
        read_book((struct make_book){
            .sheet = "<sheetData>" ONE_CELL "</sheetData>",
            .workbook = workbook,
            .workbook_rels =
                RELATIONS(RELATION("rId1", MAKE_OFFICE "/worksheet", "worksheets/sheet1.xml")
                              RELATION("rId4", MAKE_OFFICE "/worksheet", "worksheets/none.xml")
                                  RELATION("rId5", MAKE_OFFICE "/worksheet", "workbook.xml"))});
        expect_found();
        cr_assert_eq(trial.book.n_sheets, 1);
        cr_assert_eq(trial_count(&trial, DIAG_SHEET_LOST), 1, "%zu", i);
        cr_assert(str_is(reported(trial.diag, 0)->origin.source->sheet, "lost"));
        trial_close(&trial);
    }
    trial = (struct trial){0};
}

Test(xlsx, half_a_sheet_is_damage) {
    read_book((struct make_book){.sheet_part = "<worksheet " MAKE_MAIN "><sheetData>" ONE_CELL
                                               "<row r=\"2\"><c r=\"A2\"><v>1</v>"});
    cr_assert(trial_refused(&trial, DIAG_FILE_DAMAGED));
    cr_assert(str_contains(reported(trial.diag, 0)->message, STR("xl/worksheets/sheet1.xml")));
}

Test(xlsx, truncated_file_is_damage_at_every_length) {
    struct str whole = make_rows(ONE_CELL);
    for (size_t len = 0; len < whole.len; len++) {
        struct trial cut = trial_book(str_slice(whole, 0, len));
        cr_assert(trial_refused(&cut, DIAG_FILE_DAMAGED), "%zu of %zu", len, whole.len);
        trial_close(&cut);
    }
    free((void *)(uintptr_t)whole.data);
}

/* Every byte of the file turned over, one at a time: never a crash, and what is read is right. */
Test(xlsx, any_flipped_byte_is_noticed_or_harmless) {
    struct str whole = make_rows(ONE_CELL);
    char *bytes = (char *)(uintptr_t)whole.data;
    for (size_t i = 0; i < whole.len; i++) {
        bytes[i] = (char)~bytes[i];
        struct trial flipped = trial_book(whole);
        if (flipped.is_read) {
            cr_assert(trial_has(&flipped, "A1", READ_TEXT, "found"), "byte %zu", i);
        } else {
            cr_assert_gt(diag_n_errors(flipped.diag), 0, "byte %zu", i);
        }
        trial_close(&flipped);
        bytes[i] = (char)~bytes[i];
    }
    free(bytes);
}

/* 64 MiB of blanks pack into 64 KB. */
Test(xlsx, bomb_in_a_sheet_ends_by_its_ratio) {
    size_t size = 8 << 20;
    char *blanks = malloc(size);
    memset(blanks, ' ', size);
    struct make_part parts[] = {
        {.name = "_rels/.rels",
         .text = RELATIONS(RELATION("r", MAKE_OFFICE "/officeDocument", "xl/workbook.xml"))},
        {.name = "xl/workbook.xml", .text = blanks, .size = size}};
    trial = trial_xlsx(make_zip(parts, 2));
    free(blanks);
    cr_assert(trial_refused(&trial, DIAG_FILE_LIMIT));
}

/* One shared string of 1,000,000 bytes used 400 times is more text than a file may hand out, though
 * it packs and inflates within every other limit. */
Test(xlsx, text_handed_out_is_counted_with_its_repeats) {
    size_t size = 1000000;
    char *strings = malloc(size + 64);
    size_t at = (size_t)sprintf(strings, "<si><t>");
    for (size_t i = 0; i < size; i++) {
        strings[at + i] = (char)('a' + i * 7919 / 13 % 26);
    }
    strcpy(strings + at + size, "</t></si>");
    struct buf rows = {.arena = arena_open(NULL)};
    buf_add_c(&rows, "<sheetData><row>");
    for (int i = 0; i < 400; i++) {
        buf_add_c(&rows, "<c t=\"s\"><v>0</v></c>");
    }
    buf_add_c(&rows, "</row></sheetData>");
    const char *sheet = str_to_c(rows.arena, buf_str(&rows));
    read_book((struct make_book){.sheet = sheet, .strings = strings});
    free(strings);
    arena_close(rows.arena);
    cr_assert(trial_refused(&trial, DIAG_FILE_LIMIT));
}

Test(xlsx, merges_are_limited) {
    struct buf sheet = {.arena = arena_open(NULL)};
    buf_add_c(&sheet, "<sheetData/><mergeCells>");
    for (int i = 1; i <= 100001; i++) {
        buf_format(&sheet, "<mergeCell ref=\"A%d:B%d\"/>", i, i);
    }
    buf_add_c(&sheet, "</mergeCells>");
    read_book((struct make_book){.sheet = str_to_c(sheet.arena, buf_str(&sheet))});
    arena_close(sheet.arena);
    cr_assert(trial_refused(&trial, DIAG_FILE_LIMIT));
}

Test(xlsx, sheets_are_limited) {
    struct buf workbook = {.arena = arena_open(NULL)};
    buf_add_c(&workbook, "<workbook " MAKE_MAIN " xmlns:r=\"" MAKE_OFFICE "\"><sheets>");
    for (int i = 1; i <= 1025; i++) {
        buf_format(&workbook, "<sheet name=\"s%d\" sheetId=\"%d\" r:id=\"rId1\"/>", i, i);
    }
    buf_add_c(&workbook, "</sheets></workbook>");
    read_book((struct make_book){.workbook = str_to_c(workbook.arena, buf_str(&workbook))});
    arena_close(workbook.arena);
    cr_assert(trial_refused(&trial, DIAG_FILE_LIMIT));
}

/* A million blank styled cells are no cells. */
Test(xlsx, blank_styled_cells_cost_nothing) {
    struct buf sheet = {.arena = arena_open(NULL)};
    buf_add_c(&sheet, "<sheetData>");
    for (int row = 0; row < 2000; row++) {
        buf_add_c(&sheet, "<row>");
        for (int i = 0; i < 25; i++) {
            buf_format(&sheet, "<c s=\"%d\"/>", row * 31 % 17 + i);
        }
        buf_add_c(&sheet, "</row>");
    }
    buf_add_c(&sheet, "</sheetData>");
    read_book((struct make_book){.sheet = str_to_c(sheet.arena, buf_str(&sheet))});
    arena_close(sheet.arena);
    cr_assert(trial.is_read);
    cr_assert_eq(trial.n_cells, 0);
    /* what the package itself costs, with what inflating holds */
    cr_assert_lt(arena_used(trial.arena), 200000);
}

/* Text with some bytes replaced by what XML and cells are made of; the same on every machine. */
static char *mutate(const char *text, unsigned *state) {
    static const char letters[] = "<>/\"=&;:0189-+.eE_xsrtvcfAZ \n[]!";
    char *copy = strdup(text);
    size_t len = strlen(copy);
    for (unsigned i = 0; i < 1 + *state % 3; i++) {
        *state = *state * 1103515245U + 12345U;
        size_t at = (*state >> 8) % len;
        *state = *state * 1103515245U + 12345U;
        copy[at] = letters[(*state >> 8) % (sizeof letters - 1)];
    }
    return copy;
}

/* Parts broken anywhere: read or refused with a reason, never neither. */
Test(xlsx, broken_parts_are_read_or_refused) {
    static const char strings[] = "<si><t>a_x0041_b</t></si><si><r><t>c</t></r><rPh><t>d</t></rPh>"
                                  "</si><si/>";
    static const char styles[] =
        "<numFmts><numFmt numFmtId=\"176\" formatCode=\"[=0]0;[&gt;40000]yyyy-m-d;0\"/></numFmts>"
        "<cellXfs><xf numFmtId=\"14\"/><xf numFmtId=\"176\"/></cellXfs>";
    static const char sheet[] =
        "<cols><col min=\"1\" max=\"2\" hidden=\"1\"/></cols><sheetData><row r=\"1\" ht=\"0\">"
        "<c r=\"A1\" s=\"1\"><v>45351.5</v></c><c r=\"B1\" t=\"s\"><v>1</v></c><c t=\"b\"><v>1</v>"
        "</c><c t=\"inlineStr\"><is><t>x</t></is></c><c t=\"d\"><v>2024-01-05T08:00</v></c>"
        "<c t=\"str\"><f>A1</f><v>y</v></c></row></sheetData><mergeCells>"
        "<mergeCell ref=\"A1:B3\"/></mergeCells>";
    unsigned state = 7;
    size_t n_read = 0, n_rounds = 1500;
    for (size_t i = 0; i < n_rounds; i++) {
        char *a = mutate(strings, &state), *b = mutate(styles, &state), *c = mutate(sheet, &state);
        read_book((struct make_book){.strings = i % 3 == 0 ? a : strings,
                                     .styles = i % 3 == 1 ? b : styles,
                                     .sheet = i % 3 == 2 ? c : sheet});
        cr_assert_eq(trial.is_read, diag_n_errors(trial.diag) == 0);
        n_read += trial.is_read;
        trial_close(&trial);
        free(a);
        free(b);
        free(c);
    }
    trial.arena = NULL;
    cr_assert_gt(n_read, n_rounds / 10);
    cr_assert_lt(n_read, n_rounds * 9 / 10);
}

/* A thousand sheets on one small part would be read for ever; no program writes that. */
Test(xlsx, sheets_that_share_a_part_are_refused) {
    trial = trial_xlsx(make_book((struct make_book){
        .workbook = WORKBOOK("<sheets><sheet name=\"a\" sheetId=\"1\" r:id=\"rId1\"/>"
                             "<sheet name=\"b\" sheetId=\"2\" r:id=\"rId1\"/></sheets>")}));
    cr_assert(trial_refused(&trial, DIAG_FILE_DAMAGED));
    cr_assert(str_contains(reported(trial.diag, 0)->message, STR("工作表“b”与另一工作表共用部件")));
}

/* ---- names of ours ----------------------------------------------------------------------------
 */

Test(xlsx, names_hidden_by_us_are_read_and_no_others) {
    read_book((struct make_book){
        .workbook = WORKBOOK(
            "<sheets><sheet name=\"Sheet1\" sheetId=\"1\" r:id=\"rId1\"/></sheets><definedNames>"
            "<definedName name=\"_dengbao_a\" hidden=\"1\">'it''s'!$A$1</definedName>"
            "<definedName name=\"_dengbao_b\">Plain!$A$1</definedName>"
            "<definedName name=\"_dengbao_c\">\"2007-1\"</definedName>"
            "<definedName name=\"_dengbao_d\">#REF!</definedName>"
            "<definedName name=\"Other\">Sheet1!$A$1</definedName></definedNames>"),
        .sheet = "<sheetData>" ONE_CELL "</sheetData>"});
    cr_assert(trial.is_read);
    static const char *const names[] = {"_dengbao_a", "_dengbao_b", "_dengbao_c", "_dengbao_d"};
    static const char *const texts[] = {"it's", "Plain", "2007-1", "#REF"};
    cr_assert_eq(trial.book.n_names, 4);
    for (size_t i = 0; i < 4; i++) {
        cr_assert(str_is(trial.book.names[i].name, names[i]));
        cr_assert(str_is(trial.book.names[i].text, texts[i]), "%s", texts[i]);
    }
}
