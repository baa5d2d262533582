#!/bin/sh
# Where a row of a rule table stands means nothing: with the rows of every one of them shuffled, not a
# byte of what comes out is another.
build=${1:-build}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
program=$build/dengbao
inbox=samples/inbox

for seed in 1 2; do
    mkdir -p "$work/$seed"
    cp -r templates "$work/$seed/"
    for table in templates/rules/*.csv; do
        yes "$seed $table" | head -c 4000000 >"$work/noise"
        { head -n 1 "$table"; tail -n +2 "$table" | shuf --random-source="$work/noise"; } >"$work/$seed/$table"
    done
    cmp -s templates/rules/floors.csv "$work/$seed/templates/rules/floors.csv" && echo "not ok shuffle-shuffled-$seed"
    if "$program" --check-templates --templates "$work/$seed/templates" >"$work/said" 2>&1; then echo "ok shuffle-good-$seed"; else
        echo "not ok shuffle-good-$seed"
        head -n 5 "$work/said"
    fi
done

# run NAME TEMPLATES EDITION AS-OF COMMAND INBOX
run() {
    "$program" "$5" "$6" -o "$work/$1" --edition "$3" --as-of "$4" --templates "$2" >"$work/$1.said" 2>&1
    [ $? -le 1 ] || { echo "not ok shuffle-run-$1"; tail -n 5 "$work/$1.said"; }
    "$program" explain "$6" --edition "$3" --as-of "$4" --templates "$2" >"$work/$1.text" 2>/dev/null
    "$program" explain "$6" --edition "$3" --as-of "$4" --templates "$2" --json 2>/dev/null |
        sed 's/"rules_sha256":"[0-9a-f]*"//' >"$work/$1.json"
    # Both hold hashes of the tables themselves.
    rm -f "$work/$1/manifest.json"
}
try() {
    run "plain-$1" templates "$1" "$2" "$4" "$5"
    run "mixed-$1" "$work/$3/templates" "$1" "$2" "$4" "$5"
    for part in '' .text .json; do
        if [ -e "$work/plain-$1$part" ] && diff -r "$work/plain-$1$part" "$work/mixed-$1$part" >"$work/differs"; then
            echo "ok shuffle-$1$part"
        else
            echo "not ok shuffle-$1$part"
            head -n 10 "$work/differs"
        fi
    done
}
try 2007 2012-06-30 1 build samples/inbox/赣州市青禾中心医院.xlsx
try 2025 2026-06-30 2 check samples/inbox
