/* A small workbook made from nothing, for senders whose file is none. */
#include "write/returned/list.h"
#include "write/returned/package.h"
#include "write/write.h"

#define HEAD   "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
#define MAIN   "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
#define OFFICE "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
#define RELS   "http://schemas.openxmlformats.org/package/2006/relationships"
#define TYPE   "application/vnd.openxmlformats-officedocument.spreadsheetml."

static const char styles_rest[] =
    "<fonts count=\"1\"><font><sz val=\"11\"/>"
    "<name val=\"SimSun\"/></font></fonts><fills count=\"2\"><fill><patternFill "
    "patternType=\"none\"/></fill><fill><patternFill patternType=\"gray125\"/></fill></fills>"
    "<borders count=\"1\"><border><left/><right/><top/><bottom/><diagonal/></border></borders>"
    "<cellStyleXfs count=\"1\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\"/>"
    "</cellStyleXfs><cellXfs count=\"1\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" "
    "borderId=\"0\" xfId=\"0\"/></cellXfs></styleSheet>";

static void add_part(struct package *package, const char *name, const struct buf *buf) {
    package_add(package, str_from_c(name), buf_str(buf));
}

/* The styles, number formats first (18.8.39). */
static struct str styles_text(struct arena *arena, const struct workbook *workbook) {
    struct buf buf = {.arena = arena};
    buf_add_c(&buf, HEAD "<styleSheet xmlns=\"" MAIN "\">");
    if (workbook->n_formats) {
        buf_format(&buf, "<numFmts count=\"%zu\">", workbook->n_formats);
        for (size_t i = 0; i < workbook->n_formats; i++) {
            buf_format(&buf, "<numFmt numFmtId=\"%u\" formatCode=\"",
                       (unsigned)workbook->formats[i].number);
            xml_add(&buf, workbook->formats[i].code);
            buf_add_c(&buf, "\"/>");
        }
        buf_add_c(&buf, "</numFmts>");
    }
    buf_add_c(&buf, styles_rest);
    return buf_str(&buf);
}

bool write_plain(struct arena *arena, const struct workbook *workbook, struct str *bytes) {
    struct package package = {.arena = arena};
    struct styles styles;
    struct buf types = {.arena = arena}, book = {.arena = arena}, rels = {.arena = arena};
    struct buf file = {.arena = arena};
    if (!styles_open(arena, styles_text(arena, workbook), &styles)) {
        return false;
    }
    buf_add_c(&types,
              HEAD "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/"
                   "content-types\"><Default Extension=\"rels\" ContentType=\"application/"
                   "vnd.openxmlformats-package.relationships+xml\"/><Override "
                   "PartName=\"/xl/workbook.xml\" ContentType=\"" TYPE "sheet.main+xml\"/>"
                   "<Override PartName=\"/xl/styles.xml\" ContentType=\"" TYPE "styles+xml\"/>");
    buf_add_c(&book, HEAD "<workbook xmlns=\"" MAIN "\" xmlns:r=\"" OFFICE "\">");
    buf_add_c(&book, workbook->is_1904 ? "<workbookPr date1904=\"1\"/><sheets>" : "<sheets>");
    buf_add_c(&rels,
              HEAD "<Relationships xmlns=\"" RELS "\"><Relationship Id=\"rId0\" Type=\"" OFFICE
                   "/styles\" Target=\"styles.xml\"/>");
    for (size_t i = 0; i < workbook->n_sheets; i++) {
        struct str name = xml_escape(arena, workbook->sheets[i]->name);
        struct str text =
            list_text(arena, &styles, workbook->sheets[i], NULL, 0, workbook->is_1904);
        package_add(&package, str_format(arena, "xl/worksheets/sheet%zu.xml", i + 1), text);
        buf_format(&types,
                   "<Override PartName=\"/xl/worksheets/sheet%zu.xml\" ContentType=\"" TYPE
                   "worksheet+xml\"/>",
                   i + 1);
        buf_format(&book, "<sheet name=\"%" STR_FMT "\" sheetId=\"%zu\" r:id=\"rId%zu\"/>",
                   STR_ARG(name), i + 1, i + 1);
        buf_format(&rels,
                   "<Relationship Id=\"rId%zu\" Type=\"" OFFICE
                   "/worksheet\" Target=\"worksheets/sheet%zu.xml\"/>",
                   i + 1, i + 1);
    }
    buf_add_c(&types, "</Types>");
    buf_add_c(&book, "</sheets></workbook>");
    buf_add_c(&rels, "</Relationships>");
    add_part(&package, "[Content_Types].xml", &types);
    add_part(&package, "xl/workbook.xml", &book);
    add_part(&package, "xl/_rels/workbook.xml.rels", &rels);
    package_add(&package, STR("_rels/.rels"),
                STR(HEAD "<Relationships xmlns=\"" RELS
                         "\"><Relationship Id=\"rId1\" Type=\"" OFFICE
                         "/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"));
    package_add(&package, STR("xl/styles.xml"), styles_part(&styles));
    bool is_done = package_write(&package, &file);
    *bytes = buf_str(&file);
    return is_done;
}
