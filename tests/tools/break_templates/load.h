/* What of the program reads a data file, and what it must say of a fault in it. */
#ifndef TOOLS_BREAK_TEMPLATES_LOAD_H
#define TOOLS_BREAK_TEMPLATES_LOAD_H

#include "docs/docs.h"

enum { N_EDITIONS = 3 };

/* What a run of the program would have opened already. */
struct loader {
    /* Of the whole run, and of one load. */
    struct arena *arena, *scratch;
    /* The copy of the project's templates/ and fonts/. */
    const char *copy;
    struct typesetter *typesetter;
    struct rules *rules;
    /* Trees of the files that are whole, as a run keeps them (base/cache.h): what is at fault has
     * other bytes and is read. Taken up anew for each file, in an arena of its own. */
    struct arena *kept;
    struct str kept_in;
    struct cache *trees;
    /* All papers of each edition, read while they were whole; NULL: not yet. */
    const struct docs *papers[N_EDITIONS];
    /* Rule tables are held against their examples and against each other too. */
    bool is_proving;
};

/* What must be said of a fault. */
struct wanted {
    /* Lines between which it stands. */
    uint32_t first, last;
    /* Stands in a message or its hint; empty for nothing. */
    struct str said;
};

/* Opens what is needed of the copy of that path, which is whole, to load those files, the last of
 * them NULL; false if it is at fault. */
bool loader_open(struct loader *loader, struct arena *arena, const char *copy, char *const *files);
void loader_close(struct loader *loader);
/* Makes ready for breaking a file, which is whole still. */
void loader_turn_to(struct loader *loader, struct str file);

/* Loads what the file belongs to, as --check-templates does; no more of it once what is wanted is
 * told. NULL: all of it. */
void load(struct loader *loader, struct str file, const struct wanted *wanted, struct diag *diag);
/* Reads one paper alone, in place of the one that is whole, a small part of the work; nothing where
 * the file belongs to no single one. What is not told then may still be told by `load`. */
void load_alone(struct loader *loader, struct str file, struct diag *diag);
/* It is told at its place, as what ends a run. */
bool is_told(struct arena *scratch, const struct diag *diag, struct str file,
             const struct wanted *wanted);

#endif
