#!/bin/sh
# Killed before every change that a run makes on the disk, a hundred and some; a written piece is torn. Each time OUT
# holds an earlier run, the killed run adds to it, then the inbox shrinks, and one run that is left alone must give what it
# gives on the earlier OUT that nobody was killed on: no file more, temporary or other, and none less. Moments are
# counted, not timed (kill_at.c). At last several runs in a row are killed on one OUT. A run killed behind its manifest was
# a whole one: what changed is told since that one, so there data/changes.csv and index.html are those after it.
build=${1:-build}
case $build in /*) ;; *) build=$PWD/$build ;; esac
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
DENGBAO_HOME=$PWD
export DENGBAO_HOME
${CC:-cc} -shared -fPIC -Wl,--build-id=none -o "$work/kill_at.so" tests/checks/kill_at.c -ldl || echo 'not ok kill-compiles'

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
inbox grown 甲:2 乙:3 丙:4 戊:5 己:6 庚:7
inbox other 丁:5 甲:2
inbox shrunk 乙:3
build() { "$build/dengbao" build "$work/$1" -o "$work/$2" --as-of 2012-06-30 --only filing,checklist --quiet -j 1 >"$work/printed" 2>&1; }
# killed MOMENT INBOX: true if it was.
killed() {
    KILL_AT=$1 LD_PRELOAD="$work/kill_at.so" "$build/dengbao" build "$work/$2" -o "$work/out" --as-of 2012-06-30 --only filing,checklist --quiet -j 1 \
        >"$work/printed" 2>&1
    [ $? -eq 137 ]
}
afresh() { rm -rf "$work/out" && cp -r "$work/old" "$work/out"; }

build earlier old && cp -r "$work/old" "$work/want" && build shrunk want || { echo 'not ok kill-build'; cat "$work/printed"; exit 1; }
afresh
killed 0 grown
n=$(tail -n 1 "$work/printed")
[ "$n" -ge 100 ] 2>/dev/null && echo 'ok kill-moments' || echo "not ok kill-moments (only $n changes)"
cp -r "$work/out" "$work/all"
cp -r "$work/all" "$work/want-of-all" && build shrunk want-of-all

sums() { (cd "$work/$1" && find . -path ./.dengbao -prune -o -type f -exec sha256sum {} +); }
{ sums old; sums all; } >"$work/known"
# Whatever stands under its final name is whole: as the earlier run or the one without a kill has it.
whole() {
    sums out | grep -vxF -f "$work/known" >"$work/broken"
    [ ! -s "$work/broken" ] || { echo "not ok kill-half-written-$1"; cat "$work/broken"; }
}
# made_good NAME: what one run that is left alone makes of it.
made_good() {
    if build shrunk out && diff -r "$work/$want" "$work/out" >"$work/diff"; then echo "ok kill-$1"; else
        echo "not ok kill-$1"
        head -n 10 "$work/diff"
        find "$work/out/.dengbao" 2>/dev/null
    fi
}
# Papers that the killed run got to their names.
count_new() { find "$work/out/units" -name '*.pdf' | grep -c -e 丙 -e 戊 -e 己 -e 庚; }

for moment in $(seq "$n"); do
    afresh
    killed "$moment" grown || echo "not ok kill-killed-$moment"
    whole "$moment"
    cmp -s "$work/out/manifest.json" "$work/all/manifest.json" && want=want-of-all || want=want
    [ ! -s "$work/out/.dengbao/journal" ] || echo "$(count_new)" >>"$work/seen"
    made_good "$moment"
done
# With the journal begun: before the first paper had its name, at once after, and when all had theirs.
for seen in 0 1 "$(find "$work/all/units" -name '*.pdf' | grep -c -e 丙 -e 戊 -e 己 -e 庚)"; do
    grep -qx "$seen" "$work/seen" && echo "ok kill-seen-$seen" || echo "not ok kill-seen-$seen"
done

want=want
for round in 1 2 3 4 5; do
    afresh
    for name in grown other earlier grown; do
        killed $((n * round / 10 + 12)) $name
        # none was a whole one but of the same: what changed is told since the first
        cmp -s "$work/out/manifest.json" "$work/old/manifest.json" || echo "not ok kill-row-$round-$name"
    done
    made_good "row-$round"
done
