/* Fuzz target: the csv reader. */
#include "fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    return fuzz_read(csv_open, data, size);
}
