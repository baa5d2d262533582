/* Tells what a file is from its bytes: marks at the start, names in its directory, or the look of
 * text. */
#include "read/sniff.h"

#include "read/bytes.h"
#include "read/encoding.h"
#include "read/ole.h"
#include "read/zip.h"

#include <string.h>

/* Bytes of the start that markup is looked for in, and that text is judged by. */
#define N_HEAD   4096U
#define N_SAMPLE 65536U
/* An OLE file's directory entries hold names of at most 32 UTF-16 units. */
#define OLE_NAME 64U

/* A mark at the very start. */
struct signature {
    struct str bytes;
    enum sniff_kind kind;
};

static bool holds(struct str bytes, struct str part) {
    return str_contains(bytes, part);
}

/* ---- OLE ------------------------------------------------------------------------------------- */

/* The name of a stream stands in the directory as UTF-16LE, ended by a NUL. */
static bool has_stream(struct str bytes, const char *name) {
    char wide[OLE_NAME] = {0};
    size_t len = 0;
    for (; name[len]; len++) {
        wide[2 * len] = name[len];
    }
    return holds(bytes, (struct str){wide, 2 * len + 2});
}

/* By names as they stand in the bytes: for files whose directory is broken. Without any it may have
 * been a workbook. */
static enum sniff_kind sniff_broken_ole(struct str bytes) {
    if (has_stream(bytes, "EncryptedPackage")) {
        return SNIFF_ENCRYPTED;
    }
    return has_stream(bytes, "WordDocument")          ? SNIFF_DOC
           : has_stream(bytes, "PowerPoint Document") ? SNIFF_PPT
                                                      : SNIFF_XLS;
}

/* Documents embedded in a workbook, and workbooks in a document, are not at the top. */
static enum sniff_kind sniff_ole(struct arena *arena, struct str bytes) {
    const struct ole *ole = ole_open(arena, bytes);
    if (!ole) {
        return sniff_broken_ole(bytes);
    }
    if (ole_has(ole, "EncryptedPackage")) {
        return SNIFF_ENCRYPTED;
    }
    return ole_has(ole, "Workbook") || ole_has(ole, "Book") ? SNIFF_XLS
           : ole_has(ole, "WordDocument")                   ? SNIFF_DOC
           : ole_has(ole, "PowerPoint Document")            ? SNIFF_PPT
           : ole_has(ole, "__properties_version1.0")        ? SNIFF_MAIL
                                                            : SNIFF_OLE;
}

/* A stream of records that no OLE file is round begins with BOF, which says whose it is (MS-XLS
 * 2.4.21 and its forerunners). */
static enum sniff_kind sniff_records(struct str bytes) {
    enum { BOF_2 = 0x0009, BOF_3 = 0x0209, BOF_4 = 0x0409, BOF_5 = 0x0809 };
    unsigned type = bytes_u16(bytes, 0), size = bytes_u16(bytes, 2);
    if (size < 4 || size > 16 || bytes.len < 8U + size) {
        return SNIFF_BINARY;
    }
    return type == BOF_2   ? SNIFF_BIFF_2
           : type == BOF_3 ? SNIFF_BIFF_3
           : type == BOF_4 ? SNIFF_BIFF_4
           : type == BOF_5 ? SNIFF_XLS
                           : SNIFF_BINARY;
}

/* ---- zip ------------------------------------------------------------------------------------- */

/* By names as they stand in the bytes: for zips whose directory is gone. */
static enum sniff_kind sniff_broken_zip(struct str bytes) {
    if (holds(bytes, STR("xl/")) || holds(bytes, STR("[Content_Types].xml"))) {
        return SNIFF_XLSX;
    }
    if (holds(bytes, STR("word/"))) {
        return SNIFF_DOCX;
    }
    return holds(bytes, STR("ppt/")) ? SNIFF_PPTX : SNIFF_XLSX;
}

static bool has_part(const struct unzip *unzip, struct str name) {
    return unzip_find(unzip, name) != SIZE_MAX;
}

