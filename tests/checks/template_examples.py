"""template_examples.py BOOK: the example row of the blank workbook against its own drop-downs; says what is none of the choices."""
import re
import sys
import zipfile
from html import unescape

book = zipfile.ZipFile(sys.argv[1])
shared = [unescape("".join(re.findall(r"<t[^>]*>([^<]*)</t>", item))) for item in re.findall(r"<si>(.*?)</si>", book.read("xl/sharedStrings.xml").decode(), re.S)]
names = re.findall(r'<sheet name="([^"]+)"', book.read("xl/workbook.xml").decode())


def cells(number):
    """Texts by place."""
    text = book.read(f"xl/worksheets/sheet{number}.xml").decode()
    return {place: shared[int(value)] for place, value in re.findall(r'<c r="([A-Z]+[0-9]+)"[^>]*t="s"[^>]*><v>([0-9]+)</v>', text)}


choices, n_seen, bad = cells(names.index("选项") + 1), 0, []
for number, name in enumerate(names, 1):
    shown = cells(number)
    asked = re.findall(r'<dataValidation type="list"[^>]*sqref="([A-Z]+)[0-9]+:[^>]*>\s*<formula1>([^<]*)</formula1>', book.read(f"xl/worksheets/sheet{number}.xml").decode())
    for column, where in asked:
        from_column, first, last = re.search(r"\$([A-Z]+)\$([0-9]+):\$[A-Z]+\$([0-9]+)", unescape(where)).groups()
        listed = [choices.get(f"{from_column}{row}") for row in range(int(first), int(last) + 1)]
        example = shown.get(f"{column}3", "")
        n_seen += bool(example)
        bad += [(name, column, word) for word in re.split("、", example) if example not in listed and word and word not in listed]
for line in bad:
    print(*line)
sys.exit(bool(bad) or n_seen < 10)
