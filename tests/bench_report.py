#!/usr/bin/env python3
"""data/ of a province as large as wanted: bench_report.py OUT N FOLDER repeats the institutions of OUT/data, with all
their rows, under new names until there are N; of their systems, so many more under new numbers that there are five for
each institution; of the gap sheets, those of two systems of a hundred. Rows stand in the ledger's order. Writes FOLDER/data for `dengbao report`. The
same OUT gives the same bytes."""
import csv
import os
import sys

SYSTEMS, SHEETS = 5, 0.02

out, wanted, folder = sys.argv[1], int(sys.argv[2]), sys.argv[3]
os.makedirs(folder + "/data", exist_ok=True)
tables = {}
for name in ("units", "systems", "obligations", "gaps", "management", "experts", "files"):
    path = "%s/data/%s.csv" % (out, name)
    if os.path.exists(path):
        with open(path, encoding="utf-8-sig", newline="") as file:
            tables[name] = list(csv.reader(file))
ids = [row[0] for row in tables["units"][1:]]
numbers = {}
for row in tables["systems"][1:]:
    numbers.setdefault(row[0], []).append(row[1])
# an institution with systems gets all of what those without have not
times = SYSTEMS * len(ids) / sum(len(of_unit) for of_unit in numbers.values())


def made_of(unit):
    """The systems of a copy of the institution: pairs of the number copied and the number given."""
    old = numbers.get(unit, [])
    n = sum(int((before + 1) * times) - int(before * times) for before in range(first[unit], first[unit] + len(old)))
    return [(old[i % len(old)], old[i] if i < len(old) else "%d" % (max(map(int, old)) + i + 1 - len(old))) for i in range(n)]


first, before = {}, 0
for unit in ids:
    first[unit] = before
    before += len(numbers.get(unit, []))
systems = {unit: made_of(unit) for unit in ids}
n_systems = wanted * SYSTEMS
sheets = int(n_systems * SHEETS)
made_ids = sorted(("%s%d" % (ids[i % len(ids)], i // len(ids)), ids[i % len(ids)]) for i in range(wanted))
for name, rows in tables.items():
    head, body = rows[0], rows[1:]
    of_unit = {}
    for row in body:
        of_unit.setdefault(row[0], []).append(row)
    with open("%s/data/%s.csv" % (folder, name), "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(head)
        if name in ("files", "experts"):
            writer.writerows(body)
            continue
        n_sheets = 0
        for made_id, unit in made_ids:
            rows_of = of_unit.get(unit, [])
            kept = [row for row in rows_of if name in ("units", "management") or not row[1]]
            of_system = {}
            for row in rows_of:
                of_system.setdefault(row[1], []).append(row)
            for old, new in systems[unit] if name in ("systems", "obligations", "gaps") else ():
                if name == "gaps" and old in of_system:
                    if n_sheets == sheets:
                        continue
                    n_sheets += 1
                kept += [row[:1] + [new] + row[2:] for row in of_system.get(old, [])]
            for row in kept:
                made = [made_id] + row[1:]
                if name == "units":
                    made[head.index("name")] += made_id[len(unit):]
                    made[head.index("systems")] = "%d" % len(systems[unit])
                writer.writerow(made)
