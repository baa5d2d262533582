/* Shared by the computed names (names.c, names_filing.c, names_list.c) and who asks them
 * (names_ask.c). */
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
    ABOUT_ACCOUNT,
    ABOUT_EVIDENCE,
    ABOUT_EXPERT,
    ABOUT_DOSSIER,
    ABOUT_PAPER,
    ABOUT_PROBLEM,
    ABOUT_DUTY,
    ABOUT_GAP,
    ABOUT_DOMAIN,
    ABOUT_BLANK,
    ABOUT_PRODUCT,
    ABOUT_STAGE,
};

/* Which requirements of the baseline a list has: all, those not met or met in part, the measures in
 * their order, those accepted or put off, those that do not apply, not checked, carried over from
 * another catalogue. */
enum gaps {
    GAPS_ALL,
    GAPS_OPEN,
    GAPS_MEASURES,
    GAPS_RESIDUAL,
    GAPS_EXCUSED,
    GAPS_UNCHECKED,
    GAPS_CARRIED,
};

/* Which domains a list has. */
enum domains { DOMAINS_ALL, DOMAINS_TECHNICAL, DOMAINS_MANAGERIAL };

/* Which duties a list has. */
enum duties { DUTIES_ALL, DUTIES_OF_UNIT, DUTIES_OF_SYSTEMS, DUTIES_DUE };

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

/* ---- what answers are made with ---- */

/* Adds a code; sets a code and a text where it is set; sets a number as text. */
void names_set_code(struct form_value *value, int code);
void names_set_flag(struct answer *answer, bool is_set);
void names_set_count(const struct subject *subject, struct answer *answer, size_t count);
/* A level: its code, and its numeral as text; nothing for 0. */
void names_set_level(const struct subject *subject, struct answer *answer, int level);
/* The cell that the answer comes from. */
void names_set_cell(struct answer *answer, const struct value *value);
/* A member of a struct by its offset. */
const void *names_member(const void *object, int offset);
/* The record's value of a field; an empty one if the subject has no such record. */
const struct value *names_find_value(const struct subject *subject, enum field field);
/* The field is given, as yes (1) or no (0). */
bool names_says(const struct subject *subject, enum field field, int64_t said);
/* The next name of a list in a text: 、 ； ， , ; or a line break stand between; false at the end.
 */
bool names_next_part(struct str *rest, struct str *part);
/* Makes the answer a list of n items, each about what the subject is about, and in its place. */
struct subject *names_add_items(const struct subject *subject, struct answer *answer, size_t n);

/* The makers of names.def. */
#define NAME(text, about, type, give, a, b)                                                        \
    void names_give_##give(const struct subject *subject, const struct name *name,                 \
                           struct answer *answer);
#include "docs/names.def"
#undef NAME

#endif
