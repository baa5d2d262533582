#!/bin/sh
# Exit statuses: 0 done, 1 errors in the input, 2 usage (and what has not had its turn), 3 could not
# finish; and a run that could not finish leaves nothing half-written.
build=${1:-build}
program=$build/dengbao
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

expect() {
    want=$1 name=$2
    shift 2
    "$@" >"$work/printed" 2>&1
    status=$?
    if [ "$status" -eq "$want" ]; then echo "ok status-$name"; else
        echo "not ok status-$name (exit status $status, not $want)"
        head -n 5 "$work/printed"
    fi
}

says() {
    if grep -qF -- "$2" "$work/printed"; then echo "ok says-$1"; else
        echo "not ok says-$1 ($2)"
        head -n 5 "$work/printed"
    fi
}

# Nothing in a folder but whole files: no temporary names, nothing empty, every XLSX and PDF ends. What an unfinished
# run wrote down may stay for the next one.
whole() {
    bad=$(find "$1" \( -name '.*' ! -path "$1" ! -name .dengbao \) -o \( -path '*/.dengbao/*' ! -name journal \) -o \( -type f -size 0 \) | head -n 5)
    for file in $(find "$1" -name '*.xlsx'); do unzip -tqq "$file" >/dev/null 2>&1 || bad="$bad $file"; done
    for file in $(find "$1" -name '*.pdf'); do tail -c 16 "$file" | grep -q '%%EOF' || bad="$bad $file"; done
    if [ -z "$bad" ]; then echo "ok whole-$2"; else echo "not ok whole-$2 ($bad)"; fi
}

printf '@file a.xlsx\n@sheet 单位信息\n@include %s/tests/errors/unit.txt\n@end\n@sheet 系统清单\n@include %s/tests/errors/system.txt\n@end\n' "$PWD" "$PWD" >"$work/clean.txt"
"$build/tools/make_workbook" "$work/clean.txt" "$work/clean"

expect 0 clean "$program" build "$work/clean" -o "$work/out" --as-of 2012-06-30
expect 0 check-clean "$program" check "$work/clean" --as-of 2012-06-30
expect 1 samples-have-errors "$program" check samples/inbox
expect 0 help "$program" --help
expect 0 version "$program" -V
for command in build check explain proof report verify; do
    expect 0 "help-$command" "$program" help "$command"
    says "help-$command" "dengbao $command"
    "$program" "$command" --help | cmp -s - "$work/printed" && echo "ok same-help-$command" || echo "not ok same-help-$command"
done
mkdir "$work/doubted"
printf '单位名称,行政区划代码\n甲医院,360102\n' >"$work/doubted/单位.csv"
printf '系统名称,安全保护等级\n甲系统,第二级\n' >"$work/doubted/系统.csv"
expect 0 warnings "$program" check "$work/doubted" --as-of 2012-06-30
expect 1 warnings-are-errors "$program" check "$work/doubted" --strict --as-of 2012-06-30
expect 0 strict-clean "$program" check "$work/clean" --strict --as-of 2012-06-30
# What is doubtful of the run counts like what is doubtful of the input: an edition in force that is not built yet.
cp -r templates "$work/unbuilt"
rm "$work/unbuilt/prose/grading-report.2025.yaml"
unbuilt="--templates $work/unbuilt --fonts fonts --as-of 2025-06-30"
# Words on purpose.
expect 0 edition-warned "$program" check "$work/clean" $unbuilt
says edition-warned '改用 2020 版'
expect 1 edition-is-error "$program" check "$work/clean" --strict $unbuilt
expect 1 edition-is-error-quietly "$program" check "$work/clean" --strict $unbuilt -q
says edition-is-error-quietly 2025
"$program" build "$work/clean" -o "$work/spoken" --as-of 2012-06-30 -v --progress plain >"$work/answer" 2>"$work/printed"
says verbose-file a.xlsx
says verbose-unit 样本医院
grep -q '读取\|编制' "$work/answer" && echo 'not ok progress-not-on-stdout' || echo 'ok progress-not-on-stdout'
"$program" build "$work/clean" -o "$work/spoken" --as-of 2012-06-30 -q >"$work/answer" 2>"$work/printed"
[ ! -s "$work/printed" ] && [ ! -s "$work/answer" ] && echo 'ok quiet' || echo 'not ok quiet'
expect 0 quiet-doubted "$program" check "$work/doubted" -q --as-of 2025-06-30
[ ! -s "$work/printed" ] && echo 'ok quiet-warnings' || echo 'not ok quiet-warnings'
mkdir "$work/wrong"
cp "$work/doubted/单位.csv" "$work/wrong"
printf '系统名称,安全保护等级\n甲系统,第九级\n' >"$work/wrong/系统.csv"
expect 1 quiet-errors "$program" check "$work/wrong" -q
says quiet-errors LEVEL_RANGE
grep -q '\[警告\]\|\[提示\]\|共 ' "$work/printed" && echo 'not ok quiet-errors-only' || echo 'ok quiet-errors-only'
expect 0 explain "$program" explain "$work/clean" --system 样本系统 --as-of 2012-06-30
says explain 样本系统

