/* What files are by their bytes, whatever their names say (item 1 of the notes on ingest). */
#include "read/make_xls.h"
#include "read/make_xlsx.h"
#include "read/sniff.h"
#include "read/trial.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct trial trial;

static void set_up(void) {
    trial = trial_open();
}

static void tear_down(void) {
    trial_close(&trial);
}

TestSuite(sniff, .init = set_up, .fini = tear_down);

static bool is_kind(struct str bytes, enum sniff_kind want) {
    enum sniff_kind got = sniff_bytes(trial.arena, bytes);
    if (got != want) {
        struct str a = sniff_name(got), b = sniff_name(want);
        fprintf(stderr, "got %" STR_FMT ", want %" STR_FMT "\n", STR_ARG(a), STR_ARG(b));
    }
    return got == want;
}

static bool is_zip_kind(const char *name, const char *text, enum sniff_kind want) {
    struct make_part part = {.name = name, .text = text, .is_stored = true};
    struct str bytes = make_zip(&part, 1);
    bool is_right = is_kind(bytes, want);
    free((void *)(uintptr_t)bytes.data);
    return is_right;
}

/* The head of an OLE file with a directory entry of that name. */
static struct str ole(const char *stream) {
    char *bytes = arena_alloc(trial.arena, 2048, 1);
    memcpy(bytes, "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", 8);
    for (size_t i = 0; stream[i]; i++) {
        bytes[1024 + 2 * i] = stream[i];
    }
    return (struct str){bytes, 2048};
}

Test(sniff, workbooks) {
    struct str book = make_rows("<row><c><v>1</v></c></row>");
    cr_assert(is_kind(book, SNIFF_XLSX));
    free((void *)(uintptr_t)book.data);
    cr_assert(is_zip_kind("xl\\Workbook.xml", "x", SNIFF_XLSX));
    cr_assert(is_zip_kind("xl/workbook.bin", "x", SNIFF_XLSB));
}

Test(sniff, truncated_workbook_is_still_one) {
    struct str book = make_rows("<row><c><v>1</v></c></row>");
    cr_assert(is_kind(str_slice(book, 0, book.len / 2), SNIFF_XLSX));
    cr_assert(is_kind(str_slice(book, 0, 10), SNIFF_XLSX));
    free((void *)(uintptr_t)book.data);
}

Test(sniff, other_zips) {
    cr_assert(is_zip_kind("word/document.xml", "x", SNIFF_DOCX));
    cr_assert(is_zip_kind("ppt/presentation.xml", "x", SNIFF_PPTX));
    cr_assert(is_zip_kind("book.xlsx", "PK", SNIFF_ZIP));
    cr_assert(is_zip_kind("OFD.xml", "x", SNIFF_OFD));
    cr_assert(is_zip_kind("Index/CalculationEngine.iwa", "x", SNIFF_NUMBERS));
    cr_assert(is_zip_kind("mimetype", "application/vnd.oasis.opendocument.spreadsheet", SNIFF_ODS));
}

Test(sniff, ole_files) {
    cr_assert(is_kind(ole("Workbook"), SNIFF_XLS));
    cr_assert(is_kind(ole("Book"), SNIFF_XLS));
    cr_assert(is_kind(ole("EncryptedPackage"), SNIFF_ENCRYPTED));
    cr_assert(is_kind(ole("WordDocument"), SNIFF_DOC));
    cr_assert(is_kind(ole("PowerPoint Document"), SNIFF_PPT));
    cr_assert(is_kind(STR("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"), SNIFF_XLS));
}

static enum sniff_kind kind_of_entries(const struct make_entry *entries, size_t n) {
    struct make_ole made = {.entries = entries, .n_entries = n};
    return sniff_bytes(trial.arena, make_ole(trial.arena, &made));
}

