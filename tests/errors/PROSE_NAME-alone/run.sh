#!/bin/sh
# A rule table that cannot be read is the one fault: that prose names duties which are not there for that is not told.
cp -r templates "$1/templates" && sed -i '0,/OB-06/s/system.graded+30d/system.gradet+30d/' "$1/templates/rules/duties.csv"
"$program" --check-templates --templates "$1/templates" >"$1/said" 2>&1
status=$?
cat "$1/said"
[ $status -eq 3 ] && [ "$(grep -c '^templates/.*\] [A-Z_]* ' "$1/said")" -eq 1 ] && grep -q 'rules/duties.csv:.* TABLE_VALUE ' "$1/said"
