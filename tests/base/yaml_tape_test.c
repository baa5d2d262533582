/* Trees kept as bytes: the same tree comes back, and bytes that are none make none. */
#include <criterion/criterion.h>

#include "ground.h"

TestSuite(yaml_tape, .init = open_ground, .fini = close_ground);

static bool same_place(struct origin a, struct origin b) {
    return a.source == b.source && a.row == b.row && a.column == b.column && a.record == b.record;
}

static bool same_tree(const struct yaml *a, const struct yaml *b) {
    if (a->kind != b->kind || a->n_items != b->n_items || !same_place(a->origin, b->origin) ||
        !str_equal(a->text, b->text) || !a->text.data != !b->text.data || !a->keys != !b->keys) {
        return false;
    }
    bool is_same = true;
    for (size_t i = 0; is_same && i < a->n_items; i++) {
        is_same = same_tree(a->items[i], b->items[i]) &&
                  (!a->keys || (str_equal(a->keys[i], b->keys[i]) &&
                                same_place(a->key_origins[i], b->key_origins[i])));
    }
    return is_same;
}

static struct str pack(const struct yaml *tree) {
    struct buf tape = {.arena = arena};
    cr_assert(yaml_pack(tree, &tape));
    return buf_str(&tape);
}

Test(yaml_tape, every_template_comes_back_as_it_was_read) {
    struct file_entry *entries;
    size_t n, n_trees = 0;
    cr_assert(file_walk(arena, STR("templates"), diag, &entries, &n));
    for (size_t i = 0; i < n; i++) {
        struct str bytes;
        if (!str_ends(entries[i].name, STR(".yaml"))) {
            continue;
        }
        cr_assert(file_read(arena, entries[i].path, 1 << 20, &input, diag, &bytes));
        const struct yaml *tree = yaml_read(arena, bytes, &input, diag);
        cr_assert_not_null(tree);
        const struct yaml *again = yaml_unpack(arena, pack(tree), &input);
        cr_assert(again && same_tree(tree, again), "%s", str_to_c(arena, entries[i].name));
        n_trees++;
    }
    cr_assert_gt(n_trees, 50);
}

Test(yaml_tape, merged_shared_and_empty_nodes_come_back) {
    static const char text[] = "base: &b {x: 1, y: [a, \"\", {}]}\n"
                               "copy: *b\n"
                               "more: {<<: *b, y: 2}\n"
                               "none:\n"
                               "list: []\n";
    const struct yaml *tree = yaml_read(arena, str_from_c(text), &input, diag);
    cr_assert(same_tree(tree, yaml_unpack(arena, pack(tree), &input)));
}

/* Of any other bytes nothing is made, and nothing is read beyond them. */
Test(yaml_tape, cut_and_changed_tapes_do_no_harm) {
    const struct yaml *tree =
        yaml_read(arena, STR("a: [x, {b: [c, d]}]\n\"long key\": text\n"), &input, diag);
    struct str whole = pack(tree);
    for (size_t i = 0; i < whole.len; i++) {
        struct str part = {memcpy(ARENA_ARRAY(arena, char, i + 1), whole.data, i), i};
        cr_assert_null(yaml_unpack(arena, part, &input), "cut at %zu", i);
        char *changed = ARENA_ARRAY(arena, char, whole.len);
        for (unsigned byte = 0; byte < 256; byte++) {
            memcpy(changed, whole.data, whole.len);
            changed[i] = (char)(unsigned char)byte;
            yaml_unpack(arena, (struct str){changed, whole.len}, &input);
        }
    }
    char deep[2000];
    memset(deep, 1, sizeof deep);
    cr_assert_null(yaml_unpack(arena, (struct str){deep, sizeof deep}, &input));
}
