#!/bin/sh
# Golden cases: what a case's input becomes, page for page and sheet for sheet, as text. A case is a
# folder of tests/golden with a file `case`:
#
#     input PATH...      inboxes; without it the case's own input.txt is made into one
#     options WORDS      further options of `dengbao build`
#     keep NAME FILE     FILE of the case must equal the dump or output NAME; a FILE that ends in / is a
#                        folder with a file for each form of the document (表二.txt holds all its 表二) and
#                        document.txt for what belongs to none
#     keep NAME FILE without SHEET...    the same, of a workbook without these sheets: what is too long to be looked at
#
# NAME is a path below the dump folder (units__…__备案表.pdf.pages.txt) or below OUT (data/…).
# UPDATE=1 shows what changed and writes it.
build=${1:-build}
cd "$(dirname "$0")/.." || exit 2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

compare() {
    got=$1 want=$2 said=$3
    if [ ! -f "$got" ]; then
        echo "not ok $said (no such product)"
    elif cmp -s "$got" "$want"; then
        echo "ok $said"
    elif [ "$UPDATE" = 1 ]; then
        [ ! -f "$want" ] || diff -u "$want" "$got" | head -n 60
        cp "$got" "$want"
        echo "ok $said (written)"
    else
        echo "not ok $said"
        diff -u "$want" "$got" | head -n 40
    fi
}

# Splits a page dump by form: the label of a page up to its number.
split_forms() {
    mkdir -p "$2"
    awk -v folder="$2" '
        BEGIN { file = "document" }
        /^bookmark/ { file = "document" }
        /^page/ { split($0, part, "\""); file = part[2]; sub(/[( ].*/, "", file) }
        { print >(folder "/" file ".txt") }' "$1"
}

# A dump of a workbook without some of its sheets.
leave_out() {
    awk -v sheets=" $2 " '/^sheet /{ split($0, part, "\""); drop = index(sheets, " " part[2] " ") } !drop { print }' "$1"
}

compare_forms() {
    pages=$1 forms=$2 label=$3 pieces=$work/pieces
    rm -rf "$pieces"
    [ -f "$pages" ] || { echo "not ok $label (no such product)"; return; }
    split_forms "$pages" "$pieces"
    mkdir -p "$forms"
    { ls "$pieces"; ls "$forms"; } | LC_ALL=C sort -u >"$work/names"
    while read -r piece; do compare "$pieces/$piece" "$forms/$piece" "$label$piece"; done <"$work/names"
}

run_case() {
    folder=$1 name=$(basename "$1")
    inputs=$(sed -n 's/^input //p' "$folder/case")
    options=$(sed -n 's/^options //p' "$folder/case")
    out=$work/$name/out dump=$work/$name/dump
    if [ -z "$inputs" ]; then
        "$build/tools/make_workbook" "$folder/input.txt" "$work/$name/in" || return 1
        inputs=$work/$name/in
    fi
    # Words on purpose: paths of samples hold no blanks.
    "$build/dengbao" build $inputs -o "$out" --dump "$dump" --as-of 2012-06-30 --quiet \
        $options >"$work/printed" 2>&1
    [ $? -le 1 ] || { echo "not ok $name (build failed)"; cat "$work/printed"; return 1; }
    grep '^keep ' "$folder/case" | while read -r _ product file dropped; do
        got=$dump/$product
        [ -f "$got" ] || got=$out/$product
        if [ -n "$dropped" ]; then
            leave_out "$got" "${dropped#without }" >"$work/left"
            got=$work/left
        fi
        case $file in
        */) compare_forms "$got" "$folder/${file%/}" "$name/$file" ;;
        *) compare "$got" "$folder/$file" "$name/$file" ;;
        esac
    done
}

for folder in tests/golden/*/; do
    run_case "${folder%/}"
done
