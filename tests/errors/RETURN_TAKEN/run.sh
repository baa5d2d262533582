#!/bin/sh
# A workbook that went back is handed in beside the one it was made of.
mkdir -p "$1/in"
"$make_workbook" tests/errors/RETURN_TAKEN/workbook.txt "$1/in" || exit 1
"$program" check "$1/in" -o "$1/first" --as-of 2012-06-30 >/dev/null 2>&1
cp "$1/first/退回修改/退回修改-a.xlsx" "$1/in/" || exit 1
"$program" check "$1/in" -o "$1/out" --as-of 2012-06-30 >"$1/said" 2>&1
cat "$1/said"
grep -q '^退回修改-a.xlsx,,,RETURN_TAKEN,note,.*取代原报的 a.xlsx' "$1/out/data/diagnostics.csv" &&
    ! grep -q '^a.xlsx' "$1/out/data/diagnostics.csv"
