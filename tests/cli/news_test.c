/* The table at the end of a run. */
#include <criterion/criterion.h>
#include <stdlib.h>

#include "cli/news.h"

static void out_of_memory(size_t size) {
    cr_assert_fail("out of memory: %zu", size);
    abort();
}

Test(news, figures_stand_below_each_other_to_the_right) {
    struct arena *arena = arena_open(out_of_memory);
    struct messages messages;
    cr_assert(messages_open(&messages, arena, shelf_open(arena, STR("templates"), STR("t")),
                            diag_open(arena)));
    const struct str totals[] = {STR("9"), STR("20"), STR("7")};
    const struct str written[] = {STR("3000"), STR("12000")};
    struct str table = news_table(&messages, totals, written, 1500);
    static const char *const ends[] = {"      9\n", "     20\n", "   3000\n", "  12000\n",
                                       "      7\n", "    1.5\n", " 2000.0\n"};
    for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++) {
        struct str line;
        cr_assert(str_split(&table, STR("\n"), &line));
        line.len++;
        cr_assert(str_ends(line, str_from_c(ends[i])), "line %zu: %" STR_FMT, i, STR_ARG(line));
    }
    cr_assert_eq(table.len, 0);
    arena_close(arena);
}

Test(news, no_time_divides_nothing) {
    struct arena *arena = arena_open(out_of_memory);
    struct messages messages;
    cr_assert(messages_open(&messages, arena, shelf_open(arena, STR("templates"), STR("t")),
                            diag_open(arena)));
    const struct str totals[] = {STR("1"), STR("1"), STR("0")};
    const struct str written[] = {STR("2"), STR("9")};
    cr_assert(str_contains(news_table(&messages, totals, written, 0), STR("2000.0\n")));
    arena_close(arena);
}
