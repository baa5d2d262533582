/* How prose says figures: {{name | filter}}. */
#include "docs/names.h"

#include "make_inventory.h"
#include "reported.h"

/* Says a text by a filter. */
static struct str say(const struct house *house, const char *name, const char *text) {
    enum filter filter = FILTER_NONE;
    struct str nearest;
    cr_assert(filter_find(house->arena, str_from_c(name), &filter, &nearest), "%s", name);
    return filter_say(house->arena, &house->docs->filter_words, filter, str_from_c(text));
}

/* Pairs of a text and what is said. */
static void check(const char *filter, const char *const (*cases)[2], size_t n_cases) {
    struct house *house = open_house();
    for (size_t i = 0; i < n_cases; i++) {
        struct str said = say(house, filter, cases[i][0]);
        cr_assert(str_is(said, cases[i][1]), "%s of %s: %" STR_FMT ", not %s", filter, cases[i][0],
                  STR_ARG(said), cases[i][1]);
    }
    close_house(house);
}
#define CHECK(filter, ...)                                                                         \
    do {                                                                                           \
        static const char *const cases_[][2] = {__VA_ARGS__};                                      \
        check((filter), cases_, sizeof cases_ / sizeof *cases_);                                   \
    } while (0)

Test(filters, numerals) {
    CHECK("numeral", {"0", "零"}, {"1", "一"}, {"10", "十"}, {"12", "十二"}, {"20", "二十"},
          {"100", "一百"}, {"105", "一百零五"}, {"110", "一百一十"}, {"1001", "一千零一"},
          {"1010", "一千零一十"}, {"10000", "一万"}, {"12000", "一万二千"}, {"100000", "十万"},
          {"120003", "十二万零三"}, {"10010000", "一千零一万"}, {"100000000", "一亿"},
          {"100000001", "一亿零一"}, {"1200340005", "十二亿零三十四万零五"}, {"007", "七"},
          {"105000", "十万五千"}, {"1005000", "一百万五千"}, {"100500", "十万零五百"},
          {"10500", "一万零五百"}, {"1000050000", "十亿零五万"}, {"100005000", "一亿零五千"},
          {"1050000000", "十亿五千万"});
}

Test(filters, dates_as_far_as_they_are_known) {
    CHECK("date", {"2026-06-30", "2026年6月30日"}, {"2010-03", "2010年3月"}, {"2010", "2010年"});
}

Test(filters, amounts) {
    CHECK("money", {"0", "0万元"}, {"1", "1万元"}, {"12.5", "12.5万元"},
          {"1234.50", "1,234.50万元"}, {"1234567", "1,234,567万元"}, {"0.35", "3,500元"},
          {"0.0001", "1元"}, {"0.00", "0.00万元"}, {"0.00005", "0.5元"},
          {"0.123456", "1,234.56元"});
    CHECK("thousands", {"999", "999"}, {"1000", "1,000"}, {"65536.25", "65,536.25"});
}

Test(filters, shares_to_one_decimal_half_of_one_up) {
    CHECK("percent", {"0", "0.0%"}, {"1/3", "33.3%"}, {"2/3", "66.7%"}, {"7/7", "100.0%"},
          {"1/2000", "0.1%"}, {"1/2001", "0.0%"}, {"82.35", "82.4%"}, {"82.349999", "82.3%"},
          {"999/1000", "99.9%"}, {"9999/10000", "100.0%"});
}

/* A filter repairs nothing and invents nothing. */
Test(filters, what_is_no_figure_stands_as_it_is) {
    CHECK("numeral", {"", ""}, {"三", "三"}, {"1.5", "1.5"}, {"-1", "-1"}, {"1 2", "1 2"},
          {"1234567890123", "1234567890123"});
    CHECK("date", {"2026年", "2026年"}, {"2026-", "2026-"}, {"2026-06-30 8:00", "2026-06-30 8:00"},
          {"大概", "大概"}, {"20260630", "20260630"});
    CHECK("money", {"约10", "约10"}, {"1,000", "1,000"}, {".5", ".5"}, {"5.", "5."},
          {"1234567890123456", "1234567890123456"});
    CHECK("percent", {"1/0", "1/0"}, {"a/b", "a/b"}, {"50%", "50%"}, {"1/2.5", "1/2.5"});
}

/* Sets a template for a unit of that budget. */
static struct str set(const struct house *house, struct subject *subject, const char *template) {
    const struct prose_scope scope = names_scope(subject);
    struct str words = {0};
    const struct prose *prose =
        prose_compile(house->arena, str_from_c(template), (struct origin){0}, house->diag);
    bool done = prose && prose_words(house->arena, prose, &scope, house->diag, &words);
    return done ? words : STR("ERROR");
}

Test(filters, in_templates) {
    struct house *house = open_house();
    struct unit *unit = add_unit(house, "某市中心医院");
    set_field(house, &unit->record, FIELD_UNIT_TRAINING_LAST, "2012-05");
    judge_house(house);
    struct subject subject = {
        .docs = house->docs, .arena = house->arena, .findings = house->findings[0]};
    struct str said = set(house, &subject,
                          "{{unit.training.last | date}}，{{ as_of|date }}，{{filing.total}}、"
                          "{{filing.total | numeral}}，{{unit.inspected | date}}。");
    cr_assert(str_is(said, "2012年5月，2012年6月30日，0、零，。"), "%" STR_FMT, STR_ARG(said));
    cr_assert_eq(diag_n(house->diag), 0);
    cr_assert_str(set(house, &subject, "{{as_of | dat}}"), "ERROR");
    cr_assert(reported(house->diag, 0)->id == DIAG_PROSE_NAME);
    cr_assert(str_contains(reported(house->diag, 0)->suggestion, STR("date")));
    cr_assert_str(set(house, &subject, "{{#as_of | date}}x{{/as_of}}"), "ERROR");
    cr_assert(reported(house->diag, 1)->id == DIAG_PROSE_TAG);
    cr_assert_str(set(house, &subject, "{{ | date}}"), "ERROR");
    close_house(house);
}
