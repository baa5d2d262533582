#!/bin/sh
# What was sent is what is printed: each text of the samples and of what tears forms apart stands whole, character for
# character, in the text that pdftotext reads out of the papers (sent.py); a letter that differs is found out.
build=${1:-build}
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# papers NAME DAY INPUT...
papers() {
    name=$1 day=$2
    shift 2
    "$build/dengbao" build "$@" -o "$work/$name" --as-of "$day" --only filing,grading,health,selfcheck,plan --quiet >"$work/printed" 2>&1
    [ $? -le 1 ] || { echo "not ok sent-$name-build"; tail -n 5 "$work/printed"; }
}
# The inbox of mistakes holds what must not be printed.
find samples/inbox -type f ! -name '*问题*' >"$work/inputs"
papers inbox 2012-06-30 samples/inbox
papers inbox-2025 2025-09-30 samples/inbox-2025
papers inbox-plan 2012-06-30 samples/inbox-plan
xargs -d '\n' python3 "$here/sent.py" "$build" inbox "$work/inbox" <"$work/inputs"
for name in inbox-2025 inbox-plan; do python3 "$here/sent.py" "$build" $name "$work/$name" samples/$name/*; done
for name in long many hard; do
    source=tests/golden/$name/input.txt
    [ -f "$source" ] || source=$here/sent.txt
    mkdir "$work/$name.in"
    "$build/tools/make_workbook" "$source" "$work/$name.in"
    papers $name 2012-06-30 "$work/$name.in"
    python3 "$here/sent.py" "$build" $name "$work/$name" "$work/$name.in"/*
done

# One rare character of a person's name is another in what is said to have been sent.
mkdir "$work/other.in" "$work/golden" "$work/golden/long"
ln -s "$(pwd)/tests/errors" "$work/errors"
sed 's/欧阳㛃䶮/欧阳㛃犇/' tests/golden/long/input.txt >"$work/golden/long/input.txt"
"$build/tools/make_workbook" "$work/golden/long/input.txt" "$work/other.in"
said=$(python3 "$here/sent.py" "$build" other "$work/long" "$work/other.in"/*)
case $said in
'not ok sent-other (1 of'*'unit.contact.name'*) echo 'ok sent-finds-another-character' ;;
*) echo 'not ok sent-finds-another-character'; echo "$said" ;;
esac
