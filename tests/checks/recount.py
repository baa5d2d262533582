"""An independent recount of the year-end report: every table and list of 年度统计表.xlsx from data/*.csv, by the rules
of the contract and by nothing of the program.

recount.py OUT YEAR AS_OF          prints `ok` or `not ok` lines
recount.py OUT YEAR AS_OF OTHER    compares every value with that of OTHER, the same workbook calculated anew by another
                                   program
recount.py OUT YEAR AS_OF papers   the rows of 督导检查表 and the events of the province's calendar
recount.py OUT YEAR AS_OF previous LAST      compares what changed since the run LAST
recount.py OUT YEAR AS_OF BEFORE CITY KIND   OTHER is the workbook before a system of level 2 of an institution of that
                                   kind in that city became one of level 3: the cells that may differ do, no others"""
import csv
import glob
import re
import sys
import zipfile
import xml.etree.ElementTree as tree

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
CODES = {"南昌市": "3601", "景德镇市": "3602", "萍乡市": "3603", "九江市": "3604", "新余市": "3605", "鹰潭市": "3606",
         "赣州市": "3607", "吉安市": "3608", "宜春市": "3609", "抚州市": "3610", "上饶市": "3611"}
CITIES = {code: name for name, code in CODES.items()}


def read_book(path):
    """Sheets by the first word of their names, each a map from (row, column), both from 0, to a value."""
    book = zipfile.ZipFile(path)
    shared = []
    if "xl/sharedStrings.xml" in book.namelist():
        for item in tree.fromstring(book.read("xl/sharedStrings.xml")):
            shared.append("".join(text.text or "" for text in item.iter(MAIN + "t")))
    links = {link.get("Id"): link.get("Target") for link in tree.fromstring(book.read("xl/_rels/workbook.xml.rels"))}
    sheets = {}
    for sheet in tree.fromstring(book.read("xl/workbook.xml")).iter(MAIN + "sheet"):
        target = links[sheet.get("{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id")]
        cells = {}
        for cell in tree.fromstring(book.read("xl/" + target.lstrip("/").removeprefix("xl/"))).iter(MAIN + "c"):
            letters, digits = re.match(r"([A-Z]+)(\d+)", cell.get("r")).groups()
            column = 0
            for letter in letters:
                column = column * 26 + ord(letter) - 64
            value, inline = cell.find(MAIN + "v"), cell.find(MAIN + "is")
            if inline is not None:
                value = "".join(text.text or "" for text in inline.iter(MAIN + "t"))
            elif value is None or value.text is None:
                continue
            elif cell.get("t") == "s":
                value = shared[int(value.text)]
            else:
                value = value.text if cell.get("t") == "str" else float(value.text)
            cells[int(digits) - 1, column - 1] = value
        sheets[sheet.get("name").split(" ")[0]] = cells
    return sheets


def read_data(out):
    data = {}
    for path in glob.glob(out + "/data/*.csv"):
        with open(path, encoding="utf-8-sig", newline="") as file:
            data[path.split("/")[-1][:-4]] = list(csv.DictReader(file))
    return data


def is_mended(row):
    """A system says that it is mended by a day, or by its rate."""
    return row["rectified"] != "" or number(row["rectified_rate"]) >= 100


def number(text):
    return float(text) if text else 0


