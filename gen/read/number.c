/* Numbers and serial days of cells as text, the same under every locale. */
#include "read/format.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DIGITS FORMAT_DIGITS
/* Serial number of 9999-12-31 in the 1900 system. */
#define LAST_SERIAL 2958465
/* Below it whole numbers have no more digits than are kept. */
#define MOST_WHOLE 1e15
/* Days between the two systems. */
#define DAYS_1904 1462
/* Serial number of 1970-01-01 in the 1900 system, for days after the one that never was. */
#define SERIAL_1970 25569
/* Milliseconds of a day. */
#define DAY_MS 86400000

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

static bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

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
        if (!is_digit(text.data[at])) {
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
        if (is_digit(c)) {
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

/* Small whole numbers times or by a power of ten that a double holds exactly are right after one
 * rounding; the rest goes through strtod without a point, which is then the same everywhere. */
bool format_parse(struct str text, double *number) {
    static const double powers[] = {1e0, 1e1, 1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                    1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15};
    struct number_parts decimal = {.n_digits = 0};
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
        if (is_digit(*c)) {
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
    size_t n = 0, len = 0;
    uint64_t rest = number < 0 ? (uint64_t)-number : (uint64_t)number;
    do {
        figures[n++] = (char)('0' + rest % 10);
        rest /= 10;
    } while (rest);
    if (number < 0) {
        text[len++] = '-';
    }
    while (n) {
        text[len++] = figures[--n];
    }
    return len;
}

/* Amounts are whole hundredths: their figures need no arithmetic beyond 64 bits. Returns the
 * length, or 0 for what is none, or so small that it needs an exponent. */
static size_t print_hundredths(double number, char text[FORMAT_SIZE]) {
    double hundredths = nearbyint(number * 100);
    if (fabs(hundredths) >= MOST_WHOLE || hundredths / 100 != number) {
        return 0;
    }
    int64_t whole = (int64_t)hundredths;
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
    size_t len = print_hundredths(number, text);
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
        } else if (is_digit(text.data[at])) {
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

/* A number to a fixed count of digits; days are too many for printf. */
static size_t add_digits(char *text, size_t at, int number, int n_digits) {
    for (int i = n_digits - 1; i >= 0; i--) {
        text[at + (size_t)i] = (char)('0' + number % 10);
        number /= 10;
    }
    return at + (size_t)n_digits;
}

/* Whole seconds, rounded as they are shown. */
static int64_t seconds_of(int64_t ms) {
    return (ms + 500) / 1000;
}

/* HH:MM:SS behind what is in the text, hours counted on beyond the day. */
static size_t add_time(char *text, size_t at, int64_t seconds) {
    int64_t hours = seconds / 3600;
    int n_digits = 2;
    for (int64_t rest = hours / 100; rest; rest /= 10) {
        n_digits++;
    }
    at = add_digits(text, at, (int)hours, n_digits);
    text[at++] = ':';
    at = add_digits(text, at, (int)(seconds / 60 % 60), 2);
    text[at++] = ':';
    return add_digits(text, at, (int)(seconds % 60), 2);
}

static void set_text(struct read_cell *cell, enum read_kind kind, const char *text, size_t len) {
    cell->kind = kind;
    cell->text = (struct str){text, len};
}

static size_t add_date(char *text, struct date date) {
    size_t at = add_digits(text, 0, date.year, 4);
    text[at++] = '-';
    at = add_digits(text, at, date.month, 2);
    text[at++] = '-';
    return add_digits(text, at, date.day, 2);
}

/* The time of day behind the day, unless it is midnight; the last half second is no other day. */
static size_t add_clock(char *text, size_t at, int64_t ms) {
    int64_t seconds = seconds_of(ms);
    if (seconds == 0) {
        return at;
    }
    text[at++] = ' ';
    return add_time(text, at, seconds < DAY_MS / 1000 ? seconds : DAY_MS / 1000 - 1);
}

static void set_day(struct read_cell *cell, struct date date, int64_t ms, char text[FORMAT_SIZE]) {
    size_t len = add_clock(text, add_date(text, date), ms);
    cell->date = date;
    cell->precision = DATE_DAY;
    set_text(cell, READ_DATE, text, len);
}

void format_fill_up(struct read_cell *cell, size_t n_digits, char text[FORMAT_SIZE]) {
    size_t sign = cell->number < 0, len = cell->text.len - sign;
    for (size_t i = sign; i < cell->text.len; i++) {
        if (!is_digit(text[i])) {
            return;
        }
    }
    if (cell->kind == READ_NUMBER && len < n_digits) {
        memmove(text + sign + n_digits - len, text + sign, len);
        memset(text + sign, '0', n_digits - len);
        cell->text.len = sign + n_digits;
    }
}

void format_cut(struct read_cell *cell, enum format_class class) {
    enum { N_YEAR = 4, N_MONTH = 7 };
    if (cell->kind == READ_DATE && (class == FORMAT_MONTH || class == FORMAT_YEAR)) {
        cell->precision = class == FORMAT_MONTH ? DATE_MONTH : DATE_YEAR;
        cell->text.len = class == FORMAT_MONTH ? N_MONTH : N_YEAR;
        cell->date = date_first(cell->date, cell->precision);
    }
}

void format_serial(double serial, bool is_1904, enum format_class class, struct read_cell *cell,
                   char text[FORMAT_SIZE]) {
    double last = is_1904 ? LAST_SERIAL - DAYS_1904 : LAST_SERIAL;
    bool is_percent = class == FORMAT_PERCENT && fabs(serial) < 1e15;
    bool is_number = class == FORMAT_NUMBER || class == FORMAT_PERCENT;
    if (is_number || !(serial >= 0 && serial < last + 1)) {
        cell->number = serial;
        size_t len = format_number(is_percent ? serial * 100 : serial, text);
        text[len] = '%';
        set_text(cell, READ_NUMBER, text, len + is_percent);
        return;
    }
    int64_t total = llround(serial * DAY_MS);
    if (class == FORMAT_ELAPSED || total < DAY_MS) {
        set_text(cell, READ_TEXT, text, add_time(text, 0, seconds_of(total)));
        return;
    }
    int64_t day = total / DAY_MS + (is_1904 ? DAYS_1904 : 0);
    if (day > LAST_SERIAL) {
        day = LAST_SERIAL;
        total = DAY_MS - 1;
    }
    if (day == 60 && !is_1904) {
        struct date never = {1900, 2, 29};
        set_text(cell, READ_TEXT, text, add_clock(text, add_date(text, never), total % DAY_MS));
        return;
    }
    int64_t since_1970 = day - SERIAL_1970 + (day < 60);
    set_day(cell, date_from_days(since_1970), total % DAY_MS, text);
    format_cut(cell, class);
}

/* A fraction of a second in milliseconds, from behind the point; `*at` is moved behind it. */
static int64_t read_fraction(struct str text, size_t *at) {
    int64_t ms = 0, worth = 100;
    for (; *at < text.len && is_digit(text.data[*at]); (*at)++, worth /= 10) {
        ms += (text.data[*at] - '0') * worth;
    }
    return ms;
}

static bool read_clock(struct str clock, int64_t *ms) {
    int parts[3] = {0, 0, 0};
    size_t at = 0;
    for (size_t i = 0; i < 3 && at < clock.len; i++) {
        if (i && clock.data[at++] != ':') {
            return false;
        }
        if (at + 2 > clock.len || !is_digit(clock.data[at]) || !is_digit(clock.data[at + 1])) {
            return false;
        }
        parts[i] = (clock.data[at] - '0') * 10 + clock.data[at + 1] - '0';
        at += 2;
    }
    *ms = ((int64_t)parts[0] * 3600 + parts[1] * 60 + parts[2]) * 1000;
    if (at < clock.len && clock.data[at] == '.') {
        at++;
        *ms += read_fraction(clock, &at);
    }
    return parts[0] < 24 && parts[1] < 60 && parts[2] < 60 &&
           (at == clock.len || clock.data[at] == 'Z');
}

/* P1DT2H30M5.5S: days, then hours, minutes and seconds, each of which may be left out. */
static bool read_duration(struct str text, int64_t *ms) {
    static const struct {
        char unit;
        int64_t worth;
    } units[] = {{'D', DAY_MS}, {'H', 3600000}, {'M', 60000}, {'S', 1000}};
    enum { MOST = 100000000 };
    size_t at = 1, unit = 0;
    *ms = 0;
    while (at < text.len) {
        if (text.data[at] == 'T' && unit < 2) {
            unit = 1;
            at++;
            continue;
        }
        int64_t number = 0, fraction = 0;
        size_t start = at;
        for (; at < text.len && is_digit(text.data[at]) && number < MOST; at++) {
            number = number * 10 + (text.data[at] - '0');
        }
        if (at > start && at < text.len && text.data[at] == '.') {
            at++;
            fraction = read_fraction(text, &at);
        }
        while (unit < 4 && at < text.len && units[unit].unit != text.data[at]) {
            unit++;
        }
        if (at == start || at == text.len || unit == 4 || (fraction && unit != 3)) {
            return false;
        }
        *ms += number * units[unit++].worth + fraction;
        at++;
    }
    return text.len > 2;
}

/* Days that stand for none: a cell that holds a time alone. */
static bool is_no_day(struct str day) {
    return str_is(day, "1899-12-30") || str_is(day, "1899-12-31");
}

bool format_iso(struct str iso, struct read_cell *cell, char text[FORMAT_SIZE]) {
    struct date date;
    int64_t ms = 0;
    bool has_day = iso.len >= 10 && iso.data[4] == '-';
    bool is_time = iso.len > 10 && is_no_day(str_slice(iso, 0, 10));
    if (!has_day || is_time) {
        struct str clock = is_time ? str_slice(iso, 10, iso.len) : iso;
        bool is_duration = str_starts(iso, STR("P"));
        clock = clock.len && clock.data[0] == 'T' ? str_slice(clock, 1, clock.len) : clock;
        if (is_duration ? !read_duration(iso, &ms) : clock.len < 5 || !read_clock(clock, &ms)) {
            return false;
        }
        set_text(cell, READ_TEXT, text, add_time(text, 0, seconds_of(ms)));
        return true;
    }
    if (!date_from_iso(str_slice(iso, 0, 10), &date)) {
        return false;
    }
    if (iso.len > 10 && ((iso.data[10] != 'T' && iso.data[10] != ' ') ||
                         !read_clock(str_slice(iso, 11, iso.len), &ms))) {
        return false;
    }
    set_day(cell, date, ms, text);
    return true;
}
