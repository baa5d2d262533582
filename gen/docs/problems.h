/* Inner header of docs: the problems of one institution. */
#ifndef DOCS_PROBLEMS_H
#define DOCS_PROBLEMS_H

#include "docs/names.h"
#include "docs/papers.h"

/* Makes 问题-<单位>.xlsx of the errors and warnings over all files of an institution, the worst
 * first. False if there are none. */
bool unit_problems(const struct subject *subject, const struct dossier *dossier,
                   struct product *product);

#endif
