#!/bin/sh
# A table changed by hand, so that a unit has more systems than its row says: the report stops, and names both sides.
printf '单位名称,行政区划代码\n甲医院,360102\n' >"$1/in/单位.csv"
printf '所属单位,系统名称,安全保护等级\n甲医院,甲系统,第二级\n' >"$1/in/系统.csv"
"$program" build "$1/in" -o "$1/甲" --as-of 2012-06-30 -q >"$1/said" || exit 1
sed -i '2s/,1,\([^,]*\)$/,2,\1/' "$1/甲/data/units.csv"
"$program" report "$1/甲" -o "$1/out" >"$1/said" 2>&1
status=$?
cat "$1/said"
[ $status -eq 3 ] && grep -q 'SUMS_DISAGREE.*T1.系统数 = units.systems: 1, 2' "$1/said" && [ ! -e "$1/out/province" ]
