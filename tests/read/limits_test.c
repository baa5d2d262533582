/* Each limit of one file (notes on ingest, 7) is passed by a file, which is refused with the
 * message of that limit and no other. Those of time, memory and output stand in apart_test.c and
 * tests/checks/apart.sh, those of one CSV record in tests/base/csv_test.c, those of a tag in
 * xml_test.c. */
#include "read/make_xls.h"
#include "read/make_xlsx.h"
#include "read/trial.h"
#include "reported.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct arena *arena;
static struct trial trial;

static void stop(size_t size) {
    cr_assert_fail("no memory for %zu bytes", size);
}

static void set_up(void) {
    arena = arena_open(stop);
    trial = trial_open();
}

static void tear_down(void) {
    trial_close(&trial);
    arena_close(arena);
}

TestSuite(limits, .init = set_up, .fini = tear_down, .timeout = 300);

/* Refused by that limit, with these words of it. */
static bool is_limited(enum diag_word word, const char *most) {
    const struct diag_item *item = reported_id(trial.diag, DIAG_FILE_LIMIT, 0);
    struct str wanted = diag_word(arena, word, str_from_c(most));
    bool is_right = trial_refused(&trial, DIAG_FILE_LIMIT) && str_contains(item->message, wanted);
    if (item && !is_right) {
        fprintf(stderr, "%" STR_FMT "\n", STR_ARG(item->message));
    }
    return is_right;
}

static void read_package(struct str bytes) {
    trial_close(&trial);
    trial = trial_xlsx(bytes);
}

static void read_page(const char *name, const struct buf *page) {
    trial_close(&trial);
    trial = trial_any(name, buf_str(page));
}

/* A text of so many bytes. */
static void add_long(struct buf *buf, size_t size) {
    for (size_t i = 0; i < size; i++) {
        buf_add_byte(buf, (unsigned char)('a' + i * 7919 / 13 % 26));
    }
}

/* Stored, so that no ratio comes first. */
static void read_stored(const char *name, const struct buf *part) {
    const char *root = "<Relationships " MAKE_RELS "><Relationship Id=\"r\" Type=\"" MAKE_OFFICE
                       "/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>";
    const char *book =
        "<workbook " MAKE_MAIN " xmlns:r=\"" MAKE_OFFICE "\"><sheets><sheet name=\"s\" "
        "sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>";
    const char *inner =
        "<Relationships " MAKE_RELS "><Relationship Id=\"rId1\" Type=\"" MAKE_OFFICE
        "/worksheet\" Target=\"sheet.xml\"/><Relationship Id=\"rId2\" Type=\"" MAKE_OFFICE
        "/sharedStrings\" Target=\"strings.xml\"/><Relationship Id=\"rId3\" Type=\"" MAKE_OFFICE
        "/styles\" Target=\"styles.xml\"/></Relationships>";
    struct make_part parts[] = {
        {.name = "_rels/.rels", .text = root},
        {.name = "xl/workbook.xml", .text = book},
        {.name = "xl/_rels/workbook.xml.rels", .text = inner},
        {.name = "xl/sheet.xml", .text = "<worksheet " MAKE_MAIN "><sheetData/></worksheet>"},
        {.name = "xl/strings.xml", .text = "<sst " MAKE_MAIN "/>"},
        {.name = "xl/styles.xml", .text = "<styleSheet " MAKE_MAIN "/>"}};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        if (strcmp(parts[i].name, name) == 0) {
            parts[i] = (struct make_part){
                .name = name, .text = part->data, .size = part->len, .is_stored = true};
        }
    }
    read_package(make_zip(parts, sizeof parts / sizeof *parts));
}

