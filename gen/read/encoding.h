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
    /* Traditional Chinese. */
    ENCODING_BIG5,
    /* A code page of Western Europe; told only to be refused by name. */
    ENCODING_WESTERN,
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
 * sequence (or nothing but ASCII, or Latin words), UTF-8 with rare damage, GB18030 where Big5 is
 * less likely. */
struct encoding_guess encoding_guess_of(struct str bytes);
/* Name as iconv and data/files.csv have it; empty for ENCODING_UNKNOWN. */
struct str encoding_name(enum encoding encoding);
/* The text as UTF-8 without mark and NULs; either a slice of `bytes` or in `arena`. Reports
 * ENCODING_GUESSED, TEXT_DAMAGED for each line with bytes that mean nothing (they become U+FFFD),
 * FILE_EMPTY, ENCODING_UNKNOWN and ENCODING_WESTERN, which return false. */
bool encoding_decode(struct arena *arena, struct str bytes, const struct source *source,
                     struct diag *diag, struct str *text, struct str *name);

struct store_file;
/* The same of bytes of a file. */
bool encoding_decode_file(const struct store_file *file, struct str bytes, struct str *text,
                          struct str *name);

/* Loads what texts are converted with from the disk, for as long as `arena`. */
void encoding_load(struct arena *arena);
/* A code page that encoding_load has loaded, or one that nobody knows. */
bool encoding_is_common(unsigned number);

/* A code page, as old workbooks name theirs by number, being read; opaque. */
struct encoding_page;

/* Opens a code page; NULL if it is none that we know. */
struct encoding_page *encoding_page_open(struct arena *arena, unsigned number);
/* Adds bytes of a code page as UTF-8; without a page they are guessed to be UTF-8 or GB18030. False
 * if they mean nothing. */
bool encoding_page_add(struct encoding_page *page, struct str bytes, struct buf *text);
/* Makes CR LF and lone CR an LF, in place; returns the new length. */
size_t encoding_join_lines(char *text, size_t len);

#endif
