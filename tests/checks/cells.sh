#!/bin/sh
# Cases of the field: tests/cells/NAME holds what was handed in (input.txt, as tests/tools/make_workbook
# reads it) and what must come of it (expect), a line each:
#
#     FILE,SHEET,CELL,ID     begins a line of data/diagnostics.csv
#     no ID                  stands nowhere in it
#     units N, systems N     rows of data/units.csv and data/systems.csv
#     in TABLE TEXT          stands in data/TABLE.csv
#     not in TABLE TEXT      does not
build=${1:-build}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

holds() {
    line=$1 data=$2
    case $line in
    '') return 0 ;;
    'no '*) ! cut -d, -f4 "$data/diagnostics.csv" | grep -qx -- "${line#no }" ;;
    'units '*) [ "$(tail -n +2 "$data/units.csv" | wc -l)" = "${line#units }" ] ;;
    'systems '*) [ "$(tail -n +2 "$data/systems.csv" | wc -l)" = "${line#systems }" ] ;;
    'in '*) rest=${line#in } && grep -qF -- "${rest#* }" "$data/${rest%% *}.csv" ;;
    'not in '*) rest=${line#not in } && ! grep -qF -- "${rest#* }" "$data/${rest%% *}.csv" ;;
    *) awk -v want="$line," 'index($0, want) == 1 { found = 1 } END { exit !found }' "$data/diagnostics.csv" ;;
    esac
}

for folder in tests/cells/*/; do
    name=$(basename "$folder")
    place=$work/$name
    mkdir -p "$place/in"
    "$build/tools/make_workbook" "$folder/input.txt" "$place/in" || { echo "not ok cells-$name (no input)"; continue; }
    "$build/dengbao" check "$place/in" -o "$place/out" --as-of 2012-06-30 >"$place/said" 2>&1
    [ -f "$place/out/data/diagnostics.csv" ] || { echo "not ok cells-$name (no data)"; tail -n 5 "$place/said"; continue; }
    bad=
    while IFS= read -r line; do
        holds "$line" "$place/out/data" || bad="$bad
  $line"
    done <"$folder/expect"
    if [ -z "$bad" ]; then echo "ok cells-$name"; else
        echo "not ok cells-$name:$bad"
        cut -c 1-200 "$place/out/data/diagnostics.csv" | iconv -c -f UTF-8 -t UTF-8
    fi
done
