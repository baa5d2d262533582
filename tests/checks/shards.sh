#!/bin/sh
# Three shares of a run, each of which reads the whole inbox, hand over what one run makes: every paper, byte for byte, in
# just one share, and what is made of all, byte for byte once they are joined.
build=${1:-build}
case $build in /*) ;; *) build=$PWD/$build ;; esac
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
LC_ALL=C
export LC_ALL
run() {
    "$build/dengbao" build samples/inbox samples/inbox-plan -o "$work/$1" --as-of 2012-06-30 --province 江西省 --quiet $2 >"$work/printed" 2>&1
    [ $? -le 1 ] || { echo "not ok shards-build-$1"; cat "$work/printed"; }
}
run whole
for k in 1 2 3; do run "$k" "--shard $k/3"; done

say() { if [ "$2" = 0 ]; then echo "ok shards-$1"; else echo "not ok shards-$1"; head -n 10 "$work/diff"; fi }
(cd "$work/whole/units" && find . -type f -exec sha256sum {} + | sort) >"$work/want"
for k in 1 2 3; do (cd "$work/$k/units" && find . -type f -exec sha256sum {} +); done | sort >"$work/got"
diff "$work/want" "$work/got" >"$work/diff"
say papers $?
[ -z "$(find "$work/1" "$work/2" "$work/3" -path '*/province*' -o -name 问题清单.xlsx)" ] && echo 'ok shards-no-province' || echo 'not ok shards-no-province'
for k in 1 2 3; do [ -d "$work/$k/units" ] || echo "not ok shards-share-$k (no institution falls to it)"; done

# What the shares hand over, summed by `report`, is byte for byte what one run makes: province, tables, list of problems;
# so is what one run itself left, and the order of the folders does not show. A share knows of its files only what it
# saw: their errors and warnings are counted when all rows are together.
report() { to=$1; shift; "$build/dengbao" report "$@" -o "$work/$to" --quiet >"$work/printed" 2>&1; [ $? -eq 1 ] || { echo "not ok shards-report-$to"; cat "$work/printed"; }; }
same() { diff -r -x units -x 退回修改 -x manifest.json -x index.html "$work/whole" "$work/$1" >"$work/diff" && [ -s "$work/$1/manifest.json" ]; }
report again "$work/whole"
same again
say read-back $?
report joined "$work/3" "$work/1" "$work/2/"
same joined
say report $?
[ -s "$work/joined/province/年度工作报告.pdf" ] && [ -s "$work/joined/data/units.csv" ] && [ -s "$work/joined/问题清单.xlsx" ] && echo 'ok shards-report-whole' || echo 'not ok shards-report-whole'
cp -r "$work/joined" "$work/before"
report joined "$work/1" "$work/2" "$work/3" && diff -r "$work/before" "$work/joined" >"$work/diff"
say report-again $?

# The samples are to show it: a file with errors that its own share did not see, and one with errors of its reading.
for k in 1 2 3; do tail -n +2 "$work/$k/data/files.csv"; done | sort >"$work/got"
tail -n +2 "$work/whole/data/files.csv" | sort >"$work/want"
[ "$(comm -23 "$work/want" "$work/got" | grep -c ',partial,')" -gt 0 ] && [ "$(comm -12 "$work/want" "$work/got" | grep -c ',partial,')" -gt 0 ] && echo 'ok shards-specimens' || echo 'not ok shards-specimens'
