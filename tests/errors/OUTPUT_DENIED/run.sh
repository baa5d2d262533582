#!/bin/sh
# Nobody may make folders in /sys, root neither.
mkdir -p "$1/in"
"$program" check "$1/in" -o /sys/dengbao >"$1/said" 2>&1
status=$?
cat "$1/said"
[ $status -eq 3 ] && grep -q OUTPUT_DENIED "$1/said"
