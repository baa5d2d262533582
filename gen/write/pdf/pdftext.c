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

/* The numbers below 100 in two digits. */
static const char pairs[] = "00010203040506070809101112131415161718192021222324"
                            "25262728293031323334353637383940414243444546474849"
                            "50515253545556575859606162636465666768697071727374"
                            "75767778798081828384858687888990919293949596979899";

char *put_digits(char *at, uint64_t number) {
    /* Most numbers are short. */
    if (number < 10) {
        *at = (char)('0' + number);
        return at + 1;
    }
    if (number < 100) {
        memcpy(at, pairs + 2 * number, 2);
        return at + 2;
    }
    if (number < 1000) {
        *at = (char)('0' + (uint32_t)number / 100);
        memcpy(at + 1, pairs + 2 * ((uint32_t)number % 100), 2);
        return at + 3;
    }
    at = put_digits(at, number / 100);
    memcpy(at, pairs + 2 * (number % 100), 2);
    return at + 2;
}

char *put_fixed(char *at, int64_t number, int decimals) {
    if (number < 0) {
        *at++ = '-';
    }
    uint64_t size = number < 0 ? (uint64_t)-number : (uint64_t)number;
    uint64_t whole = decimals == 2 ? size / 100 : size / 1000;
    uint32_t rest = (uint32_t)(decimals == 2 ? size % 100 * 10 : size % 1000);
    if (whole || !rest) {
        at = put_digits(at, whole);
    }
    if (rest) {
        *at++ = '.';
        memcpy(at, pairs + 2 * (rest / 10), 2);
        at += rest % 100 ? 2 : 1;
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
