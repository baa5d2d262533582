#!/bin/sh
# What a sender answers 确认无误 to on the list of a returned workbook is a note as long as the value stands.
build=${1:-build}
program=$build/dengbao
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
good() { echo "ok confirmations-$1"; }
bad() {
    echo "not ok confirmations-$1 ($2)"
    [ ! -s "$work/said" ] || head -n 8 "$work/said"
}
run() { "$program" "$@" --edition 2007 --as-of 2012-06-30 >"$work/said" 2>&1; }
strings() { unzip -p "$1" 'xl/*.xml' 'xl/worksheets/*.xml' 2>/dev/null; }

# Three institutions; of 甲 a phone (found in reading) and a grade (found by the rules) are doubtful, and a postcode wrong.
unit() { printf '@include %s/tests/errors/unit.txt\n单位名称 = %s\n行政区划代码 = %s\n' "$PWD" "$1" "$2"; }
describe() {
    printf '@file 甲.xlsx\n@sheet 单位信息\n'
    unit 甲医院 360102
    printf '邮政编码 = 33000\n责任部门联系人办公电话 = %s\n@end\n@sheet 系统清单\n' "$1"
    [ -z "$2" ] || printf '@include %s/tests/errors/system.txt\n单位名称 = 甲医院\n系统名称 = 前面的系统\n' "$PWD"
    printf '@include %s/tests/errors/system.txt\n单位名称 = 甲医院\n投入运行日期 = {d}2014-05-01\n@end\n' "$PWD"
}
{
    describe 86250000
    for name in 乙 丙; do
        printf '@file %s.xlsx\n@sheet 单位信息\n' $name
        unit $name医院 360103
        printf '@end\n@sheet 系统清单\n@include %s/tests/errors/system.txt\n单位名称 = %s医院\n@end\n' "$PWD" $name
    done
} >"$work/description"
mkdir -p "$work/in" "$work/back" && "$build/tools/make_workbook" "$work/description" "$work/in" || bad made make_workbook
run check "$work/in" -o "$work/first"
returned=$work/first/退回修改/退回修改-甲.xlsx
# the row of the list that names an id, by the order of its lines behind its header
row_of() {
    unzip -p "$1" xl/worksheets/sheetDengbao1.xml | sed 's/<row r="/\n&/g' | grep ">$2<" | sed 's/<row r="\([0-9]*\)".*/\1/'
}
phone=$(row_of "$returned" PHONE_NO_AREA) ahead=$(row_of "$returned" DATE_AHEAD) post=$(row_of "$returned" DIGITS_LOST)
{
    printf 'sheet\t修改清单\nset\tL%s\t确认无误\nset\tM%s\t总机没有区号\nset\tN%s\t王五\n' "$phone" "$phone" "$phone"
    printf 'set\tL%s\t确认无误\nset\tM%s\t预定的日期\nset\tL%s\t确认无误\nset\tM%s\t不接受的\n' "$ahead" "$ahead" "$post" "$post"
} >"$work/script"
"$build/tools/fill_workbook" "$returned" "$work/script" "$work/back/退回修改-甲.xlsx" || bad made fill
cp "$work/in/乙.xlsx" "$work/in/丙.xlsx" "$work/back/"

# Honoured: a note with its reason, a row in data/, gone from the sender's lists; the error stays.
run build "$work/back" -o "$work/out"
list=$work/out/data/diagnostics.csv rows=$work/out/data/confirmations.csv
if [ "$(grep -c ',CONFIRMED,note,' "$list")" -eq 2 ] && ! grep -q ',PHONE_NO_AREA,\|,DATE_AHEAD,' "$list" &&
    grep -q 'PHONE_NO_AREA,责任部门联系人办公电话,[0-9a-f]*,总机没有区号,王五,' "$rows" &&
    grep -q 'DATE_AHEAD,样本系统/投入运行日期,[0-9a-f]*,预定的日期' "$rows" && [ "$(wc -l <"$rows")" -eq 3 ]; then
    good honoured
else
    bad honoured "$(grep 'CONFIRM\|PHONE\|AHEAD' "$list") $(cat "$rows")"
fi
if grep -q ',DIGITS_LOST,error,' "$list" && grep -q ',CONFIRMATION_REFUSED,note,' "$list"; then good error; else bad error "$(grep DIGITS "$list")"; fi
own=$(find "$work/out/units" -name '问题-甲医院.xlsx')
strings "$own" >"$work/own"
unzip -p "$work/out/退回修改/退回修改-甲.xlsx" xl/worksheets/sheetDengbao1.xml >"$work/returned"
strings "$work/out/问题清单.xlsx" >"$work/all"
if ! grep -q '没有区号\|预定的日期' "$work/own" "$work/returned" && grep -q '33000' "$work/own" &&
    grep -q '确认清单' "$work/all" && grep -q '总机没有区号' "$work/all" && grep -q '王五' "$work/all" &&
    strings "$work/out/province/年度统计表.xlsx" | grep -q '预定的日期'; then
    good lists
else
    bad lists "$(grep -c '没有区号' "$work/own" "$work/returned" "$work/all")"
fi

