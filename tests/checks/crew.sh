#!/bin/sh
# Several processes make the papers: the same bytes as one process makes, whoever of them dies and when; an institution
# that fells two is reported and keeps what it had, and the others are whole.
build=${1:-build}
case $build in /*) ;; *) build=$PWD/$build ;; esac
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
DENGBAO_HOME=$PWD
export DENGBAO_HOME
${CC:-cc} -shared -fPIC -Wl,--build-id=none -o "$work/kill_at.so" tests/checks/kill_at.c -ldl || echo 'not ok crew-compiles'
mkdir "$work/inbox" && cp -r samples/inbox/九江市卫生系统汇总.xlsx samples/inbox/宜春市沧溪医院-问题表.xlsx samples/inbox/修水县云门医院 \
    "$work/inbox/"
build() { # OUT OPTION...
    out=$1
    shift
    "$build/dengbao" build "$work/inbox" -o "$work/$out" --as-of 2012-06-30 --progress none "$@" >"$work/printed" 2>&1
}
same() { # NAME WANT GOT
    if diff -r "$work/$2" "$work/$3" >"$work/diff" 2>&1; then echo "ok $1"; else
        echo "not ok $1"
        head -n 10 "$work/diff" "$work/printed"
    fi
}
build one -j 1
[ $? -eq 1 ] && echo 'ok crew-one' || { echo 'not ok crew-one'; cat "$work/printed"; exit 1; }
for n in 2 16; do
    build "out-$n" -j $n
    [ $? -eq 1 ] && echo "ok crew-$n-status" || echo "not ok crew-$n-status"
    same "crew-$n" one "out-$n"
    rm -rf "$work/out-$n"
done

# One of them dies, early, in the middle of an institution, late: its institution is made by another.
for moment in 1 40 90; do
    rm -f "$work/mark"
    (KILL_WORKER_AT=$moment KILL_WORKER_MARK="$work/mark" LD_PRELOAD="$work/kill_at.so" build dead -j 2)
    [ -e "$work/mark" ] && echo "ok crew-killed-$moment" || echo "not ok crew-killed-$moment"
    same "crew-replaced-$moment" one dead
    rm -rf "$work/dead"
done

# Limits: one of them computes for ever, or is halted; its institution is reported, once, and all others are whole. Memory
# that is not there now may be there another time.
limit() { # KILL_BY LIMIT
    rm -rf "$work/mark" "$work/limit"
    (KILL_WORKER_AT=40 KILL_WORKER_MARK="$work/mark" KILL_BY=$1 LD_PRELOAD="$work/kill_at.so" build limit -j 2 --limit "$2")
}
for way in SPIN:unit-cpu=1 STOP:unit-time=2; do
    name=${way#*:}
    limit "${way%%:*}" "$name"
    [ $? -eq 1 ] && [ "$(grep -c ',WORKER_LIMIT,error,' "$work/limit/data/diagnostics.csv")" -eq 1 ] &&
        grep -q "WORKER_LIMIT,error,.*用了 ${name#*=} 秒.*--limit ${name%=*}=" "$work/limit/data/diagnostics.csv" &&
        echo "ok crew-limit-$name" || { echo "not ok crew-limit-$name"; tail -n 5 "$work/printed"; }
    lost=$(sed -n 's/.*WORKER_LIMIT.*,\([0-9]\{6\}-[^,]*\),.*/\1/p' "$work/limit/data/diagnostics.csv")
    rm -rf "$work/others" && cp -r "$work/one/units" "$work/others" && rm -rf "${work:?}/others/$lost"*
    [ -n "$lost" ] && same "crew-limit-$name-others" others limit/units
    build limit -j 2
    build limit -j 2
    same "crew-limit-$name-is-found-again" one limit
done
limit EAT unit-memory=200
[ -e "$work/mark" ] && echo 'ok crew-ate' || echo 'not ok crew-ate'
same crew-ate-is-replaced one limit
rm -rf "$work/limit"
(KILL_WORKER_AT=1 KILL_BY=EAT LD_PRELOAD="$work/kill_at.so" build limit -j 1 --limit unit-memory=200)
n_units=$(($(wc -l <"$work/one/data/units.csv") - 1))
[ "$(grep -c ',WORKER_LIMIT,error,.*内存超过 200 MB.*unit-memory' "$work/limit/data/diagnostics.csv")" -eq "$n_units" ] &&
    echo 'ok crew-limit-memory' || echo 'not ok crew-limit-memory'

# So little memory that some get nothing done: that is told of each institution, and of no font or other file of ours.
rm -rf "$work/limit"
build limit -j 2 --limit unit-memory=1
[ $? -eq 1 ] && [ "$(grep -c ',WORKER_LIMIT,error,.*unit-memory' "$work/limit/data/diagnostics.csv")" -ge 1 ] &&
    ! grep -q '严重' "$work/printed" && echo 'ok crew-little-memory' || { echo 'not ok crew-little-memory'; tail -n 5 "$work/printed"; }

# All of them die at the first thing they do: each institution is reported, and keeps its papers.
cp -r "$work/one" "$work/lost" && rm "$work/lost/index.html"
(KILL_WORKER_AT=1 LD_PRELOAD="$work/kill_at.so" build lost -j 2)
[ $? -eq 1 ] && echo 'ok crew-lost-status' || { echo 'not ok crew-lost-status'; cat "$work/printed"; }
n_lost=$(grep -c ',WORKER_LOST,error,' "$work/lost/data/diagnostics.csv")
[ "$n_lost" -eq "$n_units" ] && echo 'ok crew-lost-are-reported' || echo "not ok crew-lost-are-reported ($n_lost of $n_units)"
same crew-lost-keep-their-papers one/units lost/units
# The first run tells that they came back; the next, of which nothing changed, is as the run that lost none.
build lost -j 2
build lost -j 2
same crew-lost-are-found-again one lost

# The program is killed, its processes with it; the next run makes it good.
KILL_AT=0 LD_PRELOAD="$work/kill_at.so" "$build/dengbao" build "$work/inbox" -o "$work/count" --as-of 2012-06-30 --quiet -j 2 \
    >"$work/printed" 2>&1
n=$(tail -n 1 "$work/printed")
[ "$n" -ge 100 ] 2>/dev/null && echo 'ok crew-moments' || echo "not ok crew-moments ($n)"
for part in 1 4 7; do
    rm -rf "$work/killed"
    KILL_AT=$((n * part / 8)) LD_PRELOAD="$work/kill_at.so" "$build/dengbao" build "$work/inbox" -o "$work/killed" \
        --as-of 2012-06-30 --quiet -j 2 >"$work/printed" 2>&1
    [ $? -eq 137 ] || echo "not ok crew-program-killed-$part"
    build killed -j 2
    same "crew-program-killed-$part" one killed
done
grep -lsF "$work/killed" /proc/[0-9]*/cmdline >"$work/living" && echo 'not ok crew-leaves-no-process' || echo 'ok crew-leaves-no-process'

# Stopped by a signal, it ends by itself and leaves a tidy OUT.
rm -rf "$work/stopped"
KILL_AT=0 "$build/dengbao" build "$work/inbox" -o "$work/stopped" --as-of 2012-06-30 --progress none -j 2 >"$work/printed" 2>&1 &
pid=$!
while [ ! -e "$work/stopped/units" ] && kill -0 $pid 2>/dev/null; do sleep 0.02; done
kill -INT $pid 2>/dev/null
wait $pid
status=$?
case $status in 3 | 1) echo 'ok crew-stopped' ;; *) echo "not ok crew-stopped ($status)" ;; esac
build stopped -j 2
same crew-stopped-goes-on one stopped
