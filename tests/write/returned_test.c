/* Marks in a sender's workbook: what is changed, that everything else stays byte for byte, that a
 * second return does not pile up on the first, and what is refused. */
#include "write/returned/package.h"
#include "write/returned/scan.h"
#include "write/write.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>

#define MAIN   "xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\""
#define R      "xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\""
#define OFFICE "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
#define RELS   "xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\""

static struct arena *arena;

static void run_out(size_t size) {
    (void)size;
    abort();
}

static void begin(void) {
    arena = arena_open(run_out);
}

static void end(void) {
    arena_close(arena);
}

TestSuite(returned, .init = begin, .fini = end);

/* A sender's book; parts that are NULL are the usual ones. */
struct sent {
    const char *cells, *before, *behind, *sheet_rels, *workbook, *styles, *comments, *drawing;
};

static const char usual_workbook[] =
    "<workbook " MAIN " " R
    "><bookViews><workbookView firstSheet=\"1\" activeTab=\"1\"/></bookViews>"
    "<sheets><sheet name=\"系统\" sheetId=\"7\" r:id=\"rId1\"/>"
    "<sheet name=\"其他\" sheetId=\"9\" r:id=\"rId2\"/></sheets><definedNames>"
    "<definedName name=\"_xlnm.Print_Titles\" localSheetId=\"1\">其他!$1:$1</definedName>"
    "</definedNames><calcPr calcId=\"1\"/></workbook>";
static const char usual_styles[] =
    "<styleSheet " MAIN "><fonts count=\"1\"><font><sz val=\"12\"/></font></fonts>"
    "<fills count=\"3\"><fill><patternFill patternType=\"none\"/></fill>"
    "<fill><patternFill patternType=\"gray125\"/></fill>"
    "<fill><patternFill patternType=\"solid\"><fgColor theme=\"4\"/><bgColor indexed=\"64\"/>"
    "</patternFill></fill></fills><borders count=\"1\"><border/></borders>"
    "<cellXfs count=\"2\"><xf numFmtId=\"14\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\"/>"
    "<xf numFmtId=\"0\" fontId=\"0\" fillId=\"2\" borderId=\"0\" xfId=\"0\" "
    "applyFill=\"1\"/></cellXfs>"
    "</styleSheet>";

static struct str make(struct sent sent) {
    struct package package = {.arena = arena};
    struct buf buf = {.arena = arena};
    package_add(&package, STR("[Content_Types].xml"),
                STR("<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">"
                    "<Default Extension=\"xml\" ContentType=\"application/xml\"/></Types>"));
    package_add(&package, STR("_rels/.rels"),
                STR("<Relationships " RELS "><Relationship Id=\"rId1\" Type=\"" OFFICE
                    "/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"));
    package_add(&package, STR("xl/workbook.xml"),
                str_from_c(sent.workbook ? sent.workbook : usual_workbook));
    package_add(&package, STR("xl/_rels/workbook.xml.rels"),
                STR("<Relationships " RELS "><Relationship Id=\"rId1\" Type=\"" OFFICE
                    "/worksheet\" Target=\"worksheets/sheet1.xml\"/><Relationship Id=\"rId2\" "
                    "Type=\"" OFFICE "/worksheet\" Target=\"/xl/worksheets/sheet2.xml\"/>"
                    "<Relationship Id=\"rId3\" Type=\"" OFFICE
                    "/styles\" Target=\"styles.xml\"/></Relationships>"));
    package_add(&package, STR("xl/styles.xml"),
                str_from_c(sent.styles ? sent.styles : usual_styles));
    package_add(&package, STR("xl/worksheets/sheet1.xml"),
                str_format(arena,
                           "<worksheet " MAIN " " R ">%s<sheetData>%s</sheetData>%s"
                           "</worksheet>",
                           sent.before ? sent.before : "", sent.cells ? sent.cells : "",
                           sent.behind ? sent.behind : ""));
    package_add(&package, STR("xl/worksheets/sheet2.xml"),
                STR("<worksheet " MAIN "><sheetViews><sheetView tabSelected=\"1\" "
                    "workbookViewId=\"0\"/></sheetViews><sheetData/></worksheet>"));
    package_add(&package, STR("xl/media/image1.png"), STR("\x89PNG no text"));
    if (sent.sheet_rels) {
        package_add(
            &package, STR("xl/worksheets/_rels/sheet1.xml.rels"),
            str_format(arena, "<Relationships " RELS ">%s</Relationships>", sent.sheet_rels));
        package_add(&package, STR("xl/comments1.xml"), str_from_c(sent.comments));
        package_add(&package, STR("xl/drawings/vmlDrawing1.vml"), str_from_c(sent.drawing));
    }
    cr_assert(package_write(&package, &buf));
    return buf_str(&buf);
}

