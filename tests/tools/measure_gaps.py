#!/usr/bin/env python3
"""Measures the setting of Chinese paragraphs in PDF files, whoever made them.

    tests/tools/measure_gaps.py FILE.pdf...

Reads the glyph boxes of every page (by `qpdf --json`), takes the lines of running text (the
commonest type size of the file, at least MOST_SHORT characters, up to the right edge of the
column) and prints, in ems: the space added between two ideographs, how many marks stand away from
what they follow, and the line starts and ends that 避头尾 forbids. A gap of BLANK or more is a blank
to fill in. One figure for all files together.
"""
import base64
import collections
import json
import re
import subprocess
import sys

MOST_SHORT = 15  # lines with fewer characters are labels, last lines, table cells
BLANK = 1.5
OPENING = "（《「『【〔〖“‘〈［｛("
CLOSING = "，。、；：？！）》」』】〕〗”’〉］｝％%),.;:?!…—"


def is_han(text):
    return len(text) == 1 and (0x4E00 <= ord(text) <= 0x9FFF or 0x3400 <= ord(text) <= 0x4DBF)


class File:
    """The objects of a PDF file."""

    def __init__(self, path):
        made = subprocess.run(
            ["qpdf", "--json=2", "--json-stream-data=inline", "--decode-level=generalized", path],
            capture_output=True, check=False)
        whole = json.loads(made.stdout)
        self.objects = whole["qpdf"][1]
        self.pages = [page["object"] for page in whole["pages"]]

    def get(self, value):
        while isinstance(value, str) and re.fullmatch(r"\d+ \d+ R", value):
            value = self.objects["obj:" + value]
        if isinstance(value, dict) and "value" in value:
            return self.get(value["value"])
        return value

    def dictionary(self, value):
        value = self.get(value)
        return value["stream"]["dict"] if isinstance(value, dict) and "stream" in value else value

    def data(self, value):
        return base64.b64decode(self.get(value)["stream"].get("data", ""))


class Font:
    """Advance and text of each code of a Type 0 font."""

    def __init__(self, file, entry):
        font = file.dictionary(entry)
        self.texts, self.widths, self.default = {}, {}, 1000
        self.bytes = 2 if font.get("/Subtype") == "/Type0" else 1
        if "/ToUnicode" in font:
            self.read_texts(file.data(font["/ToUnicode"]).decode("latin-1"))
        if self.bytes == 2:
            inner = file.dictionary(file.get(font["/DescendantFonts"])[0])
            self.default = inner.get("/DW", 1000)
            self.read_widths([file.get(item) for item in file.get(inner.get("/W", []))])

    @staticmethod
    def text(hexes):
        return bytes.fromhex(hexes).decode("utf-16-be", "replace")

    def read_texts(self, cmap):
        for block in re.findall(r"beginbfchar(.*?)endbfchar", cmap, re.S):
            for code, text in re.findall(r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]*)>", block):
                self.texts[int(code, 16)] = self.text(text)
        for block in re.findall(r"beginbfrange(.*?)endbfrange", cmap, re.S):
            pattern = r"<(\w+)>\s*<(\w+)>\s*(?:<(\w*)>|\[(.*?)\])"
            for low, high, text, array in re.findall(pattern, block, re.S):
                texts = re.findall(r"<(\w*)>", array)
                for i, code in enumerate(range(int(low, 16), int(high, 16) + 1)):
                    if texts:
                        self.texts[code] = self.text(texts[i])
                    else:
                        made = self.text(text)
                        self.texts[code] = made[:-1] + chr(ord(made[-1]) + i)

    def read_widths(self, array):
        at = 0
        while at < len(array):
            if isinstance(array[at + 1], list):
                for i, width in enumerate(array[at + 1]):
                    self.widths[array[at] + i] = width
                at += 2
            else:
                for code in range(array[at], array[at + 1] + 1):
                    self.widths[code] = array[at + 2]
                at += 3

    def codes(self, raw):
        return [int.from_bytes(raw[i:i + self.bytes], "big") for i in range(0, len(raw), self.bytes)]


TOKEN = re.compile(rb"<<|>>|<([0-9A-Fa-f\s]*)>|\(((?:\\.|[^\\()])*)\)|\[|\]|/[^\s/<>\[\]()]*|[^\s/<>\[\]()]+", re.S)


def unescape(raw):
    names = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}

    def one(match):
        kept = match.group(1)
        return bytes([int(kept, 8) & 255]) if kept[:1].isdigit() else names.get(kept, kept)
    return re.sub(rb"\\([0-7]{1,3}|.)", one, raw, flags=re.S)


def multiply(a, b):
    return (a[0] * b[0] + a[1] * b[2], a[0] * b[1] + a[1] * b[3],
            a[2] * b[0] + a[3] * b[2], a[2] * b[1] + a[3] * b[3],
            a[4] * b[0] + a[5] * b[2] + b[4], a[4] * b[1] + a[5] * b[3] + b[5])


