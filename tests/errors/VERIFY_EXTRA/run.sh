#!/bin/sh
# Somebody put a file there.
printf '单位名称,行政区划代码\n甲医院,360102\n' >"$1/in/a.csv"
"$program" build "$1/in" -o "$1/out" --as-of 2012-06-30 -q || exit 1
echo x >"$1/out/data/mine.csv"
"$program" verify "$1/out" >"$1/said" 2>&1
status=$?
cat "$1/said"
[ $status -eq 1 ] && grep -q 'data/mine.csv.*VERIFY_EXTRA' "$1/said" && [ "$(grep -c "\] VERIFY_" "$1/said")" -eq 1 ]