static bool mark_cells(struct str book, const struct mark *marks, size_t n, struct str *bytes) {
    static struct workbook workbook;
    workbook = (struct workbook){0};
    struct sheet *list = sheet_add(arena, &workbook, STR("修改清单"));
    struct workbook_name *names = ARENA_ARRAY(arena, struct workbook_name, 2);
    sheet_text(arena, list, 0, 0, STR("题"), STYLE_TITLE);
    sheet_text(arena, list, 1, 0, STR("数"), STYLE_HEADER);
    sheet_text(arena, list, 2, 1, STR("甲"), STYLE_BODY);
    list->header_rows = 2;
    list->filter_column = 1;
    names[0] = (struct workbook_name){STR("_dengbao_aside_list"), list, STR("")};
    names[1] = (struct workbook_name){STR("_dengbao_return"), NULL, STR("abc")};
    const struct marking marking = {.marks = marks,
                                    .n_marks = n,
                                    .list = list,
                                    .names = names,
                                    .n_names = 2,
                                    .author = STR("我们"),
                                    .divider = STR("—— 退回 ——")};
    return write_marked(arena, book, &marking, bytes);
}

static struct str mark_them(struct str book, const struct mark *marks, size_t n) {
    struct str bytes = {0};
    cr_assert(mark_cells(book, marks, n, &bytes));
    return bytes;
}

/* A part of a book; empty if it is not there. */
static struct str part(struct str book, const char *name) {
    struct package package;
    struct str text = {0};
    cr_assert(package_open(arena, book, &package));
    struct package_part *found = package_find(&package, str_from_c(name));
    if (found && found->size && found->packed.len && str_ends(found->name, STR(".png"))) {
        return found->packed;
    }
    cr_assert(!found || package_text(&package, found, &text));
    return text;
}

static bool has(struct str text, const char *what) {
    if (!str_contains(text, str_from_c(what))) {
        fprintf(stderr, "no %s in:\n%.*s\n", what, (int)text.len, text.data);
        return false;
    }
    return true;
}

static size_t count(struct str text, const char *what) {
    size_t n = 0;
    for (size_t at = 0; (at = str_find(text, str_from_c(what), at)) != SIZE_MAX; at++) {
        n++;
    }
    return n;
}

#define SHEET "xl/worksheets/sheet1.xml"
#define C4                                                                                         \
    "<row r=\"4\" spans=\"1:3\"><c r=\"A4\"><v>1</v></c><c r=\"C4\" s=\"1\" "                      \
    "t=\"str\"><v>x</v></c></row>"

static struct mark at(uint32_t row, uint32_t column, enum mark_tone tone, const char *comment) {
    return (struct mark){STR("系统"), row, column, tone, str_from_c(comment)};
}

Test(returned, cells_get_a_style_and_keep_what_they_hold) {
    const struct mark marks[] = {at(2, 2, MARK_ERROR, "甲"), at(4, 2, MARK_WARNING, "乙"),
                                 at(4, 3, MARK_ERROR, "丙"), at(4, 5, MARK_NOTE, ""),
                                 at(9, 1, MARK_NOTE, "丁")};
    struct str bytes = mark_them(make((struct sent){.cells = C4}), marks, 5);
    struct str sheet = part(bytes, SHEET);
    cr_assert(has(sheet, "<sheetData><row r=\"2\"><c r=\"B2\" s=\"2\"/></row>"
                         "<row r=\"4\" spans=\"1:3\"><c r=\"A4\"><v>1</v></c><c r=\"B4\" s=\"3\"/>"
                         "<c r=\"C4\" s=\"4\" t=\"str\"><v>x</v></c><c r=\"E4\" s=\"5\"/></row>"
                         "<row r=\"9\"><c r=\"A9\" s=\"5\"/></row></sheetData>"));
    struct str styles = part(bytes, "xl/styles.xml");
    cr_assert(has(
        styles,
        "<xf applyFill=\"1\" numFmtId=\"14\" fontId=\"0\" fillId=\"3\" borderId=\"0\" xfId=\"0\""));
    cr_assert(has(styles, "<fgColor rgb=\"FFF8CBAE\"/><bgColor theme=\"4\"/>"));
    cr_assert(has(styles, "<fgColor rgb=\"FFF8CBAE\"/><bgColor indexed=\"64\"/>"));
}

