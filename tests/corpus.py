#!/usr/bin/env python3
"""corpus.py BUILD DIR: reads every spreadsheet below DIR with the program's reader and with LibreOffice, and compares them
cell by cell. LibreOffice writes each file anew as .xlsx, and that is read by the program's reader too: what differs is read
otherwise by one of the two. Lists of separated values, of which LibreOffice guesses encoding, numbers and days, are
held against Python's csv instead. Prints files, cells and disagreements by class; --list names every one of them.

    only here     a cell that LibreOffice does not have (a formula without result that it leaves out, a picture)
    only there    a cell that our reader does not have: lost, or calculated anew
    kind, text    both have it, as another kind or with another text
    refused here  LibreOffice opens it, our reader does not; or the other way round: refused there
"""
import csv
import io
import os
import re
import subprocess
import sys
import tempfile

EXTENSIONS = ('.xlsx', '.xlsm', '.xls', '.xlt', '.et', '.csv', '.xml', '.html', '.htm')
BATCH = 20


def read_cells(build, path):
    """(is_read, {(sheet, row, column): (kind, text)}); sheets by their turn, since LibreOffice names them anew."""
    run = subprocess.run([build + '/tools/read_file', '--apart', '--cells', path], capture_output=True, timeout=300)
    cells, sheets, is_read = {}, {}, False
    for line in run.stdout.decode('utf-8', 'replace').split('\n'):
        parts = line.split('\t')
        if len(parts) == 5:
            sheet = sheets.setdefault(parts[0], len(sheets))
            cells[sheet, int(parts[1]), int(parts[2])] = (parts[3], parts[4])
        elif len(parts) == 8:
            is_read = parts[7] == 'read'
    return is_read, cells


def convert(paths, folder):
    if not paths:
        return
    subprocess.run(['soffice', '-env:UserInstallation=file://' + folder + '/profile', '--headless', '--convert-to',
                    'xlsx:Calc MS Excel 2007 XML', '--outdir', folder + '/made'] + paths,
                   capture_output=True, timeout=60 * len(paths) + 60)


def compare(name, here, there, counts, shows):
    for place in sorted(set(here) | set(there)):
        a, b = here.get(place), there.get(place)
        if a == b:
            continue
        kind = ('only there' if a is None else 'only here' if b is None else
                'kind' if a[0] != b[0] else 'text')
        counts[kind] = counts.get(kind, 0) + 1
        if shows:
            print('%s\t%s\t%s\t%s\t%s' % (kind, name, place, a, b))


def read_list(path):
    """The same of a list of separated values, all texts, by Python's own reader of them."""
    data = open(path, 'rb').read().rstrip(b'\0\x1a')
    text = None
    for encoding in (('utf-16',) if data[:2] in (b'\xff\xfe', b'\xfe\xff') else ('utf-8-sig', 'gb18030')):
        try:
            text = data.decode(encoding)
            break
        except UnicodeDecodeError:
            pass
    if not text or not text.strip():
        return False, {}
    lines = text.splitlines(True)
    named = re.fullmatch('sep=(.)[\r\n]*', lines[0], re.I)
    delimiter = named.group(1) if named else max(',\t;|', key=lines[0].count)
    csv.field_size_limit(1 << 24)
    cells, row = {}, 0
    for record in csv.reader(io.StringIO(text, newline=''), delimiter=delimiter):
        row += 1
        for column, value in enumerate(record if not (named and row == 1) else [], 1):
            value = re.sub('\r\n?', '\n', value.strip('\t'))
            if value:
                cells[0, row, column] = ('t', value.replace('\\', '\\\\').replace('\n', '\\n').replace('\t', '\\t'))
    return True, cells


def find_files(folder):
    found = []
    for base, _, names in os.walk(folder):
        found += [os.path.join(base, name) for name in names if name.lower().endswith(EXTENSIONS)]
    return sorted(found)


def main():
    arguments = [word for word in sys.argv[1:] if word != '--list']
    build, folder = arguments
    shows, counts, n_cells, n_files = '--list' in sys.argv, {}, 0, 0
    files = find_files(folder)
    with tempfile.TemporaryDirectory() as work:
        for start in range(0, len(files), BATCH):
            batch = {}
            for i, path in enumerate(files[start:start + BATCH]):
                copy = '%s/%d%s' % (work, start + i, os.path.splitext(path)[1].lower())
                os.symlink(os.path.abspath(path), copy)
                batch[copy] = path
            convert([copy for copy in batch if not copy.endswith('.csv')], work)
            for copy, path in batch.items():
                made = work + '/made/' + os.path.splitext(os.path.basename(copy))[0] + '.xlsx'
                is_here, here = read_cells(build, copy)
                is_there, there = (read_list(copy) if copy.endswith('.csv') else
                                   read_cells(build, made) if os.path.exists(made) else (False, {}))
                n_files += 1
                if is_here and is_there:
                    n_cells += len(here)
                    compare(path, here, there, counts, shows)
                elif is_here != is_there:
                    kind = 'refused there' if is_here else 'refused here'
                    counts[kind] = counts.get(kind, 0) + 1
                    print('%s\t%s' % (kind, path))
    print('%d files, %d cells compared' % (n_files, n_cells))
    for kind in sorted(counts):
        print('%8d %s' % (counts[kind], kind))
    return 0


sys.exit(main())
