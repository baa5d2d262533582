#!/bin/sh
# One of two inputs has become unreadable: its institution keeps its papers, enters no sum and is named.
printf '单位名称,行政区划代码\n甲医院,360102\n' >"$1/in/a.csv"
printf '单位名称,行政区划代码\n乙医院,360103\n' >"$1/in/b.csv"
printf '所属单位,系统名称,安全保护等级\n甲医院,甲系统,第二级\n乙医院,乙系统,第二级\n' >"$1/in/系统.csv"
"$program" build "$1/in" -o "$1/out" --as-of 2011-06-30 >"$1/said" 2>&1 || { cat "$1/said"; exit 1; }
cp -r "$1/out/units" "$1/before"
: >"$1/in/a.csv"
"$program" build "$1/in" -o "$1/out" --as-of 2012-06-30 >"$1/said" 2>&1
status=$?
cat "$1/said"
[ $status -eq 1 ] && grep -q 'a.csv.*OUTPUT_KEPT.*甲医院.*2011-06-30' "$1/out/data/diagnostics.csv" &&
    diff -r "$1"/before/*甲医院 "$1"/out/units/*甲医院 && [ -e "$1"/out/units/*乙医院/备案表-待复核.pdf ] &&
    ! grep -q 甲医院 "$1/out/data/units.csv" && grep -q '"kept": true' "$1/out/manifest.json"
