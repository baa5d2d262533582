/* Fuzz target: the files of templates/ in YAML. */
#include "fuzz/fuzz.h"

static size_t count(const struct yaml *node) {
    size_t n = node->text.len + 1;
    for (size_t i = 0; i < node->n_items; i++) {
        n += count(node->items[i]) + (node->keys ? node->keys[i].len : 0);
    }
    return n;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static const struct source source = {STR_INIT("fuzz"), {"", 0}};
    struct arena *arena = arena_open(fuzz_give_up);
    struct diag *diag = diag_open(arena);
    const struct yaml *tree =
        yaml_read(arena, (struct str){(const char *)data, size}, &source, diag);
    if (tree ? !count(tree) : !diag_n(diag)) {
        abort();
    }
    arena_close(arena);
    return 0;
}
