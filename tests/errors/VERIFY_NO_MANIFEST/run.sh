#!/bin/sh
# A folder that no run wrote.
"$program" verify "$1/in" >"$1/said" 2>&1
status=$?
cat "$1/said"
[ $status -eq 2 ] && grep -q VERIFY_NO_MANIFEST "$1/said" || exit 1
echo '{"program": "other"}' >"$1/in/manifest.json"
"$program" verify "$1/in" >"$1/said" 2>&1
[ $? -eq 2 ] && grep -q VERIFY_NO_MANIFEST "$1/said" || exit 1
"$program" verify "$1/nowhere" >"$1/said" 2>&1
[ $? -eq 2 ] && grep -q FILE_MISSING "$1/said"
