/* What a process may use up. */
#include "base/limits.h"

#include <sys/resource.h>

#include "base/resident.h"

#if defined(__SANITIZE_ADDRESS__)
#define IS_SANITIZED true
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define IS_SANITIZED true
#endif
#endif
#ifndef IS_SANITIZED
#define IS_SANITIZED false
#endif

/* More is refused: it would mean none. */
enum { MOST_LIMIT = 1000000 };

bool limits_set(const struct limit_name *known, size_t n_known, struct str name, int64_t value) {
    for (size_t i = 0; i < n_known; i++) {
        if (str_is(name, known[i].name) && value > 0 && value <= MOST_LIMIT) {
            *known[i].limit = (uint32_t)value;
            return true;
        }
    }
    return false;
}

bool limits_are_sanitized(void) {
    return IS_SANITIZED;
}

static void set(int which, rlim_t most) {
    struct rlimit limit;
    if (getrlimit(which, &limit) == 0 && (limit.rlim_cur > most || limit.rlim_max > most)) {
        limit = (struct rlimit){most, most};
        setrlimit(which, &limit);
    }
}

void limits_no_dump(void) {
    set(RLIMIT_CORE, 0);
}

void limits_file(uint64_t bytes) {
    set(RLIMIT_FSIZE, bytes);
}

void limits_memory(uint64_t bytes) {
    uint64_t of_files, own;
    if (!IS_SANITIZED && resident_read(&of_files, &own)) {
        set(RLIMIT_DATA, own + bytes);
    }
}

/* The hard limit stays, so that the other can be raised again. */
void limits_seconds(uint32_t seconds) {
    struct rlimit cpu;
    if (getrlimit(RLIMIT_CPU, &cpu) == 0) {
        rlim_t most = (rlim_t)limits_used_seconds() + seconds;
        cpu.rlim_cur = most < cpu.rlim_max ? most : cpu.rlim_max;
        setrlimit(RLIMIT_CPU, &cpu);
    }
}

uint32_t limits_used_seconds(void) {
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    return (uint32_t)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec + 1);
}
