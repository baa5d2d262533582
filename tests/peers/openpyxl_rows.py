"""openpyxl_rows.py FILE CELLS: reads every row of the first sheet as openpyxl's fastest way does, and fails unless CELLS of them hold
something."""
import sys

import openpyxl

book = openpyxl.load_workbook(sys.argv[1], read_only=True, data_only=True)
n = sum(value is not None for row in book.worksheets[0].iter_rows(values_only=True) for value in row)
sys.exit(n != int(sys.argv[2]) and '%d cells' % n)
