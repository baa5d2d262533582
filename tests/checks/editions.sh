#!/bin/sh
# An edition made of files alone, without any C: an entry of editions.yaml, one form title, one rule
# and one word. The day before its first it is not seen; from that day on it is chosen.
build=${1:-build}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
program=$build/dengbao
hospital=samples/inbox/赣州市青禾中心医院.xlsx

check() {
    name=$1
    shift
    if "$@"; then echo "ok editions-$name"; else echo "not ok editions-$name"; fi
}
says() { grep -qF -- "$2" "$1" || { echo "  not said: $2"; head -n 5 "$1"; return 1; }; }
run() {
    "$program" build "$hospital" -o "$work/$1" --as-of "$2" --templates "$3" >"$work/$1.printed" 2>&1
    [ $? -le 1 ] || { echo "not ok editions-run-$1"; cat "$work/$1.printed"; }
}

new=$work/templates
cp -r templates "$new"
sed -i '/^\.\.\.$/d' "$new/editions.yaml"
cat >>"$new/editions.yaml" <<'END'
  - name: 2099
    valid-from: 2099-07-01
    form: 试用备案表
    standard: 试用指南
    catalogue: 试用要求
    rules: 试用规则
    wording: 试用
    files: {forms: 2007, forms/filing-cover: 2099, rules: 2007, rules/floors: 2099, rules/matrix: 2099,
            rules/matrix.examples: 2099, rules/floors.examples: 2099, rules/lists: 2099, rules/duties: 2099, rules/texts: 2099, columns: 2007,
            prose: 2007, docs: 2007, docs/papers: 2099, docs/filing: 2099, forms/filing-extra: 2099, styles: 2007}
...
END
sed 's/label: 备案表,/label: 试用表,/' "$new/forms/filing-cover.2007.yaml" >"$new/forms/filing-cover.2099.yaml"
sed -e 's/^FL-3,\(.*\),hard,3,/FL-3,\1,hard,4,/' -e 's/指导意见 四（一）1（3）/试用规则 第三条/' "$new/rules/floors.csv" >"$new/rules/floors.2099.csv"
{ cat "$new/rules/texts.csv"; echo '试用规则,第:三,条,,试用规则'; } >"$new/rules/texts.2099.csv"
# One cell of the matrix with its example, one name of a floor, one duty.
sed 's/^\(GB.T 22240-2008,2,.*,1,.*\),2$/\1,3/' "$new/rules/matrix.csv" >"$new/rules/matrix.2099.csv"
sed -e 's/^\(GB.T 22240-2008,system.s.object=2; system.s.degree=1\),2$/\1,3/' \
    -e 's/^\(GB.T 22240-2008,"system.s.object=1,2; system.s.degree=1"\),2$/\1,3/' \
    "$new/rules/matrix.examples.csv" >"$new/rules/matrix.examples.2099.csv"
sed 's/^W3,HIS|/W3,自动化|HIS|/' "$new/rules/lists.csv" >"$new/rules/lists.2099.csv"
sed 's/办公自动化系统/公文流转系统/' "$new/rules/floors.examples.csv" >"$new/rules/floors.examples.2099.csv"
sed '/^OB-06,/s/system.graded+30d/system.graded+60d/' "$new/rules/duties.csv" >"$new/rules/duties.2099.csv"
sed 's|{folder}/备案表|{folder}/试用表|' "$new/docs/papers.yaml" >"$new/docs/papers.2099.yaml"

# Its 备案表 has no notes, and a sheet of its own for systems from level 3 on under an authority.
sed -e '/filing-notes/d' -e '/^\.\.\.$/i\  - {form: filing-extra, of: system, from-level: 3, where: system.has_authority}' \
    "$new/docs/filing.2007.yaml" >"$new/docs/filing.2099.yaml"
sed 's/表四/表九/g; s/第三级以上信息系统提交材料情况/试用补充情况/g; s/^form: .*/form: filing-extra/' \
    "$new/forms/filing-materials.2007.yaml" >"$new/forms/filing-extra.2099.yaml"