class Recount:
    def __init__(self, out, year, as_of):
        self.data, self.year, self.as_of = read_data(out), year, as_of
        self.units = {row["unit_id"]: row for row in self.data["units"]}
        self.systems = {(row["unit_id"], row["system_no"]): row for row in self.data["systems"]}
        self.management = {row["unit_id"]: row for row in self.rows("management")}
        self.places = {}
        for row in self.data["units"]:
            self.places[row["unit_id"]] = self.find_place(row)

        for row in self.rows("roster"):
            unit = self.units.get(row["unit_id"])
            city = CITIES.get(row["region_code"][:4])
            row["area"] = self.places[unit["unit_id"]] if unit else "省直" if row["region_code"].endswith("0000") else city or "地区不详"
            row["received"] = unit["received"] if unit else ""
            row["zero"] = self.management.get(row["unit_id"], {}).get("zero_report", "")

    def due(self):
        """Who ought to report: the roster's institutions that were open in the year."""
        return [row for row in self.rows("roster") if not row["opened"][:4] > self.year and not (row["closed"] and row["closed"][:4] < self.year)]

    def rows(self, table):
        return self.data.get(table, [])

    def find_place(self, unit):
        if unit["direct"] == "1":
            return "省直"
        city = CITIES.get(unit["region_code"][:4])
        if unit["region_code"]:
            return city if city and unit["city"] in ("", city) else "地区不详"
        return unit["city"] or "地区不详"

    def areas(self):
        order = {"省直": "0", "地区不详": "9"}
        return sorted(set(self.places.values()) | {row["area"] for row in self.rows("roster")}, key=lambda name: order.get(name, CODES.get(name, "8")))

    def in_year(self, text):
        return text.startswith(self.year) and text <= self.as_of[:len(text)]

    def is_assessed(self, row):
        return self.in_year(row["assessed"])

    def must_assess(self, row):
        return row["level_final"] >= "3" or (row["level_final"] == "2" and row["important"] == "1" and row["assessed"] != "")

    def overdue(self, obligations, low=""):
        found = {}
        for row in self.rows("obligations"):
            key = row["unit_id"], row["system_no"]
            if row["obligation"] in obligations and row["status"] == "逾期" and self.systems[key]["level_final"] >= low:
                found.setdefault(key, row)
        return [self.systems[key] for key in found]

    # ---- the tables: a map from the words of a row to its numbers, None where it has none -------------------------

    def by_area(self, table, counts):
        """A row an area: how many rows of a table hold each condition."""
        made = {}
        for area in self.areas():
            rows = [row for row in self.rows(table) if self.places[row["unit_id"]] == area]
            made[area,] = [sum(1 for row in rows if holds(row)) for holds in counts]
        return made

    def levels(self):
        return ([lambda row: True] + [lambda row, level=level: row["level_final"] == level for level in ["", "1", "2", "3", "4", "5"]]
                + [None, lambda row: row["below_floor"] == "1"])

    def level_row(self, rows):
        return [None if holds is None else sum(1 for row in rows if holds(row)) for holds in self.levels()]

    def t1(self):
        made = {}
        for area in self.areas():
            systems = [row for row in self.data["systems"] if self.places[row["unit_id"]] == area]
            due = [row for row in self.due() if row["area"] == area]
            named = sum(1 for row in due if row["unit_id"])
            made[area,] = [len(due) if self.rows("roster") else None, sum(1 for place in self.places.values() if place == area),
                           named / len(due) if due else None, len(systems),
                           sum(1 for row in systems if row["incomplete"] == "1"),
                           named if self.rows("roster") else None]
        return made

    def reports(self):
        """附5: the roster's institutions by area: due, reported, on time, late, of unknown day, zero, silent, near."""
        known = lambda row: len(row["received"]) == 10 and len(row["due"]) == 10
        made = {}
        for area in self.areas():
            due = [row for row in self.due() if row["area"] == area]
            count = lambda holds: sum(1 for row in due if holds(row))
            made[area,] = [len(due), count(lambda row: row["unit_id"]), None, count(lambda row: known(row) and row["received"] <= row["due"]),
                           count(lambda row: known(row) and row["received"] > row["due"]),
                           count(lambda row: row["unit_id"] and not known(row)), count(lambda row: row["zero"]),
                           count(lambda row: not row["unit_id"]), count(lambda row: row["match"] == "near"), None]
        return made

    def t2(self):
        return {(area,): self.level_row([row for row in self.data["systems"] if self.places[row["unit_id"]] == area])
                for area in self.areas()}

    def kind_of(self, unit):
        kinds = {"卫生行政部门": "卫生行政部门", "疾控": "疾控", "卫生监督": "卫生监督", "妇幼": "妇幼保健", "血站": "血站", "急救": "急救"}
        kind, rank = unit["unit_kind"], unit["hospital_class"]
        if kind in kinds:
            return kinds[kind]
        if kind == "基层" or rank.startswith("一级"):
            return "一级及基层"
        if rank.startswith("二级"):
            return "二级医院"
        if rank.startswith("三级"):
            return rank if rank in ("三级甲等", "三级乙等") else "三级其他"
        return "新农合/其他"

    def t3(self):
        names = ["卫生行政部门", "疾控", "卫生监督", "妇幼保健", "血站", "急救", "一级及基层", "二级医院", "三级甲等", "三级乙等", "三级其他", "新农合/其他"]
        return {(name,): self.level_row([row for row in self.data["systems"] if self.kind_of(self.units[row["unit_id"]]) == name])
                for name in names}

    def t4(self):
        made = {}
        for rule in ["FL-1", "FL-2a", "FL-2b", "FL-3", "FL-4", "FL-5"]:
            due = [row for row in self.data["systems"] if rule in row["floor_rules"].split(";")]
            met = [row for row in due if row["level_final"] and row["level_final"] >= (row["review_level"] or "9" if rule == "FL-5" else "3")]
            made[rule,] = [len(due), len(met), len(due) - len(met),
                           sum(1 for row in self.data["systems"] if rule in row["floor_open"].split(";")), None]
        return made

    def t5(self):
        due = lambda row: row["level_final"] >= "2"
        filed = lambda row: due(row) and row["filed"] == "1"
        late = lambda row: filed(row) and len(row["police_filed"]) == 10 and len(row["filing_due"]) == 10 and row["police_filed"] > row["filing_due"]
        made = self.by_area("systems", [due, filed, late, lambda row: due(row) and row["filed"] != "1",
                                        lambda row: due(row) and row["health_filed"] != "",
                                        lambda row: filed(row) and row["certificate_ok"] != "1"])
        return {area: row[:2] + [None] + row[2:] for area, row in made.items()}

    def t6(self):
        groups = {}
        for row in self.data["systems"]:
            if row["is_branch"] == "1":
                groups.setdefault((row["parent_name"], row["parent_unit"]), []).append(row)
            elif row["networked"] == "1":
                groups.setdefault((row["name"], ""), []).append(row)
        made = {}
        for (name, unit), rows in groups.items():
            stated = {row["parent_level"] for row in rows} - {""}
            if not stated and unit:
                stated = {row["level_final"] for row in self.data["systems"]
                          if row["name"] == name and self.units[row["unit_id"]]["name"] == unit} - {""}
            level = "不一" if len(stated) > 1 else "".join(stated)
            made[name or "（未填名称）", unit, level] = [len({row["unit_id"] for row in rows}),
                                                 sum(1 for row in rows if level and row["level_final"] == level),
                                                 sum(1 for row in rows if row["filed"] == "1")]
        return made

    def by_level(self, counts):
        made = {}
        for area in self.areas():
            for level, name in [("2", "二级"), ("3", "三级"), ("4", "四级"), ("5", "五级")]:
                rows = [row for row in self.data["systems"] if self.places[row["unit_id"]] == area and row["level_final"] == level]
                made[area, name] = [None if holds is None else sum(1 for row in rows if holds(row)) for holds in counts]
        return made

    def t7(self):
        return self.by_level([lambda row: True, lambda row: row["gap_analysed"] != "", lambda row: row["planned"] != "",
                              lambda row: row["level_final"] >= "3" and row["plan_reviewed"] != "",
                              is_mended, None])

    def t8(self):
        made = {}
        for row in self.rows("gaps"):
            made.setdefault((row["domain"],), []).append(row["verdict"])
        words = ["符合", "部分符合", "不符合", "不适用", "未检查"]
        return {name: [len(found)] + [found.count(word) for word in words] +
                [round((found.count("符合") + found.count("部分符合") / 2) / (len(found) - found.count("不适用")), 9)]
                for name, found in made.items()}

    def t9(self):
        late = {(row["unit_id"], row["system_no"]) for row in self.overdue(("OB-20", "OB-21"), "3")}
        done = lambda row: self.must_assess(row) and self.is_assessed(row)
        return self.by_level([self.must_assess, done, None,
                              lambda row: done(row) and row["result"] in ("合格", "基本符合"),
                              lambda row: done(row) and row["result"] == "不合格",
                              lambda row: (row["unit_id"], row["system_no"]) in late,
                              lambda row: self.must_assess(row) and row["report_police"] != "",
                              lambda row: self.must_assess(row) and row["report_health"] != ""])

    def t10(self):
        checked = {row["unit_id"] for row in self.data["systems"] if self.in_year(row["self_checked"])}
        checked |= {row["unit_id"] for row in self.rows("management") if self.in_year(row["inventory_checked"])}
        made = {}
        for area in self.areas():
            units = [row for row in self.data["units"] if self.places[row["unit_id"]] == area and int(row["systems"]) >= 1]
            said = [row for row in self.rows("management") if self.places[row["unit_id"]] == area]
            systems = [row for row in self.data["systems"] if self.places[row["unit_id"]] == area]
            kept = "management" in self.data
            made[area,] = [len(units), sum(1 for row in units if row["unit_id"] in checked), None,
                           sum(1 for row in said if self.in_year(row["inspected"]) and row["inspected_by"] == "省级卫生") if kept else BLANK,
                           sum(1 for row in systems if self.in_year(row["police_checked"])),
                           sum(number(row["problems_found"]) for row in said) if kept else BLANK,
                           sum(number(row["problems_solved"]) for row in said) if kept else BLANK, None]
        return made

    def t11(self):
        made = {}
        for area in self.areas():
            said = [row for row in self.rows("management") if self.places[row["unit_id"]] == area]
            total = lambda name: sum(number(row[name]) for row in said)
            parts = [total("budget_" + name) for name in ("rectification", "assessment", "service", "training")]
            made[area,] = ([sum(1 for place in self.places.values() if place == area)] +
                           [total(name) for name in ("manager_sessions", "manager_persons", "staff_sessions", "staff_persons")] +
                           [sum(1 for row in said if self.in_year(row["staff_last"])), None] + parts +
                           [sum(parts), total("budget_executed"), None])
            if "management" not in self.data:
                made[area,] = made[area,][:1] + [BLANK] * 5 + [None] + [BLANK] * 6 + [None]
        return made

    def t12(self):
        words = ["已完成", "逾期完成", "进行中", "未完成(未到期)", "逾期", "数据缺失"]
        made = {}
        for row in self.rows("obligations"):
            made.setdefault((row["obligation"],), []).append(row["status"])
        return {name: [len(found)] + [found.count(word) for word in words] + [None] for name, found in made.items()}

    def lists(self):
        """How many rows stand in each list, and the ids of names where they can be told."""
        late = [row for row in self.rows("gaps") if row["due"] and row["due"] < self.as_of and row["verdict"] != "符合"
                and row["disposition"] not in ("接受", "延期") and row["state"] != "已完成"]
        return {"L1": len(self.overdue(("OB-02", "OB-06", "OB-07", "OB-10"))), "L2": len(self.overdue(("OB-20", "OB-21"), "3")),
                "L3": sum(1 for row in self.data["systems"] if row["below_floor"] == "1" or
                          (row["exception"] == "1" and row["level_final"] < row["floor"])),
                "L4": len(self.overdue(("OB-29",))) + len(late), "L5": sum(1 for row in self.due() if not row["unit_id"]),
                "L12": sum(1 for row in self.due() if len(row["received"]) == 10 and row["received"] > row["due"] > "") +
                sum(1 for row in self.due() if row["zero"]),
                "L13": sum(1 for row in self.due() if row["match"] == "near"),
                "L6": sum(1 for row in self.rows("management") if row["liaison"]), "L7": len(self.rows("experts")),
                "L8": sum(1 for place in self.places.values() if place == "地区不详"), "L11": len(self.rows("confirmations")),
                "L15": sum(1 for row in self.rows("questions") if row["answered"] != "1")}


