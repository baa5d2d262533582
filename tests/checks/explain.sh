#!/bin/sh
# `dengbao explain`: a system by a part of its name, the near ones where there is none; and as JSON, whose inputs alone,
# written into sheets again and explained again, give the same results (tests/tools/replay.py); and how it reads.
build=${1:-build}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
case $build in /*) ;; *) build=$PWD/$build ;; esac
explain() {
    "$build/dengbao" explain samples/inbox --as-of 2012-06-30 --edition 2007 -q "$@" >"$work/said" 2>"$work/told"
}
says() {
    name=$1 file=$2 words=$3
    if grep -qF -- "$words" "$work/$file"; then echo "ok explain-$name"; else
        echo "not ok explain-$name"
        head -n 5 "$work/$file"
    fi
}
explain --unit 赣州市青禾中心医院 --system 信息系统
says part-of-a-name said '赣州市青禾中心医院　医院信息系统'
explain --unit 赣州市青禾中心医院 --system 电子病历系统
if grep -q '　' "$work/said" && [ "$(grep -c '结论：' "$work/said")" = 1 ]; then echo 'ok explain-whole-name'; else echo 'not ok explain-whole-name'; fi
explain --unit 赣州市青禾中心医院 --system 电子病厉系统
[ $? = 2 ] && says near-names told '相近的有：电子病历系统' || echo 'not ok explain-near-names (exit status)'
explain --system 电子病例
[ $? = 2 ] && says near-parts told '相近的有：电子病历系统' || echo 'not ok explain-near-parts (exit status)'
explain --unit 赣州市青禾中心医院
says unit-duties said '赣州市青禾中心医院　本单位的义务'
says reason said '理由：填报第二级，低于下限第三级（三级甲等医院的核心业务信息系统）'
says as-written said '＝社会秩序和公共利益（填写为“社会秩序、公共利益”）'
explain --unit 赣州市青禾中心医院 --system 医院信息系统 --editions
for edition in 2007 2020 2025; do says "edition-$edition" said "  $edition 版（"; done
says editions-own-matrix said "2020 版（GB/T 22240-2020）"

# A health bureau whose duties rest on its experts, and whose system has a gap sheet.
mkdir -p "$work/bureau"
cat >"$work/bureau/单位.csv" <<'END'
单位名称,行政区划代码,机构类别,机构级别,信息安全专家委员会成立时间
江西省卫生厅,360000,卫生行政部门,省级,2012-01-10
END
cat >"$work/bureau/系统.csv" <<'END'
单位名称,系统名称,系统类别,安全保护等级,业务信息安全保护等级,系统服务安全保护等级,定级时间
江西省卫生厅,预约平台,网站,三级,三级,三级,2012-03-01
END
cat >"$work/bureau/专家名单.csv" <<'END'
单位名称,专家姓名,专家单位,专家类别
江西省卫生厅,王一,市医院,卫生
江西省卫生厅,李二,市公安局,公安
江西省卫生厅,张三,某大学,
END
cat >"$work/bureau/差距.csv" <<'END'
单位名称,系统名称,条款,判定
江西省卫生厅,预约平台,7.1.1.1 b),不符合
江西省卫生厅,预约平台,7.1.1.2 a),符合
END
replay() { # UNIT SOURCE
    "$build/dengbao" explain "$2" --unit "$1" --as-of 2012-06-30 --edition 2007 -q --json >"$work/first.json" 2>"$work/told"
    rm -rf "$work/again" && mkdir "$work/again"
    python3 tests/tools/replay.py write "$work/first.json" "$work/again" || echo "not ok explain-replay ($1)"
    "$build/dengbao" explain "$work/again" --as-of 2012-06-30 --edition 2007 -q --json >"$work/second.json" 2>"$work/told"
    if python3 tests/tools/replay.py compare "$work/first.json" "$work/second.json"; then echo "ok explain-replay ($1)"; else
        echo "not ok explain-replay ($1)"
        head -n 5 "$work/told"
    fi
    # Another day, another account: the comparison can fail.
    "$build/dengbao" explain "$work/again" --as-of 2011-06-30 --edition 2007 -q --json >"$work/second.json" 2>"$work/told"
    python3 tests/tools/replay.py compare "$work/first.json" "$work/second.json" >"$work/differences"
    if [ -s "$work/differences" ]; then echo 'ok explain-replay-can-fail'; else
        echo "not ok explain-replay-can-fail"
    fi
}
replay 赣州市青禾中心医院 samples/inbox
replay 上饶市鹤溪疾病预防控制中心 samples/inbox
replay 江西省卫生厅 "$work/bureau"
says replay-experts first.json '"written":"卫生"'
says replay-gaps first.json '"written":"7.1.1.1 b)"'
grep -A3 '"rule":"OB-56"' "$work/first.json" | grep -qF '"evidence":["expert.class","expert.class","expert.class"]'; if [ $? = 0 ]; then echo 'ok explain-experts-are-evidence'; else echo 'not ok explain-experts-are-evidence'; fi
# Without them the account is another.
rm "$work/again/专家名单.csv"
"$build/dengbao" explain "$work/again" --as-of 2012-06-30 --edition 2007 -q --json >"$work/second.json" 2>"$work/told"
python3 tests/tools/replay.py compare "$work/first.json" "$work/second.json" >"$work/differences"
if grep -q OB-56 "$work/differences"; then echo 'ok explain-replay-rests-on-experts'; else
    echo 'not ok explain-replay-rests-on-experts'
fi

# ---- how it reads ---------------------------------------------------------------------------------
# A hospital's systems that are hard to say plainly; and a unit that does not say what it is.
mkdir -p "$work/read/一" "$work/read/二"
cat >"$work/read/一/单位.csv" <<'END'
单位名称,行政区划代码,机构类别,机构等级,机构级别
青州市第一医院,360702,医院,三级甲等,地市
END
cat >"$work/read/一/系统.csv" <<'END'
单位名称,系统名称,系统类别,安全保护等级,业务信息安全保护等级,系统服务安全保护等级,平台层级,是否跨省全国联网,专家评审等级,专家评审情况,低于下限说明,定级时间,备案状态
青州市第一医院,影像系统,核心业务,二级,,,,否,三级,已评审,已经论证,2011-06-01,正在办理
青州市第一医院,预约网站,网站,二级,,,省级,,,,,2011-06-01,
青州市第一医院,体检系统,核心业务,三级,2,二级,,否,,,,2011-06-01,
END
cat >"$work/read/二/单位.csv" <<'END'
单位名称,行政区划代码
某地信息中心,360100
END
cat >"$work/read/二/系统.csv" <<'END'
单位名称,系统名称,系统类别,安全保护等级
某地信息中心,公文系统,办公,二级
END
read_aloud() {
    "$build/dengbao" explain "$work/read" --as-of 2012-06-30 --edition 2007 -q "$@" >"$work/said" 2>"$work/told"
}
# denies NAME WORDS: they are not said.
denies() {
    if [ -s "$work/said" ] && ! grep -qF -- "$2" "$work/said"; then echo "ok explain-$1"; else echo "not ok explain-$1"; fi
}
read_aloud --system 影像系统
says level-as-words said '专家评审等级＝第三级（填写为“三级”）　'
says plan-is-no-answer said '备案状态＝正在办理（还没有完成，只作计划）　'
denies plan-is-no-denial '备案状态＝否'
says committee-admits-no-exception said '结论：定级不准，待复核'
says question-that-leaves-a-duty-open said '是否分系统＝未填（表中没有这一列）'
read_aloud --system 预约网站
says open-floors-with-their-reasons said '不能判定：跨省全国联网运行的信息系统（是否跨省全国联网未填或不能识别）；国家、省、地市三级卫生信息平台（平台层级与系统类别矛盾）'
says default-floor said '不适用：没有填报专家委员会评定为第三级以上'
says default-floor-has-its-cells said '专家评审等级＝未填'
says rank-of-a-site said '平台层级＝省级　'
says blank-side said '业务信息：没有填写客体和程度，不能查矩阵'
read_aloud --system 体检系统
says total-and-parts said '理由：填报等级第三级与业务信息、系统服务中较高的第二级不一致，以第二级计'
says level-as-written said '业务信息第二级，系统服务第二级'
read_aloud --unit 青州市第一医院
says proved-by-the-list said '全面自查：已完成，已报系统清单'
says what-it-is-not said '设置联络员：不是省级卫生行政部门'
says cell-of-a-system said '系统责任部门＝未填'
read_aloud --unit 某地信息中心
says kind-unknown said '设置联络员：机构类别未填或不能识别'
denies no-fact-of-the-unknown '不是省级卫生行政部门'
read_aloud --unit 某地信息中心 --json
says kind-unknown-json said '"rule":"OB-36","name":"设置联络员","outcome":"unknown"'
read_aloud --system 影像系统 --editions
once=$(grep -o '主管部门审核批准等级（' "$work/said" | wc -l)
[ "$once" = 1 ] && echo 'ok explain-editions-say-once' || echo "not ok explain-editions-say-once ($once)"
says editions-common said '各版相同的义务：'
# Level 4: half-yearly assessment is not of 2025, data survey is only of 2025.
sed 's/影像系统,核心业务,二级/影像系统,核心业务,四级/' "$work/read/一/系统.csv" >"$work/four" && cp "$work/four" "$work/read/一/系统.csv"
read_aloud --system 影像系统 --editions --as-of 2026-06-30
own() { sed -n "/^  $1 版/,/^  [2各]/p" "$work/said" | grep '与他版不同的义务'; }
own 2007 | grep -q '等级测评（半年，第四级）' && own 2020 | grep -q '等级测评（半年，第四级）' && ! own 2025 | grep -q '等级测评（半年' &&
    own 2025 | grep -q '数据摸底调查表' && echo 'ok explain-editions-differences' || { echo 'not ok explain-editions-differences'; grep 与他版 "$work/said"; }

# ---- rules out of their days --------------------------------------------------------------------------
# Said once behind all accounts, by the texts they were taken from; as JSON rule by rule.
read_aloud --as-of 2011-01-01
says not-in-force said '下列依据在 2011-01-01 不在施行期内，据此得出的结论以有关部门意见为准：卫办发〔2011〕85号'
read_aloud --as-of 2027-11-26 --edition 2020
n=$(grep -o '卫办发〔2011〕85号 2026-11-25' "$work/said" | wc -l)
[ "$n" = 1 ] && echo 'ok explain-unchecked-once' || echo "not ok explain-unchecked-once ($n)"
read_aloud --as-of 2027-11-25 --edition 2020
denies checked-in-time '已满十二个月'
read_aloud --as-of 2027-11-26 --edition 2020 --json
says unchecked-json said '{"rule":"FL-1","source":"卫办发〔2011〕85号","state":"unchecked","checked_on":"2026-11-25","row":"templates/rules/floors.csv'
# A run says each rule once in its list of problems, and stops at it only where warnings count as errors; the templates'
# own check lists them at a day.
printf '@file a.xlsx\n@sheet 单位信息\n@include %s/tests/errors/unit.txt\n@end\n@sheet 系统清单\n@include %s/tests/errors/system.txt\n@end\n' "$PWD" "$PWD" >"$work/clean.txt"
"$build/tools/make_workbook" "$work/clean.txt" "$work/clean"
# ends STATUS NAME OPTIONS...: how a run over an inbox without any fault ends.
ends() {
    wanted=$1 name=$2
    shift 2
    "$build/dengbao" check "$work/clean" -o "$work/$name" -q "$@" >"$work/said" 2>"$work/told"
    status=$?
    [ "$status" = "$wanted" ] && echo "ok explain-$name" || { echo "not ok explain-$name ($status)"; head -n 3 "$work/told"; }
}
ends 0 dated-in-time --edition 2007 --as-of 2012-06-30 --strict
ends 0 dated-unchecked --edition 2007 --as-of 2010-06-30
ends 1 dated-unchecked-strict --edition 2007 --as-of 2010-06-30 --strict
n=$(grep -c 'RULE_NOT_VALID.*“FL-1”' "$work/dated-unchecked/data/diagnostics.csv")
[ "$n" = 1 ] && echo 'ok explain-dated-once' || echo "not ok explain-dated-once ($n)"
"$build/dengbao" --check-templates --as-of 2027-11-26 >"$work/said" 2>&1
says dated-templates said 'RULE_UNCHECKED 规则“FL-1”（卫办发〔2011〕85号）上次核对于 2026-11-25'
"$build/dengbao" --check-templates --as-of 2027-11-25 >"$work/said" 2>&1
denies dated-templates-in-time RULE_UNCHECKED
