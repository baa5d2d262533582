#!/bin/sh
# A history without a column of former names ends the run: two years would be compared as if nobody had been renamed.
printf '单位名称,行政区划代码\n甲医院,360102\n' >"$1/in/a.csv"
printf '现单位名称,日期\n甲医院,2011-05-01\n' >"$1/history.csv"
"$program" build "$1/in" -o "$1/out" --as-of 2012-06-30 --only province --history "$1/history.csv" >"$1/said" 2>&1
status=$?
cat "$1/said"
[ $status -eq 3 ] && grep -q 'history.csv.*HISTORY_EMPTY' "$1/said" && [ ! -e "$1/out/data/units.csv" ]
