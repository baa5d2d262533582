"""Books whose cells have number formats, and what became of them in the book that went back.

make KIND FILE [N]  writes one: xml (SpreadsheetML 2003), xls, or xlsx of the strict kind; with N more
                    formats, and parts of the package
compare KIND FILE   says of each cell that has another format or number in FILE than it was sent with
"""
import re
import struct
import sys
import zipfile
from xml.sax.saxutils import escape, quoteattr

G = None


class Error(str):
    """An error value; a number of its own in an xls."""
    codes = {'#NULL!': 0, '#DIV/0!': 7, '#VALUE!': 15, '#REF!': 23, '#NAME?': 29, '#NUM!': 36, '#N/A': 42}


# What the cells hold: a number or text, and a code or the number of a built-in format.
CELLS = [
    (1234567.891, '#,##0.00'), (1234.5, '"¥"#,##0.00'), (0.1256, '0.00%'), (0.375, '# ?/?'),
    (42, '000000'), (41000.5, 'yyyy"年"m"月"d"日"'), (41000.75, 'yyyy/m/d h:mm'), (0.5, 'h:mm'),
    (1.5, '[h]:mm:ss'), (41000, 14), (-5, '#,##0;[Red]-#,##0'), (12345, '0.00E+00'), (3, '0"人"'),
    (5000, '0"元"'), (1, '[=1]"是";[=0]"否";0'), (13800000000, '0'), (42, G), (0.1 + 0.2, '0.0'),
    ('00123', '@'), ('2011-02-30', 'yyyy-mm-dd'), (41000, 'yyyy-mm'), (41000, '[$-804]aaaa'),
    (12, 'General"元"'), (1234, '_ * #,##0.00_ ;_ * -#,##0.00_ '), (7, '0"&<>\'"'), (0.25, 10),
    (1234.5, 4), (41000.999988, 'mm:ss.00'), (41000, '[DBNum1][$-804]yyyy"年"m"月"'),
    (2.5, '#\\ ??/??'), (1e9, '0.0,,"百万"'), (59, 'yyyy-mm-dd'), ('正文', G), (41000, 31), (41000, 57),
    (True, G), (False, G), (True, '0.00'), *((Error(e), G) for e in Error.codes), ('TRUE', G), ('#N/A', G),
]
# Codes that no workbook may have; the cells show as their numbers.
HOSTILE = ['0"', '[', '0;0;0;@;0', 'qqq', '0' * 300, 'yyyy0', '0\\', '[Rot]0', '0@', '0"a"/?/?',
           '0_x0022_', '"\ufffe"0', '0\u0001', '#.#.#E', '[$-804', '0"]]><x/>', '0]]>&"']
FIRST = 2
NAMES = {10: 'Percent', 14: 'Short Date', 31: 'Long Date', 4: 'Standard'}


def cells(kind):
    kept = [c for c in CELLS if kind != 'xml' or c[1] != 57]
    hostile = [c for c in HOSTILE if kind == 'xls' or '\x01' not in c and '\ufffe' not in c]
    return kept + [(5, code) for code in hostile]


def unit():
    """Labels and values of a unit with a bad postcode."""
    rows = [line.rstrip('\n').split(' = ') for line in open('tests/errors/unit.txt') if ' = ' in line]
    return [r[0] for r in rows], ['33000' if r[0] == '邮政编码' else r[1] for r in rows]


def xml_cell(value, style):
    if isinstance(value, (bool, Error)):
        kind = 'Error' if isinstance(value, Error) else 'Boolean'
        value = value if kind == 'Error' else int(value)
        return f'<Cell ss:StyleID="s{style}"><Data ss:Type="{kind}">{value}</Data></Cell>'
    if isinstance(value, str):
        return f'<Cell ss:StyleID="s{style}"><Data ss:Type="String">{escape(value)}</Data></Cell>'
    return f'<Cell ss:StyleID="s{style}"><Data ss:Type="Number">{value!r}</Data></Cell>'


def make_xml(path):
    styles, rows = ['<Style ss:ID="s0"/>'], []
    for i, (value, code) in enumerate(cells('xml')):
        code = NAMES.get(code, code)
        styles.append(f'<Style ss:ID="s{i + 1}">' +
                      (f'<NumberFormat ss:Format={quoteattr(code)}/>' if code else '') + '</Style>')
        rows.append(f'<Row>{xml_cell("第%d格" % i, 0)}{xml_cell(value, i + 1)}</Row>')
    head = ''.join('<Row>' + ''.join(xml_cell(v, 0) for v in row) + '</Row>' for row in unit())
    with open(path, 'w') as out:
        out.write('<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook '
                  'xmlns="urn:schemas-microsoft-com:office:spreadsheet" '
                  'xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">'
                  f'<Styles>{"".join(styles)}</Styles>'
                  f'<Worksheet ss:Name="单位信息"><Table>{head}</Table></Worksheet>'
                  '<Worksheet ss:Name="附注"><Table><Column ss:Width="110"/><Column ss:Width="57.75"/>'
                  f'<Row>{xml_cell("说明", 0)}</Row>{"".join(rows)}</Table></Worksheet></Workbook>')


