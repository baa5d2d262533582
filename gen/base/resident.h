/* Inner header of base: what this process has in memory. */
#ifndef BASE_RESIDENT_H
#define BASE_RESIDENT_H

#include <stdbool.h>
#include <stdint.h>

/* Bytes of pages of files that are in memory, and of memory of its own that it may write to,
 * touched or not. False where the system does not tell. */
bool resident_read(uint64_t *of_files, uint64_t *own);

#endif
