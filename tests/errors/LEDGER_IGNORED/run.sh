#!/bin/sh
# A table has a column of a later version.
printf '单位名称,行政区划代码\n甲医院,360102\n' >"$1/in/单位.csv"
printf '所属单位,系统名称,安全保护等级\n甲医院,甲系统,第二级\n甲医院,乙系统,第二级\n' >"$1/in/系统.csv"
"$program" build "$1/in" -o "$1/甲" --as-of 2012-06-30 -q >"$1/said" || exit 1
sed -i "1s/\$/,later/; 2,\$s/\$/,x/" "$1/甲/data/units.csv"
"$program" report "$1/甲" -o "$1/out" >"$1/said" 2>&1
status=$?
cat "$1/said"
[ $status -eq 0 ] && grep -q '甲/data/units.csv.*LEDGER_IGNORED.*later' "$1/said"
