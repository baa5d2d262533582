/* Numbers as PDF has them are what printf says of them, without noughts at either end. And contents
 * of pages that come again are compressed as if they came for the first time. */
#include "write/pdf/pdftext.h"
#include "write/pdf/repeats.h"

#include <criterion/criterion.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The number by printf, cut as PDF has it: "-.05", "12", "0.". */
static void expect_fixed(int64_t number, int decimals) {
    int64_t unit = decimals == 2 ? 100 : 1000;
    int64_t size = number < 0 ? -number : number;
    char wanted[64], made[64];
    int n = snprintf(wanted, sizeof wanted, "%s%" PRId64 ".%0*" PRId64, number < 0 ? "-" : "",
                     size / unit, decimals, size % unit);
    while (wanted[n - 1] == '0') {
        n--;
    }
    n -= wanted[n - 1] == '.';
    wanted[n] = '\0';
    char *whole = wanted + (number < 0);
    if (whole[0] == '0' && whole[1] == '.') {
        memmove(whole, whole + 1, strlen(whole));
    }
    *put_fixed(made, number, decimals) = '\0';
    cr_assert_str_eq(made, wanted);
}

Test(pdftext, numbers_are_as_printf_has_them) {
    for (int64_t i = -20000; i <= 20000; i++) {
        expect_fixed(i, 2);
        expect_fixed(i, 3);
    }
    char wanted[32], made[32];
    for (uint64_t number = 1; number; number = number > UINT64_MAX / 7 ? 0 : number * 7) {
        for (uint64_t near = number - 1; near <= number + 1; near++) {
            snprintf(wanted, sizeof wanted, "%" PRIu64, near);
            *put_digits(made, near) = '\0';
            cr_assert_str_eq(made, wanted);
            expect_fixed((int64_t)(near / 2), 2);
            expect_fixed((int64_t)(near / 2), 3);
        }
    }
    snprintf(wanted, sizeof wanted, "%" PRIu64, UINT64_MAX);
    *put_digits(made, UINT64_MAX) = '\0';
    cr_assert_str_eq(made, wanted);
}

/* ---- contents that come again -----------------------------------------------------------------
 */

static void out_of_memory(size_t wanted) {
    fprintf(stderr, "out of memory: %zu\n", wanted);
    abort();
}

/* A page of `size` bytes, of which the one at `place` is `byte`. */
static struct str make_page(struct arena *arena, size_t size, size_t place, char byte) {
    struct buf page = {.arena = arena};
    for (size_t i = 0; page.len < size; i++) {
        buf_format(&page, "%zu.%zu 0 Td (a) Tj\n", i * 37 % 101, i % 10);
    }
    page.data[place] = byte;
    return (struct str){page.data, size};
}

/* The page of that size that is kept, or NULL. */
static const struct repeat *find_kept(const struct repeats *repeats, size_t size) {
    for (size_t i = 0; i < REPEATS_KEPT; i++) {
        if (repeats->kept[i].key && repeats->kept[i].size == size) {
            return &repeats->kept[i];
        }
    }
    return NULL;
}

Test(repeats, what_comes_again_is_as_if_it_came_first) {
    struct arena *arena = arena_open(out_of_memory);
    struct fontkit *kit = fontkit_open(arena);
    struct repeats *repeats = repeats_open(arena);
    struct str notes = make_page(arena, 5000, 0, '%');
    for (int round = 0; round < 4; round++) {
        for (size_t place = 20; place < 36; place++) {
            struct str page = make_page(arena, 9000, place, '\t');
            struct str wanted = fontkit_pack(kit, arena, page);
            struct str packed = repeats_pack(repeats, kit, arena, page);
            cr_assert(str_equal(packed, wanted), "round %d, byte %zu", round, place);
        }
        repeats_pack(repeats, kit, arena, notes);
        cr_assert_eq(find_kept(repeats, notes.len) != NULL, round > 0, "round %d", round);
    }
    arena_close(arena);
}

/* A document's pages are written at its end: none changes by what is packed after it. */
Test(repeats, what_was_packed_stays) {
    enum { N = 3 * REPEATS_KEPT };
    struct arena *arena = arena_open(out_of_memory);
    struct fontkit *kit = fontkit_open(arena);
    struct repeats *repeats = repeats_open(arena);
    struct str wanted[N], packed[3][N];
    for (int round = 0; round < 3; round++) {
        for (size_t i = 0; i < N; i++) {
            struct str page = make_page(arena, 2000 + 13 * i, 20, '\t');
            wanted[i] = fontkit_pack(kit, arena, page);
            packed[round][i] = repeats_pack(repeats, kit, arena, page);
            packed[round][i] = repeats_pack(repeats, kit, arena, page);
        }
    }
    for (int round = 0; round < 3; round++) {
        for (size_t i = 0; i < N; i++) {
            cr_assert(str_equal(packed[round][i], wanted[i]), "round %d, page %zu", round, i);
        }
    }
    arena_close(arena);
}

Test(repeats, pages_of_all_lengths_pass) {
    struct arena *arena = arena_open(out_of_memory);
    struct fontkit *kit = fontkit_open(arena);
    struct repeats *repeats = repeats_open(arena);
    static const size_t sizes[] = {1, 7, 8, 9, 263, REPEATS_LONGEST, REPEATS_LONGEST + 1};
    for (size_t i = 0; i < 3 * sizeof sizes / sizeof sizes[0]; i++) {
        struct str page = make_page(arena, sizes[i / 3], 0, '%');
        struct str wanted = fontkit_pack(kit, arena, page);
        cr_assert(str_equal(repeats_pack(repeats, kit, arena, page), wanted));
    }
    cr_assert_eq(repeats_pack(repeats, kit, arena, (struct str){0}).len,
                 fontkit_pack(kit, arena, (struct str){0}).len);
    arena_close(arena);
}
