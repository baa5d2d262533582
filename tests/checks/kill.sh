#!/bin/sh
# Killed at a hundred moments, spread over everything that happens while OUT is written, the first file included. Four
# runs in a row are killed on one OUT, each with another inbox; then the inbox shrinks, and one run that is left alone
# must give what it gives on the earlier OUT that nobody was killed on: no file more, temporary or other, and none less.
build=${1:-build}
case $build in /*) ;; *) build=$PWD/$build ;; esac
kill_at=$build/tools/kill_at
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
DENGBAO_HOME=$PWD
export DENGBAO_HOME

# inbox NAME UNIT...: a level for the system of each.
inbox() {
    mkdir -p "$work/$1"
    name=$1
    shift
    echo 单位名称,行政区划代码 >"$work/$name/单位.csv"
    echo 所属单位,系统名称,安全保护等级 >"$work/$name/系统.csv"
    for unit in "$@"; do
        echo "${unit%:*}医院,36010${unit#*:}" >>"$work/$name/单位.csv"
        echo "${unit%:*}医院,${unit%:*}系统-$name,第二级" >>"$work/$name/系统.csv"
    done
}
inbox earlier 甲:2 乙:3
inbox grown 甲:2 乙:3 丙:4
inbox other 丁:5 甲:2
inbox shrunk 乙:3
build() { "$build/dengbao" build "$work/$1" -o "$work/$2" --as-of 2012-06-30 --quiet >"$work/printed" 2>&1; }

build earlier old && cp -r "$work/old" "$work/want" && build shrunk want || { echo 'not ok kill-build'; cat "$work/printed"; exit 1; }
cp -r "$work/old" "$work/out" && mkdir -p "$work/out/.dengbao/tmp"
n=$("$kill_at" "$work/out/.dengbao" 0 "$build/dengbao" build "$work/grown" -o "$work/out" --as-of 2012-06-30 --quiet 2>/dev/null | tail -n 1)
[ "$n" -ge 100 ] 2>/dev/null && echo 'ok kill-moments' || echo "not ok kill-moments (only $n things happen)"

# Whatever stands under its final name is whole.
whole() {
    find "$work/out" -path "$work/out/.dengbao" -prune -o -type f -print | while read -r file; do
        case $file in
        *.pdf) tail -c 16 "$file" | grep -q '%%EOF' ;;
        *.xlsx) unzip -tqq "$file" >/dev/null 2>&1 ;;
        *) [ -s "$file" ] ;;
        esac || echo "$file"
    done >"$work/broken"
    [ ! -s "$work/broken" ] || { echo "not ok kill-half-written-$1"; cat "$work/broken"; }
}

killed=0 moment=0
for round in $(seq 25); do
    rm -rf "$work/out" && cp -r "$work/old" "$work/out"
    for name in grown other earlier grown; do
        mkdir -p "$work/out/.dengbao/tmp"
        "$kill_at" "$work/out/.dengbao" $((1 + moment * n / 100)) "$build/dengbao" build "$work/$name" -o "$work/out" \
            --as-of 2012-06-30 --quiet >/dev/null 2>&1 && killed=$((killed + 1))
        moment=$(((moment + 37) % 100))
    done
    whole "$round"
    if build shrunk out && diff -r "$work/want" "$work/out" >"$work/diff"; then echo "ok kill-round-$round"; else
        echo "not ok kill-round-$round"
        head -n 10 "$work/diff"
        find "$work/out/.dengbao" 2>/dev/null
    fi
done
[ "$killed" -ge 75 ] && echo 'ok kill-killed' || echo "not ok kill-killed (only $killed of 100)"
