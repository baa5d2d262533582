/* Days and times of cells: serial numbers of both systems and ISO text, as they are shown. */
#include "read/format.h"

#include <math.h>
#include <string.h>

/* Serial number of 9999-12-31 in the 1900 system. */
#define LAST_SERIAL 2958465
/* Days between the two systems. */
#define DAYS_1904 1462
/* Serial number of 1970-01-01 in the 1900 system, for days after the one that never was. */
#define SERIAL_1970 25569
/* Milliseconds of a day. */
#define DAY_MS 86400000

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
        if (!format_is_digit(text[i])) {
            return;
        }
    }
    if (cell->kind == READ_NUMBER && len < n_digits) {
        memmove(text + sign + n_digits - len, text + sign, len);
        memset(text + sign, '0', n_digits - len);
        cell->text.len = sign + n_digits;
        cell->is_exact = false;
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
        cell->number = serial + 0.0; /* a nought has no sign */
        size_t len = is_percent ? 0 : format_hundredths(serial, text);
        cell->is_exact = len > 0;
        len = len ? len : format_number(is_percent ? serial * 100 : serial, text);
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
    for (; *at < text.len && format_is_digit(text.data[*at]); (*at)++, worth /= 10) {
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
        if (at + 2 > clock.len || !format_is_digit(clock.data[at]) ||
            !format_is_digit(clock.data[at + 1])) {
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
        for (; at < text.len && format_is_digit(text.data[at]) && number < MOST; at++) {
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
