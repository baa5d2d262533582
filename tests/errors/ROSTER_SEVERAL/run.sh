#!/bin/sh
# A name that two institutions have is joined to neither where the roster does not say which.
printf '单位名称,行政区划代码\n人民医院,360102\n人民医院,360402\n中医院,360402\n' >"$1/in/a.csv"
printf '单位名称,行政区划代码\n人民医院,\n中医院,360400\n' >"$1/roster.csv"
"$program" build "$1/in" -o "$1/out" --as-of 2012-06-30 --only province --roster "$1/roster.csv" >"$1/said" 2>&1
cat "$1/said"
grep -q '^roster.csv,,2,ROSTER_SEVERAL,warning,.*人民医院.* 2 家' "$1/out/data/diagnostics.csv" &&
    grep -q '^人民医院,,,,,,,,,,,' "$1/out/data/roster.csv" && grep -q '^中医院,.*,360402-中医院,exact,' "$1/out/data/roster.csv"
