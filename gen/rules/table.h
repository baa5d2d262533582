/* Inner header of rules: a rule table, row by row, every doubtful cell reported with its line. */
#ifndef RULES_TABLE_H
#define RULES_TABLE_H

#include "base/base.h"

/* A CSV rule table being read. Blank rows and rows that start with '#' are passed over. */
struct table {
    /* Where its texts live. */
    struct arena *arena;
    /* Where complaints go. */
    struct diag *diag;
    /* The file. */
    const struct source *source;
    /* Its records, the header first. */
    struct csv_table csv;
    /* Names of the columns that the reader asks for, ended by NULL; set before table_open. */
    const char *const *names;
    /* Index in a record of each of these columns. */
    size_t *columns;
    /* The record under work; 0 before the first table_next. */
    size_t row;
};

/* Reads a table and finds the columns of `names`. Reports what shelf_csv reports,
 * and TABLE_COLUMN for each column that is not there. */
bool table_open(struct table *table, struct arena *arena, struct shelf *shelf, const char *subject,
                struct str edition, struct diag *diag);
/* Moves to the next row; false at the end. */
bool table_next(struct table *table);
/* Text of a column, by index into `names`, trimmed. */
struct str table_text(const struct table *table, size_t column);
/* Whole number of a column; reports TABLE_VALUE unless it is from `low` to `high`. */
bool table_number(const struct table *table, size_t column, int low, int high, int *number);
/* Index of a column's text among `choices`; reports TABLE_VALUE, naming them, if it is none. */
bool table_choice(const struct table *table, size_t column, const char *const *choices,
                  size_t n_choices, size_t *choice);
/* Reports TABLE_VALUE for `value` in a column: what is expected instead. Always false. */
bool table_refuse(const struct table *table, size_t column, struct str value, struct str expected);
/* Reports TABLE_ROW for a row that the table must have. Always false. */
bool table_lacks(const struct table *table, struct str row);

#endif
