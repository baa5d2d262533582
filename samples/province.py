#!/usr/bin/env python3
"""An invented province for trying the year-end report: province.py FOLDER YEAR writes the description of a workbook a
city (tests/tools/make_workbook makes the files of it) and roster-YEAR.csv, who ought to report. The same year gives the same bytes; the second year, 2012, is
that of the first with changes: institutions and systems that are new or gone, grades raised, filings made."""
import random
import sys

CITIES = [
    ("南昌市", "360100", [("东湖区", "360102"), ("西湖区", "360103"), ("南昌县", "360121")]),
    ("九江市", "360400", [("浔阳区", "360403"), ("修水县", "360424")]),
    ("赣州市", "360700", [("章贡区", "360702"), ("大余县", "360723"), ("兴国县", "360732")]),
    ("宜春市", "360900", [("袁州区", "360902"), ("樟树市", "360982")]),
    ("上饶市", "361100", [("信州区", "361102"), ("婺源县", "361130")]),
]
KINDS = [
    ("医院", "三级甲等", "中心医院"), ("医院", "三级乙等", "第二医院"), ("医院", "二级甲等", "人民医院"),
    ("医院", "二级乙等", "康复医院"), ("疾控", "", "疾病预防控制中心"), ("卫生监督", "", "卫生监督所"),
    ("妇幼", "", "妇幼保健院"), ("血站", "", "中心血站"), ("急救", "", "急救中心"), ("基层", "", "社区卫生服务中心"),
    ("医院", "三级丙等", "骨科医院"), ("新农合", "", "新农合管理中心"),
]
SYSTEMS = ["医院信息系统", "门户网站", "办公自动化系统", "检验信息系统", "影像系统", "预约挂号系统", "血液管理系统", "体检系统"]
GROUND = ["某溪", "某岭", "某湖"]
GAPS = [("7.1.1.1a", "物理安全", "物理位置的选择"), ("7.1.1.2a", "物理安全", "物理访问控制"),
        ("7.1.2.1a", "网络安全", "结构安全"), ("7.1.3.1a", "主机安全", "身份鉴别"), ("7.2.1.1a", "安全管理制度", "管理制度")]
UNIT = ["单位名称", "省(自治区、直辖市)", "地(区、市、州、盟)", "县(区、市、旗)", "详细地址", "邮政编码", "行政区划代码", "单位负责人姓名",
        "单位负责人职务/职称", "单位负责人办公电话", "责任部门", "责任部门联系人姓名", "责任部门联系人办公电话", "隶属关系", "单位类型", "行业类别",
        "机构类别", "机构等级", "机构级别"]
SYSTEM = ["单位名称", "系统名称", "业务类型", "业务描述", "系统类别", "平台层级", "是否跨省全国联网", "服务范围", "服务对象", "覆盖范围", "网络性质",
          "系统互联情况", "投入运行日期", "是否分系统", "上级系统名称", "上级系统所属单位名称", "上级系统等级", "业务信息受侵害客体", "业务信息侵害程度",
          "业务信息安全保护等级", "系统服务受侵害客体", "系统服务侵害程度", "系统服务安全保护等级", "安全保护等级", "定级时间", "专家评审情况",
          "专家评审日期", "专家评审等级", "是否有主管部门", "主管部门名称", "主管部门审批定级情况", "备案状态", "公安备案日期", "备案证明编号",
          "卫生部门备案日期", "差距分析日期", "整改方案日期", "方案论证日期", "整改完成日期", "整改完成率", "最近测评日期", "测评结论", "测评报告报备日期",
          "测评报告报卫生日期", "自查日期", "公安检查日期", "整改通知日期", "整改通知期限", "是否重要部门", "填表日期"]
MANAGEMENT = ["单位名称", "填报年度", "系统自查日期", "主要负责人", "分管负责人", "职责文件", "列入考核", "经费投入机制", "列入信息化建设预算", "年度预算(整改)",
              "年度预算(测评)", "年度预算(服务)", "年度预算(培训)", "预算执行", "全员培训期数", "全员培训人次", "全员最近培训日期", "管理人员培训期数",
              "管理人员培训人次", "管理人员最近培训日期", "接受检查日期", "检查机关", "检查发现问题数", "已整改问题数", "零报告", "领导小组", "联络员",
              "联络员部门", "联络员职务", "联络员电话"]
