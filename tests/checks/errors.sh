#!/bin/sh
# Every message the program can give is provoked by its smallest input, at the place it belongs.
# The sanitized program gives it: without an overflow, undefined behaviour or a leak on the way.
# tests/errors/README says how a case is written.
build=${1:-build}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
case $build in /*) ;; *) build=$PWD/$build ;; esac
program=$build/test/dengbao
ASAN_OPTIONS=detect_leaks=1:exitcode=99:log_path=$work/asan
UBSAN_OPTIONS=print_stacktrace=1:log_path=$work/ubsan
LSAN_OPTIONS=suppressions=$PWD/tests/lsan.supp:print_suppressions=0
export ASAN_OPTIONS UBSAN_OPTIONS LSAN_OPTIONS
make_workbook=$build/tools/make_workbook
export program make_workbook

# The status that a severity ends with, unless the case says otherwise.
usual_status() {
    case $1 in NOTE | WARNING) echo 0 ;; *) echo 1 ;; esac
}

# Copies templates/ and changes the copy line by line: `rm PATH`, `sed PATH SCRIPT`, `put PATH FILE`.
overlay() {
    cp -r templates "$2/templates"
    while read -r verb path rest; do
        case $verb in
        rm) rm "$2/templates/$path" || return 1 ;;
        sed)
            sed -i "$rest" "$2/templates/$path" || return 1
            if cmp -s "templates/$path" "$2/templates/$path"; then
                echo "  $path: sed changed nothing"
                return 1
            fi
            ;;
        put) cp "$1/$rest" "$2/templates/$path" || return 1 ;;
        esac
    done <"$1/templates"
}

# Expected lines: `FILE,SHEET,CELL,ID` begins a line of diagnostics.csv; `! TEXT` stands in what the
# program printed; `= TEXT` stands in diagnostics.csv.
check_lines() {
    [ -f "$2/out/data/diagnostics.csv" ] || : >"$2/none"
    list=$2/out/data/diagnostics.csv
    [ -f "$list" ] || list=$2/none
    while IFS= read -r line; do
        case $line in
        '! '*) grep -qF -- "${line#! }" "$2/printed" ;;
        '= '*) grep -qF -- "${line#= }" "$list" ;;
        '') : ;;
        *) awk -v want="$line," 'index($0, want) == 1 { found = 1 } END { exit !found }' "$list" ;;
        esac || { echo "  no line: $line"; return 1; }
    done <"$1/expect"
}

run_case() {
    folder=$1 severity=$2 place=$3
    mkdir -p "$place/in"
    if [ -x "$folder/run.sh" ]; then
        "$folder/run.sh" "$place" >"$place/printed" 2>&1
        return
    fi
    [ ! -f "$folder/input.txt" ] || "$make_workbook" "$folder/input.txt" "$place/in" || return 1
    set -- check
    [ ! -f "$folder/command" ] || set -- $(cat "$folder/command")
    if [ -f "$folder/templates" ]; then
        overlay "$folder" "$place" || return 1
        set -- "$@" --templates "$place/templates"
    fi
    case $1 in check | build) set -- "$@" "$place/in" -o "$place/out" --as-of 2012-06-30 ;; esac
    "$program" "$@" >"$place/printed" 2>&1
    status=$?
    want=$(cat "$folder/status" 2>/dev/null || usual_status "$severity")
    [ "$status" -eq "$want" ] || { echo "  exit status $status, not $want"; return 1; }
    check_lines "$folder" "$place"
}

sed -n 's/^DIAG(\([A-Z_]*\), \([A-Z]*\),.*/\1 \2/p' gen/base/diag.def >"$work/ids"
[ -s "$work/ids" ] || echo 'not ok errors-list'
while read -r id severity; do
    cases=
    for folder in "tests/errors/$id" "tests/errors/$id"-*; do
        [ -d "$folder" ] && cases="$cases $folder"
    done
    [ -n "$cases" ] || { echo "not ok $id (no tests/errors/$id)"; continue; }
    for folder in $cases; do
        name=$(basename "$folder")
        if [ -f "$folder/unreachable" ]; then
            echo "ok $name (unreachable: $(head -n 1 "$folder/unreachable"))"
        elif run_case "$folder" "$severity" "$work/$name" >"$work/said"; then
            echo "ok $name"
        else
            echo "not ok $name"
            cat "$work/said"
            [ ! -f "$work/$name/out/data/diagnostics.csv" ] || cut -c 1-300 "$work/$name/out/data/diagnostics.csv" | iconv -c -f UTF-8 -t UTF-8
            tail -n 15 "$work/$name/printed"
        fi
        rm -rf "${work:?}/$name"
    done
done <"$work/ids"
for folder in tests/errors/*/; do
    id=$(basename "$folder")
    grep -q "^${id%%-*} " "$work/ids" || echo "not ok $id (no such id in diag.def)"
done
found=$(ls "$work"/asan* "$work"/ubsan* 2>/dev/null)
if [ -z "$found" ]; then echo 'ok errors-clean'; else
    echo 'not ok errors-clean'
    head -n 40 $found
fi
