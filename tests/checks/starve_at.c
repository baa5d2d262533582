/* Preloaded into the program: the STARVE_AT-th time that a process of the kind STARVE names (main,
 * worker, reader) asks for memory, it gets none; of workers and readers with STARVE_MARK, the path
 * of a file, only the first, which makes it. STARVE_AT=0: nothing fails, and how often the main
 * process asked is printed to stderr. Readers are known by the memory file that is made before
 * them. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

void *__libc_malloc(size_t size);
void *__libc_calloc(size_t n, size_t size);
void *__libc_realloc(void *block, size_t size);

static unsigned long n_asked, wanted;
static const char *kind, *mark;
static const char *self = "main";
static int reads_next;

static void note_child(void) {
    self = reads_next ? "reader" : "worker";
    n_asked = 0;
}

static void note_parent(void) {
    reads_next = 0;
}

__attribute__((constructor)) static void begin(void) {
    const char *at = getenv("STARVE_AT");
    kind = getenv("STARVE");
    mark = getenv("STARVE_MARK");
    pthread_atfork(NULL, note_parent, note_child);
    n_asked = 0;
    wanted = kind && at ? strtoul(at, NULL, 10) : 0;
}

__attribute__((destructor)) static void end(void) {
    if (kind && !wanted && self[0] == 'm') {
        fprintf(stderr, "\n%lu\n", n_asked);
    }
}

int memfd_create(const char *name, unsigned flags) {
    reads_next = 1;
    return ((__typeof__(&memfd_create))dlsym(RTLD_NEXT, "memfd_create"))(name, flags);
}

static int starves(void) {
    n_asked++;
    if (!wanted || n_asked != wanted || strcmp(self, kind) != 0) {
        return 0;
    }
    if (mark && syscall(SYS_openat, AT_FDCWD, mark, O_CREAT | O_EXCL | O_WRONLY, 0666) < 0) {
        return 0;
    }
    errno = ENOMEM;
    return 1;
}

void *malloc(size_t size) {
    return starves() ? NULL : __libc_malloc(size);
}

void *calloc(size_t n, size_t size) {
    return starves() ? NULL : __libc_calloc(n, size);
}

void *realloc(void *block, size_t size) {
    return starves() ? NULL : __libc_realloc(block, size);
}
