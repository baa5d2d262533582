#!/bin/sh
# A roster without a column of names ends the run: nobody's rate would be right.
printf '单位名称,行政区划代码\n甲医院,360102\n' >"$1/in/a.csv"
printf '甲医院,360102\n乙医院,360103\n' >"$1/roster.csv"
"$program" build "$1/in" -o "$1/out" --as-of 2012-06-30 --only province --roster "$1/roster.csv" >"$1/said" 2>&1
status=$?
cat "$1/said"
[ $status -eq 3 ] && grep -q 'roster.csv.*ROSTER_EMPTY' "$1/said" && [ ! -e "$1/out/data/units.csv" ]
