#!/bin/sh
# A byte of UTF-8 is lost in 1,100 lines, twice in each: 1,000 lines are listed, the rest is counted.
{
    printf '\357\273\277'
    head -n 1 samples/inbox/修水县云门医院/单位.csv | iconv -f GB18030 -t UTF-8
    awk 'BEGIN { for (i = 0; i < 1100; i++) printf "\346\234,\346\234\n" }'
} >"$1/in/a.csv"
"$program" check "$1/in" -o "$1/out" >"$1/said" 2>&1
list=$1/out/data/diagnostics.csv
[ "$(grep -c ',TEXT_DAMAGED,' "$list")" = 1000 ] &&
    grep -q '^a.csv,,,REPORTS_DROPPED,warning,,,TEXT_DAMAGED 太多，另有 100 处没有逐条列出,' "$list"
