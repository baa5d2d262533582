#!/bin/sh
# The same workbooks as .xlsx and as .xls: the same data, the same complaints at the same cells, and
# a workbook sent back for each.
set -u
build=${1:-build}
cd "$(dirname "$0")/../.." || exit 2
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT
failed=0

report() {
    if [ "$2" = 0 ]; then
        echo "ok $1"
    else
        echo "not ok $1"
        failed=1
    fi
}

mkdir "$work/source" "$work/new" "$work/old"
for source in samples/source/*.txt; do
    grep -q 'fraction=\| raw$' "$source" && continue
    name=$(basename "$source")
    sed 's/^\(@file .*\)\.xlsx/\1.xls/' "$source" >"$work/source/$name"
    "$build/tools/make_workbook" "$source" "$work/new" || exit 2
    "$build/tools/make_workbook" "$work/source/$name" "$work/old" || exit 2
done
# A number that shows as a percentage.
for kind in xlsx xls; do
    {
        printf '@file 百分比.%s\n@sheet 单位信息\n@widths 12 33 4.75\n@include %s/tests/errors/unit.txt\n邮政编码 = 33000\n@end\n' "$kind" "$PWD"
        printf '@sheet 系统清单\n@include %s/tests/errors/system.txt\n网络产品数量 = {n}4\n网络产品使用国产品率 = {p}1\n@end\n' "$PWD"
    } >"$work/percent.txt"
    "$build/tools/make_workbook" "$work/percent.txt" "$work/$([ $kind = xls ] && echo old || echo new)" || exit 2
done
for inbox in new old; do
    "$build/dengbao" check "$work/$inbox" -o "$work/out-$inbox" --as-of 2012-06-30 >"$work/$inbox.log" 2>&1
done

# Names of files and their kinds are what differs, and the digests in files.csv.
sed -i 's/\.xls\([^x]\)/.xlsx\1/g; s/,xls,/,xlsx,/' "$work"/out-old/data/*.csv
for inbox in new old; do
    sed -i 's/,[0-9a-f]\{64\},/,,/' "$work/out-$inbox/data/files.csv"
done
diff -r "$work/out-new/data" "$work/out-old/data" >"$work/diff"
report "an .xls gives the data of the same .xlsx" $?
[ -s "$work/diff" ] && head -n 20 "$work/diff"

new=$(find "$work/out-new/退回修改" -name '*.xlsx' ! -name '*.csv.xlsx' | wc -l)
old=$(find "$work/out-old/退回修改" -name '*.xls.xlsx' | wc -l)
[ "$new" -gt 0 ] && [ "$new" = "$old" ]
report "each .xls with problems is sent back as each .xlsx is" $?

# What goes back of an .xls is read as it was: numbers as they show, merges, the places of all cells.
mkdir "$work/sent" "$work/back"
find "$work/out-old/退回修改" -name '*.xls.xlsx' | while read -r marked; do
    name=$(basename "$marked" .xls.xlsx)
    name=${name#退回修改-}
    find "$work/old" -name "$name.xls" -exec cp {} "$work/sent/" \;
    cp "$marked" "$work/back/$name.xlsx"
done
for inbox in sent back; do
    "$build/dengbao" check "$work/$inbox" -o "$work/out-$inbox" --as-of 2012-06-30 >"$work/$inbox.log" 2>&1
done
sed -i 's/\.xls\([^x]\)/.xlsx\1/g' "$work"/out-sent/data/*.csv
for table in units systems management; do
    diff "$work/out-sent/data/$table.csv" "$work/out-back/data/$table.csv"
done >"$work/diff" 2>&1
[ ! -s "$work/diff" ] && [ "$(wc -l <"$work/out-back/data/systems.csv")" -gt 10 ]
report "what goes back of an .xls is read as the .xls is" $?
[ -s "$work/diff" ] && head -n 20 "$work/diff"
merged=$(for book in "$work"/back/*.xlsx; do unzip -p "$book" 'xl/worksheets/sheet*.xml'; done | grep -o '<mergeCell ' | wc -l)
[ "$merged" -gt 0 ]
report "and has its merges ($merged)" $?
# A percentage and a day stay what they are, and columns as wide as they were.
cell='<c r="[A-Z]*[0-9]*" s="[0-9]*"><v>'
for sheet in 1 2 3; do unzip -p "$work/back/百分比.xlsx" "xl/worksheets/sheet$sheet.xml"; done >"$work/sheet" 2>/dev/null
unzip -p "$work/back/百分比.xlsx" xl/styles.xml >"$work/styles"
grep -q 'numFmtId="10"' "$work/styles" && grep -q "${cell}1</v>" "$work/sheet" && ! grep -q '>100%<' "$work/sheet"
report "and a percentage is one" $?
grep -q 'numFmtId="14"' "$work/styles" && grep -q "${cell}40299</v>" "$work/sheet" && ! grep -q '>2010-05-01<' "$work/sheet"
report "and a day is one" $?
grep -q '<col min="2" max="2" width="33" ' "$work/sheet" && grep -q '<col min="3" max="3" width="4.75" ' "$work/sheet"
report "and columns are as wide" $?
[ "$failed" = 0 ] || grep -o '<col [^>]*' "$work/sheet" | head -n 5
# No program opens a sheet with merges that meet, and one of a single cell is none.
mkdir "$work/meeting"
{
    printf '@file 相交.xls\n@sheet 单位信息\n@include %s/tests/errors/unit.txt\n邮政编码 = 33000\n@end\n' "$PWD"
    printf '@sheet 附注\n@merge B1:C2\n@merge A2:B3\n@merge E1:E1\n@merge A5:B5\n\t甲\t\t\t丁\n乙\n\n\n丙\n'
} >"$work/meeting.txt"
"$build/tools/make_workbook" "$work/meeting.txt" "$work/meeting" || exit 2
"$build/dengbao" check "$work/meeting" -o "$work/out-meeting" --as-of 2012-06-30 >"$work/meeting.log" 2>&1
unzip -p "$work/out-meeting/退回修改/退回修改-相交.xls.xlsx" 'xl/worksheets/sheet2.xml' >"$work/sheet2"
grep -q '甲' "$work/sheet2" && grep -q '乙' "$work/sheet2" && [ "$(grep -o '<mergeCell [^>]*' "$work/sheet2" | wc -l)" = 2 ]
report "merges that meet do not both go back" $?
[ "$failed" = 0 ] || grep -o '<mergeCell [^>]*' "$work/sheet2"
exit $failed
