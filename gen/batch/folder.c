/* Every step below OUT is one name from an opened folder, so that a symbolic link cannot lead out.
 */
#include "batch/folder.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Longest path below the folder, with its NUL. */
#define PATH_SIZE 4096
/* Bytes compared at a time. */
#define PART_SIZE   32768
#define OPEN_FOLDER (O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)

/* ---- steps ---------------------------------------------------------------------------------- */

bool folder_is_plain(struct str path) {
    struct str rest = path, part;
    bool is_plain = path.len && path.len < PATH_SIZE && !memchr(path.data, 0, path.len) &&
                    !str_starts(path, STR(FOLDER_OWN));
    while (is_plain && str_split(&rest, STR("/"), &part)) {
        is_plain = part.len && !str_is(part, ".") && !str_is(part, "..");
    }
    return is_plain && !str_ends(path, STR("/"));
}

/* A name below the folder of the path in hand, cut into steps. */
struct steps {
    char text[PATH_SIZE];
    /* The last part. */
    char *last;
};

static bool cut_steps(struct str name, struct steps *steps) {
    if (!name.len || name.len >= PATH_SIZE) {
        errno = ENAMETOOLONG;
        return false;
    }
    memcpy(steps->text, name.data, name.len);
    steps->text[name.len] = 0;
    char *slash = strrchr(steps->text, '/');
    steps->last = slash ? slash + 1 : steps->text;
    return true;
}

static int step(int from, const char *name, bool makes) {
    int at = openat(from, name, OPEN_FOLDER);
    if (at < 0 && errno == ENOENT && makes && (mkdirat(from, name, 0777) == 0 || errno == EEXIST)) {
        at = openat(from, name, OPEN_FOLDER);
    }
    return at;
}

/* Opens the folder that holds the last part; -1 with errno. */
static int open_above(const struct folder *folder, struct steps *steps, bool makes) {
    int at = fcntl(folder->root, F_DUPFD_CLOEXEC, 0);
    char *part = steps->text;
    for (char *slash; at >= 0 && (slash = strchr(part, '/')); part = slash + 1) {
        *slash = 0;
        int next = step(at, part, makes);
        int error = errno;
        close(at);
        *slash = '/';
        errno = error;
        at = next;
    }
    return at;
}

/* The first step of a name that is there and is no folder; empty if there is none. */
static struct str find_block(const struct folder *folder, struct str name, struct stat *status) {
    struct steps steps;
    for (size_t len = 1; cut_steps(name, &steps) && len <= name.len; len++) {
        if (len < name.len && name.data[len] != '/') {
            continue;
        }
        steps.text[len] = 0;
        if (fstatat(folder->root, steps.text, status, AT_SYMLINK_NOFOLLOW)) {
            break;
        }
        if (!S_ISDIR(status->st_mode)) {
            return str_slice(name, 0, len);
        }
    }
    return (struct str){0};
}

static bool report(const struct folder *folder, struct str name, struct diag *diag) {
    int error = errno;
    struct arena *scratch = arena_open_like(folder->arena);
    struct stat status;
    struct str block = {0};
    if (error == ENOTDIR || error == ELOOP) {
        block = find_block(folder, name, &status);
    }
    if (block.len) {
        enum diag_id id = S_ISLNK(status.st_mode) ? DIAG_OUTPUT_LINK : DIAG_OUTPUT_NO_FOLDER;
        diag_report(diag, &(struct diag_note){id, .args = {folder_join(folder, scratch, block)}});
    } else {
        file_report_write(diag, folder_join(folder, scratch, name), error);
    }
    arena_close(scratch);
    return false;
}

struct str folder_join(const struct folder *folder, struct arena *arena, struct str name) {
    const char *slash = str_ends(folder->path, STR("/")) ? "" : "/";
    return str_format(arena, "%" STR_FMT "%s%" STR_FMT, STR_ARG(folder->path), slash,
                      STR_ARG(name));
}

/* ---- opening -------------------------------------------------------------------------------- */

static void release(void *object) {
    close(((struct folder *)object)->root);
}

