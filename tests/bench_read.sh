#!/bin/sh
# tests/bench_read.sh [BUILD [N]]: how fast tables of N rows of 15 columns are read, beside openpyxl (read-only) and SheetJS
# in the same run: milliseconds of processor of the whole process, rows and megabytes a second, and how often the time of
# this program's reader. The reader is measured in one process and, as a run does it, with a process of its own that reads.
# Before that what a file of 500 rows takes with the start of the process that reads: the least of twenty.
# A peer that is not there is left out, and that is said. SheetJS comes by npm into BUILD/peers.
build=${1:-build} n=${2:-200000}
case $build in /*) ;; *) build=$PWD/$build ;; esac
here=$(cd "$(dirname "$0")/.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

"$build/tools/make_big" xlsx 500 15 "$work/small.xlsx" || exit 1
for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
    "$build/tools/peak" --clock "$build/tools/read_file" "$work/small.xlsx"
done | awk '{ clock = NR == 1 || $1 < clock ? $1 : clock; own = NR == 1 || $3 < own ? $3 : own }
    END { printf "500 rows: %.1f ms of the clock with the start of the process, %d of processor\n", clock / 1000, own }'

python=$(for p in python3 /usr/bin/python3; do $p -c 'import openpyxl' 2>/dev/null && { echo $p; break; }; done)
[ -n "$python" ] || echo 'openpyxl     not there'
mkdir -p "$build/peers"
sheetjs=
if command -v npm >/dev/null && { [ -d "$build/peers/node_modules/xlsx" ] ||
    npm install --silent --no-fund --no-audit --prefix "$build/peers" xlsx@0.18.5 >/dev/null 2>&1; }; then
    sheetjs=$here/tests/peers/sheetjs_rows.cjs
else
    echo 'SheetJS      not there'
fi

printf '%-14s %-5s %9s %10s %8s %7s %8s\n' '' '' ms rows/s MB/s MB ratio
# say NAME KIND ROWS FILE COMMAND...: the least of three goes. A reader that gives up, or counts other cells, has no figures.
say() {
    name=$1 kind=$2 rows=$3 file=$4
    shift 4
    for i in 1 2 3; do
        (cd "$build/peers" && "$build/tools/peak" "$@")
    done | sort -k 2 -n >"$work/goes"
    read -r memory ms status <"$work/goes"
    [ "$name" = dengbao ] && echo "$ms" >"$work/ours"
    if grep -qv ' 0$' "$work/goes"; then echo "$name $kind: not all cells"; return; fi
    awk -v name="$name" -v kind="$kind" -v ms="$ms" -v rows="$rows" -v memory="$memory" -v size="$(wc -c <"$file")" -v ours="$(cat "$work/ours")" \
        'BEGIN { printf "%-14s %-5s %9.0f %10.0f %8.1f %7.0f %8.1f\n", name, kind, ms, rows / ms * 1000, size / ms / 1000, memory / 1024, ms / ours }'
}
for kind in xlsx xls csv gbk; do
    rows=$n
    [ $kind = xls ] && [ "$n" -gt 60000 ] && rows=60000
    case $kind in csv | gbk) file=$work/$kind.csv ;; *) file=$work/big.$kind ;; esac
    "$build/tools/make_big" $kind "$rows" 15 "$file" || exit 1
    say dengbao $kind "$rows" "$file" "$build/tools/read_file" "$file"
    say 'dengbao apart' $kind "$rows" "$file" "$build/tools/read_file" --apart "$file"
    [ -z "$sheetjs" ] || say SheetJS $kind "$rows" "$file" node --max-old-space-size=8192 "$sheetjs" "$file" $((rows * 15)) $([ $kind = gbk ] && echo 936)
    [ $kind != xlsx ] || [ -z "$python" ] || say openpyxl $kind "$rows" "$file" "$python" "$here/tests/peers/openpyxl_rows.py" "$file" $((rows * 15))
    rm -f "$file"
done
