#!/bin/sh
# The blank workbook: made, filled in by cells, built without a word; columns moved and reworded; left empty.
build=${1:-build}
program=$build/dengbao
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
good() { echo "ok template-$1"; }
bad() {
    echo "not ok template-$1 ($2)"
    [ ! -s "$work/said" ] || head -n 12 "$work/said"
}

# fill NAME: what is in $work/script written into the blank workbook.
fill() {
    rm -rf "$work/in" && mkdir -p "$work/in"
    "$build/tools/fill_workbook" "$work/blank.xlsx" "$work/script" "$work/in/$1.xlsx" || bad "$1" fill
}
# letter SHEET HEADER: the column that has it.
letter() {
    awk -v sheet="sheet \"$1\"" -v header="\"$2\"" '
        /^sheet / { here = index($0, sheet) == 1 }
        here && $1 ~ /^[A-Z]+2$/ { text = $0; sub(/^ *[^ ]+ [^ ]+ /, "", text); sub(/\*"$/, "\"", text)
                                   sub(/\(\*\)"$/, "\"", text)
                           if (text == header) { sub(/2$/, "", $1); print $1 } }' "$work/dump/blank.xlsx.sheets.txt"
}
# record SHEET ROW FILE: the values of a description of tests/errors as commands.
record() {
    printf 'sheet\t%s\n' "$1"
    grep ' = ' "$3" | grep -v '^#' | while read -r line; do
        name=${line%% = *} value=${line#* = }
        column=$(letter "$1" "$name")
        [ -n "$column" ] || echo "no column $name" >&2
        printf 'set\t%s%s\t%s\n' "$column" "$2" "${value#\{d\}}"
    done
}

"$program" template --edition 2007 -o "$work/blank.xlsx" --dump "$work/dump" >"$work/said" 2>&1 || bad made status
"$program" template --edition 2007 -o "$work/again.xlsx" >"$work/said" 2>&1
if cmp -s "$work/blank.xlsx" "$work/again.xlsx"; then good same-bytes; else bad same-bytes differs; fi

# What the form has boxes for besides.
cat >"$work/more.txt" <<'END'
系统编号 = 00001
安全专用产品数量 = 0
网络产品数量 = 0
操作系统数量 = 0
数据库数量 = 0
服务器数量 = 0
等级测评服务 = 无
风险评估服务 = 无
灾难恢复服务 = 无
应急响应服务 = 无
系统集成服务 = 无
安全咨询服务 = 无
安全培训服务 = 无
系统定级报告 = 无
填表人 = 丙三
填表日期 = 2011-08-02
END
# The form prints the prefecture's code, and says so of a county's.
echo '行政区划代码 = 360100' >"$work/place.txt"
{ record 单位信息 4 tests/errors/unit.txt; record 单位信息 4 "$work/place.txt"; record 系统清单 4 tests/errors/system.txt; record 系统清单 4 "$work/more.txt"; } >"$work/filled" 2>"$work/lost"
[ ! -s "$work/lost" ] || bad every-header "$(head -n 1 "$work/lost")"

cp "$work/filled" "$work/script"
fill filled
if "$program" build "$work/in" -o "$work/out" --as-of 2012-06-30 --edition 2007 >"$work/said" 2>&1 &&
    [ "$(wc -l <"$work/out/data/diagnostics.csv")" -eq 1 ] && [ "$(wc -l <"$work/out/data/units.csv")" -eq 2 ] &&
    [ "$(wc -l <"$work/out/data/systems.csv")" -eq 2 ] && ls "$work"/out/units/*/备案表.pdf >/dev/null &&
    ! grep -q 示例 "$work/out/data/units.csv"; then
    good round-trip
else
    bad round-trip "$(tail -n 1 "$work/out/data/diagnostics.csv")"
fi

# Nothing but what is marked as asked for: what stands empty then is asked of nobody but in one note.
cat >"$work/marked.txt" <<'END'
单位名称 = 南昌市样本医院
系统名称 = 样本系统
业务类型 = 生产作业
业务描述 = 样本业务。
系统类别 = 其他
平台层级 = 无
是否跨省全国联网 = 否
服务范围 = 地(市、区)内
服务对象 = 单位内部人员
覆盖范围 = 局域网
网络性质 = 业务专网
系统互联情况 = 与本单位其他系统连接
投入运行日期 = 2010-05-01
是否分系统 = 否
安全保护等级 = 第二级
业务信息受侵害客体 = 公民、法人和其他组织的合法权益
业务信息侵害程度 = 严重损害
业务信息安全保护等级 = 第二级
系统服务受侵害客体 = 公民、法人和其他组织的合法权益
系统服务侵害程度 = 严重损害
系统服务安全保护等级 = 第二级
定级时间 = 2011-08-01
专家评审情况 = 否
是否有主管部门 = 否
END
echo '行业类别 = 卫生' >>"$work/place.txt"
for day in 2012-06-30 2026-06-30; do
    edition=2007
    [ $day = 2012-06-30 ] || edition=2025
    "$program" template --edition $edition -o "$work/blank.xlsx" --dump "$work/dump" >"$work/said" 2>&1
    # Each box that the bureau asks for is marked as asked for, or starred, where the clerk fills it in.
    awk -F, -v edition=$edition 'NR == FNR { label[$1] = $2; next }
        $3 == "blank" && $1 ~ edition && $6 !~ /^data/ && ($6 in label) { print label[$6] }' \
        templates/columns/fields.csv templates/rules/checks.csv | sort -u >"$work/boxes"
    while read -r box; do grep -qF -e "\"$box(*)" -e "\"$box*\"" "$work/dump/blank.xlsx.sheets.txt" || echo "$box"; done <"$work/boxes" >"$work/unmarked"
    if [ -s "$work/boxes" ] && [ ! -s "$work/unmarked" ]; then good boxes-$edition; else bad boxes-$edition "$(head -n 3 "$work/unmarked")"; fi
    { record 单位信息 4 tests/errors/unit.txt; record 单位信息 4 "$work/place.txt"; record 系统清单 4 "$work/marked.txt"; } >"$work/script" 2>"$work/lost"
    fill marked
    "$program" check "$work/in" -o "$work/marked" --as-of $day --edition $edition >"$work/said" 2>&1
    if [ ! -s "$work/lost" ] && [ "$(grep -vc '^file,\|FORM_BLANK,warning\|FORM_LACKS,note' "$work/marked/data/diagnostics.csv")" -eq 0 ]; then good marked-$edition; else
        bad marked-$edition "$(cat "$work/lost") $(grep -v 'FORM_BLANK\|FORM_LACKS' "$work/marked/data/diagnostics.csv" | tail -n 2)"
    fi
done
# Each example is one of the choices of its edition.
if python3 tests/checks/template_examples.py "$work/blank.xlsx" >"$work/said"; then good examples; else bad examples choices; fi
"$program" template --edition 2007 -o "$work/blank.xlsx" --dump "$work/dump" >"$work/said" 2>&1

# The other sheets filled in too: every row is read, the examples are not, and nothing is said but
# that the other items of the baseline are missing.
put() { printf 'set\t%s4\t%s\n' "$(letter "$1" "$2")" "$3"; }
{
    cat "$work/filled"
    printf 'sheet\t差距自查\n'
    put 差距自查 单位名称 南昌市样本医院
    put 差距自查 系统名称 样本系统
    put 差距自查 条款 6.1.3.1
    put 差距自查 项 'a)'
    put 差距自查 层面 主机安全
    put 差距自查 控制点 身份鉴别
    put 差距自查 现状 已启用
    put 差距自查 判定 符合
    printf 'sheet\t单位管理情况\n'
    put 单位管理情况 单位名称 南昌市样本医院
    put 单位管理情况 主要负责人 甲一
    printf 'sheet\t专家名单\n'
    put 专家名单 单位名称 南昌市样本医院
    put 专家名单 专家姓名 丁四
    put 专家名单 专家单位 样本大学
    put 专家名单 专家类别 信息安全
    put 专家名单 委员会职务 委员
    printf 'sheet\t产品清单\n'
    put 产品清单 单位名称 南昌市样本医院
    put 产品清单 系统名称 样本系统
    put 产品清单 产品类型 安全专用产品
    put 产品清单 产品名称 样本防火墙
    put 产品清单 产品数量 2
    put 产品清单 是否国产 是
} >"$work/whole"
cp "$work/whole" "$work/script"
fill whole
"$program" build "$work/in" -o "$work/all" --as-of 2012-06-30 --edition 2007 >"$work/said" 2>&1
if [ "$(wc -l <"$work/all/data/diagnostics.csv")" -eq 2 ] && grep -q GAP_UNCHECKED "$work/all/data/diagnostics.csv" && grep -q '6.1.3.1' "$work/all/data/gaps.csv" && [ "$(grep -c "差距自查!" "$work/all/data/gaps.csv")" -eq 1 ] &&
    grep -q 丁四 "$work/all/data/experts.csv" && [ "$(wc -l <"$work/all/data/experts.csv")" -eq 2 ] && grep -q 甲一 "$work/all/data/management.csv"; then
    good every-sheet
else
    bad every-sheet "$(tail -n 2 "$work/all/data/diagnostics.csv")"
fi

# A lone cell below the example is data, not a remark.
printf 'sheet\t单位信息\nset\tB4\t南昌市样本医院\n' >"$work/script"
fill lone
"$program" check "$work/in" -o "$work/lone" --edition 2007 >"$work/said" 2>&1
if grep -q 'VALUE_EMPTY' "$work/lone/data/diagnostics.csv"; then good lone-cell; else bad lone-cell silent; fi

# Two columns exchanged, one header reworded: everything is read, and the new word is said.
name=$(letter 系统清单 系统名称) level=$(letter 系统清单 信息系统安全保护等级) business=$(letter 系统清单 业务描述)
[ -n "$level" ] || level=$(letter 系统清单 安全保护等级)
{ cat "$work/filled"; printf 'set\t%s2\t主要功能\nswap\t%s\t%s\n' "$business" "$name" "$level"; } >"$work/script"
fill moved
"$program" build "$work/in" -o "$work/moved" --as-of 2012-06-30 --edition 2007 >"$work/said" 2>&1
if [ "$(grep -c . "$work/moved/data/diagnostics.csv")" -eq 2 ] && grep -q "系统清单,${business}2,COLUMN_RENAMED,note" "$work/moved/data/diagnostics.csv" &&
    sed 's/filled.xlsx/moved.xlsx/' "$work/out/data/systems.csv" | cmp -s - "$work/moved/data/systems.csv"; then
    good moved
else
    bad moved "$(tail -n 1 "$work/moved/data/diagnostics.csv")"
fi

# The same of the other sheets.
verdict=$(letter 差距自查 判定) clause=$(letter 差距自查 条款) kind=$(letter 专家名单 专家类别) expert=$(letter 专家名单 专家姓名) why=$(letter 差距自查 差距说明)
{
    cat "$work/whole"
    printf 'sheet\t差距自查\nset\t%s2\t差距描述\nswap\t%s\t%s\nsheet\t专家名单\nswap\t%s\t%s\n' "$why" "$verdict" "$clause" "$kind" "$expert"
} >"$work/script"
fill apart
"$program" build "$work/in" -o "$work/apart" --as-of 2012-06-30 --edition 2007 >"$work/said" 2>&1
if [ "$(grep -c . "$work/apart/data/diagnostics.csv")" -eq 3 ] && grep -q "差距自查,${why}2,COLUMN_RENAMED,note" "$work/apart/data/diagnostics.csv" &&
    sed 's/whole.xlsx/apart.xlsx/' "$work/all/data/gaps.csv" | cmp -s - "$work/apart/data/gaps.csv" &&
    sed 's/whole.xlsx/apart.xlsx/' "$work/all/data/experts.csv" | cmp -s - "$work/apart/data/experts.csv"; then
    good moved-apart
else
    bad moved-apart "$(tail -n 2 "$work/apart/data/diagnostics.csv")"
fi

# What a drop-down would refuse is refused again when it was pasted.
{ cat "$work/filled"; printf 'set\t%s4\t第九级\n' "$level"; } >"$work/script"
fill pasted
"$program" check "$work/in" -o "$work/pasted" --edition 2007 >"$work/said" 2>&1
if grep -q "系统清单,${level}4,LEVEL" "$work/pasted/data/diagnostics.csv"; then good pasted; else bad pasted silent; fi
