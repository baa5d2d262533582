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
import collections, csv, glob, html, re, sys, zipfile

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


def text_of(xml):
    return html.unescape("".join(re.findall(r"<t[^>]*>([^<]*)</t>", xml)))


def read(path):
    """Sheets by name: the rows behind title and heads as maps from head to what is shown, and the XML."""
    book = zipfile.ZipFile(glob.glob(path)[0])
    shared = [text_of(item) for item in re.findall(r"<si>(.*?)</si>", book.read("xl/sharedStrings.xml").decode(), re.S)]
    names = re.findall(r'<sheet name="([^"]+)"', book.read("xl/workbook.xml").decode())
    sheets = {}
    for i, name in enumerate(names):
        xml = book.read(f"xl/worksheets/sheet{i + 1}.xml").decode()
        rows = []
        for row in re.findall(r"<row [^>]*>(.*?)</row>", xml, re.S):
            cells = {}
            for column, kind, value in re.findall(r'<c r="([A-Z]+)\d+"[^>]*?(?: t="(\w+)")?>(?:<f>[^<]*</f>)?<v>([^<]*)</v>', row):
                cells[column] = shared[int(value)] if kind == "s" else float(value)
            rows.append(cells)
        heads = rows[1] if len(rows) > 1 else {}
        sheets[name] = ([{head: row.get(column, "") for column, head in heads.items()} for row in rows[2:]], xml)
    return sheets


def say(name, good, what=""):
    print(f"ok {name}" if good else f"not ok {name} ({what})")


def rows_of(out, table):
    with open(f"{work}/{out}/data/{table}.csv", encoding="utf-8-sig") as file:
        return list(csv.DictReader(file))


names = {row["system_no"]: row["name"] for row in rows_of("first", "systems")}
duties = read(f"{work}/first/units/*/义务清单.xlsx")
say("books-duties", len(duties["义务清单"][0]) == n, f"{len(duties['义务清单'][0])} rows of {n} duties")
want = collections.Counter((names.get(row["system_no"], "（单位）"), row["status"]) for row in rows_of("first", "obligations"))
got = {(row["系统"], status): row[status] for row in duties["自查"][0] if row["系统"] != "合计" for status in row if status not in ("系统", "适用")}
say("books-duties-by-status", all(got.get(key) == count for key, count in want.items()) and sum(got.values()) == n, got)
say("books-tones", duties["义务清单"][1].count("<conditionalFormatting") >= 1)

book = read(f"{work}/first/units/*/差距与整改.xlsx")
want = collections.Counter((names[row["system_no"]], row["domain"], row["verdict"]) for row in first)
got = {(row["系统名称"], row["层面"], verdict): row[verdict] for row in book["层面统计"][0] if row["系统名称"] != "合计"
       for verdict in ("符合", "部分符合", "不符合", "不适用", "未检查")}
say("books-domains", all(got.get(key) == count for key, count in want.items()) and sum(got.values()) == len(first), got)
total = book["层面统计"][0][-1]
say("books-domains-total", total["系统名称"] == "合计" and total["总项"] == len(first), total)
want = [row for row in first if row["verdict"] in ("部分符合", "不符合") and row["disposition"] != "接受"]
say("books-measures", len(book["整改措施"][0]) == len(want) + 1, f"{len(book['整改措施'][0])} rows for {len(want)} measures")
rows, sheet = book["差距自查"]
last = rows[-1]["预算(万元)"]
budget = sum(float(row["budget_wan"] or 0) for row in first)
say("books-total", abs(last - budget) < 0.005 and "<autoFilter" in sheet and "dataValidation " in sheet and "<conditionalFormatting" in sheet,
    f"{last} {budget}")
row = book["经费预算"][0][0]
lines = [row[head] for head in ("建设整改", "等级测评", "信息安全服务", "技术培训")]
say("books-budget", row["四项填全的合计"] == sum(lines) and book["经费预算"][0][1]["四项填全的合计"] == "", row)
PY
