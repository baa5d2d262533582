/*
 * Lengths as templates write them: a decimal and a unit. The sizes of the Chinese names (号) are
 * fixed by trade custom, so they stand here; a template may always write points instead.
 */
#include "layout/text/shape.h"

/* Code points of the size names. */
enum { HAO = 0x53F7, SMALL = 0x5C0F, FIRST = 0x521D };

/* Sizes 初号 (0) to 八号, and the small ones, in half points; 0 where there is none. */
static const int half_points[] = {84, 52, 44, 32, 28, 21, 15, 11, 10};
static const int small_half_points[] = {72, 48, 36, 30, 24, 18, 13, 0, 0};

bool length_decimal(struct str *rest, int64_t *millionths) {
    int64_t number = 0;
    int64_t scale = 1000000;
    size_t at = 0;
    size_t n_digits = 0;
    size_t n_whole = 0;
    bool is_fraction = false;
    for (; at < rest->len; at++) {
        char c = rest->data[at];
        if (c == '.' && !is_fraction && n_digits > 0) {
            is_fraction = true;
            continue;
        }
        if (c < '0' || c > '9') {
            break;
        }
        n_digits++;
        n_whole += !is_fraction;
        scale = is_fraction ? scale / 10 : scale;
        if (scale == 0 || n_whole > 7) {
            return false;
        }
        number = number * 10 + (c - '0');
    }
    if (n_digits == 0 || rest->data[at - 1] == '.') {
        return false;
    }
    *millionths = number * scale;
    *rest = str_slice(*rest, at, rest->len);
    return true;
}

/* Cuts a wanted code point off the front. */
static bool cut(struct str *rest, uint32_t wanted) {
    size_t offset = 0;
    if (rest->len == 0 || utf8_next(*rest, &offset) != wanted) {
        return false;
    }
    *rest = str_slice(*rest, offset, rest->len);
    return true;
}

/* A size by its name: 小4, 4号, 小4号, 初号. */
static bool parse_named(struct str text, int32_t *size) {
    bool is_small = cut(&text, SMALL);
    size_t number;
    if (cut(&text, FIRST)) {
        number = 0;
    } else if (text.len > 0 && text.data[0] >= '1' && text.data[0] <= '8') {
        number = (size_t)(text.data[0] - '0');
        text = str_slice(text, 1, text.len);
    } else {
        return false;
    }
    bool has_hao = cut(&text, HAO);
    if (text.len > 0 || (!has_hao && !is_small)) {
        return false;
    }
    int half = is_small ? small_half_points[number] : half_points[number];
    *size = half * (PT / 2);
    return half > 0;
}

/* Numerator over denominator of the units in one unit of measure. */
static bool find_unit(struct str unit, int32_t em, int64_t *numerator, int64_t *denominator) {
    *denominator = 1;
    if (str_is(unit, "pt")) {
        *numerator = PT;
    } else if (str_is(unit, "em")) {
        *numerator = em;
    } else if (str_is(unit, "mm")) {
        *numerator = INT64_C(72) * PT * 10;
        *denominator = 254;
    } else if (str_is(unit, "cm")) {
        *numerator = INT64_C(72) * PT * 100;
        *denominator = 254;
    } else {
        return false;
    }
    return true;
}

bool length_parse(struct str text, int32_t em, int32_t *length) {
    text = str_trim(text);
    if (parse_named(text, length)) {
        return true;
    }
    bool is_negative = str_starts(text, STR("-"));
    struct str rest = is_negative ? str_slice(text, 1, text.len) : text;
    int64_t millionths;
    int64_t numerator;
    int64_t denominator;
    if (!length_decimal(&rest, &millionths) ||
        !find_unit(str_trim(rest), em, &numerator, &denominator) ||
        millionths > INT64_C(100000) * 1000000) {
        return false;
    }
    /* Whole and broken part apart, so that nothing overflows. */
    int64_t whole = millionths / 1000000 * numerator;
    int64_t part = millionths % 1000000 * numerator / 1000000;
    int64_t value = (whole + part + denominator / 2) / denominator;
    if (value > INT32_MAX / 2) {
        return false;
    }
    *length = (int32_t)(is_negative ? -value : value);
    return true;
}

bool length_fits(const struct yaml_shape *shape, struct str text) {
    int32_t length = 0;
    bool is_length = str_is(text, "0") || length_parse(text, 12 * PT, &length);
    return is_length && length >= shape->low && length <= shape->high;
}
