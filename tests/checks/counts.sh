#!/bin/sh
# Zero, one and many are worded rightly: in the templates (counts.py, of every document), and in the papers of institutions
# with no system, with one and with many: no sentence begins with a count of nothing, and where there is nothing to list
# there is no table.
build=${1:-build}
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
check() {
    name=$1
    shift
    if "$@" >"$work/found" 2>&1; then echo "ok counts-$name"; else echo "not ok counts-$name"; head -n 20 "$work/found"; fi
}
check templates python3 "$here/counts.py" templates/prose/*.yaml

# The check finds a count that stands bare, and a word for several.
for planted in '没有{{T1.系统数}}个系统缺少数据。' '各单位均已报送。'; do
    sed "s/^  - {heading: \"二、组织机制\"/  - {para: \"$planted\", style: body}\n&/" templates/prose/annual-report.yaml >"$work/planted.yaml"
    if python3 "$here/counts.py" "$work/planted.yaml" >"$work/found"; then echo 'not ok counts-planted'; else echo 'ok counts-planted'; fi
done

{
    printf '@file none.xlsx\n@sheet 单位信息\n@include %s\n@end\n' "$PWD/tests/errors/unit.txt"
} >"$work/none.txt"
{
    printf '@file one.xlsx\n@sheet 单位信息\n@include %s\n@end\n@sheet 系统清单\n' "$PWD/tests/errors/unit.txt"
    printf '@include %s\n@end\n' "$PWD/tests/errors/system.txt"
    printf '@sheet 差距自查\n@record\n系统名称 = 样本系统\n条款 = 6.1.1.1\n判定 = 不符合\n差距说明 = 无\n@end\n'
} >"$work/one.txt"
# Sentences of the papers, a line each, as a reader is told of them.
sentences() {
    find "$1" -name '*.pdf' | LC_ALL=C sort | while read -r file; do
        pdfinfo -struct-text "$file" 2>/dev/null | sed -n 's/^ *"\(.*\)"$/\1/p' | tr -d '\n' | sed 's/[。；：]/\n/g'
        echo
    done
}
for case in none one many; do
    plan=,plan
    case $case in
    many) in=samples/inbox-plan plan= ;;
    *) in=$work/$case.in; "$build/tools/make_workbook" "$work/$case.txt" "$in" ;;
    esac
    "$build/dengbao" build "$in" -o "$work/$case" --as-of 2012-06-30 --province 江西省 --quiet \
        --only checklist,health,assessment,selfcheck,province$plan >"$work/printed" 2>&1
    [ $? -le 1 ] || { echo "not ok counts-$case-build"; cat "$work/printed"; }
    sentences "$work/$case" >"$work/$case.said"
    check "$case-said" test "$(grep -c '[0-9]' "$work/$case.said")" -gt 20
    # The first number with a classifier behind it.
    LC_ALL=C.UTF-8 sed -n 's/^[^0-9]*\([0-9][0-9.]*\) *\(个\|家\|项\|人\|期\|次\|万元\|张\|条\|行\).*/\1 &/p' "$work/$case.said" |
        grep '^0 ' >"$work/zeros"
    # Tables have rows of nothing, sentences do not.
    tr -d ' ' <"$work/$case.said" | grep -o '第[一二三四五]级0个' >"$work/levels"
    check "$case-names-no-level-of-nothing" sh -c "! test -s '$work/levels'"
    check "$case-begins-with-no-count-of-nothing" sh -c "cat '$work/zeros'; ! test -s '$work/zeros'"
done
# A hospital without systems is told so, and has no table without rows.
check none-worded grep -q '没有报送信息系统' "$work/none.said"
check none-has-no-empty-table sh -c "! grep -q '最近测评\|整改完成率' '$work/none.said'"
check one-has-its-tables grep -q 整改完成率 "$work/one.said"
