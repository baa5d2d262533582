/* Calendar dates without time or zone. The clock is never asked. */
#ifndef BASE_DATE_H
#define BASE_DATE_H

#include "base/str.h"

/* How much of a date was given. */
enum date_precision {
    /* No date. */
    DATE_NONE,
    /* Only the year: month and day are 1. */
    DATE_YEAR,
    /* Year and month: day is 1. */
    DATE_MONTH,
    /* A full date. */
    DATE_DAY,
};

/* A day of the proleptic Gregorian calendar; all zero means none. */
struct date {
    /* 1 to 9999. */
    int year;
    /* 1 to 12. */
    int month;
    /* 1 to 31. */
    int day;
};

/* The date exists. */
bool date_valid(struct date date);
/* Days since 1970-01-01; the date must be valid. */
int64_t date_to_days(struct date date);
/* The day that many days after 1970-01-01. */
struct date date_from_days(int64_t days);
/* What is meant by a day of a month that lacks it (29 February of a common year, the 31st). */
enum date_rounding {
    /* The last day of that month. */
    DATE_LAST_DAY,
    /* The first day of the next. */
    DATE_NEXT_DAY,
};
/* The same day of the month so many months later, or earlier. */
struct date date_add_months(struct date date, int months, enum date_rounding rounding);
/* The first and the last day that a date can mean by what was given of it: all of its month or
 * year where no more was. */
struct date date_first(struct date date, enum date_precision precision);
struct date date_last(struct date date, enum date_precision precision);
/* Negative, 0, positive. */
int date_compare(struct date a, struct date b);
/* YYYY-MM-DD exactly, and it exists. */
bool date_from_iso(struct str text, struct date *date);
/* YYYY-MM-DD, YYYY-MM or YYYY by precision; empty for DATE_NONE. */
struct str date_to_iso(struct arena *arena, struct date date, enum date_precision precision);

#endif
