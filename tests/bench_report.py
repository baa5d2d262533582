#!/usr/bin/env python3
"""data/ of a province as large as wanted: bench_report.py OUT N FOLDER repeats the institutions of OUT/data, with all
their rows, under new names until there are N, a share of their systems with gap sheets as OUT has them, and writes
FOLDER/data for `dengbao report`. The same OUT gives the same bytes."""
import csv
import os
import sys

out, wanted, folder = sys.argv[1], int(sys.argv[2]), sys.argv[3]
os.makedirs(folder + "/data", exist_ok=True)
tables = {}
for name in ("units", "systems", "obligations", "gaps", "management", "experts", "files"):
    path = "%s/data/%s.csv" % (out, name)
    if os.path.exists(path):
        with open(path, encoding="utf-8-sig", newline="") as file:
            tables[name] = list(csv.reader(file))
ids = [row[0] for row in tables["units"][1:]]
copies = -(-wanted // len(ids))
for name, rows in tables.items():
    head, body = rows[0], rows[1:]
    with open("%s/data/%s.csv" % (folder, name), "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(head)
        if name in ("files", "experts"):
            writer.writerows(body)
            continue
        place = {unit: i for i, unit in enumerate(ids)}
        at = head.index("name") if name == "units" else None
        for copy in range(copies):
            for row in body:
                if copy * len(ids) + place[row[0]] < wanted:
                    made = list(row)
                    made[0] = "%s%d" % (row[0], copy)
                    if at is not None:
                        made[at] = "%s%d" % (row[at], copy)
                    writer.writerow(made)
