#!/bin/sh
# Papers whose institution, rules, words, fonts and options are as they were are not made again, and that cannot be told
# from OUT: it is, to the byte, what a run that makes all again leaves. What changed is made again: an answer, a word of
# the templates, an option, a paper that somebody touched; what vanished leaves. Killed in between, the next run mends it.
build=${1:-build}
case $build in /*) ;; *) build=$PWD/$build ;; esac
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
DENGBAO_HOME=$PWD
export DENGBAO_HOME
${CC:-cc} -shared -fPIC -Wl,--build-id=none -o "$work/kill_at.so" tests/checks/kill_at.c -ldl || echo 'not ok fresh-compiles'
mkdir "$work/in"
printf '单位名称,行政区划代码\n甲医院,360102\n乙医院,360103\n丙医院,360104\n丁医院,360105\n' >"$work/in/单位.csv"
printf '所属单位,系统名称,安全保护等级\n甲医院,甲系统,第二级\n乙医院,乙系统,第三级\n丙医院,丙系统,第二级\n丁医院,丁\340\244\205系统,第二级\n' >"$work/in/系统.csv"

build() { # OUT OPTION...
    out=$1
    shift
    "$build/dengbao" build "$work/in" -o "$work/$out" --as-of 2012-06-30 --progress none "$@" >"$work/printed" 2>&1
    status=$?
    [ $status -le 1 ] || { echo "not ok fresh-build-$out ($status)"; cat "$work/printed"; }
}
# left N NAME: the last run left the papers of N institutions.
left() {
    n=$(sed -n 's/^其中 \([0-9]*\) 个单位.*unchanged.*/\1/p' "$work/printed")
    grep -q 'nothing to do' "$work/printed" && n=all
    [ "${n:-0}" = "$1" ] && echo "ok fresh-left-$2" || echo "not ok fresh-left-$2 (${n:-0}, not $1)"
}
same() { # NAME WANT GOT
    if diff -r "$work/$2" "$work/$3" >"$work/diff" 2>&1; then echo "ok fresh-$1"; else
        echo "not ok fresh-$1"
        head -n 10 "$work/diff" "$work/printed"
    fi
}
# again N NAME OPTION...: the next run leaves N, and its OUT is what making all again gives on the same OUT.
again() {
    n_left=$1 name=$2
    shift 2
    rm -rf "$work/all" && cp -r "$work/out" "$work/all"
    build all --force "$@"
    left 0 "$name-forced"
    build out "$@"
    left "$n_left" "$name"
    same "$name" all out
}

build out
left 0 first
grep -q ',GLYPH_MISSING,' "$work/out/data/diagnostics.csv" && echo 'ok fresh-complains' || echo 'not ok fresh-complains'
cp -r "$work/out" "$work/once"
again all unchanged -j 2
same unchanged-is-the-first once out
grep -q ',GLYPH_MISSING,' "$work/out/data/diagnostics.csv" && echo 'ok fresh-complains-again' || echo 'not ok fresh-complains-again'

# A run that is made of all the last one was has nothing to do, and says so; what is not an institution's paper counts too.
touch "$work/out/stray.txt"
build out
left all stray
grep -q 'stray.txt' "$work/printed" && echo 'ok fresh-stray-told' || echo 'not ok fresh-stray-told'
rm "$work/out/stray.txt"
build out --strict
left all strict
[ "$status" = 1 ] && echo 'ok fresh-strict-status' || echo "not ok fresh-strict-status ($status)"
for lost in 问题清单.xlsx data/systems.csv index.html; do
    rm "$work/out/$lost"
    build out
    left 3 "without-$lost"
    same "with-$lost" once out
done
echo 'note' >"$work/in/readme.txt"
build out
left 3 listing
rm "$work/in/readme.txt"
build out --limit cpu=19
left 3 limit
printf '单位名称\n甲医院\n' >"$work/roster.csv"
build out --roster "$work/roster.csv"
left 3 roster
build out --roster "$work/roster.csv"
left all same-roster
printf '单位名称\n甲医院\n乙医院\n' >"$work/roster.csv"
build out --roster "$work/roster.csv"
left 3 other-roster
build out
same roster-and-back once out
# A file that may be read another time is tried another time.
awk 'BEGIN { print "所属单位,系统名称"; for (i = 0; i < 90000; i++) print "戊医院,某系统" i }' >"$work/in/大.csv"
build out --limit output=1
grep -q 'FILE_LIMIT' "$work/out/data/diagnostics.csv" && echo 'ok fresh-limited' || echo 'not ok fresh-limited'
build out --limit output=1
left 3 limited-again
rm "$work/in/大.csv"
build out
same limited-and-back once out

# A paper that somebody changed, keeping its size, or took away.
paper=$(find "$work/out/units" -path '*甲医院*' -name '备案表*.pdf' | head -n 1)
printf x | dd of="$paper" bs=1 seek=900 conv=notrunc 2>/dev/null
rm -f "$work/out/units/"*乙医院*/义务清单.xlsx
again 1 touched
same touched-is-mended once out

# What is asked for in part leaves the rest as it was, and as known.
build out --unit 甲医院
build out
left 3 after-one-unit
same after-one-unit once out
build out --only checklist
left 0 other-papers
build out
left 0 all-papers
same all-papers once out
build out --as-of 2012-07-01
left 0 other-day
build out --as-of 2012-07-01 --draft
left 0 draft
build out

# Words of the templates; the way back too.
cp -r templates "$work/templates"
echo '# Changed.' >>"$work/templates/docs/papers.yaml"
again 0 other-words --templates "$work/templates"
build out
same other-words-and-back once out

# An answer, an institution more, one less; then killed in the middle of the same.
sed -i 's/丙系统,第二级/丙系统,第三级/' "$work/in/系统.csv"
again 2 answer
printf '戊医院,360102\n' >>"$work/in/单位.csv"
again 3 more
sed -i '/^戊医院/d' "$work/in/单位.csv"
again 3 less
find "$work/out" -path '*戊医院*' | grep -q . && echo 'not ok fresh-vanished' || echo 'ok fresh-vanished'
cp -r "$work/out" "$work/before"
sed -i 's/甲系统,第二级/甲系统,第三级/; s/丙系统,第三级/丙系统,第二级/' "$work/in/系统.csv"
again 1 last
cp -r "$work/out" "$work/last"
rm -rf "$work/out" && cp -r "$work/before" "$work/out"
count() { KILL_AT=$1 LD_PRELOAD="$work/kill_at.so" "$build/dengbao" build "$work/in" -o "$work/out" --as-of 2012-06-30 -q -j 1 >"$work/printed" 2>&1; }
count 0
n=$(tail -n 1 "$work/printed")
for part in 1 3 5 6 7; do
    rm -rf "$work/out" && cp -r "$work/before" "$work/out"
    count $((n * part / 8))
    [ $? -eq 137 ] && echo "ok fresh-killed-$part" || echo "not ok fresh-killed-$part"
    build out
    same "killed-$part" last out
done
