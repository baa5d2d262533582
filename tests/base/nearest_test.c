/* Of very many names the nearest is proposed, and nothing where none is near. */
#include <criterion/criterion.h>

#include "ground.h"

TestSuite(nearest, .init = open_ground, .fini = close_ground);

Test(nearest, a_misspelt_name_is_found_among_many) {
    struct nearest *nearest = nearest_open(arena);
    static const char *const counties[] = {"修水", "武宁", "都昌", "湖口", "彭泽"};
    for (size_t i = 0; i < 20000; i++) {
        nearest_add(nearest, str_format(arena, "%s县第%zu中心卫生院", counties[i % 5], i));
    }
    nearest_add(nearest, STR("赣州市青禾中心医院"));
    cr_assert(same(nearest_find(nearest, STR("赣州市青禾中心医院")), "赣州市青禾中心医院"));
    cr_assert(same(nearest_find(nearest, STR("赣州青禾中心医院")), "赣州市青禾中心医院"));
    cr_assert(same(nearest_find(nearest, STR("青禾中心医院")), "赣州市青禾中心医院"));
    cr_assert(same(nearest_find(nearest, STR("赣州市青和中心医院")), "赣州市青禾中心医院"));
    cr_assert(same(nearest_find(nearest, STR("萍乡听松")), ""));
    cr_assert(same(nearest_find(nearest, (struct str){0}), ""));
}

Test(nearest, the_order_of_names_does_not_matter) {
    static const char *const names[] = {"甲乙丙丁", "甲乙丙戊", "甲乙丙己"};
    struct nearest *one = nearest_open(arena), *other = nearest_open(arena);
    for (size_t i = 0; i < 3; i++) {
        nearest_add(one, str_from_c(names[i]));
        nearest_add(other, str_from_c(names[2 - i]));
    }
    struct str found = nearest_find(one, STR("甲乙丙庚"));
    cr_assert(found.len > 0);
    cr_assert(str_equal(found, nearest_find(other, STR("甲乙丙庚"))));
}

Test(nearest, no_names_propose_nothing) {
    cr_assert(same(nearest_find(nearest_open(arena), STR("甲")), ""));
}
