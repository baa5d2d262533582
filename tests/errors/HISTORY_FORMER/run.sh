#!/bin/sh
# What was renamed or closed hands in all the same, by its name or by its code; who kept its code and is called what it is called now,
# were there two of that name, or took a
# former name of another back, is told nothing.
printf '单位名称,行政区划代码,组织机构代码\n甲卫生院,360102,\n乙医院,360102,\n丙新医院,360102,12345678-8\n丙新医院,360102,40000001-8\n丁医院,360102,\n' >"$1/in/a.csv"
printf '原单位名称,现单位名称,日期,原代码\n甲卫生院,甲医院,2011-05-01,\n乙医院,,2011-11-30,\n丙医院,丙新医院,2011-01-01,12345678-8\n丁医院,戊医院,2010-01-01,\n戊医院,丁医院,2011-01-01,\n' >"$1/history.csv"
"$program" build "$1/in" -o "$1/out" --as-of 2012-06-30 --only province --history "$1/history.csv" >"$1/said" 2>&1
cat "$1/said"
list=$1/out/data/diagnostics.csv
[ "$(grep -c 'HISTORY_FORMER\|HISTORY_BOTH' "$list")" -eq 2 ] &&
    grep -q '^a.csv,,A2,HISTORY_FORMER,warning,单位名称,甲卫生院,按沿革表，“甲卫生院”已于 2011-05-01 更名或并入“甲医院”，仍以原名称报送,' "$list" &&
    grep -q '^a.csv,,A3,HISTORY_FORMER,warning,单位名称,乙医院,按沿革表，“乙医院”已于 2011-11-30 撤销，仍以原名称报送,' "$list"
