#!/bin/sh
# The province's tables: an invented province (samples/province.py) is built, and every table and list recounted from
# data/*.csv by a program that shares nothing with ours; the cached values of a workbook are those that LibreOffice
# calculates, where it is installed.
build=${1:-build}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# A recount that cannot even begin is a fault as well.
recount() { python3 tests/checks/recount.py "$@" || echo "not ok recount-begun $*"; }
run() {
    inbox=$1 out=$2 day=$3
    shift 3
    "$build/dengbao" build "$inbox" -o "$out" --as-of "$day" "$@" --province 江西省 --only province --progress none >"$work/said" 2>&1
    [ $? -le 1 ] || { echo "not ok province-run"; cat "$work/said"; exit 1; }
}
python3 samples/province.py "$work" 2012 && "$build/tools/make_workbook" "$work/province-2012.txt" "$work/in" || exit 1
run "$work/in" "$work/out" 2012-06-30
recount "$work/out" 2012 2012-06-30
# Nobody says anything of management: what it would be counted from is blank, on paper no zero.
mkdir "$work/silent"
printf '单位名称,行政区划代码\n甲医院,360102\n乙医院,360202\n' >"$work/silent/单位.csv"
printf '所属单位,系统名称,安全保护等级,自查日期\n甲医院,一,第二级,2012-03-01\n乙医院,二,第三级,\n' >"$work/silent/系统.csv"
"$build/dengbao" build "$work/silent" -o "$work/quiet" --as-of 2012-06-30 --province 江西省 --only province -q >"$work/said" 2>&1
recount "$work/quiet" 2012 2012-06-30 | grep -e 'recount-T1[01]' -e '^not' | sed 's/recount-/recount-silent-/'

# Who ought to report, beside who did: found by name, by names that are alike, or not at all. A report over three
# shares, and one that is given the roster itself, come to the same.
run "$work/in" "$work/rostered" 2012-06-30 --roster "$work/roster-2012.csv"
recount "$work/rostered" 2012 2012-06-30 | sed 's/recount-/recount-rostered-/'
python3 - "$work/rostered" "$work/out" <<'PY' || echo 'not ok look-ended'
import csv, sys
read = lambda out, name: list(csv.DictReader(open("%s/data/%s.csv" % (out, name), encoding="utf-8-sig", newline="")))
roster = {row["name"]: row for row in read(sys.argv[1], "roster")}
near = sorted((row["name"], row["unit_id"].split("-")[1], row["confidence"]) for row in roster.values() if row["match"] == "near")
told = [row["value"] for row in read(sys.argv[1], "diagnostics") if row["id"] == "ROSTER_NEAR"]
silent = {name for name, row in roster.items() if not row["unit_id"]}
faults = []
if len(near) != 3 or any(name.replace("人民医院", "医院") != unit for name, unit, _ in near) or sorted(told) != [row[0] for row in near]:
    faults.append(near)
if silent != {"九江市某滩第一医院", "九江市某滩第二医院", "赣州市某滩血站", "上饶市某滩疗养院", "上饶市某滩新院", "南昌市某滩医院", "某处某滩医院"}:
    faults.append(silent)
ids = [row["id"] for row in read(sys.argv[1], "diagnostics") if row["file"] == "roster-2012.csv"]
if sorted(ids) != ["CODE_CHECK", "DATE_IMPRECISE", "REGION_UNKNOWN", "ROSTER_NEAR", "ROSTER_NEAR", "ROSTER_NEAR", "ROSTER_REPEATED"]:
    faults.append(ids)
if read(sys.argv[1], "systems") != read(sys.argv[2], "systems"):
    faults.append("systems")
print("ok roster-found" if not faults else "not ok roster-found %s" % faults)
PY
for share in 1 2 3; do
    run "$work/in" "$work/share$share" 2012-06-30 --roster "$work/roster-2012.csv" --shard $share/3
done
"$build/dengbao" report "$work/share1" "$work/share2" "$work/share3" -o "$work/joined" -q >"$work/said" 2>&1
"$build/dengbao" report "$work/out" -o "$work/given" --roster "$work/roster-2012.csv" -q >"$work/said" 2>&1
for name in joined given; do
    for file in data/roster.csv data/diagnostics.csv province/年度统计表.xlsx province/年度工作报告.pdf; do
        cmp -s "$work/rostered/$file" "$work/$name/$file" && echo "ok roster-$name-$file" || echo "not ok roster-$name-$file"
    done
done

