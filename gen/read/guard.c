/* MAP_ANONYMOUS */
#define _DEFAULT_SOURCE
#include "read/guard.h"

#include <seccomp.h>
#include <stddef.h>
#include <sys/mman.h>

#include "base/base.h"

/* Memory, but none that can be run; what the library asks of itself; line and file; the end. */
static bool allow(scmp_filter_ctx filter, int line, int file) {
    static const int calls[] = {
        SCMP_SYS(brk),
        SCMP_SYS(munmap),
        SCMP_SYS(mremap),
        SCMP_SYS(madvise),
        SCMP_SYS(futex),
        SCMP_SYS(getrandom),
        SCMP_SYS(clock_gettime),
        SCMP_SYS(gettimeofday),
        SCMP_SYS(rt_sigreturn),
        SCMP_SYS(exit),
        SCMP_SYS(exit_group),
        SCMP_SYS(getrusage),
        /* asked by the library's qsort of more than 1,024 bytes */
        SCMP_SYS(sysinfo),
    };
    bool is_good = true;
    for (size_t i = 0; i < sizeof calls / sizeof *calls; i++) {
        is_good &= seccomp_rule_add(filter, SCMP_ACT_ALLOW, calls[i], 0) == 0;
    }
    is_good &= seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(mmap), 2,
                                SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0),
                                SCMP_A3(SCMP_CMP_MASKED_EQ, MAP_ANONYMOUS, MAP_ANONYMOUS)) == 0;
    is_good &= seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(mprotect), 1,
                                SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0)) == 0;
    static const int of_line[] = {SCMP_SYS(read), SCMP_SYS(write)};
    for (size_t i = 0; line >= 0 && i < sizeof of_line / sizeof *of_line; i++) {
        is_good &= seccomp_rule_add(filter, SCMP_ACT_ALLOW, of_line[i], 1,
                                    SCMP_A0(SCMP_CMP_EQ, (scmp_datum_t)line, 0)) == 0;
    }
    is_good &= seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(pwrite64), 1,
                                SCMP_A0(SCMP_CMP_EQ, (scmp_datum_t)file, 0)) == 0;
    return is_good;
}

bool guard_shut(int line, int file) {
    if (limits_are_sanitized()) {
        return false;
    }
    scmp_filter_ctx filter = seccomp_init(SCMP_ACT_KILL_PROCESS);
    bool is_shut = filter && allow(filter, line, file) && seccomp_load(filter) == 0;
    seccomp_release(filter);
    return is_shut;
}
