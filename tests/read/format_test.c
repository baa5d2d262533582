/* Numbers and days: which formats mean a day, how serial numbers and doubles read. */
#include "read/format_words.h"
#include "read/shown.h"
#include "read/trial.h"

#include <criterion/criterion.h>
#include <locale.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static enum format_class class_of(const char *code, double value) {
    return format_class_of(str_from_c(code), value);
}

static bool shows(double number, const char *want) {
    char text[FORMAT_SIZE];
    struct str got = {text, format_number(number, text)};
    if (str_is(got, want)) {
        return true;
    }
    fprintf(stderr, "got %" STR_FMT ", want %s\n", STR_ARG(got), want);
    return false;
}

static bool dates(double serial, bool is_1904, enum format_class class, enum read_kind kind,
                  const char *want) {
    char text[FORMAT_SIZE];
    struct read_cell cell = {.row = 1};
    format_serial(serial, is_1904, class, &cell, text);
    if (cell.kind == kind && str_is(cell.text, want)) {
        return true;
    }
    fprintf(stderr, "got kind %d %" STR_FMT ", want %s\n", (int)cell.kind, STR_ARG(cell.text),
            want);
    return false;
}

static bool is_refused(const char *text) {
    double number;
    return !format_parse(str_from_c(text), &number);
}

Test(format, percentages_are_shown_with_their_sign) {
    struct read_cell cell = {0};
    char text[FORMAT_SIZE];
    cr_assert_eq(class_of("0%", 1), FORMAT_PERCENT);
    cr_assert_eq(class_of("#,##0.00%;[Red]-0%", -1), FORMAT_PERCENT);
    cr_assert_eq(class_of("0\"%\"", 1), FORMAT_NUMBER);
    cr_assert_eq(class_of("0\\%", 1), FORMAT_NUMBER);
    cr_assert_eq(format_class_of_built_in(9), FORMAT_PERCENT);
    cr_assert_eq(format_class_of_built_in(10), FORMAT_PERCENT);
    static const struct {
        double number;
        const char *text;
    } cases[] = {{0.5, "50%"},   {0, "0%"},     {0.285, "28.5%"},
                 {-0.07, "-7%"}, {50, "5000%"}, {1e300, "1E+300"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        format_serial(cases[i].number, false, FORMAT_PERCENT, &cell, text);
        cr_assert(cell.kind == READ_NUMBER && str_is(cell.text, cases[i].text), "%.*s",
                  STR_ARG(cell.text));
    }
}

Test(format, item_21_built_in_formats_that_are_dates) {
    static const uint32_t dates_of[] = {14, 15, 16, 17, 18, 19, 20, 21, 22, 27, 28, 29, 30, 31, 32,
                                        33, 34, 35, 36, 45, 47, 50, 51, 52, 53, 54, 55, 56, 57, 58};
    bool expected[100] = {false};
    for (size_t i = 0; i < sizeof dates_of / sizeof *dates_of; i++) {
        expected[dates_of[i]] = true;
    }
    for (uint32_t id = 0; id < 100; id++) {
        if (id != 46) {
            enum format_class class = format_class_of_built_in(id);
            bool is_date = class != FORMAT_NUMBER && class != FORMAT_PERCENT;
            cr_assert_eq(is_date, expected[id], "%u", id);
        }
    }
    cr_assert_eq(format_class_of_built_in(46), FORMAT_ELAPSED);
}

Test(format, item_22_codes_that_are_dates) {
    static const char *const codes[] = {
        "yyyy-mm-dd",    "yyyy\"年\"m\"月\"d\"日\"",
        "yyyy年m月d日",  "[$-804]yyyy\\-mm\\-dd;@",
        "h:mm AM/PM",    "[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy",
        "aaaa",          "aaa",
        "e/m/d",         "M/D",
        "上午/下午h:mm", "mm:ss.0",
    };
    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++) {
        cr_assert_eq(class_of(codes[i], 1), FORMAT_DATE, "%s", codes[i]);
    }
    cr_assert_eq(class_of("[DBNum1][$-804]yyyy\"年\"m\"月\"", 1), FORMAT_MONTH);
    cr_assert_eq(class_of("yyyy/m", 1), FORMAT_MONTH);
    cr_assert_eq(class_of("mmm-yy", 1), FORMAT_MONTH);
    cr_assert_eq(class_of("yyyy\"年\"", 1), FORMAT_YEAR);
    cr_assert_eq(format_class_of_built_in(57), FORMAT_MONTH);
    cr_assert_eq(format_class_of_built_in(31), FORMAT_DATE);
    cr_assert_eq(class_of("[h]:mm:ss", 1), FORMAT_ELAPSED);
    cr_assert_eq(class_of("[hhh]", 1), FORMAT_ELAPSED);
    cr_assert_eq(class_of("[mm]:ss", 1), FORMAT_ELAPSED);
}

