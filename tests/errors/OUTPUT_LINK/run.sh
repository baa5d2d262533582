#!/bin/sh
# A symbolic link where a folder of OUT is to be: nothing is written through it, and the message says what it is.
printf '单位名称,行政区划代码\n甲医院,360102\n' >"$1/in/单位.csv"
printf '系统名称,安全保护等级\n甲系统,第二级\n' >"$1/in/系统.csv"
mkdir -p "$1/elsewhere" "$1/out" && ln -s "$1/elsewhere" "$1/out/units"
"$program" build "$1/in" -o "$1/out" --as-of 2012-06-30 >"$1/said" 2>&1
[ $? -eq 3 ] && grep -q "\] OUTPUT_LINK $1/out/units " "$1/said" && [ -z "$(ls "$1/elsewhere")" ]
