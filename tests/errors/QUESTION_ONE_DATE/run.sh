#!/bin/sh
# Five systems that began on one day; of four it is not asked.
printf '单位名称,行政区划代码\n甲医院,360102\n' >"$1/in/单位.csv"
printf '所属单位,系统名称,安全保护等级,投入运行日期\n' >"$1/in/系统.csv"
for number in 1 2 3 4; do echo "甲医院,系统$number,第二级,2010-01-01"; done >>"$1/in/系统.csv"
"$program" check "$1/in" -o "$1/out" --as-of 2012-06-30 -q >"$1/said" 2>&1
grep QUESTION_ "$1/out/data/diagnostics.csv" && exit 1
echo 甲医院,系统5,第二级,2010-01-01 >>"$1/in/系统.csv"
"$program" check "$1/in" -o "$1/out" --as-of 2012-06-30 -q >"$1/said" 2>&1
cat "$1/said"
grep -q '^系统.csv,,D2,QUESTION_ONE_DATE,warning,投入运行日期,2010-01-01,5 个系统的“投入运行日期”都是 2010-01-01' "$1/out/data/diagnostics.csv"
