/* UTF-8: strict decoding, and the widths and foldings that Chinese text needs. */
#include "base/utf8.h"

#include <string.h>

#include "base/buf.h"

/* Length of the sequence a lead byte starts, 0 if it starts none. */
static size_t sequence_length(unsigned char lead) {
    if (lead < 0x80) {
        return 1;
    }
    if (lead >= 0xC2 && lead <= 0xDF) {
        return 2;
    }
    if (lead >= 0xE0 && lead <= 0xEF) {
        return 3;
    }
    return lead >= 0xF0 && lead <= 0xF4 ? 4 : 0;
}

/* Decodes at `at`; false and one byte for what is not UTF-8. */
static bool decode(struct str text, size_t at, uint32_t *code_point, size_t *size) {
    static const uint32_t smallest[5] = {0, 0, 0x80, 0x800, 0x10000};
    const unsigned char *bytes = (const unsigned char *)text.data + at;
    size_t n = sequence_length(bytes[0]);
    *size = 1;
    *code_point = UTF8_BAD;
    if (n == 0 || n > text.len - at) {
        return false;
    }
    uint32_t point = n == 1 ? bytes[0] : bytes[0] & (0x7FU >> n);
    for (size_t i = 1; i < n; i++) {
        if ((bytes[i] & 0xC0) != 0x80) {
            return false;
        }
        point = point << 6 | (bytes[i] & 0x3FU);
    }
    if (point < smallest[n] || point > 0x10FFFF || (point >= 0xD800 && point <= 0xDFFF)) {
        return false;
    }
    *size = n;
    *code_point = point;
    return true;
}

/* Bytes of the plain character at `at`, printable ASCII or Han from U+4E00 to U+9FFF, that most
 * texts are made of; 0 if it is another. */
static size_t plain_length(struct str text, size_t at) {
    const unsigned char *bytes = (const unsigned char *)text.data + at;
    if (bytes[0] < 0x80) {
        return bytes[0] > ' ' && bytes[0] < 0x7F;
    }
    bool is_han = bytes[0] >= 0xE4 && bytes[0] <= 0xE9 && text.len - at > 2 &&
                  (bytes[1] & 0xC0) == 0x80 && (bytes[2] & 0xC0) == 0x80 &&
                  (bytes[0] > 0xE4 || bytes[1] >= 0xB8);
    return is_han ? 3 : 0;
}

size_t utf8_plain(struct str text, size_t at) {
    size_t end = at, n;
    while (end < text.len && (n = plain_length(text, end)) > 0) {
        end += n;
    }
    return end - at;
}

uint32_t utf8_next(struct str text, size_t *offset) {
    const unsigned char *bytes = (const unsigned char *)text.data + *offset;
    size_t n = plain_length(text, *offset);
    if (n > 0) {
        *offset += n;
        return n == 1 ? bytes[0]
                      : (bytes[0] & 0xFU) << 12 | (bytes[1] & 0x3FU) << 6 | (bytes[2] & 0x3FU);
    }
    uint32_t code_point;
    size_t size;
    decode(text, *offset, &code_point, &size);
    *offset += size;
    return code_point;
}

size_t utf8_encode(uint32_t code_point, char bytes[4]) {
    if (code_point > 0x10FFFF || (code_point >= 0xD800 && code_point <= 0xDFFF)) {
        code_point = UTF8_BAD;
    }
    if (code_point < 0x80) {
        bytes[0] = (char)code_point;
        return 1;
    }
    size_t n = code_point < 0x800 ? 2 : code_point < 0x10000 ? 3 : 4;
    for (size_t i = n - 1; i > 0; i--) {
        bytes[i] = (char)(0x80 | (code_point & 0x3F));
        code_point >>= 6;
    }
    bytes[0] = (char)((0xF00U >> n & 0xFFU) | code_point);
    return n;
}

/* A lead byte of three of which any two that follow make a character. */
static bool is_usual_lead(unsigned char byte) {
    return byte >= 0xE1 && byte <= 0xEC;
}

/* Two characters of three bytes, as far as the bytes behind the leads tell. */
static bool are_two_long(const unsigned char *bytes) {
    static const unsigned char mask[8] = {0, 0xC0, 0xC0, 0, 0xC0, 0xC0, 0, 0};
    static const unsigned char wanted[8] = {0, 0x80, 0x80, 0, 0x80, 0x80, 0, 0};
    uint64_t eight, behind, all;
    memcpy(&eight, bytes, sizeof eight);
    memcpy(&behind, mask, sizeof behind);
    memcpy(&all, wanted, sizeof all);
    return (eight & behind) == all;
}

