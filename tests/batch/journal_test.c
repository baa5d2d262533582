/* The claim on OUT: what is written down is there for the next run, a torn line is not, and nothing
 * stays of a run that has finished. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

#include "batch/journal.h"
#include "ground.h"

TestSuite(journal, .init = open_ground, .fini = close_ground);

static struct folder *out;

static struct journal *begin(void) {
    out = folder_open(arena, own_path("out"), trouble);
    return journal_begin(arena, out, trouble);
}

static bool is_there(const char *name) {
    return access(str_to_c(arena, own_path(name)), F_OK) == 0;
}

Test(journal, a_finished_run_leaves_nothing) {
    struct journal *journal = begin();
    cr_assert(journal && journal_add(journal, STR("units/a.pdf"), trouble));
    cr_assert(holds("out/.dengbao/journal", "dengbao-journal 1\nunits/a.pdf\n"));
    journal_end(journal, true);
    cr_assert(!is_there("out/.dengbao") && !diag_n_errors(trouble));
}

Test(journal, what_an_unfinished_run_wrote_down_is_left_and_stays) {
    struct journal *journal = begin();
    cr_assert(journal_add(journal, STR("a"), trouble) && journal_save(journal, trouble));
    journal_end(journal, false);
    cr_assert(is_there("out/.dengbao/journal") && !is_there("out/.dengbao/lock"));
    size_t n;
    journal = begin();
    const struct str *left = journal_left(journal, &n);
    cr_assert(n == 1 && str_is(left[0], "a"));
    cr_assert(journal_add(journal, STR("b"), trouble));
    journal_end(journal, false);
    cr_assert(holds("out/.dengbao/journal", "dengbao-journal 1\na\nb\n"));
}

Test(journal, a_run_that_wrote_nothing_down_leaves_nothing) {
    journal_end(begin(), false);
    cr_assert(!is_there("out/.dengbao"));
}

Test(journal, a_torn_line_and_paths_that_lead_out_are_not_believed) {
    put_file("out/.dengbao/journal", "dengbao-journal 1\na\n../b\n/c\nunits/tor");
    struct journal *journal = begin();
    size_t n;
    const struct str *left = journal_left(journal, &n);
    cr_assert(n == 1 && str_is(left[0], "a"));
    cr_assert(journal_add(journal, STR("d"), trouble));
    cr_assert(holds("out/.dengbao/journal", "dengbao-journal 1\na\n../b\n/c\nd\n"));
}

Test(journal, a_torn_first_line_is_one_of_ours) {
    put_file("out/.dengbao/journal", "dengbao-jou");
    struct journal *journal = begin();
    cr_assert(journal_add(journal, STR("d"), trouble));
    cr_assert(holds("out/.dengbao/journal", "dengbao-journal 1\nd\n"));
    cr_assert(!is_there("out/.dengbao/journal.unknown"));
}

Test(journal, another_versions_journal_is_put_aside) {
    put_file("out/.dengbao/journal", "dengbao-journal 2\na\n");
    struct journal *journal = begin();
    size_t n;
    journal_left(journal, &n);
    cr_assert(journal && n == 0 && !diag_n_errors(trouble));
    cr_assert(holds("out/.dengbao/journal.unknown", "dengbao-journal 2\na\n"));
}

Test(journal, temporaries_of_a_killed_run_are_swept) {
    put_file("out/.dengbao/tmp/book", "half");
    cr_assert(begin());
    cr_assert(is_there("out/.dengbao/tmp") && !is_there("out/.dengbao/tmp/book"));
}

/* The lock belongs to a process, so the second run is one. */
Test(journal, a_second_run_is_refused_while_the_first_lasts) {
    struct journal *journal = begin();
    for (int round = 0; round < 2; round++) {
        pid_t child = fork();
        if (child == 0) {
            struct journal *second = begin();
            _exit(second ? 1 : 0);
        }
        int status;
        waitpid(child, &status, 0);
        cr_assert(WIFEXITED(status) && WEXITSTATUS(status) == round);
        if (round == 0) {
            journal_end(journal, true);
        }
    }
}
