/* Counted text: comparing, cutting, joining, and the nearest-name search of messages. */
#include "base/str.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/utf8.h"

struct str str_from_c(const char *text) {
    return text ? (struct str){text, strlen(text)} : (struct str){0};
}

char *str_to_c(struct arena *arena, struct str text) {
    char *copy = arena_alloc(arena, text.len + 1, 1);
    if (text.len) {
        memcpy(copy, text.data, text.len);
    }
    return copy;
}

struct str str_copy(struct arena *arena, struct str text) {
    return (struct str){str_to_c(arena, text), text.len};
}

struct str str_format_list(struct arena *arena, const char *format, va_list args) {
    /* most are short, and need be made but once */
    char few[256];
    va_list again;
    va_copy(again, args);
    int size = vsnprintf(few, sizeof few, format, args);
    size_t len = size > 0 ? (size_t)size : 0;
    char *text = arena_alloc_raw(arena, len + 1, 1);
    if (len < sizeof few) {
        memcpy(text, few, len);
    } else {
        vsnprintf(text, len + 1, format, again);
    }
    text[len] = '\0';
    va_end(again);
    return (struct str){text, len};
}

struct str str_format(struct arena *arena, const char *format, ...) {
    va_list args;
    va_start(args, format);
    struct str text = str_format_list(arena, format, args);
    va_end(args);
    return text;
}

struct str str_concat(struct arena *arena, struct str a, struct str b) {
    const struct str parts[] = {a, b};
    return str_join(arena, parts, 2, (struct str){0});
}

struct str str_join(struct arena *arena, const struct str *parts, size_t n_parts,
                    struct str separator) {
    size_t len = n_parts ? separator.len * (n_parts - 1) : 0;
    for (size_t i = 0; i < n_parts; i++) {
        len += parts[i].len;
    }
    char *text = arena_alloc(arena, len + 1, 1);
    size_t used = 0;
    for (size_t i = 0; i < n_parts; i++) {
        if (i && separator.len) {
            memcpy(text + used, separator.data, separator.len);
            used += separator.len;
        }
        if (parts[i].len) {
            memcpy(text + used, parts[i].data, parts[i].len);
            used += parts[i].len;
        }
    }
    return (struct str){text, len};
}

struct str str_replace(struct arena *arena, struct str text, struct str from, struct str to) {
    size_t n_found = 0;
    for (size_t at = str_find(text, from, 0); from.len && at != SIZE_MAX;
         at = str_find(text, from, at + from.len)) {
        n_found++;
    }
    if (!n_found) {
        return text;
    }
    size_t len = text.len - n_found * from.len + n_found * to.len;
    char *made = arena_alloc(arena, len + 1, 1);
    size_t used = 0, start = 0;
    for (size_t i = 0; i <= n_found; i++) {
        size_t end = i < n_found ? str_find(text, from, start) : text.len;
        memcpy(made + used, text.data + start, end - start);
        used += end - start;
        if (i < n_found && to.len) {
            memcpy(made + used, to.data, to.len);
            used += to.len;
        }
        start = end + from.len;
    }
    return (struct str){made, len};
}

/* The argument of that name, or NULL. */
static const struct str_argument *find_argument(struct str name,
                                                const struct str_argument *arguments, size_t n) {
    for (size_t i = 0; i < n; i++) {
        if (str_equal(arguments[i].name, name)) {
            return &arguments[i];
        }
    }
    return NULL;
}

struct str str_fill(struct arena *arena, struct str pattern, const struct str_argument *arguments,
                    size_t n_arguments) {
    struct buf buf = {.arena = arena};
    while (pattern.len) {
        size_t open = str_find(pattern, STR("{"), 0);
        size_t close = open == SIZE_MAX ? SIZE_MAX : str_find(pattern, STR("}"), open);
        if (close == SIZE_MAX) {
            break;
        }
        buf_add(&buf, str_slice(pattern, 0, open));
        const struct str_argument *argument =
            find_argument(str_slice(pattern, open + 1, close), arguments, n_arguments);
        buf_add(&buf, argument ? argument->text : str_slice(pattern, open, close + 1));
        pattern = str_slice(pattern, close + 1, pattern.len);
    }
    buf_add(&buf, pattern);
    return buf_str(&buf);
}

