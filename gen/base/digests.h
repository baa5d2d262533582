/*
 * Digests remembered between runs: fonts are large and hardly ever change, and hashing them costs
 * more than making an institution's papers. What was hashed once is known again by its path, place
 * on the disk, size, and times of change, the last of which no program can set at will.
 */
#ifndef BASE_DIGESTS_H
#define BASE_DIGESTS_H

#include "base/str.h"

struct arena;

/* Digests by file; opaque. */
struct digests;

/* Takes up what an earlier run left in the file `path`; nothing if it left none, or none that can
 * be read. With an empty path nothing is remembered. */
struct digests *digests_open(struct arena *arena, struct str path);
/* The SHA-256 of a file, remembered or computed; empty if the file cannot be read. */
struct str digests_of(struct digests *digests, struct str path);
/* The SHA-256 of a file if it is remembered, else empty: nothing is hashed. */
struct str digests_known(const struct digests *digests, struct str path);
/* Whether `what` of the file as it stands was proved before, by whoever it is for. */
bool digests_has_proved(const struct digests *digests, struct str path, struct str what);
/* Notes that it was; kept as a digest is. */
void digests_set_proved(struct digests *digests, struct str path, struct str what);
/* Leaves for later runs what was computed by this one, if anything was. That it cannot be written
 * is no fault of the run and is not told. */
void digests_save(struct digests *digests);

#endif
