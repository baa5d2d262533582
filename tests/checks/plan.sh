#!/bin/sh
# 整改方案 read back: all chapters in order, and in its annex every requirement of the baseline, 290 of S3A3G3, each with
# its words and its verdict, under a header on every page.
build=${1:-build}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$build/dengbao" build samples/inbox-plan -o "$work/out" --only plan --as-of 2012-06-30 --progress none >"$work/said" 2>&1
[ $? -le 1 ] || { echo 'not ok plan-run'; cat "$work/said"; exit 1; }
python3 - "$work" <<'PY'
import csv, glob, re, subprocess, sys

work = sys.argv[1]


def say(name, good, what=""):
    print(f"ok {name}" if good else f"not ok {name} ({what})")


def pages(system):
    path = glob.glob(f"{work}/out/units/*/整改方案-{system}.pdf")[0]
    text = subprocess.run(["pdftotext", "-raw", path, "-"], capture_output=True, check=True).stdout.decode()
    return text.split("\f")[:-1]


def close(text):
    return re.sub(r"\s+", "", text)


with open(f"{work}/out/data/gaps.csv", encoding="utf-8-sig") as file:
    rows = [row for row in csv.DictReader(file) if row["system_no"] == "1"]
# data/ is in the order of the texts, the annex in that of the catalogue.
rows.sort(key=lambda row: ([int(part) for part in re.findall(r"\d+", row["clause"])], row["clause"]))
plan = pages("医院信息系统")
say("plan-baseline", len(rows) == 290, len(rows))
heads = re.findall(r"^\f?([一二三四五六七八九十]+)、", "\n".join(plan), re.M)
want = "一 二 三 四 五 六 七 八 九 十 十一 十二 十三".split()
found = iter(heads)
say("plan-chapters", all(word in found for word in want), heads)

# Not the page of the contents, which names it as well.
first = min(i for i, page in enumerate(plan) if re.search(r"^\s*附件二", page, re.M) and "序号条款层面" in close(page))
annex = plan[first:]
told = [i for i, page in enumerate(annex) if ("附件二差距分析表（全部各项）（续）" in close(page)) != (i > 0)]
say("plan-annex-told", not told, told)
heads = [i for i, page in enumerate(annex) if "序号条款层面控制点要求摘要现状描述判定差距说明风险措施" not in close(page)]
say("plan-annex-headers", not heads, heads)
text, at, missing = close("\n".join(annex)), 0, []
for number, row in enumerate(rows, 1):
    words = close(f"{number}{row['clause']}{row['domain']}{row['control_point']}")
    found = text.find(words, at)
    end = text.find(close(f"{number + 1}{rows[number]['clause']}"), found) if number < len(rows) else len(text)
    if found < 0 or end < 0 or close(row["verdict"]) not in text[found + len(words):end]:
        missing.append(words)
        continue
    at = found + len(words)
say("plan-annex-rows", not missing, missing[:3])

skeleton = "".join(pages("门户网站"))
say("plan-skeleton", "没有差距自查" in close(skeleton) and "附件二" not in skeleton)
PY
