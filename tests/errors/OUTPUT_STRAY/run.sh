#!/bin/sh
# Files that no run is known to have made: said by every run until they are gone, and left alone.
printf '单位名称,行政区划代码\n甲医院,360102\n' >"$1/in/单位.csv"
printf '系统名称,安全保护等级\n甲系统,第二级\n' >"$1/in/系统.csv"
run() { "$program" "$2" "$1/in" -o "$1/out" --as-of 2012-06-30 >"$1/said" 2>&1; }
run "$1" build && ! grep -q '\] OUTPUT_STRAY ' "$1/said" || exit 1
rm "$1/out/manifest.json" && mkdir "$1/out/units/orphan" && echo old >"$1/out/units/orphan/a.pdf" && ln -s / "$1/out/units/b"
for command in build check build; do
    run "$1" $command
    [ "$(grep -c '\] OUTPUT_STRAY .* 2 .*units/b' "$1/said")" -eq 1 ] || exit 1
done
[ -s "$1/out/units/orphan/a.pdf" ] && rm -r "$1/out/units/orphan" "$1/out/units/b" && run "$1" build && ! grep -q '\] OUTPUT_STRAY ' "$1/said"
