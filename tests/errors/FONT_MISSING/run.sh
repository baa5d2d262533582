#!/bin/sh
# A role names a file that is not there.
mkdir -p "$1/fonts" && ln -s "$PWD/fonts/files" "$1/fonts/files"
sed 's/FandolFang-Regular.otf/FandolFang-Missing.otf/' fonts/roles.yaml >"$1/fonts/roles.yaml"
"$program" build samples/inbox -o "$1/out" --fonts "$1/fonts" >"$1/said" 2>&1
status=$?
cat "$1/said"
[ $status -eq 3 ] && grep -q 'FONT_MISSING.*FandolFang-Missing.otf' "$1/said"
