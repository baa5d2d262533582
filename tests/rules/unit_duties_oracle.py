#!/usr/bin/env python3
"""An oracle of the duties of units: random administrations and institutions beside data/obligations.csv.

    unit_duties_oracle.py PROGRAM [N [SEED]]

It shares no file with the program. What a unit owes is stated below: who owes it, from which day on, in which edition, by
which day, and what its columns must say; how an answer is spelled is stated here too. N units are judged at each of the days
below; prints every difference, and ends with 1 if there is one.
"""
import csv
import itertools
import os
import random
import subprocess
import sys
import tempfile

from duties_oracle import (DAY, DONE, LATE, OPEN, OVERDUE, UNDER_WAY, UNTOLD, Case, Date, answered, by_day, dated, make_date,
                           settle, write_rows)

RUNS = [("2007", DAY(2012, 5, 30)), ("2007", DAY(2011, 12, 30)), ("2007", DAY(2011, 12, 31)), ("2007", DAY(2012, 4, 30)),
        ("2007", DAY(2012, 5, 1)), ("2007", DAY(2011, 11, 28)), ("2007", DAY(2011, 12, 6)), ("2007", DAY(2013, 2, 28)),
        ("2020", DAY(2020, 12, 31)), ("2020", DAY(2023, 1, 1)), ("2025", DAY(2025, 12, 31)), ("2025", DAY(2026, 1, 1))]

# ---- how cells are spelled ------------------------------------------------------------------------------------------
# What a cell says: yes, no, plan, bad (nobody can tell) or empty.

ANSWERS = {
    "yes": ["是", "有", "√", "☑是 □否", "是（√）否（ ）", "1"],
    "no": ["否", "无", "□是 ☑否", "是（ ）否（√）", "没有", "尚未"],
    "plan": ["正在办理", "是，2099年底前完成", "已，待发证", "计划"],
    "bad": ["☑是 ☑否", "是或否看情况"],
    "empty": ["", "-", "是/否", "□是 □否"],
}
# Those of a column that takes an answer or words of the sender's own.
TEXTS = {
    "yes": ANSWERS["yes"] + ["院发〔2012〕3号", "见附件", "2011-03-01", "内部审计", "计划财务科负责", "是，由财务科负责"],
    "no": ANSWERS["no"] + ["×"],
    "plan": ANSWERS["plan"] + ["正在起草文件", "拟由财务科办理", "2099年3月"],
    "bad": ["☑是 ☑否", "尚未印发专门文件", "无专门文件", "制度还没有建立"],
    "empty": ["", "-", "是/否", "□是 □否"],
}
NAMES = {"yes": ["张三", "计划财务科", "待岗办主任李四", "未来医学中心"], "empty": ["", "-", "无"]}
COUNTS = {"yes": ["1", "12", "3期"], "no": ["0"], "bad": ["若干"], "empty": ["", "-"]}
MONEY = {"yes": ["0", "12", "3.5", "12000元"], "bad": ["-3", "若干"], "empty": ["", "-"]}
PHONES = {"yes": ["0791-86250000", "13800000000"], "empty": ["", "-"]}
RATING = {"yes": ["非常重要", "重要", "一般", "1", "2", "是", "否"], "empty": ["", "-"]}


def options(labels):
    """Cells of a column with several options: all of them are yes, some are a plan."""
    some = ["、".join(labels[:-1]), labels[0], "1", "1、2"]
    return {"yes": ["、".join(labels), "，".join(str(i + 1) for i in range(len(labels))), "/".join(reversed(labels))],
            "plan": some, "empty": ["", "-"]}


LIAISON_TASKS = ["落实政策和标准", "掌握本地区动态", "代表本地区联系", "协调落实"]
COMMITTEE_TASKS = ["定级指导", "备案审查", "方案论证", "安全咨询", "安全检查"]
STEPS = ["定级备案", "建设整改", "等级测评", "监督检查"]

