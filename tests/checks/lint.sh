#!/bin/sh
# `make lint`: includes and wording, the format of the code, the manual pages.
said=$(env -u MAKEFLAGS -u MFLAGS -u MAKELEVEL make -s --no-print-directory BUILD="${1:-build}" lint 2>&1)
if [ $? -eq 0 ]; then echo 'ok lint'; else
    echo 'not ok lint'
    echo "$said" | head -n 40
fi