static enum sniff_kind sniff_zip(struct arena *arena, struct str bytes) {
    static const struct source nowhere = {{"", 0}, {"", 0}};
    struct str head = str_slice(bytes, 0, N_HEAD);
    if (holds(head, STR("mimetypeapplication/vnd.oasis.opendocument.spreadsheet"))) {
        return SNIFF_ODS;
    }
    struct unzip *unzip = unzip_open(arena, bytes, &nowhere, diag_open(arena));
    if (!unzip) {
        return sniff_broken_zip(bytes);
    }
    if (has_part(unzip, STR("xl/workbook.bin"))) {
        return SNIFF_XLSB;
    }
    if (has_part(unzip, STR("word/document.xml"))) {
        return SNIFF_DOCX;
    }
    if (has_part(unzip, STR("ppt/presentation.xml"))) {
        return SNIFF_PPTX;
    }
    if (has_part(unzip, STR("ofd.xml"))) {
        return SNIFF_OFD;
    }
    if (has_part(unzip, STR("index/tables/datalist.iwa")) ||
        has_part(unzip, STR("index/calculationengine.iwa")) || has_part(unzip, STR("index.zip"))) {
        return SNIFF_NUMBERS;
    }
    bool is_package =
        has_part(unzip, STR("_rels/.rels")) || has_part(unzip, STR("xl/workbook.xml"));
    return is_package ? SNIFF_XLSX : SNIFF_ZIP;
}

/* ---- text ------------------------------------------------------------------------------------ */

