/* What this process has in memory, as the system counts it. */
#include "base/resident.h"

#include <fcntl.h>
#include <stddef.h>
#include <unistd.h>

/* A number and the blank behind it; false at the end. */
static bool cut(const char *text, size_t size, size_t *at, uint64_t *number) {
    size_t start = *at;
    for (*number = 0; *at < size && text[*at] >= '0' && text[*at] <= '9'; ++*at) {
        *number = *number * 10 + (uint64_t)(text[*at] - '0');
    }
    bool is_there = *at > start;
    *at += *at < size;
    return is_there;
}

bool resident_read(uint64_t *of_files, uint64_t *own) {
    char text[128];
    uint64_t addresses, resident, code, libraries;
    uint64_t page = (uint64_t)sysconf(_SC_PAGESIZE);
    int file = open("/proc/self/statm", O_RDONLY | O_CLOEXEC);
    ssize_t n = file < 0 ? 0 : read(file, text, sizeof text);
    size_t at = 0, size = n > 0 ? (size_t)n : 0;
    *of_files = *own = 0;
    if (file >= 0) {
        close(file);
    }
    bool is_told = cut(text, size, &at, &addresses) && cut(text, size, &at, &resident) &&
                   cut(text, size, &at, of_files) && cut(text, size, &at, &code) &&
                   cut(text, size, &at, &libraries) && cut(text, size, &at, own);
    *of_files *= page;
    *own *= page;
    return is_told;
}
