#!/bin/sh
# A year to come, and one of which nobody says anything, are told; the year that papers speak of is not. A report over the
# run says it once.
printf '单位名称,行政区划代码\n甲医院,360102\n' >"$1/in/a.csv"
printf '单位名称,系统名称,系统等级,定级时间\n甲医院,一系统,二级,2012-03-01\n' >"$1/in/b.csv"
n=
for year in 2012 2013 2010; do
    "$program" build "$1/in" -o "$1/out$year" --as-of 2012-06-30 --year $year --only province >"$1/said" 2>&1
    n="$n $(grep -c '^,,,YEAR_OTHER,warning,' "$1/out$year/data/diagnostics.csv")"
done
"$program" report "$1/out2010" -o "$1/again" >"$1/said" 2>&1
cat "$1/said"
cmp "$1/out2010/data/diagnostics.csv" "$1/again/data/diagnostics.csv" && [ "$n" = ' 0 1 1' ]
