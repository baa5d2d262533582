#!/bin/sh
# The third level last year, the second this year.
for year in last in; do
    mkdir -p "$1/$year"
    printf '单位名称,行政区划代码\n甲医院,360102\n' >"$1/$year/单位.csv"
    printf '所属单位,系统名称,安全保护等级\n甲医院,一,第%s级\n' "$([ $year = in ] && echo 二 || echo 三)" >"$1/$year/系统.csv"
done
"$program" check "$1/last" -o "$1/old" --as-of 2011-06-30 -q >"$1/said"
"$program" check "$1/in" -o "$1/out" --previous "$1/old" --as-of 2012-06-30 -q >"$1/said" 2>&1
cat "$1/said"
grep -q '^系统.csv,,C2,QUESTION_LEVEL,warning,安全保护等级,第二级,本年填第 2 级，上年是第 3 级' "$1/out/data/diagnostics.csv"
