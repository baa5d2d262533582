/* Days as people write them, with how much of the day was given. */
#include "intake/values.h"

/* What stands after a number of a date. */
enum mark {
    MARK_NONE,
    /* - / or . */
    MARK_SIGN,
    MARK_YEAR,
    MARK_MONTH,
    MARK_DAY,
};

/* A number of a date. */
struct number {
    int64_t value;
    /* ASCII digits it was written with; 0 for numerals. */
    size_t n_digits;
    enum mark mark;
};

/* The numbers of a date. */
struct numbers {
    struct number items[3];
    size_t n_items;
};

/* What a text came to. */
enum outcome {
    OUT_UNREADABLE,
    OUT_IMPOSSIBLE,
    OUT_GOOD,
    /* Good, but its century had to be understood. */
    OUT_AMBIGUOUS,
    /* Another date as well as this one: neither is read. */
    OUT_TWO_WAYS,
    /* Good, if the number is a day count of Excel. */
    OUT_SERIAL,
    /* A year was typed where a date format makes a day of 1905 of it. */
    OUT_YEAR,
};

/* Years that a date of an inventory can have. */
enum { FIRST_YEAR = 1950, LAST_YEAR = 2100 };
/* Years beyond the day of reading that a day may be planned for. */
enum { YEARS_AHEAD = 5 };
/* Day counts taken for dates: 1954 to 2064. */
enum { FIRST_SERIAL = 20000, LAST_SERIAL = 60000 };
/* Of Excel's day count. */
enum { DAYS_BEFORE_1970 = 25569 };

/* ---- taking a text apart ------------------------------------------------------------------- */

/* Numerals as a number: digit by digit, or with ten. */
static size_t parse_numerals(const struct spellings *spellings, struct str key, int64_t *value) {
    size_t at = 0, size;
    int64_t number = 0;
    bool has_ten = false;
    for (size_t n = 0; n < 8 && at < key.len; n++) {
        int numeral = numeral_start(spellings, str_slice(key, at, key.len), &size);
        if (numeral < 0) {
            break;
        }
        if (numeral == 10) {
            number = number ? number * 10 : 10;
            has_ten = true;
        } else {
            bool is_unit = has_ten && number % 10 == 0;
            number = is_unit ? number + numeral : number * 10 + numeral;
        }
        at += size;
    }
    *value = number;
    return at;
}

static enum mark parse_mark(const struct spellings *spellings, struct str key, size_t *size) {
    const struct {
        const struct words *words;
        enum mark mark;
    } marks[] = {{&spellings->year, MARK_YEAR},
                 {&spellings->month, MARK_MONTH},
                 {&spellings->day, MARK_DAY}};
    for (size_t i = 0; i < sizeof marks / sizeof marks[0]; i++) {
        *size = words_start(marks[i].words, key);
        if (*size) {
            return marks[i].mark;
        }
    }
    bool is_sign = key.len && (key.data[0] == '-' || key.data[0] == '/' || key.data[0] == '.');
    *size = is_sign;
    return is_sign ? MARK_SIGN : MARK_NONE;
}

static bool take_apart(const struct spellings *spellings, struct str key, struct numbers *numbers) {
    *numbers = (struct numbers){0};
    for (size_t at = 0, size; at < key.len; at += size) {
        if (numbers->n_items == 3) {
            return false;
        }
        struct number *number = &numbers->items[numbers->n_items++];
        struct str rest = str_slice(key, at, key.len);
        size = number->n_digits = digits_start(rest);
        if (size == 0) {
            size = parse_numerals(spellings, rest, &number->value);
        } else if (size > 8 || !str_to_int(str_slice(rest, 0, size), &number->value)) {
            return false;
        }
        if (size == 0) {
            return false;
        }
        at += size;
        number->mark = parse_mark(spellings, str_slice(key, at, key.len), &size);
        if (number->mark == MARK_NONE && at < key.len) {
            return false;
        }
    }
    return numbers->n_items > 0;
}

/* ---- putting a date together --------------------------------------------------------------- */

static enum outcome make(int64_t year, int64_t month, int64_t day, enum date_precision precision,
                         struct value *value) {
    if (year < FIRST_YEAR || year > LAST_YEAR) {
        return OUT_UNREADABLE;
    }
    struct date date = {(int)year, (int)month, (int)day};
    if (!date_valid(date)) {
        return OUT_IMPOSSIBLE;
    }
    value->date = date;
    value->precision = precision;
    return OUT_GOOD;
}

static int64_t full_year(int64_t year) {
    return year < 70 ? 2000 + year : 1900 + year;
}

static enum outcome doubt(enum outcome outcome) {
    return outcome == OUT_GOOD ? OUT_AMBIGUOUS : outcome;
}

