/* Fuzz target: the xlsx reader. */
#include "fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    return fuzz_read(xlsx_open, data, size);
}
