#!/bin/sh
# `dengbao explain`: a system by a part of its name, the near ones where there is none; and as JSON, whose inputs alone,
# written into sheets again and explained again, give the same results (tests/tools/replay.py).
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

for unit in 赣州市青禾中心医院 上饶市鹤溪疾病预防控制中心; do
    explain --unit "$unit" --json
    cp "$work/said" "$work/first.json"
    rm -rf "$work/again" && mkdir "$work/again"
    python3 tests/tools/replay.py write "$work/first.json" "$work/again" || echo "not ok explain-replay ($unit)"
    "$build/dengbao" explain "$work/again" --as-of 2012-06-30 --edition 2007 -q --json >"$work/second.json" 2>"$work/told"
    if python3 tests/tools/replay.py compare "$work/first.json" "$work/second.json"; then echo "ok explain-replay ($unit)"; else
        echo "not ok explain-replay ($unit)"
        head -n 5 "$work/told"
    fi
    # Another day, another account: the comparison can fail.
    "$build/dengbao" explain "$work/again" --as-of 2011-06-30 --edition 2007 -q --json >"$work/second.json" 2>"$work/told"
    if python3 tests/tools/replay.py compare "$work/first.json" "$work/second.json" >"$work/differences"; then
        echo "not ok explain-replay-can-fail"
    else echo 'ok explain-replay-can-fail'; fi
done