/* A month and a day that may have changed places. */
static enum outcome make_either(int64_t year, int64_t a, int64_t b, struct value *value,
                                struct date *other) {
    struct value turned = {0};
    enum outcome outcome = make(year, a, b, DATE_DAY, value);
    if (make(year, b, a, DATE_DAY, &turned) != OUT_GOOD || a == b) {
        return outcome;
    }
    if (outcome != OUT_GOOD) {
        value->date = turned.date;
        value->precision = DATE_DAY;
        return OUT_GOOD;
    }
    *other = turned.date;
    return OUT_TWO_WAYS;
}

/* "20110601", "201106", "2011", "40695", "11年". */
static enum outcome from_one(struct number n, struct value *value) {
    if (n.mark != MARK_NONE && n.mark != MARK_YEAR) {
        return OUT_UNREADABLE;
    }
    if (n.mark == MARK_NONE && n.n_digits == 8) {
        return make(n.value / 10000, n.value / 100 % 100, n.value % 100, DATE_DAY, value);
    }
    if (n.mark == MARK_NONE && n.n_digits == 6) {
        bool is_month = n.value / 100 >= FIRST_YEAR && n.value / 100 <= LAST_YEAR;
        return is_month ? make(n.value / 100, n.value % 100, 1, DATE_MONTH, value)
                        : doubt(make(full_year(n.value / 10000), n.value / 100 % 100, n.value % 100,
                                     DATE_DAY, value));
    }
    if (n.mark == MARK_NONE && n.value >= FIRST_SERIAL && n.value <= LAST_SERIAL) {
        value->date = date_from_days(n.value - DAYS_BEFORE_1970);
        value->precision = DATE_DAY;
        return OUT_SERIAL;
    }
    if (n.n_digits == 4 || (n.n_digits == 0 && n.value >= FIRST_YEAR)) {
        return make(n.value, 1, 1, DATE_YEAR, value);
    }
    return n.mark == MARK_YEAR && n.value < 100
               ? doubt(make(full_year(n.value), 1, 1, DATE_YEAR, value))
               : OUT_UNREADABLE;
}

/* "2011-06", "2011.6", "2011年6月", "11年6月". */
static enum outcome from_two(struct number a, struct number b, struct value *value,
                             struct date *other) {
    if (a.mark == MARK_MONTH || b.mark == MARK_DAY || b.mark == MARK_YEAR || b.n_digits > 2) {
        return OUT_UNREADABLE;
    }
    if (a.n_digits == 4 || a.value >= FIRST_YEAR) {
        /* 2011.1 is also what a spreadsheet makes of 2011.10 */
        bool is_doubtful = a.mark == MARK_SIGN && b.n_digits == 1 && b.value == 1 &&
                           value->raw.len >= 2 && value->raw.data[value->raw.len - 2] == '.';
        enum outcome outcome = make(a.value, b.value, 1, DATE_MONTH, value);
        if (!is_doubtful || outcome != OUT_GOOD) {
            return outcome;
        }
        *other = (struct date){value->date.year, 10, 1};
        return OUT_TWO_WAYS;
    }
    return a.mark == MARK_YEAR && a.value < 100
               ? doubt(make(full_year(a.value), b.value, 1, DATE_MONTH, value))
               : OUT_UNREADABLE;
}

/* A year of two digits in front, or, as other software writes a day, behind. */
static enum outcome make_short(const struct reading *reading, const struct number n[3],
                               struct value *value, struct date *other) {
    int last_year = reading->as_of.year ? reading->as_of.year + YEARS_AHEAD : LAST_YEAR;
    enum outcome outcome =
        doubt(make(full_year(n[0].value), n[1].value, n[2].value, DATE_DAY, value));
    for (int i = 0; outcome == OUT_AMBIGUOUS && n[2].n_digits == 2 && i < 2; i++) {
        struct value turned = {0};
        bool is_day =
            make(full_year(n[2].value), n[i].value, n[1 - i].value, DATE_DAY, &turned) == OUT_GOOD;
        is_day = is_day && turned.date.year <= last_year && n[0].mark == MARK_SIGN;
        if (is_day && date_compare(turned.date, value->date) != 0) {
            *other = turned.date;
            return OUT_TWO_WAYS;
        }
    }
    return outcome;
}

