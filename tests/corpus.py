#!/usr/bin/env python3
"""corpus.py BUILD DIR: reads every spreadsheet below DIR with the program's reader and with LibreOffice, and compares them
cell by cell. LibreOffice writes each file anew as .xlsx, and that is read by the program's reader too: what differs is read
otherwise by one of the two. Prints files, cells and disagreements by class; --list names every one of them.

    only here     a cell that LibreOffice does not have (a formula without result that it leaves out, a picture)
    only there    a cell that our reader does not have: lost, or calculated anew
    kind, text    both have it, as another kind or with another text
    refused here  LibreOffice opens it, our reader does not; or the other way round: refused there
"""
import os
import subprocess
import sys
import tempfile

EXTENSIONS = ('.xlsx', '.xlsm', '.xls', '.xlt', '.et', '.csv', '.xml', '.html', '.htm')
BATCH = 20


def read_cells(build, path):
    """(is_read, {(sheet, row, column): (kind, text)}); sheets by their turn, since LibreOffice names them anew."""
    run = subprocess.run([build + '/tools/read_file', '--cells', path], capture_output=True, timeout=300)
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
            convert(list(batch), work)
            for copy, path in batch.items():
                made = work + '/made/' + os.path.splitext(os.path.basename(copy))[0] + '.xlsx'
                is_here, here = read_cells(build, copy)
                is_there, there = read_cells(build, made) if os.path.exists(made) else (False, {})
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
