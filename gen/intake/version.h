/*
 * Inner header of intake: what papers say of when they were made. Of two versions of one paper the
 * newer is told by it, or by nothing.
 */
#ifndef INTAKE_VERSION_H
#define INTAKE_VERSION_H

#include "intake/words.h"

struct table;

/* What a file, or all files of a sender, say of when they were made. */
struct evidence {
    /* The latest day on which something in it was filled in; year 0: none is given. */
    struct date filled;
    /* Of the sender's own mark in a name or a title: a day, as 20120301; the number of the version,
     * in thousandths; 1 for a word that calls it the later, -1 for one that calls it the earlier. 0
     * where it says nothing. */
    int64_t day, number;
    int standing;
    /* The text with the mark, as printed. */
    struct str mark;
    /* When its package was last saved, as in struct read_book. */
    struct str saved;
};

/* By what the newer of two is told, in the order in which it is asked. */
enum evidence_kind { EVIDENCE_NONE, EVIDENCE_FILLED, EVIDENCE_MARK, EVIDENCE_SAVED };

/* Notes a day on which something was filled in. */
void evidence_note_day(struct evidence *evidence, struct date day);
/* Notes the mark in the name of a file, or in a title, where numbers of programs may stand. The
 * text is kept. */
void evidence_note_name(struct evidence *evidence, const struct spellings *spellings,
                        struct arena *scratch, struct str name, bool is_title);
/* Adds what another file of the same sender says. */
void evidence_add(struct evidence *evidence, const struct evidence *more);
/* Above 0 if the first is newer, below 0 if the second is, 0 if nothing tells; `*kind` is what told
 * it. */
int evidence_compare(const struct evidence *a, const struct evidence *b, enum evidence_kind *kind);

#endif
