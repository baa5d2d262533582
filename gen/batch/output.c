/* Puts products into OUT under their final names, remembers them, and closes with the manifest. */
#include "batch/output.h"

#include <errno.h>
#include <stdlib.h>

#include "batch/engine.h"

/* Dots per inch of pictures. */
#define PREVIEW_DPI 90
/* Bytes of a text written at a time, or a little more. */
#define PIECES_SIZE 65536

static struct str join(struct arena *arena, struct str folder, struct str name) {
    return str_join(arena, (struct str[]){folder, name}, 2, STR("/"));
}

/* ---- the claim ------------------------------------------------------------------------------ */

void output_open(struct output *output, const struct batch_request *request,
                 struct diag *reported) {
    struct arena *arena = request->arena;
    *output = (struct output){.arena = arena,
                              .request = request,
                              .press = press_open(arena),
                              .reported = reported,
                              .now = {.arena = arena},
                              .now_files = dictionary_open(arena),
                              .old_files = dictionary_open(arena),
                              .taken = dictionary_open(arena)};
}

bool output_claim(struct output *output, bool is_build) {
    struct diag *trouble = output->request->trouble;
    output->is_build = is_build;
    output->folder = folder_open(output->arena, output->request->output, trouble);
    output->journal = output->folder ? journal_begin(output->arena, output->folder, trouble) : NULL;
    if (!output->journal) {
        if (output->folder) {
            folder_undo(output->folder);
        }
        return false;
    }
    manifest_read(&output->old, output->arena, output->folder, trouble);
    for (size_t i = 0; i < output->old.n_files; i++) {
        dictionary_put(output->old_files, output->old.files[i].path, i);
    }
    size_t n_left;
    const struct str *left = journal_left(output->journal, &n_left);
    for (size_t i = 0; i < n_left; i++) {
        dictionary_put(output->old_files, left[i], SIZE_MAX);
    }
    return true;
}

void output_abandon(struct output *output) {
    if (output->journal) {
        journal_end(output->journal, false);
        folder_undo(output->folder);
    }
}

/* ---- what OUT holds ------------------------------------------------------------------------- */

/* The file of an earlier run with that path; NULL if no manifest lists it. */
static const struct manifest_file *find_old(const struct output *output, struct str path) {
    size_t i = SIZE_MAX;
    dictionary_get(output->old_files, path, &i);
    return i < output->old.n_files ? &output->old.files[i] : NULL;
}

static void add_file(struct output *output, struct manifest_file file) {
    struct manifest *now = &output->now;
    if (dictionary_put(output->now_files, file.path, now->n_files)) {
        ARENA_PUSH(now->arena, now->files, now->n_files, now->files_capacity, file);
    }
}

static void add_unit(struct output *output, struct manifest_unit unit) {
    struct manifest *now = &output->now;
    ARENA_PUSH(now->arena, now->units, now->n_units, now->units_capacity, unit);
}

struct output output_for(const struct output *output, struct arena *arena, struct papers *papers,
                         struct diag *reported) {
    struct output own = *output;
    own.arena = arena;
    own.papers = papers;
    own.reported = reported;
    own.taken = dictionary_open(arena);
    own.taken_before = output->taken;
    return own;
}

static struct str *copy_texts(struct arena *arena, const struct str *texts, size_t n) {
    struct str *copies = ARENA_ARRAY(arena, struct str, n);
    for (size_t i = 0; i < n; i++) {
        copies[i] = str_copy(arena, texts[i]);
    }
    return copies;
}

/* ASCII letters in lower case. */
static struct str lower(struct arena *arena, struct str text) {
    struct buf buf = {.arena = arena};
    for (size_t i = 0; i < text.len; i++) {
        char c = text.data[i];
        buf_add_byte(&buf, (unsigned char)(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c));
    }
    return buf_str(&buf);
}

void output_add(struct output *output, const struct papers *papers) {
    struct arena *arena = output->arena;
    struct manifest_unit unit = {.id = str_copy(arena, papers->unit.id),
                                 .name = str_copy(arena, papers->unit.name),
                                 .as_of = str_copy(arena, papers->unit.as_of),
                                 .n_sources = papers->unit.n_sources};
    unit.sources = copy_texts(arena, papers->unit.sources, unit.n_sources);
    unit.files = ARENA_ARRAY(arena, struct str, papers->n_files);
    for (size_t i = 0; i < papers->n_files; i++) {
        struct manifest_file file = papers->files[i];
        file.path = str_copy(arena, file.path);
        file.sha256 = str_copy(arena, file.sha256);
        add_file(output, file);
        dictionary_put(output->taken, lower(arena, file.path), 0);
        unit.files[unit.n_files++] = file.path;
    }
    output->n_written += papers->n_files;
    if (papers->n_files || output->is_build) {
        add_unit(output, unit);
    }
}

