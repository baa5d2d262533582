#!/bin/sh
# The blank workbook handed in as it was made: one message, and no example is data.
"$program" template --edition 2007 -o "$1/in/a.xlsx" 2>/dev/null || exit 1
"$program" check "$1/in" -o "$1/out" --edition 2007 --as-of 2012-06-30 >"$1/said" 2>&1
status=$?
cat "$1/said"
[ $status -eq 1 ] && grep -q '^a.xlsx,,,BOOK_BLANK,fatal' "$1/out/data/diagnostics.csv" &&
    [ "$(wc -l <"$1/out/data/diagnostics.csv")" -eq 2 ]
