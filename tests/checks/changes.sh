#!/bin/sh
# What changed since the last whole run into the same OUT: after three corrections these three stand in data/changes.csv and
# on index.html, after none neither has anything of it, and OUT is then what the first run left. A run that was killed is no
# whole run: the next one tells what it would have told. `report` tells what changed in its own OUT, not in what it reads.
build=${1:-build}
case $build in /*) ;; *) build=$PWD/$build ;; esac
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
DENGBAO_HOME=$PWD
export DENGBAO_HOME
${CC:-cc} -shared -fPIC -Wl,--build-id=none -o "$work/kill_at.so" tests/checks/kill_at.c -ldl || echo 'not ok changes-compiles'

run() { # COMMAND ARGUMENT...
    "$build/dengbao" "$@" --as-of 2012-06-30 --province 江西省 -q >"$work/printed" 2>&1
    status=$?
    [ $status -le 1 ] || { echo "not ok changes-run ($status)"; cat "$work/printed"; }
}
holds() { # NAME FILE TEXT
    if grep -qF -e "$3" "$2"; then echo "ok changes-$1"; else echo "not ok changes-$1"; cat "$2"; fi
}
same() { # NAME WANT GOT
    if diff -r "$2" "$3" >"$work/diff" 2>&1; then echo "ok changes-$1"; else echo "not ok changes-$1"; head "$work/diff"; fi
}

mkdir "$work/in"
printf '单位名称,行政区划代码,联系人\n甲医院,360102,王一\n乙医院,360103,王二\n' >"$work/in/单位.csv"
printf '所属单位,系统名称,安全保护等级\n甲医院,甲系统,第二级\n乙医院,乙系统,第三级\n乙医院,乙二,第二级\n' >"$work/in/系统.csv"
printf '单位名称,测评预算(万元)\n甲医院,3\n' >"$work/in/管理.csv"
run build "$work/in" -o "$work/out"
run report "$work/out" -o "$work/sum"
[ ! -e "$work/out/data/changes.csv" ] && echo 'ok changes-first' || echo 'not ok changes-first'
cp -r "$work/out" "$work/once"
run build "$work/in" -o "$work/out"
same unchanged "$work/once" "$work/out"

# A level, a person and an amount.
sed -i 's/甲系统,第二级/甲系统,第三级/' "$work/in/系统.csv"
sed -i 's/王二/王三/' "$work/in/单位.csv"
sed -i 's/,3$/,4/' "$work/in/管理.csv"
run build "$work/in" -o "$work/out"
table=$work/out/data/changes.csv
holds level "$table" ',1,level_final,2,3'
holds person "$table" ',,contact_name,王二,王三'
holds amount "$table" ',,management.budget_assessment,3,4'
cut -d , -f 3 "$table" | grep -qv -e '^field$' -e level -e contact_name -e budget -e _declared -e floor -e verdict && {
    echo 'not ok changes-no-others'; cat "$table"; } || echo 'ok changes-no-others'
holds page "$work/out/index.html" '与上次运行相比的变动'
holds page-level "$work/out/index.html" '<td>甲系统<td>安全保护等级<td>第二级<td>第三级'
grep -q '与上年相比，' "$work/out/index.html" && echo 'not ok changes-year' || echo 'ok changes-year'

# The same run, killed at moments of its end, and run again.
cp -r "$work/out" "$work/want"
count() { KILL_AT=$1 LD_PRELOAD="$work/kill_at.so" "$build/dengbao" build "$work/in" -o "$work/killed" --as-of 2012-06-30 \
    --province 江西省 -q -j 1 >"$work/printed" 2>&1; }
cp -r "$work/once" "$work/killed"
count 0
n=$(tail -n 1 "$work/printed")
is_good=1 n_killed=0
for moment in $(seq $((n - 60)) 4 "$n"); do
    rm -rf "$work/killed" && cp -r "$work/once" "$work/killed"
    count "$moment"
    n_killed=$((n_killed + 1))
    # killed behind its manifest it was whole, and nothing changed since
    cmp -s "$work/killed/manifest.json" "$work/want/manifest.json" && continue
    run build "$work/in" -o "$work/killed"
    diff -r "$work/want" "$work/killed" >"$work/diff" 2>&1 || { is_good=0; echo "at $moment"; head -n 5 "$work/diff"; }
done
[ $is_good -eq 1 ] && [ $n_killed -ge 14 ] && echo 'ok changes-killed' || echo 'not ok changes-killed'

run report "$work/once" -o "$work/other"
[ ! -e "$work/other/data/changes.csv" ] && echo 'ok changes-report-first' || echo 'not ok changes-report-first'
run report "$work/out" -o "$work/sum"
same report-its-own "$work/out/data/changes.csv" "$work/sum/data/changes.csv"
run report "$work/out" -o "$work/sum"
[ ! -e "$work/sum/data/changes.csv" ] && echo 'ok changes-report-again' || echo 'not ok changes-report-again'

# An institution that went, one that came.
sed -i '/^甲医院/d; s/乙二/乙三/' "$work/in/单位.csv" "$work/in/系统.csv" "$work/in/管理.csv"
run build "$work/in" -o "$work/out"
holds gone "$table" ',,removed,甲医院,'
holds renamed "$table" ',2,added,,乙三'
