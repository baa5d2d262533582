#!/bin/sh
# An institution under its code and its name, in two rows: it reported once.
printf '单位名称,行政区划代码,组织机构代码\n甲医院,360102,40000000X\n' >"$1/in/a.csv"
printf '单位名称,组织机构代码,行政区划代码\n甲市甲医院,40000000X,\n甲医院,,360102\n' >"$1/roster.csv"
"$program" build "$1/in" -o "$1/out" --as-of 2012-06-30 --only province --roster "$1/roster.csv" >"$1/said" 2>&1
cat "$1/said"
grep -q '^roster.csv,,3,ROSTER_TAKEN,warning,.*甲医院.*甲市甲医院' "$1/out/data/diagnostics.csv" &&
    grep -q '^甲医院,,360102,,,,,,,,,roster' "$1/out/data/roster.csv"
