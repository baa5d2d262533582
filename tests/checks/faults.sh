#!/bin/sh
# A write, a rename or a flush fails once, or for good, on a full or a broken disk (fail_at.c): the run ends with 3 and all
# that stands under a final name is whole, or it ends well and OUT is what it ought to be, no workbook with a piece missing;
# and the next run makes it good. EVERY=1 tries every moment, which takes long.
build=${1:-build}
case $build in /*) ;; *) build=$PWD/$build ;; esac
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
DENGBAO_HOME=$PWD
export DENGBAO_HOME
${CC:-cc} -shared -fPIC -Wl,--build-id=none -o "$work/fail_at.so" tests/checks/fail_at.c -ldl || echo 'not ok faults-compiles'
mkdir "$work/in"
printf '单位名称,行政区划代码\n甲医院,360102\n' >"$work/in/单位.csv"
echo 系统名称,安全保护等级 >"$work/in/系统.csv"
long=$(printf '%.0s信息' $(seq 55))
for i in $(seq 60); do echo "第 $i 个$long系统,第二级"; done >>"$work/in/系统.csv"

# Workbooks first: their libraries write by themselves, and a list of 60 systems fills many of their buffers.
build() { # FAIL_AT OUT
    FAIL_AT=$1 LD_PRELOAD="$work/fail_at.so" "$build/dengbao" build "$work/in" -o "$work/$2" --as-of 2012-06-30 --quiet -j 1 \
        --only workbooks,checklist >"$work/printed" 2>&1
}
build 0 want
status=$?
n=$(tail -n 1 "$work/printed")
[ $status -le 1 ] && [ "$n" -ge 60 ] && echo 'ok faults-moments' || { echo "not ok faults-moments ($status, $n)"; cat "$work/printed"; exit 1; }

step=$((n / 14 + 1)) first=$((n / 14 / 2 + 1))
[ -z "$EVERY" ] || { step=1 first=1; }
failed=0
# All moments while the parts of the workbook are written: only the loss of a whole buffer of its texts goes unseen.
for at in $(seq $first $step "$n") $(seq $((n * 9 / 20)) $((n / 2))); do
    for all in '' 1; do
        [ -z "$all" ] || [ $((at / step % 4)) -eq 1 ] || continue
        rm -rf "$work/out"
        (FAIL_ALL=$all; [ -z "$all" ] && unset FAIL_ALL || export FAIL_ALL; build "$at" out)
        status=$?
        (cd "$work/out" 2>/dev/null && find . -path ./.dengbao -prune -o -type f -print) | while read -r file; do
            cmp -s "$work/out/$file" "$work/want/$file" || echo "$file"
        done >"$work/broken"
        case $status in
        3) failed=$((failed + 1)) ;;
        0 | 1) diff -r "$work/want" "$work/out" >>"$work/broken" ;;
        *) echo "status $status" >>"$work/broken" ;;
        esac
        build 999999999 out || [ $? -eq 1 ] || echo 'next run fails' >>"$work/broken"
        diff -r "$work/want" "$work/out" >>"$work/broken" || tail -n 3 "$work/printed" >>"$work/broken"
        [ ! -s "$work/broken" ] && echo "ok faults-$at$all" || { echo "not ok faults-$at$all"; head -n 6 "$work/broken"; }
    done
done
[ $failed -ge 8 ] && echo 'ok faults-end-with-3' || echo "not ok faults-end-with-3 ($failed)"
