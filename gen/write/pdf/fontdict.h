/* Inner header of write: what a PDF says about an embedded font, as entries of its dictionaries. */
#ifndef WRITE_PDF_FONTDICT_H
#define WRITE_PDF_FONTDICT_H

#include "write/font/fontkit.h"

/* Entries of the font descriptor but for the font file. */
void add_descriptor(struct buf *out, const struct kit_subset *subset);
/* Entries of the CID font but for the descriptor. */
void add_cid_font(struct buf *out, const struct kit_subset *subset);

#endif
