/*
 * Whole files in and out. Everything the program reads or writes by itself passes here; a file that
 * is written appears under its name complete or not at all.
 */
#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Longest path with its NUL. */
#define PATH_SIZE 4096
/* Bytes compared at a time. */
#define COMPARE_SIZE 32768

/* ---- paths and messages ---------------------------------------------------------------------- */

/* A path for the system; false with errno when it can be none. */
static bool path_to_c(struct str path, char text[PATH_SIZE]) {
    if (path.len >= PATH_SIZE) {
        errno = ENAMETOOLONG;
        return false;
    }
    if (!path.len || memchr(path.data, 0, path.len)) {
        errno = EINVAL;
        return false;
    }
    memcpy(text, path.data, path.len);
    text[path.len] = 0;
    return true;
}

/* A hidden name beside `path` that no other process uses at the same time. */
static bool name_temporary(struct str path, char text[PATH_SIZE]) {
    struct str folder = str_slice(path, 0, path.len - file_last_part(path).len);
    int size = snprintf(text, PATH_SIZE, "%" STR_FMT ".~%016" PRIx64 "-%ld", STR_ARG(folder),
                        str_hash(path), (long)getpid());
    if (size < 0 || size >= PATH_SIZE) {
        errno = ENAMETOOLONG;
        return false;
    }
    return true;
}

static bool is_folder(const char *path) {
    struct stat status;
    return stat(path, &status) == 0 && S_ISDIR(status.st_mode);
}

/* Makes the folders above the last part of `path`. */
static bool make_folders(const char *path) {
    char folder[PATH_SIZE];
    size_t size = strlen(path);
    memcpy(folder, path, size + 1);
    char *last = strrchr(folder, '/');
    if (!last || last == folder) {
        return true;
    }
    *last = 0;
    if (is_folder(folder)) {
        return true;
    }
    for (char *at = folder + 1; at <= last; at++) {
        if (*at != '/' && at != last) {
            continue;
        }
        *at = 0;
        if (!is_folder(folder) && mkdir(folder, 0777)) {
            int error = errno;
            if (!is_folder(folder)) {
                errno = error == EEXIST ? ENOTDIR : error;
                return false;
            }
        }
        *at = at == last ? 0 : '/';
    }
    return true;
}

static struct str error_text(struct arena *arena, int error) {
    char text[128];
    if (strerror_r(error, text, sizeof text)) {
        return str_format(arena, "errno %d", error);
    }
    return str_copy(arena, str_from_c(text));
}

static bool report_read(struct diag *diag, struct str path, const struct source *source,
                        int error) {
    struct str name = file_printable(diag_scratch(diag), path);
    struct diag_note note = {DIAG_FILE_READ, {source, 0, 0, 0}, .args = {name}};
    if (error == ENOENT || error == ENOTDIR) {
        note.id = DIAG_FILE_MISSING;
    } else if (error == EACCES || error == EPERM) {
        note.id = DIAG_FILE_DENIED;
    } else {
        note.args[0] = str_format(diag_scratch(diag), "%" STR_FMT " (%" STR_FMT ")", STR_ARG(name),
                                  STR_ARG(error_text(diag_scratch(diag), error)));
    }
    diag_report(diag, &note);
    return false;
}

bool file_report_write(struct diag *diag, struct str path, int error) {
    struct diag_note note = {
        .id = DIAG_OUTPUT_FAILED,
        .args = {file_printable(diag_scratch(diag), path), error_text(diag_scratch(diag), error)}};
    if (error == EACCES || error == EPERM || error == EROFS) {
        note.id = DIAG_OUTPUT_DENIED;
    } else if (error == ENOSPC || error == EDQUOT || error == EFBIG) {
        note.id = DIAG_OUTPUT_FULL;
    }
    diag_report(diag, &note);
    return false;
}

/* ---- reading --------------------------------------------------------------------------------- */

/* As read(2), but not short before the end of the file. */
static ssize_t read_fully(int file, char *bytes, size_t size) {
    size_t got = 0;
    while (got < size) {
        ssize_t n = read(file, bytes + got, size - got);
        if (n == 0) {
            break;
        }
        if (n > 0) {
            got += (size_t)n;
        } else if (errno != EINTR) {
            return -1;
        }
    }
    return (ssize_t)got;
}

/* Opens a regular file and asks its size; -1 with errno otherwise. A pipe must not stop the run, so
 * nothing waits in open. */
static int open_regular(const char *path, struct stat *status) {
    int file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (file < 0) {
        return -1;
    }
    int error = fstat(file, status) ? errno : 0;
    if (!error && !S_ISREG(status->st_mode)) {
        error = S_ISDIR(status->st_mode) ? EISDIR : ENODEV;
    }
    if (error) {
        close(file);
        errno = error;
        return -1;
    }
    return file;
}

bool file_exists(struct str path, const struct source *source, struct diag *diag) {
    char text[PATH_SIZE];
    struct stat status;
    int file = path_to_c(path, text) ? open_regular(text, &status) : -1;
    if (file < 0) {
        return report_read(diag, path, source, errno);
    }
    close(file);
    return true;
}