/* Offset behind characters of one byte and the most usual of three, from `at` on. */
static size_t skip_usual(struct str text, size_t at) {
    const unsigned char *bytes = (const unsigned char *)text.data;
    while (at < text.len) {
        size_t left = text.len - at;
        uint64_t eight;
        if (bytes[at] < 0x80) {
            if (left < sizeof eight) {
                at++;
                continue;
            }
            memcpy(&eight, bytes + at, sizeof eight);
            at += utf8_ascii_of(eight);
        } else if (left >= sizeof eight && is_usual_lead(bytes[at]) &&
                   is_usual_lead(bytes[at + 3]) && are_two_long(bytes + at)) {
            at += 6;
        } else if (left > 2 && is_usual_lead(bytes[at]) &&
                   ((bytes[at + 1] ^ 0x80U) | (bytes[at + 2] ^ 0x80U)) < 0x40) {
            at += 3;
        } else {
            break;
        }
    }
    return at;
}

bool utf8_valid(struct str text, size_t *offset) {
    for (size_t at = skip_usual(text, 0); at < text.len; at = skip_usual(text, at)) {
        uint32_t code_point;
        size_t size;
        if (!decode(text, at, &code_point, &size)) {
            if (offset) {
                *offset = at;
            }
            return false;
        }
        at += size;
    }
    return true;
}

size_t utf8_count(struct str text) {
    size_t n = 0;
    for (size_t at = 0; at < text.len; n++) {
        utf8_next(text, &at);
    }
    return n;
}

int utf8_width(uint32_t c) {
    if (c < 0x20 || (c >= 0x7F && c < 0xA0) || (c >= 0x300 && c <= 0x36F) ||
        (c >= 0x200B && c <= 0x200F) || c == 0xFEFF) {
        return 0;
    }
    bool is_wide = (c >= 0x1100 && c <= 0x115F) || (c >= 0x2E80 && c <= 0x303E) ||
                   (c >= 0x3041 && c <= 0xA4CF) || (c >= 0xAC00 && c <= 0xD7A3) ||
                   (c >= 0xF900 && c <= 0xFAFF) || (c >= 0xFE30 && c <= 0xFE6F) ||
                   (c >= 0xFF00 && c <= 0xFF60) || (c >= 0xFFE0 && c <= 0xFFE6) ||
                   (c >= 0x1F300 && c <= 0x1FAFF) || (c >= 0x20000 && c <= 0x3FFFD);
    return is_wide ? 2 : 1;
}

size_t utf8_text_width(struct str text) {
    size_t width = 0;
    for (size_t at = 0; at < text.len;) {
        width += (size_t)utf8_width(utf8_next(text, &at));
    }
    return width;
}

bool utf8_is_han(uint32_t c) {
    return (c >= 0x4E00 && c <= 0x9FFF) || (c >= 0x3400 && c <= 0x4DBF) || c == 0x3007 ||
           (c >= 0xF900 && c <= 0xFAFF) || (c >= 0x20000 && c <= 0x323AF);
}

/* The mark has no width and no meaning in a cell: zero-width, bidi, BOM, soft hyphen. */
static bool is_invisible(uint32_t c) {
    return (c >= 0x200B && c <= 0x200F) || (c >= 0x202A && c <= 0x202E) ||
           (c >= 0x2060 && c <= 0x2064) || (c >= 0x2066 && c <= 0x2069) || c == 0xFEFF || c == 0xAD;
}

struct str utf8_fold_width(struct arena *arena, struct str text) {
    struct buf buf = {.arena = arena};
    for (size_t at = 0; at < text.len;) {
        size_t n_plain = utf8_plain(text, at);
        if (n_plain > 0) {
            buf_add_bytes(&buf, text.data + at, n_plain);
            at += n_plain;
            continue;
        }
        uint32_t c = utf8_next(text, &at);
        if (is_invisible(c)) {
            continue;
        }
        if (c >= 0xFF01 && c <= 0xFF5E) {
            c -= 0xFEE0;
        } else if (c == 0x3000 || c == 0xA0) {
            c = ' ';
        }
        buf_add_code_point(&buf, utf8_own_code(c));
    }
    return buf_str(&buf);
}

bool utf8_is_private(uint32_t code_point) {
    return (code_point >= 0xE000 && code_point <= 0xF8FF) ||
           (code_point >= 0xF0000 && code_point <= 0x10FFFF);
}
