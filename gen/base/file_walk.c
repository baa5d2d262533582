/* What lies below the paths of a command line, in an order that does not depend on the disk. */
#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/file.h"

#define MAX_ENTRIES 1000000

/* A walk under way. */
struct walk {
    struct arena *arena;
    struct diag *diag;
    /* Folders still to be opened: path, and name below the argument. */
    struct file_entry *folders;
    size_t n_folders;
    size_t folders_capacity;
    /* Files found. */
    struct file_entry *files;
    size_t n_files;
    size_t files_capacity;
};

static bool report(struct diag *diag, struct str path, int error) {
    struct diag_note note = {.id = DIAG_FILE_DENIED, .args = {path}};
    if (error == ENOENT || error == ENOTDIR || error == ENAMETOOLONG || error == ELOOP) {
        note.id = DIAG_FILE_MISSING;
    } else if (error != EACCES && error != EPERM) {
        note.id = DIAG_FILE_READ;
    }
    diag_report(diag, &note);
    return false;
}

static bool report_limit(struct diag *diag, struct str path) {
    struct source *source = ARENA_NEW(diag->arena, struct source);
    source->file = str_copy(diag->arena, path);
    diag_report(diag, &(struct diag_note){
                          DIAG_FILE_LIMIT, {source, 0, 0, 0}, .args = {STR("files > 1000000")}});
    return false;
}

static void add_found(struct walk *walk, struct file_entry entry, const struct stat *status,
                      bool is_link) {
    if (S_ISREG(status->st_mode)) {
        entry.size = status->st_size > 0 ? (uint64_t)status->st_size : 0;
        ARENA_PUSH(walk->arena, walk->files, walk->n_files, walk->files_capacity, entry);
    } else if (S_ISDIR(status->st_mode) && !is_link) {
        ARENA_PUSH(walk->arena, walk->folders, walk->n_folders, walk->folders_capacity, entry);
    }
}

/* Looks at one name of a folder. */
static void visit(struct walk *walk, const struct file_entry *folder, const char *name) {
    if (name[0] == '.' || strncmp(name, "~$", 2) == 0) {
        return;
    }
    struct file_entry entry = {0};
    bool has_slash = str_ends(folder->path, STR("/"));
    char *path =
        str_to_c(walk->arena, str_format(walk->arena, "%" STR_FMT "%s%s", STR_ARG(folder->path),
                                         has_slash ? "" : "/", name));
    entry.path = str_from_c(path);
    entry.name = str_format(walk->arena, "%" STR_FMT "%s%s", STR_ARG(folder->name),
                            folder->name.len ? "/" : "", name);
    struct stat link;
    struct stat status;
    if (lstat(path, &link) || stat(path, &status)) {
        report(walk->diag, entry.path, errno);
        return;
    }
    add_found(walk, entry, &status, S_ISLNK(link.st_mode));
}

static bool read_folder(struct walk *walk, const struct file_entry *folder) {
    DIR *stream = opendir(str_to_c(walk->arena, folder->path));
    if (!stream) {
        return report(walk->diag, folder->path, errno);
    }
    struct dirent *found = NULL;
    errno = 0;
    while (walk->n_files + walk->n_folders <= MAX_ENTRIES && (found = readdir(stream))) {
        visit(walk, folder, found->d_name);
        errno = 0;
    }
    int error = errno;
    closedir(stream);
    return error ? report(walk->diag, folder->path, error) : true;
}

static int compare_names(const void *a, const void *b) {
    const struct file_entry *left = a;
    const struct file_entry *right = b;
    return str_compare(left->name, right->name);
}

bool file_walk(struct arena *arena, struct str path, struct diag *diag, struct file_entry **entries,
               size_t *n_entries) {
    struct walk walk = {.arena = arena, .diag = diag};
    *entries = NULL;
    *n_entries = 0;
    struct stat status;
    if (stat(str_to_c(arena, path), &status)) {
        return report(diag, path, errno);
    }
    struct file_entry top = {.path = path};
    if (S_ISDIR(status.st_mode)) {
        if (!read_folder(&walk, &top)) {
            return false;
        }
    } else if (S_ISREG(status.st_mode)) {
        top.name = file_last_part(path);
        add_found(&walk, top, &status, false);
    } else {
        return report(diag, path, ENODEV);
    }
    while (walk.n_folders && walk.n_files + walk.n_folders <= MAX_ENTRIES) {
        struct file_entry folder = walk.folders[--walk.n_folders];
        read_folder(&walk, &folder);
    }
    if (walk.n_files + walk.n_folders > MAX_ENTRIES) {
        return report_limit(diag, path);
    }
    if (walk.n_files) {
        qsort(walk.files, walk.n_files, sizeof *walk.files, compare_names);
    }
    *entries = walk.files;
    *n_entries = walk.n_files;
    return true;
}
