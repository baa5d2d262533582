/*
 * Inner header of read: numbers as workbooks keep them. A day is a number with a date format;
 * this is where the two are told apart, and where numbers become text without asking the locale.
 */
#ifndef READ_FORMAT_H
#define READ_FORMAT_H

#include "read/read.h"

/* What a number format makes of a value. */
enum format_class {
    /* A number; one of which a hundredfold is shown, with a sign. */
    FORMAT_NUMBER,
    FORMAT_PERCENT,
    /* A day, a time of day, or both. */
    FORMAT_DATE,
    /* A day of which only month and year are shown, or the year alone. */
    FORMAT_MONTH,
    FORMAT_YEAR,
    /* A stretch of time that may pass 24 hours: [h]:mm. */
    FORMAT_ELAPSED,
};

/* What a format code makes of a value; judges the section that applies to it (18.8.31). */
enum format_class format_class_of(struct str code, double value);
/* The same for a built-in format, which has no code in the file (18.8.30, with the Chinese forms 27
 * to 36 and 50 to 58). */
enum format_class format_class_of_built_in(uint32_t number);

/* The section of a code that applies to a value. */
struct str format_section_of(struct str code, double value);

/* The section for texts, which is the fourth; false without. */
bool format_text_section(struct str code, struct str *section);

/* Digits that a workbook keeps of a number. */
#define FORMAT_DIGITS 15
/* Longest text that the functions below make. */
#define FORMAT_SIZE 48

/* A figure of a number. */
static inline bool format_is_digit(char c) {
    return c >= '0' && c <= '9';
}

/* Plain decimal text, with or without exponent, to the nearest double. False for anything else: a
 * blank, hexadecimal, infinity, something behind it. */
bool format_parse(struct str text, double *number);
/* 15 significant digits, without exponent from 1e-5 up to 1e21. Returns the length. */
size_t format_number(double number, char text[FORMAT_SIZE]);
/* The same of whole hundredths, of which most numbers are; reading the text gives the number to the
 * last bit. 0 for any other number. */
size_t format_hundredths(double number, char text[FORMAT_SIZE]);
/* A text that format_number would give back as it is, told without computing. */
bool format_is_plain(struct str text);
/* Fills kind, text, date and number of a cell from a serial number of the 1900 system, or the 1904
 * system: READ_DATE from the first day on, as far as it is shown, READ_TEXT for a time of day, an
 * elapsed time and the day 1900-02-29 that never was, READ_NUMBER for what is no day; the text of
 * a percentage is that: 50% of the number 0.5. `text` holds the cell's text. */
void format_serial(double serial, bool is_1904, enum format_class class, struct read_cell *cell,
                   char text[FORMAT_SIZE]);
/* Fills the text of a whole number up to `n_digits` digits (at most FORMAT_DIGITS) with noughts;
 * any other cell stays. The text is the one that format_serial made. */
void format_fill_up(struct read_cell *cell, size_t n_digits, char text[FORMAT_SIZE]);
/* Leaves of a day what a format of that class shows: the month, or the year. */
void format_cut(struct read_cell *cell, enum format_class class);
/* The same from ISO 8601 text as in cells of type d, also a duration such as PT0H11M; false if it
 * is none. */
bool format_iso(struct str iso, struct read_cell *cell, char text[FORMAT_SIZE]);

#endif
