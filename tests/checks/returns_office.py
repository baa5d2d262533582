"""returns_office.py make BOOK: a sender's workbook with everything that senders put into theirs.
returns_office.py compare SENT RETURNED FOLDER <PLACES: both, and as LibreOffice wrote them anew into FOLDER; prints a
line a kind of thing that must have stayed. PLACES are lines of a sheet, a tab and a cell that have marks."""
import re
import struct
import sys
import zipfile
import zlib
from xml.etree import ElementTree as xml

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELATED = "http://schemas.openxmlformats.org/package/2006/relationships"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

# ---- the sender's workbook ----------------------------------------------------------------------

STYLES = f"""<styleSheet xmlns="{MAIN}"><numFmts count="2"><numFmt numFmtId="164" formatCode="yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;"/>
<numFmt numFmtId="165" formatCode="#,##0.00&quot;万元&quot;"/></numFmts>
<fonts count="4"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="16"/><color rgb="FFC00000"/><name val="SimHei"/></font>
<font><b/><sz val="11"/><name val="Calibri"/></font><font><i/><u/><sz val="10"/><color rgb="FF0000FF"/><name val="Calibri"/></font></fonts>
<fills count="4"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>
<fill><patternFill patternType="solid"><fgColor rgb="FFDDEBF7"/><bgColor indexed="64"/></patternFill></fill>
<fill><patternFill patternType="solid"><fgColor rgb="FFE2EFDA"/><bgColor indexed="64"/></patternFill></fill></fills>
<borders count="2"><border/><border><left style="thin"/><right style="thin"/><top style="double"/><bottom style="thin"/></border></borders>
<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>
<cellXfs count="9"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>
<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1" applyAlignment="1"><alignment horizontal="center" vertical="center"/></xf>
<xf numFmtId="0" fontId="2" fillId="2" borderId="1" xfId="0" applyFont="1" applyFill="1" applyBorder="1"/>
<xf numFmtId="49" fontId="0" fillId="3" borderId="1" xfId="0" applyNumberFormat="1" applyFill="1" applyBorder="1"/>
<xf numFmtId="164" fontId="0" fillId="0" borderId="1" xfId="0" applyNumberFormat="1" applyBorder="1"/>
<xf numFmtId="165" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>
<xf numFmtId="10" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>
<xf numFmtId="0" fontId="3" fillId="0" borderId="0" xfId="0" applyFont="1"/>
<xf numFmtId="0" fontId="0" fillId="0" borderId="1" xfId="0" applyBorder="1" applyAlignment="1"><alignment wrapText="1"/></xf></cellXfs>
<dxfs count="1"><dxf><font><color rgb="FF9C0006"/></font></dxf></dxfs></styleSheet>"""

UNIT = [("单位名称", "南昌市样本医院"), ("省(自治区、直辖市)", "江西省"), ("地(区、市、州、盟)", "南昌市"), ("县(区、市、旗)", "东湖区"),
        ("详细地址", "样本路1号"), ("邮政编码", "33000"), ("行政区划代码", "360102"), ("隶属关系", "不详之值"), ("单位类型", "3"),
        ("责任部门联系人办公电话", "00000002")]
SYSTEM = [("系统名称", "样本系统"), ("安全保护等级", "第九级"), ("投入运行日期", 40299), ("定级时间", "2011-02-30"), ("业务描述", "样本业务，\n分两行写。"),
          ("年度预算(整改)", 12.5), ("整改完成率", 0.5), ("备注", "无")]


def letter(at):
    return chr(ord("A") + at)


def cell(place, value, style):
    if isinstance(value, bool):
        return f'<c r="{place}" s="{style}" t="b"><v>{int(value)}</v></c>'
    if isinstance(value, (int, float)):
        return f'<c r="{place}" s="{style}"><v>{value}</v></c>'
    if value.startswith("="):
        formula, result = value[1:].split("|")
        kind = "" if result.isdigit() else ' t="str"'
        return f'<c r="{place}" s="{style}"{kind}><f>{formula}</f><v>{result}</v></c>'
    return f'<c r="{place}" s="{style}" t="inlineStr"><is><t xml:space="preserve">{value}</t></is></c>'


def row(number, cells, more=""):
    return f'<row r="{number}"{more}>{"".join(cells)}</row>'


