/* Editions: which is built follows from the files alone, which is taken from the day, and the shelf
 * serves each with its own files. */
#include <criterion/criterion.h>

#include "ground.h"
#include "reported.h"

static struct shelf *shelf;
static const struct editions *editions;

#define SERVED(variant)                                                                            \
    "files: {forms: " variant ", rules: " variant ", columns: old, prose: old, docs: old, "        \
    "styles: old}"
#define ENTRY(name, more)                                                                          \
    "  - name: " name "\n    form: f\n    standard: s\n    catalogue: c\n    rules: r\n"           \
    "    wording: w\n" more

static const char three[] =
    "editions:\n" ENTRY("old", "    valid-to: 2020-10-31\n"
                               "    " SERVED("old") "\n"
                                                    "    remarks: [{from: 2019-12-01, "
                                                    "to: 2020-10-31, say: x}]\n")
        ENTRY("mid", "    valid-from: 2020-11-01\n    " SERVED("mid") "\n")
            ENTRY("new", "    valid-from: 2025-03-08\n    " SERVED("new") "\n");

static void put(const char *name, const char *text) {
    cr_assert(file_write(own_path(name), str_from_c(text), diag));
}

/* The files of the oldest edition, and one for all of them in each other folder. */
static void open_shelf(void) {
    open_ground();
    put("shelf/forms/cover.old.yaml", "title: old\n");
    put("shelf/rules/matrix.old.csv", "a\n");
    put("shelf/rules/levels.old.csv", "a\n");
    put("shelf/rules/regions.csv", "a\n");
    put("shelf/columns/all.yaml", "a: 1\n");
    put("shelf/prose/all.yaml", "a: 1\n");
    put("shelf/docs/names.yaml", "word: all\n");
    put("shelf/styles/all.yaml", "a: 1\n");
}

TestSuite(editions, .init = open_shelf, .fini = close_ground);

static bool read_them(const char *text) {
    put("shelf/editions.yaml", text);
    shelf = shelf_open(arena, own_path("shelf"), STR("templates"));
    editions = editions_read(arena, shelf, diag);
    return editions != NULL;
}

/* "USED WANTED" of a day or a name; "-" where there is none. */
static const char *choose(const char *asked, int year, int month, int day) {
    struct edition_choice choice;
    bool done =
        editions_choose(editions, str_from_c(asked), (struct date){year, month, day}, &choice);
    cr_assert_eq(done, choice.used != NULL);
    struct str none = STR("-");
    struct str used = choice.used ? choice.used->name : none;
    struct str wanted = choice.wanted ? choice.wanted->name : none;
    return str_to_c(arena,
                    str_format(arena, "%" STR_FMT " %" STR_FMT, STR_ARG(used), STR_ARG(wanted)));
}

static const char *title(const char *edition) {
    const struct yaml *root =
        shelf_yaml(shelf, "forms/cover", str_from_c(edition), &yaml_anything, diag);
    return root ? str_to_c(arena, yaml_text(root, "title")) : "-";
}

Test(editions, the_day_chooses_and_falls_back_to_what_is_built) {
    cr_assert(read_them(three));
    cr_assert_str_eq(choose("auto", 1990, 1, 1), "old old");
    cr_assert_str_eq(choose("auto", 2020, 10, 31), "old old");
    cr_assert_str_eq(choose("auto", 2020, 11, 1), "old mid");
    cr_assert_str_eq(choose("auto", 2026, 1, 1), "old new");
    cr_assert_str_eq(choose("old", 2026, 1, 1), "old old");
    cr_assert_str_eq(choose("mid", 2012, 1, 1), "- mid");
    cr_assert_str_eq(choose("oldish", 2012, 1, 1), "- -");
    cr_assert(same(editions->items[1].missing, "forms/cover.mid.yaml"));
    cr_assert(same(editions_built(arena, editions), "old"));
    cr_assert_eq(editions->items[0].n_remarks, 1);
    cr_assert(same(editions->items[0].remarks[0].say, "x"));
}

Test(editions, one_is_built_once_its_last_file_is_there) {
    put("shelf/forms/cover.mid.yaml", "title: mid\n");
    put("shelf/rules/matrix.mid.csv", "a\n");
    cr_assert(read_them(three));
    cr_assert(same(editions->items[1].missing, "rules/levels.mid.csv"));
    cr_assert_str_eq(choose("auto", 2020, 11, 1), "old mid");
    put("shelf/rules/levels.mid.csv", "a\n");
    cr_assert(read_them(three));
    cr_assert_str_eq(choose("auto", 2020, 11, 1), "mid mid");
    cr_assert_str_eq(choose("auto", 2020, 10, 31), "old old");
    cr_assert_str_eq(choose("auto", 2026, 1, 1), "mid new");
    cr_assert_str_eq(title("mid"), "mid");
    cr_assert_str_eq(title("old"), "old");
}

