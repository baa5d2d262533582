#!/bin/sh
# LibreOffice opens a workbook that goes back as it opens the sender's own: everything of his is there, the bad cells are
# coloured and have their comments, and what it saves is read as the sender's again. One start of it for all.
build=${1:-build}
program=$build/dengbao
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
check() { "$program" check "$1" -o "$2" --edition 2007 --as-of 2012-06-30 >"$work/said" 2>&1; }
# Places of the complaints below a folder that have a cell of their own.
places() { awk -F, '$3 ~ /^[A-Z]+[0-9]+$/ && $1 ~ /样本/ { print $2 "\t" $3 }' "$1/data/diagnostics.csv" | sort -u; }

mkdir "$work/in" "$work/again" "$work/saved"
python3 tests/checks/returns_office.py make "$work/in/样本.xlsx" && check "$work/in" "$work/out"
cp "$work/in/样本.xlsx" "$work/sent.xlsx"
returned=$work/out/退回修改/退回修改-样本.xlsx
cp "$returned" "$work/returned.xlsx" || { echo 'not ok returns-office-made'; exit 0; }
HOME=$work soffice --headless --convert-to xlsx --outdir "$work/saved" "$work/sent.xlsx" "$work/returned.xlsx" >"$work/said" 2>&1
[ -f "$work/saved/returned.xlsx" ] || { echo 'not ok returns-office-opened'; cat "$work/said"; exit 0; }
places "$work/out" >"$work/places"
python3 tests/checks/returns_office.py compare "$work/sent.xlsx" "$work/returned.xlsx" "$work/saved" <"$work/places"

# Saved by LibreOffice it is the same return: our list is no data, and the same cells are asked about.
cp "$work/saved/returned.xlsx" "$work/again/退回修改-样本.xlsx"
cp "$work/in/样本.xlsx" "$work/again/"
check "$work/again" "$work/twice"
places "$work/twice" >"$work/again.places"
if cmp -s "$work/places" "$work/again.places" && grep -q ',RETURN_TAKEN,' "$work/twice/data/diagnostics.csv" &&
    [ "$(unzip -p "$work/twice/退回修改/退回修改-样本.xlsx" xl/workbook.xml | grep -o '<sheet ' | wc -l)" -eq 4 ]; then
    echo 'ok returns-office-read-back'
else
    echo 'not ok returns-office-read-back'
    diff "$work/places" "$work/again.places"
    cut -d, -f1-8 "$work/twice/data/diagnostics.csv"
fi
