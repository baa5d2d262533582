/* Holds what lies in an OUT against its manifest. */
#include "batch/engine.h"
#include "batch/folder.h"
#include "batch/manifest.h"

/* One OUT while it is looked through. */
struct verifying {
    const struct batch_request *request;
    struct arena *arena;
    struct folder *folder;
    struct manifest manifest;
    /* Paths that the manifest lists. */
    struct dictionary *listed;
    struct diag *found;
    size_t n_missing, n_changed, n_extra;
};

static void complain(struct verifying *verifying, enum diag_id id, struct str path, size_t *n) {
    struct source *source = ARENA_NEW(verifying->arena, struct source);
    source->file = file_printable(verifying->arena, path);
    (*n)++;
    diag_report(verifying->found, &(struct diag_note){.id = id, .origin = {.source = source}});
}

static void verify_file(struct verifying *verifying, const struct manifest_file *file) {
    struct arena *scratch = arena_open_like(verifying->arena);
    struct str sha256;
    dictionary_put(verifying->listed, file->path, 0);
    if (!folder_has(verifying->folder, file->path)) {
        complain(verifying, DIAG_VERIFY_MISSING, file->path, &verifying->n_missing);
    } else if (!folder_hash(verifying->folder, scratch, file->path, &sha256) ||
               !str_equal(sha256, file->sha256)) {
        complain(verifying, DIAG_VERIFY_CHANGED, file->path, &verifying->n_changed);
    }
    arena_close(scratch);
}

static void note_extra(void *context, struct str path) {
    struct verifying *verifying = context;
    size_t number;
    if (!str_is(path, MANIFEST_NAME) && !dictionary_get(verifying->listed, path, &number)) {
        complain(verifying, DIAG_VERIFY_EXTRA, path, &verifying->n_extra);
    }
}

static void tell(const struct verifying *verifying) {
    const size_t counts[] = {verifying->manifest.n_files, verifying->n_missing,
                             verifying->n_changed, verifying->n_extra};
    struct str words[5] = {verifying->folder->path};
    for (size_t i = 0; i < 4; i++) {
        words[i + 1] = str_format(verifying->arena, "%zu", counts[i]);
    }
    const struct batch_news news = {.event = BATCH_PROBLEMS, .problems = verifying->found};
    verifying->request->listener.hear(verifying->request->listener.context, &news);
    engine_tell(verifying->request, BATCH_VERIFIED, words, 5);
}

/* Opens an OUT; false after reporting why it is none. */
static bool open_output(struct verifying *verifying, struct str path) {
    struct diag *trouble = verifying->request->trouble;
    verifying->folder = folder_look(verifying->arena, path);
    if (!verifying->folder && !file_exists(path, NULL, trouble)) {
        return false;
    }
    if (verifying->folder) {
        manifest_read(&verifying->manifest, verifying->arena, verifying->folder,
                      diag_open(verifying->arena));
    }
    if (!verifying->manifest.version.len) {
        diag_report(trouble, &(struct diag_note){DIAG_VERIFY_NO_MANIFEST, .args = {path}});
        return false;
    }
    return true;
}

enum batch_outcome batch_verify(const struct batch_request *request) {
    enum batch_outcome outcome = BATCH_DONE;
    for (size_t i = 0; i < request->n_inboxes; i++) {
        struct verifying verifying = {.request = request,
                                      .arena = request->arena,
                                      .listed = dictionary_open(request->arena),
                                      .found = diag_open(request->arena)};
        if (!open_output(&verifying, request->inboxes[i])) {
            return BATCH_NOT_FOUND;
        }
        const struct manifest *manifest = &verifying.manifest;
        for (size_t k = 0; k < manifest->n_files; k++) {
            if (!engine_goes_on(request)) {
                return BATCH_FAILED;
            }
            verify_file(&verifying, &manifest->files[k]);
        }
        folder_walk(verifying.folder, note_extra, &verifying);
        tell(&verifying);
        outcome = diag_n(verifying.found) ? BATCH_INPUT_ERRORS : outcome;
    }
    return outcome;
}
