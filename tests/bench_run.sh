#!/bin/sh
# tests/bench_run.sh [BUILD [N...]]: what a run costs for N institutions (200 and 2,000) that each get a form of six
# pages and a report, and what each further one costs. Counted in instructions where valgrind is there (the same on
# every machine, whatever else it does), else in milliseconds of processor. Documents are what docs_unit does for one.
build=${1:-build}
[ $# -gt 0 ] && shift
[ $# -gt 0 ] || set -- 200 2000
case $build in /*) ;; *) build=$PWD/$build ;; esac
here=$(cd "$(dirname "$0")/.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
DENGBAO_HOME=$here
export DENGBAO_HOME
has_valgrind=
command -v valgrind >/dev/null 2>&1 && has_valgrind=1

# Instructions of the whole process and of docs_unit with all it calls, in thousands.
count() {
    valgrind --tool=callgrind --callgrind-out-file="$work/callgrind" --quiet "$build/dengbao" build "$1" -o "$2" \
        --as-of 2012-06-30 --quiet >/dev/null 2>&1
    callgrind_annotate --inclusive=yes --threshold=100 "$work/callgrind" | tr -d ',' |
        awk '/PROGRAM TOTALS/ { total = $1 } /:docs_unit[ \[]|:docs_unit$/ { if (!unit) unit = $1 } END { printf "%d %d\n", total / 1000, unit / 1000 }'
}

if [ -n "$has_valgrind" ]; then unit='thousand instructions'; else unit='ms of processor'; fi
printf '%12s %16s %16s %16s %12s %12s   (%s)\n' institutions process/each documents/each further/each bytes/each peak/MiB "$unit"
last_n=0 last=0
for n in "$@"; do
    "$here/tests/bench.sh" "$n" "$work/$n" "$build" || exit 1
    set -- $("$build/tools/peak" "$build/dengbao" build "$work/$n/inbox" -o "$work/out" --as-of 2012-06-30 --quiet)
    peak=$1 total=$2 documents=0
    [ "$3" -le 1 ] || { echo "bench: exit status $3"; exit 1; }
    bytes=$(find "$work/out/units" -type f -size +0 -exec wc -c {} + | awk '$2 != "total" { s += $1 } END { print s }')
    rm -rf "$work/out"
    if [ -n "$has_valgrind" ]; then
        set -- $(count "$work/$n/inbox" "$work/out")
        total=$1 documents=$2
        rm -rf "$work/out"
    fi
    awk -v n="$n" -v t="$total" -v d="$documents" -v ln="$last_n" -v lt="$last" -v b="$bytes" -v p="$peak" 'BEGIN {
        printf "%12d %16.1f %16s %16s %12d %12.1f\n", n, t / n, d ? sprintf("%.1f", d / n) : "-",
            ln ? sprintf("%.1f", (t - lt) / (n - ln)) : "-", b / n, p / 1024 }'
    last_n=$n last=$total
done
