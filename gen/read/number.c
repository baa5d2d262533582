/* Numbers of cells as text and back, the same under every locale. */
#include "read/format.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DIGITS FORMAT_DIGITS
/* Below it whole numbers have no more digits than are kept. */
#define MOST_WHOLE 1e15

/* A number taken apart. */
struct number_parts {
    /* Digits without point and leading zeros; the rest beyond the room is dropped but counted. */
    char digits[32];
    size_t n_digits;
    /* Digits dropped. */
    int n_dropped;
    /* Digits behind the point. */
    int n_fraction;
    int exponent;
    bool is_negative;
};

static void take_digit(struct number_parts *decimal, char digit, bool is_fraction) {
    decimal->n_fraction += is_fraction;
    if (decimal->n_digits == 0 && digit == '0') {
        return;
    }
    if (decimal->n_digits < sizeof decimal->digits) {
        decimal->digits[decimal->n_digits++] = digit;
    } else {
        decimal->n_dropped++;
    }
}

static bool read_exponent(struct str text, size_t at, int *exponent) {
    bool is_negative = at < text.len && text.data[at] == '-';
    if (at < text.len && (text.data[at] == '-' || text.data[at] == '+')) {
        at++;
    }
    if (at == text.len || text.len - at > 4) {
        return false;
    }
    for (; at < text.len; at++) {
        if (!format_is_digit(text.data[at])) {
            return false;
        }
        *exponent = *exponent * 10 + (text.data[at] - '0');
    }
    *exponent = is_negative ? -*exponent : *exponent;
    return true;
}

static bool read_decimal(struct str text, struct number_parts *decimal) {
    size_t at = 0, n_seen = 0;
    bool is_fraction = false;
    if (text.len > 1000) {
        return false;
    }
    if (at < text.len && (text.data[at] == '-' || text.data[at] == '+')) {
        decimal->is_negative = text.data[at++] == '-';
    }
    for (; at < text.len; at++) {
        char c = text.data[at];
        if (format_is_digit(c)) {
            take_digit(decimal, c, is_fraction);
            n_seen++;
        } else if (c == '.' && !is_fraction) {
            is_fraction = true;
        } else {
            break;
        }
    }
    if (n_seen == 0 || at == text.len) {
        return n_seen > 0;
    }
    return (text.data[at] == 'e' || text.data[at] == 'E') &&
           read_exponent(text, at + 1, &decimal->exponent);
}

/* Powers of ten that a double holds exactly, as far as they are wanted. */
static const double powers[] = {1e0, 1e1, 1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15};

/* Few figures with at most one point, as most numbers are; false for any other. */
static bool parse_plain(struct str text, double *number) {
    size_t at = text.len && text.data[0] == '-', start = at, n_fraction = 0;
    bool is_negative = at;
    int64_t whole = 0;
    if (text.len > DIGITS + 1) {
        return false;
    }
    for (; at < text.len && format_is_digit(text.data[at]); at++) {
        whole = whole * 10 + (text.data[at] - '0');
    }
    size_t n_digits = at - start;
    if (at < text.len && text.data[at] == '.') {
        start = ++at;
        for (; at < text.len && format_is_digit(text.data[at]); at++) {
            whole = whole * 10 + (text.data[at] - '0');
        }
        n_fraction = at - start;
        n_digits += n_fraction;
    }
    if (at < text.len || n_digits == 0 || n_digits > DIGITS) {
        return false;
    }
    double value = n_fraction ? (double)whole / powers[n_fraction] : (double)whole;
    *number = is_negative ? -value : value;
    return true;
}

/* Small whole numbers times or by a power of ten that a double holds exactly are right after one
 * rounding; the rest goes through strtod without a point, which is then the same everywhere. */
bool format_parse(struct str text, double *number) {
    struct number_parts decimal = {.n_digits = 0};
    if (parse_plain(text, number)) {
        return true;
    }
    if (!read_decimal(text, &decimal)) {
        return false;
    }
    int exponent = decimal.exponent - decimal.n_fraction + decimal.n_dropped;
    double value = 0;
    if (decimal.n_digits <= DIGITS && exponent >= -DIGITS && exponent <= DIGITS) {
        int64_t whole = 0;
        for (size_t i = 0; i < decimal.n_digits; i++) {
            whole = whole * 10 + (decimal.digits[i] - '0');
        }
        value = exponent < 0 ? (double)whole / powers[-exponent] : (double)whole * powers[exponent];
    } else if (decimal.n_digits) {
        char plain[sizeof decimal.digits + 24];
        snprintf(plain, sizeof plain, "%.*se%d", (int)decimal.n_digits, decimal.digits, exponent);
        value = strtod(plain, NULL);
    }
    *number = decimal.is_negative ? -value : value;
    return isfinite(*number);
}

