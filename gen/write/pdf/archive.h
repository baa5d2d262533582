/*
 * Inner header of write: what an archive asks of a PDF beyond its pages (ISO 19005-1, PDF/A-1b):
 * metadata as XMP, the colours that greys are meant in, and which glyphs of a font are there.
 */
#ifndef WRITE_PDF_ARCHIVE_H
#define WRITE_PDF_ARCHIVE_H

#include "write/font/fontkit.h"

/* Whether PDFs are fit for archives; always, but in a build that measures what it costs. */
bool archive_is_asked(void);
/* Appends the XMP packet: the properties of the document once more (6.7.3), and the conformance
 * claimed (6.7.11). */
void archive_add_metadata(struct buf *out, const struct document *document);
/* Appends an ICC profile of sRGB. */
void archive_add_profile(struct buf *out);
/* Appends the CIDs of a subset, a bit each from the highest of the first byte (ISO 32000-1, table
 * 124), as a stream of the filter RunLengthDecode: nearly all bytes are 0. */
void archive_add_cid_set(struct buf *out, const struct kit_subset *subset);

#endif
