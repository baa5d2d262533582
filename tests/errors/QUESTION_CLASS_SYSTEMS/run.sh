#!/bin/sh
# Of five of one class four have four systems, one has one; of four of a class nothing is asked.
printf '单位名称,行政区划代码,机构类别\n甲医院,360102,基层\n' >"$1/in/单位.csv"
printf '所属单位,系统名称,安全保护等级\n甲医院,一,第二级\n' >"$1/in/系统.csv"
for unit in 乙 丙 丁 戊; do
    echo "$unit医院,360102,基层" >>"$1/in/单位.csv"
    for number in 1 2 3 4; do echo "$unit医院,系统$number,第二级"; done >>"$1/in/系统.csv"
    [ $unit = 戊 ] && grep QUESTION_ "$1/out/data/diagnostics.csv" && exit 1
    "$program" check "$1/in" -o "$1/out" --as-of 2012-06-30 -q >"$1/said" 2>&1
done
cat "$1/said"
grep -q '^单位.csv,,2,QUESTION_CLASS_SYSTEMS,note,,,报送系统 1 个，同类单位（基层）的中位数是 4 个' "$1/out/data/diagnostics.csv"
