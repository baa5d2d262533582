#!/bin/sh
# One request for memory fails (starve_at.c), anywhere: in the main process the run ends with 3, says so, and all that stands
# under a final name is whole; a process that makes papers is replaced and OUT is what it ought to be; one that reads a file
# is reported for that file or replaced; and never a page, a cell or a crash more than that. The next run makes all good.
build=${1:-build}
case $build in /*) ;; *) build=$PWD/$build ;; esac
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
DENGBAO_HOME=$PWD
export DENGBAO_HOME
${CC:-cc} -shared -fPIC -Wl,--build-id=none -o "$work/starve_at.so" tests/checks/starve_at.c -ldl || echo 'not ok starve-compiles'
mkdir "$work/in"
printf '单位名称,行政区划代码\n甲医院,360102\n乙医院,360103\n丙医院,360104\n丁医院,360105\n' >"$work/in/单位.csv"
printf '所属单位,系统名称,安全保护等级\n甲医院,甲系统,第二级\n乙医院,乙系统,第三级\n丙医院,丙系统,第二级\n丁医院,丁系统,第二级\n' >"$work/in/系统.csv"

build() { # KIND AT OUT JOBS
    STARVE=$1 STARVE_AT=$2 STARVE_MARK=$work/mark LD_PRELOAD="$work/starve_at.so" "$build/dengbao" build "$work/in" \
        -o "$work/$3" --as-of 2012-06-30 --quiet -j "$4" --only filing,workbooks >"$work/printed" 2>&1
}
# What is not as it ought to be under a final name.
broken() {
    (cd "$work/out" 2>/dev/null && find . -path ./.dengbao -prune -o -type f -print) | while read -r file; do
        cmp -s "$work/out/$file" "$work/want/$file" || echo "$file"
    done
}
# starve KIND AT JOBS: counts those that failed in `failed`.
failed=0
starve() {
    rm -rf "$work/out" "$work/mark"
    build "$1" "$2" out "$3"
    status=$?
    cp "$work/printed" "$work/said"
    [ ! -e "$work/mark" ] || failed=$((failed + 1))
    case $1-$status in
    main-3)
        grep -q 'out of memory' "$work/said" && broken >"$work/wrong" || echo 'says nothing' >"$work/wrong"
        ;;
    main-[01] | worker-[01]) diff -r "$work/want" "$work/out" >"$work/wrong" ;;
    # The file that was being read may be reported, and what it would have given is missing then.
    reader-[013]) : >"$work/wrong" ;;
    *) echo "status $status" >"$work/wrong" ;;
    esac
    build none 1 out 1
    # A run that lacks a file is whole: what is there again is told once.
    [ "$1" != reader ] || build none 1 out 1
    diff -r "$work/want" "$work/out" >>"$work/wrong"
    [ ! -s "$work/wrong" ] && echo "ok starve-$1-$2" || { echo "not ok starve-$1-$2"; head -n 6 "$work/wrong" "$work/said"; }
}
enough() { # NAME LEAST
    [ $failed -ge "$2" ] && echo "ok starve-$1-happens" || echo "not ok starve-$1-happens ($failed)"
    failed=0
}

build main 0 want 1
status=$?
n=$(tail -n 1 "$work/printed")
[ $status -le 1 ] && [ "$n" -ge 2000 ] && echo 'ok starve-moments' || { echo "not ok starve-moments ($status, $n)"; cat "$work/printed"; exit 1; }
for part in $(seq 9); do starve main $((n * part / 10 + 1)) 1; done
enough main 9
for at in 1 30 200 600 1200; do starve worker $at 2; done
enough worker 4
for at in 1 20 60; do starve reader $at 1; done
enough reader 1
