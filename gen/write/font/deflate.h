/*
 * Inner header of write: Deflate streams (RFC 1950, 1951) put together from pieces coded before.
 * The same glyphs return in every document, so each is Huffman-coded once, by a code made for its
 * face; a document's stream is these bits one behind the other.
 */
#ifndef WRITE_FONT_DEFLATE_H
#define WRITE_FONT_DEFLATE_H

#include "base/base.h"

/* Literals and the mark that ends a block. */
#define CODER_SYMBOLS 257

/* A Huffman code of bytes. Repetitions are not sought: outlines hardly have any. */
struct coder {
    /* Bits of each symbol's code, lowest first. */
    uint16_t codes[CODER_SYMBOLS];
    /* How many, 1 to 15. */
    uint8_t lengths[CODER_SYMBOLS];
};

/* Coded bytes. */
struct piece {
    /* The bits in words of 64, lowest first; unused ones are 0. */
    const uint64_t *words;
    /* How many bits. */
    uint32_t n_bits;
    /* Bytes they stand for. */
    uint32_t size;
    /* Adler-32 of those bytes. */
    uint32_t checksum;
};

/* Makes the code that is shortest for bytes that occur `counts` times; every byte gets a code. */
void coder_make(struct coder *coder, const uint32_t counts[256]);
/* Codes bytes; the result lives in `arena`. */
struct piece coder_encode(const struct coder *coder, struct arena *arena, struct str bytes);

/* Bytes compressed before as a whole, repetitions and all. */
struct segment {
    /* A Deflate stream of them; empty for none. */
    struct str packed;
    /* Bytes they are, and their Adler-32. */
    uint32_t size, checksum;
};

/* A zlib stream of bytes stored as they are, coded pieces behind them, and a segment at its end. */
struct joint {
    /* The code of the pieces. */
    const struct coder *coder;
    /* What is stored. */
    struct str head;
    /* The pieces. */
    const struct piece *const *pieces;
    /* How many. */
    size_t n_pieces;
    /* The segment; all zero for none. */
    struct segment tail;
};

/* The Adler-32 of bytes. */
uint32_t deflate_checksum(struct str bytes);
/* Bytes that the stream has. */
size_t joint_size(const struct joint *joint);
/* Writes the stream at `to`, exactly joint_size bytes. */
void joint_write(const struct joint *joint, char *to);

#endif
