#!/usr/bin/env python3
"""An oracle of grading: random systems judged by rules written down here, beside what the program says of them.

    oracle.py PROGRAM [N [SEED [EDITION]]]

It shares no file with the program: the matrices, the floors and the verdicts are stated below from the rules alone.
Prints every difference, and ends with 1 if there is one.
"""
import csv
import os
import random
import re
import subprocess
import sys
import tempfile

# ---- reading ------------------------------------------------------------------------------------------------------

OBJECTS = {
    1: ["公民", "公民法人", "公民、法人", "法人", "其他组织", "合法权益", "公民、法人和其他组织的合法权益", "1"],
    2: ["社会", "社会秩序", "公共利益", "社会秩序、公共利益", "社会秩序和公共利益", "2"],
    3: ["国家", "国家安全", "3"],
}
DEGREES = {1: ["一般", "一般损害", "1"], 2: ["严重", "严重损害", "2"], 3: ["特别严重", "特别严重损害", "3"]}
# Cells as written with what they mean: a list of codes, None for a cell that cannot be read, [] for an empty one.
ODD_OBJECTS = [
    ("社会、群众", None), ("不详", None), ("公民；社会，但不损害国家安全", [1, 2]),
    ("公民，但不损害国家安全、社会秩序和公共利益", [1]), ("□公民 ☑社会 □国家", [2]), ("□公民 □社会 □国家", []),
]
ODD_DEGREES = [("一般到严重", None), ("不清楚", None), ("□一般 ☑严重 □特别严重", [2])]


def make_side(rng, vocabulary, odd):
    """A cell and its codes."""
    kind = rng.random()
    if kind < 0.15:
        return "", []
    if kind < 0.25:
        return rng.choice(odd)
    n = rng.choice([1, 1, 1, 2, 2, 3])
    codes = [rng.randint(1, 3) for _ in range(n)]
    words = [rng.choice(vocabulary[code]) for code in codes]
    if any(word.isdigit() for word in words) and n > 1:
        words = [vocabulary[code][0] for code in codes]
    return rng.choice("、；;").join(words), codes


def merge(codes):
    """Neighbours that name one object are one object."""
    return [code for i, code in enumerate(codes) if i == 0 or codes[i - 1] != code]


# ---- grading ------------------------------------------------------------------------------------------------------

MATRIX = {
    "2007": {1: (1, 2, 2), 2: (2, 3, 4), 3: (3, 4, 5)},
    "2020": {1: (1, 2, 2), 2: (2, 3, 4), 3: (3, 4, 5)},
    "2025": {1: (1, 2, 2), 2: (2, 3, 4), 3: (4, 5, 5)},
}


def side_level(objects, degrees, edition):
    """The level of a side; 0 if it is not known."""
    if not objects or not degrees:
        return 0
    objects = merge(objects)
    if len(degrees) == 1:
        degrees = degrees * len(objects)
    if len(degrees) != len(objects):
        return 0
    return max(MATRIX[edition][o][d - 1] for o, d in zip(objects, degrees))


def even(text):
    return re.sub(r"\s", "", text).translate({c: c - 0xFEE0 for c in range(0xFF01, 0xFF5F)}).upper()


W1 = re.compile("网络直报|统计直报|疫情直报|(传染病|传染性疾病)(疫情|信息|网络|监测)*(报告|直报)|疾病监测信息报告"
                "|卫生监督(信息)?报告|突发公共卫生(事件)?应急|应急指挥")
W2A = re.compile("(区域|人口健康|居民健康|全民健康|卫生)(信息)?平台")
W3_WORDS = ("医院信息系统 医院信息管理 电子病历 集成平台 门诊 急诊 门急诊 挂号 收费 结算 住院 医嘱 医生站 护理 护士站 "
            "药房 药库 手术 麻醉 手麻 重症 检验 影像 放射 超声 心电 内镜 病理 输血 血库 病案").split()
W3 = re.compile("|".join(W3_WORDS) + r"|(?<![A-Z])(HIS|EMR|LIS|RIS|PACS|ICU)(?![A-Z])")
W3_NOT = re.compile("停车|食堂|后勤|培训|考试|教学|科研")
W4 = re.compile("(卫生部|国家卫生计生委|国家卫生健康委)(政府|官方|互联网)*(网站|官网|门户)")


