/* Files: written whole or not at all, found in one order, named so that every system takes them. */
#define _XOPEN_SOURCE 700

#include <criterion/criterion.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "faults.h"
#include "ground.h"
#include "reported.h"

TestSuite(file, .init = open_ground, .fini = close_ground, .timeout = 60);

static const char *c_path(const char *name) {
    return str_to_c(arena, own_path(name));
}

static bool put(const char *name, const char *text) {
    return file_write(own_path(name), str_from_c(text), diag);
}

/* The file holds this text. */
static bool holds(const char *name, const char *text) {
    struct str bytes = {NULL, 0};
    return file_read(arena, own_path(name), 1 << 20, &input, diag, &bytes) && same(bytes, text);
}

/* Names of everything in the test's folder, hidden ones too, apart from . and .. */
static size_t n_names(void) {
    char *command =
        str_to_c(arena, str_format(arena, "ls -A '%" STR_FMT "' | wc -l", STR_ARG(own_folder())));
    FILE *pipe = popen(command, "r");
    unsigned n = 0;
    cr_assert_not_null(pipe);
    cr_assert_eq(fscanf(pipe, "%u", &n), 1);
    pclose(pipe);
    return n;
}

/* ---- reading --------------------------------------------------------------------------------- */

Test(file, reading_up_to_the_limit) {
    struct str bytes = {NULL, 0};
    cr_assert(put("a", "hello"));
    cr_assert(file_read(arena, own_path("a"), 5, &input, diag, &bytes));
    cr_assert(same(bytes, "hello"));
    cr_assert(put("empty", ""));
    cr_assert(file_read(arena, own_path("empty"), 0, &input, diag, &bytes));
    cr_assert_eq(bytes.len, 0);
    cr_assert_eq(diag_n(diag), 0);
    cr_assert_not(file_read(arena, own_path("a"), 4, &input, diag, &bytes));
    cr_assert_eq(only_id(), DIAG_FILE_TOO_LARGE);
    cr_assert(str_is(reported(diag, 0)->origin.source->file, "input"));
    cr_assert_eq(bytes.len, 0);
}

Test(file, a_size_that_lies_costs_nothing) {
    int number = open(c_path("sparse"), O_CREAT | O_WRONLY, 0666);
    cr_assert_eq(ftruncate(number, 1LL << 40), 0);
    close(number);
    struct str bytes = {NULL, 0};
    size_t used = arena_used(arena);
    cr_assert_not(file_read(arena, own_path("sparse"), 64 << 20, &input, diag, &bytes));
    cr_assert_eq(only_id(), DIAG_FILE_TOO_LARGE);
    cr_assert_lt(arena_used(arena) - used, 10000);
}

static enum diag_id id_of_reading(struct str path) {
    struct str bytes = {NULL, 0};
    diag = diag_open(arena);
    cr_assert_not(file_read(arena, path, 100, &input, diag, &bytes));
    return only_id();
}

Test(file, what_cannot_be_read_is_named) {
    cr_assert(put("a", "x"));
    cr_assert_eq(id_of_reading(own_path("absent")), DIAG_FILE_MISSING);
    cr_assert(str_contains(reported(diag, 0)->message, STR("absent")));
    cr_assert_eq(id_of_reading(own_path("a/b")), DIAG_FILE_MISSING);
    cr_assert_eq(id_of_reading(own_folder()), DIAG_FILE_READ);
    cr_assert_eq(id_of_reading(STR("")), DIAG_FILE_READ);
    cr_assert_eq(id_of_reading(STR("a\0b")), DIAG_FILE_READ);
    cr_assert_eq(id_of_reading(draw_text(5000, "x/")), DIAG_FILE_READ);
    cr_assert_eq(mkfifo(c_path("pipe"), 0666), 0);
    cr_assert_eq(id_of_reading(own_path("pipe")), DIAG_FILE_READ);
    cr_assert_eq(chmod(c_path("a"), 0), 0);
    become_nobody();
    cr_assert_eq(id_of_reading(own_path("a")), DIAG_FILE_DENIED);
    become_oneself();
}

