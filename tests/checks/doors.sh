#!/bin/sh
# The rooms keep their doors, and the check itself can fail: a forbidden include is caught.
if tests/doors.sh >/dev/null; then echo 'ok doors'; else echo 'not ok doors'; tests/doors.sh; fi
copy=$(mktemp -d)
trap 'rm -rf "$copy"' EXIT
mkdir "$copy/tests" && cp -r gen "$copy/" && cp tests/doors.sh "$copy/tests/"
echo '#include "docs/docs.h"' >"$copy/gen/write/trespass.c"
if "$copy/tests/doors.sh" >/dev/null; then echo 'not ok doors-catch-trespass'; else echo 'ok doors-catch-trespass'; fi
