#!/bin/sh
# Every PDF made from the samples: sound in structure, every font embedded and readable as text, and
# the text in it the text that was handed in.
build=${1:-build}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
out=$work/out
"$build/dengbao" build samples/inbox -o "$out" --as-of 2012-06-30 --province 江西省 --quiet >"$work/printed" 2>&1
[ $? -le 1 ] || { echo 'not ok pdf-build'; cat "$work/printed"; }

fail() {
    echo "not ok pdf-$1"
    shift
    printf '%s\n' "$@" | head -n 20
    bad=1
}

# Text as a stream of characters: line breaks and blanks of the layout say nothing.
bare() {
    tr -d ' \n\f\r\t'
}

check_fonts() {
    fonts=$(pdffonts "$1" 2>&1 | tail -n +3)
    [ -n "$fonts" ] || fail "$2-fonts" 'no font at all'
    wrong=$(printf '%s\n' "$fonts" | awk '{ n = NF; if ($(n-4) != "yes" || $(n-3) != "yes" || $(n-2) != "yes") print }')
    [ -z "$wrong" ] || fail "$2-fonts" 'not embedded, not a subset or without ToUnicode:' "$wrong"
}

check_text() {
    pdftotext "$1" "$work/text" 2>"$work/said"
    [ ! -s "$work/said" ] || fail "$2-text" "$(cat "$work/said")"
    bare <"$work/text" >"$work/bare"
    # Kangxi radicals U+2F00-2FD5 and their supplement U+2E80-2EFF, as UTF-8 bytes.
    radicals='\xE2\xBA[\x80-\xBF]|\xE2\xBB[\x80-\xBF]|\xE2(\xBC|\xBD|\xBE)[\x80-\xBF]|\xE2\xBF[\x80-\x95]'
    if LC_ALL=C grep -qP "$radicals" "$work/text"; then
        fail "$2-radicals" "$(LC_ALL=C grep -nP "$radicals" "$work/text")"
    fi
}

has() {
    grep -qF -- "$(printf %s "$2" | bare)" "$work/bare" || fail "$1" "does not say: $2"
}

# What a document must say: its unit, and in a filing form each system that is filed, and 日.
check_words() {
    case $1 in
    */units/*)
        # The folder is <region>-<name>, and -<last six of the organisation code> where there is one.
        unit=$(basename "$(dirname "$1")" | sed 's/^[^-]*-//; s/-[0-9A-Z]\{6\}$//')
        has "$2-unit" "$unit"
        ;;
    esac
    case $1 in
    */备案表*.pdf)
        has "$2-day" 日
        id=$(awk -F, -v name="$unit" '$2 == name { print $1; exit }' "$out/data/units.csv")
        awk -F, -v id="$id" '$1 == id && $13 >= 2 { print $3 }' "$out/data/systems.csv" >"$work/systems"
        [ -s "$work/systems" ] || fail "$2-systems" 'no filed system in data/systems.csv'
        while read -r system; do has "$2-system" "$system"; done <"$work/systems"
        ;;
    esac
}

n=0
find "$out" -name '*.pdf' | sort >"$work/list"
while read -r file; do
    n=$((n + 1)) bad=
    name=$(basename "$(dirname "$file")")/$(basename "$file")
    qpdf --check "$file" >"$work/qpdf" 2>&1 || fail "$name-qpdf" "$(cat "$work/qpdf")"
    check_fonts "$file" "$name"
    check_text "$file" "$name"
    check_words "$file" "$name"
    [ -n "$bad" ] || echo "ok pdf-$name"
done <"$work/list"
[ "$(wc -l <"$work/list")" -ge 20 ] || echo 'not ok pdf-count (fewer PDFs than the samples must give)'
