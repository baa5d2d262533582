/* The small parts: buffers, dates, origins, digests. */
#include <criterion/criterion.h>
#include <string.h>

#include "ground.h"

TestSuite(buf, .init = open_ground, .fini = close_ground);
TestSuite(date, .init = open_ground, .fini = close_ground);
TestSuite(origin, .init = open_ground, .fini = close_ground);
TestSuite(hash, .init = open_ground, .fini = close_ground);

Test(buf, holds_what_was_added) {
    struct buf buf = {.arena = arena};
    cr_assert_eq(buf_str(&buf).len, 0);
    buf_add(&buf, STR("a"));
    buf_add_c(&buf, "b");
    buf_add_bytes(&buf, "\0c", 2);
    buf_add_byte(&buf, 0xFF);
    buf_add_code_point(&buf, 0x20164);
    buf_format(&buf, "%s%d", "x", 12);
    struct str text = buf_str(&buf);
    cr_assert_eq(text.len, 12);
    cr_assert_arr_eq(text.data, "ab\0c\xFF\xF0\xA0\x85\xA4x12", 12);
}

Test(buf, grows_to_any_size) {
    struct buf buf = {.arena = arena};
    for (int i = 0; i < 100000; i++) {
        buf_add_byte(&buf, (unsigned char)('a' + i % 26));
    }
    buf_format(&buf, "%100000d", 5);
    struct str text = buf_str(&buf);
    cr_assert_eq(text.len, 200000);
    cr_assert_eq(text.data[99999], 'a' + 99999 % 26);
    cr_assert_eq(text.data[199999], '5');
}

Test(buf, json_strings_escape_what_json_demands) {
    struct buf buf = {.arena = arena};
    buf_add_json(&buf, STR("a\"b\\c\n\x01中"));
    struct str text = buf_str(&buf);
    cr_assert(same(text, "\"a\\\"b\\\\c\\u000a\\u0001中\"") ||
              same(text, "\"a\\\"b\\\\c\\n\\u0001中\""));
    buf = (struct buf){.arena = arena};
    buf_add_json(&buf, STR("a\xFF\xE4\xB8"
                           "b"));
    cr_assert(utf8_valid(buf_str(&buf), NULL));
    cr_assert(str_starts(buf_str(&buf), STR("\"a\uFFFD")));
    cr_assert(str_ends(buf_str(&buf), STR("b\"")));
}

Test(date, every_day_goes_there_and_back) {
    int64_t first = date_to_days((struct date){1, 1, 1});
    int64_t last = date_to_days((struct date){9999, 12, 31});
    cr_assert_eq(first, -719162);
    cr_assert_eq(last, 2932896);
    struct date before = {0, 0, 0};
    for (int64_t day = first; day <= last; day++) {
        struct date date = date_from_days(day);
        cr_assert(date_valid(date));
        cr_assert_eq(date_to_days(date), day);
        cr_assert_lt(date_compare(before, date), 0);
        before = date;
    }
}

Test(date, known_days) {
    cr_assert_eq(date_to_days((struct date){1970, 1, 1}), 0);
    cr_assert_eq(date_to_days((struct date){2000, 3, 1}), 11017);
    cr_assert_eq(date_compare((struct date){2007, 6, 22}, (struct date){2007, 6, 22}), 0);
}

Test(date, days_that_do_not_exist) {
    static const struct date bad[] = {{2023, 2, 29}, {1900, 2, 29}, {2100, 2, 29}, {2024, 2, 30},
                                      {2024, 4, 31}, {2024, 13, 1}, {2024, 0, 1},  {2024, 1, 0},
                                      {0, 1, 1},     {10000, 1, 1}, {0, 0, 0},     {2024, 1, -1}};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        cr_assert_not(date_valid(bad[i]), "%d-%d-%d", bad[i].year, bad[i].month, bad[i].day);
    }
    cr_assert(date_valid((struct date){2000, 2, 29}));
    cr_assert(date_valid((struct date){2024, 2, 29}));
}

Test(date, iso_form_exactly) {
    struct date date = {0, 0, 0};
    cr_assert(date_from_iso(STR("2011-06-01"), &date));
    cr_assert_eq(date.year, 2011);
    cr_assert_eq(date.month, 6);
    cr_assert_eq(date.day, 1);
    static const char *const bad[] = {"",           "2011-6-1",    "2011-06-31",
                                      "2011/06/01", " 2011-06-01", "2011-06-01 ",
                                      "2011-06--1", "20110601",    "-011-06-01"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        cr_assert_not(date_from_iso(str_from_c(bad[i]), &date), "'%s' was taken", bad[i]);
    }
    struct date day = {204, 6, 1};
    cr_assert(same(date_to_iso(arena, day, DATE_DAY), "0204-06-01"));
    cr_assert(same(date_to_iso(arena, day, DATE_MONTH), "0204-06"));
    cr_assert(same(date_to_iso(arena, day, DATE_YEAR), "0204"));
    cr_assert(same(date_to_iso(arena, day, DATE_NONE), ""));
}

