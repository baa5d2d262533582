/* What lies below the paths of a command line, in an order that does not depend on the disk. */
/* realpath */
#define _XOPEN_SOURCE 700

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

static bool report(struct diag *diag, struct str path, const struct source *source, int error) {
    struct diag_note note = {DIAG_FILE_DENIED, {source, 0, 0, 0}, .args = {path}};
    if (error == ENOENT || error == ENOTDIR || error == ENAMETOOLONG || error == ELOOP) {
        note.id = DIAG_FILE_MISSING;
    } else if (error != EACCES && error != EPERM) {
        note.id = DIAG_FILE_READ;
    }
    diag_report(diag, &note);
    return false;
}

/* Reports at a name below the argument; the argument itself has none. */
static bool report_entry(struct diag *diag, const struct file_entry *entry, struct str path,
                         int error) {
    const struct source source = {.file = entry->name};
    return report(diag, path, entry->name.len ? &source : NULL, error);
}

static bool report_limit(struct diag *diag, struct str path) {
    const struct source source = {.file = path};
    struct str limit = diag_word_number(diag_scratch(diag), DIAG_WORD_LIMIT_FILES, MAX_ENTRIES);
    diag_report(diag, &(struct diag_note){DIAG_FILE_LIMIT, {&source, 0, 0, 0}, .args = {limit}});
    return false;
}

/* Adds a folder to be opened, or else a file; what is neither cannot be read, and is to be listed.
 */
static void add_found(struct walk *walk, struct file_entry entry, const struct stat *status,
                      bool is_link) {
    if (!S_ISDIR(status->st_mode)) {
        entry.size =
            S_ISREG(status->st_mode) && status->st_size > 0 ? (uint64_t)status->st_size : 0;
        ARENA_PUSH(walk->arena, walk->files, walk->n_files, walk->files_capacity, entry);
    } else if (!is_link) {
        ARENA_PUSH(walk->arena, walk->folders, walk->n_folders, walk->folders_capacity, entry);
    } else {
        struct str path =
            str_concat(walk->arena, file_printable(walk->arena, entry.path), STR(" (link)"));
        report_entry(walk->diag, &entry, path, EISDIR);
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
    entry.name = str_format(walk->arena, "%" STR_FMT "%s%" STR_FMT, STR_ARG(folder->name),
                            folder->name.len ? "/" : "",
                            STR_ARG(file_printable(walk->arena, str_from_c(name))));
    struct stat link = {0};
    struct stat status = {0};
    bool is_link = lstat(path, &link) == 0 && S_ISLNK(link.st_mode);
    /* a link to nowhere stays in the list, without a kind */
    if (stat(path, &status)) {
        status.st_mode = 0;
    }
    add_found(walk, entry, &status, is_link);
}

/* A folder below the argument that cannot be opened is listed like a file: reading it says why. */
static bool read_folder(struct walk *walk, const struct file_entry *folder) {
    DIR *stream = opendir(str_to_c(walk->arena, folder->path));
    if (!stream && folder->name.len) {
        ARENA_PUSH(walk->arena, walk->files, walk->n_files, walk->files_capacity, *folder);
        return true;
    }
    if (!stream) {
        return report_entry(walk->diag, folder, file_printable(walk->arena, folder->path), errno);
    }
    struct dirent *found = NULL;
    errno = 0;
    while (walk->n_files + walk->n_folders <= MAX_ENTRIES && (found = readdir(stream))) {
        visit(walk, folder, found->d_name);
        errno = 0;
    }
    int error = errno;
    closedir(stream);
    return !error ||
           report_entry(walk->diag, folder, file_printable(walk->arena, folder->path), error);
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
        return report(diag, file_printable(arena, path), NULL, errno);
    }
    struct file_entry top = {.path = path};
    if (S_ISDIR(status.st_mode)) {
        if (!read_folder(&walk, &top)) {
            return false;
        }
    } else if (S_ISREG(status.st_mode)) {
        top.name = file_printable(arena, file_last_part(path));
        add_found(&walk, top, &status, false);
    } else {
        return report(diag, file_printable(arena, path), NULL, ENODEV);
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

bool file_real(struct arena *arena, struct str path, struct str *real) {
    char *found = realpath(str_to_c(arena, path), NULL);
    *real = found ? str_copy(arena, str_from_c(found)) : (struct str){NULL, 0};
    free(found);
    return real->len > 0;
}
