/* Numbers and texts one behind the other as bytes, from one process of a run to another or to be
 * hashed: the same on every machine. */
#ifndef BASE_PARCEL_H
#define BASE_PARCEL_H

#include "base/buf.h"

/* Adds a number, eight bytes, the lowest first; a text behind its length. */
void parcel_add_number(struct buf *buf, uint64_t number);
void parcel_add_text(struct buf *buf, struct str text);
/* Cuts off what the bytes begin with; a text stays where it is. False if they are not whole. */
bool parcel_cut_number(struct str *bytes, size_t *number);
bool parcel_cut_text(struct str *bytes, struct str *text);

#endif