def unit_sheet():
    rows = [row(1, [cell("A1", "单位信息表（样本）", 1)], ' ht="32" customHeight="1"'),
            row(2, [cell(letter(i) + "2", name, 2) for i, (name, _) in enumerate(UNIT)]),
            row(3, [cell(letter(i) + "3", value, 3) for i, (_, value) in enumerate(UNIT)], ' ht="24" customHeight="1"'),
            row(4, [], ' hidden="1"'),
            row(6, [cell("A6", "填表说明见主页", 7)])]
    return (f'<worksheet xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheetPr><tabColor rgb="FF00B050"/></sheetPr>'
            '<sheetViews><sheetView workbookViewId="0" showGridLines="0"><pane xSplit="1" ySplit="2" topLeftCell="B3" activePane="bottomRight" state="frozen"/></sheetView></sheetViews>'
            '<cols><col min="1" max="1" width="28" customWidth="1"/><col min="2" max="4" width="14.5" customWidth="1"/><col min="5" max="5" width="30" customWidth="1"/>'
            '<col min="11" max="11" width="9" hidden="1" customWidth="1"/></cols>'
            f'<sheetData>{"".join(rows)}</sheetData><autoFilter ref="A2:J3"/><mergeCells count="2"><mergeCell ref="A1:J1"/><mergeCell ref="A6:B6"/></mergeCells>'
            '<conditionalFormatting sqref="F3"><cfRule type="expression" dxfId="0" priority="1"><formula>LEN($F$3)&lt;6</formula></cfRule></conditionalFormatting>'
            '<dataValidations count="3"><dataValidation type="list" allowBlank="1" showInputMessage="1" showErrorMessage="1" sqref="H3" promptTitle="隶属关系" prompt="请选择"><formula1>选项!$A$1:$A$5</formula1></dataValidation>'
            '<dataValidation type="list" allowBlank="1" sqref="I3"><formula1>"1,2,3,4,9"</formula1></dataValidation>'
            '<dataValidation type="textLength" operator="equal" allowBlank="1" showErrorMessage="1" error="应为6位" sqref="F3:G3"><formula1>6</formula1></dataValidation></dataValidations>'
            '<hyperlinks><hyperlink ref="A6" r:id="rId3"/></hyperlinks><pageMargins left="0.5" right="0.5" top="0.75" bottom="0.75" header="0.3" footer="0.3"/>'
            '<pageSetup paperSize="9" orientation="landscape"/><headerFooter><oddFooter>&amp;C第&amp;P页</oddFooter></headerFooter>'
            '<drawing r:id="rId4"/><legacyDrawing r:id="rId2"/></worksheet>')


def system_sheet():
    styles = [8, 3, 4, 3, 8, 5, 6, 8]
    rows = [row(1, [cell(letter(i) + "1", name, 2) for i, (name, _) in enumerate(SYSTEM)]),
            row(2, [cell(letter(i) + "2", value, styles[i]) for i, (_, value) in enumerate(SYSTEM)], ' ht="45" customHeight="1"')]
    return (f'<worksheet xmlns="{MAIN}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'
            '<cols><col min="1" max="1" width="22" customWidth="1"/><col min="3" max="4" width="16" customWidth="1"/></cols>'
            f'<sheetData>{"".join(rows)}</sheetData><dataValidations count="1"><dataValidation type="date" operator="between" allowBlank="1" showErrorMessage="1" sqref="C2:D9"><formula1>29221</formula1><formula2>73050</formula2></dataValidation></dataValidations></worksheet>')


def choices_sheet():
    words = ["中央", "省", "地市", "县", "其他"]
    more = [True, "=2*3|6", 1.25, "00123", "=A1&amp;A2|中央省"]
    rows = [row(i + 1, [cell(f"A{i + 1}", word, 0), cell(f"C{i + 1}", more[i], 0)]) for i, word in enumerate(words)]
    return f'<worksheet xmlns="{MAIN}"><sheetData>{"".join(rows)}</sheetData></worksheet>'


COMMENTS = f"""<comments xmlns="{MAIN}"><authors><author>李四</author></authors><commentList>
<comment ref="F3" authorId="0"><text><r><t>邮编待核实</t></r></text></comment>
<comment ref="A3" authorId="0"><text><r><t>与公章一致</t></r></text></comment></commentList></comments>"""


def boxes():
    shapes = "".join(
        f'<v:shape id="_x0000_s{1025 + i}" type="#_x0000_t202" style="position:absolute;margin-left:80pt;margin-top:2pt;width:96pt;height:60pt;visibility:hidden" fillcolor="#ffffe1">'
        f'<v:textbox/><x:ClientData ObjectType="Note"><x:Anchor>1,15,0,2,3,15,4,4</x:Anchor><x:Row>2</x:Row><x:Column>{column}</x:Column></x:ClientData></v:shape>'
        for i, column in enumerate([5, 0]))
    return ('<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:x="urn:schemas-microsoft-com:office:excel">'
            '<v:shapetype id="_x0000_t202" coordsize="21600,21600" path="m,l,21600r21600,l21600,xe"/>' + shapes + "</xml>")