Test(format, item_22_codes_that_are_numbers) {
    static const char *const codes[] = {
        "General",
        "G/通用格式",
        "G/通用格式\"年\"",
        "0.00E+00",
        "0.0e-0",
        "#,##0.00_);[Red](#,##0.00)",
        "\"day\"0",
        "0\\d",
        "0_d",
        "*y0",
        "[Red]0",
        "[DBNum1]General",
        "[$¥-804]#,##0.00",
        "@",
        "",
        "0\"元\"",
        "[$USD] 0",
    };
    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++) {
        cr_assert_eq(class_of(codes[i], 45000), FORMAT_NUMBER, "%s", codes[i]);
    }
}

Test(format, item_22_section_that_applies_is_judged) {
    const char *chosen = "[=0]\"无\";[>40000]yyyy-mm-dd;0";
    cr_assert_eq(class_of(chosen, 0), FORMAT_NUMBER);
    cr_assert_eq(class_of(chosen, 45351), FORMAT_DATE);
    cr_assert_eq(class_of(chosen, 12), FORMAT_NUMBER);
    cr_assert_eq(class_of("yyyy-mm-dd;0;0", 1), FORMAT_DATE);
    cr_assert_eq(class_of("yyyy-mm-dd;0;0", -1), FORMAT_NUMBER);
    cr_assert_eq(class_of("yyyy-mm-dd;0;0", 0), FORMAT_NUMBER);
    cr_assert_eq(class_of("0;yyyy", -1), FORMAT_YEAR);
    cr_assert_eq(class_of("0;yyyy", 0), FORMAT_NUMBER);
    cr_assert_eq(class_of("[<100]0;yyyy", 99), FORMAT_NUMBER);
    cr_assert_eq(class_of("[<100]0;yyyy", 100), FORMAT_YEAR);
    cr_assert_eq(class_of("\"a;b\"yyyy;0", 1), FORMAT_YEAR);
}

Test(format, item_22_broken_codes_end) {
    cr_assert_eq(class_of("\"yyyy", 1), FORMAT_NUMBER);
    cr_assert_eq(class_of("[h", 1), FORMAT_NUMBER);
    cr_assert_eq(class_of("0\\", 1), FORMAT_NUMBER);
    cr_assert_eq(class_of("[>", 1), FORMAT_NUMBER);
    cr_assert_eq(class_of("[]yyyy", 1), FORMAT_YEAR);
    cr_assert_eq(class_of(";;;;;;", 1), FORMAT_NUMBER);
}

Test(format, item_23_days_of_the_1900_system) {
    cr_assert(dates(1, false, FORMAT_DATE, READ_DATE, "1900-01-01"));
    cr_assert(dates(59, false, FORMAT_DATE, READ_DATE, "1900-02-28"));
    cr_assert(dates(60, false, FORMAT_DATE, READ_TEXT, "1900-02-29"));
    cr_assert(dates(61, false, FORMAT_DATE, READ_DATE, "1900-03-01"));
    cr_assert(dates(25569, false, FORMAT_DATE, READ_DATE, "1970-01-01"));
    cr_assert(dates(45351, false, FORMAT_DATE, READ_DATE, "2024-02-29"));
    cr_assert(dates(2958465, false, FORMAT_DATE, READ_DATE, "9999-12-31"));
    cr_assert(dates(2958465.9999999999, false, FORMAT_DATE, READ_NUMBER, "2958466"));
    cr_assert(dates(2958466, false, FORMAT_DATE, READ_NUMBER, "2958466"));
    cr_assert(dates(-1, false, FORMAT_DATE, READ_NUMBER, "-1"));
}

