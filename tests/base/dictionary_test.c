/* The hash table holds what was put in, once, however much it is. */
#define _DEFAULT_SOURCE
#include <criterion/criterion.h>
#include <string.h>
#include <sys/mman.h>

#include "ground.h"

TestSuite(dictionary, .init = open_ground, .fini = close_ground);

Test(dictionary, holds_each_of_many) {
    struct dictionary *dictionary = dictionary_open(arena);
    for (size_t i = 0; i < 20000; i++) {
        cr_assert(dictionary_put(dictionary, str_format(arena, "单位%zu", i), i));
    }
    for (size_t i = 0; i < 20000; i++) {
        size_t number = SIZE_MAX;
        cr_assert(dictionary_get(dictionary, str_format(arena, "单位%zu", i), &number));
        cr_assert_eq(number, i);
    }
}

Test(dictionary, what_is_not_there_leaves_the_number) {
    struct dictionary *dictionary = dictionary_open(arena);
    size_t number = 7;
    cr_assert(!dictionary_get(dictionary, STR("a"), &number));
    dictionary_put(dictionary, STR("b"), 1);
    cr_assert(!dictionary_get(dictionary, STR("a"), &number));
    cr_assert(!dictionary_get(dictionary, STR("bb"), &number));
    cr_assert_eq(number, 7);
}

Test(dictionary, the_first_number_of_a_key_stays) {
    struct dictionary *dictionary = dictionary_open(arena);
    size_t number;
    cr_assert(dictionary_put(dictionary, STR("a"), 1));
    cr_assert(!dictionary_put(dictionary, str_copy(arena, STR("a")), 2));
    cr_assert(dictionary_get(dictionary, STR("a"), &number));
    cr_assert_eq(number, 1);
}

/* Also the one without bytes: a key of YAML may be empty. */
Test(dictionary, the_empty_text_is_a_key) {
    struct dictionary *dictionary = dictionary_open(arena);
    size_t number;
    cr_assert(!dictionary_get(dictionary, (struct str){0}, &number));
    cr_assert(dictionary_put(dictionary, (struct str){0}, 3));
    cr_assert(!dictionary_put(dictionary, STR(""), 4));
    cr_assert(dictionary_get(dictionary, STR(""), &number));
    cr_assert_eq(number, 3);
}

/* What a large table was before it grew is not kept. */
Test(dictionary, a_large_table_leaves_nothing_behind) {
    struct dictionary *dictionary = dictionary_open(arena);
    char *keys = ARENA_ARRAY(arena, char, 300000 * 4);
    size_t used = 0, number;
    for (uint32_t i = 0; i < 300000; i++) {
        memcpy(keys + 4 * (size_t)i, &i, 4);
        cr_assert(dictionary_put(dictionary, (struct str){keys + 4 * (size_t)i, 4}, i));
        used = i == 100000 ? arena_used(arena) : used;
    }
    cr_assert_lt(arena_used(arena) - used, 1024 * 1024);
    for (uint32_t i = 0; i < 300000; i++) {
        cr_assert(dictionary_get(dictionary, (struct str){keys + 4 * (size_t)i, 4}, &number));
        cr_assert_eq(number, i);
    }
}

/* Keys may lie where looking at them is dear: a table that grows asks none of them again. */
Test(dictionary, growing_looks_at_no_key) {
    struct dictionary *dictionary = dictionary_open(arena);
    size_t number = 0, page = 4096;
    char *place = mmap(NULL, page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    cr_assert_neq(place, MAP_FAILED);
    memcpy(place, "甲医院", sizeof "甲医院" - 1);
    cr_assert(dictionary_put(dictionary, (struct str){place, sizeof "甲医院" - 1}, 7));
    mprotect(place, page, PROT_NONE);
    for (size_t i = 0; i < 1000; i++) {
        cr_assert(dictionary_put(dictionary, str_format(arena, "%zu", i), i));
    }
    mprotect(place, page, PROT_READ);
    cr_assert(dictionary_get(dictionary, STR("甲医院"), &number));
    cr_assert_eq(number, 7);
    munmap(place, page);
}
