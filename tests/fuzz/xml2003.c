/* Fuzz target: the reader of XML workbooks of 2003. */
#include "fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    return fuzz_read(xml2003_open, data, size);
}
