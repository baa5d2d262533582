/* Counted text: cutting, searching, comparing and numbers at their edges. */
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "ground.h"

TestSuite(str, .init = open_ground, .fini = close_ground);

static const struct str empty = {NULL, 0};

Test(str, copies_are_apart_and_ended) {
    char text[] = "abc";
    struct str copy = str_copy(arena, (struct str){text, 3});
    char *c = str_to_c(arena, (struct str){text, 2});
    text[0] = 'x';
    cr_assert(same(copy, "abc"));
    cr_assert_str_eq(c, "ab");
    cr_assert_str_eq(str_to_c(arena, empty), "");
    cr_assert_eq(str_from_c(NULL).len, 0);
    cr_assert(same(str_from_c("abc"), "abc"));
}

Test(str, format_concat_join) {
    cr_assert(same(str_format(arena, "%d-%" STR_FMT, 7, STR_ARG(STR("ab"))), "7-ab"));
    cr_assert(
        same(str_format(arena, "%2000d", 1), str_to_c(arena, str_format(arena, "%1999s1", ""))));
    cr_assert(same(str_concat(arena, STR("a"), empty), "a"));
    cr_assert(same(str_concat(arena, STR("a"), STR("b")), "ab"));
    const struct str parts[] = {STR("a"), empty, STR("c")};
    cr_assert(same(str_join(arena, parts, 3, STR(", ")), "a, , c"));
    cr_assert(same(str_join(arena, parts, 1, STR(", ")), "a"));
    cr_assert(same(str_join(arena, parts, 0, STR(", ")), ""));
    cr_assert(same(str_join(arena, parts, 3, empty), "ac"));
}

Test(str, numbers_in_digits) {
    struct buf buf = {.arena = arena};
    static const uint64_t numbers[] = {0, 9, 10, 1048576, UINT64_MAX};
    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
        buf_add_count(&buf, numbers[i]);
        buf_add_byte(&buf, ' ');
    }
    cr_assert(same(buf_str(&buf), "0 9 10 1048576 18446744073709551615 "));
}

Test(str, replace_every_one_and_nothing_else) {
    cr_assert(same(str_replace(arena, STR("aXbXX"), STR("X"), STR("--")), "a--b----"));
    cr_assert(same(str_replace(arena, STR("aXbXX"), STR("X"), empty), "ab"));
    cr_assert(same(str_replace(arena, STR("aaa"), STR("aa"), STR("b")), "ba"));
    cr_assert(same(str_replace(arena, STR("abc"), STR("x"), STR("y")), "abc"));
    cr_assert(same(str_replace(arena, STR("abc"), empty, STR("y")), "abc"));
    cr_assert(same(str_replace(arena, empty, STR("x"), STR("y")), ""));
}

Test(str, order_is_by_bytes) {
    cr_assert(str_equal(empty, STR("")));
    cr_assert_not(str_equal(STR("a"), STR("b")));
    cr_assert_not(str_equal(STR("a"), STR("ab")));
    cr_assert_lt(str_compare(STR("a"), STR("b")), 0);
    cr_assert_lt(str_compare(STR("a"), STR("ab")), 0);
    cr_assert_gt(str_compare(STR("\xE4\xB8\xAD"), STR("z")), 0);
    cr_assert_eq(str_compare(empty, STR("")), 0);
    struct str names[] = {STR("中"), STR("b"), STR(""), STR("a")};
    qsort(names, 4, sizeof *names, str_compare_for_sort);
    cr_assert(same(names[0], ""));
    cr_assert(same(names[1], "a"));
    cr_assert(same(names[3], "中"));
}

Test(str, starts_ends_and_finds) {
    cr_assert(str_starts(STR("abc"), STR("ab")));
    cr_assert(str_starts(STR("abc"), empty));
    cr_assert_not(str_starts(STR("ab"), STR("abc")));
    cr_assert(str_ends(STR("abc"), STR("bc")));
    cr_assert_not(str_ends(STR("bc"), STR("abc")));
    cr_assert_eq(str_find(STR("aabaab"), STR("aab"), 1), 3);
    cr_assert_eq(str_find(STR("aabaab"), STR("aab"), 4), SIZE_MAX);
    cr_assert_eq(str_find(STR("ab"), STR("abc"), 0), SIZE_MAX);
    cr_assert_eq(str_find(STR("ab"), STR("b"), 99), SIZE_MAX);
    cr_assert_eq(str_find(empty, STR("b"), 0), SIZE_MAX);
    cr_assert(str_contains(empty, empty));
    cr_assert(str_contains(STR("医院信息系统"), STR("信息")));
}