/* ---- writing --------------------------------------------------------------------------------- */

Test(file, folders_are_made_and_content_replaced) {
    cr_assert(put("a/b/c.txt", "one"));
    cr_assert(holds("a/b/c.txt", "one"));
    cr_assert(put("a/b/c.txt", "two"));
    cr_assert(holds("a/b/c.txt", "two"));
    cr_assert(put("a/b/c.txt", ""));
    cr_assert(holds("a/b/c.txt", ""));
    cr_assert_eq(n_names(), 1);
}

static struct stat status_of(const char *name) {
    struct stat status;
    cr_assert_eq(stat(c_path(name), &status), 0);
    return status;
}

Test(file, unchanged_content_keeps_the_old_file) {
    struct str large = draw_text(100000, "abc");
    cr_assert(file_write(own_path("a"), large, diag));
    struct stat before = status_of("a");
    cr_assert(file_write(own_path("a"), large, diag));
    cr_assert_eq(before.st_ino, status_of("a").st_ino);
    char *changed = str_to_c(arena, large);
    changed[99999] = 'x';
    cr_assert(file_write(own_path("a"), (struct str){changed, large.len}, diag));
    cr_assert_neq(before.st_ino, status_of("a").st_ino);
    cr_assert_eq(n_names(), 1);
}

Test(file, short_and_interrupted_writes_are_continued) {
    struct str text = draw_text(1000, "abc");
    faults = (struct faults){.most = 7, .n_interrupts = 3};
    cr_assert(file_write(own_path("a"), text, diag));
    faults = (struct faults){0};
    cr_assert(holds("a", str_to_c(arena, text)));
}

/* After the fault the old file is as it was and nothing lies beside it. */
static bool survives(struct faults fault, enum diag_id id) {
    cr_assert(put("a", "old"));
    diag = diag_open(arena);
    faults = fault;
    bool is_written = file_write(own_path("a"), draw_text(1000, "x"), diag);
    faults = (struct faults){0};
    bool is_good = !is_written && only_id() == id;
    return is_good && holds("a", "old") && n_names() == 1;
}

Test(file, a_full_disk_leaves_the_old_file) {
    cr_assert(survives((struct faults){.write_error = ENOSPC}, DIAG_OUTPUT_FULL));
    cr_assert(survives((struct faults){.room = 500, .write_error = ENOSPC}, DIAG_OUTPUT_FULL));
    cr_assert(survives((struct faults){.write_error = EDQUOT}, DIAG_OUTPUT_FULL));
    cr_assert(survives((struct faults){.close_error = ENOSPC}, DIAG_OUTPUT_FULL));
    cr_assert(survives((struct faults){.close_error = EDQUOT}, DIAG_OUTPUT_FULL));
}

Test(file, other_failures_leave_the_old_file) {
    cr_assert(survives((struct faults){.room = 1, .write_error = EIO}, DIAG_OUTPUT_FAILED));
    cr_assert(survives((struct faults){.close_error = EIO}, DIAG_OUTPUT_FAILED));
}

static enum diag_id id_of_writing(struct str path) {
    diag = diag_open(arena);
    cr_assert_not(file_write(path, STR("x"), diag));
    return only_id();
}

