#!/bin/sh
# A damaged font never reaches a page: each file of fonts/files cut short at three places, and with bytes turned in three, is
# refused by its name and no paper is left, or the papers are byte for byte those of the whole file.
build=${1:-build}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/in" "$work/fonts" "$work/fonts/files"
"$build/tools/make_workbook" tests/golden/long/input.txt "$work/in"
papers() {
    rm -rf "$work/out"
    "$build/dengbao" build "$work/in" -o "$work/out" --fonts "$work/fonts" --as-of 2012-06-30 --only filing,grading,selfcheck \
        --quiet >"$work/said" 2>&1
}
sums() { find "$1" -name '*.pdf' 2>/dev/null | LC_ALL=C sort | while read -r file; do sha256sum <"$file"; done; }
cp fonts/roles.yaml "$work/fonts/"
for file in fonts/files/*; do ln -s "$(readlink -f "$file")" "$work/fonts/files/"; done
papers
[ $? -le 1 ] || { echo 'not ok fonts-whole'; cat "$work/said"; }
sums "$work/out" >"$work/whole"
[ -s "$work/whole" ] || echo 'not ok fonts-none'

# try NAME FILE: with what stands in its place
try() {
    papers
    status=$?
    sums "$work/out" >"$work/now"
    if [ $status -eq 3 ] && [ ! -s "$work/now" ] && grep -q "FONT_[A-Z]*.*$2" "$work/said"; then
        echo "ok fonts-$1-$2"
    elif [ $status -le 1 ] && cmp -s "$work/now" "$work/whole"; then
        echo "ok fonts-$1-$2 (the same papers)"
    else
        echo "not ok fonts-$1-$2 ($status)"
        tail -n 3 "$work/said"
    fi
}
for file in fonts/files/*; do
    name=$(basename "$file")
    place=$work/fonts/files/$name
    size=$(stat -L -c %s "$file")
    for tenths in 1 5 9; do
        rm -f "$place"
        head -c $((size / 10 * tenths)) "$file" >"$place"
        try "cut-$tenths" "$name"
    done
    for tenths in 2 6 8; do
        rm -f "$place"
        cp -L "$file" "$place"
        at=$((size / 10 * tenths))
        for i in 0 1 2 3; do printf '\252\125' | dd of="$place" bs=1 seek=$((at + i * 5)) conv=notrunc 2>/dev/null; done
        try "turned-$tenths" "$name"
    done
    rm -f "$place"
    ln -s "$(readlink -f "$file")" "$place"
done
