#!/bin/sh
# A run that did not know what was accepted took a later version: the report says so.
printf "@file a.xlsx\n@sheet 单位信息\n单位名称\t行政区划代码\t机构类别\n甲医院\t360102\t基层\n@sheet 系统清单\n系统名称\t安全保护等级\n预约系统\t%s\n" 第三级 >"$1/source"
"$make_workbook" "$1/source" "$1/in" || exit 1
hash=$(sha256sum "$1/in/a.xlsx" | cut -d " " -f 1)
sed -e "s/a.xlsx/a_修改版.xlsx/" -e "s/第三级/第二级/" "$1/source" >"$1/later"
"$make_workbook" "$1/later" "$1/in" || exit 1
printf "单位名称,SHA-256\n甲医院,%s\n" "$hash" >"$1/list.csv"
"$program" check "$1/in" -o "$1/out" --as-of 2012-06-30 >"$1/said" 2>&1
"$program" report "$1/out" -o "$1/sum" --accepted "$1/list.csv" >"$1/said" 2>&1
grep -q "^list.csv,,B2,ACCEPTED_LATE,warning,.*“甲医院”审核通过的是 a.xlsx.*现采用的是 a_修改版.xlsx" "$1/sum/data/diagnostics.csv"