Test(file, what_cannot_be_written_is_named) {
    cr_assert(put("a", "old"));
    cr_assert(put("folder/b", "x"));
    cr_assert_eq(id_of_writing(own_path("a/b")), DIAG_OUTPUT_FAILED);
    cr_assert_eq(id_of_writing(own_path("folder")), DIAG_OUTPUT_FAILED);
    cr_assert_eq(id_of_writing(STR("")), DIAG_OUTPUT_FAILED);
    cr_assert_eq(id_of_writing(draw_text(5000, "x")), DIAG_OUTPUT_FAILED);
    cr_assert_eq(id_of_writing(own_path(str_to_c(arena, draw_text(300, "x")))), DIAG_OUTPUT_FAILED);
    cr_assert_eq(n_names(), 2);
    cr_assert_eq(chmod(str_to_c(arena, own_folder()), 0555), 0);
    become_nobody();
    cr_assert_eq(id_of_writing(own_path("c")), DIAG_OUTPUT_DENIED);
    cr_assert(str_contains(reported(diag, 0)->message, own_path("c")));
    cr_assert_eq(id_of_writing(own_path("new/c")), DIAG_OUTPUT_DENIED);
    cr_assert_eq(id_of_writing(own_path("a")), DIAG_OUTPUT_DENIED);
    become_oneself();
    cr_assert_eq(chmod(str_to_c(arena, own_folder()), 0755), 0);
}

Test(file, libraries_write_under_a_temporary_name) {
    struct str temporary = {NULL, 0};
    cr_assert(file_begin(arena, own_path("x/a.xlsx"), diag, &temporary));
    cr_assert(str_starts(temporary, own_path("x/.")));
    cr_assert_eq(temporary.data[temporary.len], 0);
    cr_assert(file_write(temporary, STR("book"), diag));
    cr_assert(file_commit(temporary, own_path("x/a.xlsx"), diag));
    cr_assert(holds("x/a.xlsx", "book"));
    ino_t inode = status_of("x/a.xlsx").st_ino;

    cr_assert(file_begin(arena, own_path("x/a.xlsx"), diag, &temporary));
    cr_assert(file_write(temporary, STR("book"), diag));
    cr_assert(file_commit(temporary, own_path("x/a.xlsx"), diag));
    cr_assert_eq(status_of("x/a.xlsx").st_ino, inode);
    cr_assert_neq(access(temporary.data, F_OK), 0);

    cr_assert(file_write(temporary, STR("bo0k"), diag));
    cr_assert(file_commit(temporary, own_path("x/a.xlsx"), diag));
    cr_assert(holds("x/a.xlsx", "bo0k"));
    cr_assert_eq(diag_n(diag), 0);
}

Test(file, a_commit_that_fails_drops_the_temporary) {
    struct str temporary = {NULL, 0};
    cr_assert(put("folder/b", "x"));
    cr_assert(file_begin(arena, own_path("folder"), diag, &temporary));
    cr_assert_not(file_commit(temporary, own_path("folder"), diag));
    cr_assert_eq(only_id(), DIAG_OUTPUT_FAILED);
    diag = diag_open(arena);
    cr_assert(file_write(temporary, STR("x"), diag));
    cr_assert_not(file_commit(temporary, own_path("folder"), diag));
    cr_assert_eq(only_id(), DIAG_OUTPUT_FAILED);
    cr_assert_eq(n_names(), 1);
}

Test(file, temporary_names_differ_by_path) {
    struct str one = {NULL, 0};
    struct str other = {NULL, 0};
    cr_assert(file_begin(arena, own_path("a"), diag, &one));
    cr_assert(file_begin(arena, own_path("b"), diag, &other));
    cr_assert_not(str_equal(one, other));
}

Test(file, removing_and_pruning) {
    cr_assert(put("out/a/b/c", "x"));
    cr_assert(put("out/a/d", "x"));
    file_prune(own_path("out/a/b"), own_path("out"));
    cr_assert(holds("out/a/b/c", "x"));
    file_remove(own_path("out/a/b/c"));
    file_remove(own_path("out/a/b/c"));
    file_prune(own_path("out/a/b"), own_path("out/"));
    cr_assert_neq(access(c_path("out/a/b"), F_OK), 0);
    cr_assert(holds("out/a/d", "x"));
    file_remove(own_path("out/a/d"));
    file_prune(own_path("out/a/b"), own_path("out"));
    cr_assert_neq(access(c_path("out/a"), F_OK), 0);
    cr_assert_eq(access(c_path("out"), F_OK), 0);
    file_prune(own_path("out"), own_path("out"));
    file_prune(own_path("outer"), own_path("out"));
    cr_assert_eq(access(c_path("out"), F_OK), 0);
}

