/* Puts products into OUT under their final names, remembers them, and closes with the manifest. */
#include "batch/output.h"

#include <stdlib.h>

/* A manifest larger than this was not written by us. */
#define LARGEST_MANIFEST (256ULL * 1024 * 1024)
/* Dots per inch of --preview. */
#define PREVIEW_DPI 90

static struct str join(struct arena *arena, struct str folder, struct str name) {
    return str_join(arena, (struct str[]){folder, name}, 2, STR("/"));
}

static unsigned char lower(char letter) {
    return (unsigned char)(letter >= 'A' && letter <= 'Z' ? letter - 'A' + 'a' : letter);
}

/* One file on Windows, where letters are the same in either case. */
static bool is_same_path(struct str a, struct str b) {
    size_t i = 0;
    while (a.len == b.len && i < a.len && lower(a.data[i]) == lower(b.data[i])) {
        i++;
    }
    return a.len == b.len && i == a.len;
}

/* FNV-1a of the path in lower case. */
static size_t hash_path(struct str path) {
    uint64_t hash = 0xCBF29CE484222325;
    for (size_t i = 0; i < path.len; i++) {
        hash = (hash ^ lower(path.data[i])) * 0x100000001B3;
    }
    return (size_t)hash;
}

/* The slot of a path: its file's, or the empty one where it belongs. */
static size_t *find_slot(const struct output *output, struct str path) {
    size_t at = hash_path(path) & (output->n_slots - 1);
    while (output->slots[at] && !is_same_path(output->files[output->slots[at] - 1].path, path)) {
        at = (at + 1) & (output->n_slots - 1);
    }
    return &output->slots[at];
}

/* Keeps the index at most half full. */
static void grow_index(struct output *output) {
    if (2 * output->n_files < output->n_slots) {
        return;
    }
    output->n_slots = output->n_slots ? 2 * output->n_slots : 64;
    output->slots = ARENA_ARRAY(output->arena, size_t, output->n_slots);
    for (size_t i = 0; i < output->n_files; i++) {
        *find_slot(output, output->files[i].path) = i + 1;
    }
}

static void remember(struct output *output, struct str path, struct str sha256) {
    struct output_file file = {str_copy(output->arena, path), sha256};
    ARENA_PUSH(output->arena, output->files, output->n_files, output->capacity, file);
    grow_index(output);
    *find_slot(output, file.path) = output->n_files;
}

/* The path itself, or with "-2", "-3" before its extension when an earlier product has it. */
static struct str number_clash(const struct output *output, struct arena *arena, struct str path) {
    size_t extension = file_extension(arena, path).len;
    size_t cut = path.len - (extension ? extension + 1 : 0);
    struct str numbered = path;
    for (int n = 2; output->n_slots && *find_slot(output, numbered); n++) {
        numbered = str_format(arena, "%" STR_FMT "-%d%" STR_FMT, STR_ARG(str_slice(path, 0, cut)),
                              n, STR_ARG(str_slice(path, cut, path.len)));
    }
    return numbered;
}

static bool write_bytes(struct output *output, struct str path, struct str bytes) {
    struct arena *scratch = arena_open_like(output->arena);
    bool done = file_write(join(scratch, output->folder, path), bytes, output->diag);
    arena_close(scratch);
    if (done) {
        remember(output, path, hash_sha256(output->arena, bytes));
    }
    return done;
}

/* The page or sheet dump and the pictures that tests and template authors look at. */
static bool write_extras(struct output *output, struct arena *scratch,
                         const struct product *product) {
    struct str flat = str_replace(scratch, product->path, STR("/"), STR("__"));
    if (output->dump.len && !product->table) {
        struct str dump = product->document ? document_dump(scratch, product->document)
                                            : sheet_dump(scratch, product->workbook);
        struct str name =
            str_concat(scratch, flat, product->document ? STR(".pages.txt") : STR(".sheets.txt"));
        if (!file_write(join(scratch, output->dump, name), dump, output->diag)) {
            return false;
        }
    }
    size_t n_pages = output->preview.len && product->document ? product->document->n_pages : 0;
    for (size_t i = 0; i < n_pages; i++) {
        struct str png, name = str_format(scratch, "%" STR_FMT "-%zu.png", STR_ARG(flat), i + 1);
        if (!write_png(output->press, scratch, product->document, i, PREVIEW_DPI, output->diag,
                       &png) ||
            !file_write(join(scratch, output->preview, name), png, output->diag)) {
            return false;
        }
    }
    return true;
}

/* Proves the pages; what the audit finds is reported at the document. */
static void audit(struct output *output, const struct product *product) {
    struct diag *reported = output->reported;
    size_t first = reported->n_items;
    if (document_audit(output->arena, product->document, reported)) {
        return;
    }
    struct source *source = ARENA_NEW(output->arena, struct source);
    source->file = str_copy(output->arena, product->path);
    for (size_t i = first; i < reported->n_items; i++) {
        reported->items[i].origin.source = source;
    }
}

