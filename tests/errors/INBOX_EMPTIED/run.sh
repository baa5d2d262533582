#!/bin/sh
# All inputs have become unreadable: OUT stays as it is, and the file is named; --force empties it.
printf '单位名称,行政区划代码\n甲医院,360102\n' >"$1/in/a.csv"
"$program" build "$1/in" -o "$1/out" --as-of 2012-06-30 >"$1/said" 2>&1 || exit 1
cp -r "$1/out" "$1/before"
: >"$1/in/a.csv"
"$program" build "$1/in" -o "$1/out" --as-of 2012-06-30 >"$1/said" 2>&1
status=$?
cat "$1/said"
[ $status -eq 3 ] && grep -q INBOX_EMPTIED "$1/said" && grep -q FILE_EMPTY "$1/said" && diff -r "$1/before" "$1/out" || exit 1
rm "$1/in/a.csv"
"$program" build "$1/in" -o "$1/out" --as-of 2012-06-30 >"$1/said" 2>&1
[ $? -eq 3 ] && grep -q INBOX_EMPTIED "$1/said" && diff -r "$1/before" "$1/out" || exit 1
"$program" build "$1/in" -o "$1/out" --as-of 2012-06-30 --force >"$1/said" 2>&1 && [ ! -e "$1/out/units" ]
