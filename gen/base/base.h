/*
 * base: the ground under every room. Memory by lifetime, counted text, messages with their place,
 * dates, safe files, and the two text formats our own data comes in (YAML and CSV).
 *
 * base knows nothing of inventories, documents, pages or fonts, and never asks for the clock or the
 * environment. Other rooms include this one header; the topic headers are inner.
 */
#ifndef BASE_BASE_H
#define BASE_BASE_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/cache.h"
#include "base/cipher.h"
#include "base/csv.h"
#include "base/data_table.h"
#include "base/date.h"
#include "base/diag.h"
#include "base/dictionary.h"
#include "base/digests.h"
#include "base/editions.h"
#include "base/file.h"
#include "base/hash.h"
#include "base/limits.h"
#include "base/meter.h"
#include "base/nearest.h"
#include "base/origin.h"
#include "base/parcel.h"
#include "base/shelf.h"
#include "base/str.h"
#include "base/utf8.h"
#include "base/yaml.h"

#endif