struct folder *folder_open(struct arena *arena, struct str path, struct diag *diag) {
    struct folder *folder = ARENA_NEW(arena, struct folder);
    folder->arena = arena;
    folder->path = path;
    char *text = str_to_c(arena, path);
    struct stat status;
    folder->is_new = stat(text, &status) != 0;
    if (!folder->is_new && !S_ISDIR(status.st_mode)) {
        diag_report(diag, &(struct diag_note){DIAG_OUTPUT_NO_FOLDER, .args = {path}});
        return NULL;
    }
    if (!file_make_folders(path, diag)) {
        return NULL;
    }
    folder->root = open(text, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (folder->root < 0) {
        file_report_write(diag, path, errno);
        return NULL;
    }
    arena_own(arena, folder, release);
    return folder;
}

struct folder *folder_look(struct arena *arena, struct str path) {
    int root = open(str_to_c(arena, path), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (root < 0) {
        return NULL;
    }
    struct folder *folder = ARENA_NEW(arena, struct folder);
    *folder = (struct folder){.arena = arena, .path = path, .root = root};
    arena_own(arena, folder, release);
    return folder;
}

void folder_undo(const struct folder *folder) {
    struct arena *scratch = arena_open_like(folder->arena);
    if (folder->is_new) {
        rmdir(str_to_c(scratch, folder->path));
    }
    arena_close(scratch);
}

bool folder_make(const struct folder *folder, struct str name, struct diag *diag) {
    struct steps steps;
    int above = cut_steps(name, &steps) ? open_above(folder, &steps, true) : -1;
    int made = above < 0 ? -1 : step(above, steps.last, true);
    bool done = made >= 0 || report(folder, name, diag);
    if (made >= 0) {
        close(made);
    }
    if (above >= 0) {
        close(above);
    }
    return done;
}

/* ---- files ---------------------------------------------------------------------------------- */

static int open_regular(int above, const char *name, struct stat *status) {
    int file = openat(above, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    if (file >= 0 && (fstat(file, status) || !S_ISREG(status->st_mode))) {
        close(file);
        file = -1;
    }
    return file;
}

static size_t read_fully(int file, char *data, size_t size) {
    size_t got = 0;
    for (ssize_t n = 1; n && got < size;) {
        n = read(file, data + got, size - got);
        if (n < 0 && errno != EINTR) {
            return 0;
        }
        got += n > 0 ? (size_t)n : 0;
    }
    return got;
}

/* Opens a regular file to be read, and asks its size; -1 if there is none. */
static int open_named(const struct folder *folder, struct str name, uint64_t *size) {
    struct steps steps;
    struct stat status = {0};
    int above = cut_steps(name, &steps) ? open_above(folder, &steps, false) : -1;
    int file = above < 0 ? -1 : open_regular(above, steps.last, &status);
    *size = status.st_size > 0 ? (uint64_t)status.st_size : 0;
    if (above >= 0) {
        close(above);
    }
    return file;
}

bool folder_read(const struct folder *folder, struct arena *arena, struct str name, uint64_t limit,
                 struct str *bytes) {
    uint64_t size;
    int file = open_named(folder, name, &size);
    bool done = file >= 0 && size <= limit;
    if (done) {
        char *data = ARENA_ARRAY(arena, char, (size_t)size);
        *bytes = (struct str){data, read_fully(file, data, (size_t)size)};
        done = bytes->len == size;
    }
    if (file >= 0) {
        close(file);
    }
    return done;
}

bool folder_read_pieces(const struct folder *folder, struct str name, uint64_t limit,
                        void (*show)(void *context, struct str piece), void *context) {
    char piece[65536];
    uint64_t size = 0, got = 0;
    int file = open_named(folder, name, &size);
    bool done = file >= 0 && size <= limit;
    while (done && got < size) {
        uint64_t left = size - got;
        size_t n = read_fully(file, piece, left < sizeof piece ? (size_t)left : sizeof piece);
        done = n > 0;
        got += n;
        show(context, (struct str){piece, n});
    }
    if (file >= 0) {
        close(file);
    }
    return done;
}

bool folder_hash(const struct folder *folder, struct arena *arena, struct str name,
                 struct str *sha256) {
    uint64_t size;
    int file = open_named(folder, name, &size);
    *sha256 = file < 0 ? (struct str){0} : hash_sha256_handle(arena, file);
    if (file >= 0) {
        close(file);
    }
    return sha256->len > 0;
}

bool folder_hash_pair(const struct folder *folder, struct arena *arena, struct str name,
                      struct hash_pair *pair) {
    uint64_t size;
    int file = open_named(folder, name, &size);
    bool is_read = file >= 0 && hash_pair_handle(arena, file, pair);
    if (file >= 0) {
        close(file);
    }
    return is_read;
}

static bool holds(int above, const char *name, struct str bytes) {
    struct stat status;
    int file = open_regular(above, name, &status);
    if (file < 0) {
        return false;
    }
    bool is_same = status.st_size >= 0 && (uint64_t)status.st_size == bytes.len;
    char part[PART_SIZE];
    for (size_t done = 0; is_same && done < bytes.len;) {
        size_t size = bytes.len - done < sizeof part ? bytes.len - done : sizeof part;
        is_same =
            read_fully(file, part, size) == size && memcmp(part, bytes.data + done, size) == 0;
        done += size;
    }
    close(file);
    return is_same;
}

/* The files of two folders hold the same bytes. */
static bool are_same(int above, const char *name, int other_above, const char *other_name) {
    struct stat status, other_status;
    int file = open_regular(above, name, &status);
    int other = file < 0 ? -1 : open_regular(other_above, other_name, &other_status);
    bool is_same = other >= 0 && status.st_size == other_status.st_size;
    char part[PART_SIZE], other_part[PART_SIZE];
    for (size_t size = sizeof part; is_same && size == sizeof part;) {
        size = read_fully(file, part, sizeof part);
        is_same = read_fully(other, other_part, sizeof other_part) == size &&
                  memcmp(part, other_part, size) == 0;
    }
    if (other >= 0) {
        close(other);
    }
    if (file >= 0) {
        close(file);
    }
    return is_same;
}

static int open_new(int above, const char *name) {
    return openat(above, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0666);
}

bool folder_put(struct folder_file *file, struct str piece) {
    for (size_t done = 0; !file->error && done < piece.len;) {
        ssize_t n = write(file->file, piece.data + done, piece.len - done);
        if (n > 0) {
            done += (size_t)n;
        } else if (n == 0) {
            file->error = ENOSPC;
        } else if (errno != EINTR) {
            file->error = errno;
        }
    }
    return !file->error;
}

/* A full disk may show only now. False with errno if something failed. */
static bool close_written(struct folder_file *file) {
    if (file->file >= 0 && close(file->file) && !file->error && errno != EINTR) {
        file->error = errno;
    }
    errno = file->error;
    return !file->error;
}

/* Both ends of giving a file its name. */
struct move {
    /* The folder that it is in, and the one it goes to; -1 if not open. */
    int from, to;
    struct steps source, steps;
};

static bool begin_move(const struct folder *folder, struct str from, struct str name,
                       struct move *move) {
    *move = (struct move){.from = -1, .to = -1};
    move->from = cut_steps(from, &move->source) ? open_above(folder, &move->source, false) : -1;
    if (move->from >= 0 && cut_steps(name, &move->steps)) {
        move->to = open_above(folder, &move->steps, true);
    }
    return move->to >= 0;
}

/* Closes both; errno stays. */
static bool end_move(const struct move *move, bool done) {
    int error = errno;
    if (move->from >= 0) {
        close(move->from);
    }
    if (move->to >= 0) {
        close(move->to);
    }
    errno = error;
    return done;
}

bool folder_has(const struct folder *folder, struct str name) {
    struct steps steps;
    struct stat status;
    int above = cut_steps(name, &steps) ? open_above(folder, &steps, false) : -1;
    bool has = above >= 0 && fstatat(above, steps.last, &status, AT_SYMLINK_NOFOLLOW) == 0;
    if (above >= 0) {
        close(above);
    }
    return has;
}

bool folder_holds(const struct folder *folder, struct str name, struct str bytes) {
    struct steps steps;
    int above = cut_steps(name, &steps) ? open_above(folder, &steps, false) : -1;
    bool is_so = above >= 0 && holds(above, steps.last, bytes);
    if (above >= 0) {
        close(above);
    }
    return is_so;
}

bool folder_is_same(const struct folder *folder, struct str temporary, struct str name) {
    struct steps steps, other_steps;
    int above = cut_steps(name, &steps) ? open_above(folder, &steps, false) : -1;
    int other = cut_steps(temporary, &other_steps) ? open_above(folder, &other_steps, false) : -1;
    bool is_so = above >= 0 && other >= 0 && are_same(above, steps.last, other, other_steps.last);
    if (other >= 0) {
        close(other);
    }
    if (above >= 0) {
        close(above);
    }
    return is_so;
}

static bool remove_at(const struct folder *folder, struct str name, int flag) {
    struct steps steps;
    int above = cut_steps(name, &steps) ? open_above(folder, &steps, false) : -1;
    if (above < 0) {
        return errno == ENOENT;
    }
    bool done = unlinkat(above, steps.last, flag) == 0 || errno == ENOENT;
    close(above);
    return done;
}

bool folder_adopt(const struct folder *folder, struct str from, struct str name,
                  struct diag *diag) {
    struct move move;
    bool done = begin_move(folder, from, name, &move) &&
                renameat(move.from, move.source.last, move.to, move.steps.last) == 0;
    return end_move(&move, done) || report(folder, name, diag);
}

bool folder_put_aside(const struct folder *folder, struct str name, struct diag *diag) {
    struct arena *scratch = arena_open_like(folder->arena);
    struct str aside = str_format(scratch, FOLDER_OWN "/%" STR_FMT ".unknown", STR_ARG(name));
    bool done = renameat(folder->root, str_to_c(scratch, name), folder->root,
                         str_to_c(scratch, aside)) == 0 ||
                report(folder, name, diag);
    arena_close(scratch);
    return done;
}

/* A descriptor to be closed. */
struct handle {
    int file;
};

static void close_handle(void *object) {
    const struct handle *handle = object;
    close(handle->file);
}

int folder_nameless(const struct folder *folder, struct arena *arena) {
    static const struct str name = STR_INIT(FOLDER_TEMPORARY "/nameless");
    struct steps steps;
    int above = cut_steps(name, &steps) ? open_above(folder, &steps, false) : -1;
    if (above < 0) {
        return -1;
    }
    unlinkat(above, steps.last, 0);
    struct handle *handle = ARENA_NEW(arena, struct handle);
    handle->file =
        openat(above, steps.last, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
    unlinkat(above, steps.last, 0);
    close(above);
    if (handle->file >= 0) {
        arena_own(arena, handle, close_handle);
    }
    return handle->file;
}

struct folder_file folder_begin(const struct folder *folder, struct str temporary) {
    struct steps steps;
    int above = cut_steps(temporary, &steps) ? open_above(folder, &steps, false) : -1;
    struct folder_file file = {.file = -1, .error = errno};
    if (above >= 0) {
        unlinkat(above, steps.last, 0);
        file.file = open_new(above, steps.last);
        file.error = file.file < 0 ? errno : 0;
        close(above);
    }
    return file;
}

bool folder_end(const struct folder *folder, struct folder_file *file, struct str temporary,
                struct str name, struct diag *diag) {
    if (close_written(file)) {
        return true;
    }
    report(folder, name, diag);
    remove_at(folder, temporary, 0);
    return false;
}

bool folder_write(const struct folder *folder, struct str temporary, struct str name,
                  struct str bytes, struct diag *diag) {
    struct folder_file file = folder_begin(folder, temporary);
    folder_put(&file, bytes);
    return folder_end(folder, &file, temporary, name, diag);
}

/* ---- removing ------------------------------------------------------------------------------- */

void folder_remove(const struct folder *folder, struct str name) {
    int flag = 0;
    while (remove_at(folder, name, flag)) {
        size_t last = file_last_part(name).len;
        if (last == name.len) {
            return;
        }
        name = str_slice(name, 0, name.len - last - 1);
        flag = AT_REMOVEDIR;
    }
}

void folder_forget(const struct folder *folder, struct str temporary) {
    remove_at(folder, temporary, 0);
}

void folder_drop(const struct folder *folder, struct str name) {
    remove_at(folder, name, AT_REMOVEDIR);
}

/* Deepest folder that is swept: ours are not deep. */
#define MOST_SWEPT 8

/* Empties the folder of that name; links in it go, what they lead to stays. */
static void sweep_at(int above, const char *name, int depth) {
    int at = openat(above, name, OPEN_FOLDER);
    DIR *stream = at < 0 ? NULL : fdopendir(at);
    for (struct dirent *found; stream && (found = readdir(stream));) {
        const char *entry = found->d_name;
        if (strcmp(entry, ".") == 0 || strcmp(entry, "..") == 0 || unlinkat(at, entry, 0) == 0) {
            continue;
        }
        if (depth < MOST_SWEPT) {
            sweep_at(at, entry, depth + 1);
            unlinkat(at, entry, AT_REMOVEDIR);
        }
    }
    if (stream) {
        closedir(stream);
    } else if (at >= 0) {
        close(at);
    }
}

void folder_sweep(const struct folder *folder, struct str name) {
    struct steps steps;
    int above = cut_steps(name, &steps) ? open_above(folder, &steps, false) : -1;
    if (above >= 0) {
        sweep_at(above, steps.last, 0);
        close(above);
    }
}