bool str_equal(struct str a, struct str b) {
    return a.len == b.len && (a.len == 0 || a.data == b.data || memcmp(a.data, b.data, a.len) == 0);
}

bool str_is(struct str a, const char *text) {
    size_t i = 0;
    while (text && i < a.len && text[i] && a.data[i] == text[i]) {
        i++;
    }
    return i == a.len && (!text || !text[i]);
}

int str_compare(struct str a, struct str b) {
    size_t len = a.len < b.len ? a.len : b.len;
    int order = len ? memcmp(a.data, b.data, len) : 0;
    return order ? order : (a.len > b.len) - (a.len < b.len);
}

int str_compare_for_sort(const void *a, const void *b) {
    return str_compare(*(const struct str *)a, *(const struct str *)b);
}

bool str_starts(struct str text, struct str prefix) {
    return text.len >= prefix.len && str_equal(str_slice(text, 0, prefix.len), prefix);
}

bool str_ends(struct str text, struct str suffix) {
    return text.len >= suffix.len &&
           str_equal(str_slice(text, text.len - suffix.len, text.len), suffix);
}

struct str str_cut(struct str text, size_t size) {
    if (size >= text.len) {
        return text;
    }
    while (size && ((unsigned char)text.data[size] & 0xC0) == 0x80) {
        size--;
    }
    return str_slice(text, 0, size);
}

size_t str_find(struct str text, struct str part, size_t start) {
    if (!part.len) {
        return start <= text.len ? start : SIZE_MAX;
    }
    while (start < text.len && text.len - start >= part.len) {
        size_t room = text.len - start - part.len + 1;
        const char *found = memchr(text.data + start, part.data[0], room);
        if (!found) {
            return SIZE_MAX;
        }
        if (memcmp(found, part.data, part.len) == 0) {
            return (size_t)(found - text.data);
        }
        start = (size_t)(found - text.data) + 1;
    }
    return SIZE_MAX;
}

bool str_contains(struct str text, struct str part) {
    return str_find(text, part, 0) != SIZE_MAX;
}

struct str str_slice(struct str text, size_t start, size_t end) {
    end = end < text.len ? end : text.len;
    start = start < end ? start : end;
    return (struct str){text.data ? text.data + start : NULL, end - start};
}

/* Blanks people leave at the ends of cells: ASCII, no-break and ideographic space, BOM, marks of
 * no width. */
static bool is_blank(uint32_t code_point) {
    return code_point <= ' ' || code_point == 0xA0 || code_point == 0x3000 ||
           code_point == 0xFEFF || (code_point >= 0x200B && code_point <= 0x200F) ||
           code_point == 0x2028 || code_point == 0x2029 || code_point == 0x2060;
}

/* A byte that may begin a blank, and one that may end it: most texts are seen not to have any by
 * these alone. */
static bool may_begin_blank(unsigned char byte) {
    return byte <= ' ' || byte == 0xC2 || byte == 0xE2 || byte == 0xE3 || byte == 0xEF;
}

static bool may_end_blank(unsigned char byte) {
    return byte <= ' ' || byte == 0x80 || (byte >= 0x8B && byte <= 0x8F) || byte == 0xA0 ||
           byte == 0xA8 || byte == 0xA9 || byte == 0xBF;
}

struct str str_trim(struct str text) {
    size_t start = 0;
    while (start < text.len && may_begin_blank((unsigned char)text.data[start])) {
        size_t next = start;
        if (!is_blank(utf8_next(text, &next))) {
            break;
        }
        start = next;
    }
    size_t end = text.len;
    while (end > start && may_end_blank((unsigned char)text.data[end - 1])) {
        size_t before = end - 1;
        while (before > start && ((unsigned char)text.data[before] & 0xC0) == 0x80) {
            before--;
        }
        size_t next = before;
        if (!is_blank(utf8_next(text, &next)) || next != end) {
            break;
        }
        end = before;
    }
    return str_slice(text, start, end);
}

