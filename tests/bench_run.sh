#!/bin/sh
# tests/bench_run.sh [BUILD [N...]]: what a run costs for N institutions (50, 200 and 2,000) that each get a form of six
# pages and a report: processor time, and what each further institution adds to the N before; the largest memory; bytes of
# papers; before that what the judging alone costs. Where valgrind is there, up to 500 institutions are counted in instructions too (thousands: the same on every
# machine, whatever else it does), of the whole process and of its papers alone (docs_unit with all it calls).
build=${1:-build}
[ $# -gt 0 ] && shift
[ $# -gt 0 ] || set -- 50 200 2000
case $build in /*) ;; *) build=$PWD/$build ;; esac
here=$(cd "$(dirname "$0")/.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
DENGBAO_HOME=$here
export DENGBAO_HOME
most_counted=0
command -v valgrind >/dev/null 2>&1 && most_counted=500

# count INBOX OUT [PROGRAM]: thousands of instructions of the process that joins and the one that makes papers, and of docs_unit.
count() {
    rm -f "$work"/callgrind.*
    valgrind --tool=callgrind --callgrind-out-file="$work/callgrind.%p" --quiet "${3:-$build/dengbao}" build "$1" -o "$2" -j 1 \
        --as-of 2012-06-30 --quiet >/dev/null 2>&1
    for counted in "$work"/callgrind.*; do
        callgrind_annotate --inclusive=yes --threshold=100 "$counted" | tr -d ',' | sed "s|^|$counted |"
    done | awk '/PROGRAM TOTALS/ { total += $2 } /:docs_unit[ \[]|:docs_unit$/ { if (!($1 in seen)) unit += $2; seen[$1] = 1 }
        END { printf "%d %d\n", total / 1000, unit / 1000 }'
}

# What judging costs: a hundred thousand systems with all their duties, which must take less than a second of one core; and
# in units of twenty, of two thousand, the instructions of each system, which must not grow with their number.
judge_instructions() {
    valgrind --tool=callgrind --callgrind-out-file="$work/callgrind" --quiet "$build/tools/judge_many" 4000 "$1" >/dev/null 2>&1
    callgrind_annotate --inclusive=yes --threshold=100 "$work/callgrind" | tr -d ',' | awk '/:rules_judge/ { print int($1 / 4000); exit }'
}
judged=$(cd "$here" && "$build/tools/judge_many") || exit 1
echo "judging: $judged"
[ "${judged%% *}" -lt 1000 ] || echo 'bench: judging takes more than a second'
if [ "$most_counted" -gt 0 ]; then
    few=$(cd "$here" && judge_instructions 20) many=$(cd "$here" && judge_instructions 2000)
    echo "judging: $few instructions each in units of 20, $many in units of 2000"
    [ "$many" -lt $((few * 5 / 4)) ] || { echo 'bench: what a system costs grows with their number'; exit 1; }
fi

printf '%12s %9s %11s %10s %12s %12s %12s %9s\n' institutions ms/each ms/further 1000i/each 1000i/further 1000i/papers bytes/papers peak/MiB
last_n=0 last_time=0 last_total=0
for n in "$@"; do
    "$here/tests/bench.sh" "$n" "$work/$n" "$build" || exit 1
    set -- $("$build/tools/peak" "$build/dengbao" build "$work/$n/inbox" -o "$work/out" --as-of 2012-06-30 --quiet -j 1)
    peak=$1 time=$2 total=0 papers=0
    [ "$3" -le 1 ] || { echo "bench: exit status $3"; exit 1; }
    bytes=$(find "$work/out/units" -type f -size +0 -exec wc -c {} + | awk '$2 != "total" { s += $1 } END { print s }')
    rm -rf "$work/out"
    if [ "$n" -le "$most_counted" ]; then
        set -- $(count "$work/$n/inbox" "$work/out")
        total=$1 papers=$2
        rm -rf "$work/out"
    fi
    awk -v n="$n" -v m="$last_n" -v t="$time" -v lt="$last_time" -v i="$total" -v li="$last_total" -v p="$papers" \
        -v b="$bytes" -v k="$peak" '
        function each(x, count) { return x > 0 && count > 0 ? sprintf("%.2f", x / count) : "-" }
        BEGIN { printf "%12d %9s %11s %10s %13s %12s %12d %9.1f\n", n, each(t, n), m ? each(t - lt, n - m) : "-", each(i, n),
            m && i && li ? each(i - li, n - m) : "-", each(p, n), b / n, k / 1024 }'
    last_n=$n last_time=$time last_total=$total
done

# What it costs that PDFs tell of their parts and are fit for archives: a form's bytes, the instructions of an institution's
# papers, and forms a second of processor, the best of seven rounds in which the programs take turns.
[ "$most_counted" -gt 0 ] || exit 0
"$here/tests/bench.sh" 20 "$work/few" "$build" && "$here/tests/bench.sh" 400 "$work/many" "$build" || exit 1
for round in 1 2 3 4 5 6 7; do
    for without in both tags archive none; do
        program=$build/without/$without/dengbao
        [ $without != none ] || program=$build/dengbao
        for n in few many; do
            set -- $("$build/tools/peak" "$program" build "$work/$n/inbox" -o "$work/out" --as-of 2012-06-30 --quiet -j 1 --only filing)
            echo "$without $n $2"
            [ $n = many ] && [ $round = 1 ] && find "$work/out/units" -name '备案表*.pdf' -exec wc -c {} + |
                awk -v w=$without '$2 != "total" { s += $1; n++ } END { print w, "bytes", s / n }'
            rm -rf "$work/out"
        done
    done
done >"$work/rates"
for without in both tags archive none; do
    program=$build/without/$without/dengbao
    [ $without != none ] || program=$build/dengbao
    set -- $(count "$work/few/inbox" "$work/out" "$program")
    echo "$without papers $2"
    rm -rf "$work/out"
done >>"$work/rates"
awk '!(($1, $2) in best) || $3 < best[$1, $2] { best[$1, $2] = $3 }
    END {
        printf "\n%10s %12s %14s %12s\n", "without", "bytes/form", "1000i/papers", "forms/s"
        split("both tags archive none", rows, " ")
        for (i = 1; i <= 4; i++) { w = rows[i]
            printf "%10s %12d %14.2f %12.0f\n", w, best[w, "bytes"], best[w, "papers"] / 20, 380000 / (best[w, "many"] - best[w, "few"]) }
    }' "$work/rates"
