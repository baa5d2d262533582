/* Inner header of the sink: how an item lies in memory. diag.c takes reports, diag_spool.c puts
 * what is too much into a file, diag_walk.c lists them, diag_hand.c hands them from one sink to
 * another. */
#ifndef BASE_DIAG_INNER_H
#define BASE_DIAG_INNER_H

#include "base/diag.h"

/* The texts of an item, in the order in which they lie behind its head. */
enum diag_text {
    DIAG_TEXT_UNIT,
    DIAG_TEXT_HEADER,
    DIAG_TEXT_VALUE,
    DIAG_TEXT_CLAUSE,
    DIAG_TEXT_ARGUMENT,
    DIAG_N_TEXTS = DIAG_TEXT_ARGUMENT + 4
};

/* An item: this, then its texts. Items lie close to each other, so a head is copied to be read. */
struct diag_head {
    /* Reports it stands for. */
    uint32_t n;
    /* Its source: 0 for none, or 1 + index of the sink's sources. */
    uint32_t source;
    /* The place in it. */
    uint32_t row, column, record;
    /* An enum diag_id. */
    uint16_t id;
    /* Bytes of each text. */
    uint16_t sizes[DIAG_N_TEXTS];
};

/* Bytes of the largest item. */
#define DIAG_MOST_ITEM                                                                             \
    (sizeof(struct diag_head) + DIAG_TEXT_ARGUMENT * DIAG_MOST_VALUE + 4 * DIAG_MOST_ARGUMENT)

/* Some items, one behind the other, in order of report. */
struct diag_run {
    /* NULL when they lie in the file. */
    unsigned char *bytes;
    /* Bytes used, bytes there are, items. */
    size_t size, capacity, n_items;
    /* Where they begin in the file. */
    size_t offset;
};

/* Reports of an id in a column of a source, as heads have it. */
struct diag_count {
    uint32_t source, column, id;
    uint32_t n_reports;
};

/* What a sink has once something was reported. */
struct diag_store {
    size_t n_by_id[DIAG_COUNT];
    /* Each source once, and its index by file, NUL and sheet. */
    struct source **sources;
    size_t n_sources, sources_capacity;
    struct dictionary *numbers;
    struct diag_run *runs;
    size_t n_runs, runs_capacity;
    /* Bytes of the runs that lie in memory, and in the file. */
    size_t n_held, n_spooled;
    /* Counts by column, and their index by the bytes before their number. */
    struct diag_count **counts;
    size_t n_counts, counts_capacity;
    struct dictionary *columns;
    /* The last item, to which a report like it is added; NULL when there is none. */
    unsigned char *last;
};

struct diag {
    /* Where all of it lives. */
    struct arena *arena;
    /* Texts of the next note; NULL until asked for. */
    struct arena *scratch;
    /* What notes are about that do not say. */
    struct str unit;
    const struct source *source;
    /* As diag_set_owners has it. */
    struct str (*owner)(void *owners, struct origin place);
    void *owners;
    /* As diag_set_spool has it; -1 for none. */
    int spool;
    /* Reports by enum severity. */
    size_t n_by_severity[4];
    /* NULL until the first report: most sinks stay empty. */
    struct diag_store *store;
};

/* An item taken apart; its texts point into its bytes. */
struct diag_parts {
    struct diag_head head;
    struct str texts[DIAG_N_TEXTS];
};

/* Takes a whole item apart. */
void diag_part(const unsigned char *bytes, struct diag_parts *parts);
/* Writes a full run into the file, so that its memory is free for the next; false if there is no
 * file, little is held yet, or writing failed. */
bool diag_spool_run(struct diag *diag, struct diag_run *run);
/* The bytes of the file, in the arena's care; NULL if there are none. */
const unsigned char *diag_spooled(const struct diag *diag, struct arena *arena);
/* The bytes of a run, wherever they lie. */
const unsigned char *diag_run_bytes(const struct diag_run *run, const unsigned char *spooled);
/* How many reports of an item's id there are in its column. */
size_t diag_n_in_column(const struct diag_store *store, const struct diag_head *head);
/* Bytes of a whole item. */
size_t diag_item_size(const unsigned char *bytes);
/* Message and hint of an item, in the arena. */
void diag_fill(struct arena *arena, const struct diag_parts *parts, struct diag_item *item);

#endif
