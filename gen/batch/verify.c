/* Holds what lies in an OUT against its manifest. */
#define _DEFAULT_SOURCE /* MAP_ANONYMOUS */
#include "batch/engine.h"
#include "batch/folder.h"
#include "batch/manifest.h"

#include <errno.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

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

/* ---- one file -------------------------------------------------------------------------------- */

/* What comes of looking at a file. */
enum sight {
    /* Nobody has looked. */
    UNSEEN,
    GOOD,
    MISSING,
    CHANGED,
};

static bool is_as_listed(const struct folder *folder, struct arena *scratch,
                         const struct manifest_file *file) {
    struct hash_pair pair;
    if (!file->sm3.len) {
        return folder_hash(folder, scratch, file->path, &pair.sha256) &&
               str_equal(pair.sha256, file->sha256);
    }
    return folder_hash_pair(folder, scratch, file->path, &pair) &&
           str_equal(pair.sha256, file->sha256) && str_equal(pair.sm3, file->sm3);
}

static unsigned char look_at(const struct verifying *verifying, size_t i, struct arena *scratch) {
    const struct manifest_file *file = &verifying->manifest.files[i];
    if (!folder_has(verifying->folder, file->path)) {
        return MISSING;
    }
    return is_as_listed(verifying->folder, scratch, file) ? GOOD : CHANGED;
}

/* ---- all of them ----------------------------------------------------------------------------- */

/* Looks at each n-th file from the first-th on that nobody has looked at. */
static bool look(const struct verifying *verifying, unsigned char *sights, size_t first, size_t n) {
    struct arena *scratch = arena_open_like(verifying->arena);
    bool goes_on = true;
    for (size_t i = first; goes_on && i < verifying->manifest.n_files; i += n) {
        if (sights[i] == UNSEEN) {
            sights[i] = look_at(verifying, i, scratch);
            arena_reset(scratch);
        }
        goes_on = !verifying->request->stop || !*verifying->request->stop;
    }
    arena_close(scratch);
    return goes_on;
}

/* Looks at them in several processes, which write what they see into common memory; what one that
 * died has not looked at is left. */
static void look_together(const struct verifying *verifying, unsigned char *sights, size_t n) {
    pid_t *children = ARENA_ARRAY(verifying->arena, pid_t, n);
    for (size_t i = 0; i < n; i++) {
        children[i] = fork();
        if (children[i] == 0) {
            _exit(look(verifying, sights, i, n) ? 0 : 1);
        }
    }
    for (size_t i = 0; i < n; i++) {
        int status;
        while (children[i] > 0 && waitpid(children[i], &status, 0) < 0 && errno == EINTR) {
        }
    }
}

static void count_sights(struct verifying *verifying, const unsigned char *sights) {
    for (size_t i = 0; i < verifying->manifest.n_files; i++) {
        struct str path = verifying->manifest.files[i].path;
        dictionary_put(verifying->listed, path, i);
        if (sights[i] == MISSING) {
            complain(verifying, DIAG_VERIFY_MISSING, path, &verifying->n_missing);
        } else if (sights[i] == CHANGED) {
            complain(verifying, DIAG_VERIFY_CHANGED, path, &verifying->n_changed);
        }
    }
}

/* Holds every file against the manifest. False, reported, if it was stopped. */
static bool verify_files(struct verifying *verifying) {
    size_t n_files = verifying->manifest.n_files, n_jobs = verifying->request->n_jobs;
    size_t n = n_jobs < n_files ? n_jobs : n_files;
    void *common =
        n > 1 ? mmap(NULL, n_files, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0)
              : MAP_FAILED;
    unsigned char *sights =
        common == MAP_FAILED ? ARENA_ARRAY(verifying->arena, unsigned char, n_files) : common;
    if (common != MAP_FAILED) {
        look_together(verifying, sights, n);
    }
    bool done = look(verifying, sights, 0, 1) && engine_goes_on(verifying->request);
    if (done) {
        count_sights(verifying, sights);
    }
    if (common != MAP_FAILED) {
        munmap(common, n_files);
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
