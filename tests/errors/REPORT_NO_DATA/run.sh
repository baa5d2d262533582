#!/bin/sh
# A folder that no run wrote; nothing is made.
mkdir "$1/empty"
"$program" report "$1/empty" -o "$1/out" >"$1/said" 2>&1
status=$?
cat "$1/said"
[ $status -eq 2 ] && grep -q 'REPORT_NO_DATA.*units.csv' "$1/said" && [ ! -e "$1/out" ] || exit 1
"$program" report "$1/nowhere" -o "$1/out" >"$1/said" 2>&1
[ $? -eq 2 ] && grep -q FILE_MISSING "$1/said"
