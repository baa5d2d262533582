#!/bin/sh
# A folder without the right to write; root gives up the right to write anywhere.
mkdir -p "$1/in" "$1/closed"
chmod 555 "$1/closed"
without=
[ "$(id -u)" -ne 0 ] || without='setpriv --bounding-set=-dac_override'
$without "$program" check "$1/in" -o "$1/closed/out" >"$1/said" 2>&1
status=$?
chmod 755 "$1/closed"
cat "$1/said"
[ $status -eq 3 ] && grep -q OUTPUT_DENIED "$1/said"
