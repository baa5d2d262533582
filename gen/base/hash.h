/* SHA-256, for the manifest and for identifiers made from content, and SM3 (国密, GB/T 32905-2016)
 * beside it where it is asked for. */
#ifndef BASE_HASH_H
#define BASE_HASH_H

#include "base/str.h"

struct arena;

/* 64 lower-case hexadecimal digits. */
struct str hash_sha256(struct arena *arena, struct str bytes);
/* The digits of a file's content, read a piece at a time; empty if it cannot be read. */
struct str hash_sha256_file(struct arena *arena, struct str path);
/* That of what can be read from a descriptor, in pieces; empty if it cannot be read. */
struct str hash_sha256_handle(struct arena *arena, int file);
/* Both digests of the same bytes, as digits. */
struct hash_pair {
    struct str sha256, sm3;
};

/* Those of a descriptor, and of a file; false, unreported, if it cannot be read. */
bool hash_pair_handle(struct arena *arena, int file, struct hash_pair *pair);
bool hash_pair_file(struct arena *arena, struct str path, struct hash_pair *pair);
/* The 32 bytes themselves. */
void hash_sha256_bytes(struct str bytes, unsigned char digest[32]);

#endif
