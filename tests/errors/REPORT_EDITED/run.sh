#!/bin/sh
# A table changed by hand is summed as it stands now, and named.
printf '单位名称,行政区划代码\n甲医院,360102\n' >"$1/in/单位.csv"
printf '所属单位,系统名称,安全保护等级\n甲医院,甲系统,第二级\n' >"$1/in/系统.csv"
"$program" build "$1/in" -o "$1/甲" --as-of 2012-06-30 -q >"$1/said" || exit 1
sed -i s/甲系统/乙系统/ "$1/甲/data/systems.csv"
"$program" report "$1/甲" -o "$1/out" >"$1/said" 2>&1
status=$?
cat "$1/said"
[ $status -eq 0 ] && grep -q 'REPORT_EDITED.*甲/data/systems.csv' "$1/said" && grep -q 乙系统 "$1/out/data/systems.csv" &&
    [ "$(grep -c REPORT_EDITED "$1/out/data/diagnostics.csv")" -eq 1 ]
