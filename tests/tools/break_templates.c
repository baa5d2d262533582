/*
 * Breaks every file of templates/ and fonts/roles.yaml in the ways a person would, one fault at a
 * time, in a copy, and loads the copy as the program does: each fault must be reported at the file,
 * at a line where it stands, a wrong name with the right one.
 *
 *   break_templates COPY OPTIONAL [FILE...]
 *
 * COPY is a copy of the project's templates/ and fonts/roles.yaml. OPTIONAL lists what may pass, a
 * line each: `PATH FAULT`, where PATH is FILE:key.key[].key with * for any characters.
 * Prints what was missed, and at the end how many faults were tried and caught.
 */
#include <fnmatch.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tools/break_templates/emit.h"
#include "tools/break_templates/load.h"

/* Alike places of one file that are broken: rows, options and styles are many. */
#define MOST_ALIKE 2

/* The run. */
struct bench {
    /* Of the whole run, and of one fault. */
    struct arena *arena, *scratch;
    struct loader loader;
    /* Lines of OPTIONAL. */
    struct str *optional;
    size_t n_optional, capacity;
    /* Paths broken so far, by fault, to leave alike ones out. */
    struct str *seen;
    size_t n_seen, seen_capacity;
    size_t n_tried, n_caught, n_allowed;
};

static void out_of_memory(size_t size) {
    fprintf(stderr, "out of memory (%zu)\n", size);
    exit(2);
}

/* ---- one fault ------------------------------------------------------------------------------- */

static bool is_allowed(const struct bench *bench, struct str path, const char *fault) {
    char *text = str_to_c(bench->scratch,
                          str_format(bench->scratch, "%" STR_FMT " %s", STR_ARG(path), fault));
    for (size_t i = 0; i < bench->n_optional; i++) {
        if (fnmatch(str_to_c(bench->scratch, bench->optional[i]), text, 0) == 0) {
            return true;
        }
    }
    return false;
}

/* Where a fault is: by name, and with {} for the name of one thing among several of a kind. */
struct place {
    struct str path, alike;
};

/* Counts the alike. */
static bool is_one_too_many(struct bench *bench, struct place place, const char *fault) {
    struct str text = str_format(bench->scratch, "%" STR_FMT " %s", STR_ARG(place.alike), fault);
    size_t n = 0;
    for (size_t i = 0; i < bench->n_seen; i++) {
        n += str_equal(bench->seen[i], text);
    }
    if (n < MOST_ALIKE) {
        struct str copy = str_copy(bench->arena, text);
        ARENA_PUSH(bench->arena, bench->seen, bench->n_seen, bench->seen_capacity, copy);
    }
    return n >= MOST_ALIKE;
}

/* Says what was reported instead. */
static void print_missed(const struct bench *bench, const struct diag *diag) {
    struct diag_cursor *cursor = diag_walk(diag, bench->scratch, DIAG_AS_REPORTED);
    struct diag_item item;
    for (int i = 0; i < 2 && diag_next(cursor, &item); i++) {
        printf("; %" STR_FMT " %" STR_FMT " %" STR_FMT,
               STR_ARG(origin_text(bench->scratch, item.origin)), STR_ARG(item.message),
               STR_ARG(item.suggestion));
    }
    printf("\n");
}

static void write_file(const struct bench *bench, struct str file, struct str bytes) {
    struct diag *diag = diag_open(bench->scratch);
    struct str path = str_format(bench->scratch, "%s/%" STR_FMT, bench->loader.copy, STR_ARG(file));
    if (!file_write(path, bytes, diag)) {
        fprintf(stderr, "cannot write %" STR_FMT "\n", STR_ARG(path));
        exit(2);
    }
}

static void try_fault(struct bench *bench, struct str file, struct str path, const char *fault,
                      struct str bytes, const struct wanted *wanted) {
    struct diag *diag = diag_open(bench->scratch);
    write_file(bench, file, bytes);
    load_alone(&bench->loader, file, diag);
    if (!is_told(bench->scratch, diag, file, wanted)) {
        diag = diag_open(bench->scratch);
        load(&bench->loader, file, wanted, diag);
    }
    bench->n_tried++;
    bool is_known = is_told(bench->scratch, diag, file, wanted) || is_allowed(bench, path, fault);
    bench->loader.is_proving =
        !is_known && str_starts(file, STR("templates/rules/")) && !diag_n_errors(diag);
    if (bench->loader.is_proving) {
        diag = diag_open(bench->scratch);
        load(&bench->loader, file, NULL, diag);
        bench->loader.is_proving = false;
    }
    if (is_told(bench->scratch, diag, file, wanted)) {
        bench->n_caught++;
    } else if (is_allowed(bench, path, fault)) {
        bench->n_allowed++;
    } else {
        printf("missed %" STR_FMT " %s (lines %u-%u)", STR_ARG(path), fault, wanted->first,
               wanted->last);
        print_missed(bench, diag);
    }
}

