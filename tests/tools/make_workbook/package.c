/* The package of an XLSX file: its XML parts, and the ZIP file round them. */
#include "tools/make_workbook/maker.h"

#include <stdlib.h>
#include <zip.h>

static void add_xml(struct buf *buf, struct str text) {
    for (size_t i = 0; i < text.len; i++) {
        char c = text.data[i];
        if (c == '<' || c == '>' || c == '&' || c == '"') {
            buf_add_c(buf, c == '<' ? "&lt;" : c == '>' ? "&gt;" : c == '&' ? "&amp;" : "&quot;");
        } else {
            buf_add_byte(buf, (unsigned char)c);
        }
    }
}

static void add_text_cell(struct maker *maker, struct buf *buf, const struct cell *cell,
                          const char *p) {
    struct buf *into = maker->is_inline ? buf : &maker->strings;
    if (!maker->is_inline) {
        buf_format(buf, " t=\"s\"><%sv>%zu</%sv>", p, maker->n_strings++, p);
        buf_format(into, "<%ssi>", p);
    } else {
        buf_format(buf, " t=\"inlineStr\"><%sis>", p);
    }
    buf_format(into, "<%st xml:space=\"preserve\">", p);
    add_xml(into, cell->text);
    buf_format(into, "</%st></%s%s>", p, p, maker->is_inline ? "is" : "si");
}

static void add_cell(struct maker *maker, struct buf *buf, const struct cell *cell, const char *p) {
    struct str at =
        origin_cell(maker->arena, (struct origin){.row = cell->row, .column = cell->column});
    buf_format(buf, "<%sc r=\"%" STR_FMT "\"", p, STR_ARG(at));
    if (cell->style != 0) {
        buf_format(buf, " s=\"%d\"", cell->style);
    }
    if (cell->kind == 't') {
        add_text_cell(maker, buf, cell, p);
    } else if (cell->kind == 'f') {
        int64_t number;
        bool is_text = cell->is_calculated && !str_to_int(cell->result, &number);
        buf_format(buf, "%s><%sf>", is_text ? " t=\"str\"" : "", p);
        add_xml(buf, cell->text);
        buf_format(buf, "</%sf>", p);
        if (cell->is_calculated) {
            buf_format(buf, "<%sv>", p);
            add_xml(buf, cell->result);
            buf_format(buf, "</%sv>", p);
        }
    } else {
        buf_format(buf, "%s><%sv>",
                   cell->kind == 'b'   ? " t=\"b\""
                   : cell->kind == 'e' ? " t=\"e\""
                                       : "",
                   p);
        add_xml(buf, cell->text);
        buf_format(buf, "</%sv>", p);
    }
    buf_format(buf, "</%sc>", p);
}

static const char *spreadsheet_namespace(const struct maker *maker) {
    return maker->is_strict ? "http://purl.oclc.org/ooxml/spreadsheetml/main"
                            : "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
}

static const char *relationships_namespace(const struct maker *maker) {
    return maker->is_strict ? "http://purl.oclc.org/ooxml/officeDocument/relationships"
                            : "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
}

static void add_columns(struct maker *maker, struct buf *buf, const struct sheet *sheet,
                        const char *p) {
    struct str rest = sheet->widths, width;
    struct buf columns = {.arena = maker->arena};
    for (uint32_t i = 1; i <= 256; i++) {
        bool is_hidden = false;
        bool has_width = str_split(&rest, STR(" "), &width);
        for (size_t k = 0; k < sheet->n_hidden_columns; k++) {
            is_hidden = is_hidden || sheet->hidden_columns[k] == i;
        }
        if (has_width || is_hidden) {
            buf_format(&columns,
                       "<%scol min=\"%u\" max=\"%u\" width=\"%" STR_FMT "\" customWidth=\"1\"%s/>",
                       p, i, i, STR_ARG(has_width ? width : STR("9")),
                       is_hidden ? " hidden=\"1\"" : "");
        }
    }
    if (columns.len > 0) {
        buf_format(buf, "<%scols>%" STR_FMT "</%scols>", p, STR_ARG(buf_str(&columns)), p);
    }
}

