/* YAML: the tree and its places, aliases and merges, and input that means harm. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ground.h"
#include "reported.h"

TestSuite(yaml, .init = open_ground, .fini = close_ground, .timeout = 60);

static const struct yaml *read_text(const char *text) {
    return yaml_read(arena, str_from_c(text), &input, diag);
}

static bool stands_at(struct origin origin, uint32_t row, uint32_t column) {
    if (!origin.source || !str_equal(origin.source->file, input.file) || origin.row != row ||
        origin.column != column) {
        fprintf(stderr, "stands at %u:%u\n", origin.row, origin.column);
        return false;
    }
    return true;
}

/* The text fails with this id at this place. */
static bool fails_at(const char *text, enum diag_id id, uint32_t row, uint32_t column) {
    diag = diag_open(arena);
    bool is_null = read_text(text) == NULL;
    return only_id() == id && is_null && stands_at(reported(diag, 0)->origin, row, column);
}

Test(yaml, maps_lists_and_scalars_with_their_places) {
    const struct yaml *root = read_text("名称: 备案表\n"
                                        "rows:\n"
                                        "  - {id: a, height: 9mm}\n"
                                        "  - \"x: y\"\n"
                                        "text: |\n"
                                        "  one\n"
                                        "  two\n"
                                        "none:\n");
    cr_assert_not_null(root);
    cr_assert_eq(root->kind, YAML_MAP);
    cr_assert_eq(root->n_items, 4);
    cr_assert(same(root->keys[0], "名称"));
    cr_assert(same(yaml_text(root, "名称"), "备案表"));
    cr_assert(stands_at(root->items[0]->origin, 1, 5));
    const struct yaml *rows = yaml_get(root, "rows");
    cr_assert_eq(rows->kind, YAML_LIST);
    cr_assert_null(rows->keys);
    cr_assert(same(yaml_text(rows->items[0], "height"), "9mm"));
    cr_assert(stands_at(yaml_get(rows->items[0], "height")->origin, 3, 21));
    cr_assert(stands_at(rows->items[0]->key_origins[1], 3, 13));
    cr_assert(same(rows->items[1]->text, "x: y"));
    cr_assert(same(yaml_text(root, "text"), "one\ntwo\n"));
    cr_assert_eq(yaml_get(root, "none")->kind, YAML_SCALAR);
    cr_assert(same(yaml_text(root, "none"), ""));
    cr_assert(stands_at(yaml_get(root, "none")->origin, 8, 1));
    cr_assert_eq(diag_n(diag), 0);
}

Test(yaml, an_empty_file_is_an_empty_scalar) {
    const struct yaml *root = read_text("# nothing\n");
    cr_assert_eq(root->kind, YAML_SCALAR);
    cr_assert_eq(root->text.len, 0);
    root = yaml_read(arena, (struct str){NULL, 0}, &input, diag);
    cr_assert_eq(root->kind, YAML_SCALAR);
}

Test(yaml, line_ends_and_byte_order_mark_do_not_matter) {
    const struct yaml *root = read_text("\xEF\xBB\xBF"
                                        "a: 1\r\nb: 2\r\n");
    cr_assert(same(yaml_text(root, "a"), "1"));
    cr_assert(same(yaml_text(root, "b"), "2"));
    cr_assert(stands_at(yaml_get(root, "b")->origin, 2, 4));
}

Test(yaml, texts_outlive_the_input) {
    char *bytes = str_to_c(arena, STR("a: bcd\ne: \"f\\ng\"\n"));
    const struct yaml *root = yaml_read(arena, str_from_c(bytes), &input, diag);
    for (size_t i = 0; bytes[i]; i++) {
        bytes[i] = '#';
    }
    cr_assert(same(yaml_text(root, "a"), "bcd"));
    cr_assert(same(yaml_text(root, "e"), "f\ng"));
}

/* Cut off at any place, a file that says where it begins is refused. */
Test(yaml, a_file_begun_by_its_mark_is_refused_without_its_end) {
    static const char whole[] = "--- # who\na: 1\nb: [2, 3]\nc: x\n...\n";
    cr_assert(read_text(whole));
    cr_assert(read_text("\xEF\xBB\xBF---\r\na: 1\r\n...\r\n"));
    cr_assert(read_text("a: 1\nb: 2\n"), "a file without marks needs none");
    for (size_t n = strlen(whole) - 2; n > 2; n--) {
        char *cut = strndup(whole, n);
        cr_assert_null(read_text(cut), "%s", cut);
        free(cut);
    }
}

Test(yaml, aliases_share_their_node) {
    const struct yaml *root = read_text("a: &x [1, 2]\nb: *x\nc: &x 3\nd: *x\n");
    cr_assert_eq(yaml_get(root, "a"), yaml_get(root, "b"));
    cr_assert(same(yaml_text(root, "d"), "3"));
}

