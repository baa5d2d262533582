#!/bin/sh
# While one run writes, a second into the same OUT is refused; the lock of a killed run is none. The first run is stopped
# in its work, so that it is there as long as it takes.
"$program" build samples/inbox -o "$1/out" --as-of 2012-06-30 >/dev/null 2>&1 &
pid=$!
for i in $(seq 1000); do [ -s "$1/out/.dengbao/lock" ] && break; sleep 0.01; done
kill -STOP $pid
"$program" build samples/inbox -o "$1/out" --as-of 2012-06-30 >"$1/said" 2>&1
status=$?
cat "$1/said"
kill -KILL $pid
wait $pid 2>/dev/null
[ $status -eq 3 ] && grep -q "OUTPUT_LOCKED.*$pid" "$1/said" && [ -e "$1/out/.dengbao/lock" ] || exit 1
"$program" build samples/inbox -o "$1/out" --as-of 2012-06-30 >"$1/said" 2>&1
[ $? -eq 1 ] && [ ! -e "$1/out/.dengbao" ]
