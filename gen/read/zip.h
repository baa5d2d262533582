/*
 * Inner header of read: the parts of a zip, read from memory in pieces and within limits. Sizes
 * are counted while inflating and never believed; sums are checked.
 */
#ifndef READ_ZIP_H
#define READ_ZIP_H

#include "base/base.h"

/* A zip and what it may still inflate; opaque. One part is read at a time. */
struct unzip;

/* Opens a zip that lies in memory; the bytes must outlive `arena`. Reports FILE_DAMAGED, FILE_LIMIT
 * or FILE_ENCRYPTED at `source` and returns NULL: a broken directory, more than 2,000 entries, two
 * entries of one name, entries that share bytes, an encrypted entry. */
struct unzip *unzip_open(struct arena *arena, struct str bytes, const struct source *source,
                         struct diag *diag);
/* Number of the part of that name, folded by unzip_fold_name; SIZE_MAX if there is none. */
size_t unzip_find(const struct unzip *unzip, struct str name);
/* How many parts there are. */
size_t unzip_n_parts(const struct unzip *unzip);
/* Folded name of a part; parts are sorted by it. */
struct str unzip_name(const struct unzip *unzip, size_t part);
/* Begins to read a part. Reports and returns false: a method other than stored or deflated. */
bool unzip_begin(struct unzip *unzip, size_t part, struct diag *diag);
/* The next piece of the part, empty at its end, valid until the next call. Reports and returns
 * false: damage, a wrong sum or size, 512 MiB inflated of one part or 1 GiB of all (each once), or
 * 200 times the packed size past 1 MiB. */
bool unzip_next(struct unzip *unzip, struct diag *diag, struct str *piece);
/* A part's name as names are compared: lower case, '/' for '\', none in front. */
struct str unzip_fold_name(struct arena *arena, struct str name);

#endif
