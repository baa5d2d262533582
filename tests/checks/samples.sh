#!/bin/sh
# samples/inbox is what samples/source describes, byte for byte: nobody edits the one without the other.
build=${1:-build}
made=$(mktemp -d)
trap 'rm -rf "$made"' EXIT
for source in samples/source/*.txt; do
    "$build/tools/make_workbook" "$source" "$made" || echo "not ok samples-$source"
done
if diff -r "$made" samples/inbox; then echo 'ok samples'; else echo 'not ok samples'; fi
