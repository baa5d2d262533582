#!/bin/sh
# Rows of the history without a day, of a day to come, without a former name, of an institution that became itself: each says
# nothing of this year, and why; the one above is used without a word, and so is one of another code.
printf '单位名称,行政区划代码\n甲医院,360102\n' >"$1/in/a.csv"
printf '原单位名称,现单位名称,日期,原代码,现代码\n甲卫生院,甲医院,2011-05-01,,\n乙医院,丙医院,,,\n丁医院,戊医院,2013-01-01,,\n,己医院,2011-01-01,,\n庚医院,庚医院,2011-01-01,,\n辛医院,辛医院,2011-01-01,12345678-8,\n' >"$1/history.csv"
"$program" build "$1/in" -o "$1/out" --as-of 2012-06-30 --only province --history "$1/history.csv" >"$1/said" 2>&1
status=$?
cat "$1/said"
told() { grep -q "^history.csv,,$1,HISTORY_UNUSED,warning,.*：$2," "$list"; }
list=$1/out/data/diagnostics.csv
[ $status -eq 0 ] && told 3 没有能识别的日期 && told 4 日期晚于计算日 && told 5 没有填原单位名称 && told 6 现单位与原单位是同一个 &&
    [ "$(grep -c 'HISTORY_UNUSED' "$list")" -eq 4 ]