/* "2011-06-01", "2011年6月1日", "11/6/1", "6/1/2011". */
static enum outcome from_three(const struct reading *reading, const struct number n[3],
                               struct value *value, struct date *other) {
    bool is_year_first = n[0].n_digits == 4 || n[0].value >= FIRST_YEAR || n[0].mark == MARK_YEAR;
    bool is_marked = n[1].mark == MARK_YEAR || n[1].mark == MARK_DAY || n[2].mark == MARK_YEAR ||
                     n[2].mark == MARK_MONTH || n[0].mark == MARK_MONTH || n[0].mark == MARK_DAY;
    if (is_marked || n[1].n_digits > 2) {
        return OUT_UNREADABLE;
    }
    if (is_year_first && n[2].n_digits <= 2) {
        enum outcome outcome =
            n[0].value < 100
                ? doubt(make(full_year(n[0].value), n[1].value, n[2].value, DATE_DAY, value))
                : make(n[0].value, n[1].value, n[2].value, DATE_DAY, value);
        return outcome;
    }
    if (n[2].n_digits == 4 && n[0].n_digits <= 2) {
        return make_either(n[2].value, n[0].value, n[1].value, value, other);
    }
    if (n[0].n_digits == 2 && n[2].n_digits <= 2 && n[2].n_digits > 0) {
        return make_short(reading, n, value, other);
    }
    return OUT_UNREADABLE;
}

/* ---- reading ------------------------------------------------------------------------------- */

/* The text without a time of day behind a blank or T. */
static struct str without_time(struct arena *scratch, struct str raw) {
    struct str text = str_trim(utf8_fold_width(scratch, raw));
    size_t colon = str_find(text, STR(":"), 0);
    if (colon == SIZE_MAX) {
        return text;
    }
    size_t at = colon;
    while (at > 0 && text.data[at] != ' ' && text.data[at] != 'T') {
        at--;
    }
    return at ? str_slice(text, 0, at) : text;
}

static enum outcome parse(const struct reading *reading, struct value *value, struct date *other) {
    const struct read_cell *cell = reading->cell;
    if (cell->kind == READ_DATE) {
        int64_t year = date_to_days(cell->date) + DAYS_BEFORE_1970;
        if (year >= FIRST_YEAR && year <= LAST_YEAR) {
            return make(year, 1, 1, DATE_YEAR, value) == OUT_GOOD ? OUT_YEAR : OUT_UNREADABLE;
        }
        return make(cell->date.year, cell->date.month, cell->date.day, cell->precision, value);
    }
    if (cell->kind == READ_BOOL) {
        return OUT_UNREADABLE;
    }
    struct str key = value_key(reading->scratch, without_time(reading->scratch, value->raw));
    key = str_ends(key, STR(".0")) && digits_start(key) == key.len - 2
              ? str_slice(key, 0, key.len - 2)
              : key;
    struct numbers numbers;
    if (!take_apart(reading->spellings, key, &numbers)) {
        return OUT_UNREADABLE;
    }
    switch (numbers.n_items) {
    case 1:
        return from_one(numbers.items[0], value);
    case 2:
        return from_two(numbers.items[0], numbers.items[1], value, other);
    default:
        return from_three(reading, numbers.items, value, other);
    }
}

static bool says_never(const struct spellings *spellings, struct str key) {
    if (words_have(&spellings->placeholder, key)) {
        return true;
    }
    bool has_digit = false;
    for (size_t i = 0; i < key.len; i++) {
        has_digit |= key.data[i] >= '0' && key.data[i] <= '9';
    }
    return !has_digit && words_start(&spellings->never, key) > 0;
}

bool value_read_date(const struct reading *reading, struct str key, struct value *value) {
    const struct spellings *spellings = reading->spellings;
    if (says_never(spellings, key)) {
        return true;
    }
    struct date other;
    enum outcome outcome = parse(reading, value, &other);
    if (outcome == OUT_IMPOSSIBLE) {
        return value_refuse(reading, value, DIAG_DATE_IMPOSSIBLE, (struct str){0});
    }
    if (outcome == OUT_UNREADABLE) {
        return value_refuse(reading, value, DIAG_VALUE_UNREADABLE, spellings->allow_date);
    }
    value->text = date_to_iso(reading->arena, value->date, value->precision);
    if (outcome == OUT_TWO_WAYS) {
        return value_refuse_either(reading, value, value->text,
                                   date_to_iso(reading->scratch, other, value->precision));
    }
    if (outcome == OUT_YEAR) {
        value_report(reading, DIAG_DATE_YEAR_CELL, value->text);
        return true;
    }
    if (outcome == OUT_AMBIGUOUS) {
        value_report(reading, DIAG_VALUE_AMBIGUOUS, value->text);
    }
    if (outcome == OUT_SERIAL) {
        value_report(reading, DIAG_DATE_SERIAL, value->text);
    }
    if (value->precision != DATE_DAY) {
        value_report(reading, DIAG_DATE_IMPRECISE,
                     value->precision == DATE_YEAR ? spellings->precision_year
                                                   : spellings->precision_month);
    }
    return true;
}