Test(returned, what_is_not_marked_goes_byte_for_byte) {
    const struct mark mark = at(1, 1, MARK_ERROR, "甲");
    struct str book = make((struct sent){.cells = C4});
    struct str bytes = mark_them(book, &mark, 1);
    cr_assert(str_equal(part(book, "xl/media/image1.png"), part(bytes, "xl/media/image1.png")));
    struct str other = part(bytes, "xl/worksheets/sheet2.xml");
    cr_assert(has(other, "<sheetView workbookViewId=\"0\"/></sheetViews><sheetData/></worksheet>"));
    cr_assert(str_equal(bytes, mark_them(book, &mark, 1)), "same input, other bytes");
}

Test(returned, our_sheet_stands_first_and_sheets_are_counted_on) {
    struct str bytes = mark_them(make((struct sent){.cells = C4}), NULL, 0);
    struct str book = part(bytes, "xl/workbook.xml");
    cr_assert(
        has(book, "<sheets><sheet xmlns:dbr=\"" OFFICE "\" name=\"修改清单\" sheetId=\"10\""));
    cr_assert(has(book, "activeTab=\"0\""));
    cr_assert(!str_contains(book, STR("firstSheet")));
    cr_assert(has(book, "localSheetId=\"2\">其他!$1:$1"));
    cr_assert(has(book, "_FilterDatabase\" localSheetId=\"0\" hidden=\"1\">'修改清单'!$A$2:$B$3<"));
    cr_assert(has(part(bytes, "xl/worksheets/sheetDengbao1.xml"), "<autoFilter ref=\"A2:B3\"/>"));
    cr_assert(has(book, "hidden=\"1\">'修改清单'!$A$1</definedName>"));
    cr_assert(has(book, "hidden=\"1\">\"abc\"</definedName></definedNames><calcPr"));
    cr_assert(has(part(bytes, "xl/worksheets/sheetDengbao1.xml"), "tabSelected=\"1\""));
    cr_assert(has(part(bytes, "[Content_Types].xml"), "/xl/worksheets/sheetDengbao1.xml"));
}

Test(returned, a_sheet_of_the_senders_with_our_name_is_another) {
    struct str bytes =
        mark_them(make((struct sent){.workbook = "<workbook " MAIN " " R
                                                 "><sheets><sheet name=\"修改清单\" sheetId=\"1\" "
                                                 "r:id=\"rId1\"/></sheets></workbook>"}),
                  NULL, 0);
    cr_assert(has(part(bytes, "xl/workbook.xml"), "name=\"修改清单2\" sheetId=\"2\""));
    cr_assert(has(part(bytes, "xl/workbook.xml"), ">'修改清单2'!$A$1<"));
}

Test(returned, a_second_return_takes_the_marks_of_the_first_off) {
    const struct mark first[] = {at(4, 1, MARK_ERROR, "甲"), at(4, 3, MARK_WARNING, "乙")};
    const struct mark second = at(4, 1, MARK_ERROR, "又");
    struct str once = mark_them(make((struct sent){.cells = C4}), first, 2);
    struct str twice = mark_them(once, &second, 1);
    struct str thrice = mark_them(twice, &second, 1);
    struct str styles = part(twice, "xl/styles.xml"), sheet = part(twice, SHEET);
    cr_assert_eq(count(part(twice, "xl/workbook.xml"), "修改清单\" sheetId"), 1);
    cr_assert_eq(count(part(twice, "xl/workbook.xml"), "_dengbao_return"), 1);
    cr_assert_eq(count(part(twice, "xl/workbook.xml"), "_FilterDatabase"), 1);
    cr_assert_eq(count(sheet, "<c r=\"C4\" s=\"1\""), 1, "the sender's own colour is back");
    cr_assert_eq(count(part(twice, "xl/commentsDengbao1.xml"), "<comment "), 1);
    cr_assert(has(part(twice, "xl/commentsDengbao1.xml"), ">又</t>"));
    cr_assert_eq(count(part(twice, "xl/drawings/vmlDrawingDengbao1.vml"), "<v:shape "), 1);
    cr_assert_eq(count(part(thrice, "xl/styles.xml"), "<xf "), count(styles, "<xf "));
    cr_assert_eq(count(part(thrice, "xl/styles.xml"), "<fill>"), count(styles, "<fill>"));
}