/* A workbook that holds a letter is a workbook; a letter that holds a workbook is none. */
Test(sniff, item_1_embedded_documents) {
    const struct make_entry workbook[] = {{.name = "MBD1", .is_storage = true, .n_inside = 1},
                                          {.name = "WordDocument", .bytes = STR("x")},
                                          {.name = "WORKBOOK", .bytes = STR("x")}};
    const struct make_entry letter[] = {{.name = "WordDocument", .bytes = STR("x")},
                                        {.name = "ObjectPool", .is_storage = true, .n_inside = 1},
                                        {.name = "Workbook", .bytes = STR("x")}};
    const struct make_entry mail[] = {{.name = "__properties_version1.0", .bytes = STR("x")}};
    const struct make_entry drawing[] = {{.name = "VisioDocument", .bytes = STR("x")}};
    const struct make_entry encrypted[] = {{.name = "EncryptionInfo", .bytes = STR("x")},
                                           {.name = "EncryptedPackage", .bytes = STR("x")}};
    cr_assert_eq(kind_of_entries(workbook, 3), SNIFF_XLS);
    cr_assert_eq(kind_of_entries(letter, 3), SNIFF_DOC);
    cr_assert_eq(kind_of_entries(mail, 1), SNIFF_MAIL);
    cr_assert_eq(kind_of_entries(drawing, 1), SNIFF_OLE);
    cr_assert_eq(kind_of_entries(encrypted, 2), SNIFF_ENCRYPTED);
}

Test(sniff, item_31_streams_of_records) {
    cr_assert(is_kind(STR("\x09\0\4\0\2\0\x10\0\x0A\0\0\0"), SNIFF_BIFF_2));
    cr_assert(is_kind(STR("\x09\2\6\0\0\0\x10\0\0\0\x0A\0\0\0"), SNIFF_BIFF_3));
    cr_assert(is_kind(STR("\x09\4\6\0\0\0\0\1\0\0\x0A\0\0\0"), SNIFF_BIFF_4));
    cr_assert(is_kind(STR("\x09\x08\x08\0\0\0\x10\0\0\0\0\0\x0A\0\0\0"), SNIFF_XLS));
    cr_assert(is_kind(STR("\x09\t\ta\tb\n\t\t\t\n"), SNIFF_CSV));
}

Test(sniff, marks) {
    cr_assert(is_kind(STR("%PDF-1.7\n%\xE2\xE3\xCF\xD3\n1 0 obj"), SNIFF_PDF));
    cr_assert(is_kind(STR("\x89PNG\r\n\x1A\n"), SNIFF_IMAGE));
    cr_assert(is_kind(STR("\xFF\xD8\xFF\xE0..JFIF"), SNIFF_IMAGE));
    cr_assert(is_kind(STR("Rar!\x1A\x07"), SNIFF_ARCHIVE));
    cr_assert(is_kind(STR("{\\rtf1\\ansi"), SNIFF_RTF));
    cr_assert(is_kind(STR("MSCF\0\0\0\0"), SNIFF_ARCHIVE));
    cr_assert(is_kind(STR("\0\1\0\0Standard Jet DB\0"), SNIFF_DATABASE));
    cr_assert(is_kind(STR("SQLite format 3\0"), SNIFF_DATABASE));
    cr_assert(is_kind(STR("L\0\0\0\x01\x14\x02\0\0\0\0\0\xC0\0\0\0"), SNIFF_SHORTCUT));
    cr_assert(is_kind(STR("MZ\x90\0\3\0\0\0\4\0\0\0\xFF\xFF\0\0"), SNIFF_PROGRAM));
    cr_assert(is_kind(STR("BM\x36\0\0\0\0\0\0\0\x36\0\0\0\x28\0"), SNIFF_IMAGE));
    cr_assert(is_kind(STR("RIFF\x24\0\0\0WEBPVP8 \1\2\3\4"), SNIFF_IMAGE));
    cr_assert(is_kind(STR("\0\0\0\x18"
                          "ftypheic\0\0\0\0"),
                      SNIFF_IMAGE));
    cr_assert(is_kind(STR("BM,MZ\n1,2\n"), SNIFF_CSV), "letters that two marks begin with");
}

