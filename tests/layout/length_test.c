/* Lengths of templates. */
#include "setup.h"

/* Parses with an em of 12 pt; -1 for what is no length. */
static int32_t parse(const char *text) {
    int32_t length;
    return length_parse(str_from_c(text), 12 * PT, &length) ? length : -1;
}

Test(length, points_and_millimetres) {
    cr_assert_eq(parse("1pt"), PT);
    cr_assert_eq(parse("10.5pt"), 10752);
    cr_assert_eq(parse(" 25.4mm "), 72 * PT);
    cr_assert_eq(parse("2.54cm"), 72 * PT);
    cr_assert_eq(parse("210mm"), 609562);
    cr_assert_eq(parse("0.5em"), 6 * PT);
    cr_assert_eq(parse("0pt"), 0);
    cr_assert_eq(parse("12 mm"), parse("12mm"));
    cr_assert_eq(parse("-2pt"), -2 * PT);
}

Test(length, chinese_type_sizes) {
    cr_assert_eq(parse("初号"), 42 * PT);
    cr_assert_eq(parse("1号"), 26 * PT);
    cr_assert_eq(parse("2号"), 22 * PT);
    cr_assert_eq(parse("3号"), 16 * PT);
    cr_assert_eq(parse("小3"), 15 * PT);
    cr_assert_eq(parse("4号"), 14 * PT);
    cr_assert_eq(parse("小4"), 12 * PT);
    cr_assert_eq(parse("小4号"), 12 * PT);
    cr_assert_eq(parse("5号"), 10752);
    cr_assert_eq(parse("小5"), 9 * PT);
}

Test(length, what_is_no_length_is_refused) {
    static const char *const bad[] = {
        "",    "3",     "mm",    "3.mm",  ".5pt",   "3 号 x",     "小", "小9",      "9号",
        "小7", "1e3pt", "12pts", "--1pt", "12,5pt", "99999999pt", "*",  "100001cm", "1.1234567pt"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        cr_assert_eq(parse(bad[i]), -1, "%s", bad[i]);
    }
}
