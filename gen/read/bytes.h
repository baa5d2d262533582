/*
 * Inner header of read: numbers in binary files, low byte first. What lies past the end of the
 * bytes reads as nought: who must know asks for the length.
 */
#ifndef READ_BYTES_H
#define READ_BYTES_H

#include "base/base.h"

/* A byte. */
static inline uint8_t bytes_u8(struct str bytes, size_t at) {
    return at < bytes.len ? (uint8_t)bytes.data[at] : 0;
}

/* Two bytes. */
static inline uint16_t bytes_u16(struct str bytes, size_t at) {
    return (uint16_t)(bytes_u8(bytes, at) | bytes_u8(bytes, at + 1) << 8);
}

/* Four. */
static inline uint32_t bytes_u32(struct str bytes, size_t at) {
    return bytes_u16(bytes, at) | (uint32_t)bytes_u16(bytes, at + 2) << 16;
}

/* Eight. */
static inline uint64_t bytes_u64(struct str bytes, size_t at) {
    return bytes_u32(bytes, at) | (uint64_t)bytes_u32(bytes, at + 4) << 32;
}

/* Bytes of a number in short at most: seven bits a byte, low ones first, the eighth says that more
 * follow. */
#define BYTES_MOST_SHORT 9U

/* Puts a number in short down behind `at` bytes; returns how many they are then. */
size_t bytes_put_short(unsigned char *bytes, size_t at, uint64_t number);
/* Cuts a number in short off what is left; false if there is none. */
bool bytes_cut_short(struct str *left, uint64_t *number);
/* A double. */
double bytes_f64(struct str bytes, size_t at);

#endif
