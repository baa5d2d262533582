/* Holds what lies in an OUT against its manifest. */
#define _DEFAULT_SOURCE /* MAP_ANONYMOUS */
#include "batch/sight.h"

#include <errno.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

/* The files that are looked at. */
struct gaze {
    const struct batch_request *request;
    struct arena *arena;
    const struct folder *folder;
    const struct manifest *manifest;
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

static unsigned char look_at(const struct gaze *gaze, size_t i, struct arena *scratch) {
    const struct manifest_file *file = &gaze->manifest->files[i];
    if (!folder_has(gaze->folder, file->path)) {
        return SIGHT_MISSING;
    }
    return is_as_listed(gaze->folder, scratch, file) ? SIGHT_GOOD : SIGHT_CHANGED;
}

/* Looks at each n-th file from the first-th on that nobody has looked at. */
static bool look(const struct gaze *gaze, unsigned char *sights, size_t first, size_t n) {
    struct arena *scratch = arena_open_like(gaze->arena);
    bool goes_on = true;
    for (size_t i = first; goes_on && i < gaze->manifest->n_files; i += n) {
        if (sights[i] == SIGHT_NONE) {
            sights[i] = look_at(gaze, i, scratch);
            arena_reset(scratch);
        }
        goes_on = !gaze->request->stop || !*gaze->request->stop;
    }
    arena_close(scratch);
    return goes_on;
}

/* Looks at them in several processes, which write what they see into common memory; what one that
 * died has not looked at is left. */
static void look_together(const struct gaze *gaze, unsigned char *sights, size_t n) {
    pid_t *children = ARENA_ARRAY(gaze->arena, pid_t, n);
    for (size_t i = 0; i < n; i++) {
        children[i] = fork();
        if (children[i] == 0) {
            _exit(look(gaze, sights, i, n) ? 0 : 1);
        }
    }
    for (size_t i = 0; i < n; i++) {
        int status;
        while (children[i] > 0 && waitpid(children[i], &status, 0) < 0 && errno == EINTR) {
        }
    }
}

const unsigned char *sight_take(const struct batch_request *request, struct arena *arena,
                                const struct folder *folder, const struct manifest *manifest) {
    const struct gaze gaze = {request, arena, folder, manifest};
    size_t n_files = manifest->n_files, n_jobs = request->n_jobs;
    size_t n = n_jobs < n_files ? n_jobs : n_files;
    unsigned char *sights = ARENA_ARRAY(arena, unsigned char, n_files);
    void *common =
        n > 1 ? mmap(NULL, n_files, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0)
              : MAP_FAILED;
    if (common != MAP_FAILED) {
        look_together(&gaze, common, n);
        memcpy(sights, common, n_files);
        munmap(common, n_files);
    }
    return look(&gaze, sights, 0, 1) ? sights : NULL;
}
