#!/bin/sh
# The golden cases of tests/golden.
UPDATE= tests/golden.sh "${1:-build}"