Test(yaml, merges_give_way_to_own_keys_and_earlier_merges) {
    const struct yaml *root = read_text("a: &a {x: 1, y: 2}\n"
                                        "b: &b {y: 3, z: 4}\n"
                                        "one: {<<: *a, x: 9}\n"
                                        "two: {<<: [*a, *b], w: 0}\n"
                                        "text: {'<<': *a}\n");
    const struct yaml *one = yaml_get(root, "one");
    cr_assert_eq(one->n_items, 2);
    cr_assert(same(yaml_text(one, "x"), "9"));
    cr_assert(same(yaml_text(one, "y"), "2"));
    cr_assert(stands_at(one->key_origins[0], 1, 14));
    const struct yaml *two = yaml_get(root, "two");
    cr_assert_eq(two->n_items, 4);
    cr_assert(same(two->keys[0], "x"));
    cr_assert(same(yaml_text(two, "y"), "2"));
    cr_assert(same(yaml_text(two, "z"), "4"));
    cr_assert(same(two->keys[3], "w"));
    cr_assert_not_null(yaml_get(yaml_get(root, "text"), "<<"));
}

Test(yaml, errors_name_their_place) {
    cr_assert(fails_at("a: [1, 2\nb: 3\n", DIAG_YAML_SYNTAX, 3, 1));
    cr_assert(fails_at("a: 1\nb: 2\na: 3\n", DIAG_YAML_SYNTAX, 3, 1));
    cr_assert(fails_at("a: 1\n b: \"x\n", DIAG_YAML_SYNTAX, 1, 4));
}

Test(yaml, what_is_not_text_is_refused) {
    struct str zero = STR("a: 1\n中: \0 2\n");
    cr_assert_null(yaml_read(arena, zero, &input, diag));
    cr_assert_eq(only_id(), DIAG_YAML_SYNTAX);
    cr_assert(stands_at(reported(diag, 0)->origin, 2, 4));
    cr_assert(fails_at("a: 1\nb: \xFF\n", DIAG_YAML_SYNTAX, 2, 4));
}

Test(yaml, one_document_with_text_keys_and_known_aliases) {
    cr_assert(fails_at("a: 1\n---\nb: 2\n", DIAG_YAML_SYNTAX, 3, 1));
    cr_assert(fails_at("? [a]\n: b\n", DIAG_YAML_SYNTAX, 1, 3));
    cr_assert(fails_at("a: *b\n", DIAG_YAML_SYNTAX, 1, 5));
    cr_assert(fails_at("a: &a [*a]\n", DIAG_YAML_SYNTAX, 1, 9));
    cr_assert(fails_at("<<: 1\n", DIAG_YAML_SYNTAX, 1, 1));
    cr_assert(fails_at("<<: [{a: 1}, 2]\n", DIAG_YAML_SYNTAX, 1, 1));
}

/* ---- limits --------------------------------------------------------------------------------- */

/* `opening` n times, `inner`, `closing` n times. */
static const char *nest(const char *opening, size_t n, const char *inner, const char *closing) {
    struct buf buf = {.arena = arena};
    for (size_t i = 0; i < n; i++) {
        buf_add_c(&buf, opening);
    }
    buf_add_c(&buf, inner);
    for (size_t i = 0; i < n; i++) {
        buf_add_c(&buf, closing);
    }
    return str_to_c(arena, buf_str(&buf));
}

Test(yaml, thirty_two_levels_and_no_more) {
    cr_assert_not_null(read_text(nest("[", 32, "x", "]")));
    cr_assert(fails_at(nest("[", 33, "x", "]"), DIAG_YAML_LIMIT, 1, 33));
    cr_assert_not_null(read_text(nest("{a: ", 32, "x", "}")));
    cr_assert(fails_at(nest("{a: ", 33, "x", "}"), DIAG_YAML_LIMIT, 1, 129));
    cr_assert_not_null(read_text(nest("- ", 32, "x", "")));
    cr_assert(fails_at(nest("- ", 100000, "x", ""), DIAG_YAML_LIMIT, 1, 65));
    cr_assert(fails_at(nest("[", 1000000, "", ""), DIAG_YAML_LIMIT, 1, 33));
    cr_assert(fails_at(nest("? ", 1000000, "", ""), DIAG_YAML_SYNTAX, 1, 3));
}

Test(yaml, aliases_do_not_hide_levels) {
    struct buf buf = {.arena = arena};
    buf_format(&buf, "a: &a %s\n", nest("[", 31, "x", "]"));
    buf_add_c(&buf, "b: *a\n");
    cr_assert_not_null(yaml_read(arena, buf_str(&buf), &input, diag));
    cr_assert_eq(diag_n(diag), 0);
    buf_add_c(&buf, "c: [*a]\n");
    cr_assert_null(yaml_read(arena, buf_str(&buf), &input, diag));
    cr_assert_eq(only_id(), DIAG_YAML_LIMIT);
    cr_assert_eq(reported(diag, 0)->origin.row, 3);
}

Test(yaml, a_bomb_of_aliases_costs_nothing) {
    struct buf buf = {.arena = arena};
    buf_add_c(&buf, "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for (int i = 1; i < 20; i++) {
        buf_format(&buf, "a%d: &a%d [", i, i);
        for (int j = 0; j < 10; j++) {
            buf_format(&buf, "%s*a%d", j ? ", " : "", i - 1);
        }
        buf_add_c(&buf, "]\n");
    }
    size_t used = arena_used(arena);
    cr_assert_null(yaml_read(arena, buf_str(&buf), &input, diag));
    cr_assert_eq(only_id(), DIAG_YAML_LIMIT);
    cr_assert_lt(arena_used(arena) - used, 100000);
}

