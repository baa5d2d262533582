#!/bin/sh
# A byte of a paper was changed, and another became a link.
printf '单位名称,行政区划代码\n甲医院,360102\n' >"$1/in/a.csv"
"$program" build "$1/in" -o "$1/out" --as-of 2012-06-30 -q || exit 1
printf x >>"$1/out/data/units.csv"
mv "$1/out/data/files.csv" "$1/files.csv" && ln -s "$1/files.csv" "$1/out/data/files.csv"
"$program" verify "$1/out" >"$1/said" 2>&1
status=$?
cat "$1/said"
[ $status -eq 1 ] && grep -q 'data/units.csv.*VERIFY_CHANGED' "$1/said" && grep -q 'data/files.csv.*VERIFY_CHANGED' "$1/said" &&
    [ "$(grep -c "\] VERIFY_" "$1/said")" -eq 2 ]