class Pen:
    """Runs a content stream; collects (baseline, x, advance, size, text, piece) of each glyph: those of
    one piece were shown from one place on, and only between such is a gap one of typesetting."""

    def __init__(self, fonts):
        self.fonts, self.glyphs, self.stack = fonts, [], []
        self.page = self.matrix = self.line = (1, 0, 0, 1, 0, 0)
        self.font, self.size, self.spacing, self.leading, self.piece = None, 0, 0, 0, 0

    def show(self, raw):
        for code in self.font.codes(raw):
            full = multiply(self.matrix, self.page)
            advance = self.font.widths.get(code, self.font.default) / 1000 * self.size
            size = abs(self.size * full[0])
            self.glyphs.append((round(full[5], 1), full[4], advance * full[0], round(size, 2),
                                self.font.texts.get(code, ""), self.piece))
            self.move(advance + self.spacing, 0, keep=True)

    def move(self, x, y, keep=False):
        base = self.matrix if keep else self.line
        self.matrix = multiply((1, 0, 0, 1, x, y), base)
        if not keep:
            self.line = self.matrix
            self.piece += 1

    def run(self, data):
        operands, arrays = [], []
        for match in TOKEN.finditer(data):
            token = match.group(0)
            if token == b"[":
                arrays.append(operands)
                operands = []
            elif token == b"]":
                operands, made = arrays.pop(), operands
                operands.append(made)
            elif match.group(1) is not None:
                digits = re.sub(rb"\s", b"", match.group(1)).decode()
                operands.append(bytes.fromhex(digits + "0" * (len(digits) % 2)))
            elif match.group(2) is not None:
                operands.append(unescape(match.group(2)))
            elif re.fullmatch(rb"[-+.\d]+", token):
                operands.append(float(token))
            elif token[:1] == b"/":
                operands.append(token.decode("latin-1"))
            else:
                self.operate(token.decode("latin-1"), operands)
                operands = []

    def operate(self, name, operands):
        if name == "q":
            self.stack.append((self.page, self.font, self.size, self.spacing))
        elif name == "Q" and self.stack:
            self.page, self.font, self.size, self.spacing = self.stack.pop()
        elif name == "cm":
            self.page = multiply(tuple(operands), self.page)
        elif name == "BT":
            self.matrix = self.line = (1, 0, 0, 1, 0, 0)
        elif name == "Tf":
            self.font, self.size = self.fonts.get(operands[0]), operands[1]
        elif name == "Tm":
            self.matrix = self.line = tuple(operands)
            self.piece += 1
        elif name in ("Td", "TD"):
            self.leading = -operands[1] if name == "TD" else self.leading
            self.move(*operands)
        elif name == "TL":
            self.leading = operands[0]
        elif name == "T*":
            self.move(0, -self.leading)
        elif name == "Tc":
            self.spacing = operands[0]
        elif name == "Tj" and self.font:
            self.show(operands[0])
        elif name == "TJ" and self.font:
            for item in operands[0]:
                if isinstance(item, bytes):
                    self.show(item)
                else:
                    self.move(-item / 1000 * self.size, 0, keep=True)


def find_resources(file, page):
    while "/Resources" not in page and "/Parent" in page:
        page = file.dictionary(page["/Parent"])
    return file.dictionary(page.get("/Resources", {}))


def read_pages(path):
    file = File(path)
    for entry in file.pages:
        page = file.dictionary(entry)
        fonts = file.dictionary(find_resources(file, page).get("/Font", {}))
        pen = Pen({name: Font(file, font) for name, font in fonts.items()})
        contents = file.get(page["/Contents"])
        streams = contents if isinstance(contents, list) else [page["/Contents"]]
        pen.run(b"\n".join(file.data(stream) for stream in streams))
        yield pen.glyphs


def find_lines(pages):
    """Lines of running text: glyphs of one baseline in the commonest size."""
    sizes = collections.Counter(g[3] for page in pages for g in page if is_han(g[4]))
    if not sizes:
        return []
    size = sizes.most_common(1)[0][0]
    lines = []
    for page in pages:
        rows = collections.defaultdict(list)
        for glyph in page:
            if glyph[3] == size:
                rows[glyph[0]].append(glyph)
        for row in rows.values():
            row.sort(key=lambda g: g[1])
            if sum(len(g[4]) for g in row) >= MOST_SHORT:
                lines.append(row)
    return lines


def measure(pages, sums):
    lines = find_lines(pages)
    if not lines:
        return
    size = lines[0][0][3]
    right = max(row[-1][1] + row[-1][2] for row in lines)
    for row in lines:
        if right - row[-1][1] - row[-1][2] > 0.6 * size:
            sums["short lines"] += 1
            continue
        gaps = []
        for a, b in zip(row, row[1:]):
            gap = (b[1] - a[1] - a[2]) / size
            if gap >= BLANK or a[5] != b[5]:
                continue
            if is_han(a[4]) and is_han(b[4]):
                gaps.append(gap)
            elif is_han(a[4]) and b[4][:1] in CLOSING and b[4]:
                sums["marks away"] += gap > 0.03
        sums["full lines"] += 1
        if gaps:
            sums["lines over 0.03"] += max(gaps) > 0.0305
            sums["lines over 0.05"] += max(gaps) > 0.0505
            sums["gaps"].extend(gaps)
            if max(gaps) > 0.1:
                sums["rivers"] += 1
        sums["bad starts"] += row[0][4][:1] in CLOSING and row[0][4] != ""
        sums["bad ends"] += row[-1][4][-1:] in OPENING and row[-1][4] != ""


def main():
    sums = collections.Counter()
    sums["gaps"] = []
    for path in sys.argv[1:]:
        measure(list(read_pages(path)), sums)
    gaps = sorted(sums.pop("gaps"))
    if gaps:
        print("gaps between ideographs %d: median %.3f, 98 %% %.3f, 99 %% %.3f, max %.3f em" % (
            len(gaps), gaps[len(gaps) // 2], gaps[len(gaps) * 98 // 100],
            gaps[len(gaps) * 99 // 100], gaps[-1]))
    for name in ("full lines", "short lines", "lines over 0.03", "lines over 0.05", "rivers",
                 "marks away", "bad starts", "bad ends"):
        print("%-16s %d" % (name, sums[name]))


main()
