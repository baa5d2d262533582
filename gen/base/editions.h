/*
 * Editions of the templates, from templates/editions.yaml: which forms, rules and wording belong
 * together, from which day on, and whether their files are there. Reading them tells the shelf
 * which file serves which edition; whoever asks the shelf only names the run's edition.
 */
#ifndef BASE_EDITIONS_H
#define BASE_EDITIONS_H

#include "base/date.h"
#include "base/shelf.h"

/* What a run whose day lies between two days has to know. */
struct edition_remark {
    /* First and last day. */
    struct date from, to;
    /* In Chinese. */
    struct str say;
};

/* One edition. */
struct edition_info {
    /* "2007": for --edition and the names of files. */
    struct str name;
    /* What it is, in Chinese: form, grading standard, catalogue of requirements, rules, wording. */
    struct str form, standard, catalogue, rules, wording;
    /* First and last day; year 0: any earlier day, until the next edition. */
    struct date first, last;
    /* In the order of the file. */
    struct edition_remark *remarks;
    size_t n_remarks;
    /* Which files serve it. */
    struct shelf_variant *variants;
    size_t n_variants;
    /* The first file that it needs and the shelf lacks; empty: it is built. */
    struct str missing;
};

/* All editions, oldest first. */
struct editions {
    struct edition_info *items;
    size_t n;
};

/* Which edition a run uses. */
struct edition_choice {
    /* The one used; NULL if none can be. */
    const struct edition_info *used;
    /* The one asked for by name, or in force at the run's day; NULL if there is no such one. */
    const struct edition_info *wanted;
};

/* Reads templates/editions.yaml, looks which editions are built, and tells the shelf which files
 * serve each. Reports SHELF_MISSING, YAML_* and what file_walk does; NULL on error. */
const struct editions *editions_read(struct arena *arena, struct shelf *shelf, struct diag *diag);
/* Chooses by name, or by day if `asked` is "auto": the edition in force, else the newest built one
 * before it, else the oldest built one after it. False where nothing can be used: an unknown name
 * (`wanted` is NULL) or an edition that is not built. */
bool editions_choose(const struct editions *editions, struct str asked, struct date as_of,
                     struct edition_choice *choice);
/* Names of the editions that are not built, in the arena. */
const struct str *editions_unbuilt(struct arena *arena, const struct editions *editions,
                                   size_t *n_names);
/* Names of the built editions, oldest first, with blanks between them. */
struct str editions_built(struct arena *arena, const struct editions *editions);

#endif
