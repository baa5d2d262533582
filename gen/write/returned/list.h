/* Inner header of write: a sheet of ours as a part of a sender's package. */
#ifndef WRITE_RETURNED_LIST_H
#define WRITE_RETURNED_LIST_H

#include "write/returned/styles.h"

/* The sheet as a part. Of the contract it takes texts, numbers, merges, widths (less than 0 hides
 * the column), rows in view, the filter, and choices that stand on the sheet itself; formats that
 * the styles know. Days of its book count from 1904 or not. */
struct str list_text(struct arena *arena, struct styles *styles, const struct sheet *sheet,
                     const struct mark_link *links, size_t n_links, bool is_1904);
/* The range that can be filtered, as $A$4:$N$17; empty if there is none. */
struct str list_filter(struct arena *arena, const struct sheet *sheet);

#endif
