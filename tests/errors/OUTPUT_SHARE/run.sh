#!/bin/sh
# A share into the OUT of a whole run: OUT stays as it is. The same share again is welcome, and --force replaces.
printf '单位名称,行政区划代码\n甲医院,360102\n乙医院,360103\n丙医院,360104\n' >"$1/in/a.csv"
build() { "$program" build "$1/in" -o "$1/$2" --as-of 2012-06-30 $3 $4 $5 >"$1/said" 2>&1; }
build "$1" out && cp -r "$1/out" "$1/before" || exit 1
build "$1" out --shard 1/2
status=$?
cat "$1/said"
[ $status -eq 3 ] && grep -q '\] OUTPUT_SHARE ' "$1/said" && diff -r "$1/before" "$1/out" || exit 1
build "$1" share --shard 1/2 && build "$1" share --shard 1/2 && grep -q '"shard": "1/2"' "$1/share/manifest.json" || exit 1
build "$1" out --shard 1/2 --force && grep -q '"shard": "1/2"' "$1/out/manifest.json"
