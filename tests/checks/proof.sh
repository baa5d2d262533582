#!/bin/sh
# The proof of every form of every edition: its first page is the form as it is printed, empty; on the second each name
# stands in five points at least, where nothing else stands.
build=${1:-build}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cat >"$work/read.awk" <<'AWK'
$1 == "page" { page++ }
$1 == "run" && page == 1 && $2 == "mono" && $NF !~ /^"[0-9]+"$/ { print "a name on the form as it is printed: " $0 }
$1 == "run" && page == 2 && $NF !~ /^"[0-9]+"$/ {
    n++
    size = $3 + 0
    X[n] = $4; Y[n] = $5; W[n] = $6; H[n] = size * 0.7 * 25.4 / 72
    words[n] = $0; sub(/^[^"]*/, "", words[n])
    is_name[n] = $2 == "mono"
    if (is_name[n] && size < 5) print "small: " $0
}
END {
    for (i = 1; i <= n; i++) {
        n_names += is_name[i]
        for (k = 1; is_name[i] && k <= n; k++)
            if (k != i && X[i] < X[k] + W[k] && X[k] < X[i] + W[i] && Y[i] - H[i] < Y[k] && Y[k] - H[k] < Y[i])
                print "over each other: " words[i] ", " words[k]
    }
    if (page != 2) print "pages: " page
    if (!n_names && NAMED) print "no names"
}
AWK
for file in templates/forms/*.yaml; do
    form=$(basename "$file" .yaml)
    name=${form%.*} edition=${form##*.} named=$(grep -cE 'field:|ticks:|date:' "$file")
    "$build/dengbao" proof "$name" --edition "$edition" -o "$work/proof.pdf" --dump "$work/dump" >"$work/said" 2>&1
    awk -v NAMED="$named" -f "$work/read.awk" "$work/dump"/* >"$work/wrong"
    if [ -s "$work/wrong" ]; then
        echo "not ok proof-$form"
        head -n 5 "$work/wrong"
    else
        echo "ok proof-$form"
    fi
done
