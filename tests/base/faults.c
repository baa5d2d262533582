/* syscall() is no part of POSIX. */
#define _GNU_SOURCE

#include "faults.h"

#include <errno.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

struct faults faults;

static int is_file(int number) {
    struct stat status;
    return fstat(number, &status) == 0 && S_ISREG(status.st_mode);
}

ssize_t write(int number, const void *bytes, size_t size) {
    if (size && is_file(number)) {
        if (faults.n_interrupts > 0) {
            faults.n_interrupts--;
            errno = EINTR;
            return -1;
        }
        if (faults.write_error && faults.room <= 0) {
            errno = faults.write_error;
            return -1;
        }
        if (faults.write_error && size > (size_t)faults.room) {
            size = (size_t)faults.room;
        }
        if (faults.most && size > (size_t)faults.most) {
            size = (size_t)faults.most;
        }
        faults.room -= (long)size;
    }
    return syscall(SYS_write, number, bytes, size);
}

int close(int number) {
    int error = faults.close_error && is_file(number) ? faults.close_error : 0;
    int result = (int)syscall(SYS_close, number);
    if (error) {
        errno = error;
        return -1;
    }
    return result;
}
