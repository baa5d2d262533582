/* Our own CSV tables row by row, every doubtful cell reported with its line. */
#ifndef BASE_DATA_TABLE_H
#define BASE_DATA_TABLE_H

#include "base/shelf.h"

/* What a column of order may say at most. */
#define DATA_MAX_ORDER 1000000

/* A CSV table of the shelf being read. Blank rows and rows that start with '#' are passed over.
 * Where a row stands in the file means nothing: rows are read in the order of a last column
 * `order`, no two of which are alike, or, in a table without one, in that of their cells. */
struct data_table {
    /* Where its texts live. */
    struct arena *arena;
    /* Where complaints go. */
    struct diag *diag;
    /* The file. */
    const struct source *source;
    /* Its records, the header first. */
    struct csv_table csv;
    /* Names of the columns, those that only people read behind the others, `order` last, ended by
     * NULL; set before data_open. */
    const char *const *names;
    /* Index in a record of each of these columns. */
    size_t *columns;
    /* The record under work; 0 before the first data_next. */
    size_t row;
};

/* Reads a table and finds the columns of `names`. Reports what shelf_csv reports, TABLE_COLUMN for
 * each column that is not there, TABLE_HEADER with the nearest name for each that has none,
 * TABLE_CELLS for each row that is too short or too long, TABLE_ROW for a table without rows, and
 * TABLE_VALUE and TABLE_REPEATED for what a column of order says. */
bool data_open(struct data_table *table, struct arena *arena, struct shelf *shelf,
               const char *subject, struct str edition, struct diag *diag);
/* Moves to the next row; false at the end. */
bool data_next(struct data_table *table);
/* Text of a column, by index into `names`, trimmed. */
struct str data_text(const struct data_table *table, size_t column);
/* Whole number of a column; reports TABLE_VALUE unless it is from `low` to `high`. */
bool data_number(const struct data_table *table, size_t column, int low, int high, int *number);
/* Index of a column's text among `choices`; reports TABLE_VALUE, naming them, if it is none. */
bool data_choice(const struct data_table *table, size_t column, const char *const *choices,
                 size_t n_choices, size_t *choice);
/* Reports TABLE_VALUE for `value` in a column: what is expected instead. Always false. */
bool data_refuse(const struct data_table *table, size_t column, struct str value,
                 struct str expected);
/* Reports TABLE_REPEATED for a row whose key another row has. Always false. */
bool data_repeats(const struct data_table *table, struct str key);
/* Reports TABLE_ROW for a row that the table must have. Always false. */
bool data_lacks(const struct data_table *table, struct str row);

#endif
