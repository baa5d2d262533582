/*
 * Inner header of intake: where on a sheet a table is, and which of its columns holds which field.
 *
 *     row 1   | title, merged over all columns             |   not part of the header
 *     row 2   | unit     | contact person    | ...         |   header: groups,
 *     row 3   | (merged) | name     | phone  | ...         |   and parts below them
 *     row 4…  | data, with blank rows, repeated headers, totals and notes in between
 */
#ifndef INTAKE_COLUMNS_H
#define INTAKE_COLUMNS_H

#include "intake/headers.h"
#include "intake/held.h"
#include "intake/options.h"
#include "read/read.h"

/* What the finder works with. */
struct column_books {
    const struct headers *units, *systems, *data;
    const struct spellings *spellings;
    const struct options *options;
};

/* A header as found: a column of the sheet with its texts from top to bottom. */
struct header_column {
    uint32_t column;
    /* Row of the lowest text. */
    uint32_t row;
    struct str parts[HEADER_MOST_ROWS];
    size_t n_parts;
    /* What it is, whose entry that is, and how many parts said so; NULL if unknown. */
    const struct header_entry *entry;
    const struct headers *headers;
    size_t n_used;
    /* The field it was given; NULL if none. */
    const struct column_rule *rule;
    /* Another column already has its field. */
    bool is_repeated;
};

/* A column that is read. */
struct table_column {
    uint32_t column;
    const struct column_rule *rule;
    /* The header as written, rows joined by a slash. */
    struct str header;
    /* Yuan of a bare number of money. */
    int64_t yuan;
};

/* What a table is to the others of its file, in the order of reading. */
enum table_role {
    /* It says who its units are. */
    ROLE_UNITS,
    /* It only says more of units read before, such as their budgets. */
    ROLE_SUPPLEMENT,
    ROLE_SYSTEMS,
    ROLE_DATA,
    /* How many there are. */
    N_ROLES,
};

/* A table of a sheet. */
struct table {
    struct read_sheet *sheet;
    /* Whose columns. */
    const struct headers *headers;
    /* Rows of the header, and the last row that may hold data: UINT32_MAX to the sheet's end. */
    uint32_t first_row, header_row, last_row;
    struct table_column *columns;
    size_t n_columns;
    /* All headers, for reports. */
    struct header_column *found;
    size_t n_found;
    /* Columns of a system table that say something of the unit. */
    size_t n_unit_columns;
    /* Rows between that repeat the header, rising. */
    uint32_t *repeats;
    size_t n_repeats, repeats_capacity;
    /* What a line above says whose table it is, with its place; empty if none. */
    struct str whose;
    struct origin whose_origin;
    /* Yuan of a bare number, from a line above; 0 if none. */
    int64_t yuan;
    /* What it is to the others of its file; set when all are found. */
    enum table_role role;
    /* Its rows make units, so that columns of units are missed in it. */
    bool makes_units;
};

/* Cells of rows taken for headers that a file may have: a hostile one is not searched for ever. */
#define COLUMNS_MOST_SEARCHED 50000

/* Tables of a file's sheets, top to bottom. */
struct tables {
    struct table **tables;
    size_t n_tables, capacity;
    /* Cells of rows taken for headers so far. */
    size_t n_searched;
};

/* Finds the tables of a sheet and adds them. Headers' texts are copied into `arena`; `scratch` is
 * for work. Ends at COLUMNS_MOST_SEARCHED, and the last table with it. */
void columns_find(const struct column_books *books, struct arena *arena, struct arena *scratch,
                  struct read_sheet *sheet, struct tables *tables);
/* Reports what is odd about a table's columns: repeated, unknown, hidden, and those missing of
 * systems or, if the table makes units, of units. */
void columns_report(const struct column_books *books, struct arena *scratch,
                    const struct table *table, struct diag *diag);
/* The column of a field; NULL if the table has none. */
const struct table_column *table_column(const struct table *table, enum field field);

/* Inner to the two files of columns: the texts of `n_rows` header rows from `row` on. They stand in
 * the rows and go with them. */
struct header_column *header_texts(struct arena *scratch, const struct held *rows, uint32_t row,
                                   uint32_t n_rows, size_t *n_columns);
/* Looks every header up, first as a column of `headers`, then of `others` (may be NULL). */
void header_match(const struct headers *headers, const struct headers *others,
                  struct arena *scratch, struct header_column *columns, size_t n_columns);
/* Rows below a header that are asked what its doubtful columns are. */
#define HEADER_LOOK_AHEAD 20U
/* Gives every matched header its field, the clear ones first; `row` is the last of the header. */
void header_assign(const struct column_books *books, struct arena *scratch, const struct held *rows,
                   uint32_t row, struct header_column *columns, size_t n_columns);

/* Of a table of our blank workbook: COLUMN_RENAMED for headers that are read, but are not as they
 * were. */
void columns_report_renamed(struct arena *scratch, const struct table *table, struct diag *diag);

#endif
