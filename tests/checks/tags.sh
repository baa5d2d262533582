#!/bin/sh
# What a PDF tells a reader who does not see it: of one file of each kind made from the samples, and of some filing forms
# more, the text read back by its structure is the text of the page dump, item for item, and nothing marked is left
# out of the tree; of the forms, that each field has its label and the value that was handed in.
build=${1:-build}
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
for inbox in inbox inbox-2025 inbox-plan; do
    "$build/dengbao" build "samples/$inbox" -o "$work/$inbox" --dump "$work/$inbox.dump" --as-of 2026-06-30 --province 江西省 \
        --quiet >"$work/printed" 2>&1
    [ $? -le 1 ] || { echo 'not ok tags-build'; cat "$work/printed"; }
    (cd "$work/$inbox" && find . -name '*.pdf' -size +0 | sed 's,^\./,,' | LC_ALL=C sort) |
        awk -v inbox="$inbox" '{ print inbox "\t" $0 }' >>"$work/papers"
done
# Forms of every inbox, one of each other kind.
awk -F'\t' '{ kind = $2; sub(/.*\//, "", kind); sub(/[-.].*/, "", kind)
    if (!seen[kind]++ || (kind == "备案表" && seen[$1 kind]++ < 3)) print }' "$work/papers" >"$work/chosen"

while IFS="$(printf '\t')" read -r inbox path; do
    dump=$work/$inbox.dump/$(printf %s "$path" | sed 's,/,__,g').pages.txt
    if python3 "$here/tags.py" "$work/$inbox/$path" "$dump" >"$work/said" 2>&1; then
        echo "ok tags-$inbox/$path"
    else
        echo "not ok tags-$inbox/$path"
        tail -n 5 "$work/said"
    fi
done <"$work/chosen"

# A field by its label: the value is the line below it, one deeper.
value_of() {
    awk -v label="$2" 'found { sub(/^ *Value /, ""); print; exit } $1 == "Field" && $2 == label { found = 1 }' "$1"
}
find "$work/inbox/units" -name '备案表*.pdf' | LC_ALL=C sort | head -n 6 >"$work/forms"
n=0
while read -r form; do
    python3 "$here/tags.py" "$form" >"$work/tree"
    unit=$(value_of "$work/tree" 备案单位：)
    [ -n "$unit" ] && [ "$unit" = "$(value_of "$work/tree" 01单位名称)" ] &&
        awk -F, -v unit="$unit" '$2 == unit { found = 1 } END { exit !found }' "$work/inbox/data/units.csv" && n=$((n + 1))
done <"$work/forms"
if [ "$n" -gt 0 ] && [ "$n" -eq "$(wc -l <"$work/forms")" ]; then
    echo 'ok tags-label-and-value'
else
    echo "not ok tags-label-and-value ($n of $(wc -l <"$work/forms") forms)"
fi
# Tables have header cells, headings a level below the title.
python3 "$here/tags.py" "$work/inbox/province/年度工作报告.pdf" >"$work/tree"
for part in TOC TOCI Link Table TH TD H1 H2 H3 P Figure; do
    if grep -q "^ *$part\( \|$\)" "$work/tree"; then echo "ok tags-report-$part"; else echo "not ok tags-report-$part"; fi
done
# What its words name are links among them: no name of a table, figure, list or annex behind a word that leads to one is
# left in a paragraph's own words.
n=$(grep -c '^ *Link \(表\|图\|名单\|附件\)' "$work/tree")
if [ "$n" -gt 30 ] && ! grep -q '^ *P .*\(见\|和\|（\)\(表\|图\|名单\|附件\)[0-9]' "$work/tree"; then
    echo 'ok tags-report-mentions'
else
    echo "not ok tags-report-mentions ($n links)"
fi
# A text that is not the page's is found out.
sed 's/"备案单位"/"备案单住"/' "$work/inbox.dump"/*备案表*.pages.txt 2>/dev/null | head -n 400 >"$work/wrong"
form=$(head -n 1 "$work/forms")
if python3 "$here/tags.py" "$form" "$work/wrong" >/dev/null 2>&1; then echo 'not ok tags-wrong-text'; else echo 'ok tags-wrong-text'; fi
