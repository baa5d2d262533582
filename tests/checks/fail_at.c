/* Preloaded into the program: the FAIL_AT-th time that it writes, makes, renames or flushes a file
 * fails, once (FAIL_ALL=1: each from then on), as on a full disk or, every second, on a broken one.
 * FAIL_AT=0: nothing fails, and how often it was is printed to stderr. Streams are made of cookies,
 * so that what the C library writes for libraries is seen too. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

static unsigned long n_done;

static unsigned long wanted(void) {
    const char *text = getenv("FAIL_AT");
    return text ? strtoul(text, NULL, 10) : 0;
}

static int fails(void) {
    unsigned long at = wanted();
    n_done++;
    if (at == 0 || (getenv("FAIL_ALL") ? n_done < at : n_done != at)) {
        return 0;
    }
    errno = at % 2 ? ENOSPC : EIO;
    return 1;
}

__attribute__((destructor)) static void tell(void) {
    if (getenv("FAIL_AT") && wanted() == 0) {
        fprintf(stderr, "\n%lu\n", n_done);
    }
}

/* ---- calls ----------------------------------------------------------------------------------- */

int mkdirat(int folder, const char *path, mode_t mode) {
    return fails() ? -1 : REAL(mkdirat)(folder, path, mode);
}

int openat(int folder, const char *path, int flags, ...) {
    va_list more;
    va_start(more, flags);
    mode_t mode = flags & O_CREAT ? va_arg(more, mode_t) : 0;
    va_end(more);
    return flags & O_CREAT && fails() ? -1 : REAL(openat)(folder, path, flags, mode);
}

/* Half of the piece is written. */
ssize_t write(int file, const void *bytes, size_t size) {
    if (file > 2 && fails()) {
        int error = errno;
        REAL(write)(file, bytes, size / 2);
        errno = error;
        return -1;
    }
    return REAL(write)(file, bytes, size);
}

int renameat(int from_folder, const char *from, int to_folder, const char *to) {
    return fails() ? -1 : REAL(renameat)(from_folder, from, to_folder, to);
}

int fsync(int file) {
    return fails() ? -1 : REAL(fsync)(file);
}

int fdatasync(int file) {
    return fails() ? -1 : REAL(fdatasync)(file);
}

/* ---- streams --------------------------------------------------------------------------------- */

enum { MOST_STREAMS = 256 };
static struct {
    FILE *stream;
    int file;
} streams[MOST_STREAMS];

static int *file_of(void *cookie) {
    return &streams[(size_t)cookie].file;
}

static ssize_t read_stream(void *cookie, char *bytes, size_t size) {
    return read(*file_of(cookie), bytes, size);
}

static ssize_t write_stream(void *cookie, const char *bytes, size_t size) {
    ssize_t n = fails() ? -1 : REAL(write)(*file_of(cookie), bytes, size);
    return n < 0 ? 0 : n;
}

static int seek_stream(void *cookie, off64_t *at, int whence) {
    *at = lseek64(*file_of(cookie), *at, whence);
    return *at < 0 ? -1 : 0;
}

static int close_stream(void *cookie) {
    int file = *file_of(cookie);
    streams[(size_t)cookie].stream = NULL;
    return close(file);
}

FILE *fdopen(int file, const char *mode) {
    size_t i = 0;
    while (i < MOST_STREAMS && streams[i].stream) {
        i++;
    }
    if (i == MOST_STREAMS || (mode[0] == 'r' && !strchr(mode, '+'))) {
        return REAL(fdopen)(file, mode);
    }
    streams[i].file = file;
    streams[i].stream =
        fopencookie((void *)i, mode,
                    (cookie_io_functions_t){read_stream, write_stream, seek_stream, close_stream});
    return streams[i].stream;
}

FILE *fopen(const char *path, const char *mode) {
    if (mode[0] != 'w') {
        return REAL(fopen)(path, mode);
    }
    int file = fails() ? -1 : open(path, O_RDWR | O_CREAT | O_TRUNC, 0666);
    return file < 0 ? NULL : fdopen(file, mode);
}

int fileno(FILE *stream) {
    for (size_t i = 0; i < MOST_STREAMS; i++) {
        if (streams[i].stream == stream) {
            return streams[i].file;
        }
    }
    return REAL(fileno)(stream);
}
