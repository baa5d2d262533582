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
