#!/bin/sh
# An institution and what it became by the history, over two steps, both hand in: told at the former name alone, and both count; not
# where the like name is of another place, and not where the day of the change has not come.
printf '单位名称,行政区划代码\n甲卫生院,360102\n甲医院,360102\n甲卫生院,360402\n丁卫生院,360102\n丁医院,360102\n' >"$1/in/a.csv"
printf '原单位名称,现单位名称,日期,行政区划代码\n甲卫生院,甲乡医院,2010-05-01,360102\n甲乡医院,甲医院,2011-05,360102\n丁卫生院,丁医院,2012-08-01,\n' >"$1/history.csv"
"$program" build "$1/in" -o "$1/out" --as-of 2012-06-30 --only province --history "$1/history.csv" >"$1/said" 2>&1
cat "$1/said"
list=$1/out/data/diagnostics.csv
[ "$(grep -c 'HISTORY_BOTH\|HISTORY_FORMER' "$list")" -eq 1 ] && [ "$(tail -n +2 "$1/out/data/units.csv" | wc -l)" -eq 5 ] &&
    grep -q '^a.csv,,A2,HISTORY_BOTH,warning,单位名称,甲卫生院,按沿革表，“甲卫生院”已于 2011-05 更名或并入“甲医院”，两者都报送了，分别计为一家,.*,360102-甲卫生院,' "$list"
