/*
 * Inner header of intake: institutions with all that was said of each, and whose word counts. Every
 * paper is one sender's: a form is never mixed of two versions, and what others say of an
 * institution that handed in itself is held against it, not printed.
 */
#ifndef INTAKE_PARTY_H
#define INTAKE_PARTY_H

#include "intake/join.h"

/* What one file says of one institution. */
struct hand {
    size_t file;
    /* The file, or the folder of CSV files that it is part of (numbered behind the files). */
    size_t sender;
    /* The sender's papers make no other institution; they hold a table that says who it is. */
    bool is_own, is_register;
    /* Which records of it there are and which are taken, a bit each by enum field_entity;
     * ENTITY_UNIT: such a table. */
    unsigned kinds, taken;
    /* The institution's own word; the word of papers that others of its own take the place of. */
    bool is_main, is_old;
    /* The row of 审核.csv by which its file is accepted for this institution; NULL for none. */
    const struct intake_accepted_row *accepted;
    struct evidence evidence;
};

/* An institution, with all that was said of it. */
struct party {
    struct unit *unit;
    /* In the order of joining. */
    struct claim **claims;
    size_t n_claims, claims_capacity;
    /* In the order of files. */
    const struct waiting **waiting;
    size_t n_waiting, waiting_capacity;
    struct hand *hands;
    size_t n_hands, hands_capacity;
    /* Some hand is the main one. */
    bool has_main;
    /* Nothing tells which of two versions counts: nothing is made of either. */
    bool is_undecided;
};

/* A part of what was said of an institution: of one sender, or of one file. */
struct side {
    /* SIZE_MAX: any. */
    size_t sender, file;
};

/* How two sides differ, seen from the first. */
struct difference {
    /* Both say something of the unit itself, and not the same. */
    bool is_conflict;
    /* Systems and data that both have; that only the first has; that only the second has. */
    size_t n_shared, n_only_here, n_only_there;
    /* How much differs in all, and the first of it in words. */
    size_t n;
    struct str text;
};

/* The bit of a kind of records. */
#define KIND(entity) (1U << (entity))

/* The hand of a file. */
struct hand *party_hand(const struct party *party, size_t file);
/* The claim, or the record that waits, is of that side. */
bool side_has_claim(const struct party *party, struct side side, const struct claim *claim);
bool side_has_waiting(const struct party *party, struct side side, const struct waiting *waiting);
/* Compares what two sides say of the kinds in a set of bits. */
struct difference party_compare(const struct join *join, const struct party *party, struct side a,
                                struct side b, unsigned kinds);
/* The headers under which two records both have a value, and not the same, as one text; empty if
 * there are none. */
struct str record_differences(struct arena *arena, const struct record *a, const struct record *b);
/* Key by which names of systems and data are compared. */
struct str waiting_key(struct arena *arena, const struct waiting *waiting);
/* Sets what is taken of each hand, or that nothing is decided. Reports SUBMISSION_OLD,
 * SUBMISSION_SAME and SUBMISSION_UNDATED, and sets files aside. */
void party_settle(const struct join *join, struct party *party);

#endif
