/* Inner header of write: ToUnicode maps, which tell readers what the codes of a text stand for. */
#ifndef WRITE_PDF_TOUNICODE_H
#define WRITE_PDF_TOUNICODE_H

#include "write/font/fontkit.h"

/* Appends the map of a subset whose codes are all the characters they stand for: the same for each
 * such subset. */
void map_add_common(struct buf *out);
/* Appends the map of any other subset. */
void map_add(struct buf *out, const struct kit_subset *subset);

#endif
