/* Units and systems are found by name however it was typed, and stand in an order of their own. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "model/model.h"

static struct arena *arena;
static struct inventory *inventory;

static void fail_out_of_memory(size_t size) {
    cr_assert_fail("out of memory: %zu", size);
}

static void set_up(void) {
    arena = arena_open(fail_out_of_memory);
    inventory = inventory_open(arena);
}

static void tear_down(void) {
    arena_close(arena);
}

TestSuite(inventory, .init = set_up, .fini = tear_down);

static const struct value *text_value(const char *text) {
    struct value *value = ARENA_NEW(arena, struct value);
    value->raw = value->text = str_copy(arena, str_from_c(text));
    return value;
}

static struct record unit_record(const char *name, const char *code, const char *region) {
    struct record record = {0};
    record.values[FIELD_UNIT_NAME] = text_value(name);
    record.values[FIELD_UNIT_CREDIT_CODE] = code ? text_value(code) : NULL;
    record.values[FIELD_UNIT_REGION_CODE] = region ? text_value(region) : NULL;
    return record;
}

static struct unit *add_unit(const char *name, const char *code, const char *region) {
    struct record record = unit_record(name, code, region);
    return inventory_add(inventory, &record);
}

static void check_str(struct str text, const char *expected) {
    cr_assert(str_is(text, expected), "%.*s instead of %s", STR_ARG(text), expected);
}

Test(inventory, names_are_compared_without_blanks_and_widths) {
    struct unit *unit = add_unit("南昌市第一医院（东院）", NULL, NULL);
    cr_assert_eq(inventory_find(inventory, STR(" 南昌市 第一\n医院(东院)　")), unit);
    cr_assert_null(inventory_find(inventory, STR("南昌市第一医院")));
    check_str(inventory_key(arena, STR("ＨＩＳ 系统\t1")), "HIS系统1");
}

Test(inventory, systems_are_found_within_their_unit_only) {
    struct unit *first = add_unit("甲医院", NULL, NULL), *second = add_unit("乙医院", NULL, NULL);
    struct record record = {0};
    record.values[FIELD_SYSTEM_NAME] = text_value("医院信息系统");
    struct system *system = unit_add_system(inventory, first, &record);
    cr_assert_eq(unit_find_system(inventory, first, STR("医院 信息系统")), system);
    cr_assert_null(unit_find_system(inventory, second, STR("医院信息系统")));
    cr_assert_eq(system->unit, first);
    cr_assert_eq(system->ordinal, 1);
    record.values[FIELD_SYSTEM_NAME] = text_value("影像系统");
    cr_assert_eq(unit_add_system(inventory, first, &record)->ordinal, 2);
}

Test(inventory, finds_each_of_many) {
    char name[32];
    for (int i = 0; i < 5000; i++) {
        snprintf(name, sizeof name, "单位%d", i);
        add_unit(name, NULL, NULL);
    }
    for (int i = 0; i < 5000; i++) {
        snprintf(name, sizeof name, "单位%d", i);
        const struct unit *unit = inventory_find(inventory, str_from_c(name));
        cr_assert_eq(unit, inventory->units[i]);
    }
}

/* product.md, 4: the credit code if given, else region code and normalised name. */
Test(inventory, identifiers_come_from_code_or_region_and_name) {
    check_str(add_unit("甲医院", "123601004910064563", "360100")->id, "123601004910064563");
    check_str(add_unit("乙 医院", NULL, "360100")->id, "360100-乙医院");
    check_str(add_unit("丙医院", NULL, NULL)->id, "丙医院");
    struct record bad = unit_record("丁医院", "123", "360102");
    struct value *code = ARENA_NEW(arena, struct value);
    code->is_bad = true;
    code->raw = STR("123");
    bad.values[FIELD_UNIT_CREDIT_CODE] = code;
    check_str(inventory_add(inventory, &bad)->id, "360102-丁医院");
}

Test(inventory, order_does_not_depend_on_arrival) {
    add_unit("丙", NULL, "360200");
    add_unit("乙", NULL, "360100");
    add_unit("甲", "9", NULL);
    add_unit("丁", NULL, "360100");
    inventory_sort(inventory);
    static const char *const expected[] = {"9", "360100-丁", "360100-乙", "360200-丙"};
    for (size_t i = 0; i < 4; i++) {
        check_str(inventory->units[i]->id, expected[i]);
    }
}

Test(inventory, units_sharing_a_code_keep_distinct_identifiers) {
    struct unit *first = add_unit("市妇幼保健院", "123601004910064563", NULL);
    struct unit *second = add_unit("市 儿童医院", "123601004910064563", NULL);
    inventory_sort(inventory);
    check_str(first->id, "123601004910064563-市妇幼保健院");
    check_str(second->id, "123601004910064563-市儿童医院");
}
