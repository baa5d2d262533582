#!/bin/sh
# Grading beside an oracle that shares no file with the program (tests/rules/oracle.py): 20,000 random systems, and
# some of the further editions; and duties of systems and of units beside two of their own (tests/rules/duties_oracle.py,
# unit_duties_oracle.py).
build=${1:-build}
check() {
    name=$1 script=$2
    shift 2
    if said=$(python3 "tests/rules/$script" "$build/dengbao" "$@" 2>&1); then echo "ok oracle-$name ($said)"; else
        echo "not ok oracle-$name"
        echo "$said" | cut -c 1-600
    fi
}
check 2007 oracle.py 20000 1 2007
check 2020 oracle.py 2000 2 2020
check 2025 oracle.py 2000 3 2025
check duties duties_oracle.py 5 1
check unit-duties unit_duties_oracle.py 40 1
