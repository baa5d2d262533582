#!/usr/bin/env python3
"""An oracle of duties: random institutions, whose duties are judged by what is written down here, beside data/obligations.csv.

    duties_oracle.py PROGRAM [N [SEED]]

It shares no file with the program: who owes what, from when on, by which day and proved by which column is stated below.
Days are drawn close to the borders that count: due days, days that a month lacks, the first and last days of editions and
texts. A date given to the month or the year stands for any of its days. N institutions are judged at each of the days below;
prints every difference, and ends with 1 if there is one.
"""
import calendar
import csv
import datetime
import itertools
import os
import random
import subprocess
import sys
import tempfile

DAY = datetime.date
DONE, LATE, UNDER_WAY, OPEN, OVERDUE, UNTOLD = "已完成", "逾期完成", "进行中", "未完成(未到期)", "逾期", "数据缺失"
RUNS = [("2007", DAY(2012, 5, 30)), ("2007", DAY(2012, 5, 31)), ("2007", DAY(2012, 2, 29)), ("2007", DAY(2011, 11, 28)),
        ("2007", DAY(2013, 2, 28)), ("2007", DAY(2020, 10, 31)), ("2020", DAY(2020, 11, 1)), ("2020", DAY(2022, 8, 7)),
        ("2020", DAY(2022, 8, 8)), ("2025", DAY(2025, 3, 8)), ("2025", DAY(2025, 6, 30)), ("2025", DAY(2025, 7, 1)),
        ("2025", DAY(2024, 2, 29)), ("2007", DAY(2007, 6, 21)), ("2007", DAY(2007, 6, 23))]

# ---- days ---------------------------------------------------------------------------------------------------------


