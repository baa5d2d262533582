/* manifest.json: what the run was made from, and every file it stands for. */
#include "batch/manifest.h"

#include <stdlib.h>

/* A manifest larger than this was not written by us. */
#define LARGEST_MANIFEST (256ULL * 1024 * 1024)

/* ---- reading -------------------------------------------------------------------------------- */

/* The plain paths of a list. */
static struct str *read_list(struct arena *arena, const struct yaml *list, size_t *n) {
    size_t n_items = list && list->kind == YAML_LIST ? list->n_items : 0;
    struct str *texts = ARENA_ARRAY(arena, struct str, n_items);
    *n = 0;
    for (size_t i = 0; i < n_items; i++) {
        texts[(*n)++] = str_copy(arena, list->items[i]->text);
    }
    return texts;
}

static void read_files(struct manifest *manifest, const struct yaml *outputs,
                       const struct yaml *checked) {
    struct dictionary *unbuilt = dictionary_open(manifest->arena);
    for (size_t i = 0; checked && checked->kind == YAML_LIST && i < checked->n_items; i++) {
        dictionary_put(unbuilt, str_copy(manifest->arena, checked->items[i]->text), i);
    }
    for (size_t i = 0; i < outputs->n_items; i++) {
        size_t number;
        struct manifest_file file = {
            .path = str_copy(manifest->arena, outputs->keys[i]),
            .sha256 = str_copy(manifest->arena, outputs->items[i]->text),
            .is_built = !dictionary_get(unbuilt, outputs->keys[i], &number),
        };
        if (folder_is_plain(file.path)) {
            ARENA_PUSH(manifest->arena, manifest->files, manifest->n_files,
                       manifest->files_capacity, file);
        }
    }
}

static void read_units(struct manifest *manifest, const struct yaml *units) {
    struct arena *arena = manifest->arena;
    for (size_t i = 0; units && units->kind == YAML_MAP && i < units->n_items; i++) {
        const struct yaml *node = units->items[i];
        struct manifest_unit unit = {.id = str_copy(arena, units->keys[i]),
                                     .name = str_copy(arena, yaml_text(node, "name")),
                                     .as_of = str_copy(arena, yaml_text(node, "as_of")),
                                     .made_of = str_copy(arena, yaml_text(node, "made_of")),
                                     .is_kept = yaml_get(node, "kept") != NULL};
        unit.sources = read_list(arena, yaml_get(node, "sources"), &unit.n_sources);
        unit.files = read_list(arena, yaml_get(node, "outputs"), &unit.n_files);
        ARENA_PUSH(arena, manifest->units, manifest->n_units, manifest->units_capacity, unit);
    }
}

/* What the run was asked for. */
static void read_options(struct manifest *manifest, const struct yaml *tree) {
    const struct yaml *options = yaml_get(tree, "options");
    struct arena *arena = manifest->arena;
    manifest->version = str_copy(arena, yaml_text(tree, "version"));
    manifest->share = str_copy(arena, yaml_text(options, "shard"));
    manifest->as_of = str_copy(arena, yaml_text(options, "as_of"));
    manifest->edition = str_copy(arena, yaml_text(options, "edition"));
    manifest->province = str_copy(arena, yaml_text(options, "province"));
    manifest->year = str_copy(arena, yaml_text(options, "year"));
}

/* A hash of names and contents of the inputs. */
static struct str hash_inputs(struct arena *arena, struct arena *scratch,
                              const struct yaml *inputs) {
    struct buf buf = {.arena = scratch};
    for (size_t i = 0; inputs && inputs->kind == YAML_MAP && i < inputs->n_items; i++) {
        buf_add_json(&buf, inputs->keys[i]);
        buf_add(&buf, inputs->items[i]->text);
    }
    return hash_sha256(arena, buf_str(&buf));
}

void manifest_read(struct manifest *manifest, struct arena *arena, const struct folder *folder,
                   struct diag *diag) {
    *manifest = (struct manifest){.arena = arena};
    struct arena *scratch = arena_open_like(arena);
    struct str path = folder_join(folder, scratch, STR(MANIFEST_NAME)), bytes;
    const struct source source = {path, {0}};
    const struct yaml *tree = NULL, *outputs = NULL;
    if (folder_read(folder, scratch, STR(MANIFEST_NAME), LARGEST_MANIFEST, &bytes)) {
        tree = yaml_read(scratch, bytes, &source, diag_open(scratch));
        outputs = yaml_get(tree, "outputs");
    }
    if (outputs && outputs->kind == YAML_MAP && str_is(yaml_text(tree, "program"), "dengbao")) {
        read_files(manifest, outputs, yaml_get(tree, "checked"));
        read_units(manifest, yaml_get(tree, "units"));
        manifest->names_units = yaml_get(tree, "units") != NULL;
        read_options(manifest, tree);
        manifest->inputs = hash_inputs(arena, scratch, yaml_get(tree, "inputs"));
    } else if (folder_has(folder, STR(MANIFEST_NAME))) {
        manifest->is_foreign = true;
        diag_report(diag, &(struct diag_note){DIAG_OUTPUT_FOREIGN, .args = {path}});
    }
    arena_close(scratch);
}

