/*
 * Inner header of intake: sheets that are not ours, known by headers that ours do not have, or by
 * their titles. Read from templates/columns/others.yaml.
 */
#ifndef INTAKE_OTHERS_H
#define INTAKE_OTHERS_H

#include "intake/words.h"

/* A kind of sheet that is not read. */
struct other_sheet {
    /* What it is called. */
    struct str name;
    /* Headers of it, by header_key. */
    struct dictionary *headers;
    /* What stands in its title, if it has one. */
    struct words titles;
};

/* All such kinds. */
struct others {
    struct other_sheet *sheets;
    size_t n_sheets;
};

/* Reads others.yaml; NULL after a report. */
const struct others *others_read(struct arena *arena, struct shelf *shelf, struct str edition,
                                 struct diag *diag);
/* The kind that most of some header texts speak for, and how many do; NULL if none does. */
const struct other_sheet *others_find(const struct others *others, struct arena *scratch,
                                      const struct str *texts, size_t n_texts, size_t *n_found);
/* The kind that a title names; NULL if it names none. */
const struct other_sheet *others_titled(const struct others *others, struct arena *scratch,
                                        struct str title);

#endif
