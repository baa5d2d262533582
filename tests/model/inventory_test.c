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
    record_set(&record, FIELD_UNIT_NAME, text_value(name));
    record_set(&record, FIELD_UNIT_CREDIT_CODE, code ? text_value(code) : NULL);
    record_set(&record, FIELD_UNIT_REGION_CODE, region ? text_value(region) : NULL);
    return record;
}

static struct unit *add_unit(const char *name, const char *code, const char *region) {
    struct record record = unit_record(name, code, region);
    return inventory_add(inventory, &record, NULL);
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
    record_set(&record, FIELD_SYSTEM_NAME, text_value("医院信息系统"));
    struct system *system = unit_add_system(inventory, first, &record);
    cr_assert_eq(unit_find_system(inventory, first, STR("医院 信息系统")), system);
    cr_assert_null(unit_find_system(inventory, second, STR("医院信息系统")));
    cr_assert_eq(system->unit, first);
    cr_assert_eq(system->ordinal, 1);
    record_set(&record, FIELD_SYSTEM_NAME, text_value("影像系统"));
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

/* product.md, 4: the organisation code if given and sound, else region code (or places) and
 * normalised name. */
Test(inventory, identifiers_come_from_code_or_place_and_name) {
    check_str(add_unit("甲医院", "91350100M000100Y43", "360100")->id, "M000100Y4");
    check_str(add_unit("甲医院", "M000100Y4", NULL)->id, "M000100Y4");
    check_str(add_unit("乙 医院", NULL, "360100")->id, "360100-乙医院");
    check_str(add_unit("丙医院", NULL, NULL)->id, "丙医院");
    check_str(add_unit("丁医院", "M000100Y5", "360102")->id, "360102-丁医院");
    struct record record = unit_record("戊 医院", NULL, NULL);
    record_set(&record, FIELD_UNIT_PROVINCE, text_value("江西省"));
    record_set(&record, FIELD_UNIT_COUNTY, text_value("东湖 区"));
    check_str(inventory_add(inventory, &record, NULL)->id, "江西省东湖区-戊医院");
}

Test(inventory, order_does_not_depend_on_arrival) {
    add_unit("丙", NULL, "360200");
    add_unit("乙", NULL, "360100");
    add_unit("甲", "000009013", NULL);
    add_unit("丁", NULL, "360100");
    inventory_sort(inventory);
    static const char *const expected[] = {"000009013", "360100-丁", "360100-乙", "360200-丙"};
    for (size_t i = 0; i < 4; i++) {
        check_str(inventory->units[i]->id, expected[i]);
    }
}

/* GB 11714 and GB 32100, with the example of the latter; every single wrong character is seen. */
Test(inventory, check_characters_of_codes) {
    static const char good[] = "91350100M000100Y43";
    cr_assert(credit_code_is_sound(STR("91350100M000100Y43")));
    cr_assert(organisation_code_is_sound(STR("M000100Y4")));
    cr_assert(organisation_code_is_sound(STR("00000903X")));
    cr_assert(organisation_code_is_sound(STR("D2143569X")));
    for (size_t i = 0; i < 18; i++) {
        char bad[19];
        memcpy(bad, good, sizeof bad);
        bad[i] = good[i] == '7' ? '8' : '7';
        cr_assert_not(credit_code_is_sound(str_from_c(bad)), "%s", bad);
    }
    /* the outer check alone is right */
    cr_assert_not(credit_code_is_sound(STR("12360100491006456Y")));
    cr_assert_not(credit_code_is_sound(STR("91350100M000100Y4")));
    cr_assert_not(organisation_code_is_sound(STR("m000100Y4")));
    cr_assert_not(organisation_code_is_sound((struct str){0}));
    /* typed where no code is known: the check character fits, and two who type it are not one */
    cr_assert_not(organisation_code_is_sound(STR("000000000")));
    cr_assert_not(organisation_code_is_sound(STR("111111117")));
    cr_assert(organisation_code_is_sound(STR("000000019")));
}

Test(inventory, keys_differ_where_codes_or_places_do) {
    const struct unit_key city = {.name = STR("中医院"), .region = STR("360100")};
    const struct unit_key county = {.name = STR("中医院"), .division = STR("360102")};
    const struct unit_key other = {.name = STR("中医院"), .region = STR("360200")};
    const struct unit_key coded = {.name = STR("中医院"), .code = STR("M000100Y4")};
    const struct unit_key also = {.name = STR("中医院"), .code = STR("491006457")};
    cr_assert(unit_keys_differ(&city, &other));
    cr_assert(unit_keys_differ(&county, &other));
    cr_assert(unit_keys_differ(&coded, &also));
    const struct unit_key slip = {.region = STR("360200"), .places = STR("江西省南昌市")};
    const struct unit_key right = {.region = STR("360100"), .places = STR("江西省南昌市")};
    cr_assert_not(unit_keys_differ(&slip, &right));
    /* a city's hospital lies in some county */
    cr_assert_not(unit_keys_differ(&city, &county));
    cr_assert_not(unit_keys_differ(&city, &coded));
}
