#include "read/make_xlsx.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zip.h>

#define HEAD "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"

static const char usual_rels[] =
    HEAD "<Relationships " MAKE_RELS "><Relationship Id=\"rId1\" Type=\"" MAKE_OFFICE
         "/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>";

static const char usual_workbook[] =
    HEAD "<workbook " MAKE_MAIN " xmlns:r=\"" MAKE_OFFICE "\"><sheets>"
         "<sheet name=\"Sheet1\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>";

static const char usual_workbook_rels[] =
    HEAD "<Relationships " MAKE_RELS ">"
         "<Relationship Id=\"rId1\" Type=\"" MAKE_OFFICE
         "/worksheet\" Target=\"worksheets/sheet1.xml\"/>"
         "<Relationship Id=\"rId2\" Type=\"" MAKE_OFFICE "/styles\" Target=\"styles.xml\"/>"
         "<Relationship Id=\"rId3\" Type=\"" MAKE_OFFICE
         "/sharedStrings\" Target=\"sharedStrings.xml\"/></Relationships>";

#define MAKE_TYPE "application/vnd.openxmlformats-officedocument.spreadsheetml."
static const char types[] = HEAD
    "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">"
    "<Default Extension=\"rels\" "
    "ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>"
    "<Override PartName=\"/xl/workbook.xml\" ContentType=\"" MAKE_TYPE "sheet.main+xml\"/>"
    "<Override PartName=\"/xl/worksheets/sheet1.xml\" ContentType=\"" MAKE_TYPE "worksheet+xml\"/>"
    "<Override PartName=\"/xl/styles.xml\" ContentType=\"" MAKE_TYPE "styles+xml\"/>"
    "<Override PartName=\"/xl/sharedStrings.xml\" ContentType=\"" MAKE_TYPE
    "sharedStrings+xml\"/></Types>";

static void add_part(zip_t *zip, const struct make_part *part) {
    size_t size = part->size ? part->size : strlen(part->text);
    zip_source_t *source = zip_source_buffer(zip, part->text, size, 0);
    zip_int64_t index = zip_file_add(zip, part->name, source, ZIP_FL_ENC_UTF_8);
    if (index < 0) {
        fprintf(stderr, "%s: %s\n", part->name, zip_strerror(zip));
        abort();
    }
    zip_uint64_t at = (zip_uint64_t)index;
    zip_set_file_compression(zip, at, part->is_stored ? ZIP_CM_STORE : ZIP_CM_DEFLATE, 0);
    if (part->password) {
        zip_file_set_encryption(zip, at, ZIP_EM_AES_256, part->password);
    }
}

static struct str read_source(zip_source_t *source) {
    zip_stat_t stat;
    zip_source_stat(source, &stat);
    char *bytes = malloc(stat.size);
    zip_source_open(source);
    zip_int64_t len = zip_source_read(source, bytes, stat.size);
    zip_source_close(source);
    return (struct str){bytes, (size_t)len};
}

struct str make_zip(const struct make_part *parts, size_t n_parts) {
    zip_source_t *memory = zip_source_buffer_create(NULL, 0, 0, NULL);
    zip_source_keep(memory);
    zip_t *zip = zip_open_from_source(memory, ZIP_TRUNCATE, NULL);
    for (size_t i = 0; i < n_parts; i++) {
        if (parts[i].text && strcmp(parts[i].text, "-") != 0) {
            add_part(zip, &parts[i]);
        }
    }
    if (zip_close(zip) != 0) {
        fprintf(stderr, "zip: %s\n", zip_strerror(zip));
        abort();
    }
    struct str bytes = read_source(memory);
    zip_source_free(memory);
    return bytes;
}

/* The text inside an element of the main namespace; NULL stays NULL. */
static char *wrap(const char *element, const char *content) {
    if (!content) {
        return NULL;
    }
    size_t size = strlen(content) + 2 * strlen(element) + sizeof HEAD + sizeof MAKE_MAIN + 16;
    char *text = malloc(size);
    snprintf(text, size, HEAD "<%s " MAKE_MAIN ">%s</%s>", element, content, element);
    return text;
}

struct str make_book(struct make_book book) {
    char *sheet = wrap("worksheet", book.sheet ? book.sheet : "<sheetData/>");
    char *strings = wrap("sst", book.strings);
    char *styles = wrap("styleSheet", book.styles);
    struct make_part parts[] = {
        {.name = "[Content_Types].xml", .text = book.has_types ? types : NULL},
        {.name = "_rels/.rels", .text = book.rels ? book.rels : usual_rels},
        {.name = "xl/workbook.xml", .text = book.workbook ? book.workbook : usual_workbook},
        {.name = "xl/_rels/workbook.xml.rels",
         .text = book.workbook_rels ? book.workbook_rels : usual_workbook_rels},
        {.name = "xl/worksheets/sheet1.xml", .text = book.sheet_part ? book.sheet_part : sheet},
        {.name = "xl/sharedStrings.xml", .text = strings},
        {.name = "xl/styles.xml", .text = styles},
    };
    struct str bytes = make_zip(parts, sizeof parts / sizeof *parts);
    free(sheet);
    free(strings);
    free(styles);
    return bytes;
}

struct str make_rows(const char *rows) {
    size_t size = strlen(rows) + 64;
    char *sheet = malloc(size);
    snprintf(sheet, size, "<sheetData>%s</sheetData>", rows);
    struct str bytes = make_book((struct make_book){.sheet = sheet});
    free(sheet);
    return bytes;
}
