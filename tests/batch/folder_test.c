/* OUT as a file system of its own: no step leads through a symbolic link, and what is not a plain
 * path is none. */
#include <criterion/criterion.h>
#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "batch/folder.h"
#include "ground.h"

TestSuite(folder, .init = open_ground, .fini = close_ground);

static struct folder *open_out(void) {
    struct folder *folder = folder_open(arena, own_path("out"), trouble);
    cr_assert(folder && folder_make(folder, STR(FOLDER_TEMPORARY), trouble));
    return folder;
}

static bool put(const struct folder *folder, const char *name, const char *text) {
    const struct str temporary = STR(FOLDER_TEMPORARY "/one");
    struct str final = str_from_c(name);
    return folder_write(folder, temporary, final, str_from_c(text), trouble) &&
           folder_adopt(folder, temporary, final, trouble);
}

static bool link_to(const char *target, const char *name) {
    return symlink(str_to_c(arena, own_path(target)), str_to_c(arena, own_path(name))) == 0;
}

Test(folder, writes_and_reads_below_folders_it_makes) {
    struct folder *folder = open_out();
    struct str bytes;
    cr_assert(put(folder, "units/a/b.pdf", "text"));
    cr_assert(holds("out/units/a/b.pdf", "text"));
    cr_assert(folder_read(folder, arena, STR("units/a/b.pdf"), 4, &bytes) && str_is(bytes, "text"));
    cr_assert(!folder_read(folder, arena, STR("units/a/b.pdf"), 3, &bytes), "longer than allowed");
    cr_assert(!folder_read(folder, arena, STR("units/a"), 9, &bytes), "a folder is no file");
}

Test(folder, writes_through_no_link) {
    struct folder *folder = open_out();
    put_file("elsewhere/mine", "mine");
    cr_assert(link_to("elsewhere", "out/units") && link_to("elsewhere/mine", "out/list"));
    cr_assert(!put(folder, "units/mine", "text"));
    cr_assert(diag_n_errors(trouble) == 1 && diag_n_id(trouble, DIAG_OUTPUT_LINK) == 1);
    cr_assert(!put(folder, "list/mine", "text") && diag_n_id(trouble, DIAG_OUTPUT_LINK) == 2);
    cr_assert(put(folder, "list", "text"));
    cr_assert(holds("out/list", "text"));
    cr_assert(holds("elsewhere/mine", "mine"), "the link is replaced, not what it leads to");
}

Test(folder, removes_through_no_link) {
    struct folder *folder = open_out();
    put_file("elsewhere/mine", "mine");
    cr_assert(link_to("elsewhere", "out/units"));
    folder_remove(folder, STR("units/mine"));
    cr_assert(holds("elsewhere/mine", "mine"));
    cr_assert(access(str_to_c(arena, own_path("out/units")), F_OK) == 0);
}

Test(folder, a_file_written_piece_by_piece) {
    struct folder *folder = open_out();
    const struct str temporary = STR(FOLDER_TEMPORARY "/table");
    for (int i = 0; i < 2; i++) {
        struct folder_file file = folder_begin(folder, temporary);
        cr_assert(folder_put(&file, STR("one ")) && folder_put(&file, STR("two")));
        cr_assert(folder_end(folder, &file, temporary, STR("data/t.csv"), trouble));
        cr_assert(folder_adopt(folder, temporary, STR("data/t.csv"), trouble));
        cr_assert(holds("out/data/t.csv", "one two"));
        cr_assert(access(str_to_c(arena, own_path("out/.dengbao/tmp/table")), F_OK) != 0);
    }
}

Test(folder, a_piece_that_cannot_be_written_ends_the_file) {
    struct folder *folder = open_out();
    const struct str temporary = STR(FOLDER_TEMPORARY "/table");
    folder_drop(folder, STR(FOLDER_TEMPORARY));
    struct folder_file file = folder_begin(folder, temporary);
    cr_assert(!folder_put(&file, STR("one")), "there is no folder for it");
    cr_assert(!folder_end(folder, &file, temporary, STR("data/t.csv"), trouble));
    cr_assert_eq(diag_n_errors(trouble), 1);
    cr_assert(folder_make(folder, STR(FOLDER_TEMPORARY), trouble));
    file = folder_begin(folder, temporary);
    close(file.file);
    file.file = open("/dev/full", O_WRONLY);
    cr_assert(!folder_put(&file, STR("one")) && file.error == ENOSPC);
    cr_assert(!folder_put(&file, STR("two")));
    cr_assert(!folder_end(folder, &file, temporary, STR("data/t.csv"), trouble));
    cr_assert_eq(diag_n_id(trouble, DIAG_OUTPUT_FULL), 1);
    cr_assert(access(str_to_c(arena, own_path("out/.dengbao/tmp/table")), F_OK) != 0);
}

