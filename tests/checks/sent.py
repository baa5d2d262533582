"""What was sent is what is printed: sent.py BUILD NAME OUT INPUT... reads the cells of the inputs by tools/read_file, finds
their columns by templates/columns, and asks that each text of an institution that got papers stands whole, character for
character, in the text that pdftotext reads out of one of them. Knows nothing of how the program reads or sets a cell: blanks
and line ends are the layout's, and a field that no paper of the run prints is not asked for. A line `ok` or `not ok`."""
import glob
import os
import re
import subprocess
import sys
import unicodedata
import yaml

COLUMNS = 'templates/columns/'
# Sheets by the field that says whose row it is.
SHEETS = {'unit': 'unit.name', 'system': 'system.unit', 'data': 'data.unit'}
# Papers that quote cells back to their sender: they would prove nothing of the others.
BACK = ('报送核对单', '整改通知')
# Fields that no paper of an institution prints as they were sent.
APART = {
    'unit.credit_code',  # a digit a box, and of an old code what is sound of it
    'unit.address',  # parted into province, city, county and street
    'unit.police',  # called by its full name
    'system.unit',  # the joining key: the name is the unit's
    'system.number',  # the bureau's to give
    'system.remark',  # the sender's own
    'data.unit', 'data.system',
}
# Most characters of what stands under the text of a page, fewer than a text has that goes over pages.
FOOT = 12
# Fields that are lists, printed an item a line.
LISTS = {'data.source_units', 'data.outflow_units'}


def bare(text):
    """Without blanks of any kind, and what a reader takes for them."""
    return ''.join(c for c in text if not c.isspace() and c != '\u200b')


def plain(header):
    """A header as columns are told apart: letters, digits and Han, without a leading number or a bracket at the end."""
    header = re.sub(r'[（(][^（）()]*[）)]$', '', bare(header)) or header
    header = ''.join(c for c in unicodedata.normalize('NFKC', header) if c.isalnum())
    return re.sub(r'^\d+', '', header)


def stands(text, pages):
    """On one page, or up to the foot of one and from there on the next."""
    for i, page in enumerate(pages):
        at = page.find(text[:FOOT])
        if text in page:
            return True
        if at >= 0:
            n = len(os.path.commonprefix([text, page[at:]]))
            if len(page) - at - n < FOOT and stands(text[n:], pages[i + 1:]):
                return True
    return False


def text_fields():
    """Fields that are text of the sender's, whole."""
    with open('gen/model/fields.def', encoding='utf-8') as file:
        return set(re.findall(r'^FIELD\(\w+, "([\w.]+)", \w+, TEXT, ', file.read(), re.M))


def headers_of(record):
    """Field by header; a header of two fields is nobody's."""
    with open(f'{COLUMNS}{record}.yaml', encoding='utf-8') as file:
        columns = yaml.load(file, getattr(yaml, 'CSafeLoader', yaml.SafeLoader))['columns']
    found, twice = {}, set()
    for column in columns:
        for header in {plain(h) for h in [column['column'], *column.get('synonyms', [])]}:
            if header in found:
                twice.add(header)
            found[header] = column['field']
    return {header: field for header, field in found.items() if header not in twice}


def cells_of(build, path):
    """Texts by place, a sheet at a time; what is no text is #."""
    made = subprocess.run([f'{build}/tools/read_file', '--cells', path], stdout=subprocess.PIPE,
                          stderr=subprocess.DEVNULL)
    sheets = {}
    for line in made.stdout.decode('utf-8').splitlines():
        parts = line.split('\t')
        if len(parts) == 5:
            text = re.sub(r'\\(.)', lambda m: {'n': '\n', 't': '\t', 'r': '\r'}.get(m.group(1), m.group(1)), parts[4])
            row = sheets.setdefault(parts[0], {}).setdefault(int(parts[1]), {})
            row[int(parts[2])] = text if parts[3] == 't' else '#'
    return sheets.values()


def rows_of(sheet, kinds):
    """(field, text, unit) of a sheet whose header is one row of a kind."""
    for number in sorted(sheet)[:8]:
        by_kind = {kind: {at: headers[plain(text)] for at, text in sheet[number].items() if plain(text) in headers}
                   for kind, headers in kinds.items()}
        kind = max(by_kind, key=lambda k: (SHEETS[k] in by_kind[k].values(), len(by_kind[k])))
        columns = by_kind[kind]
        if SHEETS[kind] in columns.values() and len(columns) > 2:
            unit = None
            for row in sorted(n for n in sheet if n > number):
                cells = {columns[at]: text for at, text in sheet[row].items() if at in columns}
                # Merged names stand in the first of their rows.
                unit = cells.get(SHEETS[kind], unit)
                # What is not graded is not filed; a line under the table is no row.
                if 'system.level' in columns.values() and 'system.level' not in cells:
                    continue
                yield from ((field, text, unit) for field, text in cells.items())
            return


class Papers:
    """The papers of one institution, forms first, each read when it is asked for."""

    def __init__(self, folder):
        names = [n for n in os.listdir(folder) if n.endswith('.pdf') and not n.startswith(BACK)]
        # The folder is <region>-<name>, a long name cut, and -<last six of the organisation code> where there is one.
        name = re.match(r'[^-]*-(.*?)(-[0-9a-f]{8})?(?:-[0-9A-Z]{6})?$', os.path.basename(folder))
        self.unit, self.is_cut = name.groups()
        self.paths = [os.path.join(folder, n) for n in sorted(names, key=lambda n: (not n.startswith('备案表'), n))]
        self.texts = []

    def are_of(self, unit):
        return unit == self.unit or bool(self.is_cut) and unit.startswith(self.unit)

    def say(self, text):
        if any(stands(text, pages) for pages in self.texts):
            return True
        while self.paths:
            # In the order in which it was written: cells beside each other are not mixed.
            made = subprocess.run(['pdftotext', '-raw', self.paths.pop(0), '-'], stdout=subprocess.PIPE, check=True)
            self.texts.append([bare(page) for page in made.stdout.decode('utf-8').split('\f')])
            if stands(text, self.texts[-1]):
                return True
        return False


def main(build, name, out, inputs):
    wanted, kinds = text_fields() - APART, {kind: headers_of(kind) for kind in SHEETS}
    papers = [Papers(folder) for folder in glob.glob(os.path.join(out, 'units', '*'))]
    asked, lost = 0, []
    for path in inputs:
        for sheet in cells_of(build, path):
            for field, text, unit in rows_of(sheet, kinds):
                own = next((p for p in papers if unit and p.are_of(bare(unit))), None)
                pieces = [bare(t) for t in (text.split('、') if field in LISTS else [text])]
                if field in wanted and own and text != '#' and any(pieces):
                    asked += 1
                    if not all(own.say(piece) for piece in pieces):
                        lost.append(f'{field} {unit}: {text[:300]}')
    if asked and not lost:
        print(f'ok sent-{name}-{asked}-texts')
    else:
        print(f'not ok sent-{name} ({len(lost)} of {asked} texts)', *lost[:20], sep='\n')


main(sys.argv[1], sys.argv[2], sys.argv[3], sys.argv[4:])
