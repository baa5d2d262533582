#!/bin/sh
# --bundle zip: an archive an institution holds what its folder would, under UTF-8 names, to the byte the same whoever made
# it and when; it takes the folder's place and gives it back. --sm3: SM3 of everything beside SHA-256, as openssl counts
# it, held by verify, which finds the same with one process and many.
build=${1:-build}
case $build in /*) ;; *) build=$PWD/$build ;; esac
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
DENGBAO_HOME=$PWD
export DENGBAO_HOME
mkdir "$work/in"
printf '单位名称,行政区划代码\n甲医院,360102\n乙医院,360103\n' >"$work/in/单位.csv"
printf '所属单位,系统名称,安全保护等级\n甲医院,甲系统,第二级\n乙医院,乙系统,第三级\n' >"$work/in/系统.csv"

build() { # OUT OPTION...
    out=$1
    shift
    "$build/dengbao" build "$work/in" -o "$work/$out" --as-of 2012-06-30 --progress none "$@" >"$work/printed" 2>&1
    status=$?
    [ $status -le 1 ] || { echo "not ok bundle-build-$out ($status)"; cat "$work/printed"; }
}
same() { # NAME WANT GOT
    if diff -r "$work/$2" "$work/$3" >"$work/diff" 2>&1; then echo "ok bundle-$1"; else
        echo "not ok bundle-$1"
        head -n 10 "$work/diff"
    fi
}
verify() { # NAME STATUS FOUND...: verify ends so and tells just these ids, by one process and by three.
    name=$1 wanted=$2
    shift 2
    for jobs in 1 3; do
        "$build/dengbao" verify "$work/out" -j $jobs >"$work/told" 2>&1
        status=$?
        ids=$(grep -o '\[VERIFY_[A-Z]*\]\|VERIFY_[A-Z]*' "$work/told" | tr -d '[]' | sort | tr '\n' ' ')
        [ $status -eq "$wanted" ] && [ "$ids" = "${*:+$* }" ] && echo "ok bundle-verify-$name-$jobs" ||
            { echo "not ok bundle-verify-$name-$jobs ($status: $ids)"; cat "$work/told"; }
    done
}

build folders -j 1
build out --bundle zip --sm3 -j 2
python3 - "$work" <<'PY'
import glob, os, sys, zipfile
work = sys.argv[1]
archives = glob.glob(work + '/out/units/*')
ok = lambda name, is_so: print(('ok' if is_so else 'not ok'), 'bundle-' + name)
ok('archives-alone', len(archives) == 2 and all(a.endswith('.zip') for a in archives))
for path in archives:
    with zipfile.ZipFile(path) as archive:
        if archive.testzip() or any(i.date_time[:3] != (1980, 1, 1) or not i.flag_bits & 0x800 for i in archive.infolist()):
            print('not ok bundle-whole', path)
        archive.extractall(work + '/taken')
PY
same holds-the-folders folders/units taken
# Info-ZIP takes names for what they are only where the entry says so.
(cd "$work" && mkdir unzipped && for archive in out/units/*.zip; do LC_ALL=C.UTF-8 unzip -q -d unzipped "$archive"; done)
same unzip folders/units unzipped
grep -o 'href="units/[^"]*"' "$work/out/index.html" | grep -c '\.zip"' | grep -qx 2 && echo 'ok bundle-linked' || echo 'not ok bundle-linked'
cp -r "$work/out" "$work/once"
build out --bundle zip --sm3 -j 1
grep -q 'nothing to do' "$work/printed" && echo 'ok bundle-nothing-to-do' || echo 'not ok bundle-nothing-to-do'
rm "$work/out/index.html"
build out --bundle zip --sm3 -j 1
grep -q '2 个单位.*unchanged' "$work/printed" && echo 'ok bundle-left' || echo 'not ok bundle-left'
same again once out
build out --bundle zip --sm3 -j 1 --force
same forced once out

python3 - "$work" <<'PY'
import json, subprocess, sys
work = sys.argv[1]
manifest = json.load(open(work + '/out/manifest.json'))
seals = manifest['sm3']
def is_sealed(names, where):
    return set(names) == set(seals[where])
print('ok' if all(is_sealed(manifest[w], w) for w in ('inputs', 'templates', 'fonts', 'outputs')) and len(seals['program']) == 1
      else 'not ok', 'bundle-sm3-of-all')
def openssl(path):
    return subprocess.run(['openssl', 'dgst', '-sm3', path], capture_output=True, text=True).stdout.split()[-1]
wrong = [p for p in seals['outputs'] if openssl(work + '/out/' + p) != seals['outputs'][p]]
wrong += [p for p in seals['inputs'] if openssl(work + '/in/' + p) != seals['inputs'][p]]
print('not ok bundle-sm3-openssl ' + ' '.join(wrong) if wrong else 'ok bundle-sm3-openssl')
PY
verify whole 0
printf 'x' >>"$work/out/data/units.csv"
rm "$work/out/data/systems.csv"
printf 'x' >"$work/out/others.txt"
verify touched 1 VERIFY_CHANGED VERIFY_EXTRA VERIFY_MISSING
rm "$work/out/others.txt"
cp "$work/once/data/units.csv" "$work/once/data/systems.csv" "$work/out/data"
# A seal that does not fit is told though SHA-256 does.
sed -i '/"sm3"/,/"units"/s/^\(      "data\/units.csv": "\)./\1x/' "$work/out/manifest.json"
verify seal 1 VERIFY_CHANGED

build out
same back folders/units out/units
grep -q '"sm3"' "$work/out/manifest.json" && echo 'not ok bundle-sm3-unasked' || echo 'ok bundle-sm3-unasked'
