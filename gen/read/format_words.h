/*
 * Inner header of read: words that a number format shows. A clerk sees them and takes them for what
 * the cell says: a number 1 that shows as a word is that word, 5000 that shows as so many yuan is
 * no number of ten thousands.
 */
#ifndef READ_FORMAT_WORDS_H
#define READ_FORMAT_WORDS_H

#include "read/format.h"

/* Bytes of words, at most: with a number they fit in FORMAT_SIZE. */
#define FORMAT_WORDS 24

/* What a format shows of a number. */
enum format_shows {
    /* Figures, perhaps with signs and words that leave its meaning alone. */
    FORMAT_SHOWS_NUMBER,
    /* Figures of the number itself, then a unit of money. */
    FORMAT_SHOWS_UNIT,
    /* Words in their place. */
    FORMAT_SHOWS_WORDS,
    /* Nothing, as by ;;; or, of a nought, by 0;-0; and # */
    FORMAT_SHOWS_NOTHING,
};

/* The code shows nothing of a text: its fourth section is there and empty, or has words instead. */
bool format_hides_text(struct str code);

/* What the section of a code that applies to a value shows; `words` gets the unit or the words,
 * `*len` how many bytes they are. */
enum format_shows format_words(struct str code, double value, char words[FORMAT_WORDS],
                               size_t *len);

#endif
