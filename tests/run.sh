#!/bin/sh
# Runs every test and ends with one line, `N passed, N failed`: the Criterion program of each room,
# then each script of tests/checks, whose lines `ok NAME` and `not ok NAME` are its results.
build=${1:-build}
cd "$(dirname "$0")/.." || exit 2
# The program does without, but Criterion and the leak checker read it.
[ -e /proc/self/maps ] || { echo '测试需要 /proc，请先运行 (the tests need): mount -t proc proc /proc'; exit 1; }
passed=0
failed=0
work=$build/test/log
rm -rf "$work" && mkdir -p "$work"
# Criterion leaks a little of its own; leaks of ours are judged by running the program (checks/leaks.sh).
export ASAN_OPTIONS=detect_leaks=0 UBSAN_OPTIONS=print_stacktrace=1

for program in "$build"/test/*-tests; do
    name=$(basename "$program" -tests)
    [ -d "tests/$name" ] || continue
    "$program" >"$work/$name" 2>&1
    status=$?
    summary=$(grep -a 'Synthesis' "$work/$name" | sed 's/\x1b\[[0-9;]*m//g')
    p=$(echo "$summary" | sed -n 's/.*Passing: \([0-9]*\).*/\1/p')
    t=$(echo "$summary" | sed -n 's/.*Tested: \([0-9]*\).*/\1/p')
    p=${p:-0} t=${t:-0}
    bad=$((t - p))
    [ "$status" -ne 0 ] && [ "$bad" -eq 0 ] && bad=1
    [ "$p" -eq 0 ] && [ "$bad" -eq 0 ] && bad=1
    echo "$name: $p passed, $bad failed"
    [ "$bad" -eq 0 ] || cat "$work/$name"
    passed=$((passed + p)) failed=$((failed + bad))
done

for script in tests/checks/*.sh; do
    [ -e "$script" ] || continue
    name=$(basename "$script" .sh)
    "$script" "$build" >"$work/$name" 2>&1
    status=$?
    p=$(grep -c '^ok ' "$work/$name")
    bad=$(grep -c '^not ok ' "$work/$name")
    [ "$status" -ne 0 ] && [ "$bad" -eq 0 ] && bad=1
    [ "$p" -eq 0 ] && [ "$bad" -eq 0 ] && bad=1
    echo "$name: $p passed, $bad failed"
    [ "$bad" -eq 0 ] || grep -v '^ok ' "$work/$name"
    passed=$((passed + p)) failed=$((failed + bad))
done

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
