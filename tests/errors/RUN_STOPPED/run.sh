#!/bin/sh
# Asked to end, a run ends with 3 and leaves whole files, no temporary ones, and its journal; the next run makes it good.
"$program" build samples/inbox -o "$1/out" --as-of 2012-06-30 >"$1/said" 2>&1 &
pid=$!
for i in $(seq 1000); do [ "$(find "$1/out/units" -name '*.pdf' 2>/dev/null | wc -l)" -ge 3 ] && break; sleep 0.01; done
kill -TERM $pid
wait $pid
status=$?
cat "$1/said"
[ $status -eq 3 ] && grep -q RUN_STOPPED "$1/said" && [ ! -e "$1/out/manifest.json" ] || exit 1
[ "$(ls -A "$1/out/.dengbao")" = journal ] && [ "$(find "$1/out/units" -name '*.pdf' | wc -l)" -ge 3 ] || exit 1
"$program" build samples/inbox -o "$1/out" --as-of 2012-06-30 >"$1/said" 2>&1
[ $? -eq 1 ] && [ ! -e "$1/out/.dengbao" ] && [ -s "$1/out/manifest.json" ]
