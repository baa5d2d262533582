/*
 * Inner header of read: numbers in binary files, low byte first. What lies past the end of the
 * bytes reads as nought: who must know asks for the length.
 */
#ifndef READ_BYTES_H
#define READ_BYTES_H

#include <string.h>

#include "base/base.h"

/* A byte. */
static inline uint8_t bytes_u8(struct str bytes, size_t at) {
    return at < bytes.len ? (uint8_t)bytes.data[at] : 0;
}

/* Two bytes. */
static inline uint16_t bytes_u16(struct str bytes, size_t at) {
    const unsigned char *all = (const unsigned char *)bytes.data;
    if (bytes.len >= 2 && at <= bytes.len - 2) { /* as most are: one load */
        return (uint16_t)(all[at] | all[at + 1] << 8);
    }
    return bytes_u8(bytes, at);
}

/* Four. */
static inline uint32_t bytes_u32(struct str bytes, size_t at) {
    const unsigned char *all = (const unsigned char *)bytes.data;
    if (bytes.len >= 4 && at <= bytes.len - 4) {
        return all[at] | (uint32_t)all[at + 1] << 8 | (uint32_t)all[at + 2] << 16 |
               (uint32_t)all[at + 3] << 24;
    }
    return bytes_u16(bytes, at) | (uint32_t)bytes_u16(bytes, at + 2) << 16;
}

/* Eight. */
static inline uint64_t bytes_u64(struct str bytes, size_t at) {
    return bytes_u32(bytes, at) | (uint64_t)bytes_u32(bytes, at + 4) << 32;
}

/* A double. */
static inline double bytes_f64(struct str bytes, size_t at) {
    uint64_t bits = bytes_u64(bytes, at);
    double number;
    memcpy(&number, &bits, sizeof number);
    return number;
}

/* Bytes of a number in short at most: seven bits a byte, low ones first, the eighth says that more
 * follow. */
#define BYTES_MOST_SHORT 9U

/* Puts a number in short down behind `at` bytes; returns how many they are then. */
static inline size_t bytes_put_short(unsigned char *bytes, size_t at, uint64_t number) {
    for (; number >= 128; number >>= 7) {
        bytes[at++] = (unsigned char)(number | 128);
    }
    bytes[at++] = (unsigned char)number;
    return at;
}

/* Cuts a number in short off what is left; false if there is none. */
static inline bool bytes_cut_short(struct str *left, uint64_t *number) {
    const unsigned char *bytes = (const unsigned char *)left->data;
    uint64_t sum = 0;
    if (left->len && bytes[0] < 128) { /* as most are */
        *number = bytes[0];
        left->data++;
        left->len--;
        return true;
    }
    for (size_t i = 0; i < left->len && i < BYTES_MOST_SHORT; i++) {
        sum |= (uint64_t)(bytes[i] & 127) << (7 * i);
        if (bytes[i] < 128) {
            *number = sum;
            left->data += i + 1;
            left->len -= i + 1;
            return true;
        }
    }
    return false;
}

#endif
