/* The heap grows by large steps, and its first step, in which the templates end, by large pages. */
#define _DEFAULT_SOURCE /* madvise, sbrk */
#include "cli/memory.h"

#include <malloc.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

/* Bytes by which the heap grows. */
#define STEP (32 * 1024 * 1024)
/* Blocks up to this size come from the heap, so that giving them back costs nothing. */
#define LARGEST_IN_HEAP (4 * 1024 * 1024)
/* Bytes of a large page. */
#define LARGE_PAGE ((uintptr_t)2 * 1024 * 1024)

void memory_prepare(void) {
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
