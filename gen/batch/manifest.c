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

static void read_files(struct manifest *manifest, const struct yaml *tree) {
    const struct yaml *outputs = yaml_get(tree, "outputs"), *checked = yaml_get(tree, "checked");
    const struct yaml *seals = yaml_get(yaml_get(tree, "sm3"), "outputs");
    struct dictionary *unbuilt = dictionary_open(manifest->arena);
    struct dictionary *sealed = dictionary_open(manifest->arena);
    for (size_t i = 0; seals && seals->kind == YAML_MAP && i < seals->n_items; i++) {
        dictionary_put(sealed, str_copy(manifest->arena, seals->keys[i]), i);
    }
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
        if (dictionary_get(sealed, outputs->keys[i], &number)) {
            file.sm3 = str_copy(manifest->arena, seals->items[number]->text);
        }
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
    manifest->previous = str_copy(arena, yaml_text(options, "previous"));
}

/* What is counted, by enum run_count. */
static const char *const run_counts[N_RUN] = {"n_files",  "n_units",    "n_systems",
                                              "n_errors", "n_warnings", "n_notes"};

static void read_run(struct manifest *manifest, const struct yaml *node) {
    struct manifest_run *run = &manifest->run;
    run->made_of = str_copy(manifest->arena, yaml_text(node, "made_of"));
    for (size_t i = 0; i < N_RUN; i++) {
        int64_t count;
        bool is_count = str_to_int(yaml_text(node, run_counts[i]), &count) && count >= 0;
        run->counts[i] = is_count ? (size_t)count : 0;
        run->made_of = is_count ? run->made_of : (struct str){0};
    }
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
        read_files(manifest, tree);
        read_units(manifest, yaml_get(tree, "units"));
        manifest->names_units = yaml_get(tree, "units") != NULL;
        read_options(manifest, tree);
        read_run(manifest, yaml_get(tree, "run"));
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

/* ---- SM3 ------------------------------------------------------------------------------------ */

/* Adds the SM3 of a file, unless its bytes are others by now. */
static void add_seal(struct buf *buf, size_t *n, struct str name, struct str sha256,
                     const struct hash_pair *pair) {
    if (str_equal(sha256, pair->sha256)) {
        add_key(buf, (*n)++ == 0, "      ", name);
        buf_add_json(buf, pair->sm3);
    }
}

static void seal_file(struct buf *buf, size_t *n, struct str name, struct str sha256,
                      struct str path) {
    struct arena *scratch = arena_open_like(buf->arena);
    struct hash_pair pair;
    if (path.len && hash_pair_file(scratch, path, &pair)) {
        add_seal(buf, n, name, sha256, &pair);
    }
    arena_close(scratch);
}

static void begin_seals(struct buf *buf, bool is_first, const char *name, size_t *n) {
    add_key(buf, is_first, "    ", str_from_c(name));
    buf_add_c(buf, "{");
    *n = 0;
}

static void seal_shelf(struct buf *buf, const char *name, struct shelf *shelf) {
    size_t n_files, n;
    const struct shelf_file *files = shelf_files(shelf, &n_files);
    begin_seals(buf, false, name, &n);
    for (size_t i = 0; i < n_files; i++) {
        const struct str path[] = {shelf_folder(shelf), files[i].name};
        seal_file(buf, &n, files[i].name, files[i].sha256, str_join(buf->arena, path, 2, STR("/")));
    }
    buf_add_c(buf, "}");
}

static void add_seals(struct buf *buf, const struct manifest *manifest,
                      const struct manifest_facts *facts) {
    struct arena *scratch = arena_open_like(buf->arena);
    size_t n;
    buf_add_c(buf, ",\n  \"sm3\": {");
    begin_seals(buf, true, "program", &n);
    seal_file(buf, &n, STR("dengbao"), facts->program, facts->program_file);
    buf_add_c(buf, "}");
    begin_seals(buf, false, "inputs", &n);
    for (size_t i = 0; i < facts->n_inputs; i++) {
        const struct file_facts *input = &facts->inputs[i];
        seal_file(buf, &n, input->name, input->sha256, input->path);
    }
    buf_add_c(buf, "}");
    seal_shelf(buf, "templates", facts->templates);
    seal_shelf(buf, "fonts", facts->fonts);
    begin_seals(buf, false, "outputs", &n);
    for (size_t i = 0; i < manifest->n_files; i++) {
        const struct manifest_file *file = &manifest->files[i];
        struct hash_pair pair;
        if (folder_hash_pair(facts->sealed, scratch, file->path, &pair)) {
            add_seal(buf, &n, file->path, file->sha256, &pair);
        }
        arena_reset(scratch);
    }
    buf_add_c(buf, "}\n  }");
    arena_close(scratch);
}

/* ---- the text ------------------------------------------------------------------------------- */

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

static void add_run(struct buf *buf, const struct manifest_run *run) {
    struct arena *scratch = arena_open_like(buf->arena);
    buf_add_c(buf, ",\n  \"run\": {");
    add_pair(buf, true, STR("made_of"), run->made_of);
    for (size_t i = 0; i < N_RUN; i++) {
        add_pair(buf, false, str_from_c(run_counts[i]), str_format(scratch, "%zu", run->counts[i]));
    }
    buf_add_c(buf, "\n  }");
    arena_close(scratch);
}

/* What is ordered, and by what, apart from it: of many it lies in a file, and an order asks it in
 * none. */
struct keyed {
    struct str key;
    size_t at;
};

static int compare_keyed(const void *left, const void *right) {
    const struct keyed *a = left, *b = right;
    return str_compare(a->key, b->key);
}

static struct str path_at(const struct manifest *manifest, size_t i) {
    return manifest->files[i].path;
}

static struct str id_at(const struct manifest *manifest, size_t i) {
    return manifest->units[i].id;
}

/* The order of `n` items by their keys, in the arena. */
static const struct keyed *order_by(struct arena *scratch, const struct manifest *manifest,
                                    size_t n,
                                    struct str (*key_at)(const struct manifest *manifest,
                                                         size_t i)) {
    struct keyed *order = ARENA_ARRAY(scratch, struct keyed, n);
    for (size_t i = 0; i < n; i++) {
        arena_rest(manifest->arena, i);
        order[i] = (struct keyed){str_copy(scratch, key_at(manifest, i)), i};
    }
    qsort(order, n, sizeof *order, compare_keyed);
    return order;
}

static void sort_items(struct manifest *manifest) {
    struct arena *scratch = arena_open_like(manifest->arena);
    size_t n_files = manifest->n_files, n_units = manifest->n_units;
    struct manifest_file *files = ARENA_ARRAY(manifest->arena, struct manifest_file, n_files);
    struct manifest_unit *units = ARENA_ARRAY(manifest->arena, struct manifest_unit, n_units);
    const struct keyed *order = order_by(scratch, manifest, n_files, path_at);
    for (size_t i = 0; i < n_files; i++) {
        files[i] = manifest->files[order[i].at];
    }
    order = order_by(scratch, manifest, n_units, id_at);
    for (size_t i = 0; i < n_units; i++) {
        units[i] = manifest->units[order[i].at];
    }
    manifest->files = files;
    manifest->files_capacity = n_files;
    manifest->units = units;
    manifest->units_capacity = n_units;
    arena_close(scratch);
}

static int compare_texts(const void *left, const void *right) {
    const struct str *a = left, *b = right;
    return str_compare(*a, *b);
}

static void sort(struct manifest *manifest) {
    sort_items(manifest);
    for (size_t i = 0; i < manifest->n_units; i++) {
        arena_rest(manifest->arena, i);
        if (manifest->units[i].n_files) {
            qsort(manifest->units[i].files, manifest->units[i].n_files, sizeof(struct str),
                  compare_texts);
        }
    }
}

/* The parts of the text, in their order; of most there is an item at a time. */
enum part { PART_HEAD, PART_INPUTS, PART_BASIS, PART_UNITS, PART_OUTPUTS, PART_CHECKED, N_PARTS };

struct manifest_pieces {
    struct manifest *manifest;
    const struct manifest_facts *facts;
    /* What comes next: the part, and of it the number of the item; of CHECKED how many were there.
     */
    enum part part;
    size_t at, n_checked;
};

static void add_head(struct buf *buf, const struct manifest_facts *facts) {
    buf_add_c(buf, "{\n  \"program\": \"dengbao\",\n  \"version\": \"" DENGBAO_VERSION "\",\n");
    if (facts->program.len) {
        buf_add_c(buf, "  \"program_sha256\": ");
        buf_add_json(buf, facts->program);
        buf_add_c(buf, ",\n");
    }
    buf_add_c(buf, "  \"options\": {");
    for (size_t i = 0; i < facts->n_options; i++) {
        add_pair(buf, i == 0, facts->options[i][0], facts->options[i][1]);
    }
    buf_add_c(buf, "\n  },\n  \"inputs\": {");
}

static void add_basis(struct buf *buf, const struct manifest_pieces *pieces) {
    const struct manifest *manifest = pieces->manifest;
    const struct manifest_facts *facts = pieces->facts;
    buf_add_c(buf, "\n  }");
    if (manifest->run.made_of.len) {
        add_run(buf, &manifest->run);
    }
    add_shelf(buf, "templates", facts->templates);
    add_shelf(buf, "fonts", facts->fonts);
    if (facts->sealed) {
        add_seals(buf, manifest, facts);
    }
    buf_add_c(buf, ",\n  \"units\": {");
}

static void add_checked(struct buf *buf, struct manifest_pieces *pieces,
                        const struct manifest_file *file) {
    if (!file->is_built) {
        buf_add_c(buf, pieces->n_checked++ ? ",\n    " : "\n    ");
        buf_add_json(buf, file->path);
    }
}

/* Items of a part. */
static size_t count_items(const struct manifest_pieces *pieces) {
    switch (pieces->part) {
    case PART_INPUTS:
        return pieces->facts->n_inputs;
    case PART_UNITS:
        return pieces->manifest->n_units;
    case PART_OUTPUTS:
    case PART_CHECKED:
        return pieces->manifest->n_files;
    default:
        return 1;
    }
}

static void add_item(struct buf *buf, struct manifest_pieces *pieces, size_t i) {
    const struct manifest *manifest = pieces->manifest;
    const struct file_facts *inputs = pieces->facts->inputs;
    switch (pieces->part) {
    case PART_HEAD:
        add_head(buf, pieces->facts);
        break;
    case PART_INPUTS:
        add_pair(buf, i == 0, inputs[i].name, inputs[i].sha256);
        break;
    case PART_BASIS:
        add_basis(buf, pieces);
        break;
    case PART_UNITS:
        add_unit(buf, i == 0, &manifest->units[i]);
        break;
    case PART_OUTPUTS:
        add_pair(buf, i == 0, manifest->files[i].path, manifest->files[i].sha256);
        break;
    default:
        add_checked(buf, pieces, &manifest->files[i]);
    }
}

/* What stands behind a part. */
static void end_part(struct buf *buf, enum part part) {
    static const char *const ends[N_PARTS] = {[PART_UNITS] = "\n  },\n  \"outputs\": {",
                                              [PART_OUTPUTS] = "\n  },\n  \"checked\": [",
                                              [PART_CHECKED] = "\n  ]\n}\n"};
    buf_add_c(buf, ends[part] ? ends[part] : "");
}

bool manifest_next(void *context, struct buf *buf) {
    struct manifest_pieces *pieces = context;
    if (pieces->part == N_PARTS) {
        return false;
    }
    if (pieces->at < count_items(pieces)) {
        arena_rest(pieces->manifest->arena, pieces->at);
        add_item(buf, pieces, pieces->at++);
    } else {
        end_part(buf, pieces->part++);
        pieces->at = 0;
    }
    return true;
}

struct manifest_pieces *manifest_begin(struct manifest *manifest, struct arena *arena,
                                       const struct manifest_facts *facts) {
    struct manifest_pieces *pieces = ARENA_NEW(arena, struct manifest_pieces);
    *pieces = (struct manifest_pieces){.manifest = manifest, .facts = facts};
    sort(manifest);
    return pieces;
}
