/*
 * Linked into every sanitized program: large blocks of memory are made of large pages, where the
 * system has them for those who ask, as the program's own are without a sanitizer (base/arena.c).
 * Most of what a sanitized start costs is pages of 4 KiB that are touched for the first time.
 */
#define _DEFAULT_SOURCE
#include <stddef.h>
#include <stdint.h>
#include <sys/mman.h>

/* Of the sanitizer; not every compiler brings its header. Returns 0 if it has no room for them. */
int __sanitizer_install_malloc_and_free_hooks(void (*on_malloc)(const volatile void *block,
                                                                size_t size),
                                              void (*on_free)(const volatile void *block));

#define LARGE_PAGE ((uintptr_t)2 * 1024 * 1024)

static void ask_for_large_pages(const volatile void *block, size_t size) {
    uintptr_t start = ((uintptr_t)block + LARGE_PAGE - 1) / LARGE_PAGE * LARGE_PAGE;
    uintptr_t end = ((uintptr_t)block + size) / LARGE_PAGE * LARGE_PAGE;
    if (size >= LARGE_PAGE && end > start) {
        madvise((void *)start, end - start, MADV_HUGEPAGE);
    }
}

static void let_go(const volatile void *block) {
    (void)block;
}

__attribute__((constructor)) static void begin(void) {
    __sanitizer_install_malloc_and_free_hooks(ask_for_large_pages, let_go);
}