def picture():
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    lines = b"".join(b"\0" + b"\xc0\x00\x00" * 4 for _ in range(4))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 4, 4, 8, 2, 0, 0, 0)) + chunk(b"IDAT", zlib.compress(lines)) + chunk(b"IEND", b"")


DRAWING = ('<xdr:wsDr xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">'
           '<xdr:oneCellAnchor><xdr:from><xdr:col>6</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>7</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:from><xdr:ext cx="360000" cy="360000"/>'
           f'<xdr:pic><xdr:nvPicPr><xdr:cNvPr id="2" name="seal"/><xdr:cNvPicPr/></xdr:nvPicPr><xdr:blipFill><a:blip xmlns:r="{OFFICE}" r:embed="rId1"/><a:stretch><a:fillRect/></a:stretch></xdr:blipFill>'
           '<xdr:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="360000" cy="360000"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></xdr:spPr></xdr:pic><xdr:clientData/></xdr:oneCellAnchor></xdr:wsDr>')


def relations(entries):
    return f'<Relationships xmlns="{RELATED}">' + "".join(
        f'<Relationship Id="rId{i + 1}" Type="{OFFICE}/{kind}" Target="{target}"{more}/>' for i, (kind, target, more) in enumerate(entries)) + "</Relationships>"


def make(path):
    sheets = ["单位信息", "系统清单", "选项"]
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml."
    types = "".join(f'<Override PartName="/xl/{part}" ContentType="{what}"/>' for part, what in
                    [("workbook.xml", kind + "sheet.main+xml"), ("styles.xml", kind + "styles+xml"), ("comments1.xml", kind + "comments+xml"),
                     ("drawings/drawing1.xml", "application/vnd.openxmlformats-officedocument.drawing+xml")] +
                    [(f"worksheets/sheet{i + 1}.xml", kind + "worksheet+xml") for i in range(3)])
    parts = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
                               '<Default Extension="xml" ContentType="application/xml"/><Default Extension="vml" ContentType="application/vnd.openxmlformats-officedocument.vmlDrawing"/>'
                               f'<Default Extension="png" ContentType="image/png"/>{types}</Types>',
        "_rels/.rels": relations([("officeDocument", "xl/workbook.xml", "")]),
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>' + "".join(
            f'<sheet name="{name}" sheetId="{i + 1}"{" state=" + chr(34) + "hidden" + chr(34) if i == 2 else ""} r:id="rId{i + 1}"/>' for i, name in enumerate(sheets)) +
            '</sheets><definedNames><definedName name="_xlnm._FilterDatabase" localSheetId="0" hidden="1">单位信息!$A$2:$J$3</definedName>'
            '<definedName name="_xlnm.Print_Area" localSheetId="0">单位信息!$A$1:$J$6</definedName><definedName name="_xlnm.Print_Titles" localSheetId="1">系统清单!$1:$1</definedName>'
            '<definedName name="隶属">选项!$A$1:$A$5</definedName></definedNames></workbook>',
        "xl/_rels/workbook.xml.rels": relations([("worksheet", f"worksheets/sheet{i + 1}.xml", "") for i in range(3)] + [("styles", "styles.xml", "")]),
        "xl/styles.xml": STYLES,
        "xl/worksheets/sheet1.xml": unit_sheet(),
        "xl/worksheets/_rels/sheet1.xml.rels": relations([("comments", "../comments1.xml", ""), ("vmlDrawing", "../drawings/vmlDrawing1.vml", ""),
                                                          ("hyperlink", "http://sample.example/", ' TargetMode="External"'), ("drawing", "../drawings/drawing1.xml", "")]),
        "xl/worksheets/sheet2.xml": system_sheet(),
        "xl/worksheets/sheet3.xml": choices_sheet(),
        "xl/comments1.xml": COMMENTS,
        "xl/drawings/vmlDrawing1.vml": boxes(),
        "xl/drawings/drawing1.xml": DRAWING,
        "xl/drawings/_rels/drawing1.xml.rels": relations([("image", "../media/image1.png", "")]),
        "xl/media/image1.png": picture(),
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
        for name, text in parts.items():
            book.writestr(name, text if isinstance(text, bytes) else (text if name.endswith(".vml") else HEAD + text))


