#!/bin/sh
# The whole line as its users see it: a grade explained with rule, clause and cells; a label changed without a
# compile; what vanished from the inbox leaves the output; a run killed at any moment is made good by the next.
build=${1:-build}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
case $build in /*) ;; *) build=$PWD/$build ;; esac
program=$build/dengbao
as_of='--as-of 2012-06-30 --province 江西省 --quiet'

check() {
    name=$1
    shift
    if "$@"; then echo "ok line-$name"; else echo "not ok line-$name"; fi
}
says() { grep -qF -- "$2" "$1" || { echo "  not said: $2"; head -n 5 "$1"; return 1; }; }

"$program" explain samples/inbox --unit 赣州市青禾中心医院 --system 医院信息系统 --as-of 2012-06-30 >"$work/why" 2>/dev/null
check explain-floor says "$work/why" '（FL-3）：适用，不低于第三级'
check explain-clause says "$work/why" '指导意见 四（一）1（3）'
check explain-cell says "$work/why" '赣州市青禾中心医院.xlsx:表A 本院情况!'
check explain-verdict says "$work/why" '结论：定级不准'

cp -r templates "$work/templates"
sed -i 's/01单位名称/01机构名称/' "$work/templates/forms/filing-unit.2007.yaml"
"$program" build samples/inbox/赣州市青禾中心医院.xlsx -o "$work/label" --templates "$work/templates" $as_of >"$work/printed" 2>&1
pdftotext -layout "$work"/label/units/*/备案表*.pdf "$work/text"
check label-changed says "$work/text" '01机构名称'

# The bureau's own notes replace the page of notes, and the manifest says that they did.
printf '一、局里印发的第一条。\n二、局里印发的第二条。\n' >"$work/templates/forms/filing-notes.2007.txt"
"$program" build samples/inbox/赣州市青禾中心医院.xlsx -o "$work/own" --templates "$work/templates" $as_of >"$work/printed" 2>&1
pdftotext -f 2 -l 2 "$work"/own/units/*/备案表*.pdf "$work/text"
check own-notes says "$work/text" '二、局里印发的第二条。'
check own-notes-alone sh -c "! grep -q '摘编\|制表依据' $work/text"
check own-notes-hashed says "$work/own/manifest.json" "$(sha256sum <"$work/templates/forms/filing-notes.2007.txt" | cut -d ' ' -f 1)"
check own-notes-checked "$program" --check-templates --templates "$work/templates"
printf '一、\265\332\n' >"$work/templates/forms/filing-notes.2007.txt"
"$program" --check-templates --templates "$work/templates" >"$work/printed" 2>&1
check own-notes-refused says "$work/printed" 'templates/forms/filing-notes.2007.txt'

"$program" build samples/inbox -o "$work/out" $as_of >"$work/printed" 2>&1
"$program" build samples/inbox/赣州市青禾中心医院.xlsx -o "$work/one" $as_of >"$work/printed" 2>&1
cp -r "$work/out" "$work/shrunk"
"$program" build samples/inbox/赣州市青禾中心医院.xlsx -o "$work/shrunk" $as_of >"$work/printed" 2>&1
check vanished-told says "$work/shrunk/data/changes.csv" 都昌县鹭洲医院
"$program" build samples/inbox/赣州市青禾中心医院.xlsx -o "$work/shrunk" $as_of >"$work/printed" 2>&1
check vanished-leave diff -r "$work/one" "$work/shrunk"
check stranger-stays sh -c "echo mine >$work/shrunk/units/note.txt &&
    $program build samples/inbox/赣州市青禾中心医院.xlsx -o $work/shrunk $as_of >/dev/null 2>&1
    test -s $work/shrunk/units/note.txt"

# A sanitized program is slow enough to be caught at work.
for wait in 0.3 0.6 0.9; do
    "$build/test/dengbao" build samples/inbox -o "$work/killed" $as_of >/dev/null 2>&1 &
    pid=$!
    sleep $wait
    kill -KILL $pid 2>/dev/null
    wait $pid 2>/dev/null
    find "$work/killed" -name '*.pdf' ! -name '.*' 2>/dev/null | while read -r pdf; do
        qpdf --check "$pdf" >/dev/null 2>&1 || echo "not ok line-half-written $pdf"
    done
done
"$program" build samples/inbox -o "$work/killed" $as_of >"$work/printed" 2>&1
check killed-made-good diff -r -x '.~*' "$work/out" "$work/killed"