void output_keep(struct output *output, const struct manifest_unit *unit) {
    struct manifest_unit kept = *unit;
    kept.is_kept = true;
    add_unit(output, kept);
    for (size_t i = 0; i < unit->n_files; i++) {
        const struct manifest_file *file = find_old(output, unit->files[i]);
        if (file) {
            add_file(output, *file);
            dictionary_put(output->taken, lower(output->arena, file->path), 0);
        }
    }
}

static void remember(struct output *output, struct str path, struct str sha256) {
    const struct manifest_file *old = find_old(output, path);
    struct manifest_file file = {str_copy(output->arena, path), sha256,
                                 output->is_build || (old && old->is_built)};
    if (output->papers) {
        ARENA_PUSH(output->arena, output->papers->files, output->papers->n_files,
                   output->papers->capacity, file);
    } else {
        add_file(output, file);
        output->n_written++;
    }
}

/* Paths are unique by construction; where they are not after all, the later product is refused. On
 * Windows letters are the same in either case. */
static bool take_path(struct output *output, struct str path) {
    struct str key = lower(output->arena, path);
    size_t number;
    bool is_taken = output->taken_before && dictionary_get(output->taken_before, key, &number);
    if (!is_taken && dictionary_put(output->taken, key, 0)) {
        return true;
    }
    struct source *source = ARENA_NEW(output->arena, struct source);
    source->file = str_copy(output->arena, path);
    diag_report(output->reported, &(struct diag_note){.id = DIAG_OUTPUT_TAKEN,
                                                      .origin = {.source = source},
                                                      .args = {source->file}});
    return false;
}

/* ---- products ------------------------------------------------------------------------------- */

static bool write_bytes(struct output *output, struct str path, struct str bytes) {
    bool done = folder_write(output->folder, path, bytes, output->request->trouble);
    if (done) {
        remember(output, path, hash_sha256(output->arena, bytes));
    }
    return done;
}

/* The page or sheet dump and the pictures that tests and template authors look at. */
static bool write_extras(struct output *output, struct arena *scratch,
                         const struct product *product) {
    const struct batch_request *request = output->request;
    struct str flat = str_replace(scratch, product->path, STR("/"), STR("__"));
    if (request->dump.len && (product->document || product->workbook)) {
        struct str dump = product->document ? document_dump(scratch, product->document)
                                            : sheet_dump(scratch, product->workbook);
        struct str name =
            str_concat(scratch, flat, product->document ? STR(".pages.txt") : STR(".sheets.txt"));
        if (!file_write(join(scratch, request->dump, name), dump, request->trouble)) {
            return false;
        }
    }
    size_t n_pages = request->preview.len && product->document ? product->document->n_pages : 0;
    for (size_t i = 0; i < n_pages; i++) {
        struct str png, name = str_format(scratch, "%" STR_FMT "-%zu.png", STR_ARG(flat), i + 1);
        if (!write_png(output->press, scratch, product->document, i, PREVIEW_DPI, request->trouble,
                       &png) ||
            !file_write(join(scratch, request->preview, name), png, request->trouble)) {
            return false;
        }
    }
    return true;
}

/* Proves the pages; what the audit finds is reported at the document. */
static void audit(struct output *output, struct arena *scratch, const struct product *product) {
    const struct source source = {.file = product->path};
    struct diag *found = diag_open(scratch);
    diag_set_source(found, &source);
    if (!document_audit(scratch, product->document, found)) {
        diag_give(output->reported, diag_take(found, scratch), output->reported);
    }
}

static bool write_document(struct output *output, struct arena *scratch,
                           const struct product *product) {
    struct str bytes;
    audit(output, scratch, product);
    return write_pdf(output->press, scratch, product->document, output->request->trouble, &bytes) &&
           write_bytes(output, product->path, bytes);
}

/* Gives a temporary file the product's name. */
static bool adopt(struct output *output, struct arena *scratch, struct str temporary,
                  struct str name) {
    struct diag *trouble = output->request->trouble;
    struct str path = folder_join(output->folder, scratch, temporary);
    struct str sha256 = hash_sha256_file(output->arena, path);
    if (!sha256.len) {
        return file_report_write(trouble, path, EIO);
    }
    if (!folder_adopt(output->folder, temporary, name, trouble)) {
        return false;
    }
    remember(output, name, sha256);
    return true;
}

