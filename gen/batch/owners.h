/* Inner header of batch: whose a place of the input is, for complaints that were made before
 * anybody knew. */
#ifndef BATCH_OWNERS_H
#define BATCH_OWNERS_H

#include "model/model.h"

/* The rows of every sheet by the institution they speak of; opaque. */
struct owners;

/* What the records of an inventory say of the places they came from. */
struct owners *owners_open(struct arena *arena, const struct inventory *inventory);
/* The unit_id of the institution that the row is of, or else of the only one in its file; empty if
 * there is none or it cannot be told. For diag_set_owners. */
struct str owners_find(void *owners, struct origin place);
/* The system that the row is of, or else the only one on its sheet; NULL if there is none. */
const struct system *owners_find_system(struct owners *owners, struct origin place);
/* The field of the record of that row whose cell the place is and whose column has that header; the
 * first of several. False if there is none. */
bool owners_find_field(struct owners *owners, struct origin place, struct str header,
                       enum field *field);
/* Some row of its sheet is an institution's or a system's own: not so in lists of requirements,
 * persons or products. */
bool owners_have_sheet(struct owners *owners, struct origin place);

#endif