CELLS = {
    "chief": ("主要负责人", NAMES), "deputy": ("分管负责人", NAMES), "responsibility": ("职责文件", TEXTS),
    "agenda": ("列入议事日程", TEXTS), "appraised": ("列入考核", ANSWERS), "funding": ("经费投入机制", TEXTS),
    "in_budget": ("列入信息化建设预算", ANSWERS), "b_rectify": ("整改年度预算(万元)", MONEY), "b_assess": ("测评年度预算(万元)", MONEY),
    "b_service": ("安全服务年度预算(万元)", MONEY), "b_train": ("培训年度预算(万元)", MONEY), "supervised": ("资金监管", TEXTS),
    "sessions": ("全员培训期数", COUNTS), "persons": ("全员培训人次", COUNTS),
    "m_sessions": ("管理人员培训期数", COUNTS), "m_persons": ("管理人员培训人次", COUNTS),
    "group": ("领导小组", ANSWERS), "chair": ("领导小组组长", NAMES), "liaison": ("联络员", NAMES),
    "l_department": ("联络员部门", NAMES), "l_phone": ("联络员电话", PHONES), "l_tasks": ("联络员履职", options(LIAISON_TASKS)),
    "c_tasks": ("专家委员会工作", options(COMMITTEE_TASKS)), "mechanism": ("联络员机制", ANSWERS),
    "cooperation": ("协作机制", TEXTS), "steps": ("协作环节", options(STEPS)),
    "visited": ("督导检查单位数", COUNTS),
}
DATES = {
    "checked": "系统自查日期", "last": "全员最近培训日期", "m_last": "管理人员最近培训日期", "group_set": "领导小组成立日期",
    "group_deployed": "领导小组部署日期", "own_deployed": "本单位部署日期", "region_deployed": "本地区部署日期",
    "list_sent": "联络员名单报送日期", "committee_set": "专家委员会成立日期", "experts_sent": "专家名单报送日期",
    "filed_sent": "备案情况报送日期", "inspected": "督导检查日期", "urged_own": "督促本单位日期",
    "urged_ministry": "督促部机关日期", "c_since": "协作机制日期", "report_sent": "年度报告报送日期",
}

# ---- duties ---------------------------------------------------------------------------------------------------------


class Unit(Case):
    """A case whose answers are words (see CELLS)."""

    def proof(self, name):
        value = self.subject.get(name)
        return value if isinstance(value, str) else super().proof(name)


def over_all(said):
    """One answer out of those of all systems: all of them, some, none."""
    if not said:
        return None
    return "yes" if set(said) == {"yes"} else "plan" if "yes" in said or "plan" in said else "empty"


def visits(case):
    """Inspections: the day proves them; that so many were visited on no day is not enough to say anything."""
    result = dated(case, "inspected")
    if result[0] != DONE and case.proof("visited") in ("yes", "bad"):
        return UNTOLD, None
    is_handed_in = case.proof("inspected") is None and case.proof("visited") is not None
    return (OPEN, None) if is_handed_in else result


def experts(classes):
    """Those who come from 卫生, 公安 and 信息安全; none of them listed says nothing."""
    known = [word for word in classes if word]
    if not known:
        return UNTOLD, None
    return (DONE if {"卫生", "公安", "信息安全"} <= set(known) else UNDER_WAY), None