# What an inspector takes along and what comes due; with phones masked, and for the ministry without names.
recount "$work/rostered" 2012 2012-06-30 papers
"$build/dengbao" report "$work/rostered" -o "$work/masked" --mask-phones -q >"$work/said" 2>&1
"$build/dengbao" report "$work/rostered" -o "$work/counts" --counts-only -q >"$work/said" 2>&1
python3 - "$work/rostered" "$work/masked" "$work/counts" <<'PY' || echo 'not ok look-ended'
import re, subprocess, sys
sys.path.insert(0, "tests/checks")
from recount import read_book
def texts(out):
    for name in ("年度统计表", "督导检查表"):
        try:
            for cells in read_book("%s/province/%s.xlsx" % (out, name)).values():
                yield from (value for value in cells.values() if isinstance(value, str))
        except FileNotFoundError:
            yield "no " + name
    yield subprocess.run(["pdftotext", out + "/province/年度工作报告.pdf", "-"], capture_output=True, text=True).stdout
whole, masked, counts = ("\n".join(texts(out)) for out in sys.argv[1:])
phone, place = re.compile(r"0791-\d"), re.compile("某[溪岭湖滩]|戊某|己某|庚某|疾病监测分系统")
print("ok masked-phones" if phone.search(whole) and not phone.search(masked) and "0791-****" in masked else "not ok masked-phones")
kept = read_book(sys.argv[1] + "/province/年度统计表.xlsx")["T2"] == read_book(sys.argv[3] + "/province/年度统计表.xlsx")["T2"]
print("ok counts-only" if place.search(whole) and not place.search(counts) and kept and "no 督导检查表" in counts and "名单5" not in counts
      else "not ok counts-only %s" % place.findall(counts)[:3])
PY

# One system of level 2 of a CDC of 九江 becomes one of level 3.
python3 - "$work/province-2012.txt" >"$work/changed.txt" <<'PY' || echo 'not ok look-ended'
import sys
text = open(sys.argv[1], encoding="utf-8").read()
begin = text.index("@sheet 系统清单", text.index("@file 九江市.xlsx"))
for record in text[begin:].split("@record")[1:]:
    if "疾病预防控制中心\n系统名称" in record and "\n安全保护等级 = 2\n" in record and "分系统 = 否" in record:
        new = record
        for part in ("业务信息", "系统服务"):
            new = new.replace(part + "侵害程度 = 1", part + "侵害程度 = 2")
            new = new.replace(part + "安全保护等级 = 2", part + "安全保护等级 = 3")
        text = text.replace(record, new.replace("\n安全保护等级 = 2\n", "\n安全保护等级 = 3\n"))
        break
else:
    sys.exit("no such system")
print(text, end="")
PY
"$build/tools/make_workbook" "$work/changed.txt" "$work/changed-in"
run "$work/changed-in" "$work/changed" 2012-06-30
recount "$work/changed" 2012 2012-06-30 | grep -v '^ok'
recount "$work/changed" 2012 2012-06-30 "$work/out/province/年度统计表.xlsx" 九江市 疾控

# The year after, held against it: in one run, and by `report` from what both left.
python3 samples/province.py "$work" 2013 && "$build/tools/make_workbook" "$work/province-2013.txt" "$work/in-2013" || exit 1
run "$work/in-2013" "$work/second" 2013-06-30 --previous "$work/out"
recount "$work/second" 2013 2013-06-30 | grep -v '^ok'
recount "$work/second" 2013 2013-06-30 previous "$work/out"
"$build/dengbao" report "$work/second" -o "$work/summed" --previous "$work/out" -q >"$work/said" 2>&1
cmp -s "$work/second/province/年度统计表.xlsx" "$work/summed/province/年度统计表.xlsx" && echo 'ok province-report-is-the-run' ||
    { echo 'not ok province-report-is-the-run'; head -n 5 "$work/said"; }

# Renamed twice, merged and closed: two years and a roster speak of the same institutions.
mkdir "$work/then" "$work/now"
printf '单位名称,行政区划代码\n甲卫生院,360102\n庚医院,360102\n辛医院,360102\n壬医院,360102\n' >"$work/then/单位.csv"
printf '单位名称,系统名称,系统等级\n甲卫生院,一系统,二级\n庚医院,收费系统,二级\n辛医院,旧系统,二级\n壬医院,某系统,三级\n' >"$work/then/系统.csv"
printf '单位名称,行政区划代码\n甲医院,360102\n庚辛医院,360102\n' >"$work/now/单位.csv"
printf '单位名称,系统名称,系统等级\n甲医院,一系统,三级\n庚辛医院,收费系统,二级\n' >"$work/now/系统.csv"
printf '%s\n' 原单位名称,现单位名称,日期 甲卫生院,甲乡医院,2011-05-01 甲乡医院,甲医院,2012-02 庚医院,庚辛医院,2012-01-10 \
    辛医院,庚辛医院,2012-01-10 壬医院,,2011-11-30 >"$work/history.csv"