/* A day shown as a month has no day, whatever number is behind it. */
Test(format, what_is_shown_of_a_day) {
    cr_assert(dates(41030, false, FORMAT_MONTH, READ_DATE, "2012-05"));
    cr_assert(dates(41045, false, FORMAT_MONTH, READ_DATE, "2012-05"));
    cr_assert(dates(41030, false, FORMAT_YEAR, READ_DATE, "2012"));
    char text[FORMAT_SIZE];
    struct read_cell cell = {.row = 1};
    format_serial(41045, false, FORMAT_MONTH, &cell, text);
    cr_assert_eq(cell.precision, DATE_MONTH);
    cr_assert_eq(cell.date.day, 1);
}

Test(format, item_23_date_members_are_set) {
    char text[FORMAT_SIZE];
    struct read_cell cell = {.row = 1};
    format_serial(45351.75, false, FORMAT_DATE, &cell, text);
    cr_assert_eq(cell.date.year, 2024);
    cr_assert_eq(cell.date.month, 2);
    cr_assert_eq(cell.date.day, 29);
    cr_assert(str_is(cell.text, "2024-02-29 18:00:00"));
}

Test(format, item_23_days_of_the_1904_system) {
    cr_assert(dates(1, true, FORMAT_DATE, READ_DATE, "1904-01-02"));
    cr_assert(dates(45351 - 1462, true, FORMAT_DATE, READ_DATE, "2024-02-29"));
    cr_assert(dates(2957003, true, FORMAT_DATE, READ_DATE, "9999-12-31"));
    cr_assert(dates(2957004, true, FORMAT_DATE, READ_NUMBER, "2957004"));
}

Test(format, item_23_times) {
    cr_assert(dates(0.5, false, FORMAT_DATE, READ_TEXT, "12:00:00"));
    cr_assert(dates(0, false, FORMAT_DATE, READ_TEXT, "00:00:00"));
    cr_assert(dates(1.5, false, FORMAT_ELAPSED, READ_TEXT, "36:00:00"));
    cr_assert(dates(45351.999999999, false, FORMAT_DATE, READ_DATE, "2024-03-01"));
    cr_assert(dates(45351.354166666664, false, FORMAT_DATE, READ_DATE, "2024-02-29 08:30:00"));
}

Test(format, item_20_numbers_show_15_digits) {
    cr_assert(shows(0, "0"));
    cr_assert(shows(-0.0, "0"));
    cr_assert(shows(3, "3"));
    cr_assert(shows(-12.5, "-12.5"));
    cr_assert(shows(0.1, "0.1"));
    cr_assert(shows(0.1 + 0.2, "0.3"));
    cr_assert(shows(100, "100"));
    cr_assert(shows(1234567890123456, "1234567890123460"));
    cr_assert(shows(420106198001012345.0, "420106198001012000"));
    cr_assert(shows(0.00001234, "0.00001234"));
    cr_assert(shows(0.000001234, "1.234E-06"));
    cr_assert(shows(1e21, "1E+21"));
    cr_assert(shows(1e20, "100000000000000000000"));
    cr_assert(shows(-1.5e300, "-1.5E+300"));
    cr_assert(shows(9.999999999999999e14, "1000000000000000"));
}