/* ---- finding --------------------------------------------------------------------------------- */

static struct str walked(struct str path) {
    struct file_entry *entries = NULL;
    size_t n_entries = 0;
    struct buf buf = {.arena = arena};
    if (!file_walk(arena, path, diag, &entries, &n_entries)) {
        return STR("failed");
    }
    for (size_t i = 0; i < n_entries; i++) {
        buf_format(&buf, "%s%" STR_FMT "=%u", i ? " " : "", STR_ARG(entries[i].name),
                   (unsigned)entries[i].size);
        struct str bytes = {NULL, 0};
        struct diag *own = diag_open(arena);
        if (!file_read(arena, entries[i].path, 1000, &input, own, &bytes)) {
            cr_assert_eq(diag_n(own), 1);
            buf_add_c(&buf, "!");
        }
    }
    return buf_str(&buf);
}

Test(file, a_walk_finds_files_in_the_order_of_their_bytes) {
    static const char *const names[] = {"in/b.csv",   "in/a/z.csv", "in/a.csv", "in/中.csv",
                                        "in/B.csv",   "in/a-.csv",  "in/a/b/c", "in/.hidden",
                                        "in/~$b.xls", "in/.git/x",  "in/~x"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        cr_assert(put(names[i], "xy"));
    }
    const char *want = "B.csv=2 a-.csv=2 a.csv=2 a/b/c=2 a/z.csv=2 b.csv=2 ~x=2 中.csv=2";
    cr_assert(same(walked(own_path("in")), want));
    cr_assert(same(walked(own_path("in/")), want));
    cr_assert_eq(diag_n(diag), 0);
}

Test(file, a_file_by_itself_keeps_its_last_part) {
    cr_assert(put("in/.b.csv", "xyz"));
    cr_assert(same(walked(own_path("in/.b.csv")), ".b.csv=3"));
}

Test(file, links_to_folders_are_reported_and_not_followed) {
    cr_assert(put("in/a/x", "1"));
    cr_assert_eq(symlink("a", c_path("in/again")), 0);
    cr_assert_eq(symlink(".", c_path("in/self")), 0);
    cr_assert_eq(symlink("a/x", c_path("in/y")), 0);
    cr_assert_eq(mkfifo(c_path("in/pipe"), 0666), 0);
    cr_assert(same(walked(own_path("in")), "a/x=1 pipe=0! y=1"));
    cr_assert_eq(diag_n(diag), 2);
    for (size_t i = 0; i < 2; i++) {
        cr_assert_eq(reported(diag, i)->id, DIAG_FILE_READ);
        struct str file = reported(diag, i)->origin.source->file;
        cr_assert(str_is(file, "again") || str_is(file, "self"));
    }
    cr_assert_eq(symlink("in", c_path("door")), 0);
    cr_assert(same(walked(own_path("door")), "a/x=1 pipe=0! y=1"));
}

Test(file, names_are_printable_and_stay_distinct) {
    cr_assert(put("in/a\x1B[31m.csv", "1"));
    cr_assert(put("in/b\xFF.csv", "1"));
    cr_assert(put("in/b\\xFF.csv", "1"));
    cr_assert(put("in/c\xE2\x80\xAE.csv", "1"));
    cr_assert(same(walked(own_path("in")), "a\\x1B[31m.csv=1 b\\x5CxFF.csv=1 b\\xFF.csv=1 "
                                           "c\\xE2\\x80\\xAE.csv=1"));
    cr_assert_eq(diag_n(diag), 0);
}

Test(file, a_real_path_has_no_links_and_no_dots) {
    struct str real, other;
    cr_assert(put("in/a/x", "1"));
    cr_assert_eq(symlink("in/a", c_path("door")), 0);
    cr_assert(file_real(arena, own_path("in/a"), &real));
    cr_assert(file_real(arena, own_path("in/../in/./a/"), &other));
    cr_assert(str_equal(real, other));
    cr_assert(file_real(arena, own_path("door"), &other));
    cr_assert(str_equal(real, other));
    cr_assert_not(file_real(arena, own_path("absent"), &other));
}