Test(limits, parts_and_relations_of_a_package) {
    struct make_part *parts = ARENA_ARRAY(arena, struct make_part, 2001);
    for (int i = 0; i < 2001; i++) {
        struct str name = str_format(arena, "part%d", i);
        parts[i] = (struct make_part){.name = str_to_c(arena, name), .text = "x"};
    }
    read_package(make_zip(parts, 2001));
    cr_assert(is_limited(DIAG_WORD_LIMIT_PARTS, "2000"));
    struct buf relations = {.arena = arena};
    buf_add_c(&relations, "<Relationships " MAKE_RELS ">");
    for (int i = 0; i < 10001; i++) {
        buf_format(&relations, "<Relationship Id=\"r%d\" Type=\"t\" Target=\"a\"/>", i);
    }
    buf_add_c(&relations, "</Relationships>");
    read_stored("xl/_rels/workbook.xml.rels", &relations);
    cr_assert(is_limited(DIAG_WORD_LIMIT_RELATIONS, "10000"));
}

Test(limits, a_part_of_a_package_that_is_mostly_air) {
    struct buf blanks = {.arena = arena};
    while (blanks.len < 8 << 20) {
        buf_add_c(&blanks, "                                ");
    }
    struct make_part part = {.name = "xl/workbook.xml", .text = blanks.data, .size = blanks.len};
    read_package(make_zip(&part, 1));
    cr_assert(is_limited(DIAG_WORD_LIMIT_RATIO, "xl/workbook.xml"));
}

Test(limits, shared_strings_and_formats) {
    struct buf strings = {.arena = arena}, styles = {.arena = arena}, codes = {.arena = arena};
    buf_add_c(&strings, "<sst " MAKE_MAIN ">");
    for (int i = 0; i < 4000001; i++) {
        buf_add_c(&strings, "<si/>");
    }
    buf_add_c(&strings, "</sst>");
    read_stored("xl/strings.xml", &strings);
    cr_assert(is_limited(DIAG_WORD_LIMIT_STRINGS, "4000000"));
    buf_add_c(&styles, "<styleSheet " MAKE_MAIN "><cellXfs>");
    buf_add_c(&codes, "<styleSheet " MAKE_MAIN "><numFmts>");
    for (int i = 0; i < 65537; i++) {
        buf_add_c(&styles, "<xf/>");
        buf_format(&codes, "<numFmt numFmtId=\"%d\" formatCode=\"0\"/>", i + 200);
    }
    buf_add_c(&styles, "</cellXfs></styleSheet>");
    buf_add_c(&codes, "</numFmts></styleSheet>");
    read_stored("xl/styles.xml", &styles);
    cr_assert(is_limited(DIAG_WORD_LIMIT_FORMATS, "65536"));
    read_stored("xl/styles.xml", &codes);
    cr_assert(is_limited(DIAG_WORD_LIMIT_FORMATS, "65536"));
}

Test(limits, merges_of_every_dialect) {
    struct buf sheet = {.arena = arena}, page = {.arena = arena}, xml = {.arena = arena};
    buf_add_c(&sheet, "<sheetData/><mergeCells>");
    buf_add_c(&page, "<table>");
    buf_add_c(&xml, "<?xml version=\"1.0\"?><Workbook "
                    "xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\" "
                    "xmlns:ss=\"urn:schemas-microsoft-com:office:spreadsheet\"><Worksheet "
                    "ss:Name=\"a\"><Table>");
    for (int i = 1; i <= 100001; i++) {
        buf_format(&sheet, "<mergeCell ref=\"A%d:B%d\"/>", i, i);
        buf_add_c(&page, "<tr><td colspan=2>a");
        buf_add_c(&xml, "<Row><Cell ss:MergeAcross=\"1\"/></Row>");
    }
    buf_add_c(&sheet, "</mergeCells>");
    buf_add_c(&page, "</table>");
    buf_add_c(&xml, "</Table></Worksheet></Workbook>");
    read_package(make_book((struct make_book){.sheet = str_to_c(arena, buf_str(&sheet))}));
    cr_assert(is_limited(DIAG_WORD_LIMIT_MERGES, "100000"));
    read_page("a.html", &page);
    cr_assert(is_limited(DIAG_WORD_LIMIT_MERGES, "100000"));
    read_page("a.xml", &xml);
    cr_assert(is_limited(DIAG_WORD_LIMIT_MERGES, "100000"));
}

