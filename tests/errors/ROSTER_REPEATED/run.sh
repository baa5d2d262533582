#!/bin/sh
# A roster that names an institution twice counts it once, and says so at the second.
printf '单位名称,行政区划代码\n甲医院,360102\n' >"$1/in/a.csv"
printf '单位名称,行政区划代码\n甲医院,360102\n乙医院,360103\n甲医院,360102\n' >"$1/roster.csv"
"$program" build "$1/in" -o "$1/out" --as-of 2012-06-30 --only province --roster "$1/roster.csv" >"$1/said" 2>&1
status=$?
cat "$1/said"
[ $status -eq 0 ] && grep -q '^roster.csv,,4,ROSTER_REPEATED,warning,.*roster.csv:2.*甲医院' "$1/out/data/diagnostics.csv" &&
    [ "$(grep -c 甲医院 "$1/out/data/roster.csv")" -eq 1 ]
