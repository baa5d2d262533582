/* Which files of the inboxes are read: those in OUT are not, and OUT ends where its name ends. */
#include <criterion/criterion.h>

#include "batch/inbox.h"
#include "ground.h"

TestSuite(inbox, .init = open_ground, .fini = close_ground);

/* What the listener heard last. */
static int last_event;

static void hear(void *context, const struct batch_news *news) {
    (void)context;
    last_event = (int)news->event;
}

/* The names listed for one inbox with OUT there, joined by blanks; "-" if the inbox is refused. */
static struct str list(struct str inbox, struct str output) {
    last_event = -1;
    const struct batch_request request = {.arena = arena,
                                          .trouble = trouble,
                                          .listener = {hear, NULL},
                                          .inboxes = &inbox,
                                          .n_inboxes = 1,
                                          .output = output};
    struct file_entry *entries;
    size_t n;
    /* Two lists: what an inbox's own opening reports moves from one to the other. */
    struct diag *reported = diag_open(arena);
    if (!inbox_list(&request, reported, &entries, &n)) {
        return STR("-");
    }
    struct str *names = ARENA_ARRAY(arena, struct str, n);
    for (size_t i = 0; i < n; i++) {
        names[i] = entries[i].name;
    }
    return str_join(arena, names, n, STR(" "));
}

Test(inbox, files_in_the_output_folder_are_passed_over) {
    put_file("in/a.csv", "a");
    put_file("in/out/b.csv", "b");
    cr_assert(str_is(list(own_path("in"), own_path("in/out")), "a.csv"));
}

Test(inbox, a_folder_that_only_begins_like_the_output_is_read) {
    put_file("in/out/b.csv", "b");
    put_file("in/outside/c.csv", "c");
    put_file("in/out.csv", "d");
    cr_assert(str_is(list(own_path("in"), own_path("in/out")), "out.csv outside/c.csv"));
    cr_assert(str_is(list(own_path("in/outside"), own_path("in/out")), "c.csv"));
}

Test(inbox, an_inbox_that_is_the_output_or_lies_in_it_is_refused) {
    put_file("in/a.csv", "a");
    put_file("in/b/c.csv", "c");
    cr_assert(str_is(list(own_path("in"), own_path("in")), "-"));
    cr_assert(last_event == BATCH_INPUT_IN_OUTPUT);
    cr_assert(str_is(list(own_path("in/b"), own_path("in")), "-"));
    cr_assert(last_event == BATCH_INPUT_IN_OUTPUT);
}

Test(inbox, all_folders_lie_in_the_root) {
    put_file("in/a.csv", "a");
    cr_assert(str_is(list(own_path("in"), STR("/")), "-"));
    cr_assert(last_event == BATCH_INPUT_IN_OUTPUT);
}

Test(inbox, a_missing_inbox_is_trouble) {
    cr_assert(str_is(list(own_path("nowhere"), own_path("out")), "-"));
    cr_assert(diag_n_errors(trouble) == 1 && last_event == -1);
}
