#!/bin/sh
# Runs every test and ends with one line, `N passed, N failed`: each script of tests/checks, whose lines `ok NAME` and
# `not ok NAME` are its results, `skipped …` is shown, and the Criterion program of each room, one test at a time: as many
# of both at a time as there are processors, the longest first. JOBS says how many; the seconds of each stand
# in BUILD/test/log/times.
build=${1:-build}
cd "$(dirname "$0")/.." || exit 2
# The program does without, but Criterion and the leak checker read it.
[ -e /proc/self/maps ] || { echo '测试需要 /proc，请先运行 (the tests need): mount -t proc proc /proc'; exit 1; }
work=$build/test/log
# Criterion leaks a little of its own; leaks of ours are judged by running the program (checks/leaks.sh).
export ASAN_OPTIONS=detect_leaks=0 UBSAN_OPTIONS=print_stacktrace=1

# result NAME PASSED FAILED STATUS: says it and keeps it; one that says nothing, or ends badly, failed.
result() {
    bad=$3
    [ "$4" -ne 0 ] && [ "$bad" -eq 0 ] && bad=1
    [ "$2" -eq 0 ] && [ "$bad" -eq 0 ] && bad=1
    {
        echo "$1: $2 passed, $bad failed"
        grep -a '^skipped ' "$work/$1"
        [ "$bad" -eq 0 ] || grep -av '^ok ' "$work/$1"
    } >"$work/$1.said"
    cat "$work/$1.said"
    echo "$2 $bad" >>"$work/results"
}

run_program() {
    "$build/test/$1-tests" -j1 >"$work/$1" 2>&1
    status=$?
    summary=$(grep -a 'Synthesis' "$work/$1" | sed 's/\x1b\[[0-9;]*m//g')
    p=$(echo "$summary" | sed -n 's/.*Passing: \([0-9]*\).*/\1/p')
    t=$(echo "$summary" | sed -n 's/.*Tested: \([0-9]*\).*/\1/p')
    p=${p:-0} t=${t:-0}
    result "$1" "$p" $((t - p)) "$status"
}

run_script() {
    "tests/checks/$1.sh" "$build" >"$work/$1" 2>&1
    status=$?
    result "$1" "$(grep -ac '^ok ' "$work/$1")" "$(grep -ac '^not ok ' "$work/$1")" "$status"
}

# A script is called by its name, the program of a room NAME-tests.
if [ "${2:-}" ]; then
    begun=$(date +%s)
    case $2 in *-tests) run_program "${2%-tests}" ;; *) run_script "$2" ;; esac
    echo "$(($(date +%s) - begun)) $2" >>"$work/times"
    exit
fi
rm -rf "$work" && mkdir -p "$work"
for program in "$build"/test/*-tests; do
    [ -d "tests/$(basename "$program" -tests)" ] && basename "$program"
done >"$work/programs"
for name in errors read-tests templates rules-tests docs-tests intake-tests layout-tests kill cluster kill_random province \
    base-tests write-tests crew archive complaints leaks $(basename -s .sh tests/checks/*.sh) $(cat "$work/programs"); do
    [ "$name" = "${name%-tests}" ] || grep -qx "$name" "$work/programs" && echo "$name"
done | awk '!seen[$0]++' >"$work/names"
xargs -n 1 -P "${JOBS:-$(nproc)}" "$0" "$build" <"$work/names"
# What gave no result at all failed as well.
n_names=$(cat "$work/names" | wc -l) n_times=$(cat "$work/times" | wc -l)
awk -v lost=$((n_names - n_times)) '{ p += $1; f += $2 }
    END { f += lost; print p + 0 " passed, " f + 0 " failed"; exit f > 0 || p == 0 }' "$work/results"
