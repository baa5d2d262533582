#!/bin/sh
# Papers may lie in an archive: the largest of each kind made from the samples is PDF/A-1b by the judgement of PDFBox
# preflight, and one that claims so wrongly is found out.
build=${1:-build}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
out=$work/out
for inbox in inbox inbox-2025 inbox-plan; do
    "$build/dengbao" build "samples/$inbox" -o "$out/$inbox" --as-of 2026-06-30 --province 江西省 --quiet >"$work/printed" 2>&1
    [ $? -le 1 ] || { echo 'not ok archive-build'; cat "$work/printed"; }
done

# Largest file of each kind, a kind being the name up to the first dash or dot.
mkdir "$work/chosen"
find "$out" -name '*.pdf' -size +0 -exec wc -c {} + | sed 's/^ *//' | grep -v ' total$' | sort -rn |
    awk '{ path = substr($0, index($0, " ") + 1); kind = path; sub(/.*\//, "", kind); sub(/[-.].*/, "", kind)
           if (!(kind in seen)) { seen[kind] = 1; print kind "\t" path } }' >"$work/kinds"
# Named by number: what Java makes of other names depends on the locale.
n=0
while IFS="$(printf '\t')" read -r kind path; do n=$((n + 1)) && cp "$path" "$work/chosen/$n.pdf"; done <"$work/kinds"
[ "$(wc -l <"$work/kinds")" -ge 10 ] || echo 'not ok archive-kinds (fewer kinds of papers than the samples must give)'
# The claim stays, the colours are gone: as long as before, so that nothing else is wrong.
LC_ALL=C sed 's/GTS_PDFA1/GTS_PDFX1/' "$work/chosen/1.pdf" >"$work/chosen/claim.pdf"

jars=/usr/share/java
path=
for jar in preflight pdfbox2 xmpbox fontbox2 commons-logging commons-io javax.activation jaxb-api; do
    path=$path:$jars/$jar.jar
done
find "$work/chosen" -name '*.pdf' | LC_ALL=C sort >"$work/list"
java -cp "$path" org.apache.pdfbox.preflight.Validator_A1b xml group "$work/list" >"$work/said" 2>&1
# A line for each judgement: the file, true or false, the first fault.
awk '
    /<preflight name=/ { name = $0; sub(/.*name="/, "", name); sub(/\.pdf".*/, "", name); fault = "" }
    /<isValid/ { valid = $0; sub(/^[^>]*>/, "", valid); sub(/<.*/, "", valid) }
    /<details>/ && !fault { fault = $0; gsub(/.*<details>|<.*/, "", fault) }
    /<.preflight>/ { print name, valid, fault }' "$work/list.preflight.xml" >"$work/judged"
judgement() {
    awk -v name="$1" '$1 == name { sub(/^[^ ]* /, ""); print }' "$work/judged"
}

case $(judgement claim) in
'false '*) echo 'ok archive-false-claim' ;;
*) echo 'not ok archive-false-claim'; tail -n 5 "$work/said" ;;
esac
n=0
while read -r kind path; do
    n=$((n + 1)) judged=$(judgement "$n")
    case $judged in
    true*) echo "ok archive-$kind" ;;
    *) echo "not ok archive-$kind (${judged:-not judged})"; tail -n 5 "$work/said" ;;
    esac
done <"$work/kinds"
