/* Shapes: every way in which a file can miss its shape is told at its place. */
#include <criterion/criterion.h>

#include "ground.h"
#include "reported.h"

TestSuite(yaml_shape, .init = open_ground, .fini = close_ground, .timeout = 60);

static const char *const colours[] = {"red", "green", NULL};

static bool is_even(const struct yaml_shape *shape, struct str text) {
    int64_t number;
    return str_to_int(text, &number) && number % 2 == 0 && number <= shape->high;
}

static const struct yaml_shape leaf = {
    .kind = YAML_RECORD,
    .keys = YAML_KEYS(YAML_NEED("leaf", &yaml_some_text), YAML_MAY("size", &yaml_anything))};

/* A tree that holds itself. */
static const struct yaml_shape tree, *const kinds[] = {&leaf, &tree, NULL};
static const struct yaml_shape nodes = {
    .kind = YAML_ENTRIES,
    .entry = YAML_SHAPE(.kind = YAML_VARIANT, .variants = kinds, .or_text = true),
    .or_one = true};
static const struct yaml_shape tree = {.kind = YAML_RECORD,
                                       .keys = YAML_KEYS(YAML_NEED("nodes", &nodes))};

static const struct yaml_shape shape = {
    .kind = YAML_RECORD,
    .keys = YAML_KEYS(YAML_NEED("name", &yaml_some_text), YAML_MAY("note", &yaml_any_text),
                      YAML_MAY("number", YAML_SHAPE(.kind = YAML_NUMBER, .low = 1, .high = 9)),
                      YAML_MAY("flag", &yaml_some_flag),
                      YAML_MAY("colour", YAML_SHAPE(.kind = YAML_WORD, .words = colours)),
                      YAML_MAY("even", YAML_SHAPE(.kind = YAML_TEXT, .high = 100, .fits = is_even,
                                                  .example = "2, 4")),
                      YAML_MAY("texts", &yaml_some_texts),
                      YAML_MAY("pair", YAML_SHAPE(.kind = YAML_ENTRIES, .entry = &yaml_some_text,
                                                  .low = 2, .high = 2)),
                      YAML_MAY("named", YAML_SHAPE(.kind = YAML_NAMED, .entry = &leaf)),
                      YAML_MAY("nodes", &nodes), YAML_MAY("anything", &yaml_anything))};

static struct yaml *read_text(const char *text) {
    struct yaml *root = yaml_read(arena, str_from_c(text), &input, diag);
    cr_assert_not_null(root);
    return root;
}

/* The text is refused with one complaint: this id, there, with that in message or hint. */
static void refuses(const char *text, enum diag_id id, uint32_t row, uint32_t column,
                    const char *said) {
    struct diag *own = diag_open(arena);
    cr_assert_not(yaml_check(read_text(text), &shape, own), "%s", text);
    cr_assert_eq(diag_n(own), 1, "%s: %zu complaints", text, diag_n(own));
    const struct diag_item *item = reported(own, 0);
    cr_assert_eq(item->id, id, "%s: %s", text, str_to_c(arena, diag_name(item->id)));
    cr_assert(item->origin.row == row && item->origin.column == column, "%s: %u:%u", text,
              item->origin.row, item->origin.column);
    cr_assert(str_contains(item->message, str_from_c(said)) ||
                  str_contains(item->suggestion, str_from_c(said)),
              "%s: %s", text, str_to_c(arena, item->message));
}

static void takes(const char *text) {
    cr_assert(yaml_check(read_text(text), &shape, diag), "%s", text);
    cr_assert_eq(diag_n(diag), 0);
}

Test(yaml_shape, what_fits) {
    takes("name: x\n");
    takes(
        "name: x\nnote:\nnumber: 9\nflag: no\ncolour: green\neven: 4\ntexts: [a]\npair: [a, b]\n");
    takes("name: x\nnamed: {a: {leaf: x}, b: {leaf: y, size: [1, 2]}}\nanything: {a: [b]}\n");
    takes("name: x\nnodes: [a, {leaf: b}, {nodes: [c, {nodes: d}]}]\n");
    takes("name: x\nnodes: {leaf: b}\n");
}

Test(yaml_shape, keys) {
    refuses("{}\n", DIAG_YAML_MISSING, 1, 1, "name");
    refuses("name: x\nnamed: {a: {size: 1}}\n", DIAG_YAML_MISSING, 2, 12, "leaf");
    refuses("name: x\ncolor: red\n", DIAG_YAML_KEY, 2, 1, "colour");
    refuses("name: x\nqqqqqqqqqqqq: red\n", DIAG_YAML_KEY, 2, 1, "number, flag");
}