def w2b(text):
    if not re.search("国家|全国|中央", text):
        return False
    return "数据中心" in text or bool(re.search("新农合|新型农村合作医疗|卫生监督|妇幼", text)
                                      and re.search("数据库|数据仓库|数据平台", text))


def w3(text):
    return bool(W3.search(text)) and not W3_NOT.search(text)


def fl_1(u, s):
    if s["networked"] == "是":
        return "hard"
    if W1.search(even(s["name"])):
        return "open"
    wide, named = s["scope"] in ("全国", "跨省"), bool(W1.search(even(s["business"])))
    if s["networked"] == "":
        if wide or named:
            return "open"
        return "none" if s["scope"] in ("全省", "跨地", "地市内") and s["branch"] == "否" else "open"
    return "none"


def fl_2a(u, s):
    top = ("国家级", "省级", "地市级")
    if s["category"] == "数据中心" or s["platform"] == "县级":
        return "none"
    if s["platform"] in top:
        return "open" if s["category"] in ("网站", "办公") else "hard"
    if W2A.search(even(s["name"])) and u["rank"] in ("国家", "省", "地市"):
        return "open" if s["platform"] == "" else "none"
    if s["category"] in ("核心业务", "网站", "办公", "其他") or u["rank"] in ("县", "乡") or \
            u["kind"] in ("医院", "血站", "急救", "基层"):
        return "none"
    return "open" if s["platform"] == "" else "none"


def fl_2b(u, s):
    centre = s["category"] == "数据中心"
    if centre and s["platform"] == "国家级":
        return "hard"
    if w2b(even(s["name"])) or (centre and w2b(even(s["business"]))):
        return "open"
    if centre and s["platform"] == "" and u["rank"] in ("国家", "") and \
            u["kind"] not in ("医院", "血站", "急救", "基层"):
        return "open"
    return "none"


def fl_3(u, s):
    core_named = w3(even(s["name"])) and s["category"] in ("其他", "办公")
    if u["class"] == "三级甲等":
        if s["category"] == "核心业务":
            return "hard"
        return "open" if s["category"] == "" or core_named else "none"
    if u["class"] in ("三级未定等", "三级特等") or (u["class"] == "" and u["kind"] in ("医院", "妇幼", "")):
        return "open" if s["category"] in ("核心业务", "") or core_named else "none"
    return "none"


def fl_4(u, s):
    ministry = u["name"] in ("卫生部", "卫生部办公厅")
    if ministry and s["category"] == "网站":
        return "hard"
    if W4.search(even(s["name"])) or (ministry and s["category"] == ""):
        return "open"
    return "none"


def fl_5(u, s):
    if s["review_level"] == "unread":
        return "open"
    return "hard" if s["review_level"] and s["review_level"] >= 3 else "none"


FLOORS = [("FL-1", fl_1), ("FL-2a", fl_2a), ("FL-2b", fl_2b), ("FL-3", fl_3), ("FL-4", fl_4), ("FL-5", fl_5)]


def judge(u, s, edition):
    total, s_part, a_part = (0 if x == "unread" else x for x in (s["total"], s["s"], s["a"]))
    unread = "unread" in (s["total"], s["s"], s["a"])
    s_side = side_level(s["s_object"], s["s_degree"], edition)
    a_side = side_level(s["a_object"], s["a_degree"], edition)
    parts = max(s_part, a_part)
    disagrees = bool(total) and (total != parts if s_part and a_part else total < parts)
    final = total
    if disagrees or (not total and s_part and a_part):
        final = parts
    excused = s["exception"] and s["reviewed"] == "已评审"
    hard, holding, is_open, rules = 0, 0, False, []
    for name, rule in FLOORS:
        end = rule(u, s)
        level = s["review_level"] if name == "FL-5" and end == "hard" else 3
        lifted = excused and name != "FL-5" and final and level > final
        if end == "hard":
            rules.append(name)
            hard = max(hard, level)
            holding = holding if lifted else max(holding, level)
        if end == "open" and final and level > final and not lifted:
            is_open = True
    filled = any(x is None or x for x in (s["s_object"], s["s_degree"], s["a_object"], s["a_degree"]))
    matrix = max(s_side, a_side)
    if not final and not unread:
        verdict = "未定级"
    elif (final and final < holding) or (s_part and s_part < s_side) or (a_part and a_part < a_side) or \
            (final and final < matrix) or disagrees:
        verdict = "定级不准"
    elif unread or is_open or (filled and not (s_side and a_side)) or (not filled and final > holding):
        verdict = "无法判定"
    elif final > max(matrix, holding) or (s_side and s_part > max(s_side, holding)) or \
            (a_side and a_part > max(a_side, holding)):
        verdict = "高于矩阵"
    else:
        verdict = "一致"
    return {
        "level_declared": total, "s_declared": s_part, "a_declared": a_part, "level_matrix": matrix,
        "s_matrix": s_side, "a_matrix": a_side, "floor": hard, "floor_rules": ";".join(rules),
        "level_final": final, "level_duty": max(total, final, matrix, holding), "verdict": verdict,
    }


