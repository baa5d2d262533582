#!/bin/sh
# A name that is only alike is taken with a word; 第一 and 第二 are two, and so are two places and two codes.
printf '单位名称,行政区划代码,统一社会信用代码\n浔阳区甲乙丙医院,360403,\n浔阳第二医院,360403,\n修水人民医院,360424,\n庐山疗养院,360427,40000000X\n' >"$1/in/a.csv"
printf '单位名称,行政区划代码,组织机构代码\n浔阳甲乙丙医院,360403,\n浔阳第一医院,360403,\n修水县人民医院,360403,\n庐山市疗养院,360427,800000017\n' >"$1/roster.csv"
"$program" build "$1/in" -o "$1/out" --as-of 2012-06-30 --only province --roster "$1/roster.csv" >"$1/said" 2>&1
cat "$1/said"
[ "$(grep -c ROSTER_NEAR "$1/out/data/diagnostics.csv")" -eq 1 ] &&
    grep -q '^roster.csv,,2,ROSTER_NEAR,warning,.*浔阳区甲乙丙医院.*88%' "$1/out/data/diagnostics.csv" &&
    [ "$(grep -c ,near, "$1/out/data/roster.csv")" -eq 1 ] && grep -q '^浔阳甲乙丙医院,.*,near,roster.csv!!2,88' "$1/out/data/roster.csv"
