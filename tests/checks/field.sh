#!/bin/sh
# Papers as senders hand them in: each case must be read as its sender meant it. tests/field/README says how a case
# is written.
build=${1:-build}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
case $build in /*) ;; *) build=$PWD/$build ;; esac

# Columns of a table of data/ that has no quoted commas in them, one line a row.
columns() { awk -F, -v names="$2" 'NR == 1 { n = split(names, want, ","); for (i = 1; i <= NF; i++) at[$i] = i; next }
    /^[^ ]/ { line = ""; for (i = 1; i <= n; i++) line = line (i > 1 ? "," : "") $at[want[i]]; print line }' "$1"; }

# Lines of `expect` with a word before, compared with a list: the same lines, in whatever order.
same() {
    sed -n "s/^$1 //p" "$2/expect" | sort >"$work/want"
    [ -s "$work/want" ] || ! grep -q "^no $1" "$2/expect" && [ ! -s "$work/want" ] && return 0
    sort "$3" | cmp -s - "$work/want" && return 0
    echo "  $1: not as expected"
    sort "$3" | diff "$work/want" - | sed 's/^/    /'
    return 1
}

run_case() {
    rm -rf "$work/in" "$work/out"
    mkdir -p "$work/in"
    "$build/tools/make_workbook" "$1/input.txt" "$work/in" || return 1
    [ ! -d "$1/raw" ] || cp -r "$1/raw/." "$work/in/"
    "$build/dengbao" check "$work/in" -o "$work/out" --as-of 2012-06-30 --quiet >"$work/said" 2>&1
    status=$?
    columns "$work/out/data/units.csv" name >"$work/units"
    columns "$work/out/data/systems.csv" name,level_declared >"$work/systems"
    good=0
    same unit "$1" "$work/units" || good=1
    same system "$1" "$work/systems" || good=1
    while IFS= read -r line; do
        case $line in
        'status '*) [ "$status" = "${line#status }" ] || { echo "  exit status $status"; good=1; } ;;
        'says '*) grep -qF -- "${line#says }" "$work/out/data/diagnostics.csv" || { echo "  not said: ${line#says }"; good=1; } ;;
        'never '*) ! grep -F -- "${line#never }" "$work/out/data/diagnostics.csv" || { echo "  said: ${line#never }"; good=1; } ;;
        'complaints '*) n=$(awk -F, '$5 == "warning" || $5 == "error"' "$work/out/data/diagnostics.csv" | wc -l)
            [ "$n" = "${line#complaints }" ] || { echo "  $n complaints"; good=1; } ;;
        'holds '*) line=${line#holds }
            grep -qF -- "${line#* }" "$work/out/data/${line%% *}.csv" || { echo "  does not hold: $line"; good=1; } ;;
        'lacks '*) line=${line#lacks }
            ! grep -F -- "${line#* }" "$work/out/data/${line%% *}.csv" || { echo "  holds: $line"; good=1; } ;;
        esac
    done <"$1/expect"
    return $good
}

for folder in tests/field/*/; do
    name=$(basename "$folder")
    if run_case "${folder%/}" >"$work/told"; then echo "ok field-$name"; else
        echo "not ok field-$name"
        cat "$work/told"
    fi
done
