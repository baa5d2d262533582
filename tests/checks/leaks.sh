#!/bin/sh
# The sanitized program itself over the samples: right statuses, no overflow, no undefined behaviour, no leak; errors.sh has
# it give every message.
build=${1:-build}
program=$build/test/dengbao
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
ASAN_OPTIONS=detect_leaks=1:exitcode=99:log_path=$work/asan
UBSAN_OPTIONS=print_stacktrace=1:log_path=$work/ubsan
LSAN_OPTIONS=suppressions=$PWD/tests/lsan.supp:print_suppressions=0
export ASAN_OPTIONS UBSAN_OPTIONS LSAN_OPTIONS

reports() {
    found=$(ls "$work"/asan* "$work"/ubsan* 2>/dev/null)
    [ -n "$found" ] || return 1
    head -n 40 $found
    rm -f $found
}

expect() {
    want=$1 name=$2
    shift 2
    "$program" "$@" >"$work/printed" 2>&1
    status=$?
    if [ "$status" -ne "$want" ]; then
        echo "not ok leaks-$name (exit status $status, not $want)"
        tail -n 20 "$work/printed"
        reports
    elif grep -qE 'runtime error|Sanitizer' "$work/printed" || reports; then
        echo "not ok leaks-$name"
        grep -E -A 20 'runtime error|Sanitizer' "$work/printed" | head -n 40
    else
        echo "ok leaks-$name"
    fi
}

expect 1 build build samples/inbox -o "$work/out" --as-of 2012-06-30 --dump "$work/dump"
expect 1 check check samples/inbox
expect 1 explain explain samples/inbox
expect 0 templates --check-templates
for form in templates/forms/*.yaml; do
    form=$(basename "$form" | sed 's/\..*//')
    expect 0 "proof-$form" proof "$form" -o "$work/$form.pdf"
done
expect 2 usage build samples/inbox -o "$work/x" --no-such-option
expect 3 output build samples/inbox -o "$program/x" --as-of 2012-06-30