# ---- comparing -------------------------------------------------------------------------------------------------------

# Words before the numbers of a row; the columns whose words name it.
WORDS = {"T4": (2, [0]), "T6": (4, [0, 1, 3]), "T7": (2, [0, 1]), "T9": (2, [0, 1]), "T12": (2, [0])}


def numbers_of(cells, name):
    """The rows of a sheet up to the totals: words and numbers."""
    skipped, words = WORDS.get(name, (1, [0]))
    made, row = {}, 2
    while (row, 0) in cells and cells[row, 0] != "合计" and any(
            isinstance(cells.get((row, column)), (float, str)) for column in (skipped, skipped + 1)):
        columns = [column for column in range(30) if (1, column) in cells and column not in words and (column >= skipped or name == "T6")]
        columns = [column for column in columns if not (name == "T4" and column == 1) and not (name == "T12" and column == 1)]
        made[tuple(cells.get((row, column), "") for column in words)] = [cells.get((row, column)) for column in columns]
        row += 1
    return made


# Nobody keeps the rows that are counted: silence is no zero.
BLANK = "blank"


def compare(recount, book, name, of=None):
    want, got = getattr(recount, of or name.lower())(), numbers_of(book[name], name)
    faults, n = [], 0
    for words in sorted(set(want) | set(got)):
        wanted = want.get(words) or ([0] * len(got[words]) if name in ("T8", "T12") else None)
        if wanted is None or words not in got:
            faults.append("%s: %s %s" % (words, "lacks" if wanted is not None else "has", wanted))
            continue
        for number_wanted, number_got in zip(wanted, got[words]):
            if number_wanted == BLANK:
                n += 1
                if isinstance(number_got, float):
                    faults.append("%s: %s, recount %s" % (words, got[words], wanted))
                    break
                continue
            if number_wanted is None or (wanted != want.get(words) and not isinstance(number_got, float)):
                continue
            n += 1
            if not isinstance(number_got, float) or abs(number_wanted - number_got) > 1e-6:
                faults.append("%s: %s, recount %s" % (words, got[words], wanted))
                break
    print("ok recount-%s (%d figures)" % (name, n) if (n or not want) and not faults else "not ok recount-%s (%d) %s" % (name, n, faults[:3]))


