/*
 * Inner header of docs: the account of one grade, or of a unit's own duties: what was handed in and
 * how it was read, every rule that was tried and how that ended. `dengbao explain` says it in words
 * (explanation.c) and as JSON (account.c); both from here.
 */
#ifndef DOCS_ACCOUNT_H
#define DOCS_ACCOUNT_H

#include "docs/room.h"

/* What `format` says in the JSON; it grows when the meaning of a member changes. */
#define ACCOUNT_FORMAT 1

/* The account of a system, or, without one, of its unit. */
struct account {
    const struct unit_findings *findings;
    /* NULL for the unit. */
    const struct grading *grading;
    /* Its values as handed in, empty cells too, in the order of fields.def. */
    const struct evidence *inputs;
    size_t n_inputs;
    /* Every duty of the edition, those that do not apply too. */
    const struct duty_finding *duties;
    size_t n_duties;
    /* Duties that several editions say alike, by account_duty_key; NULL where one edition speaks.
     */
    const struct dictionary *common;
};

/* A duty with its status, due day and delay, as editions are compared. */
struct str account_duty_key(struct arena *arena, const struct duty_finding *duty);
/* The duty is among those that several editions say alike. */
bool account_is_common(const struct account *account, struct arena *arena,
                       const struct duty_finding *duty);

/* The account of a system, or of the unit where `grading` is NULL. */
struct account account_make(const struct docs *docs, struct arena *arena,
                            const struct unit_findings *findings, const struct grading *grading);
/* What stands behind the last unit of the JSON. */
#define ACCOUNT_END "]}\n"

/* Appends what all accounts of a run share, up to the list of units. */
void account_begin_json(const struct docs *docs, struct buf *buf);
/* Appends a unit: its own account, and those of its systems given by index. */
void account_unit_json(const struct docs *docs, struct buf *buf,
                       const struct unit_findings *findings, const size_t *systems,
                       size_t n_systems);

#endif
