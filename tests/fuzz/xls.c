/* Fuzz target: the xls reader. */
#include "fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    return fuzz_read(xls_open, data, size);
}