Test(format, item_20_numbers_are_parsed_strictly) {
    static const char *const bad[] = {"",      " ",   "1 ",      "nan",  "inf", "0x10",
                                      "1e",    "1,5", "--1",     ".",    "e5",  "1e5x",
                                      "1.2.3", "+",   "1e99999", "1e400"};
    double number;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        cr_assert(is_refused(bad[i]), "%s", bad[i]);
    }
    cr_assert(format_parse(STR("1.5E-3"), &number));
    cr_assert_float_eq(number, 0.0015, 0);
    cr_assert(format_parse(STR("+.5"), &number));
    cr_assert_float_eq(number, 0.5, 0);
}

/* The short way and the long way must give the double that strtod gives. */
Test(format, item_20_numbers_parse_to_the_nearest_double) {
    static const char *const good[] = {"0.1",
                                       "3.14159265358979",
                                       "45351.354166666664",
                                       "0.10000000000000001",
                                       "1e22",
                                       "123456789012345678901",
                                       "2.2250738585072014e-308",
                                       "1.7976931348623157e308",
                                       "4.9e-324",
                                       "0.000000000000000000001",
                                       "99999999999999999999999999999999999999999",
                                       "1000000000000000000000000000000000000.5",
                                       "8.5",
                                       "1e-15",
                                       "9007199254740993"};
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        double number;
        cr_assert(format_parse(str_from_c(good[i]), &number), "%s", good[i]);
        cr_assert_float_eq(number, strtod(good[i], NULL), 0, "%s", good[i]);
    }
}

/* item 20: a decimal comma of the locale changes nothing. */
Test(format, item_20_locale_is_never_asked) {
    if (!setlocale(LC_ALL, "de_DE.UTF-8") && !setlocale(LC_ALL, "fr_FR.UTF-8")) {
        cr_skip_test("no locale with a decimal comma here");
    }
    double number;
    cr_assert(format_parse(STR("2.2250738585072014e-308"), &number));
    cr_assert_gt(number, 0);
    cr_assert(shows(1.5, "1.5"));
}

/* What passes as plain must be what format_number gives for it, or the shortcut would show. */
Test(format, plain_texts_are_what_numbers_show) {
    static const char *const texts[] = {"0",
                                        "5",
                                        "-5",
                                        "10",
                                        "1.5",
                                        "0.5",
                                        "0.05",
                                        "-0.25",
                                        "007",
                                        "1.50",
                                        "1.",
                                        ".5",
                                        "-0",
                                        "1e5",
                                        "0.00001",
                                        "0.000001",
                                        "123456789012345",
                                        "1234567890123456",
                                        "",
                                        "-",
                                        "00.5",
                                        "100"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        double number;
        struct str text = str_from_c(texts[i]);
        if (format_is_plain(text)) {
            cr_assert(format_parse(text, &number));
            cr_assert(shows(number, texts[i]));
        }
    }
    cr_assert(format_is_plain(STR("5")));
    cr_assert(format_is_plain(STR("-12.25")));
    cr_assert(format_is_plain(STR("0.5")));
    cr_assert_not(format_is_plain(STR("1.50")));
    cr_assert_not(format_is_plain(STR("0.000001")));
}

static bool reads_iso(const char *iso, enum read_kind kind, const char *want) {
    char text[FORMAT_SIZE];
    struct read_cell cell = {.row = 1};
    return format_iso(str_from_c(iso), &cell, text) && cell.kind == kind && str_is(cell.text, want);
}

Test(format, item_18_iso_dates) {
    char text[FORMAT_SIZE];
    struct read_cell cell = {.row = 1};
    cr_assert(reads_iso("2024-01-05", READ_DATE, "2024-01-05"));
    cr_assert(reads_iso("2024-01-05T00:00:00", READ_DATE, "2024-01-05"));
    cr_assert(reads_iso("2024-01-05T08:30:00.000Z", READ_DATE, "2024-01-05 08:30:00"));
    cr_assert(reads_iso("T08:30:00", READ_TEXT, "08:30:00"));
    cr_assert(reads_iso("08:30", READ_TEXT, "08:30:00"));
    cr_assert(reads_iso("1899-12-30T08:30:00", READ_TEXT, "08:30:00"));
    cr_assert(reads_iso("1899-12-31T11:00", READ_TEXT, "11:00:00"));
    cr_assert(reads_iso("1900-02-28T00:00:00", READ_DATE, "1900-02-28"));
    cr_assert_not(format_iso(STR("2024-02-30"), &cell, text));
    cr_assert_not(format_iso(STR("2024-01-05T99:00:00"), &cell, text));
    cr_assert_not(format_iso(STR("2024-01-05T08:3"), &cell, text));
    cr_assert_not(format_iso(STR(""), &cell, text));
    cr_assert_not(format_iso(STR("soon"), &cell, text));
}

