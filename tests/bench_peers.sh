#!/bin/sh
# tests/bench_peers.sh [BUILD [N]]: the processor time of one more 备案表 of six pages, all of them different, by this program
# (reading, judging, page audit, tags, PDF/A and hashes included) and, in the same run, by Typst with its compiler kept
# alive and by Pango with Cairo, which set the same runs and rules where the page dumps have them: no layout is asked of
# either, and of Cairo neither tags nor PDF/A. A peer that is not there is left out, and that is said. Typst comes by npm
# into BUILD/peers.
build=${1:-build} n=${2:-60}
case $build in /*) ;; *) build=$PWD/$build ;; esac
here=$(cd "$(dirname "$0")/.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
DENGBAO_HOME=$here
export DENGBAO_HOME

measure() { # N: milliseconds of a run over N institutions that makes their forms alone, the best of five.
    "$here/tests/bench.sh" "$1" "$work/$1" "$build" >/dev/null || exit 1
    for round in 1 2 3 4 5; do
        rm -rf "$work/out-$1"
        "$build/tools/peak" "$build/dengbao" build "$work/$1/inbox" -o "$work/out-$1" --as-of 2012-06-30 --quiet -j 1 --only filing
    done | awk '!best || $2 < best { best = $2 } END { print best }'
}
few=$(measure 20) many=$(measure $((20 + n * 4)))
form=$(find "$work/out-20/units" -name '备案表*.pdf' -exec wc -c {} + | awk '$2 != "total" { s += $1; k++ } END { print int(s / k) }')
pages=$(find "$work/out-20/units" -name '备案表*.pdf' -exec pdfinfo {} \; 2>/dev/null | awk '/^Pages:/ { s += $2; k++ } END { print s / k }')
ours=$(awk -v f="$few" -v m="$many" -v n="$n" 'BEGIN { printf "%.3f", (m - f) / (n * 4) }')
printf '%-14s %9s %8s %12s %8s\n' '' ms/form pages bytes/form ratio
say() { # NAME MS OUT
    bytes=$(find "$3" -name '*.pdf' -exec wc -c {} + | awk '$2 != "total" { s += $1; k++ } END { print int(s / k) }')
    sheets=$(find "$3" -name '*.pdf' -exec pdfinfo {} \; 2>/dev/null | awk '/^Pages:/ { s += $2; k++ } END { print s / k }')
    awk -v name="$1" -v ms="$2" -v pages="$sheets" -v bytes="$bytes" -v ours="$ours" \
        'BEGIN { printf "%-14s %9.2f %8s %12d %8.1f\n", name, ms, pages, bytes, ms / ours }'
}
printf '%-14s %9.2f %8s %12d %8.1f\n' dengbao "$ours" "$pages" "$form" 1

mkdir -p "$work/dump" "$work/cairo" "$work/typst"
"$here/tests/bench.sh" "$n" "$work/peers" "$build" >/dev/null || exit 1
"$build/dengbao" build "$work/peers/inbox" -o "$work/out-peers" --as-of 2012-06-30 --quiet -j 1 --only filing --dump "$work/dump"
set -- "$work"/dump/*备案表*.pages.txt
if pkg-config --exists pangocairo fontconfig &&
    ${CC:-cc} -O2 -o "$work/cairo_form" "$here/tests/peers/cairo_form.c" $(pkg-config --cflags --libs pangocairo cairo-pdf fontconfig); then
    ms=$("$work/cairo_form" "$here/fonts/files" "$work/cairo" "$@") && say pango+cairo "$ms" "$work/cairo"
else
    echo 'pango+cairo    not there'
fi
typst=@myriaddreamin/typst-ts-node-compiler
mkdir -p "$build/peers"
if command -v npm >/dev/null && { [ -d "$build/peers/node_modules/$typst" ] ||
    npm install --silent --no-fund --no-audit --prefix "$build/peers" $typst@0.7.0 >/dev/null 2>&1; }; then
    ms=$(cd "$build/peers" && node "$here/tests/peers/typst_form.mjs" "$here/fonts/files" "$work/typst" "$@") &&
        say typst "$ms" "$work/typst"
else
    echo 'typst          not there'
fi