static bool is_hidden_row(const struct sheet *sheet, uint32_t row) {
    for (size_t k = 0; k < sheet->n_hidden_rows; k++) {
        if (sheet->hidden_rows[k] == row) {
            return true;
        }
    }
    return false;
}

static struct str sheet_xml(struct maker *maker, struct sheet *sheet) {
    const char *p = maker->has_prefix ? "x:" : "";
    struct buf buf = {.arena = maker->arena};
    buf_format(&buf,
               "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
               "<%sworksheet xmlns%s=\"%s\">",
               p, maker->has_prefix ? ":x" : "", spreadsheet_namespace(maker));
    add_columns(maker, &buf, sheet, p);
    buf_format(&buf, "<%ssheetData>", p);
    if (sheet->n_cells > 0) {
        qsort(sheet->cells, sheet->n_cells, sizeof *sheet->cells, compare_cells);
    }
    for (size_t i = 0; i < sheet->n_cells;) {
        uint32_t row = sheet->cells[i].row;
        buf_format(&buf, "<%srow r=\"%u\"%s>", p, row,
                   is_hidden_row(sheet, row) ? " hidden=\"1\"" : "");
        for (; i < sheet->n_cells && sheet->cells[i].row == row; i++) {
            add_cell(maker, &buf, &sheet->cells[i], p);
        }
        buf_format(&buf, "</%srow>", p);
    }
    buf_format(&buf, "</%ssheetData>", p);
    if (sheet->n_merges > 0) {
        buf_format(&buf, "<%smergeCells count=\"%zu\">", p, sheet->n_merges);
        for (size_t i = 0; i < sheet->n_merges; i++) {
            buf_format(&buf, "<%smergeCell ref=\"%" STR_FMT "\"/>", p, STR_ARG(sheet->merges[i]));
        }
        buf_format(&buf, "</%smergeCells>", p);
    }
    buf_format(&buf, "</%sworksheet>", p);
    return buf_str(&buf);
}

/* Styles: 0 general, 1 to 3 days (14, 31, a custom code), 4 header, 5 percent. */
static struct str styles_xml(struct maker *maker) {
    static const int formats[] = {0, 14, 31, 176, 0, 10};
    struct buf buf = {.arena = maker->arena};
    buf_format(
        &buf,
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
        "<styleSheet xmlns=\"%s\"><numFmts count=\"1\"><numFmt numFmtId=\"176\" "
        "formatCode=\"yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;\"/></numFmts>"
        "<fonts count=\"2\"><font><sz val=\"11\"/><name val=\"宋体\"/></font>"
        "<font><b/><sz val=\"11\"/><name val=\"宋体\"/></font></fonts>"
        "<fills count=\"2\"><fill><patternFill patternType=\"none\"/></fill>"
        "<fill><patternFill patternType=\"gray125\"/></fill></fills>"
        "<borders count=\"1\"><border><left/><right/><top/><bottom/><diagonal/></border></borders>"
        "<cellStyleXfs count=\"1\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\"/>"
        "</cellStyleXfs><cellXfs count=\"6\">",
        spreadsheet_namespace(maker));
    for (int i = 0; i < 6; i++) {
        buf_format(&buf,
                   "<xf numFmtId=\"%d\" fontId=\"%d\" fillId=\"0\" borderId=\"0\" xfId=\"0\" "
                   "applyNumberFormat=\"1\"/>",
                   formats[i], i == 4);
    }
    buf_add_c(&buf, "</cellXfs></styleSheet>");
    return buf_str(&buf);
}

static size_t part_number(const struct maker *maker, size_t i) {
    return maker->is_reversed ? maker->n_sheets - i : i + 1;
}

