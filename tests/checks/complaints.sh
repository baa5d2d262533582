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
    "$program" build "$work/in" -o "$work/out" --as-of 2012-06-30 --progress none >"$work/printed" 2>&1
)
[ $? = 1 ] && echo "ok rare-cell" || { echo "not ok rare-cell"; cat "$work/printed"; }
list=$work/out/data/diagnostics.csv
grep -c GLYPH_MISSING "$list" | awk '{ print ($1 >= 1 && $1 <= 4 ? "ok" : "not ok") " rare-items" }'
size=$(cat "$list" "$work"/out/*.xlsx | wc -c)
[ "$size" -lt 100000 ] && echo "ok rare-size" || echo "not ok rare-size ($size bytes)"
# The summary counts what the list shows: a cell with 10,000 faults of a kind is one line in both.
totals() {
    awk -F, -v printed="$(grep -o '错误 [0-9]*，警告 [0-9]*，提示 [0-9]*' "$2" | tail -n 1)" '
        $5 ~ /^(note|warning|error|fatal)$/ { n[$5]++ }
        END {
            wanted = "错误 " n["error"] + n["fatal"] "，警告 " n["warning"] + 0 "，提示 " n["note"] + 0
            print (printed == wanted ? "ok " : "not ok " printed " wanted " wanted " ") "'"$3"'"
        }' "$1"
}
totals "$list" "$work/printed" rare-totals

# 2,500 systems with 40 bad cells each, and the same with good ones but for one: both files go back to their sender.
mkdir "$work/bad" "$work/good"
source=samples/inbox/修水县云门医院
cp "$source/单位.csv" "$work/bad"
cp "$source/单位.csv" "$work/good"
iconv -f GB18030 -t UTF-8 "$source/系统.csv" | head -n 2 | tr -d '\r' >"$work/system"
awk -F, -v bad="$work/bad/系统.csv" -v good="$work/good/系统.csv" '
    NR == 1 {
        print >bad
        print >good
        for (k = 4; k <= NF; k++)
            wrong = wrong ",不详之值" k
    }
    NR == 2 {
        for (i = 0; i < 2500; i++) {
            start = $1 ",系统" i ",YM" i
            print start wrong i >bad
            rest = substr($0, length($1 $2 $3) + 3)
            if (i == 0)
                sub(/^,[^,]*/, ",不详之值", rest)
            print start rest >good
        }
    }' "$work/system"

# $1: case, $2: kilobytes of address space
run() {
    rm -rf "$work/$1.out"
    (
        ulimit -v "$2"
        "$program" check "$work/$1" -o "$work/$1.out" --as-of 2012-06-30 --progress none >"$work/$1.printed" 2>&1
    )
    [ $? -le 1 ] && [ -s "$work/$1.out/manifest.json" ]
}
say() {
    if [ "$2" -eq "$3" ]; then echo "ok $1"; else echo "not ok $1 ($2, not $3)"; fi
}

# The run of one complaint needs 553 MB of addresses, most of them set aside for what the reading process puts down; 117,500
# complaints fit in the same.
run good 560000 && grep -q ',error,' "$work/good.out/data/diagnostics.csv" && echo "ok many-control" || echo "not ok many-control"
run bad 560000 && echo "ok many-memory" || { echo "not ok many-memory"; cat "$work/bad.printed"; }
list=$work/bad.out/data/diagnostics.csv
say many-items "$(grep -c ',error,' "$list")" 117500
say many-lines "$(unzip -p "$work/bad.out/问题清单.xlsx" xl/worksheets/sheet3.xml | grep -o '<row ' | wc -l)" \
    $(($(wc -l <"$list") + 1))
say many-left "$(find "$work/bad.out/.dengbao/tmp" -type f 2>/dev/null | wc -l)" 0
totals "$list" "$work/bad.printed" many-totals
# Every line names the institution, as the only one of its file, and the terminal says how many more there are of each
# kind in each column: together what it hides.
say many-owned "$(grep -c ',360424-修水县云门医院' "$list")" $(($(wc -l <"$list") - 1))
hidden=$(sed -n 's/.*该表该列的这类问题另有 \([0-9]*\) 处.*/\1/p' "$work/bad.printed" | awk '{ n += $1 } END { print n }')
all=$(sed -n 's/^……同类问题另有 \([0-9]*\) 处.*/\1/p' "$work/bad.printed")
say many-hidden "$hidden" "$all"
size=$(cat "$list" "$work/bad.out/问题清单.xlsx" | wc -c)
[ "$size" -lt 40000000 ] && echo "ok many-size" || echo "not ok many-size ($size bytes)"

# Papers are gone once they are written: an institution with 500 systems, whose papers have some thousands of pages, is
# made in 300 MB of memory (some 340 more if it held them all), and in 700 MB of addresses: heap and arenas take them in
# steps of their own, touched or not.
mkdir "$work/large"
cp "$work/good/单位.csv" "$work/large"
head -n 501 "$work/good/系统.csv" >"$work/large/系统.csv"
(
    ulimit -v 700000
    "$build/tools/peak" "$program" build "$work/large" -o "$work/large.out" --as-of 2012-06-30 --progress none \
        >"$work/taken" 2>"$work/printed"
)
read -r memory time status <"$work/taken"
[ "$status" -le 1 ] && [ -s "$work/large.out/manifest.json" ] && echo "ok large-unit" || { echo "not ok large-unit"; tail -n 3 "$work/printed"; }
[ "$memory" -lt 300000 ] && echo "ok large-memory" || echo "not ok large-memory ($memory KiB)"