Test(editions, what_a_later_one_brings_an_earlier_one_need_not_have) {
    put("shelf/forms/data.new.yaml", "title: data\n");
    put("shelf/forms/cover.new.yaml", "title: new\n");
    put("shelf/rules/matrix.new.csv", "a\n");
    put("shelf/rules/levels.new.csv", "a\n");
    cr_assert(read_them(three));
    cr_assert_str_eq(choose("auto", 2012, 1, 1), "old old");
    cr_assert_str_eq(choose("auto", 2026, 1, 1), "new new");
    cr_assert(same(editions_built(arena, editions), "old new"));
}

/* What people put beside a template is theirs, and no edition waits for one. */
Test(editions, no_edition_needs_a_text) {
    put("shelf/forms/cover.old.txt", "ours\n");
    put("shelf/forms/cover.mid.yaml", "title: mid\n");
    put("shelf/rules/matrix.mid.csv", "a\n");
    put("shelf/rules/levels.mid.csv", "a\n");
    cr_assert(read_them(three));
    cr_assert_str_eq(choose("auto", 2020, 11, 1), "mid mid");
}

Test(editions, single_subjects_go_before_their_folder) {
    put("shelf/forms/cover.mid.yaml", "title: mid\n");
    put("shelf/docs/names.mid.yaml", "word: mid\n");
    static const char two[] = "editions:\n" ENTRY("old", "    " SERVED("old") "\n") ENTRY(
        "mid", "    valid-from: 2020-11-01\n    files: {forms: mid, rules: old, rules/levels: "
               "none, columns: old, prose: old, docs: old, docs/names: mid, styles: old}\n");
    cr_assert(read_them(two));
    cr_assert_str_eq(choose("auto", 2020, 11, 1), "mid mid");
    cr_assert(
        same(yaml_text(shelf_yaml(shelf, "docs/names", STR("mid"), &yaml_anything, diag), "word"),
             "mid"));
    cr_assert(
        same(yaml_text(shelf_yaml(shelf, "docs/names", STR("old"), &yaml_anything, diag), "word"),
             "all"));
    struct csv_table table;
    cr_assert(shelf_csv(shelf, "rules/matrix", STR("mid"), diag, &table, NULL));
    cr_assert_eq(diag_n(diag), 0);
    cr_assert_not(shelf_csv(shelf, "rules/levels", STR("mid"), diag, &table, NULL));
    file_remove(own_path("shelf/docs/names.mid.yaml"));
    cr_assert(read_them(two));
    cr_assert(same(editions->items[1].missing, "docs/names.mid"));
}

Test(editions, before_all_first_days_the_oldest_built_one_serves) {
    cr_assert(
        read_them("editions:\n" ENTRY("mid", "    valid-from: 2020-11-01\n    " SERVED("mid") "\n")
                      ENTRY("old", "    valid-from: 2021-01-01\n    " SERVED("old") "\n")));
    cr_assert_str_eq(choose("auto", 2012, 1, 1), "mid -");
    put("shelf/forms/cover.mid.yaml", "title: mid\n");
    cr_assert_str_eq(choose("auto", 2021, 1, 1), "old old");
}

/* What is wrong is refused at its line. */
Test(editions, mistakes_are_named_with_their_line) {
    static const struct {
        const char *from, *to, *place;
    } cases[] = {
        {"name: mid", "name: old", "templates/editions.yaml:11:"},
        {"name: mid", "name: a.b", "templates/editions.yaml:11:"},
        {"name: mid", "name: auto", "templates/editions.yaml:11:"},
        {"2020-11-01", "2020-11-31", "templates/editions.yaml:17:"},
        {"2020-11-01", "2026-11-01", "templates/editions.yaml:25:"},
        {"2020-11-01", "2020-10-31", "templates/editions.yaml:17:"},
        {"forms: mid", "forms: med", "templates/editions.yaml:18:"},
        {"forms: mid", "form: mid", "templates/editions.yaml:18:"},
        {"catalogue: c", "catalog: c", "templates/editions.yaml:"},
        {"editions:", "edition:", "templates/editions.yaml:1:"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct str text = str_replace(arena, str_from_c(three), str_from_c(cases[i].from),
                                      str_from_c(cases[i].to));
        diag = diag_open(arena);
        cr_assert_not(read_them(str_to_c(arena, text)), "%s", cases[i].to);
        cr_assert_geq(diag_n(diag), 1);
        struct str place = origin_text(arena, reported(diag, 0)->origin);
        cr_assert(str_starts(place, str_from_c(cases[i].place)), "%s: %s", cases[i].to,
                  str_to_c(arena, place));
    }
}
