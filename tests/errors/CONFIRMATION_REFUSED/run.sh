#!/bin/sh
# An error is answered 确认无误.
case=tests/errors/CONFIRMATION_REFUSED
mkdir -p "$1/in" "$1/again"
"$make_workbook" $case/workbook.txt "$1/in" || exit 1
"$program" check "$1/in" -o "$1/first" --as-of 2012-06-30 >/dev/null 2>&1
printf 'sheet\t修改清单\nset\tL6\t确认无误\nset\tM6\t已核对\n' >"$1/script"
"$(dirname "$make_workbook")/fill_workbook" "$1/first/退回修改/退回修改-a.xlsx" "$1/script" "$1/again/a.xlsx" || exit 1
"$program" check "$1/again" -o "$1/out" --as-of 2012-06-30 >"$1/said" 2>&1
cat "$1/said"
grep -q '^a.xlsx,单位信息,F2,DIGITS_LOST,error' "$1/out/data/diagnostics.csv" &&
    grep -q '^a.xlsx,单位信息,F2,CONFIRMATION_REFUSED,note,.*标为错误的不能确认' "$1/out/data/diagnostics.csv" &&
    [ ! -e "$1/out/data/confirmations.csv" ]
