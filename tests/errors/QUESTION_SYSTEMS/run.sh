#!/bin/sh
# Four systems last year, two this year.
for year in last in; do
    mkdir -p "$1/$year"
    printf '单位名称,行政区划代码\n甲医院,360102\n' >"$1/$year/单位.csv"
    printf '所属单位,系统名称,安全保护等级\n甲医院,一,第二级\n甲医院,二,第二级\n' >"$1/$year/系统.csv"
done
printf '甲医院,三,第二级\n甲医院,四,第二级\n' >>"$1/last/系统.csv"
"$program" check "$1/last" -o "$1/old" --as-of 2011-06-30 -q >"$1/said"
"$program" check "$1/in" -o "$1/out" --previous "$1/old" --as-of 2012-06-30 -q >"$1/said" 2>&1
cat "$1/said"
grep -q '^单位.csv,,A2,QUESTION_SYSTEMS,warning,单位名称,甲医院,本年报送系统 2 个，上年 4 个,' "$1/out/data/diagnostics.csv"
