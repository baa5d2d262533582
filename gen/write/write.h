/*
 * write: the press. Replays a page or a sheet into a format, and decides nothing: it knows neither
 * inventories nor rules nor documents.
 */
#ifndef WRITE_WRITE_H
#define WRITE_WRITE_H

#include "base/base.h"
#include "layout/page.h"
#include "layout/sheet.h"

/* Prepared fonts and scratch memory of the writers; lives as long as the run. */
struct press;

/* Opens a press; fonts are opened when first used. */
struct press *press_open(struct arena *arena);

/* The document as a PDF file in `arena`. Reports FONT_UNUSABLE, OUTPUT_FAILED. */
bool write_pdf(struct press *press, struct arena *arena, const struct document *document,
               struct diag *diag, struct str *bytes);
/* One page as a PNG file in `arena`, at `dpi` dots per inch. */
bool write_png(struct press *press, struct arena *arena, const struct document *document,
               size_t page, int dpi, struct diag *diag, struct str *bytes);
/* A workbook as an XLSX file named `path` (atomically). Reports OUTPUT_*. */
bool write_xlsx(struct arena *arena, const struct workbook *workbook, struct str path,
                struct diag *diag);

/* A small workbook of texts, numbers, merges and widths as an XLSX file in memory. */
bool write_plain(struct arena *arena, const struct workbook *workbook, struct str *bytes);
/* The sender's workbook, an XLSX file, with the marks: parts that need no change go byte for byte,
 * the others keep all but what is marked. Marks of an earlier run are taken off. False, without a
 * report, if a part that must be changed is not understood. */
bool write_marked(struct arena *arena, struct str book, const struct marking *marking,
                  struct str *bytes);

#endif
