#!/bin/sh
# A sum over two of three shares says which is not there.
printf '单位名称,行政区划代码\n甲医院,360102\n乙医院,360103\n丙医院,360104\n' >"$1/in/a.csv"
for k in 1 2 3; do "$program" build "$1/in" -o "$1/$k" --as-of 2012-06-30 -q --shard $k/3 || exit 1; done
"$program" report "$1/1" "$1/3" -o "$1/out" >"$1/said" 2>&1
status=$?
cat "$1/said"
[ $status -eq 1 ] && grep -q 'REPORT_SHARE_MISSING.*第 2 份.*分为 3 份' "$1/said" && grep -q REPORT_SHARE_MISSING "$1/out/data/diagnostics.csv" || exit 1
"$program" report "$1/1" "$1/2" "$1/3" -o "$1/out" >"$1/said" 2>&1 && ! grep -q '] REPORT_' "$1/said" && ! grep -q ',REPORT_' "$1/out/data/diagnostics.csv"