/* ---- YAML ------------------------------------------------------------------------------------ */

/* A tree being broken. */
struct tree {
    struct bench *bench;
    struct str file;
    const struct yaml *root;
};

/* Writes the tree with one change and tries it. */
static void try_change(const struct tree *tree, struct place place, const char *fault,
                       const struct change *change, struct str said) {
    struct bench *bench = tree->bench;
    if (is_one_too_many(bench, place, fault)) {
        return;
    }
    struct emitted emitted = emit_yaml(bench->scratch, tree->root, change);
    struct wanted wanted = {emitted.first, emitted.last, said};
    try_fault(bench, tree->file, place.path, fault, emitted.bytes, &wanted);
    arena_reset(bench->scratch);
}

static struct str misspell(struct arena *arena, struct str key) {
    size_t at = 0;
    utf8_next(key, &at);
    size_t second = at;
    if (at < key.len) {
        utf8_next(key, &second);
    }
    return second > at && key.len > second
               ? str_concat(arena, str_slice(key, 0, at), str_slice(key, second, key.len))
               : str_concat(arena, key, STR("x"));
}

/* A number, alone or before a unit: too small and too large. */
static void break_number(const struct tree *tree, struct place place, const struct yaml *node) {
    size_t n = 0;
    while (n < node->text.len && strchr("0123456789.", node->text.data[n])) {
        n++;
    }
    struct str unit = str_slice(node->text, n, node->text.len);
    bool is_length = str_is(unit, "mm") || str_is(unit, "pt") || str_is(unit, "em");
    if (n == 0 || n > 9 || (unit.len && !is_length)) {
        return;
    }
    const char *const numbers[] = {"-77", is_length ? "9999999" : "99999999999999"};
    static const char *const faults[] = {"too-small", "too-large"};
    for (size_t i = 0; i < 2; i++) {
        struct str text = str_concat(tree->bench->arena, str_from_c(numbers[i]), unit);
        struct change change = {.node = node, .kind = CHANGE_TEXT, .text = text};
        try_change(tree, place, faults[i], &change, (struct str){0});
    }
}

static void break_value(const struct tree *tree, struct place place, const struct yaml *node) {
    struct change change = {.node = node};
    if (node->kind == YAML_SCALAR) {
        change.kind = CHANGE_TO_LIST;
        try_change(tree, place, "to-list", &change, (struct str){0});
        change.kind = CHANGE_TO_MAP;
        try_change(tree, place, "to-map", &change, (struct str){0});
        change = (struct change){.node = node, .kind = CHANGE_TEXT};
        try_change(tree, place, "emptied", &change, (struct str){0});
        break_number(tree, place, node);
    } else {
        change.kind = CHANGE_TEXT;
        change.text = STR("A4");
        try_change(tree, place, "to-text", &change, (struct str){0});
    }
}

/* A map of several things of one kind, each under a name of its own. */
static bool is_named(const struct yaml *node) {
    bool is_alike = node->kind == YAML_MAP && node->n_items > 2;
    for (size_t i = 0; i < node->n_items && is_alike; i++) {
        is_alike = node->items[i]->kind == YAML_MAP;
    }
    return is_alike;
}

/* The place of an entry. */
static struct place place_of(const struct tree *tree, struct place place, const struct yaml *node,
                             size_t index) {
    struct arena *arena = tree->bench->arena;
    bool is_map = node->kind == YAML_MAP;
    struct str key = is_map ? node->keys[index] : STR("[]");
    struct str alike = is_named(node) ? STR("{}") : key;
    const char *dot = is_map ? "." : "";
    return (struct place){
        str_format(arena, "%" STR_FMT "%s%" STR_FMT, STR_ARG(place.path), dot, STR_ARG(key)),
        str_format(arena, "%" STR_FMT "%s%" STR_FMT, STR_ARG(place.alike), dot, STR_ARG(alike))};
}

