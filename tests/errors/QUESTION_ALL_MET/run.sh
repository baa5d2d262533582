#!/bin/sh
# Forty items of a gap sheet, all met; one that is not takes the question away.
cut -d , -f 1,6 templates/rules/controls.csv | sed -n 's/^GB.T 22239-2008,\(6.*\)/\1/p' | sort -u | head -n 40 >"$1/clauses"
for verdict in 符合 不符合; do
    {
        printf '@file a.xlsx\n@sheet 单位信息\n@include %s/tests/errors/unit.txt\n@end\n' "$PWD"
        printf '@sheet 系统清单\n@include %s/tests/errors/system.txt\n@end\n' "$PWD"
        printf '@sheet 差距自查\n@header 单位名称\t系统名称\t条款\t项\t控制点\t检查内容\t现状\t判定\t差距说明\t整改措施\t开始日期\t完成期限\t预算(万元)\n'
        while read -r clause; do
            printf '@record\n单位名称 = 南昌市样本医院\n系统名称 = 样本系统\n条款 = %s\n现状 = 已落实\n判定 = %s\n' "$clause" $verdict
        done <"$1/clauses"
        echo @end
    } >"$1/input.txt"
    "$make_workbook" "$1/input.txt" "$1/in" || exit 1
    "$program" check "$1/in" -o "$1/$verdict" --as-of 2012-06-30 --edition 2007 -q >"$1/said" 2>&1
done
cat "$1/said"
cut -c 1-200 "$1/符合/data/gaps.csv" | head -n 3
grep -q '^a.xlsx,系统清单,[A-Z]*[0-9]*,QUESTION_ALL_MET,warning,.*项全部判为“符合”' "$1/符合/data/diagnostics.csv" && ! grep QUESTION_ "$1/不符合/data/diagnostics.csv"
