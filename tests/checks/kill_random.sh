#!/bin/sh
# All processes of a run with -j 2 are killed at once, at a hundred moments that a seed chooses among the changes that any
# of them makes on the disk; each time one run that is left alone must give what it gives on the same earlier OUT when
# nobody is killed. A run killed behind its manifest was a whole one: the next tells what changed since that one. SEED=N
# tries others.
build=${1:-build}
case $build in /*) ;; *) build=$PWD/$build ;; esac
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
DENGBAO_HOME=$PWD
export DENGBAO_HOME
${CC:-cc} -shared -fPIC -Wl,--build-id=none -o "$work/kill_at.so" tests/checks/kill_at.c -ldl || echo 'not ok kill-random-compiles'

# inbox NAME UNIT...: a system for each.
inbox() {
    name=$1
    shift
    mkdir "$work/$name"
    { echo 单位名称,行政区划代码; printf '%s医院,360102\n' "$@"; } >"$work/$name/单位.csv"
    { echo 所属单位,系统名称,安全保护等级; printf "%s医院,系统-$name,第二级\n" "$@"; } >"$work/$name/系统.csv"
}
inbox earlier 甲 乙 丙
inbox grown 乙 丙 丁 戊 己 庚
run() { # INBOX OUT
    "$build/dengbao" build "$work/$1" -o "$work/$2" --as-of 2012-06-30 --only checklist,calendar --quiet -j 2
}
# killed MOMENT: a group of its own is killed; true if it was.
killed() {
    KILL_ALL_AT=$1 LD_PRELOAD="$work/kill_at.so" setsid -w "$build/dengbao" build "$work/grown" -o "$work/out" --as-of 2012-06-30 \
        --only checklist,calendar --quiet -j 2 >"$work/printed" 2>&1
    [ $? -eq 137 ]
}
afresh() { rm -rf "$work/out" && cp -r "$work/old" "$work/out"; }

run earlier old >"$work/printed" 2>&1 && cp -r "$work/old" "$work/want" && run grown want >"$work/printed" 2>&1 ||
    { echo 'not ok kill-random-build'; cat "$work/printed"; exit 1; }
cp -r "$work/want" "$work/want-again" && run grown want-again >"$work/printed" 2>&1 || echo 'not ok kill-random-again'
afresh
killed 0
n=$(tail -n 1 "$work/printed")
[ "$n" -ge 100 ] 2>/dev/null && echo 'ok kill-random-moments' || echo "not ok kill-random-moments (only $n changes)"

random=${SEED:-20120630}
n_killed=0
for round in $(seq 100); do
    random=$(((random * 1103515245 + 12345) % 2147483648))
    moment=$((random / 1024 % n + 1))
    afresh
    ! killed $moment || n_killed=$((n_killed + 1))
    cp -r "$work/out" "$work/left"
    cmp -s "$work/out/manifest.json" "$work/want/manifest.json" && want=want-again || want=want
    if run grown out >"$work/printed" 2>&1 && diff -r "$work/$want" "$work/out" >"$work/diff"; then echo "ok kill-random-$round"; else
        echo "not ok kill-random-$round (killed at change $moment of $n)"
        head -n 10 "$work/diff" "$work/printed"
        find "$work/left/.dengbao" 2>/dev/null
    fi
    rm -rf "$work/left"
done
# Which process makes a change, and so how many there are, is not always the same: the last moments may come too late.
[ $n_killed -ge 90 ] && echo 'ok kill-random-killed' || echo "not ok kill-random-killed (only $n_killed)"