Test(yaml, a_bomb_of_merges_is_bounded_by_the_nodes) {
    struct buf buf = {.arena = arena};
    buf_add_c(&buf, "a: &a {");
    for (int i = 0; i < 1000; i++) {
        buf_format(&buf, "k%d: v, ", i);
    }
    buf_add_c(&buf, "}\nb: {<<: [");
    for (int i = 0; i < 900; i++) {
        buf_add_c(&buf, "*a, ");
    }
    size_t len = buf.len;
    buf_add_c(&buf, "]}\n");
    const struct yaml *root = yaml_read(arena, buf_str(&buf), &input, diag);
    cr_assert_eq(yaml_get(root, "b")->n_items, 1000);
    buf.len = len;
    for (int i = 0; i < 200; i++) {
        buf_add_c(&buf, "*a, ");
    }
    buf_add_c(&buf, "]}\n");
    cr_assert_null(yaml_read(arena, buf_str(&buf), &input, diag));
    cr_assert_eq(only_id(), DIAG_YAML_LIMIT);
}

Test(yaml, a_million_nodes_and_no_more) {
    cr_assert_not_null(read_text(nest("- x\n", 999999, "", "")));
    cr_assert(fails_at(nest("- x\n", 1000000, "", ""), DIAG_YAML_LIMIT, 1000000, 3));
}

Test(yaml, anchors_are_counted) {
    struct buf buf = {.arena = arena};
    for (int i = 0; i < 256; i++) {
        buf_format(&buf, "- &a%d x\n", i);
    }
    cr_assert_not_null(yaml_read(arena, buf_str(&buf), &input, diag));
    buf_add_c(&buf, "- &b x\n");
    cr_assert_null(yaml_read(arena, buf_str(&buf), &input, diag));
    cr_assert_eq(only_id(), DIAG_YAML_LIMIT);
}

Test(yaml, a_large_map_has_no_key_twice) {
    struct buf buf = {.arena = arena};
    for (int i = 0; i < 200000; i++) {
        buf_format(&buf, "k%d: v\n", i);
    }
    const struct yaml *root = yaml_read(arena, buf_str(&buf), &input, diag);
    cr_assert_eq(root->n_items, 200000);
    cr_assert(same(root->keys[199999], "k199999"));
    buf_add_c(&buf, "k77: v\n");
    cr_assert_null(yaml_read(arena, buf_str(&buf), &input, diag));
    cr_assert_eq(only_id(), DIAG_YAML_SYNTAX);
    cr_assert(stands_at(reported(diag, 0)->origin, 200001, 1));
}

/* The list of children is not there yet when the first map ends. */
Test(yaml, a_file_of_nothing_but_an_empty_map) {
    const struct yaml *root = read_text("{}");
    cr_assert_eq(root->kind, YAML_MAP);
    cr_assert_eq(root->n_items, 0);
    cr_assert_eq(read_text("[]")->kind, YAML_LIST);
}

/* ---- asking --------------------------------------------------------------------------------- */

Test(yaml, asking_for_what_is_not_there) {
    const struct yaml *root = read_text("a: [1]\n");
    cr_assert_null(yaml_get(NULL, "a"));
    cr_assert_null(yaml_get(root, "b"));
    cr_assert_null(yaml_get(yaml_get(root, "a"), "b"));
    cr_assert(same(yaml_text(root, "a"), ""));
    cr_assert(same(yaml_text(root, "b"), ""));
}

Test(yaml, numbers_and_booleans) {
    const struct yaml *root =
        read_text("n: -12\nbad: 1.5\nlist: [1]\nempty:\nyes: yes\nno: \"no\"\nt: true\nf: false\n");
    cr_assert_eq(yaml_int(root, "n", 7, diag), -12);
    cr_assert_eq(yaml_int(root, "absent", 7, diag), 7);
    cr_assert_eq(yaml_int(root, "empty", 7, diag), 7);
    cr_assert(yaml_bool(root, "yes", false, diag));
    cr_assert_not(yaml_bool(root, "no", true, diag));
    cr_assert(yaml_bool(root, "t", false, diag));
    cr_assert_not(yaml_bool(root, "f", true, diag));
    cr_assert(yaml_bool(root, "absent", true, diag));
    cr_assert_eq(diag_n(diag), 0);
    cr_assert_eq(yaml_int(root, "bad", 7, diag), 7);
    cr_assert_eq(only_id(), DIAG_YAML_NUMBER);
    cr_assert(stands_at(reported(diag, 0)->origin, 2, 6));
    diag = diag_open(arena);
    cr_assert_eq(yaml_int(root, "list", 7, diag), 7);
    cr_assert_eq(only_id(), DIAG_YAML_NUMBER);
    diag = diag_open(arena);
    cr_assert(yaml_bool(root, "bad", true, diag));
    cr_assert_eq(only_id(), DIAG_YAML_BOOL);
}
