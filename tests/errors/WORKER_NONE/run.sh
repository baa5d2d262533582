#!/bin/sh
# No process can be started but those that read, which have memory made for them before: the run ends with 3, and OUT is not
# called done. Where even those cannot be, each file says so.
cat >"$1/no_fork.c" <<'END'
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stdlib.h>
#include <sys/types.h>
static int reads_next;
int memfd_create(const char *name, unsigned flags) {
    reads_next = !getenv("NO_READER");
    return ((int (*)(const char *, unsigned))dlsym(RTLD_NEXT, "memfd_create"))(name, flags);
}
pid_t fork(void) {
    int reads = reads_next;
    reads_next = 0;
    errno = EAGAIN;
    return reads ? ((pid_t (*)(void))dlsym(RTLD_NEXT, "fork"))() : -1;
}
END
${CC:-cc} -shared -fPIC -o "$1/no_fork.so" "$1/no_fork.c" -ldl || exit 1
# The sanitizer would rather be first.
ASAN_OPTIONS=${ASAN_OPTIONS:+$ASAN_OPTIONS:}verify_asan_link_order=0
export ASAN_OPTIONS
LD_PRELOAD="$1/no_fork.so" "$program" build samples/inbox -o "$1/out" --as-of 2012-06-30 -j 2 >"$1/said" 2>&1
status=$?
cat "$1/said"
[ $status -eq 3 ] && grep -q WORKER_NONE "$1/said" && [ ! -e "$1/out/manifest.json" ] || exit 1
LD_PRELOAD="$1/no_fork.so" "$program" build samples/inbox -o "$1/out" --as-of 2012-06-30 -j 1 >"$1/said" 2>&1
[ $? -eq 1 ] && [ -s "$1/out/manifest.json" ] || exit 1
NO_READER=1 LD_PRELOAD="$1/no_fork.so" "$program" check samples/inbox --as-of 2012-06-30 >"$1/said" 2>&1
[ $? -eq 1 ] && grep -q 'FILE_NOT_READ.*不能启动读取进程' "$1/said"