/* Digits of |number| to 15 places without trailing zeros, and the power of ten of the first. */
static int digits_of(double number, char digits[DIGITS + 1]) {
    char wide[64];
    snprintf(wide, sizeof wide, "%.*e", DIGITS - 1, fabs(number));
    const char *e = strchr(wide, 'e');
    size_t n = 0;
    for (const char *c = wide; c < e && n < DIGITS; c++) {
        if (format_is_digit(*c)) {
            digits[n++] = *c;
        }
    }
    while (n > 1 && digits[n - 1] == '0') {
        n--;
    }
    digits[n] = '\0';
    return atoi(e + 1);
}

/* A whole number in figures; returns the length. */
static size_t print_whole(int64_t number, char *text) {
    char figures[24];
    size_t at = sizeof figures, n_sign = number < 0;
    uint64_t rest = number < 0 ? (uint64_t)-number : (uint64_t)number;
    do {
        figures[--at] = (char)('0' + rest % 10);
        rest /= 10;
    } while (rest);
    text[0] = '-';
    memcpy(text + n_sign, figures + at, sizeof figures - at);
    return n_sign + sizeof figures - at;
}

/* Amounts are whole hundredths: their figures need no arithmetic beyond 64 bits. */
size_t format_hundredths(double number, char text[FORMAT_SIZE]) {
    double hundredths = number * 100;
    if (!(fabs(hundredths) < MOST_WHOLE)) {
        return 0;
    }
    if ((double)(int64_t)number == number) {
        return print_whole((int64_t)number, text);
    }
    int64_t whole = (int64_t)(hundredths + (hundredths < 0 ? -0.5 : 0.5));
    if ((double)whole / 100 != number) {
        return 0;
    }
    uint64_t part = (uint64_t)(whole < 0 ? -whole : whole) % 100;
    size_t len = 0;
    if (whole < 0 && whole > -100) {
        text[len++] = '-';
    }
    len += print_whole(whole / 100, text + len);
    if (part) {
        text[len++] = '.';
        text[len++] = (char)('0' + part / 10);
        text[len] = (char)('0' + part % 10);
        len += part % 10 != 0;
    }
    return len;
}

size_t format_number(double number, char text[FORMAT_SIZE]) {
    char digits[DIGITS + 1];
    const char *sign = number < 0 ? "-" : "";
    if (!(number < 0) && !(number > 0)) {
        return (size_t)snprintf(text, FORMAT_SIZE, "0");
    }
    size_t len = format_hundredths(number, text);
    if (len) {
        return len;
    }
    int power = digits_of(number, digits);
    int n = (int)strlen(digits);
    int length;
    if (power >= 21 || power < -5) {
        length = snprintf(text, FORMAT_SIZE, "%s%c%s%sE%+03d", sign, digits[0], n > 1 ? "." : "",
                          digits + 1, power);
    } else if (power < 0) {
        length = snprintf(text, FORMAT_SIZE, "%s0.%.*s%s", sign, -power - 1, "00000", digits);
    } else if (n <= power + 1) {
        length = snprintf(text, FORMAT_SIZE, "%s%s%.*s", sign, digits, power + 1 - n,
                          "00000000000000000000000");
    } else {
        length =
            snprintf(text, FORMAT_SIZE, "%s%.*s.%s", sign, power + 1, digits, digits + power + 1);
    }
    return (size_t)length;
}

/* Five zeros or more follow the point: shown with an exponent. */
static bool has_small_fraction(struct str text, size_t point) {
    for (size_t i = point + 1; i < text.len && i <= point + 5; i++) {
        if (text.data[i] != '0') {
            return false;
        }
    }
    return true;
}

bool format_is_plain(struct str text) {
    size_t at = text.len && text.data[0] == '-', n_digits = 0, point = SIZE_MAX;
    size_t first = at;
    for (; at < text.len; at++) {
        if (text.data[at] == '.' && point == SIZE_MAX && n_digits) {
            point = at;
        } else if (format_is_digit(text.data[at])) {
            n_digits++;
        } else {
            return false;
        }
    }
    if (n_digits == 0 || n_digits > DIGITS) {
        return false;
    }
    bool is_zero_led = text.data[first] == '0';
    if (point == SIZE_MAX) {
        return !is_zero_led || text.len == 1;
    }
    if (text.data[text.len - 1] == '0' || point + 1 == text.len) {
        return false;
    }
    return !is_zero_led || (point == first + 1 && !has_small_fraction(text, point));
}
