#!/bin/sh
# A folder of tables without a manifest is summed at the day that is asked for, and that is said.
printf '单位名称,行政区划代码\n甲医院,360102\n' >"$1/in/a.csv"
"$program" build "$1/in" -o "$1/甲" --as-of 2012-06-30 -q && rm "$1/甲/manifest.json" || exit 1
"$program" report "$1/甲" -o "$1/out" --as-of 2012-06-30 >"$1/said" 2>&1
status=$?
cat "$1/said"
[ $status -eq 0 ] && grep -q 'REPORT_UNPROVED.*2012-06-30.*2007' "$1/said" && grep -q REPORT_UNPROVED "$1/out/data/diagnostics.csv"
