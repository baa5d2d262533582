/* Inner header of ledger: the guard of cells against being taken for formulas, put on by write.c
 * and taken off by read.c. */
#ifndef LEDGER_GUARD_H
#define LEDGER_GUARD_H

#include "base/base.h"

/* The text begins with = + - @, apostrophes before it or not: it is written with one apostrophe
 * more than it has. */
static inline bool guard_is_needed(struct str text) {
    size_t at = 0;
    while (at < text.len && text.data[at] == '\'') {
        at++;
    }
    return at < text.len && (text.data[at] == '=' || text.data[at] == '+' || text.data[at] == '-' ||
                             text.data[at] == '@');
}

#endif
