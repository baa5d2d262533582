#!/bin/sh
# Two registers give one code to a name and to what that became by the history, over two steps: the code is the present name's, and
# the former one is told; a third of that code makes it a dispute, as do a name that came back and a history whose day has not come; a list that is no
# register and has the former name speaks of the institution itself.
printf '单位名称,组织机构代码,行政区划代码\n甲卫生院,00000901-3,360102\n' >"$1/in/a.csv"
printf '单位名称,组织机构代码,行政区划代码\n甲医院,00000901-3,360102\n' >"$1/in/b.csv"
printf '单位名称,组织机构代码,系统名称,定级（等级）\n甲卫生院,00000901-3,门诊系统,第二级\n' >"$1/list.csv"
printf '原单位名称,现单位名称,日期,行政区划代码\n甲卫生院,甲乡医院,2010-05-01,360102\n甲乡医院,甲医院,2011-05,360102\n' >"$1/history.csv"
run() { # OUT: the run, and what is told of codes
    "$program" build "$1/in" -o "$1/$2" --as-of 2012-06-30 --only province --history "$1/history.csv" >"$1/said" 2>&1
    cat "$1/said"
    cut -d, -f1-4,7 "$1/$2/data/diagnostics.csv" | grep UNIT_CODE >"$1/told"
}
run "$1" one
printf 'a.csv,,A2,UNIT_CODE_FORMER,甲卫生院\n' | cmp - "$1/told" || exit 1
[ "$(cut -d, -f1-3 "$1/one/data/units.csv" | tail -n +2)" = '000009013,甲医院,000009013
360102-甲卫生院,甲卫生院,' ] || exit 1
mv "$1/in/a.csv" "$1/a.csv"; cp "$1/list.csv" "$1/in/c.csv"
run "$1" listed
[ ! -s "$1/told" ] && [ "$(tail -n +2 "$1/listed/data/units.csv" | cut -d, -f1-2)" = '000009013,甲医院' ] &&
    grep -q '^000009013,1,门诊系统' "$1/listed/data/systems.csv" || exit 1
rm "$1/in/c.csv"; mv "$1/a.csv" "$1/in/a.csv"
printf '单位名称,组织机构代码,行政区划代码\n丙医院,00000901-3,360102\n' >"$1/in/c.csv"
run "$1" three
[ "$(grep -c UNIT_CODE_SHARED "$1/told")" -eq 3 ] || exit 1
rm "$1/in/c.csv"
cp "$1/history.csv" "$1/kept.csv"; echo '甲医院,甲卫生院,2011-09-01,360102' >>"$1/history.csv"
run "$1" back
[ "$(grep -c UNIT_CODE_SHARED "$1/told")" -eq 2 ] || exit 1
sed 's/2011-05/2012-08-01/' "$1/kept.csv" >"$1/history.csv"
run "$1" ahead
[ "$(grep -c UNIT_CODE_SHARED "$1/told")" -eq 2 ]