/* What browsers, desktops and mail programs leave behind. */
Test(sniff, letters_and_shortcuts_that_are_text) {
    cr_assert(is_kind(STR("[InternetShortcut]\r\nURL=http://a/\r\n"), SNIFF_SHORTCUT));
    cr_assert(is_kind(STR("From: <Saved by Blink>\r\nSubject: x\r\nMIME-Version: 1.0\r\n"
                          "Content-Type: multipart/related;\r\n"),
                      SNIFF_MHTML));
    cr_assert(
        is_kind(STR("MIME-Version: 1.0\r\nContent-Location: file:///C:/a.htm\r\n"), SNIFF_MHTML));
    cr_assert(is_kind(STR("Received: from a\r\nFrom: b\r\nTo: c\r\nMIME-Version: 1.0\r\n"
                          "Content-Type: multipart/related\r\n"),
                      SNIFF_MAIL));
    cr_assert(is_kind(STR("From,To\r\na,b\r\n"), SNIFF_CSV));
    cr_assert(is_kind(STR("date:,mime-version\r\na,b\r\n"), SNIFF_CSV));
}

/* Sheets that old programs write as lines of commands: never taken for lists. */
Test(sniff, item_1_sheets_as_commands) {
    cr_assert(is_kind(STR("ID;PWXL;N;E\r\nP;PGeneral\r\nC;Y1;X1;K\"a\"\r\nE\r\n"), SNIFF_SYLK));
    cr_assert(is_kind(STR("ID;PCALCOOO32\nB;Y2;X2\nC;Y1;X1;K1\nE\n"), SNIFF_SYLK));
    cr_assert(is_kind(STR("TABLE\r\n0,1\r\n\"EXCEL\"\r\nVECTORS\r\n0,1\r\n\"\"\r\n"), SNIFF_DIF));
    cr_assert(is_kind(STR("ID;Projekt\n1;a\n"), SNIFF_CSV));
    cr_assert(is_kind(STR("ID;PN\n7;a\n"), SNIFF_CSV));
    cr_assert(is_kind(STR("ID,P\nC,1\n"), SNIFF_CSV));
    cr_assert(is_kind(STR("ID;P"), SNIFF_CSV));
    cr_assert(is_kind(STR("TABLE\n0,1\n2,3\n"), SNIFF_CSV));
    cr_assert(is_kind(STR("table"), SNIFF_CSV));
}

Test(sniff, markup_named_as_workbook) {
    cr_assert(is_kind(STR("<html><body><table><tr><td>1</td></tr></table>"), SNIFF_HTML));
    cr_assert(is_kind(STR("\xEF\xBB\xBF\r\n  <TABLE border=1>"), SNIFF_HTML));
    cr_assert(is_kind(STR("<!DOCTYPE HTML PUBLIC \"x\"><html>"), SNIFF_HTML));
    cr_assert(is_kind(STR("<?xml version=\"1.0\"?><html xmlns=\"x\">"), SNIFF_HTML));
    cr_assert(is_kind(STR("<?xml version=\"1.0\"?>\n<?mso-application progid=\"Excel.Sheet\"?>\n"
                          "<Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\">"),
                      SNIFF_XML_2003));
    cr_assert(is_kind(STR("<?xml version=\"1.0\"?><ss:Workbook "
                          "xmlns:ss=\"urn:schemas-microsoft-com:office:spreadsheet\">"),
                      SNIFF_XML_2003));
    cr_assert(is_kind(STR("<?xml version=\"1.0\"?><note/>"), SNIFF_XML));
    cr_assert(is_kind(STR("<script>location='/login'</script>"), SNIFF_HTML));
    cr_assert(is_kind(STR("\xEF\xBB\xBF{\"code\":401}\r\n"), SNIFF_JSON));
    cr_assert(is_kind(STR("[{\"a\":1},{\"a\":2}]"), SNIFF_JSON));
    cr_assert(is_kind(STR("{\"a\",b\n1,2\n"), SNIFF_CSV));
    cr_assert(is_kind(STR("{\r\n  \"code\" : 401\r\n}\r\n"), SNIFF_JSON));
    cr_assert(is_kind(STR("[\n  {\n \"a\": 1}\n]"), SNIFF_JSON));
    cr_assert(is_kind(STR("[ \"a\", \"b\" ]"), SNIFF_JSON));
    cr_assert(is_kind(STR("[]"), SNIFF_JSON));
    cr_assert(is_kind(STR("[1]类,b\n1,[2]"), SNIFF_CSV));
    cr_assert(is_kind(STR("<?xml version=\"1.0\"?><office:document "
                          "office:mimetype=\"application/vnd.oasis.opendocument.spreadsheet\">"),
                      SNIFF_ODS));
    cr_assert(is_kind(STR("<?xml version=\"1.0\"?><w:wordDocument "
                          "xmlns:w=\"http://schemas.microsoft.com/office/word/2003/wordml\">"),
                      SNIFF_DOCX));
}

