#!/bin/sh
# Three shares of a run, each of which reads the whole inbox, hand over what one run makes: every paper, byte for byte, in
# just one share, and the rows of data/. How many errors a file has is known only when all rows are together, so these
# three columns of files.csv are counted again from the rows of all shares.
build=${1:-build}
case $build in /*) ;; *) build=$PWD/$build ;; esac
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
LC_ALL=C
export LC_ALL
run() {
    "$build/dengbao" build samples/inbox -o "$work/$1" --as-of 2012-06-30 --province 江西省 --quiet $2 >"$work/printed" 2>&1
    [ $? -le 1 ] || { echo "not ok shards-build-$1"; cat "$work/printed"; }
}
run whole
for k in 1 2 3; do run "$k" "--shard $k/3"; done

say() { if [ "$2" = 0 ]; then echo "ok shards-$1"; else echo "not ok shards-$1"; head -n 10 "$work/diff"; fi }
(cd "$work/whole/units" && find . -type f -exec sha256sum {} + | sort) >"$work/want"
for k in 1 2 3; do (cd "$work/$k/units" && find . -type f -exec sha256sum {} +); done | sort >"$work/got"
diff "$work/want" "$work/got" >"$work/diff"
say papers $?
[ -z "$(find "$work/1" "$work/2" "$work/3" -path '*/province*' -o -name '*.xlsx')" ] && echo 'ok shards-no-province' || echo 'not ok shards-no-province'
for k in 1 2 3; do [ -d "$work/$k/units" ] || echo "not ok shards-share-$k (no institution falls to it)"; done

for table in "$work"/whole/data/*.csv; do
    name=$(basename "$table" .csv)
    columns=1-
    [ "$name" = files ] && columns=1-7
    head -n 1 "$table" | cut -d, -f$columns >"$work/got"
    for k in 1 2 3; do tail -n +2 "$work/$k/data/$name.csv"; done | cut -d, -f$columns | sort >>"$work/got"
    { head -n 1 "$table"; tail -n +2 "$table" | sort; } | cut -d, -f$columns >"$work/want"
    [ -s "$work/want" ] && diff "$work/want" "$work/got" >"$work/diff"
    say "rows-of-$name" $?
done

# No name of a file or sheet in the samples holds a comma.
for k in 1 2 3; do tail -n +2 "$work/$k/data/diagnostics.csv"; done | awk -F, '
    $5 == "warning" { warnings[$1]++ } $5 == "error" || $5 == "fatal" { errors[$1]++ }
    END { while ((getline line < files) > 0) { split(line, f, ","); if (f[1] != "file") print f[1] "," errors[f[1]] + 0 "," warnings[f[1]] + 0 } }
    ' files="$work/whole/data/files.csv" >"$work/got"
tail -n +2 "$work/whole/data/files.csv" | cut -d, -f1,8,9 >"$work/want"
diff "$work/want" "$work/got" >"$work/diff"
say counts-of-files $?
