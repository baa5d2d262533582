#!/bin/sh
# A byte of a font is not what it was; the same file is taken where its line says that its sums do not count.
mkdir -p "$1/fonts/files"
for file in "$PWD"/fonts/files/*; do ln -s "$file" "$1/fonts/files/"; done
font=$1/fonts/files/FandolKai-Regular.otf
rm "$font"
cp -L fonts/files/FandolKai-Regular.otf "$font"
printf '\252' | dd of="$font" bs=1 seek=3000000 conv=notrunc 2>/dev/null
cp fonts/roles.yaml "$1/fonts/"
"$program" build samples/inbox-plan -o "$1/out" --fonts "$1/fonts" >"$1/said" 2>&1
status=$?
cat "$1/said"
[ $status -eq 3 ] && grep -q 'roles.yaml.*FONT_DAMAGED.*FandolKai-Regular.otf.*CFF' "$1/said" || exit 1
# What was refused is refused again: it was not taken for proved.
"$program" build samples/inbox-plan -o "$1/out" --fonts "$1/fonts" >"$1/again" 2>&1
[ $? -eq 3 ] && grep -q FONT_DAMAGED "$1/again" || exit 1
sed -i 's/FandolKai-Regular.otf, index: 0/&, sums: no/' "$1/fonts/roles.yaml"
"$program" build samples/inbox-plan -o "$1/out" --fonts "$1/fonts" --only health >"$1/taken" 2>&1
[ $? -le 1 ]
