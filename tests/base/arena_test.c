/* Arenas: memory is zeroed and aligned whatever its history, and owned objects go in the right
 * order at the right time. */
#include <criterion/criterion.h>
#include <setjmp.h>
#include <string.h>

#include "ground.h"

TestSuite(arena, .init = open_ground, .fini = close_ground);

static bool is_zero(const unsigned char *bytes, size_t size) {
    for (size_t i = 0; i < size; i++) {
        if (bytes[i]) {
            return false;
        }
    }
    return true;
}

Test(arena, blocks_of_any_size_are_zeroed_aligned_and_apart) {
    static const size_t sizes[] = {1, 3, 16, 17, 4096, 70000, 1, 9000000, 5};
    unsigned char *blocks[9];
    for (size_t i = 0; i < 9; i++) {
        blocks[i] = arena_alloc(arena, 1, sizes[i]);
        cr_assert_eq((uintptr_t)blocks[i] % _Alignof(max_align_t), 0);
        cr_assert(is_zero(blocks[i], sizes[i]));
        memset(blocks[i], (int)i + 1, sizes[i]);
    }
    for (size_t i = 0; i < 9; i++) {
        cr_assert_eq(blocks[i][0], i + 1);
        cr_assert_eq(blocks[i][sizes[i] - 1], i + 1);
    }
}

Test(arena, nothing_asked_for_still_gives_a_pointer) {
    cr_assert_not_null(arena_alloc(arena, 0, 8));
    cr_assert_not_null(arena_alloc(arena, 8, 0));
}

Test(arena, rewinding_gives_back_zeroed_memory) {
    struct arena_mark mark = arena_mark(arena);
    size_t used = arena_used(arena);
    for (int round = 0; round < 3; round++) {
        unsigned char *small = arena_alloc(arena, 1, 1000);
        unsigned char *large = arena_alloc(arena, 1, 300000);
        cr_assert(is_zero(small, 1000));
        cr_assert(is_zero(large, 300000));
        memset(small, 0xAA, 1000);
        memset(large, 0xAA, 300000);
        cr_assert_gt(arena_used(arena), used);
        arena_rewind(arena, mark);
        cr_assert_eq(arena_used(arena), used);
    }
}

Test(arena, reset_empties_it) {
    memset(arena_alloc(arena, 1, 5000), 0xAA, 5000);
    arena_alloc(arena, 1, 500000);
    arena_reset(arena);
    cr_assert_eq(arena_used(arena), 0);
    cr_assert(is_zero(arena_alloc(arena, 1, 5000), 5000));
}

static char released[8];

static void note_release(void *object) {
    strncat(released, object, 1);
}

Test(arena, owned_objects_go_newest_first_and_only_beyond_the_mark) {
    struct arena *other = arena_open_like(arena);
    arena_own(other, "a", note_release);
    struct arena_mark mark = arena_mark(other);
    arena_own(other, "b", note_release);
    arena_alloc(other, 1, 200000);
    arena_own(other, "c", note_release);
    arena_rewind(other, mark);
    cr_assert_str_eq(released, "cb");
    arena_own(other, "d", note_release);
    arena_reset(other);
    cr_assert_str_eq(released, "cbda");
    arena_own(other, "e", note_release);
    arena_close(other);
    cr_assert_str_eq(released, "cbdae");
    arena_close(NULL);
}

Test(arena, growing_keeps_the_items_and_the_old_array) {
    int *items = NULL;
    size_t n_items = 0;
    size_t capacity = 0;
    ARENA_PUSH(arena, items, n_items, capacity, 0);
    const int *first = items;
    for (int i = 1; i < 1000; i++) {
        ARENA_PUSH(arena, items, n_items, capacity, i);
    }
    cr_assert_eq(n_items, 1000);
    cr_assert_geq(capacity, 1000);
    for (int i = 0; i < 1000; i++) {
        cr_assert_eq(items[i], i);
    }
    cr_assert_eq(first[0], 0);
}

/* What nothing stands behind grows where it is; else it moves, and what is new is zero either way.
 */
Test(arena, what_was_taken_last_grows_in_place) {
    int *items = NULL;
    size_t n_items = 0, capacity = 0;
    ARENA_PUSH(arena, items, n_items, capacity, 1);
    int *first = items;
    items = arena_grow(arena, items, capacity, &capacity, sizeof *items);
    cr_assert_eq(items, first);
    char *behind = arena_alloc(arena, 1, 1);
    *behind = 'x';
    size_t before = capacity;
    items = arena_grow(arena, items, capacity, &capacity, sizeof *items);
    cr_assert_neq(items, first);
    cr_assert_eq(capacity, 2 * before);
    cr_assert_eq(items[0], 1);
    cr_assert_eq(first[0], 1);
    cr_assert_eq(*behind, 'x');
    for (size_t i = 1; i < capacity; i++) {
        cr_assert_eq(items[i], 0);
    }
}

static jmp_buf out;

static void jump_out(size_t size) {
    (void)size;
    longjmp(out, 1);
}

Test(arena, a_product_too_large_counts_as_out_of_memory) {
    struct arena *other = arena_open(jump_out);
    if (setjmp(out) == 0) {
        arena_alloc(other, SIZE_MAX / 4, 8);
        cr_assert_fail("memory that cannot exist was handed out");
    }
    arena_close(other);
}

/* Texts grow where they stand; what they wrote is no longer zero when it is given again. */
Test(arena, memory_that_grew_in_place_is_zeroed_when_given_again) {
    struct arena_mark mark = arena_mark(arena);
    for (size_t round = 0; round < 3; round++) {
        struct buf buf = {.arena = arena};
        for (size_t i = 0; i < 3000 * (round + 1); i++) {
            buf_add_byte(&buf, 0xFF);
        }
        arena_rewind(arena, mark);
        unsigned char *block = arena_alloc(arena, 12000, 1);
        cr_assert(is_zero(block, 12000));
        memset(block, 0xFF, 12000);
        arena_rewind(arena, mark);
    }
}
