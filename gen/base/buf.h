/* A growing text in an arena: for building files, messages and names. */
#ifndef BASE_BUF_H
#define BASE_BUF_H

#include "base/arena.h"
#include "base/str.h"

/* Bytes being put together. The zero value with `arena` set is empty and ready. */
struct buf {
    /* Where it grows; set by the owner. */
    struct arena *arena;
    /* The bytes so far; NULL while empty. */
    char *data;
    /* Bytes so far. */
    size_t len;
    /* Bytes there is room for. */
    size_t capacity;
};

/* Appends a slice. */
void buf_add(struct buf *buf, struct str text);
/* Appends a C string. */
void buf_add_c(struct buf *buf, const char *text);
/* Appends bytes. */
void buf_add_bytes(struct buf *buf, const void *bytes, size_t size);
/* Appends one byte. */
void buf_add_byte(struct buf *buf, unsigned char byte);
/* Appends a code point as UTF-8. */
void buf_add_code_point(struct buf *buf, uint32_t code_point);
/* Room for `size` bytes behind what was built: whoever fills some of them adds them to `len`. */
char *buf_room(struct buf *buf, size_t size);
/* Appends a number in digits. */
void buf_add_count(struct buf *buf, uint64_t number);
/* Appends printf output. */
void buf_format(struct buf *buf, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* Appends a JSON string with its quotes; bytes that are no UTF-8 become U+FFFD. */
void buf_add_json(struct buf *buf, struct str text);
/* As buf_add, and quicker for a few bytes. */
static inline void buf_add_few(struct buf *buf, struct str text) {
    if (!text.len || text.len > buf->capacity - buf->len) {
        buf_add(buf, text);
        return;
    }
    str_put(buf->data + buf->len, text);
    buf->len += text.len;
}
/* What was built, valid until the next append. */
struct str buf_str(const struct buf *buf);

#endif
