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
    bool is_other = has_stream(bytes, "WordDocument") || has_stream(bytes, "PowerPoint Document");
    return is_other ? SNIFF_OLE : SNIFF_XLS;
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
    return ole_has(ole, "Workbook") || ole_has(ole, "Book") ? SNIFF_XLS : SNIFF_OLE;
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

static enum sniff_kind sniff_markup(struct str head) {
    if (str_starts(head, STR("mime-version:"))) {
        return SNIFF_MHTML;
    }
    bool is_workbook = holds(head, STR("<workbook")) || holds(head, STR(":workbook"));
    if (is_workbook && holds(head, STR("office:spreadsheet")) && head.data[0] == '<') {
        return SNIFF_XML_2003;
    }
    if (is_html(head)) {
        return SNIFF_HTML;
    }
    return str_starts(head, STR("<?xml")) || str_starts(head, STR("<workbook")) ? SNIFF_XML
                                                                                : SNIFF_CSV;
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

/* An object, or a list of such, from its first byte to its last: no list of records begins so. */
static bool is_answer(struct str core) {
    char last = core.data[core.len - 1];
    return (str_starts(core, STR("{\"")) && last == '}') ||
           (str_starts(core, STR("[{\"")) && last == ']');
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
    };
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
        if (str_starts(bytes, marks[i].bytes)) {
            return marks[i].kind;
        }
    }
    return SNIFF_BINARY;
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
        return holds(str_slice(bytes, 0, 1024), STR("%PDF-")) ? SNIFF_PDF : SNIFF_BINARY;
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
        [SNIFF_XML_2003] = STR_INIT("xml 2003"),
        [SNIFF_JSON] = STR_INIT("json"),
        [SNIFF_DOCX] = STR_INIT("docx"),
        [SNIFF_PPTX] = STR_INIT("pptx"),
        [SNIFF_ZIP] = STR_INIT("zip"),
        [SNIFF_OLE] = STR_INIT("ole"),
        [SNIFF_PDF] = STR_INIT("pdf"),
        [SNIFF_RTF] = STR_INIT("rtf"),
        [SNIFF_XML] = STR_INIT("xml"),
        [SNIFF_IMAGE] = STR_INIT("image"),
        [SNIFF_ARCHIVE] = STR_INIT("archive"),
        [SNIFF_BINARY] = STR_INIT("binary"),
    };
    return names[kind];
}
