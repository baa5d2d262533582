#!/bin/sh
# A header of the blank workbook that was reworded, but is understood.
"$program" template --edition 2007 -o "$1/blank.xlsx" 2>/dev/null || exit 1
printf 'sheet\t单位信息\nset\tB2\t医院名称\nset\tB4\t甲医院\n' >"$1/script"
"$(dirname "$make_workbook")/fill_workbook" "$1/blank.xlsx" "$1/script" "$1/in/a.xlsx" || exit 1
"$program" check "$1/in" -o "$1/out" --edition 2007 --as-of 2012-06-30 >"$1/said" 2>&1
cat "$1/said"
grep -q '^a.xlsx,单位信息,B2,COLUMN_RENAMED,note,医院名称,医院名称,.*单位名称' "$1/out/data/diagnostics.csv"
