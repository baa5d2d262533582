#!/bin/sh
# A table of an earlier run lost a column: nothing is summed, and nothing is left in OUT.
printf '单位名称,行政区划代码\n甲医院,360102\n' >"$1/in/单位.csv"
printf '所属单位,系统名称,安全保护等级\n甲医院,甲系统,第二级\n甲医院,乙系统,第二级\n' >"$1/in/系统.csv"
"$program" build "$1/in" -o "$1/甲" --as-of 2012-06-30 -q >"$1/said" || exit 1
sed -i "1s/credit_code/code/" "$1/甲/data/units.csv"
"$program" report "$1/甲" -o "$1/out" >"$1/said" 2>&1
status=$?
cat "$1/said"
[ $status -eq 3 ] && grep -q '甲/data/units.csv.*LEDGER_COLUMN.*credit_code' "$1/said" && [ ! -e "$1/out" ]
