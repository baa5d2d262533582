/* Inner header of write: ToUnicode maps, which tell readers what the codes of a text stand for. */
#ifndef WRITE_PDF_TOUNICODE_H
#define WRITE_PDF_TOUNICODE_H

#include "write/font/fontkit.h"

/* Makes the code that maps are written in. */
void map_coder_make(struct coder *coder);
/* The map of a subset: each code with the text its glyph has in the document at hand. Lines of
 * codes that do not change from document to document are kept in `run`. */
struct joint map_of(const struct coder *coder, struct arena *run, struct arena *arena,
                    const struct kit_subset *subset);

#endif
