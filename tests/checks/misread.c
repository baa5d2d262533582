/* Preloaded: the process that reads a workbook does, when it comes to the first part, what MISREAD
 * says: `trap` (a crash), `spin` (never ends), `open` (looks at a file that is none of its
 * business), `eat` (asks for memory without end). Processes that are nobody's children are let
 * alone. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static int is_child;

static void note_child(void) {
    is_child = 1;
}

/* Nothing may be asked of the system by then. */
__attribute__((constructor)) static void begin(void) {
    pthread_atfork(NULL, NULL, note_child);
}

static volatile long n_turns;

static void misread(const char *way) {
    if (!strcmp(way, "trap")) {
        __builtin_trap();
    }
    while (!strcmp(way, "spin")) {
        n_turns++;
    }
    if (!strcmp(way, "open")) {
        close(open("/etc/hostname", O_RDONLY));
    }
    for (size_t size = strcmp(way, "eat") ? 0 : 1 << 20; size >= 16; size /= 2) {
        for (char *block; (block = malloc(size));) {
            memset(block, 1, size);
        }
    }
}

void isal_inflate_init(void *state) {
    void (*real)(void *) = (void (*)(void *))dlsym(RTLD_NEXT, "isal_inflate_init");
    const char *way = getenv("MISREAD");
    if (way && is_child) {
        misread(way);
    }
    real(state);
}
