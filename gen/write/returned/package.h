/*
 * Inner header of write: a sender's package as parts, of which those that are not changed go out
 * byte for byte as they came. It has been read once before, within the limits of reading; what is
 * odd here is refused without a word, as the book is then built anew.
 */
#ifndef WRITE_RETURNED_PACKAGE_H
#define WRITE_RETURNED_PACKAGE_H

#include "base/base.h"

/* A part. */
struct package_part {
    /* Its name as it stands in the package. */
    struct str name;
    /* The packed bytes as they came. */
    struct str packed;
    uint32_t method, flags, time, date, crc, size;
    /* What it holds: as it came once it has been asked for, and then as it was changed. */
    struct str text;
    bool is_open, is_changed;
};

/* A package. */
struct package {
    struct arena *arena;
    struct package_part *parts;
    size_t n_parts, capacity;
    /* Bytes inflated so far. */
    uint64_t n_inflated;
};

/* Lists the parts; false if the bytes are no plain ZIP file: more than 2,000 entries, ZIP64,
 * encrypted, or out of bounds. */
bool package_open(struct arena *arena, struct str bytes, struct package *package);
/* The part of that name, letter case and a slash in front aside; NULL if there is none. */
struct package_part *package_find(struct package *package, struct str name);
/* What a part holds, at most 128 MiB, 256 MiB of all; false if it is damaged, too large, or no
 * UTF-8. */
bool package_text(struct package *package, struct package_part *part, struct str *text);
/* Changes what a part holds; `text` must live as long as the package. */
void package_change(struct package_part *part, struct str text);
/* Adds a part. */
struct package_part *package_add(struct package *package, struct str name, struct str text);
/* The package as a file; false if a part cannot be packed. */
bool package_write(const struct package *package, struct buf *buf);

#endif
