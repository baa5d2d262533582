/*
 * Inner header of read: the streams of an OLE compound file that lies in memory (MS-CFB). It is a
 * file system of sectors chained by a table; every sector, chain and entry is checked against the
 * bytes that are there, and no size of the file is believed.
 */
#ifndef READ_OLE_H
#define READ_OLE_H

#include "base/base.h"

/* An OLE file; opaque. */
struct ole;

/* Opens one; the bytes must outlive `arena`. NULL if it has no sound header, table of sectors or
 * directory. */
struct ole *ole_open(struct arena *arena, struct str bytes);
/* The stream of that ASCII name, whatever its case, at the top of the file and not inside an
 * embedded document; as many of its bytes as its chain gives, at most what the directory says.
 * False if there is none, or its chain runs in a circle. */
bool ole_stream(const struct ole *ole, const char *name, struct str *stream);
/* There is such a stream. */
bool ole_has(const struct ole *ole, const char *name);

#endif
