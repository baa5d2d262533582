#!/bin/sh
# tests/bench_report.sh [BUILD [N...]]: what `report` costs from data/ of N institutions (2,500 to 20,000), about four systems
# each and a gap sheet for three systems of a hundred: processor time and what each further thousand adds, the largest memory,
# bytes of index.html. The inputs are those of the invented province (samples/province.py), repeated.
build=${1:-build}
[ $# -gt 0 ] && shift
[ $# -gt 0 ] || set -- 2500 5000 10000 20000
cd "$(dirname "$0")/.." || exit 2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 samples/province.py "$work" 2012 && "$build/tools/make_workbook" "$work/province-2012.txt" "$work/in" || exit 1
"$build/dengbao" build "$work/in" -o "$work/one" --as-of 2012-06-30 --province 江西省 --only province -q >/dev/null 2>&1
printf '%12s %9s %15s %9s %12s\n' institutions ms ms/further-1000 peak/MiB index/bytes
last_n=0 last_time=0
for n in "$@"; do
    rm -rf "$work/many" "$work/out"
    python3 tests/bench_report.py "$work/one" "$n" "$work/many" || exit 1
    set -- $("$build/tools/peak" "$build/dengbao" report "$work/many" -o "$work/out" --as-of 2012-06-30 --edition 2007 --year 2012 --province 江西省 --quiet)
    [ "$3" -le 1 ] || { echo "bench: exit status $3"; exit 1; }
    awk -v n="$n" -v m="$last_n" -v t="$2" -v lt="$last_time" -v k="$1" -v b="$(wc -c <"$work/out/index.html")" \
        'BEGIN { printf "%12d %9d %15s %9.1f %12d\n", n, t, m ? sprintf("%.1f", (t - lt) * 1000 / (n - m)) : "-", k / 1024, b }'
    last_n=$n last_time=$2
done