def count_listed(cells):
    rows = {row for row, _ in cells if row >= 2}
    return len(rows)


def compare_books(book, other):
    """Every value of one is that of the other, which was calculated anew."""
    faults, n = [], 0
    for name in book:
        for place, value in book[name].items():
            again = other.get(name, {}).get(place)
            n += isinstance(value, float)
            same = abs(value - again) < 1e-9 if isinstance(value, float) and isinstance(again, float) else value == again
            if not same:
                faults.append("%s %s: %s, %s" % (name, place, value, again))
    print("ok recalculated (%d numbers)" % n if n and not faults else "not ok recalculated %d %s" % (len(faults), faults[:3]))


def compare_years(out, last, book):
    """What came, went and changed between two runs, by unit_id and name of system."""
    now, before = read_data(out), read_data(last)
    units = [{row["unit_id"] for row in data["units"]} for data in (before, now)]
    systems = [{(row["unit_id"], row["name"]): row for row in data["systems"]} for data in (before, now)]
    both = [(systems[0][key], systems[1][key]) for key in systems[0] if key in systems[1]]
    changed = lambda name: [(old, new) for old, new in both if old[name] != new[name]]
    want = {"新增单位": len(units[1] - units[0]), "不再报送的单位": len(units[0] - units[1]),
            "新增系统": len(set(systems[1]) - set(systems[0])), "不再报送的系统": len(set(systems[0]) - set(systems[1])),
            "等级变动": len(changed("level_final")), "首次定级": sum(1 for old, _ in changed("level_final") if not old["level_final"]),
            "新备案": sum(1 for _, new in changed("filed") if new["filed"] == "1"),
            "新完成整改": sum(1 for old, new in both if is_mended(new) and not is_mended(old)),
            "新测评": sum(1 for _, new in changed("assessed") if new["assessed"])}
    got = {book["Y2"][row, 0]: book["Y2"].get((row, 1)) for row in range(2, 11)}
    print("ok recount-Y2 (%s)" % want if want == got and sum(want.values()) > 20 else "not ok recount-Y2 (%s, recount %s)" % (got, want))


