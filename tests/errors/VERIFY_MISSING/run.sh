#!/bin/sh
# A paper was removed; before that all is well, and so it is again after the next run.
printf '单位名称,行政区划代码\n甲医院,360102\n' >"$1/in/a.csv"
"$program" build "$1/in" -o "$1/out" --as-of 2012-06-30 -q || exit 1
"$program" verify "$1/out" >"$1/said" 2>&1 && ! grep -q "\] VERIFY_" "$1/said" || { cat "$1/said"; exit 1; }
rm "$1/out/data/units.csv"
"$program" verify "$1/out" >"$1/said" 2>&1
status=$?
cat "$1/said"
[ $status -eq 1 ] && grep -q 'data/units.csv.*VERIFY_MISSING' "$1/said" && [ "$(grep -c "\] VERIFY_" "$1/said")" -eq 1 ] || exit 1
"$program" build "$1/in" -o "$1/out" --as-of 2012-06-30 -q && "$program" verify "$1/out"
