/* Inner header of base: what this process has in memory. */
#ifndef BASE_RESIDENT_H
#define BASE_RESIDENT_H

#include <stdbool.h>
#include <stdint.h>

/* Bytes of addresses in use, and of pages of files that are in memory. False where the system does
 * not tell. */
bool resident_read(uint64_t *addresses, uint64_t *of_files);

#endif