def changed_columns(now, old, names):
    """What the columns behind those of every year must be, from the data of both years and nothing else: by table a map from
    the words of a row to its numbers."""
    here, both, added = now.places, [], []
    before = {(row["unit_id"], row["name"]): row for row in old.data["systems"]}
    after = {(row["unit_id"], row["name"]): row for row in now.data["systems"]}
    for key, row in after.items():
        (both.append((before[key], row)) if key in before else added.append(row))
    removed = [row for key, row in before.items() if key not in after]
    said = {row["unit_id"]: row for row in old.rows("management")}
    managed = [(said.get(row["unit_id"], {}), row) for row in now.rows("management") if row["unit_id"] in old.units]
    place = lambda row: here.get(row["unit_id"]) or old.places[row["unit_id"]]
    areas = sorted({place(row) for row in added + removed} | set(here.values()))
    n = lambda rows, holds=lambda row: True: sum(1 for row in rows if holds(row))
    of = lambda rows, area: [row for row in rows if place(row if isinstance(row, dict) else row[1]) == area]
    up = lambda pair: pair[0]["level_final"] and pair[1]["level_final"] > pair[0]["level_final"]
    first = lambda pair: not pair[0]["level_final"] and pair[1]["level_final"]
    down = lambda pair: pair[1]["level_final"] < pair[0]["level_final"]
    came = lambda name: lambda pair: not pair[0][name] and pair[1][name]
    units = [row for row in now.data["units"] if row["unit_id"] not in old.units], [row for row in old.data["units"] if row["unit_id"] not in now.units]
    high = lambda pair: pair[1]["level_final"] >= "2"
    moved = lambda name: lambda pair: pair[0].get(name, "") != pair[1][name]
    wants = {"T1": {}, "T2": {}, "T5": {}, "T7": {}, "T9": {}, "T10": {}, "T11": {}}
    for area in areas:
        pairs = of(both, area)
        levels = [n(of(added, area)), n(of(removed, area)), n(pairs, first), n(pairs, up), n(pairs, down)]
        wants["T1"][area,] = [n(of(units[0], area)), n(of(units[1], area)), levels[0], levels[1]]
        wants["T2"][area,] = levels
        wants["T5"][area,] = [n(pairs, lambda pair: high(pair) and pair[0]["filed"] != "1" and pair[1]["filed"] == "1"),
                              n(pairs, lambda pair: high(pair) and came("health_filed")(pair))]
        for level, name in [("2", "二级"), ("3", "三级"), ("4", "四级"), ("5", "五级")]:
            of_level = [pair for pair in pairs if pair[1]["level_final"] == level]
            wants["T7"][area, name] = [n(of_level, came("planned")), n(of_level, lambda pair: is_mended(pair[1]) and not is_mended(pair[0]))]
            wants["T9"][area, name] = [n(of_level, lambda pair: pair[1]["assessed"] and pair[0]["assessed"] != pair[1]["assessed"] and
                                         (level >= "3" or pair[1]["important"] == "1"))]
        units_said = of(managed, area)
        wants["T10"][area,] = [n(units_said, lambda pair: not pair[0].get("inventory_checked") and pair[1]["inventory_checked"])]
        wants["T11"][area,] = [n(units_said, lambda pair: any(moved("budget_" + name)(pair) for name in ("rectification", "assessment", "service", "training"))),
                               n(units_said, lambda pair: not pair[0].get("staff_last") and pair[1]["staff_last"])]
    kind = lambda row: now.kind_of(now.units.get(row["unit_id"]) or old.units[row["unit_id"]])
    kinds = {words[0] for words in names["T3"]}
    wants["T3"] = {(name,): [n(added, lambda row: kind(row) == name), n(removed, lambda row: kind(row) == name)] +
                   [n(both, lambda pair: kind(pair[1]) == name and holds(pair)) for holds in (first, up, down)] for name in kinds}
    wants["T4"] = {(rule,): [n(both, lambda pair: rule in pair[1]["floor_rules"].split(";") and pair[0]["level_final"] != pair[1]["level_final"] and
                               pair[0]["level_final"] < (pair[1]["review_level"] or "9" if rule == "FL-5" else "3") <= pair[1]["level_final"])]
                   for rule in ["FL-1", "FL-2a", "FL-2b", "FL-3", "FL-4", "FL-5"]}
    group = lambda row: (row["parent_name"], row["parent_unit"]) if row["is_branch"] == "1" else (row["name"], "") if row["networked"] == "1" else None
    wants["T6"] = {words: [n(added, lambda row: group(row) == words[:2]), n(both, lambda pair: group(pair[1]) == words[:2] and moved("level_final")(pair)),
                           n(both, lambda pair: group(pair[1]) == words[:2] and pair[0]["filed"] != "1" and pair[1]["filed"] == "1")] for words in names["T6"]}
    met = [{(row["unit_id"], recount.systems[row["unit_id"], row["system_no"]]["name"], row["clause"]): row for row in recount.rows("gaps")} for recount in (old, now)]
    items = [(met[0][key], row) for key, row in met[1].items() if key in met[0]]
    wants["T8"] = {words: [n(items, lambda pair: pair[1]["domain"] == words[0] and pair[0]["verdict"] != "符合" and pair[1]["verdict"] == "符合"),
                           n(items, lambda pair: pair[1]["domain"] == words[0] and pair[0]["verdict"] == "符合" and pair[1]["verdict"] != "符合")]
                   for words in names["T8"]}
    name_of = lambda recount, row: recount.systems[row["unit_id"], row["system_no"]]["name"] if row["system_no"] else ""
    duties = [{(row["unit_id"], name_of(recount, row), row["obligation"]): row["status"] for row in recount.rows("obligations")} for recount in (old, now)]
    done = ("已完成", "逾期完成")
    steps = [(key[2], duties[0][key], status) for key, status in duties[1].items() if key in duties[0]]
    wants["T12"] = {words: [n(steps, lambda step: step[0] == words[0] and step[1] not in done and step[2] in done),
                            n(steps, lambda step: step[0] == words[0] and step[1] != "逾期" and step[2] == "逾期")] for words in names["T12"]}
    return wants


