#!/bin/sh
# tests/bench_prose.sh [BUILD]: how the same paragraphs are set by this program and by Typst: those of every fourth 定级报告 of the
# samples and of the hard cases. One script reads the glyph boxes out of the PDF files of both (tools/measure_gaps.py):
# rivers, lines stretched beyond 0.03 and 0.05 em, marks away from what they follow, forbidden line starts and ends. Ends
# with 1 if any count of ours is higher. Typst comes by npm into BUILD/peers; without it only ours is printed.
build=${1:-build}
case $build in /*) ;; *) build=$PWD/$build ;; esac
here=$(cd "$(dirname "$0")/.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$here" || exit 2
for name in long; do
    mkdir "$work/$name.in"
    "$build/tools/make_workbook" "tests/golden/$name/input.txt" "$work/$name.in" || exit 1
done
for inbox in samples/inbox-plan samples/inbox "$work/long.in"; do
    "$build/dengbao" build "$inbox" -o "$work/out/$(basename "$inbox")" --dump "$work/dump" --as-of 2012-06-30 --only grading \
        --quiet >"$work/said" 2>&1
    [ $? -le 1 ] || { cat "$work/said"; exit 1; }
done
find "$work/out" -name '定级报告-*.pdf' | LC_ALL=C sort | awk 'NR % 4 == 1 || /long/' >"$work/list"
# Paragraphs as a reader is told of them; those with a blank to fill in have no counterpart.
while read -r file; do
    python3 tests/checks/tags.py "$file" | sed -n 's/^ *P //p' | grep -v '__' | awk 'length > 20'
done <"$work/list" >"$work/paragraphs"
# Size and measure of the commonest type.
cat "$work"/dump/*定级报告*.txt | awk '$1 == "run" { n[$3]++; if (!($3 in left) || $4 < left[$3]) left[$3] = $4
        if ($4 + $6 > right[$3]) right[$3] = $4 + $6 }
    END { for (s in n) if (n[s] > n[most]) most = s; sub(/pt/, "", most); print most, right[most "pt"] - left[most "pt"] }' >"$work/type"
read -r size width <"$work/type"
printf '%s paragraphs of %s pt, %s mm\n\n' "$(wc -l <"$work/paragraphs")" "$size" "$width"
echo dengbao
xargs -d '\n' python3 tests/tools/measure_gaps.py <"$work/list" | tee "$work/ours"
typst=@myriaddreamin/typst-ts-node-compiler
mkdir -p "$build/peers"
if ! { command -v npm >/dev/null && { [ -d "$build/peers/node_modules/$typst" ] ||
    npm install --silent --no-fund --no-audit --prefix "$build/peers" $typst@0.7.0 >/dev/null 2>&1; }; }; then
    echo 'typst: not there'
    exit 0
fi
(cd "$build/peers" && node "$here/tests/peers/typst_prose.mjs" "$here/fonts/files" "$work/typst.pdf" "$size" "$width" <"$work/paragraphs") ||
    exit 1
printf '\ntypst\n'
python3 tests/tools/measure_gaps.py "$work/typst.pdf" | tee "$work/theirs"
awk '{ n = $NF; what = $0; sub(/ *[0-9]+$/, "", what) }
    NR == FNR { ours[what] = n; next }
    !/:/ && !/^full|^short/ && ours[what] > n { print "higher: " what; bad = 1 }
    END { exit bad }' "$work/ours" "$work/theirs"
