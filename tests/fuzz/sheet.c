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
        .styles =
            "<cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/><xf numFmtId=\"46\"/></cellXfs>"});
    int status = fuzz_read(xlsx_open, (const uint8_t *)bytes.data, bytes.len);
    free((void *)(uintptr_t)bytes.data);
    free(text);
    return status;
}
