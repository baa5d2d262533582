#!/bin/sh
# Ten times as much as last year.
for year in last in; do
    mkdir -p "$1/$year"
    printf '单位名称,行政区划代码\n甲医院,360102\n' >"$1/$year/单位.csv"
    printf '所属单位,系统名称,安全保护等级\n甲医院,一,第二级\n' >"$1/$year/系统.csv"
    printf '单位名称,建设整改预算(万元)\n甲医院,%s\n' "$([ $year = in ] && echo 125 || echo 12.5)" >"$1/$year/管理.csv"
done
"$program" check "$1/last" -o "$1/old" --as-of 2011-06-30 -q >"$1/said"
"$program" check "$1/in" -o "$1/out" --previous "$1/old" --as-of 2012-06-30 -q >"$1/said" 2>&1
cat "$1/said"
grep -q '^管理.csv,,B2,QUESTION_BUDGET,warning,.*合计 125 万元，上年 12.5 万元' "$1/out/data/diagnostics.csv"
