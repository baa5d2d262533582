/* Fuzz target: the bytes as the sheet part of a sound workbook, zipped with right sums, so that
 * what is tried reaches the reader of cells. */
#include "fuzz/fuzz.h"

#include "read/make_xlsx.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    char *text = malloc(size + 1);
    memcpy(text, data, size);
    text[size] = '\0';
    struct str bytes = make_book((struct make_book){
        .sheet = text,
        .strings = "<si><t>a</t></si><si><r><t>b</t></r></si>",
        .styles = "<numFmts><numFmt numFmtId=\"170\" "
                  "formatCode=\"[=1]&quot;a&quot;;[&gt;40000]yyyy/m/d;0.0;\"/>"
                  "<numFmt numFmtId=\"171\" formatCode=\"#,##0&quot;&#x5143;&quot;\"/>"
                  "<numFmt numFmtId=\"172\" formatCode=\"000000\"/></numFmts>"
                  "<cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/><xf numFmtId=\"46\"/>"
                  "<xf numFmtId=\"170\"/><xf numFmtId=\"171\"/><xf numFmtId=\"172\"/></cellXfs>"});
    int status = fuzz_read(xlsx_open, (const uint8_t *)bytes.data, bytes.len);
    free((void *)(uintptr_t)bytes.data);
    free(text);
    return status;
}