bool str_split(struct str *rest, struct str separator, struct str *part) {
    if (!rest->len) {
        return false;
    }
    size_t at = str_find(*rest, separator, 0);
    if (at == SIZE_MAX) {
        *part = *rest;
        *rest = (struct str){0};
        return true;
    }
    *part = str_slice(*rest, 0, at);
    *rest = str_slice(*rest, at + separator.len, rest->len);
    return true;
}

bool str_to_int(struct str text, int64_t *number) {
    size_t at = 0;
    bool is_negative = text.len && text.data[0] == '-';
    at += is_negative;
    if (at == text.len) {
        return false;
    }
    int64_t value = 0;
    for (; at < text.len; at++) {
        int digit = text.data[at] - '0';
        if (digit < 0 || digit > 9 || value > (INT64_MAX - digit) / 10) {
            return false;
        }
        value = value * 10 + digit;
    }
    *number = is_negative ? -value : value;
    return true;
}

uint64_t str_hash(struct str text) {
    uint64_t hash = 14695981039346656037ULL;
    for (size_t i = 0; i < text.len; i++) {
        hash = (hash ^ (unsigned char)text.data[i]) * 1099511628211ULL;
    }
    return hash;
}

/* Names longer than this are not proposed. */
#define LONGEST_NAME 64

static size_t decode_name(struct str text, uint32_t points[LONGEST_NAME]) {
    size_t n = 0;
    for (size_t at = 0; at < text.len && n < LONGEST_NAME;) {
        points[n++] = utf8_next(text, &at);
    }
    return n;
}

/* Edits that make b of a, or, of `is_part`, any part of b. */
static size_t edits(const uint32_t *a, size_t n_a, const uint32_t *b, size_t n_b, bool is_part) {
    size_t row[LONGEST_NAME + 1];
    for (size_t j = 0; j <= n_b; j++) {
        row[j] = is_part ? 0 : j;
    }
    for (size_t i = 1; i <= n_a; i++) {
        size_t diagonal = row[0];
        row[0] = i;
        for (size_t j = 1; j <= n_b; j++) {
            size_t best = diagonal + (a[i - 1] != b[j - 1]);
            best = row[j] + 1 < best ? row[j] + 1 : best;
            best = row[j - 1] + 1 < best ? row[j - 1] + 1 : best;
            diagonal = row[j];
            row[j] = best;
        }
    }
    size_t least = row[n_b];
    for (size_t j = 0; is_part && j < n_b; j++) {
        least = row[j] < least ? row[j] : least;
    }
    return least;
}

static size_t edit_distance(const uint32_t *a, size_t n_a, const uint32_t *b, size_t n_b) {
    return edits(a, n_a, b, n_b, false);
}

unsigned str_likeness(struct str a, struct str b) {
    uint32_t left[LONGEST_NAME], right[LONGEST_NAME];
    size_t n_left = decode_name(a, left), n_right = decode_name(b, right);
    size_t longer = n_left > n_right ? n_left : n_right;
    if (!longer || longer == LONGEST_NAME) {
        return 0;
    }
    return (unsigned)(100 - 100 * edit_distance(left, n_left, right, n_right) / longer);
}

static struct str find_nearest(struct str text, const struct str *names, size_t n, bool is_part) {
    uint32_t wanted[LONGEST_NAME], candidate[LONGEST_NAME];
    size_t n_wanted = decode_name(text, wanted);
    size_t best = is_part ? (n_wanted + 1) / 2 : n_wanted / 2 + 1;
    struct str nearest = {0};
    for (size_t i = 0; i < n; i++) {
        size_t n_candidate = decode_name(names[i], candidate);
        size_t distance = edits(wanted, n_wanted, candidate, n_candidate, is_part);
        if (distance < best) {
            best = distance;
            nearest = names[i];
        }
    }
    return nearest;
}

struct str str_nearest(struct str text, const struct str *names, size_t n) {
    return find_nearest(text, names, n, false);
}

struct str str_nearest_part(struct str text, const struct str *names, size_t n) {
    return find_nearest(text, names, n, true);
}