Test(format, item_18_iso_durations) {
    char text[FORMAT_SIZE];
    struct read_cell cell = {.row = 1};
    cr_assert(reads_iso("PT0H11M", READ_TEXT, "00:11:00"));
    cr_assert(reads_iso("PT11H30M5.6S", READ_TEXT, "11:30:06"));
    cr_assert(reads_iso("P2DT1H", READ_TEXT, "49:00:00"));
    cr_assert(reads_iso("P1D", READ_TEXT, "24:00:00"));
    cr_assert_not(format_iso(STR("PT"), &cell, text));
    cr_assert_not(format_iso(STR("P1Y"), &cell, text));
    cr_assert_not(format_iso(STR("PT5"), &cell, text));
    cr_assert_not(format_iso(STR("PT999999999999H"), &cell, text));
    cr_assert_not(format_iso(STR("PT1.5H"), &cell, text));
}

static bool shows_day(double serial, enum read_kind kind, const char *want) {
    char text[FORMAT_SIZE];
    struct read_cell cell = {.row = 1};
    format_serial(serial, false, FORMAT_DATE, &cell, text);
    bool is_right = cell.kind == kind && str_is(cell.text, want);
    if (!is_right) {
        fprintf(stderr, "%.12f: \"%" STR_FMT "\", want \"%s\"\n", serial, STR_ARG(cell.text), want);
    }
    return is_right;
}

/* Seconds are rounded as they are shown; the last half second of a day is no other day. */
Test(format, item_23_fractions_of_a_second) {
    cr_assert(shows_day(45351 + 30615.6 / 86400, READ_DATE, "2024-02-29 08:30:16"));
    cr_assert(shows_day(45351 + 30615.4 / 86400, READ_DATE, "2024-02-29 08:30:15"));
    cr_assert(shows_day(45351 + 0.4 / 86400, READ_DATE, "2024-02-29"));
    cr_assert(shows_day(45351 + 86399.7 / 86400, READ_DATE, "2024-02-29 23:59:59"));
    cr_assert(shows_day(45350.999999999, READ_DATE, "2024-02-29"));
    cr_assert(shows_day(30615.6 / 86400, READ_TEXT, "08:30:16"));
}

Test(format, item_23_first_days_of_1900) {
    cr_assert(shows_day(0, READ_TEXT, "00:00:00"));
    cr_assert(shows_day(1, READ_DATE, "1900-01-01"));
    cr_assert(shows_day(59, READ_DATE, "1900-02-28"));
    cr_assert(shows_day(60, READ_TEXT, "1900-02-29"));
    cr_assert(shows_day(60.5, READ_TEXT, "1900-02-29 12:00:00"));
    cr_assert(shows_day(61, READ_DATE, "1900-03-01"));
}

/* Whole hundredths are printed without printf; printf must agree. */
Test(format, hundredths_are_printed_as_printf_would) {
    for (int64_t whole = -100050; whole < 100050; whole += 7) {
        char text[FORMAT_SIZE], want[64];
        double number = (double)whole / 100;
        size_t len = format_number(number, text);
        int n = snprintf(want, sizeof want, "%.15g", number);
        cr_assert(len == (size_t)n && memcmp(text, want, len) == 0, "%s", want);
    }
    static const double others[] = {
        9999999999999.99, -9999999999999.99, 99999999999999.0, 0.125, 1e14, -0.01, 0.01,
        123456.005};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        char text[FORMAT_SIZE], want[64];
        size_t len = format_number(others[i], text);
        int n = snprintf(want, sizeof want, "%.15g", others[i]);
        cr_assert(len == (size_t)n && memcmp(text, want, len) == 0, "%s", want);
    }
}

