#!/bin/sh
# tests/bench_inbox.sh [BUILD [N...]]: a province's inbox as it comes (tests/bench_inbox.py: N hospitals, a workbook each,
# five systems each; .xlsx, .xls and CSV, three of a hundred faulty), all papers, by one process that makes papers: processor
# time, what each further institution adds, documents and pages a second of that time, bytes of a document, the largest
# memory of any process. Of the last N then: the same with two processes by the clock, a run again into the same OUT, one without one of the files, and
# what the parts of making the papers take (--log). OUT is in TMPDIR; say TMPDIR=/dev/shm to leave the disk out.
build=${1:-build}
[ $# -gt 0 ] && shift
[ $# -gt 0 ] || set -- 250 500 1000 2000
case $build in /*) ;; *) build=$PWD/$build ;; esac
here=$(cd "$(dirname "$0")/.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
DENGBAO_HOME=$here
export DENGBAO_HOME
log=$work/log

# run N JOBS [OPTION...]: KiB, milliseconds of processor and exit status.
run() {
    n=$1 jobs=$2
    shift 2
    "$build/tools/peak" "$build/dengbao" build "$work/$n/inbox" -o "$work/out" --as-of 2012-06-30 -j "$jobs" --quiet \
        --log "$log" "$@"
}
# said NAME: the number of that name in the log's last line that has it.
said() {
    sed -n "s/.*\"$1\": \([0-9.]*\).*/\1/p" "$log" | tail -n 1
}

printf '%12s %9s %11s %9s %8s %8s %8s %13s %9s\n' institutions ms/each ms/further documents pages docs/s pages/s bytes/document peak/MiB
last_n=0 last_time=0
for n in "$@"; do
    mkdir -p "$work/$n"
    python3 "$here/tests/bench_inbox.py" "$n" "$work/$n/text" && "$build/tools/make_workbook" "$work/$n/text" "$work/$n/inbox" || exit 1
    rm -rf "$work/out"
    set -- $(run "$n" 1)
    [ "$3" -le 1 ] || { echo "bench: exit status $3"; exit 1; }
    bytes=$(find "$work/out/units" -name '*.pdf' -exec wc -c {} + | awk '$2 != "total" { s += $1 } END { print s }')
    awk -v n="$n" -v m="$last_n" -v t="$2" -v lt="$last_time" -v k="$1" -v d="$(said documents)" -v p="$(said pages)" -v b="$bytes" \
        'BEGIN { printf "%12d %9.2f %11s %9d %8d %8.0f %8.0f %13.0f %9.1f\n", n, t / n, m ? sprintf("%.2f", (t - lt) / (n - m)) : "-",
            d, p, d * 1000 / t, p * 1000 / t, b / d, k / 1024 }'
    last_n=$n last_time=$2
done
parts=$(grep '"event": "parts"' "$log" | sed 's/.*"seconds": [0-9.]*, //; s/[{}"]//g; s/_ms//g')
set -- $(run "$last_n" 1)
echo "again, nothing changed: $2 ms, $((100 * $2 / last_time)) % of the first run"
one=$(find "$work/$last_n/inbox" -name '*.csv' | sort | tail -n 1)
mv "$one" "$work/put-by.csv"
set -- $(run "$last_n" 1)
echo "again, a workbook less: $2 ms, $((100 * $2 / last_time)) % of the first run"
mv "$work/put-by.csv" "$one"
rm -rf "$work/out"
set -- $(run "$last_n" 2)
awk -v n="$last_n" -v s="$(said seconds)" -v d="$(said documents)" -v p="$(said pages)" -v k="$1" -v t="$2" \
    'BEGIN { printf "-j 2: %.1f s by the clock, %.0f documents and %.0f pages a second; %d ms of processor, %.1f MiB\n", s, d / s, p / s, t, k / 1024 }'
echo "parts, ms of processor: $parts"
