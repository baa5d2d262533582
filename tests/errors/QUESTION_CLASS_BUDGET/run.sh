#!/bin/sh
# Ten times the median of the class.
printf '单位名称,行政区划代码,机构类别,建设整改预算(万元)\n' >"$1/in/单位.csv"
printf '所属单位,系统名称,安全保护等级\n' >"$1/in/系统.csv"
echo '单位名称,建设整改预算(万元)' >"$1/in/管理.csv"
for unit in 甲:50 乙:5 丙:5 丁:4 戊:6; do
    echo "${unit%:*}医院,360102,基层," >>"$1/in/单位.csv"
    echo "${unit%:*}医院,一,第二级" >>"$1/in/系统.csv"
    echo "${unit%:*}医院,${unit#*:}" >>"$1/in/管理.csv"
done
"$program" check "$1/in" -o "$1/out" --as-of 2012-06-30 -q >"$1/said" 2>&1
cat "$1/said"
grep -q '^单位.csv,,2,QUESTION_CLASS_BUDGET,note,,,等级保护经费预算合计 50 万元，同类单位（基层）的中位数是 5 万元' "$1/out/data/diagnostics.csv"