Test(str, slices_are_clipped) {
    cr_assert(same(str_slice(STR("abc"), 1, 2), "b"));
    cr_assert(same(str_slice(STR("abc"), 1, 99), "bc"));
    cr_assert(same(str_slice(STR("abc"), 5, 9), ""));
    cr_assert(same(str_slice(STR("abc"), 2, 1), ""));
    cr_assert(same(str_slice(empty, 0, 1), ""));
}

Test(str, cuts_fall_between_characters) {
    cr_assert(same(str_cut(STR("中文"), 5), "中"));
    cr_assert(same(str_cut(STR("中文"), 6), "中文"));
    cr_assert(same(str_cut(STR("中文"), 2), ""));
}

Test(str, trims_what_people_leave_at_the_ends) {
    cr_assert(same(str_trim(STR(" \t\r\n甲 乙 ")), "甲 乙"));
    cr_assert(same(str_trim(STR("\xC2\xA0\xE3\x80\x80\xEF\xBB\xBF甲\xE2\x80\x8B")), "甲"));
    cr_assert(same(str_trim(STR(" \xE3\x80\x80 ")), ""));
    cr_assert(same(str_trim(empty), ""));
    cr_assert(same(str_trim(STR("\x80\x80")), "\x80\x80"));
}

Test(str, splits_into_parts) {
    struct str rest = STR("a,,b,");
    struct str part = empty;
    cr_assert(str_split(&rest, STR(","), &part) && same(part, "a"));
    cr_assert(str_split(&rest, STR(","), &part) && same(part, ""));
    cr_assert(str_split(&rest, STR(","), &part) && same(part, "b"));
    rest = STR("one");
    cr_assert(str_split(&rest, STR("::"), &part) && same(part, "one"));
    cr_assert_not(str_split(&rest, STR("::"), &part));
    rest = STR("a::b");
    cr_assert(str_split(&rest, STR("::"), &part) && same(part, "a"));
    cr_assert(str_split(&rest, STR("::"), &part) && same(part, "b"));
    cr_assert_not(str_split(&rest, STR("::"), &part));
}

Test(str, whole_numbers_and_nothing_else) {
    int64_t number = 5;
    cr_assert(str_to_int(STR("9223372036854775807"), &number));
    cr_assert_eq(number, INT64_MAX);
    cr_assert(str_to_int(STR("-12"), &number));
    cr_assert_eq(number, -12);
    cr_assert(str_to_int(STR("007"), &number));
    cr_assert_eq(number, 7);
    static const char *const bad[] = {"",     "-",  " 1", "1 ", "1.0", "9223372036854775808",
                                      "0x10", "１", "--1"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        cr_assert_not(str_to_int(str_from_c(bad[i]), &number), "'%s' was taken", bad[i]);
    }
}

Test(str, hash_is_fnv_1a) {
    cr_assert_eq(str_hash(empty), 0xcbf29ce484222325ULL);
    cr_assert_eq(str_hash(STR("a")), 0xaf63dc4c8601ec8cULL);
    cr_assert_eq(str_hash(STR("foobar")), 0x85944171f73967e8ULL);
}

Test(str, the_nearest_name_is_proposed_only_when_near) {
    const struct str names[] = {STR("unit.name"), STR("unit.code"), STR("system.name")};
    cr_assert(same(str_nearest(STR("unit.nmae"), names, 3), "unit.name"));
    cr_assert(same(str_nearest(STR("unit.cod"), names, 3), "unit.code"));
    cr_assert(same(str_nearest(STR("qqqqqqqqqqqq"), names, 3), ""));
    cr_assert(same(str_nearest(STR("unit.name"), names, 0), ""));
    char long_text[5000];
    memset(long_text, 'u', sizeof long_text);
    str_nearest((struct str){long_text, sizeof long_text}, names, 3);
}

Test(str, a_part_of_a_name_is_near_what_is_near_that_part) {
    const struct str names[] = {STR("手术麻醉信息系统"), STR("电子病历系统"), STR("门户网站")};
    cr_assert(same(str_nearest(STR("电子病例"), names, 3), ""));
    cr_assert(same(str_nearest_part(STR("电子病例"), names, 3), "电子病历系统"));
    cr_assert(same(str_nearest_part(STR("手术麻醉系统"), names, 3), "手术麻醉信息系统"));
    cr_assert(same(str_nearest_part(STR("影像归档"), names, 3), ""));
}

Test(str, fill_puts_arguments_into_a_pattern) {
    const struct str_argument arguments[] = {{STR("1"), STR("一")}, {STR("name"), STR("{1}")}};
    cr_assert(same(str_fill(arena, STR("{1}/{name}/{x}/{"), arguments, 2), "一/{1}/{x}/{"));
    cr_assert(same(str_fill(arena, empty, arguments, 2), ""));
}
