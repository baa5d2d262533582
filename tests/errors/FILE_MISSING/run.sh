#!/bin/sh
# An inbox that is not there.
"$program" check "$1/nowhere"
[ $? -eq 2 ] && "$program" check "$1/nowhere" 2>&1 | grep -q FILE_MISSING