# ---- generating ---------------------------------------------------------------------------------------------------

NAMES = ("资产管理系统 财务系统 医院信息系统 his系统 ＰＡＣＳ HISTORY库 电子病历 门诊停车收费 检验教学平台 手术麻醉系统 卫生统计网络直报 "
         "传染病疫情报告系统 传染病门诊报告 传染性疾病网络监测直报 卫生监督信息报告 突发公共卫生事件应急指挥 疾病监测信息报告管理 区域卫生信息平台 "
         "全民健康平台 区域影像平台 国家卫生数据中心 全国妇幼数据仓库 新农合中央数据平台 妇幼健康数据库 国家妇幼系统 卫生部政府门户 卫生部门网站 "
         "国家卫生计生委官网 卫生部互联网网站 办公自动化 门户网站 数据中心 居民健康信息平台").split()
BUSINESS = ["内部管理", "用于传染病报告与审核", "建设国家卫生数据中心", "汇总全国新农合数据库", ""]
LEVELS = {1: ["1", "一级", "第一级"], 2: ["2", "第二级", "二级"], 3: ["3", "第三级", "三级"], 4: ["4", "第四级"],
          5: ["5", "第五级"]}


def make_level(rng, mean):
    kind = rng.random()
    if kind < 0.12:
        return "", 0
    if kind < 0.16:
        return rng.choice(["第六级", "高级"]), "unread"
    if kind < 0.19:
        return "未定级", 0
    level = min(5, max(1, mean + rng.choice([-1, 0, 0, 0, 0, 1])))
    return rng.choice(LEVELS[level]), level


def pick(rng, answers, unread):
    """A cell and what it means; a cell nobody can read means nothing."""
    return (unread, "") if rng.random() < 0.04 else (lambda a: (a[0], a[1]))(rng.choice(answers))


def same(words):
    return [(word, word) for word in words]


KINDS = same(["医院", "医院", "卫生行政部门", "疾控", "卫生监督", "妇幼", "血站", "急救", "基层", "新农合", "其他", ""])
CLASSES = same(["三级甲等", "三级甲等", "三级乙等", "三级丙等", "三级特等", "三级未定等", "二级甲等", "一级乙等", "未评", "", ""])
RANKS = same(["国家", "省", "地市", "县", "乡", ""])
CATEGORIES = same(["核心业务", "核心业务", "平台", "数据中心", "网站", "办公", "其他", ""])
PLATFORMS = same(["国家级", "省级", "地市级", "县级", "无", "无", ""])
SCOPES = [("全国", "全国"), ("跨省(区、市)", "跨省"), ("全省(区、市)", "全省"), ("跨地(市、区)", "跨地"),
          ("地(市、区)内", "地市内"), ("", "")]
YES_NO = [("是", "是"), ("否", "否"), ("否", "否"), ("", "")]
UNREAD = "○△甲"


def make_unit(rng, i):
    name = {0: "卫生部", 1: "卫生部办公厅"}.get(i, f"第{i}机构")
    cells, unit = {"单位名称": name, "行政区划代码": "360100"}, {"name": name}
    for header, key, answers in (("机构类别", "kind", KINDS), ("机构等级", "class", CLASSES),
                                 ("机构级别", "rank", RANKS)):
        cells[header], unit[key] = pick(rng, answers, UNREAD)
    return cells, unit