printf '%s\n' 单位名称,行政区划代码 甲卫生院,360102 庚医院,360102 辛医院,360102 壬医院,360102 癸医院,360102 >"$work/who.csv"
run "$work/then" "$work/old" 2011-12-31
run "$work/now" "$work/new" 2012-12-31 --previous "$work/old" --history "$work/history.csv" --roster "$work/who.csv"
cut -d, -f1-3 "$work/new/data/changes.csv" | grep -v '_open\|_d' | tr '\n' ' ' >"$work/said"
[ "$(cat "$work/said")" = "unit_id,system_no,field 360102-壬医院,,direct 360102-壬医院,,region_code 360102-壬医院,,removed 360102-壬医院,,source 360102-壬医院,1,removed 360102-壬医院,1,source 360102-庚辛医院,,name 360102-甲医院,,name 360102-甲医院,1,level_final 360102-辛医院,,direct 360102-辛医院,,name 360102-辛医院,,region_code 360102-辛医院,,source 360102-辛医院,1,removed 360102-辛医院,1,source " ] &&
    echo 'ok history-years' || echo "not ok history-years $(cat "$work/said")"
cut -d, -f1,8,10 "$work/new/data/roster.csv" | tail -n +2 | tr '\n' ' ' >"$work/said"
[ "$(cat "$work/said")" = "壬医院,2011-11-30, 庚医院,,360102-庚辛医院 甲卫生院,,360102-甲医院 癸医院,, 辛医院,2012-01-10,360102-庚辛医院 " ] &&
    echo 'ok history-roster' || echo "not ok history-roster $(cat "$work/said")"
"$build/dengbao" report "$work/new" -o "$work/newer" --previous "$work/old" --history "$work/history.csv" --roster "$work/who.csv" -q >"$work/said" 2>&1
cmp -s "$work/new/data/changes.csv" "$work/newer/data/changes.csv" && cmp -s "$work/new/data/roster.csv" "$work/newer/data/roster.csv" &&
    echo 'ok history-report' || echo 'not ok history-report'

# What is gone is named with its place, its kind and where it was read, in lists and behind figures; one that became another too.
python3 - "$work/second" "$work/new" <<'PY' || echo 'not ok look-ended'
import csv, re, sys
sys.path.insert(0, "tests/checks")
from recount import read_book
faults, n = [], 0
for out, wanted in ((sys.argv[1], 15), (sys.argv[2], 3)):
    book, known = read_book(out + "/province/年度统计表.xlsx"), {row["name"] for row in csv.DictReader(open(out + "/data/units.csv", encoding="utf-8-sig"))}
    gone = {row["before"] for row in csv.DictReader(open(out + "/data/changes.csv", encoding="utf-8-sig"))
            if row["field"] in ("removed", "name") and not row["system_no"]}
    listed = book["L10"]
    rows = [row for (row, column), value in listed.items() if column == 3 and value in ("不再报送的单位", "不再报送的系统")]
    for row in rows:
        place, unit, system = (listed.get((row, column), "") for column in range(3))
        good = place not in ("", "—") and unit in known | gone and (system != "") == (listed[row, 3] == "不再报送的系统")
        faults += [] if good else [(place, unit, system)]
    n += len(rows)
    if len(rows) != wanted:
        faults.append((out, len(rows)))
    members, letters = book["明细"], {"T1": "HIJK", "T2": "KL", "T3": "KL"}
    for (row, column), value in members.items():
        table, _, cell = str(value).partition("!")
        if column == 0 and cell and cell[0] in letters.get(table, ""):
            unit, system, source = (members.get((row, column), "") for column in (2, 3, 5))
            whole = unit in known | gone and re.search(r"\.(xlsx|csv)\b.*\d", source) and (table == "T1" and cell[0] in "HI" or system)
            faults += [] if whole else [(value, unit, system, source)]
print("ok gone-named (%d)" % n if not faults else "not ok gone-named %s" % faults[:4])
PY

