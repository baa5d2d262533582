/* Puts products into OUT under their final names, remembers them, and closes with the manifest. */
#include "batch/output_inner.h"

#include <errno.h>
#include <stdlib.h>

#include "batch/engine.h"
#include "batch/previews.h"
#include "batch/previous.h"

/* Dots per inch of pictures. */
#define PREVIEW_DPI 90
/* Those that index.html shows. */
#define PICTURE_DPI 48
/* Bytes of a text written at a time, or a little more. */
#define PIECES_SIZE 65536
/* Files that get their names together: so many cost one flush of the disk. */
#define MOST_STAGED 256
/* Longest path that is a file name by itself, with a suffix behind it. */
#define LONGEST_FLAT 220

static struct str join(struct arena *arena, struct str folder, struct str name) {
    return str_join(arena, (struct str[]){folder, name}, 2, STR("/"));
}

/* ---- the claim ------------------------------------------------------------------------------ */

static void close_held(void *held) {
    arena_close(held);
}

void output_open(struct output *output, const struct batch_request *request,
                 struct diag *reported) {
    struct arena *arena = request->arena, *held = arena_open_like(arena);
    arena_own(arena, held, close_held);
    *output = (struct output){.arena = arena,
                              .held = held,
                              .request = request,
                              .press = press_open(arena),
                              .reported = reported,
                              .now = {.arena = held},
                              .now_files = dictionary_open(held),
                              .old_files = dictionary_open(arena),
                              .old_units = dictionary_open(arena),
                              .taken = dictionary_open(held)};
    press_measure(output->press, request->meter);
    press_keep(output->press, request->glyphs, request->digests);
}

void output_spool(const struct output *output, struct diag *diag) {
    if (output->folder) {
        diag_set_spool(diag, folder_nameless(output->folder, output->arena));
    }
}

void output_lend(const struct output *output) {
    arena_lend(output->held, folder_nameless(output->folder, output->arena));
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
    output_spool(output, output->reported);
    manifest_read(&output->old, output->arena, output->folder, trouble);
    for (size_t i = 0; i < output->old.n_files; i++) {
        dictionary_put(output->old_files, output->old.files[i].path, i);
    }
    for (size_t i = 0; i < output->old.n_units; i++) {
        dictionary_put(output->old_units, output->old.units[i].id, i);
    }
    size_t n_left;
    const struct str *left = journal_left(output->journal, &n_left);
    for (size_t i = 0; i < n_left; i++) {
        dictionary_put(output->old_files, left[i], SIZE_MAX);
    }
    return true;
}

/* ---- what OUT holds ------------------------------------------------------------------------- */

/* The file of an earlier run with that path; NULL if no manifest lists it. */
const struct manifest_file *output_find_old(const struct output *output, struct str path) {
    size_t i = SIZE_MAX;
    dictionary_get(output->old_files, path, &i);
    return i < output->old.n_files ? &output->old.files[i] : NULL;
}

const struct manifest_unit *output_find_unit(const struct output *output, struct str id) {
    size_t i;
    return dictionary_get(output->old_units, id, &i) ? &output->old.units[i] : NULL;
}

bool output_is_now(const struct output *output, struct str path) {
    size_t i;
    return dictionary_get(output->now_files, path, &i);
}

void output_add_file(struct output *output, struct manifest_file file) {
    struct manifest *now = &output->now;
    if (dictionary_put(output->now_files, file.path, now->n_files)) {
        ARENA_PUSH(now->arena, now->files, now->n_files, now->files_capacity, file);
    }
}

void output_add_unit(struct output *output, struct manifest_unit unit) {
    struct manifest *now = &output->now;
    ARENA_PUSH(now->arena, now->units, now->n_units, now->units_capacity, unit);
}

struct output output_for(const struct output *output, struct arena *arena, struct papers *papers,
                         struct diag *reported) {
    struct output own = *output;
    own.arena = arena;
    own.papers = papers;
    own.reported = reported;
    own.n_temporary = 0;
    return own;
}

/* A copy, or the text of the institution before it, which mostly says the same. */
static struct str keep_text(struct arena *arena, struct str text, struct str last) {
    return text.len && str_equal(text, last) ? last : str_copy(arena, text);
}

