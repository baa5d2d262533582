/* Numbers and texts in the notations of PDF. */
#include "write/pdf/pdftext.h"

#include <string.h>

void grow_room(struct buf *out, size_t size) {
    size_t capacity = out->capacity * 2 + size + 64;
    char *data = arena_alloc_raw(out->arena, capacity, 1);
    if (out->len) {
        memcpy(data, out->data, out->len);
    }
    out->data = data;
    out->capacity = capacity;
}

char *put_digits(char *at, uint64_t number) {
    char digits[20];
    int n = 0;
    for (; number > UINT32_MAX; number /= 10) {
        digits[n++] = (char)('0' + number % 10);
    }
    uint32_t rest = (uint32_t)number;
    do {
        digits[n++] = (char)('0' + rest % 10);
        rest /= 10;
    } while (rest);
    while (n > 0) {
        *at++ = digits[--n];
    }
    return at;
}

char *put_fixed(char *at, int64_t number, int decimals) {
    if (number < 0) {
        *at++ = '-';
    }
    uint64_t thousandths = number < 0 ? (uint64_t)-number : (uint64_t)number;
    if (decimals == 2) {
        thousandths *= 10;
    }
    uint32_t rest = (uint32_t)(thousandths % 1000);
    if (thousandths >= 1000 || !rest) {
        at = put_digits(at, thousandths / 1000);
    }
    if (rest) {
        *at++ = '.';
        *at++ = (char)('0' + rest / 100);
        if (rest % 100) {
            *at++ = (char)('0' + rest / 10 % 10);
        }
        if (rest % 10) {
            *at++ = (char)('0' + rest % 10);
        }
    }
    return at;
}

int64_t to_hundredths(int64_t units) {
    return (units * 100 + PT / 2) >> 10;
}

void add_utf16_hex(struct buf *out, struct str text) {
    static const char digits[] = "0123456789ABCDEF";
    char *start = make_room(out, text.len * 4 + 8);
    char *at = start;
    for (size_t offset = 0; offset < text.len;) {
        uint32_t point = utf8_next(text, &offset);
        uint32_t units[2] = {point, 0};
        int n_units = 1;
        if (point >= 0x10000) {
            units[0] = 0xD7C0 + (point >> 10);
            units[1] = 0xDC00 | (point & 0x3FF);
            n_units = 2;
        }
        for (int i = 0; i < n_units; i++) {
            for (int shift = 12; shift >= 0; shift -= 4) {
                *at++ = digits[units[i] >> shift & 0xF];
            }
        }
    }
    out->len += (size_t)(at - start);
}

void add_point(struct buf *out, int64_t x, int64_t y, const char *op) {
    char *start = make_room(out, 64);
    char *at = put_fixed(start, x, 2);
    *at++ = ' ';
    at = put_fixed(at, y, 2);
    while (*op) {
        *at++ = *op++;
    }
    out->len += (size_t)(at - start);
}

void add_number(struct buf *out, int64_t number, int decimals, const char *op) {
    char *start = make_room(out, 32);
    out->len += (size_t)(put_fixed(start, number, decimals) - start);
    buf_add_c(out, op);
}
