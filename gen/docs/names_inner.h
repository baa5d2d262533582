/* Shared by names.c (the computed names) and names_ask.c (who asks it). */
#ifndef DOCS_NAMES_INNER_H
#define DOCS_NAMES_INNER_H

#include "docs/names.h"

/* The part of a subject without which a name is unknown. */
enum about {
    ABOUT_RUN,
    ABOUT_PROVINCE,
    ABOUT_UNIT,
    ABOUT_SYSTEM,
    ABOUT_DATA,
    ABOUT_FLOOR,
    ABOUT_EVIDENCE,
};

/* A line of names.def. */
struct name {
    /* As templates write it. */
    const char *name;
    /* What it needs. */
    enum about about;
    /* What its answers are. */
    enum name_type type;
    /* Sets the answer, which is empty before. */
    void (*give)(const struct subject *subject, const struct name *name, struct answer *answer);
    /* What it is made from, by its maker: fields, counts, levels, offsets of members. */
    int a, b;
};

/* The computed names. */
const struct name *names_computed(size_t *n_names);
/* Answers with a field of the records. */
void names_give_field(const struct subject *subject, enum field field, struct answer *answer);
/* Answers with what was written in a field that could not be read. */
void names_give_bad(const struct subject *subject, enum field field, struct answer *answer);

#endif