Test(origin, cells_as_spreadsheets_name_them) {
    static const struct {
        uint32_t row, column;
        const char *name;
    } cells[] = {{17, 3, "C17"},   {1, 26, "Z1"},      {1, 27, "AA1"}, {1, 702, "ZZ1"},
                 {1, 703, "AAA1"}, {9, 16384, "XFD9"}, {17, 0, "17"},  {0, 0, ""}};
    for (size_t i = 0; i < sizeof cells / sizeof *cells; i++) {
        struct origin origin = {&input, cells[i].row, cells[i].column, 0};
        cr_assert(same(origin_cell(arena, origin), cells[i].name));
    }
}

Test(origin, places_with_as_much_as_is_known) {
    static const struct source sheet = {STR_INIT("a/甲.xlsx"), STR_INIT("系统表")};
    cr_assert(same(origin_text(arena, (struct origin){&sheet, 17, 3, 0}), "a/甲.xlsx:系统表!C17"));
    cr_assert(same(origin_text(arena, (struct origin){&sheet, 17, 0, 0}), "a/甲.xlsx:系统表!17"));
    cr_assert(same(origin_text(arena, (struct origin){&sheet, 0, 0, 0}), "a/甲.xlsx:系统表"));
    cr_assert(same(origin_text(arena, (struct origin){&input, 4, 7, 3}), "input:4:7"));
    cr_assert(same(origin_text(arena, (struct origin){&input, 4, 0, 0}), "input:4"));
    cr_assert(same(origin_text(arena, (struct origin){&input, 0, 0, 0}), "input"));
    cr_assert(same(origin_text(arena, (struct origin){0}), ""));
}

/* FIPS 180-4 and its published example messages. */
Test(hash, published_examples) {
    cr_assert(same(hash_sha256(arena, STR("")),
                   "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"));
    cr_assert(same(hash_sha256(arena, STR("abc")),
                   "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"));
    char *letters = ARENA_ARRAY(arena, char, 1000000);
    memset(letters, 'a', 1000000);
    cr_assert(same(hash_sha256(arena, (struct str){letters, 1000000}),
                   "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"));
    unsigned char digest[32];
    hash_sha256_bytes(STR("abc"), digest);
    cr_assert_arr_eq(digest, "\xba\x78\x16\xbf\x8f\x01\xcf\xea", 8);
}

/* Months later is the same day, or what the rounding says where the month lacks it. */
Test(date, months_later) {
    static const struct {
        struct date day;
        int months;
        struct date last, next;
    } cases[] = {
        {{2011, 5, 30}, 12, {2012, 5, 30}, {2012, 5, 30}},
        {{2012, 2, 29}, 12, {2013, 2, 28}, {2013, 3, 1}},
        {{2012, 2, 29}, 48, {2016, 2, 29}, {2016, 2, 29}},
        {{2011, 8, 31}, 6, {2012, 2, 29}, {2012, 3, 1}},
        {{2011, 12, 31}, 6, {2012, 6, 30}, {2012, 7, 1}},
        {{2011, 7, 31}, 5, {2011, 12, 31}, {2011, 12, 31}},
        {{2012, 3, 31}, -1, {2012, 2, 29}, {2012, 3, 1}},
        {{2012, 1, 31}, -2, {2011, 11, 30}, {2011, 12, 1}},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct date last = date_add_months(cases[i].day, cases[i].months, DATE_LAST_DAY);
        struct date next = date_add_months(cases[i].day, cases[i].months, DATE_NEXT_DAY);
        cr_assert_eq(date_compare(last, cases[i].last), 0, "case %zu", i);
        cr_assert_eq(date_compare(next, cases[i].next), 0, "case %zu", i);
    }
}

/* A month or a year means any of its days. */
Test(date, days_that_a_date_can_mean) {
    struct date day = {2012, 2, 1};
    cr_assert_eq(date_compare(date_first(day, DATE_YEAR), (struct date){2012, 1, 1}), 0);
    cr_assert_eq(date_compare(date_last(day, DATE_YEAR), (struct date){2012, 12, 31}), 0);
    cr_assert_eq(date_compare(date_first(day, DATE_MONTH), day), 0);
    cr_assert_eq(date_compare(date_last(day, DATE_MONTH), (struct date){2012, 2, 29}), 0);
    cr_assert_eq(date_compare(date_last(day, DATE_DAY), day), 0);
}
