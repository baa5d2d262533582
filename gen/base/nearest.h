/* The nearest of very many names, without comparing each: by the pairs of characters they share. */
#ifndef BASE_NEAREST_H
#define BASE_NEAREST_H

#include "base/arena.h"
#include "base/str.h"

/* The names; opaque. */
struct nearest;

/* No names yet. */
struct nearest *nearest_open(struct arena *arena);
/* Adds a name, which is not copied. */
void nearest_add(struct nearest *nearest, struct str name);
/* The name nearest to `text`, as str_nearest would say, among those that share its rarest pairs of
 * characters, some hundred at most; empty if none is near enough to propose. The same whatever the
 * order of names. */
struct str nearest_find(struct nearest *nearest, struct str text);

#endif
