/* SHA-256, for the manifest and for identifiers made from content. */
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
/* The 32 bytes themselves. */
void hash_sha256_bytes(struct str bytes, unsigned char digest[32]);

#endif