def later(day, months):
    """So many months later; the last day of a month that lacks the day."""
    at = day.year * 12 + day.month - 1 + months
    year, month = divmod(at, 12)
    return DAY(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def plus(day, days):
    return day + datetime.timedelta(days)


class Date:
    """A cell of a date: what is written, and the first and last day that it may mean; bad if nobody can read it."""

    def __init__(self, text="", first=None, last=None, bad=False):
        self.text, self.first, self.last, self.bad = text, first, last, bad

    @property
    def given(self):
        return self.first is not None

    @property
    def days(self):
        return sorted({self.first, self.last}) if self.given else [None]


def write_day(rng, day):
    kind = rng.random()
    if kind < 0.72:
        return Date(rng.choice(["%d-%02d-%02d", "%d年%d月%d日", "%d/%d/%d"]) % (day.year, day.month, day.day), day, day)
    if kind < 0.92:
        last = DAY(day.year, day.month, calendar.monthrange(day.year, day.month)[1])
        return Date("%d年%d月" % (day.year, day.month), day.replace(day=1), last)
    return Date("%d年" % day.year, DAY(day.year, 1, 1), DAY(day.year, 12, 31))


def make_date(rng, as_of, bases, p_empty=0.3):
    """A day near one that counts."""
    kind = rng.random()
    if kind < p_empty:
        return Date()
    if kind < p_empty + 0.04:
        return Date("去年底", bad=True)
    base = rng.choice(bases + [as_of])
    step = rng.choice([0, 0, 1, -1, 29, 30, 31, -29, -30, -31, 365, -365, -366, -181, -182, -183, -184, rng.randint(-900, 40)])
    day = plus(base, step)
    if rng.random() < 0.15:
        day = rng.choice([DAY(2012, 2, 29), DAY(2011, 8, 31), DAY(2011, 8, 29), DAY(2012, 1, 31), DAY(2019, 12, 31), DAY(2024, 2, 29),
                          DAY(2007, 6, 22), DAY(2007, 6, 23), DAY(2022, 8, 8), DAY(2022, 8, 9), DAY(2025, 6, 30), DAY(2025, 7, 1)])
    return write_day(rng, max(day, DAY(2000, 1, 1)))


# ---- rules --------------------------------------------------------------------------------------------------------
# A subject is a dictionary of what its columns hold: a Date; True, False, "planned" or None of a question; a word or "" of an
# answer. A column that was not handed in is not among its keys.


class Case:
    def __init__(self, subject, as_of, chosen):
        self.subject, self.as_of, self.chosen = subject, as_of, chosen
        # The dates asked for a duty, beside those that are asked for all.
        self.asked, self.used = set(), {}

    def day(self, name):
        """The day that a date is taken for; None if it is not given."""
        self.asked.add(name)
        return self.chosen.get(name)

    def proof(self, name):
        """None: not handed in; otherwise yes, plan, empty, bad or no."""
        if name not in self.subject:
            return None
        value = self.subject[name]
        if isinstance(value, Date):
            return "bad" if value.bad else "empty" if not value.given else "yes" if self.day(name) <= self.as_of else "plan"
        return {True: "yes", False: "no", "planned": "plan", None: "empty"}[value]


def by_day(case, due, proof, said=None, waits=()):
    if case.proof(proof) == "yes":
        if due is None:
            return DONE, None
        return (DONE if case.day(proof) <= due else LATE), due
    if case.proof(proof) == "bad" or (said and case.proof(said) == "yes"):
        return UNTOLD, due
    if case.proof(proof) is None and (not said or case.proof(said) is None):
        return UNTOLD, due
    if any(case.day(name) is None for name in waits):
        return OPEN, None
    if due is None:
        return UNTOLD, None
    return (OPEN if case.as_of <= due else OVERDUE), due


def repeated(case, months, proof):
    said = case.proof(proof)
    if said == "yes":
        due = later(case.day(proof), months)
        return (DONE if due >= case.as_of else OVERDUE), due
    return (UNTOLD if said in (None, "bad") else OVERDUE), None


def dated(case, *proofs):
    """No day is set; a date proves it: of several the first that was handed in, unless another is filled."""
    said = [case.proof(name) for name in proofs]
    if "yes" in said:
        return DONE, None
    if all(word is None for word in said) or "bad" in said:
        return UNTOLD, None
    return (UNDER_WAY if "plan" in said else OPEN), None


def answered(case, *proofs):
    said = [case.proof(name) for name in proofs]
    if all(word == "yes" for word in said):
        return DONE, None
    if "yes" in said or "plan" in said:
        return UNDER_WAY, None
    return (OPEN if "no" in said and "bad" not in said else UNTOLD), None


def of_others(case, proof):
    return (DONE if case.proof(proof) == "yes" else UNDER_WAY), None


def allowed(case, proof):
    return (DONE, None) if case.proof(proof) == "yes" else None


FIRST_ROUND = DAY(2012, 5, 30)


def grading(case, facts):
    launched = case.day("launched")
    running = launched is not None and launched <= FIRST_ROUND
    due = FIRST_ROUND if running else None
    if facts["right"]:
        if running and case.proof("graded") == "yes":
            return (DONE if case.day("graded") <= FIRST_ROUND else LATE), due
        return DONE, due
    if running:
        return (OPEN if case.as_of <= FIRST_ROUND else OVERDUE), due
    return (OPEN if launched or case.as_of <= FIRST_ROUND else UNTOLD), None


def given(case, name):
    """Something is written there, be it readable or not."""
    value = case.subject.get(name)
    return value.given or value.bad if isinstance(value, Date) else value is not None and value != ""


def system_duties(case, facts):
    """What the system owes for days chosen: by id, status and due day."""
    s, as_of, level, edition = case.subject, case.as_of, facts["level"], facts["edition"]
    owed = {}

    def owe(duty, since, levels, result):
        case.used.setdefault(duty, set()).update(case.asked)
        case.asked.clear()
        if as_of >= since and level in levels and result is not None:
            owed[duty] = result

    act, guideline = DAY(2007, 6, 22), DAY(2011, 11, 29)
    up, three, all_five = range(2, 6), range(3, 6), range(1, 6)
    graded, launched = case.day("graded"), case.day("launched")
    owe("OB-02", guideline, range(0, 6), grading(case, facts))
    authority = s.get("has_authority")
    owe("OB-03", act, all_five, answered(case, "approved") if authority is True else (UNTOLD, None) if authority is None else None)
    owe("OB-04", guideline, three, answered(case, "reviewed", "review_date"))
    owe("OB-05", act, range(4, 6), dated(case, "national_review"))
    is_ministry = s["networked"] is True and s["filer"] == "卫生部"
    new = graded and launched and launched > graded and launched > act
    if not is_ministry:
        basis = launched if new else graded
        filed = by_day(case, plus(basis, 30) if basis else None, "police_filed", "filed")
        if s["networked"] is None and s["filer"] == "卫生部":
            filed = UNTOLD, None
        owe("OB-06", act, up, None if new else filed)
        owe("OB-07", act, up, filed if new else None)
        case.used["OB-07"] = case.used["OB-06"]
    else:
        owe("OB-09", guideline, up, by_day(case, plus(graded, 30) if graded else None, "police_filed", "filed"))
    owe("OB-08", guideline, up, dated(case, "health_filed"))
    both = plus(max(graded, launched), 30) if graded and launched else None
    branch = s.get("is_branch")
    owe("OB-10", guideline, up, by_day(case, both, "police_filed", "filed") if branch is True else (UNTOLD, None) if branch is None else None)
    three_days = [case.day(name) for name in ("rectified", "assessed", "launched")]
    owe("OB-11", act, three, by_day(case, plus(max(three_days), 30) if all(three_days) else None, "form4_sent", None,
                                    ("rectified", "assessed", "launched")))
    is_filed = given(case, "police_filed") or s.get("filed") is True
    owe("OB-12", act, up, of_others(case, "certificate") if is_filed else None)
    owe("OB-13", act, up, dated(case, "refiled") if given(case, "grade_refused") else None)
    changed = given(case, "changed")
    owe("OB-14", act, up, dated(case, "change_filed") if changed else None)
    owe("OB-44", guideline, all_five, dated(case, "regraded") if changed else None)
    owe("OB-45", guideline, all_five, dated(case, "improved") if changed else None)
    for duty, levels, name in (("OB-15", up, "gap_analysed"), ("OB-16", up, "planned"), ("OB-17", three, "plan_reviewed")):
        owe(duty, guideline, levels, dated(case, name))
    owe("OB-18", guideline, up, dated(case, "rectified"))
    is_new = launched and (launched > as_of or (graded and launched > graded))
    owe("OB-43", guideline, all_five, answered(case, "built_in_step") if is_new or given(case, "built_in_step") else None)
    owe("OB-19", guideline, three, dated(case, "first_assessed", "assessed"))
    owe("OB-20", guideline, three, repeated(case, 12, "assessed"))
    owe("OB-21", act, [4] if edition != "2025" else [], repeated(case, 6, "assessed"))
    owe("OB-22", guideline, [2], allowed(case, "assessed") if s.get("important") is True else None)
    passed, failed = s.get("result") in ("合格", "基本符合"), s.get("result") in ("不合格", "基本符合")
    owe("OB-23", guideline, three, dated(case, "assessed_reported") if passed else None)
    owe("OB-59", guideline, three, dated(case, "report_health") if passed else None)
    owe("OB-24", act, all_five, dated(case, "substandard_fixed") if failed or s.get("self_result") == "不达标" else None)
    owe("OB-25", act, [3], repeated(case, 12, "self_checked"))
    owe("OB-26", act, [4], repeated(case, 6, "self_checked"))
    owe("OB-65", act, [1, 2, 5], dated(case, "self_checked"))
    owe("OB-27", act, [3, 4], of_others(case, "police_checked"))
    owe("OB-28", act, [3, 4], answered(case, "police_materials") if given(case, "police_checked") else None)
    if given(case, "police_notice"):
        by = given(case, "notice_due")
        owe("OB-29", act, up, by_day(case, case.day("notice_due"), "police_report") if by else dated(case, "police_report"))
    owe("OB-30", act, three, answered(case, "licensed"))
    owe("OB-58", guideline, three, answered(case, "assessed_by", "listed") if given(case, "assessed") else None)
    late_editions = edition in ("2020", "2025")
    owe("OB-68", DAY(2020, 11, 1), [2] if late_editions else [], answered(case, "reviewed", "review_date"))
    health = DAY(2022, 8, 8)
    planned = (launched and launched > health) or given(case, "plan_graded")
    owe("OB-69", health, all_five if late_editions else [], dated(case, "plan_graded") if planned else None)
    owe("OB-70", health, [2] if late_editions else [], allowed(case, "assessed"))
    new_form = DAY(2025, 3, 8)
    ours = up if edition == "2025" else []
    owe("OB-71", new_form, ours, dated(case, "filing_updated") if is_filed else None)
    owe("OB-72", new_form, ours, by_day(case, case.day("certificate_until"), "extension_asked") if given(case, "certificate_until") else None)
    owe("OB-73", new_form, ours, dated(case, "survey_sent"))
    first_batch = DAY(2025, 6, 30)
    owe("OB-74", new_form, three if edition == "2025" else [],
        dated(case, "protection_sent") if graded and graded > first_batch else by_day(case, first_batch, "protection_sent"))
    return owed


def settle(readings):
    """What all readings say; a duty that is owed in some of them only is told of OB-06 alone, whose other half is OB-07."""
    statuses, dues = {reading[0] for reading in readings}, {reading[1] for reading in readings}
    return statuses.pop() if len(statuses) == 1 else UNTOLD, dues.pop() if len(dues) == 1 else None


# Duties that rest on the two dates which are asked for all.
ON_START = {"OB-02", "OB-06", "OB-07", "OB-09", "OB-10", "OB-11", "OB-43", "OB-69", "OB-74"}


def judge(subject, as_of, facts):
    """Status and due day of each duty, whatever day a date to the month or year means."""
    dates = {name: value for name, value in subject.items() if isinstance(value, Date) and value.given}
    exact = {name: value.first for name, value in dates.items()}
    base = Case(subject, as_of, exact)
    system_duties(base, facts)
    owed = {}
    for duty, used in base.used.items():
        used = used | ({"graded", "launched"} if duty in ON_START else set())
        rough = [name for name in sorted(used) if name in dates and dates[name].first != dates[name].last]
        found = [system_duties(Case(subject, as_of, {**exact, **dict(zip(rough, days))}), facts)
                 for days in itertools.product(*[dates[name].days for name in rough])]
        readings = [duties.get(duty) for duties in found]
        if None not in readings:
            owed[duty] = settle(readings)
        elif duty in ("OB-22", "OB-70") and any(readings):
            owed[duty] = UNTOLD, None
        elif duty == "OB-06" and any(readings):
            owed[duty] = settle([duties.get("OB-06", duties.get("OB-07")) for duties in found])[0], "any"
    return owed


# ---- institutions -------------------------------------------------------------------------------------------------

DATES = {
    "graded": "定级时间", "launched": "投入运行日期", "police_filed": "公安备案日期", "health_filed": "卫生部门备案日期",
    "review_date": "专家评审日期", "national_review": "国家专家评审日期", "form4_sent": "表四提交日期", "grade_refused": "定级不准通知日期",
    "refiled": "重新备案日期", "changed": "变更日期", "change_filed": "变更备案日期", "regraded": "重新定级日期", "improved": "措施完善日期",
    "gap_analysed": "差距分析日期", "planned": "整改方案日期", "plan_reviewed": "方案论证日期", "rectified": "整改完成日期",
    "first_assessed": "首次测评日期", "assessed": "最近测评日期", "assessed_reported": "测评报告报备日期", "report_health": "测评报告报卫生日期",
    "substandard_fixed": "不达标整改完成日期", "self_checked": "自查日期", "police_checked": "公安检查日期", "police_notice": "整改通知日期",
    "notice_due": "整改通知期限", "police_report": "整改报告日期", "plan_graded": "规划阶段定级日期", "filing_updated": "备案更新日期",
    "certificate_until": "备案证明有效期至", "extension_asked": "延期申请日期", "survey_sent": "数据摸底报送日期",
    "protection_sent": "保护工作方案报送日期",
}
QUESTIONS = {
    "filed": ("备案状态", "已备案", "未备案"), "has_authority": ("是否有主管部门", "有", "无"), "is_branch": ("是否分系统", "是", "否"),
    "approved": ("主管部门审批定级情况", "已审批", "未审批"), "reviewed": ("专家评审情况", "已评审", "未评审"),
    "important": ("是否重要部门", "是", "否"), "police_materials": ("检查材料备齐", "是", "否"), "licensed": ("安全产品许可齐全", "是", "否"),
    "listed": ("测评机构在推荐目录", "是", "否"), "built_in_step": ("同步建设", "是", "否"),
}
WORDS = {"certificate": ("备案证明编号", "36010012001-00001"), "assessed_by": ("最近测评机构", "某测评公司")}
# Level by the harm written, in every edition.
HARM = {1: ("公民", "一般"), 2: ("公民", "严重"), 3: ("社会", "严重"), 4: ("社会", "特别严重"), 5: ("国家", "特别严重")}
# What is always handed in.
FIXED = ["graded", "launched", "has_authority", "is_branch"]


def make_system(rng, i, as_of, absent):
    level = rng.choice([0, 1, 2, 2, 3, 3, 3, 4, 4, 5])
    networked, filer = rng.random() < 0.2, rng.choice(["", "本单位", "卫生部"])
    if level >= 3 and rng.random() < 0.2:
        networked = None
    cells = {"单位名称": "某市样本医院", "系统名称": "业务系统%d" % i, "系统类别": "其他", "平台层级": "无", "服务范围": "30",
             "是否跨省全国联网": {True: "是", False: "否", None: ""}[networked], "备案主体": filer}
    if level:
        for part in ("业务信息", "系统服务"):
            cells[part + "受侵害客体"], cells[part + "侵害程度"] = HARM[level]
            cells[part + "安全保护等级"] = str(level)
        cells["安全保护等级"] = str(level)
    subject = {"networked": networked, "filer": filer}
    bases = [as_of, FIRST_ROUND]
    for name, header in DATES.items():
        subject[name] = make_date(rng, as_of, bases)
        if subject[name].given and name in ("graded", "launched", "assessed", "rectified"):
            bases += [subject[name].first, subject[name].last]
        cells[header] = subject[name].text
    for name, (header, yes, no) in QUESTIONS.items():
        subject[name] = rng.choice([True, True, False, None] + (["planned"] if name == "filed" else []))
        cells[header] = {True: yes, False: no, None: "", "planned": "正在办理"}[subject[name]]
    for name, (header, word) in WORDS.items():
        subject[name] = rng.choice([True, None])
        cells[header] = word if subject[name] else ""
    for name, header, words in (("result", "测评结论", ["合格", "基本符合", "不合格", ""]), ("self_result", "自查结果", ["达标", "不达标", ""])):
        subject[name] = cells[header] = rng.choice(words)
    for name in absent:
        del subject[name], cells[{**DATES, **{key: value[0] for key, value in QUESTIONS.items()}}[name]]
    facts = {"level": max(level, 3) if networked else level, "right": level > 0 and (level >= 3 or not networked)}
    return subject, cells, facts


def write_rows(path, rows):
    with open(path, "w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, list(dict.fromkeys(name for row in rows for name in row)))
        writer.writeheader()
        writer.writerows(rows)


def compare(edition, as_of, n, rng, program):
    with tempfile.TemporaryDirectory() as work:
        expected = {}
        for i in range(n):
            folder = os.path.join(work, "in", str(i))
            os.makedirs(folder)
            name = "某市样本医院%d" % i
            optional = [key for key in list(DATES) + list(QUESTIONS) if key not in FIXED]
            absent = [key for key in optional if rng.random() < 0.12]
            rows = []
            for k in range(6):
                subject, cells, facts = make_system(rng, k + 1, as_of, absent)
                cells["单位名称"] = name
                rows.append(cells)
                expected[name, k + 1] = judge(subject, as_of, {**facts, "edition": edition}), cells
            write_rows(os.path.join(folder, "单位.csv"), [{"单位名称": name, "机构类别": "医院", "机构等级": "二级甲等", "机构级别": "地市"}])
            write_rows(os.path.join(folder, "系统.csv"), rows)
        out = os.path.join(work, "out")
        run = subprocess.run([program, "check", os.path.join(work, "in"), "-o", out, "--as-of", str(as_of), "--edition", edition, "-q"],
                             stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, check=False)
        if run.returncode > 1:
            sys.exit("%s %s: status %d, %s" % (edition, as_of, run.returncode, run.stderr.decode()[-600:]))
        with open(os.path.join(out, "data", "units.csv"), encoding="utf-8") as rows:
            names = {row["unit_id"]: row["name"] for row in csv.DictReader(rows)}
        found = {}
        path = os.path.join(out, "data", "obligations.csv")
        with open(path if os.path.exists(path) else os.devnull, encoding="utf-8") as rows:
            for row in csv.DictReader(rows):
                if row["system_no"]:
                    found.setdefault((names[row["unit_id"]], int(row["system_no"])), {})[row["obligation"]] = row
    return report(edition, as_of, expected, found)


def report(edition, as_of, expected, found):
    n_wrong = 0
    for key, (owed, cells) in sorted(expected.items()):
        rows = found.get(key, {})
        for duty in sorted(set(owed) | set(rows)):
            want = owed.get(duty)
            row = rows.get(duty)
            want_due = str(want[1]) if want and want[1] else ""
            is_same = (want is None) == (row is None) and (want is None or want[0] == row["status"])
            is_same = is_same and (want is None or want_due == "any" or want_due == row["due"])
            if is_same and row and row["status"] == OVERDUE and row["due"]:
                is_same = int(row["days_late"]) == (as_of - DAY.fromisoformat(row["due"])).days
            if not is_same:
                n_wrong += 1
                filled = {k: v for k, v in cells.items() if v and k not in ("单位名称", "系统类别", "平台层级", "服务范围")}
                got = (row["status"], row["due"], row["days_late"]) if row else None
                print(edition, as_of, duty, "expected", want and (want[0], want_due), "found", got, filled)
    return n_wrong, sum(len(rows) for rows in found.values())


def main():
    program = sys.argv[1]
    n = int(sys.argv[2]) if len(sys.argv) > 2 else 20
    rng = random.Random(int(sys.argv[3]) if len(sys.argv) > 3 else 1)
    n_wrong = n_rows = 0
    for edition, as_of in RUNS:
        wrong, rows = compare(edition, as_of, n, rng, program)
        n_wrong += wrong
        n_rows += rows
    print("%d duties at %d days, %d differences" % (n_rows, len(RUNS), n_wrong))
    return 1 if n_wrong or not n_rows else 0


if __name__ == "__main__":
    sys.exit(main())
