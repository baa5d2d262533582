#!/bin/sh
# What lies in an inbox is read once, under one name, or said to be unreadable; what the program
# wrote itself is not read; what people write reaches the terminal as text.
build=${1:-build}
program=$PWD/$build/dengbao
case $build in /*) program=$build/dengbao ;; esac
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
printf '@file a.xlsx\n@sheet 单位信息\n@include %s/tests/errors/unit.txt\n@end\n@sheet 系统清单\n@include %s/tests/errors/system.txt\n@end\n' "$PWD" "$PWD" >"$work/clean.txt"
DENGBAO_HOME=$PWD
export DENGBAO_HOME
"$build/tools/make_workbook" "$work/clean.txt" "$work/clean"
cd "$work" || exit 1

expect() {
    want=$1 name=$2
    shift 2
    "$@" --as-of 2012-06-30 >printed 2>&1
    status=$?
    if [ "$status" -eq "$want" ]; then echo "ok $name"; else
        echo "not ok $name (exit status $status, not $want)"
        head -n 5 printed
    fi
}

# Lines of files.csv begin so, in this order.
lists() {
    cut -d, -f1 "$2/data/files.csv" | tail -n +2 >listed
    printf '%b' "$3" >wanted
    if cmp -s listed wanted; then echo "ok $1"; else
        echo "not ok $1"
        diff wanted listed
    fi
}

# ---- one file, one name ----
mkdir -p two/甲 two/乙
printf '单位名称,行政区划代码\n甲医院,360102\n' >two/甲/单位.csv
printf '系统名称,安全保护等级\n甲系统,第二级\n' >two/甲/系统.csv
printf '单位名称,行政区划代码\n乙医院,360103\n' >two/乙/单位.csv
printf '系统名称,安全保护等级\n乙系统,第二级\n' >two/乙/系统.csv
expect 0 two-inboxes "$program" check two/甲 two/乙 -o out-two
lists names-of-two-inboxes out-two '乙/单位.csv\n乙/系统.csv\n甲/单位.csv\n甲/系统.csv\n'
grep -q '^360103-乙医院,1,乙系统,' out-two/data/systems.csv 2>/dev/null || "$program" build two/甲 two/乙 -o out-two --as-of 2012-06-30 >/dev/null 2>&1
grep -q '^360103-乙医院,1,乙系统,' out-two/data/systems.csv && echo 'ok institutions-apart' || echo 'not ok institutions-apart'
expect 0 inbox-twice "$program" check clean ./clean/ clean/a.xlsx "$work/clean" -o out-twice
lists inbox-twice-read-once out-twice 'a.xlsx\n'

# ---- the output is no input ----
cp -r clean around
expect 0 output-in-inbox "$program" build around -o around/out
expect 0 output-in-inbox-again "$program" build around -o around/out
lists output-is-not-read around/out 'a.xlsx\n'
expect 2 inbox-is-output "$program" build around -o around
expect 2 inbox-in-output "$program" build around/out/data -o around/out
cmp -s around/a.xlsx clean/a.xlsx && [ ! -e around/manifest.json ] && echo 'ok inbox-untouched' || echo 'not ok inbox-untouched'
expect 0 file-beside-output "$program" check around/a.xlsx -o around

# ---- nothing vanishes ----
cp -r clean odd
mkfifo odd/pipe.xlsx
ln -s nowhere odd/broken.xlsx
mkdir elsewhere
ln -s ../elsewhere odd/link
expect 1 unreadable-below-inbox "$program" check odd -o out-odd
lists unreadable-are-listed out-odd 'a.xlsx\nbroken.xlsx\npipe.xlsx\n'
for line in 'broken.xlsx,,,FILE_MISSING' 'pipe.xlsx,,,FILE_READ' 'link,,,FILE_READ'; do
    grep -q "^$line," out-odd/data/diagnostics.csv && echo "ok says-$line" || echo "not ok says-$line"
done

# ---- names and values are text ----
mkdir names
cp clean/a.xlsx "names/$(printf 'x\377.xlsx')"
cp two/甲/单位.csv "names/$(printf 'y\033[31m,"\n.csv')"
expect 0 odd-names "$program" check names -o out-names
lists odd-names-listed out-names 'x\\xFF.xlsx\n"y\\x1B[31m\n'
for file in out-names/data/files.csv out-names/data/diagnostics.csv out-names/manifest.json printed; do
    iconv -f UTF-8 -t UTF-8 "$file" >/dev/null 2>&1 && ! LC_ALL=C grep -q "$(printf '\033')" "$file" &&
        echo "ok text-$file" || echo "not ok text-$file"
done
mkdir controls
printf '单位名称,行政区划代码\n\033[31m甲\033]0;x\007,36010\033[2J\n' >controls/单位.csv
expect 1 controls "$program" check controls
LC_ALL=C grep -q "$(printf '[\001-\010\033]')" printed && echo 'not ok controls-printed' || echo 'ok controls-printed'

# ---- what is written can be copied to Windows, and read ----
mkdir cases
printf '单位名称,行政区划代码\n甲医院,360102\n' >cases/单位.csv
printf '系统名称,安全保护等级\nHIS/A,第二级\nhis:a,第二级\nHis|A,第二级\n' >cases/系统.csv
expect 0 names-in-cases "$program" build cases -o out-cases --province "$(printf 'x\377')"
find out-cases/units -name '定级报告-*' | tr 'A-Z' 'a-z' | sort | uniq -d >same
[ ! -s same ] && [ "$(find out-cases/units -name '定级报告-*' | wc -l)" -eq 3 ] &&
    echo 'ok names-differ-on-windows' || { echo 'not ok names-differ-on-windows'; cat same; }
iconv -f UTF-8 -t UTF-8 out-cases/manifest.json >/dev/null 2>&1 && echo 'ok manifest-is-utf8' || echo 'not ok manifest-is-utf8'
