/* Inner header of write: the records of a ZIP file that stand around what it holds. */
#ifndef WRITE_ZIP_H
#define WRITE_ZIP_H

#include "base/base.h"

enum {
    /* Methods. */
    ZIP_STORED = 0,
    ZIP_DEFLATED = 8,
    /* The name is UTF-8. */
    ZIP_UTF8 = 2048,
    /* 1980-01-01, the first day there is: a file of the same content is the same file. */
    ZIP_FIRST_DATE = 33,
    /* Entries at most, without ZIP64. */
    ZIP_MOST_ENTRIES = 65535,
    /* Bytes of a local and of a directory record without the name; of the end. */
    ZIP_LOCAL_SIZE = 30,
    ZIP_CENTRAL_SIZE = 46,
    ZIP_END_SIZE = 22,
};

/* An entry; sizes and places below 4 GiB. */
struct zip_entry {
    struct str name;
    uint32_t method, flags, time, date, crc;
    /* Bytes as they stand in the file, and unpacked. */
    uint32_t packed, size;
    /* Mode of the file on a system that has such; 0: it is of none, and unpackers may take its name
     * for one of an old code page all the same. */
    uint32_t mode;
};

/* The records without the name, which follows the first two. */
void zip_local(unsigned char bytes[ZIP_LOCAL_SIZE], const struct zip_entry *entry);
void zip_central(unsigned char bytes[ZIP_CENTRAL_SIZE], const struct zip_entry *entry, size_t at);
void zip_end(unsigned char bytes[ZIP_END_SIZE], size_t n, size_t at, size_t size);
/* Adds what stands before an entry's bytes. */
void zip_put_local(struct buf *buf, const struct zip_entry *entry);
/* Adds its line of the directory; its local record stands at `at`. */
void zip_put_central(struct buf *buf, const struct zip_entry *entry, size_t at);
/* Adds the end: the directory of n entries stands at `at` and has `size` bytes. */
void zip_put_end(struct buf *buf, size_t n, size_t at, size_t size);

#endif
