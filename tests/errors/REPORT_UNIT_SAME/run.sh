#!/bin/sh
# An institution that two cities report alike is named and counts once.
printf '单位名称,行政区划代码\n甲医院,360102\n乙医院,360103\n' >"$1/in/a.csv"
mkdir "$1/other" && printf '单位名称,行政区划代码\n丙医院,360104\n甲医院,360102\n' >"$1/other/b.csv"
build() { "$program" build "$1" -o "$2" --as-of 2012-06-30 -q; }
build "$1/in" "$1/南昌" && build "$1/other" "$1/九江" || exit 1
"$program" report "$1/南昌" "$1/九江" -o "$1/out" >"$1/said" 2>&1
status=$?
cat "$1/said"
[ $status -eq 1 ] && grep -q 'REPORT_UNIT_SAME.*甲医院.*九江.*南昌' "$1/said" &&
    grep -q 'REPORT_UNIT_SAME,error.*甲医院' "$1/out/data/diagnostics.csv" &&
    [ "$(grep -c 医院, "$1/out/data/units.csv")" -eq 3 ] && [ "$(grep -c 甲医院, "$1/out/data/units.csv")" -eq 1 ]
