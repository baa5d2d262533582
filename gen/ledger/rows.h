/* Inner header of ledger: what ledger.def says, as tables, and how rows are kept. */
#ifndef LEDGER_ROWS_H
#define LEDGER_ROWS_H

#include "ledger/ledger.h"
#include "ledger/texts.h"

/* Where the cells of a column come from. */
enum ledger_source {
    /* A field of the model, as handed in. */
    LEDGER_FROM_FIELD,
    /* Computed when a unit is added. */
    LEDGER_FROM_FINDING,
    /* Noted by the run. */
    LEDGER_FROM_RUN,
};

/* A line of ledger.def. */
struct ledger_column_info {
    /* Header. */
    const char *name;
    /* Whose column it is. */
    enum ledger_table table;
    /* What its cells hold. */
    enum ledger_type type;
    /* Where they come from. */
    struct {
        enum ledger_source source;
        /* For LEDGER_FROM_FIELD. */
        enum field field;
        /* Earlier versions of the program did not write it. */
        bool is_new;
    } from;
};

/* A table of ledger.def. */
struct ledger_table_info {
    /* File name without ".csv". */
    const char *name;
    /* Its columns, ends included. */
    enum ledger_column first, last;
    /* Rows are sorted by so many leading columns. */
    size_t n_order;
    /* No two rows agree in all of these. */
    bool is_once;
};

/* What rows that were read one behind the other have in common. */
struct row_home {
    /* What their cells say. */
    const struct cell_texts *texts;
    /* The file they were read from; NULL for rows of this run. */
    const struct source *source;
};

/* One row. */
struct ledger_row {
    const struct row_home *home;
    /* The line it was read at; 0 for one of this run. */
    uint32_t line;
    /* Of each cell the word of its text. */
    uint32_t cells[];
};

/* Rows of a segment, as a power of two. */
#define ROWS_SEGMENT 9

/* The rows of a table, by segments, as a list of a million that grows in one piece leaves as much
 * behind as it takes. */
struct ledger_rows {
    const struct ledger_row ***segments;
    size_t n_items, n_segments, capacity;
    /* Rows could have been there. */
    bool is_kept;
};

/* The i-th row. */
static inline const struct ledger_row *rows_at(const struct ledger_rows *rows, size_t i) {
    return rows->segments[i >> ROWS_SEGMENT][i & ((1U << ROWS_SEGMENT) - 1)];
}

/* Puts another in the place of the i-th. */
static inline void rows_set(const struct ledger_rows *rows, size_t i,
                            const struct ledger_row *row) {
    rows->segments[i >> ROWS_SEGMENT][i & ((1U << ROWS_SEGMENT) - 1)] = row;
}

/* Puts one behind the last. */
void rows_push(struct arena *arena, struct ledger_rows *rows, const struct ledger_row *row);

/* The columns that say whose a row is; N_LEDGER_COLUMNS where a table has none. */
struct ledger_keys {
    enum ledger_column unit, system;
};

struct ledger {
    struct arena *arena;
    /* Of the rows that were added to it; those taken over from others have theirs. */
    struct cell_texts *texts;
    struct ledger_rows tables[N_LEDGER_TABLES];
    struct ledger_keys keys[N_LEDGER_TABLES];
    /* Of the row added last; and the room for further ones. */
    const struct row_home *home;
    unsigned char *room;
    size_t n_room, room_size;
    /* By table: where the rows of the institution begin that was looked up last; as rows are mostly
     * asked in the order of institutions, the next look-up is mostly of the same. Proved when used.
     */
    size_t *hints;
    /* Rows that were looked at out of order: after some, pages are let go. */
    size_t *n_looked;
};

/* Whether an operand asks a change for the unit or system that it says is gone: then `*text` is
 * what that was, as far as changes tell, and no other unit or system of its number is asked. */
bool ledger_look_gone(const struct ledger *ledger, struct ledger_operand operand,
                      const struct ledger_row *row, struct str *text);
/* The lines of ledger.def. */
const struct ledger_table_info *ledger_table_info(enum ledger_table table);
const struct ledger_column_info *ledger_column_info(enum ledger_column column);
/* A row of the ledger's, with copies of the cells, which is in none of its tables yet. */
const struct ledger_row *ledger_pack(struct ledger *ledger, enum ledger_table table,
                                     const struct str *cells, struct origin origin);
/* Where the row was read. */
struct origin ledger_origin(const struct ledger_row *row);
/* Errors, warnings and status of each row of files by the rows of diagnostics, where both tables
 * are kept and sorted. */
void ledger_count_complaints(struct ledger *ledger);
/* The text is as the type asks. */
bool ledger_value_is_good(enum ledger_type type, struct str text);
/* What may stand in a column of that type, for messages. */
struct str ledger_value_expected(enum ledger_type type);
/* The number of a good text, as ledger_number gives it. */
int64_t ledger_value_number(enum ledger_type type, struct str text);
/* Order of two good texts of a type: numbers by value, places by row and then column, else by
 * bytes; the empty one first. */
int ledger_value_compare(enum ledger_type type, struct str a, struct str b);

#endif
