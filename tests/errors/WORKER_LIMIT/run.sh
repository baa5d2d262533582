#!/bin/sh
# The first process that makes papers computes for ever: its institution is reported at its row with the limit and how to raise it.
${CC:-cc} -shared -fPIC -o "$1/kill_at.so" tests/checks/kill_at.c -ldl || exit 1
# The sanitizer would rather be first.
ASAN_OPTIONS=${ASAN_OPTIONS:+$ASAN_OPTIONS:}verify_asan_link_order=0
export ASAN_OPTIONS
KILL_WORKER_AT=1 KILL_BY=SPIN KILL_WORKER_MARK="$1/mark" LD_PRELOAD="$1/kill_at.so" \
    "$program" build samples/inbox -o "$1/out" --as-of 2012-06-30 -j 1 --limit unit-cpu=2 >"$1/said" 2>&1
status=$?
cat "$1/said"
[ $status -eq 1 ] && grep -q ',WORKER_LIMIT,error,.*用了 2 秒处理器时间.*unit-cpu=' "$1/out/data/diagnostics.csv"