Test(file, what_a_walk_cannot_reach_is_reported_and_the_rest_found) {
    cr_assert(same(walked(own_path("absent")), "failed"));
    cr_assert_eq(only_id(), DIAG_FILE_MISSING);
    diag = diag_open(arena);
    cr_assert(same(walked(STR("/dev/null")), "failed"));
    cr_assert_eq(only_id(), DIAG_FILE_READ);
    cr_assert(put("in/a", "1"));
    cr_assert(put("in/locked/b", "1"));
    cr_assert_eq(symlink("nowhere", c_path("in/broken")), 0);
    cr_assert_eq(chmod(c_path("in/locked"), 0), 0);
    diag = diag_open(arena);
    become_nobody();
    cr_assert(same(walked(own_path("in")), "a=1 broken=0! locked=0!"));
    cr_assert_eq(diag_n(diag), 0);
    cr_assert_eq(id_of_reading(own_path("in/locked")), DIAG_FILE_DENIED);
    diag = diag_open(arena);
    cr_assert(same(walked(own_path("in/locked")), "failed"));
    cr_assert_eq(only_id(), DIAG_FILE_DENIED);
    become_oneself();
    cr_assert_eq(chmod(c_path("in/locked"), 0755), 0);
}

Test(file, an_empty_folder_holds_nothing) {
    cr_assert(same(walked(own_folder()), ""));
    cr_assert_eq(diag_n(diag), 0);
}

/* ---- names ----------------------------------------------------------------------------------- */

Test(file, last_parts_and_extensions) {
    cr_assert(same(file_last_part(STR("a/b.c")), "b.c"));
    cr_assert(same(file_last_part(STR("b")), "b"));
    cr_assert(same(file_last_part(STR("a/")), ""));
    cr_assert(same(file_extension(arena, STR("a.b/x.XLSX")), "xlsx"));
    cr_assert(same(file_extension(arena, STR("a.b/x")), ""));
    cr_assert(same(file_extension(arena, STR(".hidden")), ""));
    cr_assert(same(file_extension(arena, STR("x.")), ""));
    cr_assert(same(file_extension(arena, STR("x.tar.Gz")), "gz"));
    cr_assert(same(file_extension(arena, STR("")), ""));
}

Test(file, names_that_every_system_takes) {
    static const char *const pairs[][2] = {
        {"某市第一人民医院", "某市第一人民医院"},
        {"a/b\\c:d*e?f\"g<h>i|j", "a_b_c_d_e_f_g_h_i_j"},
        {"../../etc", "_._.._etc"},
        {"..", "_"},
        {".", "_"},
        {"", "_"},
        {" \xE3\x80\x80 ", "_"},
        {"  甲 院. . \xE3\x80\x80", "甲 院"},
        {".hidden", "_hidden"},
        {"a\tb\nc\x7F", "a_b_c_"},
        {"a\xE2\x80\xAE"
         "b\xEF\xBB\xBF",
         "a_b_"},
        {"a\xFF", "a_"},
        {"con", "con_"},
        {"NUL.txt", "NUL_.txt"},
        {"com1", "com1_"},
        {"Lpt9.x.y", "Lpt9_.x.y"},
        {"CON .txt", "CON_ .txt"},
        {"console", "console"},
        {"com", "com"},
        {"com10", "com10"},
        {"𠅤㛃䶮", "𠅤㛃䶮"},
    };
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        cr_assert(same(file_safe_part(arena, str_from_c(pairs[i][0])), pairs[i][1]), "'%s'",
                  pairs[i][0]);
    }
}