/* ---- what a workbook's formats show, for all dialects -----------------------------------------
 */

static bool styled(const char *code, double number, enum read_kind kind, const char *want) {
    struct trial trial = trial_open();
    struct styles styles = {.arena = trial.arena};
    struct read_cell cell = {.row = 1};
    char text[FORMAT_SIZE];
    cr_assert(styles_add_code(&styles, 164, str_from_c(code)) && styles_add(&styles, 164));
    styles_finish(&styles);
    styles_show(&styles, 0, number, false, &cell, text);
    bool is_right = cell.kind == kind && str_is(cell.text, want) &&
                    (kind != READ_NUMBER || memcmp(&cell.number, &number, sizeof number) == 0);
    if (!is_right) {
        fprintf(stderr, "%s: got kind %d %" STR_FMT ", want %s\n", code, (int)cell.kind,
                STR_ARG(cell.text), want);
    }
    trial_close(&trial);
    return is_right;
}

/* A clerk who sees a word has a word in the cell, whatever number stands behind it. */
Test(format, item_22_words_in_place_of_figures_are_what_the_cell_says) {
    cr_assert(styled("\"是\";;\"否\"", 1, READ_TEXT, "是"));
    cr_assert(styled("\"是\";;\"否\"", 0, READ_TEXT, "否"));
    cr_assert(styled("0;-0;\"无\"", 0, READ_TEXT, "无"));
    cr_assert(styled("0;-0;\"无\"", 3, READ_NUMBER, "3"));
    cr_assert(styled("[=1]\"已备案\";[=2]未备案;General", 2, READ_TEXT, "未备案"));
    cr_assert(styled("[=1]\"已备案\";[=2]未备案;General", 3, READ_NUMBER, "3"));
    cr_assert(styled("\\有", 1, READ_TEXT, "有"));
    cr_assert(styled("!有", 1, READ_TEXT, "有"));
    cr_assert(styled("\"有\"", -1, READ_NUMBER, "-1"), "a minus stands before it");
    cr_assert(styled(";;;", 1, READ_TEXT, ""));
    cr_assert(styled("\"nothing of this is short enough\"", 1, READ_NUMBER, "1"));
}

/* Where each section has a condition and none holds, Excel shows #: the number stays one. */
Test(format, item_22_a_section_whose_condition_does_not_hold_says_nothing) {
    const char *answers = "[=1]\"是\";[=0]\"否\"";
    cr_assert(styled(answers, 1, READ_TEXT, "是"));
    cr_assert(styled(answers, 0, READ_TEXT, "否"));
    cr_assert(styled(answers, 2, READ_NUMBER, "2"));
    cr_assert(styled(answers, -1, READ_NUMBER, "-1"));
    cr_assert(styled("[=1]\"是\"", 2, READ_NUMBER, "2"));
    cr_assert(styled("[=1]\"是\";\"否\"", 2, READ_TEXT, "否"));
    cr_assert(styled("0;[=0]\"无\"", -5, READ_NUMBER, "-5"));
    cr_assert(styled("[>40000]yyyy-mm-dd", 12, READ_NUMBER, "12"));
    cr_assert(styled("[>40000]yyyy-mm-dd", 40695, READ_DATE, "2011-06-01"));
    cr_assert(styled("[>100]0;[<0]\"负\";\"小\"", 5, READ_TEXT, "小"));
}

/* A sign of money in brackets is shown as one in quotes is. */
Test(format, item_22_signs_of_money_in_brackets_are_words) {
    cr_assert(styled("[$¥-804]#", 0, READ_NUMBER, "0"), "the sign alone shows");
    cr_assert(styled("[$¥-804]#,##0", 5000, READ_NUMBER, "5000"));
    cr_assert(styled("0[$元-804]", 5000, READ_NUMBER, "5000元"));
    cr_assert(styled("0;-0;[$无-804]", 0, READ_TEXT, "无"));
    cr_assert(styled("[$-804]#", 0, READ_TEXT, ""), "a place alone shows nothing");
    cr_assert(styled("[$-804]0", 7, READ_NUMBER, "7"));
}

