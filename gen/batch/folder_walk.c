/* What lies in OUT, whoever put it there. */
#include <dirent.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "batch/folder.h"

/* Deepest folder that is looked into: ours are not deep. */
#define MOST_DEPTH 32

/* A walk, and the path it is at. */
struct walk {
    void (*visit)(void *context, struct str name);
    void *context;
    char path[4096];
};

static void walk_folder(struct walk *walk, int at, size_t len, int depth);

/* One entry of the folder that the path leads to. */
static void walk_entry(struct walk *walk, int at, const char *entry, size_t len, int depth) {
    size_t size = strlen(entry);
    struct stat status;
    if (strcmp(entry, ".") == 0 || strcmp(entry, "..") == 0 ||
        (len == 0 && strcmp(entry, FOLDER_OWN) == 0) || len + size + 2 > sizeof walk->path ||
        fstatat(at, entry, &status, AT_SYMLINK_NOFOLLOW)) {
        return;
    }
    memcpy(walk->path + len, entry, size);
    if (!S_ISDIR(status.st_mode)) {
        walk->visit(walk->context, (struct str){walk->path, len + size});
        return;
    }
    int below = openat(at, entry, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    walk->path[len + size] = '/';
    walk_folder(walk, below, len + size + 1, depth + 1);
}

/* Closes the folder. */
static void walk_folder(struct walk *walk, int at, size_t len, int depth) {
    DIR *stream = at < 0 ? NULL : fdopendir(at);
    for (struct dirent *found; stream && depth < MOST_DEPTH && (found = readdir(stream));) {
        walk_entry(walk, dirfd(stream), found->d_name, len, depth);
    }
    if (stream) {
        closedir(stream);
    } else if (at >= 0) {
        close(at);
    }
}

void folder_walk(const struct folder *folder, void (*visit)(void *context, struct str name),
                 void *context) {
    struct walk walk = {.visit = visit, .context = context};
    walk_folder(&walk, openat(folder->root, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC), 0, 0);
}
