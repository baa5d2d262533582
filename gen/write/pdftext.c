/* Numbers and texts in the notations of PDF. */
#include "write/pdftext.h"

#include <string.h>

char *make_room(struct buf *out, size_t size) {
    if (out->capacity - out->len < size) {
        size_t capacity = out->capacity * 2 + size + 1024;
        char *data = ARENA_ARRAY(out->arena, char, capacity);
        if (out->len) {
            memcpy(data, out->data, out->len);
        }
        out->data = data;
        out->capacity = capacity;
    }
    return out->data + out->len;
}

char *put_digits(char *at, uint64_t number) {
    char digits[20];
    int n = 0;
    do {
        digits[n++] = (char)('0' + number % 10);
        number /= 10;
    } while (number);
    while (n > 0) {
        *at++ = digits[--n];
    }
    return at;
}

char *put_fixed(char *at, int64_t number, int decimals) {
    if (number < 0) {
        *at++ = '-';
    }
    uint64_t rest = number < 0 ? (uint64_t)-number : (uint64_t)number;
    uint64_t unit = decimals == 3 ? 1000 : 100;
    uint64_t whole = rest / unit;
    rest %= unit;
    if (whole || !rest) {
        at = put_digits(at, whole);
    }
    if (rest) {
        *at++ = '.';
        for (unit /= 10; rest; unit /= 10) {
            *at++ = (char)('0' + rest / unit);
            rest %= unit;
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
