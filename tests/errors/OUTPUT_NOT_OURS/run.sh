#!/bin/sh
# A file of somebody else's under the name of a paper: it stays, the other papers are made, and the error counts. Under
# the name of one of the run's own tables: the run cannot finish. With --force both are written over.
printf '单位名称,行政区划代码\n甲医院,360102\n' >"$1/in/单位.csv"
printf '系统名称,安全保护等级\n甲系统,第二级\n' >"$1/in/系统.csv"
run() { "$program" build "$1/in" -o "$1/$2" --as-of 2012-06-30 $3 >"$1/said" 2>&1; }
mkdir -p "$1/out/units/360102-甲医院" "$1/out2/data"
echo mine >"$1/out/units/360102-甲医院/备案表-待复核.pdf"
echo mine >"$1/out2/data/units.csv"
run "$1" out
[ $? -eq 1 ] && grep -q mine "$1/out/units/360102-甲医院/备案表-待复核.pdf" && [ -s "$1/out/data/units.csv" ] &&
    grep '^units/360102-甲医院/备案表-待复核.pdf,' "$1/out/data/diagnostics.csv" | grep -q OUTPUT_NOT_OURS &&
    ! grep -q 备案表-待复核.pdf "$1/out/manifest.json" || exit 1
run "$1" out # once more: what was not claimed then is not now
[ $? -eq 1 ] && grep -q mine "$1/out/units/360102-甲医院/备案表-待复核.pdf" || exit 1
run "$1" out2
[ $? -eq 3 ] && grep -q '\] OUTPUT_NOT_OURS ' "$1/said" && grep -q mine "$1/out2/data/units.csv" || exit 1
run "$1" out2
[ $? -eq 3 ] || exit 1
run "$1" out --force && run "$1" out2 --force && diff -r "$1/out" "$1/out2" && [ ! -e "$1/out/.dengbao" ]
