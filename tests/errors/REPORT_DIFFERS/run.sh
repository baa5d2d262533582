#!/bin/sh
# Runs of another day, edition, program or year are not summed; of year and province the command line decides.
printf '单位名称,行政区划代码\n甲医院,360102\n' >"$1/in/a.csv"
mkdir "$1/other" && printf '单位名称,行政区划代码\n乙医院,360103\n' >"$1/other/a.csv"
build() { place=$1 to=$2; shift 2; "$program" build "$place" -o "$to" -q "$@"; }
build "$1/in" "$1/甲" --as-of 2012-06-30 --province 江西省 && build "$1/other" "$1/乙" --as-of 2012-07-01 --province 江西省 || exit 1
refused() {
    want=$1 place=$2
    shift 2
    "$program" report "$@" -o "$place/out" >"$place/said" 2>&1
    status=$?
    cat "$place/said"
    [ $status -eq 3 ] && grep -q "REPORT_DIFFERS.*$want" "$place/said" && [ ! -e "$place/out" ]
}
refused '计算日不同，甲: 2012-06-30，乙: 2012-07-01' "$1" "$1/甲" "$1/乙" || refused '计算日不同，乙: 2012-07-01，甲: 2012-06-30' "$1" "$1/甲" "$1/乙" || exit 1
refused '命令行: 2013-01-01，甲: 2012-06-30' "$1" "$1/甲" --as-of 2013-01-01 || exit 1
refused '版本不同，命令行: 2020，甲: 2007' "$1" "$1/甲" --edition 2020 || exit 1
build "$1/other" "$1/乙" --as-of 2012-06-30 --province 江西省 && sed -i 's/"version": "[^"]*"/"version": "0.0.9"/' "$1/乙/manifest.json" || exit 1
refused '程序版本不同' "$1" "$1/甲" "$1/乙" || exit 1
build "$1/other" "$1/乙" --as-of 2012-06-30 --province 江西省 --year 2011 || exit 1
refused '报告年度不同' "$1" "$1/甲" "$1/乙" || exit 1
"$program" report "$1/甲" "$1/乙" -o "$1/out" --year 2012 && grep -q '"year": "2012"' "$1/out/manifest.json" &&
    grep -q '"province": "江西省"' "$1/out/manifest.json"
