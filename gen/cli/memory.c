/* The heap grows by large steps, and its first step, in which the templates end, by large pages;
 * and memory that is not there ends the process, whoever asked for it. */
#define _GNU_SOURCE /* madvise, sbrk, RTLD_NEXT */
#include "cli/memory.h"

#include <dlfcn.h>
#include <malloc.h>
#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "cli/desk.h"

/* Bytes by which the heap grows. */
#define STEP (64 * 1024 * 1024)
/* Blocks up to this size come from the heap, so that giving them back costs nothing. */
#define LARGEST_IN_HEAP (4 * 1024 * 1024)
/* Bytes of a large page. */
#define LARGE_PAGE ((uintptr_t)2 * 1024 * 1024)

/* ---- when there is none ---------------------------------------------------------------------- */

/* This process was forked by the program: whoever waits for it says what has become of it, and it
 * may be forbidden to write. */
static int is_child;

static void note_child(void) {
    is_child = 1;
}

void memory_end(void) {
    static const char text[] = "dengbao: out of memory\n";
    /* there may be nobody to be told */
    ssize_t said = is_child ? 0 : write(STDERR_FILENO, text, sizeof text - 1);
    (void)said;
    _exit(EXIT_STATUS_FAILED);
}

/* A sanitizer has functions of its own, which end the process too. */
#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define __SANITIZE_ADDRESS__ 1
#endif
#endif
#ifndef __SANITIZE_ADDRESS__

/*
 * The C library's functions under their own names, as the libraries call them too: not all of them
 * look at what they get, and one that goes on without its memory may set a page wrongly. What they
 * ask for is handed on to the next in line.
 */

void *__libc_malloc(size_t size);
void *__libc_calloc(size_t n, size_t size);

/* Looking the next one up asks for memory itself. */
static int is_looking;

static void *look_up(const char *name) {
    is_looking++;
    void *next = dlsym(RTLD_NEXT, name);
    is_looking--;
    if (!next) {
        memory_end();
    }
    return next;
}

static void *hold(void *block, int is_wanted) {
    if (!block && is_wanted) {
        memory_end();
    }
    return block;
}

void *malloc(size_t size) {
    static void *(*next)(size_t size);
    if (is_looking) {
        return __libc_malloc(size);
    }
    if (!next) {
        *(void **)&next = look_up("malloc");
    }
    return hold(next(size), size > 0);
}

void *calloc(size_t n, size_t size) {
    static void *(*next)(size_t n, size_t size);
    if (is_looking) {
        return __libc_calloc(n, size);
    }
    if (!next) {
        *(void **)&next = look_up("calloc");
    }
    return hold(next(n, size), n > 0 && size > 0);
}

void *realloc(void *block, size_t size) {
    static void *(*next)(void *block, size_t size);
    if (!next) {
        *(void **)&next = look_up("realloc");
    }
    return hold(next(block, size), size > 0);
}

#endif

/* ---- large pages ----------------------------------------------------------------------------- */

static void use_large_pages(void) {
    uintptr_t start = (uintptr_t)sbrk(0);
    if (!mallopt(M_TOP_PAD, STEP) || !mallopt(M_MMAP_THRESHOLD, LARGEST_IN_HEAP)) {
        return;
    }
    /* the first block past the old end makes the heap grow */
    void *volatile block = malloc(LARGEST_IN_HEAP / 2);
    free(block);
    uintptr_t end = (uintptr_t)sbrk(0) & ~(LARGE_PAGE - 1);
    start = (start + LARGE_PAGE - 1) & ~(LARGE_PAGE - 1);
    if (start < end) {
        madvise((void *)start, end - start, MADV_HUGEPAGE); /* refused: pages stay small */
    }
}

void memory_prepare(void) {
    pthread_atfork(NULL, NULL, note_child);
    use_large_pages();
}
