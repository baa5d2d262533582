#!/bin/sh
# A file where a folder of OUT, or OUT itself, is to be.
printf '单位名称,行政区划代码\n甲医院,360102\n' >"$1/in/单位.csv"
printf '系统名称,安全保护等级\n甲系统,第二级\n' >"$1/in/系统.csv"
mkdir -p "$1/out" && echo mine >"$1/out/units"
"$program" build "$1/in" -o "$1/out" --as-of 2012-06-30 >"$1/said" 2>&1
[ $? -eq 3 ] && grep -q "\] OUTPUT_NO_FOLDER $1/out/units " "$1/said" && grep -q mine "$1/out/units" || exit 1
"$program" build "$1/in" -o "$1/out/units" --as-of 2012-06-30 >"$1/said" 2>&1
[ $? -eq 3 ] && grep -q "\] OUTPUT_NO_FOLDER $1/out/units " "$1/said" && grep -q mine "$1/out/units"