Test(file, names_are_cut_at_a_characters_edge) {
    struct buf buf = {.arena = arena};
    buf_add_c(&buf, "a");
    for (int i = 0; i < 1000; i++) {
        buf_add_c(&buf, "中");
    }
    struct str part = file_safe_part(arena, buf_str(&buf));
    cr_assert_eq(part.len, 118);
    cr_assert(utf8_valid(part, NULL));
    struct str dots = str_concat(arena, STR("x"), draw_text(500, "."));
    cr_assert(same(file_safe_part(arena, dots), "x"));
}

Test(file, any_text_becomes_a_name_that_can_be_written) {
    for (int round = 0; round < 2000; round++) {
        struct str text = draw_text(draw(200), "a./\\ :*\x01\xE4\xB8\xAD\xC2\xA0~$con");
        struct str part = file_safe_part(arena, text);
        cr_assert(part.len > 0 && part.len <= 120);
        cr_assert(utf8_valid(part, NULL));
        cr_assert_neq(part.data[0], '.');
        cr_assert_not(str_contains(part, STR("/")));
        cr_assert(same(file_safe_part(arena, part), str_to_c(arena, part)));
    }
}

/* ---- parts that are nobody else's
 * ---------------------------------------------------------------- */

Test(file, a_plain_part_is_one_that_no_file_system_takes_for_another) {
    static const char *const plain[] = {
        "南昌市第一医院", "第（一）医院·东院", "HIS",        "3号楼",
        "甲-乙",          "甲-12345",          "甲-1234567", "𠅤医院"};
    static const char *const other[] = {
        "",    "甲/乙",          "甲 ",         ".甲",       "NUL",       "甲:乙", "甲é",
        "甲ｱ", "甲\xEF\xA4\x80", "甲-ab12cd34", "甲-009013", "甲-00901X", "甲\x7F"};
    for (size_t i = 0; i < sizeof plain / sizeof *plain; i++) {
        cr_assert(file_is_plain_part(arena, str_from_c(plain[i]), false), "%s", plain[i]);
    }
    for (size_t i = 0; i < sizeof other / sizeof *other; i++) {
        cr_assert_not(file_is_plain_part(arena, str_from_c(other[i]), true), "%s", other[i]);
    }
    cr_assert(file_is_plain_part(arena, STR("his系统"), true));
    cr_assert_not(file_is_plain_part(arena, STR("his系统"), false));
}

/* What differs only before it is made safe, in the case of letters or behind the cut stays apart.
 */
Test(file, a_hashed_part_is_of_the_whole) {
    struct str slash = file_hashed_part(arena, STR("甲/院"), STR("甲/院"));
    struct str colon = file_hashed_part(arena, STR("甲:院"), STR("甲:院"));
    cr_assert(str_starts(slash, STR("甲_院-")));
    cr_assert(str_starts(colon, STR("甲_院-")));
    cr_assert_eq(slash.len, STR("甲_院-").len + 8);
    cr_assert_not(str_equal(slash, colon));
    cr_assert(str_equal(slash, file_hashed_part(arena, STR("甲/院"), STR("甲/院"))));
    cr_assert_not(str_equal(file_hashed_part(arena, STR("甲/院"), STR("360102-甲/院")), slash));
    cr_assert_not(file_is_plain_part(arena, slash, true));
}

Test(file, a_long_name_is_capped_and_told_apart_by_its_hash) {
    struct buf buf = {.arena = arena};
    for (int i = 0; i < 100; i++) {
        buf_add_c(&buf, "院");
    }
    struct str one = str_concat(arena, buf_str(&buf), STR("一"));
    struct str two = str_concat(arena, buf_str(&buf), STR("二"));
    cr_assert_not(file_is_plain_part(arena, one, true));
    struct str a = file_hashed_part(arena, one, one), b = file_hashed_part(arena, two, two);
    cr_assert_leq(a.len, 120);
    cr_assert_gt(a.len, 110);
    cr_assert(utf8_valid(a, NULL));
    cr_assert_not(str_equal(a, b));
    cr_assert(str_equal(str_slice(a, 0, a.len - 8), str_slice(b, 0, b.len - 8)));
    cr_assert(str_equal(file_safe_part(arena, a), a));
}
