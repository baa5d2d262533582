#!/bin/sh
# The workbooks of a dossier: 义务清单.xlsx has a row for every line of data/obligations.csv, and 差距与整改.xlsx, handed in
# beside a workbook without its gap sheet, gives the same data/gaps.csv as the gap sheet it was made of.
build=${1:-build}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
run() {
    "$build/dengbao" build "$1" -o "$2" --as-of 2012-06-30 --progress none >"$work/said" 2>&1
    [ $? -le 1 ] || { echo "not ok books-run"; cat "$work/said"; exit 1; }
}
run samples/inbox-plan "$work/first"
cp -r samples/source-plan "$work/source"
mkdir -p "$work/tests" "$work/samples" && cp -r tests/errors "$work/tests/" && mv "$work/source" "$work/samples/source-plan"
for file in "$work"/samples/source-plan/*.txt; do
    awk '/^@sheet 差距自查/ { drop = 1 } !drop { print } /^@end/ { drop = 0 }' "$file" >"$file.new" && mv "$file.new" "$file"
    "$build/tools/make_workbook" "$file" "$work/second-in" || { echo "not ok books-source"; exit 1; }
done
cp "$work"/first/units/*/差距与整改.xlsx "$work/second-in/"
run "$work/second-in" "$work/second"
python3 - "$work" <<'PY'
import csv, glob, re, subprocess, sys, zipfile

work = sys.argv[1]


def gaps(out):
    with open(f"{work}/{out}/data/gaps.csv", encoding="utf-8-sig") as file:
        return [{k: v for k, v in row.items() if k != "source"} for row in csv.DictReader(file)]


first, second = gaps("first"), gaps("second")
differ = [pair for pair in zip(first, second) if pair[0] != pair[1]]
ok = len(first) > 200 and len(first) == len(second) and not differ
print("ok books-gaps-come-back" if ok else f"not ok books-gaps-come-back ({len(first)} {len(second)} {differ[:2]})")
with open(f"{work}/first/data/obligations.csv", encoding="utf-8-sig") as file:
    n = len(list(csv.DictReader(file)))
book = zipfile.ZipFile(glob.glob(f"{work}/first/units/*/义务清单.xlsx")[0])
rows = re.findall(r"<row ", book.read("xl/worksheets/sheet1.xml").decode())
print("ok books-duties" if len(rows) == n + 2 else f"not ok books-duties ({len(rows)} rows of {n} duties)")
book = zipfile.ZipFile(glob.glob(f"{work}/first/units/*/差距与整改.xlsx")[0])
sheet = book.read("xl/worksheets/sheet1.xml").decode()
total = re.search(r"<f>SUM\(([A-Z]+)(\d+):[A-Z]+(\d+)\)</f><v>([0-9.]+)</v>", sheet)
cells = dict(re.findall(r'<c r="([A-Z]+\d+)"[^>]*><v>([0-9.]+)</v>', sheet))
want = sum(float(cells.get(f"{total[1]}{i}", 0)) for i in range(int(total[2]), int(total[3]) + 1))
kept = total and abs(want - float(total[4])) < 0.005 and "<autoFilter" in sheet and "dataValidation " in sheet
print("ok books-total" if kept else f"not ok books-total ({want} {total and total[4]})")
PY
