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
/* What is prepared of fonts is taken from `cache`, and left there for later runs; only of fonts
 * whose digests are remembered. Both are kept, not copied. */
void press_keep(struct press *press, struct cache *cache, const struct digests *digests);
/* From now on what the press does is measured; NULL: no more. */
void press_measure(struct press *press, struct meter *meter);

/* The document as a PDF file in `arena`. Reports FONT_UNUSABLE, OUTPUT_FAILED. */
bool write_pdf(struct press *press, struct arena *arena, const struct document *document,
               struct diag *diag, struct str *bytes);
/* One page as a PNG file in `arena`, at `dpi` dots per inch. */
bool write_png(struct press *press, struct arena *arena, const struct document *document,
               size_t page, int dpi, struct diag *diag, struct str *bytes);
/* Adds a page as an SVG element, which `label` is read for; `arena` is scratch. */
void write_svg(struct arena *arena, const struct page *page, struct str label, struct buf *out);
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

/* An archive (ZIP) of files as they are, which are packed in themselves: its records, between which
 * whoever writes it puts the files. The same files give the same bytes; names are UTF-8. Lives in
 * its arena. */
struct bundle;

/* A file of it. */
struct bundle_file {
    /* Its path in the archive. */
    struct str name;
    /* bundle_sum of its bytes. */
    uint32_t sum;
    /* Bytes. */
    uint64_t size;
};

/* An archive of nothing. */
struct bundle *bundle_open(struct arena *arena);
/* CRC-32 of what came before, of which it was `sum`, and a piece; that of nothing is 0. */
uint32_t bundle_sum(uint32_t sum, struct str piece);
/* Adds what stands before the next file's bytes; its name is kept. False if the archive would have
 * more than 65,535 files, or 4 GiB. */
bool bundle_add(struct bundle *bundle, const struct bundle_file *file, struct buf *head);
/* Adds what stands behind the last one's. */
void bundle_end(const struct bundle *bundle, struct buf *tail);

#endif
