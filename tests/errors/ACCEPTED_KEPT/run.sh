#!/bin/sh
# A version that says it is later does not take the place of the accepted one, and that is said at it.
printf "@file a.xlsx\n@sheet 单位信息\n单位名称\t行政区划代码\t机构类别\n甲医院\t360102\t基层\n@sheet 系统清单\n系统名称\t安全保护等级\n预约系统\t%s\n" 第三级 >"$1/source"
"$make_workbook" "$1/source" "$1/in" || exit 1
hash=$(sha256sum "$1/in/a.xlsx" | cut -d " " -f 1)
sed -e "s/a.xlsx/a_修改版.xlsx/" -e "s/第三级/第二级/" "$1/source" >"$1/later"
"$make_workbook" "$1/later" "$1/in" || exit 1
printf "单位名称,SHA-256\n甲医院,%s\n" "$hash" >"$1/list.csv"
"$program" check "$1/in" -o "$1/out" --as-of 2012-06-30 --accepted "$1/list.csv" >"$1/said" 2>&1
grep -q "^a_修改版.xlsx,单位信息,A2,ACCEPTED_KEPT,warning,单位名称,甲医院,.*审核通过的是 a.xlsx，本份未采用.*安全保护等级" "$1/out/data/diagnostics.csv"