# ---- a workbook as LibreOffice wrote it ------------------------------------------------------------

def tag(name):
    return f"{{{MAIN}}}{name}"


class Book:
    """Sheets by name, each as maps of what is compared."""

    def __init__(self, path):
        self.zip = zipfile.ZipFile(path)
        self.shared = [self.text(item) for item in self.part("xl/sharedStrings.xml").iter(tag("si"))]
        styles = self.part("xl/styles.xml")
        self.formats = {item.get("numFmtId"): item.get("formatCode") for item in styles.iter(tag("numFmt"))}
        self.fonts, self.borders = ([xml.tostring(item).decode() for item in styles.find(tag(kind))] for kind in ("fonts", "borders"))
        # the colour behind a solid one is the nearest of a palette
        self.fills = [[(part.get("patternType"), [colour.get("rgb") for colour in part.iter(tag("fgColor"))]) for part in item] for item in styles.find(tag("fills"))]
        self.looks = list(styles.find(tag("cellXfs")))
        self.rules = [xml.tostring(item).decode() for item in styles.iter(tag("dxf"))]
        workbook = self.part("xl/workbook.xml")
        targets = self.relations("xl/_rels/workbook.xml.rels")
        self.states, self.sheets, self.order = {}, {}, []
        for item in workbook.iter(tag("sheet")):
            name = item.get("name")
            self.order.append(name)
            self.states[name] = item.get("state", "visible")
            self.sheets[name] = self.read_sheet("xl/" + targets[item.get(f"{{{OFFICE}}}id")][0])
        self.names = {(item.get("name"), self.order[int(item.get("localSheetId"))] if item.get("localSheetId") else ""): item.text for item in workbook.iter(tag("definedName"))}

    def part(self, name):
        return xml.fromstring(self.zip.read(name))

    def relations(self, name):
        return {item.get("Id"): (item.get("Target"), item.get("Type").rsplit("/", 1)[-1]) for item in self.part(name)} if name in self.zip.namelist() else {}

    @staticmethod
    def text(item):
        return "".join(part.text or "" for part in item.iter(tag("t")))

    def value(self, item):
        kind, value, formula = item.get("t", "n"), item.find(tag("v")), item.find(tag("f"))
        text = None if value is None else self.shared[int(value.text)] if kind == "s" else value.text
        return kind, text, None if formula is None else formula.text

    def look(self, item):
        look = self.looks[int(item.get("s", "0"))]
        number = look.get("numFmtId")
        alignment = look.find(tag("alignment"))
        font = {"format": self.formats.get(number, number), "font": self.fonts[int(look.get("fontId"))], "border": self.borders[int(look.get("borderId"))],
                "alignment": {} if alignment is None else dict(alignment.attrib)}
        return font, self.fills[int(look.get("fillId"))]

    def read_sheet(self, path):
        root = self.part(path)
        folder, file = path.rsplit("/", 1)
        targets = self.relations(f"{folder}/_rels/{file}.rels")
        find = lambda name: list(root.iter(tag(name)))
        kept = lambda item, *names: tuple(item.get(name) for name in names)
        cells = {item.get("r"): item for item in find("c")}
        filled = {place: item for place, item in cells.items() if item.find(tag("v")) is not None}
        comments, pictures = {}, []
        for target, kind in targets.values():
            inner = re.sub(r"[^/]+/\.\./", "", f"{folder}/{target}")
            if kind == "comments":
                comments = {item.get("ref"): self.text(item) for item in self.part(inner).iter(tag("comment"))}
            if kind == "drawing":
                root_drawing = self.part(inner)
                anchors = [item for item in root_drawing.iter() if item.tag.endswith("}from")]
                shown = self.relations(inner.replace("drawings/", "drawings/_rels/") + ".rels")
                images = [zlib.crc32(self.zip.read(re.sub(r"[^/]+/\.\./", "", f"xl/drawings/{image}"))) for image, what in shown.values() if what == "image"]
                pictures.append(([[part.text for part in item] for item in anchors if len(images)], images))
        return {
            "cells": {place: self.value(item) for place, item in filled.items()},
            "looks": {place: self.look(item)[0] for place, item in filled.items()},
            "fills": {place: self.look(item)[1] for place, item in cells.items()},
            "merges": sorted(item.get("ref") for item in find("mergeCell")),
            "widths": [kept(item, "min", "max", "width", "hidden") for item in find("col")],
            "heights": {item.get("r"): kept(item, "ht", "hidden") for item in find("row") if item.get("customHeight") in ("1", "true") or item.get("hidden") in ("1", "true")},
            "filter": [item.get("ref") for item in find("autoFilter")],
            "drop-downs": sorted(str((sorted(item.attrib.items()), [part.text for part in item])) for item in find("dataValidation")),
            "conditions": [(item.get("sqref"), [(rule.get("type"), [part.text for part in rule.iter(tag("formula"))], self.rules[int(rule.get("dxfId", "0"))]) for rule in item.iter(tag("cfRule"))])
                           for item in find("conditionalFormatting")],
            "links": sorted((item.get("ref"), item.get("location"), targets.get(item.get(f"{{{OFFICE}}}id"), ("",))[0]) for item in find("hyperlink")),
            "page": [sorted(item.attrib.items()) for name in ("pageMargins", "pageSetup") for item in find(name)] + [item.text for item in find("oddFooter")],
            "tab": [sorted(item.attrib.items()) for item in find("tabColor")],
            "comments": comments,
            "pictures": pictures,
        }


