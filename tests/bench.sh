#!/bin/sh
# tests/bench.sh N FOLDER [BUILD]: writes FOLDER/inbox with N hospitals, each with one level-3 system, so that each
# 备案表 has six pages (cover, notes, 表一 to 表四). Measure then, for instance:
#     tests/bench.sh 200 /tmp/bench && time build/dengbao build /tmp/bench/inbox -o /tmp/bench/out --as-of 2012-06-30
set -eu
n=$1 folder=$2 build=${3:-build}
here=$(cd "$(dirname "$0")/.." && pwd)
source="$here/samples/source/赣州市青禾中心医院.txt"
mkdir -p "$folder/inbox"
awk -v n="$n" '
    # The record that holds the wanted line, without its @record line.
    /^@record/ { text = ""; inside = 1; next }
    inside && (/^@/ || /^$/) {
        if (text ~ /\n信息系统名称 = 电子病历系统\n/) system_text = text
        if (text ~ /^医疗机构名称 = /) unit_text = text
        inside = 0
    }
    inside { text = text $0 "\n" }
    # An organisation code with its check character (GB 11714).
    function code(i,   digits, sum, k) {
        split("3 7 9 10 5 8 4 2", weights, " ")
        digits = sprintf("%08d", i)
        for (k = 1; k <= 8; k++) sum += substr(digits, k, 1) * weights[k]
        return digits "-" substr("0X987654321", sum % 11 + 1, 1)
    }
    function emit(text, i,   lines, k, m) {
        print "@record"
        m = split(text, lines, "\n")
        for (k = 1; k <= m; k++) {
            gsub("赣州市青禾中心医院", "赣州市青禾第" i "医院", lines[k])
            gsub("00000901-3", code(i), lines[k])
            if (lines[k] != "") print lines[k]
        }
    }
    END {
        print "@file 全市汇总.xlsx\n@sheet 单位"
        for (i = 1; i <= n; i++) emit(unit_text, i)
        print "@end\n@sheet 系统"
        for (i = 1; i <= n; i++) emit(system_text, i)
        print "@end"
    }' "$source" >"$folder/bench.txt"
case $build in /*) ;; *) build=$here/$build ;; esac
"$build/tools/make_workbook" "$folder/bench.txt" "$folder/inbox"
