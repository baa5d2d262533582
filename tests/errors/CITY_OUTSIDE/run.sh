#!/bin/sh
# The report of one city leaves out who is elsewhere, 省直, or nowhere to be told; each is named, and who is of the city by code, by
# the city's name or by a county's name alone is not.
printf '地(区、市、州、盟),县(区、市、旗),单位名称,行政区划代码,机构级别\n南昌市,,甲医院,360102,\n,,乙医院,360402,\n,,丙医院,360100,省\n南昌,,丁医院,,\n,修水县,戊医院,,\n,进贤县,己医院,,\n九江市,,庚医院,360102,\n' >"$1/in/a.csv"
"$program" build "$1/in" -o "$1/out" --as-of 2012-06-30 --only province --level city --province 南昌市 >"$1/said" 2>&1
cat "$1/said"
"$program" build "$1/in" -o "$1/all" --as-of 2012-06-30 --only province --province 江西省 >"$1/silent" 2>&1
told() { cut -d, -f4-8 "$1/data/diagnostics.csv" | grep '^CITY_OUTSIDE' | sort | tr '\n' ' '; }
[ "$(told "$1/out")" = "CITY_OUTSIDE,warning,,,南昌市的年度报告没有计入九江市的 1 家单位：乙医院 CITY_OUTSIDE,warning,,,南昌市的年度报告没有计入地区不详的 2 家单位：庚医院; 戊医院 CITY_OUTSIDE,warning,,,南昌市的年度报告没有计入省直的 1 家单位：丙医院 " ] &&
    [ -z "$(told "$1/all")" ] && [ "$(tail -n +2 "$1/out/data/units.csv" | wc -l)" -eq 7 ]