def unit_duties(case, facts):
    s, as_of, edition = case.subject, case.as_of, facts["edition"]
    is_admin, rank = facts["kind"] == "卫生行政部门", facts["rank"]
    owed = {}

    def owe(duty, result, since=DAY(2011, 11, 29), by=None):
        """`by`: the ranks of administrations that owe it; a rank not told leaves it open whether it does."""
        case.used.setdefault(duty, set()).update(case.asked)
        case.asked.clear()
        if as_of < since or (by and not is_admin):
            return
        if by and not rank:
            owed[duty] = UNTOLD, None
        elif not by or rank in by:
            owed[duty] = result

    own = dated(case, "checked")
    owe("OB-01", (DONE, None) if facts["systems"] else own)
    owe("OB-32", answered(case, "sessions", "persons", "last"))
    owe("OB-39", answered(case, "chief", "deputy", "responsibility"))
    owe("OB-40", answered(case, "in_budget", "b_rectify", "b_assess", "b_service", "b_train"))
    owe("OB-41", answered(case, "supervised"))
    if len(facts["systems"]) >= 2:
        s["rated"] = over_all([cell[0] for cell in facts["systems"]])
        owe("OB-46", answered(case, "rated"))
    s["departments"] = over_all([cell[1] for cell in facts["systems"]])
    owe("OB-48", answered(case, "departments", "responsibility"))
    owe("OB-62", answered(case, "agenda"))
    owe("OB-63", answered(case, "appraised"))
    owe("OB-64", answered(case, "funding"))
    everywhere, groups, top = {"国家", "省", "地市", "县", "乡"}, {"国家", "省", "地市"}, {"国家", "省"}
    if is_admin:
        owe("OB-31", answered(case, "m_sessions", "m_persons", "m_last"))
        owe("OB-42", answered(case, "cooperation", "c_since", "steps"))
    owe("OB-33", visits(case), by={"国家"})
    owe("OB-34", visits(case), by={"省"})
    year_end = DAY(facts["year"] or as_of.year, 12, 31)
    owe("OB-35", by_day(case, year_end, "report_sent"), by={"省"})
    owe("OB-36", answered(case, "liaison", "l_department", "l_phone"), by={"省"})
    owe("OB-37", dated(case, "committee_set"), by=top)
    if edition == "2007":
        first_round = DAY(2011, 12, 7)
        owe("OB-38", by_day(case, DAY(2011, 12, 30), "filed_sent"), first_round, {"省"})
        owe("OB-54", by_day(case, DAY(2011, 12, 30), "list_sent"), first_round, {"省"})
        owe("OB-55", by_day(case, DAY(2012, 4, 30), "experts_sent"), first_round, {"省"})
    owe("OB-47", dated(case, "region_deployed"), by=everywhere - {"国家", "乡"})
    owe("OB-49", answered(case, "group", "chair", "group_set"), by=groups)
    owe("OB-50", dated(case, "group_deployed"), by=groups)
    owe("OB-51", dated(case, "own_deployed"), by=groups)
    owe("OB-52", answered(case, "mechanism"), by={"国家"})
    owe("OB-53", answered(case, "l_tasks"), by={"省"})
    owe("OB-56", experts(facts["experts"]), by=top)
    owe("OB-57", answered(case, "c_tasks"), by=top)
    owe("OB-60", dated(case, "urged_ministry"), by={"国家"})
    owe("OB-61", dated(case, "urged_own"), by={"省"})
    return owed


def judge(subject, as_of, facts):
    dates = {name: value for name, value in subject.items() if isinstance(value, Date) and value.given}
    exact = {name: value.first for name, value in dates.items()}
    base = Unit(subject, as_of, exact)
    owed = {}
    for duty, result in unit_duties(base, facts).items():
        rough = [name for name in sorted(base.used[duty]) if name in dates and dates[name].first != dates[name].last]
        found = [unit_duties(Unit(subject, as_of, {**exact, **dict(zip(rough, days))}), facts)[duty]
                 for days in itertools.product(*[dates[name].days for name in rough])]
        owed[duty] = settle(found) if rough else result
    return owed


# ---- units ----------------------------------------------------------------------------------------------------------


def pick(rng, spellings):
    said = rng.choice(sorted(spellings) + ["yes"] * 3)
    return said, rng.choice(spellings[said])


def make_unit(rng, as_of, name):
    kind = rng.choice(["卫生行政部门"] * 4 + ["医院", "疾控", ""])
    rank = rng.choice(["国家", "省", "省", "省", "地市", "县", "乡", ""])
    cells, subject = {"单位名称": name}, {}
    for key, (header, spellings) in CELLS.items():
        if rng.random() < 0.9:
            subject[key], cells[header] = pick(rng, spellings)
    bases = [as_of, DAY(2011, 12, 30), DAY(2012, 4, 30), DAY(as_of.year, 12, 31)]
    for key, header in DATES.items():
        if rng.random() < 0.9:
            subject[key] = make_date(rng, as_of, bases)
            cells[header] = subject[key].text
    year = rng.choice([None, None, as_of.year, as_of.year - 1])
    cells["填报年度"] = str(year) if year else ""
    rows = []
    systems = []
    for k in range(rng.choice([0, 1, 1, 2, 3])):
        rated, department = pick(rng, RATING), pick(rng, NAMES)
        systems.append((rated[0], department[0]))
        rows.append({"单位名称": name, "系统名称": "业务系统%d" % (k + 1), "系统类别": "其他", "重要程度": rated[1], "系统责任部门": department[1]})
    members = []
    if rng.random() < 0.6:
        classes = rng.sample(["卫生", "公安", "信息安全", "其他", ""], rng.randint(1, 5))
        members = [{"单位名称": name, "专家姓名": "专家%d" % i, "专家单位": "某单位", "专家类别": word, "专业方向": "安全"}
                   for i, word in enumerate(classes)]
    facts = {"kind": kind, "rank": rank, "systems": systems, "experts": [row["专家类别"] for row in members], "year": year}
    return subject, cells, rows, members, facts


