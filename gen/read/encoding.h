/*
 * Inner header of read: which encoding a text file is in, and its text as UTF-8. Senders' files
 * never say; the guess is made over the whole file and said aloud.
 */
#ifndef READ_ENCODING_H
#define READ_ENCODING_H

#include "base/base.h"

/* What a text is written in. */
enum encoding {
    /* None that we can tell. */
    ENCODING_UNKNOWN,
    ENCODING_UTF_8,
    ENCODING_UTF_16LE,
    ENCODING_UTF_16BE,
    ENCODING_GB18030,
    /* Traditional Chinese; told apart from GB18030 only to be refused. */
    ENCODING_BIG5,
};

/* An answer. */
struct encoding_guess {
    enum encoding encoding;
    /* Bytes of the byte order mark; 0 without. */
    size_t mark_size;
    /* No mark says so, and it is not plainly UTF-8. */
    bool is_guessed;
    /* It is UTF-8 without fault behind the mark. */
    bool is_clean;
};

/* Guesses in this order: byte order mark, UTF-16 without mark, strict UTF-8 with some three-byte
 * sequence (or nothing but ASCII), UTF-8 with rare damage, GB18030 where Big5 is less likely. */
struct encoding_guess encoding_guess_of(struct str bytes);
/* Name as iconv and data/files.csv have it; empty for ENCODING_UNKNOWN. */
struct str encoding_name(enum encoding encoding);
/* The text as UTF-8 without mark and NULs; either a slice of `bytes` or in `arena`. Reports
 * ENCODING_GUESSED, TEXT_DAMAGED for each line with bytes that mean nothing (they become U+FFFD),
 * FILE_EMPTY and ENCODING_UNKNOWN, which return false. */
bool encoding_decode(struct arena *arena, struct str bytes, const struct source *source,
                     struct diag *diag, struct str *text, struct str *name);

#endif