run plain 2099-06-30 templates
run before 2099-06-30 "$new"
run from 2099-07-01 "$new"
check day-before-unseen diff -r -x manifest.json "$work/plain" "$work/before"
check day-before-said says "$work/before.printed" '版本 2025：2099-06-30 时施行'
check chosen says "$work/from.printed" '版本 2099：2099-07-01 时施行；试用指南、试用要求'
check in-manifest says "$work/from/manifest.json" '"edition": "2099"'
check in-data says "$work/from/data/systems.csv" ',2099,'
check word test -s "$work"/from/units/360702-赣州市青禾中心医院*/试用表*.pdf
pdftotext "$work"/from/units/360702-赣州市青禾中心医院*/试用表*.pdf "$work/text"
tr -d ' \n' <"$work/text" >"$work/bare"
check form-title says "$work/bare" 试用表
check own-sheets says "$work/bare" '表九（2/7）试用补充情况'
check own-sheets-from-level-3 sh -c "! grep -q '表九（1/7）' '$work/bare'"
check no-notes sh -c "! grep -q 填表说明 '$work/bare'"
check rule sh -c "cut -d, -f11 '$work/from/data/systems.csv' | grep -q '^4' && ! cut -d, -f11 '$work/before/data/systems.csv' | grep -q '^4'"
# verdict RUN NAME: of a system.
verdict() { awk -F, -v name="$2" '$3 == name { print $15 }' "$work/$1/data/systems.csv"; }
# due RUN: of the duty to file the first system, by its columns.
due() { grep ',1,OB-06,' "$work/$1/data/obligations.csv" | cut -d, -f5; }
check matrix-cell test "$(verdict before 医院门户网站) $(verdict from 医院门户网站)" = '一致 定级不准'
check floor-name test "$(verdict before 办公自动化系统) $(verdict from 办公自动化系统)" = '一致 无法判定'
check duty test "$(due before) $(due from)" = '2011-07-08 2011-08-07'
"$program" explain "$hospital" --as-of 2099-07-01 --templates "$new" >"$work/explained" 2>&1
check clause says "$work/explained" '依据：试用规则 第三条'
check matrix-reason says "$work/explained" '业务信息：矩阵结果第三级'
check only-its-files sh -c "grep -q 'filing-cover.2099' '$work/from/manifest.json' && ! grep -q 'filing-cover.2007' '$work/from/manifest.json'"
"$program" --check-templates --templates "$new" >"$work/printed" 2>&1
check good-templates says "$work/printed" '2007 2020 2025 2099'
rm "$new/rules/floors.2099.csv"
run lacking 2099-07-01 "$new"
check not-without-its-file says "$work/lacking.printed" 'rules/floors.2099'
"$program" check "$hospital" --edition 2099 --templates "$new" >"$work/printed" 2>&1
check unbuilt-status test $? -eq 2
check unbuilt-meanwhile says "$work/printed" '目前可用 --edition 2007 2020 2025'
run plain-from 2099-07-01 templates
check lacking-falls-back diff -r -x manifest.json "$work/plain-from" "$work/lacking"

# ---- the editions as they are --------------------------------------------------------------------
"$program" build "$hospital" -o "$work/of2025" --edition 2025 --as-of 2025-06-30 >"$work/printed" 2>&1
check 2025-whole test $? -le 1
check 2025-form test -s "$work"/of2025/units/360702-赣州市青禾中心医院*/备案表*.pdf
check 2025-report sh -c "ls '$work'/of2025/units/*/定级报告* >/dev/null 2>&1"
"$program" build "$hospital" -o "$work/of2020" --edition 2020 --as-of 2021-06-30 >"$work/printed" 2>&1
check 2020-whole test $? -le 1
check 2020-standard says "$work/of2020/data/systems.csv" ',GB/T 22240-2020,'
check 2020-form test -s "$work"/of2020/units/360702-赣州市青禾中心医院*/备案表*.pdf
"$program" check "$hospital" --edition 2008 >"$work/printed" 2>&1
check unknown-status test $? -eq 2
"$program" build "$hospital" -o "$work/today" --province 江西省 >"$work/printed" 2>&1
check today-status test $? -le 1
check today-edition says "$work/printed" "$(date +%Y)-"
check today-year says "$work/today/manifest.json" "\"year\": \"$(date +%Y)\""
check today-reason says "$work/today/manifest.json" '时施行；2025 版备案表'
"$program" check "$hospital" --as-of 2020-01-01 >"$work/printed" 2>&1
check remark says "$work/printed" '22239-2019 已于 2019-12-01 施行'