bool file_read(struct arena *arena, struct str path, uint64_t limit, const struct source *source,
               struct diag *diag, struct str *bytes) {
    char text[PATH_SIZE];
    struct stat status;
    *bytes = (struct str){NULL, 0};
    int file = path_to_c(path, text) ? open_regular(text, &status) : -1;
    if (file < 0) {
        return report_read(diag, path, source, errno);
    }
    uint64_t size = status.st_size > 0 ? (uint64_t)status.st_size : 0;
    ssize_t got = 0;
    int error = 0;
    if (size <= limit) {
        /* One byte more shows a file that grew meanwhile, and is a NUL behind one that did not. */
        char *data = arena_alloc_raw(arena, (size_t)size + 1, 1);
        data[size] = '\0';
        got = read_fully(file, data, (size_t)size + 1);
        error = got < 0 ? errno : (uint64_t)got > size ? EBUSY : 0;
        *bytes = (struct str){data, got < 0 ? 0 : (size_t)got};
    }
    close(file);
    if (error) {
        return report_read(diag, path, source, error);
    }
    if (size > limit) {
        struct str megabytes =
            str_format(diag_scratch(diag), "%" PRIu64, (limit + 1048575) / 1048576);
        diag_report(
            diag, &(struct diag_note){DIAG_FILE_TOO_LARGE, {source, 0, 0, 0}, .args = {megabytes}});
        return false;
    }
    return true;
}

/* ---- writing --------------------------------------------------------------------------------- */

static bool holds_bytes(const char *path, struct str bytes) {
    struct stat status;
    int file = open_regular(path, &status);
    if (file < 0) {
        return false;
    }
    bool is_same = status.st_size >= 0 && (uint64_t)status.st_size == bytes.len;
    char part[COMPARE_SIZE];
    for (size_t done = 0; is_same && done < bytes.len;) {
        size_t size = bytes.len - done < sizeof part ? bytes.len - done : sizeof part;
        is_same = read_fully(file, part, size) == (ssize_t)size &&
                  memcmp(part, bytes.data + done, size) == 0;
        done += size;
    }
    close(file);
    return is_same;
}

static bool hold_the_same(const char *path, const char *other) {
    struct stat status;
    struct stat other_status;
    int file = open_regular(path, &status);
    int other_file = open_regular(other, &other_status);
    bool is_same = file >= 0 && other_file >= 0 && status.st_size == other_status.st_size;
    ssize_t size = 1;
    while (is_same && size > 0) {
        char part[COMPARE_SIZE];
        char other_part[COMPARE_SIZE];
        size = read_fully(file, part, sizeof part);
        is_same = size >= 0 && read_fully(other_file, other_part, sizeof other_part) == size &&
                  memcmp(part, other_part, (size_t)size) == 0;
    }
    if (file >= 0) {
        close(file);
    }
    if (other_file >= 0) {
        close(other_file);
    }
    return is_same;
}

/* Writes a new file; a full disk may show only when it is closed. */
static bool write_new(const char *path, struct str bytes) {
    unlink(path);
    int file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (file < 0) {
        return false;
    }
    int error = 0;
    for (size_t done = 0; !error && done < bytes.len;) {
        ssize_t n = write(file, bytes.data + done, bytes.len - done);
        if (n > 0) {
            done += (size_t)n;
        } else if (n == 0) {
            error = ENOSPC;
        } else if (errno != EINTR) {
            error = errno;
        }
    }
    if (close(file) && !error && errno != EINTR) {
        error = errno;
    }
    errno = error;
    return !error;
}

bool file_write(struct str path, struct str bytes, struct diag *diag) {
    char text[PATH_SIZE];
    char temporary[PATH_SIZE];
    if (!path_to_c(path, text) || !name_temporary(path, temporary) || !make_folders(text)) {
        return file_report_write(diag, path, errno);
    }
    if (holds_bytes(text, bytes)) {
        return true;
    }
    if (!write_new(temporary, bytes) || rename(temporary, text)) {
        int error = errno;
        unlink(temporary);
        return file_report_write(diag, path, error);
    }
    return true;
}

bool file_make_folders(struct str path, struct diag *diag) {
    char text[PATH_SIZE];
    if (path.len + 2 >= PATH_SIZE) {
        return file_report_write(diag, path, ENAMETOOLONG);
    }
    if (!path_to_c(path, text)) {
        return file_report_write(diag, path, errno);
    }
    /* make_folders leaves the last part out */
    memcpy(text + path.len, "/.", 3);
    return make_folders(text) || file_report_write(diag, path, errno);
}

bool file_begin(struct arena *arena, struct str path, struct diag *diag, struct str *temporary) {
    char text[PATH_SIZE];
    char name[PATH_SIZE];
    *temporary = (struct str){NULL, 0};
    if (!path_to_c(path, text) || !name_temporary(path, name) || !make_folders(text)) {
        return file_report_write(diag, path, errno);
    }
    unlink(name);
    *temporary = str_from_c(str_to_c(arena, str_from_c(name)));
    return true;
}

bool file_commit(struct str temporary, struct str path, struct diag *diag) {
    char from[PATH_SIZE];
    char to[PATH_SIZE];
    if (!path_to_c(temporary, from) || !path_to_c(path, to)) {
        return file_report_write(diag, path, errno);
    }
    bool is_good = true;
    if (!hold_the_same(from, to) && rename(from, to)) {
        is_good = file_report_write(diag, path, errno);
    }
    unlink(from);
    return is_good;
}

void file_remove(struct str path) {
    char text[PATH_SIZE];
    if (path_to_c(path, text)) {
        unlink(text);
    }
}

void file_prune(struct str folder, struct str root) {
    char text[PATH_SIZE];
    if (!path_to_c(folder, text)) {
        return;
    }
    while (root.len && root.data[root.len - 1] == '/') {
        root.len--;
    }
    while (folder.len > root.len + 1 && str_starts(folder, root) && folder.data[root.len] == '/') {
        text[folder.len] = 0;
        if (rmdir(text) && errno != ENOENT) {
            return;
        }
        folder.len -= file_last_part(folder).len;
        while (folder.len && folder.data[folder.len - 1] == '/') {
            folder.len--;
        }
    }
}
