/* Divisions are found by code under every name, and by names that mean one code only. */
#include <criterion/criterion.h>

#include "model/model.h"

static struct arena *arena;
static const struct regions *regions;

static void fail_out_of_memory(size_t size) {
    cr_assert_fail("out of memory: %zu", size);
}

static void set_up(void) {
    arena = arena_open(fail_out_of_memory);
    struct shelf *shelf = shelf_open(arena, STR("templates"), STR("templates"));
    regions = regions_read(arena, shelf, STR("2007"), diag_open(arena));
    cr_assert_not_null(regions);
}

static void tear_down(void) {
    arena_close(arena);
}

TestSuite(regions, .init = set_up, .fini = tear_down);

static void check_code(const char *province, const char *city, const char *county,
                       const char *expected) {
    const struct str names[] = {str_from_c(province), str_from_c(city), str_from_c(county)};
    struct str code = regions_code(regions, names);
    cr_assert(str_is(code, expected), "%.*s instead of %s", STR_ARG(code), expected);
}

Test(regions, names_make_a_code_where_they_mean_one) {
    check_code("江西省", "南昌市", "东湖区", "360102");
    check_code("江西省", "南昌市", "", "360100");
    check_code("江西省", "", "修水县", "360424");
    check_code("", "", "修水县", "360424");
    check_code("北京市", "北京市", "东城区", "110101");
    check_code("北京市", "", "", "110000");
    /* many cities have one; none of that province; unknown; nothing */
    check_code("", "", "鼓楼区", "");
    check_code("江西省", "", "东城区", "");
    check_code("江西省", "某市", "东湖区", "");
    check_code("", "", "", "");
}

Test(regions, codes_have_every_name_they_had) {
    cr_assert(str_is(regions_find(regions, STR("360402")).name, "濂溪区"));
    cr_assert(regions_may_mean(regions, STR("庐山区"), STR("360402")));
    cr_assert_not(regions_may_mean(regions, STR("浔阳区"), STR("360402")));
    cr_assert_eq(regions_find(regions, STR("999999")).name.len, 0);
    cr_assert(regions_may_mean(regions, STR("某区"), STR("999999")));
}

static void check_city(const char *text, const char *expected) {
    struct str code = regions_city_named(regions, str_from_c(text)).code;
    cr_assert(str_is(code, expected), "%s: %.*s instead of %s", text, STR_ARG(code), expected);
}

Test(regions, a_city_is_named_in_full_in_short_or_behind_its_province) {
    check_city("南昌市", "360100");
    check_city("南昌", "360100");
    check_city("江西省南昌市", "360100");
    check_city("吉林市", "220200");
    check_city("恩施", "422800");
    check_city("恩施土家族苗族自治州", "422800");
    /* a municipality, and a county that no city stands over */
    check_city("上海市", "310000");
    check_city("河南省济源市", "419001");
    /* provinces, in full, in short, and a city's short name that is one; counties below cities */
    check_city("江西省", "");
    check_city("江西", "");
    check_city("吉林", "");
    check_city("南昌县", "");
    check_city("东城区", "");
    check_city("某市", "");
    check_city("湖南省南昌市", "");
    check_city("", "");
}

Test(regions, the_start_of_a_code_is_as_long_as_its_rank) {
    cr_assert(str_is(regions_stem(regions, STR("310000")), "31"));
    cr_assert(str_is(regions_stem(regions, STR("360100")), "3601"));
    cr_assert(str_is(regions_stem(regions, STR("360102")), "360102"));
}
