/* Inner header of rules: the catalogues as they are read, and clauses as numbers. */
#ifndef RULES_CATALOGUE_H
#define RULES_CATALOGUE_H

#include "rules/edition.h"

/* Catalogues at most. */
#define MAX_CATALOGUES 4

/* A clause read: 7.1.2.3 b). */
struct clause_number {
    /* Its four numbers; all 0 if there is none. */
    int parts[4];
    /* 'a' … 'z'; 0 without an item. */
    char item;
};

/* A clause of a catalogue, and what stands there. */
struct clause_entry {
    struct clause_number number;
    int level;
    /* Index into catalogue.controls. */
    size_t control;
};

/* The clauses of a catalogue by number, then item. */
struct clause_index {
    struct clause_entry *entries;
    size_t n_entries, capacity;
};

/* What became of a requirement in a later catalogue. */
enum crosswalk_relation {
    /* It asks for the same. */
    CROSSWALK_SAME,
    /* It asks for the same under another control point. */
    CROSSWALK_MOVED,
    /* It asks for more, or for something else. */
    CROSSWALK_CHANGED,
    /* Only the later one has it. */
    CROSSWALK_ADDED,
    /* Only the earlier one has it. */
    CROSSWALK_WITHDRAWN,
    /* How many there are. */
    N_RELATIONS
};

/* A row of the crosswalk. Catalogues and controls are indices; SIZE_MAX for no control. */
struct crosswalk_row {
    size_t from_catalogue, from, to_catalogue, to;
    enum crosswalk_relation relation;
};

/* The catalogues of all editions. */
struct catalogues {
    /* What answers to one are worth in another. */
    struct crosswalk_row *crosswalk;
    size_t n_crosswalk;
    struct catalogue items[MAX_CATALOGUES];
    /* By catalogue. */
    struct clause_index indexes[MAX_CATALOGUES];
    size_t n_items;
    /* That of the edition: an index into items. */
    size_t own;
};

/* Columns of controls.csv and catalogues.csv that proofs speak of: names of domain and control
 * point, and the first of those with clauses, items and points of levels 1 to 4. */
enum {
    CONTROLS_DOMAIN = 1,
    CONTROLS_POINT,
    CONTROLS_LEVEL_1 = 4,
    CATALOGUE_ITEMS = 3,
    CATALOGUE_POINTS = 7
};

/* Where a catalogue stands in the tables. */
struct catalogue_rows {
    /* catalogues.csv at its row. */
    struct data_table published;
    /* By control: its record in controls.csv. */
    size_t *of;
    size_t n;
};

/* Reads a clause at the start of a text of ASCII: four numbers parted by dots, and behind them
 * perhaps an item. `*size` is where it ends; false if there is none. */
bool clause_number_read(struct str text, struct clause_number *number, size_t *size);
/* Order by numbers, then item. */
int clause_number_compare(const struct clause_number *a, const struct clause_number *b);
/* Reads catalogues.csv and controls.csv and proves them: every clause belongs to its level and is
 * there once, the items of a clause run from a without a hole, the totals are the published ones.
 * NULL after reporting. */
struct catalogues *catalogues_read(const struct edition *edition);
/* Rows of one section (7.1.1) are of one domain, those of one clause (7.1.1.1) of one control
 * point. Reports TABLE_VALUE at each row that is called otherwise than most. The index must be
 * sorted. */
bool catalogue_prove_names(const struct data_table *table, const struct catalogue_rows *rows,
                           const struct clause_index *index);
/* The items of each clause run from a without a hole, or it has one without a letter. Reports
 * TABLE_VALUE at the row behind the hole. */
bool catalogue_prove_items(const struct data_table *table, const struct catalogue *catalogue,
                           const struct catalogue_rows *rows, const struct clause_index *index);
/* Items and control points of each level are as many as published. Reports TABLE_ROW for
 * controls.csv and TABLE_VALUE at the published number, as either may be wrong. */
bool catalogue_prove_totals(const struct data_table *table, const struct catalogue *catalogue,
                            const struct catalogue_rows *rows);

/* Index of a catalogue by its name; SIZE_MAX if there is none. */
size_t catalogues_find(const struct catalogues *all, struct str name);
/* Reads crosswalk.csv and proves it: every requirement of both catalogues of a row stands in it,
 * and an answer is carried over from one place at each level. */
bool crosswalk_read(const struct edition *edition, struct catalogues *all);
/* The control of a catalogue that asks for the same at that level in another; SIZE_MAX if an answer
 * cannot be carried over. */
size_t crosswalk_same(const struct catalogues *all, size_t catalogue, size_t control, size_t other,
                      int level);

#endif
