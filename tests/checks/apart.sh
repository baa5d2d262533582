#!/bin/sh
# Each file is read by a process of its own: the same cells and reports as in one, and a crash, a hang or a limit is that
# file's affair. The program without a sanitizer, as it is that one which limits memory and shuts its processes in.
build=${1:-build}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
case $build in /*) ;; *) build=$PWD/$build ;; esac
cd "$(dirname "$0")/../.." || exit 2
reader=$build/tools/read_file
say() { if [ "$1" -eq 0 ]; then echo "ok apart-$2"; else echo "not ok apart-$2"; fi; }

# Cells and reports without the counts of time and memory. Files of the error cases are as odd as they come.
for case in tests/errors/*/input.txt; do
    folder=$work/in/$(basename "$(dirname "$case")")
    mkdir -p "$folder"
    "$build/tools/make_workbook" "$case" "$folder" >"$work/made" 2>&1 || cat "$work/made"
done
# More formats and parts than are sorted without asking the system how much memory there is.
for kind in xml xls xlsx; do
    mkdir -p "$work/in/many"
    python3 tests/checks/returns_formats.py make $kind "$work/in/many/many.$kind" 90 || exit 2
done
# Pairs of GBK that UTF-8 could be too (item 34): their code page has to be there before nothing can be opened.
mkdir -p "$work/in/pairs"
printf '\317\265\315\263' >"$work/in/pairs/short.csv"
printf '\301\252\315\250,\317\265\315\263\n1,2\n' >"$work/in/pairs/list.csv"
printf '<table><tr><td>\317\265\315\263</table>' >"$work/in/pairs/page.xls"
find samples tests/fuzz/seeds "$work/in" -type f | LC_ALL=C sort >"$work/files"
for way in --cells --apart; do
    tr '\n' '\0' <"$work/files" | xargs -0 "$reader" $way --cells 2>"$work/reports" |
        sed 's/\t[0-9.]*\t[0-9]*\t\(read\|refused\)$/\t\1/' | cat - "$work/reports" >"$work/$way"
done
[ "$(wc -l <"$work/files")" -gt 100 ] && [ "$(wc -l <"$work/--cells")" -gt 5000 ] && diff "$work/--cells" "$work/--apart" >"$work/diff"
say $? same-cells
head -n 20 "$work/diff" 2>/dev/null

${CC:-cc} -O1 -shared -fPIC -o "$work/misread.so" tests/checks/misread.c -ldl || exit 1
book=$(find samples/inbox -name '*.xlsx' -size +3k | LC_ALL=C sort | head -n 1)
# misread WAY LIMIT TEXT NAME: the workbook is not read, TEXT says why and its kind is known; the table behind it is.
printf '单位名称,级别\n甲,乙\n' >"$work/b.csv"
misread() {
    MISREAD=$1 LD_PRELOAD="$work/misread.so" "$reader" "$2" "$book" "$work/b.csv" >"$work/said" 2>&1
    grep -q "$3" "$work/said" && grep -q 'xlsx	xlsx	.*refused$' "$work/said" && grep -q 'b.csv.*read$' "$work/said" && [ "$(grep -c 'refused$' "$work/said")" -eq 1 ]
    status=$?
    say $status "$4"
    [ $status -eq 0 ] || cat "$work/said"
}
misread trap --apart 'FILE_NOT_READ.*信号 4）' crash
misread spin --cpu=1 'FILE_LIMIT.*1 秒处理器时间' processor
misread spin --time=1 'FILE_LIMIT.*用了 1 秒仍未完' clock
misread eat --memory=64 'FILE_\(LIMIT\|NOT_READ\|DAMAGED\).*内存' memory
if grep -q '^Seccomp:' /proc/self/status; then
    misread open --apart 'FILE_NOT_READ.*信号 31）' shut-in
fi

# A cell of a CSV is told by its place in the file, which is short.
awk 'BEGIN { print "a,b"; for (i = 0; i < 150000; i++) print i "-----------------------------," i + 0.5 }' >"$work/long.csv"
"$reader" --output=1 "$work/long.csv" "$work/b.csv" >"$work/said" 2>&1
grep -q 'FILE_LIMIT.*超过 1 MB' "$work/said" && grep -q 'b.csv.*read$' "$work/said"
say $? output
