/* Numbers in binary files. */
#include "read/bytes.h"

#include <string.h>

double bytes_f64(struct str bytes, size_t at) {
    uint64_t bits = bytes_u64(bytes, at);
    double number;
    memcpy(&number, &bits, sizeof number);
    return number;
}