def compare_changed(out, last, year, as_of, book):
    """The columns of change of every table, each of which must be more than nothing somewhere."""
    now, old = Recount(out, year, as_of), Recount(last, str(int(year) - 1), as_of)
    tables = ["T%d" % i for i in range(1, 13)]
    got = {name: numbers_of(book[name], name) for name in tables}
    wants = changed_columns(now, old, got)
    for name in tables:
        width = len(next(iter(wants[name].values())))
        faults = [(words, row[-width:], wants[name].get(words)) for words, row in got[name].items() if row[-width:] != wants[name].get(words)]
        sums = [sum(row[i] for row in wants[name].values()) for i in range(width)]
        rare = {"T6": 1}.get(name, width)
        if sum(1 for total in sums if total) < rare:
            faults.append("nothing changed: %s" % sums)
        print("ok recount-changes-%s %s" % (name, sums) if not faults else "not ok recount-changes-%s %s" % (name, faults[:3]))


def compare_change(book, before, city, kind):
    """Only what the change of the level may touch differs, and exactly so."""
    def named(cells, words):
        return next(row for (row, column), value in cells.items() if column == 0 and value == words and row > 1)
    wanted = {}
    for name, rows in (("T2", (city, "合计")), ("T3", (kind, "合计"))):
        for words in rows:
            row = named(book[name], words)
            wanted[name, row, 4], wanted[name, row, 5], wanted[name, row, 8] = -1, 1, None
    faults = []
    for name in ("T1", "T2", "T3", "T8", "T11"):
        for place in set(book[name]) | set(before[name]):
            old, new = before[name].get(place), book[name].get(place)
            if (name,) + place not in wanted:
                faults += [] if old == new else ["%s %s: %s, %s" % (name, place, old, new)]
            elif wanted[(name,) + place] is not None and new - old != wanted[(name,) + place]:
                faults.append("%s %s: %s, %s" % (name, place, old, new))
    changed = {name for name in before if before[name] != book[name]}
    if not {"T2", "T3", "T7", "T9", "T12"} <= changed:
        faults.append("unchanged: %s" % sorted(changed))
    print("ok one-level-changes-its-cells" if not faults else "not ok one-level-changes-its-cells %s" % faults[:3])


