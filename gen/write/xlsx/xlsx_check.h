/* Inner header of write: guards round libxlsxwriter, before and after it writes. */
#ifndef WRITE_XLSX_XLSX_CHECK_H
#define WRITE_XLSX_XLSX_CHECK_H

#include "base/base.h"
#include "layout/sheet.h"

/* What must not go into a file, in a few words, or NULL: no sheet, merges that overlap or lie
 * outside. Such faults are the program's own, not the sender's. */
const char *xlsx_fault(struct arena *arena, const struct workbook *workbook);
/* The same of a cell: outside the sheet, a number that is not finite, a day that does not exist. */
const char *xlsx_cell_fault(const struct cell *cell);
/* The merges of a sheet by rising first row, then column. */
const struct merge *xlsx_sort_merges(struct arena *arena, const struct sheet *sheet);
/* A text that any reader takes back as it stands: valid UTF-8 without NUL and the two
 * non-characters XML forbids, line ends LF, look-alikes of escapes (_x0041_) protected, and at most
 * Excel's 32,767 UTF-16 units, the last an ellipsis where something was cut. */
struct str xlsx_text(struct arena *arena, struct str text);
/* What a file must hold: so many rows on each sheet, or more. */
struct xlsx_promise {
    const size_t *n_rows;
    size_t n_sheets;
};

/* Every XML part of the ZIP file `temporary` unpacks, agrees with its checksum, ends with the end
 * of its root element, and has the rows that were promised. Else reports OUTPUT_FULL (a part was
 * cut short: libxlsxwriter notices a full disk neither while it writes parts nor while it keeps
 * rows) or OUTPUT_FAILED under the name `path`. */
bool xlsx_is_whole(struct arena *arena, struct str temporary, const struct xlsx_promise *promise,
                   struct str path, struct diag *diag);

#endif
