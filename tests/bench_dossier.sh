#!/bin/sh
# tests/bench_dossier.sh [BUILD]: what a whole dossier costs: processor time and instructions (thousands) that each further
# institution adds, reading and all, from 2 to 10 of them. A plan of 290 requirements alone; five systems with one full gap
# sheet; five systems with five.
build=${1:-build}
case $build in /*) ;; *) build=$PWD/$build ;; esac
here=$(cd "$(dirname "$0")/.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
DENGBAO_HOME=$here
export DENGBAO_HOME

# inbox FOLDER INSTITUTIONS SYSTEMS SYSTEMS-WITH-GAPS
inbox() {
    mkdir -p "$1"
    python3 - "$here/samples/source-plan/抚州市梅溪医院.txt" "$work/source" "$2" "$3" "$4" <<'PY'
import re, sys

source, folder, n, n_systems, n_gaps = sys.argv[1], sys.argv[2], *map(int, sys.argv[3:])
import os
os.makedirs(folder, exist_ok=True)
text = open(source, encoding="utf-8").read().replace("../../tests", os.path.dirname(os.path.dirname(os.path.dirname(source))) + "/tests")
parts = re.split(r"(?m)^(?=@sheet )", text)
head = parts[0]
sheets = {re.match(r"@sheet (\S+)", part)[1]: part for part in parts[1:]}


def records(name):
    body = sheets[name].split("\n", 1)[1].rsplit("@end", 1)[0]
    return [part for part in re.split(r"(?m)^(?=@record|@include)", body) if part.strip()]


def of(record, system):
    return f"系统名称 = {system}\n" in record


system = next(r for r in records("系统清单") if of(r, "医院信息系统"))
gaps = [r for r in records("差距自查") if of(r, "医院信息系统")]
for i in range(1, n + 1):
    names = [f"信息系统{k}" for k in range(1, n_systems + 1)]
    out = [head.replace("抚州市梅溪医院.xlsx", f"医院{i}.xlsx"), sheets["单位信息"]]
    out.append("@sheet 系统清单\n" + "".join(system.replace("医院信息系统\n", name + "\n", 1) for name in names) + "@end\n")
    out.append("@sheet 差距自查\n" + "".join(g.replace("医院信息系统\n", name + "\n", 1) for name in names[:n_gaps] for g in gaps) + "@end\n")
    open(f"{folder}/{i}.txt", "w", encoding="utf-8").write("".join(out).replace("抚州市梅溪医院", f"抚州市梅溪第{i}医院"))
PY
    for file in "$work"/source/*.txt; do
        "$build/tools/make_workbook" "$file" "$1" || exit 1
    done
    rm -r "$work/source"
}
count() {
    command -v valgrind >/dev/null 2>&1 || { echo 0; return; }
    valgrind --tool=callgrind --callgrind-out-file="$work/callgrind" --quiet "$build/dengbao" build "$@" -o "$work/counted" -j 1 \
        --as-of 2012-06-30 --quiet >/dev/null 2>&1
    rm -rf "$work/counted"
    awk '/^(summary|totals):/ { print int($2 / 1000); exit }' "$work/callgrind"
}
# measure NAME SYSTEMS SYSTEMS-WITH-GAPS OPTION...
measure() {
    name=$1 systems=$2 gaps=$3
    shift 3
    inbox "$work/2" 2 "$systems" "$gaps"
    inbox "$work/10" 10 "$systems" "$gaps"
    for n in 2 10; do
        set -- "$@"
        line=$("$build/tools/peak" "$build/dengbao" build "$work/$n" -o "$work/out" -j 1 --as-of 2012-06-30 --quiet "$@")
        [ "${line##* }" -le 1 ] || { echo "bench: exit status ${line##* }"; exit 1; }
        eval "time_$n=\$(echo $line | cut -d ' ' -f 2) count_$n=\$(count '$work/$n' $*)"
        n_files=$(find "$work/out/units" -type f | wc -l)
        rm -rf "$work/out" "$work/$n"
    done
    awk -v name="$name" -v t="$time_2" -v u="$time_10" -v i="$count_2" -v k="$count_10" -v f="$n_files" \
        'BEGIN { printf "%-28s %7d %12.2f %14d\n", name, f / 10, (u - t) / 8, (k - i) / 8 }'
}
printf '%-28s %7s %12s %14s\n' dossier files ms/further 1000i/further
measure 'plan of 290 rows' 1 1 --only plan
measure 'five systems, one gap sheet' 5 1
measure 'five systems, five sheets' 5 5
