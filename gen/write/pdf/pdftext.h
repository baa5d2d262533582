/*
 * Inner header of write: numbers and texts in the notations of PDF. Content streams are made of
 * little else, so these write straight into memory.
 */
#ifndef WRITE_PDF_PDFTEXT_H
#define WRITE_PDF_PDFTEXT_H

#include "layout/page.h"

/* Page units as hundredths of a point, rounded. */
int64_t to_hundredths(int64_t units);
/* Moves a text to where `size` more bytes fit. */
void grow_room(struct buf *out, size_t size);
/* Makes room for `size` more bytes and returns where they go; the caller then raises len. */
static inline char *make_room(struct buf *out, size_t size) {
    if (out->capacity - out->len < size) {
        grow_room(out, size);
    }
    return out->data + out->len;
}
/* Writes a whole number at `at`, at most 20 bytes, and returns the place behind it. */
char *put_digits(char *at, uint64_t number);
/* Writes a number given in units of its last decimal (`decimals` is 2 or 3), at most 24 bytes, and
 * returns the place behind it. */
char *put_fixed(char *at, int64_t number, int decimals);
/* Appends such a number and an operator. */
void add_number(struct buf *out, int64_t number, int decimals, const char *op);
/* Appends a point in hundredths and an operator of at most 12 bytes. */
void add_point(struct buf *out, int64_t x, int64_t y, const char *op);
/* Appends a text as hexadecimal UTF-16, high byte first, without a byte order mark. */
void add_utf16_hex(struct buf *out, struct str text);

#endif
