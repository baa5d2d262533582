#!/bin/sh
# What is a run's own in OUT, and what is not: check leaves what build made; nothing is removed through a link; a folder
# that cannot be opened any more keeps its institutions; what is withdrawn leaves; a full disk leaves OUT as it was.
build=${1:-build}
case $build in /*) ;; *) build=$PWD/$build ;; esac
program=$build/dengbao
work=$(mktemp -d)
trap 'chmod -R u+rwx "$work"; rm -rf "$work"' EXIT
DENGBAO_HOME=$PWD
export DENGBAO_HOME
cd "$work" || exit 1

run() {
    want=$1 name=$2
    shift 2
    "$program" "$@" --as-of 2012-06-30 --quiet >printed 2>&1
    status=$?
    if [ "$status" -eq "$want" ]; then echo "ok $name"; else
        echo "not ok $name (exit status $status, not $want)"
        head -n 5 printed
    fi
}
holds() {
    name=$1
    shift
    if "$@" >said 2>&1; then echo "ok $name"; else
        echo "not ok $name"
        head -n 10 said
    fi
}
mkdir -p in/甲 in/乙
printf '单位名称,行政区划代码\n甲医院,360102\n' >in/甲/单位.csv
printf '系统名称,安全保护等级\n甲系统,第二级\n' >in/甲/系统.csv
printf '单位名称,行政区划代码\n乙医院,360103\n' >in/乙/单位.csv
printf '系统名称,安全保护等级\n乙系统,第二级\n' >in/乙/系统.csv

# ---- check and build ----
run 0 build build in -o out
cp -r out built
run 0 check-over-build check in -o out
holds check-keeps-units diff -r built/units out/units
holds check-keeps-province diff -r built/province out/province
mkdir half && cp -r in/甲 half/
run 0 check-of-less check half -o out
holds check-of-less-keeps-units diff -r built/units out/units
# The first build tells what changed since the check of less; the next has nothing to tell.
run 0 build-after-check build in -o out
run 0 build-once-more build in -o out
holds build-after-check-is-the-same diff -r built out
run 0 check-alone check in -o checked
holds check-alone-makes-no-units test ! -e checked/units
run 0 check-then-build build in -o checked
holds check-then-build-is-the-same diff -r built checked

# ---- what is withdrawn leaves, also after a check ----
run 0 check-before check half -o out
run 0 build-of-less build half -o out
run 0 build-of-less-afresh build half -o less
holds withdrawn-leave diff -r less out

# ---- a link is not followed ----
cp -r built linked && mkdir elsewhere && mv linked/units/*乙医院 elsewhere/乙 && ln -s "$work/elsewhere/乙" linked/units/360103-乙医院
cp -r elsewhere before
run 0 build-over-link build half -o linked
holds nothing-removed-through-link diff -r before elsewhere
ln -s "$work/built" through
run 0 out-may-be-a-link build in -o through

# ---- a folder that cannot be opened any more ----
cp -r built locked
chmod 0 in/乙
if ls in/乙 >/dev/null 2>&1; then
    # Whoever may open everything: a file in the folder's place cannot be read as a table either.
    chmod 755 in/乙 && mv in/乙 乙 && mkdir in/乙 && : >in/乙/单位.csv && cp 乙/系统.csv in/乙/
fi
run 1 build-locked build in -o locked
holds locked-keeps-papers diff -r built/units locked/units
holds locked-is-named grep -q '^乙.*OUTPUT_KEPT.*乙医院.*2012-06-30' locked/data/diagnostics.csv
holds locked-enters-no-sum test "$(grep -c 乙医院 locked/data/units.csv)" = 0
run 1 build-locked-again build in -o locked
holds kept-again diff -r built/units locked/units
run 1 forced build in -o locked --force
holds forced-drops-papers test ! -e locked/units/360103-乙医院

# ---- no room for the journal: no file may grow ----
cp -r built full && cp -r built before-full
(trap '' XFSZ; ulimit -f 0; exec "$program" build half -o full --as-of 2012-06-30 --quiet >/dev/null 2>printed)
[ $? -eq 3 ] && echo 'ok full-fails' || echo 'not ok full-fails'
holds full-leaves-out-as-it-was diff -r before-full full
(trap '' XFSZ; ulimit -f 0; exec "$program" build half -o new --as-of 2012-06-30 --quiet >/dev/null 2>printed)
holds full-makes-no-folder test ! -e new

# ---- nothing can be read any more; a manifest that does not say whose the papers are counts as well ----
mkdir empty
cp -r built emptied && run 3 emptied build empty -o emptied
holds emptied-stays diff -r built emptied
cp -r built former && sed -i '/^  "units": {/,/^  },/d' former/manifest.json && cp -r former before-former
holds former-has-no-units sh -c '! grep -q "\"units\":" former/manifest.json && grep -q "\"outputs\":" former/manifest.json'
run 3 emptied-former build empty -o former
holds emptied-former-stays diff -r before-former former
run 3 share-over-former build in -o former --shard 1/2
holds share-over-former-stays diff -r before-former former
run 0 emptied-forced build empty -o former --force
holds emptied-forced-drops test ! -e former/units
