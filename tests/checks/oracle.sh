#!/bin/sh
# Grading beside an oracle that shares no file with the program (tests/rules/oracle.py): 20,000 random systems, and
# some of the further editions.
build=${1:-build}
check() {
    name=$1
    shift
    if said=$(python3 tests/rules/oracle.py "$build/dengbao" "$@" 2>&1); then echo "ok oracle-$name ($said)"; else
        echo "not ok oracle-$name"
        echo "$said" | cut -c 1-600
    fi
}
check 2007 20000 1 2007
check 2020 2000 2 2020
check 2025 2000 3 2025
