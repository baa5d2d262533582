#!/bin/sh
# OUT is below a file.
: >"$1/file"
"$program" check "$1/in" -o "$1/file/out" >"$1/said" 2>&1
status=$?
cat "$1/said"
[ $status -eq 3 ] && grep -q OUTPUT_FAILED "$1/said" && [ ! -s "$1/file" ]