# Points of 督导检查表 recounted here: who is concerned, and the numbers in what is said of them.
POINTS = {
    "定级": (lambda rows: rows, [lambda row: True, lambda row: not row["level_final"], lambda row: row["below_floor"] == "1",
                                lambda row: row["verdict"] in ("定级不准", "无法判定", "未定级")]),
    "公安备案": (lambda rows: [row for row in rows if row["level_final"] >= "2"],
             [lambda row: True, lambda row: row["filed"] != "1", lambda row: row["filed"] == "1" and row["certificate_ok"] != "1"]),
    "等级测评": (lambda rows: [row for row in rows if row["level_final"] >= "3"],
             [lambda row: True, lambda row: not row["assessed"], lambda row: row["result"] == "不合格",
              lambda row: row["assessed"] and not row["report_police"]]),
}


def compare_inspection(recount, out):
    """A row for each institution and point that concerns it, in the order of areas, with the numbers recounted."""
    cells = read_book(out + "/province/督导检查表.xlsx")["督导检查表"]
    heads = {value: column for (row, column), value in cells.items() if row == 1}
    got, places, faults = {}, [], []
    for row in range(2, max(row for row, _ in cells) + 1):
        unit, point = cells[row, heads["单位"]].split("\n")[0], cells[row, heads["检查要点"]]
        got[unit, cells.get((row, heads["地区"])), point] = cells[row, heads["报送情况"]]
        places.append(cells.get((row, heads["地区"])))
        blanks = [column for head, column in heads.items() if head.startswith(("现场", "检查结果", "检查人", "整改", "被检查", "检查日期"))]
        faults += ["filled %d" % row for column in blanks if cells.get((row, column))]
    areas = recount.areas()
    if [areas.index(place) for place in places] != sorted(areas.index(place) for place in places):
        faults.append("order")
    for unit in recount.data["units"]:
        systems = [row for row in recount.data["systems"] if row["unit_id"] == unit["unit_id"]]
        for point, (concerned, counts) in POINTS.items():
            said = got.get((unit["name"], recount.places[unit["unit_id"]], point))
            rows = concerned(systems)
            want = [sum(1 for row in rows if holds(row)) for holds in counts] if rows else None
            numbers = [int(text) for text in re.findall(r"(\d+)个", said.split("：")[0])] if said else None
            if numbers != want:
                faults.append("%s %s: %s, recount %s" % (unit["name"], point, said, want))
    print("ok inspection (%d rows)" % len(places) if places and not faults else "not ok inspection %s" % faults[:3])


