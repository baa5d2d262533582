#!/bin/sh
# An institution of which two cities say different things is named and counts in neither; the order of the folders does
# not show.
printf '单位名称,行政区划代码\n甲医院,360102\n乙医院,360103\n' >"$1/in/单位.csv"
printf '所属单位,系统名称,安全保护等级\n甲医院,甲系统,第二级\n乙医院,乙系统,第二级\n' >"$1/in/系统.csv"
mkdir "$1/other" && sed s/乙/丙/ "$1/in/单位.csv" >"$1/other/单位.csv" && sed 's/乙/丙/g; s/甲系统,第二级/甲系统,第三级/' "$1/in/系统.csv" >"$1/other/系统.csv"
build() { "$program" build "$1" -o "$2" --as-of 2012-06-30 -q >"$3" 2>&1; [ $? -le 1 ]; }
build "$1/in" "$1/南昌" "$1/said" && build "$1/other" "$1/九江" "$1/said" || exit 1
"$program" report "$1/南昌" "$1/九江" -o "$1/out" >"$1/said" 2>&1
status=$?
cat "$1/said"
[ $status -eq 1 ] && grep -q 'REPORT_UNIT_DIFFERS.*甲医院' "$1/said" && ! grep -q '^[^,]*,甲医院' "$1/out/data/units.csv" &&
    grep -q '^[^,]*,乙医院' "$1/out/data/units.csv" && grep -q '^[^,]*,丙医院' "$1/out/data/units.csv" &&
    ! grep -q 甲系统 "$1/out/data/systems.csv" || exit 1
"$program" report "$1/九江" "$1/南昌/" -o "$1/again" >"$1/said" 2>&1
diff -r "$1/out" "$1/again"
