#!/bin/sh
# The report of one city among several (--level city --province CITY): its totals are the city's row in the province's
# tables, which recount.py holds against data/; with the workbooks of that city alone all the papers are the same, byte for
# byte; shares and `report` say what one run says; whoever is left out stands in a message and in none of the papers.
build=${1:-build}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
run() {
    inbox=$1 out=$2
    shift 2
    "$build/dengbao" build "$inbox" -o "$work/$out" --as-of 2012-06-30 --only province -q "$@" >"$work/said" 2>&1
    [ $? -le 1 ] || { echo "not ok city-run-$out"; cat "$work/said"; exit 1; }
}
same() {
    for file in 年度统计表.xlsx 年度工作报告.pdf 督导检查表.xlsx 到期日历.ics; do
        cmp -s "$work/$1/province/$file" "$work/$2/province/$file" && echo "ok city-$2-$file" || echo "not ok city-$2-$file"
    done
}
python3 samples/province.py "$work" 2012 && "$build/tools/make_workbook" "$work/province-2012.txt" "$work/in" || exit 1
# one that the city's staff got by mistake, in a file with the city's own
printf '单位名称,行政区划代码\n南昌市某滩医院,360121\n九江市某洲医院,360403\n' >"$work/in/both.csv"
run "$work/in" whole --province 江西省
python3 tests/checks/recount.py "$work/whole" 2012 2012-06-30 | grep '^not'
for city in 南昌市 九江市; do
    mkdir "$work/in-$city"
    cp "$work/in/$city.xlsx" "$work/in/both.csv" "$work/in-$city/"
    run "$work/in" "$city" --province "$city" --level city
    run "$work/in-$city" "alone-$city" --province "$city" --level city
done
same 南昌市 alone-南昌市
for share in 1 2 3; do
    run "$work/in" "share$share" --province 江西省 --shard $share/3
done
"$build/dengbao" report "$work/share1" "$work/share2" "$work/share3" -o "$work/joined" --level city --province 南昌市 -q >"$work/said" 2>&1
same 南昌市 joined
cmp -s "$work/南昌市/data/diagnostics.csv" "$work/joined/data/diagnostics.csv" && echo 'ok city-joined-messages' || echo 'not ok city-joined-messages'
"$build/dengbao" report "$work/南昌市" -o "$work/back" --level province --province 江西省 -q >"$work/said" 2>&1
same whole back

# Another year beside it, and a roster of the whole province: who is gone or silent elsewhere is not the city's.
run "$work/in" year --province 九江市 --level city --roster "$work/roster-2012.csv" --previous "$work/whole"
python3 - "$work" <<'PY'
import csv, sys
sys.path.insert(0, "tests/checks")
from recount import read_book
work = sys.argv[1]
whole, faults, n = read_book(work + "/whole/province/年度统计表.xlsx"), [], 0
def rows(sheet):
    lines = {}
    for (row, column), value in sheet.items():
        lines.setdefault(row, {})[column] = value
    return [lines[row] for row in sorted(lines)]
for city in ("南昌市", "九江市"):
    cut = read_book("%s/%s/province/年度统计表.xlsx" % (work, city))
    for table in ("T1", "T2", "T5", "T7", "T9", "T10", "T11"):
        for row in [row for row in rows(whole[table]) if row.get(0) == city]:
            keys = (1,) if table in ("T7", "T9") else ()
            total = [other for other in rows(cut[table]) if other.get(0) == "合计" and all(other.get(key) == row[key] for key in keys)]
            numbers = lambda line: {column: value for column, value in line.items() if column > len(keys)}
            n += 1
            if len(total) != 1 or numbers(total[0]) != numbers(row):
                faults.append((city, table, row, total))
print("ok city-totals" if n == 26 and not faults else "not ok city-totals %d %s" % (n, faults[:2]))
read = lambda out, name: list(csv.DictReader(open("%s/%s/data/%s.csv" % (work, out, name), encoding="utf-8-sig", newline="")))
units = {row["name"]: row["region_code"] for row in read("whole", "units")}
told = {name for row in read("南昌市", "diagnostics") if row["id"] == "CITY_OUTSIDE" for name in row["message"].split("：")[1].split("; ")}
shown = "\n".join(str(value) for name in ("年度统计表", "督导检查表") for sheet in read_book("%s/南昌市/province/%s.xlsx" % (work, name)).values()
                  for value in sheet.values() if isinstance(value, str)) + open(work + "/南昌市/province/到期日历.ics", encoding="utf-8").read().replace("\r\n ", "")
left = sorted(name for name in units if not units[name].startswith("3601") and name not in told)
named = sorted(name for name in told if name in shown)
kept = sorted(name for name in units if name not in told and name not in shown)
print("ok city-outside" if told and not (left or named or kept) else "not ok city-outside %s %s %s" % (left, named, kept))
# what stands out in its class does so among all that were received: L15
books = [read_book("%s/%s/province/年度统计表.xlsx" % (work, out)) for out in ("九江市", "alone-九江市")]
differ = [name for name in books[0] if name != "L15" and books[0][name] != books[1].get(name)]
print("ok city-cells" if len(books[0]) == len(books[1]) > 20 and not differ else "not ok city-cells %s" % differ)
year = read_book(work + "/year/province/年度统计表.xlsx")
silent = sorted(row["name"] for row in read("year", "roster") if not row["unit_id"] and row["region_code"][:4] in ("3604", "3699", ""))
listed = sorted(name for name in silent + ["赣州市某滩血站", "南昌市某滩医院"] if any(name in map(str, row.values()) for row in rows(year["L5"])))
due = {row.get(0): row.get(1) for row in rows(year["T1"])}
print("ok city-roster" if len(silent) == 3 == len(listed) and due["合计"] == 13 and due["地区不详"] == 1 else "not ok city-roster %s %s %s" % (silent, listed, due))
PY
