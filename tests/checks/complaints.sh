#!/bin/sh
# What is wrong with a cell never costs more than a cell: 40 KB of characters that no font has give
# a few short items, not a list a thousand times the cell.
build=${1:-build}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
program=${DENGBAO:-$build/dengbao}

# 10,000 characters of the private use area, each another.
rare=$(awk 'BEGIN { for (i = 0; i < 10000; i++)
    printf "\363\260%c%c", 128 + int(i / 64) % 64, 128 + i % 64 }' | iconv -c -f UTF-8 -t UTF-8)
awk -v rare="$rare" '{ sub(/^业务描述 = .*/, "业务描述 = " rare); print }' \
    tests/errors/GLYPH_MISSING/input.txt >"$work/input.txt"
sed -i "s|\.\./unit.txt|$PWD/tests/errors/unit.txt|; s|\.\./system.txt|$PWD/tests/errors/system.txt|" \
    "$work/input.txt"
"$build/tools/make_workbook" "$work/input.txt" "$work/in" || exit 1
(
    ulimit -v 600000
    "$program" build "$work/in" -o "$work/out" --as-of 2012-06-30 --quiet >"$work/printed" 2>&1
)
[ $? = 1 ] && echo "ok rare-cell" || { echo "not ok rare-cell"; cat "$work/printed"; }
list=$work/out/data/diagnostics.csv
grep -c GLYPH_MISSING "$list" | awk '{ print ($1 >= 1 && $1 <= 4 ? "ok" : "not ok") " rare-items" }'
size=$(cat "$list" "$work"/out/*.xlsx | wc -c)
[ "$size" -lt 100000 ] && echo "ok rare-size" || echo "not ok rare-size ($size bytes)"
