/*
 * Inner header of read: many texts in short, found by number: those that cells share. A text costs
 * its bytes and a few more.
 */
#ifndef READ_TEXTS_H
#define READ_TEXTS_H

#include "base/base.h"

/* Texts by number from 0; opaque. */
struct texts;

/* None yet; they grow in the arena. */
struct texts *texts_open(struct arena *arena);
/* Adds a text, which is copied; false when 4 GiB are full. */
bool texts_add(struct texts *texts, struct str text);
/* How many there are. NULL has none. */
size_t texts_count(const struct texts *texts);
/* The text of a number below that. */
struct str texts_at(const struct texts *texts, size_t number);
/* Adds them all to a buffer, in pieces: `put` is called whenever it holds some, and leaves it
 * empty. */
void texts_put(const struct texts *texts, struct buf *buf,
               void (*put)(void *context, struct buf *buf), void *context);
/* So many texts as texts_put put them down, cut off the bytes, where they stay; NULL if they are
 * not whole, or no UTF-8. */
struct texts *texts_cut(struct arena *arena, struct str *bytes, size_t n);

#endif
