#!/bin/sh
# A warning is answered 确认无误, with a reason.
case=tests/errors/CONFIRMED
mkdir -p "$1/in" "$1/again"
"$make_workbook" $case/workbook.txt "$1/in" || exit 1
"$program" check "$1/in" -o "$1/first" --as-of 2012-06-30 >/dev/null 2>&1
printf 'sheet\t修改清单\nset\tL7\t确认无误\nset\tM7\t总机没有区号\n' >"$1/script"
"$(dirname "$make_workbook")/fill_workbook" "$1/first/退回修改/退回修改-a.xlsx" "$1/script" "$1/again/a.xlsx" || exit 1
"$program" check "$1/again" -o "$1/out" --as-of 2012-06-30 >"$1/said" 2>&1
cat "$1/said"
grep -q '^a.xlsx,单位信息,O2,CONFIRMED,note,.*PHONE_NO_AREA.*总机没有区号' "$1/out/data/diagnostics.csv" &&
    ! grep -q 'PHONE_NO_AREA,warning' "$1/out/data/diagnostics.csv"