def record(kind, data):
    return struct.pack('<HH', kind, len(data)) + data


def wide(text, size):
    return struct.pack(size, len(text.encode('utf-16-le')) // 2) + b'\x01' + text.encode('utf-16-le')


def ole(stream):
    """A stream in the smallest container there is."""
    stream += bytes(-len(stream) % 512)
    stream += bytes(max(0, 4096 - len(stream)))
    n = len(stream) // 512
    chain = list(range(1, n)) + [0xFFFFFFFE, 0xFFFFFFFE, 0xFFFFFFFD]
    chain += [0xFFFFFFFF] * (128 - len(chain))
    assert len(chain) == 128

    def entry(name, kind, child, start, size):
        name = name.encode('utf-16-le') + b'\0\0' if name else b''
        return (name.ljust(64, b'\0') + struct.pack('<HBBIII', len(name), kind, 1, 0xFFFFFFFF, 0xFFFFFFFF, child)
                + bytes(36) + struct.pack('<IQ', start, size))
    folder = (entry('Root Entry', 5, 1, 0xFFFFFFFE, 0) + entry('Workbook', 2, 0xFFFFFFFF, 0, len(stream))
              + entry('', 0, 0xFFFFFFFF, 0, 0) * 2)
    head = (bytes.fromhex('D0CF11E0A1B11AE1') + bytes(16) + struct.pack('<HHHHH', 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
            + struct.pack('<IIIIIIIII', 0, 1, n, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
            + struct.pack('<I', n + 1) + b'\xff' * 432)
    return head + stream + folder + struct.pack('<128I', *chain)


def make_xls(path):
    values = cells('xls')
    codes = sorted({c for _, c in values if isinstance(c, str)})
    ids = {code: 164 + i for i, code in enumerate(codes)}
    head = record(0x809, struct.pack('<HHHHII', 0x600, 5, 0, 0, 0, 0)) + record(0x42, struct.pack('<H', 1200))
    head += record(0x31, struct.pack('<HHHHHBBBB', 200, 0, 0x7FFF, 400, 0, 0, 0, 134, 0) + b'\x06\x00Arial\x20') * 4
    for code in codes:
        head += record(0x41E, struct.pack('<H', ids[code]) + wide(code, '<H'))
    for xf in [0] * 16 + [ids.get(c, c) or 0 for _, c in values]:
        head += record(0xE0, struct.pack('<HHHBBBBII', 0, xf, 1, 0x20, 0, 0, 0xF4 if not xf else 0, 0, 0) + b'\xc0\x20')

    def label(row, column, text, xf):
        return record(0x204, struct.pack('<HHH', row, column, xf) + wide(text, '<H'))
    sheets = [b''.join(label(r, c, v, 15) for r, row in enumerate(unit()) for c, v in enumerate(row))]
    notes = record(0x7D, struct.pack('<HHHHHH', 1, 1, 2560, 15, 0, 0)) + label(0, 0, '说明', 15)
    for i, (value, _) in enumerate(values):
        row = i + FIRST - 1
        notes += label(row, 0, f'第{i}格', 15)
        is_error = isinstance(value, Error)
        notes += (record(0x205, struct.pack('<HHHBB', row, 1, 16 + i, Error.codes[value] if is_error else value, is_error))
                  if is_error or isinstance(value, bool) else
                  label(row, 1, value, 16 + i) if isinstance(value, str) else
                  record(0x203, struct.pack('<HHHd', row, 1, 16 + i, value)))
    sheets.append(notes)
    begin = record(0x809, struct.pack('<HHHHII', 0x600, 16, 0, 0, 0, 0))
    names = ['单位信息', '附注']
    size = len(head) + sum(len(record(0x85, struct.pack('<IBB', 0, 0, 0) + wide(n, '<B'))) for n in names) + 4
    tail = b''
    for name, body in zip(names, sheets):
        head += record(0x85, struct.pack('<IBB', size + len(tail), 0, 0) + wide(name, '<B'))
        tail += begin + body + record(0x0A, b'')
    open(path, 'wb').write(ole(head + record(0x0A, b'') + tail))


def make_xlsx(path):
    """Strict files are read, and made anew when they go back."""
    main, values = 'http://purl.oclc.org/ooxml/spreadsheetml/main', cells('xlsx')
    office = 'http://purl.oclc.org/ooxml/officeDocument/relationships'
    codes = sorted({c for _, c in values if isinstance(c, str)})
    ids = {code: 164 + i for i, code in enumerate(codes)}

    def cell(place, value, style):
        if isinstance(value, (bool, Error)):
            kind, held = ('e', value) if isinstance(value, Error) else ('b', int(value))
            return f'<c r="{place}" s="{style}" t="{kind}"><v>{held}</v></c>'
        if isinstance(value, str):
            return f'<c r="{place}" s="{style}" t="inlineStr"><is><t>{escape(value)}</t></is></c>'
        return f'<c r="{place}" s="{style}"><v>{value!r}</v></c>'
    rows = ''.join(f'<row r="{r + 1}">' + ''.join(cell(chr(65 + c) + str(r + 1), v, 0) for c, v in enumerate(row)) +
                   '</row>' for r, row in enumerate(unit()))
    notes = f'<row r="1">{cell("A1", "说明", 0)}</row>'
    for i, (value, _) in enumerate(values):
        r = i + FIRST
        notes += f'<row r="{r}">{cell("A%d" % r, "第%d格" % i, 0)}{cell("B%d" % r, value, i + 1)}</row>'
    formats = ''.join(f'<numFmt numFmtId="{ids[c]}" formatCode={quoteattr(c)}/>' for c in codes)
    xfs = ''.join(f'<xf numFmtId="{n}"/>' for n in [0] + [ids.get(c, c) or 0 for _, c in values])
    rel = f'<Relationship Id="r%s" Type="{office}/%s" Target="%s"/>'
    rels = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">%s</Relationships>'
    parts = {
        '[Content_Types].xml': '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        '_rels/.rels': rels % (rel % (1, 'officeDocument', 'xl/workbook.xml')),
        'xl/_rels/workbook.xml.rels': rels % (rel % (1, 'worksheet', 'a.xml') + rel % (2, 'worksheet', 'b.xml')
                                              + rel % (3, 'styles', 'styles.xml')),
        'xl/workbook.xml': f'<workbook xmlns="{main}" xmlns:r="{office}"><workbookPr date1904="%d"/><sheets>'
                           '<sheet name="单位信息" sheetId="1" r:id="r1"/>'
                           '<sheet name="附注" sheetId="2" r:id="r2"/></sheets></workbook>' % ('1904' in path),
        'xl/styles.xml': f'<styleSheet xmlns="{main}"><numFmts>{formats}</numFmts><cellXfs>{xfs}</cellXfs></styleSheet>',
        'xl/a.xml': f'<worksheet xmlns="{main}"><sheetData>{rows}</sheetData></worksheet>',
        'xl/b.xml': f'<worksheet xmlns="{main}"><cols><col min="2" max="2" width="10"/></cols>'
                    f'<sheetData>{notes}</sheetData></worksheet>'}
    for i in range(len(CELLS)):
        parts['xl/media/%d.txt' % i] = 'nothing'
    with zipfile.ZipFile(path, 'w') as out:
        for name, text in parts.items():
            out.writestr(name, text)


def unescape(text):
    for a, b in (('&lt;', '<'), ('&gt;', '>'), ('&quot;', '"'), ('&apos;', "'"), ('&#39;', "'"), ('&amp;', '&')):
        text = text.replace(a, b)
    return text


def compare(kind, path):
    with zipfile.ZipFile(path) as book:
        styles = book.read('xl/styles.xml').decode()
        sheet = book.read('xl/worksheets/sheet2.xml').decode()
    codes = {int(n): unescape(c) for n, c in re.findall(r'<numFmt numFmtId="(\d+)" formatCode="([^"]*)"', styles)}
    xfs = [int(n) for n in re.findall(r'<xf [^>]*?numFmtId="(\d+)"', styles.split('<cellXfs')[1].split('</cellXfs')[0])]
    faults = 0
    for i, (value, code) in enumerate(cells(kind)):
        found = re.search(rf'<c r="B{i + FIRST}" s="(\d+)"(?: t="(\w+)")?>(?:<v>([^<]*)</v>|<is><t[^>]*>([^<]*)<)', sheet)
        kind_ = 'e' if isinstance(value, Error) else 'b' if isinstance(value, bool) else None
        if kind_ or found.group(2) in ('e', 'b'):
            held = found.group(3) if kind_ != 'b' else found.group(3) == '1'
            if found.group(2) != kind_ or held != value:
                print(f'# {kind}: {value!r} went back as {found.group(3)!r} of type {found.group(2)}')
                faults += 1
            continue
        number = xfs[int(found.group(1))]
        format_ = codes.get(number, number)
        wanted = 0 if code is None or code in HOSTILE else code
        held = float(found.group(3)) if found.group(3) else found.group(4)
        if format_ != wanted or (held != value and code not in HOSTILE):
            print(f'# {kind}: {value!r} in {code!r} went back as {held!r} in {format_!r}')
            faults += 1
    sys.exit(faults > 0)


if __name__ == '__main__':
    if sys.argv[1] == 'make':
        CELLS += [(i, '0"%d"' % i) for i in range(int(sys.argv[4]) if len(sys.argv) > 4 else 0)]
        {'xml': make_xml, 'xls': make_xls, 'xlsx': make_xlsx}[sys.argv[2]](sys.argv[3])
    else:
        compare(sys.argv[2], sys.argv[3])