/* A unit of money makes another amount of a number, and thousands that are not shown do not. */
Test(format, item_22_a_unit_of_money_behind_the_figures_stays) {
    cr_assert(styled("0\"元\"", 5000, READ_NUMBER, "5000元"));
    cr_assert(styled("#,##0.00\"万元\"", 12.5, READ_NUMBER, "12.5万元"));
    cr_assert(styled("0.00万", -12.5, READ_NUMBER, "-12.5万"));
    cr_assert(styled("0 \"亿元\";-0 \"亿元\"", 1, READ_NUMBER, "1亿元"));
    cr_assert(styled("0!.0,\"万\"", 12345, READ_NUMBER, "12345"));
    cr_assert(styled("0,\"千元\"", 5000, READ_NUMBER, "5000"));
    cr_assert(styled("#,##0\"元\"", 5000, READ_NUMBER, "5000元"), "a comma between figures");
}

/* Signs, colours, and words that leave a number what it is. */
Test(format, item_22_other_formats_show_the_number) {
    static const char *const codes[] = {"General",
                                        "G/通用格式",
                                        "#,##0.00",
                                        "￥#,##0.00",
                                        "[$￥-804]#,##0.00;[红色]-0.00",
                                        "_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * \"-\"??_ ;_ @_ ",
                                        "0.00E+00",
                                        "# ?/?",
                                        "0\"台\"",
                                        "\"约\"0",
                                        "[DBNum1]General",
                                        "0.0_元"};
    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++) {
        cr_assert(styled(codes[i], 12.5, READ_NUMBER, "12.5"), "%s", codes[i]);
    }
    cr_assert(styled("000000", 12, READ_NUMBER, "000012"));
    cr_assert(styled("[h]:mm", 1.5, READ_TEXT, "36:00:00"));
    cr_assert(styled("yyyy\"年\"m\"月\"", 40695, READ_DATE, "2011-06"));
    cr_assert(styled("yyyy!年m!月d!日", 40695, READ_DATE, "2011-06-01"));
    cr_assert(styled("yyyy\\年m\\月d\\日", 40695, READ_DATE, "2011-06-01"));
}

/* A nought has no sign, and is said as one. */
Test(format, a_negative_nought_is_nought) {
    cr_assert(styled("General", 0, READ_NUMBER, "0"));
    struct read_cell cell = {.row = 1};
    char text[FORMAT_SIZE];
    format_serial(-0.0, false, FORMAT_NUMBER, &cell, text);
    cr_assert(str_is(cell.text, "0") && !signbit(cell.number));
}

