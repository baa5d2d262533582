#!/bin/sh
# A file that opens but cannot be read: the memory of a process at address 0.
"$program" check /proc/self/mem >"$1/said" 2>&1
[ $? -eq 1 ] && grep -q '^mem .*FILE_READ' "$1/said"
