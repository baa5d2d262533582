#!/bin/sh
# The kept test set of answers is what its generator makes of the lists as they are now.
# UPDATE=1 writes it.
build=${1:-build}
set=tests/field/answers.tsv
made=$(mktemp)
trap 'rm -f "$made"' EXIT
"$build/tools/make_answers" >"$made" || { echo 'not ok answers-made'; exit 0; }
if [ "$UPDATE" = 1 ]; then cp "$made" "$set"; fi
if cmp -s "$made" "$set"; then echo "ok answers ($(wc -l <"$set") spellings)"; else
    echo 'not ok answers (UPDATE=1 tests/checks/answers.sh writes them anew)'
    diff "$made" "$set" | head -n 10
fi
