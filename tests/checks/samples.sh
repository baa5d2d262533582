#!/bin/sh
# Each inbox of samples/ is what its source describes, byte for byte: nobody edits the one without the other.
build=${1:-build}
made=$(mktemp -d)
trap 'rm -rf "$made"' EXIT
for edition in '' -2025 -plan; do
    for source in samples/source$edition/*.txt; do
        "$build/tools/make_workbook" "$source" "$made/inbox$edition" || echo "not ok samples-$source"
    done
    if diff -r "$made/inbox$edition" "samples/inbox$edition"; then echo "ok samples$edition"; else echo "not ok samples$edition"; fi
done