def compare(edition, as_of, n, rng, program):
    expected = {}
    with tempfile.TemporaryDirectory() as work:
        for i in range(n):
            name = "某省样本单位%d" % i
            folder = os.path.join(work, "in", str(i))
            os.makedirs(folder)
            subject, cells, rows, members, facts = make_unit(rng, as_of, name)
            expected[name] = judge(subject, as_of, {**facts, "edition": edition}), {**cells, "机构类别": facts["kind"], "机构级别": facts["rank"]}
            write_rows(os.path.join(folder, "单位.csv"), [{"单位名称": name, "机构类别": facts["kind"], "机构级别": facts["rank"],
                                                         "省份": "江西省"}])
            write_rows(os.path.join(folder, "管理.csv"), [cells])
            for path, table in (("系统.csv", rows), ("专家.csv", members)):
                if table:
                    write_rows(os.path.join(folder, path), table)
        out = os.path.join(work, "out")
        run = subprocess.run([program, "check", os.path.join(work, "in"), "-o", out, "--as-of", str(as_of), "--edition", edition, "-q"],
                             stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, check=False)
        if run.returncode > 1:
            sys.exit("%s %s: status %d, %s" % (edition, as_of, run.returncode, run.stderr.decode()[-600:]))
        with open(os.path.join(out, "data", "units.csv"), encoding="utf-8") as units:
            names = {row["unit_id"]: row["name"] for row in csv.DictReader(units)}
        found = {}
        path = os.path.join(out, "data", "obligations.csv")
        with open(path if os.path.exists(path) else os.devnull, encoding="utf-8") as units:
            for row in csv.DictReader(units):
                if not row["system_no"]:
                    found.setdefault(names[row["unit_id"]], {})[row["obligation"]] = row
    return report(edition, as_of, expected, found)


def days_late(row, as_of):
    """What the row itself leaves: overdue, so many days up to the day judged; done late, as many as its day is behind."""
    end = as_of.isoformat() if row["status"] == OVERDUE else row["done"] if row["status"] == LATE and len(row["done"]) == 10 else ""
    return str((DAY.fromisoformat(end) - DAY.fromisoformat(row["due"])).days) if end and row["due"] else ""


def report(edition, as_of, expected, found):
    n_wrong = 0
    for name, (owed, cells) in sorted(expected.items()):
        rows = found.get(name, {})
        for duty in sorted(set(owed) | set(rows)):
            want, row = owed.get(duty), rows.get(duty)
            want = want and (want[0], str(want[1] or ""))
            got = row and (row["status"], row["due"])
            is_late = not row or row["status"] not in (OVERDUE, LATE) or row["days_late"] == days_late(row, as_of)
            if want != got or not is_late:
                n_wrong += 1
                print(edition, as_of, duty, "expected", want, "found", got, row and row["days_late"],
                      {key: value for key, value in cells.items() if value})
    return n_wrong, sum(len(rows) for rows in found.values())


def main():
    program = sys.argv[1]
    n = int(sys.argv[2]) if len(sys.argv) > 2 else 40
    rng = random.Random(int(sys.argv[3]) if len(sys.argv) > 3 else 1)
    n_wrong = n_rows = 0
    for edition, as_of in RUNS:
        wrong, rows = compare(edition, as_of, n, rng, program)
        n_wrong += wrong
        n_rows += rows
    print("%d duties of units at %d days, %d differences" % (n_rows, len(RUNS), n_wrong))
    return 1 if n_wrong or not n_rows else 0


if __name__ == "__main__":
    sys.exit(main())