Test(limits, sheets_of_a_workbook) {
    struct buf workbook = {.arena = arena};
    buf_add_c(&workbook, "<workbook " MAKE_MAIN " xmlns:r=\"" MAKE_OFFICE "\"><sheets>");
    for (int i = 1; i <= 1025; i++) {
        buf_format(&workbook, "<sheet name=\"s%d\" sheetId=\"%d\" r:id=\"rId1\"/>", i, i);
    }
    buf_add_c(&workbook, "</sheets></workbook>");
    read_package(make_book((struct make_book){.workbook = str_to_c(arena, buf_str(&workbook))}));
    cr_assert(is_limited(DIAG_WORD_LIMIT_SHEETS, "1024"));
}

Test(limits, text_of_one_cell_in_every_dialect) {
    struct buf sheet = {.arena = arena}, shared = {.arena = arena}, page = {.arena = arena},
               xml = {.arena = arena};
    buf_add_c(&sheet, "<worksheet " MAKE_MAIN "><sheetData><row><c t=\"inlineStr\"><is><t>");
    add_long(&sheet, (1 << 20) + 100);
    buf_add_c(&sheet, "</t></is></c></row></sheetData></worksheet>");
    buf_add_c(&shared, "<sst " MAKE_MAIN "><si><t>");
    add_long(&shared, (1 << 20) + 100);
    buf_add_c(&shared, "</t></si></sst>");
    buf_add_c(&page, "<table><tr><td>");
    add_long(&page, (1 << 20) + 100);
    buf_add_c(&page, "</table>");
    buf_add_c(&xml, "<?xml version=\"1.0\"?><Workbook "
                    "xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\" "
                    "xmlns:ss=\"urn:schemas-microsoft-com:office:spreadsheet\"><Worksheet "
                    "ss:Name=\"a\"><Table><Row><Cell><Data ss:Type=\"String\">");
    add_long(&xml, (1 << 20) + 100);
    buf_add_c(&xml, "</Data></Cell></Row></Table></Worksheet></Workbook>");
    read_stored("xl/sheet.xml", &sheet);
    cr_assert(is_limited(DIAG_WORD_LIMIT_CELL_TEXT, "1048576"));
    read_stored("xl/strings.xml", &shared);
    cr_assert(is_limited(DIAG_WORD_LIMIT_CELL_TEXT, "1048576"));
    read_page("a.html", &page);
    cr_assert(is_limited(DIAG_WORD_LIMIT_CELL_TEXT, "1048576"));
    read_page("a.xml", &xml);
    cr_assert(is_limited(DIAG_WORD_LIMIT_CELL_TEXT, "1048576"));
}

/* Records of an old workbook that come once for each of a kind. */
enum { XLS_XF = 0xE0, XLS_FORMAT = 0x41E, XLS_STRINGS = 0xFC, XLS_MERGES = 0xE5 };

/* Reads an old workbook with one sheet, or so many, and these records. */
static void read_old(const struct buf *globals, const struct buf *records, size_t n_sheets) {
    struct make_xls_sheet *sheets = ARENA_ARRAY(arena, struct make_xls_sheet, n_sheets);
    for (size_t i = 0; i < n_sheets; i++) {
        struct str name = str_format(arena, "s%zu", i);
        sheets[i] = (struct make_xls_sheet){.name = str_to_c(arena, name),
                                            .records = i == 0 ? buf_str(records) : STR("")};
    }
    struct make_xls made = {.globals = buf_str(globals), .sheets = sheets, .n_sheets = n_sheets};
    trial_close(&trial);
    trial = trial_xls(make_xls(arena, &made));
}

