#!/bin/sh
# No process can be started: the run ends with 3, and OUT is not called done.
cat >"$1/no_fork.c" <<'END'
#include <errno.h>
#include <sys/types.h>
pid_t fork(void) {
    errno = EAGAIN;
    return -1;
}
END
${CC:-cc} -shared -fPIC -o "$1/no_fork.so" "$1/no_fork.c" || exit 1
# The sanitizer would rather be first.
ASAN_OPTIONS=${ASAN_OPTIONS:+$ASAN_OPTIONS:}verify_asan_link_order=0
export ASAN_OPTIONS
LD_PRELOAD="$1/no_fork.so" "$program" build samples/inbox -o "$1/out" --as-of 2012-06-30 -j 2 >"$1/said" 2>&1
status=$?
cat "$1/said"
[ $status -eq 3 ] && grep -q WORKER_NONE "$1/said" && [ ! -e "$1/out/manifest.json" ] || exit 1
LD_PRELOAD="$1/no_fork.so" "$program" build samples/inbox -o "$1/out" --as-of 2012-06-30 -j 1 >"$1/said" 2>&1
[ $? -eq 1 ] && [ -s "$1/out/manifest.json" ]
