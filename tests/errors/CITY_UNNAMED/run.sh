#!/bin/sh
# A report by counties that names no city counts all of them and says so; one city alone, or a city that is named, needs no word.
printf '单位名称,行政区划代码\n甲医院,360102\n乙医院,360402\n丙医院,360403\n' >"$1/in/a.csv"
mkdir "$1/one"
printf '单位名称,行政区划代码\n甲医院,360102\n丁医院,360121\n' >"$1/one/a.csv"
run() { "$program" build "$1" -o "$2" --as-of 2012-06-30 --only province --level city --province "$3" >"$2.said" 2>&1; }
run "$1/in" "$1/out" 江西省
cat "$1/out.said"
run "$1/in" "$1/named" 九江
run "$1/one" "$1/alone" 江西省
grep -q ',CITY_UNNAMED,warning,,,"按市的年度报告没有写明是哪个市（--province “江西省”），3 家单位分属 南昌市 (1), 九江市 (2)，全部计入了",.*--province 九江市' "$1/out/data/diagnostics.csv" &&
    ! grep -q CITY_UNNAMED "$1/named/data/diagnostics.csv" "$1/alone/data/diagnostics.csv"
