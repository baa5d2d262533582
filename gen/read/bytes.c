/* Numbers in binary files. */
#include "read/bytes.h"

#include <string.h>

double bytes_f64(struct str bytes, size_t at) {
    uint64_t bits = bytes_u64(bytes, at);
    double number;
    memcpy(&number, &bits, sizeof number);
    return number;
}

size_t bytes_put_short(unsigned char *bytes, size_t at, uint64_t number) {
    for (; number >= 128; number >>= 7) {
        bytes[at++] = (unsigned char)(number | 128);
    }
    bytes[at++] = (unsigned char)number;
    return at;
}

bool bytes_cut_short(struct str *left, uint64_t *number) {
    const unsigned char *bytes = (const unsigned char *)left->data;
    uint64_t sum = 0;
    for (size_t i = 0; i < left->len && i < BYTES_MOST_SHORT; i++) {
        sum |= (uint64_t)(bytes[i] & 127) << (7 * i);
        if (bytes[i] < 128) {
            *number = sum;
            left->data += i + 1;
            left->len -= i + 1;
            return true;
        }
    }
    return false;
}