#define NOTE_RELS                                                                                  \
    "<Relationship Id=\"rId1\" Type=\"" OFFICE "/comments\" Target=\"../comments1.xml\"/>"         \
    "<Relationship Id=\"rId2\" Type=\"" OFFICE                                                     \
    "/vmlDrawing\" Target=\"../drawings/vmlDrawing1.vml\"/>"
#define NOTES                                                                                      \
    "<comments " MAIN "><authors><author>张三</author></authors><commentList>"                   \
    "<comment ref=\"A4\" "                                                                         \
    "authorId=\"0\"><text><t>待核</t></text></comment></commentList></comments>"
#define BOXES                                                                                      \
    "<xml xmlns:v=\"urn:schemas-microsoft-com:vml\" xmlns:o=\"urn:schemas-microsoft-com:office:"   \
    "office\" xmlns:x=\"urn:schemas-microsoft-com:office:excel\"><v:shape id=\"_x0000_s1030\">"    \
    "<x:ClientData ObjectType=\"Note\"><x:Row>3</x:Row><x:Column>0</x:Column></x:ClientData>"      \
    "</v:shape></xml>"

static struct str with_notes(void) {
    return make((struct sent){.cells = C4,
                              .behind = "<legacyDrawing r:id=\"rId2\"/>",
                              .sheet_rels = NOTE_RELS,
                              .comments = NOTES,
                              .drawing = BOXES});
}

Test(returned, the_senders_comments_stay_beside_ours) {
    const struct mark marks[] = {at(4, 1, MARK_ERROR, "甲<"), at(4, 3, MARK_ERROR, "乙")};
    struct str once = mark_them(with_notes(), marks, 2);
    struct str notes = part(once, "xl/comments1.xml"),
               boxes = part(once, "xl/drawings/vmlDrawing1.vml");
    cr_assert(has(notes, "<author>张三</author><author>我们</author>"));
    cr_assert(
        has(notes, "<t>待核</t><r><t xml:space=\"preserve\">\n—— 退回 ——\n甲&lt;</t></r></text>"));
    cr_assert(has(notes, "<comment ref=\"C4\" authorId=\"1\">"));
    cr_assert_eq(count(boxes, "<v:shape "), 2);
    cr_assert(has(boxes, "_x0000_s1031"));
    cr_assert_eq(count(part(once, SHEET), "legacyDrawing"), 1);
    struct str twice = mark_them(once, NULL, 0);
    cr_assert(has(part(twice, "xl/comments1.xml"), "<text><t>待核</t></text>"));
    cr_assert_eq(count(part(twice, "xl/comments1.xml"), "<comment "), 1);
    cr_assert_eq(count(part(twice, "xl/drawings/vmlDrawing1.vml"), "<v:shape "), 1);
}

Test(returned, drop_downs_stay_and_the_drawing_stands_where_it_must) {
    const struct mark mark = at(4, 1, MARK_ERROR, "甲");
    struct str sheet = part(
        mark_them(make((struct sent){.cells = C4,
                                     .behind = "<dataValidations count=\"1\"><dataValidation "
                                               "type=\"list\"/></dataValidations><pageMargins/>"
                                               "<tableParts count=\"0\"/><extLst><ext/></extLst>"}),
                  &mark, 1),
        SHEET);
    cr_assert(has(sheet,
                  "<dataValidations count=\"1\"><dataValidation type=\"list\"/></dataValidations>"
                  "<pageMargins/><legacyDrawing xmlns:dbr=\"" OFFICE "\" dbr:id=\"rIdDengbao2\"/>"
                  "<tableParts"));
}

