/* What is kept between runs: found again as it was put, or not at all. */
#include <criterion/criterion.h>

#include "ground.h"

TestSuite(cache, .init = open_ground, .fini = close_ground);

static struct cache *open_again(void) {
    return cache_open(arena, own_path("memory/cache"));
}

static bool holds(struct cache *cache, const char *key, const char *want) {
    struct str bytes;
    return cache_get(cache, str_from_c(key), &bytes) && same(bytes, want);
}

static void leave(const char *key, const char *bytes) {
    struct cache *cache = open_again();
    cache_put(cache, str_from_c(key), str_from_c(bytes));
    cache_save(cache);
}

static struct str left(void) {
    struct str bytes;
    cr_assert(file_read(arena, own_path("memory/cache"), 100 << 20, NULL, diag, &bytes));
    return bytes;
}

Test(cache, what_one_run_left_the_next_finds) {
    leave("one", "first");
    leave("two", "");
    struct cache *cache = open_again();
    cr_assert(holds(cache, "one", "first") && holds(cache, "two", ""));
    struct str bytes;
    cr_assert_not(cache_get(cache, STR("three"), &bytes));
    cache_put(cache, STR("three"), STR("now"));
    cr_assert(holds(cache, "three", "now"), "within a run too");
}

Test(cache, nothing_is_kept_without_a_place_and_none_of_it_is_told) {
    struct cache *cache = cache_open(arena, (struct str){NULL, 0});
    struct str bytes;
    cache_put(cache, STR("one"), STR("first"));
    cache_save(cache);
    cr_assert_not(cache_get(cache, STR("one"), &bytes));
    cr_assert(file_write(own_path("shut"), STR("a file, no folder"), diag));
    cache = cache_open(arena, own_path("shut/cache"));
    cache_put(cache, STR("one"), STR("first"));
    cache_save(cache);
    cr_assert_eq(diag_n(diag), 0);
}

/* Whatever becomes of the file, a piece is found as it was put or not found, and the next run mends
 * it. */
Test(cache, pieces_that_changed_are_not_found) {
    leave("one", "first");
    struct str whole = left();
    for (size_t i = 0; i < whole.len; i++) {
        char *changed = ARENA_ARRAY(arena, char, whole.len);
        memcpy(changed, whole.data, whole.len);
        changed[i] = (char)(changed[i] ^ 1);
        cr_assert(file_write(own_path("memory/cache"), (struct str){changed, whole.len}, diag));
        struct str bytes;
        struct cache *cache = open_again();
        bool is_found = cache_get(cache, STR("one"), &bytes);
        cr_assert(!is_found || same(bytes, "first"), "byte %zu", i);
        cr_assert(file_write(own_path("memory/cache"), str_slice(whole, 0, i), diag));
        cr_assert_not(cache_get(open_again(), STR("one"), &bytes), "cut at %zu", i);
        leave("one", "first");
        cr_assert(holds(open_again(), "one", "first"), "mended");
    }
}

/* Room is given to what the run used. */
Test(cache, what_was_not_asked_for_goes_first) {
    enum { SIZE = 3 << 20 };
    char *large = ARENA_ARRAY(arena, char, SIZE);
    struct str bytes = {large, SIZE};
    struct cache *cache = open_again();
    cache_put(cache, STR("one"), bytes);
    cache_put(cache, STR("two"), bytes);
    cache_save(cache);
    cache = open_again();
    cr_assert(cache_get(cache, STR("two"), &bytes));
    cache_put(cache, STR("three"), bytes);
    cache_save(cache);
    cache = open_again();
    cr_assert_not(cache_get(cache, STR("one"), &bytes));
    cr_assert(cache_get(cache, STR("two"), &bytes) && cache_get(cache, STR("three"), &bytes));
    cr_assert(left().len < 8 << 20);
}

/* However many small pieces were left, new ones are kept. */
Test(cache, new_pieces_are_kept_where_there_are_very_many) {
    struct cache *cache = open_again();
    for (unsigned i = 0; i < 1200; i++) {
        cache_put(cache, str_format(arena, "old %u", i), STR("x"));
    }
    cache_save(cache);
    leave("new", "y");
    leave("newer", "z");
    cache = open_again();
    cr_assert(holds(cache, "new", "y") && holds(cache, "newer", "z"));
}