static bool write_document(struct output *output, struct arena *scratch,
                           const struct product *product) {
    struct str bytes;
    audit(output, product);
    return write_pdf(output->press, scratch, product->document, output->diag, &bytes) &&
           write_bytes(output, product->path, bytes);
}

static bool write_workbook(struct output *output, struct arena *scratch,
                           const struct product *product) {
    struct str path = join(scratch, output->folder, product->path), bytes;
    const struct source source = {path, {0}};
    if (!write_xlsx(scratch, product->workbook, path, output->diag) ||
        !file_read(scratch, path, UINT32_MAX, &source, output->diag, &bytes)) {
        return false;
    }
    remember(output, product->path, hash_sha256(output->arena, bytes));
    return true;
}

static bool take(void *context, const struct product *given) {
    struct output *output = context;
    struct arena *scratch = arena_open_like(output->arena);
    struct product numbered = *given;
    const struct product *product = &numbered;
    numbered.path = number_clash(output, scratch, given->path);
    bool done = product->document ? write_document(output, scratch, product)
                : product->workbook
                    ? write_workbook(output, scratch, product)
                    : write_bytes(output, product->path, write_csv(scratch, product->table));
    done = done && write_extras(output, scratch, product);
    arena_close(scratch);
    return done;
}

struct product_sink output_sink(struct output *output) {
    return (struct product_sink){take, output};
}

static void add_pair(struct buf *buf, bool is_first, struct str key, struct str value) {
    buf_add_c(buf, is_first ? "\n    " : ",\n    ");
    buf_add_json(buf, key);
    buf_add_c(buf, ": ");
    buf_add_json(buf, value);
}

static void add_shelf(struct buf *buf, const char *key, struct shelf *shelf) {
    size_t n_files;
    const struct shelf_file *files = shelf_files(shelf, &n_files);
    buf_format(buf, ",\n  \"%s\": {", key);
    for (size_t i = 0; i < n_files; i++) {
        add_pair(buf, i == 0, files[i].name, files[i].sha256);
    }
    buf_add_c(buf, "\n  }");
}

static int compare_files(const void *a, const void *b) {
    const struct output_file *left = a, *right = b;
    return str_compare(left->path, right->path);
}

static struct str make_manifest(struct output *output, struct arena *scratch,
                                const struct manifest_facts *facts) {
    struct buf buf = {.arena = scratch};
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
    buf_add_c(&buf, ",\n  \"outputs\": {");
    for (size_t i = 0; i < output->n_files; i++) {
        add_pair(&buf, i == 0, output->files[i].path, output->files[i].sha256);
    }
    buf_add_c(&buf, "\n  }\n}\n");
    return buf_str(&buf);
}

static bool is_made(const struct output *output, struct str path) {
    const struct output_file key = {.path = path};
    return output->n_files &&
           bsearch(&key, output->files, output->n_files, sizeof key, compare_files) != NULL;
}

/* A manifest is a file like any other: only plain paths below the folder are believed. */
static bool is_safe_path(struct str path) {
    struct str rest = path, part;
    bool is_safe = path.len > 0 && !str_starts(path, STR("/"));
    while (is_safe && str_split(&rest, STR("/"), &part)) {
        is_safe = part.len && !str_is(part, ".") && !str_is(part, "..");
    }
    return is_safe;
}

/* Removes what the previous run listed and this one did not make. */
static void remove_stale(struct output *output, struct arena *scratch, struct str manifest_path) {
    const struct source source = {manifest_path, {0}};
    struct diag *ignored = diag_open(scratch);
    struct str bytes;
    if (!file_read(scratch, manifest_path, LARGEST_MANIFEST, &source, ignored, &bytes)) {
        return;
    }
    const struct yaml *old = yaml_get(yaml_read(scratch, bytes, &source, ignored), "outputs");
    for (size_t i = 0; old && old->kind == YAML_MAP && i < old->n_items; i++) {
        struct str path = old->keys[i];
        if (is_safe_path(path) && !is_made(output, path)) {
            struct str full = join(scratch, output->folder, path);
            file_remove(full);
            size_t cut = full.len - file_last_part(full).len - 1;
            file_prune(str_slice(full, 0, cut), output->folder);
        }
    }
}

bool output_finish(struct output *output, const struct manifest_facts *facts) {
    struct arena *scratch = arena_open_like(output->arena);
    if (output->n_files) {
        qsort(output->files, output->n_files, sizeof *output->files, compare_files);
    }
    struct str path = join(scratch, output->folder, STR("manifest.json"));
    struct str manifest = make_manifest(output, scratch, facts);
    remove_stale(output, scratch, path);
    bool done = file_write(path, manifest, output->diag);
    arena_close(scratch);
    return done;
}