static void break_node(const struct tree *tree, struct place place, const struct yaml *node) {
    for (size_t i = 0; i < node->n_items; i++) {
        struct place own = place_of(tree, place, node, i);
        if (node->kind == YAML_MAP) {
            struct change change = {.node = node, .kind = CHANGE_REMOVE, .index = i};
            try_change(tree, own, "removed", &change, (struct str){0});
            change.kind = CHANGE_KEY;
            change.text = misspell(tree->bench->arena, node->keys[i]);
            try_change(tree, own, "misspelt", &change, node->keys[i]);
        }
        break_value(tree, own, node->items[i]);
        break_node(tree, own, node->items[i]);
    }
}

/* The end of a line nearest behind a byte. */
static size_t find_line_end(struct str bytes, size_t at) {
    while (at < bytes.len && bytes.data[at - 1] != '\n') {
        at++;
    }
    return at;
}

/* The file emptied, cut in the middle of a line, cut where a line ends, indented by tabs. */
static void break_text(struct bench *bench, struct str file, struct str bytes) {
    struct wanted anywhere = {1, UINT32_MAX, {0}};
    size_t half = find_line_end(bytes, bytes.len / 2 + 1);
    try_fault(bench, file, file, "empty-file", STR(""), &anywhere);
    try_fault(bench, file, file, "truncated", str_slice(bytes, 0, half + 1), &anywhere);
    if (str_ends(file, STR(".yaml"))) {
        try_fault(bench, file, file, "truncated-line", str_slice(bytes, 0, half), &anywhere);
    }
    size_t at = str_find(bytes, STR("\n  "), 0);
    if (at != SIZE_MAX) {
        struct str parts[] = {str_slice(bytes, 0, at + 1), STR("\t"),
                              str_slice(bytes, at + 3, bytes.len)};
        try_fault(bench, file, file, "tabs", str_join(bench->scratch, parts, 3, (struct str){0}),
                  &anywhere);
    }
    arena_reset(bench->scratch);
}

/* ---- CSV ------------------------------------------------------------------------------------- */

static void try_table(struct bench *bench, struct str file, const char *fault,
                      const struct csv_table *table, const struct cut *cut, struct wanted wanted) {
    struct str path =
        str_format(bench->scratch, "%" STR_FMT ":%zu.%zu", STR_ARG(file), cut->row, cut->column);
    try_fault(bench, file, path, fault, emit_csv(bench->scratch, table, cut), &wanted);
    arena_reset(bench->scratch);
}

/* In each column the first cells that hold something, misspelt: told at their line, unless the
 * column holds free text. */
static void break_cells(struct bench *bench, struct str file, const struct csv_table *table,
                        size_t first) {
    for (size_t column = 0; column < table->records[0].n_fields; column++) {
        size_t n = 0;
        for (size_t row = first; row < table->n_records && n < MOST_ALIKE; row++) {
            struct str text = csv_text(&table->records[row], column);
            bool is_remark = str_starts(csv_text(&table->records[row], 0), STR("#"));
            if (!text.len || is_remark) {
                continue;
            }
            uint32_t line = table->records[row].line;
            struct cut cut = {.kind = CUT_TEXT, .row = row, .column = column};
            cut.text = misspell(bench->arena, text);
            struct str path = str_format(bench->scratch, "%" STR_FMT ":%" STR_FMT, STR_ARG(file),
                                         STR_ARG(table->records[0].fields[column].text));
            try_fault(bench, file, path, "cell-misspelt", emit_csv(bench->scratch, table, &cut),
                      &(struct wanted){line, line, {0}});
            arena_reset(bench->scratch);
            n++;
        }
    }
}