/* A required key that is misspelt is told once, as that. */
Test(yaml_shape, a_misspelt_key_is_not_missing_too) {
    refuses("nome: x\n", DIAG_YAML_KEY, 1, 1, "name");
}

/* What is there already cannot have been meant. */
Test(yaml_shape, a_key_that_is_there_is_not_proposed) {
    refuses("name: x\nnome: y\n", DIAG_YAML_KEY, 2, 1, "note");
}

Test(yaml_shape, kinds) {
    refuses("just text\n", DIAG_YAML_KIND_MAP, 1, 1, input.file.data);
    refuses("", DIAG_YAML_KIND_MAP, 1, 1, input.file.data);
    refuses("[name]\n", DIAG_YAML_KIND_MAP, 1, 1, input.file.data);
    refuses("name: [x]\n", DIAG_YAML_KIND_TEXT, 1, 7, "name");
    refuses("name: {x: y}\n", DIAG_YAML_KIND_TEXT, 1, 7, "name");
    refuses("name: \"\"\n", DIAG_YAML_KIND_TEXT, 1, 8, "name");
    refuses("name: x\nnote: [a]\n", DIAG_YAML_KIND_TEXT, 2, 7, "note");
    refuses("name: x\ntexts: a\n", DIAG_YAML_KIND_LIST, 2, 8, "texts");
    refuses("name: x\ntexts: {a: b}\n", DIAG_YAML_KIND_LIST, 2, 8, "texts");
    refuses("name: x\ntexts: [a, [b]]\n", DIAG_YAML_KIND_TEXT, 2, 12, "texts");
    refuses("name: x\nnamed: [a]\n", DIAG_YAML_KIND_MAP, 2, 8, "named");
    refuses("name: x\nnamed: {a: b}\n", DIAG_YAML_KIND_MAP, 2, 12, "a");
}

Test(yaml_shape, values) {
    refuses("name: x\nnumber: 0\n", DIAG_YAML_VALUE, 2, 9, "1-9");
    refuses("name: x\nnumber: 10\n", DIAG_YAML_VALUE, 2, 9, "1-9");
    refuses("name: x\nnumber: 1.5\n", DIAG_YAML_NUMBER, 2, 9, "1.5");
    refuses("name: x\nnumber: [1]\n", DIAG_YAML_NUMBER, 2, 9, "number");
    refuses("name: x\nflag: maybe\n", DIAG_YAML_BOOL, 2, 7, "maybe");
    refuses("name: x\nflag: [yes]\n", DIAG_YAML_BOOL, 2, 7, "flag");
    refuses("name: x\ncolour: blue\n", DIAG_YAML_VALUE, 2, 9, "red, green");
    refuses("name: x\ncolour: [red]\n", DIAG_YAML_VALUE, 2, 9, "red, green");
    refuses("name: x\neven: 3\n", DIAG_YAML_VALUE, 2, 7, "2, 4");
    refuses("name: x\neven: 102\n", DIAG_YAML_VALUE, 2, 7, "2, 4");
    refuses("name: x\ntexts: []\n", DIAG_YAML_COUNT, 2, 8, ">=1");
    refuses("name: x\npair: [a]\n", DIAG_YAML_COUNT, 2, 7, "2-2");
    refuses("name: x\npair: [a, b, c]\n", DIAG_YAML_COUNT, 2, 7, "3");
    refuses("name: x\nnamed: {}\n", DIAG_YAML_COUNT, 2, 8, "named");
}

Test(yaml_shape, variants) {
    refuses("name: x\nnodes: [{lief: a}]\n", DIAG_YAML_KEY, 2, 10, "leaf");
    refuses("name: x\nnodes: [{size: 1, lief: a}]\n", DIAG_YAML_KEY, 2, 19, "leaf");
    refuses("name: x\nnodes: [{size: 1}]\n", DIAG_YAML_MISSING, 2, 9, "leaf | nodes");
    refuses("name: x\nnodes: [{leaf: a, nodes: b}]\n", DIAG_YAML_KEY, 2, 19, "size");
    refuses("name: x\nnodes: [{nodes: [{leaf: []}]}]\n", DIAG_YAML_KIND_TEXT, 2, 25, "leaf");
    refuses("name: x\nnodes: [\"\"]\n", DIAG_YAML_KIND_TEXT, 2, 10, "nodes");
    refuses("name: x\nnodes: [[a]]\n", DIAG_YAML_KIND_MAP, 2, 9, "nodes");
}