Test(sniff, markup_in_utf16) {
    static const char html[] = "\xFF\xFE<\0h\0t\0m\0l\0>\0";
    static const char answer[] = "{\0\n\0 \0\"\0a\0\"\0:\0"
                                 "1\0\n\0}\0\r\0\n\0";
    static const char large[] = "\xFE\xFF\0[\0{\0\"\0a\0\"\0:\0"
                                "1\0}\0]";
    cr_assert(is_kind((struct str){html, sizeof html - 1}, SNIFF_HTML));
    cr_assert(is_kind((struct str){answer, sizeof answer - 1}, SNIFF_JSON));
    cr_assert(is_kind((struct str){large, sizeof large - 1}, SNIFF_JSON));
}

Test(sniff, text_in_any_encoding) {
    static const char wide[] = "\xFF\xFE"
                               "a\0,\0b\0\n\0";
    static const char bare[] = "a\0,\0b\0\n\0c\0,\0d\0\n\0";
    static const char padded[] = "a,b\nc,d\n\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0";
    cr_assert(is_kind(STR("单位名称,等级\n"), SNIFF_CSV));
    cr_assert(is_kind(STR("a\tb\nc\td\n"), SNIFF_CSV));
    cr_assert(is_kind(STR("\xB5\xA5\xCE\xBB,\xB5\xC8\xBC\xB6\n"), SNIFF_CSV));
    cr_assert(is_kind((struct str){wide, sizeof wide - 1}, SNIFF_CSV));
    cr_assert(is_kind((struct str){bare, sizeof bare - 1}, SNIFF_CSV));
    cr_assert(is_kind((struct str){padded, sizeof padded - 1}, SNIFF_CSV));
    cr_assert(is_kind(STR("nom,pr\xE9nom\n"), SNIFF_CSV));
    cr_assert(is_kind(STR("x"), SNIFF_CSV));
}

Test(sniff, nothing) {
    cr_assert(is_kind(STR(""), SNIFF_EMPTY));
    cr_assert(is_kind(STR("\xEF\xBB\xBF"), SNIFF_EMPTY));
    cr_assert(is_kind(STR("\xFF\xFE"), SNIFF_EMPTY));
    cr_assert(is_kind(STR(" \r\n\t"), SNIFF_EMPTY));
    cr_assert(is_kind(STR("\0\0\0\0"), SNIFF_EMPTY));
}

Test(sniff, binary) {
    static const char elf[] = "\x7F"
                              "ELF\x02\x01\x01\0\0\0\0\0\0\0\0\0\x03\0>\0\x01\0\0\0";
    cr_assert(is_kind((struct str){elf, sizeof elf - 1}, SNIFF_BINARY));
    cr_assert(is_kind(STR("\x01\x02\x03\x04\x05\x06\x07"), SNIFF_BINARY));
    cr_assert(is_kind(STR("\x01\x02\x03 junk before %PDF-1.4"), SNIFF_PDF));
}

Test(sniff, every_kind_has_a_name_in_ascii) {
    for (int kind = 0; kind <= SNIFF_BINARY; kind++) {
        struct str label = sniff_name((enum sniff_kind)kind);
        cr_assert_gt(label.len, 0);
        for (size_t i = 0; i < label.len; i++) {
            cr_assert_gt(label.data[i], 0x1F);
        }
    }
}