# Kept: the original comes again, with a row put in above, and the returned book is gone.
describe 86250000 more >"$work/description"
mkdir -p "$work/later" && "$build/tools/make_workbook" "$work/description" "$work/later" && cp "$work/in/乙.xlsx" "$work/in/丙.xlsx" "$work/later/"
cp -r "$work/out" "$work/kept" && run build "$work/later" -o "$work/kept"
if [ "$(grep -c ',CONFIRMED,note,' "$work/kept/data/diagnostics.csv")" -eq 2 ] && cmp -s "$rows" "$work/kept/data/confirmations.csv"; then
    good kept
else
    bad kept "$(grep 'PHONE\|AHEAD' "$work/kept/data/diagnostics.csv")"
fi
run build "$work/later" -o "$work/next" --previous "$work/out"
if [ "$(grep -c ',CONFIRMED,note,' "$work/next/data/diagnostics.csv")" -eq 2 ]; then good previous; else bad previous "$(grep -c CONFIRMED "$work/next/data/diagnostics.csv")"; fi

# A column that is called otherwise is the same column.
describe 86250000 >"$work/description"
mkdir -p "$work/renamed" "$work/renamed-in" && "$build/tools/make_workbook" "$work/description" "$work/renamed-in" && cp "$work/in/乙.xlsx" "$work/in/丙.xlsx" "$work/renamed/"
run check "$work/renamed-in" -o "$work/places"
header_of() { awk -F, -v id="$1" '$4 == id { sub(/[0-9]+$/, "", $3); print $3 "1"; exit }' "$work/places/data/diagnostics.csv"; }
printf 'sheet\t单位信息\nset\t%s\t责任部门电话\nsheet\t系统清单\nset\t%s\t上线时间\n' "$(header_of PHONE_NO_AREA)" "$(header_of DATE_AHEAD)" >"$work/script"
"$build/tools/fill_workbook" "$work/renamed-in/甲.xlsx" "$work/script" "$work/renamed/甲.xlsx" || bad renamed fill
cp -r "$work/out" "$work/called" && run build "$work/renamed" -o "$work/called"
if [ "$(grep -c ',CONFIRMED,note,' "$work/called/data/diagnostics.csv")" -eq 2 ] && grep -q ',CONFIRMED,note,上线时间,' "$work/called/data/diagnostics.csv" &&
    cmp -s "$rows" "$work/called/data/confirmations.csv"; then
    good renamed
else
    bad renamed "$(grep 'CONFIRM\|PHONE\|AHEAD' "$work/called/data/diagnostics.csv")"
fi

# Another value is asked about again, and its confirmation ends.
describe 86250001 >"$work/description"
"$build/tools/make_workbook" "$work/description" "$work/later" && run build "$work/later" -o "$work/kept"
if grep -q ',PHONE_NO_AREA,warning,' "$work/kept/data/diagnostics.csv" && [ "$(grep -c ',CONFIRMED,note,' "$work/kept/data/diagnostics.csv")" -eq 1 ] &&
    ! grep -q PHONE "$work/kept/data/confirmations.csv" && grep -q AHEAD "$work/kept/data/confirmations.csv"; then
    good changed
else
    bad changed "$(grep 'PHONE\|CONFIRMED' "$work/kept/data/diagnostics.csv")"
fi

# Of two rows of requirements that say the same, the one that was confirmed is.
gap() { printf '@record\n单位名称 = 甲医院\n系统名称 = 样本系统\n条款 = %s\n判定 = 符合\n整改措施 = 照旧\n' "$1"; }
{
    describe 0791-86250000
    printf '@sheet 差距自查\n@header 单位名称\t系统名称\t条款\t判定\t整改措施\n'
    gap 6.1.1.1
    gap '6.1.1.2 a)'
    printf '@end\n'
} >"$work/description"
mkdir -p "$work/gaps" "$work/gaps-back" && "$build/tools/make_workbook" "$work/description" "$work/gaps" && run check "$work/gaps" -o "$work/idle"
returned=$work/idle/退回修改/退回修改-甲.xlsx
idle=$(row_of "$returned" GAP_IDLE | head -n 1)
printf 'sheet\t修改清单\nset\tL%s\t确认无误\nset\tM%s\t维持现状\n' "$idle" "$idle" >"$work/script"
"$build/tools/fill_workbook" "$returned" "$work/script" "$work/gaps-back/退回修改-甲.xlsx" && run build "$work/gaps-back" -o "$work/idle"
if [ "$(grep -c ',GAP_IDLE,warning,' "$work/idle/data/diagnostics.csv")" -eq 1 ] && [ "$(grep -c ',CONFIRMED,note,' "$work/idle/data/diagnostics.csv")" -eq 1 ]; then
    good rows
else
    bad rows "$(grep 'GAP_IDLE\|CONFIRMED' "$work/idle/data/diagnostics.csv")"
fi

# Shares and several processes give the same bytes.
for i in 1 2 3; do run build "$work/back" -o "$work/share$i" --shard $i/3; done
run report "$work/share1" "$work/share2" "$work/share3" -o "$work/sum"
run build "$work/back" -o "$work/many" -j 2
same=yes
for name in data/confirmations.csv data/diagnostics.csv data/files.csv 问题清单.xlsx province/年度统计表.xlsx province/年度工作报告.pdf; do
    cmp -s "$work/out/$name" "$work/sum/$name" && cmp -s "$work/out/$name" "$work/many/$name" || same="$same $name"
done
if [ "$same" = yes ]; then good shares; else bad shares "$same"; fi