/* ---- writing -------------------------------------------------------------------------------- */

static void add_key(struct buf *buf, bool is_first, const char *indent, struct str key) {
    buf_add_c(buf, is_first ? "\n" : ",\n");
    buf_add_c(buf, indent);
    buf_add_json(buf, key);
    buf_add_c(buf, ": ");
}

static void add_pair(struct buf *buf, bool is_first, struct str key, struct str value) {
    add_key(buf, is_first, "    ", key);
    buf_add_json(buf, value);
}

static void add_list(struct buf *buf, const char *name, const struct str *texts, size_t n) {
    add_key(buf, false, "      ", str_from_c(name));
    buf_add_c(buf, "[");
    for (size_t i = 0; i < n; i++) {
        buf_add_c(buf, i ? ", " : "");
        buf_add_json(buf, texts[i]);
    }
    buf_add_c(buf, "]");
}

static void add_shelf(struct buf *buf, const char *name, struct shelf *shelf) {
    size_t n;
    const struct shelf_file *files = shelf_files(shelf, &n);
    buf_format(buf, ",\n  \"%s\": {", name);
    for (size_t i = 0; i < n; i++) {
        add_pair(buf, i == 0, files[i].name, files[i].sha256);
    }
    buf_add_c(buf, "\n  }");
}

static void add_unit(struct buf *buf, bool is_first, const struct manifest_unit *unit) {
    add_key(buf, is_first, "    ", unit->id);
    buf_add_c(buf, "{");
    add_key(buf, true, "      ", STR("name"));
    buf_add_json(buf, unit->name);
    add_key(buf, false, "      ", STR("as_of"));
    buf_add_json(buf, unit->as_of);
    if (unit->is_kept) {
        add_key(buf, false, "      ", STR("kept"));
        buf_add_c(buf, "true");
    }
    if (unit->made_of.len) {
        add_key(buf, false, "      ", STR("made_of"));
        buf_add_json(buf, unit->made_of);
    }
    add_list(buf, "sources", unit->sources, unit->n_sources);
    add_list(buf, "outputs", unit->files, unit->n_files);
    buf_add_c(buf, "\n    }");
}

static int compare_files(const void *left, const void *right) {
    const struct manifest_file *a = left, *b = right;
    return str_compare(a->path, b->path);
}

static int compare_units(const void *left, const void *right) {
    const struct manifest_unit *a = left, *b = right;
    return str_compare(a->id, b->id);
}

static int compare_texts(const void *left, const void *right) {
    const struct str *a = left, *b = right;
    return str_compare(*a, *b);
}

static void sort(struct manifest *manifest) {
    if (manifest->n_files) {
        qsort(manifest->files, manifest->n_files, sizeof *manifest->files, compare_files);
    }
    if (manifest->n_units) {
        qsort(manifest->units, manifest->n_units, sizeof *manifest->units, compare_units);
    }
    for (size_t i = 0; i < manifest->n_units; i++) {
        if (manifest->units[i].n_files) {
            qsort(manifest->units[i].files, manifest->units[i].n_files, sizeof(struct str),
                  compare_texts);
        }
    }
}

static void add_outputs(struct buf *buf, const struct manifest *manifest) {
    size_t n_checked = 0;
    buf_add_c(buf, ",\n  \"units\": {");
    for (size_t i = 0; i < manifest->n_units; i++) {
        add_unit(buf, i == 0, &manifest->units[i]);
    }
    buf_add_c(buf, "\n  },\n  \"outputs\": {");
    for (size_t i = 0; i < manifest->n_files; i++) {
        add_pair(buf, i == 0, manifest->files[i].path, manifest->files[i].sha256);
    }
    buf_add_c(buf, "\n  },\n  \"checked\": [");
    for (size_t i = 0; i < manifest->n_files; i++) {
        if (!manifest->files[i].is_built) {
            buf_add_c(buf, n_checked++ ? ",\n    " : "\n    ");
            buf_add_json(buf, manifest->files[i].path);
        }
    }
    buf_add_c(buf, "\n  ]\n}\n");
}

struct str manifest_text(struct manifest *manifest, struct arena *arena,
                         const struct manifest_facts *facts) {
    struct buf buf = {.arena = arena};
    sort(manifest);
    buf_add_c(&buf, "{\n  \"program\": \"dengbao\",\n  \"version\": \"" DENGBAO_VERSION
                    "\",\n  \"options\": {");
    for (size_t i = 0; i < facts->n_options; i++) {
        add_pair(&buf, i == 0, facts->options[i][0], facts->options[i][1]);
    }
    buf_add_c(&buf, "\n  },\n  \"inputs\": {");
    for (size_t i = 0; i < facts->n_inputs; i++) {
        add_pair(&buf, i == 0, facts->inputs[i].name, facts->inputs[i].sha256);
    }
    buf_add_c(&buf, "\n  }");
    add_shelf(&buf, "templates", facts->templates);
    add_shelf(&buf, "fonts", facts->fonts);
    add_outputs(&buf, manifest);
    return buf_str(&buf);
}