Test(returned, looks_of_columns_reach_cells_that_are_made) {
    const struct mark mark = at(5, 2, MARK_ERROR, "甲");
    struct str bytes = mark_them(
        make((struct sent){.cells = C4,
                           .before = "<cols><col min=\"2\" max=\"3\" style=\"1\"/></cols>"}),
        &mark, 1);
    cr_assert(has(part(bytes, "xl/styles.xml"), "<bgColor theme=\"4\"/>"));
}

Test(returned, prefixed_elements_are_understood) {
    const struct mark mark = at(1, 1, MARK_ERROR, "甲");
    struct scan_tag tag;
    struct scan scan = {.text = STR("<x:a b='1>2'><!-- <c> --><![CDATA[<d>]]><x:e/></x:a>")};
    cr_assert(scan_next(&scan, &tag) && str_is(tag.local, "a") && str_is(scan_prefix(&tag), "x:"));
    cr_assert(scan_next(&scan, &tag) && str_is(tag.local, "e") && tag.is_empty && tag.depth == 2);
    cr_assert(scan_next(&scan, &tag) && tag.is_end && tag.depth == 1);
    cr_assert(!scan_next(&scan, &tag) && !scan.is_broken);
    (void)mark;
}

Test(returned, a_book_that_is_not_understood_is_refused) {
    const struct mark mark = at(1, 1, MARK_ERROR, "甲");
    static const struct sent odd[] = {
        {.cells = "<row r=\"3\"/><row r=\"2\"/>"},
        {.cells = "<row r=\"3\"><c r=\"B3\"/><c r=\"A3\"/></row>"},
        {.cells = "<row r=\"3\"><c r=\"B4\"/></row>"},
        {.cells = "<row r=\"3\"><c r=\"B3\">"},
        {.cells = "<!DOCTYPE a>"},
        {.cells = "", .styles = "<styleSheet " MAIN "/>"},
        {.cells = "",
         .workbook = "<workbook xmlns=\"http://purl.oclc.org/ooxml/a\"><sheets><sheet "
                     "name=\"a\" id=\"rId1\"/></sheets></workbook>"},
        {.cells = "",
         .workbook = "<workbook><sheets><sheet name=\"a\" id=\"rId8\"/></sheets></workbook>"},
        {.cells = "", .behind = "<legacyDrawing r:id=\"rId9\"/>"},
    };
    struct str bytes;
    for (size_t i = 0; i < sizeof odd / sizeof odd[0]; i++) {
        cr_assert(!mark_cells(make(odd[i]), &mark, 1, &bytes), "case %zu", i);
    }
    struct str book = make((struct sent){.cells = C4});
    cr_assert(!mark_cells((struct str){0}, &mark, 1, &bytes));
    for (size_t size = 0; size < book.len; size += 7) {
        cr_assert(!mark_cells(str_slice(book, 0, size), &mark, 1, &bytes));
    }
}

Test(returned, damage_anywhere_is_harmless) {
    const struct mark mark = at(4, 1, MARK_ERROR, "甲");
    struct str book = with_notes(), bytes;
    char *copy = str_to_c(arena, book);
    for (size_t i = 0; i < book.len; i += 3) {
        struct arena *whole = arena;
        arena = arena_open_like(whole);
        copy[i] = (char)(copy[i] ^ 0x55);
        mark_cells((struct str){copy, book.len}, &mark, 1, &bytes);
        copy[i] = book.data[i];
        arena_close(arena);
        arena = whole;
    }
}

Test(returned, a_plain_book_can_be_marked_too) {
    struct workbook workbook = {0};
    struct sheet *sheet = sheet_add(arena, &workbook, STR("系统"));
    struct str book;
    const struct mark mark = at(1, 2, MARK_ERROR, "甲");
    sheet_text(arena, sheet, 0, 0, STR("00123"), STYLE_BODY);
    sheet_number(arena, sheet, 0, 1, 12.5, STYLE_BODY);
    cr_assert(write_plain(arena, &workbook, &book));
    struct str text = part(mark_them(book, &mark, 1), SHEET);
    cr_assert(has(text, "<t xml:space=\"preserve\">00123</t>"));
    cr_assert(has(text, "<v>12.5</v>"));
    cr_assert(!str_contains(text, STR("tabSelected")));
}
