#!/bin/sh
# --accepted 审核.csv: the version of an institution's papers that was accepted, by hash, is taken whatever came later; the
# other is said at its place with what differs and how many errors either has, listed and counted in the report. What is
# accepted and missing, or is another institution's, is said; shares and `report` make what one run makes.
build=${1:-build}
case $build in /*) ;; *) build=$PWD/$build ;; esac
program=$build/dengbao
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
run() { # OUT COMMAND...
    out=$1
    shift
    [ "$1" != build ] || set -- "$@" --only province,returns
    "$program" "$@" -o "$work/$out" --as-of 2012-06-30 --province 江西省 -q >"$work/printed" 2>&1
    status=$?
    [ $status -le 1 ] || { echo "not ok accepted-run-$out ($status)"; cat "$work/printed"; }
}
say() { if [ "$2" = 0 ]; then echo "ok accepted-$1"; else echo "not ok accepted-$1"; [ $# -lt 3 ] || grep -h ACCEPTED "$3" | cut -c 1-400; fi; }
holds() { grep -qE -e "$3" "$2"; say "$1" $? "$work/$out/data/diagnostics.csv"; }
lacks() { ! grep -qE -e "$3" "$2"; say "$1" $? "$2"; }
hash_of() { sha256sum "$1" | cut -d ' ' -f 1; }

# 甲: a first version, and one of a later day that has lost a grade's date and says a level nobody knows; 乙: one version; 丙:
# another than was accepted; 丁: accepted and not here; 戊: a hash that is another's.
inbox=$work/in
mkdir "$inbox"
paper() { # FILE UNIT LEVEL DAY
    printf '@file %s.xlsx\n@sheet 单位信息\n单位名称\t行政区划代码\t机构类别\n%s\t360102\t基层\n@sheet 系统清单\n系统名称\t安全保护等级\t投入运行日期\t填表日期\n%s系统\t%s\t2010-05-01\t%s\n' \
        "$1" "$2" "$2" "$3" "$4" >"$work/source"
    "$build/tools/make_workbook" "$work/source" "$inbox" || echo 'not ok accepted-paper'
}
paper 甲1 甲医院 第三级 2012-01-01
paper 甲2 甲医院 第九级 2012-05-01
paper 乙 乙医院 第二级 2012-01-01
paper 丙 丙医院 第二级 2012-02-01
run free build "$inbox"
holds newest-alone "$work/free/data/diagnostics.csv" '^甲1.xlsx,.*SUBMISSION_OLD'
old=$(hash_of "$inbox/甲1.xlsx")
new=$(hash_of "$inbox/甲2.xlsx")
missing=$(printf x | sha256sum | cut -d ' ' -f 1)
{
    echo '单位名称,文件,SHA-256,审核人,审核日期'
    echo "甲医院,甲1.xlsx,$(echo "$old" | tr a-f A-F),王审核,2012-03-01"
    echo "乙医院,乙.xlsx,$(hash_of "$inbox/乙.xlsx"),王审核,2012-03-01"
    echo "丙医院,丙旧.xlsx,$missing,王审核,2012-03-01"
    echo "丁医院,丁.xlsx,$(printf y | sha256sum | cut -d ' ' -f 1),,"
    echo "戊医院,乙.xlsx,$(hash_of "$inbox/乙.xlsx"),,"
    echo '己医院,己.xlsx,123abc,,'
} >"$inbox/审核.csv"
list=$inbox/审核.csv
run out build "$inbox" --accepted "$list"
said=$work/out/data/diagnostics.csv
holds kept "$said" '^甲2.xlsx,单位信息,A2,ACCEPTED_KEPT,warning,单位名称,甲医院,单位“甲医院”审核通过的是 甲1.xlsx，本份未采用（读取时本份有错误 1 处，审核通过的有 0 处）；两份不同之处：.*安全保护等级'
grep -qE '^[^,]*,1,甲医院系统,[^,]*,3,' "$work/out/data/systems.csv"; say taken $? "$said"
lacks no-other-word "$said" 'SUBMISSION_|^甲2.xlsx,.*VALUE_UNREADABLE'
holds missing "$said" "^审核.csv,,C4,ACCEPTED_MISSING,warning,.*“丙医院”审核通过的文件没有收到（哈希 $missing），现采用的是 丙.xlsx（读取时有错误 0 处）"
holds missing-all "$said" '^审核.csv,,C5,ACCEPTED_MISSING,.*“丁医院”审核通过的文件没有收到.*，该单位也没有报送别的文件'
holds foreign "$said" '^审核.csv,,C6,ACCEPTED_OTHER,warning,.*审核表所列哈希是 乙.xlsx 的，其中没有单位“戊医院”'
holds unused "$said" '^审核.csv,,C7,ACCEPTED_UNUSED,warning,SHA-256,123abc'
[ "$(grep -c ACCEPTED_ "$said")" -eq 5 ]; say no-more $? "$said"
cut -d , -f 2,4-8 "$work/out/data/accepted.csv" | sort >"$work/got"
sort >"$work/want" <<'END'
name,state,other,other_errors,file,errors
丁医院,missing,,,,
戊医院,foreign,,,乙.xlsx,0
甲医院,taken,甲2.xlsx,1,甲1.xlsx,0
乙医院,taken,,,乙.xlsx,0
丙医院,missing,丙.xlsx,0,,
END
diff "$work/want" "$work/got" >"$work/diff"; say table $? "$work/diff"
lacks not-read-as-paper "$work/out/data/files.csv" '^审核.csv'
grep -q '"accepted": "审核.csv"' "$work/out/manifest.json" && grep -q "\"accepted_sha256\": \"$(hash_of "$list")\"" "$work/out/manifest.json"; say manifest $?
"$program" verify "$work/out" >/dev/null; say verify $?

# The report lists both that are not as accepted and counts them; an accepted list of which all is so is said too.
run dumped build "$inbox" --accepted "$list" --dump "$work/dump"
book=$(find "$work/dump" -name '*年度统计表*')
grep -q 'L16 ' "$book" && grep -q '已审核的仍采用，另报的未采用' "$book" && grep -q '审核通过的没有收到，采用另报的' "$book"; say list $?
pdftotext -layout "$work/out/province/年度工作报告.pdf" - | tr -d ' \n' >"$work/text"
grep -q '按审核结果采用所报文件的单位2家，另报的文件1份没有采用，审核通过的文件没有收到2份，审核表中与单位不符的1份，见附件2名单16。' "$work/text"; say counted $?
run none build "$inbox/乙.xlsx"
pdftotext -layout "$work/none/province/年度工作报告.pdf" - | tr -d ' \n' >"$work/text"
lacks silent-without "$work/text" '审核结果|审核通过'

# check, shares and report alike; without the option report takes what its runs did, with it it tells nothing anew.
run checked check "$inbox" --accepted "$list"
cmp -s "$work/checked/data/accepted.csv" "$work/out/data/accepted.csv" && [ "$(grep ACCEPTED_ "$work/checked/data/diagnostics.csv")" = "$(grep ACCEPTED_ "$said")" ]; say check $?
for k in 1 2 3; do run $k build "$inbox" --accepted "$list" --shard $k/3; done
same() { diff -r -x units -x 退回修改 -x manifest.json -x index.html "$work/out" "$work/$1" >"$work/diff"; say "$2" $?; head -n 3 "$work/diff"; }
run joined report "$work/2" "$work/3" "$work/1"
same joined shares
run asked report "$work/2" "$work/3" "$work/1" --accepted "$list"
same asked shares-asked

# A report told afterwards says what its runs did not take.
run late report "$work/free" --accepted "$list"
holds late "$work/late/data/diagnostics.csv" "^审核.csv,,C2,ACCEPTED_LATE,warning,.*“甲医院”审核通过的是 甲1.xlsx（哈希 $old），所汇总的运行没有采用，现采用的是 甲2.xlsx"
holds late-table "$work/late/data/accepted.csv" ",甲医院,$old,not_taken,甲2.xlsx,"
holds late-foreign "$work/late/data/diagnostics.csv" '^审核.csv,,C6,ACCEPTED_OTHER,warning,.*审核表所列哈希是 乙.xlsx 的，其中没有单位“戊医院”'
holds late-foreign-table "$work/late/data/accepted.csv" ',戊医院,[0-9a-f]*,foreign,'

# A name alone that two have is neither's: what is missing is told of no one, and no one's file in its place.
mkdir "$work/twins"
for region in 360102 360403; do
    printf '@file %s.xlsx\n@sheet 单位信息\n单位名称\t行政区划代码\n中心医院\t%s\n@sheet 系统清单\n系统名称\t安全保护等级\n甲系统\t第二级\n' \
        $region $region >"$work/source"
    "$build/tools/make_workbook" "$work/source" "$work/twins" || echo 'not ok accepted-twins'
done
for region in 360102 360403; do
    printf '单位名称,SHA-256\n中心医院,%s\n中心医院,%s\n' "$(hash_of "$work/twins/$region.xlsx")" "$missing" >"$work/twins.csv"
    run twin-free build "$work/twins"
    run twin build "$work/twins" --accepted "$work/twins.csv"
    run twin-late report "$work/twin-free" --accepted "$work/twins.csv"
    for out in twin twin-late; do
        holds $out-$region-taken "$work/$out/data/accepted.csv" "中心医院,[0-9a-f]*,taken,,,$region.xlsx,"
        holds $out-$region-missing "$work/$out/data/accepted.csv" "^,中心医院,$missing,missing,,,,,"
        lacks $out-$region-instead "$work/$out/data/diagnostics.csv" 'ACCEPTED.*现采用的是|ACCEPTED_(LATE|OTHER)'
    done
done

# Two institutions hand in one file: every row of its hash finds its own; one that names nobody finds both; one whose code
# cannot be read is not for nobody.
mkdir "$work/joint"
printf '@file 合.xlsx\n@sheet 单位信息\n单位名称\t行政区划代码\n一院\t360102\n二院\t360102\n@sheet 系统清单\n单位名称\t系统名称\t安全保护等级\n一院\t一系统\t第二级\n二院\t二系统\t第二级\n' >"$work/source"
"$build/tools/make_workbook" "$work/source" "$work/joint" || echo 'not ok accepted-pair'
pair=$(hash_of "$work/joint/合.xlsx")
printf '单位名称,组织机构代码,SHA-256\n一院,,%s\n二院,,%s\n' "$pair" "$pair" >"$work/pair.csv"
run pair build "$work/joint" --accepted "$work/pair.csv"
for name in 一院 二院; do holds pair-$name "$work/pair/data/accepted.csv" ",$name,$pair,taken,"; done
printf 'SHA-256\n%s\n' "$pair" >"$work/pair.csv"
run nameless build "$work/joint" --accepted "$work/pair.csv"
[ "$(grep -c ",$pair,taken," "$work/nameless/data/accepted.csv")" -eq 2 ]; say nameless $?
printf '单位名称,组织机构代码,SHA-256\n,看不清,%s\n' "$pair" >"$work/pair.csv"
run illegible build "$work/joint" --accepted "$work/pair.csv"
holds illegible "$work/illegible/data/accepted.csv" ",$pair,foreign,"
lacks illegible-none "$work/illegible/data/accepted.csv" ",$pair,taken,"

# Once the newer one is accepted it is taken; both accepted: the newer by its own evidence.
printf 'SHA-256\n%s\n' "$new" >"$work/newer.csv"
run newer build "$inbox" --accepted "$work/newer.csv"
holds newer "$work/newer/data/diagnostics.csv" '^甲1.xlsx,.*ACCEPTED_KEPT,.*审核通过的是 甲2.xlsx.*（读取时本份有错误 0 处，审核通过的有 1 处）'
printf 'SHA-256\n%s\n%s\n' "$new" "$old" >"$work/both.csv"
run both build "$inbox" --accepted "$work/both.csv"
holds both "$work/both/data/diagnostics.csv" '^甲1.xlsx,.*SUBMISSION_OLD'
holds both-table "$work/both/data/accepted.csv" "$old,several,"

# Two versions between which nothing decides, which alone are no papers at all.
paper 甲2 甲医院 第二级 2012-01-01
run undecided build "$inbox/甲1.xlsx" "$inbox/甲2.xlsx"
holds undecided "$work/undecided/data/diagnostics.csv" SUBMISSION_UNDATED
run decided build "$inbox/甲1.xlsx" "$inbox/甲2.xlsx" --accepted "$list"
lacks decided "$work/decided/data/diagnostics.csv" SUBMISSION_UNDATED
[ "$(wc -l <"$work/decided/data/units.csv")" -eq 2 ]; say decided-taken $?

# The accepted file came back mended: it stays until the row says otherwise.
mkdir "$work/back"
paper 丙 丙医院 第九级 2012-02-01
run first build "$inbox/丙.xlsx"
cp "$inbox/丙.xlsx" "$work/back"
cp "$work/first/退回修改/退回修改-丙.xlsx" "$work/back"
run mended build "$work/back"
holds mended "$work/mended/data/diagnostics.csv" RETURN_TAKEN
printf '单位名称,SHA-256\n丙医院,%s\n' "$(hash_of "$inbox/丙.xlsx")" >"$work/mended.csv"
run held build "$work/back" --accepted "$work/mended.csv"
lacks mended-held "$work/held/data/diagnostics.csv" RETURN_TAKEN
holds mended-table "$work/held/data/accepted.csv" '丙医院,[0-9a-f]*,taken,'

# A list without hashes ends the run.
printf '单位名称,审核人\n甲医院,王\n' >"$work/empty.csv"
"$program" build "$inbox" -o "$work/never" --accepted "$work/empty.csv" >"$work/printed" 2>&1
[ $? -eq 3 ] && grep -q ACCEPTED_EMPTY "$work/printed" && [ ! -e "$work/never/manifest.json" ]; say empty $?
