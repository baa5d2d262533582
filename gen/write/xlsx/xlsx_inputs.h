/* Inner header of write: what an XLSX file asks of the person who fills it in, and hidden names. */
#ifndef WRITE_XLSX_XLSX_INPUTS_H
#define WRITE_XLSX_XLSX_INPUTS_H

#include <xlsxwriter.h>

#include "base/base.h"
#include "layout/sheet.h"

/* Writes the checks and messages of a sheet's cells. */
lxw_error xlsx_write_inputs(struct arena *arena, lxw_worksheet *page, const struct sheet *sheet);
/* Writes the looks that cells have by what they say: `warning` and `error` have a filling. */
lxw_error xlsx_write_tones(struct arena *arena, lxw_worksheet *page, const struct sheet *sheet,
                           lxw_format *warning, lxw_format *error);
/* Writes the hidden names of a workbook, whose sheets have been added. */
lxw_error xlsx_write_names(struct arena *arena, lxw_workbook *book,
                           const struct workbook *workbook);

#endif