expect 2 no-command "$program"
expect 2 unknown-command "$program" bild "$work/clean"
says nearest-command build
expect 2 unknown-option "$program" build "$work/clean" -o "$work/x" --provence 江西省
says nearest-option --province
expect 2 nothing-near "$program" xyzzy "$work/clean"
grep -q '是否为' "$work/printed" && echo 'not ok no-empty-suggestion' || echo 'ok no-empty-suggestion'
expect 2 unit-nothing-near "$program" explain "$work/clean" --unit 没有的单位
grep -q '是否为' "$work/printed" && echo 'not ok no-empty-unit' || echo 'ok no-empty-unit'
expect 2 no-input "$program" build -o "$work/x"
expect 2 no-output "$program" build "$work/clean"
expect 2 no-such-inbox "$program" check "$work/nowhere"
says no-such-inbox FILE_MISSING
for shard in 0/2 3/2 1 1/ /2 a/b -1/2 1/2/3; do
    expect 2 "bad-shard-$shard" "$program" build "$work/clean" -o "$work/x" --shard="$shard"
    says "bad-shard-$shard" 'K/N'
done
expect 2 bad-date "$program" build "$work/clean" -o "$work/x" --as-of 2011-02-30
expect 2 no-such-system "$program" explain "$work/clean" --system 没有的系统
expect 3 previous-of-nothing "$program" build "$work/clean" -o "$work/never" --as-of 2012-06-30 --previous "$work/clean"
says previous-of-nothing REPORT_NO_DATA
expect 2 bad-level "$program" build "$work/clean" -o "$work/never" --level town
says bad-level 'province、city、ministry'
expect 0 level "$program" build "$work/clean" -o "$work/by-county" --as-of 2012-06-30 --level city --only province
expect 2 bad-jobs "$program" build "$work/clean" -o "$work/x" -j 0
[ ! -e "$work/x" ] && echo 'ok usage-writes-nothing' || echo 'not ok usage-writes-nothing'

# The log: a JSON object a line, from the start to the status; one that cannot be written is said.
expect 0 log "$program" build "$work/clean" -o "$work/logged" --as-of 2012-06-30 --log "$work/log"
python3 - "$work/log" <<'PY' && echo 'ok log-lines' || echo 'not ok log-lines'
import json, sys
lines = [json.loads(line) for line in open(sys.argv[1], encoding="utf-8")]
events = [line["event"] for line in lines]
assert events[0] == "start" and events[1] == "edition" and events[-1] == "end" and lines[-1]["status"] == 0
assert events.count("unit") == next(line["units"] for line in lines if line["event"] == "rendering")
assert next(line for line in lines if line["event"] == "written")["pages"] > 5
parts = next(line for line in lines if line["event"] == "parts")
for part in "judge", "layout", "audit", "glyphs", "content", "deflate", "fonts", "objects", "books", "hash", "write":
    assert 0 < parts[part + "_ms"] < 60000, part
PY
expect 3 log-nowhere "$program" check "$work/clean" --log "$work/none/log"
expect 3 log-full "$program" check "$work/clean" --as-of 2012-06-30 --log /dev/full
expect 2 log-unused "$program" explain "$work/clean" --log "$work/log"

# Whatever memory there is, the program ends by itself: done, or with 3.
for size in 60000 140000 200000 260000; do
    (ulimit -v $size && "$program" build "$work/clean" -o "$work/tight" --as-of 2012-06-30 >"$work/printed" 2>&1)
    status=$?
    case $status in 0 | 1 | 3) echo "ok memory-$size" ;; *) echo "not ok memory-$size (exit status $status)" ;; esac
done

: >"$work/file"
expect 3 out-is-a-file "$program" build "$work/clean" -o "$work/file" --as-of 2012-06-30
expect 3 out-below-a-file "$program" build "$work/clean" -o "$work/file/out" --as-of 2012-06-30
[ ! -s "$work/file" ] && echo 'ok out-is-a-file-untouched' || echo 'not ok out-is-a-file-untouched'

# No file may grow past 16 KiB: whatever is larger fails half-way. A first good run must survive it.
limited() {
    (trap '' XFSZ; ulimit -f "$1"; shift; exec "$@")
}
cp -r "$work/out" "$work/kept"
expect 3 files-limited limited 32 "$program" build samples/inbox -o "$work/limited" --as-of 2012-06-30
[ ! -d "$work/limited" ] || whole "$work/limited" files-limited
expect 3 files-limited-over-old limited 1 "$program" build "$work/clean" -o "$work/out" --as-of 2012-07-31
whole "$work/out" files-limited-over-old
