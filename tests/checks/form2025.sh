#!/bin/sh
# The form of 2025 from the sample: what the workbook holds stands on its sheets, read back out of the PDF, and every option
# that was chosen is ticked, none besides; the pages are sound and all fonts are in them.
build=${1:-build}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
source=samples/source-2025/抚州市兰亭溪医院.txt

check() {
    name=$1
    shift
    if "$@"; then echo "ok form2025-$name"; else echo "not ok form2025-$name"; fi
}
"$build/dengbao" build samples/inbox-2025 -o "$work/out" --as-of 2025-09-30 >"$work/printed" 2>&1
check status test $? -eq 0
check edition grep -qF '版本 2025：2025-09-30 时施行' "$work/printed"
form=$(ls "$work"/out/units/*/备案表.pdf)
check nothing-odd test "$(wc -l <"$work/out/data/diagnostics.csv")" -eq 1
check sound sh -c "qpdf --check '$form' >/dev/null 2>&1"
pdftotext -raw "$form" "$work/text"
sed 's/　//g' "$work/text" | tr -d ' \n\f' >"$work/bare"

# Values of these columns are on no sheet of the form, or in another shape (options, dates, counts, amounts).
other='^(单位名称|统一社会信用代码|邮政编码|行政区划代码|机构.*|系统类别|平台层级|是否.*|所在系统名称|.*时间|.*日期|.*等级|.*级别|.*情况|.*数|.*总量|.*增长量|.*数量|.*个数'
other="$other"'|隶属关系|单位类型|行业类别|业务类型|服务范围|服务对象|部署范围|网络性质|采用技术|定级对象类型|.*模式|.*类型|.*通道|.*组成|数据来源|数据存储(位置|机房|地域)|系统.*(说明|制度|方案|证明|报告)|使用的安全服务清单|行业主管部门指导定级文件|专家评审材料|上级主管部门审批意见)$'
awk -v other="$other" '
    FNR == NR { bare = bare $0; next }
    /^[^@#=]* = / {
        column = value = $0
        sub(/ = .*/, "", column)
        sub(/^[^=]* = /, "", value)
        if (column ~ other) next
        # the province is printed before its word, a list in numbered blanks
        sub(/省$/, "", value)
        n = split(value, parts, "、")
        for (i = 1; i <= n; i++) {
            gsub(/ /, "", parts[i])
            if (index(bare, parts[i]) == 0) print "  " column ": " parts[i]
        }
    }' "$work/bare" "$source" >"$work/lost"
check round-trip test ! -s "$work/lost"
cat "$work/lost"

ticked() { grep -oF -- "√$1" "$work/bare" | wc -l; }
check industry test "$(ticked 32卫生健康)" -eq 1
check cloud-of-two test "$(ticked 云计算技术)" -eq 2
check mobile-of-one test "$(ticked 移动互联技术)" -eq 1
check levels test "$(ticked 第三级)" -eq 6
check regional-degree test "$(ticked 对公民、法人和其他组织的合法权益造成特别严重损害)" -eq 1
check amount grep -qF '1GB1.8TB' "$work/bare"
check code grep -qF '12361000000020255H' "$work/bare"
for sheet in 表一 '表四（1/3）' '表四（2/3）' '表五（2/3）' '表六（3/3）'; do check "has-$sheet" grep -qF "$sheet" "$work/bare"; done
check no-technology sh -c "! grep -qF '表四（3/3）' '$work/bare'"
check no-materials sh -c "! grep -qF '表五（3/3）' '$work/bare'"