Test(limits, sheets_formats_merges_and_strings_of_an_old_workbook) {
    struct buf none = {.arena = arena}, styles = {.arena = arena}, codes = {.arena = arena},
               merges = {.arena = arena}, strings = {.arena = arena}, table = {.arena = arena};
    read_old(&none, &none, 1025);
    cr_assert(is_limited(DIAG_WORD_LIMIT_SHEETS, "1024"));
    for (unsigned i = 0; i < 65537; i++) {
        MAKE_WORDS(&styles, XLS_XF, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
        struct buf code = {.arena = arena};
        make_u16(&code, 164 + i % 60000);
        make_u16(&code, 1);
        make_characters(&code, STR("0"));
        make_record(&codes, XLS_FORMAT, buf_str(&code));
    }
    read_old(&styles, &none, 1);
    cr_assert(is_limited(DIAG_WORD_LIMIT_FORMATS, "65536"));
    read_old(&codes, &none, 1);
    cr_assert(is_limited(DIAG_WORD_LIMIT_FORMATS, "65536"));
    for (unsigned i = 0; i < 100001; i++) {
        MAKE_WORDS(&merges, XLS_MERGES, 1, i % 65536, i % 65536, i / 65536 * 2, i / 65536 * 2 + 1);
    }
    read_old(&none, &merges, 1);
    cr_assert(is_limited(DIAG_WORD_LIMIT_MERGES, "100000"));
    make_u32(&table, 4000001);
    make_u32(&table, 4000001);
    for (int i = 0; i < 4000001; i++) {
        make_u16(&table, 0);
        make_u8(&table, 0);
    }
    make_record(&strings, XLS_STRINGS, buf_str(&table));
    read_old(&strings, &none, 1);
    cr_assert(is_limited(DIAG_WORD_LIMIT_STRINGS, "4000000"));
}

/* One text of a million bytes, named 300 times, is more than may be handed out. */
Test(limits, text_handed_out_is_counted_with_its_repeats) {
    struct buf strings = {.arena = arena}, sheet = {.arena = arena};
    buf_add_c(&strings, "<si><t>");
    add_long(&strings, 1000000);
    buf_add_c(&strings, "</t></si>");
    buf_add_c(&sheet, "<sheetData><row>");
    for (int i = 0; i < 300; i++) {
        buf_add_c(&sheet, "<c t=\"s\"><v>0</v></c>");
    }
    buf_add_c(&sheet, "</row></sheetData>");
    read_package(make_book((struct make_book){.sheet = str_to_c(arena, buf_str(&sheet)),
                                              .strings = str_to_c(arena, buf_str(&strings))}));
    cr_assert(is_limited(DIAG_WORD_LIMIT_CELLS, "20000000"));
}

Test(limits, rows_of_a_list_and_of_a_page) {
    struct buf list = {.arena = arena}, page = {.arena = arena};
    buf_add_c(&page, "<table>");
    for (int i = 0; i < 1048577; i++) {
        buf_add_c(&list, "a,b\n");
        buf_add_c(&page, "<tr>");
    }
    buf_add_c(&page, "<td>a</table>");
    read_page("a.csv", &list);
    cr_assert(is_limited(DIAG_WORD_LIMIT_ROWS, "1048576"));
    read_page("a.html", &page);
    cr_assert(is_limited(DIAG_WORD_LIMIT_ROWS, "1048576"));
}

Test(limits, rows_out_of_order_that_must_be_held) {
    struct buf list = {.arena = arena};
    buf_add_c(&list, "<worksheet " MAKE_MAIN "><sheetData>");
    for (int row = 40; row > 0; row--) {
        buf_format(&list, "<row r=\"%d\">", row);
        for (int i = 0; i < 16000; i++) {
            buf_add_c(&list, "<c><v>1</v></c>");
        }
        buf_add_c(&list, "</row>");
    }
    buf_add_c(&list, "</sheetData></worksheet>");
    read_stored("xl/sheet.xml", &list);
    cr_assert(is_limited(DIAG_WORD_LIMIT_SCRAMBLED, "500000"));
}

/* Fields of a record: the message of a list stands at its line. */
Test(limits, fields_of_a_record) {
    struct buf list = {.arena = arena};
    for (int i = 0; i < 17000; i++) {
        buf_add_c(&list, ",x");
    }
    read_page("a.csv", &list);
    cr_assert(trial_refused(&trial, DIAG_CSV_LIMIT));
    struct str wanted = diag_word(arena, DIAG_WORD_CSV_FIELDS, STR("16384"));
    cr_assert(str_contains(reported_id(trial.diag, DIAG_CSV_LIMIT, 0)->message, wanted));
}