def compare_calendar(recount, out):
    """Every duty that is not done and has a day is in an event of that day; what else is there was done and returns."""
    with open(out + "/province/到期日历.ics", encoding="utf-8", newline="") as file:
        text = file.read()
    faults = ["line"] if any(len(line.encode()) > 75 for line in text.split("\r\n")) or "\n" in text.replace("\r\n", "") else []
    told, uids = {}, set()
    for event in text.replace("\r\n ", "").split("BEGIN:VEVENT")[1:]:
        fields = dict(line.split(":", 1) for line in event.split("\r\n") if ":" in line and not line.startswith("END"))
        uids.add(fields["UID"])
        day = fields["DTSTART;VALUE=DATE"]
        day = "%s-%s-%s" % (day[:4], day[4:6], day[6:])
        told[day] = told.get(day, 0) + int(re.search(r"：(\d+)项$", fields["SUMMARY"]).group(1))
    want, most = {}, {}
    for row in recount.rows("obligations"):
        if row["due"]:
            is_open = row["status"] in ("未完成(未到期)", "逾期", "进行中")
            want[row["due"]] = want.get(row["due"], 0) + is_open
            most[row["due"]] = most.get(row["due"], 0) + (is_open or row["status"] == "已完成")
    faults += [(day, told.get(day, 0), n, most[day]) for day, n in want.items() if not n <= told.get(day, 0) <= most[day]]
    faults += [day for day in told if day not in want]
    if len(uids) != text.count("BEGIN:VEVENT"):
        faults.append("uids")
    print("ok calendar (%d events)" % len(uids) if uids and not faults else "not ok calendar %s" % faults[:3])


def main():
    out, year, as_of = sys.argv[1:4]
    path = out + "/province/年度统计表.xlsx"
    recount, book = Recount(out, year, as_of), read_book(path)
    if sys.argv[4:] == ["papers"]:
        compare_inspection(recount, out)
        compare_calendar(recount, out)
        return
    if len(sys.argv) == 6:
        compare_years(out, sys.argv[5], book)
        compare_changed(out, sys.argv[5], year, as_of, book)
        return
    if len(sys.argv) == 7:
        compare_change(book, read_book(sys.argv[4]), sys.argv[5], sys.argv[6])
        return
    if len(sys.argv) > 4:
        compare_books(book, read_book(sys.argv[4]))
        return
    for i in range(1, 13):
        compare(recount, book, "T%d" % i)
    if recount.rows("roster"):
        compare(recount, book, "附5", "reports")
    for name, n in recount.lists().items():
        got = count_listed(book[name])
        print("ok recount-%s (%d)" % (name, n) if n == got else "not ok recount-%s (%d, recount %d)" % (name, got, n))


if __name__ == "__main__":
    # Whoever counts the lines must see that none came: what is not there to be recounted is a fault too.
    try:
        main()
    except Exception as fault:
        print("not ok recount-ended %s: %s %s" % (" ".join(sys.argv[1:]), type(fault).__name__, fault))