/* What goes into a workbook that goes back: one that Excel opens. */
Test(format, codes_that_another_workbook_may_have) {
    static const char *const good[] = {"General",
                                       "0",
                                       "#,##0.00_);[Red](#,##0.00)",
                                       "# ?\?/??",
                                       "0.00E+00",
                                       "yyyy\"年\"m\"月\"d\"日\"",
                                       "yyyy年m月d日",
                                       "[$-804]aaaa;@",
                                       "[h]:mm:ss",
                                       "mm:ss.00",
                                       "h:mm AM/PM",
                                       "上午/下午h时",
                                       "@",
                                       "0;-0;;@",
                                       "[=1]\"是\";[>=2.5]0;General",
                                       "[DBNum2]General",
                                       "[Color9]0",
                                       "[$¥-804]#,##0",
                                       "_ * #,##0_ ;_ * \"-\"??_ ",
                                       "0!万",
                                       ";;;",
                                       "m/d/yyyy"};
    static const char *const bad[] = {"",
                                      "0\"",
                                      "[",
                                      "[x]",
                                      "[]0",
                                      "0\\",
                                      "0_",
                                      "*",
                                      "q",
                                      "yyyy0",
                                      "0@",
                                      "@yyyy",
                                      "General0",
                                      "0;0;0;@;0",
                                      "0.0.0",
                                      "0/0/0",
                                      "E+0",
                                      "0E+",
                                      "0E+0E+0",
                                      "\x01",
                                      "0\x7F",
                                      "0\"\xEF\xBF\xBE\"",
                                      "0\"\xEF\xBF\xBD\"",
                                      "\xFF",
                                      "[Color57]0",
                                      "[>]0",
                                      "[hm]",
                                      "0`",
                                      "\"_x0041_\"0"};
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        cr_assert(shown_is_sound(str_from_c(good[i])), "%s", good[i]);
    }
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        cr_assert_not(shown_is_sound(str_from_c(bad[i])), "%s", bad[i]);
    }
    char long_code[SHOWN_MOST_CODE + 1];
    memset(long_code, '0', sizeof long_code);
    cr_assert(shown_is_sound((struct str){long_code, SHOWN_MOST_CODE}));
    cr_assert_not(shown_is_sound((struct str){long_code, SHOWN_MOST_CODE + 1}));
}

/* What the sender does not see is no data. */
Test(format, item_22_what_a_format_does_not_show_is_empty) {
    static const struct {
        const char *code;
        double number;
    } nothing[] = {{";;;", 5},       {";;;", -5},         {";;;", 0},        {"0;;;@", 0},
                   {"0;;;@", -5},    {"0;-0;;@", 0},      {"0;", -5},        {";", 1},
                   {"\"\"", 1},      {"\"\";0", 1},       {"[=0]\"\";0", 0}, {"0;-0; ", 0},
                   {"0;-0;_ * ", 0}, {"0;[Red]\"\"", -1}, {"#", 0},          {"#,###", 0.3},
                   {"??", 0},        {"#;-#;#", 0},       {"#,", 0},         {"[Red]#_ ", 0}};
    for (size_t i = 0; i < sizeof nothing / sizeof *nothing; i++) {
        cr_assert(styled(nothing[i].code, nothing[i].number, READ_TEXT, ""), "%s", nothing[i].code);
    }
    cr_assert(styled("0;;;@", 5, READ_NUMBER, "5"));
    cr_assert(styled("0;-0;;@", -5, READ_NUMBER, "-5"));
    cr_assert(styled("0;-0;-", 0, READ_NUMBER, "0"));
    cr_assert(styled("#,##0", 0, READ_NUMBER, "0"));
    cr_assert(styled("#,###", 0.5, READ_NUMBER, "0.5"));
    cr_assert(styled("#", -0.3, READ_NUMBER, "-0.3"));
    cr_assert(styled("_ * \"-\"??_ ", 0, READ_NUMBER, "0"));
    cr_assert(styled("[Red];[Blue]", -5, READ_NUMBER, "-5"));
    cr_assert(styled("\"\"", -5, READ_NUMBER, "-5"));
    cr_assert(styled("yyyy-mm-dd;;", 40695, READ_DATE, "2011-06-01"));
}

/* Nothing, or words in its place. */
Test(format, item_22_a_fourth_section_without_the_text_hides_it) {
    static const char *const hiding[] = {";;;",         "0;-0;0;",   "0;-0;0;\"\"", "0;0;0; ",
                                         "0;0;0;\"x\"", "0;0;0;\\x", "0;0;0;-"};
    static const char *const showing[] = {
        "0;;;@", ";;", "0", "@", "0;-0;0;@", "", "0;0;0;\"x\"@", "0;0;0;General", "0;0;0;[Red]"};
    for (size_t i = 0; i < sizeof hiding / sizeof *hiding; i++) {
        cr_assert(format_hides_text(str_from_c(hiding[i])), "%s", hiding[i]);
    }
    for (size_t i = 0; i < sizeof showing / sizeof *showing; i++) {
        cr_assert_not(format_hides_text(str_from_c(showing[i])), "%s", showing[i]);
    }
}
