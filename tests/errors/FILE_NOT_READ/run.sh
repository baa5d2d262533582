#!/bin/sh
# The process that reads the workbook crashes: the file is reported, and the table beside it is read.
${CC:-cc} -shared -fPIC -o "$1/misread.so" tests/checks/misread.c -ldl || exit 1
# The sanitizer would rather be first.
ASAN_OPTIONS=${ASAN_OPTIONS:+$ASAN_OPTIONS:}verify_asan_link_order=0
export ASAN_OPTIONS
"$make_workbook" tests/errors/FILE_NOT_READ/book.txt "$1/in" || exit 1
MISREAD=trap LD_PRELOAD="$1/misread.so" "$program" check "$1/in" -o "$1/out" --as-of 2012-06-30 >"$1/said" 2>&1
status=$?
cat "$1/said"
[ $status -eq 1 ] && grep -q '^a.xlsx,.*,FILE_NOT_READ,fatal,.*信号 4' "$1/out/data/diagnostics.csv" &&
    grep -q '^b.csv,.*,ok,,$' "$1/out/data/files.csv"
