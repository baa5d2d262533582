#!/bin/sh
# A report into the OUT of a build would take the institutions' papers away; OUT stays as it is.
printf '单位名称,行政区划代码\n甲医院,360102\n' >"$1/in/a.csv"
build() { "$program" build "$1/in" -o "$1/$2" --as-of 2012-06-30 -q; }
build "$1" out && build "$1" 甲 && cp -r "$1/out" "$1/before" || exit 1
"$program" report "$1/甲" -o "$1/out" >"$1/said" 2>&1
status=$?
cat "$1/said"
[ $status -eq 3 ] && grep -q OUTPUT_REPORT "$1/said" && diff -r "$1/before" "$1/out" || exit 1
"$program" report "$1/甲" -o "$1/甲" >"$1/said" 2>&1
[ $? -eq 2 ] && "$program" report "$1/甲" -o "$1/out" --force >"$1/said" 2>&1 && [ ! -e "$1/out/units" ]
