/*
 * Inner header of write: contents of pages that were compressed before. Some pages are the same in
 * every document, as the notes of a form are; they are compressed once. What comes out is what
 * compressing them again would give, whatever was printed before.
 */
#ifndef WRITE_PDF_REPEATS_H
#define WRITE_PDF_REPEATS_H

#include "write/font/fontkit.h"

/* Contents kept at most, and the longest of which it is done, in bytes. */
#define REPEATS_KEPT    32
#define REPEATS_LONGEST ((size_t)32 << 10)
/* Contents remembered as seen once. */
#define REPEATS_SEEN 256

/* Contents that came twice or more. */
struct repeat {
    /* Their key, see repeats.c; 0 for none. */
    uint64_t key;
    /* The bytes, and behind them the same compressed; how many there are of each. */
    struct buf bytes;
    size_t size, packed_size;
};

/* What is remembered. */
struct repeats {
    /* By the lowest bits of their keys. */
    struct repeat kept[REPEATS_KEPT];
    /* Keys of contents that came once, by their lowest bits. */
    uint64_t seen[REPEATS_SEEN];
};

/* Nothing remembered, in an arena. */
struct repeats *repeats_open(struct arena *arena);
/* As fontkit_pack: what comes out lives in the arena, whatever is packed after it. */
struct str repeats_pack(struct repeats *repeats, struct fontkit *kit, struct arena *arena,
                        struct str bytes);

#endif
