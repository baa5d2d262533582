/* The shelf: editions and their fallback, parsing, digests, and no way out of the folder. */
#include <criterion/criterion.h>

#include "ground.h"
#include "reported.h"

static struct shelf *shelf;

static void put(const char *name, const char *text) {
    cr_assert(file_write(own_path(name), str_from_c(text), diag));
}

static void open_shelf(void) {
    open_ground();
    put("shelf/forms/a.2007.yaml", "form: old\n");
    put("shelf/forms/a.yaml", "form: any\n");
    put("shelf/rules/t.2008.csv", "\xEF\xBB\xBFid,clause\n1,\"5,2\"\n");
    put("shelf/bad.yaml", "a: [\n");
    put("shelf/gbk.csv", "id\n\xB9\xAB\n");
    put("shelf/regular.otf", "abc");
    put("outside.yaml", "secret: 1\n");
    shelf = shelf_open(arena, own_path("shelf"), STR("templates"));
}

TestSuite(shelf, .init = open_shelf, .fini = close_ground);

static const char *form(const char *edition) {
    const struct yaml *root =
        shelf_yaml(shelf, "forms/a", str_from_c(edition), &yaml_anything, diag);
    return str_to_c(arena, yaml_text(root, "form"));
}

Test(shelf, an_edition_or_the_file_without_one) {
    cr_assert_str_eq(form("2007"), "old");
    cr_assert_str_eq(form("2025"), "any");
    cr_assert_str_eq(form(""), "any");
    cr_assert(str_equal(shelf_folder(shelf), own_path("shelf")));
}

Test(shelf, a_file_is_read_once) {
    const struct yaml *root = shelf_yaml(shelf, "forms/a", STR("2007"), &yaml_anything, diag);
    file_remove(own_path("shelf/forms/a.yaml"));
    cr_assert_eq(shelf_yaml(shelf, "forms/a", STR("2007"), &yaml_anything, diag), root);
    put("shelf/forms/a.2007.yaml", "form: changed\n");
    cr_assert_str_eq(form("2007"), "old");
}

Test(shelf, what_is_missing_is_named_with_its_edition) {
    cr_assert_null(shelf_yaml(shelf, "forms/b", STR("2025"), &yaml_anything, diag));
    cr_assert_eq(only_id(), DIAG_SHELF_MISSING);
    cr_assert(str_contains(reported(diag, 0)->message, STR("templates/forms/b.yaml")));
    cr_assert(str_contains(reported(diag, 0)->message, STR("2025")));
    struct csv_table table;
    cr_assert_not(shelf_csv(shelf, "rules/t", STR("2019"), diag, &table, NULL));
    cr_assert_eq(table.n_records, 0);
}

Test(shelf, nothing_outside_the_folder_is_reached) {
    static const char *const subjects[] = {"../outside", "forms/../../outside", "/etc/passwd", "",
                                           "forms\\..\\a"};
    for (size_t i = 0; i < sizeof subjects / sizeof *subjects; i++) {
        diag = diag_open(arena);
        cr_assert_null(shelf_yaml(shelf, subjects[i], STR(""), &yaml_anything, diag));
        cr_assert_eq(only_id(), DIAG_SHELF_MISSING);
    }
    diag = diag_open(arena);
    cr_assert_str_eq(form("x/../../../outside"), "any");
    cr_assert_str_eq(form("../a"), "any");
    cr_assert_eq(diag_n(diag), 0);
}

Test(shelf, places_carry_the_label) {
    cr_assert_null(shelf_yaml(shelf, "bad", STR(""), &yaml_anything, diag));
    cr_assert_eq(only_id(), DIAG_YAML_SYNTAX);
    cr_assert(
        str_starts(origin_text(arena, reported(diag, 0)->origin), STR("templates/bad.yaml:2:")));
}

Test(shelf, tables_come_without_byte_order_mark) {
    struct csv_table table;
    const struct source *source = NULL;
    cr_assert(shelf_csv(shelf, "rules/t", STR("2008"), diag, &table, &source));
    cr_assert(same(source->file, "templates/rules/t.2008.csv"));
    cr_assert_eq(table.n_records, 2);
    cr_assert_eq(csv_column(&table, "id"), 0);
    cr_assert(same(csv_text(&table.records[1], csv_column(&table, "clause")), "5,2"));
    cr_assert_not(shelf_csv(shelf, "gbk", STR(""), diag, &table, &source));
    cr_assert_eq(only_id(), DIAG_ENCODING_UNKNOWN);
}

Test(shelf, what_was_read_is_listed_once_by_name) {
    form("2007");
    form("2007");
    form("");
    cr_assert(shelf_note_file(shelf, STR("regular.otf"), diag));
    cr_assert(shelf_note_file(shelf, STR("regular.otf"), diag));
    struct csv_table table;
    cr_assert(shelf_csv(shelf, "rules/t", STR("2008"), diag, &table, NULL));
    size_t n_files = 0;
    cr_assert(shelf_hash(shelf, diag));
    const struct shelf_file *files = shelf_files(shelf, &n_files);
    cr_assert_eq(n_files, 4);
    cr_assert(same(files[0].name, "forms/a.2007.yaml"));
    cr_assert(same(files[1].name, "forms/a.yaml"));
    cr_assert(same(files[2].name, "regular.otf"));
    cr_assert(
        same(files[2].sha256, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"));
    cr_assert(same(files[3].name, "rules/t.2008.csv"));
    cr_assert_not(shelf_note_file(shelf, STR("absent.otf"), diag));
    cr_assert_eq(only_id(), DIAG_FILE_MISSING);
    shelf_files(shelf, &n_files);
    cr_assert_eq(n_files, 4);
}

/* A font that is gone at the end of a run has no digest, which is an error and no empty text. */
Test(shelf, a_noted_file_that_cannot_be_read_any_more) {
    cr_assert(shelf_note_file(shelf, STR("regular.otf"), diag));
    file_remove(str_format(arena, "%" STR_FMT "/regular.otf", STR_ARG(shelf_folder(shelf))));
    cr_assert_not(shelf_hash(shelf, diag));
    cr_assert_eq(only_id(), DIAG_FILE_READ);
}

Test(shelf, an_untouched_shelf_has_read_nothing) {
    size_t n_files = 1;
    shelf_files(shelf, &n_files);
    cr_assert_eq(n_files, 0);
}
