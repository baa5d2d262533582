/* The one hash table: from texts to numbers, mostly indices of an array kept beside it. */
#ifndef BASE_DICTIONARY_H
#define BASE_DICTIONARY_H

#include "base/arena.h"
#include "base/str.h"

/* Keys and their numbers; opaque. Open addressing, at most half full, never shrinks. */
struct dictionary;

/* An empty table that grows in the arena. */
struct dictionary *dictionary_open(struct arena *arena);
/* Notes a key, which is not copied and may be empty; false if it was there, and then its old number
 * stays. */
bool dictionary_put(struct dictionary *dictionary, struct str key, size_t number);
/* Looks a key up; false, and `*number` as it was, if it is not there. */
bool dictionary_get(const struct dictionary *dictionary, struct str key, size_t *number);

#endif
