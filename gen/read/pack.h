/* Inner header of read: a book as bytes, from the process that read the file to the one that reads
 * its rows. What comes is believed as little as the file. */
#ifndef READ_PACK_H
#define READ_PACK_H

#include "read/apart.h"
#include "read/store.h"

/* Puts down a book, all but its kind and encoding; its sheets have tapes and are not settled. */
void pack_book(struct apart *apart, struct arena *scratch, const struct read_book *book);
/* Makes the book again and surveys its sheets; texts stay where they are. False after a report, or
 * without one if the bytes are none of ours. */
bool unpack_book(struct store_file *file, struct str bytes, struct read_book *book);

#endif