# ---- comparing -------------------------------------------------------------------------------------

def say(name, differences):
    print(f"ok returns-office-{name}" if not differences else f"not ok returns-office-{name} ({str(differences)[:300]})")


def views(path):
    """How each sheet is looked at, which LibreOffice keeps only of what it showed itself; by the sheet's part."""
    with zipfile.ZipFile(path) as book:
        return {name: re.findall(r"<pane [^>]*/>|showGridLines=\"0\"", book.read(name).decode()) for name in book.namelist() if name.startswith("xl/worksheets/sheet")}


def compare(sent, returned, marked):
    """`marked`: places (sheet, cell) that have a mark of ours."""
    ours = [name for name in returned.order if name not in sent.order]
    say("sheets", [] if returned.order == ours + sent.order and len(ours) == 1 and all(returned.states[name] == sent.states[name] for name in sent.order) else returned.order)
    for kind in ("cells", "looks", "merges", "widths", "heights", "filter", "drop-downs", "conditions", "links", "page", "tab", "pictures"):
        pairs = [(name, sent.sheets[name][kind], returned.sheets.get(name, {}).get(kind)) for name in sent.order]
        found = any(pair[1] for pair in pairs)
        say(kind, [pair for pair in pairs if pair[1] != pair[2]] if found else "nothing to compare")
    plain = {"fills": [], "marks": []}
    for name in sent.order:
        before, after = sent.sheets[name]["fills"], returned.sheets[name]["fills"]
        for place in set(before) | set(after):
            same = before.get(place) == after.get(place)
            plain["marks" if (name, place) in marked else "fills"] += [(name, place)] if same == ((name, place) in marked) else []
    say("fills", plain["fills"])
    say("marks", plain["marks"] if marked else "no marks")
    kept = [(name, place, text) for name in sent.order for place, text in sent.sheets[name]["comments"].items() if text not in returned.sheets[name]["comments"].get(place, "")]
    say("comments", kept if any(sent.sheets[name]["comments"] for name in sent.order) else "no comments")
    say("comments-beside", [place for place in marked if "建议" not in returned.sheets[place[0]]["comments"].get(place[1], "")])
    hidden = ("_FilterDatabase", "_dengbao")
    names = [key for key, text in sent.names.items() if not any(word in key[0] for word in hidden) and returned.names.get(key) != text]
    say("names", names if any(key[0] == "隶属" for key in sent.names) else "no names")
    # LibreOffice drops styles that no cell has: marks may add a look a tone to each look that was there.
    say("styles", [] if len(returned.looks) <= 3 * len(sent.looks) + 40 else (len(sent.looks), len(returned.looks)))
    links = returned.sheets[ours[0]]["links"] if ours else []
    say("list", [] if len(links) >= len(marked) and all(any(sheet in (link[1] or "") for link in links) for sheet in {place[0] for place in marked}) else links)


if sys.argv[1] == "make":
    make(sys.argv[2])
else:
    places = {tuple(line.split("\t")) for line in sys.stdin.read().split("\n") if line}
    sent, returned, folder = sys.argv[2:5]
    compare(*(Book(f"{folder}/{path.rsplit('/', 1)[-1]}") for path in (sent, returned)), places)
    before, after = views(sent), views(returned)
    say("panes", [name for name in before if before[name] != after[name]] if any(before.values()) else "no panes")
    say("list-frozen", [] if any('state="frozen"' in pane for name in set(after) - set(before) for pane in after[name]) else after)
