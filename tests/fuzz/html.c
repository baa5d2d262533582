/* Fuzz target: the html reader. */
#include "fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    return fuzz_read(html_open, data, size);
}
