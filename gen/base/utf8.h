/* UTF-8, code point by code point. */
#ifndef BASE_UTF8_H
#define BASE_UTF8_H

#include "base/str.h"

/* What utf8_next returns for a byte that starts no valid sequence. */
#define UTF8_BAD 0xFFFDU

/* Decodes the code point at `*offset` (< text.len) and moves `*offset` behind it. Bad bytes (also
 * surrogates, overlong forms, above U+10FFFF) give UTF8_BAD and move one byte. */
uint32_t utf8_next(struct str text, size_t *offset);
/* Bytes from `at` (<= text.len) of printable ASCII without the blank and of Han from U+4E00 to
 * U+9FFF: what every folding leaves as it is. */
size_t utf8_plain(struct str text, size_t at);
/* Writes a code point as 1 to 4 bytes and returns how many; what cannot be encoded gives U+FFFD. */
size_t utf8_encode(uint32_t code_point, char bytes[4]);
/* A character begins at `at` of a valid text, or it ends there. */
static inline bool utf8_starts(struct str text, size_t at) {
    return at >= text.len || ((unsigned char)text.data[at] & 0xC0) != 0x80;
}
/* How many of eight bytes, loaded as they stand in memory, are ASCII before the first that is not.
 */
static inline size_t utf8_ascii_of(uint64_t eight) {
    eight &= UINT64_C(0x8080808080808080);
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
    return eight ? (size_t)__builtin_ctzll(eight) / 8 : sizeof eight;
#else
    return eight ? (size_t)__builtin_clzll(eight) / 8 : sizeof eight;
#endif
}
/* Whole text is valid. `*offset` (may be NULL) gets the first bad byte. */
bool utf8_valid(struct str text, size_t *offset);
/* Code points in the text. */
size_t utf8_count(struct str text);
/* Terminal cells of a code point: 0 for marks, 2 for Han and full-width forms, else 1. */
int utf8_width(uint32_t code_point);
/* Terminal cells of a text. */
size_t utf8_text_width(struct str text);
/* Han ideograph of any extension (also compatibility ideographs and 〇). */
bool utf8_is_han(uint32_t code_point);
/* The character's own code where it has been given another: a radical's, or a private one of GB
 * 18030; else the code itself. */
uint32_t utf8_own_code(uint32_t code_point);
/* A private code: what it shows is the font's own business, and means nothing elsewhere. */
bool utf8_is_private(uint32_t code_point);
/* The text with full-width ASCII forms made half-width, U+3000 and U+00A0 made a space, and
 * zero-width, bidi and BOM marks dropped, other codes made characters' own. Chinese punctuation
 * outside the full-width block stays.
 */
struct str utf8_fold_width(struct arena *arena, struct str text);

#endif
