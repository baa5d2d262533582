/*
 * What earlier runs made of files that have not changed since, kept in one file of the user's
 * cache: trees of templates, prepared glyphs. Each piece lies behind a key that says what it was
 * made from, by digest, and what makes it; it is never more than a shortcut, and a run without it
 * writes the same bytes.
 */
#ifndef BASE_CACHE_H
#define BASE_CACHE_H

#include "base/str.h"

struct arena;

/* Pieces by key; opaque. */
struct cache;

/* Takes up what earlier runs left in the file `path`; nothing if they left none, or none that is
 * whole. With an empty path nothing is kept. */
struct cache *cache_open(struct arena *arena, struct str path);
/* The piece of a key, in the arena; false if there is none whose bytes are as they were put. */
bool cache_get(struct cache *cache, struct str key, struct str *bytes);
/* Keeps a piece, copied, for later runs. */
void cache_put(struct cache *cache, struct str key, struct str bytes);
/* Leaves the pieces for later runs if there are new ones: those of this run, then older ones as far
 * as there is room. That it cannot be written is no fault of the run and is not told. */
void cache_save(struct cache *cache);

#endif