# index.html shows the first of what changed, and says how many more are shown nowhere but in data/: not what else is told of those
# that are gone. Duties are called by their titles.
python3 - "$work/second" <<'PY' || echo 'not ok look-ended'
import csv, re, sys
out = sys.argv[1]
page = open(out + "/index.html", encoding="utf-8").read()
known = {row["unit_id"] for row in csv.DictReader(open(out + "/data/units.csv", encoding="utf-8-sig"))}
rows = [row for row in csv.DictReader(open(out + "/data/changes.csv", encoding="utf-8-sig"))
        if row["field"] == "removed" or (row["unit_id"] in known and row["field"] not in ("mended", "source"))]
table = re.search(r'<table id="changes">.*?</table></div>\s*<p class="faint">其余(\d+)项', page, re.S)
shown = table.group(0).count("<tr><td>") if table else 0
good = table and shown == 300 and shown + int(table.group(1)) == len(rows) and "义务 " in table.group(0) and "OB-" not in table.group(0)
cells = re.findall(r"<tr><td>.*", table.group(0)) if table else []
flags = [cell for cell in cells if re.search("<td>(低于下限|已向公安备案|必填内容不全)<td>", cell)]
print("ok changes-in-words" if flags and all(re.search("<td>(是|否)?<td>(是|否)?$", cell) for cell in flags) else "not ok changes-in-words %s" % flags[:3])
graded = [cell for cell in cells if re.search("<td>(所填等级|安全保护等级|下限等级|履行义务的等级)<td>", cell)]
print("ok changes-levels-in-words" if graded and all(re.search("<td>(第[一二三四五]级)?<td>(第[一二三四五]级)?$", cell) for cell in graded) else "not ok changes-levels-in-words %s" % graded[:3])
mended = [row for row in csv.DictReader(open(out + "/data/systems.csv", encoding="utf-8-sig"))
          if row["level_final"] >= "2" and (row["rectified"] or float(row["rectified_rate"] or 0) >= 100)]
bars = re.findall(r"已完成整改</text>.*?>(\d+)</text>", page, re.S)
print("ok overview-mended (%d)" % len(mended) if bars[:1] == [str(len(mended))] else "not ok overview-mended %s, not %d" % (bars[:1], len(mended)))
print("ok changes-shown (%d of %d)" % (shown, len(rows)) if good else "not ok changes-shown %s %d %s" % (shown, len(rows), table and table.group(1)))
PY

# A note takes as many lines under its table as the table is wide: no sheet is made small on paper by a sentence.
python3 - "$work/second" <<'PY' || echo 'not ok look-ended'
import re, sys, zipfile
book = zipfile.ZipFile(sys.argv[1] + "/province/年度统计表.xlsx")
shared = re.findall(r"<si>(.*?)</si>", book.read("xl/sharedStrings.xml").decode(), re.S) if "xl/sharedStrings.xml" in book.namelist() else []
loose, n = [], 0
for name in sorted(name for name in book.namelist() if re.match(r"xl/worksheets/sheet(\d|1\d|2[0-4])\.xml", name)):
    text = book.read(name).decode()
    merged = re.findall(r'<mergeCell ref="(A\d+):', text)
    last = [cell for cell in re.findall(r'<c r="(A\d+)"[^>]*?>(.*?)</c>', text, re.S)]
    for cell, inside in last:
        index = re.search(r"<v>(\d+)</v>", inside)
        words = shared[int(index.group(1))] if index and shared else inside
        if len(re.sub("<[^>]*>", "", words)) > 40:
            n += 1
            loose += [] if cell in merged else [(name, cell)]
print("ok notes-in-width (%d)" % n if n > 8 and not loose else "not ok notes-in-width %d %s" % (n, loose))
PY

# Without its cached values LibreOffice must calculate every formula, those of the columns of change too; a small province
# beside another one is enough for that.
run samples/inbox-plan "$work/small" 2012-06-30 --previous "$work/out"
if command -v soffice >/dev/null; then
    mkdir "$work/bare" "$work/again"
    python3 - "$work/small/province/年度统计表.xlsx" "$work/bare/book.xlsx" <<'PY' || echo 'not ok look-ended'
import re, sys, zipfile
with zipfile.ZipFile(sys.argv[1]) as old, zipfile.ZipFile(sys.argv[2], "w", zipfile.ZIP_DEFLATED) as new:
    for name in old.namelist():
        text = old.read(name)
        if name.startswith("xl/worksheets/"):
            text = re.sub(rb"</f><v>[^<]*</v>", b"</f>", text)
        new.writestr(name, text)
PY
    HOME=$work soffice --headless --convert-to xlsx --outdir "$work/again" "$work/bare/book.xlsx" >"$work/said" 2>&1
    recount "$work/small" 2012 2012-06-30 "$work/again/book.xlsx"
fi
