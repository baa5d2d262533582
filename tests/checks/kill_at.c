/* Preloaded into the program: kills it (SIGKILL) just before the KILL_AT-th time that it changes
 * something on the disk, a written piece torn in half. KILL_AT=0: lets it end and prints to stderr
 * how often that was. No clock, no chance. KILL_WORKER_AT does the same to each process that the
 * program forks; KILL_BY=STOP halts a process instead, SPIN lets it compute for ever, EAT lets it
 * take memory until there is none; with KILL_WORKER_MARK, the path of a file,
 * only to the first, which makes it. Processes that only read a file, to memory that is made before
 * them, change nothing and are let alone. KILL_ALL_AT counts the changes of all processes
 * together, and then kills the whole group. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

static unsigned long n_changes;
static pid_t program, counted;
/* Changes of all processes, where KILL_ALL_AT asks for it. */
static unsigned long *n_all;

/* The process that begins next is a reader; this one is. */
static int reads_next, is_reader;

static void note_child(void) {
    is_reader = reads_next;
}

static void note_parent(void) {
    reads_next = 0;
}

__attribute__((constructor)) static void begin(void) {
    pthread_atfork(NULL, note_parent, note_child);
    program = counted = getpid();
    if (getenv("KILL_ALL_AT")) {
        n_all =
            mmap(NULL, sizeof *n_all, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    }
}

static unsigned long wanted(void) {
    const char *name = getpid() == program ? "KILL_AT" : "KILL_WORKER_AT";
    const char *text = getenv(n_all ? "KILL_ALL_AT" : name);
    return text ? strtoul(text, NULL, 10) : 0;
}

/* Whether this process is the one to die, if it is only one. */
static int is_chosen(void) {
    const char *mark = getenv("KILL_WORKER_MARK");
    return getpid() == program || !mark ||
           syscall(SYS_openat, AT_FDCWD, mark, O_CREAT | O_EXCL | O_WRONLY, 0666) >= 0;
}

static int is_time(void) {
    if (is_reader) {
        return 0;
    }
    if (n_all) {
        return __atomic_add_fetch(n_all, 1, __ATOMIC_SEQ_CST) == wanted();
    }
    if (counted != getpid()) {
        counted = getpid();
        n_changes = 0;
    }
    return ++n_changes == wanted() && is_chosen();
}

/* What it computes, so that it is computed. */
static volatile unsigned long spun;

static void die(void) {
    const char *by = getenv("KILL_BY");
    while (by && strcmp(by, "SPIN") == 0) {
        spun++;
    }
    while (by && strcmp(by, "EAT") == 0) {
        memset(malloc(1 << 20), 1, 1 << 20);
    }
    kill(n_all ? 0 : getpid(), by && strcmp(by, "STOP") == 0 ? SIGSTOP : SIGKILL);
}

static void die_in_time(void) {
    if (is_time()) {
        die();
    }
}

__attribute__((destructor)) static void tell(void) {
    if (getpid() == program && (n_all || getenv("KILL_AT")) && wanted() == 0) {
        fprintf(stderr, "\n%lu\n", n_all ? *n_all : n_changes);
    }
}

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

int memfd_create(const char *name, unsigned flags) {
    reads_next = 1;
    return REAL(memfd_create)(name, flags);
}

int mkdir(const char *path, mode_t mode) {
    die_in_time();
    return REAL(mkdir)(path, mode);
}

int mkdirat(int folder, const char *path, mode_t mode) {
    die_in_time();
    return REAL(mkdirat)(folder, path, mode);
}

int openat(int folder, const char *path, int flags, ...) {
    va_list more;
    va_start(more, flags);
    mode_t mode = flags & O_CREAT ? va_arg(more, mode_t) : 0;
    va_end(more);
    if (flags & O_CREAT) {
        die_in_time();
    }
    return REAL(openat)(folder, path, flags, mode);
}

FILE *fopen(const char *path, const char *mode) {
    if (mode[0] != 'r') {
        die_in_time();
    }
    return REAL(fopen)(path, mode);
}

ssize_t write(int file, const void *bytes, size_t size) {
    if (file > 2 && is_time()) {
        REAL(write)(file, bytes, size / 2);
        die();
    }
    return REAL(write)(file, bytes, size);
}

int renameat(int from_folder, const char *from, int to_folder, const char *to) {
    die_in_time();
    return REAL(renameat)(from_folder, from, to_folder, to);
}

int unlinkat(int folder, const char *path, int flags) {
    die_in_time();
    return REAL(unlinkat)(folder, path, flags);
}

int ftruncate(int file, off_t size) {
    die_in_time();
    return REAL(ftruncate)(file, size);
}

int fsync(int file) {
    die_in_time();
    return REAL(fsync)(file);
}

int fdatasync(int file) {
    die_in_time();
    return REAL(fdatasync)(file);
}