/* The start as lower-case ASCII: NULs of UTF-16, marks and leading blanks are left out. */
static struct str plain_head(struct arena *arena, struct str bytes) {
    struct str head = str_slice(bytes, 0, N_HEAD);
    char *plain = arena_alloc(arena, head.len + 1, 1);
    size_t len = 0;
    for (size_t i = 0; i < head.len; i++) {
        unsigned char c = (unsigned char)head.data[i];
        if (c == 0 || c > 0x7E || (len == 0 && c <= ' ')) {
            continue;
        }
        plain[len++] = (char)(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
    }
    return (struct str){plain, len};
}

static bool is_html(struct str head) {
    static const struct str starts[] = {
        STR_INIT("<html"), STR_INIT("<!doctype html"), STR_INIT("<table"), STR_INIT("<head"),
        STR_INIT("<meta"), STR_INIT("<body"),          STR_INIT("<style"), STR_INIT("<div"),
        STR_INIT("<form"), STR_INIT("<script"),        STR_INIT("<title"), STR_INIT("<center"),
    };
    for (size_t i = 0; i < sizeof starts / sizeof *starts; i++) {
        if (str_starts(head, starts[i])) {
            return true;
        }
    }
    bool is_markup = str_starts(head, STR("<?xml")) || str_starts(head, STR("<!--"));
    return is_markup && (holds(head, STR("<html")) || holds(head, STR("<table")));
}

/* A page with its pictures as mail, and mail itself: which of them its subject type tells. */
static enum sniff_kind sniff_envelope(struct str head) {
    bool is_page = holds(head, STR("multipart/related")) || holds(head, STR("content-location:")) ||
                   holds(head, STR("text/html"));
    bool is_mail = holds(head, STR("\nreceived:")) || holds(head, STR("\nto:"));
    return is_page && !is_mail ? SNIFF_MHTML : SNIFF_MAIL;
}

static bool is_envelope(struct str head) {
    static const struct str starts[] = {STR_INIT("mime-version:"), STR_INIT("from:"),
                                        STR_INIT("received:"), STR_INIT("return-path:"),
                                        STR_INIT("date:")};
    bool is_started = false;
    for (size_t i = 0; i < sizeof starts / sizeof *starts; i++) {
        is_started |= str_starts(head, starts[i]);
    }
    return is_started && holds(head, STR("mime-version:"));
}

/* Sheets as lines of commands: ID;P and the program, then a line of B, C, F, O or P; TABLE, then
 * 0,1 and the program in quotes. No list of records goes on so. */
static enum sniff_kind sniff_commands(struct str head) {
    struct str rest = head, first = {0}, second = {0}, third = {0};
    str_split(&rest, STR("\n"), &first);
    str_split(&rest, STR("\n"), &second);
    str_split(&rest, STR("\n"), &third);
    bool is_command = second.len > 1 && second.data[1] == ';' &&
                      str_contains(STR("bcfop"), str_slice(second, 0, 1));
    if (str_starts(first, STR("id;p")) && is_command) {
        return SNIFF_SYLK;
    }
    bool is_table = str_is(str_trim(first), "table") && str_is(str_trim(second), "0,1") &&
                    str_starts(third, STR("\""));
    return is_table ? SNIFF_DIF : SNIFF_CSV;
}

static enum sniff_kind sniff_markup(struct str head) {
    if (is_envelope(head)) {
        return sniff_envelope(head);
    }
    if (str_starts(head, STR("[internetshortcut]"))) {
        return SNIFF_SHORTCUT;
    }
    bool is_workbook = holds(head, STR("<workbook")) || holds(head, STR(":workbook"));
    if (is_workbook && holds(head, STR("office:spreadsheet")) && head.data[0] == '<') {
        return SNIFF_XML_2003;
    }
    if (is_html(head)) {
        return SNIFF_HTML;
    }
    if (!str_starts(head, STR("<?xml")) && !str_starts(head, STR("<workbook"))) {
        return sniff_commands(head);
    }
    return holds(head, STR("opendocument.spreadsheet")) ? SNIFF_ODS
           : holds(head, STR("word/2003/wordml"))       ? SNIFF_DOCX
                                                        : SNIFF_XML;
}

/* Few control characters; NULs may pad fields, or be half of every letter in UTF-16. */
static bool is_text(struct str bytes) {
    struct str sample = str_slice(bytes, 0, N_SAMPLE);
    size_t n_nuls = 0, n_controls = 0;
    for (size_t i = 0; i < sample.len; i++) {
        unsigned char c = (unsigned char)sample.data[i];
        bool is_usual = c >= ' ' || (c >= '\t' && c <= '\r') || c == 0x1A || c == 0x1F;
        n_nuls += c == 0;
        n_controls += c != 0 && !is_usual;
    }
    enum encoding encoding =
        encoding_guess_of(str_slice(sample, 0, sample.len & ~(size_t)1)).encoding;
    if (encoding == ENCODING_UTF_16LE || encoding == ENCODING_UTF_16BE) {
        return true;
    }
    return n_controls * 100 <= sample.len && n_nuls * 10 <= sample.len * 3;
}

static bool is_padding(unsigned char c) {
    return c == ' ' || c == 0 || c == 0x1A || (c >= '\t' && c <= '\r');
}

static struct str cut_padding(struct str bytes) {
    if (str_starts(bytes, STR("\xEF\xBB\xBF"))) {
        bytes = str_slice(bytes, 3, bytes.len);
    } else if (str_starts(bytes, STR("\xFF\xFE")) || str_starts(bytes, STR("\xFE\xFF"))) {
        bytes = str_slice(bytes, 2, bytes.len);
    }
    while (bytes.len && is_padding((unsigned char)bytes.data[bytes.len - 1])) {
        bytes.len--;
    }
    return bytes;
}

/* The next of the bytes that is neither blank nor half of a character of UTF-16; `step` is the way,
 * `*at` is moved to it. 0 where there is none. */
static char next_ink(struct str core, size_t *at, int step) {
    while (*at < core.len && is_padding((unsigned char)core.data[*at])) {
        *at += (size_t)step;
    }
    return *at < core.len ? core.data[*at] : '\0';
}

/* An object, or a list of such or of texts, from its first byte to its last: no list of records
 * begins so. */
static bool is_answer(struct str core) {
    size_t at = 0, last = core.len - 1;
    char open = next_ink(core, &at, 1);
    at++;
    char inner = next_ink(core, &at, 1), close = next_ink(core, &last, -1);
    return (open == '{' && close == '}' && (inner == '"' || inner == '}')) ||
           (open == '[' && close == ']' &&
            (inner == '{' || inner == '[' || inner == '"' || inner == ']'));
}

/* ---- all ------------------------------------------------------------------------------------- */

static enum sniff_kind find_mark(struct str bytes) {
    static const struct signature marks[] = {
        {STR_INIT("PK\x03\x04"), SNIFF_ZIP},
        {STR_INIT("PK\x05\x06"), SNIFF_ZIP},
        {STR_INIT("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"), SNIFF_OLE},
        {STR_INIT("%PDF-"), SNIFF_PDF},
        {STR_INIT("{\\rtf"), SNIFF_RTF},
        {STR_INIT("\x89PNG"), SNIFF_IMAGE},
        {STR_INIT("\xFF\xD8\xFF"), SNIFF_IMAGE},
        {STR_INIT("GIF8"), SNIFF_IMAGE},
        {STR_INIT("II*\0"), SNIFF_IMAGE},
        {STR_INIT("MM\0*"), SNIFF_IMAGE},
        {STR_INIT("Rar!"), SNIFF_ARCHIVE},
        {STR_INIT("7z\xBC\xAF"), SNIFF_ARCHIVE},
        {STR_INIT("\x1F\x8B"), SNIFF_ARCHIVE},
        {STR_INIT("MSCF\0\0\0\0"), SNIFF_ARCHIVE},
        {STR_INIT("\0\1\0\0Standard Jet DB"), SNIFF_DATABASE},
        {STR_INIT("\0\1\0\0Standard ACE DB"), SNIFF_DATABASE},
        {STR_INIT("SQLite format 3"), SNIFF_DATABASE},
        {STR_INIT("L\0\0\0\x01\x14\x02\0\0\0\0\0\xC0"), SNIFF_SHORTCUT},
    };
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
        if (str_starts(bytes, marks[i].bytes)) {
            return marks[i].kind;
        }
    }
    return SNIFF_BINARY;
}

