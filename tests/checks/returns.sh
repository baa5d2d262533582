#!/bin/sh
# Files with problems go back marked, are mended there, and are read back without a trace of the marks.
build=${1:-build}
program=$build/dengbao
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
good() { echo "ok returns-$1"; }
bad() {
    echo "not ok returns-$1 ($2)"
    [ ! -s "$work/said" ] || head -n 8 "$work/said"
}
check() { "$program" check "$1" -o "$2" --edition 2007 --as-of 2012-06-30 >"$work/said" 2>&1; }

mkdir -p "$work/in"
{
    printf '@file 市/a.xlsx\n@sheet 单位信息\n@include %s/tests/errors/unit.txt\n邮政编码 = 33000\n@end\n' "$PWD"
    printf '@sheet 系统清单\n@include %s/tests/errors/system.txt\n定级时间 = 2011-02-30\n@end\n' "$PWD"
    printf '@file b.csv\n@line 单位名称,系统名称,安全保护等级\n@line 乙医院,"甲\n@line 乙",第九级\n'
    printf '@file clean.xlsx\n@sheet 单位信息\n@include %s/tests/errors/unit.txt\n单位名称 = 别的医院\n@end\n' "$PWD"
} >"$work/description"
mkdir -p "$work/in/市" && "$build/tools/make_workbook" "$work/description" "$work/in" || bad made make_workbook
check "$work/in" "$work/out"
first=$work/out/退回修改/市/退回修改-a.xlsx
if [ -f "$first" ] && unzip -tqq "$first" && [ -f "$work/out/退回修改/退回修改-b.csv.xlsx" ]; then good place; else bad place "$(find "$work/out/退回修改" -type f)"; fi

# What was sent stands there as it was sent.
unzip -p "$work/in/市/a.xlsx" xl/sharedStrings.xml >"$work/before"
unzip -p "$first" xl/sharedStrings.xml | cmp -s - "$work/before" && good same-parts || bad same-parts strings
unzip -p "$first" xl/commentsDengbao1.xml | grep -q '建议：' && good comments || bad comments none
if unzip -p "$work/out/退回修改/退回修改-b.csv.xlsx" xl/worksheets/sheet1.xml | grep -q '第九级' &&
    unzip -p "$work/out/退回修改/退回修改-b.csv.xlsx" xl/worksheets/sheetDengbao1.xml | grep -q '重新编排'; then
    good csv
else
    bad csv cells
fi

# The same bytes again.
check "$work/in" "$work/again"
if diff -rq "$work/out/退回修改" "$work/again/退回修改" >/dev/null; then good deterministic; else bad deterministic differs; fi

# One institution's problems over all its files, and none of another's.
mkdir -p "$work/apart"
{
    printf '@file 表一.xlsx\n@sheet 单位信息\n@include %s/tests/errors/unit.txt\n邮政编码 = 33000\n@end\n' "$PWD"
    printf '@file 系统.xlsx\n@sheet 系统清单\n@include %s/tests/errors/system.txt\n定级时间 = 2011-02-30\n@end\n' "$PWD"
    printf '@file 别的.xlsx\n@sheet 单位信息\n@include %s/tests/errors/unit.txt\n单位名称 = 别的医院\n行政区划代码 = 36010\n@end\n' "$PWD"
    printf '@sheet 系统清单\n@include %s/tests/errors/system.txt\n单位名称 = 别的医院\n@end\n' "$PWD"
} >"$work/description"
"$build/tools/make_workbook" "$work/description" "$work/apart" || bad unit make_workbook
"$program" build "$work/apart" -o "$work/units" --edition 2007 --as-of 2012-06-30 >"$work/said" 2>&1
own=$(find "$work/units/units" -name '问题-南昌市样本医院.xlsx')
unzip -p "$own" xl/sharedStrings.xml >"$work/strings"
if grep -q '表一.xlsx' "$work/strings" && grep -q '系统.xlsx' "$work/strings" && ! grep -q '别的' "$work/strings" &&
    [ -n "$(find "$work/units/units" -name '问题-别的医院.xlsx')" ]; then
    good unit
else
    bad unit "$(find "$work/units/units" -name '问题-*')"
fi

# Mended in the returned book: only what was mended is gone, and our sheet is no data.
column=$(awk -F, '/市\/a.xlsx,系统清单/ && /2011-02-30/ { print $3; exit }' "$work/out/data/diagnostics.csv")
postcode=$(awk -F, '/市\/a.xlsx,单位信息/ && /33000/ { print $3; exit }' "$work/out/data/diagnostics.csv")
printf 'sheet\t系统清单\nset\t%s\t2011-02-28\nsheet\t单位信息\nset\t%s\t330000\n' "$column" "$postcode" >"$work/script"
mkdir -p "$work/back"
"$build/tools/fill_workbook" "$first" "$work/script" "$work/back/退回修改-a.xlsx" || bad mended fill
check "$work/back" "$work/mended"
if ! grep -q '2011-02-30\|33000,\|修改清单\|SHEET_IGNORED' "$work/mended/data/diagnostics.csv" &&
    [ "$(wc -l <"$work/mended/data/units.csv")" -eq 2 ] && [ ! -e "$work/mended/退回修改" ]; then
    good mended
else
    bad mended "$(grep -m 1 '2011-02-30\|33000,\|修改清单\|SHEET_IGNORED\|warning\|error' "$work/mended/data/diagnostics.csv")"
fi

# Beside what they were made of the mended ones take its place, the CSV file's in its folder; what was mended is said.
mkdir -p "$work/both/市" "$work/both/系统表"
cp "$work/in/市/a.xlsx" "$work/both/市/" && cp "$work/back/退回修改-a.xlsx" "$work/both/"
printf '单位名称,行政区划代码\n乙医院,360102\n' >"$work/both/系统表/单位.csv"
printf '系统名称,安全保护等级\n网站,第九级\n' >"$work/both/系统表/系统.csv"
check "$work/both" "$work/alone"
printf 'sheet\t系统.csv\nset\tB2\t第二级\n' >"$work/script"
"$build/tools/fill_workbook" "$work/alone/退回修改/系统表/退回修改-系统.csv.xlsx" "$work/script" "$work/both/退回修改-系统.csv.xlsx" || bad taken fill
check "$work/both" "$work/taken"
list=$work/taken/data/diagnostics.csv
if [ "$(grep -c RETURN_TAKEN "$list")" -eq 2 ] && grep -q 'RETURN_TAKEN.*“邮政编码”' "$list" && ! grep -q '^市/a.xlsx\|SUBMISSION\|UNIT_REPEATED\|^系统表/系统.csv' "$list" &&
    grep -q '网站,.*,2,.*退回修改-系统.csv.xlsx!' "$work/taken/data/systems.csv" && [ "$(wc -l <"$work/taken/data/systems.csv")" -eq 3 ]; then
    good taken
else
    bad taken "$(grep -m 3 'RETURN\|SUBM\|error' "$list")"
fi

# Sent back a second time unmended: one list, no marks twice, the name not doubled.
mkdir -p "$work/second" && cp "$first" "$work/second/"
check "$work/second" "$work/twice"
second=$work/twice/退回修改/退回修改-a.xlsx
n=$(unzip -p "$second" xl/workbook.xml | grep -o '<sheet ' | wc -l)
fills=$(unzip -p "$second" xl/styles.xml | grep -o '<fill>' | wc -l)
if [ "$n" -eq 3 ] && [ "$fills" -eq "$(unzip -p "$first" xl/styles.xml | grep -o '<fill>' | wc -l)" ]; then good twice; else bad twice "$n sheets, $fills fills"; fi
