#!/bin/sh
# 报送核对单 of every institution of the samples: it names each of its papers with pages, copies and recipient, and each
# error and warning of the run that belongs to the institution with its place and message; what is told of others is
# not in it.
build=${1:-build}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$build/dengbao" build samples/inbox -o "$work/out" --as-of 2012-06-30 --edition 2007 >"$work/said" 2>&1
[ $? -le 1 ] || { echo "not ok checklist-run"; cat "$work/said"; exit 1; }
python3 - "$work/out" <<'PY'
import csv, glob, os, re, subprocess, sys

out = sys.argv[1]
flat = lambda text: re.sub(r"[\s\ue010]+", "", text)


def words(path):
    return flat(subprocess.run(["pdftotext", "-raw", path, "-"], capture_output=True, text=True, check=True).stdout)


def pages(path):
    said = subprocess.run(["pdfinfo", path], capture_output=True, text=True, check=True).stdout
    return re.search(r"Pages:\s+(\d+)", said).group(1)


told = {}
with open(f"{out}/data/diagnostics.csv", encoding="utf-8-sig") as file:
    for row in csv.DictReader(file):
        if row["unit_id"] and row["severity"] in ("error", "fatal", "warning"):
            told.setdefault(row["unit_id"], []).append(row)
with open(f"{out}/data/units.csv", encoding="utf-8-sig") as file:
    units = list(csv.DictReader(file))
n_papers = n_told = 0
bad = []
for unit in units:
    folders = [f for f in glob.glob(f"{out}/units/*") if f.split("-", 1)[1].startswith(unit["name"][:60])
               and (not unit["region_code"] or os.path.basename(f).startswith(unit["region_code"]))]
    if len(folders) != 1:
        bad.append(f"{unit['name']}: folders {folders}")
        continue
    text = words(f"{folders[0]}/报送核对单.pdf")
    for path in sorted(glob.glob(f"{folders[0]}/*.pdf")):
        name = os.path.basename(path)
        n_papers += 1
        if name != "报送核对单.pdf" and flat(name) not in text:
            bad.append(f"{unit['name']}: {name} is not listed")
    for path in glob.glob(f"{folders[0]}/备案表*.pdf"):
        if f"{os.path.basename(path)}{pages(path)}2" not in text:
            bad.append(f"{unit['name']}: pages and copies of 备案表 are not told")
    own = {os.path.basename(row["file"]) for row in told.get(unit["unit_id"], [])}
    for other, rows in told.items():
        for row in rows:
            place = flat(f"{os.path.basename(row['file'])}:{row['sheet']}!{row['cell']}")
            if other != unit["unit_id"] and os.path.basename(row["file"]) not in own and place in text:
                bad.append(f"{unit['name']}: {place} of {other} is told")
    for row in told.get(unit["unit_id"], []):
        # what the making of pages reports stands at the pages' own file
        n_told += 1
        if row["cell"] and flat(row["message"]) not in text:
            bad.append(f"{unit['name']}: {row['file']} {row['cell']} {row['message']} is not told")
        if row["cell"] and flat(f"{row['sheet']}!{row['cell']}" if row["sheet"] else row["cell"]) not in text:
            bad.append(f"{unit['name']}: the place {row['sheet']}!{row['cell']} is not told")
print("\n".join(f"not ok checklist ({line})" for line in bad) or
      f"ok checklist ({len(units)} units, {n_papers} papers, {n_told} complaints)")
PY
