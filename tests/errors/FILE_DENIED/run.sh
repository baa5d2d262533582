#!/bin/sh
# A file that only others may read. Root may read everything, so root hands the run to nobody.
cp "$program" "$1/dengbao" && cp -r templates "$1/" && cp tests/errors/unit.txt "$1/in/a.csv"
chmod 755 "$1" && chmod -R a+rX "$1" && chmod 000 "$1/in/a.csv"
as=
[ "$(id -u)" != 0 ] || as='setpriv --reuid=65534 --regid=65534 --clear-groups'
# The work folder may stand below one that nobody else may enter.
place=$1
if [ -n "$as" ] && ! $as test -x "$1/dengbao"; then
    chmod a+x "$(dirname "$1")"
fi
$as "$place/dengbao" check "$place/in" --templates "$place/templates" >"$1/said" 2>&1
status=$?
chmod 644 "$1/in/a.csv"
cat "$1/said"
[ $status -eq 1 ] && grep -q '^a.csv .*FILE_DENIED' "$1/said"
