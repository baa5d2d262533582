/* Inner header of batch: what was told of each institution while its files were read. */
#ifndef BATCH_TOLD_H
#define BATCH_TOLD_H

#include "docs/docs.h"

/* The complaints by institution; opaque. */
struct told;

/* Gathers the errors and warnings that belong to an institution: of each the worst few hundred, and
 * how many there are. */
struct told *told_gather(struct arena *arena, const struct diag *reported);
/* Those of an institution, by its id; none if nothing was told of it. */
struct unit_complaints told_of(const struct told *told, struct str unit_id);

#endif
