#!/bin/sh
# A font file that is none.
mkdir -p "$1/fonts/files"
for file in "$PWD"/fonts/files/*; do ln -s "$file" "$1/fonts/files/"; done
rm "$1/fonts/files/FandolFang-Regular.otf"
echo 'not a font' >"$1/fonts/files/FandolFang-Regular.otf"
cp fonts/roles.yaml "$1/fonts/"
"$program" build samples/inbox -o "$1/out" --fonts "$1/fonts" >"$1/said" 2>&1
status=$?
cat "$1/said"
[ $status -eq 3 ] && grep -q 'FONT_UNUSABLE.*FandolFang-Regular.otf' "$1/said"
