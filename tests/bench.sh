#!/bin/sh
# tests/bench.sh N FOLDER [BUILD [BOOKS]]: writes FOLDER/inbox with N hospitals, in one workbook or in each of BOOKS, each
# with one level-3 system, so that each 备案表 has six pages (cover, notes, 表一 to 表四), and no two of them the same but the
# notes. Measure then, for instance:
#     tests/bench.sh 200 /tmp/bench && time build/dengbao build /tmp/bench/inbox -o /tmp/bench/out --as-of 2012-06-30
set -eu
n=$1 folder=$2 build=${3:-build} books=${4:-}
here=$(cd "$(dirname "$0")/.." && pwd)
case $build in /*) ;; *) build=$here/$build ;; esac
source="$here/samples/source/赣州市青禾中心医院.txt"
mkdir -p "$folder/inbox"
# write BOOK NAME: hospitals (BOOK - 1) * N + 1 and so on.
write() {
    awk -v n="$n" -v book="$1" -v name="$2" '
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
    # The next of a sequence of numbers that i began, from 0 to below n; a word of some characters; a day.
    function next_of(n) { seed = seed * 16807 % 2147483647; return int(seed / 7) % n }
    function word(length_of,   k, made) { for (k = 1; k <= length_of; k++) made = made han[1 + next_of(n_han)]; return made }
    function day(year) { return sprintf("{d}%d-%02d-%02d", year, 1 + next_of(12), 1 + next_of(28)) }
    # What a hospital writes in a column; empty: what the sample has. Each writes its own, as hospitals do.
    function written(column) {
        if (column == "详细地址") return word(2) "路" (1 + next_of(300)) "号"
        if (column == "邮编") return sprintf("34%04d", 1000 + next_of(9000))
        if (column ~ /(负责人|联系人姓名|联络员|填表人)$/) return word(2 + next_of(2))
        if (column ~ /办公电话$/) return sprintf("0797-%07d", 1000000 + next_of(9000000))
        if (column ~ /移动电话$/) return sprintf("13%d-%04d-%04d", next_of(10), next_of(10000), next_of(10000))
        if (column ~ /电子邮件$/) return "u" next_of(100000) "@qinghe.example"
        if (column == "系统编号") return sprintf("QH-%02d", 1 + next_of(99))
        if (column == "主要功能") return word(30 + next_of(30)) "。"
        if (column ~ /^(服务对象|覆盖范围|系统互联情况)$/) return 1 + next_of(3)
        if (column == "业务类型") return 1 + next_of(5)
        if (column ~ /品数量$|系统数量$|数据库数量$|服务器数量$/) return "{n}" (1 + next_of(90))
        if (column ~ /国产品率$/) return next_of(101) "%"
        if (column == "上线时间") return day(2005 + next_of(5))
        if (column == "等级测评单位名称") return "江西" word(2) "信息安全测评有限公司"
        if (column ~ /附件名称$/) return word(4) ".pdf"
        return ""
    }
    function emit(text, i,   lines, k, m, column, own) {
        print "@record"
        m = split(text, lines, "\n")
        for (k = 1; k <= m; k++) {
            gsub("赣州市青禾中心医院", "赣州市青禾第" i "医院", lines[k])
            gsub("00000901-3", code(i), lines[k])
            column = lines[k]
            sub(/ = .*/, "", column)
            seed = i * 7919 % 2147483647 + k * 104729
            own = written(column)
            if (lines[k] != "") print (own == "" ? lines[k] : column " = " own)
        }
    }
    BEGIN { n_han = split("青 山 建 设 解 放 人 民 中 和 平 文 化 健 康 长 江 学 府 滨 东 湖 西 岭 南 浦 北 苑 红 旗 胜 利 书 写 存 储 调 阅 住 院 病 历 门 诊", han, " ") }
    END {
        print "@file " name ".xlsx\n@sheet 单位"
        for (i = 1; i <= n; i++) emit(unit_text, (book - 1) * n + i)
        print "@end\n@sheet 系统"
        for (i = 1; i <= n; i++) emit(system_text, (book - 1) * n + i)
        print "@end"
    }' "$source" >"$folder/bench.txt"
    "$build/tools/make_workbook" "$folder/bench.txt" "$folder/inbox"
}
if [ -z "$books" ]; then
    write 1 全市汇总
else
    for book in $(seq "$books"); do write "$book" "全市汇总$(printf '%03d' "$book")"; done
fi
