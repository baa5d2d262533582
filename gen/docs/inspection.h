/* Inner header of docs: 督导检查表.xlsx, what an inspector looks into at each institution. */
#ifndef DOCS_INSPECTION_H
#define DOCS_INSPECTION_H

#include "docs/statistics.h"

/* Its points and columns. */
struct inspection;

/* Reads templates/docs/inspection; NULL after reporting what is wrong. */
struct inspection *inspection_read(const struct docs *docs, struct diag *diag);
/* The workbook: a row for each institution and each point that applies to it, the areas' order
 * first. Its rows are made while it is written. */
const struct workbook *inspection_build(const struct docs *docs, struct arena *arena,
                                        const struct province *province);

#endif
