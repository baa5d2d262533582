#!/bin/sh
# Who an institution is depends on nobody else: its id, the name of its folder and every byte below it
# are the same when its workbook is built alone and among 500 others, namesakes included, whatever
# order the names of files bring.
build=${1:-build}
case $build in /*) ;; *) build=$PWD/$build ;; esac
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
DENGBAO_HOME=$PWD
export DENGBAO_HOME

# Ours, FILE|NAME|REGION|COUNTY|CODE: with a code and without, namesakes in other counties (one told
# by place names alone), two names that make the same file name.
cat >"$work/ours" <<'END'
甲|南昌市样本医院|360102|东湖区|000009013
乙|南昌市样本医院|360103|西湖区|
丙|南昌市样本医院||进贤县|
丁|样本/医院|360104|青云谱区|
戊|样本:医院|360104|青云谱区|
END

# ours FOLDER PREFIX: a workbook for each, with one system, in a folder that orders it: its papers name the file where it
# has to be mended, but not the folders of the receiver.
ours() {
    while IFS='|' read -r file name region county code; do
        cat >"$work/source.txt" <<END
@file $2$file.xlsx
@sheet 单位信息
@include $PWD/tests/errors/unit.txt
单位名称 = $name
行政区划代码 = $region
县(区、市、旗) = $county
组织机构代码 = $code
@end
@sheet 系统清单
@include $PWD/tests/errors/system.txt
单位名称 = $name
@end
END
        "$build/tools/make_workbook" "$work/source.txt" "$1" || echo "not ok alone-workbook-$file"
    done <"$work/ours"
}

# others FOLDER: 500 institutions with a system each, ten in a folder of CSV files; one of the ten is
# called as ours are, in a county of its own. Every other one has an organisation code (GB 11714).
others() {
    awk -v place="$1" '
    function code(body, weight, sum, i) {
        split("3 7 9 10 5 8 4 2", weight, " ")
        for (i = 1; i <= 8; i++) sum += substr(body, i, 1) * weight[i]
        sum = (11 - sum % 11) % 11
        return body (sum == 10 ? "X" : sum)
    }
    BEGIN {
        for (i = 0; i < 500; i++) {
            folder = sprintf("%s/%02d", place, int(i / 10))
            if (i % 10 == 0) {
                system("mkdir -p " folder)
                print "单位名称,行政区划代码,组织机构代码" >(folder "/单位.csv")
                print "单位名称,系统名称,安全保护等级" >(folder "/系统.csv")
            }
            is_namesake = i % 10 == int(i / 10) % 10
            name = is_namesake ? "南昌市样本医院" : i % 7 ? "样本医院第" i "分院" : "样本*医院" i
            region = is_namesake ? 370102 + i : 360104
            print name "," region "," (i % 2 ? code(20000000 + i) : "") >(folder "/单位.csv")
            print name ",业务系统,第一级" >(folder "/系统.csv")
        }
    }'
}

# build NAME INBOX...
build() {
    out=$work/$1
    shift
    "$build/dengbao" build "$@" -o "$out" --as-of 2012-06-30 --quiet >"$work/printed" 2>&1
    [ $? -le 1 ] && return
    echo "not ok alone-build-$(basename "$out")"
    cat "$work/printed"
}

# row OUT FILE: the institution of that workbook in data/units.csv, its source left out.
row() { sed -n "s|,[^,]*$2[.]xlsx![^,]*||p" "$1/data/units.csv"; }

# same FILE OUT PREFIX: the workbook's institution in OUT is what it is alone.
same() {
    folder=$(ls "$work/alone-$1/units")
    rm -f "$work/diff"
    row "$work/alone-$1" "$1" >"$work/row-alone"
    row "$work/$2" "$3$1" >"$work/row"
    if [ -s "$work/row-alone" ] && cmp -s "$work/row-alone" "$work/row" && [ -d "$work/$2/units/$folder" ] &&
        [ "$(find "$work/alone-$1/units/$folder" -name '*.pdf' | wc -l)" -eq 6 ] &&
        diff -r "$work/alone-$1/units/$folder" "$work/$2/units/$folder" >"$work/diff" 2>&1; then
        echo "ok alone-$1-$2"
    else
        echo "not ok alone-$1-$2 ($folder)"
        diff "$work/row-alone" "$work/row"
        head -n 5 "$work/diff" 2>/dev/null
    fi
}

others "$work/in/others"
ours "$work/in/first" 0/
ours "$work/in/last" 终/
ours "$work/in/single" ''
build first "$work/in/first" "$work/in/others"
build last "$work/in/others" "$work/in/last"
n=$(($(wc -l <"$work/first/data/units.csv") - 1))
[ "$n" -eq 505 ] && echo 'ok alone-505' || echo "not ok alone-505 ($n institutions)"
n=$(ls "$work/first/units" | wc -l)
[ "$n" -ge 5 ] && diff -r "$work/first/units" "$work/last/units" >/dev/null && echo 'ok alone-all' || echo 'not ok alone-all'
while IFS='|' read -r file name region county code; do
    build "alone-$file" "$work/in/single/$file.xlsx"
    same "$file" first 0/
    same "$file" last 终/
done <"$work/ours"
