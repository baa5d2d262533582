#!/bin/sh
# --only and --unit make just those papers, the same bytes as a whole run, and leave what else OUT
# holds; --draft marks every page but the official form's.
build=${1:-build}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
case $build in /*) ;; *) build=$PWD/$build ;; esac
program=${DENGBAO:-$build/dengbao}
case $program in /*) ;; *) program=$PWD/$program ;; esac
samples=$PWD/samples/inbox
unit=江西省云涛卫生信息中心
folder=units/360102-$unit-009021

run() { # STATUS NAME ARGUMENT...
    want=$1 name=$2
    shift 2
    "$program" "$@" --as-of "${day:-2012-06-30}" --province 江西省 >"$work/printed" 2>&1
    got=$?
    [ "$got" -eq "$want" ] && echo "ok $name" || { echo "not ok $name (exit status $got)"; cat "$work/printed"; }
}
holds() { # NAME COMMAND...
    name=$1
    shift
    "$@" >"$work/said" 2>&1 && echo "ok $name" || { echo "not ok $name"; head -20 "$work/said"; }
}
# All but the manifest, which names the options.
same() { diff -r -x manifest.json "$1" "$2"; }
# The same, but for what is found only while a paper is set.
same_data() {
    for side in "$1" "$2"; do
        rm -rf "$side.data" && cp -r "$side/data" "$side.data"
        sed -i -e '/,GLYPH_MISSING,/d' -e '/,LINE_RAGGED,/d' "$side.data/diagnostics.csv"
        sed -i 's/^\(\([^,]*,\)\{7\}\)[0-9]*,[0-9]*,/\1/' "$side.data/files.csv"
    done
    diff -r "$1.data" "$2.data"
}
papers() { (cd "$1" && find units province 退回修改 -type f 2>/dev/null | sort); }

cd "$work" || exit 2
inbox=inbox
mkdir inbox && cp "$samples/$unit".* "$samples"/宜春市沧溪医院-问题表.xlsx inbox/
run 1 whole build "$inbox" -o whole

# ---- one kind of paper
run 1 only build "$inbox" -o only --only filing
holds only-its-papers test "$(papers only)" = "$(papers whole | grep '/备案表[^/]*$')"
for paper in $(papers only); do
    cmp -s "only/$paper" "whole/$paper" || echo "not ok only-same-bytes $paper"
done
run 1 only-several build "$inbox" -o several --only grading,province --only returns
holds only-several-papers test "$(papers several)" = "$(papers whole | grep -e '定级报告' -e '^province/' -e '^退回修改/' -e '/问题-')"
cp -r whole kept
run 1 only-into-whole build "$inbox" -o kept --only filing
holds only-leaves-the-rest test "$(cd whole && find units province 退回修改 -type f -exec sha256sum {} + | sort)" = "$(cd kept && find units province 退回修改 -type f -exec sha256sum {} + | sort)"
holds only-data same_data whole only
run 2 only-unknown build "$inbox" -o none --only filling
holds only-unknown-near grep -q '是否为“filing”' printed
holds only-unknown-writes-nothing test ! -e none
run 2 only-empty build "$inbox" -o none --only ,filing
run 1 only-checklist build "$inbox" -o list --only checklist
pdftotext "list/$folder/报送核对单.pdf" list.txt
holds only-checklist-says-what-is-left grep -q '没有备案表：这次没有选它' list.txt

# ---- one institution
run 1 unit build "$inbox" -o unit --unit "$unit"
holds unit-its-papers test "$(papers unit)" = "$(papers whole | grep -e "^$folder/" -e "^退回修改/退回修改-$unit")"
holds unit-data same_data whole unit
holds unit-bytes same "whole/$folder" "unit/$folder"
cp -r whole later
day=2012-07-31 run 1 unit-later build "$inbox" -o later --unit "$unit"
holds unit-later-is-made test "$(cmp "whole/$folder/报送核对单.pdf" "later/$folder/报送核对单.pdf" >/dev/null; echo $?)" = 1
rm -r "later/$folder" later/data
cp -r "whole/$folder" later/units/ && cp -r whole/data later/
cp whole/index.html later/
cmp -s whole/问题清单.xlsx later/问题清单.xlsx || cp whole/问题清单.xlsx later/
holds unit-later-leaves-the-rest same whole later
cp -r whole before
run 2 unit-unknown build "$inbox" -o whole --unit 江西省云涛卫生信息中
holds unit-unknown-near grep -q "是否为“$unit”" printed
holds unit-unknown-writes-nothing diff -r whole before
run 1 two-units build "$inbox" -o two --unit "$unit" --unit 宜春市沧溪医院
holds two-units-folders test "$(ls two/units | wc -l)" = 2
run 1 unit-and-only build "$inbox" -o both --unit "$unit" --only filing
holds unit-and-only-papers test "$(papers both)" = "$folder/备案表.pdf"
run 1 whole-again build "$inbox" -o both
holds whole-again-is-whole diff -r whole both
run 2 explain-one-of-two explain "$inbox" --unit "$unit" --unit 没有的医院

# An institution that is gone takes its papers along, chosen or not.
mkdir less && cp -r "$inbox"/. less/ && rm less/"$unit".*
run 1 gone build less -o kept --only filing
holds gone-papers test ! -e "kept/$folder"

# ---- drafts
run 1 draft build "$inbox" -o draft --draft
holds draft-form-by-name test "$(papers draft | grep -c '/备案表.*草稿.pdf')" = "$(papers whole | grep -c '/备案表')"
find draft -name '*.pdf' | while read -r paper; do
    n_pages=$(pdfinfo "$paper" | sed -n 's/^Pages: *//p')
    n_marked=$(pdftotext "$paper" - | tr -d '\f' | grep -cx '草稿')
    case $paper in */备案表*) want=0 ;; *) want=$n_pages ;; esac
    [ "$n_marked" -eq "$want" ] || echo "not ok draft-pages $paper ($n_marked of $want)"
done
unzip -p "draft/$folder/义务清单.xlsx" xl/worksheets/sheet1.xml >sheet.xml
holds draft-workbook grep -q '<oddHeader>[^<]*草稿' sheet.xml
run 1 draft-undone build "$inbox" -o draft
holds draft-leaves-nothing diff -r whole draft