Test(folder, what_is_there_is_compared) {
    struct folder *folder = open_out();
    const struct str temporary = STR(FOLDER_TEMPORARY "/one"), name = STR("a/b");
    put_file("out/.dengbao/tmp/one", "text");
    cr_assert(!folder_has(folder, name) && !folder_is_same(folder, temporary, name));
    put_file("out/a/b", "text");
    cr_assert(folder_has(folder, name) && folder_is_same(folder, temporary, name));
    cr_assert(folder_holds(folder, name, STR("text")));
    put_file("out/a/b", "texx");
    cr_assert(!folder_is_same(folder, temporary, name), "of the same size, but not the same");
    cr_assert(!folder_holds(folder, name, STR("text")));
    cr_assert(link_to("out/.dengbao/tmp/one", "out/a/c"));
    cr_assert(folder_has(folder, STR("a/c")), "a link is something");
    cr_assert(!folder_is_same(folder, temporary, STR("a/c")) && folder_has(folder, STR("a")));
    cr_assert(!folder_holds(folder, STR("a/c"), STR("text")), "it is not followed");
    folder_forget(folder, temporary);
    cr_assert(access(str_to_c(arena, own_path("out/.dengbao/tmp/one")), F_OK) != 0);
    cr_assert(access(str_to_c(arena, own_path("out/.dengbao/tmp")), F_OK) == 0);
}

Test(folder, a_file_where_a_folder_should_be_is_named) {
    struct folder *folder = open_out();
    put_file("out/a/b", "mine");
    cr_assert(!put(folder, "a/b/c/d", "text"));
    cr_assert(diag_n_errors(trouble) == 1 && diag_n_id(trouble, DIAG_OUTPUT_NO_FOLDER) == 1);
    cr_assert(!folder_open(arena, own_path("out/a/b"), trouble));
    cr_assert(diag_n_id(trouble, DIAG_OUTPUT_NO_FOLDER) == 2 && holds("out/a/b", "mine"));
}

static void note(void *context, struct str name) {
    struct str *names = context;
    *names = str_format(arena, "%" STR_FMT "%" STR_FMT " ", STR_ARG(*names), STR_ARG(name));
}

Test(folder, a_walk_shows_all_that_is_not_our_own) {
    struct folder *folder = open_out();
    put_file("out/units/a/b.pdf", "b");
    put_file("out/.dengbao/tmp/one", "x");
    put_file("out/units/.dengbao/two", "x");
    put_file("elsewhere/mine", "mine");
    cr_assert(link_to("elsewhere", "out/link"));
    struct str names = {0};
    folder_walk(folder, note, &names);
    cr_assert(str_contains(names, STR("units/a/b.pdf ")) && str_contains(names, STR("link ")));
    cr_assert(str_contains(names, STR("units/.dengbao/two ")));
    cr_assert(names.len == sizeof "units/a/b.pdf link units/.dengbao/two " - 1);
}

Test(folder, putting_aside_frees_a_name) {
    struct folder *folder = open_out();
    put_file("out/manifest.json", "mine");
    cr_assert(folder_put_aside(folder, STR("manifest.json"), trouble));
    cr_assert(holds("out/.dengbao/manifest.json.unknown", "mine"));
    cr_assert(!folder_has(folder, STR("manifest.json")));
}

Test(folder, removing_prunes_what_is_empty_then) {
    struct folder *folder = open_out();
    put_file("out/units/a/b", "b");
    put_file("out/units/c", "c");
    folder_remove(folder, STR("units/a/b"));
    cr_assert(access(str_to_c(arena, own_path("out/units/a")), F_OK) != 0);
    cr_assert(holds("out/units/c", "c"));
    folder_remove(folder, STR("units"));
    cr_assert(holds("out/units/c", "c"), "a folder is not removed as a file");
}

Test(folder, sweeping_empties_a_folder_and_follows_nothing) {
    struct folder *folder = open_out();
    put_file("elsewhere/mine", "mine");
    put_file("out/.dengbao/tmp/parts/xml", "x");
    put_file("out/.dengbao/tmp/file", "x");
    cr_assert(link_to("elsewhere", "out/.dengbao/tmp/link"));
    folder_sweep(folder, STR(FOLDER_TEMPORARY));
    folder_drop(folder, STR(FOLDER_TEMPORARY));
    cr_assert(access(str_to_c(arena, own_path("out/.dengbao/tmp")), F_OK) != 0);
    cr_assert(holds("elsewhere/mine", "mine"));
}

Test(folder, plain_paths) {
    cr_assert(folder_is_plain(STR("a")) && folder_is_plain(STR("a/b.c")));
    static const char *const others[] = {"",     "/a",        "a/",       "a//b",
                                         "a/..", "../a",      "./a",      ".dengbao/lock",
                                         "..",   "a/../../b", "a/./b.pdf"};
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
        cr_assert(!folder_is_plain(str_from_c(others[i])), "%s", others[i]);
    }
    cr_assert(!folder_is_plain((struct str){"a\0b", 3}));
}

Test(folder, a_folder_made_for_nothing_goes_again) {
    struct folder *folder = folder_open(arena, own_path("new"), trouble);
    folder_undo(folder);
    cr_assert(access(str_to_c(arena, own_path("new")), F_OK) != 0);
    put_file("old/a", "a");
    folder_undo(folder_open(arena, own_path("old"), trouble));
    cr_assert(holds("old/a", "a"));
}
