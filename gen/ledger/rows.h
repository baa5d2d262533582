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

/* One row. */
struct ledger_row {
    /* What its cells say. */
    const struct cell_texts *texts;
    /* Where it was read: the file and the line; NULL and 0 for rows of this run. */
    const struct source *source;
    uint32_t line;
    /* Of each cell the word of its text. */
    uint32_t cells[];
};

/* The rows of a table. */
struct ledger_rows {
    const struct ledger_row **items;
    size_t n_items, capacity;
    /* Rows could have been there. */
    bool is_kept;
};

struct ledger {
    struct arena *arena;
    /* Of the rows that were added to it; those taken over from others have theirs. */
    struct cell_texts *texts;
    struct ledger_rows tables[N_LEDGER_TABLES];
    /* By table: where the rows of the institution begin that was looked up last; as rows are mostly
     * asked in the order of institutions, the next look-up is mostly of the same. Proved when used.
     */
    size_t *hints;
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
