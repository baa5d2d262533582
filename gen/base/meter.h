/* What the parts of making papers cost, for whoever wants to know. Without a clock nothing is
 * measured. */
#ifndef BASE_METER_H
#define BASE_METER_H

#include <stddef.h>
#include <stdint.h>

/* The parts. At each moment one is at work. */
enum meter_part {
    /* What is none of the others. */
    METER_OTHER,
    /* Judging, with the rows for data/. */
    METER_JUDGE,
    /* Words and pages: all of docs and layout. */
    METER_LAYOUT,
    /* Proving the pages. */
    METER_AUDIT,
    /* Which glyphs a document sets. */
    METER_GLYPHS,
    /* Pages as operators. */
    METER_CONTENT,
    /* Compressing them. */
    METER_DEFLATE,
    /* Subsets of fonts and their maps. */
    METER_FONTS,
    /* The other objects of the file, tags among them, and the joining of all. */
    METER_OBJECTS,
    /* Workbooks. */
    METER_BOOKS,
    /* SHA-256 of what is written. */
    METER_HASH,
    /* Writing it. */
    METER_WRITE,
    N_METER_PARTS,
};

/* Times of the parts, in nanoseconds. */
struct meter {
    /* Nanoseconds of processor used so far; NULL: nothing is measured. */
    int64_t (*clock)(void);
    /* The part at work, and since when. */
    enum meter_part part;
    int64_t since;
    int64_t spent[N_METER_PARTS];
};

/* Begins anew: nothing is spent, and the part is at work. No meter (NULL) is fine here and below.
 */
void meter_begin(struct meter *meter, enum meter_part part);
/* Another part is at work from now on; returns the one before. */
enum meter_part meter_turn(struct meter *meter, enum meter_part part);
/* The part's name, NUL-ended ASCII: "layout". */
const char *meter_name(enum meter_part part);

#endif
