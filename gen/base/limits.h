/* What a process may use up that works on what others wrote. A lower limit that whoever started the
 * program has set for good stays. */
#ifndef BASE_LIMITS_H
#define BASE_LIMITS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"

/* A limit that may be set, by the name it is known by. */
struct limit_name {
    const char *name;
    uint32_t *limit;
};

/* Sets the one of that name. False if there is none, or for 0 or more than a million. */
bool limits_set(const struct limit_name *known, size_t n_known, struct str name, int64_t value);

/* This is a build with a sanitizer, which needs more memory than anybody. */
bool limits_are_sanitized(void);
/* No dump of this process's memory is left when it dies. */
void limits_no_dump(void);
/* No file it writes becomes longer: it would die by SIGXFSZ. */
void limits_file(uint64_t bytes);
/* It gets so many bytes of memory of its own beyond those it has; files that it looks into, such as
 * fonts, are none. Not where it is sanitized. */
void limits_memory(uint64_t bytes);
/* So many seconds of processor from now on: it would die by SIGXCPU. Said again, it is from then
 * on. */
void limits_seconds(uint32_t seconds);
/* Seconds of processor it has used, begun ones too. */
uint32_t limits_used_seconds(void);

#endif
