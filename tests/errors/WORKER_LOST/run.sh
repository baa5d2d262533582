#!/bin/sh
# Each process that makes papers dies at the first thing it does: every institution is reported at its row.
${CC:-cc} -shared -fPIC -o "$1/kill_at.so" tests/checks/kill_at.c -ldl || exit 1
# The sanitizer would rather be first.
ASAN_OPTIONS=${ASAN_OPTIONS:+$ASAN_OPTIONS:}verify_asan_link_order=0
export ASAN_OPTIONS
KILL_WORKER_AT=1 LD_PRELOAD="$1/kill_at.so" "$program" build samples/inbox -o "$1/out" --as-of 2012-06-30 -j 2 >"$1/said" 2>&1
status=$?
cat "$1/said"
[ $status -eq 1 ] && grep -q '上饶市鹤溪疾病预防控制中心.xlsx,.*,WORKER_LOST,error,.*信号 9.*,361102-上饶市鹤溪疾病预防控制中心' "$1/out/data/diagnostics.csv"
