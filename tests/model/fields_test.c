/* The vocabulary: every field has one name, and a label in templates/columns/fields.csv. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "model/model.h"

static struct arena *arena;

static void fail_out_of_memory(size_t size) {
    cr_assert_fail("out of memory: %zu", size);
}

static void set_up(void) {
    arena = arena_open(fail_out_of_memory);
}

static void tear_down(void) {
    arena_close(arena);
}

TestSuite(fields, .init = set_up, .fini = tear_down);

Test(fields, every_name_finds_its_field) {
    for (int i = 0; i < N_FIELDS; i++) {
        enum field field;
        const struct field_info *info = field_info((enum field)i);
        cr_assert(field_find(str_from_c(info->name), &field), "%s", info->name);
        cr_assert_eq(field, (enum field)i, "%s", info->name);
        const char *const entities[N_ENTITIES] = {"unit.",   "system.",  "gap.",
                                                  "expert.", "product.", "data."};
        const char *prefix = entities[info->entity];
        cr_assert_eq(strncmp(info->name, prefix, strlen(prefix)), 0, "%s", info->name);
        bool has_options = info->type == FIELD_OPTION || info->type == FIELD_OPTIONS;
        cr_assert_eq(has_options, info->options[0] != 0, "%s", info->name);
    }
}

/* Every field of an entity has a place of its own, and a record of one entity has none of another.
 */
Test(fields, a_record_holds_each_field_of_its_entity) {
    static const struct value values[N_FIELDS];
    for (size_t entity = 0; entity < N_ENTITIES; entity++) {
        struct record record = {0};
        for (size_t i = 0; i < N_FIELDS; i++) {
            if (field_info((enum field)i)->entity == entity) {
                cr_assert_null(record_at(&record, (enum field)i));
                record_set(&record, (enum field)i, &values[i]);
            }
        }
        for (size_t i = 0; i < N_FIELDS; i++) {
            bool is_own = field_info((enum field)i)->entity == entity;
            cr_assert_eq(record_at(&record, (enum field)i), is_own ? &values[i] : NULL, "%s",
                         field_info((enum field)i)->name);
        }
    }
}

Test(fields, a_value_is_taken_away_again) {
    static const struct value value;
    struct record record = {0};
    record_set(&record, FIELD_UNIT_NAME, NULL);
    record_set(&record, FIELD_SYSTEM_NAME, &value);
    cr_assert_eq(record_at(&record, FIELD_SYSTEM_NAME), &value);
    record_set(&record, FIELD_UNIT_NAME, NULL);
    record_set(&record, FIELD_SYSTEM_NAME, NULL);
    cr_assert_null(record_at(&record, FIELD_SYSTEM_NAME));
}

Test(fields, a_record_of_two_entities_cannot_be) {
    static const struct value value;
    struct record record = {0};
    record_set(&record, FIELD_UNIT_NAME, &value);
    record_set(&record, FIELD_SYSTEM_UNIT, &value);
    cr_assert_null(record_at(&record, FIELD_SYSTEM_UNIT));
    cr_assert_eq(record_at(&record, FIELD_UNIT_NAME), &value);
    record_set(&record, FIELD_SYSTEM_UNIT, NULL);
    cr_assert_eq(record_at(&record, FIELD_UNIT_NAME), &value);
}

Test(fields, an_unknown_name_gets_the_nearest) {
    enum field field;
    cr_assert(!field_find(STR("unit.nam"), &field));
    cr_assert(str_is(field_nearest(STR("unit.nam")), "unit.name"));
}

Test(fields, a_field_nobody_filled_is_empty_and_not_given) {
    const struct record record = {0};
    const struct value *value = record_value(&record, FIELD_UNIT_NAME);
    cr_assert_not_null(value);
    cr_assert(!value_is_given(value));
    cr_assert(!value_has_code(value, 0));
}

Test(fields, a_bad_value_is_not_given_and_has_no_code) {
    const struct value bad = {.is_bad = true, .text = STR_INIT("x"), .codes = {3}, .n_codes = 1};
    cr_assert(!value_is_given(&bad));
    cr_assert(!value_has_code(&bad, 3));
    cr_assert(value_is_partly_known(&bad));
    const struct value good = {.text = STR_INIT("x"), .codes = {1, 3}, .n_codes = 2};
    cr_assert(value_has_code(&good, 3));
    cr_assert(!value_has_code(&good, 2));
    cr_assert(!value_is_partly_known(&good));
    struct value unknown = {.is_bad = true, .codes = {0, 0}, .n_codes = 2};
    cr_assert(!value_is_partly_known(&unknown));
}

Test(fields, every_field_has_a_label) {
    struct diag *diag = diag_open(arena);
    struct shelf *shelf = shelf_open(arena, STR("templates"), STR("templates"));
    const struct field_labels *labels = field_labels_read(arena, shelf, diag);
    cr_assert_not_null(labels);
    for (int i = 0; i < N_FIELDS; i++) {
        cr_assert_gt(labels->labels[i].len, 0, "%s", field_info((enum field)i)->name);
    }
    cr_assert(str_is(labels->labels[FIELD_UNIT_NAME], "单位名称"));
    cr_assert_eq(diag_n(diag), 0);
}
