#!/bin/sh
# Bad input of the province's report, one by one: each is worded, nothing is divided by nothing, silence is no zero.
build=${1:-build}
case $build in /*) ;; *) build=$PWD/$build ;; esac
program=$build/dengbao
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# A recount that cannot even begin is a fault as well.
recount() { python3 tests/checks/recount.py "$@" || echo "not ok recount-begun $*"; }
say() { if [ "$2" = 0 ]; then echo "ok bad-$1"; else echo "not ok bad-$1"; fi; }
inbox() { # NAME UNITS SYSTEMS
    mkdir -p "$work/$1"
    printf '单位名称,组织机构代码,行政区划代码,地(区、市、州、盟)\n%s' "$2" >"$work/$1/单位.csv"
    [ -z "$3" ] || printf '所属单位,系统名称,安全保护等级\n%s' "$3" >"$work/$1/系统.csv"
}
run() { # NAME INBOX WORD...
    out=$work/$1.out inbox=$work/$2
    shift 2
    "$program" build "$inbox" -o "$out" --only province --province 江西省 -q "$@" >"$work/printed" 2>&1
    [ $? -le 1 ] || { echo "not ok bad-run $out"; cat "$work/printed"; }
    list=$out/data/diagnostics.csv
}
text() { pdftotext -layout "$out/province/年度工作报告.pdf" - | tr -d ' \n\f' >"$work/text"; }

# An institution in two cities: within a run no rows are added up of two papers that contradict each other, and that is
# said of both; two runs that have it name it, and it counts in neither.
mkdir -p "$work/two"
printf '单位名称,组织机构代码,行政区划代码\n甲医院,12345678-8,360102\n' >"$work/two/南昌.csv"
printf '单位名称,组织机构代码,行政区划代码\n甲医院,12345678-8,360402\n乙医院,,360402\n' >"$work/two/九江.csv"
run two two --as-of 2012-06-30
undated=$(grep ',SUBMISSION_UNDATED,error,单位名称,甲医院,' "$list" | grep -c '“行政区划代码”不同')
[ "$undated" -eq 2 ] && grep -q '^九江.csv,.*,SUBMISSION_UNDATED,' "$list" && grep -q '^南昌.csv,.*,SUBMISSION_UNDATED,' "$list" &&
    ! grep -q 甲医院 "$out/data/units.csv" && grep -q 乙医院 "$out/data/units.csv"; say two-cities $?
text
grep -q '实际报送单位共\?1家' "$work/text"; say two-cities-counted $?
for city in 南昌 九江; do
    mkdir -p "$work/$city"
    cp "$work/two/$city.csv" "$work/$city"
    run "$city" "$city" --as-of 2012-06-30
done
"$program" report "$work/南昌.out" "$work/九江.out" -o "$work/sum" -q >"$work/printed" 2>&1
grep -q 'REPORT_UNIT_DIFFERS,.*甲医院' "$work/sum/data/diagnostics.csv" && ! grep -q 甲医院 "$work/sum/data/units.csv" && grep -q 乙医院 "$work/sum/data/units.csv"; say two-cities-report $?

# A region code that does not exist, and one that is another place than is named: 地区不详, listed, in no city.
inbox nowhere '甲医院,,369999,
乙医院,,360402,赣州市
丙医院,,360102,南昌市
' '甲医院,一,第二级
乙医院,二,第三级
丙医院,三,第二级
'
run nowhere nowhere --as-of 2012-06-30
grep -q 'REGION_UNKNOWN,warning,.*369999' "$list"; say no-such-code $?
recount "$out" 2012 2012-06-30 | grep -e 'recount-L8' -e 'recount-T[12] ' -e '^not' | sed 's/recount-/bad-recount-/'
text
grep -q '地区不详的单位2家' "$work/text"; say unknown-counted $?

# A year of which nobody says anything, and one that the day of the report has not reached.
run empty-year nowhere --as-of 2012-06-30 --year 2005
grep -q 'YEAR_OTHER,warning,.*报告年度 2005 与计算日 2012-06-30' "$list"; say year-without-data $?
run later nowhere --as-of 2012-06-30 --year 2013
grep -q 'YEAR_OTHER,warning,.*报告年度 2013 与计算日 2012-06-30' "$list"; say year-ahead $?
run same nowhere --as-of 2012-06-30 --year 2012
! grep -q YEAR_OTHER "$list"; say year-agrees $?

# A roster with duplicates: the second is not due twice.
printf '单位名称,行政区划代码\n甲医院,360102\n丙医院,360102\n丙医院,360102\n丁医院,360102\n' >"$work/who.csv"
run roster nowhere --as-of 2012-06-30 --roster "$work/who.csv"
[ "$(grep -c ROSTER_REPEATED "$list")" -eq 1 ] && [ "$(grep -c 丙医院 "$out/data/roster.csv")" -eq 1 ]; say roster-twice $?
text
grep -q '应报送单位3家' "$work/text"; say roster-due $?

# A province with one city, and nothing to divide by: a row and its total, a dash and no rate, no division error.
inbox one '甲医院,,360102,南昌市
' ''
run one one --as-of 2012-06-30
python3 - "$out" <<'PY' || echo 'not ok look-ended'
import sys
sys.path.insert(0, "tests/checks")
from recount import read_book
book = read_book(sys.argv[1] + "/province/年度统计表.xlsx")
rows = [book["T1"].get((row, 0)) for row in range(2, 5)]
print("ok bad-one-city" if rows[:2] == ["南昌市", "合计"] else "not ok bad-one-city %s" % rows)
rates = [value for name in ("T2", "T5") for (row, column), value in book[name].items() if row in (2, 3) and str(book[name].get((1, column), "")).endswith(("率", "占比"))]
odd = [(name, place, value) for name in book for place, value in book[name].items() if isinstance(value, str) and value.startswith("#")]
print("ok bad-nothing-over-nothing" if rates == ["—"] * len(rates) and len(rates) == 4 and not odd else "not ok bad-nothing-over-nothing %s %s" % (rates, odd[:3]))
PY
text
! grep -q -e '率%' -e 'nan' -e 'inf' "$work/text" && grep -q '没有第二级以上应备案的系统' "$work/text"; say no-rate-in-text $?

# What is not there cannot be recounted, and that is said.
mkdir "$work/nothing"
recount "$work/nothing" 2012 2012-06-30 | grep -q '^not ok recount-ended'; say nothing-to-recount $?