static struct str workbook_xml(struct maker *maker) {
    const char *p = maker->has_prefix ? "x:" : "";
    struct buf buf = {.arena = maker->arena};
    buf_format(&buf,
               "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
               "<%sworkbook xmlns%s=\"%s\" xmlns:r=\"%s\"><%sworkbookPr%s/><%ssheets>",
               p, maker->has_prefix ? ":x" : "", spreadsheet_namespace(maker),
               relationships_namespace(maker), p, maker->has_date1904 ? " date1904=\"1\"" : "", p);
    for (size_t i = 0; i < maker->n_sheets; i++) {
        buf_format(&buf, "<%ssheet name=\"", p);
        add_xml(&buf, maker->sheets[i]->name);
        buf_format(&buf, "\" sheetId=\"%zu\"", i + 1);
        if (maker->sheets[i]->state.len > 0) {
            buf_format(&buf, " state=\"%" STR_FMT "\"", STR_ARG(maker->sheets[i]->state));
        }
        buf_format(&buf, " r:id=\"rId%zu\"/>", i + 1);
    }
    buf_format(&buf, "</%ssheets></%sworkbook>", p, p);
    return buf_str(&buf);
}

static struct str relations_xml(struct maker *maker) {
    const char *types = relationships_namespace(maker);
    struct buf buf = {.arena = maker->arena};
    buf_add_c(&buf, "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<Relationships "
                    "xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">");
    for (size_t i = 0; i < maker->n_sheets; i++) {
        buf_format(&buf,
                   "<Relationship Id=\"rId%zu\" Type=\"%s/worksheet\" "
                   "Target=\"worksheets/sheet%zu.xml\"/>",
                   i + 1, types, part_number(maker, i));
    }
    buf_format(&buf, "<Relationship Id=\"rId%zu\" Type=\"%s/styles\" Target=\"styles.xml\"/>",
               maker->n_sheets + 1, types);
    if (!maker->is_inline) {
        buf_format(&buf,
                   "<Relationship Id=\"rId%zu\" Type=\"%s/sharedStrings\" "
                   "Target=\"sharedStrings.xml\"/>",
                   maker->n_sheets + 2, types);
    }
    buf_add_c(&buf, "</Relationships>");
    return buf_str(&buf);
}

static struct str types_xml(struct maker *maker) {
    const char *kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.";
    struct buf buf = {.arena = maker->arena};
    buf_format(&buf,
               "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
               "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">"
               "<Default Extension=\"rels\" "
               "ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>"
               "<Default Extension=\"xml\" ContentType=\"application/xml\"/>"
               "<Override PartName=\"/xl/workbook.xml\" ContentType=\"%ssheet.main+xml\"/>"
               "<Override PartName=\"/xl/styles.xml\" ContentType=\"%sstyles+xml\"/>",
               kind, kind);
    for (size_t i = 1; i <= maker->n_sheets; i++) {
        buf_format(&buf,
                   "<Override PartName=\"/xl/worksheets/sheet%zu.xml\" "
                   "ContentType=\"%sworksheet+xml\"/>",
                   i, kind);
    }
    if (!maker->is_inline) {
        buf_format(
            &buf,
            "<Override PartName=\"/xl/sharedStrings.xml\" ContentType=\"%ssharedStrings+xml\"/>",
            kind);
    }
    buf_add_c(&buf, "</Types>");
    return buf_str(&buf);
}

#define PACKAGE "http://schemas.openxmlformats.org/package/2006/"

static struct str root_xml(struct maker *maker) {
    const char *saved = "<Relationship Id=\"rId2\" Type=\"" PACKAGE
                        "relationships/metadata/core-properties\" Target=\"docProps/core.xml\"/>";
    return str_format(
        maker->arena,
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<Relationships "
        "xmlns=\"" PACKAGE "relationships\">"
        "<Relationship Id=\"rId1\" Type=\"%s/officeDocument\" Target=\"xl/workbook.xml\"/>"
        "%s</Relationships>",
        relationships_namespace(maker), maker->saved.len ? saved : "");
}

static struct str saved_xml(struct maker *maker) {
    return str_format(maker->arena,
                      "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
                      "<cp:coreProperties xmlns:cp=\"" PACKAGE "metadata/core-properties\" "
                      "xmlns:dcterms=\"http://purl.org/dc/terms/\">"
                      "<dcterms:modified>%" STR_FMT "</dcterms:modified></cp:coreProperties>",
                      STR_ARG(maker->saved));
}

static struct str strings_xml(struct maker *maker) {
    const char *p = maker->has_prefix ? "x:" : "";
    struct buf buf = {.arena = maker->arena};
    buf_format(
        &buf,
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<%ssst xmlns%s=\"%s\">", p,
        maker->has_prefix ? ":x" : "", spreadsheet_namespace(maker));
    buf_add(&buf, buf_str(&maker->strings));
    buf_format(&buf, "</%ssst>", p);
    return buf_str(&buf);
}

/* ---- the ZIP file -------------------------------------------------------------------------------
 */

static void add_entry(struct maker *maker, zip_t *zip, struct str path, struct str bytes) {
    zip_source_t *source = zip_source_buffer(zip, bytes.data, bytes.len, 0);
    zip_int64_t index = zip_file_add(zip, str_to_c(maker->arena, path), source, ZIP_FL_ENC_UTF_8);
    if (index < 0) {
        stop(maker, "cannot pack", path);
    }
    zip_file_set_dostime(zip, (zip_uint64_t)index, 0, 0x21, 0);
    zip_file_set_external_attributes(zip, (zip_uint64_t)index, 0, ZIP_OPSYS_DOS, 0);
    zip_set_file_compression(zip, (zip_uint64_t)index, ZIP_CM_DEFLATE, 6);
}

static void add_part(struct maker *maker, zip_t *zip, struct str path, struct str bytes) {
    bool is_doubled = false;
    for (size_t i = 0; i < maker->n_parts; i++) {
        struct part *part = &maker->parts[i];
        if (!str_equal(part->path, path)) {
            continue;
        }
        if (part->is_dropped) {
            return;
        }
        is_doubled = is_doubled || part->is_doubled;
        bytes = part->is_doubled ? bytes : part->bytes;
    }
    add_entry(maker, zip, path, bytes);
    if (is_doubled) {
        char *upper = str_to_c(maker->arena, path);
        upper[path.len - 1] = (char)(upper[path.len - 1] - 'a' + 'A');
        add_entry(maker, zip, str_from_c(upper), bytes);
    }
}

static void add_parts(struct maker *maker, zip_t *zip) {
    add_part(maker, zip, STR("[Content_Types].xml"), types_xml(maker));
    add_part(maker, zip, STR("_rels/.rels"), root_xml(maker));
    if (maker->saved.len) {
        add_part(maker, zip, STR("docProps/core.xml"), saved_xml(maker));
    }
    add_part(maker, zip, STR("xl/workbook.xml"), workbook_xml(maker));
    add_part(maker, zip, STR("xl/_rels/workbook.xml.rels"), relations_xml(maker));
    add_part(maker, zip, STR("xl/styles.xml"), styles_xml(maker));
    for (size_t i = 0; i < maker->n_sheets; i++) {
        struct str path =
            str_format(maker->arena, "xl/worksheets/sheet%zu.xml", part_number(maker, i));
        add_part(maker, zip, path, sheet_xml(maker, maker->sheets[i]));
    }
    if (!maker->is_inline) {
        add_part(maker, zip, STR("xl/sharedStrings.xml"), strings_xml(maker));
    }
}

struct str make_package(struct maker *maker) {
    zip_error_t error;
    zip_source_t *memory = zip_source_buffer_create(NULL, 0, 0, &error);
    zip_t *zip = memory == NULL ? NULL : zip_open_from_source(memory, ZIP_TRUNCATE, &error);
    if (zip == NULL) {
        stop(maker, "cannot make", maker->name);
    }
    zip_source_keep(memory);
    maker->strings = (struct buf){.arena = maker->arena};
    maker->n_strings = 0;
    add_parts(maker, zip);
    zip_stat_t stat;
    if (zip_close(zip) != 0 || zip_source_stat(memory, &stat) != 0 ||
        zip_source_open(memory) != 0) {
        stop(maker, "cannot finish", maker->name);
    }
    char *bytes = arena_alloc(maker->arena, (size_t)stat.size, 1);
    zip_int64_t size = zip_source_read(memory, bytes, stat.size);
    zip_source_close(memory);
    zip_source_free(memory);
    return (struct str){bytes, size < 0 ? 0 : (size_t)size};
}