static void break_table(struct bench *bench, struct str file, struct str bytes) {
    struct source source = {.file = file};
    struct csv_table table;
    struct diag *diag = diag_open(bench->arena);
    csv_read(bench->arena, bytes, ',', &source, diag, &table);
    const struct wanted top = {1, 1, {0}}, anywhere = {1, UINT32_MAX, {0}};
    struct cut cut = {.kind = CUT_HEADER};
    try_table(bench, file, "header-missing", &table, &cut, anywhere);
    for (cut.column = 0; cut.column < table.records[0].n_fields; cut.column++) {
        struct str name = table.records[0].fields[cut.column].text;
        cut.kind = CUT_COLUMN;
        try_table(bench, file, "column-dropped", &table, &cut, (struct wanted){1, 1, name});
        cut.kind = CUT_TEXT;
        cut.row = 0;
        cut.text = misspell(bench->arena, name);
        try_table(bench, file, "header-misspelt", &table, &cut, (struct wanted){1, 1, name});
    }
    size_t row = 1;
    while (row < table.n_records && str_starts(csv_text(&table.records[row], 0), STR("#"))) {
        row++;
    }
    uint32_t line = (uint32_t)row + 1;
    cut = (struct cut){.kind = CUT_SHORT, .row = row};
    try_table(bench, file, "row-too-short", &table, &cut, (struct wanted){line, line, {0}});
    for (cut.column = 0; cut.column < table.records[row].n_fields; cut.column++) {
        int64_t number;
        if (str_to_int(table.records[row].fields[cut.column].text, &number)) {
            cut.kind = CUT_TEXT;
            cut.text = STR("-77");
            try_table(bench, file, "bad-number", &table, &cut, (struct wanted){line, line, {0}});
        }
    }
    break_cells(bench, file, &table, row);
    try_fault(bench, file, file, "empty-file", STR(""), &top);
    arena_reset(bench->scratch);
}

/* ---- the run --------------------------------------------------------------------------------- */

static void read_optional(struct bench *bench, const char *path) {
    struct source source = {.file = str_from_c(path)};
    struct str bytes, line;
    if (!file_read(bench->arena, source.file, 1 << 20, &source, diag_open(bench->arena), &bytes)) {
        exit(2);
    }
    while (str_split(&bytes, STR("\n"), &line)) {
        if (line.len && line.data[0] != '#') {
            ARENA_PUSH(bench->arena, bench->optional, bench->n_optional, bench->capacity, line);
        }
    }
}

static void break_file(struct bench *bench, struct str file) {
    struct source *source = ARENA_NEW(bench->arena, struct source);
    struct diag *diag = diag_open(bench->arena);
    struct str bytes;
    source->file = file;
    struct str path = str_format(bench->arena, "%s/%" STR_FMT, bench->loader.copy, STR_ARG(file));
    if (!file_read(bench->arena, path, 1 << 24, source, diag, &bytes)) {
        exit(2);
    }
    bench->n_seen = 0;
    loader_turn_to(&bench->loader, file);
    if (str_ends(file, STR(".csv"))) {
        break_table(bench, file, bytes);
    } else {
        struct tree tree = {bench, file, yaml_read(bench->arena, bytes, source, diag)};
        break_text(bench, file, bytes);
        struct str start = str_concat(bench->arena, file, STR(":"));
        break_node(&tree, (struct place){start, start}, tree.root);
    }
    write_file(bench, file, bytes);
    struct diag *after = diag_open(bench->scratch);
    load(&bench->loader, file, NULL, after);
    if (diag_n(after)) {
        printf("missed %" STR_FMT ": not good when mended", STR_ARG(file));
        print_missed(bench, after);
    }
    arena_reset(bench->scratch);
    fprintf(stderr, "%" STR_FMT ": %zu tried, %zu caught, %zu allowed so far\n", STR_ARG(file),
            bench->n_tried, bench->n_caught, bench->n_allowed);
}

int main(int argc, char **argv) {
    if (argc < 4) {
        fprintf(stderr, "usage: break_templates COPY OPTIONAL FILE...\n");
        return 2;
    }
    struct bench bench = {.arena = arena_open(out_of_memory)};
    read_optional(&bench, argv[2]);
    if (!loader_open(&bench.loader, bench.arena, argv[1], argv + 3)) {
        fprintf(stderr, "the templates are at fault before they are broken\n");
        return 2;
    }
    bench.scratch = bench.loader.scratch;
    for (int i = 3; i < argc; i++) {
        break_file(&bench, str_from_c(argv[i]));
    }
    printf("%zu faults, %zu caught, %zu allowed\n", bench.n_tried, bench.n_caught, bench.n_allowed);
    size_t n_missed = bench.n_tried - bench.n_caught - bench.n_allowed;
    loader_close(&bench.loader);
    arena_close(bench.arena);
    return n_missed > 0;
}