/* Marks that are too short to be held against text, or do not stand at the very start. */
static enum sniff_kind find_late_mark(struct str bytes) {
    if (holds(str_slice(bytes, 0, 1024), STR("%PDF-"))) {
        return SNIFF_PDF;
    }
    struct str brand = str_slice(bytes, 4, 11), form = str_slice(bytes, 8, 12);
    bool is_picture = str_starts(bytes, STR("BM")) || str_starts(brand, STR("ftyphei")) ||
                      str_starts(brand, STR("ftypmif")) || str_starts(brand, STR("ftypavi")) ||
                      (str_starts(bytes, STR("RIFF")) && str_starts(form, STR("WEBP")));
    return is_picture ? SNIFF_IMAGE : str_starts(bytes, STR("MZ")) ? SNIFF_PROGRAM : SNIFF_BINARY;
}

static enum sniff_kind sniff(struct arena *arena, struct str bytes) {
    enum sniff_kind mark = find_mark(bytes);
    if (mark == SNIFF_ZIP) {
        return sniff_zip(arena, bytes);
    }
    if (mark == SNIFF_OLE) {
        return sniff_ole(arena, bytes);
    }
    mark = mark == SNIFF_BINARY ? sniff_records(bytes) : mark;
    if (mark != SNIFF_BINARY) {
        return mark;
    }
    struct str core = cut_padding(bytes);
    if (!core.len) {
        return SNIFF_EMPTY;
    }
    if (!is_text(str_slice(bytes, 0, (size_t)(core.data - bytes.data) + core.len))) {
        return find_late_mark(bytes);
    }
    return is_answer(core) ? SNIFF_JSON : sniff_markup(plain_head(arena, core));
}

enum sniff_kind sniff_bytes(struct arena *scratch, struct str bytes) {
    struct arena *arena = arena_open_like(scratch);
    enum sniff_kind kind = sniff(arena, bytes);
    arena_close(arena);
    return kind;
}

struct str sniff_name(enum sniff_kind kind) {
    static const struct str names[] = {
        [SNIFF_EMPTY] = STR_INIT("empty"),
        [SNIFF_XLSX] = STR_INIT("xlsx"),
        [SNIFF_CSV] = STR_INIT("csv"),
        [SNIFF_XLS] = STR_INIT("xls"),
        [SNIFF_BIFF_2] = STR_INIT("xls (Excel 2)"),
        [SNIFF_BIFF_3] = STR_INIT("xls (Excel 3)"),
        [SNIFF_BIFF_4] = STR_INIT("xls (Excel 4)"),
        [SNIFF_ENCRYPTED] = STR_INIT("encrypted xlsx"),
        [SNIFF_XLSB] = STR_INIT("xlsb"),
        [SNIFF_ODS] = STR_INIT("ods"),
        [SNIFF_HTML] = STR_INIT("html"),
        [SNIFF_MHTML] = STR_INIT("mhtml"),
        [SNIFF_SYLK] = STR_INIT("sylk"),
        [SNIFF_DIF] = STR_INIT("dif"),
        [SNIFF_XML_2003] = STR_INIT("xml 2003"),
        [SNIFF_JSON] = STR_INIT("json"),
        [SNIFF_DOCX] = STR_INIT("docx"),
        [SNIFF_NUMBERS] = STR_INIT("numbers"),
        [SNIFF_PPTX] = STR_INIT("pptx"),
        [SNIFF_OFD] = STR_INIT("ofd"),
        [SNIFF_ZIP] = STR_INIT("zip"),
        [SNIFF_DOC] = STR_INIT("doc"),
        [SNIFF_PPT] = STR_INIT("ppt"),
        [SNIFF_MAIL] = STR_INIT("mail"),
        [SNIFF_OLE] = STR_INIT("ole"),
        [SNIFF_PDF] = STR_INIT("pdf"),
        [SNIFF_RTF] = STR_INIT("rtf"),
        [SNIFF_XML] = STR_INIT("xml"),
        [SNIFF_IMAGE] = STR_INIT("image"),
        [SNIFF_ARCHIVE] = STR_INIT("archive"),
        [SNIFF_SHORTCUT] = STR_INIT("shortcut"),
        [SNIFF_DATABASE] = STR_INIT("database"),
        [SNIFF_PROGRAM] = STR_INIT("program"),
        [SNIFF_BINARY] = STR_INIT("binary"),
    };
    return names[kind];
}
