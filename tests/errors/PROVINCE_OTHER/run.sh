#!/bin/sh
# The province reported for is not what an institution says, which is named; without its last word it is the same one, and an
# institution that names none says nothing.
printf '省(自治区、直辖市),单位名称,行政区划代码\n江西省,甲医院,360102\n湖南省,乙医院,430102\n,丙医院,360102\n' >"$1/in/a.csv"
"$program" build "$1/in" -o "$1/out" --as-of 2012-06-30 --only province --province 江西 >"$1/said" 2>&1
status=$?
cat "$1/said"
"$program" build "$1/in" -o "$1/none" --as-of 2012-06-30 --only province >"$1/silent" 2>&1
[ $status -eq 0 ] && grep -q ',PROVINCE_OTHER,warning,.*报送省“江西”与所报数据不符：3 家单位中 1 家填的是别的省（乙医院: 湖南省）' "$1/out/data/diagnostics.csv" &&
    ! grep -q PROVINCE_OTHER "$1/none/data/diagnostics.csv"
