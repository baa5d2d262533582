#!/bin/sh
# A journal that another version wrote: said, put aside, and nothing it names is removed. A manifest that is not ours likewise.
printf '单位名称,行政区划代码\n甲医院,360102\n' >"$1/in/a.csv"
mkdir -p "$1/out/.dengbao"
printf 'dengbao-journal 99\nunits/mine.txt\n' >"$1/out/.dengbao/journal"
echo '{"outputs": {"units/mine.txt": "0"}}' >"$1/out/manifest.json"
mkdir -p "$1/out/units" && echo mine >"$1/out/units/mine.txt"
"$program" build "$1/in" -o "$1/out" --as-of 2012-06-30 >"$1/said" 2>&1
status=$?
cat "$1/said"
[ $status -eq 0 ] && [ "$(grep -c '\] OUTPUT_FOREIGN ' "$1/said")" -eq 2 ] && [ -s "$1/out/units/mine.txt" ] &&
    grep -q mine "$1/out/.dengbao/journal.unknown" && grep -q '"program": "dengbao"' "$1/out/manifest.json" &&
    grep -q mine "$1/out/.dengbao/manifest.json.unknown"
