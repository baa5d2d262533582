/* OUT/.dengbao/lock, which the system frees with its process, and OUT/.dengbao/journal: a line that
 * names the format, then a path a line. */
#include "batch/journal.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define LOCK_NAME    FOLDER_OWN "/lock"
#define JOURNAL_NAME FOLDER_OWN "/journal"
#define ASIDE_NAME   FOLDER_OWN "/journal.unknown"
#define FIRST_LINE   "dengbao-journal 1\n"
/* A journal larger than this was not written by us. */
#define LARGEST_JOURNAL (256ULL * 1024 * 1024)
/* How often the lock is tried when another run takes it away at the same moment. */
#define MOST_TRIES 100

struct journal {
    struct arena *arena;
    const struct folder *folder;
    /* The lock file, and the journal once something has been written down; -1 if not open. */
    int lock, file;
    /* Left by earlier runs. */
    struct str *left;
    size_t n_left, capacity;
    /* Bytes of whole lines in the journal at the beginning. */
    size_t n_whole;
    /* Lines were written that a power cut would still take. */
    bool is_unsafe;
};

static bool report(const struct journal *journal, struct str name, struct diag *diag, int error) {
    struct arena *scratch = arena_open_like(journal->arena);
    file_report_write(diag, folder_join(journal->folder, scratch, name), error);
    arena_close(scratch);
    return false;
}

/* ---- the lock ------------------------------------------------------------------------------- */

static bool report_locked(const struct journal *journal, int lock, struct diag *diag) {
    char text[24];
    ssize_t n = read(lock, text, sizeof text);
    struct str pid = {text, n > 0 ? (size_t)n : 0};
    diag_report(diag, &(struct diag_note){DIAG_OUTPUT_LOCKED,
                                          .args = {journal->folder->path, str_trim(pid)}});
    return false;
}

/* The file under the lock's name is the one locked, not one that came after it. */
static bool is_same_file(const struct folder *folder, int lock) {
    struct stat ours, named;
    return fstat(lock, &ours) == 0 && fstatat(folder->root, LOCK_NAME, &named, 0) == 0 &&
           ours.st_ino == named.st_ino && ours.st_dev == named.st_dev;
}

static void write_pid(int lock) {
    char text[24];
    int size = snprintf(text, sizeof text, "%ld\n", (long)getpid());
    /* only a courtesy to who is refused: the lock holds without */
    if (ftruncate(lock, 0) || write(lock, text, (size_t)size) != size) {
        errno = 0;
    }
}

static bool take_lock(struct journal *journal, struct diag *diag) {
    const struct folder *folder = journal->folder;
    for (int i = 0; i < MOST_TRIES; i++) {
        if (!folder_make(folder, STR(FOLDER_OWN), diag)) {
            return false;
        }
        int lock = openat(folder->root, LOCK_NAME, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0666);
        if (lock < 0 && errno != ENOENT) {
            return report(journal, STR(LOCK_NAME), diag, errno);
        }
        struct flock whole = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
        if (lock >= 0 && fcntl(lock, F_SETLK, &whole)) {
            bool is_taken = errno == EACCES || errno == EAGAIN;
            bool done = is_taken ? report_locked(journal, lock, diag)
                                 : report(journal, STR(LOCK_NAME), diag, errno);
            close(lock);
            return done;
        }
        if (lock >= 0 && is_same_file(folder, lock)) {
            write_pid(lock);
            journal->lock = lock;
            return true;
        }
        if (lock >= 0) {
            close(lock);
        }
    }
    return report(journal, STR(LOCK_NAME), diag, EBUSY);
}

/* ---- what was left -------------------------------------------------------------------------- */

static void read_lines(struct journal *journal, struct str text) {
    struct str rest = str_slice(text, sizeof FIRST_LINE - 1, text.len), line;
    /* a line without end was torn when its run died, before the file was made */
    while (str_contains(rest, STR("\n")) && str_split(&rest, STR("\n"), &line)) {
        journal->n_whole = (size_t)(line.data + line.len + 1 - text.data);
        if (folder_is_plain(line)) {
            ARENA_PUSH(journal->arena, journal->left, journal->n_left, journal->capacity, line);
        }
    }
}

static void read_left(struct journal *journal, struct diag *diag) {
    const struct folder *folder = journal->folder;
    struct str text;
    journal->n_whole = sizeof FIRST_LINE - 1;
    if (!folder_read(folder, journal->arena, STR(JOURNAL_NAME), LARGEST_JOURNAL, &text)) {
        journal->n_whole = 0;
    } else if (str_starts(text, STR(FIRST_LINE))) {
        read_lines(journal, text);
    } else {
        journal->n_whole = 0;
        if (str_starts(STR(FIRST_LINE), text)) {
            return;
        }
        if (renameat(folder->root, JOURNAL_NAME, folder->root, ASIDE_NAME)) {
            report(journal, STR(JOURNAL_NAME), diag, errno);
            return;
        }
        diag_report(diag, &(struct diag_note){
                              DIAG_OUTPUT_FOREIGN,
                              .args = {folder_join(folder, journal->arena, STR(ASIDE_NAME))}});
    }
}

