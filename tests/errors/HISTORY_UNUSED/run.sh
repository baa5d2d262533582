#!/bin/sh
# A row of the history without a day, or of a day to come, says nothing of this year; the one above is used without a word.
printf '单位名称,行政区划代码\n甲医院,360102\n' >"$1/in/a.csv"
printf '原单位名称,现单位名称,日期\n甲卫生院,甲医院,2011-05-01\n乙医院,丙医院,\n丁医院,戊医院,2013-01-01\n' >"$1/history.csv"
"$program" build "$1/in" -o "$1/out" --as-of 2012-06-30 --only province --history "$1/history.csv" >"$1/said" 2>&1
status=$?
cat "$1/said"
[ $status -eq 0 ] && [ "$(grep -c '^history.csv,,[34],HISTORY_UNUSED,warning,' "$1/out/data/diagnostics.csv")" -eq 2 ] &&
    [ "$(grep -c 'HISTORY_UNUSED' "$1/out/data/diagnostics.csv")" -eq 2 ]
