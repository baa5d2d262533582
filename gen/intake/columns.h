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
#include "intake/others.h"
#include "read/read.h"

struct scorer;

/* What the finder works with. */
struct column_books {
    /* By kind of sheet. */
    const struct headers *const *sheets;
    const struct others *others;
    const struct scorer *scorer;
    const struct spellings *spellings;
    const struct options *options;
};

/* Columns offered for an unknown header. */
#define HEADER_MOST_LIKELY 5

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
    /* The column to the left that has its field already; NULL if none. */
    const struct header_column *repeats;
    /* Of a table the first cells below it that are filled; of a form its values, a record each,
     * NULL where a box is empty. They go with the rows they stand in. */
    const struct read_cell **cells;
    size_t n_cells;
    /* No list knows it: it was read by its words and its cells, or may mean one of these columns,
     * the likeliest first. */
    bool is_scored;
    /* It is of another table at the right of this one, which is not read. */
    bool is_beside;
    const struct column_rule *likely[HEADER_MOST_LIKELY];
    size_t n_likely;
    /* Of a form: where its first value stands, or would. */
    uint32_t value_row, value_column;
};

/* A column that is read. */
struct table_column {
    uint32_t column;
    const struct column_rule *rule;
    /* Its field has a column before it: where both say something else, neither is read. */
    bool is_second;
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
    /* Its rows belong to systems or units: gaps, experts, products. */
    ROLE_ROWS,
    /* How many there are. */
    N_ROLES,
};

/* A table of a sheet. */
struct table {
    struct read_sheet *sheet;
    /* Whose columns. */
    const struct headers *headers;
    /* A form: its headers have their values with them, and it has no columns. */
    bool is_form;
    /* Of a form: how many records it has. */
    size_t n_records;
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
    /* The institution that a title above begins with, with its place; empty if none. */
    struct str titled;
    struct origin titled_origin;
    /* The line alone in its row above, and the day that a line says it was filled in on; year 0 for
     * none. */
    struct str title;
    struct date filled;
    /* Yuan of a bare number, from a line above; 0 if none. */
    int64_t yuan;
    /* What it is to the others of its file; set when all are found. */
    enum table_role role;
    /* Its rows make units, so that columns of units are missed in it. */
    bool makes_units;
    /* Columns that it ought to have and lacks; set with the role. */
    const struct column_rule **missed;
    size_t n_missed;
};

/* Cells of rows taken for headers that a file may have: a hostile one is not searched for ever. */
#define COLUMNS_MOST_SEARCHED 50000

/* A sheet with a table that is not ours. */
struct other_found {
    const struct read_sheet *sheet;
    /* What it is called. */
    struct str name;
};

/* Tables of a file's sheets, top to bottom. */
struct tables {
    struct table **tables;
    size_t n_tables, capacity;
    /* Sheets that have another table, each once. */
    struct other_found *others;
    size_t n_others, others_capacity;
    /* Cells of rows taken for headers so far. */
    size_t n_searched;
};

/* Where tables are sought. */
struct column_search {
    const struct column_books *books;
    /* Headers' texts are copied into `arena`; `scratch` is for work. */
    struct arena *arena, *scratch;
    struct read_sheet *sheet;
    /* The form on the sheet, whose rows are passed over; NULL if there is none. */
    const struct table *form;
};
/* Finds the tables of a sheet and adds them. Ends at COLUMNS_MOST_SEARCHED, and the last table with
 * it. */
void columns_find(const struct column_search *search, struct tables *tables);
/* Sets the columns that a table ought to have and lacks: of its own kind and, if it makes units, of
 * units. */
void columns_set_missed(const struct column_books *books, struct arena *arena, struct table *table);
/* Reports what is odd about a table's columns: repeated, unknown, hidden. */
void columns_report(const struct column_books *books, struct arena *scratch,
                    const struct table *table, struct diag *diag);
/* Reports the columns that are missing, once a table: a list of its own would bury the rest. */
void columns_report_missing(const struct column_books *books, struct arena *scratch,
                            const struct table *table, struct diag *diag);
/* What may be written in a field's column; empty if that is not told by its type. */
struct str columns_allowed(const struct spellings *spellings, const struct options *options,
                           struct arena *scratch, enum field field);
/* The field that a repeated header means too, where its cells are compared with the first one's:
 * any but the names by which records are told apart. NULL if it is passed over. */
const struct column_rule *header_second(const struct header_column *column);
/* The column of a field; NULL if the table has none. */
const struct table_column *table_column(const struct table *table, enum field field);

/* The table or form has that field. */
bool table_has(const struct table *table, enum field field);

/* ---- inner to the files of columns --------------------------------------------------------- */

/* Rows that are taken for a header. */
struct candidate {
    /* Of which kind of sheet; NULL if they are none of ours. */
    const struct headers *headers;
    uint32_t row, n_rows;
    struct header_column *columns;
    size_t n_columns;
    /* Known headers, how many of them only this kind has, and how many texts they took in all. */
    size_t n_known, n_marks, n_used;
    /* What sheet it is of instead; NULL if that is not known. */
    const struct other_sheet *other;
};
/* The table that starts around a row with an anchor, not above `top`. */
struct candidate candidate_find(const struct column_books *books, struct arena *scratch,
                                const struct held *rows, uint32_t row, uint32_t top);

/* The texts of `n_rows` header rows from `row` on. They stand in the rows and go with them. */
struct header_column *header_texts(struct arena *scratch, const struct held *rows, uint32_t row,
                                   uint32_t n_rows, size_t *n_columns);
/* Looks every header up, first as a column of `headers`, then of `others` (may be NULL). */
void header_match(const struct headers *headers, const struct headers *others,
                  struct arena *scratch, struct header_column *columns, size_t n_columns);
/* The kind of sheet whose columns may stand beside those of another; NULL if none. */
const struct headers *headers_beside(const struct column_books *books,
                                     const struct headers *headers);
/* Rows below a header that are asked what its doubtful columns are. */
#define HEADER_LOOK_AHEAD 20U
/* Notes the first filled cells below every header; `row` is the last of the header. */
void header_cells(struct arena *scratch, const struct held *rows, uint32_t row,
                  struct header_column *columns, size_t n_columns);
/* How many of a table's headers are its own: behind them its names stand a second time, and others
 * with them, as a table beside a table has them; those are given no field. */
size_t header_own(struct header_column *columns, size_t n_columns);
/* Gives every matched header its field, the clear ones first. */
void header_assign(const struct column_books *books, struct arena *scratch,
                   struct header_column *columns, size_t n_columns);

/* Of a table of our blank workbook: COLUMN_RENAMED for headers that are read, but are not as they
 * were. */
void columns_report_renamed(struct arena *scratch, const struct table *table, struct diag *diag);

#endif