static struct str *keep_sources(struct arena *arena, const struct manifest_unit *unit,
                                const struct manifest_unit *last) {
    struct str *copies = ARENA_ARRAY(arena, struct str, unit->n_sources);
    for (size_t i = 0; i < unit->n_sources; i++) {
        bool has_last = last && i < last->n_sources;
        copies[i] =
            keep_text(arena, unit->sources[i], has_last ? last->sources[i] : (struct str){0});
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

bool output_take_again(const struct output *output, struct papers *papers, struct arena *arena,
                       const struct manifest_unit *unit) {
    size_t n_before = papers->n_files;
    bool is_whole = true;
    for (size_t i = 0; is_whole && i < unit->n_files; i++) {
        const struct manifest_file *file = output_find_old(output, unit->files[i]);
        struct arena_mark mark = arena_mark(arena);
        struct str sha256;
        is_whole = file && file->is_built &&
                   folder_hash(output->folder, arena, file->path, &sha256) &&
                   str_equal(sha256, file->sha256);
        arena_rewind(arena, mark);
        if (is_whole) {
            struct staged staged = {.file = *file};
            ARENA_PUSH(arena, papers->files, papers->n_files, papers->capacity, staged);
        }
    }
    papers->n_files = is_whole ? papers->n_files : n_before;
    return is_whole;
}

void output_keep(struct output *output, const struct manifest_unit *unit) {
    struct manifest_unit kept = *unit;
    kept.is_kept = true;
    output_add_unit(output, kept);
    for (size_t i = 0; i < unit->n_files; i++) {
        const struct manifest_file *file = output_find_old(output, unit->files[i]);
        if (file) {
            output_add_file(output, *file);
            dictionary_put(output->taken, lower(output->held, file->path), 0);
        }
    }
}

/* ---- names ---------------------------------------------------------------------------------- */

bool output_is_ours(const struct output *output, struct str path) {
    size_t i;
    return dictionary_get(output->old_files, path, &i);
}

static void refuse(const struct output *output, enum diag_id id, struct str path,
                   struct diag *diag) {
    struct source *source = ARENA_NEW(output->arena, struct source);
    source->file = str_copy(output->arena, path);
    diag_report(
        diag, &(struct diag_note){.id = id, .origin = {.source = source}, .args = {source->file}});
}

/* Paths are unique by construction but for codes made up to clash, of one name and region; the
 * later product is refused then. On Windows letters are the same in either case. */
static bool take_path(struct output *output, struct str path) {
    if (dictionary_put(output->taken, lower(output->held, path), 0)) {
        return true;
    }
    refuse(output, DIAG_OUTPUT_TAKEN, path, output->reported);
    return false;
}

/* Somebody else's file has the name. The same bytes are as good as ours. */
static bool is_in_the_way(const struct output *output, const struct staged *staged) {
    return staged->temporary.len && !output->request->is_forced &&
           !output_is_ours(output, staged->file.path) &&
           folder_has(output->folder, staged->file.path) &&
           !folder_is_same(output->folder, staged->temporary, staged->file.path);
}

/* ---- what the last whole run left ------------------------------------------------------------ */

/* It lies there as the manifest has it. */
static bool is_as_listed(const struct output *output, struct arena *arena, struct str place,
                         const struct manifest_file *file) {
    struct str sha256;
    return folder_hash(output->folder, arena, place, &sha256) && str_equal(sha256, file->sha256);
}

bool output_find_last(const struct output *output, struct arena *arena, struct str path,
                      struct str *where) {
    const struct manifest_file *file = output_find_old(output, path);
    if (!file) {
        return false;
    }
    *where = path;
    if (!is_as_listed(output, arena, path, file)) {
        *where = join(arena, STR(FOLDER_LAST), file_last_part(path));
        return is_as_listed(output, arena, *where, file);
    }
    return true;
}

bool output_has_listed(const struct output *output, struct str path) {
    return output_find_old(output, path) != NULL;
}

/* Puts a table by that a later run compares with: were this run killed before its manifest is
 * written, it would be lost. */
static bool put_by(const struct output *output, struct str path) {
    struct arena *scratch = arena_open_like(output->arena);
    const struct manifest_file *old = output_find_old(output, path);
    bool done =
        !old || !previous_asks(path) || !is_as_listed(output, scratch, path, old) ||
        folder_adopt(output->folder, path, join(scratch, STR(FOLDER_LAST), file_last_part(path)),
                     output->request->trouble);
    arena_close(scratch);
    return done;
}

/* What is not known to be ours is written down before it gets its name. */
bool output_settle(struct output *output) {
    struct diag *trouble = output->request->trouble;
    bool done = true;
    for (size_t i = 0; done && i < output->n_staged; i++) {
        struct str path = output->staged[i].file.path;
        done = output_is_ours(output, path) || journal_add(output->journal, path, trouble);
    }
    done = done && journal_save(output->journal, trouble);
    for (size_t i = 0; done && i < output->n_staged; i++) {
        const struct staged *staged = &output->staged[i];
        done = put_by(output, staged->file.path) &&
               folder_adopt(output->folder, staged->temporary, staged->file.path, trouble);
    }
    output->n_staged = 0;
    return done;
}

/* Takes in one file whose name is free. */
static bool add_staged(struct output *output, const struct staged *staged) {
    struct arena *held = output->held;
    struct staged copy = {.file = {.path = str_copy(held, staged->file.path),
                                   .sha256 = str_copy(held, staged->file.sha256),
                                   .is_built = staged->file.is_built},
                          .temporary = str_copy(held, staged->temporary)};
    output_add_file(output, copy.file);
    output->n_written++;
    if (!copy.temporary.len) {
        return true;
    }
    if (folder_is_same(output->folder, copy.temporary, copy.file.path)) {
        folder_forget(output->folder, copy.temporary);
        return true;
    }
    ARENA_PUSH(output->arena, output->staged, output->n_staged, output->staged_capacity, copy);
    return output->n_staged < MOST_STAGED || output_settle(output);
}

void output_abandon(struct output *output) {
    const volatile sig_atomic_t *stop = output->request->stop;
    if (output->journal) {
        if (stop && *stop) {
            output_settle(output);
        }
        journal_end(output->journal, false);
        folder_undo(output->folder);
    }
}

bool output_add(struct output *output, const struct papers *papers) {
    struct arena *held = output->held;
    output->n_documents += papers->n_documents;
    output->n_pages += papers->n_pages;
    output->n_fresh += papers->is_fresh;
    const struct manifest_unit *last =
        output->now.n_units ? &output->now.units[output->now.n_units - 1] : NULL;
    struct manifest_unit unit = {
        .id = str_copy(held, papers->unit.id),
        .name = str_copy(held, papers->unit.name),
        .as_of = keep_text(held, papers->unit.as_of, last ? last->as_of : (struct str){0}),
        .n_sources = papers->unit.n_sources};
    bool done = true;
    unit.sources = keep_sources(held, &papers->unit, last);
    unit.files = ARENA_ARRAY(held, struct str, papers->n_files);
    for (size_t i = 0; done && i < papers->n_files; i++) {
        const struct staged *staged = &papers->files[i];
        if (!take_path(output, staged->file.path)) {
            folder_forget(output->folder, staged->temporary);
        } else if (is_in_the_way(output, staged)) {
            refuse(output, DIAG_OUTPUT_NOT_OURS, staged->file.path, output->reported);
            folder_forget(output->folder, staged->temporary);
        } else {
            done = add_staged(output, staged);
            unit.files[unit.n_files++] = output->now.files[output->now.n_files - 1].path;
        }
    }
    if (unit.n_files == papers->n_files) {
        unit.made_of = str_copy(held, papers->unit.made_of);
    }
    if (papers->n_files || output->is_build) {
        output_add_unit(output, unit);
    }
    return done;
}

/* Notes a file that has been made: as a paper of its institution, or at once as part of OUT. The
 * run's own tables cannot be left out. */
static bool stage(struct output *output, struct str path, struct str sha256, struct str temporary) {
    const struct manifest_file *old = output_find_old(output, path);
    struct staged staged = {.file = {.path = str_copy(output->arena, path),
                                     .sha256 = sha256,
                                     .is_built = output->is_build || (old && old->is_built)},
                            .temporary = temporary};
    struct papers *papers = output->papers;
    if (papers) {
        ARENA_PUSH(output->arena, papers->files, papers->n_files, papers->capacity, staged);
        return true;
    }
    if (!take_path(output, path)) {
        return true;
    }
    if (is_in_the_way(output, &staged)) {
        refuse(output, DIAG_OUTPUT_NOT_OURS, folder_join(output->folder, output->arena, path),
               output->request->trouble);
        return false;
    }
    return add_staged(output, &staged);
}

struct str output_name_temporary(struct output *output) {
    return output->papers
               ? str_format(output->arena, FOLDER_TEMPORARY "/%zu-%zu", output->papers->number,
                            output->n_temporary++)
               : str_format(output->arena, FOLDER_TEMPORARY "/%zu", output->n_temporary++);
}

/* ---- products ------------------------------------------------------------------------------- */

static bool write_bytes(struct output *output, struct str path, struct str bytes) {
    const struct batch_request *request = output->request;
    struct str temporary = {0};
    enum meter_part before = meter_turn(request->meter, METER_HASH);
    struct str sha256 = hash_sha256(output->arena, bytes);
    meter_turn(request->meter, METER_WRITE);
    bool is_there = folder_holds(output->folder, path, bytes);
    if (!is_there) {
        temporary = output_name_temporary(output);
        is_there = folder_write(output->folder, temporary, path, bytes, request->trouble);
    }
    bool done = is_there && stage(output, path, sha256, temporary);
    meter_turn(request->meter, before);
    return done;
}

/* The page or sheet dump and the pictures that tests and template authors look at. */
static bool write_extras(struct output *output, struct arena *scratch,
                         const struct product *product) {
    const struct batch_request *request = output->request;
    struct str flat = str_replace(scratch, product->path, STR("/"), STR("__"));
    flat = flat.len > LONGEST_FLAT ? file_hashed_part(scratch, flat, flat) : flat;
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
    document_audit(scratch, product->document, found);
    if (diag_n(found) > 0) {
        diag_give(output->reported, diag_take(found, scratch), output->reported);
    }
}

/* The pictures of its pages that index.html shows. */
static bool write_pictures(struct output *output, struct arena *scratch,
                           const struct product *product) {
    const struct batch_request *request = output->request;
    size_t n = request->has_previews ? previews_n_pages(product, output->papers != NULL) : 0;
    bool done = true;
    for (size_t i = 0; done && i < n; i++) {
        struct str png;
        done = write_png(output->press, scratch, product->document, i, PICTURE_DPI,
                         request->trouble, &png) &&
               write_bytes(output, previews_path(scratch, product->path, i + 1), png);
    }
    return done;
}

static bool write_document(struct output *output, struct arena *scratch,
                           const struct product *product) {
    struct str bytes;
    enum meter_part before = meter_turn(output->request->meter, METER_AUDIT);
    audit(output, scratch, product);
    meter_turn(output->request->meter, before);
    return write_pdf(output->press, scratch, product->document, output->request->trouble, &bytes) &&
           write_bytes(output, product->path, bytes) && write_pictures(output, scratch, product);
}

bool output_stage_file(struct output *output, struct arena *scratch, struct str path,
                       struct str temporary) {
    struct str from = folder_join(output->folder, scratch, temporary);
    struct str sha256 = hash_sha256_file(output->arena, from);
    return sha256.len ? stage(output, path, sha256, temporary)
                      : file_report_write(output->request->trouble, from, EIO);
}

/* The library writes files by name. */
static bool write_workbook(struct output *output, struct arena *scratch,
                           const struct product *product) {
    struct str temporary = output_name_temporary(output);
    struct str path = folder_join(output->folder, scratch, temporary);
    enum meter_part before = meter_turn(output->request->meter, METER_BOOKS);
    bool done = write_xlsx(scratch, product->workbook, path, output->request->trouble) &&
                output_stage_file(output, scratch, product->path, temporary);
    meter_turn(output->request->meter, before);
    return done;
}

void output_put_pieces(struct arena *arena, const struct text_source *pieces,
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
    struct str temporary = output_name_temporary(output);
    struct folder_file file = folder_begin(output->folder, temporary);
    output_put_pieces(scratch, product->pieces, &file);
    return folder_end(output->folder, &file, temporary, product->path, output->request->trouble) &&
           output_stage_file(output, scratch, product->path, temporary);
}

static bool take(void *context, const struct product *product) {
    struct output *output = context;
    if (!engine_goes_on(output->request)) {
        return false;
    }
    struct arena *scratch = arena_open_like(output->arena);
    bool done;
    if (product->document) {
        struct papers *papers = output->papers;
        *(papers ? &papers->n_documents : &output->n_documents) += 1;
        *(papers ? &papers->n_pages : &output->n_pages) += product->document->n_pages;
        done = write_document(output, scratch, product);
    } else if (product->workbook) {
        done = write_workbook(output, scratch, product);
    } else if (product->pieces) {
        done = write_pieces(output, scratch, product);
    } else {
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

bool output_book(struct output *output, struct str path, const struct workbook *workbook) {
    struct arena *scratch = arena_open_like(output->arena);
    const struct product product = {.path = file_last_part(path), .workbook = workbook};
    bool done = write_xlsx(scratch, workbook, path, output->request->trouble) &&
                write_extras(output, scratch, &product);
    arena_close(scratch);
    return done;
}
