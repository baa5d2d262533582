/* What a sink was told, item by item in order of report, for the tests of every room. */
#ifndef TESTS_REPORTED_H
#define TESTS_REPORTED_H

#include "base/base.h"

/* The item at an index from 0 among those of one id, or of any for DIAG_COUNT; valid until the next
 * report. NULL if there are not so many. */
static inline const struct diag_item *reported_id(struct diag *told, enum diag_id id,
                                                  size_t index) {
    struct arena *memory = diag_scratch(told);
    struct diag_cursor *cursor = diag_walk(told, memory, DIAG_AS_REPORTED);
    struct diag_item *item = ARENA_NEW(memory, struct diag_item);
    while (diag_next(cursor, item)) {
        if ((id == DIAG_COUNT || item->id == id) && index-- == 0) {
            return item;
        }
    }
    return NULL;
}

/* The same among all. */
static inline const struct diag_item *reported(struct diag *told, size_t index) {
    return reported_id(told, DIAG_COUNT, index);
}

#endif
