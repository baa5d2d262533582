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

static bool link_to(const char *target, const char *name) {
    return symlink(str_to_c(arena, own_path(target)), str_to_c(arena, own_path(name))) == 0;
}

Test(folder, writes_and_reads_below_folders_it_makes) {
    struct folder *folder = open_out();
    struct str bytes;
    cr_assert(folder_write(folder, STR("units/a/b.pdf"), STR("text"), trouble));
    cr_assert(holds("out/units/a/b.pdf", "text"));
    cr_assert(folder_read(folder, arena, STR("units/a/b.pdf"), 4, &bytes) && str_is(bytes, "text"));
    cr_assert(!folder_read(folder, arena, STR("units/a/b.pdf"), 3, &bytes), "longer than allowed");
    cr_assert(!folder_read(folder, arena, STR("units/a"), 9, &bytes), "a folder is no file");
}

Test(folder, writes_through_no_link) {
    struct folder *folder = open_out();
    put_file("elsewhere/mine", "mine");
    cr_assert(link_to("elsewhere", "out/units") && link_to("elsewhere/mine", "out/list"));
    cr_assert(!folder_write(folder, STR("units/mine"), STR("text"), trouble));
    cr_assert(diag_n_errors(trouble) == 1);
    cr_assert(folder_write(folder, STR("list"), STR("text"), trouble));
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
    put_file("out/.dengbao/tmp/table", "one twx");
    cr_assert(folder_adopt(folder, temporary, STR("data/t.csv"), trouble));
    cr_assert(holds("out/data/t.csv", "one twx"), "of the same size, but not the same");
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
