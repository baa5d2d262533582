/*
 * Inner header of intake: joining. After the last file it shows which institution each table spoke
 * of: mended.c drops what was sent back and came again, claims.c finds that out, waiting.c whose
 * each system and row is, party.c whose word counts, and fill.c makes records of it.
 */
#ifndef INTAKE_JOIN_H
#define INTAKE_JOIN_H

#include "intake/desk.h"

struct party;

/* The units under one key of the index. */
struct holder {
    struct unit *first, *second;
    /* There are more than two. */
    bool has_more;
};

/* Holders that stand together, as a power of two: what is there stays where it is when more come.
 */
#define HOLDERS_SEGMENT 12

/* The place of a claim, or of what waits. */
struct place_order {
    struct str file;
    size_t sequence;
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
    struct holder **holders;
    size_t n_holders, n_segments, capacity;
    /* The sheet whose names without a unit were reported last. */
    const struct source *not_made;
    /* Names to propose for unknown ones; NULL before the first. */
    struct nearest *names;
    /* The claims in the order of joining. */
    struct claim **claims;
    /* Institutions with all that was said of them, as many as the inventory has. */
    struct party *parties;
    size_t n_parties;
    /* Errors found while files were read, by the index of the file; NULL if nothing
     * is accepted. */
    size_t *n_errors;
    /* Rows by file that say the same as an institution's own papers. */
    size_t *n_same;
};

/* A file whose mended copy is here is dropped before anything is joined; reports RETURN_TAKEN with
 * what was mended. */
void mended_join(struct join *join);
/* Joins the claims: there is a unit for every institution, which knows who it is but has only the
 * record of its first claim yet, and each claim knows whom it is about. Reports UNIT_AMBIGUOUS,
 * UNIT_CODE_NAME, UNIT_CODE_SHARED, UNIT_CODE_FORMER and UNIT_NOT_MADE. */
void claims_join(struct join *join);
/* Sets the unit that a claim is about, or two rivals, or neither: by code, by name in its own file,
 * by name and place; what only adds to what others say, by name in its folder and anywhere too. */
void claim_resolve(const struct join *join, struct claim *claim);
/* The claim and another of the unit are registers, and neither knows more of who it is. */
bool claim_is_repeat(const struct claim *claim, const struct unit *unit);
/* Reports that a claim, or what stands beside it at `origin`, fits two institutions. */
void claim_report_rivals(const struct join *join, const struct claim *claim, struct origin origin,
                         struct str header, struct str value);
/* Where systems may look for the unit of a claim by name, or without one. */
void claim_note(struct join *join, const struct claim *claim);
/* Adds the institution of a claim. */
void claim_add_unit(struct join *join, struct claim *claim);
/* Where the unit's name stands. */
struct origin unit_origin(const struct unit *unit);
/* Reports that something stands there a second time: of a name, and where it stood first. */
void report_repeat(const struct join *join, enum diag_id id, const struct value *name,
                   struct origin first);
/* Which stands first in the order of files, then of arrival. */
int place_compare(const struct place_order *a, const struct place_order *b);

/* Says once of rows that follow each other that nobody is of that name, or that they name nobody.
 */
void report_stray(const struct join *join, const struct waiting *waiting,
                  const struct headers *headers, const struct value *said,
                  const struct waiting **last);
/* Sets the unit of every record that waits, in the order of files. Reports NAME_MISSING,
 * UNIT_LISTED, UNIT_AMBIGUOUS, UNIT_UNKNOWN and ROW_STRAY. */
void waiting_join(struct join *join);
/* Fills the units with what is taken of all that was said of them. Reports UNIT_REPEATED,
 * SYSTEM_REPEATED, DATA_REPEATED, ROW_STRAY and what was not taken. */
void parties_fill(struct join *join);

#endif
