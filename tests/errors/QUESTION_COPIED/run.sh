#!/bin/sh
# Last year's sheet once more; where 零报告 says that nothing changed it is not asked.
mkdir -p "$1/in"
printf '单位名称,行政区划代码\n甲医院,360102\n' >"$1/in/单位.csv"
printf '所属单位,系统名称,安全保护等级\n甲医院,一,第二级\n甲医院,二,第二级\n甲医院,三,第二级\n' >"$1/in/系统.csv"
"$program" check "$1/in" -o "$1/old" --as-of 2011-06-30 -q >"$1/said"
"$program" check "$1/in" -o "$1/out" --previous "$1/old" --as-of 2012-06-30 -q >"$1/said" 2>&1
cat "$1/said"
grep -q '^单位.csv,,A2,QUESTION_COPIED,warning,单位名称,甲医院,3 个系统的' "$1/out/data/diagnostics.csv" || exit 1
printf '单位名称,零报告\n甲医院,无变化\n' >"$1/in/管理.csv"
"$program" check "$1/in" -o "$1/out" --previous "$1/old" --as-of 2012-06-30 -q >"$1/said" 2>&1
! grep QUESTION_ "$1/out/data/diagnostics.csv"
