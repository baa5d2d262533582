#!/bin/sh
# What tears pages apart is laid out rightly, read back out of the papers: a thousand systems in one institution, a table of
# one cell of three pages, the bureau's own notes longer than any page, an institution with nothing to list.
build=${1:-build}
case $build in /*) ;; *) build=$PWD/$build ;; esac
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
check() {
    name=$1
    shift
    if "$@" >"$work/found" 2>&1; then echo "ok odd-$name"; else echo "not ok odd-$name"; head -n 20 "$work/found"; fi
}
# papers NAME OPTIONS...: of NAME.txt into NAME; no page has a fault.
papers() {
    what=$1
    shift
    "$build/tools/make_workbook" "$work/$what.txt" "$work/$what.in"
    "$build/dengbao" build "$work/$what.in" -o "$work/$what" --as-of 2012-06-30 --province 江西省 --quiet "$@" >"$work/printed" 2>&1
    check "$what-made" sh -c "test $? -le 1 && ! grep PAGE_AUDIT '$work/printed' '$work/$what/data/diagnostics.csv'"
    find "$work/$what" -name '*.pdf' | while read -r file; do
        qpdf --check "$file" >"$work/checked" 2>&1 || { echo "not ok odd-$what-qpdf"; cat "$work/checked"; }
    done
}
# words NAME: the pages of a paper, a file each.
words() {
    file=$(find "$work/$what" -name "$1*.pdf" | head -n 1)
    n_pages=$(pdfinfo "$file" | awk '/^Pages/ { print $2 }')
    rm -f "$work"/page.*
    pdftotext -layout "$file" "$work/all"
    tr -d ' ' <"$work/all" | awk -v RS='\f' -v to="$work/page." '{ printf "%s", $0 > (to sprintf("%04d", NR)) }'
}
unit() { printf '@file %s.xlsx\n@sheet 单位信息\n@include %s\n@end\n' "$1" "$PWD/tests/errors/unit.txt"; }

{
    unit thousand
    printf '@sheet 系统清单\n'
    i=0
    while [ $((i += 1)) -le 1000 ]; do printf '@include %s\n系统名称 = 第%d号业务系统\n' "$PWD/tests/errors/system.txt" $i; done
    printf '@end\n'
} >"$work/thousand.txt"
papers thousand --only health,checklist
words 卫生备案报送表
check thousand-each-once sh -c "tr -d ' ' <'$work/all' | grep -o '第[0-9]*号业务系统' | sort | uniq -c | awk '\$1 != 1 { bad = 1 } END { exit bad || NR != 1000 }'"
check thousand-told-on-each-page sh -c "[ \$(grep -l '卫生备案报送表（续）' '$work'/page.* | wc -l) -eq $((n_pages - 1)) ] &&
    [ \$(grep -l '证明编号' '$work'/page.* | wc -l) -eq $n_pages ]"
last=$(printf '%s/page.%04d' "$work" "$n_pages")
check thousand-signed-beside-rows sh -c "grep -q 第1000号业务系统 '$last' && grep -q 填表人 '$last'"

{
    unit cell
    printf '@sheet 系统清单\n@include %s\n@end\n@sheet 差距自查\n@record\n' "$PWD/tests/errors/system.txt"
    printf '系统名称 = 样本系统\n条款 = 6.1.1.1\n判定 = 不符合\n差距说明 = {x130}机房选址不当没有防水措施。\n@end\n'
} >"$work/cell.txt"
papers cell --only plan
words 整改方案
check cell-goes-over-pages sh -c "[ \$(grep -l '差距分析表（部分符合.*（续）' '$work'/page.* | wc -l) -ge 3 ]"
pdfinfo -struct-text "$file" 2>/dev/null | sed -n 's/^ *"\(.*\)"$/\1/p' | tr -d '\n' >"$work/told"
# Both tables of gaps, and no letter of it is lost between two pages.
check cell-is-whole sh -c "[ \$(grep -o '机房选址不当没有防水措施。' '$work/told' | wc -l) -eq 260 ]"

{
    unit notes
    printf '@sheet 系统清单\n@include %s\n@end\n' "$PWD/tests/errors/system.txt"
} >"$work/notes.txt"
cp -R templates "$work/templates"
i=0
while [ $((i += 1)) -le 200 ]; do echo "$i、局里印发的一条，逐条填写，不得遗漏，打印清楚，加盖公章后报送属地公安机关。"; done >"$work/templates/forms/filing-notes.2007.txt"
papers notes --only filing,checklist --templates "$work/templates"
words 备案表
check notes-whole sh -c "[ \$(tr -d ' \n' <'$work/all' | grep -o '[0-9]*、局里印发的一条' | sort -u | wc -l) -eq 200 ]"

# names NAME N: names of N characters for institution and system, with gaps, so that all papers are made.
names() {
    {
        printf '@file %s.xlsx\n@sheet 单位信息\n@include %s\n单位名称 = {x%s}院\n@end\n' "$1" "$PWD/tests/errors/unit.txt" $(($2))
        printf '@sheet 系统清单\n@include %s\n单位名称 = {x%s}院\n系统名称 = {x%s}长\n@end\n' "$PWD/tests/errors/system.txt" $(($2)) $(($2))
        printf '@sheet 差距自查\n@record\n系统名称 = {x%s}长\n条款 = 6.1.1.1\n判定 = 不符合\n差距说明 = 无\n@end\n' $(($2))
    } >"$work/$1.txt"
}
names longest 200
papers longest
check longest-name-has-its-papers sh -c "find '$work/longest' -name '备案表.pdf' | grep -q . && find '$work/longest' -name '整改方案*.pdf' | grep -q ."
for edition in 2020 2025; do
    names longest$edition 200
    papers longest$edition --edition $edition
done
# Longer ones are told at their cell, and head no page.
names over 201
papers over
check over-is-told-at-its-cells sh -c "[ \$(grep -c 'VALUE_TOO_LONG.*超过 200 个字' '$work/over/data/diagnostics.csv') -ge 3 ]"
check over-names-nothing sh -c "! find '$work/over/units' -name '*.pdf' 2>/dev/null | grep ."

unit none >"$work/none.txt"
papers none
check none-has-its-papers sh -c "find '$work/none' -name '年度自查报告.pdf' | grep -q . && ! find '$work/none' -name '备案表*.pdf' | grep ."