/* The library writes files by name, so it writes a temporary one. */
static bool write_workbook(struct output *output, struct arena *scratch,
                           const struct product *product) {
    const struct str name = STR(FOLDER_TEMPORARY "/book");
    struct str path = folder_join(output->folder, scratch, name);
    return write_xlsx(scratch, product->workbook, path, output->request->trouble) &&
           adopt(output, scratch, name, product->path);
}

/* Puts a text into a temporary file, many pieces at a time. */
static void put_pieces(struct arena *arena, const struct text_source *pieces,
                       struct folder_file *file) {
    struct arena *scratch = arena_open_like(arena);
    struct buf buf = {.arena = scratch};
    while (!file->error && pieces->next(pieces->context, &buf)) {
        if (buf.len >= PIECES_SIZE) {
            folder_put(file, buf_str(&buf));
            arena_reset(scratch);
            buf = (struct buf){.arena = scratch};
        }
    }
    folder_put(file, buf_str(&buf));
    arena_close(scratch);
}

static bool write_pieces(struct output *output, struct arena *scratch,
                         const struct product *product) {
    const struct str name = STR(FOLDER_TEMPORARY "/text");
    struct folder_file file = folder_begin(output->folder, name);
    put_pieces(scratch, product->pieces, &file);
    return folder_end(output->folder, &file, name, product->path, output->request->trouble) &&
           adopt(output, scratch, name, product->path);
}

/* What is not known to be ours is written down before it is made. */
static bool write_down(struct output *output, struct str path) {
    size_t i;
    return dictionary_get(output->old_files, path, &i) ||
           journal_add(output->journal, path, output->request->trouble);
}

static bool take(void *context, const struct product *product) {
    struct output *output = context;
    if (!engine_goes_on(output->request)) {
        return false;
    }
    if (!take_path(output, product->path)) {
        return true;
    }
    struct arena *scratch = arena_open_like(output->arena);
    bool done = write_down(output, product->path);
    if (done && product->document) {
        done = write_document(output, scratch, product);
    } else if (done && product->workbook) {
        done = write_workbook(output, scratch, product);
    } else if (done && product->pieces) {
        done = write_pieces(output, scratch, product);
    } else if (done) {
        done = write_bytes(output, product->path, product->text);
    }
    done = done && write_extras(output, scratch, product);
    arena_close(scratch);
    return done;
}

struct product_sink output_sink(struct output *output) {
    return (struct product_sink){take, output};
}

bool output_document(struct output *output, struct str path, const struct document *document) {
    struct arena *scratch = arena_open_like(output->arena);
    const struct product product = {.path = file_last_part(path), .document = document};
    struct diag *trouble = output->request->trouble;
    struct str bytes;
    audit(output, scratch, &product);
    bool done = write_pdf(output->press, scratch, document, trouble, &bytes) &&
                file_write(path, bytes, trouble) && write_extras(output, scratch, &product);
    arena_close(scratch);
    return done;
}

/* ---- the end -------------------------------------------------------------------------------- */

/* A check keeps what builds made, and the institutions it was made for. */
static void keep_built(struct output *output) {
    for (size_t i = 0; i < output->old.n_files; i++) {
        if (output->old.files[i].is_built) {
            add_file(output, output->old.files[i]);
        }
    }
    for (size_t i = 0; i < output->old.n_units; i++) {
        add_unit(output, output->old.units[i]);
    }
}

static bool is_now(const struct output *output, struct str path) {
    size_t i;
    return dictionary_get(output->now_files, path, &i);
}

/* Only what a manifest or a journal of ours names is removed. What an unfinished build wrote down
 * is left for the next build. */
static void remove_stale(struct output *output, const struct str *left, size_t n_left) {
    for (size_t i = 0; i < output->old.n_files; i++) {
        if (!is_now(output, output->old.files[i].path)) {
            folder_remove(output->folder, output->old.files[i].path);
        }
    }
    for (size_t i = 0; output->is_build && i < n_left; i++) {
        if (!is_now(output, left[i])) {
            folder_remove(output->folder, left[i]);
        }
    }
}

bool output_finish(struct output *output, const struct manifest_facts *facts) {
    struct arena *scratch = arena_open_like(output->arena);
    size_t n_left;
    const struct str *left = journal_left(output->journal, &n_left);
    if (!output->is_build) {
        keep_built(output);
    }
    remove_stale(output, left, n_left);
    struct str manifest = manifest_text(&output->now, scratch, facts);
    bool done =
        folder_write(output->folder, STR("manifest.json"), manifest, output->request->trouble);
    arena_close(scratch);
    bool forgets = done;
    for (size_t i = 0; forgets && !output->is_build && i < n_left; i++) {
        forgets = is_now(output, left[i]);
    }
    journal_end(output->journal, forgets);
    return done;
}