GAP = ["单位名称", "系统名称", "条款", "层面", "控制点", "判定", "现状", "差距说明", "风险", "处置", "整改措施", "开始日期", "完成期限", "责任部门", "状态"]
EXPERT = ["单位名称", "专家姓名", "专家单位", "专家职务/职称", "专业方向", "专家类别", "委员会职务"]
# Object and degree of harm that the matrix of GB/T 22240-2008 takes for a level.
HARM = {1: ("1", "1"), 2: ("2", "1"), 3: ("2", "2"), 4: ("2", "3")}


def day(draw, year, chance=1.0):
    """A day of the year's first half, or nothing."""
    if draw.random() >= chance:
        return ""
    return "{d}%04d-%02d-%02d" % (year, draw.randint(1, 5), draw.randint(1, 28))


def make_system(draw, unit, name, year):
    """A system of 2011, as a map by column."""
    level = draw.choices([0, 1, 2, 3, 4], [8, 10, 50, 30, 2])[0]
    row = {"单位名称": unit, "系统名称": name, "业务类型": "1", "业务描述": "处理" + name + "的业务。", "平台层级": "无",
           "系统类别": "核心业务" if name == SYSTEMS[0] else "其他", "是否跨省全国联网": "否", "服务范围": "30", "服务对象": "1", "覆盖范围": "1",
           "网络性质": "1", "系统互联情况": "3", "投入运行日期": "{d}2008-03-01", "是否分系统": "否", "是否有主管部门": "有",
           "主管部门名称": "某卫生局", "主管部门审批定级情况": "已审批", "专家评审情况": "未评审"}
    if level:
        harm, degree = HARM[level]
        row.update({"业务信息受侵害客体": harm, "业务信息侵害程度": degree, "业务信息安全保护等级": str(level), "系统服务受侵害客体": harm,
                    "系统服务侵害程度": degree, "系统服务安全保护等级": str(level), "安全保护等级": str(level), "定级时间": day(draw, year - 1)})
    if level >= 3 and draw.random() < 0.7:
        row.update({"专家评审情况": "已评审", "专家评审日期": day(draw, year - 1), "专家评审等级": str(level)})
    if level >= 2:
        make_work(draw, row, level, year)
    if draw.random() < 0.1:
        row["覆盖范围"] = ""
    return row


def make_work(draw, row, level, year):
    """Filing, rectification and assessment of a system of level 2 and above."""
    if draw.random() < 0.6:
        row.update({"备案状态": "已备案", "公安备案日期": day(draw, year, 0.9),
                    "备案证明编号": "36010043001-%05d" % draw.randint(1, 99999) if draw.random() < 0.8 else "",
                    "卫生部门备案日期": day(draw, year, 0.6)})
    else:
        row["备案状态"] = "未备案"
    row["差距分析日期"] = day(draw, year, 0.5)
    row["整改方案日期"] = day(draw, year, 0.4) if row["差距分析日期"] else ""
    row["方案论证日期"] = day(draw, year, 0.6) if row["整改方案日期"] and level >= 3 else ""
    row["整改完成日期"] = day(draw, year, 0.3) if row["整改方案日期"] else ""
    row["自查日期"] = day(draw, year, 0.3)
    row["公安检查日期"] = day(draw, year, 0.2)
    if row["公安检查日期"] and draw.random() < 0.5:
        row.update({"整改通知日期": "{d}%d-05-20" % year, "整改通知期限": "{d}%d-06-%02d" % (year, draw.randint(1, 28))})
    if level == 2:
        row["是否重要部门"] = "是" if draw.random() < 0.2 else "否"
    if level >= 3 or row["是否重要部门"] == "是":
        row["最近测评日期"] = day(draw, draw.choice([year, year, year - 1]), 0.6)
    if row.get("最近测评日期"):
        row["测评结论"] = draw.choice(["合格", "基本符合", "不合格"])
        if row["测评结论"] != "不合格":
            row.update({"测评报告报备日期": day(draw, year, 0.7), "测评报告报卫生日期": day(draw, year, 0.5)})


def make_branch(draw, unit, parent_level):
    """A branch of a nationwide system."""
    row = make_system(draw, unit, "疾病监测分系统", 2011)
    row.update({"是否跨省全国联网": "是", "是否分系统": "是", "上级系统名称": "中国疾病预防控制信息系统",
                "上级系统所属单位名称": "中国疾病预防控制中心", "上级系统等级": parent_level})
    return row


