/* Inner header of batch: the papers of an institution as one archive (--bundle zip). */
#ifndef BATCH_BUNDLE_H
#define BATCH_BUNDLE_H

#include "batch/output.h"

/* Puts the papers that have been made, as they would lie in units/, into units/FOLDER.zip, which
 * takes their place; the same papers give the same bytes. Papers that no archive can hold, more
 * than 65,535 or 4 GiB, stay as they are. Reports OUTPUT_*, and then returns false. */
bool bundle_papers(struct output *output);

#endif