static void release(void *object) {
    struct journal *journal = object;
    if (journal->file >= 0) {
        close(journal->file);
    }
    if (journal->lock >= 0) {
        close(journal->lock);
    }
    journal->file = journal->lock = -1;
}

struct journal *journal_begin(struct arena *arena, const struct folder *folder, struct diag *diag) {
    struct journal *journal = ARENA_NEW(arena, struct journal);
    *journal = (struct journal){.arena = arena, .folder = folder, .lock = -1, .file = -1};
    arena_own(arena, journal, release);
    if (!take_lock(journal, diag)) {
        folder_drop(folder, STR(FOLDER_OWN));
        return NULL;
    }
    read_left(journal, diag);
    folder_sweep(folder, STR(FOLDER_TEMPORARY));
    if (!folder_make(folder, STR(FOLDER_TEMPORARY), diag)) {
        journal_end(journal, false);
        return NULL;
    }
    return journal;
}

const struct str *journal_left(const struct journal *journal, size_t *n) {
    *n = journal->n_left;
    return journal->left;
}

/* ---- writing down --------------------------------------------------------------------------- */

/* Writes at once or not at all, as far as a disk allows; a torn line is cut off. */
static bool append(struct journal *journal, struct str line, struct diag *diag) {
    ssize_t n = write(journal->file, line.data, line.len);
    if (n == (ssize_t)line.len) {
        return true;
    }
    int error = n < 0 ? errno : ENOSPC;
    off_t end = lseek(journal->file, 0, SEEK_END);
    if (n > 0 && (end < n || ftruncate(journal->file, end - n))) {
        error = errno;
    }
    return report(journal, STR(JOURNAL_NAME), diag, error);
}

/* The entry of the journal in our own folder, and that of our folder in OUT. Not every file system
 * can do that for folders; what it does by itself must then do. */
static void make_name_safe(const struct folder *folder) {
    int own = openat(folder->root, FOLDER_OWN, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (own >= 0) {
        fsync(own);
        close(own);
    }
    fsync(folder->root);
}

/* Opens the journal behind its last whole line. What is left of earlier runs stays in it until a
 * run has finished. */
static bool start(struct journal *journal, struct diag *diag) {
    journal->file = openat(journal->folder->root, JOURNAL_NAME,
                           O_WRONLY | O_CREAT | O_APPEND | O_NOFOLLOW | O_CLOEXEC, 0666);
    if (journal->file < 0 || ftruncate(journal->file, (off_t)journal->n_whole)) {
        return report(journal, STR(JOURNAL_NAME), diag, errno);
    }
    make_name_safe(journal->folder);
    return journal->n_whole > 0 || append(journal, STR(FIRST_LINE), diag);
}

bool journal_add(struct journal *journal, struct str path, struct diag *diag) {
    char line[4096];
    if (path.len >= sizeof line) {
        return report(journal, STR(JOURNAL_NAME), diag, ENAMETOOLONG);
    }
    memcpy(line, path.data, path.len);
    line[path.len] = '\n';
    journal->is_unsafe = true;
    return (journal->file >= 0 || start(journal, diag)) &&
           append(journal, (struct str){line, path.len + 1}, diag);
}

bool journal_save(struct journal *journal, struct diag *diag) {
    bool done = !journal->is_unsafe || fdatasync(journal->file) == 0 ||
                report(journal, STR(JOURNAL_NAME), diag, errno);
    journal->is_unsafe = false;
    return done;
}

void journal_end(struct journal *journal, bool forgets) {
    const struct folder *folder = journal->folder;
    struct stat status;
    bool is_bare = fstatat(folder->root, JOURNAL_NAME, &status, AT_SYMLINK_NOFOLLOW) == 0 &&
                   status.st_size <= (off_t)(sizeof FIRST_LINE - 1);
    if (forgets || is_bare) {
        unlinkat(folder->root, JOURNAL_NAME, 0);
    }
    folder_sweep(folder, STR(FOLDER_TEMPORARY));
    folder_drop(folder, STR(FOLDER_TEMPORARY));
    unlinkat(folder->root, LOCK_NAME, 0);
    folder_drop(folder, STR(FOLDER_OWN));
    release(journal);
}