def make_management(draw, unit, year):
    found = draw.randint(0, 6)
    budget = [draw.randint(0, 40) / 2 for _ in range(4)]
    return {"单位名称": unit, "填报年度": "{n}%d" % year, "系统自查日期": day(draw, draw.choice([year, year - 1]), 0.8), "主要负责人": "甲某",
            "分管负责人": "乙某", "职责文件": "某发〔2011〕1号", "列入考核": draw.choice(["是", "否"]), "列入信息化建设预算": "是",
            "年度预算(整改)": "{n}%g" % budget[0], "年度预算(测评)": "{n}%g" % budget[1], "年度预算(服务)": "{n}%g" % budget[2],
            "年度预算(培训)": "{n}%g" % budget[3], "预算执行": "{n}%g" % (sum(budget) // 2), "全员培训期数": "{n}%d" % draw.randint(0, 3),
            "全员培训人次": "{n}%d" % draw.randint(0, 300), "全员最近培训日期": day(draw, year, 0.6),
            "管理人员培训期数": "{n}%d" % draw.randint(0, 2), "管理人员培训人次": "{n}%d" % draw.randint(0, 20),
            "接受检查日期": day(draw, year, 0.5), "检查机关": draw.choice(["省级卫生", "地市卫生", "公安"]),
            "检查发现问题数": "{n}%d" % found, "已整改问题数": "{n}%d" % draw.randint(0, found)}


def make_gaps(draw, unit, name):
    rows = []
    for clause, domain, point in GAPS:
        verdict = draw.choice(["符合", "部分符合", "不符合", "不适用"])
        row = {"单位名称": unit, "系统名称": name, "条款": clause, "层面": domain, "控制点": point, "判定": verdict, "现状": "已查"}
        if verdict in ("部分符合", "不符合"):
            row.update({"差距说明": "未做到", "风险": "中", "处置": draw.choice(["整改", "延期"]), "整改措施": "改正",
                        "开始日期": "{d}2012-03-01", "完成期限": "{d}2012-%02d-15" % draw.randint(4, 9), "责任部门": "信息科",
                        "状态": draw.choice(["未开始", "进行中", "已完成"])})
        rows.append(row)
    return rows


def make_unit(draw, number, city, code, kind):
    name, code_of = kind[2], code
    county, county_code = draw.choice(city[2]) if city else ("", "")
    is_direct = city is None
    row = {"省(自治区、直辖市)": "江西省", "地(区、市、州、盟)": city[0] if city else "南昌市", "县(区、市、旗)": county if city else "东湖区",
           "详细地址": "某路%d号" % number, "邮政编码": "330000", "行政区划代码": county_code if city else "360102",
           "单位负责人姓名": "丙某", "单位负责人职务/职称": "院长", "单位负责人办公电话": "0791-0000%04d" % number, "责任部门": "信息科",
           "责任部门联系人姓名": "丁某", "责任部门联系人办公电话": "0791-0001%04d" % number, "隶属关系": "2" if is_direct else "3",
           "单位类型": "3", "行业类别": "45", "机构类别": kind[0], "机构等级": kind[1], "机构级别": "省" if is_direct else "地市"}
    place = "江西省" if is_direct else city[0] + (county if number % 3 else "")
    row["单位名称"] = place + GROUND[number % 3] + name
    # One that names another city than its code, and one that says nothing of where it is.
    if number == 27:
        row["地(区、市、州、盟)"] = "赣州市" if row["地(区、市、州、盟)"] != "赣州市" else "九江市"
    if number == 11:
        row["行政区划代码"] = row["地(区、市、州、盟)"] = row["县(区、市、旗)"] = ""
    return row


class Province:
    def __init__(self):
        self.units, self.systems, self.management, self.gaps, self.experts = [], [], [], [], []


def make_first_year():
    draw, province, number, names = random.Random(20111129), Province(), 0, set()
    places = [(None, "360000")] + [(city, city[1]) for city in CITIES]
    for city, code in places:
        for kind in KINDS if city else KINDS[:8]:
            number += 1
            unit = make_unit(draw, number, city, code, kind)
            if unit["单位名称"] in names:
                unit["单位名称"] += "%d部" % number
            names.add(unit["单位名称"])
            province.units.append((city[0] if city else "省直", unit))
            for name in draw.sample(SYSTEMS, draw.randint(1, 6)):
                province.systems.append(make_system(draw, unit["单位名称"], name, 2012))
            if kind[0] == "疾控":
                province.systems.append(make_branch(draw, unit["单位名称"], draw.choice(["3", "3", ""])))
            if number % 4:
                province.management.append(make_management(draw, unit["单位名称"], 2012))
    add_bureau(province)
    for row in [row for row in province.systems if row.get("安全保护等级") == "3"][:8]:
        province.gaps += make_gaps(draw, row["单位名称"], row["系统名称"])
    return province


def add_bureau(province):
    """The bureau of the province: its liaison officer and its committee."""
    unit = make_unit(random.Random(1), 0, None, "360000", ("卫生行政部门", "", "卫生厅"))
    unit["单位名称"] = "江西省卫生厅（样例）"
    province.units.append(("省直", unit))
    row = make_management(random.Random(2), unit["单位名称"], 2012)
    row.update({"领导小组": "是", "联络员": "戊某", "联络员部门": "信息中心", "联络员职务": "主任", "联络员电话": "0791-00009999"})
    province.management.append(row)
    for i, kind in enumerate(["卫生", "公安", "信息安全"]):
        province.experts.append({"单位名称": unit["单位名称"], "专家姓名": "己某%d" % i, "专家单位": "某单位", "专家职务/职称": "高级工程师",
                                 "专业方向": "信息安全", "专家类别": kind, "委员会职务": "委员"})


def say_rates(province):
    """Some say by a rate how far they are; one of 100 % is mended without a day."""
    open_ones = [row for row in province.systems if row.get("安全保护等级", "0") >= "2" and not row.get("整改完成日期")]
    for i, row in enumerate(open_ones):
        if i % 3 == 1:
            row["整改完成率"] = "60%" if i % 2 else "100%"


def next_year(province):
    """What changed until the year after: moves every tenth thing along."""
    draw = random.Random(20121129)
    gone = {unit["单位名称"] for i, (_, unit) in enumerate(province.units) if i % 20 == 5}
    for rows in ("systems", "management", "gaps"):
        setattr(province, rows, [row for row in getattr(province, rows) if row["单位名称"] not in gone])
    province.units = [item for item in province.units if item[1]["单位名称"] not in gone]
    for i, row in enumerate(province.systems):
        if i % 9 == 0 and row.get("备案状态") == "未备案":
            row.update({"备案状态": "已备案", "公安备案日期": day(draw, 2013), "备案证明编号": "36010043001-%05d" % i})
        if i % 11 == 0 and row.get("安全保护等级") == "2":
            row.update({"业务信息侵害程度": "2", "业务信息安全保护等级": "3", "系统服务侵害程度": "2", "系统服务安全保护等级": "3", "安全保护等级": "3"})
        if i % 7 == 0 and row.get("整改方案日期") and not row.get("整改完成日期"):
            row["整改完成日期"] = day(draw, 2013)
    city, unit = province.units[20]
    for name in ("远程会诊系统", "科研系统"):
        province.systems.append(make_system(draw, unit["单位名称"], name, 2013))
    move_on(draw, province)
    return province


def move_on(draw, province):
    """Every kind of change that the report's tables have a column for."""
    for i, row in enumerate(province.systems):
        level = row.get("安全保护等级")
        if i % 13 == 4 and level == "3":
            row.update({"业务信息侵害程度": "1", "业务信息安全保护等级": "2", "系统服务侵害程度": "1", "系统服务安全保护等级": "2", "安全保护等级": "2"})
        if i % 3 == 1 and not level:
            row.update({"业务信息受侵害客体": HARM[2][0], "业务信息侵害程度": HARM[2][1], "业务信息安全保护等级": "2", "系统服务受侵害客体": HARM[2][0],
                        "系统服务侵害程度": HARM[2][1], "系统服务安全保护等级": "2", "安全保护等级": "2", "定级时间": day(draw, 2013)})
        if row["系统类别"] == "核心业务" and i % 2 and level == "2":
            row.update({"业务信息侵害程度": "2", "业务信息安全保护等级": "3", "系统服务侵害程度": "2", "系统服务安全保护等级": "3", "安全保护等级": "3"})
        if i % 8 == 3 and level and level >= "2":
            row["卫生部门备案日期"] = row.get("卫生部门备案日期") or day(draw, 2013)
            row["整改方案日期"] = row.get("整改方案日期") or day(draw, 2013)
        if i % 6 == 2 and level and level >= "3":
            row.update({"最近测评日期": day(draw, 2013), "测评结论": "合格"})
    for i, row in enumerate([row for row in province.systems if row.get("整改完成率")]):
        if i % 4 == 1:
            row["整改完成日期"] = row.get("整改完成日期") or day(draw, 2013)
        elif i % 3 == 0:
            row["整改完成率"] = "100%"
    for i, row in enumerate(province.management):
        if i % 5 == 2:
            row["系统自查日期"] = day(draw, 2013)
            row["全员最近培训日期"] = day(draw, 2013)
        if i % 7 == 3:
            row["年度预算(整改)"] = "{n}%d" % (30 + i)
    for i, row in enumerate(province.gaps):
        if i % 4 == 1 and row["判定"] in ("部分符合", "不符合"):
            row.update({"判定": "符合", "状态": "已完成"})
        elif i % 3 == 0 and row["判定"] == "符合":
            row.update({"判定": "不符合", "差距说明": "未做到", "风险": "中", "处置": "整改", "整改措施": "改正", "完成期限": "{d}2013-09-15", "责任部门": "信息科"})
    province.systems = [row for i, row in enumerate(province.systems) if i % 60 != 31]
    names = {(row["单位名称"], row["系统名称"]) for row in province.systems}
    province.gaps = [row for row in province.gaps if (row["单位名称"], row["系统名称"]) in names]
    city = CITIES[3]
    unit = make_unit(draw, 190, city, city[1], KINDS[2])
    unit["单位名称"] = city[0] + "新设医院"
    province.units.append((city[0], unit))
    for name in SYSTEMS[:2]:
        province.systems.append(make_system(draw, unit["单位名称"], name, 2013))


def fill_in(province, year):
    """The day on which each institution filled its list in, and what some report instead of changes. The third has none."""
    number = {unit["单位名称"]: i for i, (_, unit) in enumerate(province.units)}
    for row in province.systems:
        i = number[row["单位名称"]]
        row["填表日期"] = "" if i % 13 == 2 else "{d}%d-%02d-%02d" % (year, 3 + i % 3, 1 + i * 7 % 28)
    for row in province.management:
        if number[row["单位名称"]] % 12 == 1:
            row["零报告"] = "无变化"


def write_roster(province, path, year):
    """Most institutions under their names, some under others; some that did not report, opened later or closed before."""
    rows = [["序号", "单位名称", "统一社会信用代码", "行政区划代码", "机构类别", "联系人", "联系电话", "成立日期", "撤销日期", "报送截止日期"]]
    for i, (_, unit) in enumerate(province.units):
        name = unit["单位名称"]
        if i % 17 == 3:
            name = name.replace("医院", "人民医院").replace("人民人民", "人民").replace("中心血站", "血站中心")
        if i % 11 != 7:
            rows.append([str(i), name, "", unit["行政区划代码"], unit["机构类别"], "庚某", "0791-0002%04d" % i, "", "",
                         "%d-04-%02d" % (year, 20 + i % 3)])
    extra = [("九江市某滩第一医院", "", "360403", "", ""), ("九江市某滩第二医院", "", "360403", "", ""), ("赣州市某滩血站", "", "360702", "1990", ""),
             ("上饶市某滩疗养院", "", "361102", "", "%d-12-31" % (year - 1)), ("上饶市某滩新院", "", "361102", "%d-01-01" % (year + 1), ""),
             ("南昌市某滩医院", "91360100MA0000000X", "360102", "", ""), ("某处某滩医院", "", "369999", "", ""), ("九江市某滩第一医院", "", "360403", "", "")]
    for name, code, region, opened, closed in extra:
        rows.append(["", name, code, region, "医院", "辛某", "0791-00030000", opened, closed, "%d-04-30" % year])
    rows.append(["合计", "合计"] + [""] * 8)
    with open(path, "w", encoding="utf-8") as file:
        file.write("\n".join(",".join(row) for row in rows) + "\n")


def write_table(lines, sheet, columns, rows):
    if rows:
        lines += ["@sheet " + sheet, "@header " + "\t".join(columns)]
        for row in rows:
            lines.append("@record")
            lines += ["%s = %s" % (name, row[name]) for name in columns if row.get(name)]
        lines.append("@end")


def write(province, folder, year):
    places = []
    for place, _ in province.units:
        if place not in places:
            places.append(place)
    lines = ["# Made by samples/province.py; everything is invented."]
    for place in places:
        units = [unit for at, unit in province.units if at == place]
        names = {unit["单位名称"] for unit in units}
        lines.append("@file %s.xlsx" % place)
        write_table(lines, "单位信息", UNIT, units)
        for sheet, columns, rows in (("系统清单", SYSTEM, province.systems), ("单位管理情况", MANAGEMENT, province.management),
                                     ("差距自查", GAP, province.gaps), ("专家名单", EXPERT, province.experts)):
            write_table(lines, sheet, columns, [row for row in rows if row["单位名称"] in names])
    with open("%s/province-%d.txt" % (folder, year), "w", encoding="utf-8") as file:
        file.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    made, of_year = make_first_year(), int(sys.argv[2])
    say_rates(made)
    made = made if of_year == 2012 else next_year(made)
    fill_in(made, of_year)
    write(made, sys.argv[1], of_year)
    write_roster(made, "%s/roster-%d.csv" % (sys.argv[1], of_year), of_year)
