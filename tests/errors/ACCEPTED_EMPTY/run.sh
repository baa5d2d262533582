#!/bin/sh
# A list without hashes ends the run before anything is written.
printf "@file a.xlsx\n@sheet 单位信息\n单位名称\t行政区划代码\t机构类别\n甲医院\t360102\t基层\n@sheet 系统清单\n系统名称\t安全保护等级\n预约系统\t%s\n" 第三级 >"$1/source"
"$make_workbook" "$1/source" "$1/in" || exit 1
hash=$(sha256sum "$1/in/a.xlsx" | cut -d " " -f 1)
printf "单位名称,审核人\n甲医院,王\n" >"$1/list.csv"
"$program" check "$1/in" -o "$1/out" --as-of 2012-06-30 --accepted "$1/list.csv" >"$1/said" 2>&1
status=$?
cat "$1/said"
[ $status -eq 3 ] && grep -q ACCEPTED_EMPTY "$1/said" && [ ! -e "$1/out/manifest.json" ]
