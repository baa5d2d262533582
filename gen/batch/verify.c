/* Tells what of an OUT is not as its manifest says. */
#include "batch/engine.h"
#include "batch/folder.h"
#include "batch/manifest.h"
#include "batch/sight.h"

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

static void count_sights(struct verifying *verifying, const unsigned char *sights) {
    for (size_t i = 0; i < verifying->manifest.n_files; i++) {
        struct str path = verifying->manifest.files[i].path;
        dictionary_put(verifying->listed, path, i);
        if (sights[i] == SIGHT_MISSING) {
            complain(verifying, DIAG_VERIFY_MISSING, path, &verifying->n_missing);
        } else if (sights[i] == SIGHT_CHANGED) {
            complain(verifying, DIAG_VERIFY_CHANGED, path, &verifying->n_changed);
        }
    }
}

/* Holds every file against the manifest. False, reported, if it was stopped. */
static bool verify_files(struct verifying *verifying) {
    const unsigned char *sights =
        sight_take(verifying->request, verifying->arena, verifying->folder, &verifying->manifest);
    bool done = sights && engine_goes_on(verifying->request);
    if (done) {
        count_sights(verifying, sights);
    }
    return done;
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
        if (!verify_files(&verifying)) {
            return BATCH_FAILED;
        }
        folder_walk(verifying.folder, note_extra, &verifying);
        tell(&verifying);
        outcome = diag_n(verifying.found) ? BATCH_INPUT_ERRORS : outcome;
    }
    return outcome;
}
