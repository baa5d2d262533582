/*
 * Inner header of intake: joining. After the last file it shows which institution each table spoke
 * of; claims.c finds that out, join.c gives systems and rows to those found.
 */
#ifndef INTAKE_JOIN_H
#define INTAKE_JOIN_H

#include "intake/desk.h"

/* The units under one key of the index. */
struct holder {
    struct unit *first, *second;
    /* There are more than two. */
    bool has_more;
};

/* One joining. */
struct join {
    struct intake *intake;
    struct inventory *inventory;
    /* Gone after it. */
    struct arena *scratch;
    struct diag *diag;
    /* Identifier, code, name, name at a place, name in a file or folder → index of the holder. */
    struct dictionary *index;
    struct holder *holders;
    size_t n_holders, capacity;
    /* The sheet whose names without a unit were reported last. */
    const struct source *not_made;
    /* Names to propose for unknown ones; NULL before the first. */
    struct nearest *names;
};

/* Joins the claims: every institution is added, and each claim knows whom it is about. Reports
 * UNIT_REPEATED, UNIT_AMBIGUOUS, UNIT_CODE_NAME and UNIT_NOT_MADE. */
void claims_join(struct join *join);
/* Sets the unit that a claim is about, or two rivals, or neither: by code, by name in its own file,
 * by name and place; what only adds to what others say, by name in its folder and anywhere too. */
void claim_resolve(const struct join *join, struct claim *claim);
/* Reports that a claim, or what stands beside it at `origin`, fits two institutions. */
void claim_report_rivals(const struct join *join, const struct claim *claim, struct origin origin,
                         struct str header, struct str value);
/* Where systems may look for the unit of a claim by name, or without one. */
void claim_note(struct join *join, const struct claim *claim);
/* Adds the institution of a claim. */
void claim_add_unit(struct join *join, struct claim *claim);
/* Reports that something stands there a second time: of a name, and where it stood first. */
void report_repeat(const struct join *join, enum diag_id id, const struct value *name,
                   struct origin first);
/* Order of files, then of arrival. */
int compare_places(const struct record *a, size_t a_sequence, const struct record *b,
                   size_t b_sequence);

#endif
