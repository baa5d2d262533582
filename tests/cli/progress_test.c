/* Progress: rate and time left from the steps so far, and when nothing is shown. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>

#include "cli/progress.h"

static void out_of_memory(size_t size) {
    cr_assert_fail("out of memory: %zu", size);
    abort();
}

static struct arena *arena;
static struct messages messages;

static void open_words(void) {
    arena = arena_open(out_of_memory);
    cr_assert(messages_open(&messages, arena, shelf_open(arena, STR("templates"), STR("t")),
                            diag_open(arena)));
}

static void close_words(void) {
    arena_close(arena);
}

TestSuite(progress, .init = open_words, .fini = close_words);

Test(progress, rate_and_time_left_follow_from_the_steps_so_far) {
    struct progress progress = {
        .messages = &messages, .show = SHOW_LINES, .stage = "progress_reading"};
    struct str line = progress_text(&progress, 11, 100, 2000);
    cr_assert(str_contains(line, STR(" 11/100")));
    cr_assert(str_contains(line, STR(" 5.0")), "ten in two seconds, the first starts the clock");
    cr_assert(str_contains(line, STR(" 0:18")), "89 are left");
    cr_assert(str_contains(progress_text(&progress, 2, 4001, 60), STR(" 3:60")) == false);
    cr_assert(str_contains(progress_text(&progress, 1, 9, 0), STR(" 1/9")));
    progress.show = SHOW_BAR;
    cr_assert(
        str_contains(progress_text(&progress, 50, 100, 2000), STR("[############............]")));
    cr_assert(str_contains(progress_text(&progress, 0, 0, 0), STR("[########################]")));
}

Test(progress, quiet_and_none_show_nothing_and_no_terminal_no_bar) {
    struct progress progress;
    progress_open(&progress, &messages, &(struct command_line){.is_quiet = true});
    cr_assert_eq(progress.show, SHOW_NOTHING);
    progress_open(&progress, &messages, &(struct command_line){.progress = PROGRESS_NONE});
    cr_assert_eq(progress.show, SHOW_NOTHING);
    progress_open(&progress, &messages, &(struct command_line){.progress = PROGRESS_PLAIN});
    cr_assert_eq(progress.show, SHOW_LINES);
    cr_assert(freopen("/dev/null", "w", stderr));
    progress_open(&progress, &messages, &(struct command_line){.progress = PROGRESS_AUTO});
    cr_assert_eq(progress.show, SHOW_LINES);
}

Test(progress, steps_in_quick_succession_are_not_all_shown) {
    FILE *to = tmpfile();
    struct progress progress = {.messages = &messages, .to = to, .show = SHOW_LINES};
    for (size_t i = 1; i <= 100; i++) {
        progress_step(&progress, "progress_reading", i, 100);
    }
    cr_assert_eq(ftell(to), 0);
    progress.shown -= 6000;
    progress_step(&progress, progress.stage, 50, 100);
    cr_assert_gt(ftell(to), 0);
    fclose(to);
}
