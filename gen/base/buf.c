/* Growing text in an arena. */
#include "base/buf.h"

#include <stdio.h>
#include <string.h>

#include "base/arena_room.h"
#include "base/utf8.h"

/* Bytes that most formatted texts do with, and need be made but once. */
enum { FEW_FORMATTED = 64 };

char *buf_room(struct buf *buf, size_t size) {
    if (size > buf->capacity - buf->len) {
        size_t capacity = buf->capacity ? buf->capacity * 2 : 64;
        while (capacity - buf->len < size) {
            capacity *= 2;
        }
        buf->data = arena_regrow(buf->arena, buf->data, buf->len, buf->capacity, capacity);
        buf->capacity = capacity;
    }
    return buf->data + buf->len;
}

void buf_add_bytes(struct buf *buf, const void *bytes, size_t size) {
    if (size) {
        memcpy(buf_room(buf, size), bytes, size);
        buf->len += size;
    }
}

void buf_add(struct buf *buf, struct str text) {
    buf_add_bytes(buf, text.data, text.len);
}

void buf_add_c(struct buf *buf, const char *text) {
    buf_add(buf, str_from_c(text));
}

void buf_add_byte(struct buf *buf, unsigned char byte) {
    *buf_room(buf, 1) = (char)byte;
    buf->len++;
}

void buf_add_count(struct buf *buf, uint64_t number) {
    char digits[20];
    size_t at = sizeof digits;
    do {
        digits[--at] = (char)('0' + number % 10);
        number /= 10;
    } while (number);
    buf_add_bytes(buf, digits + at, sizeof digits - at);
}

void buf_add_code_point(struct buf *buf, uint32_t code_point) {
    buf->len += utf8_encode(code_point, buf_room(buf, 4));
}

void buf_format(struct buf *buf, const char *format, ...) {
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    char *room = buf_room(buf, FEW_FORMATTED);
    int size = vsnprintf(room, FEW_FORMATTED, format, args);
    if (size >= FEW_FORMATTED) {
        vsnprintf(buf_room(buf, (size_t)size + 1), (size_t)size + 1, format, again);
    }
    buf->len += size > 0 ? (size_t)size : 0;
    va_end(again);
    va_end(args);
}

void buf_add_json(struct buf *buf, struct str text) {
    buf_add_byte(buf, '"');
    for (size_t i = 0; i < text.len;) {
        uint32_t c = utf8_next(text, &i);
        if (c == '"' || c == '\\') {
            buf_add_byte(buf, '\\');
            buf_add_byte(buf, (unsigned char)c);
        } else if (c < 0x20) {
            buf_format(buf, "\\u%04x", (unsigned)c);
        } else {
            buf_add_code_point(buf, c);
        }
    }
    buf_add_byte(buf, '"');
}

struct str buf_str(const struct buf *buf) {
    return (struct str){buf->data, buf->len};
}
