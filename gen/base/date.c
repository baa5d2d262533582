/* Calendar dates by arithmetic alone. */
#include "base/date.h"

static bool is_leap(int year) {
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

bool date_valid(struct date date) {
    static const int lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    if (date.year < 1 || date.year > 9999 || date.month < 1 || date.month > 12 || date.day < 1) {
        return false;
    }
    int length = lengths[date.month - 1] + (date.month == 2 && is_leap(date.year));
    return date.day <= length;
}

/* Years are counted from March, so that the leap day is a year's last; 400 years have 146,097
 * days. */
int64_t date_to_days(struct date date) {
    int64_t year = date.month <= 2 ? date.year - 1 : date.year;
    int64_t era = (year >= 0 ? year : year - 399) / 400;
    int64_t year_of_era = year - era * 400;
    int64_t month = (date.month + 9) % 12;
    int64_t day_of_year = (153 * month + 2) / 5 + date.day - 1;
    int64_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return era * 146097 + day_of_era - 719468;
}

struct date date_from_days(int64_t days) {
    days += 719468;
    int64_t era = (days >= 0 ? days : days - 146096) / 146097;
    int64_t day_of_era = days - era * 146097;
    int64_t year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int64_t month = (5 * day_of_year + 2) / 153;
    int64_t day = day_of_year - (153 * month + 2) / 5 + 1;
    int64_t calendar_month = month < 10 ? month + 3 : month - 9;
    int64_t year = year_of_era + era * 400 + (calendar_month <= 2);
    return (struct date){(int)year, (int)calendar_month, (int)day};
}

/* Days of a month. */
static int month_length(int year, int month) {
    int day = 31;
    while (!date_valid((struct date){year, month, day})) {
        day--;
    }
    return day;
}

struct date date_add_months(struct date date, int months, enum date_rounding rounding) {
    int at = date.year * 12 + date.month - 1 + months;
    struct date later = {at / 12, at % 12 + 1, date.day};
    if (date_valid(later)) {
        return later;
    }
    if (rounding == DATE_NEXT_DAY) {
        return (struct date){(at + 1) / 12, (at + 1) % 12 + 1, 1};
    }
    later.day = month_length(later.year, later.month);
    return later;
}

struct date date_first(struct date date, enum date_precision precision) {
    return (struct date){date.year, precision == DATE_YEAR ? 1 : date.month,
                         precision == DATE_DAY ? date.day : 1};
}

struct date date_last(struct date date, enum date_precision precision) {
    int month = precision == DATE_YEAR ? 12 : date.month;
    int day = precision == DATE_DAY ? date.day : month_length(date.year, month);
    return (struct date){date.year, month, day};
}

int date_compare(struct date a, struct date b) {
    if (a.year != b.year) {
        return a.year < b.year ? -1 : 1;
    }
    if (a.month != b.month) {
        return a.month < b.month ? -1 : 1;
    }
    return (a.day > b.day) - (a.day < b.day);
}

/* So many figures as a number; -1 if another character is among them. */
static int read_figures(const char *text, size_t n) {
    int number = 0;
    bool is_good = true;
    for (size_t i = 0; i < n; i++) {
        is_good &= text[i] >= '0' && text[i] <= '9';
        number = number * 10 + (text[i] - '0');
    }
    return is_good ? number : -1;
}

bool date_from_iso(struct str text, struct date *date) {
    if (text.len != 10 || text.data[4] != '-' || text.data[7] != '-') {
        return false;
    }
    *date = (struct date){read_figures(text.data, 4), read_figures(text.data + 5, 2),
                          read_figures(text.data + 8, 2)};
    return date_valid(*date);
}

struct str date_to_iso(struct arena *arena, struct date date, enum date_precision precision) {
    switch (precision) {
    case DATE_YEAR:
        return str_format(arena, "%04d", date.year);
    case DATE_MONTH:
        return str_format(arena, "%04d-%02d", date.year, date.month);
    case DATE_DAY:
        return str_format(arena, "%04d-%02d-%02d", date.year, date.month, date.day);
    case DATE_NONE:
        break;
    }
    return (struct str){0};
}
