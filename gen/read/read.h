/*
 * read: bytes into cells, whatever the dialect of the file. It knows only base: no column has a
 * meaning here, and that institutions exist is unheard of.
 */
#ifndef READ_READ_H
#define READ_READ_H

#include "read/grid.h"
#include "read/sniff.h"

#endif
