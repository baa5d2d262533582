#!/bin/sh
# The hash is of a file that says nothing of the institution in its row; a row that names nobody is of whoever is in it.
printf "@file a.xlsx\n@sheet 单位信息\n单位名称\t行政区划代码\t机构类别\n甲医院\t360102\t基层\n@sheet 系统清单\n系统名称\t安全保护等级\n预约系统\t%s\n" 第三级 >"$1/source"
"$make_workbook" "$1/source" "$1/in" || exit 1
hash=$(sha256sum "$1/in/a.xlsx" | cut -d " " -f 1)
printf "单位名称,SHA-256\n乙医院,%s\n,%s\n" "$hash" "$hash" >"$1/list.csv"
"$program" check "$1/in" -o "$1/out" --as-of 2012-06-30 --accepted "$1/list.csv" >"$1/said" 2>&1
grep -q "^list.csv,,B2,ACCEPTED_OTHER,warning,.*是 a.xlsx 的，其中没有单位“乙医院”" "$1/out/data/diagnostics.csv" &&
    [ "$(grep -c ACCEPTED_ "$1/out/data/diagnostics.csv")" -eq 1 ] && grep -q ",$hash,taken," "$1/out/data/accepted.csv"
