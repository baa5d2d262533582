#!/usr/bin/env python3
"""An inbox as a province gets it: bench_inbox.py N TEXT [SYSTEMS] writes a description (tests/tools/make_workbook makes the files)
of N invented hospitals, a workbook each of one unit and five systems (or SYSTEMS): eight of ten .xlsx, the others .xls and .csv; three
of a hundred faulty: cut off, a grade that is no grade, a name left out. The same N gives the same bytes, and the hospitals
of a smaller N are the first of a larger."""
import os
import random
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
SOURCE = os.path.join(HERE, "..", "samples", "source", "赣州市青禾中心医院.txt")
NAME = "赣州市青禾中心医院"
SYSTEMS = int(sys.argv[3]) if len(sys.argv) > 3 else 5
# Systems that the sample has wrong on purpose: a grade too low, and none.
FAULTY = ["医院信息系统", "手术麻醉信息系统"]


def records(path):
    """The unit's record and those of its systems, as lists of lines."""
    found, current = [], None
    for line in open(path, encoding="utf-8"):
        line = line.rstrip("\n")
        if line.startswith("@record"):
            current = []
            found.append(current)
        elif not line or line.startswith("@"):
            current = None if line.startswith("@") else current
        elif current is not None and " = " in line:
            current.append(line)
    unit = next(record for record in found if record[0].startswith("医疗机构名称 = "))
    named = [record for record in found if any(line.startswith("信息系统名称 = ") for line in record)]
    systems = [record for record in named if not any(line == "信息系统名称 = " + name for line in record for name in FAULTY)]
    return unit, systems


def organisation_code(number):
    """An organisation code with its check character (GB 11714)."""
    digits = "%08d" % number
    total = sum(int(digit) * weight for digit, weight in zip(digits, (3, 7, 9, 10, 5, 8, 4, 2)))
    return digits + "-" + "0X987654321"[total % 11]


def write_record(out, lines):
    out.append("@record")
    out.extend(lines)


def replaced(lines, number, name):
    return [line.replace(NAME, name).replace("00000901-3", organisation_code(number)) for line in lines]


def hospital(out, number, unit, systems):
    draw = random.Random(number)
    name = "赣州市青禾第%d医院" % number
    kind = ".xls" if number % 10 == 3 else ".csv" if number % 10 == 7 else ".xlsx"
    fault = number % 100 // 33 if number % 33 == 5 else -1
    cut = " fraction=60" if fault == 0 and kind != ".csv" else ""
    rows = [replaced(lines, number, name) for lines in draw.sample(systems, SYSTEMS)]
    if fault == 1:
        rows[0][:] = [line if not line.startswith("拟定级别 = ") else "拟定级别 = 第九级" for line in rows[0]]
    elif fault == 2:
        rows[0][:] = [line for line in rows[0] if not line.startswith("信息系统名称 = ")]
    if kind == ".csv":
        out.append("@file %s/单位.csv encoding=GB18030 crlf" % name)
    else:
        out.extend(["@file %s%s%s" % (name, kind, cut), "@sheet 单位"])
    write_record(out, replaced(unit, number, name))
    out.append("@end")
    out.append("@file %s/系统.csv encoding=GB18030 crlf" % name if kind == ".csv" else "@sheet 系统")
    for lines in rows:
        write_record(out, lines)
    out.append("@end")


def main():
    unit, systems = records(SOURCE)
    out = []
    for number in range(1, int(sys.argv[1]) + 1):
        hospital(out, number, unit, systems)
    with open(sys.argv[2], "w", encoding="utf-8") as file:
        file.write("\n".join(out) + "\n")


main()
