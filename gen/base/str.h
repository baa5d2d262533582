/* Counted text: pointer and length by value, UTF-8, not ended by NUL, never owned. */
#ifndef BASE_STR_H
#define BASE_STR_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct arena;

/* A slice of bytes, UTF-8 unless said otherwise. The zero value is the empty text. */
struct str {
    /* First byte; may be NULL when len is 0. */
    const char *data;
    /* Bytes. */
    size_t len;
};

/* A string literal as a slice. */
#define STR(literal) ((struct str){"" literal, sizeof(literal) - 1})
/* The same, for initialisers of static objects. */
#define STR_INIT(literal)                                                                          \
    { "" literal, sizeof(literal) - 1 }
/* printf("%" STR_FMT, STR_ARG(s)): prints a slice. */
#define STR_FMT    ".*s"
#define STR_ARG(s) (int)(s).len, (s).data ? (s).data : ""

/* Puts the bytes of a text down; of a few, as most are, without a call. */
static inline void str_put(char *to, struct str text) {
    size_t len = text.len;
    if (len > 16) {
        memcpy(to, text.data, len);
    } else if (len > 3) {
        size_t half = len < 8 ? 4 : 8;
        memcpy(to, text.data, half);
        memcpy(to + len - half, text.data + len - half, half);
    } else if (len) {
        to[0] = text.data[0];
        to[len / 2] = text.data[len / 2];
        to[len - 1] = text.data[len - 1];
    }
}
/* A NUL-ended C string as a slice; NULL is empty. */
struct str str_from_c(const char *text);
/* A NUL-ended copy in the arena. */
char *str_to_c(struct arena *arena, struct str text);
/* A copy in the arena. */
struct str str_copy(struct arena *arena, struct str text);
/* printf into the arena. */
struct str str_format(struct arena *arena, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
/* The same with a va_list. */
struct str str_format_list(struct arena *arena, const char *format, va_list args)
    __attribute__((format(printf, 2, 0)));
/* a followed by b, in the arena. */
struct str str_concat(struct arena *arena, struct str a, struct str b);
/* `parts` with `separator` between them, in the arena. */
struct str str_join(struct arena *arena, const struct str *parts, size_t n_parts,
                    struct str separator);
/* Every `from` (not empty) in `text` replaced by `to`; `text` itself if there is none. */
struct str str_replace(struct arena *arena, struct str text, struct str from, struct str to);

/* What stands for `{name}` in a pattern. */
struct str_argument {
    /* The name between the braces. */
    struct str name;
    /* The text put there. */
    struct str text;
};
/* `pattern` with each `{name}` of `arguments` replaced; other braces stay. */
struct str str_fill(struct arena *arena, struct str pattern, const struct str_argument *arguments,
                    size_t n_arguments);

/* Equal bytes. */
bool str_equal(struct str a, struct str b);
/* Equal to a C string. */
bool str_is(struct str a, const char *text);
/* Order by bytes (for UTF-8: by code point): negative, 0, positive. */
int str_compare(struct str a, struct str b);
/* The same for qsort over struct str. */
int str_compare_for_sort(const void *a, const void *b);
/* `text` starts with `prefix`. */
bool str_starts(struct str text, struct str prefix);
/* `text` ends with `suffix`. */
bool str_ends(struct str text, struct str suffix);
/* The longest start of `text` that is at most `size` bytes and ends at a character's edge. */
struct str str_cut(struct str text, size_t size);
/* Byte offset of the first `part` in `text` from `start` on, or SIZE_MAX. */
size_t str_find(struct str text, struct str part, size_t start);
/* `part` occurs in `text`; the empty part occurs in every text. */
bool str_contains(struct str text, struct str part);
/* Bytes [start, end) of `text`, clipped to it. */
struct str str_slice(struct str text, size_t start, size_t end);
/* Without ASCII blanks, U+00A0, U+3000, U+FEFF and zero-width marks at both ends. */
struct str str_trim(struct str text);
/* Cuts the part before the next `separator` (one byte or more) off `*rest` into `*part`; false
 * when `*rest` was used up. The empty text has no part; a separator at the end starts none. */
bool str_split(struct str *rest, struct str separator, struct str *part);
/* Whole text is a decimal integer that fits; no blanks. */
bool str_to_int(struct str text, int64_t *number);
/* A hash for tables (FNV-1a); the same on every machine. */
uint64_t str_hash(struct str text);

/* How alike two texts are, in per cent: 100 less the share of characters by which the longer must
 * be edited; 0 beyond 64 characters. */
unsigned str_likeness(struct str a, struct str b);
/* The entry of `names` (n of them) nearest to `text` by edit distance, or the empty text when none
 * is near enough to propose. */
struct str str_nearest(struct str text, const struct str *names, size_t n);
/* The entry of which a part is nearest to `text`: what stands before and behind that costs nothing.
 * Empty when no part is as good as half of the text. */
struct str str_nearest_part(struct str text, const struct str *names, size_t n);

#endif