def make_system(rng, unit, i):
    system = {"name": rng.choice(NAMES) + f"（{i}）", "business": rng.choice(BUSINESS)}
    cells = {"单位名称": unit["name"], "系统名称": system["name"], "业务描述": system["business"]}
    for header, key, answers in (("系统类别", "category", CATEGORIES), ("平台层级", "platform", PLATFORMS),
                                 ("是否跨省全国联网", "networked", YES_NO), ("服务范围", "scope", SCOPES),
                                 ("是否分系统", "branch", YES_NO)):
        cells[header], system[key] = pick(rng, answers, UNREAD)
    mean = rng.choice([1, 2, 2, 3, 3, 4])
    harmless = rng.random() < 0.15
    for side, word in (("s", "业务信息"), ("a", "系统服务")):
        object_cell, objects = ("", []) if harmless else make_side(rng, OBJECTS, ODD_OBJECTS)
        degree_cell, degrees = ("", []) if harmless else make_side(rng, DEGREES, ODD_DEGREES)
        cells[word + "受侵害客体"], system[side + "_object"] = object_cell, objects
        cells[word + "侵害程度"], system[side + "_degree"] = degree_cell, degrees
        level = side_level(objects, degrees, "2007") or mean
        cells[word + "安全保护等级"], system[side] = make_level(rng, level)
        mean = max(mean, level)
    cells["安全保护等级"], system["total"] = make_level(rng, mean)
    cells["专家评审情况"] = system["reviewed"] = rng.choice(["已评审", "未评审", ""])
    cells["专家评审等级"], system["review_level"] = \
        make_level(rng, mean) if rng.random() < 0.15 else ("", 0)
    cells["低于下限说明"] = "只供查询" if rng.random() < 0.2 else ""
    system["exception"] = bool(cells["低于下限说明"])
    return cells, system


def write_rows(path, rows):
    with open(path, "w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys())
        writer.writeheader()
        writer.writerows(rows)


def main():
    program, n = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 20000
    rng = random.Random(int(sys.argv[3]) if len(sys.argv) > 3 else 1)
    edition = sys.argv[4] if len(sys.argv) > 4 else "2007"
    day = {"2007": "2012-06-30", "2020": "2022-06-30", "2025": "2026-06-30"}[edition]
    units, systems, expected = [], [], {}
    per_unit = 25
    for i in range((n + per_unit - 1) // per_unit):
        cells, unit = make_unit(rng, i)
        units.append(cells)
        for k in range(per_unit):
            cells, system = make_system(rng, unit, k)
            systems.append(cells)
            expected[unit["name"], even(system["name"])] = (judge(unit, system, edition), cells)
    with tempfile.TemporaryDirectory() as folder:
        inbox = os.path.join(folder, "in")
        os.mkdir(inbox)
        write_rows(os.path.join(inbox, "单位.csv"), units)
        write_rows(os.path.join(inbox, "系统.csv"), systems)
        run = subprocess.run([program, "check", inbox, "-o", os.path.join(folder, "out"), "--as-of", day,
                              "--edition", edition], stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        if run.returncode > 1:
            print(run.stdout.decode("utf-8", "replace")[-2000:])
            return 2
        data = os.path.join(folder, "out", "data")
        names = {row["unit_id"]: row["name"] for row in csv.DictReader(open(data + "/units.csv", encoding="utf-8-sig"))}
        rows = list(csv.DictReader(open(data + "/systems.csv", encoding="utf-8-sig")))
    n_differences = 0
    for row in rows:
        want, cells = expected.pop((names[row["unit_id"]], even(row["name"])))
        for column, value in want.items():
            text = "" if value == 0 else str(value)
            if row[column] != text:
                n_differences += 1
                if n_differences <= 10:
                    print(f"{column}: {row[column]!r}, not {text!r}: {cells}")
    print(f"{len(rows)} systems, {n_differences} differences, {len(expected)} missing")
    return 1 if n_differences or expected else 0


if __name__ == "__main__":
    sys.exit(main())
